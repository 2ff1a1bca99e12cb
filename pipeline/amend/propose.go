package amend

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/stats"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"

	"github.com/kljensen/snowball/english"
)

// Propose makes the docket: the drafting notes of themes that enough people ask
// for, and the changes that comments ask for in so many words, like requests
// together. Amendments are in the order of their support: people for less
// people against, then people for, then the framework's order; those of one
// theme stand together. The result depends on nothing but the input.
func Propose(in Input) Docket {
	if in.Framework == nil {
		// Nothing can be proposed, but every comment still has its fate.
		p := proposer{in: in, byUnit: map[string][]theme.Coding{}}
		for _, c := range in.Codings {
			p.byUnit[c.Unit] = append(p.byUnit[c.Unit], c)
		}
		return Docket{Fates: p.fates()}
	}
	p := proposer{in: in, place: newFinder(in.Framework), byUnit: map[string][]theme.Coding{}, variants: map[string][]*change{}, used: map[string][]string{}}
	for _, c := range in.Codings {
		p.byUnit[c.Unit] = append(p.byUnit[c.Unit], c)
	}
	p.notes()
	p.requests()
	p.keep()
	p.rank()
	d := Docket{Framework: in.Framework.ID, Version: in.Framework.Version, Unplaced: p.unplaced}
	for _, c := range p.changes {
		d.Amendments = append(d.Amendments, *c.amendment)
	}
	d.Fates = p.fates()
	return d
}

type proposer struct {
	in       Input
	place    *finder
	byUnit   map[string][]theme.Coding
	changes  []*change
	ofNotes  []*change            // those of them that drafting notes propose
	variants map[string][]*change // those of requests, by placeOf
	unplaced []Unplaced
	lost     map[string]string   // unit ─► why its request has no place
	used     map[string][]string // unit ─► amendments that it speaks for or against
}

// change is an amendment in the making.
type change struct {
	amendment *Amendment
	theme     string // of a drafting note
	stems     []string
	seen      map[string]Role // unit ─► its role, so that a unit is evidence once
	joined    []joinedRequest // requests in so many words that a drafting note answers
}

// joinedRequest is a request given to a drafting note.
type joinedRequest struct {
	unit    *theme.Unit
	request Request
	targets []Target
}

func (p *proposer) change(a *Amendment) *change {
	a.State = "proposed"
	c := &change{amendment: a, seen: map[string]Role{}}
	p.changes = append(p.changes, c)
	return c
}

func (c *change) evidence(u *theme.Unit, role Role, quote string) {
	if before, twice := c.seen[u.ID]; twice {
		// A unit that says both is evidence for both, once each.
		if before == role || role == RoleContext {
			return
		}
		if before == RoleContext {
			for i := range c.amendment.Evidence {
				if c.amendment.Evidence[i].Unit == u.ID {
					c.amendment.Evidence[i].Role, c.amendment.Evidence[i].Quote = role, quote
				}
			}
			c.seen[u.ID] = role
			return
		}
		if slices.ContainsFunc(c.amendment.Evidence, func(e Evidence) bool { return e.Unit == u.ID && e.Role == role }) {
			return
		}
	}
	c.seen[u.ID] = role
	c.amendment.Evidence = append(c.amendment.Evidence, Evidence{Unit: u.ID, Person: u.Person, Source: u.Source, Role: role, Quote: quote})
}

// notes makes a change of each drafting note, with the codings of its theme,
// and of the themes below it, as evidence.
func (p *proposer) notes() {
	if p.in.Codebook == nil {
		return
	}
	parents := map[string]string{}
	for _, t := range p.in.Codebook.Themes {
		parents[t.ID] = t.Parent
	}
	under := func(id, top string) bool {
		for range len(parents) + 1 {
			if id == top {
				return true
			}
			if id = parents[id]; id == "" {
				return false
			}
		}
		return false
	}
	for _, t := range p.in.Codebook.Themes {
		if len(t.Propose) == 0 {
			continue
		}
		said := p.saidOf(func(id string) bool { return under(id, t.ID) })
		for n, note := range t.Propose {
			c := p.change(p.ofNote(t.ID, n, note))
			c.theme = t.ID
			p.ofNotes = append(p.ofNotes, c)
			for _, s := range said {
				role := s.role
				if role == RoleFor && s.elsewhere(c.amendment) {
					role = RoleContext
				}
				c.evidence(s.unit, role, s.quote)
			}
		}
	}
}

