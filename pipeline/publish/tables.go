package publish

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"

	"concord/pipeline/onpage"
)

// Table is a table as a run has published it: what is hidden or rounded there is
// so here, since it is read from the same file.
type Table struct {
	ID, Title string
	// Groups are the columns, everyone first.
	Groups []string
	// Bases say what percentages are of, a line a group.
	Bases []string
	Rows  []TableRow
	// Values tells that its rows are means and the like.
	Values, Intervals, Hidden bool
}

// TableRow is one row; Net marks one that counts several others together.
type TableRow struct {
	Label string
	Net   bool
	Cells []TableCell
}

// TableCell is a count, a percentage and an interval in words.
type TableCell struct{ Count, Share, Interval string }

// tableLine is a row of a run's tables/tables.csv.
type tableLine struct {
	Table      string `csv:"table"`
	Title      string `csv:"title"`
	Subgroup   string `csv:"subgroup"`
	Row        string `csv:"row"`
	Count      string `csv:"count"`
	Base       string `csv:"base"`
	BaseRule   string `csv:"base_rule"`
	Missing    string `csv:"missing"`
	Shown      string `csv:"shown"`
	Low        string `csv:"ci_low"`
	High       string `csv:"ci_high"`
	Suppressed bool   `csv:"suppressed"`
	Source     string `csv:"source"`
	RowKind    string `csv:"row_kind"`
}

// ReadTables reads a run's tables/tables.csv. Groups gives the label of each
// subgroup by its id; everyone is "".
func ReadTables(data []byte, groups map[string]string) ([]Table, error) {
	var lines []tableLine
	if err := gocsv.UnmarshalBytes(data, &lines); err != nil {
		return nil, fmt.Errorf("the tables of the run cannot be read: %w", err)
	}
	var out []Table
	at := map[string]int{}
	columns := map[string]map[string]int{} // by table, of each subgroup
	rows := map[string]map[string]int{}
	for _, l := range lines {
		n, ok := at[l.Table]
		if !ok {
			n = len(out)
			at[l.Table], columns[l.Table], rows[l.Table] = n, map[string]int{}, map[string]int{}
			title := onpage.Clean(l.Title)
			if l.Source == "groups" && !strings.Contains(strings.ToLower(title), "focus group") {
				title += " (focus groups)"
			}
			out = append(out, Table{ID: l.Table, Title: title})
		}
		t := &out[n]
		g, ok := columns[l.Table][l.Subgroup]
		if !ok {
			g = len(t.Groups)
			columns[l.Table][l.Subgroup] = g
			t.Groups = append(t.Groups, groupLabel(l, groups))
			t.Bases = append(t.Bases, "")
		}
		if t.Bases[g] == "" {
			t.Bases[g] = base(l)
		}
		if l.RowKind == "missing" {
			continue // told with the base
		}
		key := l.RowKind + "\x00" + l.Row
		r, ok := rows[l.Table][key]
		if !ok {
			r = len(t.Rows)
			rows[l.Table][key] = r
			t.Rows = append(t.Rows, TableRow{Label: onpage.Clean(l.Row), Net: l.RowKind == "net"})
		}
		for len(t.Rows[r].Cells) < len(t.Groups) {
			t.Rows[r].Cells = append(t.Rows[r].Cells, TableCell{"–", "–", "–"})
		}
		t.Rows[r].Cells[g] = cell(l)
		t.Hidden = t.Hidden || l.Suppressed
		t.Intervals = t.Intervals || l.Low != ""
		t.Values = t.Values || l.RowKind == "value"
	}
	for n := range out {
		for r := range out[n].Rows {
			for len(out[n].Rows[r].Cells) < len(out[n].Groups) {
				out[n].Rows[r].Cells = append(out[n].Rows[r].Cells, TableCell{"–", "–", "–"})
			}
		}
	}
	return out, nil
}

func groupLabel(l tableLine, groups map[string]string) string {
	if l.Subgroup == "" {
		if l.Source == "groups" {
			return "All participants"
		}
		return "All respondents"
	}
	if label := onpage.Clean(groups[l.Subgroup]); label != "" {
		return label
	}
	return onpage.Clean(l.Subgroup)
}

// base says what the percentages of a group are of; "" where its line does not tell.
func base(l tableLine) string {
	if l.Base == "" || l.RowKind == "value" {
		return ""
	}
	of := map[string]string{"asked": "everyone who was asked", "answered": "those who answered", "mentions": "all answers given; a person may have given several"}[l.BaseRule]
	said := l.Base + ", " + of
	if l.Missing != "" && l.Missing != "0" {
		said += "; " + l.Missing + " gave no answer"
	}
	return said
}

// hiddenWord stands in place of a number that may not be shown.
const hiddenWord = "hidden"

func cell(l tableLine) TableCell {
	if l.Suppressed {
		return TableCell{hiddenWord, hiddenWord, hiddenWord}
	}
	c := TableCell{l.Count, l.Shown, "–"}
	if l.RowKind != "value" && l.Shown != "" {
		c.Share += "%"
	}
	low, err1 := strconv.ParseFloat(l.Low, 64)
	high, err2 := strconv.ParseFloat(l.High, 64)
	if err1 == nil && err2 == nil {
		if l.RowKind == "value" {
			c.Interval = fmt.Sprintf("%.2f to %.2f", low, high)
		} else {
			c.Interval = fmt.Sprintf("%.0f to %.0f", math.Round(low), math.Round(high))
		}
	}
	if c.Share == "" {
		c.Share = "–"
	}
	if c.Count == "" {
		c.Count = "–"
	}
	return c
}

// tablesPage is all tables with their charts.
type tablesPage struct {
	Tables []tableView
	// Charts draw no table of the page, such as that of the themes.
	Charts []Chart
}

// AllHidden tells that no number of the table is shown.
func (t Table) AllHidden() bool {
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if c.Count != hiddenWord {
				return false
			}
		}
	}
	return true
}

type tableView struct {
	Table
	Charts []Chart
	CSV    string
}

func (m *maker) tables() error {
	if len(m.Tables) == 0 {
		return nil
	}
	var b tablesPage
	has := map[string]bool{}
	for _, f := range m.Files {
		has[f.Path] = true
	}
	drawn := map[string]bool{}
	for _, t := range m.Tables {
		v := tableView{Table: t}
		for _, c := range m.Charts {
			if c.Table == t.ID {
				v.Charts = append(v.Charts, c)
				drawn[c.Path] = true
			}
		}
		if path := "tables/" + t.ID + ".csv"; has[path] {
			v.CSV = path
		}
		b.Tables = append(b.Tables, v)
	}
	for _, c := range m.Charts {
		if !drawn[c.Path] {
			b.Charts = append(b.Charts, c)
		}
	}
	return m.write("tables.html", "tables.html", "Tables and charts", "Tables and charts", "", b)
}

func (m *maker) method() error {
	return m.write("method.html", "method.html", "Method and limits", "Method and limits", "", struct {
		Title, About   string
		Method, Limits []string
	}{onpage.Clean(m.Title), onpage.Clean(m.About), cleaned(m.Method), cleaned(m.Limits)})
}

func cleaned(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = onpage.Clean(out[i])
	}
	return out
}
