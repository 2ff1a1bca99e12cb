package amend

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Request is a change that a comment asks for in so many words, before it is
// known which item it means.
type Request struct {
	Operation Operation
	// Codes are the codes of the items to be changed, in order; To the number
	// after "to", for move.
	Codes []string
	To    string
	// Domain is the domain that the clause names, "" for none; Section the letter
	// of a kind that it names with it, as in "5.B".
	Domain, Section string
	// Old and New are the words to be replaced and their replacement; for add
	// and rename only New, for retire of some words only Old.
	Old, New string
	// Drafted is true where New is meant as wording, not as a description of
	// what the wording should say.
	Drafted bool
	// Level is for level.
	Level string
	// Clause is the part of the comment that says so.
	Clause string
}

// code is an item's code as people write it: 5.B.2, 5B2, 5.b2, 5 B 2. Small
// letters between spaces are no code: "2 x 45 minutes".
var code = regexp.MustCompile(`\b(\d{1,2})(?:\.?\s?([A-H])\.?\s?|\.?([a-h])\.?)(\d{1,2})\b`)

// quoted is a text in double quotation marks; single ones are made double first.
const quoted = `"([^"]{2,400})"`

var (
	replaceQuoted = regexp.MustCompile(`(?i)\b(?:change|replace|reword|rephrase|swap|amend|substitute)\b[^"]{0,60}` + quoted + `\s*(?:to|with|by|for|as|->|=>|into)\s*(?:read\s*)?` + quoted)
	insteadQuoted = regexp.MustCompile(`(?i)` + quoted + `\s*(?:should be|should read|should say|would be better as|could read|could be|instead of)\s*` + quoted)
	rewordTo      = regexp.MustCompile(`(?i)\b(?:change|reword|rephrase|amend|rewrite)\b.{0,60}?\b(?:to|as|to read)\b:?\s*` + quoted)
	renameTo      = regexp.MustCompile(`(?i)\b(?:rename|retitle|re-title|call)\b[^"]{0,80}?(?:` + quoted + `\s*(?:to|as|->)?\s*)?` + quoted)
	renamePlain   = regexp.MustCompile(`(?i)\b(?:rename|retitle|re-title)\b.{0,60}?\b(?:to|as)\s+([A-Z][^".;\n]{3,80})`)
	renameAdd     = regexp.MustCompile(`(?i)\badd\s+"?([a-z' ]{3,40}?)"?\s+to\s+the\s+(?:title|name|heading)\b`)
	dropQuoted    = regexp.MustCompile(`(?i)\b(?:remove|delete|drop|take out|cut|lose|omit|strike)\b[^"]{0,40}` + quoted)
	drop          = regexp.MustCompile(`(?i)\b(?:remove|delete|drop|take out|cut|lose|omit|get rid of|strike out)\b`)
	moveTo        = regexp.MustCompile(`(?i)\b(?:move|shift|relocate|transfer)\b(.{0,80}?)\b(?:to|into|under|in)\b\s+(?:the\s+)?(?:domain|section|area)?\s*(\d{1,2})\b`)
	mergeWords    = regexp.MustCompile(`(?i)\b(?:merge|combine|join|amalgamate|put together|duplicates?|overlaps? with|(?:is|are) the same as|repeats?)\b`)
	splitWords    = regexp.MustCompile(`(?i)\bsplit\b`)
	levelShould   = regexp.MustCompile(`(?i)^(.*?)\b(?:should|could|must|ought to|needs? to)\s+(?:\w+\s+)?(?:be|become|go|count|move)\b.{0,30}?\b(advanced|core|senior|specialist)\b`)
	levelMake     = regexp.MustCompile(`(?i)^(.*?)\b(?:make|mark|class|classify|count|treat|put|move)\b(.{0,60}?)\b(advanced|core|senior|specialist)\b`)
	levelBare     = regexp.MustCompile(`(?i)^([^a-z]*\d[^a-z]*[a-h][^a-z]*?)\W+(?:for\s+)?(advanced|core|seniors?|specialists?)(?:\s+only)?\W*$`)
	them          = regexp.MustCompile(`(?i)\b(?:it|them|these|this|those|both)\b`)
	unclearWords  = regexp.MustCompile(`(?i)\b(?:unclear|not clear|confusing|vague|ambiguous|hard to (?:follow|understand|read)|clumsy|wordy|too long|jargon|badly worded|needs? rewording|reword|rephrase|simplif|plain(?:er)? english|don'?t understand|do not understand|what does .{1,60} mean)`)
	addColon      = regexp.MustCompile(`(?i)^(.*?)\b(?:add|include|insert)(?:ing)?\b[^:"]{0,40}:\s*(.+)$`)
	addQuoted     = regexp.MustCompile(`(?i)^(.*?)\b(?:add|include|insert)(?:ing)?\b[^"]{0,60}` + quoted)
	addPlain      = regexp.MustCompile(`(?i)^(.*?)\b(?:add(?:ing)?|include|including|insert(?:ing)?|needs? (?:a|an|some|more|something)|(?:would like|like to see|want|missing|should (?:have|mention|cover|say|include|refer to)|could (?:mention|cover|say|include)|there should be|mention))\b\s+(.+)$`)
	dropWords     = regexp.MustCompile(`(?i)\b(?:remove|delete|drop|take out|cut|lose|omit)\b\s+(?:the\s+)?(?:words?|phrases?|term|bit|part)\s+(?:about\s+|on\s+)?(.{2,80}?)\s+(?:from|in|of)\b`)

	// namedDomain is a domain that a clause is about, and not one that it compares with.
	namedDomain  = regexp.MustCompile(`(?i)\b(?:to|in|into|under|of|rename|retitle|re-title)\s+(?:the\s+)?(?:domain|section|area)\s+(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b`)
	namedSection = regexp.MustCompile(`\b(\d{1,2})\.?([A-H])\b(?:$|[^.\w]|\.(?:$|\D))`)

	// refusal is a word before a request that turns it round: "nothing I would
	// remove", "sad to lose". Where one stands, nothing is read: a person must.
	refusal = regexp.MustCompile(`(?i)(?:\b(?:not|no|never|nothing|none|nobody|neither|nor|cannot|without|sad|sorry|pity|keep|leave|hesitate|reluctant|against|why)\b|n['’]?t\b)`)
	// tooMuch turns round a wish for a level: "is too advanced".
	tooMuch = regexp.MustCompile(`(?i)\btoo\b`)
	// reasonGiven begins what a clause gives as its reason or exception, whose
	// codes are not those to be changed.
	reasonGiven = regexp.MustCompile(`(?i)(?:,?\s+\b(?:because|since|but|although|though|unless|whereas|which|so that)\b|,\s+(?:as|not)\b|\bas\s+(?:it|they|this|that|\d))`)
	// another begins a second request within a clause.
	another = regexp.MustCompile(`(?i)(?:[,;]|\band\b|\bthen\b)\s+(?:then\s+|also\s+)?(merge|combine|split|move|remove|delete|drop|add|change|replace|rename|make)\b`)
	// question is a clause that only asks.
	question = regexp.MustCompile(`^\s*(?i:does|do|is|are|what|why|how|who|where|when|could|can|should|would)\b.*\?\s*$`)
)

