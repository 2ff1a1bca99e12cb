package discover

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"concord/pipeline/onpage"
)

// nonAnswers lists the units set aside by what they say.
func (c *corpus) nonAnswers() []Form {
	by := map[string][]int{}
	for _, u := range c.setAside {
		text := strings.ToLower(onpage.Clean(c.units[u].Text))
		text = strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if text == "" {
			text = "(blank)"
		}
		by[text] = append(by[text], u)
	}
	out := []Form{}
	for text, units := range by {
		out = append(out, Form{text, len(units), c.peopleOf(units)})
	}
	slices.SortFunc(out, func(a, b Form) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.Text, b.Text))
	})
	return out
}
