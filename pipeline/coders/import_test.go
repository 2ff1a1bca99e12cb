package coders

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/theme"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func book() *theme.Codebook {
	return &theme.Codebook{ID: "b", Version: "1.0", Themes: []theme.Theme{
		{ID: "supervision", Name: "Supervision", Definition: "Being supervised."},
		{ID: "security", Name: "Data security"},
		{ID: "note", Name: "A theme that has the name of a column"},
	}}
}

func units() []theme.Unit {
	return []theme.Unit{
		{ID: "R1/q1", Person: "R1", Source: "survey", Question: "q1", Text: "There should be more on supervision — of digital work."},
		{ID: "R2/q1", Person: "R2", Source: "survey", Question: "q1", Text: "=SUM(A1:A9) is not a comment,\nbut it was given; as an answer."},
		{ID: "R3/q2", Person: "R3", Source: "survey", Question: "q2", Text: "Data security matters most, “really”."},
		{ID: "R4/q2", Person: "R4", Source: "survey", Question: "q2", Text: "Zoë's café is on the quay and this is no theme."},
	}
}

func blind() Sheet {
	return Sheet{Coder: "Ann", Codebook: book(), Units: units(), Questions: map[string]string{"q1": "Domain 1, comments"}}
}

func against() Against {
	return Against{Codebook: book(), Units: units(), Day: "2026-03-04"}
}

// filledIn gives a sheet with cells changed: by row (from 1, below the header) and
// column.
func filledIn(t testing.TB, s Sheet, cells map[int]map[string]string) [][]string {
	t.Helper()
	data, err := s.CSV()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for row, values := range cells {
		for column, v := range values {
			at := slices.Index(rows[0], column)
			if at < 0 {
				t.Fatal("no column ", column)
			}
			rows[row][at] = v
		}
	}
	return rows
}

func csvOf(rows [][]string, comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	w.WriteAll(rows)
	return b.Bytes()
}

func kinds(found []finding.Finding, severity finding.Severity) (out []string) {
	for _, f := range found {
		if f.Severity == severity {
			out = append(out, f.Kind)
		}
	}
	return out
}

var annsCells = map[int]map[string]string{
	1: {"supervision": "a", "security": "X"},
	2: {"no_theme": "x", "note": "- a formula?"},
	3: {"security": "objects", "theme note": "✓"},
}

func annsJudgements() []Judgement {
	u := units()
	return []Judgement{
		{Unit: "R1/q1", TextSHA: TextSHA(u[0].Text), Marks: []Mark{{"security", ""}, {"supervision", theme.Asks}}, Coder: "ann", Day: "2026-03-04", Method: Human, CodebookVersion: "1.0"},
		{Unit: "R2/q1", TextSHA: TextSHA(u[1].Text), Marks: []Mark{}, Coder: "ann", Day: "2026-03-04", Method: Human, CodebookVersion: "1.0", Note: "- a formula?"},
		{Unit: "R3/q2", TextSHA: TextSHA(u[2].Text), Marks: []Mark{{"note", ""}, {"security", theme.Objects}}, Coder: "ann", Day: "2026-03-04", Method: Human, CodebookVersion: "1.0"},
	}
}

func same(a, b []Judgement) bool {
	return slices.EqualFunc(a, b, func(a, b Judgement) bool { return sameJudgement(&a, &b) && a.Day == b.Day })
}

