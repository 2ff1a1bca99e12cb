package redact

import (
	"strings"
	"unicode"
)

// names finds people's names word by word: after a title, where somebody says
// their own, the words of known people's, and common first names; each with the
// surname that follows it.
func (r *Redactor) names(masked []rune, kept [][2]int) []span {
	n := naming{r: r, runes: masked, words: tokens(masked)}
	n.keep = make([]bool, len(n.words))
	for i, w := range n.words {
		n.keep[i] = within(span{start: w.start, end: w.end}, kept)
	}
	var out []span
	for i := 0; i < len(n.words); i++ {
		first, rule := n.at(i)
		if rule == "" {
			continue
		}
		last := n.extend(first)
		out = append(out, span{n.words[first].start, n.words[last].end, Name, rule})
		i = last
	}
	return out
}

type naming struct {
	r     *Redactor
	runes []rune
	words []token
	keep  []bool
}

// at tells whether a name begins at word i, or just after it where i is a
// title, and by which rule.
func (n *naming) at(i int) (first int, rule string) {
	w := n.words[i]
	switch {
	case n.keep[i]:
		return 0, ""
	case titles[w.text] && n.titled(i):
		return i + 1, "title"
	case callings[w.text] && n.called(i):
		return i + 1, "title"
	case n.introduced(i):
		return i, "introduction"
	case n.inRole(i):
		return i, "role"
	case n.person(i):
		return i, "person"
	case w.first():
		return i, "first-name"
	}
	return 0, ""
}

// first tells whether a word is a common first name with a capital. Three
// capital letters are more often a short form than a name.
func (t token) first() bool {
	return t.capital && (!t.allCaps || t.len() >= 4) && firstNames[t.fold]
}

// person tells whether a word is part of a known person's name.
func (n *naming) person(i int) bool {
	w := n.words[i]
	sure, known := n.r.parts[w.fold]
	if !known || !w.capital || w.allCaps && w.len() < 3 {
		return false
	}
	ordinary := doubleDuty[w.fold] || peoples[w.fold] || notNames[w.fold]
	if !ordinary {
		return true
	}
	next := ""
	if i+1 < len(n.words) {
		next = n.words[i+1].fold
	}
	switch {
	case telling[next]:
		return true
	case months[w.fold] && !sure:
		return false
	case w.opens:
		// "Will they" and "May I" ask; "Grace and I" names.
		return sure && !asks[next]
	}
	return true
}

// asks are the words after Will and May that make them a question.
var asks = words("i you he she it we they the this that these those there my your our their his her a an any all be not")

// titled tells whether a name follows the title at i.
func (n *naming) titled(i int) bool {
	if i+1 >= len(n.words) || n.keep[i+1] {
		return false
	}
	title, next := n.words[i], n.words[i+1]
	gap := string(n.runes[title.end:next.start])
	if strings.Trim(gap, " \u00a0.") != "" || gap == "" || len(gap) > 4 || strings.Count(gap, ".") > 1 {
		return false
	}
	switch {
	case title.allCaps:
		return next.allCaps && next.len() >= 3 && !notNames[next.fold]
	case next.capital && next.len() == 1:
		dotted := next.end < len(n.runes) && n.runes[next.end] == '.'
		return dotted || next.text != "I" && next.text != "A"
	case particles[next.fold]:
		return n.particled(i+1) > 0
	}
	return next.capital && !notNames[next.fold]
}

// called tells whether a first name follows the calling at i, as in "Sister Grace".
func (n *naming) called(i int) bool {
	if i+1 >= len(n.words) || n.keep[i+1] || !n.spaced(i) {
		return false
	}
	next := n.words[i+1]
	return next.capital && !next.allCaps && (firstNames[next.fold] || doubleDuty[next.fold] && !months[next.fold])
}

// introduced tells whether somebody is introduced by the words before i: "my
// name is X", "I'm X", "I am X", "this is X".
func (n *naming) introduced(i int) bool {
	w := n.words[i]
	before := func(k int) string {
		if i-k < 0 {
			return ""
		}
		return n.words[i-k].fold
	}
	if i == 0 || !n.spaced(i-1) {
		return false
	}
	listed := firstNames[w.fold] || doubleDuty[w.fold]
	switch one, two := before(1), before(2); {
	case (one == "is" || one == "s") && two == "name" && before(3) == "my":
		return w.capital && w.len() > 1 && !notNames[w.fold] || firstNames[w.fold]
	case (one == "m" || one == "am") && two == "i", one == "im":
		return w.capital && !w.allCaps && listed
	case one == "is" && two == "this":
		return w.capital && !w.allCaps && listed && !months[w.fold]
	}
	return false
}

