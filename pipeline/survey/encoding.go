package survey

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"concord/pipeline/textfile"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The encodings, by the names that Source.Encoding uses.
const (
	utf8Name    = "utf-8"
	utf16Name   = "utf-16"
	windowsName = "windows-1252"
	macName     = "macintosh" // Mac OS Roman; no file tells that it is this
)

// headSize is how much of a file is looked at to tell how it is written. It
// must hold the header records; header makes it larger when it does not.
const headSize = 1 << 18

// file is an export opened for reading as UTF-8.
type file struct {
	*rawFile
	// text gives the file in UTF-8, without a byte order mark and with lines
	// that end in \n or \r\n.
	text io.Reader
	// encoding is how the file is written; for UTF-8 it may be a guess from
	// its beginning, which the first byte that is not UTF-8 overthrows.
	encoding string
	// decoded tells that text was made from another encoding, in which U+FFFD
	// stands where a byte has no letter.
	decoded bool
	// is names what the file is if it is no text, "" where it may be text; zip
	// tells that it is an archive, such as a workbook.
	is  string
	zip bool
}

// Files that platforms give beside those that are read.
const (
	spssFile = "an SPSS file"
	jsonFile = "a JSON file, such as Qualtrics has for a survey's questions (.qsf)"
)

// openFile opens an export. encoding is one of the names above, or "" to find
// out from the beginning of the file.
func openFile(path, encoding string) (*file, error) {
	in, err := openRaw(path)
	if err != nil {
		return nil, err
	}
	f, err := decode(in, path, encoding)
	if err != nil {
		in.Close()
		return nil, err
	}
	return f, nil
}

func decode(in *rawFile, path, encoding string) (*file, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fmt.Errorf("%s: cannot be read: %w", path, err)
	}
	head = head[:n]
	f := &file{rawFile: in, encoding: encoding, is: textfile.NotText(head)}
	f.zip = in.part == nil && bytes.HasPrefix(head, []byte(zipMark))
	switch {
	case bytes.HasPrefix(head, []byte("$FL2")), bytes.HasPrefix(head, []byte("$FL3")):
		f.is = spssFile
	case bytes.HasPrefix(head, []byte(`{"`)):
		f.is = jsonFile
	}
	raw := io.MultiReader(bytes.NewReader(head), in)

	order, marked := byteOrder(head)
	if f.encoding == "" {
		switch {
		case bytes.HasPrefix(head, utf8Mark):
			f.encoding = utf8Name
		case order >= 0:
			f.encoding = utf16Name
		default:
			f.encoding = utf8Name
		}
	}
	switch f.encoding {
	case utf16Name:
		f.decoded = true
		endian := unicode.LittleEndian
		if order == bigEndian {
			endian = unicode.BigEndian
		}
		if marked {
			raw = io.MultiReader(bytes.NewReader(head[2:]), in)
		}
		f.text = unicode.UTF16(endian, unicode.IgnoreBOM).NewDecoder().Reader(raw)
		if oldMacLines(bytes.ReplaceAll(head, []byte{0}, nil)) {
			f.text = &lineEndings{f.text}
		}
	case windowsName, macName:
		f.decoded = true
		letters := charmap.Windows1252
		if f.encoding == macName {
			letters = charmap.Macintosh
		}
		if bytes.HasPrefix(head, utf8Mark) {
			raw = io.MultiReader(bytes.NewReader(head[3:]), in)
		}
		f.text = newByteReader(raw, letters)
		if oldMacLines(head) {
			f.text = &lineEndings{f.text}
		}
	default:
		if bytes.HasPrefix(head, utf8Mark) {
			raw = io.MultiReader(bytes.NewReader(head[3:]), in)
		}
		f.text = raw
		if oldMacLines(head) {
			f.text = &lineEndings{f.text}
		}
	}
	return f, nil
}

var utf8Mark = []byte("\xef\xbb\xbf")