// statement is what one unit says of a theme in one place.
type statement struct {
	unit     *theme.Unit
	role     Role
	quote    string
	requests []Request
}

// elsewhere tells whether a statement asks in so many words for the same change
// as an amendment, but of other items: "6.B.3 should be advanced" does not ask
// that 1.A.5 should be.
func (s *statement) elsewhere(a *Amendment) bool {
	other := false
	for _, r := range s.requests {
		if r.Operation != a.Operation || !r.Named {
			continue
		}
		if slices.ContainsFunc(r.Targets, func(t Target) bool { return hasTarget(a.Targets, t) }) {
			return false
		}
		other = true
	}
	return other
}

// saidOf gathers what is said of the themes that belong.
func (p *proposer) saidOf(belongs func(theme string) bool) []statement {
	var out []statement
	for i := range p.in.Units {
		u := &p.in.Units[i]
		for _, coding := range p.byUnit[u.ID] {
			if !belongs(coding.Theme) {
				continue
			}
			s := statement{unit: u, role: roleOf(coding.Stance), quote: quoteOf(u.Text, coding.Start)}
			s.requests = p.place.requests(s.quote, p.place.domainOf(u.Domain), u.Edit)
			// "Remove 5.A.4, or make it advanced" speaks against 5.A.4, not
			// against the theme: what a suggested edit wants is read as a request.
			if s.role == RoleAgainst && len(s.requests) > 0 {
				s.role = RoleContext
			}
			out = append(out, s)
		}
	}
	return out
}

// ofNote drafts the amendment of a theme's n-th drafting note.
func (p *proposer) ofNote(id string, n int, note theme.Proposal) *Amendment {
	a := &Amendment{
		ID: fmt.Sprintf("%s-%d", id, n+1), Operation: Operation(note.Operation), Themes: []string{id},
		Kind: note.Kind, Level: note.Level, Why: note.Why, TextAfter: note.Text, Wording: FromNote,
	}
	if note.Text == "" {
		a.Wording = NoWording
	}
	for _, code := range note.Targets {
		if target, ok := p.place.byCode(code); ok {
			a.Targets = append(a.Targets, target)
		}
	}
	if a.Operation != Add && len(a.Targets) == 1 {
		a.TextBefore = a.Targets[0].Words
		if item, ok := p.in.Framework.ByCode(a.Targets[0].Code); ok && a.Operation == Rename && item.Title != "" {
			a.TextBefore = item.Title
		}
	}
	return a
}

func roleOf(s theme.Stance) Role {
	switch s {
	case theme.Asks:
		return RoleFor
	case theme.Objects:
		return RoleAgainst
	}
	return RoleContext
}

// requests reads what people ask for in so many words.
func (p *proposer) requests() {
	p.lost = map[string]string{}
	for i := range p.in.Units {
		u := &p.in.Units[i]
		if theme.NonAnswer(u.Text) {
			continue
		}
		for _, r := range p.place.requests(u.Text, p.place.domainOf(u.Domain), u.Edit) {
			p.request(u, r)
		}
	}
}

