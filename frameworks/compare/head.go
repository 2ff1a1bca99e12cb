package compare

import (
	"cmp"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// head tells what differs in what stands before the items.
func (d *differ) head() {
	a, b := d.a.f, d.b.f
	if a.ID != b.ID {
		f := finding.Finding{
			Severity: finding.Note, Kind: "other-framework", File: b.File, Found: b.ID, Expected: a.ID,
			Message: "these are two frameworks; they are compared as if the one were the next version of the other",
		}
		f.Line, f.Column = b.At("id")
		d.findings = append(d.findings, f)
	}
	d.uuid()
	d.text(Rename, "title", a.Title, b.Title)
	for _, f := range []struct{ field, before, after string }{
		{"status", a.Status, b.Status}, {"language", a.Language, b.Language}, {"source", a.Source, b.Source},
		{"rights", a.Rights, b.Rights}, {"creator", a.Creator, b.Creator}, {"publisher", a.Publisher, b.Publisher},
		{"url", a.URL, b.URL}, {"wording", a.Wording, b.Wording}, {"notes", a.Notes, b.Notes},
	} {
		d.text(Reword, f.field, f.before, f.after)
	}
	d.references()
	d.names("kinds", kindEntries(a), kindEntries(b), d.told)
	d.names("levels", levelEntries(a), levelEntries(b), d.levels)
	d.names("relations", relationEntries(a), relationEntries(b), d.relations)
}

// otherWording tells whether the framework's paraphrase gave way to the official
// wording, or the other way round: definitions in other words mean the same then.
func (d *differ) otherWording() bool {
	was, is := d.a.f.Wording, d.b.f.Wording
	return was == "paraphrase" && is == "official" || was == "official" && is == "paraphrase"
}

// uuid tells that the framework has another UUID, be it of its own or of its id.
func (d *differ) uuid() {
	a, b := d.a.f, d.b.f
	was, is := cmp.Or(a.UUID, frameworks.DocumentUUID(a.ID)), cmp.Or(b.UUID, frameworks.DocumentUUID(b.ID))
	if a.ID != b.ID || was == is {
		return
	}
	d.text(Reword, "uuid", was, is)
	f := finding.Finding{
		Severity: finding.Warning, Kind: "framework-uuid-changed", File: b.File, Found: is, Expected: was,
		Message: "the framework has another UUID than before",
		Do:      "A framework keeps its UUID in every version, since other systems know it by that: put it back.",
	}
	f.Line, f.Column = b.At("uuid")
	d.findings = append(d.findings, f)
}

func (d *differ) text(op Operation, field, before, after string) {
	before, after = oneLine(before), oneLine(after)
	if before != after {
		d.heads = append(d.heads, HeadChange{Operation: op, Field: field, Old: before, New: after, Words: words(before, after), Part: Patch})
	}
}

func (d *differ) references() {
	type key struct{ scheme, code string }
	keys := func(f *frameworks.Framework) map[key]string {
		out := map[key]string{}
		for _, r := range f.References {
			out[key{r.Scheme, r.Code}] = oneLine(r.Title)
		}
		return out
	}
	before, after := keys(d.a.f), keys(d.b.f)
	for _, r := range d.a.f.References {
		if title, ok := after[key{r.Scheme, r.Code}]; !ok {
			d.heads = append(d.heads, HeadChange{Operation: Retire, Field: "references", Name: oneLine(r.Scheme + " " + r.Code), Old: oneLine(r.Title), Part: Patch})
		} else if was := oneLine(r.Title); was != title {
			d.heads = append(d.heads, HeadChange{Operation: Rename, Field: "references", Name: oneLine(r.Scheme + " " + r.Code), Old: was, New: title, Words: words(was, title), Part: Patch})
		}
	}
	for _, r := range d.b.f.References {
		if _, ok := before[key{r.Scheme, r.Code}]; !ok {
			d.heads = append(d.heads, HeadChange{Operation: Add, Field: "references", Name: oneLine(r.Scheme + " " + r.Code), New: oneLine(r.Title), Part: Patch})
		}
	}
}

// entry is a kind, a level or a relation: its id, what people call it, and what
// it means.
type entry struct{ id, label, meaning string }

func kindEntries(f *frameworks.Framework) []entry {
	out := make([]entry, len(f.Kinds))
	for i, k := range f.Kinds {
		out[i] = entry{id: k.ID, label: oneLine(k.Label)}
		if k.Letter != "" {
			out[i].meaning = "letter " + k.Letter
		}
	}
	return out
}

func levelEntries(f *frameworks.Framework) []entry {
	out := make([]entry, len(f.Levels))
	for i, l := range f.Levels {
		out[i] = entry{l.ID, oneLine(l.Label), oneLine(l.Definition)}
	}
	return out
}

func relationEntries(f *frameworks.Framework) []entry {
	out := make([]entry, len(f.Relations))
	for i, r := range f.Relations {
		var meaning []string
		if r.Inverse != "" {
			meaning = append(meaning, "the other way "+oneLine(r.Inverse))
		}
		if r.Ordered {
			meaning = append(meaning, "in order")
		}
		if r.CASE != "" {
			meaning = append(meaning, "in CASE "+r.CASE)
		}
		out[i] = entry{r.ID, oneLine(r.Label), strings.Join(meaning, ", ")}
	}
	return out
}

func relationNames(f *frameworks.Framework) []name {
	out := make([]name, len(f.Relations))
	for i, r := range f.Relations {
		out[i] = name{r.ID, r.Label}
	}
	return out
}

func (e entry) String() string {
	out := e.label
	if out == "" {
		out = e.id
	}
	if e.meaning != "" {
		out += ": " + e.meaning
	}
	return out
}

// names tells kinds, levels or relations that were added, taken out, given
// another label or another meaning, or put in another order. Same says which of
// b each of a is.
func (d *differ) names(field string, a, b []entry, same map[string]string) {
	inB := map[string]int{}
	for k, e := range b {
		inB[e.id] = k
	}
	var order []int
	known := map[string]bool{}
	for _, e := range a {
		k, ok := inB[same[e.id]]
		if !ok || same[e.id] == "" {
			d.heads = append(d.heads, HeadChange{Operation: Retire, Field: field, Name: e.id, Old: e.String(), Part: Minor})
			continue
		}
		known[b[k].id] = true
		order = append(order, k)
		before, after := e, b[k]
		if before.label != after.label || before.id != after.id {
			was, is := strings.TrimSpace(before.id+" "+before.label), strings.TrimSpace(after.id+" "+after.label)
			switch {
			case before.id == after.id:
				was, is = cmp.Or(before.label, before.id), cmp.Or(after.label, after.id)
			case before.label == after.label:
				was, is = before.id, after.id
			}
			d.heads = append(d.heads, HeadChange{
				Operation: Rename, Field: field, Name: e.id, Old: was, New: is, Words: words(was, is), Part: Patch,
				was: cmp.Or(before.label, before.id), is: cmp.Or(after.label, after.id),
			})
		}
		if before.meaning != after.meaning {
			part := Minor
			if field == "levels" && before.meaning != "" && after.meaning != "" && d.otherWording() {
				part = Patch
			}
			d.heads = append(d.heads, HeadChange{Operation: Reword, Field: field, Name: after.id, Old: before.meaning, New: after.meaning, Words: words(before.meaning, after.meaning), Part: part})
		}
	}
	for _, e := range b {
		if !known[e.id] {
			d.heads = append(d.heads, HeadChange{Operation: Add, Field: field, Name: e.id, New: e.String(), Part: Minor})
		}
	}
	for k, in := range ascending(order) {
		if !in {
			d.heads = append(d.heads, HeadChange{Operation: Reorder, Field: field, Name: b[order[k]].id, Part: Patch})
		}
	}
}
