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

// The dialects, by the names that Source.Dialect uses.
const (
	qualtrics = "qualtrics"
	plain     = "csv"
)

// header is what stands before the first row of a file.
type header struct {
	dialect   string
	delimiter byte
	// names are the columns' headers, white space collapsed; wording what the
	// second header record says, or the names again where there is none.
	names, wording []string
	// importIDs are the ids of the third header record of Qualtrics; nil when
	// there is none.
	importIDs []string
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

var errNoHeader = errors.New("the file is empty")

// readHeader reads the header records and finds out the dialect and the
// delimiter. rest gives the rows. The error is errNoHeader when the file holds
// nothing but white space.
func readHeader(text io.Reader, src study.Source) (h header, rest io.Reader, err error) {
	var buf []byte
	var whole bool
	for size := headSize; ; size *= 4 {
		held := len(buf)
		buf = append(buf, make([]byte, size-held)...)
		n, err := io.ReadFull(text, buf[held:])
		buf = buf[:held+n]
		if whole = err == io.EOF || err == io.ErrUnexpectedEOF; err != nil && !whole {
			return h, nil, err
		}
		if h.delimiter, err = delimiterOf(src.Delimiter, buf, whole); err != nil {
			return h, nil, err
		}
		// Three header records at most, and the first row.
		if whole || size >= maxRecord || len(firstRecords(buf, h.delimiter, whole, 4)) == 4 {
			break
		}
	}
	if len(bytes.TrimSpace(buf)) == 0 {
		return h, nil, errNoHeader
	}
	records := firstRecords(buf, h.delimiter, whole, 4)
	if len(records) == 0 {
		// Not one record ends within the longest one allowed.
		records = firstRecords(buf, h.delimiter, true, 1)
	}
	count := 1
	h.dialect = plain
	switch {
	case src.Dialect == plain:
	case len(records) > 2 && isImportIDs(records[2].cells):
		h.dialect, count = qualtrics, 3
	case src.Dialect == qualtrics:
		h.dialect, count = qualtrics, min(2, len(records))
	}
	h.names = normalAll(records[0].cells)
	h.wording = h.names
	if count > 1 {
		h.wording = fit(normalAll(records[1].cells), len(h.names))
	}
	if count > 2 {
		h.importIDs = fit(importIDs(records[2].cells), len(h.names))
	}
	for _, r := range records[:count] {
		h.lines = append(h.lines, r.line)
		if r.unclosed > 0 {
			h.unclosed = r.unclosed
		}
	}
	h.width = len(h.names)
	if len(records) > count {
		h.width = rowWidth(h.names, records[count].cells)
	}
	end := records[count-1].end
	h.line = 1 + bytes.Count(buf[:end], newline)
	h.valid = utf8.Valid(buf[:end])
	h.lost = bytes.Count(bytes.ToValidUTF8(buf[:end], replacement), replacement)
	if h.unclosed > 0 {
		return h, bytes.NewReader(nil), nil
	}
	return h, io.MultiReader(bytes.NewReader(buf[end:]), text), nil
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
			r.cells = append(r.cells, string(s.text(c, &scratch)))
		}
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
		records := firstRecords(head, d, whole, 20)
		if len(records) == 0 {
			continue
		}
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

// importID is a cell of the third header record: JSON, or the same with single
// quotation marks as old exports wrote it.
var importID = regexp.MustCompile(`^\s*\{\s*(?:"ImportId"\s*:\s*"([^"]*)"|'ImportId'\s*:\s*'([^']*)')`)

func importIDs(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if m := importID.FindStringSubmatch(c); m != nil {
			out[i] = m[1] + m[2]
		}
	}
	return out
}

// isImportIDs tells that every cell that is not blank holds an ImportId.
func isImportIDs(cells []string) bool {
	some := false
	for _, c := range cells {
		if strings.TrimSpace(c) == "" {
			continue
		}
		if !importID.MatchString(c) {
			return false
		}
		some = true
	}
	return some
}

func normalAll(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = study.Normal(strings.ToValidUTF8(c, "\uFFFD"))
	}
	return out
}

// fit makes a list as long as the headers.
func fit(list []string, n int) []string {
	for len(list) < n {
		list = append(list, "")
	}
	return slices.Clip(list[:n])
}

// Headers reads only the header records of an export: its dialect ("qualtrics"
// or "csv"), the names of its columns in their order, and the wording of the
// question behind each (in a file with one header record, the name again). White
// space in both is trimmed and collapsed. Of src only Dialect, Encoding and
// Delimiter are used. The error says that the file cannot be read, or is empty.
func Headers(path string, src study.Source) (dialect string, headers []string, wording []string, err error) {
	encoding := src.Encoding
	for {
		f, err := openFile(path, encoding)
		if err != nil {
			return "", nil, nil, err
		}
		if f.zip {
			f.closer.Close()
			return "", nil, nil, notTextFinding(path)
		}
		h, _, err := readHeader(f.text, src)
		f.closer.Close()
		if err != nil {
			return "", nil, nil, headerFinding(err, path, src)
		}
		if h.valid || encoding != "" {
			return h.dialect, h.names, h.wording, nil
		}
		if encoding, err = encodingOfBadUTF8(path); err != nil {
			return "", nil, nil, err
		}
	}
}
