package amend

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/onpage"
	"concord/pipeline/theme"
)

// Comment is a row of a comment table that others sent, in the columns of the
// ISO/IEC/CEN/CENELEC commenting template (version 2012-03).
type Comment struct {
	// ID is the comment's, such as DE-002; Body who sends it.
	ID, Body string
	// Clause and Element say of what it speaks: the code of an item.
	Clause, Element string
	// Type is ge (general), te (technical) or ed (editorial).
	Type string
	// Comment is what is said, Change what is proposed, and Observation what was
	// answered.
	Comment, Change, Observation string
}

// sourceImported is the Source of evidence from a comment table.
const sourceImported = string(SourceImported)

// FromComments makes amendments of a comment table, their source being
// SourceImported, and tells of every other row why it could not be placed: each
// row is evidence for an amendment or unplaced.
//
// A comment speaks of the item whose code its element or its clause is. What it
// asks for is read from the proposed change, and else from the comment, as in a
// suggested edit; like requests become one amendment. Where nothing can be read,
// it asks for other words for that item: the proposed change is the text after
// where it holds half of the words of the statement, the commonest aside, and
// otherwise the reason, since it is then more likely to tell than to be the words.
// The commenter's body is the person, and nobody is the base. A comment of type ed
// is guessed to be editorial. The observation becomes the note.
func FromComments(rows []Comment, f *frameworks.Framework) ([]Amendment, []Unplaced) {
	c := importer{f: f, place: placer{f}, byCode: map[string]*frameworks.Item{}, row: map[string]*Comment{}, read: map[string]bool{}, named: map[string]int{}}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.InForce() && item.Code != "" {
			c.byCode[strings.ToLower(item.Code)] = item
		}
		return true
	})
	for i := range rows {
		row := &rows[i]
		if c.row[row.ID] != nil {
			c.unplaced = append(c.unplaced, c.lost(row, "another comment of the table has this id"))
			continue
		}
		c.row[row.ID] = row
		c.order = append(c.order, row)
	}
	c.requests()
	for _, row := range c.order {
		if !c.read[row.ID] {
			c.reword(row)
		}
	}
	for i := range c.amendments {
		a := &c.amendments[i]
		a.Number = i + 1
		a.Drafted = Draft(*a)
	}
	return c.amendments, c.unplaced
}

// Apart gives rows ids that no other comment of the docket has: where other words
// came in before under the id of a row, as when two tables of one body number from
// 1, a number goes behind it (NHS-001.2). A row whose words are there already keeps
// the id that they have, so that a table brought in twice adds nothing.
func (d *Docket) Apart(rows []Comment) []Comment {
	said := map[string]string{} // id ─► words, "" where they are not known
	for i := range d.Amendments {
		for _, e := range d.Amendments[i].Evidence {
			if e.Source == sourceImported || d.Amendments[i].Source == SourceImported {
				said[e.Unit] = cmp.Or(said[e.Unit], clean(e.Quote))
			}
		}
	}
	for _, u := range d.Unplaced {
		said[u.Unit] = cmp.Or(said[u.Unit], clean(u.Quote))
	}
	out := slices.Clone(rows)
	next := map[string]int{} // where to look on for a free id
	for i := range out {
		row := &out[i]
		id, words := row.ID, clean(quoteOfRow(row))
		for {
			was, taken := said[row.ID]
			if !taken || was == "" || was == words {
				break
			}
			next[id] = max(2, next[id]+1)
			row.ID = fmt.Sprintf("%s.%d", id, next[id])
		}
	}
	return out
}

type importer struct {
	f          *frameworks.Framework
	place      placer
	byCode     map[string]*frameworks.Item // by code in small letters
	row        map[string]*Comment         // by id
	order      []*Comment
	read       map[string]bool // the ids of rows that ask for something in so many words
	named      map[string]int  // how many amendments have a name, apart from a number behind it
	amendments []Amendment
	unplaced   []Unplaced
}

func (c *importer) lost(row *Comment, why string) Unplaced {
	return Unplaced{Unit: row.ID, Person: row.Body, Operation: Reword, Quote: quoteOfRow(row), Why: why}
}

func quoteOfRow(row *Comment) string {
	return cut(frameworks.OneLine(cmp.Or(row.Comment, row.Change)), 400)
}

// target is the item that a row speaks of; named is false where it names none.
func (c *importer) target(row *Comment) (item *frameworks.Item, named bool) {
	for _, cell := range []string{row.Element, row.Clause} {
		for _, word := range append([]string{cell}, strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '(' || r == ')' })...) {
			word = strings.ToLower(strings.Trim(word, " .:"))
			if found := c.byCode[word]; found != nil && word != "" {
				return found, true
			}
		}
		named = named || strings.TrimSpace(cell) != ""
	}
	return nil, named
}

