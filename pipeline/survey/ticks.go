package survey

import (
	"slices"
	"strings"

	"concord/pipeline/study"
)

// tickList takes apart the cell of a multi question that holds several answers.
type tickList struct {
	// separator stands between answers; newLine tells that it is a line break,
	// which must outlive the collapsing of white space.
	separator string
	newLine   bool
	// answers are all ways of writing all options, the longest first, because
	// one may have the separator in it or be the beginning of another.
	answers []tickAnswer
	labels  []string
}

type tickAnswer struct {
	text   string
	option int
}

// lineMark stands for a line break while white space is collapsed.
const lineMark = "\x1e"

// newTickList makes the list for a question; separator is the one that its
// dialect has where the question names none.
func newTickList(q *study.Question, separator string) *tickList {
	t := &tickList{separator: study.Normal(q.Separator), labels: q.Options.Labels()}
	if t.separator == "" {
		t.separator = separator
		if strings.ContainsAny(q.Separator, "\r\n") {
			t.separator, t.newLine = lineMark, true
		}
	}
	for i := range q.Options {
		for _, text := range spellings(&q.Options[i]) {
			t.answers = append(t.answers, tickAnswer{text, i})
		}
	}
	slices.SortStableFunc(t.answers, func(a, b tickAnswer) int { return len(b.text) - len(a.text) })
	return t
}

// spellings gives the ways in which an export may write an option, white space
// collapsed, none of them blank.
func spellings(o *study.Option) []string {
	var out []string
	for _, text := range append([]string{o.Code, o.Label}, o.Also...) {
		if text = study.Normal(text); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// normal gives a cell as split wants it.
func (t *tickList) normal(text string) string {
	if t.newLine {
		text = strings.NewReplacer("\r\n", lineMark, "\n", lineMark, "\r", lineMark).Replace(text)
	}
	return study.Normal(text)
}

// split calls tick for each option in a cell, and words for each stretch that
// is none: answers that are not listed, with the separators between them.
func (t *tickList) split(text string, tick func(option int), words func(string)) {
	from := -1
	flush := func(to int) {
		if from >= 0 {
			if w := strings.TrimRight(text[from:to], " "+t.separator); w != "" {
				words(strings.ReplaceAll(w, lineMark, " "))
			}
			from = -1
		}
	}
	for p := 0; p < len(text); {
		if text[p] == ' ' {
			p++
			continue
		}
		if option, n := t.match(text[p:]); n > 0 {
			flush(p)
			tick(option)
			p += n
			continue
		}
		if from < 0 && !strings.HasPrefix(text[p:], t.separator) {
			from = p
		}
		i := strings.Index(text[p:], t.separator)
		if i < 0 {
			break
		}
		p += i + len(t.separator)
	}
	flush(len(text))
}

// match gives the longest option with which text begins and after which it ends
// or a separator follows, and the length of both together; 0 when there is none.
func (t *tickList) match(text string) (option, n int) {
	for _, a := range t.answers {
		rest, ok := strings.CutPrefix(text, a.text)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		if rest == "" {
			return a.option, len(text)
		}
		if after, ok := strings.CutPrefix(rest, t.separator); ok {
			return a.option, len(text) - len(after)
		}
	}
	return 0, 0
}

// The usual cells of an option's own column, beside the option's label and code.
var (
	usualTicked   = []string{"Yes", "True", "1", "Selected", "Checked"}
	usualUnticked = []string{"No", "False", "0", "Not selected", "Unchecked"}
)

// What a cell of an option's own column means.
const (
	notSaid = iota
	unticked
	ticked
)

// optionCells tells what the cells of an option's own column mean, and whether
// any other words there tick it.
func optionCells(o *study.Option, missing []string) (cells *lookup, anyWords bool) {
	cells = newLookup()
	addAll := func(list []string, value uint64) {
		for _, text := range list {
			cells.add(study.Normal(text), value)
		}
	}
	named := slices.DeleteFunc(slices.Clone(o.Ticked), func(s string) bool { return s == "*" })
	addAll(named, ticked)
	addAll(o.Unticked, unticked)
	addAll(missing, notSaid)
	if len(named) == 0 {
		addAll(spellings(o), ticked)
		addAll(anyCase(usualTicked), ticked)
	}
	if len(o.Unticked) == 0 {
		addAll(anyCase(usualUnticked), unticked)
	}
	return cells, slices.Contains(o.Ticked, "*")
}

func anyCase(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, s, strings.ToLower(s), strings.ToUpper(s))
	}
	return out
}
