package review

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/frameworks/lint"
	"concord/frameworks/revise"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

func itoa(n int) string { return strconv.Itoa(n) }

// decideView is the form in which a decision is written down.
type decideView struct {
	Change       change
	Outcomes     []outcome
	Says         string
	Voting       bool
	Decision     *decisionRow
	Conflicts    []conflictRow
	Dispositions []option
	Meanings     []option
	Levels       []option
	Kinds        []option
	Places       []option
	Others       []option
	Guess        string
	Rationale    string
	Text         string
	Parts        string
	Departs      string
	Fingerprint  string
	Seen         int
	HasText      bool
	HasParts     bool
	HasMeaning   bool
	HasLevel     bool
	HasKind      bool
	HasPlace     bool
	// Closed is where a decision stands that must be taken back before another is made.
	Closed     bool
	Checked    *checked
	MostText   int
	Withdrawn  bool
	Prev, Next *link
}

// checked is what the framework's rules say of a decision that is not made yet.
type checked struct {
	Good  bool     `json:"good"`
	Says  string   `json:"says"`
	Lines []string `json:"lines,omitempty"`
}

func (s *Server) decidePage(w http.ResponseWriter, r *http.Request, v *visit) {
	s.decideWith(w, r, v, nil, nil, nil)
}

var dispositionWords = map[decide.Disposition]string{
	decide.Accepted: "Accepted, as proposed", decide.AcceptedModified: "Accepted with modification", decide.Rejected: "Rejected",
	decide.Deferred: "Deferred: to be decided later", decide.Duplicate: "Duplicate of another amendment", decide.Noted: "Noted: no change",
	decide.OutOfScope: "Out of scope", decide.NeedsInformation: "Needs information", decide.Withdrawn: "Withdrawn",
}

// decideWith shows the form: empty, or as it was filled in where typed is not nil.
func (s *Server) decideWith(w http.ResponseWriter, r *http.Request, v *visit, p *problem, typed url.Values, check *checked) {
	m := v.now
	a := m.Amendment(r.PathValue("id"))
	if a == nil {
		s.plain(w, http.StatusNotFound, "Not here", "The docket has no such amendment.")
		return
	}
	standing := m.standings[a.ID]
	op := a.Operation
	is := func(list ...amend.Operation) bool { return slices.Contains(list, op) }
	view := decideView{Change: m.change(a), Outcomes: m.outcomes(standing, v.member.ID), Decision: m.decision(a.ID), Conflicts: m.conflictsOf(a.ID), Fingerprint: amend.Fingerprint(*a), Seen: len(m.Log.Events), Checked: check, MostText: amend.MostText,
		HasText: is(amend.Add, amend.Reword, amend.Rename, amend.Merge), HasParts: is(amend.Split), HasMeaning: is(amend.Reword, amend.Rename), HasLevel: is(amend.Level, amend.Add, amend.Merge) && len(m.Docket.Next.Levels)+len(m.Framework.Levels) > 0, HasKind: is(amend.Add, amend.Merge), HasPlace: is(amend.Move),
		Withdrawn: a.State == amend.StateWithdrawn}
	_, view.Voting = m.ballot(a.ID)
	view.Closed = standing.Decision != nil && !standing.Decision.Disposition.Open() && typed == nil
	if n := len(standing.Outcomes); n > 0 {
		view.Says = "By the rules, the vote says: " + string(standing.Outcomes[n-1].Result) + "."
	} else {
		view.Says = "Nobody has voted on it yet, so no rule says anything."
	}
	if known, there := m.by[a.ID]; there {
		if n := m.Log.VotedOtherwise(known); n > 0 {
			view.Says = fmt.Sprintf("In round %d other words were voted on than stand here now; nobody has voted on these.", n)
		}
	}
	get := func(key, otherwise string) string {
		if typed != nil {
			return typed.Get(key)
		}
		return otherwise
	}
	var dispositions []string
	for _, d := range decide.Dispositions {
		dispositions = append(dispositions, string(d))
	}
	view.Dispositions = options(get("disposition", ""), dispositions, func(x string) string { return dispositionWords[decide.Disposition(x)] })
	guess := ""
	if a.Meaning != nil {
		view.Guess = view.Change.Guess
	}
	view.Meanings = options(get("meaning", guess), []string{decide.Editorial, decide.Substantial}, func(x string) string {
		if x == decide.Editorial {
			return "Editorial: the statement asks the same of people, and stays the same item"
		}
		return "Substantial: it asks something else; the old item ends, and a new one takes its place"
	})
	var levels, kinds, places []string
	seen := map[string]bool{}
	for _, l := range append(slices.Clone(m.Docket.Next.Levels), m.Framework.Levels...) {
		if !seen[l.ID] {
			seen[l.ID] = true
			levels = append(levels, l.ID)
		}
	}
	for _, k := range m.Framework.Kinds {
		kinds = append(kinds, k.ID)
	}
	labels := map[string]string{}
	m.Framework.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
		// What stands above others is a place; a statement is none.
		if i.InForce() && len(i.Items) > 0 {
			places = append(places, i.UUID)
			labels[i.UUID] = i.Code + " " + onpage.Short(onpage.Clean(i.Title+" "+i.Statement), 60)
		}
		return true
	})
	proposedTo := ""
	if a.To != nil {
		proposedTo = a.To.UUID
	}
	view.Levels = options(get("level", a.Level), levels, m.levelLabel)
	view.Kinds = options(get("kind", a.Kind), kinds, m.kindLabel)
	view.Places = options(get("to", proposedTo), places, func(x string) string { return labels[x] })
	var others []string
	for _, x := range m.docket {
		if x.ID != a.ID {
			others = append(others, x.ID)
		}
	}
	view.Others = options(get("same_as", ""), others, nil)
	view.Rationale, view.Departs = get("rationale", ""), get("departs", "")
	view.Text = get("text", a.TextAfter)
	view.Parts = get("parts", strings.Join(view.Change.Parts, "\n"))
	view.Prev, view.Next, _ = m.beside(a.ID, v)
	s.page(w, r, v, "decide", a.ID, "docket", p, view)
}

