package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"concord/frameworks/compare"
)

const frameworkDiffHelp = `concord framework diff OLD NEW [--format text|md|critic|changelog|json]

Says what changed from one version of a framework to another: items added,
retired, reworded (word by word), renamed, moved, split, merged or given another
level; and which version number that makes, with the reasons. Items are known
again by their UUID, else by their wording, so that two files by different
makers can be compared too.

  --format text       for the terminal: [-taken out-] {+put in+}
  --format md         Markdown: ~~taken out~~ **put in**
  --format critic     Markdown with CriticMarkup, which some editors can accept
                      or refuse change by change
  --format changelog  one entry for a changelog
  --format json       everything, for programs
  --out FILE          write it there; it is printed when not given (--replace: in
                      place of a file that is there already)

Exits with 1 when the later version's number is not the one that the changes
make, or there is something else that a person should look at.

For example: concord framework diff digital-competencies@1.0.0 my-framework.yaml
`

func frameworkDiffCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("framework diff", frameworkDiffHelp)
	var path string
	var replace bool
	f.StringVar(&path, "out", "", "")
	f.BoolVar(&replace, "replace", false, "")
	format := f.choice("format", "text", "md", "critic", "changelog", "json")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	a, ok := usable(rest[0], false, errs)
	if !ok {
		return exitUnusable
	}
	b, ok := usable(rest[1], false, errs)
	if !ok {
		return exitUnusable
	}
	c := compare.Frameworks(a, b)
	for i := range c.Findings {
		c.Findings[i].File = rest[1]
	}
	var text string
	var err error
	switch *format {
	case "md":
		text = c.Markdown(compare.MarkdownOptions{})
	case "critic":
		text = c.Markdown(compare.MarkdownOptions{CriticMarkup: true})
	case "changelog":
		text = compare.Changelog(a, b, c)
	case "json":
		var data []byte
		data, err = c.JSON()
		text = string(data)
	default:
		text = c.Text(compare.TextOptions{Colour: path == "" && terminal(out) && os.Getenv("NO_COLOR") == ""})
	}
	if err == nil {
		err = put(path, []byte(text), replace, out, rest...)
	}
	if err != nil {
		return report(errs, err)
	}
	if *format != "json" { // which holds them
		printSome(errs, c.Findings)
	}
	return exitFor(c.Findings)
}

// put writes data to the file at path, which must be none of those that were
// read, or prints it where there is no path.
func put(path string, data []byte, replace bool, out io.Writer, read ...string) error {
	if path == "" {
		_, err := out.Write(data)
		return err
	}
	if err := writeNew(path, data, replace, read...); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "Written to %s\n", path)
	return err
}
