package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/finding"
)

var (
	numberedLine  = regexp.MustCompile(`^(\d{1,3})[.)] ?(\D.*)$`)
	domainLine    = regexp.MustCompile(`(?i)^domain (\d{1,3}) ?[:.)–-]? ?(\S.*)$`)
	saysDomains   = regexp.MustCompile(`(?i)\bdomains?\b`)
	numberOf      = regexp.MustCompile(`(?i)\b(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty) (?:[\pL-]+ ){0,3}domains\b`)
	letteredKind  = regexp.MustCompile(`\(([A-Z])\) ?(\pL[\pL-]+)`)
	kindHeading   = regexp.MustCompile(`^\(?([A-Z])[).:]? (\p{Lu}[\pL-]+):?$`)
	codedLine     = regexp.MustCompile(`^(\d{1,3})[. ]?([A-Z])[. ]?(\d{1,3})(?:[.):–-] ?| )(\S.*)$`)
	levelPoint    = regexp.MustCompile(`^(\p{Lu}{4,})\b`)
	levelMark     = regexp.MustCompile(`(?i)^[(\[]([\pL-]+)[)\]] ?|[ ]?[(\[]([\pL-]+)[)\]]$`)
	sectionNumber = regexp.MustCompile(`^\d+(\.\d+)* \p{Lu}`)
	endMatter     = regexp.MustCompile(`(?i)^(\d+(\.\d+)* )?(appendix|appendices|references|bibliography|acknowledgements?|glossary)\b`)
	aboutTitle    = regexp.MustCompile(`(?i)^(?:\d+(?:\.\d+)* )?(?:appendix[^:]*: *|description of |overview of )?(?:the )?(\S.*\b(?:competenc\w+|capabilit\w+|skills?) framework\b.*)$`)
	appendixTitle = regexp.MustCompile(`(?i)^(?:\d+(?:\.\d+)* )?appendix[^:]*:`)
	definitions   = regexp.MustCompile(`(?i)^(\d+(\.\d+)* )?((further|detailed) )?definitions?( (of|by) \pL+)?:?$`)
	elsewhere     = regexp.MustCompile(`(?i)\b(see attached|see the attached|attached pdf|separate document)\b`)
)

// listIntro is the line that a list of domains follows.
var listIntro = regexp.MustCompile(`(?i)\bdomains\b.*:$`)

// maxDomains bounds the domains of one framework; a longer list is one of
// something else.
const maxDomains = 100

// listed is one domain of the list at the text's head.
type listed struct {
	number int
	title  string
	at     line
}

// domainList finds the domains: a numbered list below a line that speaks of
// domains, or lines such as "Domain 1: …". The line given is the one at which a
// search without result stopped.
func domainList(lines []line) (list []listed, ok bool) {
	for i, l := range lines {
		m := numberedLine.FindStringSubmatch(l.text)
		if m == nil || m[1] != "1" || !introduces(lines, i) {
			continue
		}
		if list := numbered(lines, i); len(list) > 1 {
			return list, true
		}
	}
	for i, l := range lines {
		m := domainLine.FindStringSubmatch(l.text)
		if m == nil || l.bullet != "" {
			continue
		}
		n, _ := strconv.Atoi(m[1])
		name, _ := title(lines, i, 1000)
		name = domainLine.FindStringSubmatch(name)[2]
		if strings.HasSuffix(name, ".") {
			continue // a sentence that begins with the word
		}
		if len(list) > 0 && n <= list[len(list)-1].number {
			continue // told again at the head of its section
		}
		list = append(list, listed{n, name, l})
	}
	return list, len(list) > 1
}

// introduces tells whether the text above lines[i] says that domains follow.
func introduces(lines []line, i int) bool {
	above, n := "", 0
	for j := i - 1; j >= 0 && n < 3; j-- {
		if lines[j].text == "" {
			continue
		}
		if n > 0 && sentenceEnd.MatchString(lines[j].text) {
			break // the sentence before the one that introduces the list
		}
		above = join(lines[j].text, above)
		n++
	}
	return saysDomains.MatchString(above) && (strings.HasSuffix(above, ":") || !sentenceEnd.MatchString(above) && len(above) < 80)
}

