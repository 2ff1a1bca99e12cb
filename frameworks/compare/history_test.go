package compare

import (
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
)

// remadeEnded is remade with an item that ended.
func remadeEnded() *frameworks.Framework {
	f := remade()
	f.Levels = append(f.Levels, frameworks.Level{ID: "advanced", Label: "Advanced"})
	f.Items[0].Items = append(f.Items[0].Items, frameworks.Item{
		UUID: "old", Code: "1.9", Kind: "knowledge", Level: "core", Until: "2019-06-30",
		Statement: "Knows where the paper files are locked away", ReplacedBy: []string{"i1"},
	})
	return f
}

// What is changed of an item that has ended is told, and moves the last part of
// the number.
func TestHistory(t *testing.T) {
	put := func(f *frameworks.Framework) {
		f.Items[0].Items = append(f.Items[0].Items, remadeEnded().Items[0].Items[6])
	}
	takeOut := func(f *frameworks.Framework) { f.Items[0].Items = f.Items[0].Items[:6] }
	old := func(f *frameworks.Framework) *frameworks.Item { return &f.Items[0].Items[6] }
	for _, c := range []struct {
		name   string
		a, b   func(*frameworks.Framework)
		fields string
		text   string
	}{
		{name: "nothing"},
		{name: "replaced by another", b: func(f *frameworks.Framework) { old(f).ReplacedBy = []string{"i2"} }, fields: "replaced_by",
			text: "history, replaced_by: 1.1 “Understands what the law on data asks of clinical records” → 1.2 “Recognises signs of danger when a client is seen on a screen”"},
		{name: "replaced by two, then the other way round", a: func(f *frameworks.Framework) { old(f).ReplacedBy = []string{"i2", "i1"} },
			b: func(f *frameworks.Framework) { old(f).ReplacedBy = []string{"i1", "i2"} }},
		{name: "kind", b: func(f *frameworks.Framework) { old(f).Kind = "domain" }, fields: "kind", text: "history, kind: Knowledge → Domain"},
		{name: "level", b: func(f *frameworks.Framework) { old(f).Level = "advanced" }, fields: "level", text: "history, level: Core → Advanced"},
		{name: "code", b: func(f *frameworks.Framework) { old(f).Code = "1.99" }, fields: "code", text: "history, code: 1.9 → 1.99"},
		{name: "words", b: func(f *frameworks.Framework) { old(f).Statement = "Knows where the old files are locked away" }, fields: "statement",
			text: "history, statement: Knows where the [-paper-] {+old+} files are locked away"},
		{name: "all at once", b: func(f *frameworks.Framework) {
			i := old(f)
			i.Code, i.Kind, i.Level, i.ReplacedBy, i.Until = "1.99", "domain", "advanced", nil, "2018-01-01"
		}, fields: "code level kind replaced_by until"},
		{name: "put in", a: takeOut, b: func(f *frameworks.Framework) { takeOut(f); put(f) }, fields: "-",
			text: "history: it ended on 2019-06-30, and the version before does not have it: Knows where the paper files are locked away"},
		{name: "left out", b: takeOut, fields: "-",
			text: "history: it ended on 2019-06-30, and the later version does not have it: Knows where the paper files are locked away"},
	} {
		a, b := remadeEnded(), remadeEnded()
		if c.a != nil {
			c.a(a)
		}
		if c.b != nil {
			c.b(b)
		}
		got := Frameworks(a, b)
		var fields []string
		for _, change := range got.Changes {
			if change.Operation != History || change.Part != Patch {
				t.Errorf("%s: %+v", c.name, change)
			}
			if change.Field == "" {
				change.Field = "-"
			}
			fields = append(fields, change.Field)
		}
		slices.Sort(fields)
		want := strings.Fields(c.fields)
		slices.Sort(want)
		next := "1.0.1"
		if len(want) == 0 {
			next = "1.0.0"
		}
		if !slices.Equal(fields, want) || got.Next != next || got.Empty() != (len(want) == 0) {
			t.Errorf("%s: told of %v, expected %v; next %s, expected %s", c.name, fields, want, got.Next, next)
		}
		if text := got.Text(TextOptions{}); !strings.Contains(text, "\n  "+c.text+"\n") && c.text != "" {
			t.Errorf("%s: %q is not in\n%s", c.name, c.text, text)
		}
		if entry := Changelog(a, b, got); len(want) > 0 && !strings.Contains(entry, "since 1 item was given another history.") {
			t.Errorf("%s: %s", c.name, entry)
		}
		if sum := got.Summary(); len(want) > 0 && sum != "1 with another history." {
			t.Errorf("%s: %s", c.name, sum)
		}
	}
}

// The replacements are the same where every item has another UUID.
func TestHistoryWithOtherUUIDs(t *testing.T) {
	a, b := remadeEnded(), remadeEnded()
	strangers(b)
	if got := Frameworks(a, b); !got.Empty() {
		t.Error(told(got))
	}
}

// A framework keeps its UUID; the one of its id, written out, is no other.
func TestFrameworkUUID(t *testing.T) {
	const one, other = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
	for _, c := range []struct {
		was, is string
		told    bool
	}{
		{"", "", false}, {one, one, false}, {one, other, true}, {"", one, true}, {one, "", true},
		{"", frameworks.DocumentUUID("x"), false},
	} {
		a, b := remade(), remade()
		a.UUID, b.UUID = c.was, c.is
		got := Frameworks(a, b)
		found := false
		for _, f := range got.Findings {
			found = found || f.Kind == "framework-uuid-changed" && f.Message == "the framework has another UUID than before"
		}
		if found != c.told || got.Empty() == c.told || c.told && (got.Next != "1.0.1" || got.Head[0].Field != "uuid") {
			t.Errorf("%+v: %v %s %v", c, told(got), got.Next, got.Findings)
		}
	}
	a, b := remade(), remade()
	a.UUID, b.UUID, b.ID = one, other, "y"
	if got := Frameworks(a, b); !got.Empty() {
		t.Errorf("two frameworks have two UUIDs: %v", told(got))
	}
}

// What was merged reads as what was split does.
func TestReasonOfAMerger(t *testing.T) {
	a, b := remade(), remade()
	items := &b.Items[0].Items
	one := (*items)[0]
	one.UUID, one.Code = "i7", "1.7"
	one.Statement = "Knows how consent is obtained, and what the law asks of clinical records"
	for k := range 2 {
		(*items)[k].Until, (*items)[k].ReplacedBy = "2020-06-30", []string{"i7"}
	}
	*items = append(*items, one)
	got := Frameworks(a, b)
	want := "1 item merged from others: 1.7 “Knows how consent is obtained, and what the law asks of…” from 1.0 and 1.1."
	if len(got.Reasons) != 1 || got.Reasons[0].Text != want {
		t.Errorf("%+v, expected %s", got.Reasons, want)
	}
}
