package survey

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline/study"
)

// header is what stands before the first row of a file.
type header struct {
	dialect   *dialect
	delimiter byte
	// columns are the columns of the file. Those at the right that have neither a
	// header nor an answer in the first rows are none.
	columns []column
	// twice are the headers that several columns have.
	twice []sameHeader
	// titles is how many records above the headers are left out, see titleRecords.
	titles int
	// second tells that the first row may be another header record, see
	// secondHeader; answers is the line of a header record that may be a row, 0
	// for none.
	second  bool
	answers int
	// width is the number of cells that a row must have.
	width int
	// line is the line on which the rows begin, and lines those on which the
	// header records do.
	line  int
	lines []int
	// valid tells that the header is valid UTF-8, lost how many of its letters
	// are not, or are U+FFFD.
	valid bool
	lost  int
	// unclosed is the line of a quotation mark in the header that is never
	// closed, 0 when there is none.
	unclosed int
}

// platform gives the place of the column that the platform calls so; -1 when
// there is none.
func (h *header) platform(name string) int {
	return slices.IndexFunc(h.columns, func(c column) bool { return c.platform == name })
}

// names gives the columns' names, one after the other.
func (h *header) names() []string {
	out := make([]string, len(h.columns))
	for i := range h.columns {
		out[i] = h.columns[i].name
	}
	return out
}

var errNoHeader = errors.New("the file is empty")

var errTooManyColumns = errors.New("the file has too many columns")

// maxColumns is how many columns a file may have: six times what a spreadsheet
// can hold.
const maxColumns = 100_000

// lookedAt is how many records at the beginning of a file tell how it is
// written.
const lookedAt = 20

// readHeader reads the header records and finds out the dialect and the
// delimiter. rest gives the rows. The error is errNoHeader when the file holds
// nothing but white space.
func readHeader(text io.Reader, src study.Source) (h header, rest io.Reader, err error) {
	var buf []byte
	var whole bool
	var mark int // the length of a first line that only names the delimiter
	for size := headSize; ; size *= 4 {
		held := len(buf)
		buf = append(buf, make([]byte, size-held)...)
		n, err := io.ReadFull(text, buf[held:])
		buf = buf[:held+n]
		if whole = err == io.EOF || err == io.ErrUnexpectedEOF; err != nil && !whole {
			return h, nil, err
		}
		asked := src.Delimiter
		if m := delimiterLine.FindSubmatch(buf); m != nil {
			mark = len(m[0])
			if asked == "" {
				asked = string(m[1])
			}
		}
		if h.delimiter, err = delimiterOf(asked, buf[mark:], whole); err != nil {
			return h, nil, err
		}
		// A title, three header records at most, and the first row.
		const least = mostTitles + 4
		if whole || size >= maxRecord || len(firstRecords(buf[mark:], h.delimiter, whole, least)) == least {
			break
		}
	}
	data, before := buf[mark:], bytes.Count(buf[:mark], newline)
	if len(bytes.TrimSpace(data)) == 0 {
		return h, nil, errNoHeader
	}
	records := firstRecords(data, h.delimiter, whole, lookedAt)
	if len(records) == 0 {
		// Not one record ends within the longest one allowed.
		records = firstRecords(data, h.delimiter, true, 1)
	}
	h.titles = titleRecords(records)
	records = records[h.titles:]
	if len(records[0].cells) > maxColumns {
		return h, nil, errTooManyColumns
	}
	cells := make([][]string, len(records))
	for i, r := range records {
		cells[i] = r.cells
	}
	var count int
	h.dialect, count = dialectOf(src.Dialect, cells[:min(4, len(cells))])
	for _, r := range records[:count] {
		h.lines = append(h.lines, r.line+before)
		if r.unclosed > 0 {
			h.unclosed = r.unclosed + before
		}
	}
	h.describe(cells[:count], cells[count:])
	h.second = count == 1 && h.dialect.name == plainName && secondHeader(cells[0], cells[1:])
	if last := cells[count-1]; count > 1 && src.Dialect == "qualtrics" && !isImportIDs(last) && answersAsHeader(last, cells[count:]) {
		h.answers = h.lines[count-1]
	}
	end := records[count-1].end
	h.line = 1 + before + bytes.Count(data[:end], newline)
	h.valid = utf8.Valid(data[:end])
	h.lost = bytes.Count(bytes.ToValidUTF8(data[:end], replacement), replacement)
	if h.unclosed > 0 {
		return h, bytes.NewReader(nil), nil
	}
	return h, io.MultiReader(bytes.NewReader(data[end:]), text), nil
}

