package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameForm is how a speaker's name is written.
type nameForm int

const (
	noName       nameForm = iota
	titleName             // Jane Doe, Dr. J. Smith
	capitalsName          // SMITH, JD
	numberedName          // P4, Speaker 2
)

// particles stand in names with a small letter.
var particles = wordSet("de del della der den di da dos la le van von zu bin ibn al el y e ap ter ten")

// formOf gives the form of a name; an addition in brackets is no part of it.
func formOf(name string) nameForm {
	if _, _, ok := numberedLabel(key(name)); ok {
		return numberedName
	}
	words := strings.Fields(bracketed.ReplaceAllString(bare(name), ""))
	if len(words) == 0 || len(words) > 4 {
		return noName
	}
	capitals := true
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if i > 0 && particles[w] {
			continue
		}
		if !unicode.IsUpper(first) && !(unicode.IsLetter(first) && !unicode.IsLower(first)) {
			return noName
		}
		for _, c := range w {
			if !unicode.IsLetter(c) && !unicode.IsMark(c) && !strings.ContainsRune(".,'’‘-", c) {
				return noName
			}
			capitals = capitals && !unicode.IsLower(c)
		}
		if len(words) == 1 && len(w) == size {
			return capitalsName // an initial
		}
	}
	if capitals {
		return capitalsName
	}
	return titleName
}

// plainLabel holds words with which people begin a sentence, a heading or a note
// and put a colon after, and which are nobody's name.
var plainLabel = wordSet(`
about above access action actions activity add added additional advice again agenda agreed aim aims all also alternatively although an and another
answer answers anyway apologies appendix area areas as aside aspect assumption at attendance attendees audience background barrier barriers because
benefit benefits better both bottom break but caveat challenge challenges change changes chapter clarification code codes comment comments
communication conclusion conclusions confidentiality cons consent consequence consider contents context correct correction cost costs criteria
crucially data date decision decisions definition definitions detail details different digital disadvantage disagree discussion domain domains
duration e.g each eight either ending equipment especially essentially etc ethics even evidence exactly example examples except exercise explanation
extra fact facts false feedback fifth figure file finally finding findings first firstly five follow following for four fourth from further
furthermore general goal goals good group hardware heading hence here how however i.e idea ideas if importantly impression in including indeed
information instead interesting introduction is issue issues it item items just key knowledge language last lastly later least legend length less
lesson lessons let like list location longer main mainly maybe meaning meeting method methods more moreover most my namely nb need needs never new
next nine no none nope not note noted notes now number objective objectives obviously of ok okay old on one only opportunity option options or other
others otherwise our out outcome outcomes outline overall paragraph part participants people place plan platform platforms plus point points policy
positive positives practice present priorities priority problem problems project prompt pros purpose put quality question questions quick quote ready
really reason reasons recommendation recommendations recording ref reference references remember reminder response responses result results right risk
risks rule rules safeguarding safety same say scenario second secondly section security see seriously session seven similarly simple six skill skills
so software solution solutions some something sometimes source standard standards statement step steps still strength strengths study subject
suggestion suggestions summary supervision support table task tasks technology ten that the their theme themes then there therefore these they thing
things third thirdly this those thought thoughts threat threats three time tip tips title to today tomorrow topic topics total training transcribed
transcriber transcript transcription true truth two type unless update usually value values venue version very view views warning weakness weaknesses
well what whatever when where whether which who why with word words work yeah yes yet you your zero
`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// plainWord tells whether a label begins with a word that is nobody's name.
func plainWord(name string) bool {
	first, _, _ := strings.Cut(strings.ToLower(tidy(name)), " ")
	return plainLabel[strings.Trim(first, ".,'’‘()[]-")]
}

// acceptAlone takes labels that nothing else vouches for, such as those of people
// who speak once, as speakers where they begin a paragraph and are written as the
// names of the other speakers are: it sets accept, and tells which it set. Where
// no other speaker has a name, but a moderator is called by a usual word, any
// form will do.
//
// Words that would be given to somebody who did not say them do more harm than a
// speaker too many, who is reported.
func (r *reader) acceptAlone(labels []label, accept, begins []bool) []bool {
	forms := map[nameForm]bool{}
	shapes := map[labelForm]bool{}
	named, alone := false, false // some label is taken; one of them stands on its own line
	met := map[string]bool{}
	for i, ok := range accept {
		if !ok {
			continue
		}
		l := labels[i]
		named = true
		shapes[l.form] = true
		alone = alone || l.rest == ""
		if met[l.name] {
			continue
		}
		met[l.name] = true
		if !r.cast.leads(r.cast.key(l.name)) {
			forms[formOf(l.name)] = true
		}
	}
	doubtful := make([]bool, len(labels))
	if !named {
		return doubtful
	}
	for i, l := range labels {
		if accept[i] || !begins[i] || l.form != nameColon && l.form != nameTab || !shapes[l.form] || !l.capital() || l.rest == "" && !alone {
			continue
		}
		form := formOf(l.name)
		if form != noName && (len(forms) == 0 || forms[form]) && !plainWord(l.name) {
			accept[i], doubtful[i] = true, true
		}
	}
	return doubtful
}

// beginnings tells of each line whether it begins a paragraph. Where blank lines
// stand before the names of speakers, as before most of those given, they divide
// the paragraphs; else every line is one.
func (r *reader) beginnings(lines []string, accept []bool) []bool {
	out := make([]bool, len(lines))
	divided, named := 0, 0
	blank := true
	for i, line := range lines {
		within := i > 0 && i < len(r.places) && r.places[i] == r.places[i-1] // a line break in a paragraph of Word
		out[i] = blank && !within
		if accept[i] && i > 0 {
			named++
			if blank {
				divided++
			}
		}
		blank = strings.TrimSpace(line) == ""
	}
	if 2*divided > named {
		return out
	}
	for i := range out {
		out[i] = i == 0 || i >= len(r.places) || r.places[i] != r.places[i-1]
	}
	return out
}
