// Package coders is for coding by hand, by any number of people: sheets to code
// in and what comes back in them, the record of who judged what, how far the
// coders agree, where they differ, what was settled, and what counts in the end.
package coders

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// The methods by which a judgement came about, as theme.Coding has them.
const (
	// Human is a judgement made from the text alone.
	Human = "human"
	// Accepted is a suggestion of the machine's that a person looked at and left
	// as it was, Corrected one that they changed.
	Accepted, Corrected = "accepted", "corrected"
	// SettledMethod is a judgement on which the coders, or somebody for them,
	// settled after they had differed.
	SettledMethod = "settled"
	// Majority is what more than half of several coders said of a unit.
	Majority = "majority"
)

// Judgement is what one coder says of one unit: the themes it is on, none of the
// others. A judgement without marks says that it is on none.
type Judgement struct {
	Unit string
	// TextSHA is the TextSHA of the text that was judged.
	TextSHA string
	// Marks are in the order of their themes' ids, each theme once.
	Marks []Mark
	Coder string
	// Day is when it was brought in, such as 2026-03-04.
	Day    string
	Method string
	// CodebookVersion is the version of the codebook that was coded by.
	CodebookVersion string
	Note            string
	// NotAsked are themes of today that the coder was not asked about, as they are
	// newer, and Parts those that a theme was split into since: the coder, who did not
	// give that theme, was not asked about its parts either. Today fills in both.
	NotAsked, Parts []string

	// asked are the themes of the sheet, nil where the record does not say.
	asked []string
}

// wasAsked tells whether the coder was asked about a theme.
func (j *Judgement) wasAsked(id string) bool {
	return !slices.Contains(j.NotAsked, id) && !slices.Contains(j.Parts, id)
}

// Mark is one theme given to a unit. Stance is "" where the coder did not say.
type Mark struct {
	Theme  string
	Stance theme.Stance
}

// shaDigits is how many digits of a text's SHA-256 are kept: by chance, two of a
// million texts have the same twelve once in some hundreds of runs.
const shaDigits = 12

// TextSHA gives the first twelve hexadecimal digits of the SHA-256 of a text, by
// which a text that has changed since it was judged is found.
func TextSHA(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:shaDigits]
}

// shaMark stands before the digits in a file: a spreadsheet would read 12 digits,
// or 11 and an e, as a number, which befalls one text in about 140.
const shaMark = "sha:"

var (
	nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)
	dayForm  = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)
)

// otherNames cannot be a coder's: the machine's, the settled record's, and those
// that Windows gives to no file.
var otherNames = []string{
	settledName, askedName, "concord", "rules", "model", "machine", "people", "con", "prn", "aux", "nul",
	"com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// Name gives a coder's name as the record has it, in small letters. The error is a
// finding.Finding: it must be letters a to z, digits, - and _, 32 at most, and
// none of the names that mean something else, such as settled.
func Name(name string) (string, error) {
	low := strings.ToLower(strings.TrimSpace(name))
	if !nameForm.MatchString(low) || slices.Contains(otherNames, low) {
		return "", finding.Finding{
			Severity: finding.Error, Kind: "coder-name", Found: name,
			Expected: "letters from a to z, digits, - and _, 32 at most, beginning with a letter or a digit",
			Message:  "this cannot be a coder's name", Do: "Take a short name or initials, such as ann or coder-2; settled, rules, model and concord mean something else.",
		}
	}
	return low, nil
}

// find gives where the mark of a theme stands, and whether there is one.
func (j *Judgement) find(id string) (int, bool) {
	return slices.BinarySearchFunc(j.Marks, id, func(m Mark, id string) int { return strings.Compare(m.Theme, id) })
}

// themes gives the ids of the themes marked.
func themes(marks []Mark) []string {
	out := make([]string, len(marks))
	for i, m := range marks {
		out[i] = m.Theme
	}
	return out
}

// tidy gives marks in the order of their ids, each theme once, with the stance on
// which they agree (see together).
func tidy(marks []Mark) []Mark {
	slices.SortStableFunc(marks, func(a, b Mark) int { return strings.Compare(a.Theme, b.Theme) })
	out := marks[:0]
	for from := 0; from < len(marks); {
		to := from
		var given []theme.Stance
		for to < len(marks) && marks[to].Theme == marks[from].Theme {
			given = append(given, marks[to].Stance)
			to++
		}
		out = append(out, Mark{marks[from].Theme, together(given)})
		from = to
	}
	return out
}

// together gives the stance that several gave, those who gave none aside, and ""
// where they differ.
func together(given []theme.Stance) theme.Stance {
	one := theme.Stance("")
	for _, s := range given {
		if one != "" && s != "" && s != one {
			return ""
		}
		if s != "" {
			one = s
		}
	}
	return one
}

// FromCodings gives the judgements of a coder from codings, such as those of the
// rules or of a model, so that the machine can be compared with people: every
// unit is judged, those without codings as being on no theme.
func FromCodings(codings []theme.Coding, units []theme.Unit, coder, method, codebookVersion string) []Judgement {
	out := make([]Judgement, len(units))
	at := make(map[string]int, len(units))
	for i := range units {
		out[i] = Judgement{Unit: units[i].ID, TextSHA: TextSHA(units[i].Text), Coder: coder, Method: method, CodebookVersion: codebookVersion}
		at[units[i].ID] = i
	}
	for i := range codings {
		c := &codings[i]
		if k, ok := at[c.Unit]; ok {
			stance := c.Stance
			if stance == theme.Unstated {
				stance = ""
			}
			out[k].Marks = append(out[k].Marks, Mark{c.Theme, stance})
		}
	}
	for i := range out {
		out[i].Marks = tidy(out[i].Marks)
	}
	return out
}
