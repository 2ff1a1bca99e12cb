package theme

import (
	"unicode/utf8"
)

// Apply gives the codings that a judgement "this unit is on this theme" becomes:
// where the theme's rules find words in it, the codings of those words; else one
// coding of the whole text. coder and method (such as human, settled, accepted,
// corrected) are put in as they are given. So is the stance, and StanceGiven is
// then true. Where none is given ("") a coding of a rule's words has the stance
// that the rules read in them, and a coding of the whole text is Unstated: the
// person did not say, and no rule found what they mean. It gives nil where the
// codebook has no such theme. The work grows with the length of the text.
func (t *Tagger) Apply(u Unit, themeID, coder, method string, stance Stance) []Coding {
	if t.codebook.Theme(themeID) == nil {
		return nil
	}
	w := t.workers.Get().(*worker)
	defer t.workers.Put(w)
	var out []Coding
	for _, c := range w.unit(&u, nil) {
		if c.Theme == themeID {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		out = []Coding{{
			Unit: u.ID, Person: u.Person, Source: u.Source, Question: u.Question, Theme: themeID,
			End: utf8.RuneCountInString(u.Text), Text: valid(u.Text), Stance: Unstated, Score: 1,
		}}
	}
	for i := range out {
		out[i].Coder, out[i].Method = coder, method
		if stance != "" {
			out[i].Stance, out[i].StanceWords, out[i].StanceGiven = stance, "", true
		}
	}
	return out
}

// Who said what the stance of a coding is.
const (
	ByPerson = "person"
	ByRule   = "rule"
)

// StanceBy gives who said what the stance is: ByPerson, ByRule where it was read
// in the words, and "" where it is Unstated and nobody said so.
func (c *Coding) StanceBy() string {
	switch {
	case c.StanceGiven:
		return ByPerson
	case c.Stance == Unstated || c.Stance == "":
		return ""
	}
	return ByRule
}