func (p *proposer) request(u *theme.Unit, r Request) {
	targets := r.Targets
	if r.Operation == Add && len(targets) == 0 && len(r.Missing) == 0 {
		// Something is asked for, but nobody said where: the framework as a whole.
		targets = []Target{{Words: p.in.Framework.Title}}
	}
	if len(targets) == 0 || (r.Operation == Merge && len(targets) < 2) || (r.Operation == Move && r.To == nil) {
		why := "it names no place that the framework has"
		if len(r.Missing) > 0 {
			why = "the framework has no " + strings.Join(r.Missing, ", ")
		} else if r.Old != "" {
			why = "no one item has the words " + strconv.Quote(cut(r.Old, 80))
		}
		p.lose(u, r, why)
		return
	}
	if !p.joinsNote(u, r, targets) {
		p.file(u, r, targets)
	}
}

// lose notes a request that has no place.
func (p *proposer) lose(u *theme.Unit, r Request, why string) {
	p.lost[u.ID] = why
	p.unplaced = append(p.unplaced, Unplaced{Unit: u.ID, Person: u.Person, Operation: r.Operation, Quote: cut(r.Clause, 400), Why: why})
}

// file makes a request an amendment of its own, or evidence for one that asks
// the same.
func (p *proposer) file(u *theme.Unit, r Request, targets []Target) {
	a := p.draft(r, targets)
	if a.Operation == Move {
		if n, ok := p.place.byUUID[targets[0].UUID]; ok && p.place.spots[n].above >= 0 {
			spot := p.place.spots[n]
			if to := p.place.byUUID[r.To.UUID]; to == spot.above || to == spot.domain {
				p.lose(u, r, "the item is in "+nameOf(*r.To)+" already")
				return
			}
		}
		a.To = r.To
	}
	c := p.like(a, r)
	if c == nil {
		c = p.change(a)
		c.stems = contentStems(r.New)
		p.variant(c)
	}
	c.evidence(u, RoleFor, cut(r.Clause, 400))
}

// joinsNote gives a request to the drafting notes that it asks for: an addition
// on a theme whose notes add something, or a change that a note proposes of the
// same items.
func (p *proposer) joinsNote(u *theme.Unit, r Request, targets []Target) bool {
	joined := false
	for _, c := range p.ofNotes {
		if c.amendment.Operation != r.Operation {
			continue
		}
		same := false
		switch r.Operation {
		case Add:
			same = !r.Named && slices.ContainsFunc(p.byUnit[u.ID], func(k theme.Coding) bool {
				return k.Theme == c.theme && strings.Contains(r.Clause, k.Text)
			})
		case Rename:
			same = len(c.amendment.Targets) == 1 && c.amendment.Targets[0].UUID == targets[0].UUID && plain(r.New) == plain(c.amendment.TextAfter)
		case Level:
			same = r.Level == c.amendment.Level && !slices.ContainsFunc(targets, func(t Target) bool { return !hasTarget(c.amendment.Targets, t) })
		default:
			same = sameTargets(c.amendment.Targets, targets) && r.New == ""
		}
		if same {
			c.evidence(u, RoleFor, cut(r.Clause, 400))
			c.joined = append(c.joined, joinedRequest{u, r, targets})
			joined = true
		}
	}
	return joined
}

// draft makes an amendment of a request.
func (p *proposer) draft(r Request, targets []Target) *Amendment {
	a := &Amendment{Operation: r.Operation, Targets: targets, Level: r.Level, Wording: NoWording}
	var item *frameworks.Item
	if n, ok := p.place.byUUID[targets[0].UUID]; ok {
		item = p.place.spots[n].item
	}
	switch r.Operation {
	case Add:
		if r.Drafted {
			a.TextAfter, a.Wording = r.New, FromCommenter
		} else {
			a.Why = "on: " + cut(r.New, 200)
		}
	case Reword:
		a.TextBefore = targets[0].Words
		switch {
		case r.TakesIn:
			a.Why = "to take in: " + cut(r.New, 200)
		case r.Old != "" && r.New != "":
			if after, ok := replaceWords(a.TextBefore, r.Old, r.New); ok {
				a.TextAfter, a.Wording = after, FromCommenter
			} else {
				a.Why = fmt.Sprintf("to say %q in place of %q", cut(r.New, 200), cut(r.Old, 200))
			}
		case r.New != "":
			a.TextAfter, a.Wording = r.New, FromCommenter
		case r.Old != "" && r.Drafted:
			if after, ok := replaceWords(a.TextBefore, r.Old, ""); ok {
				a.TextAfter, a.Wording = after, FromCommenter
			} else {
				a.Why = "to take out: " + cut(r.Old, 200)
			}
		default:
			a.Why = "found hard to understand"
		}
	case Rename:
		a.TextBefore = targets[0].Words
		if item != nil && item.Title != "" {
			a.TextBefore = item.Title
		}
		if r.Drafted {
			a.TextAfter, a.Wording = r.New, FromCommenter
		} else {
			a.Why = "to take in: " + cut(r.New, 200)
		}
	default:
		a.TextBefore = targets[0].Words
		if len(targets) > 1 {
			a.TextBefore = ""
		}
	}
	return a
}

