package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
)

// remade gives a framework of a domain and six items, which a test then changes.
func remade() *frameworks.Framework {
	f := &frameworks.Framework{
		ID: "x", Title: "X", Version: "1.0.0", Wording: "paraphrase", File: "x.yaml",
		Kinds:  []frameworks.Kind{{ID: "domain", Label: "Domain"}, {ID: "knowledge", Label: "Knowledge"}},
		Levels: []frameworks.Level{{ID: "core", Label: "Core", Definition: "What everybody has to know"}},
		Items:  []frameworks.Item{{UUID: "d", Code: "1", Kind: "domain", Title: "Working at a distance"}},
	}
	for k, s := range []string{
		"Knows how consent is obtained and written down in sessions by video",
		"Understands what the law on data asks of clinical records",
		"Recognises signs of danger when a client is seen on a screen",
		"Knows which outcome measures may be filled in online",
		"Understands the limits of what stays private in text messages",
		"Knows how clients who are unsure of technology are helped",
	} {
		f.Items[0].Items = append(f.Items[0].Items, frameworks.Item{
			UUID: fmt.Sprint("i", k), Code: fmt.Sprintf("1.%d", k), Kind: "knowledge", Level: "core", Statement: s,
		})
	}
	return f
}

func each(f *frameworks.Framework, change func(*frameworks.Item)) {
	for k := range f.Items[0].Items {
		change(&f.Items[0].Items[k])
	}
}

// A value with another id and another label is another value, even where all
// items went to it; one with another id or another label alone is not.
func TestOtherValues(t *testing.T) {
	six := func(what string) []string {
		var out []string
		for k := range 6 {
			out = append(out, fmt.Sprintf("%s 1.%d > 1.%d", what, k, k))
		}
		return out
	}
	for _, c := range []struct {
		name   string
		change func(*frameworks.Framework)
		want   []string
		next   string
	}{
		{"another level", func(f *frameworks.Framework) {
			f.Levels = []frameworks.Level{{ID: "advanced", Label: "Advanced"}}
			each(f, func(i *frameworks.Item) { i.Level = "advanced" })
		}, append([]string{"head retire levels core", "head add levels advanced"}, six("level Core>Advanced")...), "2.0.0"},
		{"another label", func(f *frameworks.Framework) { f.Levels[0].Label = "Basic" }, []string{"head rename levels core"}, "1.0.1"},
		{"another id", func(f *frameworks.Framework) {
			f.Levels[0].ID = "level-1"
			each(f, func(i *frameworks.Item) { i.Level = "level-1" })
		}, []string{"head rename levels core"}, "1.0.1"},
		{"one id for another level, the old one under another", func(f *frameworks.Framework) {
			f.Levels = []frameworks.Level{{ID: "core", Label: "Advanced"}, {ID: "basic", Label: "Core", Definition: "What everybody has to know"}}
		}, append([]string{"head rename levels core", "head add levels core"}, six("level Core>Advanced")...), "2.0.0"},
		{"another kind", func(f *frameworks.Framework) {
			f.Kinds[1] = frameworks.Kind{ID: "ability", Label: "Ability"}
			each(f, func(i *frameworks.Item) { i.Kind = "ability" })
		}, append([]string{"head retire kinds knowledge", "head add kinds ability"}, six("kind Knowledge>Ability")...), "2.0.0"},
		{"a kind without a label", func(f *frameworks.Framework) {
			f.Kinds[1] = frameworks.Kind{ID: "knowledge"}
		}, []string{"head rename kinds knowledge"}, "1.0.1"},
	} {
		for _, keep := range []bool{true, false} {
			a, b := remade(), remade()
			c.change(b)
			if !keep {
				strangers(b)
			}
			got := Frameworks(a, b)
			if !slices.Equal(told(got), c.want) || got.Next != c.next {
				t.Errorf("%s, UUIDs kept %t: %s, told\n  %s\nexpected %s\n  %s", c.name, keep, got.Next, strings.Join(told(got), "\n  "), c.next, strings.Join(c.want, "\n  "))
			}
		}
	}
}

