package decide

import (
	"fmt"
	"strings"

	"concord/pipeline/finding"
)

const (
	colOutcome     = "outcome"
	colDisposition = "disposition"
	colRationale   = "rationale"
	colText        = "modified_text"
	colMeaning     = "meaning"
	colLevel       = "level"
	colKind        = "kind"
	colTo          = "to"
	colSameAs      = "same_as"
	colDeparts     = "departs_because"
)

// DecisionSheet gives the sheet in which the chair or the secretary writes down what
// the group decides: one row for each amendment of the docket, with the outcome of
// the vote and the decision that stands. Rows of amendments in the round that is
// open are left out.
func (l *Log) DecisionSheet(docket []Amendment) *Sheet {
	columns := append(described(),
		column{colOutcome, 35, nil}, column{colDisposition, 24, texts(Dispositions)}, column{colRationale, 40, nil}, column{colText, 45, nil},
		column{colMeaning, 12, []string{Editorial, Substantial}}, column{colLevel, 12, nil}, column{colKind, 12, nil}, column{colTo, 14, nil},
		column{colSameAs, 18, nil}, column{colDeparts, 40, nil}, column{colFingerprint, 22, nil})
	s := newSheet("decisions", columns)
	list, _ := l.Standings(docket)
	for i := range list {
		st := &list[i]
		if st.State == Voting {
			continue
		}
		cells := describe(st.Amendment)
		if n := len(st.Outcomes); n > 0 {
			out := st.Outcomes[n-1]
			cells[colOutcome] = fmt.Sprintf("round %d: %s. %s", out.Round, out.Result, out.Why)
		}
		if d := st.Decision; d != nil {
			cells[colDisposition], cells[colRationale], cells[colText], cells[colMeaning] = string(d.Disposition), d.Rationale, d.Text, d.Meaning
			cells[colLevel], cells[colKind], cells[colTo], cells[colSameAs], cells[colDeparts] = d.Level, d.Kind, d.To, d.SameAs, d.Departs
			if len(d.Parts) > 0 {
				cells[colText] = partLines(d.Parts)
			}
		}
		s.add(cells)
	}
	return s
}

// partLines writes the parts of a split as a cell has them, one a line.
func partLines(parts []Part) string {
	var lines []string
	for _, p := range parts {
		lines = append(lines, p.Text)
	}
	return strings.Join(lines, "\n")
}

