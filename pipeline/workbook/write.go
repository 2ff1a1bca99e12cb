package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
)

// MostCellText is how long the text of one cell may be, in UTF-16 units, which
// most characters take one of: Excel's own bound.
const MostCellText = 32_767

// Page is a sheet to be written: a header and rows of text, or Cells laid out
// freely.
type Page struct {
	// Name is what its tab says: 31 characters at most, none of : \ / ? * [ ].
	Name string
	// Rows are the header and what follows it; they are asked for once.
	Rows iter.Seq[[]string]
	// Cells, where not nil, are the rows of the page in place of Rows. Such a page
	// has no header but the first FrozenRows of them, which stay in sight and are
	// printed on each sheet of paper.
	Cells      [][]Cell
	FrozenRows int
	// Widths are those of the first columns, in characters; 0 leaves a column as
	// Excel has it.
	Widths []float64
	// Frozen is how many columns stay in sight, beside the header, which always
	// does.
	Frozen int
	// Choices are lists that cells offer. Other words can be typed all the same.
	Choices []Choice
}

// Choice is a list that the cells of some neighbouring columns offer, from the
// row below the header on.
type Choice struct {
	First, Last int // columns, from 1
	Words       []string
}

// Write writes a workbook of these pages. Every cell of Rows is text, in lines as
// wide as its column; every text begins as sheet.Neutral has it, so that nothing
// in it is run, and no cell is a formula. The same pages always give the same bytes. Rows go to a temporary file as they
// come, where they are many. The error is a finding.Finding, without a file
// name, where a page has more rows, columns or text in a cell than Excel takes.
func Write(w io.Writer, pages []Page) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "concord"}); err != nil {
		return err
	}
	body, head, err := styles(book)
	if err != nil {
		return err
	}
	laid := &styler{book: book, ids: map[style]int{}}
	names := map[string]bool{}
	for _, p := range pages {
		names[p.Name] = true
	}
	for i, p := range pages {
		if i == 0 {
			err = book.SetSheetName("Sheet1", p.Name)
		} else {
			_, err = book.NewSheet(p.Name)
		}
		switch {
		case err != nil:
		case p.Cells != nil:
			err = p.lay(book, laid, names)
		default:
			err = p.write(book, body, head)
		}
		if err != nil {
			return err
		}
	}
	packed, err := book.WriteToBuffer()
	if err != nil {
		return err
	}
	return inOrder(w, packed.Bytes())
}

// styles gives the number of the style of cells, and of those of the header.
func styles(book *excelize.File) (body, head int, err error) {
	align := &excelize.Alignment{WrapText: true, Vertical: "top"}
	// 49 is the number form of text: what is typed stays as it was typed.
	if body, err = book.NewStyle(&excelize.Style{Alignment: align, NumFmt: 49}); err != nil {
		return 0, 0, err
	}
	head, err = book.NewStyle(&excelize.Style{
		Alignment: align, NumFmt: 49, Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6EE"}},
	})
	return body, head, err
}

func (p Page) write(book *excelize.File, body, head int) error {
	for _, c := range p.Choices {
		list := excelize.NewDataValidation(true)
		first, err := excelize.CoordinatesToCellName(c.First, 2)
		if err != nil {
			return err
		}
		last, err := excelize.CoordinatesToCellName(c.Last, mostRows)
		if err != nil {
			return err
		}
		list.SetSqref(first + ":" + last)
		if err := list.SetDropList(c.Words); err != nil {
			return err
		}
		if err := book.AddDataValidation(p.Name, list); err != nil {
			return err
		}
	}
	out, err := book.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	usual, err := p.usualWidth(book)
	if err != nil {
		return err
	}
	for i, width := range p.Widths {
		if width > 0 && width != usual {
			if err := out.SetColWidth(i+1, i+1, width); err != nil {
				return err
			}
		}
	}
	corner, err := excelize.CoordinatesToCellName(p.Frozen+1, 2)
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: p.Frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	n, style := 0, head
	var line []any
	for row := range p.Rows {
		n++
		if n > mostRows || len(row) > mostColumns {
			return p.tooLarge(n, "", fmt.Sprintf("at most %d rows and %d columns", mostRows, mostColumns), "this is more than a sheet of a workbook can hold")
		}
		line = line[:0]
		for i, text := range row {
			text = sheet.Neutral(typed(text))
			if len(text) > MostCellText && units(text) > MostCellText {
				cell, _ := excelize.CoordinatesToCellName(i+1, n)
				return p.tooLarge(n, cell, fmt.Sprintf("at most %d characters", MostCellText), "this text is longer than a cell can hold")
			}
			cell := excelize.Cell{StyleID: style}
			if text != "" {
				cell.Value = text // a cell of no text would be counted as one that is filled in
			}
			line = append(line, cell)
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n), line); err != nil {
			return err
		}
		style = body
	}
	return out.Flush()
}

// manyColumns is from how many widths on the commonest is said once for the whole
// page: the library looks through all columns whose width was set, for each cell
// and each further width.
const manyColumns = 256

// usualWidth sets the width that most columns of a page with very many have as that
// of all of them, and gives it; 0 for a page that has fewer.
func (p Page) usualWidth(book *excelize.File) (float64, error) {
	if len(p.Widths) < manyColumns || slices.Contains(p.Widths, 0) {
		return 0, nil
	}
	count := map[float64]int{}
	usual := p.Widths[0]
	for _, width := range p.Widths {
		if count[width]++; count[width] > count[usual] {
			usual = width
		}
	}
	return usual, book.SetSheetProps(p.Name, &excelize.SheetPropsOptions{DefaultColWidth: &usual})
}

func (p Page) tooLarge(row int, cell, expected, message string) error {
	return finding.Finding{
		Severity: finding.Error, Kind: "too-large", Line: row, Cell: cell, Expected: expected,
		Message: message, Do: "Write it as CSV, or write a part of it.",
	}
}

// typed gives the characters of a text that a workbook can hold, with U+FFFD for
// others.
func typed(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == '\ufffe' || r == '\uffff' {
			return '\ufffd'
		}
		return r
	}, newlines.Replace(strings.ToValidUTF8(s, "\ufffd")))
}

func units(s string) (n int) {
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// inOrder writes a zip file with its parts sorted by name: the library takes the
// sheets from a map, in an order that changes from run to run.
func inOrder(w io.Writer, data []byte) error {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}
