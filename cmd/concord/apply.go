package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/frameworks/lint"
	"concord/frameworks/revise"
	"concord/pipeline"
	"concord/pipeline/finding"
	"concord/pipeline/redline"
	"concord/pipeline/wholefile"
)

const applyHelp = `concord apply CONSULTATION [--dry-run] [--out DIR] [--replace]

Makes the next version of the framework out of what the group accepted: all of it or
nothing. It refuses while two accepted amendments are in conflict, a round of votes is
open, an accepted amendment was changed afterwards, or the framework is not the one
that the docket was drafted against; each reason is named. The version's number
follows from what changes. The same docket and record always give the same bytes.

It writes, into the consultation's folder frameworks/ID or below DIR:

  VERSION.yaml         the framework
  VERSION.changelog.md what changed, to be published
  VERSION.redline.html the whole framework with every change, word by word, and why
  VERSION.redline.docx the same as a Word document with tracked changes

  --dry-run  print the changes, and write nothing
  --out DIR  the folder of frameworks to write into
  --replace  write a changelog and redlines anew that say something else than those
             that are there; a framework that is there is never replaced

For example: concord apply data/iapt-digital-2020 --dry-run
`

func applyCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("apply", applyHelp)
	dry := f.Bool("dry-run", false, "")
	dir := f.String("out", "", "")
	replace := f.Bool("replace", false, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	result, findings := d.Next()
	if result == nil {
		printSome(errs, findings)
		fmt.Fprintf(errs, "concord: the next version was not made: %s. Nothing was written.\n", plural(len(findings), "reason is named above", "reasons are named above"))
		return exitUnusable
	}
	next := result.Framework
	data, err := next.Marshal()
	if err != nil {
		return report(errs, err)
	}
	// What was made is held to what every framework is.
	back, found := frameworks.Read(d.VersionPath(*dir, next), data)
	if found = append(found, lint.Framework(back)...); len(finding.Errors(found)) > 0 {
		printSome(errs, found)
		fmt.Fprintln(errs, "concord: the next version would not pass framework check. Nothing was written.")
		return exitUnusable
	}
	_, _, dropped := d.Accepted()
	if *dry {
		fmt.Fprint(out, result.Comparison.Text(compare.TextOptions{Colour: terminal(out)}))
		told(out, d, result, dropped)
		fmt.Fprintln(out, "Nothing was written.")
		return exitDone
	}
	path := d.VersionPath(*dir, next)
	if old, err := os.ReadFile(path); err == nil && string(old) != string(data) {
		return report(errs, fmt.Errorf("%s is there already and says something else. It was made from other decisions, or changed by hand: put it elsewhere first", path))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return report(errs, err)
	}
	base := strings.TrimSuffix(path, ".yaml")
	notes := d.RedlineNotes(result.Touched)
	page, err := redline.HTML(d.Framework, next, result.Comparison, notes)
	if err != nil {
		return report(errs, err)
	}
	word, removed, err := redline.DOCX(d.Framework, next, result.Comparison, notes, next.Creator, next.Changed)
	if err != nil {
		return report(errs, err)
	}
	if removed > 0 {
		fmt.Fprintf(out, "%s that Word cannot hold left out of the Word document.\n", plural(removed, "character was", "characters were"))
	}
	// The framework comes last: where it is, the rest is too.
	files := []struct {
		name string
		data []byte
	}{{base + ".changelog.md", []byte(compare.Changelog(d.Framework, next, result.Comparison))}, {base + ".redline.html", page}, {base + ".redline.docx", word}, {path, data}}
	for _, file := range files[:len(files)-1] {
		if old, err := os.ReadFile(file.name); err == nil && !bytes.Equal(old, file.data) && !*replace {
			return report(errs, fmt.Errorf("%s is there already and says something else. If nobody has written in it, give --replace. Nothing was written", file.name))
		}
	}
	for _, file := range files {
		if err := wholefile.Write(file.name, file.data); err != nil {
			return report(errs, err)
		}
		fmt.Fprintf(out, "Written to %s\n", file.name)
	}
	told(out, d, result, dropped)
	return exitDone
}

// told says what the version is made of.
func told(out io.Writer, d *pipeline.Deciding, result *revise.Result, dropped map[string]string) {
	accepted, _, _ := d.Accepted()
	fmt.Fprintf(out, "Version %s follows %s: %s.\n", result.Framework.Version, d.Framework.Version, plural(len(accepted), "accepted amendment", "accepted amendments"))
	for _, r := range result.Comparison.Reasons {
		fmt.Fprintf(out, "  %s\n", r.Text)
	}
	if len(dropped) > 0 {
		var list []string
		for _, a := range d.Amendments() {
			if dropped[a.ID] != "" {
				list = append(list, a.ID+" ("+dropped[a.ID]+" holds)")
			}
		}
		fmt.Fprintf(out, "Not done, since another holds: %s.\n", strings.Join(list, ", "))
	}
	if o := d.Docket.Next; o.Unset != "" || len(o.Levels) > 0 {
		var ids []string
		for _, l := range o.Levels {
			ids = append(ids, l.ID)
		}
		fmt.Fprintf(out, "From the docket’s next:, on which nobody votes: levels %s; statements without one get %q.\n", strings.Join(ids, ", "), o.Unset)
	}
	if open := len(d.Amendments()) - decidedCount(d); open > 0 {
		fmt.Fprintf(out, "%s not decided, and changed nothing.\n", plural(open, "amendment is", "amendments are"))
	}
}

func decidedCount(d *pipeline.Deciding) int {
	n := 0
	for _, s := range d.Standings() {
		if s.Decision != nil {
			n++
		}
	}
	return n
}
