package survey

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// rolesAnd is a source that reads the column "role" and passes over the others.
func rolesAnd(ignore ...string) study.Source {
	return study.Source{Questions: []study.Question{question("role", study.Single, "a", "b")}, Ignore: ignore}
}

// TestTitlesAbove reads files with a title above the headers.
func TestTitlesAbove(t *testing.T) {
	for _, c := range []struct {
		name, content string
		src           study.Source
		lines         []uint32
		findings      []string
	}{
		{"a line", "Skills survey 2020\nrole,x,y\na,1,2\nb,3,4\n", rolesAnd("x", "y"), []uint32{3, 4}, []string{`note title-above 2 "" x1`}},
		{"two lines and a blank one", "\"Skills survey, 2020\"\nExported on 3 May\n\nrole,x,y\na,1,2\n", rolesAnd("x", "y"), []uint32{5}, []string{`note title-above 4 "" x1`}},
		{"padded, as a spreadsheet writes it", "Skills survey,,\n,,\nrole,x,y\na,1,2\n", rolesAnd("x", "y"), []uint32{4}, []string{`note title-above 3 "" x1`}},
		{"semicolons", "Skills survey\nrole;x;y\na;1;2\nb;1,5;2\n", rolesAnd("x", "y"), []uint32{3, 4}, []string{`note delimiter 0 ";" x1`, `note title-above 2 "" x1`}},
		{"words of one column with commas in them", "role\na\nb, and, more\nb\na\nb\n", rolesAnd(), []uint32{2, 4, 5, 6}, []string{`error wrong-number-of-cells 3 "3 cells" x1`}},
		{"headers of two columns", "role\na,1\n", rolesAnd(), nil, []string{`error no-rows-left 2 "" x1`, `error wrong-number-of-cells 2 "2 cells" x1`}},
	} {
		table, findings := readString(t, c.content, c.src)
		if !slices.Equal(table.Lines, c.lines) {
			t.Errorf("%s: lines %v, want %v", c.name, table.Lines, c.lines)
		}
		wantKinds(t, findings, c.findings...)
	}
}

// TestSecondHeader warns of a first row that reads like headers.
func TestSecondHeader(t *testing.T) {
	const rows = "a,3,yes\nb,4,no\na,5,yes\nb,6,no\n"
	for _, c := range []struct {
		name, content string
		warned        bool
	}{
		{"questions below codes", "role,x,y\nWhat is your role?,How many years?,Do you supervise?\n" + rows, true},
		{"names below headings", "About you,,Work\nRole,Years,Supervises\n" + rows, true},
		{"answers", "role,x,y\nb,2,no\n" + rows, false},
		{"an answer that comes again", "role,x,y\nc,many,yes\n" + rows, false},
		{"words only", "role,x,y\nNurse,Leeds,I like it\nDoctor,York,It is good\nPorter,Hull,None\nClerk,Ripon,All\nCook,Selby,Good\n", false},
		{"too few rows to say so", "role,x,y\nWhat is your role?,How many years?,Do you supervise?\na,1,yes\n", false},
	} {
		_, findings := readString(t, c.content, study.Source{})
		got := slices.ContainsFunc(findings, func(f finding.Finding) bool {
			return f.Kind == "title-above" && f.Severity == finding.Warning && f.Line == 2
		})
		if got != c.warned {
			t.Errorf("%s: %v", c.name, findings)
		}
	}
}

// TestQualtricsWithoutHeaders warns where a row of answers is taken for the
// second header row because the study says that the file is Qualtrics'.
func TestQualtricsWithoutHeaders(t *testing.T) {
	for _, c := range []struct {
		content string
		warned  bool
	}{
		{"Q1,Q2\na,5\nb,6\n", true},
		{"Q1,Q2\nYes,Often\nNo,Often\nYes,Never\n", true},
		{"Q1,Q2\nDo you?,How often?\nYes,Often\nNo,Never\n", false},
		{"Q1,Q2\nDo you?,How often?\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\nYes,5\n", false},
	} {
		_, findings := readString(t, c.content, study.Source{Dialect: "qualtrics"})
		if got := slices.Contains(kinds(findings), `warning answers-as-header 2 "" x1`); got != c.warned {
			t.Errorf("%q: %v", c.content, findings)
		}
	}
}

