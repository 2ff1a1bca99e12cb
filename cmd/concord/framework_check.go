package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"concord/frameworks/casefile"
	"concord/frameworks/lint"
	"concord/pipeline/finding"
)

const frameworkCheckHelp = `concord framework check FRAMEWORK [--format text|json]

Says everything that is wrong with a framework at once: keys and values that
cannot be, two items with one code, items below one that has ended, links that
lead nowhere or in a circle, a replaced item without a successor, statements
that say nearly the same, a file older than its items.

FRAMEWORK is an id, a YAML file or a CASE package (JSON). Of a CASE package it
also says where it breaks the schema of CASE 1.1, which strict servers refuse, and
what concord leaves out when it reads it.

Exits with 0 when there is nothing to say but notes, 1 when there are warnings,
2 when there are errors.

For example: concord framework check digital-competencies
`

func frameworkCheckCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("framework check", frameworkCheckHelp)
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	findings, err := checkFramework(rest[0])
	if err != nil {
		return report(errs, err)
	}
	if err := tellFindings(out, *format, findings); err != nil {
		return report(errs, err)
	}
	return exitFor(findings)
}

func checkFramework(name string) ([]finding.Finding, error) {
	fw, findings, err := openFramework(name)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(filepath.Ext(name), ".json") {
		return checkPackage(name, findings)
	}
	if len(finding.Errors(findings)) == 0 {
		findings = append(findings, lint.Framework(fw)...)
		finding.Sort(findings)
	}
	return findings, nil
}

// checkPackage adds to what reading a CASE package found what is wrong with it
// as it stands: reading repairs some of that, and says so in other words.
func checkPackage(name string, reading []finding.Finding) ([]finding.Finding, error) {
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	out := casefile.Lint(name, data)
	if len(finding.Errors(reading)) == 0 { // else it is no package that could conform
		out = append(out, casefile.Conforms(name, data)...)
	}
	told := map[string]bool{}
	for _, f := range out {
		told[f.Place()] = true
	}
	for _, f := range reading {
		if !told[f.Place()] || f.Severity == finding.Note && len(finding.Errors(reading)) == 0 {
			out = append(out, f)
		}
	}
	finding.Sort(out)
	return out, nil
}

// choice adds a flag that takes one of several words, the first of them when it
// is not given.
func (f *flags) choice(name string, words ...string) *string {
	value := words[0]
	f.Func(name, "", func(s string) error {
		for _, w := range words {
			if s == w {
				value = s
				return nil
			}
		}
		return fmt.Errorf("%s", finding.DidYouMean(s, words))
	})
	return &value
}
