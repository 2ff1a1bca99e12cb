package workbook

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
)

// Look is how a cell looks.
type Look int

// The looks. Texts of Title are in one line, all others in lines as wide as
// their column.
const (
	Plain Look = iota
	// Title is the sheet's own heading, Heading those of columns.
	Title
	Heading
	Strong
	// Soft is for notes and the like.
	Soft
)

// Cell is a cell of a page that is laid out freely.
type Cell struct {
	Text string
	// Number is the value in place of Text where Format is not "": a form of
	// numbers (ECMA-376 part 1, 18.8.31), such as 0.0%. What is no number, or is
	// infinite, leaves Text.
	Number float64
	Format string
	Look   Look
	// To is the name of the page whose beginning a click leads to; "" for none.
	To string
	// Span is over how many columns it reaches; 0 means one.
	Span int
}

// style is what the cells of one style share.
type style struct {
	look   Look
	format string
	linked bool
	number bool
}

// styler makes the styles of a workbook as cells ask for them.
type styler struct {
	book *excelize.File
	ids  map[style]int
}

func (s *styler) of(c Cell) (int, error) {
	k := style{look: c.Look, format: c.Format, linked: c.To != "", number: c.isNumber()}
	if id, ok := s.ids[k]; ok {
		return id, nil
	}
	made := &excelize.Style{
		Alignment: &excelize.Alignment{WrapText: c.Look != Title, Vertical: "top"},
		Font:      &excelize.Font{Family: "Arial", Size: 10, Color: "1C2430"},
		NumFmt:    49, // text: what is typed stays as it was typed
	}
	switch c.Look {
	case Title:
		made.Font.Bold, made.Font.Size = true, 14
	case Heading:
		made.Font.Bold = true
		made.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6EE"}}
	case Strong:
		made.Font.Bold = true
	case Soft:
		made.Font.Color = "4D5866"
	}
	if k.linked {
		made.Font.Color, made.Font.Underline = "1B4F8A", "single"
	}
	if c.Format != "" {
		made.Alignment.Horizontal = "right" // words that stand where a number would too
	}
	if k.number {
		made.NumFmt, made.CustomNumFmt = 0, &k.format
	}
	id, err := s.book.NewStyle(made)
	if err == nil {
		s.ids[k] = id
	}
	return id, err
}

func (c Cell) isNumber() bool {
	return c.Format != "" && c.Text == "" && !math.IsNaN(c.Number) && !math.IsInf(c.Number, 0)
}

