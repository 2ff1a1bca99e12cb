package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/study"
	"concord/pipeline/theme"
)

const evidenceHelp = `concord evidence COMMAND …

Works on the evidence register of a consultation: the reports, articles and other
publications on its subject, coded by the same codebook as comments, so that a
theme and an amendment can cite literature beside what people said.

  import FILE         reads the text of an evidence brief into a register
  list REGISTER       the entries, all of them or those on one theme
  show REGISTER ID    one entry, with the words that made it belong to themes

REGISTER is a register's file (YAML), or the folder of a consultation whose
consultation.yaml names one under "evidence".

An evidence brief that is a PDF or a Word file: save it as plain text first (from
a PDF: pdftotext FILE.pdf).

` + "`concord evidence COMMAND --help` says more. For example: concord evidence list data/iapt-digital-2020/evidence.yaml\n"

var evidenceCommands = []command{
	{"import", "", evidenceImportCommand},
	{"list", "", evidenceListCommand},
	{"show", "", evidenceShowCommand},
}

func evidenceCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	return choose(ctx, "concord evidence", evidenceHelp, evidenceCommands, args, out, errs)
}

const evidenceImportHelp = `concord evidence import FILE [--fill REGISTER] [--out REGISTER.yaml]

Reads the text of an evidence brief: a list of contents; sections, each under one
of its headings; in them entries, each a title, lines such as "Item Type:",
"Authors:", "Source:" and "Publication date:", and an abstract. Abstracts that a
page cut in two are put together again. Prints the register, or writes it.

  --fill REGISTER      begin with this register and fill in what is blank in it,
                       such as the abstracts; nothing in it is changed
  --out REGISTER.yaml  write it there; it is printed when not given

What was left out or is doubtful is said with its line. A text of another layout
is refused, with the line that stopped the reading. Exits with 1 when there are
warnings.

For example: concord evidence import brief.txt --fill data/iapt-digital-2020/evidence.yaml --out evidence.yaml
`

func evidenceImportCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("evidence import", evidenceImportHelp)
	var fill, path string
	f.StringVar(&fill, "fill", "", "")
	f.StringVar(&path, "out", "", "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	if path != "" && !sameFile(path, fill) {
		if _, err := os.Lstat(path); err == nil {
			return report(errs, fmt.Errorf("%s is there already. To keep what is in it and fill in the rest, add --fill %s; or give --out another name. Nothing was written", path, path))
		}
	}
	data, err := readFile(rest[0])
	if err != nil {
		return report(errs, err)
	}
	reg, findings := evidence.Import(rest[0], data)
	printSome(errs, findings)
	if bad := finding.Errors(findings); len(bad) > 0 {
		fmt.Fprintf(errs, "concord: %s was not imported: %s. Nothing was written.\n", rest[0], plural(len(bad), "error", "errors"))
		return exitUnusable
	}
	told := ""
	if fill != "" {
		base, ok := openRegister(fill, errs)
		if !ok {
			return exitUnusable
		}
		var filled, added int
		reg, filled, added = evidence.Fill(base, reg)
		told = fmt.Sprintf("Filled in %s and added %d.\n", plural(filled, "entry", "entries"), added)
	}
	text, err := reg.Marshal()
	if err != nil {
		return report(errs, err)
	}
	if path == "" {
		if _, err := out.Write(text); err != nil {
			return report(errs, err)
		}
		return exitFor(findings)
	}
	if err := writeNew(path, text, true, rest[0]); err != nil {
		return report(errs, err)
	}
	fmt.Fprintf(out, "%s\n%sWritten to %s. Next: concord evidence list %s\n", evidenceCounts(reg.Entries), told, path, path)
	return exitFor(findings)
}