const (
	notUTF16 = iota - 1
	littleEndian
	bigEndian
)

// byteOrder tells from the beginning of a file whether it is UTF-16 and which
// byte comes first, and whether a byte order mark says so. Without a mark,
// letters of western languages give it away: every other byte of them is 0.
func byteOrder(head []byte) (order int, marked bool) {
	if len(head) >= 2 {
		switch {
		case head[0] == 0xff && head[1] == 0xfe:
			return littleEndian, true
		case head[0] == 0xfe && head[1] == 0xff:
			return bigEndian, true
		}
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs == 0:
		return notUTF16, false
	case zeros[1]*10 >= pairs*4 && zeros[0]*10 < pairs:
		return littleEndian, false
	case zeros[0]*10 >= pairs*4 && zeros[1]*10 < pairs:
		return bigEndian, false
	}
	return notUTF16, false
}

// oldMacLines tells that lines end in a carriage return alone, as some
// spreadsheets on old Macs wrote them.
func oldMacLines(head []byte) bool {
	return bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0 &&
		bytes.IndexByte(head, '\r') < len(head)-1
}

// lineEndings makes a line feed of each carriage return.
type lineEndings struct{ in io.Reader }

func (l *lineEndings) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// byteReader makes UTF-8 of an encoding with one byte a letter. The five bytes
// that stand for no letter in Windows-1252 (81, 8D, 8F, 90 and 9D) become
// U+FFFD.
type byteReader struct {
	in      io.Reader
	letters [256][]byte
	raw     []byte
	made    []byte // what raw became, for its memory
	out     []byte // the part of made that nobody has read yet
	err     error
}

func newByteReader(in io.Reader, letters *charmap.Charmap) *byteReader {
	w := &byteReader{in: in, raw: make([]byte, 1<<15)}
	for i := range w.letters {
		r := letters.DecodeByte(byte(i))
		if r >= 0x80 && r < 0xa0 {
			r = utf8.RuneError
		}
		w.letters[i] = utf8.AppendRune(nil, r)
	}
	return w
}

func (w *byteReader) Read(p []byte) (int, error) {
	for len(w.out) == 0 {
		if w.err != nil {
			return 0, w.err
		}
		var n int
		n, w.err = w.in.Read(w.raw)
		w.made = w.made[:0]
		for _, b := range w.raw[:n] {
			w.made = append(w.made, w.letters[b]...)
		}
		w.out = w.made
	}
	n := copy(p, w.out)
	w.out = w.out[n:]
	return n, nil
}

// encodingOfBadUTF8 reads a file that is not valid UTF-8 to the end and tells
// which it is: Windows-1252, or UTF-8 with bytes in it that do not belong. Text
// in Windows-1252 has hardly ever bytes that make a letter in UTF-8 by chance,
// so whichever there are more of decides.
func encodingOfBadUTF8(path string) (string, error) {
	in, err := openRaw(path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	letters, bad := 0, 0
	buf := make([]byte, 1<<16)
	held := 0
	for {
		n, err := io.ReadFull(in, buf[held:])
		data := buf[:held+n]
		last := err != nil
		if letters+bad+held == 0 && bytes.HasPrefix(data, utf8Mark) {
			return utf8Name, nil // the file says so itself
		}
		for len(data) > 0 && (last || len(data) >= utf8.UTFMax) {
			if data[0] < utf8.RuneSelf {
				data = data[1:]
				continue
			}
			r, size := utf8.DecodeRune(data)
			if r == utf8.RuneError && size == 1 {
				bad++
			} else {
				letters++
			}
			data = data[size:]
		}
		if last {
			if err != io.EOF && err != io.ErrUnexpectedEOF {
				return "", fmt.Errorf("%s: cannot be read: %w", path, err)
			}
			break
		}
		held = copy(buf, data)
	}
	if letters > bad {
		return utf8Name, nil
	}
	return windowsName, nil
}
