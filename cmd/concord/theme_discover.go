package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"concord/pipeline"
	"concord/pipeline/discover"
	"concord/pipeline/finding"
	"concord/pipeline/learn"
	"concord/pipeline/theme"
	"concord/pipeline/vectors"
)

const themeDiscoverHelp = `concord theme discover CONSULTATION [--by subgroup|source|domain|question] [--all] [--vectors] [--format text|json]

Looks for what the codebook misses in the comments that no theme was found in:
clusters of comments that are alike, each with its words, quotes, the number of
people, how stable it is and a rule that would find it; phrases and pairs of words;
and the words that one group of people uses more than the others. Comments that say
nothing are set aside first and counted. The same comments always give the same
clusters. What the figures mean stands in docs/discovery.md.

  --by WHAT        whose words are compared: the study's subgroups, survey and groups
                   (source), domains or questions; subgroup when not given
  --all            all comments, not only those without a theme
  --vectors        cluster by what comments mean, with the sentence model (make model
                   installs it; see docs/vectors.md), and not by their words
  --min-people N   nothing that fewer people say (3 when not given)
  --resolution X   more and smaller clusters above 1, fewer and larger below
  --most N         how many of each to print (12 when not given)
  --jobs N         how many processors to use; all when not given

For example: concord theme discover data/iapt-digital-2020
`

func themeDiscoverCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme discover", themeDiscoverHelp)
	var o discover.Options
	most := f.Int("most", 12, "")
	f.IntVar(&o.Jobs, "jobs", 0, "")
	f.IntVar(&o.MinPeople, "min-people", 0, "")
	f.Float64Var(&o.Resolution, "resolution", 0, "")
	f.BoolVar(&o.All, "all", false, "")
	withVectors := f.Bool("vectors", false, "")
	by := f.choice("by", "subgroup", "source", "domain", "question")
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	c, err := pipeline.ReadComments(ctx, rest[0], o.Jobs)
	if err != nil {
		return report(errs, err)
	}
	printSome(errs, withoutNotes(c.Findings))
	if c.Codebook != nil {
		o.Language = c.Codebook.Language
	}
	// Nothing that could be counted back to fewer people than the study shows.
	o.MinPeople = max(o.MinPeople, c.Study.Suppression.Below)
	in := discover.Input{Units: c.Units, Codings: c.Counting, Groups: discoverGroups(c, *by)}
	if *withVectors {
		var err error
		in.Vectors, err = sentenceVectors(ctx, c, o.Jobs)
		if vectors.Absent(err) {
			fmt.Fprintln(errs, "warning: the sentence model is not installed (make model; see docs/vectors.md): clusters are made by words.")
		} else if err != nil {
			return report(errs, err)
		}
	}
	r, err := discover.Discover(ctx, in, o)
	if err != nil {
		return report(errs, err)
	}
	if *format == "json" {
		err = writeJSON(out, r)
	} else {
		err = r.WriteText(out, *most)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// sentenceVectors gives the vector of each unit's text.
func sentenceVectors(ctx context.Context, c *pipeline.Comments, jobs int) ([][]float32, error) {
	docs := make([]learn.Doc, len(c.Units))
	for i, u := range c.Units {
		docs[i] = learn.Doc{ID: u.ID, Text: u.Text}
	}
	if _, err := c.WithVectors(ctx, jobs, docs); err != nil {
		return nil, err
	}
	out := make([][]float32, len(docs))
	for i := range docs {
		out[i] = docs[i].Vector
	}
	return out, nil
}

func discoverGroups(c *pipeline.Comments, by string) []discover.Group {
	switch by {
	case "source":
		return discover.GroupsBy(c.Units, func(u *theme.Unit) string { return u.Source })
	case "domain":
		return discover.GroupsBy(c.Units, func(u *theme.Unit) string { return u.Domain })
	case "question":
		return discover.GroupsBy(c.Units, func(u *theme.Unit) string { return u.Question })
	}
	return discover.Subgroups(c.Units, func(u *theme.Unit) []string { return c.Subgroups[u.Person] })
}

const themeGatesHelp = `concord theme gates CONSULTATION [--format text|json]

Looks at the themes as a set: too few people, nearly everyone, too many themes, two
that say almost the same, two that the same people spoke of, a theme above others
that the others do not cover. Every pair is looked at. Exits with 1 when there are
findings.

For example: concord theme gates data/iapt-digital-2020
`

func themeGatesCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme gates", themeGatesHelp)
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	c, ok := openComments(ctx, rest[0], 0, errs)
	if !ok {
		return exitUnusable
	}
	findings := discover.Gates(c.Codebook, c.Counting, c.Units, discover.GateOptions{File: c.Study.Path(c.Study.Codebook)})
	finding.Sort(findings)
	if err := tellFindings(out, *format, findings); err != nil {
		return report(errs, err)
	}
	if slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Severity != finding.Note }) {
		return exitFindings
	}
	if *format == "text" {
		fmt.Fprintln(out, "The set of themes passes every gate.")
	}
	return exitDone
}
