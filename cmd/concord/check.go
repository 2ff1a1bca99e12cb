package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"concord/pipeline"
	"concord/pipeline/finding"
)

const checkHelp = `concord check CONSULTATION [--format text|json] [--jobs N]

Reads the consultation, its exports, transcripts, codebook and framework, and
says everything that is wrong with them at once, each with its file, line and
column. Writes nothing.

Exits with 0 when there is nothing to say but notes, 1 when there are warnings,
2 when there are errors that would stop a run.

For example: concord check data/iapt-digital-2020
`

func checkCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("check", checkHelp)
	var format string
	var jobs int
	f.StringVar(&format, "format", "text", "")
	f.IntVar(&jobs, "jobs", 0, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	if format != "text" && format != "json" {
		fmt.Fprintf(errs, "concord: --format %q: give text or json\n", format)
		return exitUnusable
	}
	findings, err := pipeline.Check(ctx, rest[0], jobs)
	if err != nil {
		return report(errs, err)
	}
	if format == "json" {
		if findings == nil {
			findings = []finding.Finding{}
		}
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(findings); err != nil {
			return report(errs, err)
		}
	} else {
		printFindings(out, findings)
		n := tally(findings)
		fmt.Fprintf(out, "%s, %s, %s.\n", plural(n[0], "error", "errors"), plural(n[1], "warning", "warnings"), plural(n[2], "note", "notes"))
	}
	switch n := tally(findings); {
	case n[0] > 0:
		return exitUnusable
	case n[1] > 0:
		return exitFindings
	}
	return exitDone
}

func tally(findings []finding.Finding) (n [3]int) {
	for _, f := range findings {
		switch f.Severity {
		case finding.Error:
			n[0]++
		case finding.Warning:
			n[1]++
		default:
			n[2]++
		}
	}
	return n
}

func printFindings(w io.Writer, findings []finding.Finding) {
	for _, f := range findings {
		fmt.Fprintln(w, f)
	}
}