// delimiterLine is the first line "sep=;" by which Excel is told the delimiter.
var delimiterLine = regexp.MustCompile(`(?i)^"?sep=([^\r\n"])"?\r?\n`)

// describe names the columns, by the header records and the first rows.
func (h *header) describe(head, rows [][]string) {
	n := len(head[0])
	normal := make([][]string, len(head))
	for i := range head {
		normal[i] = fit(normalAll(head[i]), n)
	}
	h.width = n
	if len(rows) > 0 {
		h.width = rowWidth(normal[0], rows[0])
	}
	h.columns = h.dialect.columns(normal)
	n = min(n, h.width)
	if len(rows) > 0 {
		for n > 1 && isBlankColumn(n-1, normal, rows) {
			n--
		}
	}
	h.columns = h.columns[:n]
	h.twice = uniqueNames(h.columns)
}

// filled counts the cells of a record that are not blank.
func filled(record []string) int {
	n := 0
	for _, cell := range record {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// isBlankColumn tells whether a column is blank in all of these records.
func isBlankColumn(i int, head, rows [][]string) bool {
	for _, list := range [][][]string{head, rows} {
		for _, record := range list {
			if strings.TrimSpace(cellOf(record, i)) != "" {
				return false
			}
		}
	}
	return true
}

// rowWidth gives the number of cells that rows have. Some programs end every
// line, or every line but the first, with a delimiter; the first row tells, and
// all others must be like it.
func rowWidth(names, first []string) int {
	n := len(names)
	switch len(first) {
	case n + 1:
		if first[n] == "" {
			return n + 1
		}
	case n - 1:
		if n > 1 && names[n-1] == "" {
			return n - 1
		}
	}
	return n
}

// record is one record as text, for the few that are headers.
type record struct {
	cells    []string
	line     int
	end      int
	unclosed int
}

// firstRecords gives up to n records from the beginning of a file, or fewer
// when no more of them are complete in data.
func firstRecords(data []byte, delimiter byte, whole bool, n int) []record {
	if !whole {
		data = data[:lastRecordEnd(data, delimiter)]
	}
	var out []record
	var scratch []byte
	s := scanner{data: data, delimiter: delimiter, nextLine: 1}
	for len(out) < n && s.next() {
		r := record{line: s.line, end: min(s.pos, len(data)), unclosed: s.unclosed}
		for _, c := range s.record() {
			if len(r.cells) > maxColumns {
				break
			}
			r.cells = append(r.cells, string(s.text(c, &scratch)))
		}
		s.drop()
		out = append(out, r)
	}
	return out
}

// badDelimiter is a delimiter that cannot be used.
type badDelimiter string

func (b badDelimiter) Error() string {
	return "the delimiter must be one plain character, or tab, and not a quotation mark"
}

// delimiterOf gives the delimiter that was asked for, or else the one of comma,
// tab and semicolon that divides the first records into equally many cells, and
// the most of them; when none does so, the one that divides the first record
// into most.
func delimiterOf(asked string, head []byte, whole bool) (byte, error) {
	switch {
	case asked == "tab":
		return '\t', nil
	case asked != "":
		if len(asked) != 1 || asked[0] >= utf8.RuneSelf || strings.ContainsAny(asked, "\"\r\n\x00") {
			return 0, badDelimiter(asked)
		}
		return asked[0], nil
	}
	best, bestCells, bestEven := byte(','), 1, false
	for _, d := range []byte{',', '\t', ';'} {
		records := firstRecords(head, d, whole, lookedAt)
		if len(records) == 0 {
			continue
		}
		records = records[titleRecords(records):]
		cells := len(records[0].cells)
		even := cells > 1 && len(records) > 1
		for _, r := range records[1:] {
			if len(r.cells) != cells {
				even = false
			}
		}
		if even && !bestEven || even == bestEven && cells > bestCells {
			best, bestCells, bestEven = d, cells, even
		}
	}
	return best, nil
}

// delimiterName is how Table.Delimiter tells of a delimiter.
func delimiterName(d byte) string {
	if d == '\t' {
		return "tab"
	}
	return string(rune(d))
}