// numbered gives the list that begins at lines[i], as far as one number follows
// the other with nothing but the titles between them.
func numbered(lines []line, i int) []listed {
	var out []listed
	for i < len(lines) {
		m := numberedLine.FindStringSubmatch(lines[i].text)
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(m[1])
		if len(out) > 0 && n <= out[len(out)-1].number {
			break
		}
		text, next := title(lines, i, n)
		out = append(out, listed{n, numberedLine.FindStringSubmatch(text)[2], lines[i]})
		for next < len(lines) && lines[next].text == "" {
			next++
		}
		i = next
	}
	return out
}

// title gives the title that begins at lines[i] with the number n, and the index
// of the line after it. What stands between it and a higher number belongs to
// it, if that is little; else only what a line in the middle of a sentence needs.
func title(lines []line, i, n int) (text string, next int) {
	text = lines[i].text
	for j := i + 1; j < len(lines) && j < i+6 && len(text) < 160; j++ {
		if m := numberedLine.FindStringSubmatch(lines[j].text); m != nil && countWord(m[1]) > n {
			return text, j
		}
		if lines[j].text != "" && (isStart(lines[j]) || sentenceEnd.MatchString(lines[j].text)) {
			break
		}
		text = join(text, lines[j].text)
	}
	text, last := lines[i].text, i
	for j := i + 1; j < len(lines) && j < last+3 && len(text) < 160; j++ {
		if lines[j].text == "" {
			continue
		}
		if isStart(lines[j]) || !needsMore(lines[last], lines[j]) {
			break
		}
		text, last = join(text, lines[j].text), j
	}
	return text, last + 1
}

// isStart tells that a line begins something of its own.
func isStart(l line) bool {
	return l.bullet != "" || numberedLine.MatchString(l.text) || domainLine.MatchString(l.text) || codedLine.MatchString(l.text) ||
		kindHeading.MatchString(l.text) || sectionNumber.MatchString(l.text) || endMatter.MatchString(l.text)
}

// readDomains reads the layout "domains".
func readDomains(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	s := openText(file, data)
	if s.failed() {
		return s.refuse()
	}
	s.dropFurniture(nil)
	list, ok := domainList(s.lines)
	if !ok {
		stopped := s.lines[lastText(s.lines)]
		for i, l := range s.lines {
			if m := numberedLine.FindStringSubmatch(l.text); m != nil && m[1] == "1" || i > 0 && saysDomains.MatchString(l.text) && strings.HasSuffix(l.text, ":") {
				stopped = l
				break
			}
		}
		s.unknown(stopped, `a line that speaks of domains and ends with a colon, and below it "1. …", "2. …"`, "there is no numbered list of domains in this text")
		return s.refuse()
	}
	s.signs = []*regexp.Regexp{listIntro, definitions}
	if s.checkList(list); s.failed() {
		return s.refuse()
	}
	f := &frameworks.Framework{Title: s.domainsTitle(), Language: "en", Wording: "official", Kinds: s.letteredKinds(), Levels: s.levels()}
	for _, d := range list {
		f.Items = append(f.Items, frameworks.Item{Pos: at(d.at), Code: strconv.Itoa(d.number), Kind: "domain", Title: d.title})
	}
	reader := sections{
		source: s, f: f, list: list,
		byCode: map[string]*frameworks.Item{}, below: make([][]*frameworks.Item, len(list)), points: map[string]int{}, titles: map[string]int{},
	}
	for _, d := range list {
		reader.titles[frameworks.Slug(d.title)] = d.number
	}
	reader.read()
	return s.settle(f)
}

