package draft

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
)

// mostInstrument is how large an instrument's file may be. The longest that is
// known has less than 1 MB.
const mostInstrument = 64 << 20

// ReadInstrument reads an instrument's own file: a Qualtrics survey file (.qsf),
// a REDCap data dictionary (CSV), Quantipy's metadata (JSON), or a list of the
// columns with their questions in words (CSV); its content says which. export is the path of the export that it belongs to, and names its
// columns in their order. The error is a finding.Finding when the file is none of
// these, or damaged.
func ReadInstrument(file, export string, names []string) (*Instrument, error) {
	info, err := os.Stat(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file; give the path of the instrument", file)
	}
	if err != nil {
		return nil, err
	}
	fault := finding.Finding{
		Severity: finding.Error, Kind: "not-an-instrument", File: file,
		Expected: "a Qualtrics survey file (.qsf), a REDCap data dictionary (CSV), Quantipy metadata (JSON), or a list with two columns, name and wording (CSV)",
		Message:  "this is no questionnaire that can be read",
		Do:       "Leave --instrument out to draft from the export alone.",
	}
	if info.IsDir() || info.Size() > mostInstrument {
		return nil, fault
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	ins, err := instrumentFrom(data, export, names)
	if err != nil {
		fault.Message += ": " + err.Error()
		return nil, fault
	}
	if ins == nil || len(ins.Items)+len(ins.At) == 0 {
		fault.Message += ", or it is of another survey: it says nothing of any column of the export"
		return nil, fault
	}
	return ins, nil
}

// instrumentFrom tells the forms apart.
func instrumentFrom(data []byte, export string, names []string) (*Instrument, error) {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	switch {
	case len(text) > 0 && text[0] == '{' && bytes.Contains(text, []byte(`"SurveyElements"`)):
		return readQSF(text, importIDs(export), names)
	case len(text) > 0 && text[0] == '{' && bytes.Contains(text, []byte(`"columns"`)):
		return readQuantipy(text)
	case bytes.Contains(text[:min(len(text), 4000)], []byte("Field Name")) || bytes.Contains(text[:min(len(text), 4000)], []byte("field_name")):
		return readREDCap(data)
	}
	return readWordings(data, names), nil
}

// importID is a cell of the third header record of an export of Qualtrics.
var importID = regexp.MustCompile(`^\s*\{\s*["']ImportId["']\s*:\s*["']([^"']*)["']`)

// mostHeader is how much of an export's beginning is read for its header.
const mostHeader = 16 << 20

// importIDs gives the ImportIds of an export, by column; nil when it has none.
func importIDs(path string) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, mostHeader))
	if err != nil {
		return nil
	}
	text, _ := textfile.Decode(head)
	for _, comma := range []rune{',', '\t', ';'} {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
		for range 3 {
			record, err := r.Read()
			if err != nil {
				break
			}
			ids := make([]string, len(record))
			some := 0
			for i, cell := range record {
				if m := importID.FindStringSubmatch(cell); m != nil {
					ids[i] = m[1]
					some++
				}
			}
			if some*2 > len(record) {
				return ids
			}
		}
	}
	return nil
}
