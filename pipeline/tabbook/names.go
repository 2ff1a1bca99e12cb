package tabbook

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"concord/pipeline/onpage"
	"concord/pipeline/tabulate"
)

// mostName is how long the name of a sheet may be, in UTF-16 units.
const mostName = 31

// Names gives the names of the tables' sheets: their ids, as far as Excel takes
// them (31 characters, none of : \ / ? * [ ], no apostrophe at an end), each
// unlike the others in more than case.
func Names(tables []tabulate.Table) []string {
	// Excel keeps History for itself.
	taken := map[string]bool{strings.ToLower(readMe): true, strings.ToLower(index): true, "history": true}
	again := map[string]int{}
	out := make([]string, len(tables))
	for i := range tables {
		name := allowed(tables[i].ID)
		try := name
		for taken[strings.ToLower(try)] {
			again[name]++
			end := fmt.Sprintf(" (%d)", again[name]+1)
			try = strings.TrimRight(cut(name, mostName-len(end)), " ") + end
		}
		taken[strings.ToLower(try)] = true
		out[i] = try
	}
	return out
}

func allowed(id string) string {
	s := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, onpage.Clean(id))
	s = strings.Trim(cut(strings.Trim(s, "' "), mostName), "' ")
	if s == "" {
		return "Table"
	}
	return s
}

// cut gives the beginning of a text in at most so many UTF-16 units.
func cut(s string, most int) string {
	n := 0
	for i, r := range s {
		if n += max(1, utf16.RuneLen(r)); n > most {
			return s[:i]
		}
	}
	return s
}