// nameOf names a place by its code, or its words where it has none.
func nameOf(t Target) string {
	if t.Code != "" {
		return t.Code
	}
	return strconv.Quote(cut(t.Words, 60))
}

// keyOf is what stands for a place in an amendment's id: its code, or the first
// eight digits of its UUID, or nothing for the framework as a whole.
func keyOf(t Target) string {
	if t.Code != "" {
		return t.Code
	}
	return t.UUID[:min(8, len(t.UUID))]
}

// placeOf names what an amendment of a request does and where, but not in which
// words; amendments of one name are at most variants of one another.
func placeOf(a *Amendment) string {
	parts := []string{string(a.Operation)}
	for _, t := range a.Targets {
		if key := keyOf(t); key != "" {
			parts = append(parts, key)
		}
	}
	slices.SortFunc(parts[1:], frameworks.CompareCodes) // "merge 2 and 1" is "merge 1 and 2"
	if a.To != nil {
		parts = append(parts, "to", keyOf(*a.To))
	}
	if a.Level != "" {
		parts = append(parts, a.Level)
	}
	return strings.Join(parts, "-")
}

// like finds an amendment, made of requests, that asks the same.
func (p *proposer) like(a *Amendment, r Request) *change {
	for _, c := range p.variants[placeOf(a)] {
		b := c.amendment
		switch a.Operation {
		case Add:
			if alike(c.stems, contentStems(r.New)) {
				return c
			}
		case Reword, Rename:
			if plain(a.TextAfter) == plain(b.TextAfter) && plain(a.Why) == plain(b.Why) {
				return c
			}
		default:
			return c
		}
	}
	return nil
}

// variant files a new amendment of a request under its place, and names it: by
// the place, with a number from the second on.
func (p *proposer) variant(c *change) {
	place := placeOf(c.amendment)
	p.variants[place] = append(p.variants[place], c)
	c.amendment.ID = place
	if n := len(p.variants[place]); n > 1 {
		c.amendment.ID += "-" + strconv.Itoa(n)
	}
	// A theme may be called "add".
	for slices.ContainsFunc(p.ofNotes, func(o *change) bool { return o.amendment.ID == c.amendment.ID }) {
		c.amendment.ID += "-edit"
	}
}