// Requests reads the changes that a comment asks for, one for each item and each
// part of a sentence that asks in so many words. One that says not to, or that
// only puts a question, asks for nothing; where it is in doubt, nothing is read.
// With edit false, for a comment where nobody asked for edits, only clauses that
// name an item by its code are read.
func Requests(text string, edit bool) []Request {
	var out []Request
	for _, clause := range clauses(text) {
		if question.MatchString(clause) {
			continue
		}
		for _, part := range wishes(straightQuotes(clause)) {
			r, ok := request(part, edit)
			if !ok {
				continue
			}
			r.Clause = clause
			// New words for several items are a request for each.
			if r.Operation == Reword && len(r.Codes) > 1 {
				for _, c := range r.Codes {
					one := r
					one.Codes = []string{c}
					out = append(out, one)
				}
				continue
			}
			out = append(out, r)
		}
	}
	return out
}

// wishes cuts a clause at the verbs that begin another request: "split 1.A.1 and
// merge 1.A.2 with 1.A.3". What stands in quotation marks is not cut.
func wishes(s string) []string {
	var out []string
	start := 0
	for _, m := range another.FindAllStringSubmatchIndex(s, -1) {
		if m[2] > start && strings.Count(s[:m[2]], `"`)%2 == 0 && start < m[0] {
			out = append(out, s[start:m[0]])
			start = m[2]
		}
	}
	return append(out, s[start:])
}

// unquoted is a text with what stands in quotation marks taken out.
func unquoted(s string) string {
	parts := strings.Split(s, `"`)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = ""
	}
	return strings.Join(parts, `"`)
}

