package survey

import (
	"bytes"
	"math"
	"unicode/utf8"

	"concord/pipeline/study"
)

// worker turns chunks into parts. It shares nothing that changes with others.
type worker struct {
	plan *plan
	// strict makes a chunk that is not valid UTF-8 end the reading; without it
	// what is not UTF-8 becomes U+FFFD. decoded tells to look for U+FFFD.
	strict, decoded bool

	questions []workerQuestion

	// Of the chunk at hand.
	scan scanner
	part *part
	// cells are those of the row at hand, row its number among those kept, and
	// words what stands behind "other" in it.
	cells []cell
	row   int
	words []byte

	scratch, clean, short []byte
}

// workerQuestion is a question with what this worker has learned of the ways in
// which the file writes its answers.
type workerQuestion struct {
	*questionPlan
	cells   *lookup
	quick   *quick
	options []*lookup
}

func newWorker(p *plan, strict, decoded bool) *worker {
	w := &worker{plan: p, strict: strict, decoded: decoded}
	for i := range p.questions {
		q := workerQuestion{questionPlan: &p.questions[i], cells: p.questions[i].cells.clone(), quick: newQuick(p.questions[i].cells)}
		for j := range q.questionPlan.options {
			q.options = append(q.options, q.questionPlan.options[j].cells.clone())
		}
		w.questions = append(w.questions, q)
	}
	return w
}

var replacement = []byte("\uFFFD")

// read fills a part, which must be empty, from a chunk.
func (w *worker) read(ch chunk, p *part) {
	w.part = p
	p.bytes = len(ch.data)
	data := ch.data
	repaired := false
	if !w.decoded && !utf8.Valid(data) {
		if w.strict {
			p.notUTF8 = true
			return
		}
		data = bytes.ToValidUTF8(data, replacement)
		repaired = true
	}
	if w.decoded || repaired {
		if p.lost = bytes.Count(data, replacement); p.lost > 0 {
			p.lostLine = ch.line + bytes.Count(data[:bytes.Index(data, replacement)], newline)
		}
	}
	w.scan = scanner{data: data, delimiter: w.plan.delimiter, nextLine: ch.line, cells: w.scan.cells[:0]}
	for w.scan.next() {
		w.cells = w.scan.record()
		if !w.keep(ch.tooLong) {
			w.scan.drop()
		}
	}
	// A few rows at a time, and of those one question after the other, so that
	// both the rows and what it takes to read a question stay at hand.
	rows := len(w.part.lines)
	for from := 0; from < rows; from += rowsAtHand {
		for i := range w.questions {
			if w.questions[i].plain() {
				w.plainQuestion(i, from, min(from+rowsAtHand, rows))
			}
		}
	}
	for i := range w.questions {
		if !w.questions[i].plain() {
			w.question(i)
		}
	}
}

// keep counts the record found last, and tells whether it is used.
func (w *worker) keep(tooLong bool) bool {
	p, s, plan := w.part, &w.scan, w.plan
	p.rows++
	p.lastLine = s.line
	if s.stray > 0 {
		if p.strays == 0 {
			p.strayLine = s.stray
		}
		p.strays++
	}
	switch {
	case s.unclosed > 0 || tooLong:
		if p.unclosed == 0 {
			p.unclosed = max(s.unclosed, s.line)
		}
		p.drop(notClosed, s.line)
		return false
	case w.blank():
		p.drop(blankRow, s.line)
		return false
	case len(w.cells) != plan.width:
		p.wrong = append(p.wrong, wrongRow{s.line, len(w.cells)})
		p.drop(wrongCells, s.line)
		return false
	}
	if p.rightLine == 0 {
		p.rightLine = s.line
	}
	for _, rule := range plan.rules {
		if reason, out := rule.reason(bytes.TrimSpace(w.cell(rule.at))); out {
			p.drop(reason, s.line)
			return false
		}
	}
	p.lines = append(p.lines, uint32(s.line))
	if plan.id >= 0 {
		id, _ := cleanText(w.cell(plan.id), &w.clean)
		p.ids.appendBytes(id)
		if len(id) == 0 {
			p.problems.add(problem{noID, -1, plan.id, ""}, s.line, 1)
		}
	}
	if plan.weight >= 0 {
		p.weights = append(p.weights, w.weight(s.line))
	}
	return true
}

