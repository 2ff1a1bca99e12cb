package draft

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

var (
	// severalAsked are the words by which a question says that several answers can
	// be given, in a few languages.
	severalAsked = regexp.MustCompile(`(?i)(?:select|check|choose|tick|mark|pick) (?:all|any|as many|one or more|up to)|all that apply|that apply\b|mar(?:ca|que|car) tod|tod[ao]s l[ao]s (?:opciones )?que|selecciona tod|mehrfach|plusieurs réponses`)
	// ratedAsked are the words of a question that is answered with points.
	ratedAsked = regexp.MustCompile(`(?i)\b(?:scale|rate|rating|rank|ranking|how (?:likely|satisfied|confident|important|difficult|easy|useful|relevant|well)|points|stars|en una escala|qué tan)\b`)
	// numberAsked are the words of a question that is answered with a number.
	numberAsked = regexp.MustCompile(`(?i)\b(?:how many|number of|how much|how old|what year|which year|in what year|year|years|age|percentage|per cent|percent|how long|months|hours|days|minutes|duration|height|weight|amount|times|cuántas?|cuántos|año)\b`)
	// fromTo is a range that a wording names: "on a scale of 1 to 5", "0-10".
	fromTo = regexp.MustCompile(`(?i)(?:scale|escala|rate|from|between|de|of|del|is)\D{0,20}?\b(\d{1,2})\s*(?:to|-|–|through|al|a|and)\s*(\d{1,2})\b`)
	// point is a point of a scale with words at it or not: "1 (None at all)", "5+".
	point = regexp.MustCompile(`^(\d{1,2})(?:\.0+)?(?:\+|\s*[-–:=(.]\s*\D.*|\s+\D.*)?$`)
)

// single makes the question of one column.
func (b *builder) single(c *column, values []survey.ValueCount) (q Question) {
	q = Question{columns: []int{c.at}}
	q.Column, q.Wording = c.Name, b.wording(c)
	q.Missing = b.ownMissing(c)
	asked := c.Wording + " " + c.Name
	defer func() { b.keepWordsOut(&q, c, values) }()
	switch {
	case c.filled > 0 && b.asksForWords(c) && !recurring(values):
		return b.text(c)
	case c.filled <= 0:
		q.Kind = study.Text
		q.add(true, "Nobody answered, so the kind of this question is not known.")
	case c.Dates >= c.filled && c.Dates > 0 && c.numbers < c.filled:
		q.Kind = study.Date
	case c.numbers >= c.filled && !c.Many:
		b.fromNumbers(&q, asked, values, c.filled)
	case c.numbers >= c.filled:
		q.Kind = study.Number
	case c.numbers*3 > c.filled && len(values) > 10 && c.numbers*10 < c.filled*9:
		return b.text(c) // numbers with remarks
	case b.points(&q, asked, values):
	case b.mostlyNumbers(&q, c, values):
	case b.several(&q, asked, c, values):
	case b.closed(&q, c, values):
	default:
		return b.text(c)
	}
	return q
}

// recurring tells whether the answers are a scale of which each was given more
// than once: a word such as "feedback" in the header asks for no comments then.
func recurring(values []survey.ValueCount) bool {
	var list []string
	for _, v := range values {
		if v.Rows < 2 || len(list) > 12 {
			return false
		}
		list = append(list, v.Text)
	}
	_, _, _, ok := ordered(list)
	return ok
}

// text makes a question of people's own words.
func (b *builder) text(c *column) Question {
	q := Question{columns: []int{c.at}}
	q.Column, q.Wording, q.Kind = c.Name, b.wording(c), study.Text
	if q.holds = reachable(c.values); q.holds > 0 {
		q.add(false, "Holds e-mail addresses or telephone numbers in %s. Redaction takes them out of what is printed.", cells(q.holds))
	}
	return q
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return itoa(n) + " cells"
}

// plainNumber reads a cell as survey does.
func plainNumber(cell string) (float64, bool) {
	if strings.ContainsAny(cell, "xXpPnN_iI") {
		return 0, false
	}
	x, err := strconv.ParseFloat(cell, 64)
	return x, err == nil
}

