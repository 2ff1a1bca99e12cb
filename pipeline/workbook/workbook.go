// Package workbook gives the rows of the sheets of an Excel workbook (XLSX,
// ECMA-376 part 1, section 18) as text, one row after another, so that a sheet
// of a million rows needs no more memory than its longest row and the texts that
// its cells share. Formulas are not computed: a cell has the value that was last
// saved. Dates are given as ISO 8601 has them, whatever the sheet shows.
package workbook

import (
	"encoding/xml"
	"io"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
)

// The bounds of a workbook, beside those of packed.
const (
	mostSheetXML  = 4 << 30 // bytes of one sheet, which is read as it comes
	mostSharedXML = 1 << 30 // bytes of the texts that cells share, kept in memory
	mostStylesXML = 64 << 20
	mostSheets    = 10_000
	mostColumns   = 16_384    // Excel's own
	mostRows      = 1_048_576 // Excel's own
	mostCells     = 200_000_000
	mostText      = 1 << 30 // bytes given out, for a short text may be shared by many cells
)

// Book is an open workbook.
type Book struct {
	archive *packed.Archive
	sheets  []Sheet
	shared  []string
	looks   []look // by the number of the cell's style
	from    epoch
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name string
	// Hidden is true for sheets that Excel does not show.
	Hidden bool
	part   string
}

// Open reads what the sheets of a workbook of so many bytes have in common. The
// reader must stay open while rows are read. The error is always a
// finding.Finding without a file name.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	archive, err := packed.Open(r, size)
	if err != nil {
		return nil, err
	}
	if kind := archive.Kind(); kind != packed.Excel {
		return nil, finding.Finding{
			Severity: finding.Error, Kind: "not-excel", Expected: "an Excel workbook (.xlsx)",
			Message: "this is " + string(kind) + ", not an Excel workbook", Do: "Save it as an Excel workbook (.xlsx), or as CSV.",
		}
	}
	main := archive.Main()
	if main == "" {
		main = "xl/workbook.xml"
	}
	relations, err := archive.Relations(main)
	if err != nil {
		return nil, err
	}
	b := &Book{archive: archive, from: epoch1900}
	parts := map[string]string{} // of sheets, by the relation's id
	for _, rel := range relations {
		switch rel.Type {
		case "worksheet":
			parts[rel.ID] = rel.Target
		case "sharedStrings":
			if b.shared, err = readShared(archive, rel.Target); err != nil {
				return nil, err
			}
		case "styles":
			if b.looks, err = readStyles(archive, rel.Target); err != nil {
				return nil, err
			}
		}
	}
	err = elements(archive, main, mostStylesXML, func(_ *packed.Tokens, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			if on := packed.Attr(e, "date1904"); on == "1" || on == "true" {
				b.from = epoch1904
			}
		case "sheet":
			id := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					id = a.Value // r:id, whatever the prefix; sheetId is another name
				}
			}
			// Charts and macros on sheets of their own have no rows.
			if part := parts[id]; part != "" && len(b.sheets) < mostSheets {
				state := packed.Attr(e, "state")
				b.sheets = append(b.sheets, Sheet{packed.Attr(e, "name"), state == "hidden" || state == "veryHidden", part})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, finding.Finding{
			Severity: finding.Error, Kind: "no-sheets", Message: "this workbook has no sheet with rows",
			Do: "Open it in Excel, and save the sheet that is meant under another name.",
		}
	}
	return b, nil
}

// Sheets gives the sheets in the order of their tabs.
func (b *Book) Sheets() []Sheet { return b.sheets }

// elements calls a function for the start of each element of a part.
func elements(archive *packed.Archive, part string, most int64, each func(*packed.Tokens, xml.StartElement) error) error {
	r, err := archive.Part(part, most)
	if err != nil {
		return err
	}
	defer r.Close()
	tokens := packed.NewTokens(r, part)
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := each(tokens, e); err != nil {
				return err
			}
		}
	}
}