// cell gives the words of a cell of the row at hand; none for a column that
// there is not. They last until the next call.
func (w *worker) cell(at int) []byte {
	if at < 0 || at >= len(w.cells) {
		return nil
	}
	return w.scan.text(w.cells[at], &w.scratch)
}

func (w *worker) blank() bool {
	for _, c := range w.cells {
		if c.from < c.to && len(bytes.TrimSpace(w.scan.data[c.from:c.to])) > 0 {
			return false
		}
	}
	return true
}

// problem counts something wrong with the cell of a question, in the row at hand.
func (w *worker) problem(kind string, question, at int, value string) {
	w.part.problems.add(problem{kind, question, at, value}, int(w.part.lines[w.row]), 1)
}

// question reads all rows' answers to the i-th question.
func (w *worker) question(i int) {
	q, out := &w.questions[i], &w.part.columns[i]
	width := w.plan.width
	for w.row = range w.part.lines {
		w.cells = w.scan.cells[w.row*width:][:width]
		w.words = w.words[:0]
		switch q.kind {
		case study.Single, study.Scale:
			out.codes = append(out.codes, w.one(i, w.cell(q.at)))
		case study.Multi:
			if q.options != nil {
				out.ticks = append(out.ticks, w.optionColumns(i))
			} else {
				out.ticks = append(out.ticks, w.severalInOne(i, w.cell(q.at)))
			}
		case study.Number:
			out.numbers = append(out.numbers, w.number(i, w.cell(q.at)))
		case study.Date:
			out.text.appendBytes(w.date(i, w.cell(q.at)))
		default:
			out.text.appendBytes(w.text(i, q.at))
		}
		if q.words {
			if q.otherAt >= 0 {
				w.addWords(w.text(i, q.otherAt))
			}
			out.other.appendBytes(w.words)
		}
	}
}

// rowsAtHand is how many rows of some forty cells the processor's nearest memory
// holds, with where their cells begin and end.
const rowsAtHand = 128

// plain tells whether plainQuestion can read the question.
func (q *workerQuestion) plain() bool {
	return (q.kind == study.Single || q.kind == study.Scale) && q.at >= 0 && !q.words
}

// plainQuestion is question for the usual case, one option and no words beside
// it, which nearly all cells of a large survey are.
func (w *worker) plainQuestion(i, from, to int) {
	q, width, data, codes := &w.questions[i], w.plan.width, w.scan.data, w.part.columns[i].codes
	at, quick := from*width+q.at, q.quick
	for row := from; row < to; row, at = row+1, at+width {
		c := w.scan.cells[at]
		// The look-up stands here and is no call, which took a tenth of the time.
		if begin, end := int(c.from), int(c.to); !c.doubled && begin+ends <= len(data) && end >= ends {
			first, last := endsOf(data, begin, end)
			slot := quick.place(first, last, end-begin)
			if s := &quick.slots[slot]; s.holds(first, last, end-begin) && (end-begin <= 2*ends || quick.keys[slot] == string(data[begin:end])) {
				codes = append(codes, s.value)
				continue
			}
		}
		w.row = row
		code, ok := uint64(0), c.from == c.to
		if !ok && !c.doubled {
			code, ok = q.cells.find(data[c.from:c.to])
		}
		if !ok {
			code = uint64(w.one(i, w.scan.text(c, &w.scratch)))
		}
		codes = append(codes, uint16(code))
	}
	w.part.columns[i].codes = codes
}

// addWords keeps words behind an "other" answer, after those that there are.
func (w *worker) addWords(words []byte) {
	if len(words) == 0 {
		return
	}
	if len(w.words) > 0 {
		w.words = append(w.words, "; "...)
	}
	w.words = append(w.words, words...)
}

// one reads an answer that is one option: 0 for none, else its number from 1.
func (w *worker) one(i int, cell []byte) uint16 {
	if len(cell) == 0 {
		return 0
	}
	q := &w.questions[i]
	if code, ok := q.cells.find(cell); ok {
		return uint16(code)
	}
	text := study.Normal(string(cell))
	if text == "" {
		return 0
	}
	if code, ok := q.cells.find([]byte(text)); ok {
		q.cells.learn(cell, code)
		return uint16(code)
	}
	if q.other < 0 {
		w.problem(unlistedAnswer, i, q.at, text)
		return 0
	}
	w.addWords(w.clear(i, q.at, cell))
	return uint16(q.other + 1)
}

