package main

import (
	"context"
	"fmt"
	"io"

	"concord/pipeline"
	"concord/pipeline/finding"
)

const checkHelp = `concord check CONSULTATION [--against OUT] [--format text|json] [--jobs N]

Reads the consultation, its exports, transcripts, codebook and framework, and
says everything that is wrong with them at once, each with its file, line and
column. Writes nothing.

  --against OUT    instead: hold the tables of this consultation against those of
                   an earlier run (its folder, or its tables.csv), and name each
                   pair of numbers that together tell what a few people answered,
                   since they differ by so few

Exits with 0 when there is nothing to say but notes, 1 when there are warnings,
2 when there are errors that would stop a run.

For example: concord check data/iapt-digital-2020
`

func checkCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("check", checkHelp)
	var jobs int
	format := f.choice("format", "text", "json")
	f.IntVar(&jobs, "jobs", 0, "")
	var against string
	f.StringVar(&against, "against", "", "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	check := func() ([]finding.Finding, error) { return pipeline.Check(ctx, rest[0], jobs) }
	if against != "" {
		check = func() ([]finding.Finding, error) { return pipeline.CheckAgainst(ctx, rest[0], against, jobs) }
	}
	findings, err := check()
	if err != nil {
		return report(errs, err)
	}
	if err := tellFindings(out, *format, findings); err != nil {
		return report(errs, err)
	}
	return exitFor(findings)
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
