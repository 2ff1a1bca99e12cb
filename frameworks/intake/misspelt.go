package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// uses counts how often each value of a column is used.
type uses struct {
	values []string
	count  map[string]int
	first  map[string]int // the line on which it stands first
}

func (u *uses) add(value string, line int) {
	if value == "" {
		return
	}
	if u.count == nil {
		u.count, u.first = map[string]int{}, map[string]int{}
	}
	if u.count[value]++; u.count[value] == 1 {
		u.values, u.first[value] = append(u.values, value), line
	}
}

// mostValues is how many different values are compared with one another; a
// column with more is no list of levels or kinds.
const mostValues = 300

// misspelt warns of a value used once or twice that is nearly another used more
// often.
func (t *table) misspelt(column string, u uses) {
	if len(u.values) > mostValues {
		return
	}
	for _, value := range u.values {
		if u.count[value] > 2 {
			continue
		}
		var near []string
		for _, other := range u.values {
			if u.count[other] > u.count[value] && mistyped(value, other) {
				near = append(near, other)
			}
		}
		if near == nil {
			continue
		}
		slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(u.count[b], u.count[a]) })
		t.add(finding.Finding{
			Severity: finding.Warning, Kind: column + "-misspelt", Line: u.first[value], Cell: t.cellName(column), Found: value,
			Expected: fmt.Sprintf("perhaps %s, which stands on %d rows", finding.Quote(near[0]), u.count[near[0]]),
			Message:  fmt.Sprintf("this %s is used on %d rows only and is nearly another", column, u.count[value]),
			Do:       finding.DidYouMean(value, near),
		})
	}
}

// mistyped tells whether two values differ by one or two letters within one or
// more longer words. Numbers, single letters and Roman numerals that differ, as
// in Level 1 and Level 2, are no misprints, and capitals are no difference.
func mistyped(a, b string) bool {
	if strings.EqualFold(a, b) || !finding.Alike(a, b, 2) {
		return false
	}
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	if digits(a) != digits(b) {
		return false
	}
	split := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	as, bs := split(a), split(b)
	if len(as) != len(bs) {
		return strings.Join(as, "") == strings.Join(bs, "")
	}
	for i := range as {
		shorter := min(len([]rune(as[i])), len([]rune(bs[i])))
		switch {
		case as[i] == bs[i]:
		case shorter < 4, shorter < 6 && !finding.Alike(as[i], bs[i], 1):
			return false
		}
	}
	return true
}

func (t *table) declaredKind(cell string) bool {
	return slices.ContainsFunc(t.f.Kinds, func(k frameworks.Kind) bool { return k.Line > 0 && (k.ID == cell || strings.EqualFold(k.Label, cell)) })
}

func (t *table) declaredLevel(cell string) bool {
	return slices.ContainsFunc(t.f.Levels, func(l frameworks.Level) bool { return l.Line > 0 && (l.ID == cell || strings.EqualFold(l.Label, cell)) })
}

// shortLast warns where the last row alone has fewer cells than the header.
func (t *table) shortLast(body []record) {
	if len(body) == 0 {
		return
	}
	last := body[len(body)-1]
	if len(last.cells) >= len(t.header.cells) {
		return
	}
	for _, r := range body[:len(body)-1] {
		if len(r.cells) <= len(last.cells) {
			return
		}
	}
	t.warnCutOff(last.line, fmt.Sprintf("the last row has %d cells where the header has %d", len(last.cells), len(t.header.cells)))
}
