package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

var (
	standardLine = regexp.MustCompile(`^([A-Z])(\d{1,3}) ?[:.)] ?(.*)$`)
	dutyLine     = regexp.MustCompile(`^Duty D?(\d{1,3})\b ?[:.)–-]? ?(.*)$`)
	levelLine    = regexp.MustCompile(`^Level (\d{1,2})(?: ?[-–] ?(.+))?$`)
	iconName     = regexp.MustCompile(`^[a-z]+(_[a-z]+)+`)
	occupation   = regexp.MustCompile(`^(OCC\d{3,6}[A-Z]?)$`)
	standardCode = regexp.MustCompile(`^(ST\d{3,6}[A-Z]?) ?:?$`)
	socCode      = regexp.MustCompile(`^(SOC \d{4}) code ?: ?(\d{4}) ?(.*)$`)
	socGroups    = regexp.MustCompile(`^(SOC \d{4} sub unit groups?) ?:$`)
	socGroup     = regexp.MustCompile(`^(\d{4}/\d{2}) ?(.*)$`)
	codeList     = regexp.MustCompile(`^[KSB]\d{1,3}([ ,;]+[KSB]\d{1,3})*$`)
	// damagedCode is a code in small letters, without its colon, with a space in it
	// or with a letter for its number.
	damagedCode = regexp.MustCompile(`^([ksb] ?\d{1,3} ?[:.)]|[KSB] ?\d{1,3} ?[:.;)]? \S|[KSB] ?[Il|O]{1,2} ?[:.)])`)
	linkLine    = regexp.MustCompile(`^Progression link (from|to) `)
)

// standardSigns are lines that say what follows or which code a reference has.
var standardSigns = []*regexp.Regexp{
	levelLine, socGroups, regexp.MustCompile(`^(Reference|Status): |^SOC \d{4} code|^(Summary|Technical Education Products|Knowledge, skills and behaviours.*|Occupational Progression)$|` +
		`^(Typical job titles|Employers involved) [^.]*:$`),
}

// standardGroups are the groups of an occupational standard, by letter, in order.
var standardGroups = []struct{ letter, kind, label, title string }{
	{"K", "knowledge", "Knowledge", "Knowledge"},
	{"S", "skill", "Skill", "Skills"},
	{"B", "behaviour", "Behaviour", "Behaviours"},
	{"D", "duty", "Duty", "Duties"},
}

// readStandard reads the layout "occupational-standard".
func readStandard(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	s := openText(file, data)
	if s.failed() {
		return s.refuse()
	}
	s.dropFurniture(nil)
	s.signs = standardSigns
	st := standard{source: s, groups: map[string]*frameworks.Item{}, from: -1}
	for i, l := range s.lines {
		if m := standardLine.FindStringSubmatch(l.text); m != nil && (m[1] == "K" || m[1] == "S" || m[1] == "B") {
			st.from = i
			break
		}
	}
	if st.from < 0 {
		s.unknown(s.lines[lastText(s.lines)], `lines such as "K1: …", "S1: …" and "B1: …"`, "there are no statements of knowledge, skills and behaviours in this text")
		return s.refuse()
	}
	f := &frameworks.Framework{Language: "en", Wording: "official", Kinds: []frameworks.Kind{{ID: "group", Label: "Group"}}}
	for _, g := range standardGroups {
		f.Kinds = append(f.Kinds, frameworks.Kind{ID: g.kind, Label: g.label, Letter: g.letter})
	}
	st.f = f
	st.head()
	st.statements()
	for _, g := range standardGroups {
		if group := st.groups[g.letter]; group != nil {
			f.Items = append(f.Items, *group)
			continue
		}
		last := s.lines[lastText(s.lines)]
		s.fail("section-missing", last.n, last.text, fmt.Sprintf("lines such as %q", g.letter+"1: …"), "the text ends without "+strings.ToLower(g.title), "Look whether the copy is whole.")
	}
	st.progression()
	return s.settle(f)
}

// standard reads an occupational standard.
type standard struct {
	*source
	f      *frameworks.Framework
	groups map[string]*frameworks.Item
	// from is the index of the first statement, end of the line after the last.
	from, end int
}