// keep leaves out the drafting notes that too few ask for, files the requests
// that had joined them by themselves, and counts the people behind each change.
func (p *proposer) keep() {
	var weak []*change
	p.changes = slices.DeleteFunc(p.changes, func(c *change) bool {
		if c.theme == "" {
			return false
		}
		count(c.amendment)
		drop := c.amendment.For < max(1, p.in.MinPeople) || (len(c.amendment.Targets) == 0 && c.amendment.Operation != Level)
		if drop {
			weak = append(weak, c)
		}
		return drop
	})
	filed := map[string]bool{}
	for _, c := range weak {
		for _, j := range c.joined {
			// Several notes of a theme may have had it; and one that is kept answers it.
			key := j.unit.ID + "\x00" + j.request.Clause + "\x00" + string(j.request.Operation)
			kept := slices.ContainsFunc(p.changes, func(k *change) bool {
				return slices.ContainsFunc(k.joined, func(o joinedRequest) bool {
					return o.unit == j.unit && o.request.Clause == j.request.Clause
				})
			})
			if !kept && !filed[key] {
				filed[key] = true
				p.file(j.unit, j.request, j.targets)
			}
		}
	}
	for _, c := range p.changes {
		count(c.amendment)
		for _, j := range c.joined {
			// "Add something on supervision" is for a statement on supervision, but
			// not for its wording unless most of its words are in it.
			if c.amendment.Operation != Add || mostIn(contentStems(j.request.New), contentStems(c.amendment.TextAfter)) {
				c.amendment.exact(j.unit)
			}
		}
		if c.theme == "" {
			c.amendment.Exact = c.amendment.For
		}
		c.amendment.share(p.in.Respondents + p.in.Participants)
		for _, e := range c.amendment.Evidence {
			if e.Role != RoleContext && !slices.Contains(p.used[e.Unit], c.amendment.ID) {
				p.used[e.Unit] = append(p.used[e.Unit], c.amendment.ID)
			}
		}
	}
}

// exact counts the person of a unit among those who asked for just this.
func (a *Amendment) exact(u *theme.Unit) {
	who := u.Source + "\x00" + u.Person
	if !a.exactly[who] {
		if a.exactly == nil {
			a.exactly = map[string]bool{}
		}
		a.exactly[who] = true
		a.Exact++
	}
}

// count fills in the numbers of different people.
func count(a *Amendment) {
	a.SurveyFor, a.GroupFor, a.Context = 0, 0, 0
	pro, contra, other := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range a.Evidence {
		// Respondents and participants may be called alike.
		who := e.Source + "\x00" + e.Person
		switch e.Role {
		case RoleFor:
			if !pro[who] {
				pro[who] = true
				if e.Source == "groups" {
					a.GroupFor++
				} else {
					a.SurveyFor++
				}
			}
		case RoleAgainst:
			contra[who] = true
		default:
			other[who] = true
		}
	}
	for person := range other {
		if !pro[person] && !contra[person] {
			a.Context++
		}
	}
	a.For, a.Against = len(pro), len(contra)
}

// rank puts the changes in order of support. Those of one theme rest on the
// same people and are read together, so they stand together, where the best
// supported of them belongs.
func (p *proposer) rank() {
	type support struct{ net, pro, place int }
	best := map[string]support{}
	of := func(c *change) support { return support{c.amendment.For - c.amendment.Against, c.amendment.For, 0} }
	above := func(a, b support) int {
		return cmp.Or(cmp.Compare(b.net, a.net), cmp.Compare(b.pro, a.pro), cmp.Compare(a.place, b.place))
	}
	for i, c := range p.changes {
		s := of(c)
		s.place = i
		if b, ok := best[c.theme]; c.theme != "" && (!ok || above(s, b) < 0) {
			best[c.theme] = s
		}
	}
	group := func(c *change) support {
		if c.theme != "" {
			return best[c.theme]
		}
		s := of(c)
		s.place = len(p.changes)
		return s
	}
	slices.SortStableFunc(p.changes, func(x, y *change) int {
		return cmp.Or(above(group(x), group(y)), above(of(x), of(y)), frameworks.CompareCodes(firstCode(x.amendment), firstCode(y.amendment)))
	})
	for i, c := range p.changes {
		c.amendment.Number = i + 1
	}
}

func firstCode(a *Amendment) string {
	if len(a.Targets) == 0 {
		return ""
	}
	return a.Targets[0].Code
}

func hasTarget(list []Target, one Target) bool {
	return slices.ContainsFunc(list, func(t Target) bool { return t.UUID == one.UUID })
}

func sameTargets(a, b []Target) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(t Target) bool { return !hasTarget(b, t) })
}

