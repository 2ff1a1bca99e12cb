package review

import (
	"net/http"
	"slices"
)

type minutesView struct {
	Day, Text string
	Days      []option
	Today     bool
}

// minutesPage shows what was done on a day: today, or the last day on which
// anything was.
func (s *Server) minutesPage(w http.ResponseWriter, r *http.Request, v *visit) {
	days := v.now.Log.Days()
	view := minutesView{Day: r.URL.Query().Get("day")}
	if !slices.Contains(days, view.Day) {
		view.Day = s.today()
		if !slices.Contains(days, view.Day) && len(days) > 0 {
			view.Day = days[len(days)-1]
		}
	}
	view.Today = view.Day == s.today()
	view.Text = v.now.Log.Minutes(view.Day, v.now.docket)
	view.Days = options(view.Day, days, nil)
	slices.Reverse(view.Days)
	s.page(w, r, v, "minutes", "Minutes", "minutes", nil, view)
}

// minutesFile gives the minutes of a day as a Markdown file.
func (s *Server) minutesFile(w http.ResponseWriter, r *http.Request, v *visit) {
	day := r.PathValue("day")
	if !slices.Contains(v.now.Log.Days(), day) {
		s.plain(w, http.StatusNotFound, "Not here", "Nothing was recorded on that day.")
		return
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="minutes-`+day+`.md"`)
	_, _ = w.Write([]byte(v.now.Log.Minutes(day, v.now.docket)))
}