func request(s string, edit bool) (Request, bool) {
	all := codesIn(s)
	if !edit && len(all) == 0 {
		return Request{}, false
	}
	r := Request{}
	// The codes of a reason are not those to be changed; words are.
	main := s
	if m := reasonGiven.FindStringIndex(unquotedSameLength(s)); m != nil {
		main = s[:m[0]]
	}
	r.place(main)
	with := func(op Operation, before, about, old, new string, drafted bool) (Request, bool) {
		if refusal.MatchString(unquoted(before)) {
			return Request{}, false
		}
		r.Operation, r.Codes, r.Old, r.New, r.Drafted = op, codesIn(about), tidy(old), tidy(new), drafted
		return r, true
	}
	upTo := func(m []int) string { return s[:m[0]] }
	group := func(m []int, n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return s[m[2*n]:m[2*n+1]]
	}
	if m := replaceQuoted.FindStringSubmatchIndex(s); m != nil {
		op := Reword
		if strings.Contains(strings.ToLower(unquoted(s)), "title") || renameOf(s) {
			op = Rename
		}
		return with(op, upTo(m), unquoted(main), group(m, 1), group(m, 2), true)
	}
	if m := insteadQuoted.FindStringSubmatchIndex(s); m != nil {
		if strings.Contains(strings.ToLower(s[m[0]:m[1]]), "instead of") {
			return with(Reword, upTo(m), unquoted(main), group(m, 2), group(m, 1), true)
		}
		return with(Reword, upTo(m), unquoted(main), group(m, 1), group(m, 2), true)
	}
	if renameOf(s) {
		if m := renameTo.FindStringSubmatchIndex(s); m != nil {
			return with(Rename, upTo(m), unquoted(main), group(m, 1), group(m, 2), true)
		}
		if m := renamePlain.FindStringSubmatchIndex(s); m != nil {
			return with(Rename, upTo(m), s[:m[2]], "", group(m, 1), true)
		}
	}
	if m := renameAdd.FindStringSubmatchIndex(s); m != nil {
		return with(Rename, upTo(m), "", "", group(m, 1), false)
	}
	if m := rewordTo.FindStringSubmatchIndex(s); m != nil {
		return with(Reword, upTo(m), unquoted(main), "", group(m, 1), true)
	}
	if m := moveTo.FindStringSubmatchIndex(s); m != nil && len(codesIn(group(m, 1))) > 0 {
		r.To = group(m, 2)
		return with(Move, upTo(m), group(m, 1), "", "", false)
	}
	if m := mergeWords.FindStringIndex(main); m != nil && len(codesIn(main)) >= 2 {
		return with(Merge, main[:m[0]], main, "", "", false)
	}
	if level, codes, ok := levelOf(main); ok {
		if refusal.MatchString(unquoted(main)) || tooMuch.MatchString(unquoted(main)) {
			return Request{}, false
		}
		r.Operation, r.Codes, r.Level = Level, codes, level
		return r, true
	}
	if m := splitWords.FindStringIndex(main); m != nil && len(codesIn(objectOf(main, m[1]))) == 1 {
		return with(Split, main[:m[0]], objectOf(main, m[1]), "", "", false)
	}
	if m := dropQuoted.FindStringSubmatchIndex(s); m != nil {
		return with(Retire, upTo(m), unquoted(main), group(m, 1), "", false)
	}
	if m := dropWords.FindStringSubmatchIndex(s); m != nil {
		return with(Retire, upTo(m), main, group(m, 1), "", false)
	}
	if m := drop.FindStringIndex(main); m != nil && len(codesIn(objectOf(main, m[1]))) > 0 {
		return with(Retire, main[:m[0]], objectOf(main, m[1]), "", "", false)
	}
	if unclearWords.MatchString(s) && (len(all) > 0 || strings.Contains(s, `"`)) {
		old := ""
		if m := firstQuoted.FindStringSubmatch(s); m != nil {
			old = m[1]
		}
		r.Operation, r.Codes, r.Old = Reword, codesIn(main), tidy(old)
		return r, true
	}
	if !edit {
		return Request{}, false
	}
	if m := addColon.FindStringSubmatchIndex(s); m != nil {
		return with(Add, group(m, 1), s[:m[4]], "", strings.Trim(group(m, 2), `"`), true)
	}
	if m := addQuoted.FindStringSubmatchIndex(s); m != nil {
		return with(Add, group(m, 1), unquoted(main), "", group(m, 2), true)
	}
	if m := addPlain.FindStringSubmatchIndex(s); m != nil {
		return with(Add, group(m, 1), main, "", group(m, 2), false)
	}
	return Request{}, false
}

// headed is a clause that names an item first: "5.B.2: remove".
var headed = regexp.MustCompile(`^\W*\d{1,2}\.?\s?[A-Ha-h]\.?\s?\d{1,2}\s*[:–-]`)

// objectOf is the part of a clause that says what a verb that ends at byte end is
// done to: what follows it or, where that names nothing, the item that heads the
// clause.
func objectOf(s string, end int) string {
	if head := headed.FindString(s); head != "" && len(codesIn(s[end:])) == 0 {
		return head
	}
	return s[end:]
}

