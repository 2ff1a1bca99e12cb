package coders

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/wholefile"
)

// Folder is where a consultation keeps its record of judgements: one file for each
// coder, and one for what was settled.
const Folder = "codings"

const (
	settledName = "settled"
	extension   = ".csv"
)

// recordRow is one row of a coder's record.
type recordRow struct {
	Unit    string `csv:"unit"`
	TextSHA string `csv:"text_sha"`
	Themes  string `csv:"themes"`
	Coder   string `csv:"coder"`
	Day     string `csv:"day"`
	Method  string `csv:"method"`
	Version string `csv:"codebook_version"`
	Note    string `csv:"note"`
}

var recordColumns = []string{"unit", "text_sha", "themes", "coder", "day", "method", "codebook_version", "note"}

// Record is all that coders have said, as it was brought in.
type Record struct {
	// Coders are in the order of their names.
	Coders []History
	// Settled is what was settled where coders differed; each judgement has the name
	// of who settled it.
	Settled []Judgement
	// Asked tells that there is a codings/asked.csv, which says what each sheet asked
	// about.
	Asked bool
}

// History is all that one coder has said, the earliest first. The last judgement
// of a unit is the coder's; those before it are how it came about.
type History struct {
	Coder      string
	Judgements []Judgement
}

// Latest gives each coder's last judgement of each unit: coder by coder, in the
// order in which the units first came.
func (r Record) Latest() []Judgement {
	var out []Judgement
	for _, h := range r.Coders {
		out = append(out, Latest(h.Judgements)...)
	}
	return out
}

// Latest gives the last judgement of each unit, in the order in which the units
// first came. The judgements are one coder's.
func Latest(history []Judgement) []Judgement {
	at := make(map[string]int, len(history))
	var out []Judgement
	for _, j := range history {
		if i, ok := at[j.Unit]; ok {
			out[i] = j
			continue
		}
		at[j.Unit] = len(out)
		out = append(out, j)
	}
	return out
}

// ReadRecord reads one file of the record. Findings come in the file's order; with
// an error among them what was read must not be used. name is that of the file
// without its folder and .csv: every row must be that coder's, except in settled.
func ReadRecord(file, name string, data []byte) ([]Judgement, []finding.Finding) {
	f := faults{file: file}
	g, found := readGrid(file, data, unitColumn)
	f.all = found
	if len(finding.Errors(found)) > 0 {
		return nil, f.done()
	}
	if len(g.rows) == 0 {
		return nil, f.done()
	}
	at := make([]int, len(recordColumns))
	for i, column := range recordColumns {
		at[i] = slices.IndexFunc(g.rows[0].cells, func(c string) bool { return sameHeader(c, column) })
		if at[i] < 0 {
			f.add(finding.Finding{
				Severity: finding.Error, Kind: "column-missing", Line: g.rows[0].line, Expected: strings.Join(recordColumns, ", "),
				Message: fmt.Sprintf("the column %s is missing", column), Do: "Put back the file as it was; records are written by concord and not edited.",
			})
		}
	}
	if len(finding.Errors(f.all)) > 0 {
		return nil, f.done()
	}
	out := make([]Judgement, 0, len(g.rows)-1)
	for _, row := range g.rows[1:] {
		if row.blank() {
			continue
		}
		wrong := func(column int, found, expected, message string) {
			f.add(finding.Finding{
				Severity: finding.Error, Kind: "record", Line: row.line, Cell: place(at[column], row.row) + ", " + recordColumns[column],
				Found: found, Expected: expected, Message: message, Do: "Put back the file as it was; records are written by concord and not edited.",
			})
		}
		j := Judgement{
			Unit: row.at(at[0]), TextSHA: row.at(at[1]), Coder: row.at(at[3]), Day: row.at(at[4]),
			Method: row.at(at[5]), CodebookVersion: row.at(at[6]), Note: row.at(at[7]),
		}
		if j.Unit == "" {
			wrong(0, "", "the id of a unit", "this row does not say of which unit it is")
		}
		if len(j.TextSHA) != shaDigits {
			wrong(1, j.TextSHA, fmt.Sprintf("%d digits from 0 to f", shaDigits), "this is no digest of a text")
		}
		marks, err := parseMarks(row.at(at[2]))
		if err != nil {
			wrong(2, row.at(at[2]), "ids of themes with spaces between", err.Error())
		}
		if j.Marks = marks; name != settledName && j.Coder != name {
			wrong(3, j.Coder, name, "this row is another coder's")
		}
		if !dayForm.MatchString(j.Day) {
			wrong(4, j.Day, "a day such as 2026-03-04", "this is no day")
		}
		if !slices.Contains([]string{Human, Accepted, Corrected, SettledMethod}, j.Method) {
			wrong(5, j.Method, "human, accepted, corrected or settled", "there is no such method")
		}
		out = append(out, j)
	}
	return out, f.done()
}

