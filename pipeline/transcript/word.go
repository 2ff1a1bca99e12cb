package transcript

import (
	"bytes"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
	"concord/pipeline/wordfile"
	"concord/pipeline/workbook"
)

// packed gives the speeches of a Word or Excel file.
func (r *reader) packed(data []byte) ([]speech, bool) {
	archive, err := packed.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.fail(err)
		return nil, false
	}
	kind := archive.Kind()
	switch {
	case kind != packed.Word && kind != packed.Excel:
		r.report(finding.Error, "not-text", 0, "", "a WebVTT, Word, Excel, CSV or plain text file", "this is "+string(kind)+", which cannot be read",
			"Save or export the transcript as plain text (.txt), WebVTT (.vtt) or Word (.docx), and name that file instead.")
		return nil, false
	case kind == packed.Excel && r.t.Format != "" && r.t.Format != formatExcel, kind == packed.Word && (r.t.Format == formatExcel || r.t.Format == formatCSV):
		r.report(finding.Error, "wrong-format", 0, r.t.Format, `"word" or "excel", or nothing`, "this is "+string(kind)+"; it was read as such", "Take format: out, or name the file that is meant.")
	}
	if kind == packed.Word {
		document, err := wordfile.Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			r.fail(err)
			return nil, false
		}
		return r.word(document)
	}
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.fail(err)
		return nil, false
	}
	return r.excel(book)
}

// word gives the speeches of a Word document. Where most of its words stand in
// tables of several columns, each row is a speech; where they stand in a table
// of one column, that is read like any other text. Smaller tables beside a text
// are left out, and so are footnotes: they are about the talk, not of it.
func (r *reader) word(d *wordfile.Document) ([]speech, bool) {
	r.unit = inParagraphs
	inside, outside, columns := 0, 0, 0
	for _, p := range d.Paragraphs {
		if p.Table == 0 {
			outside += len(p.Text)
		} else {
			inside += len(p.Text)
			columns = max(columns, p.Column)
		}
	}
	if strings.TrimSpace(wordText(d.Paragraphs)) == "" {
		r.empty()
		return nil, false
	}
	if len(d.Notes) > 0 {
		r.report(finding.Note, "notes-left-out", 0, "", "", "the footnotes of this document are left out, as nobody said them", "")
		r.findings[len(r.findings)-1].Count = len(d.Notes)
	}
	chosen := d.Paragraphs
	switch {
	case inside > outside && columns > 1:
		if out, ok := r.table(wordRows(d.Paragraphs), "a Word table"); ok {
			return out, true
		}
	case inside <= outside:
		var tables []int
		chosen = nil
		for _, p := range d.Paragraphs {
			switch {
			case p.Table == 0:
				chosen = append(chosen, p)
			case strings.TrimSpace(p.Text) != "":
				tables = append(tables, p.Number)
			}
		}
		r.counted(finding.Warning, "table-left-out", tables, "", "a name before each speech, outside tables",
			"the tables of this document are left out: most of its words stand outside them", "If they hold speech, move it out of the tables.")
	}
	var lines []string
	for _, p := range chosen {
		for _, line := range strings.Split(cleanLines.Replace(p.Text), "\n") {
			lines = append(lines, line)
			r.places = append(r.places, p.Number)
		}
	}
	text := strings.Join(lines, "\n")
	return r.written(text, r.textFormat(text))
}

var cleanLines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")

func wordText(paragraphs []wordfile.Paragraph) string {
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString(p.Text)
	}
	return b.String()
}

// wordRows gives the rows of a document's tables; a row's number is that of its
// first paragraph.
func wordRows(paragraphs []wordfile.Paragraph) []row {
	var out []row
	var words strings.Builder // of the cell that is being read
	var last wordfile.Paragraph
	settle := func() {
		if n := len(out); n > 0 && last.Column >= 1 && last.Column <= mostWordColumns {
			cells := &out[n-1].cells
			for len(*cells) < last.Column {
				*cells = append(*cells, "")
			}
			(*cells)[last.Column-1] += words.String()
		}
		words.Reset()
	}
	for _, p := range paragraphs {
		if p.Table == 0 {
			continue
		}
		sameRow := p.Table == last.Table && p.Row == last.Row
		if !sameRow || p.Column != last.Column {
			settle()
		} else {
			words.WriteByte('\n')
		}
		if !sameRow {
			out = append(out, row{number: p.Number})
		}
		words.WriteString(p.Text)
		last = p
	}
	settle()
	return out
}

// mostWordColumns is what Word itself allows.
const mostWordColumns = 63