// TestWrongRows tells of rows with a wrong number of cells: of many from the
// first on in one finding, and of the last that the file may be cut off.
func TestWrongRows(t *testing.T) {
	row := func(n int, text string) string { return strings.Repeat(text, n) }
	for _, c := range []struct {
		name, rows string
		want       []string
		cut        bool
	}{
		{"21 from the first on", row(21, "a\n") + row(2, "a,1,2\n"), []string{`error wrong-number-of-cells 2 "1 cell" x21`}, false},
		{"20", row(20, "a\n") + row(2, "a,1,2\n"), nil, false},
		{"21 after a right one", "a,1,2\n" + row(21, "a\n") + "a,1,2\n", nil, false},
		{"blank rows between", row(11, "a\n,,\n") + row(10, "a\n") + "a,1,2\na\na,1,2\n", []string{`error wrong-number-of-cells 2 "1 cell" x21`, `error wrong-number-of-cells 35 "1 cell" x1`}, false},
		{"all", row(1000, "a\n"), []string{`error wrong-number-of-cells 2 "1 cell" x1000`}, false},
		{"the last", "a,1,2\nb,1,2\na,1", []string{`error wrong-number-of-cells 4 "2 cells" x1`}, true},
		{"not the last", "a,1,2\nb,1\na,1,2\n", []string{`error wrong-number-of-cells 3 "2 cells" x1`}, false},
		{"the last with too many", "a,1,2\nb,1,2\na,1,2,3\n", []string{`error wrong-number-of-cells 4 "4 cells" x1`}, false},
	} {
		path := write(t, "role,x,y\n"+c.rows)
		for _, chunk := range []int{7, 64, chunkSize} {
			_, findings := readFile(t, path, rolesAnd("x", "y"), Options{Jobs: 2, chunk: chunk})
			var wrong []finding.Finding
			cut := false
			for _, f := range findings {
				if f.Kind == wrongNumber {
					wrong = append(wrong, f)
					cut = cut || strings.Contains(f.Message, "this is the last row: the file may be cut off")
				}
			}
			if cut != c.cut {
				t.Errorf("%s: %v", c.name, findings)
			}
			if c.want != nil {
				wantKinds(t, wrong, c.want...)
			} else if n := strings.Count(c.rows, "a\n"); len(wrong) != n {
				t.Errorf("%s: %d findings, want %d", c.name, len(wrong), n)
			}
		}
	}
}

// TestEmptyList words what is wrong with a list of participants without rows.
func TestEmptyList(t *testing.T) {
	for _, content := range []string{"", "participant,group,speaker\n"} {
		_, findings := readFile(t, write(t, content), study.Source{}, Options{Source: "groups"})
		f := finding.Errors(findings)
		if len(f) != 1 || !strings.Contains(f[0].Message, "has no rows") || !strings.Contains(f[0].Do, "leave the list out") || strings.Contains(f[0].String(), "Export") {
			t.Errorf("%q: %v", content, findings)
		}
	}
}