// head reads what stands before the statements: title, level, references,
// status, and the paragraphs, which become the framework's notes.
func (st *standard) head() {
	lines := st.lines[:st.from]
	st.title(lines)
	f := st.f
	refer := func(scheme, code, title string) {
		f.References = append(f.References, frameworks.Reference{Scheme: scheme, Code: code, Title: title})
	}
	groups := ""
	for i, l := range lines {
		name, value, _ := strings.Cut(l.text, ":")
		value = strings.TrimSpace(value)
		if m := levelLine.FindStringSubmatch(l.text); m != nil && !st.has("Level") {
			refer("Level", m[1], m[2])
		} else if name == "Reference" && occupation.MatchString(value) {
			refer("Occupational standard", value, f.Title)
		} else if m := standardCode.FindStringSubmatch(l.text); m != nil {
			refer("Technical education product", m[1], st.after(lines, i))
		} else if m := socCode.FindStringSubmatch(l.text); m != nil {
			refer(m[1], m[2], m[3])
		} else if m := socGroups.FindStringSubmatch(l.text); m != nil {
			groups = strings.TrimSuffix(m[1], "s")
		} else if m := socGroup.FindStringSubmatch(l.text); m != nil && groups != "" {
			refer(groups, m[1], m[2])
		} else if name == "Status" && value != "" {
			st.status(l, iconName.ReplaceAllString(value, ""))
		} else if l.text != "" && l.bullet == "" {
			groups = ""
		}
	}
	for _, need := range []struct{ scheme, form string }{{"Level", `"Level 6 - …"`}, {"Occupational standard", `"Reference: OCC…"`}} {
		if !st.has(need.scheme) {
			st.add(finding.Finding{
				Severity: finding.Warning, Kind: "reference-missing", Line: st.lines[st.from].n, Expected: "a line such as " + need.form + " before this one",
				Message: "the text does not give the standard's " + strings.ToLower(need.scheme), Do: "Copy the page from its title on.",
			})
		}
	}
	f.Creator = strings.ReplaceAll(st.section(lines, "Employers involved", "Summary", "Typical job titles", "Keywords", "Knowledge, skills"), "\n", "; ")
	f.Notes = paragraphs(f.Notes, st.section(lines, "Summary", "Employers involved", "Typical job titles", "Keywords", "Knowledge, skills"))
	if jobs := st.section(lines, "Typical job titles", "Keywords", "Knowledge, skills"); jobs != "" {
		f.Notes = paragraphs(f.Notes, "Typical job titles: "+strings.ReplaceAll(jobs, "\n", "; "))
	}
}

func (st *standard) has(scheme string) bool {
	for _, r := range st.f.References {
		if r.Scheme == scheme {
			return true
		}
	}
	return false
}

// title takes the title from above the line of the level: there it stands
// twice, or above the line with the name of the occupation's field.
func (st *standard) title(lines []line) {
	var above []line
	for _, l := range lines {
		if levelLine.MatchString(l.text) || strings.HasPrefix(l.text, "Reference:") {
			break
		}
		if l.text != "" {
			above = append(above, l)
		}
	}
	for i := len(above) - 1; i > 0 && i > len(above)-6; i-- {
		if above[i].text == above[i-1].text {
			st.f.Title, st.f.Line = above[i].text, above[i].n
			return
		}
	}
	if n := len(above); n > 0 {
		st.f.Title = above[max(0, n-2)].text
	}
}

// after gives the first line with text after line i.
func (st *standard) after(lines []line, i int) string {
	for _, l := range lines[i+1:] {
		if l.text != "" {
			return l.text
		}
	}
	return ""
}

// status turns the printed status into the framework's.
func (st *standard) status(l line, printed string) {
	low := strings.ToLower(printed)
	switch {
	case strings.Contains(low, "retired") || strings.Contains(low, "withdrawn"):
		st.f.Status = "retired"
	case strings.Contains(low, "development") || strings.Contains(low, "proposal") || strings.Contains(low, "potential"):
		st.f.Status = "draft"
	case strings.Contains(low, "approved"):
		st.f.Status = "implemented"
	default:
		st.note("status-unknown", l.n, 0, "the status "+finding.Quote(printed)+" has no counterpart here, and the framework's was left open", "")
	}
}

// section gives the paragraphs between the line that begins with from and the
// first that begins with one of until.
func (st *standard) section(lines []line, from string, until ...string) string {
	var out []string
	in := false
	ends := func(l line) bool {
		return slices.ContainsFunc(until, func(u string) bool { return strings.HasPrefix(l.text, u) })
	}
	for i := 0; i < len(lines); {
		l := lines[i]
		if l.text == "" {
			i++
			continue
		}
		if !in {
			in = l.text == from || strings.HasPrefix(l.text, from+" ") && strings.HasSuffix(l.text, ":")
			i++
			continue
		}
		if ends(l) {
			break
		}
		text, next := paragraph(lines, i, st.width, ends)
		out = append(out, text)
		i = next
	}
	return strings.Join(out, "\n")
}

