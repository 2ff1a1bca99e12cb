package wordfile

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"strconv"
)

func (t Table) write(w *writer) {
	columns := len(t.Widths)
	total := 0.0
	for _, share := range t.Widths {
		total += share
	}
	if columns == 0 || !(total > 0) || math.IsInf(total, 0) {
		w.fail("table-columns", strconv.Itoa(columns), "at least one column with a width", "a table has no columns", "Leave the table out.")
		return
	}
	// The ends of the columns are rounded, not the widths, so that they add up.
	edges := make([]int, columns+1)
	sum := 0.0
	for i, share := range t.Widths {
		sum += share
		edges[i+1] = int(math.Round(sum / total * float64(w.width)))
	}
	w.put(`<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="`, strconv.Itoa(w.width), `" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>`)
	if t.Description != "" {
		w.put(`<w:tblDescription w:val="`, w.text(t.Description), `"/>`)
	}
	w.put(`</w:tblPr><w:tblGrid>`)
	for i := range columns {
		w.put(`<w:gridCol w:w="`, strconv.Itoa(edges[i+1]-edges[i]), `"/>`)
	}
	w.put(`</w:tblGrid>`)
	for _, row := range t.Head {
		w.row(row, edges, true)
	}
	for _, row := range t.Rows {
		w.row(row, edges, false)
	}
	if len(t.Head)+len(t.Rows) == 0 {
		w.fail("table-rows", "no rows", "at least one row", "a table has no rows", "Leave the table out.")
	}
	// Without a line between them Word would make one table of two.
	w.put(`</w:tbl><w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>`)
}

func (w *writer) row(row Row, edges []int, head bool) {
	w.put(`<w:tr><w:trPr><w:cantSplit/>`)
	style := TableText
	if head {
		w.put(`<w:tblHeader/>`)
		style = TableHead
	}
	w.put(`</w:trPr>`)
	at := 0
	for _, cell := range row {
		span := max(cell.Span, 1)
		if at+span > len(edges)-1 {
			at += span
			break
		}
		fmt.Fprintf(w.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, edges[at+span]-edges[at])
		if span > 1 {
			fmt.Fprintf(w.b, `<w:gridSpan w:val="%d"/>`, span)
		}
		w.put(`</w:tcPr>`)
		lines := cell.Lines
		if len(lines) == 0 {
			lines = []Line{{}}
		}
		more := ""
		if cell.Right {
			more = `<w:jc w:val="right"/>`
		}
		for _, l := range lines {
			if l.Style == Body {
				l.Style = style
			}
			w.line(l, more)
		}
		w.put(`</w:tc>`)
		at += span
	}
	if at != len(edges)-1 {
		w.fail("table-row", strconv.Itoa(at), strconv.Itoa(len(edges)-1), "the cells of a row do not fill the columns of its table", "Give each row a cell for each column.")
	}
	w.put(`</w:tr>`)
}

// English metric units, in which pictures are measured (ECMA-376 part 1,
// 20.1.10.16).
const (
	unitsOfMillimetre = 36000
	unitsOfTwentieth  = 635
)

func (p Picture) write(w *writer) {
	size, err := png.DecodeConfig(bytes.NewReader(p.PNG))
	if err != nil || size.Width < 1 || size.Height < 1 {
		w.fail("not-png", "", "a PNG picture", "a picture of the document is not a PNG picture, or is damaged", "Make the picture again.")
		return
	}
	width := float64(w.width * unitsOfTwentieth)
	if p.Width > 0 {
		width = min(width, p.Width*unitsOfMillimetre)
	}
	height := width * float64(size.Height) / float64(size.Width)
	// Room for a caption below it.
	if most := float64(w.height*unitsOfTwentieth) * 0.9; height > most {
		width, height = width*most/height, most
	}
	w.pictures = append(w.pictures, p.PNG)
	w.drawing++
	id := strconv.Itoa(w.drawing)
	extent := fmt.Sprintf(`cx="%d" cy="%d"`, max(1, int(math.Round(width))), max(1, int(math.Round(height))))
	name := `id="` + id + `" name="Picture ` + id + `" descr="` + w.text(p.Alt) + `"`
	w.put(`<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent `, extent, `/><wp:docPr `, name, `/>`,
		`<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`,
		`<pic:nvPicPr><pic:cNvPr `, name, `/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture`, id, `"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`,
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext `, extent, `/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`)
}