// checkList reports a list of domains with a number missing, and one that holds
// fewer or more than the text says.
func (s *source) checkList(list []listed) {
	for i, d := range list {
		if d.number != i+1 {
			s.fail("number-missing", d.at.n, d.at.text, fmt.Sprintf("the domain with the number %d", i+1), "a domain is missing before this one",
				"Look whether its line has been lost or its number has changed.")
			return
		}
	}
	if len(list) > maxDomains {
		s.fail("too-many-domains", list[maxDomains].at.n, list[maxDomains].at.text, fmt.Sprintf("at most %d domains", maxDomains), "the list of domains goes on too long to be one", "Look whether another list follows it.")
		return
	}
	for i := range s.lines {
		if s.lines[i].text == "" {
			continue
		}
		text := s.lines[i].text
		if m := numberOf.FindStringSubmatch(text); m != nil && listIntro.MatchString(text) && s.lines[i].n < list[0].at.n && list[0].at.n <= s.lines[i].n+4 && countWord(m[1]) < len(list) {
			extra := list[max(countWord(m[1]), 0)].at
			s.fail("domains-more", extra.n, extra.text, fmt.Sprintf("%d domains, as line %d says", countWord(m[1]), s.lines[i].n),
				fmt.Sprintf("the list goes on here, to %d domains", len(list)), "Look whether another list follows it, or whether the line above it is right.")
			return
		}
		if i+2 < len(s.lines) {
			text = join(text, s.lines[i+1].text)
		}
		m := numberOf.FindStringSubmatch(text)
		// "Two out of eight domains" counts some of them.
		if m == nil || strings.Contains(strings.ToLower(text), "out of") || countWord(m[1]) <= len(list) {
			continue
		}
		s.fail("domains-missing", list[len(list)-1].at.n, list[len(list)-1].at.text, fmt.Sprintf("%d domains, as line %d says", countWord(m[1]), s.lines[i].n),
			fmt.Sprintf("the list ends here, after %d domains", len(list)), "Look whether the copy is whole.")
		return
	}
}

// domainsTitle gives the framework's name: from the heading of an appendix that
// holds it, or of its description, or the document's own.
func (s *source) domainsTitle() string {
	title := ""
	for _, l := range s.lines {
		m := aboutTitle.FindStringSubmatch(l.text)
		if m == nil || l.bullet != "" || sentenceEnd.MatchString(l.text) || numberedLine.MatchString(l.text) || l.width > 160 {
			continue
		}
		if !sectionNumber.MatchString(l.text) && !appendixTitle.MatchString(l.text) {
			continue
		}
		if appendixTitle.MatchString(l.text) {
			return m[1]
		}
		title = m[1]
	}
	if title == "" {
		title = s.documentTitle()
	}
	return title
}

// letteredKinds gives the kind domain, and those that the text names with a
// letter: "(A) Knowledge and (B) Abilities", or headings such as "A. Knowledge".
func (s *source) letteredKinds() []frameworks.Kind {
	kinds := []frameworks.Kind{{ID: "domain", Label: "Domain"}}
	seen := map[string]bool{"domain": true}
	add := func(letter, label string) {
		label = singular(label)
		if seen[letter] || seen[frameworks.Slug(label)] || frameworks.Slug(label) == "" {
			return
		}
		seen[letter], seen[frameworks.Slug(label)] = true, true
		kinds = append(kinds, frameworks.Kind{ID: frameworks.Slug(label), Label: label, Letter: letter})
	}
	for i, l := range s.lines {
		text := l.text
		if !strings.Contains(text, "(A)") {
			continue
		}
		for j := i + 1; j < len(s.lines) && j < i+4; j++ {
			text = join(text, s.lines[j].text)
		}
		found := letteredKind.FindAllStringSubmatch(text, -1)
		if len(found) > 1 && found[0][1] == "A" && found[1][1] == "B" {
			for _, m := range found {
				add(m[1], m[2])
			}
			break
		}
	}
	for _, l := range s.lines {
		if m := kindHeading.FindStringSubmatch(l.text); m != nil && len(kinds) > 1 || m != nil && m[1] == "A" {
			add(m[1], m[2])
		}
	}
	return kinds
}

// singular gives the English singular of a kind's name, such as Ability.
func singular(s string) string {
	low := strings.ToLower(s)
	switch {
	case len(low) < 4:
	case strings.HasSuffix(low, "ies"):
		low = strings.TrimSuffix(low, "ies") + "y"
	case !strings.HasSuffix(low, "ss"):
		low = strings.TrimSuffix(low, "s")
	}
	return sentenceCase(low)
}

