package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"concord/pipeline"
	"concord/pipeline/onpage"
	"concord/pipeline/stats"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// themeCommands are what can be done with the themes of a consultation.
var themeCommands = []command{
	{"code", "what the comments are about, counted by theme", themeCodeCommand},
	{"export", "a sheet to code in, or the whole for another program", themeExportCommand},
	{"import", "a sheet that a coder has filled in, or a project of another program", themeImportCommand},
	{"agreement", "how far the coders agree, with each other and with the rules", themeAgreementCommand},
	{"train", "learn from what people have coded, and say how well that works", themeTrainCommand},
	{"suggest", "what a trained model suggests for each comment, and what to code next", themeSuggestCommand},
	{"discover", "what the codebook misses: words, phrases and clusters", themeDiscoverCommand},
	{"gates", "themes too small, too large, or almost the same", themeGatesCommand},
	{"codebook", "rename, merge, split and retire themes, as a table or for other programs", themeCodebookCommand},
}

func themeCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	var w strings.Builder
	w.WriteString("concord theme COMMAND CONSULTATION …\n\nCodes comments by themes: by rules, by people, and by what people have taught.\n\n")
	for _, c := range themeCommands {
		fmt.Fprintf(&w, "  concord theme %-10s %s\n", c.name, c.about)
	}
	w.WriteString("\n`concord theme COMMAND --help` says more. Coding by hand is described in docs/coding.md.\n\nFor example: concord theme code data/iapt-digital-2020\n")
	return choose(ctx, "concord theme", w.String(), themeCommands, args, out, errs)
}

const themeCodeHelp = `concord theme code CONSULTATION [--format text|csv|json]

Codes the comments by the rules of the codebook, puts what people coded by hand in
the place of what the rules found, and prints how many people spoke of each theme.
Writes no file.

  --format F   text (a line a theme), csv or json (a row for each place in a
               comment, with the words, the rule and who coded it)
  --jobs N     how many processors to use; all when not given

For example: concord theme code data/iapt-digital-2020
`

func themeCodeCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme code", themeCodeHelp)
	jobs := f.Int("jobs", 0, "")
	format := f.choice("format", "text", "csv", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	c, ok := openComments(ctx, rest[0], *jobs, errs)
	if !ok {
		return exitUnusable
	}
	var err error
	switch *format {
	case "json":
		err = writeJSON(out, pipeline.CodingRows(c.Counting))
	case "csv":
		var data []byte
		if data, err = pipeline.CodingCSV(c.Counting); err == nil {
			_, err = out.Write(data)
		}
	default:
		err = printThemes(out, c)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// openComments reads the comments of a consultation that has a codebook, and
// prints what is wrong with it.
func openComments(ctx context.Context, path string, jobs int, errs io.Writer) (*pipeline.Comments, bool) {
	c, err := pipeline.ReadComments(ctx, path, jobs)
	if err != nil {
		report(errs, err)
		return nil, false
	}
	printSome(errs, withoutNotes(c.Findings))
	if c.Codebook == nil {
		report(errs, fmt.Errorf("%s names no codebook. Write one (docs/codebook.md says how) and name it as codebook: codebook.yaml", c.Study.File))
		return nil, false
	}
	return c, true
}

// widestLine is how many characters a line of these commands has at most, where
// none of its words is longer; narrowLabel how many the name of a theme has in a
// line of a table, so that with its numbers it has 100.
const widestLine, narrowLabel = 80, 24

// labelLines gives a name in lines of narrowLabel characters, three at most.
func labelLines(name string) []string {
	var out []string
	for _, word := range strings.Fields(onpage.Clean(name)) {
		word = onpage.Short(word, narrowLabel)
		if n := len(out) - 1; n >= 0 && utf8.RuneCountInString(out[n])+1+utf8.RuneCountInString(word) <= narrowLabel {
			out[n] += " " + word
		} else if len(out) == 3 {
			out[2] = onpage.Short(out[2]+" "+word, narrowLabel)
			break
		} else {
			out = append(out, word)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// layClose writes rows in columns as layOut does, with less space between them.
func layClose(b *strings.Builder, rows [][]string) {
	var wide []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(wide) {
				wide = append(wide, 0)
			}
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			space := strings.Repeat(" ", wide[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				line = cell + space
			} else {
				line += "  " + space + cell
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// folded gives a text in lines of at most widestLine characters, each with the
// indent before it.
func folded(indent, text string) string {
	var b strings.Builder
	line := indent
	for _, word := range strings.Fields(text) {
		if line != indent && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > widestLine {
			b.WriteString(line + "\n")
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return b.String() + line + "\n"
}

// printThemes prints how many people spoke of each theme, in a line each.
func printThemes(w io.Writer, c *pipeline.Comments) error {
	hidden := c.Study.Suppression.Below
	number := func(n int) string {
		if n > 0 && n < hidden {
			return "hidden"
		}
		return fmt.Sprint(n)
	}
	base := c.Respondents + c.Participants
	rows := [][]string{{"Theme", "people", "share", "95%", "survey", "groups", "ask", "object", "satisfied", "comments"}}
	seen := map[string]bool{}
	for _, t := range theme.Count(c.Counting, c.Units) {
		seen[t.Theme] = true
		n := t.People.Total()
		share, within, units := "hidden", "", "hidden"
		if number(n) != "hidden" && base > 0 {
			low, high := stats.Wilson(n, base, tabulate.Confidence)
			share = tabulate.Percent(n, base, c.Study.Rounding.Digits, c.Study.Rounding.Rule) + "%"
			within, units = fmt.Sprintf("(%.0f–%.0f)", 100*low, 100*high), fmt.Sprint(t.Units)
		}
		name := t.Theme
		if th := c.Codebook.Theme(t.Theme); th != nil && th.Name != "" {
			name = th.Name
		}
		label := labelLines(name)
		rows = append(rows, []string{label[0], number(n), share, within, number(t.People.Survey), number(t.People.Groups), number(t.Asks.Total()), number(t.Objects.Total()), number(t.Satisfied.Total()), units})
		for _, more := range label[1:] {
			rows = append(rows, []string{more})
		}
	}
	var b strings.Builder
	layClose(&b, rows)
	var silent []string
	for _, t := range c.Codebook.Themes {
		if !seen[t.ID] {
			silent = append(silent, t.ID)
		}
	}
	if len(silent) > 0 {
		b.WriteString("\n" + folded("", "Nobody spoke of: "+strings.Join(silent, ", ")+"."))
	}
	b.WriteString("\n" + folded("", fmt.Sprintf("Base: %s who took part. %s of %d judged by people; there their codes count, elsewhere the rules of %s %s.",
		plural(base, "person", "people"), plural(len(c.Verdicts), "comment", "comments"), len(c.Units), c.Codebook.ID, c.Codebook.Version)))
	_, err := io.WriteString(w, b.String())
	return err
}
