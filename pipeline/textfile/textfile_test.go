package textfile

import (
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	for name, c := range map[string]struct {
		data, text string
		note       bool
	}{
		"plain":        {"caf\u00e9\r\nb\rc", "caf\u00e9\nb\nc", false},
		"marked":       {"\xef\xbb\xbfcaf\u00e9", "caf\u00e9", false},
		"marked wrong": {"\xef\xbb\xbfcaf\xe9", "caf\ufffd", true},
		"UTF-16":       {"\xff\xfec\x00a\x00f\x00\xe9\x00", "caf\u00e9", true},
		"UTF-16 big":   {"\xfe\xff\x00c\x00a\x00f\x00\xe9", "caf\u00e9", true},
		"Windows":      {"caf\xe9 \x93yes\x94", "caf\u00e9 \u201cyes\u201d", true},
		"NUL":          {"a\x00b", "a\ufffdb", false},
		"empty":        {"", "", false},
	} {
		text, note := Decode([]byte(c.data))
		if text != c.text || (note != "") != c.note {
			t.Errorf("%s: found %q and %q", name, text, note)
		}
	}
}

func TestHowToText(t *testing.T) {
	for kind, want := range map[string]string{"a PDF file": "pdftotext", "a Word, Excel or zip file": "CSV", "a picture": "plain text"} {
		if got := HowToText(kind); !strings.Contains(got, want) {
			t.Errorf("%s: %s", kind, got)
		}
	}
}

func TestNotText(t *testing.T) {
	for data, want := range map[string]string{
		"%PDF-1.7": "a PDF file", "PK\x03\x04": "a Word, Excel or zip file", "{\\rtf1": "an RTF file",
		"{}": "", "": "", "Knowledge": "",
	} {
		if got := NotText([]byte(data)); got != want {
			t.Errorf("%q: found %q, expected %q", data, got, want)
		}
	}
}
