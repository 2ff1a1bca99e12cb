package coders

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// row reads one row of a sheet.
func (r *importer) row(row gridRow) {
	if row.blank() {
		r.blank++
		return
	}
	id := strings.Trim(row.at(r.at[unitColumn]), " \t\n\u00a0")
	marks, wrong := r.marks(row)
	noTheme, wrongNone := r.tick(row, noThemeColumn)
	checked, wrongChecked := r.tick(row, checkedColumn)
	said := len(marks) > 0 || noTheme || checked
	if id == "" {
		if said {
			r.fault(finding.Error, "no-unit", row, r.at[unitColumn], "the id of a unit", "this row is marked, but does not say of which unit", "Copy the unit's id from the sheet that was exported.")
		} else {
			r.fault(finding.Warning, "no-unit", row, r.at[unitColumn], "the id of a unit", "this row does not say of which unit it is; it was not read", "")
		}
		return
	}
	r.rows++
	at, known := r.byID[id]
	if !known {
		r.unknownUnit(row, id)
		return
	}
	unit := &r.Units[at]
	kind, filledIn, ok := r.kind(row)
	if !ok || wrong || wrongNone || wrongChecked {
		return
	}
	if noTheme && len(marks) > 0 {
		do := "Clear one of the two."
		if kind != blindSheet {
			do = "Clear the cells that were filled in, or no_theme."
		}
		r.fault(finding.Error, "contradiction", row, r.at[noThemeColumn], "", "no_theme is marked, and "+strings.Join(themes(marks), ", ")+" as well", do)
		return
	}
	j := Judgement{Unit: id, TextSHA: TextSHA(unit.Text), Marks: marks, Day: r.Day, Method: Human, CodebookVersion: r.version, Note: oneLine(row.at(r.at[noteColumn]))}
	same := slices.Equal(themes(marks), themes(filledIn))
	switch kind {
	case suggestedSheet:
		if j.Method = Corrected; same {
			j.Method = Accepted
		}
	case settleSheet:
		j.Method = SettledMethod
	}
	judged := said
	if kind != blindSheet {
		judged = checked
		if changed := r.changed(row, marks, filledIn, noTheme); !checked && len(changed) > 0 {
			r.fault(finding.Warning, "not-checked", row, r.at[checkedColumn], "x in the column checked", "this row was changed ("+strings.Join(changed, ", ")+"), but is not checked; it was not taken",
				"Mark checked where you have looked at the row, and bring the sheet in again.")
		}
	}
	r.sameText(row, unit, judged)
	r.once(row, id, judged, j)
}

// oneLine gives a remark without line breaks and control characters, as the record
// keeps it.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\u00a0' }), " ")
}

// once takes the judgement of a row, and tells of units that have two rows.
func (r *importer) once(row gridRow, id string, judged bool, j Judgement) {
	before, twice := r.first[id]
	if !judged {
		if !twice {
			r.notJudged++
			r.first[id] = seenRow{row.row, -1}
		}
		return
	}
	switch {
	case twice && before.judged >= 0 && sameJudgement(&r.judgements[before.judged], &j):
		r.fault(finding.Warning, "row-twice", row, r.at[unitColumn], "each unit once", fmt.Sprintf("this unit is also in row %d, judged alike; it counts once", before.row), "")
	case twice && before.judged >= 0:
		r.fault(finding.Error, "row-twice", row, r.at[unitColumn], "each unit once", fmt.Sprintf("this unit is also in row %d, judged otherwise", before.row), "Take one of the two rows out.")
	default:
		if twice {
			r.notJudged--
		}
		r.first[id] = seenRow{row.row, len(r.judgements)}
		r.judgements = append(r.judgements, j)
	}
}

// marks reads the cells of the themes.
func (r *importer) marks(row gridRow) (marks []Mark, wrong bool) {
	for _, t := range r.themes { // in the order of their columns
		if t.column >= len(row.cells) {
			break
		}
		kind, stance, doubtful := readCell(row.at(t.column))
		if doubtful {
			r.doubtful(row, t.column, kind)
		}
		switch kind {
		case ticked, stanced:
			marks = append(marks, Mark{t.id, stance})
		case spoilt:
			wrong = true
			r.fault(finding.Error, "mangled-cell", row, t.column, "x, asks, objects, satisfied or nothing", "a date, number or error of a spreadsheet program stands here",
				"Type the mark again; if the program changes it, format the column as text first.")
		case unreadable:
			wrong = true
			r.fault(finding.Error, "unknown-mark", row, t.column, "x, asks, objects, satisfied or nothing", "this is no mark", "Put remarks into the column note.")
		}
	}
	return tidy(marks), wrong
}

// tick reads a cell that is marked or not.
func (r *importer) tick(row gridRow, column string) (on, wrong bool) {
	at := r.at[column]
	kind, _, doubtful := readCell(row.at(at))
	if doubtful {
		r.doubtful(row, at, kind)
	}
	if kind > ticked {
		r.fault(finding.Error, "unknown-mark", row, at, "x or nothing", "this is no mark", "Put remarks into the column note.")
		return false, true
	}
	return kind == ticked, false
}

func (r *importer) doubtful(row gridRow, column int, kind cellKind) {
	read := "as no mark"
	if kind == ticked {
		read = "as x"
	}
	r.fault(finding.Warning, "doubtful-mark", row, column, "x or nothing", "this was read "+read, "")
}

