package coders

import (
	"strings"
	"testing"

	"concord/pipeline/finding"
)

// made gives a sheet whose last column says for whom it was made.
func made(t *testing.T, cells map[int]map[string]string) [][]string {
	t.Helper()
	rows := filledIn(t, blind(), cells)
	for i := range rows[1:] {
		row := rows[i+1]
		row[len(row)-1] = versionCell("1.0", "ann")
	}
	return rows
}

func column(rows [][]string, name string) int {
	for i, cell := range rows[0] {
		if cell == name {
			return i
		}
	}
	return -1
}

// The name of a coder cannot be changed in the sheet, so that one person does not
// count as two.
func TestCoderChanged(t *testing.T) {
	rows := made(t, annsCells)
	if got, found := Import("ann.csv", csvOf(rows, ','), against()); got.Coder != "ann" || len(finding.Errors(found)) > 0 || !same(got.Judgements, annsJudgements()) {
		t.Errorf("as it was made: %+v %v", got, found)
	}
	at := column(rows, coderColumn)
	for _, row := range rows[1:] {
		row[at] = "Annabel"
	}
	got, found := Import("ann.csv", csvOf(rows, ','), against())
	if k := kinds(found, finding.Error); len(k) != 1 || k[0] != "coder-changed" || len(got.Judgements) > 0 {
		t.Errorf("another name: %v", found)
	}
	if !strings.Contains(found[0].String(), `found "Annabel"; expected ann`) {
		t.Error(found[0])
	}
	who := against()
	who.Coder = "annabel"
	if got, found := Import("ann.csv", csvOf(rows, ','), who); got.Coder != "annabel" || len(finding.Errors(found)) > 0 {
		t.Errorf("a name that is said when bringing it in: %+v %v", got, found)
	}
}

func TestOtherCoderIsNamed(t *testing.T) {
	who := against()
	who.Coder = "ben"
	_, found := Import("ann.csv", csvOf(filledIn(t, blind(), annsCells), ','), who)
	if len(found) != 1 || found[0].Kind != "other-coder" || found[0].Found != "ann" || found[0].Expected != "ben" {
		t.Errorf("%v", found)
	}
}

func TestRowOfSums(t *testing.T) {
	rows := filledIn(t, blind(), annsCells)
	sums := make([]string, len(rows[0]))
	sums[0] = "Total"
	for i := 3; i <= column(rows, noThemeColumn); i++ {
		sums[i] = "34"
	}
	_, found := Import("ann.csv", csvOf(append(rows, sums), ','), against())
	if k := kinds(found, finding.Error); len(k) != 1 || k[0] != "row-of-sums" {
		t.Errorf("%v", found)
	}
}

func TestUnitsSortedApart(t *testing.T) {
	s := blind()
	in := against()
	s.Units, in.Units = nil, nil
	for i := range 40 {
		u := units()[0]
		u.ID = "R" + string(rune('A'+i/26)) + string(rune('a'+i%26)) + "/q1"
		u.Text += " And here is what only " + u.ID + " said."
		s.Units, in.Units = append(s.Units, u), append(in.Units, u)
	}
	rows := filledIn(t, s, nil)
	mark := column(rows, "supervision")
	for i, row := range rows[1:] {
		row[0] = s.Units[39-i].ID
		if i%2 == 0 {
			row[mark] = "x"
		}
	}
	got, found := Import("ann.csv", csvOf(rows, ','), in)
	if len(found) != 1 || found[0].Kind != "sorted-apart" || !strings.Contains(found[0].Message, "in 40 of 40 rows") || len(got.Judgements) > 0 {
		t.Errorf("%d findings: %v", len(found), found)
	}
}

func TestOtherFilesAreNoSheets(t *testing.T) {
	for name, text := range map[string]string{
		"codebook.yaml": "# Themes\nid: b\ntitle: 'The \"Unit\"'\nthemes:\n  - id: a\n    name: \"A, B\", c\n",
		"README.md":     "# Title\n\nSay \"hello\", please.\n",
	} {
		_, found := Import(name, []byte(text), against())
		if k := kinds(found, finding.Error); len(k) != 1 || k[0] != "no-header" {
			t.Errorf("%s: %v", name, found)
		}
	}
	rows := csvOf(filledIn(t, blind(), annsCells), ',')
	cut := []byte(strings.Replace(string(rows), "\"There", "There \"be", 1) + "\"")
	if _, found := Import("ann.csv", cut, against()); len(found) == 0 || found[0].Kind != "damaged-file" {
		t.Errorf("a sheet that is damaged: %v", found)
	}
}

func TestMarksInOtherColumns(t *testing.T) {
	for _, c := range []struct {
		cells map[string]string
		cell  string
	}{
		{map[string]string{"security": "x", "note": "x"}, "note"},
		{map[string]string{"security": "x", "note": "objects"}, "note"},
		{map[string]string{"security": "x", "question": "x"}, "question"},
		{map[string]string{"checked": "x"}, "checked"},
		{map[string]string{"security": "x", "note": "see above"}, ""},
		{map[string]string{"security": "x", "checked": "x"}, ""},
		{map[string]string{"no_theme": "x", "checked": "x"}, ""},
		{map[string]string{"security": "x", "note": "A"}, ""},
	} {
		_, found := Import("ann.csv", csvOf(filledIn(t, blind(), map[int]map[string]string{1: c.cells}), ','), against())
		var warned []string
		for _, f := range found {
			if f.Kind == "misplaced-mark" {
				warned = append(warned, f.Cell)
			}
		}
		if c.cell == "" && len(warned) > 0 || c.cell != "" && (len(warned) != 1 || !strings.HasSuffix(warned[0], c.cell)) {
			t.Errorf("%v: %v", c.cells, found)
		}
	}
}
