package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Millimetres: what a page of A4 has room for, upright and on its side, and the
// white on both sides of a cell.
const (
	portraitRoom, landscapeRoom = 170.0, 257.0
	padding                     = 3.4
)

// Millimetres: a longer word is broken, and a longer text goes over several lines,
// the sooner where its column is one of several for words.
const mostWord, mostText, mostWide = 38.0, 85.0, 220.0

// bolder is how much more room bold letters take, as those of the first column.
const bolder = 1.07

// measure gives about how wide a text is in a table, in millimetres: letters of
// 9.5 points, of which a figure of Arial takes 1.86, some half and some more.
func measure(s string) float64 {
	sum := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune(" .,:;'’|!ijltfrI()[]/-", r):
			sum += 1
		case strings.ContainsRune("mwMW%@", r):
			sum += 2.9
		case r >= 'A' && r <= 'Z', r > utf8.RuneSelf:
			sum += 2.35
		default:
			sum += 1.9
		}
	}
	return sum
}

// wide tells whether a table needs a page that lies on its side.
func wide(t Table) bool { return total(least(t)) > portraitRoom }

func total(columns []float64) float64 {
	sum := 0.0
	for _, x := range columns {
		sum += x
	}
	return sum
}

// least is how narrow each column can be, in millimetres, without breaking a word
// or a number.
func least(t Table) []float64 {
	out := make([]float64, len(t.Columns))
	for c, column := range t.Columns {
		widest := longestWord(column.Label)
		for _, r := range t.Rows {
			if c >= len(r.Cells) {
				continue
			}
			said := r.Cells[c].String()
			if column.Number {
				widest = max(widest, measure(said))
			} else {
				widest = max(widest, longestWord(said))
			}
		}
		out[c] = min(widest, mostWord) + padding
	}
	at := 0
	for _, g := range t.Groups {
		end := min(at+g.Span, len(out))
		if more := min(longestWord(g.Label), mostWord) + padding - total(out[at:end]); more > 0 {
			for c := at; c < end; c++ {
				out[c] += more / float64(end-at)
			}
		}
		at = end
	}
	return out
}

// widths gives the widths of the columns: what each needs at least, and of what is
// left over first what its texts take on the whole, then what the longest does.
func widths(t Table) []float64 {
	out := least(t)
	room := portraitRoom
	if wide(t) {
		room = landscapeRoom
	}
	usual, longest := make([]float64, len(out)), make([]float64, len(out))
	for c, column := range t.Columns {
		if column.Number {
			continue
		}
		most := mostText
		if column.Wide {
			most = mostWide
		}
		sum, widest := 0.0, 0.0
		for _, r := range t.Rows {
			if c < len(r.Cells) {
				x := measure(r.Cells[c].String())
				sum, widest = sum+x, max(widest, x)
			}
		}
		if c == 0 {
			sum, widest = sum*bolder, widest*bolder
		}
		usual[c] = min(sum/float64(max(1, len(t.Rows))), most) + padding
		longest[c] = min(widest, most) + padding
	}
	widen(out, usual, room-total(out))
	widen(out, longest, room-total(out))
	return out
}

// widen brings columns nearer to the widths wanted, as far as there is room.
func widen(columns, wants []float64, room float64) {
	missing := 0.0
	for c, x := range columns {
		missing += max(0, wants[c]-x)
	}
	if missing == 0 || room <= 0 {
		return
	}
	for c, x := range columns {
		columns[c] += min(1, room/missing) * max(0, wants[c]-x)
	}
}

func longestWord(s string) float64 {
	widest := 0.0
	for _, word := range strings.Fields(s) {
		widest = max(widest, measure(word))
	}
	return widest
}

// divided parts a table that is too wide for a page with so much room: each part
// has the columns that head the rows and as many of the others as fit, those of a
// group together. One that fits, or cannot be parted, is the only part.
func divided(t Table, room float64) []Table {
	columns := least(t)
	if total(columns) <= room {
		return []Table{t}
	}
	lead := max(1, slices.IndexFunc(t.Columns, func(c Column) bool { return c.Number }))
	var units []ColumnGroup
	at := 0
	for _, g := range t.Groups {
		if at >= lead {
			units = append(units, g)
		}
		at += g.Span
	}
	if len(t.Groups) == 0 {
		for range t.Columns[lead:] {
			units = append(units, ColumnGroup{Span: 1})
		}
	}
	room -= total(columns[:lead])
	var out []Table
	at = lead
	for len(units) > 0 {
		n, span := 0, 0
		for n < len(units) && (n == 0 || total(columns[at:at+span+units[n].Span]) <= room) {
			span += units[n].Span
			n++
		}
		part := Table{Caption: t.Caption, Base: t.Base}
		if len(t.Groups) > 0 {
			part.Groups = append([]ColumnGroup{{Span: lead}}, units[:n]...)
		}
		part.Columns = slices.Concat(t.Columns[:lead], t.Columns[at:at+span])
		for _, r := range t.Rows {
			part.Rows = append(part.Rows, Row{Cells: slices.Concat(r.Cells[:lead], r.Cells[at:at+span]), Sum: r.Sum})
		}
		out = append(out, part)
		units, at = units[n:], at+span
	}
	if len(out) < 2 {
		return []Table{t}
	}
	for i := range out {
		out[i].Caption = fmt.Sprintf("%s (part %d of %d)", t.Caption, i+1, len(out))
	}
	out[len(out)-1].Notes = t.Notes
	return out
}
