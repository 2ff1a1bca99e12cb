package evidence

import (
	"regexp"
	"strings"
	"unicode"
)

// role is what a line of a brief is for.
type role int

const (
	unmarked  role = iota // empty, or before the first section
	furniture             // at the head or foot of a page
	heading               // begins a section
	aside                 // in a section, and of no entry
	ofEntry               // of an entry
)

// line is one line of a brief.
type line struct {
	number int
	text   string // as it stands, without the spaces around it
	plain  string // as a reader sees it
	role   role
}

// section is a heading of a brief and the lines below it.
type section struct {
	title    string
	at       int // the heading, as an index into lines
	from, to int // the lines below it
	entries  int
}

// readLines divides a text into lines. Control characters, such as the form
// feed at the end of a page, become spaces.
func readLines(text string) []line {
	texts := strings.Split(text, "\n")
	out := make([]line, len(texts))
	for i, t := range texts {
		t = strings.TrimSpace(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' {
				return ' '
			}
			return r
		}, t))
		out[i] = line{number: i + 1, text: t, plain: strings.Join(strings.Fields(plain(t)), " ")}
	}
	return out
}

// atPage is how a list of contents ends a line: a page after a tab, dots or
// several spaces.
var atPage = regexp.MustCompile(`^(.*?\S)(?:\s*\t\s*|\s*[.…·]{2,}\s*|\s{2,})\d{1,4}$`)

// listed is a heading that the list of contents names.
type listed struct {
	name string
	line int
}

// contents gives the headings that the list of contents names, in order, and the
// index after the list; 0 where there is none.
func contents(lines []line) (headings []listed, end int) {
	at := 0
	for at < len(lines) && !isContents(lines[at].plain) {
		at++
	}
	if at == len(lines) {
		return nil, 0
	}
	end = at + 1
	for i := end; i < len(lines); i++ {
		if lines[i].text == "" {
			continue
		}
		m := atPage.FindStringSubmatch(lines[i].text)
		if m == nil {
			break
		}
		headings = append(headings, listed{headingName(m[1]), lines[i].number})
		end = i + 1
	}
	return headings, end
}

func isContents(s string) bool {
	s = headingName(s)
	return strings.EqualFold(s, "contents") || strings.EqualFold(s, "table of contents")
}

// headingName is a heading without the marks and dots around it.
func headingName(s string) string {
	return strings.Join(strings.Fields(strings.TrimRight(strings.TrimLeft(plain(s), "#* "), ".…·*: ")), " ")
}

// usual are the beginnings of the headings that briefs of this layout have, in
// lower case: what a heading is known by where a brief has no list of contents.
var usual = []string{
	"key publications", "case studies", "hee star", "the star", "statistics", "hee national data programme", "national data programme",
	"published peer reviewed research", "published peer-reviewed research", "blog posts", "role profiles", "competency frameworks", "help accessing articles",
}

// longestHeading is in characters; a longer line is a sentence.
const longestHeading = 100

func isUsual(l *line) bool {
	if len(l.plain) > longestHeading || strings.HasSuffix(l.plain, ".") || strings.HasPrefix(l.text, "[") {
		return false
	}
	name := strings.ToLower(headingName(l.text))
	for _, u := range usual {
		if strings.HasPrefix(name, u) {
			return true
		}
	}
	return false
}

// sections finds the sections of a brief from the line start on and marks their
// headings. missing are the headings of the list of contents that are not there.
func sections(lines []line, list []listed, start int) (out []section, missing []listed) {
	wanted := map[string]bool{}
	for _, h := range list {
		wanted[strings.ToLower(h.name)] = true
	}
	found := map[string]bool{}
	for i := start; i < len(lines); i++ {
		l := &lines[i]
		if l.text == "" || len(l.text) > 4*longestHeading {
			continue
		}
		name := headingName(l.text)
		key := strings.ToLower(name)
		if !wanted[key] && (len(list) > 0 || !isUsual(l)) {
			continue
		}
		l.role, found[key] = heading, true
		if n := len(out); n > 0 {
			out[n-1].to = i
		}
		out = append(out, section{title: name, at: i, from: i + 1, to: len(lines)})
	}
	for _, h := range list {
		if !found[strings.ToLower(h.name)] {
			missing = append(missing, h)
		}
	}
	return out, missing
}

// pageNumber is a line that holds the number of a page and nothing else.
var pageNumber = regexp.MustCompile(`^(?i:page )?\d{1,4}(?: (?:of|/) \d{1,4})?$`)

// isFurniture tells whether a line below the first heading stands at the head or
// foot of a page: the brief's title, or another that a brief begins with, or a
// page's number.
func isFurniture(l *line, title string) bool {
	return l.plain == title || pageNumber.MatchString(l.plain) ||
		len(l.plain) <= longestHeading && strings.HasPrefix(strings.ToLower(l.plain), "evidence brief:")
}

// typeOf gives the type of what a section lists, from the words of its heading;
// a title tells guidance from other reports.
func typeOf(section, title string) string {
	s := strings.ToLower(section)
	for _, k := range []struct{ word, is string }{
		{"blog", "blog post"}, {"role profile", "role profile"}, {"framework", "framework or standard"}, {"standard", "framework or standard"},
		{"case stud", "case study"}, {"research", "journal article"}, {"article", "journal article"}, {"guidance", "guidance"}, {"guideline", "guidance"},
	} {
		if strings.Contains(s, k.word) {
			return k.is
		}
	}
	if t := strings.ToLower(title); strings.Contains(t, "guidance") || strings.Contains(t, "guideline") {
		return "guidance"
	}
	return "report"
}
