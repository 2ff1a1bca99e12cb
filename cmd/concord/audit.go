package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"concord/pipeline"
	"concord/pipeline/audit"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

const auditHelp = `concord audit FILE [--data CONSULTATION] [--format text|json]

Looks whether printed figures can be right. FILE is a transcript of them (YAML or
CSV) or the report itself: text, Markdown, HTML or a Word document. Of a PDF file
make text first: pdftotext -layout FILE.pdf.

Each finding is one of three:
  certain               it cannot be, however it was rounded
  convention-dependent  it can be, by a rounding that the others do not follow
  base-not-stated       it can be, of people whom the text does not tell of
None says how a figure came to be printed.

  --data CONSULTATION  counts the answers too, and says of each printed number
                       whether they give it: exactly, under another base or
                       rounding or in another column, or not; and which table,
                       subgroup or row of a transcript it does not have
  --format F           text, or json: a list of objects

Exits with 0 when nothing was found, 1 when there are findings, 2 when the file
cannot be used.

For example: concord audit data/iapt-digital-2020/published.yaml
`

func auditCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("audit", auditHelp)
	var data string
	f.StringVar(&data, "data", "", "")
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	content, err := readPrinted(rest[0])
	if err != nil {
		return report(errs, err)
	}
	source, inputFindings := audit.Open(rest[0], content)
	// A CSV file whose columns the consultation names is not in the columns of audit.
	named := data != "" && isPublished(data, rest[0])
	if len(finding.Errors(inputFindings)) > 0 && !named {
		printFindings(errs, inputFindings)
		return exitUnusable
	}
	if !named {
		printFindings(errs, inputFindings)
	}
	var against comparison
	if data != "" {
		if against, err = heldAgainst(ctx, source, data, named); err != nil {
			return report(errs, err)
		}
	}
	printFindings(errs, against.unknown)
	var found []audit.Finding
	figures := 0
	if len(finding.Errors(inputFindings)) == 0 {
		source.Document.Weighted = source.Document.Weighted || against.weighted
		found, figures = audit.Examine(source.Document), source.Document.Figures()
	}
	if *format == "json" {
		err = writeJSON(out, auditRows(found, against, rest[0]))
	} else {
		if figures > 0 || !named {
			err = printAudit(out, found, source.Document, rest[0])
		} else {
			_, err = fmt.Fprintf(out, "%s: the consultation says what its columns are, so it was only held against the data.\n", finding.Finding{File: rest[0]}.Place())
		}
		if err == nil && data != "" {
			err = printCells(out, against.cells, against.unmatched)
		}
	}
	if err != nil {
		return report(errs, err)
	}
	if len(found) > 0 || len(against.unknown) > 0 || amiss(against.cells) > 0 {
		return exitFindings
	}
	return exitDone
}

// largestReport is the size of file that a report or a transcript may have.
const largestReport = 64 << 20

// readPrinted reads a whole file of printed figures.
func readPrinted(path string) ([]byte, error) {
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file", path)
	}
	if err != nil {
		return nil, err
	}
	defer in.Close()
	if info, err := in.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; give the file in it", path)
	}
	data, err := io.ReadAll(io.LimitReader(in, largestReport+1))
	if err != nil {
		return nil, fmt.Errorf("%s could not be read: %w", path, err)
	}
	if len(data) > largestReport {
		return nil, fmt.Errorf("%s is larger than %d MiB; give the part with the figures", path, largestReport>>20)
	}
	return data, nil
}