// decisionOf makes a decision of the form. What stands in it as it was proposed is
// no modification.
func (m *moment) decisionOf(a *amend.Amendment, form url.Values) (decide.Decision, error) {
	d := decide.Decision{Amendment: a.ID, Fingerprint: amend.Fingerprint(*a), Operation: string(a.Operation), Disposition: decide.Disposition(form.Get("disposition")), Rationale: oneEnding(form.Get("rationale")), Departs: oneEnding(form.Get("departs"))}
	if form.Get("disposition") == "" {
		return d, wrong(http.StatusBadRequest, "Choose a disposition first.")
	}
	if form.Get("fingerprint") != d.Fingerprint {
		return d, wrong(http.StatusConflict, "The amendment was changed in the docket since this page was made. Look at it as it is now.")
	}
	if d.Disposition == decide.Duplicate {
		d.SameAs = form.Get("same_as")
	}
	if !d.Disposition.Accepts() {
		return d, nil
	}
	other := func(key, proposed string) string {
		x := strings.Join(strings.Fields(form.Get(key)), " ")
		if x == strings.Join(strings.Fields(proposed), " ") {
			return ""
		}
		return x
	}
	d.Text = other("text", a.TextAfter)
	d.Level = other("level", a.Level)
	d.Kind = other("kind", a.Kind)
	to := ""
	if a.To != nil {
		to = a.To.UUID
	}
	d.To = other("to", to)
	if a.Operation == amend.Reword || a.Operation == amend.Rename {
		d.Meaning = form.Get("meaning")
	}
	if a.Operation == amend.Split {
		var proposed []string
		for _, p := range a.Parts {
			proposed = append(proposed, strings.Join(strings.Fields(p.Text), " "))
		}
		var parts []string
		for line := range strings.SplitSeq(oneEnding(form.Get("parts")), "\n") {
			if line = strings.Join(strings.Fields(line), " "); line != "" {
				parts = append(parts, line)
			}
		}
		if len(parts) == 0 || slices.Equal(parts, proposed) {
			for _, p := range a.Parts {
				d.Parts = append(d.Parts, decide.Part{Text: p.Text, Kind: p.Kind, Level: p.Level})
			}
		} else {
			if d.Disposition == decide.Accepted {
				return d, wrong(http.StatusBadRequest, "The parts are not those proposed. Decide accepted with modification, or put them back.")
			}
			for _, x := range parts {
				d.Parts = append(d.Parts, decide.Part{Text: x})
			}
		}
	}
	return d, nil
}

// decide records a decision, unless others have done something to the same amendment
// since the page was made: then it shows what.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, v *visit) {
	id, form := r.PathValue("id"), r.PostForm
	if form.Get("do") == "check" { // the button that works without a script
		if a := v.now.Amendment(id); a != nil {
			result := v.now.try(a, form, s.today())
			s.decideWith(w, r, v, nil, form, &result)
			return
		}
	}
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		a, there := now.by[id]
		if !there {
			return nil, 0, wrong(http.StatusNotFound, "Nothing was saved: the docket has no such amendment, or it was withdrawn.")
		}
		d, err := now.decisionOf(now.Amendment(id), form)
		if err != nil {
			return nil, 0, err
		}
		// A browser that got no answer sends the same again.
		if was, e := now.Log.Decided(id); was != nil && e != nil && e.By == v.member.ID && sameDecision(*was, d) {
			return nil, e.N, nil
		}
		if lines := since(now, v, form.Get("seen"), id); len(lines) > 0 {
			p := wrong(http.StatusConflict, "Nothing was saved yet: others have recorded something since this page was made. Look at it, and save again if the decision stays.")
			p.More = lines
			return nil, 0, p
		}
		if err := d.Fits(a); err != nil {
			return nil, 0, notRecorded(err)
		}
		return []decide.Event{{Decide: &d}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.decideNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/decide/"+url.PathEscape(id), "")
}

