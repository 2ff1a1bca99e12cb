package amend

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/yamlfile"
)

// MostText is the most characters that a text of the docket may have: those that
// a statement may have.
const MostText = revise.MostText

// ReadDocket gives the docket that the YAML text data of the named file holds, and
// everything that is wrong with its form, in the file's order. What a person may
// leave out is filled in: the source (group), the state (proposed), whose words a
// text are (group, or none). Shares and intervals are worked out again from the
// counts. Whether places, kinds, levels and evidence exist is for Complete to say.
// The docket is never nil, but is fit for use only where none of the findings is
// of severity Error.
func ReadDocket(file string, data []byte) (*Docket, []finding.Finding) {
	in := docketFile{}
	findings := yamlfile.Decode(file, data, &in)
	d := &Docket{file: file, at: in.Base.Pos}
	if in.Base.Line == 0 {
		d.at = in.Pos
	}
	if len(findings) > 0 {
		return d, findings
	}
	r := docketReader{file: file}
	r.base(in.Pos, in.Base, d)
	r.next(in.Next, d)
	for i := range in.Amendments {
		a := r.amendment(&in.Amendments[i])
		a.Number = i + 1
		d.Amendments = append(d.Amendments, a)
	}
	r.together(in.Amendments)
	for _, u := range in.Unplaced {
		r.oneOf(u.Pos, "operation", string(u.Operation), texts(Operations))
		d.Unplaced = append(d.Unplaced, Unplaced{Unit: clean(u.Unit), Person: clean(u.Person), Operation: u.Operation, Quote: r.text(u.Pos, "quote", u.Quote), Why: r.text(u.Pos, "why", u.Why)})
	}
	finding.Sort(r.findings)
	return d, r.findings
}

type docketReader struct {
	file     string
	findings []finding.Finding
}

// report adds a finding at the value of key in the mapping at p.
func (r *docketReader) report(p yamlfile.Pos, key string, f finding.Finding) {
	f.File, f.Severity = r.file, cmp.Or(f.Severity, finding.Error)
	f.Line, f.Column = p.At(key)
	r.findings = append(r.findings, f)
}

func (r *docketReader) oneOf(p yamlfile.Pos, key, value string, known []string) {
	if !slices.Contains(known, value) {
		kind := "unknown-" + strings.ReplaceAll(key, "_", "-")
		if value == "" {
			kind = "missing-key"
		}
		r.report(p, key, finding.Finding{
			Kind: kind, Found: value, Message: "this is not one of the values that " + key + " may have", Do: finding.DidYouMean(value, known),
		})
	}
}

// text brings a text to one line, and reports one that is too long.
func (r *docketReader) text(p yamlfile.Pos, key, s string) string {
	s = clean(s)
	if n := utf8.RuneCountInString(s); n > MostText {
		r.report(p, key, finding.Finding{
			Kind: "too-long", Found: fmt.Sprintf("%d characters", n), Expected: fmt.Sprintf("at most %d", MostText), Message: key + " is too long", Do: "Shorten it.",
		})
	}
	return s
}

// mostID is the most bytes that the id of an amendment may have.
const mostID = 200

// notInID are the signs that would make of an id a path, or part of a page.
const notInID = "\"`<>\\"