// sameFile tells whether two paths lead to one file that is there.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// evidenceCounts says how many entries there are, and of which types.
func evidenceCounts(entries []evidence.Entry) string {
	counts := map[string]int{}
	var types []string
	for i := range entries {
		name := cmp.Or(entries[i].Type, "no type")
		if counts[name]++; counts[name] == 1 {
			types = append(types, name)
		}
	}
	slices.SortStableFunc(types, func(a, b string) int { return counts[b] - counts[a] })
	parts := make([]string, len(types))
	for i, name := range types {
		parts[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	return printable(plural(len(entries), "entry", "entries") + ": " + strings.Join(parts, ", "))
}

const evidenceListHelp = `concord evidence list REGISTER|CONSULTATION [--theme T] [--type T] [--codebook FILE] [--format text|json|csv]

Lists the entries of an evidence register: all of them in the register's order, or
those that speak of one theme, most often first, with the words found.

  --theme T        only entries on this theme, by its id in the codebook
  --type T         only entries of this type, such as "journal article"
  --codebook FILE  the codebook of the themes; of a consultation it is its own
  --format F       text, json or csv

For example: concord evidence list data/iapt-digital-2020/evidence.yaml --type "role profile"
`

// evidenceRow is an entry as list gives it to other programs.
type evidenceRow struct {
	ID        string   `csv:"id" json:"id"`
	Title     string   `csv:"title" json:"title"`
	Authors   string   `csv:"authors" json:"authors"` // with a semicolon between
	Year      *int     `csv:"year" json:"year"`       // nil where not known
	Published string   `csv:"published" json:"published"`
	Type      string   `csv:"type" json:"type"`
	Journal   string   `csv:"journal" json:"journal"`
	Volume    string   `csv:"volume" json:"volume"`
	Pages     string   `csv:"pages" json:"pages"`
	Source    string   `csv:"source" json:"source"`
	Section   string   `csv:"section" json:"section"`
	Access    string   `csv:"access" json:"access"`
	URL       string   `csv:"url" json:"url"`
	Summary   string   `csv:"summary" json:"summary"`
	Theme     string   `csv:"theme" json:"theme"`
	Hits      int      `csv:"hits" json:"hits"`
	Words     string   `csv:"words" json:"-"` // with a semicolon between
	WordList  []string `csv:"-" json:"words"`
}

func evidenceListCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("evidence list", evidenceListHelp)
	var themeID, kind, codebook string
	f.StringVar(&themeID, "theme", "", "")
	f.StringVar(&kind, "type", "", "")
	f.StringVar(&codebook, "codebook", "", "")
	format := f.choice("format", "text", "json", "csv")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	at, err := locateRegister(rest[0])
	if err != nil {
		return report(errs, err)
	}
	reg, ok := openRegister(at.register, errs)
	if !ok {
		return exitUnusable
	}
	citations, err := onTheme(reg, themeID, cmp.Or(codebook, at.codebook), errs)
	if err != nil {
		return report(errs, err)
	}
	if kind != "" {
		if citations, err = ofType(reg, citations, kind); err != nil {
			return report(errs, err)
		}
	}
	rows := make([]evidenceRow, len(citations))
	for i, c := range citations {
		e, _ := reg.ByID(c.Entry)
		rows[i] = rowOf(e, themeID, c)
	}
	switch *format {
	case "json":
		err = writeJSON(out, rows)
	case "csv":
		err = sheet.Write(out, rows)
	default:
		err = listText(out, &reg, rows)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

func rowOf(e *evidence.Entry, themeID string, c evidence.Citation) evidenceRow {
	authors := e.Authors
	if e.MoreAuthors {
		authors = append(slices.Clone(authors), "et al.")
	}
	row := evidenceRow{
		ID: e.ID, Title: e.Title, Authors: strings.Join(authors, "; "), Published: e.Published, Type: e.Type, Journal: e.Journal,
		Volume: e.Volume, Pages: e.Pages, Source: e.Source, Section: e.Section, Access: e.Access, URL: e.URL, Summary: e.Summary,
		Theme: themeID, Hits: c.Hits, Words: strings.Join(c.Words, "; "), WordList: append([]string{}, c.Words...),
	}
	if e.Year != 0 {
		row.Year = &e.Year
	}
	return row
}

// listText prints entries for a person: one line each, and the words found below.
func listText(out io.Writer, reg *evidence.Register, rows []evidenceRow) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(out, "No entry.")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	listed := make([]evidence.Entry, len(rows))
	for i, row := range rows {
		e, _ := reg.ByID(row.ID)
		listed[i] = *e
		year := "no date"
		if row.Year != nil {
			year = fmt.Sprint(*row.Year)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", printable(row.ID), year, printable(row.Type), printable(shortened(row.Title, 90)))
		if row.Hits > 0 {
			// A tabwriter begins its columns anew after a line without tabs.
			fmt.Fprintf(w, "\t\t\t  %s: %s\n", plural(row.Hits, "time", "times"), printable(strings.Join(row.WordList, ", ")))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%s\n", evidenceCounts(listed))
	return err
}

// shortened cuts a text after so many characters, and says so with dots.
func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// onTheme gives the entries of one theme; of no theme, all of them.
func onTheme(reg evidence.Register, themeID, codebook string, errs io.Writer) ([]evidence.Citation, error) {
	if themeID == "" {
		out := make([]evidence.Citation, len(reg.Entries))
		for i := range reg.Entries {
			out[i].Entry = reg.Entries[i].ID
		}
		return out, nil
	}
	if codebook == "" {
		return nil, fmt.Errorf("--theme %s: the themes are those of a codebook; add --codebook FILE", themeID)
	}
	cb, codings, err := codeRegister(reg, codebook, errs)
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range cb.Themes {
		ids = append(ids, cb.Themes[i].ID)
	}
	if !slices.Contains(ids, themeID) {
		return nil, fmt.Errorf("--theme %s: %s has no such theme. %s", themeID, codebook, finding.DidYouMean(themeID, ids))
	}
	return evidence.Citing(evidence.ByTheme(reg, cb, codings), []string{themeID}), nil
}

// ofType keeps the entries of one type.
func ofType(reg evidence.Register, citations []evidence.Citation, kind string) ([]evidence.Citation, error) {
	var types []string
	of := map[string]string{}
	for i := range reg.Entries {
		name := reg.Entries[i].Type
		of[reg.Entries[i].ID] = name
		if !slices.Contains(types, name) {
			types = append(types, name)
		}
	}
	if !slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, kind) }) {
		return nil, fmt.Errorf("--type %q: no entry is of this type. %s", kind, finding.DidYouMean(kind, types))
	}
	return slices.DeleteFunc(citations, func(c evidence.Citation) bool { return !strings.EqualFold(of[c.Entry], kind) }), nil
}

const evidenceShowHelp = `concord evidence show REGISTER|CONSULTATION ID [--codebook FILE]

Shows one entry of an evidence register. With a codebook, which a consultation
names itself, the words that made it belong to a theme stand in square brackets,
with the theme after them.

For example: concord evidence show data/iapt-digital-2020/evidence.yaml worrell-2018-supervision --codebook data/iapt-digital-2020/codebook.yaml
`

func evidenceShowCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("evidence show", evidenceShowHelp)
	var codebook string
	f.StringVar(&codebook, "codebook", "", "")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	at, err := locateRegister(rest[0])
	if err != nil {
		return report(errs, err)
	}
	reg, ok := openRegister(at.register, errs)
	if !ok {
		return exitUnusable
	}
	e, ok := reg.ByID(rest[1])
	if !ok {
		var ids []string
		for i := range reg.Entries {
			ids = append(ids, reg.Entries[i].ID)
		}
		return report(errs, fmt.Errorf("%s has no entry %q. %s", at.register, rest[1], finding.DidYouMean(rest[1], ids)))
	}
	var cb *theme.Codebook
	var codings []evidence.Coding
	if codebook = cmp.Or(codebook, at.codebook); codebook != "" {
		one := evidence.Register{Entries: []evidence.Entry{*e}}
		if cb, codings, err = codeRegister(one, codebook, errs); err != nil {
			return report(errs, err)
		}
	}
	if _, err := io.WriteString(out, entryText(e, cb, codings)); err != nil {
		return report(errs, err)
	}
	return exitDone
}

// entryText is one entry for a person to read. cb is nil where nothing was coded.
func entryText(e *evidence.Entry, cb *theme.Codebook, codings []evidence.Coding) string {
	var b strings.Builder
	mark := func(where evidence.Where, text string) string {
		var here []evidence.Coding
		for _, c := range codings {
			if c.Where == where {
				here = append(here, c)
			}
		}
		return evidence.Mark(text, here)
	}
	fmt.Fprintf(&b, "%s\n%s\n\n", e.ID, mark(evidence.InTitle, e.Title))
	for _, line := range [][2]string{
		{"Reference", e.Full()}, {"Type", e.Type}, {"Published", e.Published}, {"Source", e.Source}, {"Section", e.Section}, {"Look at", e.See}, {"Access", e.Access},
	} {
		if line[1] != "" {
			fmt.Fprintf(&b, "  %-11s%s\n", line[0], line[1])
		}
	}
	if e.Summary != "" {
		fmt.Fprintf(&b, "\nSummary\n%s\n", mark(evidence.InSummary, e.Summary))
	}
	if e.Abstract != "" {
		fmt.Fprintf(&b, "\nAbstract\n%s\n", mark(evidence.InAbstract, e.Abstract))
	}
	if cb != nil {
		list := evidence.ByTheme(evidence.Register{Entries: []evidence.Entry{*e}}, cb, codings)
		b.WriteString("\nThemes\n")
		if len(list) == 0 {
			b.WriteString("  none\n")
		}
		for _, l := range list {
			c := l.Citations[0]
			fmt.Fprintf(&b, "  %s: %s: %s\n", l.Theme, plural(c.Hits, "time", "times"), strings.Join(c.Words, ", "))
		}
	}
	return printable(b.String())
}

// registerAt says where a register lies, and the codebook that goes with it.
type registerAt struct{ register, codebook string }

// locateRegister finds the register that a person names: the file itself, or the
// one that a consultation names.
func locateRegister(path string) (registerAt, error) {
	info, err := os.Stat(path)
	if err != nil {
		return registerAt{}, fmt.Errorf("%s: there is no such file or folder", path)
	}
	if !info.IsDir() && filepath.Base(path) != study.FileName {
		return registerAt{register: path}, nil
	}
	// What else is wrong with the consultation does not matter here.
	s, _, err := study.Load(path)
	if err != nil {
		return registerAt{}, err
	}
	if s.Evidence == "" {
		return registerAt{}, fmt.Errorf("%s names no evidence register. Add a line to it, such as \"evidence: evidence.yaml\", or give the register's own file", s.File)
	}
	at := registerAt{register: s.Path(s.Evidence)}
	if s.Codebook != "" {
		at.codebook = s.Path(s.Codebook)
	}
	return at, nil
}

// openRegister reads a register and says what is wrong with it; ok is false where
// it cannot be used.
func openRegister(path string, errs io.Writer) (reg evidence.Register, ok bool) {
	data, err := readFile(path)
	if err != nil {
		fmt.Fprintf(errs, "concord: %v\n", err)
		return reg, false
	}
	reg, findings := evidence.Read(path, data)
	printSome(errs, findings)
	if bad := finding.Errors(findings); len(bad) > 0 {
		fmt.Fprintf(errs, "concord: %s cannot be used as it is: %s.\n", path, plural(len(bad), "error", "errors"))
		return reg, false
	}
	return reg, true
}

// codeRegister codes a register with the codebook in a file.
func codeRegister(reg evidence.Register, path string, errs io.Writer) (*theme.Codebook, []evidence.Coding, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, nil, err
	}
	cb, findings := theme.ReadCodebook(path, data)
	if bad := finding.Errors(findings); len(bad) > 0 {
		printSome(errs, bad)
		return nil, nil, fmt.Errorf("the codebook %s cannot be used as it is: %s", path, plural(len(bad), "error", "errors"))
	}
	tagger, err := theme.NewTagger(cb)
	if err != nil {
		return nil, nil, err
	}
	return cb, evidence.Code(reg, tagger, 1), nil
}

// printable takes out what could make a terminal do something: a register may
// come from anybody.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return '\uFFFD'
		}
		return r
	}, s)
}