// fromNumbers decides what a column of numbers is: points of a scale, codes of
// answers, or numbers.
func (b *builder) fromNumbers(q *Question, asked string, values []survey.ValueCount, filled int) {
	whole := map[int]bool{}
	low, high := math.MaxInt, math.MinInt
	for _, v := range values {
		x, ok := plainNumber(v.Text)
		if !ok || x != math.Trunc(x) || math.Abs(x) > 1e6 {
			q.Kind = study.Number
			return
		}
		whole[int(x)] = true
		low, high = min(low, int(x)), max(high, int(x))
	}
	if from, to, ok := namedRange(asked); ok && low >= from && high <= to {
		b.pointsFrom(q, values, from, to)
		return
	}
	defer func() { askCodes(q, whole, low, high) }()
	rated := ratedAsked.MatchString(asked)
	counted := numberAsked.MatchString(asked)
	spread := high - low + 1
	switch {
	case counted && !rated || low < 0 || high > 99 || high > 10 && len(whole) > 30:
		q.Kind = study.Number
	case high <= 10 && (rated || len(whole) >= 3 && len(whole) >= spread-1):
		from, to := usualRange(low, high)
		b.pointsFrom(q, values, from, to)
		if !rated {
			q.add(true, "Are these points of a scale, codes of answers (write what each means as its label), or plain numbers (kind: number)?")
		}
	case high <= 10 || isCoded(whole, spread, filled):
		q.Kind = study.Single
		q.Options = numberOptions(values)
		q.add(true, "What do these codes mean? Write it as the label of each, and keep the code: {label: Yes, code: \"1\"}.")
	default:
		q.Kind = study.Number
	}
}

// askCodes asks of numbers whether they are codes of answers, where there are few
// different ones, and they count from 1 or some are negative.
func askCodes(q *Question, whole map[int]bool, low, high int) {
	const most = 7
	if q.Kind != study.Number || len(whole) > most || len(whole) < 2 || low >= 0 && !(low == 1 && high == len(whole)) {
		return
	}
	var options []string
	for n := low; n <= high && len(options) < len(whole); n++ {
		if n-low > 2000 {
			break // far apart: no codes of one list
		}
		if whole[n] {
			options = append(options, `{label: ..., code: "`+strconv.Itoa(n)+`"}`)
		}
	}
	q.add(true, "Are these numbers codes of answers? Then write instead of kind: number")
	q.Ask = append(q.Ask, "  kind: single", "  options: ["+strings.Join(options, ", ")+"]")
}

// namedRange reads the range of a scale from its question.
func namedRange(asked string) (from, to int, ok bool) {
	m := fromTo.FindStringSubmatch(asked)
	if m == nil {
		return 0, 0, false
	}
	from, _ = strconv.Atoi(m[1])
	to, _ = strconv.Atoi(m[2])
	return from, to, from < to && to-from <= 10
}

// usualRange completes the points that people chose to a scale as instruments
// have them: up to 3, 4, 5, 6, 7 or 10, from 0 only if somebody chose 0.
func usualRange(low, high int) (from, to int) {
	from = min(low, 1)
	switch {
	case high > 7:
		to = 10
	case high >= 3:
		to = high
	default:
		to = max(high, 2)
	}
	return from, to
}

// isCoded tells whether numbers look like codes: few of them, often used, with a
// gap before codes such as 96 to 99.
func isCoded(whole map[int]bool, spread, filled int) bool {
	if len(whole) > 30 || filled < 5*len(whole) {
		return false
	}
	last, above := 0, 0
	for n := range whole {
		if n >= 90 {
			above++
		} else {
			last = max(last, n)
		}
	}
	return above > 0 && last < 60 && len(whole)-above >= (last+1)/2 || len(whole) == spread && len(whole) <= 9
}

