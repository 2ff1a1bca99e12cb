package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/frameworks/show"
	"concord/pipeline/finding"
)

const frameworkListHelp = `concord framework list [--format text|json]

Lists the frameworks that come with concord: their ids, versions, titles and
what they hold.

For example: concord framework list
`

func frameworkListCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("framework list", frameworkListHelp)
	format := f.choice("format", "text", "json")
	_, code, ok := f.parse(args, 0, out, errs)
	if !ok {
		return code
	}
	type entry struct {
		ID       string   `json:"id"`
		Versions []string `json:"versions"`
		Title    string   `json:"title"`
		Wording  string   `json:"wording"`
		Holds    string   `json:"holds"`
	}
	list := []entry{}
	for _, id := range frameworks.IDs(frameworks.Bundled()) {
		fw, findings, err := frameworks.Load(id, "")
		if err != nil {
			return report(errs, err)
		}
		if bad := finding.Errors(findings); len(bad) > 0 {
			return report(errs, bad[0])
		}
		list = append(list, entry{id, frameworks.Versions(frameworks.Bundled(), id), fw.Title, fw.Wording, show.Counts(fw)})
	}
	if *format == "json" {
		if err := writeJSON(out, list); err != nil {
			return report(errs, err)
		}
		return exitDone
	}
	for _, e := range list {
		fmt.Fprintf(out, "%s  %s\n    %s\n    %s", e.ID, strings.Join(e.Versions, ", "), e.Title, e.Holds)
		if e.Wording == "paraphrase" {
			fmt.Fprint(out, "; statements paraphrased")
		}
		fmt.Fprint(out, "\n\n")
	}
	fmt.Fprintln(out, "For example: concord framework show", list[0].ID)
	return exitDone
}

const frameworkShowHelp = `concord framework show FRAMEWORK [--item CODE] [--format text|grid|md|yaml] [--ended]

Prints a framework as a tree.

  --item CODE    one item, by its code, key, title or UUID, with all that
                 stands below it
  --format F     text (a tree), grid (levels against the parts of the framework),
                 md (Markdown) or yaml (the whole file)
  --ended        items that have ended, too

For example: concord framework show digital-competencies --item 7
`

func frameworkShowCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("framework show", frameworkShowHelp)
	o := show.Options{Width: terminalWidth()}
	f.StringVar(&o.Code, "item", "", "")
	f.BoolVar(&o.Ended, "ended", false, "")
	format := f.choice("format", "text", "grid", "md", "yaml")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	fw, ok := usable(rest[0], false, errs)
	if !ok {
		return exitUnusable
	}
	text, err := shown(fw, *format, o)
	if err == nil {
		_, err = io.WriteString(out, text)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

func shown(fw *frameworks.Framework, format string, o show.Options) (string, error) {
	switch format {
	case "md":
		return show.Markdown(fw, o)
	case "yaml":
		data, err := fw.Marshal()
		return string(data), err
	case "grid":
		return show.GridText(fw, o)
	}
	return show.Tree(fw, o)
}

// terminalWidth gives the columns that the shell says there are, 100 where it
// does not say.
func terminalWidth() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= 40 {
		return n
	}
	return 100
}
