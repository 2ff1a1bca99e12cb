// Package evidence holds what has been written beside what people said: a
// register of reports, articles and other publications, read from the text of
// an evidence brief or from a file of its own, and coded by the same codebook as
// comments, so that a theme and an amendment can cite literature.
package evidence

import (
	"cmp"
	"fmt"
	"strings"

	"concord/pipeline/yamlfile"
)

// Register is a list of publications on one subject.
type Register struct {
	yamlfile.Pos `yaml:"-"`
	// Title is the register's name; of an imported brief, the brief's.
	Title string `yaml:"title,omitempty"`
	// Source says where the list is from, as that document asks to be cited.
	Source string `yaml:"source,omitempty"`
	// Published is the day of the document that the list is from, as printed.
	Published string  `yaml:"published,omitempty"`
	Entries   []Entry `yaml:"entries"`

	// File is the path that it was read from.
	File string `yaml:"-"`
}

// Entry is one publication. Every text is as printed, on one line, but for
// Abstract and Summary, whose paragraphs have an empty line between them.
type Entry struct {
	// Pos is the place in the file; of an imported entry, that of its title.
	yamlfile.Pos `yaml:"-"`
	// ID names the entry for good: see IDForm.
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	// Authors are "Surname, Given" where the document gives both, in its order.
	// MoreAuthors is true where it ends them with "et al".
	Authors     []string `yaml:"authors,omitempty"`
	MoreAuthors bool     `yaml:"more_authors,omitempty"`
	// Year is that of Published, 0 where none is given.
	Year      int    `yaml:"year,omitempty"`
	Published string `yaml:"published,omitempty"`
	// Journal, Volume (with its issue, such as "24(2)") and Pages are of a
	// journal article. JournalLine is how the document prints the three
	// together, and is given only where they do not say all of it.
	Journal     string `yaml:"journal,omitempty"`
	Volume      string `yaml:"volume,omitempty"`
	Pages       string `yaml:"pages,omitempty"`
	JournalLine string `yaml:"journal_line,omitempty"`
	// Type is what kind of publication it is: see Types.
	Type string `yaml:"type,omitempty"`
	// Source is who published it, where that is no journal.
	Source string `yaml:"source,omitempty"`
	// Section is the heading under which the document lists it.
	Section string `yaml:"section,omitempty"`
	// See is the place in it that the document points to, such as a page.
	See string `yaml:"see,omitempty"`
	// Access says how to get at its full text.
	Access string `yaml:"access,omitempty"`
	// URL begins with http:// or https://; "" where the document gives none.
	URL string `yaml:"url,omitempty"`
	// Abstract is the document's text on it; Summary is one in our own words.
	Abstract string `yaml:"abstract,omitempty"`
	Summary  string `yaml:"summary,omitempty"`
}

// Types are the kinds of publication that concord knows. A register may use
// others.
var Types = []string{"journal article", "report", "guidance", "case study", "blog post", "role profile", "framework or standard", "book", "book chapter", "thesis"}

// IDForm says what an entry's id may look like: it is typed on the command line.
const IDForm = "lower-case letters, digits and hyphens, 100 at most, beginning with a letter or a digit"

// ByID gives the entry with that id.
func (r *Register) ByID(id string) (*Entry, bool) {
	for i := range r.Entries {
		if r.Entries[i].ID == id {
			return &r.Entries[i], true
		}
	}
	return nil, false
}

// Short is how a text cites the entry: "Green and others (2014)".
func (e *Entry) Short() string {
	who := cmp.Or(e.Source, e.Title)
	switch n := len(e.Authors); {
	case n == 1 && !e.MoreAuthors:
		who = surname(e.Authors[0])
	case n == 2 && !e.MoreAuthors:
		who = surname(e.Authors[0]) + " and " + surname(e.Authors[1])
	case n > 0:
		who = surname(e.Authors[0]) + " and others"
	}
	return fmt.Sprintf("%s (%s)", who, e.year())
}

// Full is the entry as a list of references gives it, on one line.
func (e *Entry) Full() string {
	who := strings.Join(e.Authors, "; ")
	if e.MoreAuthors {
		who += " and others"
	}
	published := e.Source
	if who == "" {
		who, published = e.Source, ""
	}
	out := sentence(e.Title)
	if who != "" {
		out = who + " (" + e.year() + "). " + out
	} else {
		out += " (" + e.year() + ")."
	}
	for _, part := range []string{cmp.Or(e.JournalLine, e.journalLine()), published, e.URL} {
		if part != "" {
			out += " " + sentence(part)
		}
	}
	return out
}

func (e *Entry) year() string {
	if e.Year == 0 {
		return "no date"
	}
	return fmt.Sprint(e.Year)
}

// sentence ends a text with a full stop where it has no end of its own; an
// address is left alone, since the stop would be taken for a part of it.
func sentence(text string) string {
	if strings.HasPrefix(text, "http") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") {
		return text
	}
	return text + "."
}

// surname is the part of an author's name before the comma, or the last word of
// a name without one.
func surname(author string) string {
	if before, _, ok := strings.Cut(author, ","); ok {
		return strings.TrimSpace(before)
	}
	words := strings.Fields(author)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}
