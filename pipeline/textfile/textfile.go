// Package textfile gives the text of a file whatever program wrote it. It
// imports nothing of concord.
package textfile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode gives a file's text as UTF-8 with every line ending as one "\n" and
// without a byte order mark, and a sentence on the encoding where it was not
// UTF-8. A NUL becomes U+FFFD, as the WebVTT specification asks.
func Decode(data []byte) (text, note string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		text = strings.ToValidUTF8(string(data[3:]), "\uFFFD")
		if !utf8.Valid(data) {
			note = "this file says that it is UTF-8, but some characters in it cannot be read and are shown as \uFFFD"
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		// The decoder replaces what it cannot read and never fails.
		out, _ := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		text, note = string(out), "this file is in UTF-16 and was read as such"
	case utf8.Valid(data):
		text = string(data)
	default:
		out, _ := charmap.Windows1252.NewDecoder().Bytes(data)
		text, note = string(out), "this file is not UTF-8; it was read as Windows-1252, which older British and Western European programs write"
	}
	return newlines.Replace(text), note
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")

// HowToText says what to do with a file of a kind that NotText names, to have its
// text.
func HowToText(kind string) string {
	switch kind {
	case "a PDF file":
		return "Save its text: pdftotext -layout FILE.pdf, or select all and copy into a text file."
	case "a Word, Excel or zip file", "an old Word or Excel file", "an RTF file":
		return "From Word, save it as plain text (.txt, UTF-8); from Excel, save the sheet as CSV."
	}
	return "Save what it shows as plain text (.txt)."
}

// NotText names what a file is that holds no text, from how it begins: a PDF, a
// Word or Excel file, a picture; "" where it may be text.
func NotText(data []byte) string {
	for _, k := range []struct{ begins, is string }{
		{"%PDF-", "a PDF file"}, {"PK\x03\x04", "a Word, Excel or zip file"}, {"\xd0\xcf\x11\xe0", "an old Word or Excel file"},
		{"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"}, {"\x1f\x8b", "a gzip file"}, {"{\\rtf", "an RTF file"},
	} {
		if bytes.HasPrefix(data, []byte(k.begins)) {
			return k.is
		}
	}
	return ""
}
