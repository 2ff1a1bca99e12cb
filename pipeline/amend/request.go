package amend

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Request is a change that a comment asks for in so many words, before it is
// known which item it means.
type Request struct {
	Operation Operation
	// Codes are the codes that it names, in order; To the code or number after
	// "to", for move.
	Codes []string
	To    string
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

// code is an item's or a domain's code as people write it: 5.B.2, 5B2, 5.B2.
var code = regexp.MustCompile(`(?i)\b(\d{1,2})[. ]?([A-Z])[. ]?(\d{1,2})\b`)

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
	moveTo        = regexp.MustCompile(`(?i)\b(?:move|shift|relocate|transfer)\b.{0,80}?\b(?:to|into|under|in)\b\s+(?:the\s+)?(?:domain|section|area)?\s*(\d{1,2})\b`)
	mergeWords    = regexp.MustCompile(`(?i)\b(?:merge|combine|join|amalgamate|put together)\b|\b(?:duplicates?|overlaps? with|the same as|repeats?)\b`)
	splitWords    = regexp.MustCompile(`(?i)\b(?:split|separate|break)\b.{0,40}?\b(?:up|into|in two|out)?\b`)
	levelWords    = regexp.MustCompile(`(?i)\b(?:should|could|must|would|needs? to|ought to|only|make|mark|class|count|treat|as|is|be|are)\b.{0,50}?\b(advanced|core|senior|specialist)\b`)
	unclearWords  = regexp.MustCompile(`(?i)\b(?:unclear|not clear|confusing|vague|ambiguous|hard to (?:follow|understand|read)|clumsy|wordy|too long|jargon|badly worded|needs? rewording|reword|rephrase|simplif|plain(?:er)? english|don'?t understand|do not understand|what does .{1,60} mean)`)
	addColon      = regexp.MustCompile(`(?i)^\W*(?:please\s+|maybe\s+|perhaps\s+|could you\s+|i would\s+|i'd\s+|you could\s+|suggest\s+)*(?:also\s+)?(?:add|include|insert)(?:ing)?\b\s*(?:as\s+a\s+new\s+\w+\s*|a\s+new\s+\w+\s*)?:\s*(.+)$`)
	addQuoted     = regexp.MustCompile(`(?i)\b(?:add|include|insert)(?:ing)?\b[^"]{0,60}` + quoted)
	addPlain      = regexp.MustCompile(`(?i)\b(?:add(?:ing)?|include|including|insert(?:ing)?|needs? (?:a|an|some|more|something)|(?:would like|like to see|want|missing|should (?:have|mention|cover|say|include|refer to)|could (?:mention|cover|say|include)|there should be|mention))\b\s+(.+)$`)

	// negated is a clause that says that something should not be done.
	negated = regexp.MustCompile(`(?i)\b(?:(?:would|should|could|do|does|did|must)\s*(?:not|n't)|wouldn'?t|shouldn'?t|don'?t|no need to|no reason to|please leave|never)\s+(?:\w+\s+){0,2}?(?:remove|delete|drop|take|cut|change|replace|reword|rename|move|merge|split|add|include|lose|touch|alter)`)
	// question is a clause that only asks.
	question = regexp.MustCompile(`^\s*(?i:does|do|is|are|what|why|how|who|where|when|could|can|should|would)\b.*\?\s*$`)
)

// Requests reads the changes that a comment asks for, one for each clause that
// asks in so many words. A clause that says not to, or that only puts a
// question, asks for nothing. With edit false, for a comment where nobody asked
// for edits, only clauses that name an item by its code are read.
func Requests(text string, edit bool) []Request {
	var out []Request
	for _, clause := range clauses(text) {
		if r, ok := request(clause, edit); ok {
			r.Clause = clause
			out = append(out, r)
		}
	}
	return out
}

func request(clause string, edit bool) (Request, bool) {
	s := straightQuotes(clause)
	codes := codesIn(s)
	if !edit && len(codes) == 0 {
		return Request{}, false
	}
	if negated.MatchString(s) || question.MatchString(s) {
		return Request{}, false
	}
	r := Request{Codes: codes}
	with := func(op Operation, old, new string, drafted bool) (Request, bool) {
		r.Operation, r.Old, r.New, r.Drafted = op, tidy(old), tidy(new), drafted
		return r, true
	}
	if m := replaceQuoted.FindStringSubmatch(s); m != nil {
		if strings.Contains(strings.ToLower(s), "title") || renameOf(s) {
			return with(Rename, m[1], m[2], true)
		}
		return with(Reword, m[1], m[2], true)
	}
	if m := insteadQuoted.FindStringSubmatch(s); m != nil {
		if strings.Contains(strings.ToLower(m[0]), "instead of") {
			return with(Reword, m[2], m[1], true)
		}
		return with(Reword, m[1], m[2], true)
	}
	if renameOf(s) {
		if m := renameTo.FindStringSubmatch(s); m != nil {
			return with(Rename, m[1], m[2], true)
		}
		if m := renamePlain.FindStringSubmatch(s); m != nil {
			return with(Rename, "", m[1], true)
		}
	}
	if m := renameAdd.FindStringSubmatch(s); m != nil {
		return with(Rename, "", m[1], false)
	}
	if m := rewordTo.FindStringSubmatch(s); m != nil {
		return with(Reword, "", m[1], true)
	}
	if m := moveTo.FindStringSubmatch(s); m != nil && len(codes) > 0 {
		r.To = m[1]
		return with(Move, "", "", false)
	}
	if mergeWords.MatchString(s) && len(codes) >= 2 {
		return with(Merge, "", "", false)
	}
	if m := levelWords.FindStringSubmatch(s); m != nil && len(codes) > 0 {
		r.Level = "advanced"
		if strings.EqualFold(m[1], "core") {
			r.Level = "core"
		}
		return with(Level, "", "", false)
	}
	if splitWords.MatchString(s) && len(codes) == 1 && strings.Contains(strings.ToLower(s), "split") {
		return with(Split, "", "", false)
	}
	if m := dropQuoted.FindStringSubmatch(s); m != nil {
		return with(Retire, m[1], "", false)
	}
	if drop.MatchString(s) && len(codes) > 0 {
		return with(Retire, "", "", false)
	}
	if unclearWords.MatchString(s) && (len(codes) > 0 || strings.Contains(s, `"`)) {
		old := ""
		if m := regexp.MustCompile(quoted).FindStringSubmatch(s); m != nil {
			old = m[1]
		}
		return with(Reword, old, "", false)
	}
	if !edit {
		return Request{}, false
	}
	if m := addColon.FindStringSubmatch(s); m != nil {
		return with(Add, "", strings.Trim(m[1], `"`), true)
	}
	if m := addQuoted.FindStringSubmatch(s); m != nil {
		return with(Add, "", m[1], true)
	}
	if m := addPlain.FindStringSubmatch(s); m != nil {
		return with(Add, "", m[1], false)
	}
	return Request{}, false
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
		c := m[1] + "." + strings.ToUpper(m[2]) + "." + m[3]
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
