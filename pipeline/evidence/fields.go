package evidence

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// The names of the lines that stand between an entry's title and its abstract,
// in lower case, and what each gives.
const (
	fieldType    = "type"
	fieldAuthors = "authors"
	fieldDate    = "date"
	fieldJournal = "journal"
	fieldSource  = "source"
	fieldURL     = "url"
	fieldText    = "abstract"
)

var fieldNames = map[string]string{
	"item type": fieldType, "type": fieldType, "author": fieldAuthors, "authors": fieldAuthors, "author(s)": fieldAuthors,
	"publication date": fieldDate, "date of publication": fieldDate, "published": fieldDate, "date": fieldDate,
	"journal": fieldJournal, "source": fieldSource, "publisher": fieldSource,
	"url": fieldURL, "link": fieldURL, "doi": fieldURL, "access or request full text": fieldURL, "abstract": fieldText,
}

// field divides a line such as "Authors: …" into what it gives and the value.
func (l *line) field() (name, value string, ok bool) {
	before, after, found := strings.Cut(l.plain, ":")
	if !found || len(before) > 30 {
		return "", "", false
	}
	name, ok = fieldNames[strings.ToLower(strings.TrimSpace(before))]
	return name, strings.TrimSpace(after), ok
}

// beginsHead tells whether a line can be the first below a title.
func (l *line) beginsHead() bool {
	name, _, ok := l.field()
	return ok && name != fieldText && name != fieldURL
}

// set takes the value of one line of an entry's head. It is false where the entry
// has that already.
func (e *Entry) set(name, value string) bool {
	switch {
	case name == fieldType && e.Type == "":
		e.Type = strings.ToLower(value)
	case name == fieldAuthors && len(e.Authors) == 0:
		e.Authors, e.MoreAuthors = authors(value)
	case name == fieldDate && e.Published == "":
		e.Published, e.Year = value, year(value)
	case name == fieldJournal && e.Journal == "":
		e.journal(value)
	case name == fieldSource && e.Source == "":
		e.Source = value
	case name == fieldURL:
		if strings.HasPrefix(value, "10.") {
			value = "https://doi.org/" + value
		}
		if e.URL != "" || !webAddress(value) {
			return false
		}
		e.URL = value
	default:
		return false
	}
	return true
}

// yearForm is a year that stands alone or before a letter ("2011a").
var yearForm = regexp.MustCompile(`(?:^|[^0-9])((?:1[89]|20)[0-9]{2})(?:$|[^0-9])`)

// year gives the last year in a date, however the date is written, 0 for none:
// of "Third edition, updated March 2015" it is the year that the text is of.
func year(date string) int {
	n := 0
	for at := 0; ; {
		m := yearForm.FindStringSubmatchIndex(date[at:])
		if m == nil {
			return n
		}
		n, _ = strconv.Atoi(date[at+m[2] : at+m[3]])
		at += m[3]
	}
}

var moreAuthors = regexp.MustCompile(`(?i)[,;\s]+(?:et\.? al\.?|and others)$`)

// authors divides a list of authors: semicolons between them, and "and" before
// the last.
func authors(value string) (names []string, more bool) {
	if at := moreAuthors.FindStringIndex(value); at != nil {
		value, more = value[:at[0]], true
	}
	parts := strings.Split(value, ";")
	last := parts[len(parts)-1]
	if i := strings.LastIndex(last, " and "); i >= 0 {
		parts = append(parts[:len(parts)-1], last[:i], last[i+len(" and "):])
	}
	for _, p := range parts {
		if p = strings.Trim(p, " ,"); p != "" {
			names = append(names, spoken(p))
		}
	}
	return names, more
}

// spoken writes a name that is all capitals as names are written. One with
// initials is left, since its capitals may be just those.
func spoken(name string) string {
	family, given, ok := strings.Cut(name, ",")
	if !ok || strings.ToUpper(name) != name || strings.Contains(given, ".") || len([]rune(strings.TrimSpace(family))) < 2 || len([]rune(strings.TrimSpace(given))) < 3 {
		return name
	}
	before := ' '
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(before) {
			before = r
			return unicode.ToLower(r)
		}
		before = r
		return r
	}, name)
}

// volumeForm is the end of a journal's line without its pages: perhaps a year,
// the volume, perhaps the issue.
var volumeForm = regexp.MustCompile(`^(.*?\S)[,\s]+(?:(?:19|20)[0-9]{2}\s+)?([0-9]{1,4}[A-Za-z]?(?:\s?\([^()]*\))?)$`)

// pagesForm is one page or several, with letters as journals have them.
var pagesForm = regexp.MustCompile(`^[A-Za-z]{0,2}[0-9]+[A-Za-z]?(?:\s?[-–,]\s?[A-Za-z]{0,2}[0-9]+[A-Za-z]?)*$`)

// journal takes "Name 24(2), pp. 411-420" apart.
func (e *Entry) journal(value string) {
	name, pages, _ := strings.Cut(value, "pp.")
	name, pages = strings.TrimRight(name, " ,"), strings.TrimSpace(pages)
	if pages == "no pagination" { // how a database says that there is nothing to say
		value, pages = name, ""
	}
	if before, after, ok := strings.Cut(name, "):"); ok && strings.Contains(after, "(") {
		name = before + ")" // a date in brackets follows the issue
	}
	if rest, ok := strings.CutSuffix(name, "(pagination)"); ok {
		name = strings.TrimSpace(rest)
		value = name
	}
	if m := volumeForm.FindStringSubmatch(name); m != nil {
		name, e.Volume = strings.TrimRight(m[1], " ,"), m[2]
	}
	e.Journal = name
	if pagesForm.MatchString(pages) {
		e.Pages = pages
	}
	if squashed(e.journalLine()) != squashed(value) {
		e.JournalLine = value
	}
}

// journalLine puts together what journal took apart.
func (e *Entry) journalLine() string {
	out := e.Journal
	if e.Volume != "" {
		out += " " + e.Volume
	}
	if e.Pages != "" {
		out += ", pp. " + e.Pages
	}
	return out
}

// seeForm is a line that points to a place in the publication.
var seeForm = regexp.MustCompile(`^(?i:see) (?:p\.|pp\.|p[0-9]|page|pages|section|chapter|appendix|annex)\s?`)

func isSee(s string) bool { return len(s) <= 200 && seeForm.MatchString(s) }

// accessForm is a note on how to get at a full text, where it follows a title
// that is no link.
var accessForm = regexp.MustCompile(`\s+(?:Athens log|Abstract only|Available to|Access available|Full text available|OpenAthens)[^.]{0,80}$`)

// longestAccess is in bytes; a longer text after a title is a sentence.
const longestAccess = 120

func isAccess(s string) bool {
	return s != "" && len(s) <= longestAccess && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ":")
}

// access is an access note without the star that points to a note at the end.
func access(s string) string { return strings.TrimSpace(strings.TrimRight(s, "* ")) }
