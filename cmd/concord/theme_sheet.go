package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"concord/pipeline"
	"concord/pipeline/coders"
	"concord/pipeline/finding"
	"concord/pipeline/qda"
	"concord/pipeline/sheet"
	"concord/pipeline/theme"
)

const themeExportHelp = `concord theme export CONSULTATION --coder NAME [--sample N] [--suggested] [--format csv|xlsx] --out FILE
concord theme export CONSULTATION --disagreements --coder NAME [--format csv|xlsx] --out FILE
concord theme export CONSULTATION --again --coder NAME [--format csv|xlsx] --out FILE
concord theme export CONSULTATION --format qdpx --out FILE.qdpx

Writes a sheet to code comments in: a row for each comment, a column for each
theme. Mark the themes of each comment, and bring the sheet back with
concord theme import. docs/coding.md goes through it.

  --coder NAME     whose sheet it is, in letters, digits, - and _
  --sample N       so many comments only, the same for every coder, in proportion
                   from each question; a larger sample holds the smaller ones
  --question ID    only answers to this question, or turns of this focus group
  --suggested      fill in what the machine suggests, with its reasons, for comments
                   that nobody has judged: what the trained model suggests (concord
                   theme train), or the rules where there is none
  --next           with --suggested: the comments first that teach the model most
  --disagreements  the comments on which coders differ, with what each said, to be
                   settled
  --again          just what this coder must judge again: their text has changed
                   since, or a theme was split that the coder had given
  --format F       csv, xlsx (a workbook with lists to choose from, the codebook on a
                   second sheet and what the marks mean on a third), or qdpx (a REFI-QDA project with all texts and
                   codings, for ATLAS.ti, MAXQDA, NVivo, QualCoder and others)
  --out FILE       where to write it; a file that is there already is replaced with
                   --replace only

For example: concord theme export data/iapt-digital-2020 --coder ann --sample 100 --format xlsx --out ann.xlsx
`

func themeExportCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme export", themeExportHelp)
	var coder, path, question string
	var sample, jobs int
	var suggested, disagreements, again, next, replace bool
	f.StringVar(&coder, "coder", "", "")
	f.StringVar(&path, "out", "", "")
	f.StringVar(&question, "question", "", "")
	f.IntVar(&sample, "sample", 0, "")
	f.IntVar(&jobs, "jobs", 0, "")
	f.BoolVar(&suggested, "suggested", false, "")
	f.BoolVar(&next, "next", false, "")
	f.BoolVar(&disagreements, "disagreements", false, "")
	f.BoolVar(&again, "again", false, "")
	f.BoolVar(&replace, "replace", false, "")
	format := f.choice("format", "csv", "xlsx", "qdpx")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	if path == "" {
		return report(errs, errors.New("give the file to write as --out FILE"))
	}
	as, err := f.formatFor(path, *format, "csv", "xlsx", "qdpx")
	if err != nil {
		return report(errs, err)
	}
	*format = as
	switch {
	case *format != "qdpx" && coder == "":
		return report(errs, errors.New("give the name of who will code as --coder NAME"))
	case next && !suggested, suggested && disagreements:
		return report(errs, errors.New("--next goes with --suggested, and --disagreements with neither"))
	case again && (suggested || disagreements || sample > 0):
		return report(errs, errors.New("--again goes with none of --sample, --suggested and --disagreements: it has just what is to be judged again"))
	}
	c, ok := openComments(ctx, rest[0], jobs, errs)
	if !ok {
		return exitUnusable
	}
	if *format == "qdpx" {
		return exportProject(c, path, replace, out, errs)
	}
	s := coders.Sheet{Coder: coder, Codebook: c.Codebook, Questions: c.Questions}
	if disagreements {
		s.Differences = coders.Differences(c.Units, coders.Blind(c.People), c.Settled)
		if len(s.Differences) == 0 {
			fmt.Fprintln(out, "There is no comment that two people have judged differently and that is not settled.")
			return exitDone
		}
	} else {
		units := c.Units
		if again {
			var others map[string]int
			if name, err := coders.Name(coder); err != nil {
				return report(errs, err)
			} else if units, others = c.Again(name); len(units) == 0 {
				fmt.Fprintf(out, "There is nothing that %s must judge again.%s\n", name, othersAgain(others))
				return exitDone
			}
		}
		if question != "" {
			units = slices.DeleteFunc(slices.Clone(units), func(u theme.Unit) bool { return u.Question != question })
			if len(units) == 0 {
				return report(errs, fmt.Errorf("no comment answers a question %q, and no focus group has that name. %s", question, finding.DidYouMean(question, questionIDs(c))))
			}
		}
		var none int
		if suggested {
			var err error
			if units, s.Suggestions, err = suggestions(ctx, c, units, next, jobs, out); err != nil {
				return report(errs, err)
			}
			if sample > 0 && sample < len(units) && next {
				units, sample = units[:sample], 0
			}
		}
		if !next && !again {
			units, none = coders.Sample(units, sample)
		}
		if len(units) == 0 {
			fmt.Fprintln(out, "There is no comment left to judge.")
			return exitDone
		}
		s.Units = units
		if none > 0 {
			fmt.Fprintf(out, "%s left out, such as “n/a” or “mm-hm”.\n", plural(none, "comment or turn that says nothing was", "comments and turns that say nothing were"))
		}
	}
	data, err := s.CSV()
	if *format == "xlsx" {
		data, err = s.XLSX()
	}
	if err != nil {
		return report(errs, err)
	}
	if err := put(path, data, replace, out); err != nil {
		return report(errs, err)
	}
	fmt.Fprintf(out, "%s to judge. Bring it back with: concord theme import %s %s\n", plural(len(s.Units)+len(s.Differences), "row", "rows"), rest[0], path)
	return exitDone
}

