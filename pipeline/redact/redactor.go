// Package redact takes names and identifiers out of free text before anyone
// reads it: e-mail addresses, British telephone numbers, postcodes, NHS numbers
// and people's names. It works by rules and lists that a person can read, and
// says what it took out, where and by which rule, without repeating the words.
//
// No such rules find everything. Doubtful lists capitalised words that may be
// names, for a person to look at; a name in small letters that no rule knows is
// found by neither.
package redact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline/study"
)

// Kind says what sort of thing was taken out.
type Kind string

// The kinds of thing that are taken out.
const (
	Name      Kind = "name"
	Email     Kind = "email"
	Phone     Kind = "phone"
	Postcode  Kind = "postcode"
	NHSNumber Kind = "nhs-number"
)

// placeholders holds what stands in the text instead, by kind.
var placeholders = map[Kind]string{
	Name: "[name]", Email: "[email]", Phone: "[phone]", Postcode: "[postcode]", NHSNumber: "[NHS number]",
}

// Removal is one place where something was taken out, or may have to be. It
// never holds the words that were taken out.
type Removal struct {
	// Unit is the comment or turn, as the caller named it.
	Unit string `json:"unit" csv:"unit"`
	// Start and End are code points of the original text, End exclusive; Length
	// is End less Start.
	Start  int  `json:"start" csv:"start"`
	End    int  `json:"end" csv:"end"`
	Length int  `json:"length" csv:"length"`
	Kind   Kind `json:"kind" csv:"kind"`
	// Rule is a short fixed name of the rule that took it: email, uk-phone,
	// other-phone, postcode, nhs-check-digit, nhs-named, given, person, title,
	// introduction, role, first-name; or possible-name, which takes nothing.
	Rule string `json:"rule" csv:"rule"`
	// Placeholder stands in the redacted text instead, such as [name].
	Placeholder string `json:"placeholder" csv:"placeholder"`
	// Certain is false for what only a person can decide; see Doubtful.
	Certain bool `json:"certain" csv:"certain"`
	// Context is the redacted text around the place, about 60 characters in
	// one line. Where Certain is false it shows the words in question.
	Context string `json:"context" csv:"context"`
}

// Redactor takes names and identifiers out of texts. It may be used from
// several goroutines at once.
type Redactor struct {
	keep   phrases // what never to take out
	given  phrases // what always to take out
	people phrases // whole names of known people
	// parts are single words of known people's names, by their fold: true for
	// one that is no ordinary word, or is the whole name.
	parts map[string]bool
	// kept holds the folds of all words of Keep.
	kept map[string]bool
}

// New gives a Redactor that always takes out rules.Names and never rules.Keep;
// where both hold the same words, they are kept. An entry of rules.Names with a
// capital letter is found only where the text has a capital at its start, one
// without is found in whatever case.
//
// People are names that are known, such as those of a group's speakers. Each
// whole name is taken out, and each word of it of at least three letters; one
// that is also an ordinary word, such as Will, only within a sentence or where
// the words around it show that it is a name. Labels that are no names, such as
// "Participant 3" or "P3", are passed over.
func New(rules study.RedactRules, people []string) *Redactor {
	r := &Redactor{
		keep:  newPhrases(rules.Keep, false),
		given: newPhrases(rules.Names, true),
		parts: map[string]bool{}, kept: map[string]bool{},
	}
	for _, k := range rules.Keep {
		for _, w := range strings.Fields(k) {
			r.kept[fold(w)] = true
		}
	}
	var whole []string
	for _, p := range people {
		if name := r.addPerson(p); name != "" {
			whole = append(whole, name)
		}
	}
	r.people = newPhrases(whole, true)
	return r
}

// addPerson learns the words of a name, and gives the name itself without
// titles and brackets; "" where it is one word or no name.
func (r *Redactor) addPerson(person string) string {
	if open := strings.IndexByte(person, '('); open > 0 {
		person = person[:open] // what a speaker is, as in "Jane (PWP)"
	}
	runes := []rune(person)
	words := tokens(runes)
	var own []token
	real := false
	for _, w := range words {
		if titles[w.text] || titles[strings.ToLower(w.text)] {
			continue
		}
		own = append(own, w)
		code := w.allCaps && w.len() <= 3 && len(words) == 1
		real = real || w.len() >= 2 && !notNames[w.fold] && !code
	}
	if !real {
		return ""
	}
	for _, w := range own {
		switch {
		case len(own) == 1:
			r.parts[w.fold] = true
		case w.len() >= 3 && !notNames[w.fold] && !particles[w.fold]:
			r.parts[w.fold] = r.parts[w.fold] || !doubleDuty[w.fold] && !peoples[w.fold]
		}
	}
	if len(own) == 1 {
		return ""
	}
	return string(runes[own[0].start:own[len(own)-1].end])
}

