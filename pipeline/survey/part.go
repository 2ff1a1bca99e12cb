package survey

// part is what one chunk of a file came to.
type part struct {
	rows    int
	lines   []uint32
	ids     Strings
	weights []float64
	// weightForms is how the weights are written.
	weightForms numberForms
	columns     []partColumn
	dropped     [reasons]partDropped
	// wrong are the rows with a wrong number of cells; rightLine is the line of
	// the first with the right one, lastLine that of the last of all, 0 for none.
	wrong               []wrongRow
	rightLine, lastLine int
	// unclosed is the line of a quotation mark that is never closed, 0 for none.
	unclosed int
	// strays counts quotation marks that were not doubled, by records; lost the
	// letters that could not be read. Each with the line of the first.
	strays, strayLine int
	lost, lostLine    int
	problems          *tally
	// notUTF8 tells that the chunk is not valid UTF-8 and was not read.
	notUTF8 bool
	bytes   int
}

type partColumn struct {
	codes   []uint16
	ticks   []uint64
	numbers []float64
	forms   numberForms
	text    Strings
	other   Strings
}

type partDropped struct {
	count int
	lines []uint32
}

type wrongRow struct{ line, cells int }

// firstLines is how many lines Dropped names.
const firstLines = 10

func newPart(questions int) *part {
	return &part{columns: make([]partColumn, questions), problems: newTally(0)}
}

// reset empties a part whose memory is used for another chunk.
func (p *part) reset() {
	columns := p.columns
	for i := range columns {
		c := &columns[i]
		c.codes, c.ticks, c.numbers = c.codes[:0], c.ticks[:0], c.numbers[:0]
		c.forms.reset()
		c.text.clear()
		c.other.clear()
	}
	ids := p.ids
	ids.clear()
	forms := p.weightForms
	forms.reset()
	*p = part{weightForms: forms, lines: p.lines[:0], ids: ids, weights: p.weights[:0], columns: columns, wrong: p.wrong[:0], problems: newTally(0)}
}

func (s *Strings) clear() { s.Bytes, s.Ends = s.Bytes[:0], s.Ends[:0] }

// appendBytes is Append for words that are not a string yet.
func (s *Strings) appendBytes(text []byte) {
	s.Bytes = append(s.Bytes, text...)
	s.Ends = append(s.Ends, uint32(len(s.Bytes)))
}

func (p *part) drop(reason, line int) {
	d := &p.dropped[reason]
	d.count++
	if len(d.lines) < firstLines {
		d.lines = append(d.lines, uint32(line))
	}
}
