package frameworks

import (
	"regexp"
	"strings"
)

// HeadingKinds finds the kinds that stand for headings: items stand below one of
// them, and none stands below one of its own kind. Kinds gives each item's kind,
// "" for an item that does not say, and above the number of the item above it, -1
// at the top.
func HeadingKinds(kinds []string, above []int) map[string]bool {
	out, nested := map[string]bool{}, map[string]bool{}
	for i, parent := range above {
		if parent < 0 {
			continue
		}
		out[kinds[parent]] = true
		nested[kinds[i]] = nested[kinds[i]] || kinds[parent] == kinds[i]
	}
	for kind := range out {
		if kind == "" || nested[kind] {
			delete(out, kind)
		}
	}
	return out
}

// sentence tells a sentence by how it ends, also in Chinese and Japanese.
var sentence = regexp.MustCompile(`[.;:?!。！？]$`)

// TitleAndStatement gives the title and the statement that the two texts of an item of CASE
// stand for: its full statement, and its abbreviated one or "". The one text of a
// heading, an item above others or of the kind of such items, is its title if it
// is short and no sentence.
func TitleAndStatement(full, short string, heading bool) (title, statement string) {
	title, statement = short, full
	switch {
	case title == statement && heading:
		return title, ""
	case title == statement:
		return "", statement
	case title == "" && heading && len([]rune(statement)) <= 80 && !strings.Contains(statement, "\n") && !sentence.MatchString(statement):
		return statement, ""
	}
	return title, statement
}
