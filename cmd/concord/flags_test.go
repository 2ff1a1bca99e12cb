package main

import (
	"io"
	"strings"
	"testing"
)

// The format of a file follows its name, and a name that denies it is refused.
func TestFormatFor(t *testing.T) {
	for _, c := range []struct {
		args, want string // want "" is an error
	}{
		{"--out ann.xlsx", "xlsx"}, {"--out ANN.XLSX", "xlsx"}, {"--out ann.csv", "csv"}, {"--out ann", "csv"}, {"--out ann.txt", "csv"},
		{"--out all.qdpx", "qdpx"}, {"--out ann.xlsx --format xlsx", "xlsx"}, {"--out ann --format xlsx", "xlsx"}, {"--out tags.csv --format taguette", "taguette"},
		{"--out ann.xlsx --format csv", ""}, {"--out ann.csv --format xlsx", ""}, {"--out ann.ods", ""}, {"--out ann.ods --format csv", ""},
	} {
		f := newFlags("test", "test\n\n")
		var path string
		f.StringVar(&path, "out", "", "")
		format := f.choice("format", "csv", "xlsx", "qdpx", "taguette")
		if _, _, ok := f.parse(strings.Fields(c.args), 0, io.Discard, io.Discard); !ok {
			t.Fatal(c.args)
		}
		got, err := f.formatFor(path, *format, "csv", "xlsx", "qdpx", "taguette=csv")
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s: %q, %v; want %q", c.args, got, err, c.want)
		}
	}
}
