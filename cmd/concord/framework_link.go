package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/frameworks/link"
	"concord/pipeline/finding"
	"concord/pipeline/wholefile"
)

const frameworkLinkHelp = `concord framework link A B [--out TABLE.csv]
concord framework link A B --confirm TABLE.csv [--into LINKS.yaml]

Finds for each item of A the items of B that are most like it in their wording,
with a score from 0 to 1 and the words that both have, or none. That is a
suggestion: only a person can say that two items belong together.

  1. Write the table, and open it in a spreadsheet:
       concord framework link A B --out table.csv
  2. In the column "relation" write exact, related, broader, narrower or none
     (read: A's item is broader than B's), and who says so and when in
     "confirmed_by" and "confirmed_on". Rows may stay empty, and pairs that the
     program did not find may be added as rows with the UUIDs of both.
  3. Keep what was confirmed, beside what was confirmed before:
       concord framework link A B --confirm table.csv
     It is kept in the file A--B.yaml, or the one that --into names.
  4. Exchange it: concord framework export A --format case --links A--B.yaml

  --replace        write the table in place of a file that is there already
  --candidates N   how many items of B for each of A; 5 when not given
  --format F       text, csv (the table) or json

For example: concord framework link digital-competencies psychological-wellbeing-practitioner --out table.csv
`

func frameworkLinkCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("framework link", frameworkLinkHelp)
	var path, confirm, into string
	var candidates int
	var replace bool
	f.StringVar(&path, "out", "", "")
	f.BoolVar(&replace, "replace", false, "")
	f.StringVar(&confirm, "confirm", "", "")
	f.StringVar(&into, "into", "", "")
	f.IntVar(&candidates, "candidates", 5, "")
	format := f.choice("format", "text", "csv", "json")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	if confirm == "" && into != "" {
		return report(errs, errors.New("--into LINKS.yaml goes with --confirm TABLE.csv, the table that a person has filled in"))
	}
	if candidates < 1 || candidates > 100 {
		return report(errs, fmt.Errorf("--candidates %d: give a number from 1 to 100", candidates))
	}
	a, ok := usable(rest[0], false, errs)
	if !ok {
		return exitUnusable
	}
	b, ok := usable(rest[1], false, errs)
	if !ok {
		return exitUnusable
	}
	if confirm != "" && into == "" {
		into = link.FileName(a.ID, b.ID)
	}
	if confirm != "" {
		return confirmLinks(confirm, into, a, b, out, errs)
	}
	suggestions := link.Suggest(a, b, candidates)
	var err error
	var text bytes.Buffer
	switch {
	case *format == "json":
		err = writeJSON(&text, suggestions)
	case *format == "csv" || path != "":
		err = link.WriteTable(&text, suggestions)
	default:
		err = link.WriteText(&text, suggestions, terminalWidth())
	}
	if err == nil {
		err = put(path, text.Bytes(), replace, out, rest...)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// confirmLinks puts what a person has confirmed in a table into a file of links.
func confirmLinks(table, into string, a, b *frameworks.Framework, out, errs io.Writer) int {
	data, err := readFile(table)
	if err != nil {
		return report(errs, err)
	}
	confirmed, findings := link.Confirm(table, data, a, b)
	earlier := &link.File{From: confirmed.Links.From, To: confirmed.Links.To}
	if data, err := os.ReadFile(into); err == nil {
		var more []finding.Finding
		earlier, more = link.Read(into, data)
		findings = append(findings, more...)
		if len(finding.Errors(more)) == 0 {
			findings = append(findings, earlier.Check(a, b)...)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return report(errs, err)
	}
	var merged *link.Merged
	if len(finding.Errors(findings)) == 0 {
		var more []finding.Finding
		merged, more = link.Merge(earlier, confirmed.Links)
		findings = append(findings, more...)
	}
	printSome(errs, findings)
	if bad := finding.Errors(findings); len(bad) > 0 {
		fmt.Fprintf(errs, "concord: nothing was written: %s.\n", plural(len(bad), "error", "errors"))
		return exitUnusable
	}
	text, err := merged.Links.Marshal()
	if err == nil {
		err = wholefile.Write(into, text)
	}
	if err != nil {
		return report(errs, err)
	}
	fmt.Fprintf(out, "%s: %d added, %d changed, %d as before. %s of the table's %d say nothing yet.\n",
		into, merged.Added, merged.Replaced, merged.Same, plural(confirmed.Empty, "row", "rows"), confirmed.Rows)
	return exitFor(findings)
}

// confirmedLinks gives the links in a file as they are exchanged with framework f.
func confirmedLinks(path string, f *frameworks.Framework, errs io.Writer) ([]casefile.Link, bool) {
	data, err := readFile(path)
	if err != nil {
		fmt.Fprintf(errs, "concord: %v\n", err)
		return nil, false
	}
	file, findings := link.Read(path, data)
	if len(finding.Errors(findings)) == 0 && file.From.Framework != f.ID {
		findings = append(findings, finding.Finding{
			Severity: finding.Error, Kind: "other-framework", File: path, Found: file.From.Framework, Expected: f.ID,
			Message: "these links begin at another framework than the one that is exported",
		})
	}
	printSome(errs, findings)
	if len(finding.Errors(findings)) > 0 {
		return nil, false
	}
	var out []casefile.Link
	for _, l := range file.Links {
		if l.ToUUID == "" || l.Relation == link.None {
			continue
		}
		out = append(out, casefile.Link{
			Origin: l.FromUUID, Type: link.ToCASE(l.Relation), DestinationUUID: l.ToUUID,
			DestinationCode: l.ToCode, DestinationTitle: file.To.Framework, Score: l.Score, Method: l.Method, ConfirmedBy: l.ConfirmedBy, Notes: l.Note,
		})
	}
	return out, true
}