var firstQuoted = regexp.MustCompile(quoted)

// levelOf reads a wish for a level and the codes that it is wished for: those
// before "should be", those after "make", or, of "make them", those before it.
func levelOf(s string) (level string, codes []string, ok bool) {
	name := func(word string) string {
		if strings.EqualFold(word, "core") {
			return "core"
		}
		return "advanced"
	}
	if m := levelShould.FindStringSubmatch(s); m != nil {
		codes = codesIn(m[1])
		return name(m[2]), codes, len(codes) > 0
	}
	if m := levelMake.FindStringSubmatch(s); m != nil {
		codes = codesIn(m[2])
		if len(codes) == 0 && them.MatchString(m[2]) {
			codes = codesIn(m[1])
		}
		return name(m[3]), codes, len(codes) > 0
	}
	if m := levelBare.FindStringSubmatch(s); m != nil {
		codes = codesIn(m[1])
		return name(m[2]), codes, len(codes) > 0
	}
	return "", nil, false
}

// place reads the domain, or the part of one, that a clause names.
func (r *Request) place(s string) {
	s = unquoted(s)
	if m := namedDomain.FindStringSubmatch(s); m != nil {
		r.Domain = number(m[1])
	} else if m := namedSection.FindStringSubmatch(s); m != nil {
		r.Domain, r.Section = m[1], m[2]
	}
}

// number gives the digits of a number up to ten written as a word.
func number(word string) string {
	for i, w := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"} {
		if strings.EqualFold(word, w) {
			return strconv.Itoa(i + 1)
		}
	}
	return word
}

// unquotedSameLength blanks what stands in quotation marks, byte for byte.
func unquotedSameLength(s string) string {
	out := []byte(s)
	inside := false
	for i, c := range out {
		if c == '"' {
			inside = !inside
		} else if inside {
			out[i] = '_'
		}
	}
	return string(out)
}

func renameOf(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, "rename") || strings.Contains(low, "retitle") || strings.Contains(low, "re-title") || strings.Contains(low, "call the domain") || strings.Contains(low, "call this domain")
}

// codesIn lists the codes in a text, in the form 5.B.2, each once.
func codesIn(s string) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range code.FindAllStringSubmatch(s, -1) {
		c := m[1] + "." + strings.ToUpper(m[2]+m[3]) + "." + m[4]
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// straightQuotes makes every pair of quotation marks a pair of straight double
// ones. Single marks count only where they stand like quotation marks, not like
// apostrophes.
func straightQuotes(s string) string {
	s = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'").Replace(s)
	runes := []rune(s)
	open := false
	for i, r := range runes {
		if r != '\'' {
			continue
		}
		before, after := ' ', ' '
		if i > 0 {
			before = runes[i-1]
		}
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		switch {
		case !open && !letter(before) && letter(after) && closes(runes[i+1:]):
			runes[i], open = '"', true
		case open && !letter(after):
			runes[i], open = '"', false
		}
	}
	return string(runes)
}

// closes tells whether a single quotation mark that ends a quotation follows.
func closes(rest []rune) bool {
	for i, r := range rest {
		if r == '\'' && i > 0 && !unicode.IsSpace(rest[i-1]) && (i+1 == len(rest) || !letter(rest[i+1])) {
			return true
		}
	}
	return false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func tidy(s string) string {
	return strings.TrimSpace(strings.Trim(strings.Join(strings.Fields(s), " "), ` ",;:-`))
}

// clauses cuts a comment into the parts that are read one by one: lines,
// bullets and sentences, not within quotation marks nor within a code.
func clauses(text string) []string {
	var out []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '•' }) {
		line = strings.TrimLeft(strings.TrimSpace(line), "-*–· \t")
		inside := false
		start := 0
		for i, r := range line {
			switch r {
			case '"', '“', '”':
				inside = !inside
			case '.', '!', '?', ';':
				rest := line[i+1:]
				next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
				if !inside && (rest == "" || rest[0] == ' ') && (r != '.' || unicode.IsUpper(next) || unicode.IsDigit(next) || next == '"' || next == '“' || rest == "") && !abbreviation(line[start:i]) {
					out = appendClause(out, line[start:i+1])
					start = i + 1
				}
			}
		}
		out = appendClause(out, line[start:])
	}
	return out
}

func appendClause(out []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		out = append(out, s)
	}
	return out
}

func abbreviation(s string) bool {
	at := strings.LastIndexAny(s, " (")
	switch strings.ToLower(s[at+1:]) {
	case "e.g", "i.e", "dr", "mr", "mrs", "ms", "prof", "etc", "cf", "vs", "no", "approx":
		return true
	}
	return false
}