// requests reads what is asked for in so many words: of each row in the proposed
// change or, where nothing can be read there, in the comment.
func (c *importer) requests() {
	var units []theme.Unit
	for _, row := range c.order {
		if u, ok := c.unit(row, row.Change); ok {
			units = append(units, u)
		}
	}
	readable := map[string]bool{}
	for _, a := range c.proposed(units) {
		for _, e := range a.Evidence {
			readable[e.Unit] = true
		}
	}
	units = slices.DeleteFunc(units, func(u theme.Unit) bool { return !readable[u.ID] })
	for _, row := range c.order {
		if readable[row.ID] {
			continue
		}
		if u, ok := c.unit(row, row.Comment); ok {
			units = append(units, u)
		}
	}
	for _, a := range c.proposed(units) {
		a.ID = c.idOf(c.row[a.Evidence[0].Unit])
		c.finish(&a)
	}
}

// proposed gives what units ask for.
func (c *importer) proposed(units []theme.Unit) []Amendment {
	return slices.DeleteFunc(Propose(Input{Framework: c.f, Units: units}).Amendments, func(a Amendment) bool {
		return !slices.ContainsFunc(a.Evidence, func(e Evidence) bool { return e.Role == RoleFor })
	})
}

// unit is a text of a row as a suggested edit, headed by the item that the row
// speaks of; ok is false where there is no text, or where the item is not there.
func (c *importer) unit(row *Comment, text string) (u theme.Unit, ok bool) {
	item, named := c.target(row)
	text = strings.TrimSpace(text)
	if text == "" || item == nil && named {
		return u, false
	}
	u = theme.Unit{ID: row.ID, Person: row.Body, Source: sourceImported, Edit: true, Text: text}
	if item != nil {
		if u.Domain = c.place.target(item).Domain; item.Code != u.Domain {
			u.Text = item.Code + ": " + text
		}
	}
	return u, true
}

// idOf names an amendment after the comment that it comes from, with a number from
// the second on.
func (c *importer) idOf(row *Comment) string {
	id := "comment-" + strings.Map(func(r rune) rune {
		if strings.ContainsRune(notInID, r) {
			return '-'
		}
		return r
	}, onpage.Short(onpage.Clean(row.ID), 40))
	for strings.Contains(id, "..") {
		id = strings.ReplaceAll(id, "..", ".")
	}
	if c.named[id]++; c.named[id] > 1 {
		id += fmt.Sprintf("-%d", c.named[id])
	}
	return id
}

// reword makes an amendment of a row from which no request could be read.
func (c *importer) reword(row *Comment) {
	item, named := c.target(row)
	switch {
	case item == nil && named:
		c.unplaced = append(c.unplaced, c.lost(row, "the framework has no item with the code "+strings.Join(strings.Fields(row.Clause+" "+row.Element), " ")))
		return
	case item == nil:
		c.unplaced = append(c.unplaced, c.lost(row, "it names no item, and no request could be read"))
		return
	}
	a := Amendment{
		ID: c.idOf(row), Operation: Reword, Targets: []Target{c.place.target(item)}, TextBefore: wordsOf(item), Wording: NoWording, State: StateProposed,
		For: 1, Exact: 1, Evidence: []Evidence{{Unit: row.ID, Person: row.Body, Source: sourceImported, Role: RoleFor}},
	}
	change := frameworks.OneLine(row.Change)
	if change != "" && mostIn(contentStems(a.TextBefore), contentStems(change)) {
		a.TextAfter, a.Wording = change, FromCommenter
	} else {
		a.Why = cut(cmp.Or(change, frameworks.OneLine(row.Comment)), 400)
	}
	c.finish(&a)
}

// finish gives an amendment what all imported ones have.
func (c *importer) finish(a *Amendment) {
	a.Source = SourceImported
	// Nobody of the consultation is behind it.
	a.SurveyFor, a.GroupFor, a.Base, a.Share, a.Low, a.High = 0, 0, 0, "", 0, 0
	a.Meaning = GuessMeaning(a)
	var notes []string
	for i := range a.Evidence {
		row := c.row[a.Evidence[i].Unit]
		c.read[row.ID] = true
		a.Evidence[i].Quote = quoteOfRow(row)
		if o := frameworks.OneLine(row.Observation); o != "" {
			notes = append(notes, o)
		}
		if row.Type == "ed" && a.Operation == Reword {
			a.Meaning = &MeaningGuess{revise.Editorial, "the comment is of type ed (editorial)"}
		}
	}
	a.Note = cut(strings.Join(notes, " "), MostText)
	c.amendments = append(c.amendments, *a)
}
