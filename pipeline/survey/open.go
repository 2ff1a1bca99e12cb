package survey

import (
	"errors"
	"fmt"
	"io"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// opened is an export of which the header has been read.
type opened struct {
	*file
	head header
	// rows gives what follows the header.
	rows io.Reader
	// sheet is the name of the sheet of a workbook, "" for a text file; others
	// are its other sheets where the source names none.
	sheet  string
	others []string
	reader *sheetReader // nil for a text file
}

// open opens an export, called display in findings, and reads its header. The
// error is a finding.Finding if it is a matter of what the file holds.
func open(path, display string, src *study.Source, encoding string) (*opened, error) {
	f, err := openFile(path, encoding)
	if err != nil {
		var found finding.Finding
		if errors.As(err, &found) {
			return nil, headerFinding(err, display, *src)
		}
		return nil, err
	}
	o := &opened{file: f}
	source := *src
	switch {
	case f.zip:
		if o.reader, o.sheet, o.others, err = openSheet(f.in, f.size, src.Sheet); err == nil {
			// What the reader gives is CSV in UTF-8, and of no known length.
			o.text, o.encoding, o.decoded, o.size = o.reader, utf8Name, false, 0
			source.Delimiter = ","
		}
	case f.is != "":
		err = notTextFinding(display, f.is)
	}
	if err == nil {
		o.head, o.rows, err = readHeader(o.text, source)
	}
	if err != nil {
		o.close()
		return nil, headerFinding(err, display, *src)
	}
	return o, nil
}

func (o *opened) close() {
	if o.reader != nil {
		o.reader.Close()
	}
	o.rawFile.Close()
}

// readAs gives the names of how the file is read, as Table has them.
func (o *opened) readAs() (dialect, encoding, delimiter, sheet string) {
	if o.sheet != "" {
		return o.head.dialect.name, "", "", o.sheet
	}
	return o.head.dialect.name, o.encoding, delimiterName(o.head.delimiter), ""
}

// cutter gives the cutter of the rows, into pieces of so many bytes.
func (o *opened) cutter(size, jobs int) *cutter {
	return &cutter{
		in: o.rows, delimiter: o.head.delimiter, size: size, line: o.head.line,
		free: make(chan []byte, 4*jobs),
	}
}

// say notes how a file is read where nobody said how to.
func (o *opened) say(src *study.Source, r *report) {
	if len(o.others) > 0 {
		r.add(otherSheets(o.sheet, o.others))
	}
	h := &o.head
	if o.inside != "" {
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "zip-file", Found: o.inside,
			Message: "the file is a zip file, and the export in it is read",
		})
	}
	h.sayMistaken(r)
	records := "one header row"
	if n := len(h.lines); n > 1 {
		records = []string{"", "", "two", "three"}[n] + " header rows"
	}
	between := map[byte]string{'\t': "tabs", ';': "semicolons"}[h.delimiter]
	if between != "" && src.Delimiter == "" && o.sheet == "" {
		records += ", cells divided by " + between
	}
	switch {
	case src.Dialect == "" && h.dialect.name != plainName:
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "dialect", Found: h.dialect.name,
			Message: fmt.Sprintf("read as %s export with %s", h.dialect.program, records),
			Do:      "If it is none, name another under dialect, such as csv.",
		})
	case between == "semicolons" && src.Delimiter == "" && o.sheet == "":
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "delimiter", Found: ";",
			Message: "read as CSV with " + records,
			Do:      "If cells are not right, name the character between them under delimiter.",
		})
	}
}

// inEncoding calls read with the encoding that is asked for, or with the one
// that the beginning of the file tells; strict then makes errNotUTF8 of bytes
// that are not UTF-8, upon which it is called once more with another.
func inEncoding(path string, src *study.Source, read func(encoding string, strict bool) error) error {
	err := read(src.Encoding, src.Encoding == "")
	if !errors.Is(err, errNotUTF8) {
		return err
	}
	encoding, err := encodingOfBadUTF8(path)
	if err != nil {
		return err
	}
	return read(encoding, false)
}