// Of many items of another kind, a line tells what of several would fill a page.
func TestManyOfAnotherKind(t *testing.T) {
	a, b := remade(), remade()
	b.Kinds[1] = frameworks.Kind{ID: "ability", Label: "Ability"}
	each(b, func(i *frameworks.Item) { i.Kind = "ability" })
	if text, want := Frameworks(a, b).Text(TextOptions{}), "\nkind Knowledge → Ability for 6 items: 1.0, 1.1, 1.2, 1.3, 1.4, 1.5\n"; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
}

// A definition in the official wording means what its paraphrase meant, as do
// labels and titles; any other change of a definition is a minor change.
func TestDefinitionsInOtherWords(t *testing.T) {
	for _, c := range []struct {
		before, after, definition, next string
	}{
		{"paraphrase", "official", "Required of every practitioner", "1.0.1"},
		{"official", "paraphrase", "Required of every practitioner", "1.0.1"},
		{"official", "official", "Required of every practitioner", "1.1.0"},
		{"paraphrase", "official", "", "1.1.0"},
	} {
		a, b := remade(), remade()
		a.Wording, b.Wording, b.Levels[0].Definition = c.before, c.after, c.definition
		b.Kinds[1].Label, b.Items[0].Title = "What has to be known", "Telepractice"
		if got := Frameworks(a, b); got.Next != c.next {
			t.Errorf("%+v: %s %v", c, got.Next, got.Reasons)
		}
	}
}

// commonWords gives n statements of seven to ten words drawn from forty.
func commonWords(n int) *frameworks.Framework {
	r := rand.New(rand.NewPCG(7, 7))
	words := strings.Fields(`assess plan review manage refer record evaluate explain online choice group listen client share ethics session
		design teach lead support deliver safety privacy data policy remote risk law consent outcome skill care team audit email video phone
		device access help`)
	f := &frameworks.Framework{ID: "x", Title: "X", Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "skill", Label: "Skill"}}}
	seen := map[string]bool{}
	for len(f.Items) < n {
		var list []string
		for _, k := range r.Perm(len(words))[:7+r.IntN(4)] {
			list = append(list, words[k])
		}
		s := strings.Join(list, " ")
		if !seen[s] {
			seen[s] = true
			f.Items = append(f.Items, frameworks.Item{UUID: fmt.Sprint("u", len(f.Items)), Code: fmt.Sprint(len(f.Items)), Kind: "skill", Statement: s})
		}
	}
	return f
}

// Among thousands of items that share all their words, each is found again by
// its own words, shuffled or not, under other codes or none.
func TestCommonWords(t *testing.T) {
	middle := func(s, word string) string {
		list := strings.Fields(s)
		return strings.Join(slices.Insert(list, len(list)/2, word), " ")
	}
	turned := func(s string) string {
		list := strings.Fields(s)
		slices.Reverse(list)
		return strings.Join(list, " ")
	}
	for _, c := range []struct {
		name   string
		n      int
		reword func(string) string
		code   bool
	}{
		{"the same", 1500, func(s string) string { return s }, false},
		{"a word more at the end", 1500, func(s string) string { return s + " daily" }, false},
		{"two words more, the code kept", 1500, func(s string) string { return "daily " + middle(s, "plan") }, true},
		{"two words more", 3000, func(s string) string { return "daily " + middle(s, "plan") }, false},
		{"the words in another order", 1500, turned, false},
	} {
		n := c.n
		a, b := commonWords(n), commonWords(n)
		was := map[string]string{}
		for k := range b.Items {
			i := &b.Items[k]
			was["new"+i.UUID] = i.UUID
			i.UUID = "new" + i.UUID
			i.Statement = c.reword(i.Statement)
			if !c.code {
				i.Code = "Q" + i.Code
			}
		}
		rand.New(rand.NewPCG(1, 9)).Shuffle(n, func(x, y int) { b.Items[x], b.Items[y] = b.Items[y], b.Items[x] })
		found := 0
		got := Frameworks(a, b)
		seen := map[int]bool{}
		for _, change := range got.Changes {
			if len(change.Before) == 1 && len(change.After) == 1 && was[change.After[0].UUID] == change.Before[0].UUID && !seen[change.Item] {
				seen[change.Item] = true
				found++
			}
		}
		if found != n {
			t.Errorf("%s: %d of %d found: %s", c.name, found, n, got.Summary())
		}
	}
}
