package intake

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/textfile"
	"concord/pipeline/yamlfile"
)

// maxBytes bounds a file. The longest framework known is a hundredth of it.
const maxBytes = 20 << 20

// maxText bounds, in bytes, what is put together line by line into one text. A
// statement is a hundredth of it; one that grows past it has swallowed others.
const maxText = 10_000

// source is a text that is being read, and what has been found in it so far.
type source struct {
	file     string
	lines    []line
	whole    []line // before page numbers and headers were taken out
	width    int
	findings []finding.Finding
	// grown says that text-too-long has been told.
	grown bool
	// told holds the lines that a finding tells of already, and signs the forms of
	// lines that only say what follows them.
	told  map[int]bool
	signs []*regexp.Regexp
}

func (s *source) add(f finding.Finding) {
	f.File = s.file
	s.findings = append(s.findings, f)
}

func (s *source) fail(kind string, l int, found, expected, message, do string) {
	s.add(finding.Finding{
		Severity: finding.Error, Kind: kind, Line: l, Found: found, Expected: expected, Message: message, Do: do,
	})
}

func (s *source) note(kind string, l int, count int, message, do string) {
	s.add(finding.Finding{Severity: finding.Note, Kind: kind, Line: l, Count: count, Message: message, Do: do})
}

// grow adds a line to a text, with join or as a paragraph.
func (s *source) grow(to *string, text string, l line, how func(a, b string) string) {
	if len(*to)+len(text) > maxText {
		if !s.grown {
			s.fail("text-too-long", l.n, firstWords(text), fmt.Sprintf("a text of at most %d characters", maxText), "the text that this line belongs to goes on too long to be one statement",
				"Look whether what follows it has lost its codes or its points.")
		}
		s.grown = true
		return
	}
	*to = how(*to, text)
}

// leftOut warns of lines among the statements that became part of none.
func (s *source) leftOut(lines []line) {
	if len(lines) == 0 {
		return
	}
	s.tell(lines)
	s.add(finding.Finding{
		Severity: finding.Warning, Kind: "lines-not-used", Line: lines[0].n, Found: lines[0].text, Count: len(lines),
		Message: "this line stands among the statements but belongs to none, and was left out",
		Do:      "If it belongs to the statement above it, put the two on one line.",
	})
}

func (s *source) failed() bool { return len(finding.Errors(s.findings)) > 0 }

// refuse is what a reader gives back that could not read the text.
func (s *source) refuse() (*frameworks.Framework, []finding.Finding) {
	finding.Sort(s.findings)
	return &frameworks.Framework{File: s.file}, s.findings
}

// openText gives the text of a file for a reader that expects words on lines.
func openText(file string, data []byte) *source {
	s := &source{file: file}
	text := s.decode(data)
	if s.failed() {
		return s
	}
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)]))
	switch {
	case strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<?xml"):
		s.fail("not-plain-text", 1, firstWords(start), "the words of the page", "this file holds the source of a web page, not its text",
			"Open it in a browser, copy what you see, and save that as a text file.")
	case strings.HasPrefix(start, "{") || strings.HasPrefix(start, "["):
		s.fail("not-plain-text", 1, firstWords(start), "the words of the framework", "this file holds JSON, not a text",
			"Read it with the format direct, or case for a CASE package.")
	}
	s.lines = splitLines(text)
	s.whole = s.lines
	s.width = widthOf(s.lines)
	return s
}

// decode gives the text of a file, or says why it has none.
func (s *source) decode(data []byte) string {
	switch kind := textfile.NotText(data); {
	case kind != "":
		s.fail("not-text", 0, "", "a text file", "this is "+kind+", whose words cannot be read from here",
			"Open it in the program that shows it, copy all its text, save that as a text file (UTF-8), and give that one.")
		return ""
	case len(data) > maxBytes:
		s.fail("too-large", 0, fmt.Sprintf("%d million bytes", len(data)/1_000_000), fmt.Sprintf("at most %d million", maxBytes/1_000_000),
			"this file is too large to be one framework", "")
		return ""
	}
	marked := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	if nul := bytes.IndexByte(data, 0); nul >= 0 && !marked {
		s.fail("wrong-encoding", 1+bytes.Count(data[:nul], []byte("\n")), "a character of number 0", "text in UTF-8",
			"this is no text, or a text in UTF-16 without the mark that says so", "Save it again as UTF-8.")
		return ""
	}
	if at := badUTF8(data); at >= 0 && !marked {
		// A text in UTF-8 with a few bytes broken would come out wrong throughout
		// if it were taken for Windows-1252, and its wording must come through.
		s.fail("wrong-encoding", 1+bytes.Count(data[:at], []byte("\n")), fmt.Sprintf("the byte %02X", data[at]), "text in UTF-8",
			"this text is in UTF-8, but a character here is damaged", "Save the text again from where it came from.")
		return ""
	}
	text, note := textfile.Decode(data)
	if note != "" {
		s.note("encoding", 0, 0, note, "Look whether quotation marks and dashes have come through.")
	}
	if at := strings.IndexRune(text, utf8.RuneError); at >= 0 {
		s.add(finding.Finding{
			Severity: finding.Warning, Kind: "lost-characters", Line: 1 + strings.Count(text[:at], "\n"), Found: "\ufffd",
			Count: strings.Count(text, "\ufffd"), Message: "a character was lost before this file was saved", Do: "Save the text again from where it came from.",
		})
	}
	if strings.TrimSpace(text) == "" {
		s.fail("empty-file", 1, "", "the text of a framework", "this file is empty", "")
	}
	return text
}

