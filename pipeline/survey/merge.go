package survey

import (
	"fmt"
	"math"
	"strconv"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// merger puts the parts of a file together, in the file's order.
type merger struct {
	src      *study.Source
	plan     *plan
	report   *report
	table    *Table
	dropped  [reasons]partDropped
	problems *tally
	ids      idSet
	size     int64 // of the file, in bytes
	lost     tallied
	strays   tallied
	wrong    wrongRows
	// forms and weightForms are how the numbers of each question, and the weights,
	// are written.
	forms       []numberForms
	weightForms numberForms
	unclosed    int
	full        bool
	read        int64 // bytes of the rows so far
}

func newMerger(src *study.Source, p *plan, r *report, t *Table, size int64) *merger {
	m := &merger{src: src, plan: p, report: r, table: t, problems: newTally(maxListed), size: size, forms: make([]numberForms, len(src.Questions))}
	for i := range src.Questions {
		c := Column{Question: src.Questions[i]}
		switch p.questions[i].kind {
		case study.Single, study.Scale:
			c.Codes = []uint16{}
		case study.Multi:
			c.Ticks = []uint64{}
		case study.Number:
			c.Numbers = []float64{}
		}
		t.Columns = append(t.Columns, c)
	}
	return m
}

// add appends a part.
func (m *merger) add(p *part) {
	t := m.table
	for i, line := range p.lines {
		if m.plan.id >= 0 {
			m.addID(p, i, line)
		}
	}
	m.weightForms.join(&p.weightForms, t.N)
	for i := range p.columns {
		m.forms[i].join(&p.columns[i].forms, t.N)
	}
	t.Lines = append(t.Lines, p.lines...)
	t.Weights = append(t.Weights, p.weights...)
	t.N += len(p.lines)
	t.Flow.Rows += p.rows
	for i := range p.columns {
		from, to := &p.columns[i], &t.Columns[i]
		to.Codes = append(to.Codes, from.codes...)
		to.Ticks = append(to.Ticks, from.ticks...)
		to.Numbers = append(to.Numbers, from.numbers...)
		m.appendStrings(&to.Text, &from.text)
		m.appendStrings(&to.Other, &from.other)
	}
	m.makeRoom(p)
	for r := range p.dropped {
		to, from := &m.dropped[r], &p.dropped[r]
		to.count += from.count
		room := min(len(from.lines), firstLines-len(to.lines))
		to.lines = append(to.lines, from.lines[:room]...)
	}
	m.wrong.add(p, m.plan.width, m.report)
	for _, x := range p.problems.list {
		m.problems.add(x.problem, x.line, x.count)
	}
	m.lost.addTo(p.lostLine, p.lost)
	m.strays.addTo(p.strayLine, p.strays)
	if m.unclosed == 0 {
		m.unclosed = p.unclosed
	}
}

func (t *tallied) addTo(line, count int) {
	if t.count == 0 {
		t.line = line
	}
	t.count += count
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return strconv.Itoa(n) + " cells"
}

// sample is how much of a file tells how much room the whole of it needs: texts
// are of such different lengths that a few hundred of them do not.
const sample = 16 << 20

// makeRoom makes room for as many rows as the file seems to have, after its first
// part for those of a sample, and after the sample for all, so that the columns
// need not be copied again and again while they grow.
func (m *merger) makeRoom(p *part) {
	upTo := m.size
	before := m.read
	m.read += int64(p.bytes)
	switch {
	case before == 0:
		upTo = min(upTo, sample)
	case before >= sample || m.read < sample:
		return
	}
	times := float64(upTo) / float64(max(1, m.read)) * 1.02
	t := m.table
	t.Lines = roomFor(t.Lines, times)
	t.Weights = roomFor(t.Weights, times)
	for i := range t.Columns {
		c := &t.Columns[i]
		c.Codes = roomFor(c.Codes, times)
		c.Ticks = roomFor(c.Ticks, times)
		c.Numbers = roomFor(c.Numbers, times)
		for _, s := range []*Strings{&c.Text, &c.Other} {
			s.Bytes = roomFor(s.Bytes, times)
			s.Ends = roomFor(s.Ends, times)
		}
	}
}

// roomFor makes room in a list for so many times what it holds. An empty one
// stays as it is: nil tells a kind of question that has no use for the list.
func roomFor[T any](list []T, times float64) []T {
	room := int(float64(len(list))*times) + 64
	if len(list) == 0 || cap(list) >= room {
		return list
	}
	// Not slices.Grow, which would write zeros over all of it first.
	out := make([]T, len(list), room)
	copy(out, list)
	return out
}

// appendStrings appends texts, up to the 4 GiB that Strings can hold.
func (m *merger) appendStrings(to, from *Strings) {
	if len(to.Bytes)+len(from.Bytes) > math.MaxUint32 {
		m.full = true
		for range from.Ends {
			to.Ends = append(to.Ends, uint32(len(to.Bytes)))
		}
		return
	}
	base := uint32(len(to.Bytes))
	to.Bytes = append(to.Bytes, from.Bytes...)
	for _, end := range from.Ends {
		to.Ends = append(to.Ends, base+end)
	}
}

// addID looks whether the i-th person of a part has an id that came before.
func (m *merger) addID(p *part, i int, line uint32) {
	from := uint32(0)
	if i > 0 {
		from = p.ids.Ends[i-1]
	}
	id := p.ids.Bytes[from:p.ids.Ends[i]]
	if len(id) == 0 {
		m.ids.blank()
		return
	}
	first := m.ids.add(id)
	if first < 0 {
		return
	}
	// Earlier people of this part are not in the table's lines yet.
	var firstLine uint32
	if n := len(m.table.Lines); first < n {
		firstLine = m.table.Lines[first]
	} else {
		firstLine = p.lines[first-n]
	}
	do := "Keep the row that counts and delete the other in the file, or give them different ids."
	if m.plan.events {
		do = "In REDCap, export one event alone; to count rows and not people, write dialect: csv."
	}
	m.report.add(finding.Finding{
		Severity: finding.Error, Kind: "respondent-twice", Line: int(line), Cell: m.plan.names[m.plan.id], Found: string(id),
		Expected: "one row a respondent",
		Message:  fmt.Sprintf("the row on line %d has this id too", firstLine),
		Do:       do,
	})
}

// finish words what was counted over the whole file.
func (m *merger) finish(o *opened, asked string, own bool) {
	t, r, h := m.table, m.report, &o.head
	if own && m.plan.id >= 0 {
		t.IDs = m.ids.ids
	}
	t.Flow.Kept = t.N
	for reason := range m.dropped {
		d := &m.dropped[reason]
		if d.count == 0 {
			continue
		}
		t.Flow.Dropped = append(t.Flow.Dropped, Dropped{reasonNames[reason], d.count, d.lines})
		if reason == wrongCells || reason == notClosed {
			continue // each of these is an error of its own
		}
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "rows-left-out", Line: int(d.lines[0]), Found: reasonNames[reason], Count: d.count,
			Message: "rows of this kind are left out", Do: reasonAdvice[reason],
		})
	}
	if m.unclosed > 0 {
		r.add(unclosedQuote(m.unclosed))
	}
	if m.strays.count > 0 {
		r.add(finding.Finding{
			Severity: finding.Warning, Kind: "single-quotation-mark", Line: m.strays.line, Count: m.strays.count,
			Message:  "a quoted cell of this row has a quotation mark in it that is not doubled; it is taken as part of the words",
			Expected: `"" for each quotation mark inside a quoted cell`,
			Do:       "Look whether the words of this row are whole.",
		})
	}
	m.wrong.finish(m.plan.width, r)
	m.encoding(o.file, asked)
	for i := range m.forms {
		if at := m.plan.questions[i].at; at >= 0 {
			called := fmt.Sprintf("answers to the question %q", m.src.Questions[i].ID)
			m.forms[i].settle(r, notANumber, called, m.plan.names[at], t.Columns[i].Numbers, math.NaN())
		}
	}
	if m.plan.weight >= 0 {
		m.weightForms.settle(r, badWeight, "weights", m.plan.names[m.plan.weight], t.Weights, 0)
	}
	r.reportAnswers(m.problems, m.src, m.plan.names)
	if m.full {
		r.add(finding.Finding{
			Severity: finding.Error, Kind: "too-much-text",
			Message: "the answers to one question have more than 4 GB of text; those after that are left out",
			Do:      "Divide the file.",
		})
	}
	switch {
	case h.unclosed > 0:
		r.add(unclosedQuote(h.unclosed))
	case t.Flow.Rows == 0:
		r.add(ofList(t.Source, finding.Finding{
			Severity: finding.Error, Kind: "no-rows", Line: h.lines[len(h.lines)-1],
			Message: "the file has headers and no rows", Expected: "one row a person",
			Do: "Export the answers again.",
		}))
	case t.N == 0:
		r.add(finding.Finding{
			Severity: finding.Error, Kind: "no-rows-left", Line: h.line, Count: t.Flow.Rows,
			Message: "every row of the file is left out, so that nobody's answers are read",
			Do:      "The notes and errors beside this one say why.",
		})
	}
}

