package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"concord/pipeline"
	"concord/pipeline/audit"
	"concord/pipeline/onpage"
)

const runHelp = `concord run CONSULTATION [--out DIR] [--stages a,b] [--formats a,b] [--jobs N]

Reads the folder of a consultation and writes its tables, charts, themes,
proposed amendments and a report. CONSULTATION is a folder with a
consultation.yaml. Stages that nothing has changed for are not run again.

  --out DIR      where to write; reports/NAME when not given
  --stages a,b   only these, and what they need: ` + "%s" + `
  --formats a,b  how the report is written: html, md, docx (the report for Word),
                 xlsx (the tables for Excel); html,md when not given
  --jobs N       how many processors to use; all when not given

For example: concord run data/iapt-digital-2020
`

func runCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("run", fmt.Sprintf(runHelp, strings.Join(pipeline.Stages, ", ")))
	var o pipeline.Options
	var stages, formats string
	f.StringVar(&o.Out, "out", "", "")
	f.StringVar(&stages, "stages", "", "")
	f.StringVar(&formats, "formats", "", "")
	f.IntVar(&o.Jobs, "jobs", 0, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	o.Study = rest[0]
	o.Stages, o.Formats = listed(stages), listed(formats)
	if o.Jobs < 0 {
		fmt.Fprintf(errs, "concord: --jobs %d: give 1 or more\n", o.Jobs)
		return exitUnusable
	}
	if terminal(errs) {
		o.Progress = func(stage, state string) {
			if state == "running" {
				fmt.Fprintf(errs, "\r\x1b[K%s …", stage)
			} else {
				fmt.Fprint(errs, "\r\x1b[K")
			}
		}
	}
	result, err := pipeline.Run(ctx, o)
	if err != nil {
		return report(errs, err)
	}
	summary(out, result)
	return exitDone
}

// listed parts a list at its commas; "" is an empty list.
func listed(s string) []string {
	if s == "" {
		return nil
	}
	out := strings.Split(s, ",")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// terminal tells whether a person watches what is written.
func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// summary says what was found and where the report is.
func summary(w io.Writer, r *pipeline.Result) {
	s := r.Summary
	fmt.Fprintln(w, onpage.Clean(s.Title))
	fmt.Fprintln(w)
	who := plural(s.Respondents, "respondent", "respondents")
	if s.Dropped > 0 {
		who += fmt.Sprintf(" (%s left out)", plural(s.Dropped, "record", "records"))
	}
	if s.Participants > 0 {
		who += ", " + plural(s.Participants, "participant in focus groups", "participants in focus groups")
	}
	fmt.Fprintf(w, "  Who answered   %s\n", who)
	for i, a := range s.Agreement {
		label := "  Agreement      "
		if i > 0 {
			label = "                 "
		}
		fmt.Fprintf(w, "%s%s (%d): everyone agrees on %d of %d domains\n", label, a.Group, a.N, a.All, a.Domains)
	}
	if s.Confidence != "" {
		fmt.Fprintf(w, "  Confidence     %s\n", s.Confidence)
	}
	if s.Comments > 0 {
		fmt.Fprintf(w, "  Comments       %s, %d on a theme; %d not understood, for a person to read\n", plural(s.Comments, "comment or turn", "comments and turns"), s.Coded, s.NotUnderstood)
	}
	if s.Amendments > 0 {
		fmt.Fprintf(w, "  Amendments     %d proposed, %d of them asked for by more than one person\n", s.Amendments, s.MoreThanOne)
	}
	if s.Published != nil {
		var parts []string
		total := 0
		for i, n := range s.Published {
			total += n
			if n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, strings.ReplaceAll(string(audit.Statuses[i]), "-", " ")))
			}
		}
		fmt.Fprintf(w, "  Published      %d printed numbers: %s\n", total, strings.Join(parts, ", "))
	}
	if s.Warnings > 0 || s.Doubtful > 0 {
		fmt.Fprintf(w, "  To look at     %s in the input; %s that may be names\n", plural(s.Warnings, "warning", "warnings"), plural(s.Doubtful, "word", "words"))
	}
	fmt.Fprintln(w)
	if len(r.Ran) == 0 {
		fmt.Fprintln(w, "Nothing has changed since the last run.")
	}
	if len(r.LeftOut) > 0 {
		fmt.Fprintf(w, "Left out, since they were of an earlier input: %s. A run without --stages makes them again.\n", strings.Join(r.LeftOut, ", "))
	}
	for _, name := range r.Edited {
		fmt.Fprintf(w, "A file of the output had been changed by hand; the changed one is kept as %s\n", filepath.Join(r.Out, filepath.FromSlash(name)))
	}
	if !r.Report {
		fmt.Fprintf(w, "Output: %s\n", r.Out)
	}
	for i, name := range r.Documents {
		switch {
		case name == "tables.xlsx":
			fmt.Fprintf(w, "Tables: %s\n", filepath.Join(r.Out, name))
		case name != "report.md" || i == 0: // beside another form, Markdown is for programs
			fmt.Fprintf(w, "Report: %s\n", filepath.Join(r.Out, name))
		}
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
