package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"concord/pipeline/finding"
)

// flags reads the flags of one command, which may stand before, between and
// after its other arguments.
type flags struct {
	*flag.FlagSet
	help string
}

func newFlags(name, help string) *flags {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	return &flags{set, help}
}

// oneOrMore is how many arguments a command wants that takes any number of them.
const oneOrMore = -1

// parse gives the arguments that are no flags, which must be as many as wanted.
// With ok false the command is over, with that exit code.
func (f *flags) parse(args []string, want int, out, errs io.Writer) (rest []string, code int, ok bool) {
	for len(args) > 0 {
		if err := f.Parse(args); err != nil {
			if err == flag.ErrHelp {
				fmt.Fprint(out, f.help)
				return nil, exitDone, false
			}
			fmt.Fprintf(errs, "concord %s: %v\n%s", f.Name(), err, f.near(err.Error()))
			return nil, exitUnusable, false
		}
		args = f.Args()
		if len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	if want == oneOrMore && len(rest) > 0 {
		return rest, exitDone, true
	}
	if want == oneOrMore {
		fmt.Fprintf(errs, "concord %s: found no argument, expected one or more\n%s", f.Name(), f.usage())
		return nil, exitUnusable, false
	}
	if len(rest) != want {
		fmt.Fprintf(errs, "concord %s: found %s, expected %d\n%s", f.Name(), plural(len(rest), "argument", "arguments"), want, f.usage())
		return nil, exitUnusable, false
	}
	return rest, exitDone, true
}

// usage is the first lines of the help, which show the call.
func (f *flags) usage() string {
	call, _, _ := strings.Cut(f.help, "\n\n")
	return fmt.Sprintf("  %s\n`concord %s --help` says more.\n", strings.ReplaceAll(call, "\n", "\n  "), f.Name())
}

// near names the flag that an unknown one is like.
func (f *flags) near(message string) string {
	name, found := strings.CutPrefix(message, "flag provided but not defined: -")
	if !found {
		return ""
	}
	var names []string
	f.VisitAll(func(x *flag.Flag) { names = append(names, "--"+x.Name) })
	return finding.DidYouMean("--"+name, names) + "\n"
}
