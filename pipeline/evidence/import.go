package evidence

import (
	"fmt"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
)

// maxBrief is the largest brief read, in bytes: some hundred times the largest
// known.
const maxBrief = 32 << 20

// Import reads the text of an evidence brief: front matter with a list of
// contents; sections, each begun by a line that the list of contents names; in
// them entries, each a title (a link in Markdown, or a paragraph of its own),
// lines such as "Item Type:", "Authors:", "Source:" and "Publication date:", and
// an abstract. Pages may have been cut anywhere, with their heads and feet left in.
//
// Every entry is given, with an id. The findings, in the file's order, say what
// was left out and what is doubtful; with one of severity Error nothing was read,
// and it names the line that stopped it.
func Import(file string, data []byte) (Register, []finding.Finding) {
	reg := Register{File: file}
	im := importer{file: file}
	stop := func(kind string, line int, found, expected, message, do string) (Register, []finding.Finding) {
		im.add(finding.Error, kind, line, found, expected, message, do)
		return reg, im.findings
	}
	if is := textfile.NotText(data); is != "" {
		return stop("not-text", 0, is, "the text of an evidence brief", "this file holds no text that can be read as it is",
			"Open it in the program that it belongs to and save it as text (.txt).")
	}
	if len(data) > maxBrief {
		return stop("too-large", 0, "", fmt.Sprintf("%d MB at most", maxBrief>>20), "this file is too large for an evidence brief", "")
	}
	text, note := textfile.Decode(data)
	if strings.TrimSpace(text) == "" {
		return stop("empty-file", 1, "", "the text of an evidence brief", "this file is empty", "")
	}
	if note != "" {
		im.add(finding.Warning, "encoding", 1, "", "UTF-8", note, "Look at names and quotation marks in what was read.")
	}
	im.lines = readLines(text)
	list, start := contents(im.lines)
	var missing []listed
	if im.sections, missing = sections(im.lines, list, start); len(im.sections) == 0 {
		l := im.nextText(start)
		expected := "a heading such as \"Published Peer Reviewed Research\", on a line of its own"
		if len(list) > 0 {
			expected = fmt.Sprintf("the heading %q again, on a line of its own", list[0].name)
		}
		return stop("unknown-layout", l.number, l.text, expected, "no section of an evidence brief begins here or below",
			"A brief begins with a list of contents, whose headings stand again over the entries; is this the text of one?")
	}
	im.front(&reg)
	for i := range im.sections {
		im.section(&im.sections[i], false)
	}
	if len(im.entries) == 0 {
		l := im.nextText(im.sections[0].from)
		return stop("unknown-layout", l.number, l.text, `a title, and below it a line such as "Item Type:", "Authors:" or "Source:"`,
			"no entry begins here or below", "")
	}
	im.withBareTitles()
	for _, h := range missing {
		im.add(finding.Warning, "heading-missing", h.line, h.name, "", "the list of contents names a heading that is not in the text",
			"Its entries are missing, or are counted in the section before it. Is the file whole?")
	}
	im.tell()
	reg.Entries = im.entries
	giveIDs(reg.Entries, map[string]bool{})
	im.findings = append(im.findings, repeated(file, reg.Entries)...)
	finding.Sort(im.findings)
	return reg, im.findings
}

type importer struct {
	file     string
	lines    []line
	sections []section
	entries  []Entry
	findings []finding.Finding
}

func (im *importer) add(severity finding.Severity, kind string, line int, found, expected, message, do string) {
	im.findings = append(im.findings, finding.Finding{
		Severity: severity, Kind: kind, File: im.file, Line: line, Found: found, Expected: expected, Message: message, Do: do,
	})
}

// nextText gives the first line with words at or after an index, or the last line.
func (im *importer) nextText(i int) *line {
	for i < len(im.lines)-1 && im.lines[i].text == "" {
		i++
	}
	return &im.lines[min(i, len(im.lines)-1)]
}

// front reads what stands before the first section.
func (im *importer) front(reg *Register) {
	lines := im.lines[:im.sections[0].at]
	for i := range lines {
		l := &lines[i]
		if l.text == "" {
			continue
		}
		if reg.Title == "" && !isContents(l.plain) {
			reg.Title = l.plain
		}
		if name, value, ok := l.field(); ok && name == fieldDate && reg.Published == "" {
			reg.Published = value
		}
		if reg.Source == "" && strings.HasPrefix(strings.ToLower(l.plain), "please acknowledge") {
			reg.Source = citation(lines[i+1:])
		}
	}
	for i := im.sections[0].at; i < len(im.lines); i++ {
		if l := &im.lines[i]; l.text != "" && l.role != heading && isFurniture(l, reg.Title) {
			l.role = furniture
		}
	}
}

// citation gives the first paragraph of lines, on one line.
func citation(lines []line) string {
	var words []string
	for i := range lines {
		if lines[i].text == "" {
			if len(words) > 0 {
				break
			}
			continue
		}
		words = append(words, lines[i].plain)
	}
	return strings.Join(words, " ")
}

