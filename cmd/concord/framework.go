package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"concord/frameworks/intake"
)

const frameworkHelp = `concord framework COMMAND …

Works on competency frameworks: reads them from wherever they come, checks,
compares and exchanges them.

  list                      the frameworks that come with concord, and their versions
  show FRAMEWORK            the framework as a tree, as Markdown, or one item of it
  check FRAMEWORK           what is wrong with it, and what to do
  diff OLD NEW              what changed, and which version number that makes
  import FORMAT FILE        reads a framework from another kind of file
  export FRAMEWORK          writes it for others: CASE, CSV, Markdown
  link A B                  the likeliest counterparts of A's items in B

FRAMEWORK is the id of one that comes with concord (digital-competencies, or
digital-competencies@1.0.0 for one version of it), or the path of a file: a
framework in YAML, or a CASE package in JSON.

A framework has arrived as …
  the text of a PDF or of a web page   Save it as plain text (from a PDF:
%s
  a Word file                          Save it as plain text (.txt, UTF-8), then the same.
  a spreadsheet                        Save the sheet as CSV, one row an item, with
                                       a header row, and give the format csv.
  a CASE package (JSON)                Give the format case; check, show and diff read
                                       it as it is.
  another JSON file                    Three levels of domains, competencies and skills
                                       (the DIRECT framework's layout): format direct.
For example:
  concord framework import occupational-standard standard.txt --out my-standard.yaml
  concord framework import csv items.csv --out my-framework.yaml
  concord framework check my-framework.yaml
  concord framework diff digital-competencies my-framework.yaml

` + "`concord framework COMMAND --help` says more.\n"

// frameworkHelpText names the text formats with what each is for.
func frameworkHelpText() string {
	const indent = "                                       "
	lines := []string{indent + "pdftotext -layout FILE.pdf), then give the", indent + "format that it is laid out in:"}
	for _, f := range intake.Formats {
		if f.Name != "csv" && f.Name != "direct" {
			lines = append(lines, fmt.Sprintf("%s  %-22s %s", indent, f.Name, f.About))
		}
	}
	return fmt.Sprintf(frameworkHelp, strings.Join(lines, "\n"))
}

var frameworkCommands = []command{
	{"list", "", frameworkListCommand},
	{"show", "", frameworkShowCommand},
	{"check", "", frameworkCheckCommand},
	{"diff", "", frameworkDiffCommand},
	{"import", "", frameworkImportCommand},
	{"export", "", frameworkExportCommand},
	{"link", "", frameworkLinkCommand},
}

func frameworkCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	return choose(ctx, "concord framework", frameworkHelpText(), frameworkCommands, args, out, errs)
}
