package casefile

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"concord/frameworks"

	"github.com/google/uuid"
)

// What a framework's own words are in CASE, and the other way.

// statuses gives for each status of a framework the adoptionStatus of CASE 1.1.
var statuses = [][2]string{
	{"draft", "Draft"}, {"pending", "Pending Implementation"}, {"implemented", "Implemented"}, {"retired", "Retired"},
	// Older words (CASE 1.0, OpenSALT), read but not written.
	{"draft", "Private Draft"}, {"draft", "In Draft"}, {"pending", "Pending"}, {"implemented", "Adopted"}, {"retired", "Deprecated"},
}

func statusOut(status string) string {
	for _, s := range statuses {
		if s[0] == status {
			return s[1]
		}
	}
	return ""
}

func statusIn(adoption string) string {
	for _, s := range statuses {
		if strings.EqualFold(s[1], adoption) {
			return s[0]
		}
	}
	return ""
}

// relationsOfCASE are the relations that an import makes of the association
// types of CASE 1.1 (information model of 24 January 2025, section on
// CFAssociationTypeEnum).
var relationsOfCASE = []struct {
	typ, id, label, inverse string
	ordered                 bool
}{
	{"isPeerOf", "is-peer-of", "is a peer of", "is a peer of", false},
	{"isPartOf", "is-part-of", "is part of", "has as a part", true},
	{"exactMatchOf", "exact-match-of", "is an exact match of", "is an exact match of", false},
	{"precedes", "precedes", "comes before", "comes after", true},
	{"isRelatedTo", "is-related-to", "is related to", "is related to", false},
	{"exemplar", "exemplar", "has as an example", "is an example of", false},
	{"hasSkillLevel", "has-skill-level", "has the skill level", "is the skill level of", false},
	{"isTranslationOf", "is-translation-of", "is a translation of", "is translated by", false},
}

var (
	uuidWithin  = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	idForm      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)
	numbers     = regexp.MustCompile(`[0-9]+`)
	extForm     = regexp.MustCompile(`^ext:[A-Za-z0-9._-]+$`)
)

// plainUUID gives a UUID in small letters, or "" where s is none.
func plainUUID(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "urn:uuid:")
	s = strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
	if !frameworks.WellFormedUUID(s) {
		return ""
	}
	return s
}

// lastUUID gives the last UUID that stands in an address, or "".
func lastUUID(address string) string {
	all := uuidWithin.FindAllString(address[max(0, len(address)-500):], -1)
	if len(all) == 0 {
		return ""
	}
	return strings.ToLower(all[len(all)-1])
}

// made gives a version 5 UUID (RFC 9562, section 5.5) of a name within space,
// which is a UUID.
func made(space, name string) string {
	id, err := uuid.Parse(space)
	if err != nil {
		id = uuid.NewSHA1(uuid.NameSpaceURL, []byte(space))
	}
	return uuid.NewSHA1(id, []byte(name)).String()
}

// names gives ids that are each given once.
type names map[string]int

// unique gives the id, or the id and a number where it is taken already.
func (taken names) unique(id string) string {
	if taken[id] == 0 {
		taken[id] = 1
		return id
	}
	for n := taken[id] + 1; ; n++ {
		if out := id + "-" + strconv.Itoa(n); taken[out] == 0 {
			taken[id], taken[out] = n, 1
			return out
		}
	}
}

// versionOf makes MAJOR.MINOR.PATCH of what a publisher writes: its first three
// numbers, with 0 for what is missing. ok is false where it has no number.
func versionOf(s string) (version string, ok bool) {
	if versionForm.MatchString(s) {
		return s, true
	}
	parts := []string{"0", "0", "0"}
	found := numbers.FindAllString(s[:min(len(s), 200)], 3)
	for i, n := range found {
		n = strings.TrimLeft(n, "0")
		if n == "" {
			n = "0"
		}
		if len(n) > 9 {
			return "", false
		}
		parts[i] = n
	}
	return strings.Join(parts, "."), len(found) > 0
}

// dayOf gives the day, as 2020-01-31, of a date or a date with a time (in UTC
// where the time says how far it is from there), "" where there is none.
func dayOf(s string) string {
	t := timeOf(s)
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// timeOf reads a date or a date with a time, in UTC; zero where it is neither.
func timeOf(s string) time.Time {
	if s = strings.TrimSpace(s); timeForm.MatchString(s) {
		s = strings.ToUpper(s) // t and z may be small (RFC 3339, section 5.6)
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly, "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00"} {
		// A year of 0 is how some systems write "never".
		if t, err := time.Parse(form, s); err == nil && t.Year() > 0 && t.UTC().Year() > 0 && t.UTC().Year() < 10000 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// clean takes out of a longer text what no reader sees: carriage returns and
// other control characters, and blanks at its ends.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r != '\n' && r != '\t' && unicode.IsControl(r), r == '\uFEFF':
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// cut gives the first n characters of a text, to its last whole word.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	s = string(r[:n])
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return s
}