// severalInOne reads a cell that may hold several options.
func (w *worker) severalInOne(i int, cell []byte) uint64 {
	if len(cell) == 0 {
		return 0
	}
	q := &w.questions[i]
	if ticks, ok := q.cells.find(cell); ok {
		return ticks
	}
	if q.ticks == nil {
		return 0 // a question with too many options, which is reported
	}
	text := q.ticks.normal(string(cell))
	if text == "" {
		return 0
	}
	if ticks, ok := q.cells.find([]byte(text)); ok {
		q.cells.learn(cell, ticks)
		return ticks
	}
	var ticks uint64
	usual := true
	q.ticks.split(text, func(option int) {
		if ticks&(1<<option) != 0 {
			usual = false
			w.problem(optionTwice, i, q.at, q.ticks.labels[option])
		}
		ticks |= 1 << option
	}, func(words string) {
		usual = false
		if q.other < 0 {
			w.problem(unlistedAnswer, i, q.at, words)
			return
		}
		ticks |= 1 << q.other
		w.addWords(w.clear(i, q.at, []byte(words)))
	})
	if usual {
		q.cells.learn(cell, ticks)
	}
	return ticks
}

// optionColumns reads a question whose options have a column each.
func (w *worker) optionColumns(i int) uint64 {
	q := &w.questions[i]
	var ticks uint64
	answered := false
	for j := range q.options {
		plan := &q.questionPlan.options[j]
		cell := w.cell(plan.at)
		if len(cell) == 0 {
			continue
		}
		meaning, ok := q.options[j].find(cell)
		if !ok {
			text := study.Normal(string(cell))
			if text == "" {
				continue
			}
			if meaning, ok = q.options[j].find([]byte(text)); ok {
				q.options[j].learn(cell, meaning)
			}
		}
		if !ok {
			answered = true
			switch {
			case plan.anyWords:
				ticks |= 1 << j
			case q.other >= 0:
				ticks |= 1 << q.other
			default:
				w.problem(unlistedAnswer, i, plan.at, study.Normal(string(cell)))
				continue
			}
			w.addWords(w.clear(i, plan.at, cell))
			continue
		}
		switch meaning {
		case ticked:
			ticks |= 1 << j
			answered = true
		case unticked:
			answered = true
		}
	}
	if answered && ticks == 0 {
		return AnsweredNone
	}
	return ticks
}

// meansNothing tells whether a trimmed cell is blank or listed as missing.
func (w *worker) meansNothing(i int, trimmed []byte) bool {
	if len(trimmed) == 0 {
		return true
	}
	q := &w.questions[i]
	if q.longest == 0 {
		return false
	}
	text, ok := collapse(trimmed, q.longest, &w.short)
	if ok {
		_, ok = q.missing.find(text)
	}
	return ok
}

func (w *worker) number(i int, cell []byte) float64 {
	cell = bytes.TrimSpace(cell)
	if w.meansNothing(i, cell) {
		return math.NaN()
	}
	x, ok := w.decimal(&w.part.columns[i].forms, cell, w.row, int(w.part.lines[w.row]), true)
	if !ok {
		w.problem(notANumber, i, w.questions[i].at, study.Normal(string(cell)))
	}
	return x
}

func (w *worker) date(i int, cell []byte) []byte {
	cell = bytes.TrimSpace(cell)
	if w.meansNothing(i, cell) {
		return nil
	}
	if !isDate(cell) {
		w.problem(notADate, i, w.questions[i].at, study.Normal(string(cell)))
		return nil
	}
	return cell
}

// text reads words, which may be missing too.
func (w *worker) text(i, at int) []byte {
	cell := w.cell(at)
	if len(cell) == 0 {
		return nil
	}
	words := w.clear(i, at, cell)
	if w.meansNothing(i, words) {
		return nil
	}
	return words
}

// clear cleans words, and counts the answer if that took something out of it.
func (w *worker) clear(i, at int, cell []byte) []byte {
	words, controls := cleanText(cell, &w.clean)
	if controls {
		w.problem(controlLetters, i, at, "")
	}
	return words
}
