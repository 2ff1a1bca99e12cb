package theme

import (
	"unicode/utf8"
)

// Apply gives the codings that a judgement "this unit is on this theme" becomes:
// where the theme's rules find words in it, the codings of those words; else one
// coding of the whole text. coder and method (such as human, settled, accepted,
// corrected) are put in as they are given. So is the stance; where none is given
// ("") a coding of a rule's words has the stance that the words have, and a
// coding of the whole text the stance of those of its sentences that state one,
// if they agree (the theme's own if none states any), else Unstated. It gives nil where
// the codebook has no such theme. The work grows with the length of the text.
func (t *Tagger) Apply(u Unit, themeID, coder, method string, stance Stance) []Coding {
	th := t.codebook.Theme(themeID)
	if th == nil {
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
		whole := Coding{
			Unit: u.ID, Person: u.Person, Source: u.Source, Question: u.Question, Theme: themeID,
			End: utf8.RuneCountInString(u.Text), Text: valid(u.Text), Score: 1,
		}
		if stance == "" {
			whole.Stance, whole.StanceWords = w.wholeStance(u.Text, th.Stance)
		}
		out = append(out, whole)
	}
	for i := range out {
		out[i].Coder, out[i].Method = coder, method
		if stance != "" {
			out[i].Stance, out[i].StanceWords = stance, ""
		}
	}
	return out
}

// wholeStance gives the stance on which the sentences of the unit in hand agree,
// and the first words that show it.
func (w *worker) wholeStance(text string, standing Stance) (Stance, string) {
	agreed, shown := Stance(""), ""
	for from := 0; from < len(w.tokens); {
		to := sentenceEnd(w.tokens, from)
		w.stance.read(text, w.tokens[from:to], w.infos[from:to])
		s, words := w.stance.of(span{0, int32(to - from)}, "")
		from = to
		switch {
		case s == Unstated:
		case agreed == "":
			agreed, shown = s, words
		case agreed != s:
			return Unstated, ""
		}
	}
	switch {
	case agreed != "":
		return agreed, shown
	case standing != "":
		return standing, ""
	}
	return Unstated, ""
}
