// Command concord takes the folder of a consultation on a competency framework
// and writes its tables, charts, themes, proposed amendments and a report.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"concord/pipeline"
	"concord/pipeline/finding"
)

// What a command gives back to the shell.
const (
	exitDone     = 0 // done, and nothing to report
	exitFindings = 1 // done, and there are findings
	exitUnusable = 2 // the call or the input cannot be used
)

// command is one subcommand: its name, one line for the list, and what it does.
type command struct {
	name, about string
	run         func(ctx context.Context, args []string, out, errs io.Writer) int
}

var commands = []command{
	{"run", "the main job: tables, charts, themes, amendments and the report", runCommand},
	{"check", "everything that can be wrong with a consultation, said at once", checkCommand},
	{"new", "a first consultation.yaml from an export, for a person to finish", newCommand},
	{"tables", "count the survey and print the tables, with a filter or a breakdown", tablesCommand},
	{"audit", "whether printed figures can be right, alone or against the answers", auditCommand},
	{"theme", "code comments: by rules, by hand, and by what people have taught", themeCommand},
	{"amend", "the docket: amendments, votes, decisions, and why a line changed", amendCommand},
	{"apply", "decisions into the next version of the framework", applyCommand},
	{"review", "a page on which the group reads, votes and decides", reviewCommand},
	{"publish", "a site of the framework and of what became of the consultation", publishCommand},
	{"framework", "read, check, compare and exchange competency frameworks", frameworkCommand},
	{"evidence", "the evidence register, literature that themes and amendments can cite", evidenceCommand},
	{"schema", "the JSON Schema of consultation.yaml, for editors", schemaCommand},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process: arguments in, an exit code out.
func run(ctx context.Context, args []string, out, errs io.Writer) (code int) {
	// No panic reaches a person.
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintf(errs, "concord: a fault of concord itself: %v\nNothing was written over. Please report it, with the command that you gave.\n", fault)
			code = exitUnusable
		}
	}()
	if len(args) > 0 && (args[0] == "version" || args[0] == "--version") {
		fmt.Fprintln(out, "concord", pipeline.Version)
		return exitDone
	}
	return choose(ctx, "concord", usage(), commands, args, out, errs)
}

// choose runs the command that the first argument names, or prints the help.
func choose(ctx context.Context, name, help string, commands []command, args []string, out, errs io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(out, help)
		if len(args) == 0 {
			return exitUnusable
		}
		return exitDone
	}
	var names []string
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(ctx, args[1:], out, errs)
		}
		names = append(names, c.name)
	}
	fmt.Fprintf(errs, "%s: there is no command %q. %s\n", name, args[0], finding.DidYouMean(args[0], names))
	return exitUnusable
}

func usage() string {
	var w strings.Builder
	w.WriteString("concord turns a consultation on a competency framework into evidence and amendments.\n\n")
	for _, c := range commands {
		fmt.Fprintf(&w, "  concord %-10s %s\n", c.name, c.about)
	}
	w.WriteString("\n`concord COMMAND --help` says more. For example: concord run data/iapt-digital-2020\n")
	return w.String()
}

// report prints an error and gives the exit code for it.
func report(errs io.Writer, err error) int {
	var input *pipeline.InputError
	if errors.As(err, &input) {
		printFindings(errs, input.Findings)
		fmt.Fprintf(errs, "concord: %v. Nothing was written.\n", err)
		return exitUnusable
	}
	fmt.Fprintf(errs, "concord: %v\n", err)
	return exitUnusable
}