// contentStems are the stems of the words that carry meaning, sorted, each once.
func contentStems(s string) []string {
	var out []string
	for _, w := range strings.Fields(plain(s)) {
		if len(w) > 2 && !english.IsStopWord(w) {
			out = append(out, english.Stem(w, false))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// alike tells whether two sets of stems share at least half of what they hold
// together (the Jaccard index, 1912).
func alike(a, b []string) bool {
	both := 0
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); ok {
			both++
		}
	}
	return both > 0 && 2*both >= len(a)+len(b)-both
}

// mostIn tells whether at least half of the stems of a are among those of b.
func mostIn(a, b []string) bool {
	both := 0
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); ok {
			both++
		}
	}
	return both > 0 && 2*both >= len(a)
}

// quoteOf is the clause of a text in which the code point at start stands.
func quoteOf(text string, start int) string {
	at := len(string([]rune(text)[:min(start, utf8.RuneCountInString(text))]))
	end := 0
	for _, c := range clauses(text) {
		i := strings.Index(text[end:], c)
		if i < 0 {
			break
		}
		end += i + len(c)
		if at < end {
			return cut(c, 400)
		}
	}
	return cut(strings.Join(strings.Fields(text), " "), 400)
}

// cut shortens a text to at most n characters, at a word.
func cut(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	short := string(runes[:n-1])
	if at := strings.LastIndexByte(short, ' '); at > n/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, " ,;:.") + "…"
}

func interval(count, base int) (low, high float64) {
	low, high = stats.Wilson(count, base, tabulate.Confidence)
	return 100 * low, 100 * high
}

func (p *proposer) fates() []Fate {
	out := make([]Fate, 0, len(p.in.Units))
	for i := range p.in.Units {
		u := &p.in.Units[i]
		f := Fate{Unit: u.ID, Person: u.Person, Source: u.Source, Question: u.Question}
		satisfied := true
		for _, c := range p.byUnit[u.ID] {
			if !slices.Contains(f.Themes, c.Theme) {
				f.Themes = append(f.Themes, c.Theme)
			}
			satisfied = satisfied && c.Stance == theme.Satisfied
		}
		switch {
		case len(p.used[u.ID]) > 0:
			f.Fate, f.Amendments, f.Why = Used, p.used[u.ID], "speaks for or against what is proposed"
		case theme.NonAnswer(u.Text):
			f.Fate, f.Why = Nothing, "says nothing to code"
		case p.lost[u.ID] != "":
			f.Fate, f.Why = NotUnderstood, p.lost[u.ID]
		case len(f.Themes) > 0 && satisfied:
			f.Fate, f.Why = Praise, "finds it well as it is"
		case len(f.Themes) > 0:
			f.Fate, f.Why = Noted, "on a theme; asks for nothing that is proposed"
		case u.Source == "groups":
			f.Fate, f.Why = Conversation, "on no theme of the codebook"
		case content(u.Text):
			f.Fate, f.Why = Praise, "finds it well as it is"
		case strings.HasSuffix(strings.TrimSpace(u.Text), "?"):
			f.Fate, f.Why = Noted, "puts a question to the group"
		case len(p.codesIn(u.Text)) > 0:
			f.Fate, f.Why = Noted, "on "+strings.Join(p.codesIn(u.Text), ", ")+"; asks for nothing that could be read"
		default:
			f.Fate, f.Why = NotUnderstood, "no theme's words, and no request that could be read"
			if c := p.place.mostLike(u); c != "" {
				f.Why += "; its words are likest those of " + c
			}
		}
		out = append(out, f)
	}
	return out
}

// codesIn lists the codes of the framework that a text names, each once.
func (p *proposer) codesIn(text string) []string {
	if p.place == nil {
		return nil
	}
	var out []string
	for _, t := range p.place.tokens(straightQuotes(text)) {
		for _, n := range t.spots {
			if code := p.place.spots[n].item.Code; !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}