// statements reads K, S, B and the duties, to the occupational progression.
func (st *standard) statements() {
	var item *frameworks.Item
	last, blank := st.from, 0
	duties := false
	st.end = len(st.lines)
	var unused []line
	for i := st.from; i < len(st.lines); i++ {
		l := st.lines[i]
		if l.text == "" {
			continue
		}
		blank = i - last - 1
		if strings.EqualFold(l.text, "Occupational progression") {
			st.end = i
			break
		}
		m := standardLine.FindStringSubmatch(l.text)
		if m == nil && l.bullet == "" && damagedCode.MatchString(l.text) && !codeList.MatchString(l.text) {
			st.add(finding.Finding{
				Severity: finding.Warning, Kind: "code-damaged", Line: l.n, Found: l.text, Expected: `a code and a colon, such as "S2: …"`,
				Message: "this line looks like the beginning of a statement, but its code cannot be read, so that it was taken for a part of what stands above it",
				Do:      "If a statement begins here, correct its code.",
			})
		}
		switch d := dutyLine.FindStringSubmatch(l.text); {
		case l.bullet == "" && m != nil:
			item = st.statement(l, m[1], m[2], m[3])
		case l.bullet == "" && d != nil:
			item, duties = st.statement(l, "D", d[1], d[2]), true
		case strings.EqualFold(l.text, "Duties"):
			item, duties = nil, true
		case st.isHeading(l.text):
			item = nil
		case item != nil && item.Kind == "duty" && item.Statement != "" && codeList.MatchString(l.text):
			st.callsFor(item, l)
		case item != nil && (item.Statement == "" || duties && blank < 4 || blank == 0 || goesOn(st.lines[last], l, blank, st.width)):
			st.grow(&item.Statement, l.text, l, join)
		default:
			item, unused = nil, append(unused, l)
		}
		last = i
	}
	for _, g := range standardGroups {
		if group := st.groups[g.letter]; group != nil {
			st.complete(group)
		}
	}
	st.leftOut(unused)
}

func (st *standard) isHeading(text string) bool {
	text = strings.TrimSuffix(text, ":")
	for _, g := range standardGroups {
		if strings.EqualFold(text, g.title) {
			return true
		}
	}
	return false
}

// statement adds a statement, and gives the place where it goes on to be
// written; nil for a letter that is unknown.
func (st *standard) statement(l line, letter, number, text string) *frameworks.Item {
	for _, g := range standardGroups {
		if g.letter != letter {
			continue
		}
		group := st.groups[letter]
		if group == nil {
			group = &frameworks.Item{Pos: at(l), Key: frameworks.Slug(g.title), Kind: "group", Title: g.title}
			st.groups[letter] = group
		}
		group.Items = append(group.Items, frameworks.Item{Pos: at(l), Code: letter + strings.TrimLeft(number, "0"), Kind: g.kind, Statement: text})
		return &group.Items[len(group.Items)-1]
	}
	st.fail("unknown-letter", l.n, l.text, "K for knowledge, S for a skill, B for a behaviour, D for a duty", "the letter "+letter+" stands for no kind of statement", "")
	return nil
}

// callsFor links a duty to the statements whose codes stand below it on a line
// of their own.
func (st *standard) callsFor(duty *frameworks.Item, l line) {
	if len(st.f.Relations) == 0 {
		st.f.Relations = []frameworks.Relation{{ID: "calls-for", Label: "calls for", Inverse: "is called for by", CASE: "isRelatedTo"}}
	}
	for _, code := range strings.FieldsFunc(l.text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		duty.Links = append(duty.Links, frameworks.Link{Pos: at(l), Relation: "calls-for", To: strings.ToLower(code)})
	}
}

// complete reports numbers that are missing, or are there twice, and statements
// without words.
func (st *standard) complete(group *frameworks.Item) {
	seen := map[string]int{}
	for i, item := range group.Items {
		n, _ := strconv.Atoi(item.Code[1:])
		before := 0
		if i > 0 {
			before, _ = strconv.Atoi(group.Items[i-1].Code[1:])
		}
		switch first, twice := seen[item.Code]; {
		case twice:
			st.fail("code-twice", item.Line, item.Code, "each code once", fmt.Sprintf("the code %s stands on line %d already", item.Code, first), "Change one of the two, or take out what was copied twice.")
		case n < before:
			st.fail("code-order", item.Line, item.Code, "a code after "+group.Items[i-1].Code, "these codes are not in ascending order", "")
		case n != before+1:
			missing := group.Items[i].Code[:1] + strconv.Itoa(before+1)
			if n > before+2 {
				missing += " to " + item.Code[:1] + strconv.Itoa(n-1)
			}
			st.add(finding.Finding{
				Severity: finding.Warning, Kind: "number-missing", Line: item.Line, Found: item.Code, Expected: missing,
				Message: "a code is missing before this one", Do: "Look on the page whether it is missing there too.",
			})
		}
		seen[item.Code] = item.Line
		if item.Statement == "" {
			st.fail("statement-missing", item.Line, item.Code, "the statement after its code", "no statement follows this code", "Look whether the copy is whole.")
		}
	}
}

