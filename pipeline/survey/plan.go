package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// plan says which column is read how. Once made it does not change, and all
// workers share it.
type plan struct {
	delimiter byte
	width     int
	// comma tells that numbers may have a decimal comma: not where it divides cells.
	comma bool
	// id and weight are places of columns, -1 for none.
	id, weight int
	// events tells that a person may have a row for each of several events.
	events bool
	// rules leave rows out.
	rules []rule
	// names are the columns' names.
	names     []string
	questions []questionPlan
}

// questionPlan is how one question's answers are read.
type questionPlan struct {
	kind study.Kind
	// at is the place of the question's column, otherAt that of the column of
	// words behind "other"; -1 for none.
	at, otherAt int
	// other is the option under which answers that are not listed are counted,
	// -1 for none.
	other int
	// words tells that Column.Other is filled.
	words bool
	// cells gives what a cell of a closed question stands for: single and scale
	// 0 for no answer or the option's number from 1, multi in one cell the ticks.
	cells *lookup
	// missing has the cells that mean no answer, and longest the length of the
	// longest of them.
	missing *lookup
	longest int
	// ticks is set for multi in one cell, options for multi with a column each.
	ticks   *tickList
	options []optionPlan
}

type optionPlan struct {
	at       int
	cells    *lookup
	anyWords bool
}

// maxOptions is the largest number of options of a single or scale question,
// whose numbers are kept in 16 bits.
const maxOptions = 65000

// binder makes the plan from the study's source and the file's header.
type binder struct {
	src    *study.Source
	head   *header
	report *report
	// places are the columns by their names, used those that something reads.
	places map[string]int
	used   []bool
	names  []string
}

func makePlan(src *study.Source, head *header, r *report) *plan {
	b := &binder{src: src, head: head, report: r, places: map[string]int{}, used: make([]bool, len(head.columns)), names: head.names()}
	for i, name := range b.names {
		b.places[name] = i
	}
	p := &plan{
		delimiter: head.delimiter, width: head.width, comma: head.delimiter != ',', names: b.names,
		rules: rowRules(head), id: head.platform(responseColumn), weight: -1, events: head.platform(eventColumn) >= 0,
	}
	if p.id < 0 {
		p.id = head.platform(recordColumn)
	}
	if src.Respondent != "" {
		p.id = b.column(src.Respondent, "the column that tells respondents apart")
	}
	if src.Weight != "" {
		p.weight = b.column(src.Weight, "the column of weights")
	}
	for i := range src.Questions {
		p.questions = append(p.questions, b.question(&src.Questions[i]))
	}
	b.duplicates()
	b.unread()
	return p
}

// column finds a column by its name; who says what reads it.
func (b *binder) column(name, who string) int {
	at, ok := b.places[study.Normal(name)]
	if !ok {
		b.report.add(finding.Finding{
			Severity: finding.Error, Kind: "unknown-column", Line: b.head.lines[0], Cell: name, Found: name,
			Message: who + " is not in the file",
			Do:      finding.DidYouMean(study.Normal(name), b.names),
		})
		return -1
	}
	b.used[at] = true
	return at
}

func (b *binder) question(q *study.Question) questionPlan {
	p := questionPlan{kind: q.Kind, at: -1, otherAt: -1, other: -1, cells: newLookup(), missing: newLookup()}
	if p.kind == "" {
		p.kind = study.Text
		if len(q.Options) > 0 {
			p.kind = study.Single
		}
	}
	who := fmt.Sprintf("the column of the question %q", q.ID)
	own := slices.ContainsFunc(q.Options, func(o study.Option) bool { return o.Column != "" })
	switch {
	case q.Column != "":
		p.at = b.column(q.Column, who)
	case !own:
		p.at = b.column(q.ID, who)
	}
	if q.OtherColumn != "" {
		p.otherAt = b.column(q.OtherColumn, fmt.Sprintf("the column of words behind %q of the question %q", "other", q.ID))
	}
	if q.Other != "" {
		p.other = q.Options.Index(q.Other)
	}
	p.words = p.other >= 0 || q.OtherColumn != ""
	most := maxOptions
	if p.kind == study.Multi {
		most = MaxTicks
	}
	if p.kind.Closed() && len(q.Options) > most {
		b.report.add(finding.Finding{
			Severity: finding.Error, Kind: "too-many-options", Line: 1, Cell: q.Column,
			Found: strconv.Itoa(len(q.Options)), Expected: fmt.Sprintf("%d options at most", most),
			Message: fmt.Sprintf("the question %q has more options than can be kept", q.ID),
			Do:      "Divide the question into several, or make it a text question.",
		})
		p.at = -1
		return p
	}
	missing := slices.Concat(q.Missing, b.src.Missing)
	for _, text := range missing {
		text = study.Normal(text)
		p.missing.add(text, 0)
		p.longest = max(p.longest, len(text))
	}
	switch {
	case p.kind == study.Multi && own:
		for i := range q.Options {
			o := &q.Options[i]
			plan := optionPlan{at: -1}
			if o.Column != "" {
				plan.at = b.column(o.Column, fmt.Sprintf("the column of the option %q of the question %q", o.Label, q.ID))
			}
			plan.cells, plan.anyWords = optionCells(o, missing)
			p.words = p.words || plan.anyWords
			p.options = append(p.options, plan)
		}
		return p
	case p.kind == study.Multi:
		p.ticks = newTickList(q, b.head.dialect.separator)
	case p.kind != study.Single && p.kind != study.Scale:
		return p
	}
	// What has a meaning already keeps it, so that a question's own list of
	// missing cells goes before its options, and they before the whole file's.
	p.addMissing(q.Missing)
	for i := range q.Options {
		value := uint64(i + 1)
		if p.kind == study.Multi {
			value = 1 << i
		}
		for _, text := range spellings(&q.Options[i]) {
			p.cells.add(text, value)
		}
	}
	p.addMissing(b.src.Missing)
	return p
}

func (p *questionPlan) addMissing(list []string) {
	for _, text := range list {
		p.cells.add(study.Normal(text), 0)
	}
}

// duplicates tells of headers that several columns have.
func (b *binder) duplicates() {
	for _, same := range b.head.twice {
		b.report.add(finding.Finding{
			Severity: finding.Note, Kind: "header-twice", Line: b.head.lines[0], Cell: same.name, Found: same.name, Count: len(same.places),
			Message: fmt.Sprintf("columns %s have the same header; the first is called that, the second %q, and so on",
				numbers(same.places), b.names[same.places[1]]),
			Do: "Look whether each question reads the column that is meant.",
		})
	}
}

// unread names the columns that nothing reads.
func (b *binder) unread() {
	ignored := map[string]bool{}
	for _, name := range b.src.Ignore {
		ignored[study.Normal(name)] = true
	}
	var names []string
	count := 0
	for i, c := range b.head.columns {
		if c.unnamed || c.platform != "" || b.used[i] || ignored[c.name] {
			continue
		}
		count++
		if len(names) < 100 {
			names = append(names, strconv.Quote(c.name))
		}
	}
	if count == 0 {
		return
	}
	more := ""
	if count > len(names) {
		more = fmt.Sprintf(" and %d more", count-len(names))
	}
	b.report.add(finding.Finding{
		Severity: finding.Note, Kind: "unread-columns", Line: b.head.lines[0], Count: count,
		Message: "no question reads these columns: " + strings.Join(names, ", ") + more,
		Do:      "If that is meant, list them under ignore.",
	})
}
