package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

var (
	// mapHead is the line that the domains of a competence map follow.
	mapHead = regexp.MustCompile(`(?i)^(?:the )?(?:(\pL+|\d+) )?domains (?:of competences? )?(?:are|is)(?: as follows)?:$|^the (?:(\pL+|\d+) )?domains:$`)
	// ability is how the statements of competence lists begin.
	ability = regexp.MustCompile(`(?i)^((an|the) )?(ability|abilities|capacity|knowledge|understanding|awareness|willingness|skills?)\b.* (to|of|that|about|in)\b`)
)

// pointsTo is a line that says where the lists of competences are.
var pointsTo = regexp.MustCompile(`(?i)\b(link|links|hyperlinks?|download\w*|click|see)\b.*\b(below|above|lists?|pdf|map)\b|\b(below|above|lists?|pdf|map)\b.*\b(links?|hyperlinks?|download\w*|click)\b`)

var (
	// authorship heads the paragraph that says who made the framework.
	authorship = regexp.MustCompile(`(?i)^(authors|authorship)( of .{1,80})?:?$`)
	// madeBy names them, up to those whom they only asked.
	madeBy = regexp.MustCompile(`\b(?:developed|devised|written|created|produced|prepared) by (.+?)(?:,? (?:in consultation|in collaboration|with|on behalf)\b|[:;]|\.$|\. \p{Lu}\p{Ll})`)
)

// authors gives who made the framework, and the paragraph that says so.
func (s *source) authors() (creator, told string) {
	for i, l := range s.lines {
		if !authorship.MatchString(l.text) {
			continue
		}
		for j := i + 1; j < len(s.lines) && j < i+6; j++ {
			if s.lines[j].text == "" {
				continue
			}
			told, _ = paragraph(s.lines, j, s.width, nil)
			if m := madeBy.FindStringSubmatch(told); m != nil {
				creator = m[1]
			}
			return creator, told
		}
	}
	return "", ""
}

// mapIntro gives the index of the line that the domains follow, as points; -1
// where there is none.
func mapIntro(lines []line) int {
	for i, l := range lines {
		if !mapHead.MatchString(l.text) {
			continue
		}
		for j := i + 1; j < len(lines) && j < i+6; j++ {
			if lines[j].text != "" {
				if lines[j].bullet != "" {
					return i
				}
				break
			}
		}
	}
	return -1
}

// readMap reads the layout "competence-map".
func readMap(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	s := openText(file, data)
	if s.failed() {
		return s.refuse()
	}
	title := s.documentTitle()
	s.dropFurniture(nil)
	intro := mapIntro(s.lines)
	if intro < 0 {
		stopped := s.lines[lastText(s.lines)]
		for _, l := range s.lines {
			if saysDomains.MatchString(l.text) && strings.HasSuffix(l.text, ":") {
				stopped = l
				break
			}
		}
		s.unknown(stopped, `a line such as "The five domains are as follows:", and below it each domain as a point`, "there is no list of domains as points in this text")
		return s.refuse()
	}
	f := &frameworks.Framework{
		Title: title, Language: "en", Wording: "official",
		Kinds: []frameworks.Kind{{ID: "domain", Label: "Domain"}, {ID: "activity", Label: "Activity"}, {ID: "competence", Label: "Competence"}},
	}
	s.signs = []*regexp.Regexp{mapHead, authorship}
	f.Creator, f.Notes = s.authors()
	m := mapHead.FindStringSubmatch(s.lines[intro].text)
	want := countWord(m[1] + m[2])
	o := outline{source: s, want: want}
	next := o.list(intro + 1)
	if want > 0 && len(o.domains) < want {
		last := s.lines[lastText(s.lines)]
		if n := len(o.domains); n > 0 {
			last = o.domains[n-1].at
		}
		s.fail("domains-missing", last.n, last.text, fmt.Sprintf("%d domains, as line %d says", want, s.lines[intro].n),
			fmt.Sprintf("the list ends here, after %d domains", len(o.domains)), "Look whether the copy is whole.")
		return s.refuse()
	}
	o.sections(next)
	o.fill(f)
	if o.below == 0 {
		message, lists := "this copy names and describes the domains but holds none of their activities and competences", "the lists that hold them"
		if slices.ContainsFunc(s.lines, func(l line) bool { return pointsTo.MatchString(l.text) }) {
			message, lists = message+": they stand in lists that it only points to", "those lists"
		}
		s.note("no-competences", s.lines[intro].n, 0, message,
			"Put the text of "+lists+" below this one, each after the domain's name on a line of its own, and read both together.")
	}
	s.leftOut(o.unused)
	return s.settle(f)
}

// entry is a domain, an activity or a competence, with those below it.
type entry struct {
	at              line
	kind            string
	title, text     string
	indent, written int
	bullet          string
	below           []*entry
}

// outline reads the domains and what stands below them.
type outline struct {
	*source
	want    int
	domains []*entry
	below   int
	unused  []line
	// path leads from the domain to the entry that was read last.
	path []*entry
}

