package compare

import (
	"fmt"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/likeness"
)

// Two halves of one framework, with the same codes, are about other things:
// nothing in the one is forced together with anything in the other.
func TestUnrelated(t *testing.T) {
	a, b := bundled(t), bundled(t)
	a.Items, b.Items = a.Items[:4], b.Items[4:]
	for d := range b.Items {
		code := fmt.Sprint(d + 1)
		for k := range b.Items[d].Items {
			i := &b.Items[d].Items[k]
			i.Code = code + strings.TrimLeft(i.Code, "0123456789")
		}
		b.Items[d].Code = code
	}
	strangers(b)
	n := map[Operation]int{}
	for _, change := range Frameworks(a, b).Changes {
		n[change.Operation]++
		if change.Operation != Add && change.Operation != Retire {
			t.Errorf("forced together: %s", Comparison{Changes: []Change{change}}.Text(TextOptions{}))
		}
	}
	// By hand: 4 domains and 10+8+9+9 items go, 4 domains and 8+7+7+8 come.
	if n[Retire] != 40 || n[Add] != 34 {
		t.Errorf("%d retired and %d added, expected 40 and 34", n[Retire], n[Add])
	}
}

// Statements of one kind that say different things are less alike than what is
// taken for one item, by code or without.
func TestUnlikeItems(t *testing.T) {
	s := newSide(bundled(t))
	pairs, most := 0, 0.0
	for i, x := range s.nodes {
		for _, y := range s.nodes[i+1:] {
			if x.item.Kind == y.item.Kind && x.item.Kind != "domain" {
				pairs++
				most = max(most, likeness.Score(x.text, y.text))
			}
		}
	}
	// By hand: 31 statements of knowledge and 35 of ability.
	if want := 31*30/2 + 35*34/2; pairs != want || most >= alikeWithCode {
		t.Errorf("%d pairs, expected %d; the likest have %.3f, expected less than %.2f", pairs, want, most, alikeWithCode)
	}
}

// UUIDs that an importer made from codes go with the codes: an item put in
// before others is one added and the others recoded all the same.
func TestUUIDsOfCodes(t *testing.T) {
	a, b := bundled(t), bundled(t)
	putIn(t, b, "2", 1, newItem("2.A.1", "knowledge", encryption))
	renumber(t, b, "2")
	i := item(t, b, "2.A.3")
	i.Statement = strings.Replace(i.Statement, "chat logs", "records of chats", 1)
	for _, f := range []*frameworks.Framework{a, b} {
		f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
			i.Key = strings.ToLower(i.Code)
			i.UUID = frameworks.UUID(f.ID, i.Key)
			return true
		})
	}
	c := Frameworks(a, b)
	want := "add  > 2.A.2, reword unknown 2.A.2 > 2.A.3, recode 2.A.2 > 2.A.3, recode 2.A.3 > 2.A.4, recode 2.A.4 > 2.A.5"
	if got := strings.Join(told(c), ", "); got != want {
		t.Errorf("told %s\nexpected %s", got, want)
	}
	kinds := ""
	for _, f := range c.Findings {
		kinds += f.Kind + " "
	}
	if !strings.Contains(kinds, "uuid-given-away") {
		t.Errorf("findings %s", kinds)
	}
}

// Headings of one word that stand below every domain are matched by what they
// stand below, and not across domains.
func TestCommonHeadings(t *testing.T) {
	tree := func(prefix string, domains ...string) *frameworks.Framework {
		f := &frameworks.Framework{ID: "x", Title: "X", Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "domain"}, {ID: "group"}}}
		for k, d := range domains {
			f.Items = append(f.Items, frameworks.Item{
				UUID: fmt.Sprint(prefix, k), Code: fmt.Sprint(k + 1), Kind: "domain", Title: d,
				Items: []frameworks.Item{
					{UUID: fmt.Sprint(prefix, k, "k"), Kind: "group", Title: "Knowledge"},
					{UUID: fmt.Sprint(prefix, k, "s"), Kind: "group", Title: "Skills"},
				},
			})
		}
		return f
	}
	a := tree("a", "Assessing what brings people to us", "Treating by telephone and video", "Writing for the public at large")
	b := tree("b", "Assessing what brings people to us", "Prescribing medicines with care", "Writing for the public at large")
	got := strings.Join(told(Frameworks(a, b)), ", ")
	if want := "add  > 2, add  > , add  > , retire 2 > , retire  > , retire  > "; got != want {
		t.Errorf("told %s, expected %s", got, want)
	}
}