func unclosedQuote(line int) finding.Finding {
	return finding.Finding{
		Severity: finding.Error, Kind: "unclosed-quote", Line: line,
		Message:  "a cell that begins on this line has a quotation mark at its beginning and none at its end; what follows it is not read",
		Expected: "a closing quotation mark",
		Do:       "Close it, or take the first one out.",
	}
}

// encoding tells how the letters were read.
func (m *merger) encoding(f *file, asked string) {
	t, r := m.table, m.report
	if asked == "" && f.encoding != utf8Name {
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "encoding", Found: f.encoding,
			Message: "the file is not UTF-8 and was read as " + t.Encoding,
			Do:      "If letters look wrong, name the encoding under encoding.",
		})
	}
	if m.lost.count == 0 {
		return
	}
	lost := finding.Finding{
		Severity: finding.Warning, Kind: "unreadable-letters", Line: m.lost.line, Count: m.lost.count,
		Message: "bytes that stand for no letter in " + t.Encoding + " are shown as \uFFFD",
	}
	if asked == "" && f.encoding == utf8Name {
		lost.Severity = finding.Error
		lost.Message = "most of the file is UTF-8, but these bytes are not, and are shown as \uFFFD"
		lost.Do = "Put the letters right in the file, or go on without them by writing encoding: utf-8."
	}
	r.add(lost)
}