// Sheets come back as CSV of many kinds, sorted, with titles and blank rows.
func TestImportSheets(t *testing.T) {
	rows := filledIn(t, blind(), annsCells)
	plain := csvOf(rows, ',')
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(csvOf(rows, '\t'))
	var inCode [][]string
	for _, row := range rows {
		var r []string
		for _, c := range row {
			r = append(r, strings.ReplaceAll(c, "✓", "x"))
		}
		inCode = append(inCode, r)
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes(csvOf(inCode, ';'))
	if err != nil {
		t.Fatal(err)
	}
	reversed := slices.Clone(rows)
	slices.Reverse(reversed[1:])
	titled := append([][]string{{"Our coding", ""}, {}}, rows...)
	titled = append(titled, make([]string, 4), rows[1])
	// Columns in another order.
	var moved [][]string
	for _, row := range rows {
		moved = append(moved, append(slices.Clone(row[4:]), row[:4]...))
	}
	for _, c := range []struct {
		name  string
		data  []byte
		kinds []string // of all findings but errors
	}{
		{"as written", plain, nil},
		{"with a byte order mark", append([]byte("\ufeff"), plain...), nil},
		{"semicolons", csvOf(rows, ';'), []string{"delimiter"}},
		{"sep= line", append([]byte("sep=;\r\n"), csvOf(rows, ';')...), []string{"delimiter"}},
		{"UTF-16 with tabs", utf16, []string{"delimiter", "encoding"}},
		{"Windows-1252", windows, []string{"delimiter", "encoding"}},
		{"sorted the other way", csvOf(reversed, ','), nil},
		{"a title, blank rows, a row twice", csvOf(titled, ','), []string{"blank-rows", "row-twice"}},
		{"columns moved", csvOf(moved, ','), nil},
	} {
		got, found := Import("ann.csv", c.data, against())
		var have []string
		for _, f := range found {
			have = append(have, f.Kind)
		}
		slices.Sort(have)
		if !slices.Equal(have, c.kinds) {
			t.Errorf("%s: %v", c.name, found)
		}
		slices.SortFunc(got.Judgements, func(a, b Judgement) int { return strings.Compare(a.Unit, b.Unit) })
		if !same(got.Judgements, annsJudgements()) || got.Coder != "ann" || got.Settled || got.NotJudged != 1 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestXLSXRoundTrip(t *testing.T) {
	s := blind()
	s.Suggestions = map[string][]Suggestion{"R3/q2": {{"security", "0.93"}, {"gone", "of an older codebook"}}}
	data, err := s.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := s.XLSX()
	if !bytes.Equal(data, again) {
		t.Error("the same sheet gave other bytes")
	}
	g, found := readGrid("a.xlsx", data, unitColumn)
	if len(found) > 0 || len(g.rows) != 5 {
		t.Fatal(found, len(g.rows))
	}
	want := []string{"unit", "question", "text", "supervision", "security", "theme note", "no_theme", "note", "checked", "suggested", "why", "text_sha", "sheet", "coder", "codebook_version"}
	if !reflect.DeepEqual(g.rows[0].cells, want) {
		t.Errorf("%q", g.rows[0].cells)
	}
	for i, u := range units() {
		if got := g.rows[i+1].cells[2]; got != u.Text {
			t.Errorf("%q, want %q", got, u.Text)
		}
	}
	if got := g.rows[3].cells; got[4] != "x" || got[9] != "security" || got[10] != "security: 0.93; gone: of an older codebook" {
		t.Errorf("%q", got)
	}
	in, found := Import("a.xlsx", data, against())
	if len(found) > 0 || len(in.Judgements) != 0 || in.NotJudged != 4 || in.Coder != "ann" {
		t.Errorf("%+v, %v", in, found)
	}
	if csvData, err := s.CSV(); err != nil || !bytes.Contains(csvData, []byte("'=SUM")) {
		t.Errorf("%v: a formula was not neutralised", err)
	}
}

// What the machine suggested counts only where a person has checked it.
func TestSuggestions(t *testing.T) {
	s := blind()
	s.Suggestions = map[string][]Suggestion{"R1/q1": {{"supervision", ""}}, "R2/q1": {{"security", ""}}, "R3/q2": {{"security", ""}, {"note", ""}}}
	rows := filledIn(t, s, map[int]map[string]string{
		1: {"checked": "x", "supervision": "asks"},
		2: {"security": "", "no_theme": "x"},
		3: {"checked": "yes", "theme note": ""},
		4: {"checked": "1"},
	})
	got, found := Import("ann.csv", csvOf(rows, ','), against())
	var methods []string
	for _, j := range got.Judgements {
		methods = append(methods, j.Unit+" "+j.Method+" "+formatMarks(j.Marks))
	}
	if want := []string{"R1/q1 accepted supervision:asks", "R3/q2 corrected security", "R4/q2 accepted "}; !slices.Equal(methods, want) {
		t.Errorf("%q", methods)
	}
	// The third row of the sheet is row 3: E is security, G no_theme.
	if len(found) != 1 || found[0].Kind != "not-checked" || found[0].Severity != finding.Warning || !strings.Contains(found[0].Message, "G3, E3") || found[0].Line != 3 {
		t.Errorf("%v", found)
	}
	// Who checks nothing has judged nothing.
	if got, found := Import("ann.csv", csvOf(filledIn(t, s, nil), ','), against()); len(got.Judgements) != 0 || len(found) != 0 || got.NotJudged != 4 {
		t.Errorf("%+v, %v", got, found)
	}
}

func TestImportFaults(t *testing.T) {
	change := func(cells map[int]map[string]string) []byte { return csvOf(filledIn(t, blind(), cells), ',') }
	edit := func(f func(rows [][]string) [][]string) []byte { return csvOf(f(filledIn(t, blind(), annsCells)), ',') }
	without := func(column string) []byte {
		return edit(func(rows [][]string) [][]string {
			at := slices.Index(rows[0], column)
			for i := range rows {
				rows[i] = slices.Delete(slices.Clone(rows[i]), at, at+1)
			}
			return rows
		})
	}
	renamed := func(from, to string) []byte {
		return edit(func(rows [][]string) [][]string {
			rows[0][slices.Index(rows[0], from)] = to
			return rows
		})
	}
	swapped := func(columns ...string) []byte { // in rows 1 and 3
		return edit(func(rows [][]string) [][]string {
			for _, c := range columns {
				at := slices.Index(rows[0], c)
				rows[1][at], rows[3][at] = rows[3][at], rows[1][at]
			}
			return rows
		})
	}
	for _, c := range []struct {
		name        string
		data        []byte
		kind, place string // of the first error
		line        int
	}{
		{"a date in a cell", change(map[int]map[string]string{1: {"security": "05-May"}}), "mangled-cell", "E2, security", 2},
		{"a number in a cell", change(map[int]map[string]string{1: {"security": "44136"}}), "mangled-cell", "E2, security", 2},
		{"an error in a cell", change(map[int]map[string]string{3: {"supervision": "#NAME?"}}), "mangled-cell", "D4, supervision", 5},
		{"words in a cell", change(map[int]map[string]string{1: {"security": "maybe"}}), "unknown-mark", "E2, security", 2},
		{"words in checked", change(map[int]map[string]string{1: {"checked": "asks"}}), "unknown-mark", "I2, checked", 2},
		{"both none and a theme", change(map[int]map[string]string{2: {"no_theme": "x", "security": "x"}}), "contradiction", "G3, no_theme", 3},
		{"an unknown unit", change(map[int]map[string]string{1: {"unit": "R99/q1"}}), "unknown-unit", "A2, unit", 2},
		{"a unit made a date", change(map[int]map[string]string{1: {"unit": "01/02/2026"}}), "unknown-unit", "A2, unit", 2},
		{"a marked row without unit", change(map[int]map[string]string{1: {"unit": " ", "security": "x"}}), "no-unit", "A2, unit", 2},
		{"a text that has changed", change(map[int]map[string]string{1: {"text_sha": "sha:000000000000", "security": "x"}}), "text-changed", "J2, text_sha", 2},
		{"no digest", change(map[int]map[string]string{1: {"text_sha": "", "security": "x"}}), "text-changed", "J2, text_sha", 2},
		{"units sorted apart", swapped("unit"), "text-changed", "J2, text_sha", 2},
		{"texts sorted apart", swapped("text"), "text-of-another", "C2, text", 2},
		{"one unit judged twice", edit(func(rows [][]string) [][]string {
			other := slices.Clone(rows[1])
			other[4] = ""
			return append(rows, other)
		}), "row-twice", "A6, unit", 7},
		{"no theme's column", without("security"), "column-missing", "row 1", 1},
		{"no column of digests", without("text_sha"), "column-missing", "row 1", 1},
		{"no kind", without("sheet"), "column-missing", "row 1", 1},
		{"a theme renamed", renamed("security", "securty"), "column-missing", "row 1", 1},
		{"a column twice", renamed("security", "Supervision"), "column-twice", "E1, Supervision", 1},
		{"a theme added", edit(func(rows [][]string) [][]string {
			rows[0], rows[2] = append(rows[0], "new-theme"), append(rows[2], "x")
			return rows
		}), "unknown-theme", "N1, new-theme", 1},
		{"rows of another's sheet", change(map[int]map[string]string{3: {"coder": "ben"}}), "two-sheets", "L4, coder", 5},
		{"another kind", change(map[int]map[string]string{1: {"sheet": "mine", "security": "x"}}), "sheet-kind", "K2, sheet", 2},
		{"suggested, without what was", change(map[int]map[string]string{1: {"sheet": "suggested", "security": "x"}}), "column-missing", "row 2", 2},
		{"two kinds at once", edit(func(rows [][]string) [][]string {
			rows[0], rows[1] = append(rows[0], "agreed"), append(rows[1], "")
			rows[1][10] = "to-settle"
			return rows
		}), "two-sheets", "sheet", 1},
		{"no header", []byte("a,b\n1,2\n"), "no-header", "", 1},
		{"nothing", nil, "no-header", "", 0},
		{"only a header", edit(func(rows [][]string) [][]string { return rows[:1] }), "no-rows", "row 1", 1},
		{"a quotation mark open", []byte("unit,text\n\"a,b\n"), "damaged-file", "", 2},
		{"a PDF", []byte("%PDF-1.7"), "not-a-sheet", "", 0},
		{"half a workbook", []byte("PK\x03\x04half"), "damaged-file", "", 0},
	} {
		got, found := Import("ann.csv", c.data, against())
		errs := finding.Errors(found)
		if len(errs) == 0 || errs[0].Kind != c.kind || errs[0].Cell != c.place || errs[0].Line != c.line || errs[0].Message == "" || errs[0].File != "ann.csv" {
			t.Errorf("%s: %+v, want %s at %s, line %d", c.name, errs, c.kind, c.place, c.line)
		}
		if got.Judgements != nil {
			t.Errorf("%s: %d judgements were taken", c.name, len(got.Judgements))
		}
	}
}

func TestImportWarnings(t *testing.T) {
	got, found := Import("ann.csv", csvOf(filledIn(t, blind(), map[int]map[string]string{
		1: {"supervision": "TRUE", "security": "0", "text": "There should be more on supervision."},
		2: {"text_sha": "sha:000000000000"}, // not judged
		3: {"security": "1.0"},
	}), ','), against())
	want := []string{"text-edited", "doubtful-mark", "doubtful-mark", "text-changed", "doubtful-mark"}
	if have := kinds(found, finding.Warning); !slices.Equal(have, want) || len(finding.Errors(found)) > 0 {
		t.Errorf("%v: %v", have, found)
	}
	if len(got.Judgements) != 2 || formatMarks(got.Judgements[0].Marks) != "supervision" || formatMarks(got.Judgements[1].Marks) != "security" {
		t.Errorf("%+v", got.Judgements)
	}
	// A sheet that is wrong throughout is told of in a page.
	var many []theme.Unit
	for i := range 1000 {
		many = append(many, theme.Unit{ID: fmt.Sprint("R", i), Text: "A text of its own."})
	}
	s := blind()
	s.Units = many
	_, found = Import("ann.csv", csvOf(filledIn(t, s, nil), ','), against())
	if len(found) != mostOfKind+1 || found[mostOfKind].Count != 1000-mostOfKind {
		t.Errorf("%d findings, the last %+v", len(found), found[len(found)-1])
	}
}

func TestWhoseSheet(t *testing.T) {
	data := csvOf(filledIn(t, blind(), annsCells), ',')
	in := against()
	in.Coder = "Ben"
	if _, found := Import("ann.csv", data, in); !slices.Equal(kinds(found, finding.Error), []string{"other-coder"}) {
		t.Error(found)
	}
	in.Coder = "ANN"
	if got, found := Import("ann.csv", data, in); len(found) > 0 || got.Coder != "ann" {
		t.Error(found)
	}
	for _, name := range []string{"", "settled", "a b", "../ann", "nul", "ä", strings.Repeat("a", 33), "-a"} {
		if _, err := Name(name); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
		s := blind()
		s.Coder = name
		if _, err := s.CSV(); err == nil {
			t.Errorf("a sheet was made for %q", name)
		}
	}
}

// A sheet made with an earlier version of the codebook comes back with the themes of
// then, which Today carries over.
func TestOlderSheet(t *testing.T) {
	s := blind()
	s.Codebook.Version = "0.9"
	s.Codebook.Themes[1].ID = "safety"
	data := csvOf(filledIn(t, s, map[int]map[string]string{1: {"safety": "asks", "supervision": "x"}, 3: {"supervision": "x"}, 4: {"no_theme": "x"}}), ',')
	in := against()
	if _, found := Import("ann.csv", data, in); !slices.Equal(kinds(found, finding.Error), []string{"unknown-theme"}) {
		t.Errorf("without a history: %v", found)
	}
	carry := func(to ...string) Carry {
		return func(id, from string) ([]string, bool) {
			switch {
			case from != "0.9" || id == "note":
				return nil, false
			case id == "safety":
				return to, len(to) < 2
			}
			return []string{id}, true
		}
	}
	in.Carry = carry("security")
	got, found := Import("ann.csv", data, in)
	if !slices.Equal(kinds(found, finding.Warning), []string{"other-version"}) || len(got.Judgements) != 3 || formatMarks(got.Judgements[0].Marks) != "safety:asks supervision" || got.Judgements[0].CodebookVersion != "0.9" {
		t.Fatalf("%+v, %v", got, found)
	}
	for _, c := range []struct {
		to   []string
		want []string
		kind []string
	}{
		{[]string{"security"}, []string{"security:asks supervision", "supervision", ""}, nil},
		{nil, []string{"supervision", "supervision", ""}, nil},
		{[]string{"supervision"}, []string{"supervision:asks", "supervision", ""}, nil},
		{[]string{"security", "note"}, []string{"supervision", ""}, []string{"look-again"}},
	} {
		today, found := Today(got.Judgements, units(), book(), carry(c.to...))
		var have []string
		for _, j := range today {
			have = append(have, formatMarks(j.Marks))
		}
		if !slices.Equal(have, c.want) || !slices.Equal(kinds(found, finding.Warning), c.kind) {
			t.Errorf("%v: %q, %v", c.to, have, found)
		}
	}
	if formatMarks(got.Judgements[0].Marks) != "safety:asks supervision" {
		t.Error("what was given was changed")
	}
	changed := units()[1:]
	changed[2].Text += " No."
	_, found = Today(got.Judgements, changed, book(), carry("security"))
	if !slices.Equal(kinds(found, finding.Warning), []string{"unit-gone", "text-changed"}) {
		t.Error(found)
	}
}

func TestLongText(t *testing.T) {
	s := blind()
	s.Units[0].Text = strings.Repeat("😀 é ", 1<<18)
	for _, write := range []func() ([]byte, error){s.CSV, s.XLSX} {
		data, err := write()
		if err != nil {
			t.Fatal(err)
		}
		in := against()
		in.Units = s.Units
		g, _ := readGrid("a", data, unitColumn)
		if text := g.rows[1].cells[2]; len(text) > 4*longestShown || !strings.Contains(text, "more characters]") {
			t.Errorf("%d bytes of text", len(text))
		}
		if _, found := Import("a", data, in); len(found) > 0 {
			t.Error(found)
		}
	}
}

// What is wide at the top and long below takes time by its cells, not by their
// product.
func TestImportWideAndLong(t *testing.T) {
	in := against()
	for i := range 10_000 {
		in.Codebook.Themes = append(in.Codebook.Themes, theme.Theme{ID: fmt.Sprint("theme-of-a-long-codebook-", i)})
	}
	var b strings.Builder
	b.WriteString("unit,text,no_theme,checked,text_sha,sheet,coder,codebook_version")
	for i := range 8_000 {
		fmt.Fprintf(&b, ",theme-of-a-long-codebook-%d,other-column-of-the-sheet-%d", i, i)
	}
	b.WriteString("\n" + strings.Repeat("R1/q1,,,x,,blind,ann,v1.0\n", 200_000))
	if _, found := Import("a.csv", []byte(b.String()), in); len(finding.Errors(found)) != mostOfKind+1 {
		t.Errorf("%d errors", len(finding.Errors(found)))
	}
}

func FuzzImport(f *testing.F) {
	s := blind()
	for _, cells := range []map[int]map[string]string{nil, annsCells, {1: {"security": "05-May", "unit": ""}}} {
		f.Add(csvOf(filledIn(f, s, cells), ','))
	}
	s.Suggestions = map[string][]Suggestion{"R1/q1": {{"security", ""}}}
	f.Add(csvOf(filledIn(f, s, map[int]map[string]string{1: {"checked": "x"}, 2: {"security": "x"}}), ';'))
	if data, err := s.XLSX(); err == nil {
		f.Add(data)
	}
	f.Add([]byte("sep=,\nunit,unit\n\n\"\n\",x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, found := Import("f", data, against())
		if len(finding.Errors(found)) > 0 {
			if got.Judgements != nil {
				t.Error("judgements beside errors")
			}
			return
		}
		if len(got.Judgements) == 0 {
			return
		}
		name := got.Coder
		if got.Settled {
			name = settledName
		}
		// What was taken can be kept and read again.
		record, n, err := Extend("r", name, nil, got.Judgements)
		if err != nil || n != len(got.Judgements) {
			t.Fatal(n, err)
		}
		back, wrong := ReadRecord("r", name, record)
		if len(wrong) > 0 || !same(back, got.Judgements) {
			t.Errorf("%+v, %v; want %+v", back, wrong, got.Judgements)
		}
	})
}