// badUTF8 gives the place of the first byte that is not UTF-8 in a text that
// otherwise is (it holds more right sequences of several bytes than wrong
// bytes); -1 where all is UTF-8, and where the text is in another encoding.
func badUTF8(data []byte) int {
	first, bad, right := -1, 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if first < 0 {
				first = i
			}
			bad++
		case size > 1:
			right++
		}
		i += size
	}
	if right > bad {
		return first
	}
	return -1
}

func firstWords(s string) string {
	r := []rune(spaced(s))
	if len(r) <= 60 {
		return string(r)
	}
	return string(r[:57]) + "..."
}

// dropFurniture takes page numbers, headers and footers out of the lines, and
// says so.
func (s *source) dropFurniture(keep func(i int) bool) {
	kept, left := withoutFurniture(s.lines, keep)
	s.lines = kept
	s.tell(left)
	if len(left) > 0 {
		s.add(finding.Finding{
			Severity: finding.Note, Kind: "page-furniture", Line: left[0].n, Found: left[0].text, Count: len(left),
			Message: "this line was taken for a page number, a header or a footer, and left out",
		})
	}
}

// isTable tells whether a file is rather a table of cells than a text.
var isTable = regexp.MustCompile(`^[^\s,;]{1,40}([,;\t][^\s,;]{0,40}){3,}$`)

// unknown says that the text is not in the reader's layout: which line stopped
// it, what it looked for, and which format the text looks like.
func (s *source) unknown(at line, expected, message string) {
	do := "Look at what the format's layout must be, and whether the copy is whole."
	for _, look := range looks {
		if look.is(s.whole) {
			do = looksLike(look.name)
			break
		}
	}
	s.fail("unknown-layout", at.n, at.text, expected, message, do)
}

func looksLike(format string) string { return "It looks like a text for the format " + format + "." }

// looks tell a format by a mark that no other has.
var looks = []struct {
	name string
	is   func([]line) bool
}{
	{"csv", func(ls []line) bool { return isTable.MatchString(ls[firstText(ls)].text) }},
	{"occupational-standard", func(ls []line) bool { return count(ls, standardLine) > 2 }},
	{"career-bands", func(ls []line) bool { _, ok := bandHeader(ls); return ok }},
	{"competence-map", func(ls []line) bool { return mapIntro(ls) >= 0 }},
	{"domains", func(ls []line) bool { _, ok := domainList(ls); return ok }},
}

func count(lines []line, form *regexp.Regexp) int {
	n := 0
	for _, l := range lines {
		if form.MatchString(l.text) {
			n++
		}
	}
	return n
}

// firstText and lastText give the index of the first and the last line that is
// not blank; 0 where all are.
func firstText(lines []line) int {
	for i, l := range lines {
		if l.text != "" {
			return i
		}
	}
	return 0
}

func lastText(lines []line) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].text != "" {
			return i
		}
	}
	return 0
}

// at gives the place of a line, for an item.
func at(l line) yamlfile.Pos { return yamlfile.Pos{Line: l.n, Column: 1 + l.indent} }

// documentTitle gives the short line before the first long one, which is the
// title of most pages; the first line where a list comes before any long line;
// or the name of the file.
func (s *source) documentTitle() string {
	first, last := "", ""
	for _, l := range s.lines[:min(len(s.lines), 200)] {
		if l.text == "" {
			continue
		}
		if l.width > 60 {
			first = cmp.Or(last, l.text)
			break
		}
		if l.bullet != "" || numberedLine.MatchString(l.text) || strings.HasSuffix(l.text, ":") {
			break
		}
		first, last = cmp.Or(first, l.text), l.text
	}
	if first == "" || len(first) > 160 || frameworks.Slug(first) == "" {
		return s.fileTitle()
	}
	return first
}

func (s *source) fileTitle() string {
	name := path.Base(strings.ReplaceAll(s.file, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	if name = spaced(strings.NewReplacer("_", " ", "-", " ").Replace(name)); frameworks.Slug(name) == "" {
		return "Framework"
	}
	return name
}