// lay writes a page of Cells. Links and print setup come before the cells: the
// library writes them out with those.
func (p Page) lay(book *excelize.File, s *styler, names map[string]bool) error {
	if err := p.printed(book); err != nil {
		return err
	}
	for r, row := range p.Cells {
		at := 1
		for _, c := range row {
			if c.To != "" {
				if !names[c.To] {
					return finding.Finding{Severity: finding.Error, Kind: "no-sheet", Found: c.To, Expected: "the name of a sheet of this workbook", Message: "a link leads to a sheet that there is not", Do: "Give the sheet this name."}
				}
				cell, err := excelize.CoordinatesToCellName(at, r+1)
				if err != nil {
					return err
				}
				if err := book.SetCellHyperLink(p.Name, cell, quoted(c.To)+"!A1", "Location"); err != nil {
					return err
				}
			}
			at += max(1, c.Span)
		}
	}
	out, err := book.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for i, width := range p.Widths {
		if width > 0 {
			if err := out.SetColWidth(i+1, i+1, width); err != nil {
				return err
			}
		}
	}
	if p.Frozen > 0 || p.FrozenRows > 0 {
		corner, err := excelize.CoordinatesToCellName(p.Frozen+1, p.FrozenRows+1)
		if err != nil {
			return err
		}
		pane := "bottomRight"
		if p.Frozen == 0 {
			pane = "bottomLeft"
		} else if p.FrozenRows == 0 {
			pane = "topRight"
		}
		if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: p.Frozen, YSplit: p.FrozenRows, TopLeftCell: corner, ActivePane: pane}); err != nil {
			return err
		}
	}
	if len(p.Cells) > mostRows {
		return p.tooLarge(mostRows+1, "", fmt.Sprintf("at most %d rows", mostRows), "this is more than a sheet of a workbook can hold")
	}
	for r, row := range p.Cells {
		if err := p.layRow(out, s, r+1, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (p Page) layRow(out *excelize.StreamWriter, s *styler, n int, row []Cell) error {
	var line []any
	height := 0.0
	for _, c := range row {
		span := max(1, c.Span)
		at := len(line) + 1
		if at+span-1 > mostColumns {
			return p.tooLarge(n, "", fmt.Sprintf("at most %d columns", mostColumns), "this is more than a sheet of a workbook can hold")
		}
		text := sheet.Neutral(typed(c.Text))
		name, err := excelize.CoordinatesToCellName(at, n)
		if err != nil {
			return err
		}
		if len(text) > MostCellText && units(text) > MostCellText {
			return p.tooLarge(n, name, fmt.Sprintf("at most %d characters", MostCellText), "this text is longer than a cell can hold")
		}
		id, err := s.of(c)
		if err != nil {
			return err
		}
		cell := excelize.Cell{StyleID: id}
		switch {
		case c.isNumber():
			cell.Value = c.Number
		case text != "":
			cell.Value = text
		}
		line = append(line, cell)
		for range span - 1 {
			line = append(line, excelize.Cell{StyleID: id})
		}
		if span > 1 {
			end, err := excelize.CoordinatesToCellName(at+span-1, n)
			if err != nil {
				return err
			}
			if err := out.MergeCell(name, end); err != nil {
				return err
			}
		}
		// Not every spreadsheet finds the height of a row by itself, and none that of
		// merged cells.
		if n := p.lines(text, at, span); c.Look != Title && n > 1 {
			height = max(height, min(mostHeight, lineHeight*float64(n)))
		}
	}
	first, err := excelize.CoordinatesToCellName(1, n)
	if err != nil {
		return err
	}
	if height > 0 {
		return out.SetRow(first, line, excelize.RowOpts{Height: height})
	}
	return out.SetRow(first, line)
}

// Points: a line of a cell's text, and the highest row that Excel has.
const lineHeight, mostHeight = 13.5, 409

// usualWidth is that of a column whose width nobody set, in characters.
const usualWidth = 9

// usualLetter is how much of a character's width, which is that of a figure, a
// letter takes on the whole.
const usualLetter = 0.88

// width gives how wide a column is, in characters; columns count from 1.
func (p Page) width(column int) float64 {
	if column <= len(p.Widths) && p.Widths[column-1] > 0 {
		return p.Widths[column-1]
	}
	return usualWidth
}

// lines estimates over how many lines a text goes in so many columns.
func (p Page) lines(text string, at, span int) int {
	room := 0.0
	for c := at; c < at+span; c++ {
		room += p.width(c)
	}
	n := 0
	for _, part := range strings.Split(text, "\n") {
		n += max(1, int(math.Ceil(float64(units(part))*usualLetter/room)))
	}
	return n
}

// paperWidth is how many characters of a row can be read across a sheet of paper.
const paperWidth = 170

// printed sets how a page is printed: A4 on its side, on as many sheets across as
// it takes to be read, with what is frozen on each, and its name and number at
// the foot.
func (p Page) printed(book *excelize.File) error {
	columns, sum := 0, 0.0
	for _, row := range p.Cells {
		n := 0
		for _, c := range row {
			n += max(1, c.Span)
		}
		columns = max(columns, n)
	}
	for c := range columns {
		sum += p.width(c + 1)
	}
	paper, across, down, yes, side := 9, max(1, int(math.Ceil(sum/paperWidth))), 0, true, "landscape"
	if err := book.SetPageLayout(p.Name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &side, FitToWidth: &across, FitToHeight: &down}); err != nil {
		return err
	}
	if err := book.SetSheetProps(p.Name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := book.SetHeaderFooter(p.Name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}); err != nil {
		return err
	}
	var titles []string
	if p.Frozen > 0 {
		last, err := excelize.ColumnNumberToName(p.Frozen)
		if err != nil {
			return err
		}
		titles = append(titles, quoted(p.Name)+"!$A:$"+last)
	}
	if p.FrozenRows > 0 {
		titles = append(titles, fmt.Sprintf("%s!$1:$%d", quoted(p.Name), p.FrozenRows))
	}
	if len(titles) == 0 {
		return nil
	}
	return book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: strings.Join(titles, ","), Scope: p.Name})
}

// quoted writes the name of a sheet as references have it.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
