package survey

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// maxProfileText is how many bytes of cells a profile keeps, of all columns
// together; after that, every column that has a new one has Many.
const maxProfileText = 64 << 20

// longestValue is how many letters of a cell a profile keeps.
const longestValue = 1000

// ProfileOf reads the export at path and tells what its columns hold. Of src
// only Dialect, Encoding, Delimiter and Sheet are used, of opt all but Source,
// Prefix and Jobs. Rows are left out as Read does.
//
// The profile is nil when the file cannot be read as a table, which the findings
// then tell. The error is as that of Read. It takes one pass over the file (two,
// when there are only trials, or the encoding is not what it seemed to be) on
// one processor, and memory for the columns and their values, not for the rows.
func ProfileOf(ctx context.Context, path string, src study.Source, opt Options) (*Profile, []finding.Finding, error) {
	if opt.DisplayName == "" {
		opt.DisplayName = path
	}
	if opt.chunk <= 0 {
		opt.chunk = chunkSize
	}
	// The rest of the study's source is about questions, and there are none yet.
	src = study.Source{Dialect: src.Dialect, Encoding: src.Encoding, Delimiter: src.Delimiter, Sheet: src.Sheet}
	var p *Profile
	var findings []finding.Finding
	err := inEncoding(path, &src, func(encoding string, strict bool) (err error) {
		opt.trials = false
		p, findings, err = profile(ctx, path, &src, opt, encoding, strict)
		if err == nil && p != nil && onlyTrials(&p.Flow) {
			opt.trials = true
			p, findings, err = profile(ctx, path, &src, opt, encoding, strict)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return p, findings, nil
}

// profile reads the file in one encoding, as read does.
func profile(ctx context.Context, path string, src *study.Source, opt Options, encoding string, strict bool) (*Profile, []finding.Finding, error) {
	r := newReport(opt.DisplayName)
	o, err := open(path, opt.DisplayName, src, encoding)
	var found finding.Finding
	if errors.As(err, &found) {
		r.add(found)
		return nil, r.all(), nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer o.close()
	h := &o.head
	strict = strict && o.sheet == ""
	if strict && !h.valid {
		return nil, nil, errNotUTF8
	}
	out := &Profile{}
	out.Dialect, out.Encoding, out.Delimiter, out.Sheet = o.readAs()
	// The merger makes a table without columns, for the flow and the findings.
	t := &Table{Encoding: out.Encoding}
	plan := makePlan(src, h, r)
	plan.id = -1
	if opt.trials {
		plan.keepTrials(h, r)
	}
	m := newMerger(src, plan, r, t, 0)
	if o.decoded || !h.valid {
		m.lost.addTo(h.lines[0], h.lost)
	}
	profiler := newProfiler(len(h.columns))
	profiler.comma = plan.comma
	err = profiler.read(ctx, o.cutter(opt.chunk, 1), newWorker(plan, strict && o.encoding == utf8Name, o.decoded), m)
	switch {
	case err == nil:
	case errors.As(err, &found):
		r.add(found) // a workbook is damaged further down
	case errors.Is(err, errNotUTF8), errors.Is(err, ctx.Err()):
		return nil, nil, err
	case err != nil:
		return nil, nil, fmt.Errorf("%s: cannot be read: %w", path, err)
	}
	o.say(src, r)
	m.finish(o, src.Encoding, false)
	out.Flow = t.Flow
	var wording, plain string // of the column before, which is often the same
	for i, c := range h.columns {
		if c.wording != wording {
			wording, plain = c.wording, plainWords(c.wording)
		}
		p := profiler.columns[i].profile()
		p.Name, p.Option, p.Group, p.Platform, p.OtherWords = c.name, plainWords(c.option), c.group, c.platform, c.otherWords
		p.Wording = plain
		out.Columns = append(out.Columns, p)
	}
	return out, withoutKind(r.all(), "unread-columns"), nil
}

func withoutKind(list []finding.Finding, kind string) []finding.Finding {
	out := list[:0]
	for _, f := range list {
		if f.Kind != kind {
			out = append(out, f)
		}
	}
	return out
}

// tags are the HTML tags that platforms leave in questions.
var tags = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)

// plainWords takes HTML out of a question's wording.
func plainWords(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	return study.Normal(html.UnescapeString(tags.ReplaceAllString(text, " ")))
}

// profiler counts the cells of all columns.
type profiler struct {
	columns []cellCounter
	room    int  // how many more bytes of cells may be kept
	comma   bool // as in plan
	scratch []byte
	short   []byte
}

func newProfiler(columns int) *profiler {
	p := &profiler{columns: make([]cellCounter, columns), room: maxProfileText}
	for i := range p.columns {
		p.columns[i].places = newLookup()
		p.columns[i].places.limit = 2 * MaxValues
	}
	return p
}

// read counts all rows, and gives the merger what it needs for the flow.
func (p *profiler) read(ctx context.Context, cut *cutter, w *worker, m *merger) error {
	part := newPart(0)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		ch, err := cut.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		part.reset()
		w.read(ch, part)
		if part.notUTF8 {
			return errNotUTF8
		}
		for i := range p.columns {
			for row := range part.lines {
				if c := w.scan.cells[row*w.plan.width+i]; c.from < c.to {
					p.count(&p.columns[i], w.scan.text(c, &p.scratch))
				}
			}
		}
		m.add(part)
		m.table.Lines = m.table.Lines[:0] // nobody asks for them
		cut.giveBack(ch)
	}
}

// cellCounter counts the cells of one column.
type cellCounter struct {
	// places has the number of a value, from 1, by the cells that were read as
	// it.
	places *lookup
	values []countedValue
	// numbered has the number of a value by its text, likewise.
	numbered map[string]int
	many     bool
	// Of the cells that are none of the values: how many there are, numbers,
	// dates and words.
	filled, dates, words int
	numbers              formCounts
}

type countedValue struct {
	text         string
	rows, words  int
	number, date bool
	form         numberForm
}

// count counts a cell that is not empty.
func (p *profiler) count(c *cellCounter, cell []byte) {
	if at, ok := c.places.find(cell); ok {
		c.values[at-1].rows++
		return
	}
	trimmed := bytes.TrimSpace(cell)
	if len(trimmed) == 0 {
		return
	}
	text, short := collapse(trimmed, longestValue, &p.short)
	words := 1 + bytes.Count(text, space)
	if !short {
		text, words = p.firstLetters(trimmed)
	}
	if at, ok := c.numbered[string(text)]; ok {
		c.values[at-1].rows++
		c.places.learn(cell, uint64(at))
		return
	}
	form, number := formOf(trimmed, p.comma)
	date := isDate(trimmed)
	if len(c.values) == MaxValues || p.room < len(text) {
		c.many = true
		c.filled++
		c.words += words
		if number {
			c.numbers[form]++
		}
		if date {
			c.dates++
		}
		return
	}
	p.room -= len(text)
	if c.numbered == nil {
		c.numbered = map[string]int{}
	}
	c.values = append(c.values, countedValue{string(text), 1, words, number, date, form})
	c.numbered[string(text)] = len(c.values)
	c.places.learn(cell, uint64(len(c.values)))
}

var space = []byte{' '}

// firstLetters gives the first letters of a long cell, white space collapsed,
// and how many words all of it has.
func (p *profiler) firstLetters(trimmed []byte) (text []byte, words int) {
	text, _ = collapse(trimmed, len(trimmed), &p.short)
	words = 1 + bytes.Count(text, space)
	letters := 0
	for i := range string(text) {
		if letters == longestValue {
			return text[:i], words
		}
		letters++
	}
	return text, words
}

func (c *cellCounter) profile() ColumnProfile {
	out := ColumnProfile{Filled: c.filled, Dates: c.dates, Many: c.many}
	words, numbers := c.words, c.numbers
	for _, v := range c.values {
		out.Values = append(out.Values, ValueCount{v.text, v.rows})
		out.Filled += v.rows
		words += v.words * v.rows
		if v.number {
			numbers[v.form] += v.rows
		}
		if v.date {
			out.Dates += v.rows
		}
	}
	out.Numbers = numbers.read()
	if out.Filled > 0 {
		out.Words = (words*20 + out.Filled) / (2 * out.Filled)
	}
	return out
}