// roles are what people are to one another at work: a name that no list knows
// often follows one, as in "our lead, Xanthippe Vole".
var roles = words("manager managers lead leads supervisor supervisors director colleague colleagues tutor mentor " +
	"therapist counsellor psychologist psychiatrist practitioner nurse consultant administrator receptionist trainer " +
	"lecturer professor officer coordinator champion deputy boss head chair gp doctor worker")

// inRole tells whether a name that no list knows begins at word i, since what
// somebody is stands before it: two words with capitals that are no ordinary
// words and no place's or body's, or one after "my manager" and the like.
func (n *naming) inRole(i int) bool {
	if i == 0 || !n.r.strange(n.words[i]) || !roles[n.words[i-1].fold] {
		return false
	}
	gap := strings.TrimSpace(string(n.runes[n.words[i-1].end:n.words[i].start]))
	if gap != "" && gap != "," && gap != "is" {
		return false
	}
	if i+1 < len(n.words) && n.spaced(i) && n.r.strange(n.words[i+1]) {
		// A third word with a capital is more often a body's name than a person's.
		return i+2 >= len(n.words) || !n.spaced(i+1) || !n.words[i+2].capital
	}
	return gap == "" && i >= 2 && possessives[n.words[i-2].fold]
}

var possessives = words("my our your his her their")

// extend gives the last word of the name that begins at word i: further first
// names, initials, and one surname with what belongs to it.
func (n *naming) extend(i int) int {
	surname := false
	for i+1 < len(n.words) && !n.keep[i+1] {
		next := n.words[i+1]
		switch {
		case n.hyphened(i) && next.capital && next.len() > 1:
			i++
		case !n.spaced(i):
			return i
		case next.first() || n.person(i+1):
			i++
		case surname:
			return i
		case n.surname(i, i+1):
			i, surname = i+1, true
		case n.initial(i+1) && i+2 < len(n.words) && !n.keep[i+2] && n.surname(i+1, i+2):
			i, surname = i+2, true
		case particles[next.fold] && n.particled(i+1) > 0:
			i, surname = n.particled(i+1), true
		default:
			return i
		}
	}
	return i
}

// surname tells whether word j can be the surname after word i.
func (n *naming) surname(i, j int) bool {
	w := n.words[j]
	if !n.spaced(i) || !w.capital || w.len() < 2 || notNames[w.fold] {
		return false
	}
	return !w.allCaps || n.words[i].allCaps && w.len() >= 3
}

// initial tells whether word i is one capital letter that stands for a name.
func (n *naming) initial(i int) bool {
	w := n.words[i]
	if w.len() != 1 || !w.capital {
		return false
	}
	return w.text != "I" || w.end < len(n.runes) && n.runes[w.end] == '.'
}

// particled gives the word that ends a surname whose particles begin at i, such
// as "van der Berg"; 0 where none does.
func (n *naming) particled(i int) int {
	for k := 0; k < 2 && i+1 < len(n.words) && !n.keep[i+1]; k++ {
		if !n.spaced(i) && !n.hyphened(i) {
			return 0
		}
		i++
		w := n.words[i]
		if w.capital && w.len() > 1 && !w.allCaps && !notNames[w.fold] {
			return i
		}
		if !particles[w.fold] {
			return 0
		}
	}
	return 0
}

// spaced tells whether only a space, or the full stop of an initial and a
// space, stands between word i and the next.
func (n *naming) spaced(i int) bool {
	gap := n.runes[n.words[i].end:n.words[i+1].start]
	if len(gap) > 0 && gap[0] == '.' && n.words[i].len() == 1 && n.words[i].capital {
		gap = gap[1:]
		if len(gap) == 0 {
			return true // J.R.
		}
	}
	if len(gap) == 0 || len(gap) > 2 {
		return false
	}
	for _, c := range gap {
		if c == '\n' || c == '\r' || !unicode.IsSpace(c) {
			return false
		}
	}
	return true
}

// hyphened tells whether a hyphen joins word i to the next.
func (n *naming) hyphened(i int) bool {
	gap := n.runes[n.words[i].end:n.words[i+1].start]
	return len(gap) == 1 && (gap[0] == '-' || gap[0] == '\u2010' || gap[0] == '\u2011')
}
