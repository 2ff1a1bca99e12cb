package theme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
)

// edit is one change to a codebook in the making.
type edit struct {
	cb       *Codebook
	findings []finding.Finding
}

func (cb *Codebook) edit() *edit { return &edit{cb: cb.clone()} }

// clone gives a copy that shares nothing that is changed.
func (cb *Codebook) clone() *Codebook {
	out := *cb
	out.Themes = slices.Clone(cb.Themes)
	out.History = slices.Clone(cb.History)
	return &out
}

func (e *edit) fault(kind, found, expected, message, do string) {
	e.findings = append(e.findings, finding.Finding{
		Severity: finding.Error, Kind: kind, Found: found, Expected: expected, Message: message, Do: do,
	})
}

func (e *edit) warn(kind, found, message, do string) {
	e.findings = append(e.findings, finding.Finding{Severity: finding.Warning, Kind: kind, Found: found, Message: message, Do: do})
}

// place gives the place of a theme among the themes, -1 where there is none.
func (e *edit) place(id string) int {
	i := slices.IndexFunc(e.cb.Themes, func(t Theme) bool { return t.ID == id })
	if i < 0 {
		var ids []string
		for _, t := range e.cb.Themes {
			ids = append(ids, t.ID)
		}
		e.fault("no-such-theme", id, "the id of a theme of this codebook", "this codebook has no such theme", finding.DidYouMean(id, ids[:min(len(ids), 300)]))
	}
	return i
}

// fresh checks an id that a theme is to have; free are ids that may be used again.
func (e *edit) fresh(id string, free ...string) {
	if !idForm.MatchString(id) {
		e.fault("id-form", id, idExpected, "this is not an id that can be used", "")
		return
	}
	for _, t := range e.cb.Themes {
		if strings.EqualFold(t.ID, id) && !slices.Contains(free, t.ID) {
			e.fault("id-twice", id, "an id that no theme has, capitals not counting", "another theme has this id", "Give it another id.")
		}
	}
}

// children moves the themes below one of from to below to.
func (e *edit) children(to string, from ...string) {
	for i := range e.cb.Themes {
		if slices.Contains(from, e.cb.Themes[i].Parent) {
			e.cb.Themes[i].Parent = to
		}
	}
}

// end raises the version and keeps the record. It gives no codebook where there
// were errors.
func (e *edit) end(what string, from, to []string, note string) (*Codebook, []finding.Finding) {
	parts, ok := versionParts(e.cb.Version)
	if !ok {
		e.fault("version-form", e.cb.Version, "numbers with full stops between them, such as 1.0.0", "the version of this codebook cannot be raised", "Give it such a version: first.")
	}
	if len(finding.Errors(e.findings)) > 0 {
		return nil, e.findings
	}
	parts[0]++
	clear(parts[1:])
	e.cb.Version = versionText(parts)
	e.cb.History = append(e.cb.History, Change{Version: e.cb.Version, What: what, From: slices.Clone(from), To: slices.Clone(to), Note: note})
	return e.cb, e.findings
}

// Rename gives the codebook with another id for a theme. The codebook itself is
// left as it is. Like Merge, Split and Retire it raises the first number of the
// version by one and sets the numbers after it to 0 (1.4.2 becomes 2.0.0), as
// codings made before cannot be read as they stand, and adds to the history.
// Where a finding is an error no codebook is given.
func (cb *Codebook) Rename(old, id, note string) (*Codebook, []finding.Finding) {
	e := cb.edit()
	i := e.place(old)
	e.fresh(id, old)
	if old == id {
		e.fault("id-twice", id, "another id", "the theme has this id already", "")
	}
	if i >= 0 {
		e.cb.Themes[i].ID = id
		e.children(id, old)
	}
	return e.end("rename", []string{old}, []string{id}, note)
}

// Retire gives the codebook without a theme (see Rename). Themes below it move
// up to below the theme that it was below.
func (cb *Codebook) Retire(id, note string) (*Codebook, []finding.Finding) {
	e := cb.edit()
	if i := e.place(id); i >= 0 {
		e.children(e.cb.Themes[i].Parent, id)
		e.cb.Themes = slices.Delete(e.cb.Themes, i, i+1)
	}
	return e.end("retire", []string{id}, nil, note)
}

// Merge gives the codebook with one theme in place of several (see Rename). id
// is one of theirs or a new one; name "" means the name that the theme id has,
// or else the names with "and" between them. Rules, exceptions, examples and
// drafting notes are put together, definitions and notes one after the other.
// What the themes do not agree on is a warning: a stance is then left out, and
// questions are all that any theme had.
func (cb *Codebook) Merge(ids []string, id, name, note string) (*Codebook, []finding.Finding) {
	e := cb.edit()
	if len(ids) < 2 {
		e.fault("change-form", strings.Join(ids, ", "), "two themes or more", "a merge needs several themes", "")
	}
	var places []int
	for k, one := range ids {
		if slices.Contains(ids[:k], one) {
			e.fault("id-twice", one, "each theme once", "this theme is named twice", "")
			continue
		}
		if i := e.place(one); i >= 0 {
			places = append(places, i)
		}
	}
	e.fresh(id, ids...)
	if len(finding.Errors(e.findings)) > 0 {
		return nil, e.findings
	}
	// The theme whose id is kept gives its words first, and its place.
	first := max(slices.Index(ids, id), 0)
	places[0], places[first] = places[first], places[0]
	merged := e.cb.Themes[places[0]]
	for _, i := range places[1:] {
		e.join(&merged, e.cb.Themes[i])
	}
	if name != "" {
		merged.Name = name
	} else if slices.Contains(ids, id) {
		merged.Name = e.cb.Themes[places[0]].Name
	}
	merged.ID = id
	merged.Parent = e.above(merged.Parent, ids)
	e.cb.Themes[places[0]] = merged
	gone := slices.Sorted(slices.Values(places[1:]))
	for _, i := range slices.Backward(gone) {
		e.cb.Themes = slices.Delete(e.cb.Themes, i, i+1)
	}
	e.children(id, ids...)
	return e.end("merge", ids, []string{id}, note)
}