// Extend gives the bytes of a record with judgements added at its end, and how many
// were: what is already the last judgement of its unit, the day aside, is not
// added again. The bytes before stay as they are. old may be empty. The error is a
// finding.Finding where the record cannot be read.
func Extend(file, name string, old []byte, more []Judgement) (data []byte, added int, err error) {
	before, found := ReadRecord(file, name, old)
	if wrong := finding.Errors(found); len(wrong) > 0 {
		return nil, 0, wrong[0]
	}
	last := make(map[string]*Judgement, len(before))
	for i := range before {
		last[before[i].Unit] = &before[i]
	}
	var rows []recordRow
	for i := range more {
		j := &more[i]
		if was := last[j.Unit]; was != nil && sameJudgement(was, j) {
			continue
		}
		last[j.Unit] = j
		rows = append(rows, rowOf(j))
	}
	if len(rows) == 0 {
		return old, 0, nil
	}
	fresh, err := sheet.Marshal(rows)
	if err != nil {
		return nil, 0, err
	}
	header, body, _ := bytes.Cut(fresh, []byte("\n"))
	// A spreadsheet program may have saved the record in its own way; rows of ours
	// would not be readable after its own.
	if !utf8.Valid(old) || !bytes.HasPrefix(old, append(header, '\n')) {
		var all []recordRow
		for i := range before {
			all = append(all, rowOf(&before[i]))
		}
		data, err = sheet.Marshal(append(all, rows...))
		return data, len(rows), err
	}
	data = slices.Clone(old)
	if !bytes.HasSuffix(data, []byte("\n")) {
		data = append(data, '\n')
	}
	return append(data, body...), len(rows), nil
}

func rowOf(j *Judgement) recordRow {
	return recordRow{j.Unit, j.TextSHA, formatMarks(j.Marks), j.Coder, j.Day, j.Method, j.CodebookVersion, j.Note}
}

// Save adds what was brought in to the record in the folder of a consultation, and
// says how many judgements were new. The file is written whole, so that a run that
// is killed leaves the old one.
func Save(consultation string, in Imported) (added int, err error) {
	if len(in.Judgements) == 0 {
		return 0, nil
	}
	name := in.Coder
	if in.Settled {
		name = settledName
	}
	folder := filepath.Join(consultation, Folder)
	path := filepath.Join(folder, name+extension)
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	data, added, err := Extend(path, name, old, in.Judgements)
	if err != nil || added == 0 {
		return 0, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return 0, err
	}
	// First, so that no judgement stands there without it.
	if len(in.Asked) > 0 {
		if err := saveAsked(consultation, in.Judgements, in.Asked); err != nil {
			return 0, err
		}
	}
	return added, wholefile.Write(path, data)
}

// Load reads the record of the consultation in a folder. Without one it is empty.
func Load(consultation string) (Record, []finding.Finding) {
	var out Record
	var found []finding.Finding
	folder := filepath.Join(consultation, Folder)
	// The entries are sorted by name.
	entries, err := os.ReadDir(folder)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			found = append(found, finding.Finding{Severity: finding.Error, Kind: "cannot-read", File: folder, Message: "the folder of codings cannot be read: " + err.Error()})
		}
		return out, found
	}
	var asked map[string][]string
	asked, found = loadAsked(consultation)
	out.Asked = len(asked) > 0
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		name, isRecord := strings.CutSuffix(e.Name(), extension)
		if !isRecord || strings.HasPrefix(name, ".") || e.IsDir() || name == askedName {
			continue
		}
		if low, err := Name(name); name != settledName && (err != nil || low != name) {
			found = append(found, finding.Finding{
				Severity: finding.Warning, Kind: "not-a-record", File: path, Expected: "a coder's name in small letters, and .csv",
				Message: "this file is not the record of a coder, and was not read", Do: "Bring a sheet in with concord theme import; keep it elsewhere.",
			})
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			found = append(found, finding.Finding{Severity: finding.Error, Kind: "cannot-read", File: path, Message: "this file cannot be read: " + err.Error()})
			continue
		}
		history, more := ReadRecord(path, name, data)
		if found = append(found, more...); len(finding.Errors(more)) > 0 {
			continue
		}
		for i := range history {
			r := askedRow{Coder: history[i].Coder, Day: history[i].Day, Version: history[i].CodebookVersion}
			history[i].asked = asked[r.key()]
		}
		if name == settledName {
			out.Settled = history
		} else {
			out.Coders = append(out.Coders, History{name, history})
		}
	}
	return out, found
}
