package theme

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

// must gives the codebook that an edit made.
func must(t *testing.T) func(*Codebook, []finding.Finding) *Codebook {
	return func(cb *Codebook, found []finding.Finding) *Codebook {
		t.Helper()
		if cb == nil || len(finding.Errors(found)) > 0 {
			t.Fatalf("findings: %v", found)
		}
		return cb
	}
}

func changeBook() *Codebook {
	return &Codebook{ID: "c", Version: "1.2.3", Themes: []Theme{
		{ID: "top", Name: "Top", Rules: []string{"top"}},
		{ID: "a", Name: "A", Parent: "top", Rules: []string{"one", "two"}, Propose: []Proposal{{Operation: "add"}}},
		{ID: "b", Name: "B", Parent: "a", Rules: []string{"three", "one"}, Definition: "About b."},
		{ID: "c", Name: "C", Rules: []string{"four"}, Stance: Asks},
	}}
}

func ids(cb *Codebook) string {
	var out []string
	for _, t := range cb.Themes {
		out = append(out, t.ID+"<"+t.Parent)
	}
	return strings.Join(out, " ")
}

func TestEdits(t *testing.T) {
	first := changeBook()
	v2 := must(t)(first.Rename("a", "alpha", "clearer"))
	v3 := must(t)(v2.Split("alpha", []Theme{{ID: "a1", Name: "A1", Rules: []string{"one"}}, {ID: "a2", Name: "A2", Rules: []string{"two"}}}, ""))
	v4 := must(t)(v3.Merge([]string{"a2", "c"}, "c", "", ""))
	v5 := must(t)(v4.Retire("top", "nobody spoke of it"))
	if !reflect.DeepEqual(first, changeBook()) {
		t.Error("the codebook that was edited has changed itself")
	}
	for _, c := range []struct {
		cb      *Codebook
		version string
		ids     string
	}{
		{v2, "2.0.0", "top< alpha<top b<alpha c<"},
		{v3, "3.0.0", "top< a1<top a2<top b<top c<"}, // b was below what was split
		{v4, "4.0.0", "top< a1<top b<top c<"},
		{v5, "5.0.0", "a1< b< c<"},
	} {
		if c.cb.Version != c.version || ids(c.cb) != c.ids {
			t.Errorf("%s %s, want %s %s", c.cb.Version, ids(c.cb), c.version, c.ids)
		}
	}
	c := v4.Theme("c")
	if c.Name != "C" || !slices.Equal(c.Rules, []string{"four", "two"}) || c.Stance != "" {
		t.Errorf("merged: %+v", c)
	}
	if a1 := v3.Theme("a1"); len(a1.Propose) != 1 || len(v3.Theme("a2").Propose) != 0 {
		t.Errorf("drafting notes of the parts: %+v", v3.Themes)
	}
	reads(t, v5)

	// By hand, from the four changes.
	for _, c := range []struct {
		id, version string
		want        []string
		certain     bool
	}{
		{"a", "1.2.3", []string{"a1", "c"}, false},
		{"a", "", []string{"a1", "c"}, false},
		{"alpha", "2.0.0", []string{"a1", "c"}, false},
		{"a2", "3.0.0", []string{"c"}, true},
		{"c", "1.2.3", []string{"c"}, true},
		{"b", "1.2.3", []string{"b"}, true},
		{"top", "4.0.0", nil, true}, // retired: nothing, for certain
		{"top", "5.0.0", nil, false},
		{"alpha", "1.2.3", []string{"a1", "c"}, false}, // had another id then
		{"a1", "1.2.3", []string{"a1"}, false},
		{"never", "1.2.3", nil, false},
		{"c", "5.0.0", []string{"c"}, true},
		{"c", "6.0.0", []string{"c"}, false}, // of a codebook that is newer than this
		{"c", "last week", []string{"c"}, false},
	} {
		got, certain := v5.Carry(c.id, c.version)
		if !slices.Equal(got, c.want) || certain != c.certain {
			t.Errorf("Carry(%s, %s): %v %v, want %v %v", c.id, c.version, got, certain, c.want, c.certain)
		}
	}
	// Parts that come together again are certain.
	back := must(t)(v3.Merge([]string{"a1", "a2"}, "a", "A again", ""))
	if got, certain := back.Carry("a", "1.2.3"); !slices.Equal(got, []string{"a"}) || !certain {
		t.Errorf("split and merged: %v %v", got, certain)
	}
	if back.Theme("a").Name != "A again" || !slices.Equal(back.Theme("a").Rules, []string{"one", "two"}) {
		t.Errorf("split and merged: %+v", back.Theme("a"))
	}
	// One part is retired: a coding of the whole may be the other part, or nothing.
	half := must(t)(v3.Retire("a1", ""))
	if got, certain := half.Carry("a", "1.2.3"); !slices.Equal(got, []string{"a2"}) || certain {
		t.Errorf("half retired: %v %v", got, certain)
	}
	// An id that is used again for another theme.
	again := must(t)(v2.Rename("c", "a", ""))
	if got, _ := again.Carry("a", "1.2.3"); !slices.Equal(got, []string{"alpha"}) {
		t.Errorf("the old a: %v", got)
	}
	if got, certain := again.Carry("a", "3.0.0"); !slices.Equal(got, []string{"a"}) || !certain {
		t.Errorf("the new a: %v", got)
	}
	// A parent merged with the theme below it.
	if up := must(t)(first.Merge([]string{"a", "b"}, "ab", "", "")); ids(up) != "top< ab<top c<" || up.Theme("ab").Name != "A and B" {
		t.Errorf("parent and child merged: %s", ids(up))
	}
}