// printAudit writes the findings for people to read.
func printAudit(w io.Writer, found []audit.Finding, d *audit.Document, file string) error {
	var b strings.Builder
	figures := d.Figures()
	n := map[audit.Level]int{}
	for _, f := range found {
		n[f.Level]++
		where := finding.Finding{File: f.File, Line: f.Line, Column: f.Column}.Place()
		if f.Section != "" {
			where += " (" + f.Section + ")"
		}
		fmt.Fprintf(&b, "%s  %s\n  %s\n", where, f.Level, f.Message)
		var printed []string
		for i, m := range f.Figures {
			if i == 8 {
				printed = append(printed, fmt.Sprintf("and %d more", len(f.Figures)-i))
				break
			}
			printed = append(printed, onpage.Short(m.Text, 60))
		}
		fmt.Fprintf(&b, "  Printed: %s\n", strings.Join(printed, "; "))
		if f.Arithmetic != "" {
			fmt.Fprintf(&b, "  %s\n", f.Arithmetic)
		}
		if c := f.Chance; c != nil {
			fmt.Fprintf(&b, "  By chance: %s.\n", c)
		}
		b.WriteString("\n")
	}
	place := finding.Finding{File: file}.Place()
	if len(found) == 0 {
		fmt.Fprintf(&b, "%s: nothing found in %s.\n", place, plural(figures, "figure", "figures"))
	} else {
		var parts []string
		for _, level := range audit.Levels {
			parts = append(parts, fmt.Sprintf("%d %s", n[level], level))
		}
		fmt.Fprintf(&b, "%s: %s in %s: %s.\n", place, plural(len(found), "finding", "findings"), plural(figures, "figure", "figures"), strings.Join(parts, ", "))
	}
	if d.Weighted {
		b.WriteString("The percentages are weighted, so they were not held against counts of people.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// outcome is what a status says of a printed number.
var outcome = map[audit.Status]string{
	audit.Reproduced: "exact", audit.Otherwise: "exact under another base, rounding or column", audit.NotReproduced: "irreproducible",
	audit.Impossible: "irreproducible, from any data", audit.NotInData: "not in the data", audit.NotCounted: "not a count of answers",
}

// amiss counts the numbers that the data do not give as they are printed.
func amiss(cells []audit.Result) int {
	n := 0
	for _, c := range cells {
		if c.Status == audit.Otherwise || c.Status == audit.NotReproduced || c.Status == audit.Impossible {
			n++
		}
	}
	return n
}

// printCells writes what the data say of the printed numbers: those that they do
// not give as printed one by one, and how many there are of each kind.
func printCells(w io.Writer, cells []audit.Result, unmatched int) error {
	var b strings.Builder
	b.WriteString("\nHeld against the data:\n")
	for _, c := range cells {
		if c.Status != audit.Otherwise && c.Status != audit.NotReproduced && c.Status != audit.Impossible {
			continue
		}
		fmt.Fprintf(&b, "  %s, %s: %s printed %s", onpage.Clean(c.Set), onpage.Short(onpage.Clean(c.Row), 60), c.What, onpage.Clean(c.Printed))
		if c.Ours != "" {
			fmt.Fprintf(&b, ", counted %s", onpage.Clean(c.Ours))
		}
		fmt.Fprintf(&b, ": %s", outcome[c.Status])
		if c.Why != "" {
			fmt.Fprintf(&b, " (%s)", onpage.Clean(c.Why))
		}
		b.WriteString("\n")
	}
	var parts []string
	for i, n := range audit.Tally(cells, "") {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, outcome[audit.Statuses[i]]))
		}
	}
	if len(parts) == 0 {
		parts = []string{"none of them is in a table"}
	}
	fmt.Fprintf(&b, "%s: %s.\n", plural(len(cells), "printed number", "printed numbers"), strings.Join(parts, ", "))
	if unmatched > 0 {
		fmt.Fprintf(&b, "%s in the text name no rows of a table here and were not held against the data.\n", plural(unmatched, "group of figures", "groups of figures"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The objects of the JSON list. Check is "figures" for what the figures alone say,
// "names" for a name that the consultation does not have, "data" for a printed
// number beside the data's.
type (
	figuresRow struct {
		Check string `json:"check"`
		audit.Finding
	}
	namesRow struct {
		Check string `json:"check"`
		finding.Finding
	}
	cellRow struct {
		Check    string       `json:"check"`
		Set      string       `json:"set"`
		Place    string       `json:"place,omitempty"`
		Table    string       `json:"table,omitempty"`
		Subgroup string       `json:"subgroup,omitempty"`
		Row      string       `json:"row"`
		What     string       `json:"what"`
		Printed  string       `json:"printed"`
		Counted  string       `json:"counted,omitempty"`
		Status   audit.Status `json:"status"`
		Outcome  string       `json:"outcome"`
		Why      string       `json:"why,omitempty"`
	}
)

func auditRows(found []audit.Finding, against comparison, file string) []any {
	out := []any{}
	for _, f := range found {
		f.File = file
		out = append(out, figuresRow{"figures", f})
	}
	for _, f := range against.unknown {
		out = append(out, namesRow{"names", f})
	}
	for _, c := range against.cells {
		out = append(out, cellRow{"data", c.Set, c.Place, c.Table, c.Subgroup, c.Row, c.What, c.Printed, c.Ours, c.Status, outcome[c.Status], c.Why})
	}
	return out
}

// isPublished tells whether a file is the transcript that a consultation names.
func isPublished(consultation, file string) bool {
	s, _, err := study.Load(consultation)
	if err != nil || s.Published == nil || s.Published.File == "" {
		return false
	}
	a, err1 := os.Stat(s.Path(s.Published.File))
	b, err2 := os.Stat(file)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// comparison is printed figures held against the answers of a consultation.
type comparison struct {
	cells []audit.Result
	// unknown are names in a transcript that the consultation does not have.
	unknown []finding.Finding
	// unmatched is how many groups of figures of a text no table has.
	unmatched int
	weighted  bool
}

// heldAgainst counts the answers of a consultation and holds printed figures
// against them.
func heldAgainst(ctx context.Context, source *audit.Source, consultation string, own bool) (comparison, error) {
	var c comparison
	var compared *audit.Published
	cells, tables, err := pipeline.Against(ctx, consultation, 0, func(named *audit.Published, tables []tabulate.Table) *audit.Published {
		switch {
		case own:
			compared = named
		case source.Published != nil:
			compared = source.Published
		default:
			compared, c.unmatched = audit.Match(source.Document, tables)
		}
		return compared
	})
	if err != nil {
		return c, err
	}
	c.cells = cells
	if !own {
		audit.OtherColumns(cells, compared, tables)
	}
	if s, _, err := study.Load(consultation); err == nil {
		c.unknown = audit.Unknown(compared, s, tables)
	}
	for i := range tables {
		c.weighted = c.weighted || tables[i].Weighted
	}
	return c, nil
}