// plainID tells whether an id can name a file and stand on a page.
func plainID(id string) bool {
	return len(id) <= mostID && !strings.HasPrefix(id, ".") && !strings.HasPrefix(id, "/") && !strings.Contains(id, "..") && !strings.ContainsAny(id, notInID) && onpage.Clean(id) == id
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

var (
	frameworkForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	versionForm   = regexp.MustCompile(`^\d{1,9}\.\d{1,9}\.\d{1,9}$`)
	hashForm      = regexp.MustCompile(`^[0-9a-f]{64}$`)
	digestForm    = regexp.MustCompile(`^[0-9a-f]{16}$`)
	intervalForm  = regexp.MustCompile(`^(\d{1,3}\.\d)% to (\d{1,3}\.\d)%$`)
)

func (r *docketReader) base(whole yamlfile.Pos, b docketBase, d *Docket) {
	if b.Line == 0 {
		r.report(whole, "base", finding.Finding{
			Kind: "missing-key", Expected: "base, with framework and version", Message: "the docket does not say against which version of which framework it was drafted",
		})
		return
	}
	if !frameworkForm.MatchString(b.Framework) {
		r.report(b.Pos, "framework", finding.Finding{
			Kind: "bad-id", Found: b.Framework, Expected: "the id of a framework, such as digital-competencies", Message: "the base does not say which framework",
		})
	}
	if !versionForm.MatchString(b.Version) {
		r.report(b.Pos, "version", finding.Finding{
			Kind: "bad-version", Found: b.Version, Expected: "a version, such as 1.0.0", Message: "the base does not say which version",
		})
	}
	if b.SHA256 != "" && !hashForm.MatchString(b.SHA256) {
		r.report(b.Pos, "sha256", finding.Finding{
			Kind: "bad-hash", Found: b.SHA256, Expected: "64 of the digits 0 to 9 and a to f", Message: "this is no SHA-256", Do: "Draft the docket again, which writes it.",
		})
	}
	d.Framework, d.Version, d.SHA256 = b.Framework, b.Version, b.SHA256
}

func (r *docketReader) next(n *docketNext, d *Docket) {
	if n == nil {
		return
	}
	d.Next = revise.Options{Unset: clean(n.Unset), Status: n.Status, Notes: r.text(n.Pos, "notes", n.Notes), Wording: n.Wording}
	if n.Status != "" {
		r.oneOf(n.Pos, "status", n.Status, frameworks.Statuses)
	}
	if n.Wording != "" {
		r.oneOf(n.Pos, "wording", n.Wording, frameworks.Wordings)
	}
	seen := map[string]bool{}
	for _, l := range n.Levels {
		if !frameworkForm.MatchString(l.ID) {
			r.report(l.Pos, "id", finding.Finding{Kind: "bad-id", Found: l.ID, Expected: "small letters and digits with hyphens, such as advanced", Message: "a level needs an id"})
		} else if seen[l.ID] {
			r.report(l.Pos, "id", finding.Finding{Kind: "id-twice", Found: l.ID, Message: "this level is given twice", Do: "Take one of them out."})
		}
		seen[l.ID] = true
		if clean(l.Label) == "" {
			r.report(l.Pos, "label", finding.Finding{Kind: "missing-key", Expected: "a label, such as Advanced", Message: "a level needs a label"})
		}
		d.Next.Levels = append(d.Next.Levels, frameworks.Level{ID: l.ID, Label: r.text(l.Pos, "label", l.Label), Definition: r.text(l.Pos, "definition", l.Definition)})
	}
}

// amendment brings one entry into the form that the program works with.
func (r *docketReader) amendment(e *docketEntry) Amendment {
	a := Amendment{
		ID: r.text(e.Pos, "id", e.ID), Operation: e.Operation, State: cmp.Or(e.State, StateProposed), WithdrawnBy: e.WithdrawnBy, Source: cmp.Or(e.Source, SourceGroup),
		Kind: clean(e.Kind), Level: clean(e.Level), Title: r.text(e.Pos, "title", e.Title),
		TextBefore: r.text(e.Pos, "text_before", e.Before), TextAfter: r.text(e.Pos, "text_after", e.After),
		Wording: e.Wording, Why: r.text(e.Pos, "why", e.Why), Note: r.text(e.Pos, "note", e.Note),
		TakesIn: cleanAll(e.TakesIn), Themes: cleanAll(e.Themes), Literature: cleanAll(e.Literature), Drafted: e.Drafted, at: e.Pos,
	}
	if a.ID == "" {
		r.report(e.Pos, "id", finding.Finding{Kind: "missing-key", Expected: "a short name that no other amendment has", Message: "an amendment needs an id"})
	}
	if a.ID != "" && !plainID(a.ID) {
		r.report(e.Pos, "id", finding.Finding{
			Kind: "bad-id", Found: a.ID, Expected: fmt.Sprintf("at most %d letters, digits, spaces and signs such as - . _", mostID), Message: "this cannot be the id of an amendment: files and pages are named after it",
			Do: "Take out quotation marks, <, > and \\, two points after one another, a point or / at the beginning, and what cannot be seen.",
		})
	}
	r.oneOf(e.Pos, "operation", string(e.Operation), texts(Operations))
	r.oneOf(e.Pos, "state", a.State, States)
	r.oneOf(e.Pos, "source", string(a.Source), texts(Sources))
	if a.State == StateWithdrawn {
		a.WithdrawnBy = cmp.Or(a.WithdrawnBy, SourceGroup)
	}
	if e.WithdrawnBy != "" {
		r.oneOf(e.Pos, "withdrawn_by", string(e.WithdrawnBy), texts([]Source{SourceGroup, SourceEvidence}))
		if a.State != StateWithdrawn {
			r.report(e.Pos, "withdrawn_by", finding.Finding{
				Kind: "not-withdrawn", Found: string(e.WithdrawnBy), Message: "this says who withdrew an amendment that stands", Do: "Take the line out, or write state: withdrawn.",
			})
		}
	}
	if a.Wording == "" {
		if a.Wording = NoWording; a.TextAfter != "" || a.Title != "" || len(e.Parts) > 0 {
			a.Wording = FromGroup
		}
	}
	r.oneOf(e.Pos, "wording_source", string(a.Wording), texts(WordingSources))
	if e.Drafted != "" && !digestForm.MatchString(e.Drafted) {
		r.report(e.Pos, "drafted", finding.Finding{
			Kind: "bad-hash", Found: e.Drafted, Expected: "16 of the digits 0 to 9 and a to f", Message: "this is not what the program writes here", Do: "Take the line out: the amendment then counts as edited, and stays as it is.",
		})
	}
	r.place(e, &a)
	r.supported(&e.Support, &a)
	r.near(e, &a)
	r.evidence(e, &a)
	return a
}

// place reads what the amendment does and to what.
func (r *docketReader) place(e *docketEntry, a *Amendment) {
	least, most, wanted := 1, 1, "one item"
	switch e.Operation {
	case Add:
		least, wanted = 0, "the item under which it goes, or none for the top"
	case Level:
		most, wanted = len(e.Targets), "one item or more"
	case Merge:
		least, most, wanted = 2, max(2, len(e.Targets)), "two items or more"
	}
	if n := len(e.Targets); n < least || n > most {
		r.report(e.Pos, "targets", finding.Finding{
			Kind: "targets", Found: fmt.Sprintf("%d items", n), Expected: wanted, Message: fmt.Sprintf("%s is done to another number of items", e.Operation),
		})
	}
	seen := map[[2]string]bool{}
	for _, t := range e.Targets {
		target := r.target(t)
		key := [2]string{target.Code, target.UUID}
		if seen[key] {
			r.report(t.Pos, "code", finding.Finding{Kind: "target-twice", Found: cmp.Or(t.Code, t.UUID), Message: "this item is named twice", Do: "Take one of them out."})
		}
		seen[key] = true
		a.Targets = append(a.Targets, target)
	}
	if e.To != nil {
		a.To = &Target{}
		if e.To.Code != "" || e.To.UUID != "" {
			*a.To = r.target(*e.To)
		}
	}
	for _, p := range e.Parts {
		part := revise.Part{Text: r.text(p.Pos, "text", p.Text), Kind: clean(p.Kind), Level: clean(p.Level)}
		if part.Text == "" {
			r.report(p.Pos, "text", finding.Finding{Kind: "missing-key", Expected: "a statement", Message: "a part of a split needs a text"})
		}
		a.Parts = append(a.Parts, part)
	}
	only := func(key string, given bool, op Operation) {
		if given && e.Operation != op {
			r.report(e.Pos, key, finding.Finding{
				Kind: "not-for-operation", Found: string(e.Operation), Expected: string(op), Message: fmt.Sprintf("%s is only for the operation %s", key, op), Do: "Take it out, or change the operation.",
			})
		}
	}
	only("to", e.To != nil, Move)
	only("parts", len(e.Parts) > 0, Split)
	only("title", e.Title != "", Add)
	if e.Operation == Move && e.To == nil {
		r.report(e.Pos, "to", finding.Finding{Kind: "missing-key", Expected: "the item that it goes under, such as to: 7, or to: {} for the top", Message: "this does not say where the item is moved to"})
	}
	if e.Operation == Level && a.Level == "" {
		r.report(e.Pos, "level", finding.Finding{Kind: "missing-key", Expected: "the id of a level", Message: "this does not say which level the items get"})
	}
	if e.Meaning != nil {
		r.oneOf(e.Meaning.Pos, "meaning", e.Meaning.Meaning, []string{revise.Editorial, revise.Substantial})
		a.Meaning = &MeaningGuess{Meaning: e.Meaning.Meaning, Why: r.text(e.Meaning.Pos, "why", e.Meaning.Why)}
	}
}

func (r *docketReader) target(t docketTarget) Target {
	out := Target{Code: clean(t.Code), UUID: t.UUID}
	switch {
	case out.Code == "" && out.UUID == "":
		r.report(t.Pos, "code", finding.Finding{Kind: "missing-key", Expected: "a code, such as 7.A.3, or a UUID", Message: "this names no item"})
	case out.UUID != "" && !frameworks.WellFormedUUID(out.UUID):
		r.report(t.Pos, "uuid", finding.Finding{
			Kind: "bad-uuid", Found: t.UUID, Expected: "36 characters in lower case", Message: "this is not a UUID", Do: "Take it out where the code says which item it is.",
		})
	}
	return out
}

// supported reads the figures of the support, and works out shares and intervals.
func (r *docketReader) supported(s *docketSupport, a *Amendment) {
	counts := []struct {
		key string
		n   int
	}{
		{"people_for", s.For}, {"people_exact", s.Exact}, {"people_against", s.Against}, {"people_context", s.Context},
		{"survey_people", s.Survey}, {"group_people", s.Groups}, {"base", s.Base},
	}
	good := true
	for _, c := range counts {
		good = r.count(s.Pos, c.key, c.n) && good
	}
	a.For, a.Exact, a.Against, a.Context, a.SurveyFor, a.GroupFor = s.For, s.Exact, s.Against, s.Context, s.Survey, s.Groups
	if good && (s.Base > 0 && max(s.For, s.Against) > s.Base || s.Exact > s.For || s.Survey > s.For || s.Groups > s.For-s.Survey) {
		r.report(s.Pos, "people_for", finding.Finding{
			Kind: "support", Found: strconv.Itoa(s.For), Message: "these numbers of people contradict each other", Do: "Draft the docket again, which writes them.",
		})
		good = false
	}
	if good && s.Base > 0 {
		a.share(s.Base)
		r.sameShare(s.Pos, s.Share, s.For, s.Base)
	}
	for _, g := range s.Subgroups {
		one := SubgroupSupport{Subgroup: clean(g.ID), For: g.For, Against: g.Against, Base: g.Base}
		if r.count(g.Pos, "people_for", g.For) && r.count(g.Pos, "people_against", g.Against) && r.count(g.Pos, "base", g.Base) {
			if max(g.For, g.Against) > g.Base {
				r.report(g.Pos, "people_for", finding.Finding{Kind: "support", Found: strconv.Itoa(max(g.For, g.Against)), Expected: fmt.Sprintf("at most %d", g.Base), Message: "more people than the subgroup has"})
			} else {
				one.share()
				r.sameShare(g.Pos, g.Share, g.For, g.Base)
			}
		}
		a.Subgroups = append(a.Subgroups, one)
	}
	for _, g := range s.Agreement {
		one := Agreement{Domain: clean(g.Domain), Count: g.Count, Base: g.Base, Shown: clean(g.Shown)}
		if r.count(g.Pos, "count", g.Count) && r.count(g.Pos, "base", g.Base) && g.Count > g.Base {
			r.report(g.Pos, "count", finding.Finding{Kind: "support", Found: strconv.Itoa(g.Count), Expected: fmt.Sprintf("at most %d", g.Base), Message: "more people than were asked"})
		}
		if m := intervalForm.FindStringSubmatch(g.Interval); m != nil {
			one.Low, _ = strconv.ParseFloat(m[1], 64)
			one.High, _ = strconv.ParseFloat(m[2], 64)
		} else {
			r.report(g.Pos, "interval", finding.Finding{Kind: "bad-interval", Found: g.Interval, Expected: "such as 70.1% to 89.9%", Message: "this is not an interval", Do: "Draft the docket again, which writes it."})
		}
		a.Agreement = append(a.Agreement, one)
	}
}

// mostPeople is more people than there are.
const mostPeople = 10_000_000_000

func (r *docketReader) count(p yamlfile.Pos, key string, n int) bool {
	if n < 0 || n > mostPeople {
		r.report(p, key, finding.Finding{Kind: "bad-count", Found: strconv.Itoa(n), Expected: "a number of people", Message: key + " cannot be so"})
		return false
	}
	return true
}

// sameShare warns of a share that somebody edited.
func (r *docketReader) sameShare(p yamlfile.Pos, given string, count, base int) {
	if base == 0 || given == "" {
		return
	}
	if want := shareText(count, base); given != want {
		r.report(p, "share", finding.Finding{
			Severity: finding.Warning, Kind: "other-share", Found: given, Expected: want, Message: fmt.Sprintf("this is not the share of %d of %d", count, base), Do: "Nothing: it is worked out from the counts.",
		})
	}
}

func (r *docketReader) near(e *docketEntry, a *Amendment) {
	for _, n := range e.Near {
		if n.Score < 0 || n.Score > 1 {
			r.report(n.Pos, "score", finding.Finding{Kind: "bad-score", Found: fmt.Sprint(n.Score), Expected: "a number from 0 to 1", Message: "this is not a likeness"})
		}
		a.Near = append(a.Near, Near{
			Framework: clean(n.Framework), Version: clean(n.Version), Code: clean(n.Code), UUID: clean(n.UUID), Words: r.text(n.Pos, "words", n.Words), Score: n.Score,
		})
	}
}

func (r *docketReader) evidence(e *docketEntry, a *Amendment) {
	seen := map[[2]string]bool{}
	add := func(p yamlfile.Pos, key string, x Evidence) {
		if x.Unit == "" {
			r.report(p, key, finding.Finding{Kind: "missing-key", Expected: "the id of a comment or a turn, such as R017/d5_comments", Message: "this evidence does not say whose words it is"})
			return
		}
		if k := [2]string{x.Unit, string(x.Role)}; !seen[k] { // named twice is evidence once
			seen[k] = true
			a.Evidence = append(a.Evidence, x)
		}
	}
	for _, x := range e.Evidence {
		r.oneOf(x.Pos, "role", string(x.Role), texts(Roles))
		add(x.Pos, "unit", Evidence{Unit: clean(x.Unit), Person: clean(x.Person), Source: clean(x.Source), Role: x.Role, Quote: r.text(x.Pos, "quote", x.Quote)})
	}
	if e.More == nil {
		return
	}
	for _, list := range []struct {
		role  Role
		units []string
	}{{RoleFor, e.More.For}, {RoleAgainst, e.More.Against}, {RoleContext, e.More.Context}} {
		for _, unit := range list.units {
			add(e.More.Pos, string(list.role), Evidence{Unit: clean(unit), Role: list.role})
		}
	}
}

// together looks at what several entries must not have in common.
func (r *docketReader) together(entries []docketEntry) {
	first := map[string]*docketEntry{}
	for i := range entries {
		e := &entries[i]
		id := clean(e.ID)
		if other := first[id]; other != nil && id != "" {
			r.report(e.Pos, "id", finding.Finding{
				Kind: "id-twice", Found: id, Expected: "an id that no other amendment has", Message: fmt.Sprintf("the amendment in line %d has this id too", other.Line), Do: "Give one of them another id; if it was voted on, the votes stay with the old one.",
			})
			continue
		}
		first[id] = e
	}
	taker := map[string]string{}
	for i := range entries {
		e := &entries[i]
		for _, t := range e.TakesIn {
			id := clean(t)
			switch {
			case first[id] != nil:
				r.report(e.Pos, "takes_in", finding.Finding{
					Kind: "taken-in", Found: id, Message: fmt.Sprintf("the amendment in line %d was made part of this one and still stands by itself", first[id].Line), Do: "Take that amendment out of the file, or its id out of this list.",
				})
			case taker[id] != "":
				r.report(e.Pos, "takes_in", finding.Finding{
					Kind: "taken-in", Found: id, Message: "this is part of " + taker[id] + " already", Do: "Leave it with one of the two.",
				})
			}
			taker[id] = clean(e.ID)
		}
	}
}