// ImportDecisions reads a sheet of decisions that came back, as CSV or XLSX. A row
// without a disposition is not decided. The modified text of a split has one part a
// line. Decisions that stand already are not added again; one that differs must be
// taken back first. at and by are the time and the person of the events. Where the
// findings have an error, nothing is taken.
func (l *Log) ImportDecisions(file string, data []byte, docket []Amendment, at, by string) (Import, []finding.Finding) {
	r, read := readSheet(file, data, colAmendment, colDisposition, colRationale, colText, colMeaning, colFingerprint)
	if !read {
		return Import{}, r.found
	}
	byID, ids := map[string]Amendment{}, []string{}
	for _, a := range docket {
		byID[a.ID] = a
		ids = append(ids, a.ID)
	}
	var in Import
	next := l.fork()
	first := map[string]cellRow{}
	for _, row := range r.rows {
		if r.blank(row) {
			continue
		}
		in.Rows++
		id := r.cell(row, colAmendment)
		a, is := byID[id]
		if !is {
			r.fault(row, colAmendment, *fault("amendment", id, "", "the docket has no such amendment", finding.DidYouMean(id, ids)))
			continue
		}
		if before, twice := first[id]; twice {
			r.fault(row, colAmendment, *fault("twice", id, "one row", fmt.Sprintf("this amendment is in row %d too", before.row), "Leave one of the two."))
			continue
		}
		first[id] = row
		r.unchanged(row, a)
		if !r.print(row, a.Fingerprint) {
			continue
		}
		if r.cell(row, colDisposition) == "" {
			in.Blank++
			for _, column := range []string{colRationale, colText, colMeaning, colDeparts} {
				if found := r.cell(row, column); found != "" {
					r.fault(row, column, finding.Finding{Severity: finding.Warning, Kind: "no-disposition", Found: found, Expected: "a disposition", Message: "this row has no disposition, so nothing is decided by it"})
					break
				}
			}
			continue
		}
		d := r.decision(row, a)
		if was, _ := l.Decided(id); was != nil && sameDecision(*was, d) {
			in.Same++
			continue
		}
		if err := d.Fits(a); err != nil {
			f := err.(finding.Finding)
			r.fault(row, decisionColumn(f.Kind), f)
			continue
		}
		if d.Disposition == Duplicate && d.SameAs != id && byID[d.SameAs].ID == "" {
			r.fault(row, colSameAs, *fault("duplicate", d.SameAs, "the id of another amendment", "the docket has no such amendment", finding.DidYouMean(d.SameAs, ids)))
			continue
		}
		e := Event{N: len(next.events) + 1, At: at, By: by, Kind: KindDecide, Decide: &d}
		wrong := next.news(&e)
		if wrong == nil {
			wrong, _ = next.apply(e)
		}
		if wrong != nil {
			r.fault(row, decisionColumn(wrong.Kind), *wrong)
			continue
		}
		if n := l.VotedOtherwise(a); n > 0 {
			r.fault(row, colDisposition, finding.Finding{Severity: finding.Warning, Kind: "other-words", Found: fmt.Sprintf("the vote of round %d", n), Message: "the vote was on other words than are decided on here", Do: "Nothing, if the group knows; otherwise put it to the vote again."})
		}
		in.Events = append(in.Events, e)
	}
	finding.Sort(r.found)
	if len(finding.Errors(r.found)) > 0 {
		in.Events = nil
	}
	return in, r.found
}

// decision reads the decision of one row.
func (r *reader) decision(row cellRow, a Amendment) Decision {
	word := func(column string) string {
		return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(r.cell(row, column), "-", " "))), "-")
	}
	text := func(column string) string { return strings.ToValidUTF8(r.cell(row, column), "\ufffd") }
	d := Decision{
		Amendment: a.ID, Fingerprint: a.Fingerprint, Operation: a.Operation, Disposition: Disposition(word(colDisposition)),
		Rationale: text(colRationale), Text: text(colText), Meaning: word(colMeaning), Level: text(colLevel), Kind: text(colKind),
		To: strings.ToLower(text(colTo)), SameAs: text(colSameAs), Departs: text(colDeparts),
	}
	if a.Operation == "split" {
		for line := range strings.Lines(d.Text) {
			if !blank(line) {
				d.Parts = append(d.Parts, Part{Text: strings.TrimSpace(line)})
			}
		}
		d.Text = ""
	}
	return d
}

// sameDecision tells whether a sheet says what stands already. The kind and level of
// a part have no column, so they stay as they are.
func sameDecision(was, is Decision) bool {
	return was.Fingerprint == is.Fingerprint && was.Disposition == is.Disposition && was.Meaning == is.Meaning && was.To == is.To &&
		sameText(partLines(was.Parts), partLines(is.Parts)) && sameText(was.Rationale, is.Rationale) && sameText(was.Text, is.Text) &&
		sameText(was.Level, is.Level) && sameText(was.Kind, is.Kind) && sameText(was.SameAs, is.SameAs) && sameText(was.Departs, is.Departs)
}

// decisionColumn gives the column that a fault of a decision is about.
func decisionColumn(kind string) string {
	switch kind {
	case "no-rationale":
		return colRationale
	case "no-modification", "modification", "no-text", "parts", "no-wording", "too-long", "unseen-character", "not-carried-text", "not-carried-parts":
		return colText
	case "not-carried-level":
		return colLevel
	case "not-carried-kind":
		return colKind
	case "no-meaning", "meaning":
		return colMeaning
	case "place", "not-carried-place":
		return colTo
	case "duplicate":
		return colSameAs
	case "departs":
		return colDeparts
	}
	return colDisposition
}