// Text gives the text with a placeholder for everything that was taken out, and
// what that was, in the order of the text. Text that is not UTF-8 is repaired
// first: each byte that cannot be read counts as one character, U+FFFD.
// Redacting what Text gave changes nothing more. Unit is copied to the removals.
func (r *Redactor) Text(unit, text string) (string, []Removal) {
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	runes, spans, _ := r.find(text)
	if len(spans) == 0 {
		return text, nil
	}
	var out []rune
	at := 0
	starts := make([]int, len(spans)) // where each placeholder begins in out
	for i, s := range spans {
		out = append(out, runes[at:s.start]...)
		starts[i] = len(out)
		out = append(out, []rune(placeholders[s.kind])...)
		at = s.end
	}
	out = append(out, runes[at:]...)
	removals := make([]Removal, len(spans))
	for i, s := range spans {
		p := placeholders[s.kind]
		removals[i] = s.removal(unit, true, around(out, starts[i], starts[i]+len([]rune(p))))
	}
	return string(out), removals
}

// span is one thing to take out, in code points of the text.
type span struct {
	start, end int
	kind       Kind
	rule       string
}

func (s span) removal(unit string, certain bool, context string) Removal {
	return Removal{
		Unit: unit, Start: s.start, End: s.end, Length: s.end - s.start,
		Kind: s.kind, Rule: s.rule, Placeholder: placeholders[s.kind], Certain: certain, Context: context,
	}
}

// find gives the text's code points, what to take out in order, and the code
// points with all of that masked.
func (r *Redactor) find(text string) (runes []rune, found []span, masked []rune) {
	runes = []rune(text)
	masked = slices.Clone(runes)
	maskPlaceholders(masked)
	// What stood beside something taken out can look different afterwards, so
	// the rules look again until they find nothing; that makes the redacted
	// text stable.
	for {
		next := r.pass(masked)
		if len(next) == 0 {
			break
		}
		found = append(found, next...)
	}
	slices.SortFunc(found, func(a, b span) int { return a.start - b.start })
	return runes, found, masked
}

// pass applies every rule once, and masks what each took so that no later rule
// sees it.
func (r *Redactor) pass(masked []rune) []span {
	var out []span
	kept := r.keep.find(masked)
	take := func(spans []span) {
		for _, s := range spans {
			if !within(s, kept) {
				out = append(out, s)
				mask(masked, s.start, s.end)
			}
		}
	}
	take(emails(masked))
	take(asSpans(r.given.find(masked), "given"))
	take(numbers(masked))
	take(postcodes(masked))
	take(asSpans(r.people.find(masked), "person"))
	take(r.names(masked, kept))
	return out
}

func asSpans(places [][2]int, rule string) []span {
	var out []span
	for _, p := range places {
		out = append(out, span{p[0], p[1], Name, rule})
	}
	return out
}

// within tells whether a span lies inside one of the places, which are in order.
func within(s span, places [][2]int) bool {
	i, _ := slices.BinarySearchFunc(places, s.end, func(p [2]int, end int) int { return p[1] - end })
	return i < len(places) && places[i][0] <= s.start && s.end <= places[i][1]
}

// masking is what stands inside a masked place: a character that no rule takes
// for part of a word, a number or an address.
const masking = '\uFFFC'

// mask makes a place look to every rule as a placeholder does: brackets around
// nothing.
func mask(runes []rune, start, end int) {
	for i := start; i < end; i++ {
		runes[i] = masking
	}
	runes[start] = '['
	runes[end-1] = ']'
}

// maskPlaceholders masks what an earlier redaction left, so that no rule takes
// the words of a placeholder.
func maskPlaceholders(runes []rune) {
	for i, c := range runes {
		if c != '[' {
			continue
		}
		for _, p := range placeholders {
			if end := i + len(p); end <= len(runes) && string(runes[i:end]) == p {
				mask(runes, i, end)
			}
		}
	}
}

// around gives the text from some 25 characters before a place to as many after
// it, without cutting words, in one line.
func around(runes []rune, start, end int) string {
	const reach = 25
	from, to := max(0, start-reach), min(len(runes), end+reach)
	for from > 0 && from < start && runes[from-1] != ' ' && start-from < 2*reach {
		from--
	}
	for to < len(runes) && runes[to] != ' ' && to-end < 2*reach {
		to++
	}
	out := strings.Join(strings.Fields(string(runes[from:to])), " ")
	if from > 0 {
		out = "… " + out
	}
	if to < len(runes) {
		out += " …"
	}
	return out
}