// section reads the entries of one section. With bare, a link that stands alone
// is a title even where no line such as "Source:" follows it.
func (im *importer) section(s *section, bare bool) {
	before := len(im.entries)
	var body []string
	inEntry := false
	end := func() {
		if inEntry {
			im.entries[len(im.entries)-1].Abstract = rejoin(body)
		}
		body = body[:0]
	}
	for i := s.from; i < s.to; {
		title, ok := im.title(i, s.to, bare, body)
		if ok {
			end()
			e := Entry{Title: title.words, Access: title.access, URL: title.address, Section: s.title}
			e.Line, e.Column = im.lines[i].number, 1
			next, first := im.head(&e, title.next, s.to)
			if e.Type == "" {
				e.Type = typeOf(s.title, e.Title)
			}
			for k := i; k < next; k++ {
				im.mark(k, ofEntry)
			}
			im.entries = append(im.entries, e)
			if inEntry, i = true, next; first != "" {
				body = append(body, first)
			}
			continue
		}
		l := &im.lines[i]
		switch {
		case l.role == furniture:
		case inEntry:
			body = append(body, l.plain)
			im.mark(i, ofEntry)
		default:
			im.mark(i, aside)
		}
		i++
	}
	end()
	s.entries = len(im.entries) - before
}

func (im *importer) mark(i int, r role) {
	if l := &im.lines[i]; l.text != "" && l.role != furniture {
		l.role = r
	}
}

// withBareTitles reads the sections again, now that it is known which of them
// list entries: there a link alone is a title too.
func (im *importer) withBareTitles() {
	sure := map[int]bool{}
	for i := range im.entries {
		sure[im.entries[i].Line] = true
	}
	im.entries = nil
	for i := range im.sections {
		s := &im.sections[i]
		im.section(s, s.entries > 0)
	}
	for i := range im.entries {
		if e := &im.entries[i]; !sure[e.Line] {
			im.add(finding.Warning, "bare-entry", e.Line, e.Title, `a line such as "Item Type:", "Authors:" or "Source:" below it`,
				"this title has nothing below it that says what it is", "It was taken for an entry; take it out of the register if it is none.")
		}
	}
}

// title is what stands over an entry.
type title struct {
	words, address, access string
	next                   int // the index of the line after it
}

// longestTitle is in bytes; titleLines is how many lines, or links one below
// another, a title may have.
const (
	longestTitle = 600
	titleLines   = 4
)

// title reads a title that begins at the line i, and is false where none does.
// body is the text of the entry above it.
func (im *importer) title(i, end int, bare bool, body []string) (title, bool) {
	l := &im.lines[i]
	if l.text == "" || l.role == furniture {
		return title{}, false
	}
	if t, ok := im.linkTitle(i, end); ok {
		if t.next < end && im.lines[t.next].beginsHead() {
			return t, true
		}
		return t, bare && im.standsAlone(i, t.next, end, body)
	}
	return im.plainTitle(i, end)
}

// linkTitle reads a title that is a link, or several one below another, as where
// a page was cut, and the access note after it.
func (im *importer) linkTitle(i, end int) (t title, ok bool) {
	var words []string
	for len(words) < titleLines && i < end && t.access == "" {
		text, address, rest, link := leadingLink(im.lines[i].text)
		if !link || text == "" || len(text) > longestTitle || rest != "" && !isAccess(rest) || isField(text) {
			break
		}
		words = append(words, strings.Join(strings.Fields(text), " "))
		if t.address == "" && webAddress(address) {
			t.address = address
		}
		t.access = access(rest)
		i = im.skip(i+1, end)
	}
	if len(words) == 0 {
		return title{}, false
	}
	// The note may stand on a line of its own before the head.
	if t.access == "" && i < end && isAccess(im.lines[i].plain) && !im.lines[i].beginsHead() {
		if next := im.skip(i+1, end); next < end && im.lines[next].beginsHead() {
			t.access, i = access(im.lines[i].plain), next
		}
	}
	t.words, t.next = strings.Join(words, " "), i
	return t, true
}

// isField tells whether the words of a link are a line of a head: a publisher is
// sometimes a link.
func isField(words string) bool {
	_, _, ok := (&line{plain: words}).field()
	return ok
}

// plainTitle reads a title that is no link: a short paragraph, not a sentence,
// with a head below it.
func (im *importer) plainTitle(i, end int) (t title, ok bool) {
	if i > 0 && im.lines[i-1].text != "" && im.lines[i-1].role != furniture && im.lines[i-1].role != heading {
		return title{}, false
	}
	var words []string
	size := 0
	for ; i < end && im.lines[i].text != ""; i++ {
		l := &im.lines[i]
		if l.role == furniture {
			continue
		}
		if _, _, field := l.field(); field {
			break
		}
		if size += len(l.plain); size > longestTitle || len(words) == titleLines || isSee(l.plain) {
			return title{}, false
		}
		words = append(words, l.plain)
	}
	t.words = strings.Join(words, " ")
	if t.words == "" || strings.HasSuffix(t.words, ".") || startsLower(t.words) {
		return title{}, false
	}
	t.next = im.skip(i, end)
	if t.next < end && accessForm.MatchString(" "+im.lines[t.next].plain) && isAccess(im.lines[t.next].plain) {
		t.access = access(im.lines[t.next].plain)
		t.next = im.skip(t.next+1, end)
	}
	if t.next == end || !im.lines[t.next].beginsHead() {
		return title{}, false
	}
	if at := accessForm.FindStringIndex(t.words); at != nil && at[0] > 0 && t.access == "" {
		t.words, t.access = t.words[:at[0]], access(t.words[at[0]:])
	}
	return t, true
}

