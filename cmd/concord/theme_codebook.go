package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"concord/pipeline"
	"concord/pipeline/finding"
	"concord/pipeline/qda"
	"concord/pipeline/study"
	"concord/pipeline/theme"
	"concord/pipeline/wholefile"
)

const themeCodebookHelp = `concord theme codebook rename CONSULTATION OLD NEW [--note WHY]
concord theme codebook merge  CONSULTATION NEW OLD OLD … [--name NAME] [--note WHY]
concord theme codebook split  CONSULTATION OLD PARTS.yaml [--note WHY]
concord theme codebook retire CONSULTATION OLD [--note WHY]
concord theme codebook export CONSULTATION --format csv|yaml|qdc|taguette [--out FILE]
concord theme codebook import CONSULTATION FILE

Changes the codebook of a consultation, and keeps in it what was changed, so that
what people coded before is carried over: a theme renamed or merged is followed,
one retired is dropped, and comments on one that was split are judged again.
PARTS.yaml is a small codebook whose themes say which rules are theirs.

export writes the codebook as a table for a spreadsheet (csv), as concord's own
file, or for other programs (REFI-QDA .qdc, Taguette). import brings a table that
was changed in a spreadsheet back, or takes the codes of a .qdc, a .qdpx, a
codebook of Taguette (CSV) or MAXQDA (XLSX) as new themes beside those that are
there. A table (CSV or XLSX) with the columns id and name is concord's own: with an
error in it nothing is taken. One that changes nothing leaves the codebook as it is.

Comments in codebook.yaml stay where they stand; those that stood at a theme or a
rule that is gone are counted. The file before is kept under its version, such as
codebook.yaml.1.0.0.

For example: concord theme codebook export data/iapt-digital-2020 --format csv --out themes.csv
`

func themeCodebookCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme codebook", themeCodebookHelp)
	var note, name, path string
	var replace bool
	f.StringVar(&note, "note", "", "")
	f.StringVar(&name, "name", "", "")
	f.StringVar(&path, "out", "", "")
	f.BoolVar(&replace, "replace", false, "")
	format := f.choice("format", "csv", "yaml", "qdc", "taguette")
	rest, code, ok := f.parse(args, oneOrMore, out, errs)
	if !ok {
		return code
	}
	actions := map[string]int{"rename": 4, "merge": 5, "split": 4, "retire": 3, "export": 2, "import": 3}
	action := rest[0]
	want, known := actions[action]
	if !known {
		return report(errs, fmt.Errorf("there is no concord theme codebook %q. %s", action, finding.DidYouMean(action, []string{"rename", "merge", "split", "retire", "export", "import"})))
	}
	if len(rest) < want || (action != "merge" && len(rest) > want) {
		fmt.Fprintf(errs, "concord theme codebook %s: found %s, expected %d\n%s", action, plural(len(rest)-1, "argument", "arguments"), want-1, f.usage())
		return exitUnusable
	}
	s, cb, ok := openCodebook(rest[1], errs)
	if !ok {
		return exitUnusable
	}
	var next *theme.Codebook
	var findings []finding.Finding
	switch action {
	case "export":
		as, err := f.formatFor(path, *format, "csv", "yaml", "yaml=yml", "qdc", "taguette=csv")
		if err != nil {
			return report(errs, err)
		}
		data, err := codebookAs(cb, as)
		if err == nil {
			err = put(path, data, replace, out, s.Path(s.Codebook))
		}
		if err != nil {
			return report(errs, err)
		}
		return exitDone
	case "import":
		next, findings = importCodebook(cb, rest[2])
	case "rename":
		next, findings = cb.Rename(rest[2], rest[3], note)
	case "merge":
		next, findings = cb.Merge(rest[3:], rest[2], name, note)
	case "retire":
		next, findings = cb.Retire(rest[2], note)
	case "split":
		var parts *theme.Codebook
		if parts, findings = readParts(rest[3]); len(finding.Errors(findings)) == 0 {
			next, findings = cb.Split(rest[2], parts.Themes, note)
		}
	}
	printSome(errs, findings)
	if next == nil || len(finding.Errors(findings)) > 0 {
		fmt.Fprintln(errs, "concord: the codebook was left as it is.")
		return exitUnusable
	}
	if next.Version == cb.Version {
		fmt.Fprintf(out, "Nothing in %s differs from the codebook: %s was left as it is, at version %s.\n", rest[2], s.Codebook, cb.Version)
		return exitFor(findings)
	}
	kept, lost, err := writeCodebook(s, cb, next)
	if err != nil {
		return report(errs, err)
	}
	fmt.Fprintf(out, "%s is now version %s, with %s. The file before is kept as %s\n", s.Codebook, next.Version, plural(len(next.Themes), "theme", "themes"), kept)
	if lost > 0 {
		fmt.Fprintf(out, "%s in that file only, as what they stood beside is gone.\n", plural(lost, "line of comments is", "lines of comments are"))
	}
	return exitFor(findings)
}