func (r *importer) unknownUnit(row gridRow, id string) {
	message, do := "the consultation has no unit with this id", "Is the sheet of this consultation? If its answers have changed since, export a new sheet."
	if looksMangled(strings.ToLower(id)) {
		message = "no unit has this id; a spreadsheet program may have made a date or a number of it"
		do = "Export the sheet as .xlsx, whose cells stay as they are, or copy the ids from the sheet that was exported."
	}
	r.fault(finding.Error, "unknown-unit", row, r.at[unitColumn], "the id of a comment or turn", message, do)
}

// kind reads which kind of sheet a row is of, and the themes that were filled in
// beforehand.
func (r *importer) kind(row gridRow) (kind string, filledIn []Mark, ok bool) {
	at := r.at[kindColumn]
	column := ""
	switch kind = strings.TrimSpace(row.at(at)); kind {
	case blindSheet:
		r.others = true
		return kind, nil, true
	case suggestedSheet:
		column, r.others = suggestedColumn, true
	case settleSheet:
		column, r.settled = agreedColumn, true
	default:
		r.fault(finding.Error, "sheet-kind", row, at, blindSheet+", "+suggestedSheet+" or "+settleSheet, "this row does not say what kind of sheet it is of", "Copy this cell from another row.")
		return "", nil, false
	}
	if r.at[column] < 0 {
		r.fault(finding.Error, "column-missing", row, -1, column, fmt.Sprintf("the column %s is missing, which says what was filled in beforehand", column), "Bring back the sheet that was exported.")
		return "", nil, false
	}
	filledIn, err := parseMarks(row.at(r.at[column]))
	const do = "This column is not to be changed: copy the cell from the sheet that was exported."
	if err != nil {
		r.fault(finding.Error, "unknown-theme", row, r.at[column], "ids of themes that have a column", err.Error(), do)
		return "", nil, false
	}
	for _, m := range filledIn {
		if !slices.ContainsFunc(r.themes, func(t themeAt) bool { return t.id == m.Theme }) {
			r.fault(finding.Error, "unknown-theme", row, r.at[column], "ids of themes that have a column", finding.Quote(m.Theme)+" is no theme of this sheet", do)
			return "", nil, false
		}
	}
	return kind, filledIn, true
}

// changed names the cells that are not as they were filled in.
func (r *importer) changed(row gridRow, marks, filledIn []Mark, noTheme bool) (cells []string) {
	if noTheme {
		cells = append(cells, place(r.at[noThemeColumn], row.row))
	}
	j, before := Judgement{Marks: marks}, Judgement{Marks: filledIn}
	for _, t := range r.themes {
		i, marked := j.find(t.id)
		k, was := before.find(t.id)
		if marked != was || marked && j.Marks[i].Stance != before.Marks[k].Stance {
			if len(cells) == 6 {
				return append(cells, "…")
			}
			cells = append(cells, place(t.column, row.row))
		}
	}
	return cells
}

// sameText tells of a text that is no longer the one judged: the consultation's
// has changed, or the sheet's columns were sorted apart from each other.
func (r *importer) sameText(row gridRow, unit *theme.Unit, judged bool) {
	severity, at := finding.Warning, r.at[shaColumn]
	if judged {
		severity = finding.Error
	}
	digits := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(row.at(at))), shaMark)
	if digits != TextSHA(unit.Text) {
		do := "Read the text as it is now in a new sheet, and take this row out of this one."
		if digits == "" {
			do = "Copy this cell from the sheet that was exported."
		}
		r.fault(severity, "text-changed", row, at, shaMark+TextSHA(unit.Text), "the text of this unit is not the one that the sheet was made with, or columns of the sheet were sorted apart from each other", do)
		return
	}
	text := flat(row.at(r.at[textColumn]))
	if !judged || text == flat(shown(unit.Text)) {
		return
	}
	if other, ok := r.unitOf(text); ok {
		r.fault(finding.Error, "text-of-another", row, r.at[textColumn], "the text of "+unit.ID, "this is the text of "+r.Units[other].ID+": columns of the sheet were sorted apart from each other",
			"Start again from the sheet that was exported, and sort all its columns together.")
		return
	}
	r.fault(finding.Warning, "text-edited", row, r.at[textColumn], "", "the text was edited in the sheet; the judgement is taken as one of the text as it was", "")
}

// unitOf gives a unit with a text, as flat has it.
func (r *importer) unitOf(text string) (int, bool) {
	const tooShort = 12 // letters; a few words can be anybody's
	if r.byText == nil {
		r.byText = make(map[string]int, len(r.Units))
		for i := range r.Units {
			r.byText[flat(shown(r.Units[i].Text))] = i
		}
	}
	i, ok := r.byText[text]
	return i, ok && len(text) >= tooShort
}

// flat gives the letters and digits of a text that survive every encoding and
// spreadsheet, for comparison.
func flat(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, text)
}

// sameJudgement tells whether two judgements of a unit say the same.
func sameJudgement(a, b *Judgement) bool {
	return a.Unit == b.Unit && a.TextSHA == b.TextSHA && slices.Equal(a.Marks, b.Marks) && a.Coder == b.Coder &&
		a.Method == b.Method && a.CodebookVersion == b.CodebookVersion && a.Note == b.Note
}