// othersAgain names the other coders who have something to judge again.
func othersAgain(others map[string]int) string {
	var names []string
	for name, n := range others {
		names = append(names, fmt.Sprintf("%s has %d", name, n))
	}
	slices.Sort(names)
	if len(names) == 0 {
		return ""
	}
	return " " + strings.Join(names, ", ") + "."
}

func questionIDs(c *pipeline.Comments) []string {
	var out []string
	for _, u := range c.Units {
		if !slices.Contains(out, u.Question) {
			out = append(out, u.Question)
		}
	}
	return out
}

// exportProject writes the whole consultation as a REFI-QDA project.
func exportProject(c *pipeline.Comments, path string, replace bool, out, errs io.Writer) int {
	p, findings := c.Project()
	printSome(errs, findings)
	data, err := qda.WriteProject(p)
	if err != nil {
		return report(errs, err)
	}
	if err := put(path, data, replace, out); err != nil {
		return report(errs, err)
	}
	codings := 0
	for _, s := range p.Sources {
		codings += len(s.Codings)
		for _, x := range s.Selections {
			codings += len(x.Codings)
		}
	}
	fmt.Fprintf(out, "%s, %s, %s. Personal data: what single people said and answered is in it.\n",
		plural(len(p.Sources), "source", "sources"), plural(len(p.Cases), "person", "people"), plural(codings, "coding", "codings"))
	return exitDone
}

const themeImportHelp = `concord theme import CONSULTATION FILE [--coder NAME] [--day DAY]

Brings back a sheet that a coder has filled in (CSV or XLSX), or what people coded
in another program (a REFI-QDA project, .qdpx), and adds it to the record in the
consultation's folder codings/, one file a coder, to which rows are only added.

Every id, theme, mark and text is checked. With an error nothing is taken: it is
named with its row and cell, and what to do. Importing a file twice adds nothing.

  --coder NAME  who must have coded it; the name in the sheet when not given. Of a
                project, take only what the user of this name coded
  --day DAY     the day that the record is to state, such as 2024-05-01; today when
                not given

Exits with 1 when there are warnings, and with 2 when nothing could be taken.

For example: concord theme import data/iapt-digital-2020 ann.xlsx
`

func themeImportCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme import", themeImportHelp)
	var coder, day string
	f.StringVar(&coder, "coder", "", "")
	f.StringVar(&day, "day", time.Now().Format(time.DateOnly), "")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return report(errs, fmt.Errorf("--day %s is not a day; give one such as 2024-05-01", day))
	}
	data, err := readFile(rest[1])
	if err != nil {
		return report(errs, err)
	}
	c, ok := openComments(ctx, rest[0], 0, errs)
	if !ok {
		return exitUnusable
	}
	if ext := strings.ToLower(filepath.Ext(rest[1])); ext == ".qdpx" || ext == ".qde" {
		return importProject(c, rest[1], data, coder, day, out, errs)
	}
	in, findings := coders.Import(rest[1], data, coders.Against{Codebook: c.Codebook, Units: c.Units, Coder: coder, Day: day, Carry: c.Codebook.Carry})
	printSome(errs, findings)
	if n := len(finding.Errors(findings)); n > 0 {
		fmt.Fprintf(errs, "concord: %s in %s. Nothing was taken from it.\n", plural(n, "error", "errors"), rest[1])
		return exitUnusable
	}
	return save(c, in, findings, out, errs)
}

// save adds what was brought in to the record, and says what was.
func save(c *pipeline.Comments, in coders.Imported, findings []finding.Finding, out, errs io.Writer) int {
	added, err := coders.Save(c.Study.Dir, in)
	if err != nil {
		return report(errs, err)
	}
	what := "judged by " + in.Coder
	if in.Settled {
		what = "settled by " + in.Coder
	}
	judged := len(in.Judgements) + in.Same
	fmt.Fprintf(out, "%s: %d %s, %d not. %s to the record", plural(in.Rows, "row", "rows"), judged, what, in.NotJudged, plural(added, "judgement was added", "judgements were added"))
	if same := judged - added; same > 0 {
		fmt.Fprintf(out, "; %d stood there already", same)
	}
	fmt.Fprintln(out, ".")
	return exitFor(findings)
}

