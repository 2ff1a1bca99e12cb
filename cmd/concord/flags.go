package main

import (
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
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

// jobsOf is how many processors to use: all there are when not said.
func jobsOf(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}

// formatFor gives the format to write a file in: what --format says, or where it
// was not given what the file's name says, or else the first of known. A name that
// says another format than --format is an error, and so is one of a format that
// the command does not write. Each of known is a format, or a format and the ending
// of its files, such as taguette=csv.
func (f *flags) formatFor(path, format string, known ...string) (string, error) {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	given := false
	f.Visit(func(x *flag.Flag) { given = given || x.Name == "format" })
	var says []string // formats whose files have such a name
	var own string    // the ending of files of this format
	for _, k := range known {
		name, end, other := strings.Cut(k, "=")
		if !other {
			end = name
		}
		if end == ending {
			says = append(says, name)
		}
		if name == format && own == "" {
			own = end
		}
	}
	spreadsheet := ending == "xls" || ending == "ods" || ending == "xlsx" || ending == "numbers"
	switch {
	case given && slices.Contains(says, format):
		return format, nil
	case given && (len(says) > 0 || spreadsheet):
		return "", fmt.Errorf("--format %s and the name %s do not go together: give the file a name that ends with .%s, or another --format", format, path, own)
	case given:
		return format, nil
	case len(says) > 0:
		return says[0], nil
	case spreadsheet:
		var can []string
		for _, k := range known {
			if name, _, _ := strings.Cut(k, "="); !slices.Contains(can, name) {
				can = append(can, name)
			}
		}
		return "", fmt.Errorf("a file %s cannot be written; give --format and a name for one of %s", path, strings.Join(can, ", "))
	}
	return format, nil
}
