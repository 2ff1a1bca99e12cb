package draft

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	// coded is the form "q1. What is your role?" and "Q2[SQ001]. Wording".
	coded = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]{0,30}(?:\[[A-Za-z0-9_]*\])*)[.:] +(\S.*)$`)
	// codeForm is the form of a name that is no sentence.
	codeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.#-]{0,39}$`)
	notInID  = regexp.MustCompile(`[^A-Za-z0-9_-]+`)
)

// reservedIDs are the ids that concord keeps for tables of its own.
var reservedIDs = map[string]bool{"tables": true, "published": true, "agreement": true}

// isCode tells of a wording that it is the column's code.
func isCode(s string) bool {
	return codeForm.MatchString(s) && (strings.ContainsAny(s, "_0123456789#") || !strings.Contains(s, " ") && strings.ToLower(s) == s || mixed(s))
}

// mixed tells of a word with capitals after small letters, as in currentEmp.
func mixed(s string) bool { return camel.MatchString(s) }

// nameQuestions gives every question an id, and the rows of a grid a label: the
// row alone where no other question has it and it says something by itself, else
// with the question before it.
func (b *builder) nameQuestions() {
	rows := map[string]int{}
	for i := range b.draft.Questions {
		rows[low(b.draft.Questions[i].row)]++
	}
	for i := range b.draft.Questions {
		q := &b.draft.Questions[i]
		q.ID = b.freeID(b.idFor(q))
		if q.row == "" {
			continue
		}
		q.Label = cut(q.row, longestRow)
		if stem := shortStem(q.stem()); stem != "" && (rows[low(q.row)] > 1 || !saysEnough(q.row)) {
			q.Label = stem + ": " + q.Label
		}
	}
}

// How many letters of a row, and of the question before it, a label has.
const longestRow, longestStem = 80, 60

// stem is the question without the row that its wording ends with.
func (q *Question) stem() string {
	stem := strings.TrimSuffix(q.Wording, q.row)
	if q.row == "" || stem == q.Wording && q.row != "" {
		return q.Wording
	}
	return strings.TrimRight(stem, " -–:.?")
}

func shortStem(stem string) string {
	if short := cut(stem, longestStem); short != stem {
		return strings.TrimRight(short, " ,;-–") + "…"
	}
	return stem
}

// saysEnough tells whether a row can be a label by itself: it is no number, code
// or other answer, and has a word of more than three letters.
func saysEnough(row string) bool {
	if isOther(row) || isAside(row) || yes[low(row)] || no[low(row)] {
		return false
	}
	for _, w := range words(row) {
		if len([]rune(w)) > 3 && strings.ContainsFunc(w, unicode.IsLetter) && !strings.ContainsAny(w, "0123456789") {
			return true
		}
	}
	return false
}

// idFor makes an id from the column's code, or else from the wording.
func (b *builder) idFor(q *Question) string {
	first := b.cols[q.columns[0]]
	name := first.Name
	if q.Kind.Closed() && len(q.Options) > 0 && q.Options[0].Column != "" {
		// The columns are the options; the question is what they have in common.
		switch {
		case first.Group != "":
			name = first.Group
		case lettered.MatchString(name):
			name = lettered.FindStringSubmatch(name)[1]
		default:
			if stem, _, ok := numbered(name); ok {
				name = strings.TrimRight(stem, "_.-#")
			}
		}
		if first.item != nil {
			name = first.item.Tag
		}
	}
	if m := coded.FindStringSubmatch(name); m != nil {
		return plainID(m[1])
	}
	if codeForm.MatchString(name) || strings.Count(name, " ") == 0 && name != "" {
		if id := plainID(name); id != "" {
			return id
		}
	}
	text := q.Wording
	if q.row != "" {
		text = q.row
	}
	if text == "" {
		text = name
	}
	return wordID(text)
}

// plainID makes an id of a code.
func plainID(code string) string {
	id := strings.Trim(notInID.ReplaceAllString(ascii(code), "_"), "_-")
	return cut(id, 40)
}

// wordID makes an id of the words of a sentence that say most.
func wordID(text string) string {
	var keep []string
	for _, w := range words(ascii(text)) {
		w = strings.ReplaceAll(w, "'", "")
		if !smallWords[w] && w != "" {
			keep = append(keep, w)
		}
		if len(keep) == 4 {
			break
		}
	}
	return strings.Trim(cut(notInID.ReplaceAllString(strings.Join(keep, "_"), "_"), 40), "_-")
}

// smallWords are left out of ids.
var smallWords = map[string]bool{
	"a": true, "an": true, "the": true, "of": true, "to": true, "in": true, "on": true, "at": true, "for": true, "and": true, "or": true, "is": true, "are": true, "was": true, "were": true,
	"do": true, "does": true, "did": true, "you": true, "your": true, "please": true, "what": true, "which": true, "how": true, "have": true, "has": true, "been": true, "be": true, "with": true,
	"this": true, "that": true, "these": true, "any": true, "if": true, "would": true, "could": true, "should": true, "it": true, "i": true, "my": true, "as": true, "by": true, "from": true,
}

// ascii takes the marks off letters, and other letters away.
func ascii(s string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r < unicode.MaxASCII:
			out.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// freeID gives the id, or with a number where another question has it.
func (b *builder) freeID(id string) string {
	if id == "" || !(id[0] >= 'a' && id[0] <= 'z' || id[0] >= 'A' && id[0] <= 'Z' || id[0] >= '0' && id[0] <= '9') {
		id = strings.TrimRight("q_"+id, "_")
	}
	free := id
	for n := 2; b.ids[strings.ToLower(free)] || reservedIDs[strings.ToLower(free)]; n++ {
		free = id + "_" + itoa(n)
	}
	b.ids[strings.ToLower(free)] = true
	return free
}
