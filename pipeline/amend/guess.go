package amend

import (
	"fmt"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/frameworks/revise"

	"github.com/kljensen/snowball/english"
)

// MeaningGuess is what other words seem to do to the meaning. It is a guess from
// the words alone, for a person to look at: a decision on new words says itself
// which it is.
type MeaningGuess struct {
	// Meaning is revise.Editorial or revise.Substantial; Why says from what.
	Meaning, Why string
}

// GuessMeaning guesses whether the words that an amendment proposes keep the
// meaning of those that stand there; nil for an amendment that is no reword or
// rename, or has no words yet.
//
// A title is a name, and another name keeps the meaning. Another statement changes
// it where a word came in or went out that denies or obliges, where few of its
// words were kept (both by package compare), or where a word came in or went out
// that is not one of the commonest, inflections of English aside.
func GuessMeaning(a *Amendment) *MeaningGuess {
	switch {
	case a.Operation == Rename && a.TextAfter != "":
		return &MeaningGuess{revise.Editorial, "a title is a name: the statements below it stay as they are"}
	case a.Operation != Reword || a.TextAfter == "" || a.TextBefore == "":
		return nil
	}
	if why, turned := turns(a.TextBefore, a.TextAfter); turned {
		return &MeaningGuess{revise.Substantial, why}
	}
	if trivial(a.TextBefore, a.TextAfter) {
		return &MeaningGuess{revise.Editorial, "only capitals, punctuation, spelling, articles or endings differ"}
	}
	in, out := newWords(a.TextBefore, a.TextAfter, false), newWords(a.TextAfter, a.TextBefore, false)
	if len(in)+len(out) > 0 {
		return &MeaningGuess{revise.Substantial, inAndOut(in, out)}
	}
	why := "the words are the same, in another order"
	if in, out = newWords(a.TextBefore, a.TextAfter, true), newWords(a.TextAfter, a.TextBefore, true); len(in)+len(out) > 0 {
		why = "only common words differ: " + inAndOut(in, out)
	}
	return &MeaningGuess{revise.Editorial, why}
}

// inAndOut tells which words came in and which went out.
func inAndOut(in, out []string) string {
	var said []string
	if len(in) > 0 {
		said = append(said, listed(in)+" came in")
	}
	if len(out) > 0 {
		said = append(said, listed(out)+" went out")
	}
	return strings.Join(said, "; ")
}

// GuessMeanings puts the guess into every amendment. What the comments of an
// imported one say of it stays.
func (d *Docket) GuessMeanings() {
	for i := range d.Amendments {
		if a := &d.Amendments[i]; a.source() != SourceImported || a.Meaning == nil {
			a.Meaning = GuessMeaning(a)
		}
	}
}

// turns asks package compare whether a statement that kept its identity can be
// known to say the same.
func turns(before, after string) (why string, turned bool) {
	c, ok := rewording("it", before, "it", after)
	if !ok || c.Rewording != compare.Unknown {
		return "", false
	}
	// What it says of UUIDs is of no use here.
	if _, but, ok := strings.Cut(c.Reason, "was kept, but "); ok {
		if strings.HasPrefix(but, "only ") {
			but += " were kept"
		}
		return but, true
	}
	return c.Reason, true
}

// trivial asks package compare whether two statements are known to mean the same
// by their words alone.
func trivial(before, after string) bool {
	c, ok := rewording("one", before, "other", after)
	return ok && c.Rewording == compare.Editorial
}

// rewording compares a statement with another of an item with the same key, or
// with another.
func rewording(key, before, otherKey, after string) (compare.Change, bool) {
	version := func(key, statement string) *frameworks.Framework {
		return &frameworks.Framework{
			ID: "one", Title: "One", Version: "1.0.0", Wording: "official", Kinds: []frameworks.Kind{{ID: "statement"}},
			Items: []frameworks.Item{{Key: key, UUID: frameworks.UUID("one", key), Code: "1", Kind: "statement", Statement: frameworks.OneLine(statement)}},
		}
	}
	for _, c := range compare.Frameworks(version(key, before), version(otherKey, after)).Changes {
		if c.Operation == compare.Reword {
			return c, true
		}
	}
	return compare.Change{}, false
}

// newWords gives the words of after of which before has no form, each once: those
// that are not among the commonest of English, or all.
func newWords(before, after string, all bool) []string {
	had := map[string]bool{}
	for _, w := range strings.Fields(plain(before)) {
		had[english.Stem(w, true)] = true
	}
	var out []string
	for _, w := range strings.Fields(plain(after)) {
		if !all && (len(w) <= 2 || english.IsStopWord(w)) {
			continue
		}
		if s := english.Stem(w, true); !had[s] {
			had[s] = true
			out = append(out, w)
		}
	}
	return out
}

// wordsListed is how many words a reason names.
const wordsListed = 5

func listed(words []string) string {
	more := ""
	if len(words) > wordsListed {
		more = fmt.Sprintf(" and %d more", len(words)-wordsListed)
		words = words[:wordsListed]
	}
	return "“" + strings.Join(words, "”, “") + "”" + more
}
