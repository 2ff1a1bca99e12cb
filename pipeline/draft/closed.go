package draft

import (
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// answer is one answer with the ways in which it is written.
type answer struct {
	text string
	also []string
	rows int
}

// answersOf puts together values that differ in their capitals and spaces alone. The way
// that most people have is the answer's.
func answersOf(values []survey.ValueCount) []answer {
	at := map[string]int{}
	var out []answer
	most := map[int]int{}
	for _, v := range values {
		key := strings.ReplaceAll(strings.ToLower(v.Text), " ", "")
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			most[len(out)] = v.Rows
			out = append(out, answer{text: v.Text, rows: v.Rows})
			continue
		}
		out[i].rows += v.Rows
		if v.Rows > most[i] {
			most[i] = v.Rows
			out[i].also = append(out[i].also, out[i].text)
			out[i].text = v.Text
		} else {
			out[i].also = append(out[i].also, v.Text)
		}
	}
	return out
}

func texts(list []answer) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.text
	}
	return out
}

// mostListed is how many answers a draft lists at most.
const mostListed = 120

// closed tells whether a column holds answers from a list, and makes a single or
// a scale question of it.
func (b *builder) closed(q *Question, c *column, values []survey.ValueCount) bool {
	list := b.shown(c, answersOf(values))
	if c.Many || len(list) > 4*mostListed {
		return false
	}
	if len(list) <= 40 {
		if order, aside, what, ok := ordered(texts(list)); ok {
			b.scale(q, list, order, aside, what)
			return true
		}
		if places, what, ok := degrees(texts(list)); ok && len(list) <= 2 && knownQuality[what] {
			b.scale(q, list, sorted(texts(list), places), nil, what)
			return true
		}
	}
	defer q.sameMeaning()
	if isYesNo(list) {
		b.yesNo(q, list)
		return true
	}
	chosen, rest, ok := chosenFrom(list, c)
	if !ok {
		return false
	}
	q.Kind = study.Single
	slices.SortStableFunc(chosen, func(x, y answer) int {
		if a, b := isAside(x.text), isAside(y.text); a != b {
			if a {
				return 1
			}
			return -1
		}
		return y.rows - x.rows
	})
	for _, a := range chosen {
		q.Options = append(q.Options, a.option())
	}
	if len(rest) > 0 {
		addOther(q)
		q.add(true, "%s are counted under %q, their words kept. Should any be in the list?", answersNotListed(len(rest)), q.Other)
	} else {
		q.add(false, "Are these all the answers that could be given? They are in the order of how often they were.")
	}
	return true
}

// meanings are answers that mean the same, in small letters.
var meanings = [][]string{{"m", "male", "man", "men"}, {"f", "female", "woman", "women"}, {"y", "yes"}, {"n", "no"}, {"nb", "non-binary", "nonbinary", "non binary"}}

// sameMeaning asks about options that may be one answer written in several ways.
func (q *Question) sameMeaning() {
	for _, m := range meanings {
		var same []string
		for _, o := range q.Options {
			if slices.Contains(m, low(o.Label)) {
				same = append(same, o.Label)
			}
		}
		if len(same) > 1 {
			q.add(true, "Are %s one answer? Then keep one option and write the others into it: {label: %s, also: %s}.", strings.ReplaceAll(inWords(same), " or ", " and "), inList(same[0]), flow(same[1:]))
		}
	}
}

func answersNotListed(n int) string {
	if n == 1 {
		return "Answers that are not in the list (1 kind)"
	}
	return "Answers that are not in the list (" + itoa(n) + " kinds)"
}

func (a answer) option() study.Option { return study.Option{Label: a.text, Also: a.also} }

// addOther gives a question an option under which answers that are not listed
// are counted.
func addOther(q *Question) {
	for _, o := range q.Options {
		if isOther(o.Label) {
			q.Other = o.Label
			return
		}
	}
	label := "Another answer"
	for q.Options.Index(label) >= 0 {
		label += " (not listed)"
	}
	q.Options = append(q.Options, study.Option{Label: label})
	q.Other = label
}

// scale makes a scale of answers in their order.
func (b *builder) scale(q *Question, list []answer, order, aside []string, what string) {
	by := map[string]answer{}
	for _, a := range list {
		by[a.text] = a
	}
	q.Kind, q.family = study.Scale, what
	for _, text := range append(slices.Clone(order), aside...) {
		q.Options = append(q.Options, by[text].option())
	}
	q.order = "Is this the right order, and is any answer not here that nobody chose?"
	if len(aside) > 0 {
		q.order = "Is this the right order? " + hasOrHave(aside) + " no place in it, and comes last."
	}
}

func hasOrHave(list []string) string {
	if len(list) == 1 {
		return inWords(list) + " has"
	}
	return strings.ReplaceAll(inWords(list), " or ", " and ") + " have"
}

