package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Share says a cell in words, with its count, base and percentage together:
// "18 of 19 (95%; 95% interval 75 to 99)". A cell that must not be shown is
// "hidden", and one of an empty base "no answers". i is the table's interval.
func Share(c tabulate.Cell, i study.Interval) string {
	switch {
	case c.Suppressed:
		return hiddenWord(c)
	case c.Value != "":
		return c.Value
	case c.Base == 0:
		return "no answers"
	}
	of := strconv.Itoa(c.Base)
	if c.Rule == study.Mentions {
		of += " mentions"
	}
	if interval := between(c); interval != "" {
		return fmt.Sprintf("%d of %s (%s%%; %s interval %s)", c.Count, of, c.Shown, i.Percent(), interval)
	}
	return fmt.Sprintf("%d of %s (%s%%)", c.Count, of, c.Shown)
}

// between gives the interval of a cell, such as "75 to 99", with as many digits
// after the point as its percentage; "" where it has none.
func between(c tabulate.Cell) string {
	if !c.Interval || c.Suppressed {
		return ""
	}
	return interval(c.Low, c.High, c.Shown)
}

func interval(low, high float64, shown string) string {
	_, fraction, _ := strings.Cut(shown, ".")
	digits := len(fraction)
	return strconv.FormatFloat(low, 'f', digits, 64) + " to " + strconv.FormatFloat(high, 'f', digits, 64)
}

// count says how many there are of a thing: "1 person", "12 people".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a number with commas: 1,189.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// and joins words as a sentence does: a, b and c.
func and(words []string) string { return joinLast(words, ", ", " and ") }

func joinLast(words []string, comma, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], comma) + last + words[len(words)-1]
}

// small tells whether a count of people is one that the study hides.
func (b *builder) small(n int) bool { return n > 0 && n < b.in.Study.Suppression.Below }

// hiddenWord stands in place of a hidden number, as the rule for small counts says.
func hiddenWord(c tabulate.Cell) string {
	if c.Mark != "" {
		return c.Mark
	}
	return "hidden"
}

// rounded brings a count of people to what the rule for small counts prints.
func (b *builder) rounded(n int) int {
	rules := b.in.Study.Suppression.Rules()
	return rules.Number(n)
}

// tally is a count of comments and the like, shown as a count of people is.
func (b *builder) tally(n int, one, many string) string {
	if n == 1 && !b.small(n) {
		return "1 " + one
	}
	return b.number(n) + " " + many
}

// number is a count of people, rounded where the study rounds, or that it is too
// small to show.
func (b *builder) number(n int) string {
	if n == tabulate.Unsaid {
		return "hidden"
	}
	// A rule that only rounds has no mark for few: they are 0 by it.
	if rules := b.in.Study.Suppression.Rules(); b.small(n) && rules.Below > 1 {
		return "fewer than " + strconv.Itoa(b.in.Study.Suppression.Below)
	}
	return thousands(b.rounded(n))
}

// persons is a count of people with the word.
func (b *builder) persons(n int) string {
	if n == 1 && !b.small(n) {
		return "1 person"
	}
	return b.number(n) + " people"
}

// divided says how people divide over survey and groups, after a comma; ""
// where there was only one of them, or the parts are too small to show.
func (b *builder) divided(survey, groups int) string {
	if !b.has("survey") || !b.has("groups") || b.small(survey) || b.small(groups) {
		return ""
	}
	return ", " + b.number(survey) + " in the survey and " + b.number(groups) + " in the groups"
}

// ofAll says a number of people as a share of all who took part.
func (b *builder) ofAll(n int, withInterval bool) string {
	base := b.took()
	if b.small(n) || base == 0 || n > base {
		return b.persons(n)
	}
	base = max(1, b.rounded(base))
	n = min(b.rounded(n), base)
	r := b.in.Study.Rounding
	shown := tabulate.Percent(n, base, r.Digits, r.Rule)
	if !withInterval {
		return fmt.Sprintf("%d of %d (%s%%)", n, base, shown)
	}
	low, high := stats.Wilson(n, base, tabulate.Confidence)
	return fmt.Sprintf("%d of %d people (%s%%; 95%% interval %s)", n, base, shown, interval(100*low, 100*high, shown))
}

// ofAllShown is ofAll with its interval, where the number may be shown.
func (b *builder) ofAllShown(n int, shown bool) string {
	if !shown && !b.small(n) {
		return "a hidden number of people"
	}
	return b.ofAll(n, true)
}

// upperFirst and lowerFirst change the first letter only.
func upperFirst(s string) string { return first(s, unicode.ToUpper) }
func lowerFirst(s string) string { return first(s, unicode.ToLower) }

func first(s string, change func(rune) rune) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(change(r)) + s[size:]
}

// sentence puts a capital at the beginning and a full stop at the end.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	s = upperFirst(s)
	if last, _ := utf8.DecodeLastRuneInString(s); !strings.ContainsRune(".!?…", last) {
		s += "."
	}
	return s
}

// The small pieces that texts are put together from.

func plain(words string) Span  { return Span{Words: words} }
func strong(words string) Span { return Span{Words: words, Style: Strong} }
func code(words string) Span   { return Span{Words: words, Style: Code} }
func link(words, to string) Span {
	return Span{Words: words, To: to}
}

// text makes a text of strings and spans.
func text(parts ...any) Text {
	var out Text
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			if p != "" {
				out = append(out, plain(p))
			}
		case Span:
			out = append(out, p)
		case Text:
			out = append(out, p...)
		}
	}
	return out
}

func para(parts ...any) Paragraph { return Paragraph{Text: text(parts...)} }

// cells makes the cells of a row that holds nothing but plain words.
func cells(words ...string) []Text {
	out := make([]Text, len(words))
	for i, w := range words {
		out[i] = text(w)
	}
	return out
}