// progression reads the occupations that lead to or from this one.
func (st *standard) progression() {
	if st.end >= len(st.lines) {
		last := st.lines[lastText(st.lines)]
		st.add(finding.Finding{
			Severity: finding.Warning, Kind: "section-missing", Line: last.n, Expected: `a line "Occupational Progression"`,
			Message: "the text ends without the occupational progression", Do: "Look whether the copy is whole.",
		})
		return
	}
	st.f.Kinds = append(st.f.Kinds, frameworks.Kind{ID: "occupation", Label: "Occupation"})
	group := frameworks.Item{Pos: at(st.lines[st.end]), Key: "occupational-progression", Kind: "group", Title: "Occupational progression"}
	var links []frameworks.Item
	var furniture []line
	nameless := line{}
	numbers := map[string]int{}
	for i := st.end + 1; i < len(st.lines); {
		l := st.lines[i]
		switch {
		case l.text == "":
			i++
		case linkLine.MatchString(l.text):
			item, unused, next := st.occupation(i)
			if item.Title == "" {
				if nameless.n == 0 {
					nameless = l
				}
				named(&item, group.Key, numbers)
			}
			links, furniture = append(links, item), append(furniture, unused...)
			i = next
		default:
			text, next := paragraph(st.lines, i, st.width, nil)
			if text = iconName.ReplaceAllString(text, ""); len(text) >= shortest {
				st.grow(&group.Notes, text, l, paragraphs)
			} else if text != "" {
				furniture = append(furniture, l)
			}
			i = next
		}
	}
	if len(links) == 0 {
		st.note("no-progression", group.Line, 0, "no progression link stands in the text, so that no occupation was read", "")
		return
	}
	group.Items = links
	st.f.Items = append(st.f.Items, group)
	if nameless.n > 0 {
		st.note("occupation-without-name", nameless.n, 0, "the text does not name the occupation that this link leads to", "The page shows the names in a picture; they can be added by hand.")
	}
	if st.tell(furniture); len(furniture) > 0 {
		st.add(finding.Finding{
			Severity: finding.Note, Kind: "map-labels", Line: furniture[0].n, Found: furniture[0].text, Count: len(furniture),
			Message: "this line was taken for a label of the page's map, such as its legend or a route, and left out",
		})
	}
}

// shortest is how long a paragraph below the map of occupations must be to be
// more than a label of the map, in bytes.
const shortest = 60

// named gives an occupation that the text does not name what is known of it: its
// level, also as its key, with a number from the second of that level on.
func named(item *frameworks.Item, above string, numbers map[string]int) {
	item.Title, item.Key = "Another occupation", above+"/occupation"
	if level, ok := strings.CutPrefix(item.Level, "level-"); ok {
		item.Title, item.Key = "An occupation at level "+level, above+"/"+item.Level
	}
	numbers[item.Key]++
	if n := numbers[item.Key]; n > 1 {
		item.Key += "-" + strconv.Itoa(n)
	}
}

// occupation reads one progression link: its level, and its name where the text
// gives one. Whatever else stands there is a label of the page's map.
func (st *standard) occupation(i int) (item frameworks.Item, furniture []line, next int) {
	legend := st.lines[i]
	item = frameworks.Item{Pos: at(legend), Kind: "occupation"}
	if m := linkLine.FindStringSubmatch(legend.text); m[1] == "to" {
		item.Notes = "Leads on to this occupation."
	}
	furniture = []line{legend}
	levelled := false
	for i++; i < len(st.lines) && !linkLine.MatchString(st.lines[i].text); i++ {
		l := st.lines[i]
		text := iconName.ReplaceAllString(l.text, "")
		m := levelLine.FindStringSubmatch(text)
		switch {
		case text == "":
		case m != nil && !levelled:
			levelled = true
			item.Level = "level-" + m[1]
			st.addLevel(item.Level, "Level "+m[1], l)
		case !levelled && item.Title == "":
			item.Title = text
		default:
			furniture = append(furniture, l)
		}
	}
	return item, furniture, i
}

func (st *standard) addLevel(id, label string, l line) {
	for _, level := range st.f.Levels {
		if level.ID == id {
			return
		}
	}
	st.f.Levels = append(st.f.Levels, frameworks.Level{Pos: at(l), ID: id, Label: label})
}