func (s *Server) decideNow(w http.ResponseWriter, r *http.Request, v *visit, p *problem) {
	if now, err := s.moment(r.Context()); err == nil {
		again := *v
		again.now = now
		v = &again
	}
	s.decideWith(w, r, v, p, r.PostForm, nil)
}

func sameDecision(a, b decide.Decision) bool {
	parts := slices.Equal(a.Parts, b.Parts)
	a.Parts, b.Parts = nil, nil
	return parts && fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b)
}

// undo takes back the decision that stands on an amendment; both stay in the record.
func (s *Server) undo(w http.ResponseWriter, r *http.Request, v *visit) {
	id, why := r.PathValue("id"), oneEnding(r.PostForm.Get("why"))
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		_, e := now.Log.Decided(id)
		if e == nil || itoa(e.N) != r.PostForm.Get("number") {
			return nil, 0, wrong(http.StatusConflict, "Nothing was saved: that decision does not stand any more.")
		}
		if why == "" {
			return nil, 0, wrong(http.StatusBadRequest, "Nothing was saved: say why it is taken back.")
		}
		return []decide.Event{{Withdraw: &decide.Withdrawal{N: e.N, Why: why}}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.decideNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/decide/"+url.PathEscape(id), "")
}

// check says what the framework's rules make of the form, and saves nothing.
func (s *Server) check(w http.ResponseWriter, r *http.Request, v *visit) {
	a := v.now.Amendment(r.PathValue("id"))
	if a == nil {
		s.refuse(w, r, http.StatusNotFound, "The docket has no such amendment.")
		return
	}
	result := v.now.try(a, r.PostForm, s.today())
	s.answer(w, http.StatusOK, reply{Saved: false, Message: result.Says, More: result.Lines})
}

// mostLines is how many findings of a check are listed.
const mostLines = 12

// try makes the next version with the decision that a form holds, and without it,
// and tells what is wrong because of it.
func (m *moment) try(a *amend.Amendment, form url.Values, today string) checked {
	d, err := m.decisionOf(a, form)
	if err != nil {
		return checked{Says: err.Error()}
	}
	known := m.by[a.ID]
	if err := d.Fits(known); err != nil {
		if f, ok := err.(finding.Finding); ok {
			return checked{Says: "The rules say no: " + f.Message + ".", Lines: []string{f.Do}}
		}
	}
	if !d.Disposition.Accepts() {
		return checked{Good: true, Says: "The framework stays as it is."}
	}
	x := amend.Decided{Text: d.Text, Kind: d.Kind, Level: d.Level, To: d.To, Meaning: d.Meaning}
	for _, p := range d.Parts {
		x.Parts = append(x.Parts, revise.Part{Text: p.Text, Kind: p.Kind, Level: p.Level})
	}
	accepted, decided, _ := m.Accepted()
	accepted = slices.DeleteFunc(slices.Clone(accepted), func(o amend.Amendment) bool { return o.ID == a.ID })
	_, before := m.outcomeOf(accepted, decided, today)
	decided[a.ID] = x
	version, after := m.outcomeOf(append(slices.Clone(accepted), a.With(x)), decided, today)
	old := map[string]bool{}
	for _, line := range before {
		old[line] = true
	}
	var lines []string
	for _, line := range after {
		if !old[line] && len(lines) < mostLines {
			lines = append(lines, line)
		}
	}
	switch {
	case len(lines) > 0:
		return checked{Says: "The framework's rules have something to say:", Lines: lines}
	case version == "":
		return checked{Good: true, Says: "Nothing is wrong with this decision. Other decisions still stand in the way of the next version."}
	}
	return checked{Good: true, Says: "The framework's rules allow it. With what is accepted so far, the next version would be " + version + "."}
}

// outcomeOf makes the next version out of accepted amendments, and gives its number
// or what stands in its way, or is doubtful about it.
func (m *moment) outcomeOf(accepted []amend.Amendment, decided map[string]amend.Decided, today string) (version string, lines []string) {
	for _, c := range amend.Conflicts(m.Framework, accepted) {
		lines = append(lines, onpage.Clean("Conflict: "+c.Message+" "+c.Settle))
	}
	var changes []revise.Change
	for i := range accepted {
		if own := m.Amendment(accepted[i].ID); own != nil {
			changes = append(changes, own.Change(decided[own.ID]))
		}
	}
	if len(changes) == 0 {
		return "", lines
	}
	o := m.Docket.Next
	o.Day = today
	result, findings := revise.Apply(m.Framework, changes, o)
	if result != nil {
		version = result.Framework.Version
		findings = append(findings, lint.Framework(result.Framework)...)
	}
	for _, f := range findings {
		lines = append(lines, onpage.Clean(strings.TrimSpace(f.Cell+" "+f.Message+". "+f.Do)))
	}
	return version, lines
}