// list reads the points of the list of domains, and gives the index of the
// first line after it. Points set in further, or with another sign, stand below
// a domain.
func (o *outline) list(i int) int {
	var first *line
	for i < len(o.lines) {
		l := o.lines[i]
		switch {
		case l.text == "":
			i++
			continue
		case l.bullet != "" && (first == nil || l.bullet == first.bullet && l.indent <= first.indent):
			if o.want > 0 && len(o.domains) == o.want {
				return i
			}
			if first == nil {
				first = &o.lines[i]
			}
			text, next := paragraph(o.lines, i, o.width, o.description(i))
			o.domains = append(o.domains, &entry{at: l, kind: "domain", title: text, indent: l.indent, bullet: l.bullet})
			o.path = []*entry{o.domains[len(o.domains)-1]}
			i = next
			continue
		case first == nil:
			return i
		case l.bullet != "":
			o.point(i)
			i++
			continue
		}
		text, next := paragraph(o.lines, i, o.width, nil)
		if strings.HasSuffix(text, ":") || sectionNumber.MatchString(text) || o.isDomain(text) != nil || len(o.path) > 1 && !goesOn(o.lines[o.path[len(o.path)-1].written], l, i-o.path[len(o.path)-1].written-1, o.width) {
			return i
		}
		if len(o.path) > 1 {
			o.more(i)
			i++
			continue
		}
		domain := o.path[0]
		o.grow(&domain.text, text, l, paragraphs)
		i = next
	}
	return i
}

// description tells a domain's title, which is one line or goes on in small
// letters, from the description below it.
func (o *outline) description(i int) func(line) bool {
	return func(l line) bool { return !needsMore(o.lines[i], l) }
}

// isDomain gives the domain whose title stands alone on a line.
func (o *outline) isDomain(text string) *entry {
	text = frameworks.Slug(strings.TrimSuffix(text, ":"))
	for _, d := range o.domains {
		if frameworks.Slug(d.title) == text {
			return d
		}
	}
	return nil
}

// sections reads what stands below the domains in the rest of the text.
func (o *outline) sections(i int) {
	o.path = nil
	for ; i < len(o.lines); i++ {
		l := o.lines[i]
		if l.text == "" {
			continue
		}
		if d := o.isDomain(l.text); d != nil && l.bullet == "" {
			d.written = i
			o.path = []*entry{d}
			continue
		}
		if len(o.path) == 0 {
			continue
		}
		if endMatter.MatchString(l.text) {
			o.path = nil
			continue
		}
		last := o.path[len(o.path)-1]
		switch {
		case l.bullet != "" || ability.MatchString(l.text):
			o.point(i)
		case len(o.path) > 1 && (last.kind == "competence" || last.text != "") && o.wrapped(last.written, i):
			o.more(i)
		case l.width < 90 && !sentenceEnd.MatchString(l.text):
			o.push(1, &entry{at: l, kind: "activity", title: l.text, indent: -1, written: i})
		case last.kind == "activity":
			o.grow(&last.text, l.text, l, paragraphs)
			last.written = i
		default:
			o.unused = append(o.unused, l)
		}
	}
}

// wrapped tells whether line i goes on with what ends on line last. Statements in
// these lists often end without a full stop, and a heading may follow at once.
func (o *outline) wrapped(last, i int) bool {
	a, b := o.lines[last], o.lines[i]
	return goesOn(a, b, i-last-1, o.width) && (needsMore(a, b) || full(a, b, o.width))
}

// point adds an activity or a competence: below the nearest entry that is set
// in less far, or has another sign than it and ends with a colon.
func (o *outline) point(i int) {
	l := o.lines[i]
	e := &entry{at: l, kind: "competence", text: l.text, indent: l.indent, bullet: l.bullet, written: i}
	depth := len(o.path)
	for depth > 1 {
		above := o.path[depth-1]
		if above.kind == "activity" && above.indent < 0 || l.indent > above.indent {
			break
		}
		if l.indent == above.indent && l.bullet != above.bullet && !o.signAbove(depth-1, l) {
			break
		}
		depth--
	}
	if depth == 1 && l.bullet != "" && o.path[0].bullet != "" && o.path[0].written == 0 && !ability.MatchString(l.text) {
		// In the list of domains, what stands right below a domain is an activity.
		e.kind, e.title, e.text = "activity", l.text, ""
	}
	o.push(depth, e)
}

// signAbove tells whether an entry further up has the sign of the line, which
// then stands beside that one.
func (o *outline) signAbove(depth int, l line) bool {
	for _, e := range o.path[1:depth] {
		if e.bullet == l.bullet && e.indent == l.indent {
			return true
		}
	}
	return false
}

func (o *outline) push(depth int, e *entry) {
	above := o.path[depth-1]
	above.below = append(above.below, e)
	o.path = append(o.path[:depth:depth], e)
	o.below++
}

// more adds a line to the entry that was read last.
func (o *outline) more(i int) {
	last := o.path[len(o.path)-1]
	if last.text != "" {
		o.grow(&last.text, o.lines[i].text, o.lines[i], join)
	} else {
		o.grow(&last.title, o.lines[i].text, o.lines[i], join)
	}
	last.written = i
}

func (o *outline) fill(f *frameworks.Framework) {
	for _, d := range o.domains {
		f.Items = append(f.Items, d.item(0))
	}
}

// item gives the entry as an item; entries too deep to be read back are cut off
// one step after the depth that settle reports.
func (e *entry) item(depth int) frameworks.Item {
	out := frameworks.Item{Pos: at(e.at), Kind: e.kind, Title: e.title, Statement: e.text}
	for _, b := range e.below {
		if depth <= maxDepth {
			out.Items = append(out.Items, b.item(depth+1))
		}
	}
	return out
}
