package report

import (
	"bytes"
	"image/png"
	"math"
	"unicode/utf8"

	"concord/pipeline/wordfile"
)

// figureWidth is how wide a chart stands on a page, in millimetres: its words are
// then as large as those of tables. A high one is made smaller, so that there is
// room for a heading above it and its caption below.
const figureWidth, portraitHeight, landscapeHeight = 150.0, 200.0, 115.0

func chartWidth(data []byte, landscape bool) float64 {
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Height == 0 {
		return figureWidth // the writer of the document says what is wrong
	}
	height := portraitHeight
	if landscape {
		height = landscapeHeight
	}
	return min(figureWidth, height*float64(size.Width)/float64(size.Height))
}

// block gives what one block of the report is in a Word document.
func (w *wordWriter) block(b Block, landscape bool) []wordfile.Block {
	switch b := b.(type) {
	case Paragraph:
		return []wordfile.Block{wordfile.Line{Runs: w.runs(b.Text)}}
	case List:
		var out []wordfile.Block
		for _, t := range b.Items {
			out = append(out, wordfile.Line{Style: wordfile.Bulleted, Runs: w.runs(t)})
		}
		return out
	case Notice:
		said := append([]wordfile.Run{{Text: b.Title + ". ", Bold: true}}, w.runs(b.Text)...)
		return boxed("Notice: "+b.Title, wordfile.Line{Runs: said})
	case Quote:
		var runs []wordfile.Run
		if b.Before != "" {
			runs = append(runs, wordfile.Run{Text: b.Before + "\n", Soft: true})
		}
		// One paragraph, so that no page begins with a source alone.
		return []wordfile.Block{wordfile.Line{Style: wordfile.Quoted, Runs: append(runs, wordfile.Run{Text: b.Words}, wordfile.Run{Text: "\n— " + b.Source, Soft: true})}}
	case More:
		return []wordfile.Block{wordfile.Line{Style: wordfile.Small, Runs: []wordfile.Run{{Text: b.Label + ": see "}, {Text: "amendments/evidence.csv", Code: true}, {Text: "."}}}}
	case Change:
		after := wordfile.Line{Style: wordfile.TableText, Runs: w.runs(b.After)}
		if len(b.Before) == 0 {
			after.Runs = append([]wordfile.Run{{Text: "Proposed: ", Bold: true}}, after.Runs...)
			return boxed("The words proposed", after)
		}
		return []wordfile.Block{wordfile.Table{
			Description: "The words now, and those proposed", Widths: []float64{1, 1},
			Head: []wordfile.Row{{cellOf(wordfile.Run{Text: "Now"}), cellOf(wordfile.Run{Text: "Proposed"})}},
			Rows: []wordfile.Row{{cellOf(w.runs(b.Before)...), {Lines: []wordfile.Line{after}}}},
		}}
	case Figure:
		// A chart that nobody can see is told in words.
		out := []wordfile.Block{wordfile.Line{Runs: []wordfile.Run{{Text: b.Alt, Italic: true}}}}
		if p, ok := w.pictures[b.Name]; ok {
			out = []wordfile.Block{wordfile.Picture{PNG: p, Alt: b.Alt, Width: chartWidth(p, landscape)}}
		}
		return append(out, wordfile.Caption{Label: "Figure", Text: sentence(b.Title)})
	case Table:
		var out []wordfile.Block
		for _, part := range divided(b, landscapeRoom) {
			out = append(out, w.table(part)...)
		}
		return out
	}
	return nil
}

// boxed sets a line between two rules.
func boxed(description string, l wordfile.Line) []wordfile.Block {
	return []wordfile.Block{wordfile.Table{Description: description, Widths: []float64{1}, Rows: []wordfile.Row{{{Lines: []wordfile.Line{l}}}}}}
}

func cellOf(runs ...wordfile.Run) wordfile.Cell {
	return wordfile.Cell{Lines: []wordfile.Line{{Runs: runs}}}
}

// runs gives a text with what stands out in it. A link to a section that is not
// there is plain words.
func (w *wordWriter) runs(t Text) []wordfile.Run {
	var out []wordfile.Run
	for _, s := range t {
		out = append(out, wordfile.Run{
			Text: s.Words, To: w.anchors[s.To],
			Bold: s.Style == Strong, Code: s.Style == Code, Strike: s.Style == Deleted, Underline: s.Style == Inserted,
		})
	}
	return out
}

// shortLines is how many lines a table may have to be kept on one page; longBase
// how many characters of a base are too many to stand on every page.
const shortLines, longBase = 26, 400

// height estimates how many lines the rows of a table take.
func height(t Table, widths []float64) int {
	n := 0
	for _, r := range t.Rows {
		most := 1
		for c, text := range r.Cells {
			if c < len(widths) {
				most = max(most, int(math.Ceil(measure(text.String())/max(1, widths[c]-padding))))
			}
		}
		n += most
	}
	return n + len(t.Notes)
}

func (w *wordWriter) table(t Table) []wordfile.Block {
	if len(t.Columns) == 0 {
		return nil
	}
	out := wordfile.Table{Description: t.Caption + ". " + t.Base, Widths: widths(t)}
	// The base stands in the head, so that it is on each page that the table goes
	// on to, and the notes in the last row, so that no page begins with them.
	if utf8.RuneCountInString(t.Base) > longBase {
		t.Base, t.Notes = "", append([]string{t.Base}, t.Notes...)
	}
	if t.Base != "" {
		out.Head = append(out.Head, across(len(t.Columns), t.Base))
	}
	if len(t.Groups) > 0 {
		var row wordfile.Row
		for _, g := range t.Groups {
			c := cellOf(wordfile.Run{Text: g.Label})
			c.Span, c.Right = g.Span, true
			row = append(row, c)
		}
		out.Head = append(out.Head, row)
	}
	var labels wordfile.Row
	for _, c := range t.Columns {
		cell := cellOf(wordfile.Run{Text: c.Label})
		cell.Right = c.Number
		labels = append(labels, cell)
	}
	out.Head = append(out.Head, labels)
	short := height(t, out.Widths) <= shortLines
	for i, r := range t.Rows {
		row := make(wordfile.Row, len(t.Columns))
		for c := range row {
			var runs []wordfile.Run
			if c < len(r.Cells) {
				runs = w.runs(r.Cells[c])
			}
			for j := range runs {
				runs[j].Bold = runs[j].Bold || r.Sum || c == 0
			}
			row[c] = cellOf(runs...)
			row[c].Right = t.Columns[c].Number
		}
		// The style of heads keeps a row on the page of the next.
		if short && (i < len(t.Rows)-1 || len(t.Notes) > 0) {
			row[0].Lines[0].Style = wordfile.TableHead
		}
		out.Rows = append(out.Rows, row)
	}
	if len(t.Notes) > 0 {
		out.Rows = append(out.Rows, across(len(t.Columns), t.Notes...))
	}
	return []wordfile.Block{wordfile.Caption{Label: "Table", Text: t.Caption}, out}
}

// across is a row of one cell with sentences in it.
func across(columns int, sentences ...string) wordfile.Row {
	c := wordfile.Cell{Span: columns}
	for _, s := range sentences {
		c.Lines = append(c.Lines, wordfile.Line{Style: wordfile.Small, Runs: []wordfile.Run{{Text: s}}})
	}
	return wordfile.Row{c}
}
