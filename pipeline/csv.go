package pipeline

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
// front. A plain number, and a dash or plus alone, are left as they are.
func Neutral(cell string) string {
	start := strings.TrimLeft(cell, " \u00a0\ufeff")
	if start == "" {
		return cell
	}
	// The wide forms are what a keyboard for Chinese or Japanese gives.
	if first, _ := utf8.DecodeRuneInString(start); !strings.ContainsRune("=+-@＝＋－＠", first) && first >= ' ' && first != 0x7f {
		return cell
	}
	if len(start) == 1 && start[0] != '=' && start[0] != '@' {
		if start[0] == '-' || start[0] == '+' {
			return cell
		}
	}
	if _, err := strconv.ParseFloat(start, 64); err == nil && start[0] != '+' {
		return cell
	}
	return "'" + cell
}

// writeCSV writes rows of one fixed shape as UTF-8, RFC 4180, with every text
// neutralised. T is a struct with csv tags.
func writeCSV[T any](w io.Writer, rows []T) error {
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
				field.SetString(Neutral(field.String()))
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

// csvBytes is writeCSV into memory.
func csvBytes[T any](rows []T) ([]byte, error) {
	var b bytes.Buffer
	err := writeCSV(&b, rows)
	return b.Bytes(), err
}

// wideCSV writes rows whose columns depend on the study.
func wideCSV(header []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range append([][]string{header}, rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Neutral(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