func TestEditFaults(t *testing.T) {
	book := changeBook()
	odd := changeBook()
	odd.Version = "draft"
	part := func(id string, rules ...string) Theme { return Theme{ID: id, Name: "N", Rules: rules} }
	for _, c := range []struct {
		name string
		do   func() (*Codebook, []finding.Finding)
		want string // kinds
	}{
		{"no such theme", func() (*Codebook, []finding.Finding) { return book.Rename("x", "y", "") }, "no-such-theme"},
		{"same id", func() (*Codebook, []finding.Finding) { return book.Rename("a", "a", "") }, "id-twice"},
		{"id of another", func() (*Codebook, []finding.Finding) { return book.Rename("a", "B", "") }, "id-twice"},
		{"id form", func() (*Codebook, []finding.Finding) { return book.Rename("a", "a b", "") }, "id-form"},
		{"version", func() (*Codebook, []finding.Finding) { return odd.Retire("a", "") }, "version-form"},
		{"merge of one", func() (*Codebook, []finding.Finding) { return book.Merge([]string{"a"}, "a", "", "") }, "change-form"},
		{"merge twice", func() (*Codebook, []finding.Finding) { return book.Merge([]string{"a", "a"}, "a", "", "") }, "id-twice"},
		{"merge into another", func() (*Codebook, []finding.Finding) { return book.Merge([]string{"a", "b"}, "c", "", "") }, "id-twice"},
		{"merge of nothing", func() (*Codebook, []finding.Finding) { return book.Merge(nil, "x", "", "") }, "change-form"},
		{"split in one", func() (*Codebook, []finding.Finding) { return book.Split("c", []Theme{part("d", "four")}, "") }, "change-form"},
		{"rule left over", func() (*Codebook, []finding.Finding) {
			return book.Split("a", []Theme{part("x", "one"), part("y")}, "")
		}, "rule-left-over"},
		{"parts alike", func() (*Codebook, []finding.Finding) {
			return book.Split("c", []Theme{part("x", "four"), part("X")}, "")
		}, "id-twice"},
		{"part without a name", func() (*Codebook, []finding.Finding) {
			return book.Split("c", []Theme{{ID: "x", Rules: []string{"four"}}, part("y")}, "")
		}, "no-name"},
		{"bad rule", func() (*Codebook, []finding.Finding) {
			return book.Split("c", []Theme{part("x", "four", "|"), part("y")}, "")
		}, "rule"},
	} {
		cb, found := c.do()
		var kinds []string
		for _, f := range finding.Errors(found) {
			kinds = append(kinds, f.Kind)
		}
		if cb != nil || strings.Join(kinds, " ") != c.want {
			t.Errorf("%s: codebook %v, findings %v, want %s", c.name, cb != nil, found, c.want)
		}
	}
}

