package workbook

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
)

// Rows calls a function for each row of a sheet that holds cells, in order. n is
// the row's number as Excel shows it, from 1; empty rows are passed over. The
// cells are those from column A to the last that the row has, "" for an empty
// one; the slice is used again for the next row. Numbers have at most the 15
// digits that Excel keeps, dates are 2006-01-02, times 15:04:05, both
// 2006-01-02 15:04:05, and spans of time may have more than 24 hours.
//
// The error is what the function gave, or a finding.Finding without a file name:
// the sheet is damaged or too large.
func (b *Book) Rows(s Sheet, row func(n int, cells []string) error) error {
	r, err := b.archive.Part(s.part, mostSheetXML)
	if err != nil {
		return err
	}
	defer r.Close()
	tokens := packed.NewTokens(r, s.part)
	n, cells, text := 0, 0, int64(0)
	var line []string
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		last := n
		if n++; packed.Attr(e, "r") != "" {
			if n, err = strconv.Atoi(packed.Attr(e, "r")); err != nil || n <= last || n > mostRows {
				return s.damaged(last, "the rows of this sheet are not numbered in order", packed.Attr(e, "r"))
			}
		}
		size := 0
		if line, size, err = b.row(tokens, s, n, line[:0]); err != nil {
			return err
		}
		if len(line) == 0 {
			continue
		}
		cells += len(line)
		text += int64(size)
		if cells > mostCells || text > mostText {
			return finding.Finding{
				Severity: finding.Error, Kind: "too-large", Line: n, Cell: "row",
				Expected: fmt.Sprintf("at most %d million cells and %d GB of text", mostCells/1_000_000, mostText>>30),
				Message:  "this sheet is too large", Do: "Save only the columns that are needed, or save the sheet as CSV.",
			}
		}
		if err := row(n, line); err != nil {
			return err
		}
	}
}

// row reads the cells of the row whose start was read last, and says how many
// bytes they hold.
func (b *Book) row(tokens *packed.Tokens, s Sheet, n int, line []string) (cells []string, size int, err error) {
	at := -1 // the column of the last cell
	for {
		token, err := tokens.Next()
		if err != nil {
			return nil, 0, err // the decoder ends no part within an element
		}
		switch e := token.(type) {
		case xml.EndElement:
			return line, size, nil
		case xml.StartElement:
			if e.Name.Local != "c" {
				if err := tokens.Skip(); err != nil {
					return nil, 0, err
				}
				continue
			}
			var ref, kind string
			style := 0
			for _, a := range e.Attr {
				switch a.Name.Local {
				case "r":
					ref = a.Value
				case "t":
					kind = a.Value
				case "s":
					style, _ = strconv.Atoi(a.Value)
				}
			}
			if at++; ref != "" {
				at = column(ref)
			}
			if at < 0 || at >= mostColumns {
				return nil, 0, s.damaged(n, "a cell of this sheet has a place that there is not", ref)
			}
			value, err := b.cell(tokens, s, n, kind, style)
			if err != nil {
				return nil, 0, err
			}
			if have := len(line); have <= at {
				line = slices.Grow(line, at+1-have)[:at+1]
				clear(line[have:]) // what the row before left there
			}
			line[at] = value
			size += len(value)
		}
	}
}

// cell gives the text of the cell whose start was read last.
func (b *Book) cell(tokens *packed.Tokens, s Sheet, n int, kind string, style int) (string, error) {
	var value, inline string
	for {
		token, err := tokens.Next()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "v":
				if value, err = text(tokens); err != nil {
					return "", err
				}
			case "is":
				if inline, err = richText(tokens); err != nil {
					return "", err
				}
			default:
				if err := tokens.Skip(); err != nil {
					return "", err
				}
			}
		case xml.EndElement:
			return b.value(s, n, kind, style, value, inline)
		}
	}
}

// value gives the text of a cell by its kind.
func (b *Book) value(s Sheet, n int, kind string, style int, value, inline string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(b.shared) {
			return "", s.damaged(n, "a cell of this sheet names a text that the workbook does not have", value)
		}
		return b.shared[i], nil
	case "inlineStr":
		return inline, nil
	case "str":
		return unescape(value), nil
	case "e", "d":
		return value, nil
	case "b":
		switch strings.TrimSpace(value) {
		case "1", "true":
			return "TRUE", nil
		case "":
			return "", nil
		}
		return "FALSE", nil
	}
	value = strings.TrimSpace(value)
	x, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value, nil
	}
	if style >= 0 && style < len(b.looks) && b.looks[style] != plain {
		if shown, ok := b.from.show(x, b.looks[style]); ok {
			return shown, nil
		}
	}
	return number(value, x), nil
}

// number gives a number with the 15 digits that Excel keeps: files hold 17, so
// that 0.1 stands there as 0.10000000000000001.
func number(value string, x float64) string {
	if len(value) <= 15 && !strings.ContainsAny(value, "eE") {
		return value
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if size := max(short, -short); err != nil || size >= 1e21 || size != 0 && size < 1e-9 {
		return value
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// column gives the column of a cell's place, such as 27 for AB12, from 0; -1
// where it has none.
func column(ref string) int {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i]
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		default:
			return n - 1
		}
		if n > mostColumns {
			return n
		}
	}
	return n - 1
}

func (s Sheet) damaged(row int, message, found string) error {
	return finding.Finding{
		Severity: finding.Error, Kind: "damaged-file", Line: row, Cell: "row", Found: found, Message: message,
		Do: "Open it in Excel, save it again under another name, and name that file instead.",
	}
}