// openCodebook reads the codebook of a consultation.
func openCodebook(path string, errs io.Writer) (*study.Study, *theme.Codebook, bool) {
	s, _, err := study.Load(path)
	if err != nil {
		report(errs, err)
		return nil, nil, false
	}
	if s.Codebook == "" {
		report(errs, fmt.Errorf("%s names no codebook", s.File))
		return nil, nil, false
	}
	file := s.Path(s.Codebook)
	data, err := readFile(file)
	if err != nil {
		report(errs, err)
		return nil, nil, false
	}
	cb, findings := theme.ReadCodebook(file, data)
	if len(finding.Errors(findings)) > 0 {
		printSome(errs, findings)
		return nil, nil, false
	}
	return s, cb, true
}

// writeCodebook puts a codebook in the place of the consultation's. The file
// before is kept beside it under its version, and lost is how many lines of
// comments are in that file only.
func writeCodebook(s *study.Study, was, now *theme.Codebook) (kept string, lost int, err error) {
	file := s.Path(s.Codebook)
	before, err := readFile(file)
	if err != nil {
		return "", 0, err
	}
	data, lost, err := now.MarshalOver(before)
	if err != nil {
		return "", 0, err
	}
	kept, err = keepBefore(s.Codebook, s.Path, cmp.Or(was.Version, "0"), before)
	if err != nil {
		return "", 0, err
	}
	return kept, lost, wholefile.Write(file, data)
}

// keepBefore keeps what a file held under its name and version, and a number where
// that version was kept already with other words, so that no copy takes the place
// of another. It gives the name of the copy.
func keepBefore(name string, path func(string) string, version string, data []byte) (string, error) {
	for n := 1; ; n++ {
		kept := name + "." + version
		if n > 1 {
			kept += fmt.Sprintf("-%d", n)
		}
		there, err := os.ReadFile(path(kept))
		switch {
		case err == nil && bytes.Equal(there, data):
			return kept, nil
		case errors.Is(err, fs.ErrNotExist):
			return kept, wholefile.Write(path(kept), data)
		case err != nil:
			return "", err
		}
	}
}

func codebookAs(cb *theme.Codebook, format string) ([]byte, error) {
	switch format {
	case "csv":
		return cb.CSV()
	case "qdc":
		return qda.WriteCodebook(qda.FromCodebook(cb, "concord "+pipeline.Version))
	case "taguette":
		return qda.WriteTaguette(qda.FromCodebook(cb, "concord "+pipeline.Version))
	}
	return cb.Marshal()
}

func readParts(path string) (*theme.Codebook, []finding.Finding) {
	data, err := readFile(path)
	if err != nil {
		return nil, []finding.Finding{{Severity: finding.Error, Kind: "cannot-read", File: path, Message: err.Error()}}
	}
	return theme.ReadCodebook(path, data)
}

// importCodebook brings a table or the codes of another program into a codebook.
// A table of concord's own is never read as another program's: with an error in it,
// nothing is taken.
func importCodebook(cb *theme.Codebook, path string) (*theme.Codebook, []finding.Finding) {
	data, err := readFile(path)
	if err != nil {
		return nil, []finding.Finding{{Severity: finding.Error, Kind: "cannot-read", File: path, Message: err.Error()}}
	}
	if theme.IsTable(data) {
		return withTable(cb, path, data)
	}
	p, findings := qda.Read(path, data)
	if len(finding.Errors(findings)) == 0 {
		return besides(cb, p, path, findings)
	}
	if strings.EqualFold(filepath.Ext(path), ".csv") {
		return withTable(cb, path, data)
	}
	return nil, findings
}

func withTable(cb *theme.Codebook, path string, data []byte) (*theme.Codebook, []finding.Finding) {
	table, findings := theme.ReadTable(path, data)
	if len(finding.Errors(findings)) > 0 {
		return nil, findings
	}
	next, more := cb.WithTable(table)
	for i := range more {
		more[i].File = path
	}
	return next, append(findings, more...)
}

// besides adds the codes of a project to a codebook, beside the themes that it
// has; a theme that has the code's name stays as it is.
func besides(cb *theme.Codebook, p qda.Project, path string, findings []finding.Finding) (*theme.Codebook, []finding.Finding) {
	from, _, more := p.Themes(path, cb)
	findings = append(findings, more...)
	if len(finding.Errors(findings)) > 0 || from == nil {
		return nil, findings
	}
	table, err := cb.CSV()
	if err != nil {
		return nil, append(findings, finding.Finding{Severity: finding.Error, Kind: "codebook", File: path, Message: err.Error()})
	}
	both, _ := theme.ReadTable(path, table)
	added := 0
	for _, t := range from.Themes {
		if cb.Theme(t.ID) == nil {
			both.Themes = append(both.Themes, t)
			added++
		}
	}
	if added == 0 {
		return nil, append(findings, finding.Finding{Severity: finding.Error, Kind: "nothing-new", File: path, Message: "the codebook has every code of this file already"})
	}
	next, last := cb.WithTable(both)
	return next, append(findings, last...)
}
