package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/frameworks/intake"
	"concord/frameworks/show"
	"concord/pipeline/finding"
	"concord/pipeline/textfile"
	"concord/pipeline/wholefile"
)

const frameworkImportHelp = `concord framework import FORMAT FILE [--fill FRAMEWORK] [--out FILE.yaml]

Reads a framework from a person's own copy of its source and prints it as a
tree, or writes it as a framework file with --out. The same text always gives
the same items the same identity.

%s
  --fill FRAMEWORK  begin with this framework, such as the paraphrase that comes
                    with concord, and put the official wording in its place: items
                    keep their identity, and what the text does not have stays; whose
                    words an item's are is marked. Another framework's text is refused
  --keep EARLIER    items that EARLIER has too keep its keys and UUIDs: for the next
                    version of a framework that lives in a spreadsheet
  --column NAME=HEADER  csv: which column holds what, such as code=Ref (several
                    times; NAME: code, statement, title, level, kind, parent, domain …)
  --id ID           the framework's id, where the one made from its title will not do
  --changed DAY     the day of the text, such as 2024-05-01, which an export as CASE
                    needs
  --out FILE.yaml   write it there; it is printed when not given. A file that is
                    there already is replaced with --replace only
  --format F        when printed: text (a tree) or yaml

What was left out, mended or could not be read is said with its line. A text of a
layout that is not known is refused, with the line that stopped the reading.
Exits with 1 when there are warnings.

For example: concord framework import occupational-standard standard.txt --fill psychological-wellbeing-practitioner --out standard.yaml
`

// importFormats is what frameworks are imported from.
func importFormats() []intake.Format {
	return append(append([]intake.Format{}, intake.Formats...), intake.Format{
		Name: "case", About: "a CASE 1.0 or 1.1 package (JSON), from any server or program",
		Layout: "A CFPackage of 1EdTech's Competencies and Academic Standards Exchange: CFDocument, CFItems, CFAssociations.",
		Read:   casefile.Import,
	})
}

func frameworkImportCommand(_ context.Context, args []string, out, errs io.Writer) int {
	var formats strings.Builder
	for _, f := range importFormats() {
		fmt.Fprintf(&formats, "  %s: %s\n", f.Name, f.About)
		for _, line := range strings.Split(strings.TrimSpace(f.Layout), "\n") {
			fmt.Fprintf(&formats, "      %s\n", line)
		}
	}
	f := newFlags("framework import", fmt.Sprintf(frameworkImportHelp, formats.String()))
	var fill, path, id, changed, keep string
	columns := map[string]string{}
	var replace bool
	f.StringVar(&fill, "fill", "", "")
	f.StringVar(&path, "out", "", "")
	f.BoolVar(&replace, "replace", false, "")
	f.StringVar(&id, "id", "", "")
	f.StringVar(&changed, "changed", "", "")
	f.StringVar(&keep, "keep", "", "")
	f.Func("column", "", func(s string) error {
		name, header, ok := strings.Cut(s, "=")
		if !ok {
			return fmt.Errorf("give NAME=HEADER, such as code=Ref")
		}
		columns[name] = header
		return nil
	})
	format := f.choice("format", "text", "yaml")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	read, err := importer(rest[0])
	if err != nil {
		return report(errs, err)
	}
	data, err := readFile(rest[1])
	if err != nil {
		return report(errs, err)
	}
	if kind := textfile.NotText(data); kind != "" {
		return report(errs, fmt.Errorf("%s is %s, not a text. %s", rest[1], kind, textfile.HowToText(kind)))
	}
	if len(columns) > 0 && rest[0] != "csv" {
		return report(errs, fmt.Errorf("--column is for the format csv only"))
	}
	if len(columns) > 0 {
		read = func(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
			return intake.ReadCSV(file, data, columns)
		}
	}
	fw, findings := read(rest[1], data)
	if bad := finding.Errors(findings); len(bad) > 0 {
		printSome(errs, bad)
		fmt.Fprintf(errs, "concord: %s was not imported: %s.\n", rest[1], plural(len(bad), "error", "errors"))
		return exitUnusable
	}
	if id != "" {
		fw = renamed(fw, id)
	}
	if fill != "" {
		base, ok := usable(fill, false, errs)
		if !ok {
			return exitUnusable
		}
		var more []finding.Finding
		fw, more = intake.Fill(base, fw)
		findings = append(findings, more...)
	}
	if keep != "" {
		earlier, ok := usable(keep, false, errs)
		if !ok {
			return exitUnusable
		}
		var more []finding.Finding
		fw, more = intake.Keep(earlier, fw)
		findings = append(findings, more...)
	}
	if changed != "" {
		if _, err := time.Parse(time.DateOnly, changed); err != nil {
			return report(errs, fmt.Errorf("--changed %s: this is not a day; give year-month-day, such as 2024-05-01", changed))
		}
		fw.Changed = changed
	}
	text, err := fw.Marshal()
	if err != nil {
		return report(errs, err)
	}
	findings = append(findings, intake.NoDay(fw)...)
	// What is written must be read again by everybody else. A package without
	// items, of which the reading has told, can be looked at but not used.
	_, again := frameworks.Read(rest[1], text)
	unusable := finding.Errors(withoutPlaces(again))
	if len(fw.Items) > 0 || path != "" {
		findings = append(findings, unusable...)
	}
	printSome(errs, findings)
	switch {
	case len(finding.Errors(findings)) > 0:
		fmt.Fprintf(errs, "concord: %s holds a framework that cannot be used as it is. Nothing was written.\n", rest[1])
		return exitUnusable
	case path != "":
		if err := writeNew(path, text, replace, rest[1], fill, keep); err != nil {
			return report(errs, err)
		}
		fmt.Fprintf(out, "%s\n%s\nWritten to %s. Next: concord framework check %s\n", show.Head(fw), show.Counts(fw), path, path)
	case *format == "yaml":
		_, err = out.Write(text)
	default:
		var tree string
		if tree, err = show.Tree(fw, show.Options{Width: terminalWidth()}); err == nil {
			_, err = io.WriteString(out, tree)
		}
	}
	if err != nil {
		return report(errs, err)
	}
	return exitFor(findings)
}

