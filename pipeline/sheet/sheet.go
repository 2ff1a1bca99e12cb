// Package sheet writes tables that people open in a spreadsheet: UTF-8, RFC
// 4180, and with no cell that a spreadsheet would run. It imports nothing of
// concord.
package sheet

import (
	"bytes"
	"encoding/csv"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gocarina/gocsv"
)

// Neutral gives a cell that no spreadsheet runs as a formula: one that begins
// with = + - @ or a control character, after any spaces, gets an apostrophe in
// front. A plain number, and a dash or plus alone, are left as they are. Plain
// undoes it.
func Neutral(cell string) string {
	// A cell that looks as if it had been neutralised gets another apostrophe,
	// so that Plain gives back what was there.
	if runs(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// Plain gives the cell that Neutral was given.
func Plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runs(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

// runs tells whether a spreadsheet may take the cell for a formula.
func runs(cell string) bool {
	start := strings.TrimLeft(cell, " \u00a0\ufeff")
	if start == "" {
		return false
	}
	// The wide forms are what a keyboard for Chinese or Japanese gives.
	if first, _ := utf8.DecodeRuneInString(start); !strings.ContainsRune("=+-@＝＋－＠", first) && first >= ' ' && first != 0x7f {
		return false
	}
	if start == "-" || start == "+" {
		return false
	}
	_, err := strconv.ParseFloat(start, 64)
	return err != nil || start[0] == '+'
}

// Write writes rows of one fixed shape as UTF-8, RFC 4180, with every text
// neutralised. T is a struct with csv tags.
func Write[T any](w io.Writer, rows []T) error {
	out := csv.NewWriter(w)
	safe := gocsv.NewSafeCSVWriter(out)
	if len(rows) == 0 {
		var none T
		return headerOnly(out, reflect.TypeOf(none))
	}
	neutral := make([]T, len(rows))
	copy(neutral, rows)
	for i := range neutral {
		v := reflect.ValueOf(&neutral[i]).Elem()
		for f := range v.NumField() {
			if field := v.Field(f); field.Kind() == reflect.String {
				field.SetString(Neutral(visible(field.String())))
			}
		}
	}
	if err := gocsv.MarshalCSV(&neutral, safe); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// headerOnly writes the header of a table without rows, which gocsv leaves out.
func headerOnly(w *csv.Writer, t reflect.Type) error {
	var header []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("csv"); tag != "" && tag != "-" {
			header = append(header, tag)
		}
	}
	if err := w.Write(header); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// visible puts a sign in the place of characters that a terminal would act upon
// when somebody looks at the file there; tabs and line breaks stay.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if (r < ' ' || r == 0x7f) && r != '\t' && r != '\n' && r != '\r' {
			return '\ufffd'
		}
		return r
	}, s)
}

// Marshal is Write into memory.
func Marshal[T any](rows []T) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, rows)
	return b.Bytes(), err
}