// isYesNo tells whether the answers are yes and no, or one of them, beside those
// of people who did not know or say.
func isYesNo(list []answer) bool {
	sides := 0
	for _, a := range list {
		switch s := low(a.text); {
		case yes[s], no[s]:
			sides++
		case !isAside(a.text):
			return false
		}
	}
	return sides > 0 && len(list) <= 6
}

// yesNo makes a question of yes and no, with both even if nobody gave one.
func (b *builder) yesNo(q *Question, list []answer) {
	q.Kind = study.Single
	var hasYes, hasNo, plain bool
	var first, last study.Options
	for _, a := range list {
		switch s := low(a.text); {
		case yes[s]:
			hasYes, plain = true, plain || s == "yes"
			first = append(study.Options{a.option()}, first...)
		case no[s]:
			hasNo, plain = true, plain || s == "no"
			first = append(first, a.option())
		default:
			last = append(last, a.option())
		}
	}
	switch {
	case !hasYes && plain:
		first = append(study.Options{{Label: "Yes"}}, first...)
		q.add(false, "Nobody answered Yes.")
	case !hasNo && plain:
		first = append(first, study.Option{Label: "No"})
		q.add(false, "Nobody answered No.")
	}
	q.Options = append(first, last...)
}

// chosenFrom parts answers that look like those of a list from what people
// wrote: many gave the former, one or two each of the latter. ok is false when
// most are people's own words.
func chosenFrom(list []answer, c *column) (chosen, written []answer, ok bool) {
	n := c.filled
	if n < 20 {
		return fewAnswers(list, c)
	}
	often := max(2, min(3, n/60), (n*3+1999)/2000)
	common, covered, once := 0, 0, 0
	for _, a := range list {
		if (a.rows >= often || a.rows >= 2 && isAside(a.text) && len(a.text) < 40) && len(a.text) <= 300 {
			chosen = append(chosen, a)
			common++
			covered += a.rows
		} else {
			if a.rows == 1 {
				once++
			}
			written = append(written, a)
		}
	}
	if common < 2 && len(list) > 5 || covered*100 < n*65 || common > mostListed {
		if len(list) == 1 && c.Words <= 150 {
			return list, nil, true
		}
		return nil, nil, false
	}
	// A few rare answers are those of a list that few people gave; what people write
	// themselves is mostly written by one of them alone.
	if len(written) <= 3 || (n < 100 && len(list) <= 25 || once < 4 || once*5 < len(list)) && len(list) <= mostListed && !anyLong(written, chosen) {
		return list, nil, true
	}
	return chosen, written, true
}

// anyLong tells whether any of the rare answers is much longer than all that are
// common, as only people's own words are.
func anyLong(rare, common []answer) bool {
	most := 0
	for _, a := range common {
		most = max(most, len(a.text))
	}
	for _, a := range rare {
		if len(a.text) > 2*most+40 {
			return true
		}
	}
	return false
}

// listAsked are the words of a question that is answered from a list.
var listAsked = regexp.MustCompile(`(?i)\bwhich (?:statement|category|option|of (?:the following|these|them)|one)|\bchoices\b|\bselect (?:the )?one\b|\bchoose (?:the )?one\b|\bqué (?:opción|categoría)|siguientes opciones`)

// fewAnswers decides where hardly anybody answered: short answers, some of them
// the same, are from a list.
func fewAnswers(list []answer, c *column) (chosen, written []answer, ok bool) {
	again := c.filled - len(list)
	if listAsked.MatchString(c.Wording) && again > 0 || again*2 >= c.filled {
		return list, nil, true
	}
	for _, a := range list {
		if len(words(a.text)) > 12 || strings.ContainsAny(a.text, "!;\n") || strings.HasSuffix(a.text, ".") {
			return nil, nil, false
		}
	}
	if c.Words > 80 || len(list) > 3 && again < len(list)/2 || len(list) == 3 && again == 0 {
		return nil, nil, false
	}
	return list, nil, true
}

// shown adds the answers that nobody gave but that a column beside says were
// shown, in the order in which it has them.
func (b *builder) shown(c *column, list []answer) []answer {
	if at, ok := b.orders[c.Name+"_DO"]; ok {
		o := &b.profile.Columns[at]
		known := map[string]bool{}
		for _, a := range list {
			known[strings.ToLower(a.text)] = true
		}
		for _, v := range o.Values {
			for _, part := range strings.Split(v.Text, "|") {
				part = study.Normal(part)
				if _, isNumber := plainNumber(part); part != "" && !isNumber && !known[strings.ToLower(part)] && len(list) < mostListed {
					known[strings.ToLower(part)] = true
					list = append(list, answer{text: part})
				}
			}
		}
	}
	return list
}
