package coders

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
)

// mostOfKind is how many findings of one kind are told one by one.
const mostOfKind = 50

// faults collects findings, and only counts those of a kind that has been told
// often, so that a file that is wrong throughout is told of in a page.
type faults struct {
	file  string
	all   []finding.Finding
	count map[string]int
	kinds []string
}

func (f *faults) add(one finding.Finding) {
	if f.count == nil {
		f.count = map[string]int{}
	}
	if one.File == "" {
		one.File = f.file
	}
	key := string(one.Severity) + " " + one.Kind
	if f.count[key]++; f.count[key] <= mostOfKind {
		f.all = append(f.all, one)
	} else if f.count[key] == mostOfKind+1 {
		f.kinds = append(f.kinds, key)
		// What stands for the rest is filled in when all are known.
		f.all = append(f.all, finding.Finding{Severity: one.Severity, Kind: one.Kind, File: one.File, Line: one.Line, Cell: one.Cell, Message: one.Message, Do: one.Do})
	}
}

// drop takes out what was told of some kinds.
func (f *faults) drop(kinds ...string) {
	of := func(kind string) bool { return slices.Contains(kinds, kind) }
	f.all = slices.DeleteFunc(f.all, func(one finding.Finding) bool { return of(one.Kind) })
	for key := range f.count {
		if _, kind, _ := strings.Cut(key, " "); of(kind) {
			delete(f.count, key)
		}
	}
}

// done gives the findings, in the order of their places.
func (f *faults) done() []finding.Finding {
	told := map[string]int{}
	for i := range f.all {
		one := &f.all[i]
		key := string(one.Severity) + " " + one.Kind
		if told[key]++; told[key] == mostOfKind+1 && f.count[key] > mostOfKind {
			one.Count = f.count[key] - mostOfKind
			one.Message = fmt.Sprintf("and of this kind more: %s", one.Message)
		}
	}
	finding.Sort(f.all)
	return f.all
}