// above gives the theme above a merged one whose parent was parent: what is above
// the last of those merged on the way up, so that it is not above itself.
func (e *edit) above(parent string, merged []string) string {
	up := parent
	for range e.cb.Themes {
		t := e.cb.Theme(up)
		if t == nil {
			break
		}
		if slices.Contains(merged, up) {
			parent = t.Parent
		}
		up = t.Parent
	}
	return parent
}

// join adds one theme to another.
func (e *edit) join(to *Theme, other Theme) {
	to.Name = joined(to.Name, other.Name, " and ")
	to.Definition = joined(to.Definition, other.Definition, " ")
	to.Include = joined(to.Include, other.Include, " ")
	to.Exclude = joined(to.Exclude, other.Exclude, " ")
	to.Examples = united(to.Examples, other.Examples)
	if len(to.Except) > 0 && len(other.Rules) > 0 || len(other.Except) > 0 && len(to.Rules) > 0 {
		e.warn("except-wider", to.ID+" and "+other.ID, "the exceptions of either theme now take back matches of both", "Look at except: of the merged theme; unless, within a rule, takes back that rule only.")
	}
	if !slices.Equal(to.Questions, other.Questions) {
		e.warn("questions-wider", to.ID+" and "+other.ID, "the themes were looked for in the answers to different questions; the merged theme is looked for in all of these", "Look at questions: of the merged theme.")
		if len(to.Questions) > 0 && len(other.Questions) > 0 {
			to.Questions = united(to.Questions, other.Questions)
		} else {
			to.Questions = nil
		}
	}
	if to.Stance != other.Stance {
		e.warn("stance-dropped", to.ID+" and "+other.ID, "the themes had different stances of their own; the merged theme has none", "Look at stance: of the merged theme.")
		to.Stance = ""
	}
	to.Rules = united(to.Rules, other.Rules)
	to.Except = united(to.Except, other.Except)
	to.Propose = slices.Concat(to.Propose, other.Propose)
}

func joined(a, b, between string) string {
	if a == "" || b == "" || a == b {
		return a + strings.TrimPrefix(b, a)
	}
	return a + between + b
}

// united gives both lists, what is in both once.
func united(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(a, s) {
			out = append(out, s)
		}
	}
	return out
}

// Split gives the codebook with several themes in place of one (see Rename). One
// of them may keep the id. Each says which rules are its own, and every rule of
// the theme must go to one of them at least; rules that it did not have may be
// added. What a part does not say of parent, questions, stance and except it has
// from the theme. Drafting notes go to the first part unless the parts bring
// their own, which is a warning, and so is what becomes of themes below it.
func (cb *Codebook) Split(id string, into []Theme, note string) (*Codebook, []finding.Finding) {
	e := cb.edit()
	i := e.place(id)
	if len(into) < 2 {
		e.fault("change-form", fmt.Sprint(len(into)), "two themes or more", "a split needs several themes", "")
	}
	into = slices.Clone(into)
	var ids []string
	kept, ownNotes := false, false
	for k := range into {
		part := &into[k]
		e.fresh(part.ID, id)
		if slices.ContainsFunc(ids, func(s string) bool { return strings.EqualFold(s, part.ID) }) {
			e.fault("id-twice", part.ID, "each id once, capitals not counting", "two of the parts have this id", "")
		}
		if strings.TrimSpace(part.Name) == "" {
			e.fault("no-name", part.ID, "a few words", "this part has no name", "")
		}
		for _, rule := range slices.Concat(part.Rules, part.Except) {
			if _, err := ParseRule(rule); err != nil {
				e.fault("rule", rule, "", err.Error(), "")
			}
		}
		ids = append(ids, part.ID)
		kept = kept || part.ID == id
		ownNotes = ownNotes || len(part.Propose) > 0
	}
	if i < 0 {
		return nil, e.findings
	}
	whole := e.cb.Themes[i]
	for _, rule := range whole.Rules {
		if !slices.ContainsFunc(into, func(t Theme) bool { return slices.Contains(t.Rules, rule) }) {
			e.fault("rule-left-over", rule, "each rule in one of the parts at least", "no part of the theme has this rule", "Put it among the rules of the part that it belongs to: - "+strconv.Quote(rule))
		}
	}
	if len(finding.Errors(e.findings)) > 0 {
		return nil, e.findings
	}
	for k := range into {
		part := &into[k]
		if part.Parent == "" {
			part.Parent = whole.Parent
		}
		if part.Questions == nil {
			part.Questions = whole.Questions
		}
		if part.Stance == "" {
			part.Stance = whole.Stance
		}
		if part.Except == nil {
			part.Except = whole.Except
		}
	}
	if len(whole.Propose) > 0 && !ownNotes {
		into[0].Propose = whole.Propose
		e.warn("notes-moved", into[0].ID, "the drafting notes of the theme went to the first of its parts", "Look at propose: and move what belongs to another part.")
	}
	if !kept {
		below := slices.ContainsFunc(e.cb.Themes, func(t Theme) bool { return t.Parent == id })
		if below {
			e.warn("moved-up", id, "the themes below this one are now below the one above it", "Give each of them the parent: that it should have.")
		}
		e.children(whole.Parent, id)
	}
	e.cb.Themes = slices.Replace(e.cb.Themes, i, i+1, into...)
	return e.end("split", []string{id}, ids, note)
}
