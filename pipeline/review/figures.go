package review

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"

	"concord/pipeline"
	"concord/pipeline/report"
)

// figure is a table, with its chart where a run has drawn one.
type figure struct {
	ID    string
	Table report.Table
	Chart bool
}

type figuresView struct {
	Figures []figure
	Charts  bool
	Why     string
}

var chartName = regexp.MustCompile(`^[a-z0-9_-]{1,100}\.svg$`)

// figuresPage shows the tables as they are counted now, and the charts of the last
// run where there is one.
func (s *Server) figuresPage(w http.ResponseWriter, r *http.Request, v *visit) {
	tables, err := s.counted(r.Context(), v)
	view := figuresView{}
	if err != nil {
		view.Why = "The answers cannot be counted just now; concord check tells why."
	}
	for _, f := range tables {
		f.Chart = s.chartFile(f.ID+".svg") != ""
		view.Charts = view.Charts || f.Chart
		view.Figures = append(view.Figures, f)
	}
	s.page(w, r, v, "figures", "Figures", "figures", nil, view)
}

// counted gives the study's tables, counted again where its files have changed.
func (s *Server) counted(ctx context.Context, v *visit) ([]figure, error) {
	s.tablesMu.Lock()
	defer s.tablesMu.Unlock()
	stamp := stampOf(s.dir, v.now.Study, false)
	if s.tables != nil && s.tablesStamp == stamp {
		return s.tables, nil
	}
	tables, _, _, err := pipeline.Tables(ctx, pipeline.TablesOptions{Study: s.dir, Jobs: s.jobs})
	if err != nil {
		return nil, err
	}
	doc := report.Tables("", "", tables)
	list := []figure{}
	for i, section := range doc.Sections {
		for _, b := range section.Blocks {
			if t, ok := b.(report.Table); ok {
				list = append(list, figure{ID: tables[i].ID, Table: t})
			}
		}
	}
	s.tables, s.tablesStamp = list, stamp
	return list, nil
}

// chartFile is where a chart of the run lies, "" where there is none.
func (s *Server) chartFile(name string) string {
	if s.run == "" || !chartName.MatchString(name) {
		return ""
	}
	path := filepath.Join(s.run, "charts", name)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() > 8<<20 {
		return ""
	}
	return path
}

func (s *Server) chart(w http.ResponseWriter, r *http.Request, _ *visit) {
	path := s.chartFile(r.PathValue("name"))
	if path == "" {
		s.plain(w, http.StatusNotFound, "Not here", "There is no such chart.")
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		s.plain(w, http.StatusNotFound, "Not here", "There is no such chart.")
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write(data)
}