// sentenceCase gives a word with its first letter alone as a capital.
func sentenceCase(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + strings.ToLower(s[size:])
}

// levels gives the levels that the text defines: points one after the other,
// each of which begins with the level's name in capitals.
func (s *source) levels() []frameworks.Level {
	var out []frameworks.Level
	for i := 0; i < len(s.lines); {
		m := levelPoint.FindStringSubmatch(s.lines[i].text)
		if s.lines[i].bullet == "" || m == nil {
			if s.lines[i].text != "" && len(out) < 2 {
				out = nil
			}
			if s.lines[i].text != "" && len(out) > 1 {
				return out
			}
			i++
			continue
		}
		var definition string
		definition, next := paragraph(s.lines, i, s.width, nil)
		out = append(out, frameworks.Level{
			Pos: at(s.lines[i]), ID: frameworks.Slug(m[1]), Label: sentenceCase(m[1]), Definition: definition,
		})
		i = next
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// sections reads the statements of a copy that holds them.
type sections struct {
	*source
	f      *frameworks.Framework
	list   []listed
	byCode map[string]*frameworks.Item
	// below holds the statements of each domain, and points how many of a kind a
	// domain has, by the beginning of their codes.
	below  [][]*frameworks.Item
	points map[string]int
	// titles gives the number of each domain, by the slug of its title.
	titles map[string]int

	domain, letter, level string
	// item is the statement that is being read, definition says that its text is
	// a definition that goes into its notes, and last is its last line.
	item       *frameworks.Item
	definition bool
	last       int
	// skip is the line that a heading ends with.
	skip   int
	unused []line
}

func (r *sections) read() {
	begun := -1
	for i, l := range r.lines {
		if l.text == "" || i <= r.skip && i > 0 || l.n <= r.list[len(r.list)-1].at.n && begun < 0 && !codedLine.MatchString(l.text) && domainLine.FindString(l.text) == "" {
			continue
		}
		if len(letteredKind.FindAllString(l.text, 2)) == 2 {
			continue // what says the letters of the kinds says nothing of one domain
		}
		switch {
		case r.coded(i), r.heading(i), r.kind(i), r.levelHeading(i), r.point(i), r.more(i):
			if begun < 0 && r.domain != "" {
				begun = i
			}
		case r.domain != "":
			r.unused = append(r.unused, l)
		}
	}
	if len(r.byCode) == 0 {
		r.withoutStatements()
		return
	}
	for d, items := range r.below {
		for _, item := range items {
			r.mark(item)
			r.f.Items[d].Items = append(r.f.Items[d].Items, *item)
		}
	}
	r.leftOut(r.unused)
}

func (r *sections) withoutStatements() {
	where, pointed := r.list[len(r.list)-1].at, false
	for _, l := range r.lines {
		if elsewhere.MatchString(l.text) {
			where, pointed = l, true
		}
	}
	message, do := "this copy names the domains but holds no statements", "With a copy that holds them, read that one."
	if pointed {
		message, do = message+": they stand in a document that it only points to", "With a copy of that document as text, read that one."
	}
	r.note("no-statements", where.n, 0, message, do+" Until then only the domains, the kinds and the levels are official.")
}

// heading takes a domain's name on a line of its own.
func (r *sections) heading(i int) bool {
	l := r.lines[i]
	if l.bullet != "" {
		return false
	}
	if definitions.MatchString(l.text) {
		r.domain, r.letter, r.item = "", "", nil
		return true
	}
	title, number := l.text, ""
	if m := domainLine.FindStringSubmatch(title); m != nil {
		number, title = m[1], m[2]
	} else if m := numberedLine.FindStringSubmatch(title); m != nil {
		number, title = m[1], m[2]
	} else if n, rest, ok := strings.Cut(title, " "); ok && countWord(n) > 0 && n[0] <= '9' {
		number, title = n, rest
	}
	n, known := r.titles[frameworks.Slug(title)]
	if number != "" {
		n, known = countWord(number), true
	}
	if known && n >= 1 && n <= len(r.list) {
		d, end := r.list[n-1], i
		if number != "" && strings.HasPrefix(frameworks.Slug(d.title), frameworks.Slug(title)+"-") && i+1 < len(r.lines) && r.lines[i+1].bullet == "" {
			// The heading may go on below.
			title, end = join(title, r.lines[i+1].text), i+1
		}
		if frameworks.Slug(d.title) == frameworks.Slug(title) {
			if r.domain != strconv.Itoa(n) {
				r.letter, r.level = "", ""
			}
			r.domain, r.item, r.last, r.skip = strconv.Itoa(n), nil, end, end
			return true
		}
	}
	if number == "" && !endMatter.MatchString(l.text) || number != "" && !sectionNumber.MatchString(l.text) {
		return false
	}
	// Another section of the document: the domains have ended.
	if r.domain != "" && len(r.byCode) > 0 {
		r.domain, r.letter, r.level, r.item = "", "", "", nil
		return true
	}
	return false
}

// kind takes a line such as "A. Knowledge" or "Abilities".
func (r *sections) kind(i int) bool {
	if r.domain == "" {
		return false
	}
	text := strings.TrimSuffix(r.lines[i].text, ":")
	m := kindHeading.FindStringSubmatch(text)
	for _, k := range r.f.Kinds {
		if k.Letter == "" {
			continue
		}
		if m != nil && m[1] == k.Letter && frameworks.Slug(singular(m[2])) == k.ID || len(text) < 40 && text != "" && !strings.Contains(text, " ") && frameworks.Slug(singular(text)) == k.ID {
			r.letter, r.level, r.item = k.Letter, "", nil
			return true
		}
	}
	return false
}

func (r *sections) levelHeading(i int) bool {
	if r.domain == "" {
		return false
	}
	text := strings.TrimSuffix(r.lines[i].text, ":")
	for _, level := range r.f.Levels {
		if !strings.EqualFold(text, level.Label) {
			continue
		}
		if r.definition && r.item != nil {
			r.grow(&r.item.Notes, level.Label+":", r.lines[i], paragraphs)
			r.last = i
			return true
		}
		r.level, r.item = level.ID, nil
		return true
	}
	return false
}

// coded takes a line such as "1.A.1 …".
func (r *sections) coded(i int) bool {
	l := r.lines[i]
	m := codedLine.FindStringSubmatch(l.text)
	if m == nil {
		return false
	}
	number, letter, text := m[1], m[2], m[4]
	code := number + "." + letter + "." + m[3]
	domain := r.find(number)
	if domain == nil {
		r.fail("unknown-domain", l.n, l.text, fmt.Sprintf("a code that begins with 1 to %d", len(r.list)), "this code belongs to no domain of the list", "")
		return true
	}
	if known := r.byCode[code]; known != nil {
		if !r.levelFollows(i, text) {
			r.fail("code-twice", l.n, l.text, "each code once", fmt.Sprintf("the code %s stands on line %d already", code, known.Line),
				"Correct one of the two. A definition may repeat a code only where it gives the levels, such as CORE, below it.")
			return true
		}
		r.domain, r.letter = number, letter
		r.item, r.definition, r.last = known, true, i
		if alike := frameworks.Slug(known.Statement); frameworks.Slug(text) != alike && alike != "" {
			r.grow(&known.Notes, text, l, paragraphs)
		}
		return true
	}
	r.domain, r.letter, r.last = number, letter, i
	r.addItem(code, text, l)
	return true
}

// levelFollows tells whether a line that repeats a code gives levels: in its own
// text or on the lines below it.
func (r *sections) levelFollows(i int, text string) bool {
	for j := i; j < len(r.lines) && j < i+12; j++ {
		if j > i {
			text = r.lines[j].text
			if codedLine.MatchString(text) {
				return false
			}
		}
		first, _, _ := strings.Cut(text, " ")
		first = strings.Trim(first, "()[]:–-;.")
		for _, level := range r.f.Levels {
			if strings.EqualFold(first, level.Label) {
				return true
			}
		}
	}
	return false
}

// point takes a point or a numbered line below "A. Knowledge".
func (r *sections) point(i int) bool {
	l := r.lines[i]
	if r.domain == "" || r.letter == "" || r.definition && r.item != nil {
		return false
	}
	text := l.text
	number := 0
	if m := numberedLine.FindStringSubmatch(text); m != nil && l.bullet == "" {
		number, _ = strconv.Atoi(m[1])
		text = m[2]
	} else if l.bullet == "" {
		return false
	}
	prefix := r.domain + "." + r.letter + "."
	next := r.points[prefix] + 1
	if number > 0 && number != next {
		r.fail("number-missing", l.n, l.text, fmt.Sprintf("the number %d", next), "the statements here are not numbered one after the other",
			"Look whether a line has been lost.")
		return true
	}
	r.last = i
	r.addItem(prefix+strconv.Itoa(next), text, l)
	return true
}

// more takes a line that goes on with what stands above it.
func (r *sections) more(i int) bool {
	l := r.lines[i]
	switch {
	case r.item != nil && r.definition:
		if !goesOn(r.lines[r.last], l, i-r.last-1, r.width) || r.last == i {
			r.grow(&r.item.Notes, l.text, l, paragraphs)
		} else {
			r.grow(&r.item.Notes, l.text, l, join)
		}
	case r.item != nil && goesOn(r.lines[r.last], l, i-r.last-1, r.width):
		r.grow(&r.item.Statement, l.text, l, join)
	case r.domain != "" && r.letter == "" && r.find(r.domain) != nil && len(r.below[countWord(r.domain)-1]) == 0:
		domain := r.find(r.domain)
		r.grow(&domain.Statement, l.text, l, join)
	default:
		return false
	}
	r.last = i
	return true
}

func (r *sections) find(number string) *frameworks.Item {
	if n := countWord(number); n > 0 && n <= len(r.f.Items) {
		return &r.f.Items[n-1]
	}
	return nil
}

func (r *sections) addItem(code, text string, l line) {
	kind := ""
	for _, k := range r.f.Kinds {
		if k.Letter == r.letter {
			kind = k.ID
		}
	}
	if kind == "" {
		r.fail("unknown-letter", l.n, l.text, `a line that says what the letter stands for, such as "(A) Knowledge"`, "the text does not say which kind the letter "+r.letter+" is", "")
		return
	}
	d := countWord(r.domain) - 1
	if n := len(r.below[d]); n > 0 && missing(r.below[d][n-1].Code, code) {
		r.add(finding.Finding{
			Severity: finding.Warning, Kind: "number-missing", Line: l.n, Found: code, Expected: "the code after " + r.below[d][n-1].Code,
			Message: "a code is missing before this one", Do: "Look whether a line has been lost.",
		})
	}
	r.item, r.definition = &frameworks.Item{Pos: at(l), Code: code, Kind: kind, Level: r.level, Statement: text}, false
	r.below[d] = append(r.below[d], r.item)
	r.byCode[code] = r.item
	r.points[code[:strings.LastIndexByte(code, '.')+1]]++
}

// missing tells whether code b leaves out a number after code a of one kind.
func missing(a, b string) bool {
	stem := func(s string) (string, int) {
		i := strings.LastIndexByte(s, '.')
		n, _ := strconv.Atoi(s[i+1:])
		return s[:i], n
	}
	sa, na := stem(a)
	sb, nb := stem(b)
	if sa != sb {
		return nb != 1
	}
	return nb != na+1
}

// mark takes a level's name in brackets from the beginning or the end of a
// statement and gives the item that level.
func (r *sections) mark(item *frameworks.Item) {
	m := levelMark.FindStringSubmatch(item.Statement)
	if m == nil {
		return
	}
	for _, level := range r.f.Levels {
		if strings.EqualFold(m[1]+m[2], level.Label) && strings.TrimSpace(levelMark.ReplaceAllString(item.Statement, "")) != "" {
			item.Level = level.ID
			item.Statement = strings.TrimSpace(levelMark.ReplaceAllString(item.Statement, ""))
			return
		}
	}
}