// standsAlone tells whether a link without a head below it, on the lines from i
// up to next, is a title and not a link in the middle of an abstract: an empty
// line before it, a whole sentence before that, and no sentence going on after it.
func (im *importer) standsAlone(i, next, end int, body []string) bool {
	if im.lines[i-1].text != "" && im.lines[i-1].role != heading {
		return false
	}
	for k := len(body) - 1; k >= 0; k-- {
		if body[k] != "" {
			if !endsSentence(body[k]) {
				return false
			}
			break
		}
	}
	return next == end || !startsLower(im.lines[next].plain)
}

// skip gives the index of the next line with words of the document's own.
func (im *importer) skip(i, end int) int {
	for i < end && (im.lines[i].text == "" || im.lines[i].role == furniture) {
		i++
	}
	return i
}

// head reads the lines between a title and its abstract. It gives the index of
// the line after them, and the words of the abstract that stand on the last.
func (im *importer) head(e *Entry, i, end int) (next int, first string) {
	for {
		at := im.skip(i, end)
		if at == end {
			return i, ""
		}
		l := &im.lines[at]
		name, value, ok := l.field()
		switch {
		case ok && name == fieldText:
			return at + 1, value
		case ok:
			if name == fieldAuthors {
				value, at = im.wholeList(value, at, end)
			}
			if !e.set(name, value) {
				return i, ""
			}
		case isSee(l.plain) && e.See == "":
			e.See = l.plain
		default:
			return i, ""
		}
		i = at + 1
	}
}

// wholeList adds to a list of authors the lines on which it goes on.
func (im *importer) wholeList(value string, at, end int) (string, int) {
	for strings.HasSuffix(value, ";") || strings.HasSuffix(value, ",") || strings.HasSuffix(value, " and") {
		next := im.skip(at+1, end)
		if next == end || im.lines[next].text == "" {
			break
		}
		if _, _, field := im.lines[next].field(); field {
			break
		}
		value, at = value+" "+im.lines[next].plain, next
	}
	return value, at
}

// tell adds what a person should know of what was read.
func (im *importer) tell() {
	for i := range im.sections {
		s := &im.sections[i]
		left, first := 0, 0
		for k := s.from; k < s.to; k++ {
			if im.lines[k].role == aside {
				if left++; first == 0 {
					first = im.lines[k].number
				}
			}
		}
		if left > 0 {
			im.findings = append(im.findings, finding.Finding{
				Severity: finding.Note, Kind: "left-out", File: im.file, Line: first, Found: s.title, Count: left,
				Message: "a line of this section belongs to no entry and was left out",
			})
		}
	}
	var undated, empty []*Entry
	for i := range im.entries {
		e := &im.entries[i]
		if e.Year == 0 {
			undated = append(undated, e)
		}
		if e.Abstract == "" {
			empty = append(empty, e)
		}
	}
	if len(undated) > 0 {
		im.count("no-date", undated, "this entry has no date", "")
	}
	if len(empty) > 0 {
		im.count("no-abstract", empty, "this entry has no abstract", "Only its title can be coded, unless you write a summary of it in the register.")
	}
	im.strayFields()
}

func (im *importer) count(kind string, entries []*Entry, message, do string) {
	im.findings = append(im.findings, finding.Finding{
		Severity: finding.Note, Kind: kind, File: im.file, Line: entries[0].Line, Found: entries[0].Title, Count: len(entries), Message: message, Do: do,
	})
}

// strayFields reports lines that look like the head of an entry, in the middle of
// an abstract: a title above them was not known for one.
func (im *importer) strayFields() {
	heads := map[int]bool{}
	for i := range im.entries {
		heads[im.entries[i].Line] = true
	}
	inHead := false
	for i := range im.lines {
		l := &im.lines[i]
		if heads[l.number] {
			inHead = true
		}
		if l.role != ofEntry {
			continue
		}
		name, _, ok := l.field()
		if ok && !inHead && (name == fieldType || name == fieldAuthors) {
			im.add(finding.Warning, "no-title", l.number, l.plain, "a title above it, after an empty line", "an entry seems to begin here, but the line above it is not a title",
				"It was read as part of the entry before it.")
		}
		if name == fieldText || !ok && inHead && !heads[l.number] && len(l.plain) > longestAccess {
			inHead = false
		}
	}
}