func importer(name string) (func(string, []byte) (*frameworks.Framework, []finding.Finding), error) {
	var names []string
	for _, f := range importFormats() {
		if f.Name == name {
			return f.Read, nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("there is no format %q. %s", name, finding.DidYouMean(name, names))
}

// renamed gives the framework another id, and its items the identities that
// follow from it where a key makes them.
func renamed(f *frameworks.Framework, id string) *frameworks.Framework {
	fresh := map[string]string{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.Key != "" && item.UUID == frameworks.UUID(f.ID, item.Key) {
			fresh[item.UUID] = frameworks.UUID(id, item.Key)
			item.UUID = fresh[item.UUID]
		}
		return true
	})
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		for i, old := range item.ReplacedBy {
			if to, ok := fresh[old]; ok {
				item.ReplacedBy[i] = to
			}
		}
		for i, l := range item.Links {
			if to, ok := fresh[l.To]; ok {
				item.Links[i].To = to
			}
		}
		return true
	})
	f.ID = id
	return f
}

// withoutPlaces takes the places out of findings about a text that nobody sees.
func withoutPlaces(findings []finding.Finding) []finding.Finding {
	out := append([]finding.Finding(nil), findings...)
	for i := range out {
		out[i].Line, out[i].Column = 0, 0
	}
	return out
}

// writeNew writes a file that is not there yet, or, with replace, one that is
// none of those that were read.
func writeNew(path string, data []byte, replace bool, read ...string) error {
	for _, from := range read {
		if a, err := os.Stat(path); err == nil {
			if b, err := os.Stat(from); err == nil && os.SameFile(a, b) {
				return fmt.Errorf("%s is the file that was read; give --out another name, so that the original stays", path)
			}
		}
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && !replace {
		if old, err := os.ReadFile(path); err != nil || !bytes.Equal(old, data) {
			return fmt.Errorf("%s is there already, and holds something else; give another name, or --replace to have it replaced", path)
		}
	}
	return wholefile.Write(path, data)
}

const frameworkExportHelp = `concord framework export FRAMEWORK --format case|csv|md|yaml [--out FILE]

Writes a framework in a form that others read.

  --format case   a CASE 1.1 package (JSON), valid under the official schema
  --format csv    one row an item, for a spreadsheet; import csv takes it back
  --format md     a page of Markdown
  --format yaml   concord's own file
  --strict        CASE without the extensions that hold what CASE has no place
                  for, such as keys and whose words the statements are
  --base URL      the address below which the CASE package says its parts live
  --links FILE    links to another framework that a person has confirmed (see
                  concord framework link), as CASE associations
  --ended         Markdown: items that have ended, too
  --changed DAY   CASE: the day of a framework that states none, such as 2024-05-01
  --out FILE      write it there; it is printed when not given. A file that is there
                  already is replaced with --replace only

For example: concord framework export digital-competencies --format case --out package.json
`

func frameworkExportCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("framework export", frameworkExportHelp)
	var path, links string
	var o casefile.Options
	var ended, replace bool
	var changed string
	f.StringVar(&path, "out", "", "")
	f.BoolVar(&replace, "replace", false, "")
	f.StringVar(&changed, "changed", "", "")
	f.StringVar(&links, "links", "", "")
	f.StringVar(&o.Base, "base", "", "")
	f.BoolVar(&o.Strict, "strict", false, "")
	f.BoolVar(&ended, "ended", false, "")
	format := f.choice("format", "case", "csv", "md", "yaml")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	fw, ok := usable(rest[0], false, errs)
	if !ok {
		return exitUnusable
	}
	var data []byte
	var err error
	if err := onlyFor(f, *format, map[string]string{"links": "case", "strict": "case", "base": "case", "changed": "case", "ended": "md"}); err != nil {
		return report(errs, err)
	}
	switch *format {
	case "case":
		if changed != "" && fw.Changed == "" {
			fw.Changed = changed
		}
		if links != "" {
			if o.Links, ok = confirmedLinks(links, fw, errs); !ok {
				return exitUnusable
			}
		}
		data, err = casefile.Export(fw, o)
		if err == nil {
			printSome(errs, casefile.Notes(fw, o))
		}
	case "csv":
		data, err = intake.CSV(fw)
	case "md":
		var text string
		text, err = show.Markdown(fw, show.Options{Ended: ended})
		data = []byte(text)
	case "yaml":
		data, err = fw.Marshal()
	}
	if err == nil {
		err = put(path, data, replace, out, rest[0], links)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// onlyFor refuses flags that the format asked for has no use for, so that nobody
// takes what they ask for as done.
func onlyFor(f *flags, format string, uses map[string]string) (err error) {
	f.Visit(func(x *flag.Flag) {
		if of, ok := uses[x.Name]; ok && of != format && err == nil {
			err = fmt.Errorf("--%s is for the format %s only, and the format asked for is %s", x.Name, of, format)
		}
	})
	return err
}
