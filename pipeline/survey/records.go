package survey

import "bytes"

// How a line becomes cells: RFC 4180, and where files break it, what keeps most
// of people's words.
//
//   - A cell is quoted when it begins with a quotation mark; one further on in
//     a cell is a letter like any other.
//   - In a quoted cell two quotation marks are one. A single one closes the cell
//     only when the delimiter, the end of the line or the end of the file
//     follows; otherwise whoever wrote the file forgot to double it, and it is
//     part of the words.
//   - A line without anything on it is no record.
//
// The cutter and the scanner below must agree on these rules, which is why both
// find the end of a quoted cell through closingQuote.

// closingQuote gives the place of the quotation mark that closes the cell whose
// words begin at pos, or -1 when data ends before it. doubled tells that the
// cell has doubled quotation marks in it, stray that it has single ones. whole
// tells that data ends where the file, or a record, ends: without it a quotation
// mark at the very end may still turn out to be the first of two.
func closingQuote(data []byte, pos int, delimiter byte, whole bool) (end int, doubled, stray bool) {
	for {
		i := bytes.IndexByte(data[pos:], '"')
		if i < 0 {
			return -1, doubled, stray
		}
		i += pos
		after := data[i+1:]
		switch {
		case len(after) == 0, len(after) == 1 && after[0] == '\r':
			if whole {
				return i, doubled, stray
			}
			return -1, doubled, stray
		case after[0] == '"':
			doubled = true
			pos = i + 2
		case after[0] == delimiter, after[0] == '\n', after[0] == '\r' && after[1] == '\n':
			return i, doubled, stray
		default:
			stray = true
			pos = i + 1
		}
	}
}

// lastRecordEnd gives the place after the last record that is complete in data,
// which must begin where a record does; 0 when none is.
func lastRecordEnd(data []byte, delimiter byte) int {
	// The stretch outside quoted cells that has the last line break so far.
	from, to := 0, 0
	start, pos := 0, 0
	for {
		i := bytes.IndexByte(data[pos:], '"')
		if i < 0 {
			break
		}
		i += pos
		if i > 0 && data[i-1] != delimiter && data[i-1] != '\n' {
			pos = i + 1
			continue
		}
		if bytes.IndexByte(data[start:i], '\n') >= 0 {
			from, to = start, i
		}
		end, _, _ := closingQuote(data, i+1, delimiter, false)
		if end < 0 {
			return from + bytes.LastIndexByte(data[from:to], '\n') + 1
		}
		pos = end + 1
		start = pos
	}
	if bytes.IndexByte(data[start:], '\n') >= 0 {
		from, to = start, len(data)
	}
	return from + bytes.LastIndexByte(data[from:to], '\n') + 1
}

// cell is one cell's place in its chunk, without the quotation marks around it.
type cell struct {
	from, to int32
	// doubled tells that two quotation marks in it stand for one.
	doubled bool
}

// scanner walks over the records of a piece of a file that begins and ends
// where records do.
type scanner struct {
	data      []byte
	delimiter byte
	pos       int
	nextLine  int

	// cells are those of all records found and not dropped.
	cells []cell

	// Of the record found last: where its cells begin among cells, the line on
	// which it begins, the line of its first single quotation mark in a quoted
	// cell and of the quotation mark that was never closed (0 for none).
	first    int
	line     int
	stray    int
	unclosed int
}

// next finds the next record; false when there is none.
func (s *scanner) next() bool {
	data := s.data
	for s.pos < len(data) && (data[s.pos] == '\n' || data[s.pos] == '\r' && (s.pos+1 == len(data) || data[s.pos+1] == '\n')) {
		if data[s.pos] == '\n' {
			s.nextLine++
		}
		s.pos++
	}
	if s.pos >= len(data) {
		return false
	}
	s.first = len(s.cells)
	s.line, s.stray, s.unclosed = s.nextLine, 0, 0
	pos := s.pos
	lineEnd := endOfLine(data, pos)
	for {
		if pos < len(data) && data[pos] == '"' {
			end, doubled, stray := closingQuote(data, pos+1, s.delimiter, true)
			if stray && s.stray == 0 {
				s.stray = s.nextLine
			}
			if end < 0 {
				s.unclosed = s.nextLine
				s.cells = append(s.cells, cell{int32(pos + 1), int32(len(data)), doubled})
				s.nextLine += bytes.Count(data[pos:], newline)
				s.pos = len(data)
				return true
			}
			s.cells = append(s.cells, cell{int32(pos + 1), int32(end), doubled})
			if end > lineEnd {
				s.nextLine += bytes.Count(data[lineEnd:end], newline)
				lineEnd = endOfLine(data, end)
			}
			pos = end + 1
			if pos < len(data) && data[pos] == s.delimiter {
				pos++
				continue
			}
			break
		}
		if pos < lineEnd && data[pos] == s.delimiter { // a blank cell, of which exports are full
			s.cells = append(s.cells, cell{int32(pos), int32(pos), false})
			pos++
			continue
		}
		i := bytes.IndexByte(data[pos:lineEnd], s.delimiter)
		if i < 0 {
			end := lineEnd
			if end > pos && data[end-1] == '\r' {
				end--
			}
			s.cells = append(s.cells, cell{int32(pos), int32(end), false})
			break
		}
		s.cells = append(s.cells, cell{int32(pos), int32(pos + i), false})
		pos += i + 1
	}
	s.nextLine++
	s.pos = lineEnd + 1
	return true
}

var newline = []byte{'\n'}

func endOfLine(data []byte, pos int) int {
	if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
		return pos + i
	}
	return len(data)
}

// record gives the cells of the record found last.
func (s *scanner) record() []cell { return s.cells[s.first:] }

// drop forgets the record found last.
func (s *scanner) drop() { s.cells = s.cells[:s.first] }

// text gives the words of a cell. They may lie in data or in scratch, and last
// until the next call with that scratch.
func (s *scanner) text(c cell, scratch *[]byte) []byte {
	words := s.data[c.from:c.to]
	if !c.doubled {
		return words
	}
	out := (*scratch)[:0]
	for {
		j := bytes.IndexByte(words, '"')
		if j < 0 {
			break
		}
		out = append(out, words[:j+1]...)
		words = words[j+1:]
		if len(words) > 0 && words[0] == '"' {
			words = words[1:]
		}
	}
	out = append(out, words...)
	*scratch = out
	return out
}