func TestHistoryChecked(t *testing.T) {
	const themes = "themes:\n  - {id: a, name: A, rules: [x]}\n"
	for _, c := range []struct{ name, text, want string }{
		{"right", "version: 2.0.0\n" + themes + "history:\n  - {version: 2.0.0, what: rename, from: [b], to: [a]}\n", ""},
		{"a chain", "version: '3'\n" + themes + "history:\n  - {version: '2', what: rename, from: [b], to: [c]}\n  - {version: '3', what: rename, from: [c], to: [a]}\n", ""},
		{"no version", themes + "history:\n  - {version: 2.0.0, what: rename, from: [b], to: [a]}\n", "version-order 4"},
		{"what", "version: '2'\n" + themes + "history:\n  - {version: '2', what: renamed, from: [b], to: [a]}\n", "unknown-change 5"},
		{"order", "version: '3'\n" + themes + "history:\n  - {version: '3', what: retire, from: [b]}\n  - {version: '2', what: retire, from: [c]}\n", "version-order 6"},
		{"counts", "version: '3'\n" + themes + "history:\n  - {version: '3', what: merge, from: [b], to: [a]}\n  - {version: '3', what: retire, from: [c], to: [a]}\n", "change-form 5 change-form 6"},
		{"nowhere", "version: '3'\n" + themes + "history:\n  - {version: '3', what: rename, from: [b], to: [c]}\n", "leads-nowhere 5"},
		{"no number", "version: '3'\n" + themes + "history:\n  - {version: new, what: retire, from: [b]}\n", "version-form 5"},
	} {
		_, found := ReadCodebook("book.yaml", []byte(c.text))
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprint(f.Kind, " ", f.Line))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, found, c.want)
		}
	}
}

// After any run of changes the written codebook reads without faults, and every
// theme that there ever was either is carried to themes of today or was retired.
func TestCarryLaw(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		cb := changeBook()
		type past struct{ id, version string }
		var known []past
		for step := range 12 {
			for _, th := range cb.Themes {
				known = append(known, past{th.ID, cb.Version})
			}
			n := len(cb.Themes)
			id := func() string { return cb.Themes[random.IntN(n)].ID }
			var next *Codebook
			switch random.IntN(4) {
			case 0:
				next, _ = cb.Rename(id(), fmt.Sprintf("r%d", step), "")
			case 1:
				next, _ = cb.Merge([]string{id(), id()}, fmt.Sprintf("m%d", step), "", "")
			case 2:
				one := cb.Theme(id())
				next, _ = cb.Split(one.ID, []Theme{{ID: fmt.Sprintf("s%d", step), Name: "S", Rules: one.Rules}, {ID: one.ID, Name: one.Name}}, "")
			case 3:
				if n > 2 {
					next, _ = cb.Retire(id(), "")
				}
			}
			if next != nil {
				cb = next
			}
		}
		data, err := cb.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, found := ReadCodebook("book.yaml", data)
		if errs := finding.Errors(found); len(errs) > 0 {
			t.Fatalf("%v\n%s", errs, data)
		}
		retires := slices.ContainsFunc(again.History, func(c Change) bool { return c.What == "retire" })
		for _, p := range known {
			got, certain := again.Carry(p.id, p.version)
			if len(got) > 1 && certain || len(got) == 0 && (!certain || !retires) {
				t.Fatalf("%s of %s: %v, certain %v\n%s", p.id, p.version, got, certain, data)
			}
			for _, id := range got {
				if again.Theme(id) == nil {
					t.Fatalf("%s of %s: no theme %s today", p.id, p.version, id)
				}
			}
		}
	}
}