// importProject takes in what people coded in another program, user by user.
func importProject(c *pipeline.Comments, file string, data []byte, only, day string, out, errs io.Writer) int {
	project, findings := qda.Read(file, data)
	if len(finding.Errors(findings)) > 0 {
		printSome(errs, findings)
		return exitUnusable
	}
	coded, more := project.Coded(file, c.Codebook)
	findings = append(findings, more...)
	printSome(errs, findings)
	if len(finding.Errors(findings)) > 0 {
		return exitUnusable
	}
	known := map[string]theme.Unit{}
	for _, u := range c.Units {
		known[u.ID] = u
	}
	byUser := map[string][]theme.Coding{}
	var users []string
	foreign, unknown := 0, 0
	for _, k := range coded.Codings {
		if k.Coder == qda.Machine || k.Method == "rule" {
			continue
		}
		if _, ok := known[k.Unit]; !ok {
			foreign++
			continue
		}
		if c.Codebook.Theme(k.Theme) == nil {
			unknown++
			continue
		}
		name, err := coders.Name(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(k.Coder)), " ", "-"))
		if err != nil {
			return report(errs, err)
		}
		if only != "" && name != only {
			continue
		}
		if byUser[name] == nil {
			users = append(users, name)
		}
		byUser[name] = append(byUser[name], k)
	}
	if foreign > 0 {
		fmt.Fprintf(errs, "warning: %s of texts that are not of this consultation left out. Export the project from concord first, and code in that.\n", plural(foreign, "coding", "codings"))
	}
	if unknown > 0 {
		fmt.Fprintf(errs, "warning: %s with themes that the codebook does not have left out. Bring the codes in first: concord theme codebook import\n", plural(unknown, "coding", "codings"))
	}
	if len(users) == 0 {
		fmt.Fprintln(out, "The project has no codings by people of this consultation's comments.")
		return exitFindings
	}
	slices.Sort(users)
	worst := exitFor(findings)
	for _, name := range users {
		judgements, same := coders.FromProject(byUser[name], c.Units, name, day, c.Codebook.Version, c.People)
		in := coders.Imported{Coder: name, Judgements: judgements, Rows: len(judgements) + same, Same: same}
		for _, t := range c.Codebook.Themes {
			in.Asked = append(in.Asked, t.ID)
		}
		if code := save(c, in, nil, out, errs); code > worst {
			worst = code
		}
	}
	if foreign+unknown > 0 {
		worst = max(worst, exitFindings)
	}
	return worst
}

const themeAgreementHelp = `concord theme agreement CONSULTATION [--all] [--format text|csv|json]

Says how far the people who coded agree on each theme and on all, how far the
codebook's rules agree with each of them, and which comments wait to be settled.
Judgements made with the machine's suggestions in sight are left out. What each
figure is stands in docs/coding.md.

  --all       with a table of the themes for each pair of coders
  --format F  text, csv or json; the last two have every figure

Exits with 1 when people differ and that is not settled.

For example: concord theme agreement data/iapt-digital-2020
`

func themeAgreementCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme agreement", themeAgreementHelp)
	format := f.choice("format", "text", "csv", "json")
	all := f.Bool("all", false, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	c, ok := openComments(ctx, rest[0], 0, errs)
	if !ok {
		return exitUnusable
	}
	if len(c.People) == 0 {
		fmt.Fprintf(out, "Nobody has coded these comments yet. Begin with: concord theme export %s --coder NAME --sample 100 --format xlsx --out NAME.xlsx\n", rest[0])
		return exitDone
	}
	agreed, err := pipeline.Agreement(c.Codebook, c.People, c.Verdicts, c.Rules, c.Units)
	if err != nil {
		return report(errs, err)
	}
	switch *format {
	case "json":
		err = writeJSON(out, agreed.Rows())
	case "csv":
		var data []byte
		if data, err = sheet.Marshal(agreed.Rows()); err == nil {
			_, err = out.Write(data)
		}
	default:
		_, err = io.WriteString(out, agreed.Text(*all)+whoIsWho(*all))
	}
	if err != nil {
		return report(errs, err)
	}
	open := coders.Differences(c.Units, coders.Blind(c.People), c.Settled)
	if len(open) == 0 {
		return exitDone
	}
	if *format == "text" {
		stances := 0
		for _, d := range open {
			if len(d.Open) == 0 {
				stances++
			}
		}
		only := ""
		if stances > 0 {
			only = fmt.Sprintf(" (%d in the stance alone)", stances)
		}
		fmt.Fprintf(out, "\n%s judged differently%s and not settled yet:\n  concord theme export %s --disagreements --coder NAME --format xlsx --out settle.xlsx\n", plural(len(open), "comment was", "comments were"), only, rest[0])
	}
	return exitFindings
}

// whoIsWho explains the coders that are no persons.
func whoIsWho(all bool) string {
	said := fmt.Sprintf(`
%s are the codebook's rules. %s is what people's judgements come to: what
was settled, else what one coder said, else what more than half gave. What was
judged from suggestions is left out.
`, pipeline.TheRules, pipeline.Together)
	if !all {
		said += "--all adds the themes of each pair.\n"
	}
	return said
}