// TestDecimalCommas reads numbers with decimal commas and per cent signs.
func TestDecimalCommas(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name, delimiter string
		cells           []string
		want            []float64
		findings        []string
		many            int // how many of them a profile takes for numbers
	}{
		{"commas", ";", []string{"3,30", "61,81", "-0,5", "7", ""}, []float64{3.3, 61.81, -0.5, 7, nan}, []string{`note decimal-comma 2 "3,30" x3`}, 4},
		{"tabs", "\t", []string{"3,30", "4"}, []float64{3.3, 4}, []string{`note decimal-comma 2 "3,30" x1`}, 2},
		{"commas divide the cells", ",", []string{"3,30", "4"}, []float64{nan, 4}, []string{`error not-a-number 2 "3,30" x1`}, 1},
		{"thousands", ";", []string{"1.234,5", "1,234,567", "1 234", "5"}, []float64{nan, nan, nan, 5}, []string{`error not-a-number 2 "1.234,5" x1`, `error not-a-number 3 "1,234,567" x1`, `error not-a-number 4 "1 234" x1`}, 1},
		{"what may be thousands", ";", []string{"1,234", "500"}, []float64{nan, 500}, []string{`error not-a-number 2 "1,234" x1`}, 1},
		{"what others show to be none", ";", []string{"1,234", "0,875", "1,5"}, []float64{1.234, 0.875, 1.5}, []string{`note decimal-comma 2 "1,234" x3`}, 3},
		{"points that may be thousands", ";", []string{"1,5", "1.234"}, []float64{1.5, 1.234}, []string{`note decimal-comma 2 "1,5" x1`, `error not-a-number 3 "1.234" x1`}, 1},
		{"points", ";", []string{"1.5", "1.234"}, []float64{1.5, 1.234}, nil, 2},
		{"per cent", ",", []string{"78%", "5.5 %", ""}, []float64{78, 5.5, nan}, []string{`note percent-sign 2 "78%" x2`}, 2},
		{"per cent with commas", ";", []string{"78,5%", "5%"}, []float64{78.5, 5}, []string{`note decimal-comma 2 "78,5%" x1`, `note percent-sign 2 "78,5%" x2`}, 2},
		{"per cent in some", ",", []string{"78%", "0.5", "9%"}, []float64{nan, 0.5, nan}, []string{`error not-a-number 2 "78%" x2`}, 1},
		{"neither", ";", []string{"%", ",", "5,", ",5", "5%%", "1,2e3", "1,,2"}, []float64{nan, nan, nan, 0.5, nan, 1200, nan}, nil, 2},
	} {
		content := "q" + c.delimiter + "x\n"
		for _, cell := range c.cells {
			content += "\"" + cell + "\"" + c.delimiter + "y\n"
		}
		src := source(question("q", study.Number))
		src.Ignore, src.Delimiter = []string{"x"}, strings.Replace(c.delimiter, "\t", "tab", 1)
		path := write(t, content)
		for _, chunk := range []int{8, chunkSize} {
			table, findings := readFile(t, path, src, Options{chunk: chunk, Jobs: 2})
			if got := table.Columns[0].Numbers; !slices.EqualFunc(got, c.want, func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
			if c.name != "neither" {
				wantKinds(t, findings, c.findings...)
			}
		}
		p, _ := profileOf(t, path, src)
		if got := p.Columns[0].Numbers; got != c.many {
			t.Errorf("%s: the profile has %d numbers, want %d", c.name, got, c.many)
		}
	}
}

// TestWeightsWithCommas reads weights with decimal commas, by hand: three of them
// make 0.875 + 1.034 + 2 = 3.909. A per cent sign is no weight.
func TestWeightsWithCommas(t *testing.T) {
	src := rolesAnd()
	src.Weight = "w"
	table, findings := readString(t, "role;w\na;0,875\nb;1,034\na;2\n", src)
	wantKinds(t, findings, `note delimiter 0 ";" x1`, `note decimal-comma 2 "0,875" x2`)
	sum := 0.0
	for _, w := range table.Weights {
		sum += w
	}
	if fmt.Sprintf("%.3f", sum) != "3.909" {
		t.Errorf("%v", table.Weights)
	}
	table, findings = readString(t, "role;w\na;1,034\nb;50%\na;1\n", src)
	wantKinds(t, findings, `note delimiter 0 ";" x1`, `error bad-weight 2 "1,034" x1`, `error bad-weight 3 "50%" x1`)
	if !slices.Equal(table.Weights, []float64{0, 0, 1}) {
		t.Errorf("%v", table.Weights)
	}
}