// pointsFrom makes a scale of the numbers from one to another.
func (b *builder) pointsFrom(q *Question, values []survey.ValueCount, from, to int) {
	q.Kind, q.family = study.Scale, "points"
	unchosen := 0
	for n := from; n <= to; n++ {
		o := study.Option{Label: strconv.Itoa(n)}
		chosen := false
		for _, v := range values {
			if x, _ := plainNumber(v.Text); x == float64(n) {
				chosen = true
				if v.Text == o.Label {
					continue
				}
				if o.Code == "" {
					o.Code = v.Text
				} else {
					o.Also = append(o.Also, v.Text)
				}
			}
		}
		if !chosen {
			unchosen++
		}
		q.Options = append(q.Options, o)
	}
	if unchosen > 0 {
		q.add(false, "Nobody chose some of these points. Is the scale from %d to %d?", from, to)
	}
}

// numberOptions lists numbers as options, in their order.
func numberOptions(values []survey.ValueCount) study.Options {
	list := slices.Clone(values)
	slices.SortStableFunc(list, func(a, b survey.ValueCount) int {
		x, _ := plainNumber(a.Text)
		y, _ := plainNumber(b.Text)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	var out study.Options
	for _, v := range list {
		x, _ := plainNumber(v.Text)
		label := strconv.Itoa(int(x))
		if n := len(out); n > 0 && out[n-1].Label == label {
			out[n-1].Also = append(out[n-1].Also, v.Text)
			continue
		}
		o := study.Option{Label: label}
		if label != v.Text {
			o.Code = v.Text
		}
		out = append(out, o)
	}
	return out
}

// points reads a scale whose ends alone have words: "1 (None at all)", 2 to 9,
// "10 (All my time)".
func (b *builder) points(q *Question, asked string, values []survey.ValueCount) bool {
	byNumber := map[int]string{}
	low, high, bareOnes := math.MaxInt, math.MinInt, 0
	for _, v := range values {
		m := point.FindStringSubmatch(v.Text)
		if m == nil {
			return false
		}
		n, _ := strconv.Atoi(m[1])
		if byNumber[n] != "" || n > 10 {
			return false
		}
		if _, ok := plainNumber(v.Text); ok {
			bareOnes++
		}
		byNumber[n] = v.Text
		low, high = min(low, n), max(high, n)
	}
	if bareOnes < 2 || bareOnes < len(byNumber)-2 && len(byNumber) < high-low+1 || numberAsked.MatchString(asked) && !hasWords(byNumber) {
		return false
	}
	if len(byNumber) < high-low-1 {
		return false
	}
	from, to := low, high
	if _, ok := plainNumber(byNumber[high]); ok && high > 5 {
		_, to = usualRange(low, high)
	}
	if _, ok := plainNumber(byNumber[low]); ok && low > 1 {
		from = 1
	}
	q.Kind, q.family = study.Scale, "points"
	for n := from; n <= to; n++ {
		label := byNumber[n]
		if label == "" {
			label = strconv.Itoa(n)
		}
		q.Options = append(q.Options, study.Option{Label: label})
	}
	if len(byNumber) < to-from+1 {
		q.add(false, "Nobody chose some of these points. Is the scale from %d to %d?", from, to)
	}
	return true
}

// hasWords tells whether a point of a scale has words beside its number.
func hasWords(byNumber map[int]string) bool {
	for _, text := range byNumber {
		if strings.ContainsFunc(text, func(r rune) bool { return r >= 'A' }) {
			return true
		}
	}
	return false
}

// mostlyNumbers takes a column for numbers when a few cells are something else:
// these are left out, by name.
func (b *builder) mostlyNumbers(q *Question, c *column, values []survey.ValueCount) bool {
	const mostOdd = 10
	if c.Many || c.filled < 20 || c.numbers*10 < c.filled*9 {
		return false
	}
	var odd []string
	for _, v := range values {
		if _, ok := plainNumber(v.Text); !ok {
			odd = append(odd, v.Text)
		}
	}
	if len(odd) > mostOdd {
		return false
	}
	q.Kind = study.Number
	q.Missing = append(q.Missing, odd...)
	q.add(true, "Nearly all wrote a number. The cells under \"missing\" are none and are left out: put them right in the file, or leave them so.")
	return true
}
