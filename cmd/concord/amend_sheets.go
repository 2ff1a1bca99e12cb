package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/disposition"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/workbook"
)

// outgoing are the forms in which a docket goes out, with the formats of each,
// the usual one first.
var outgoing = []struct {
	name, about string
	formats     []string
}{
	{"ballot", "a sheet in which one member votes (--member ID)", []string{"xlsx", "csv"}},
	{"decisions", "a sheet in which the chair writes down what is decided", []string{"xlsx", "csv"}},
	{"dispositions", "a row for each amendment, in the columns of the ISO commenting template", []string{"docx", "xlsx", "csv", "md"}},
	{"comments", "the same, a row for each comment: personal data", []string{"docx", "xlsx", "csv", "md"}},
	{"you-said", "what people said by theme, and what became of it", []string{"md", "html"}},
	{"issue", "one amendment for a discussion on GitHub (--amendment ID)", []string{"md"}},
	{"fhir", "one amendment as FHIR R5 ArtifactAssessment (--amendment ID)", []string{"json"}},
	{"minutes", "what was done on a day (--day 2020-11-20; the last when not given)", []string{"md"}},
}

const amendExportHelp = `concord amend export CONSULTATION WHAT [--format F] [--out FILE]

Writes the docket, or part of it, in a form for others:

%s
  --format F      docx, xlsx, csv, md, html or json; the first named when not given
  --quotes FILE   of issue and fhir: a text with the ids of the comments that may be
                  published, one a line; the words of others do not go out
  --out FILE      write it there; it is printed when not given. A file that is there
                  already is replaced with --replace only

For example: concord amend export data/iapt-digital-2020 dispositions --format csv
`

func amendExportCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	var list strings.Builder
	var names []string
	for _, o := range outgoing {
		fmt.Fprintf(&list, "  %-13s %s\n  %-13s (%s)\n", o.name, o.about, "", strings.Join(o.formats, ", "))
		names = append(names, o.name)
	}
	f := newFlags("amend export", fmt.Sprintf(amendExportHelp, list.String()))
	var format, path, member, id, day, quotes string
	var replace bool
	f.StringVar(&format, "format", "", "")
	f.StringVar(&path, "out", "", "")
	f.StringVar(&member, "member", "", "")
	f.StringVar(&id, "amendment", "", "")
	f.StringVar(&day, "day", "", "")
	f.StringVar(&quotes, "quotes", "", "")
	f.BoolVar(&replace, "replace", false, "")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	at := slices.Index(names, rest[1])
	if at < 0 {
		return report(errs, fmt.Errorf("there is nothing to export that is called %q. %s", rest[1], finding.DidYouMean(rest[1], names)))
	}
	if format == "" {
		format = outgoing[at].formats[0]
	}
	if !slices.Contains(outgoing[at].formats, format) {
		return report(errs, fmt.Errorf("%s goes out as %s, not as %s", rest[1], strings.Join(outgoing[at].formats, ", "), format))
	}
	if (format == "xlsx" || format == "docx") && path == "" {
		return report(errs, fmt.Errorf("a file of this kind cannot be printed; give --out FILE.%s", format))
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	quotable, err := clearedBy(quotes)
	if err != nil {
		return report(errs, err)
	}
	quotable.tellUncited(d, errs)
	var data []byte
	switch rest[1] {
	case "ballot":
		if member == "" {
			return report(errs, errors.New("say whose ballot it is as --member ID"))
		}
		var s *decide.Sheet
		if s, err = d.Log.Ballot(d.Amendments(), member); err == nil {
			data, err = sheetAs(s, format)
		}
	case "decisions":
		data, err = sheetAs(d.Log.DecisionSheet(d.Amendments()), format)
	case "dispositions", "comments":
		data, err = dispositionsAs(d, d.DispositionRows(rest[1] == "comments"), format, out)
	case "you-said":
		var c *pipeline.Comments
		if c, err = pipeline.ReadComments(ctx, rest[0], 0); err == nil && c.Codebook == nil {
			err = fmt.Errorf("%s names no codebook, so nothing was sorted by theme", c.Study.File)
		}
		if err == nil {
			answer := d.Answer(c, d.Applied())
			if data = []byte(answer.Markdown()); format == "html" {
				html, failed := answer.HTML()
				data, err = []byte(html), failed
			}
		}
	case "issue", "fhir":
		if err = knownAmendment(d, id); id == "" {
			err = errors.New("say which amendment as --amendment ID")
		}
		if err == nil && rest[1] == "issue" {
			title, text := disposition.Issue(issueOf(d, d.Amendment(id), quotable))
			data = []byte("# " + title + "\n\n" + text)
		} else if err == nil {
			data, err = d.Assessment(d.Amendment(id), quotable.unit, d.Applied()).FHIR()
		}
	case "minutes":
		days := d.Log.Days()
		if day == "" && len(days) > 0 {
			day = days[len(days)-1]
		}
		if data = []byte(d.Log.Minutes(day, d.Amendments())); len(data) == 0 {
			err = fmt.Errorf("nothing was recorded on %q; the days are: %s", day, strings.Join(days, ", "))
		}
	}
	if err == nil {
		err = put(path, data, replace, out, d.DocketPath, d.LogPath)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// cleared are the ids of the comments whose words may be published.
type cleared struct {
	path string
	ids  []string
	is   map[string]bool
}

// clearedBy reads which comments may be published.
func clearedBy(path string) (*cleared, error) {
	c := &cleared{path: path, is: map[string]bool{}}
	if path != "" {
		data, err := readFile(path)
		if err != nil {
			return nil, err
		}
		for _, id := range strings.Fields(string(data)) {
			if !c.is[id] {
				c.ids = append(c.ids, id)
			}
			c.is[id] = true
		}
	}
	return c, nil
}

func (c *cleared) unit(id string) bool { return c.is[id] }

// mostUncited is how many ids are told that no amendment cites.
const mostUncited = 5

// tellUncited warns of ids that clear nothing, since nothing in the docket has them.
func (c *cleared) tellUncited(d *pipeline.Deciding, errs io.Writer) {
	cited := map[string]bool{}
	for i := range d.Docket.Amendments {
		for _, e := range d.Docket.Amendments[i].Evidence {
			cited[e.Unit] = true
		}
	}
	uncited := slices.DeleteFunc(slices.Clone(c.ids), func(id string) bool { return cited[id] })
	if len(uncited) == 0 {
		return
	}
	more := ""
	if n := len(uncited) - mostUncited; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	fmt.Fprintf(errs, "concord: warning: %s in %s, and no amendment cites them: %s%s\n", plural(len(uncited), "id is", "ids are"), c.path, onpage.Clean(strings.Join(uncited[:min(len(uncited), mostUncited)], ", ")), more)
}

// wordings say whose words a proposed text is.
var wordings = map[amend.WordingSource]string{
	amend.FromNote: "those of the codebook's drafting note", amend.FromCommenter: "the commenters' own", amend.FromGroup: "the group's own",
}

// issueOf is an amendment as people discuss it, with the words decided where they
// are other than those proposed.
func issueOf(d *pipeline.Deciding, a *amend.Amendment, c *cleared) disposition.Proposal {
	p := d.Proposal(a, c.unit)
	p.Title, p.Wording = "", wordings[a.Wording]
	decision := d.Standings()[a.ID].Decision
	if decision == nil {
		return p
	}
	p.Meaning = decision.Meaning
	texts := []string{decision.Text}
	for _, part := range decision.Parts {
		texts = append(texts, part.Text)
	}
	if said := strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "” and “"); said != "" {
		p.Rationale = strings.TrimSpace("The words decided: “" + said + "”. " + p.Rationale)
	}
	return p
}

func sheetAs(s *decide.Sheet, format string) ([]byte, error) {
	if format == "csv" {
		return s.CSV()
	}
	return s.XLSX()
}

func dispositionsAs(d *pipeline.Deciding, rows []disposition.Row, format string, out io.Writer) ([]byte, error) {
	about := d.Framework.Title + ", version " + d.Framework.Version
	title := "Disposition of amendments: " + d.Study.Title
	switch format {
	case "csv":
		return disposition.CSV(rows)
	case "md":
		return []byte(disposition.List(title, about, rows)), nil
	case "docx":
		data, removed, err := disposition.DOCX(title, about, rows)
		if removed > 0 {
			fmt.Fprintf(out, "%s that Word cannot hold left out.\n", plural(removed, "character was", "characters were"))
		}
		return data, err
	}
	page, cut := disposition.Page(rows)
	if cut > 0 {
		fmt.Fprintf(out, "%s longer than a cell can hold, and cut.\n", plural(cut, "text was", "texts were"))
	}
	var b bytes.Buffer
	err := workbook.Write(&b, []workbook.Page{page})
	return b.Bytes(), err
}

const amendImportHelp = `concord amend import CONSULTATION FILE [--what votes|decisions|comments]

Brings back a ballot or a sheet of decisions that somebody filled in, or adds to the
docket the comments of a table that others sent, in the columns of the ISO commenting
template (Word, Excel, CSV or YAML). What it is follows from its columns.

Every row is checked; with an error nothing is taken. Importing a file twice adds
nothing. Of a table of comments, the decisions that it may hold are shown and not
recorded: only the group decides.
` + whoHelp + `
For example: concord amend import my-consultation anna.xlsx --by anna
`

func amendImportCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend import", amendImportHelp)
	what := f.choice("what", "", "votes", "decisions", "comments")
	w := f.who()
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	data, err := readFile(rest[1])
	if err != nil {
		return report(errs, err)
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	if *what == "" {
		*what = decide.SheetKind(rest[1], data)
	}
	if *what == "" || *what == "comments" {
		return importComments(d, rest[1], data, out, errs)
	}
	at, err := w.time()
	if err == nil && w.by == "" {
		err = errors.New("say who brings it in as --by ID")
	}
	if err != nil {
		return report(errs, err)
	}
	read := d.Log.ImportVotes
	if *what == "decisions" {
		read = d.Log.ImportDecisions
	}
	in, findings := read(rest[1], data, d.Amendments(), at, w.by)
	printSome(errs, findings)
	if n := len(finding.Errors(findings)); n > 0 {
		fmt.Fprintf(errs, "concord: %s in %s. Nothing was taken from it.\n", plural(n, "error", "errors"), rest[1])
		return exitUnusable
	}
	for i := range in.Events {
		if x := in.Events[i].Decide; x != nil {
			if err := fitsDocket(d, x); err != nil {
				return report(errs, fmt.Errorf("%s in %s: %w. Nothing was taken from it", x.Amendment, rest[1], err))
			}
		}
	}
	if len(in.Events) > 0 {
		if err := appendAll(d, in.Events); err != nil {
			return moved(errs, err)
		}
		late(d, len(in.Events), errs)
	}
	fmt.Fprintf(out, "%s: %d new, %d recorded already, %d blank.\n", plural(in.Rows, "row", "rows"), len(in.Events), in.Same, in.Blank)
	return exitFor(findings)
}

// importComments adds the comments of a table to the docket.
func importComments(d *pipeline.Deciding, path string, data []byte, out, errs io.Writer) int {
	comments, findings := disposition.Read(path, data)
	printSome(errs, findings)
	if n := len(finding.Errors(findings)); n > 0 {
		fmt.Fprintf(errs, "concord: %s in %s. Nothing was taken from it.\n", plural(n, "error", "errors"), path)
		return exitUnusable
	}
	rows := make([]amend.Comment, len(comments))
	for i, c := range comments {
		rows[i] = amend.Comment{ID: c.ID, Body: c.Body, Clause: c.Clause, Element: c.Element, Type: c.Type, Comment: c.Comment, Change: c.Change, Observation: c.Observation}
	}
	list, unplaced := amend.FromComments(d.Docket.Apart(rows), d.Framework)
	next := *d.Docket
	next.Amendments = slices.Clone(next.Amendments)
	added := 0
	for _, a := range list {
		if d.Amendment(a.ID) == nil {
			a.Number = len(next.Amendments) + 1
			next.Amendments = append(next.Amendments, a)
			added++
		}
	}
	known := map[string]bool{}
	for _, u := range next.Unplaced {
		known[u.Unit] = true
	}
	next.Unplaced = slices.Clone(next.Unplaced)
	for _, u := range unplaced {
		if !known[u.Unit] {
			next.Unplaced = append(next.Unplaced, u)
		}
		fmt.Fprintf(out, "%s has no place: %s\n", u.Unit, u.Why)
	}
	if err := d.SaveDocket(&next); err != nil {
		return report(errs, err)
	}
	fmt.Fprintf(out, "%s: %s to the docket (%d there already), %d without a place.\n", plural(len(comments), "comment", "comments"), plural(added, "amendment was added", "amendments were added"), len(list)-added, len(unplaced))
	return exitFor(findings)
}
