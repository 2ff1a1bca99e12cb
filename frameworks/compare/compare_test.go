package compare

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

const (
	supervise  = "Supervises trainees who see clients by video, and arranges for sessions to be observed with the client's agreement."
	encryption = "Knows what encryption protects, what it does not, and which passwords and devices are safe enough for clinical use."
)

func day(i *frameworks.Item) { i.Until = "2020-06-30" }

// Each case changes a copy of the digital competencies. The changes that must be
// told were written down before the package was.
var cases = []struct {
	name   string
	change func(t testing.TB, f *frameworks.Framework)
	// kept is what must be told where UUIDs were kept, apart where every item has
	// another UUID; nil for the same.
	kept, apart []string
	// next is the version number after 1.0.0, and nextApart where UUIDs differ.
	next, nextApart string
}{
	{
		name:   "nothing",
		change: func(testing.TB, *frameworks.Framework) {},
		kept:   []string{}, next: "1.0.0",
	},
	{
		name: "added at the end",
		change: func(t testing.TB, f *frameworks.Framework) {
			putIn(t, f, "7", 7, newItem("7.B.5", "ability", supervise))
		},
		kept: []string{"add  > 7.B.5"}, next: "1.1.0",
	},
	{
		name: "added in the middle, those after it renumbered",
		change: func(t testing.TB, f *frameworks.Framework) {
			putIn(t, f, "2", 1, newItem("2.A.1", "knowledge", encryption))
			renumber(t, f, "2")
		},
		kept: []string{"add  > 2.A.2", "recode 2.A.2 > 2.A.3", "recode 2.A.3 > 2.A.4", "recode 2.A.4 > 2.A.5"}, next: "1.1.0",
	},
	{
		name:   "ended",
		change: func(t testing.TB, f *frameworks.Framework) { day(item(t, f, "3.A.3")) },
		kept:   []string{"retire 3.A.3 > 3.A.3"}, next: "2.0.0",
	},
	{
		name:   "taken out, those after it renumbered",
		change: func(t testing.TB, f *frameworks.Framework) { takeOut(t, f, "2.B.2"); renumber(t, f, "2") },
		kept:   []string{"recode 2.B.3 > 2.B.2", "recode 2.B.4 > 2.B.3", "retire 2.B.2 > "}, next: "2.0.0",
	},
	{
		name: "reworded a little",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "2.A.3")
			i.Statement = strings.Replace(i.Statement, "need to be told", "need to hear in plain words", 1)
		},
		kept: []string{"reword editorial 2.A.3 > 2.A.3"}, next: "1.0.1",
		apart: []string{"reword unknown 2.A.3 > 2.A.3"}, nextApart: "2.0.0",
	},
	{
		name: "reworded a little, into a duty",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "2.A.3")
			i.Statement = strings.Replace(i.Statement, "need to be told", "must be told", 1)
		},
		kept: []string{"reword unknown 2.A.3 > 2.A.3"}, next: "2.0.0",
	},
	{
		name: "the plural and an American spelling",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "8.B.4")
			i.Statement = strings.NewReplacer("Recognises", "Recognizes", "help or training", "help or trainings").Replace(i.Statement)
		},
		kept: []string{"reword editorial 8.B.4 > 8.B.4"}, next: "1.0.1",
	},
	{
		name: "the official wording in place of a paraphrase",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "2.A.3")
			i.Wording, i.Statement = "official", "An entirely different sentence, as its makers print it."
		},
		kept: []string{"reword editorial 2.A.3 > 2.A.3", "notes wording 2.A.3 > 2.A.3"}, next: "1.0.1",
		apart: []string{"add  > 2.A.3", "retire 2.A.3 > "}, nextApart: "2.0.0",
	},
	{
		name: "only punctuation and capitals",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "8.B.4")
			i.Statement = "Recognises the limits of one’s own Digital Competence, and asks for help or training when these are reached"
		},
		kept: []string{"reword editorial 8.B.4 > 8.B.4"}, next: "1.0.1",
	},
	{
		name: "lines broken otherwise",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "8.B.4")
			i.Statement = strings.Replace(i.Statement, "digital competence", " digital\n  competence", 1)
		},
		kept: []string{}, next: "1.0.0",
	},
	{
		name: "another text under the same UUID",
		change: func(t testing.TB, f *frameworks.Framework) {
			item(t, f, "5.A.4").Statement = "Knows how interviews and diaries are gathered, coded and reported in a qualitative study."
		},
		kept: []string{"reword unknown 5.A.4 > 5.A.4"}, next: "2.0.0",
		apart: []string{"add  > 5.A.4", "retire 5.A.4 > "}, nextApart: "2.0.0",
	},
	{
		name: "domain renamed",
		change: func(t testing.TB, f *frameworks.Framework) {
			item(t, f, "7").Title = "Supervision, Leadership and Consultation"
		},
		kept: []string{"rename 7 > 7"}, next: "1.0.1",
	},
	{
		name: "domain renamed out of recognition, its definition too, the items below it stay",
		change: func(t testing.TB, f *frameworks.Framework) {
			d := item(t, f, "6")
			d.Title, d.Statement = "Sharing expertise", "Putting psychology across."
		},
		kept:  []string{"rename 6 > 6", "reword unknown 6 > 6"},
		apart: []string{"rename 6 > 6", "reword unknown 6 > 6"}, next: "2.0.0",
	},
	{
		name: "moved to another domain",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := takeOut(t, f, "5.B.3")
			i.Code = "3.B.6"
			putIn(t, f, "3", 9, i)
		},
		kept: []string{"move 5.B.3 > 3.B.6"}, next: "2.0.0",
	},
	{
		name: "moved, reworded and given a level",
		change: func(t testing.TB, f *frameworks.Framework) {
			f.Levels = []frameworks.Level{{ID: "core", Label: "Core"}}
			i := takeOut(t, f, "5.B.3")
			i.Code, i.Level = "3.B.6", "core"
			i.Statement = strings.Replace(i.Statement, "across the service", "in the whole of the service", 1)
			putIn(t, f, "3", 9, i)
		},
		kept: []string{"head add levels core", "move 5.B.3 > 3.B.6", "reword editorial 5.B.3 > 3.B.6", "level none>Core 5.B.3 > 3.B.6"}, next: "2.0.0",
		apart: []string{"head add levels core", "move 5.B.3 > 3.B.6", "reword unknown 5.B.3 > 3.B.6", "level none>Core 5.B.3 > 3.B.6"},
	},
	{
		name: "split, as the file says",
		change: func(t testing.TB, f *frameworks.Framework) {
			old := item(t, f, "4.B.5")
			day(old)
			x, y := newItem("4.B.6", "ability", "Answers without delay when somebody writes of distress."), newItem("4.B.7", "ability", "Hands urgent cases over by the agreed route.")
			old.ReplacedBy = []string{x.UUID, y.UUID}
			putIn(t, f, "4", 9, x)
			putIn(t, f, "4", 10, y)
		},
		kept: []string{"split 4.B.5 > 4.B.6+4.B.7"}, next: "2.0.0",
	},
	{
		name: "split, as the wording tells",
		change: func(t testing.TB, f *frameworks.Framework) {
			takeOut(t, f, "4.B.5")
			putIn(t, f, "4", 8, newItem("4.B.5", "ability", "Responds promptly to distress or risk disclosed online."))
			putIn(t, f, "4", 9, newItem("4.B.6", "ability", "Uses agreed procedures for urgent contact and handover."))
		},
		kept: []string{"split 4.B.5 > 4.B.5+4.B.6"}, next: "2.0.0",
	},
	{
		name: "split, one part keeping the UUID",
		change: func(t testing.TB, f *frameworks.Framework) {
			item(t, f, "4.B.5").Statement = "Responds promptly to distress or risk disclosed online."
			putIn(t, f, "4", 9, newItem("4.B.6", "ability", "Uses agreed procedures for urgent contact and handover."))
		},
		kept: []string{"split 4.B.5 > 4.B.5+4.B.6"}, next: "2.0.0",
	},
	{
		name: "merged, as the file says",
		change: func(t testing.TB, f *frameworks.Framework) {
			x, y := item(t, f, "1.A.4"), item(t, f, "1.A.5")
			day(x)
			day(y)
			one := newItem("1.A.6", "knowledge", "Knows who is left out by plans for care online.")
			x.ReplacedBy, y.ReplacedBy = []string{one.UUID}, []string{one.UUID}
			putIn(t, f, "1", 5, one)
		},
		kept: []string{"merge 1.A.4+1.A.5 > 1.A.6"}, next: "2.0.0",
	},
	{
		name: "merged into one that stays, as the file says",
		change: func(t testing.TB, f *frameworks.Framework) {
			x := item(t, f, "1.A.4")
			day(x)
			x.ReplacedBy = []string{item(t, f, "1.A.5").UUID}
		},
		kept: []string{"merge 1.A.4+1.A.5 > 1.A.5"}, next: "2.0.0",
	},
	{
		name: "merged, as the wording tells",
		change: func(t testing.TB, f *frameworks.Framework) {
			x, y := takeOut(t, f, "8.A.3"), takeOut(t, f, "8.A.4")
			putIn(t, f, "8", 2, newItem("8.A.3", "knowledge", strings.TrimSuffix(x.Statement, ".")+"; k"+y.Statement[1:]))
		},
		kept: []string{"merge 8.A.3+8.A.4 > 8.A.3"}, next: "2.0.0",
	},
	{
		name: "replaced by one of another meaning",
		change: func(t testing.TB, f *frameworks.Framework) {
			old := item(t, f, "2.A.2")
			day(old)
			one := newItem("2.A.5", "knowledge", encryption)
			old.ReplacedBy = []string{one.UUID}
			putIn(t, f, "2", 4, one)
		},
		kept: []string{"reword substantial 2.A.2 > 2.A.5"}, next: "2.0.0",
	},
	{
		name: "replaced by one that was replaced",
		change: func(t testing.TB, f *frameworks.Framework) {
			old := item(t, f, "2.A.2")
			day(old)
			draft, one := newItem("2.A.5", "knowledge", "Knows about records."), newItem("2.A.6", "knowledge", encryption)
			old.ReplacedBy = []string{draft.UUID}
			day(&draft)
			draft.ReplacedBy = []string{one.UUID, old.UUID}
			putIn(t, f, "2", 4, draft)
			putIn(t, f, "2", 5, one)
		},
		kept: []string{"history  > 2.A.5", "reword substantial 2.A.2 > 2.A.6"}, next: "2.0.0",
	},
	{
		name: "replaced by the same words in another domain",
		change: func(t testing.TB, f *frameworks.Framework) {
			old := item(t, f, "2.A.2")
			day(old)
			one := newItem("3.A.5", "knowledge", old.Statement)
			old.ReplacedBy = []string{one.UUID}
			putIn(t, f, "3", 4, one)
		},
		kept: []string{"reword substantial 2.A.2 > 3.A.5"}, next: "2.0.0",
		// Without UUIDs the same words are the same item.
		apart: []string{"move 2.A.2 > 3.A.5"},
	},
	{
		name: "ended, and the same words put in elsewhere",
		change: func(t testing.TB, f *frameworks.Framework) {
			old := item(t, f, "2.A.2")
			day(old)
			putIn(t, f, "3", 4, newItem("3.A.5", "knowledge", old.Statement))
		},
		kept: []string{"move 2.A.2 > 3.A.5"}, next: "2.0.0",
	},
	{
		name: "another kind",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := takeOut(t, f, "8.A.3")
			i.Kind = "ability"
			putIn(t, f, "8", 2, i)
		},
		kept: []string{"kind Knowledge>Ability 8.A.3 > 8.A.3"}, next: "2.0.0",
	},
	{
		name:   "a kind with another label",
		change: func(_ testing.TB, f *frameworks.Framework) { f.Kinds[1].Label = "What people know" },
		kept:   []string{"head rename kinds knowledge"}, next: "1.0.1",
	},
	{
		name: "a kind with another id",
		change: func(_ testing.TB, f *frameworks.Framework) {
			f.Kinds[1].ID, f.Kinds[1].Label = "know-how", " KNOWLEDGE"
			f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
				if i.Kind == "knowledge" {
					i.Kind = "know-how"
				}
				return true
			})
		},
		kept: []string{"head rename kinds knowledge"}, next: "1.0.1",
	},
	{
		name: "a kind with another id, and an item reworded",
		change: func(t testing.TB, f *frameworks.Framework) {
			f.Kinds[1].ID = "know-how"
			f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
				if i.Kind == "knowledge" {
					i.Kind = "know-how"
				}
				return true
			})
			i := item(t, f, "2.A.2")
			i.Code, i.Statement = "2.A.9", "Knows which parts of an online contact, such as messages and recordings, belong in the clinical record."
		},
		kept: []string{"head rename kinds knowledge", "reword editorial 2.A.2 > 2.A.9", "recode 2.A.2 > 2.A.9"}, next: "1.0.1",
		apart: []string{"head rename kinds knowledge", "reword unknown 2.A.2 > 2.A.9", "recode 2.A.2 > 2.A.9"}, nextApart: "2.0.0",
	},
	{
		name: "order of two items",
		change: func(t testing.TB, f *frameworks.Framework) {
			list, at := above(t, f, "1.B.1")
			(*list)[at], (*list)[at+1] = (*list)[at+1], (*list)[at]
		},
		kept: []string{"reorder 1.B.2 > 1.B.2"}, next: "1.0.1",
	},
	{
		name: "notes and sources",
		change: func(t testing.TB, f *frameworks.Framework) {
			i := item(t, f, "3.B.1")
			i.Notes, i.Sources = "See the guidance on telephone work.", []string{"A handbook"}
		},
		kept: []string{"notes notes 3.B.1 > 3.B.1", "notes sources 3.B.1 > 3.B.1"}, next: "1.0.1",
	},
	{
		name: "relation and link brought in",
		change: func(t testing.TB, f *frameworks.Framework) {
			f.Relations = []frameworks.Relation{{ID: "rests-on", Label: "rests on"}}
			item(t, f, "3.B.3").Links = []frameworks.Link{{Relation: "rests-on", To: item(t, f, "3.A.4").UUID}}
		},
		kept: []string{"head add relations rests-on", "links 3.B.3 > 3.B.3"}, next: "1.1.0",
	},
	{
		name:   "head",
		change: func(t testing.TB, f *frameworks.Framework) { f.Title, f.Status = "Digital competencies", "pending" },
		kept:   []string{"head rename title", "head reword status"}, next: "1.0.1",
	},
	{
		name: "domain split, its items shared out",
		change: func(t testing.TB, f *frameworks.Framework) {
			one := frameworks.Item{
				Key: "teaching", UUID: frameworks.UUID(f.ID, "teaching"), Code: "9", Kind: "domain", Title: "Teaching",
				Statement: "Helping others to learn, online and about being online.",
			}
			for _, code := range []string{"6.A.3", "6.B.2", "6.B.4"} {
				i := takeOut(t, f, code)
				i.Code = "9" + code[1:]
				one.Items = append(one.Items, i)
			}
			f.Items = append(f.Items, one)
			item(t, f, "6").Title = "Communication"
		},
		kept: []string{"split 6 > 6+9", "recode 6.A.3 > 9.A.3", "recode 6.B.2 > 9.B.2", "recode 6.B.4 > 9.B.4"}, next: "2.0.0",
	},
	{
		name: "two domains merged",
		change: func(t testing.TB, f *frameworks.Framework) {
			gone := takeOut(t, f, "6")
			d := item(t, f, "7")
			d.Title = "Communication, Teaching and Leadership"
			d.Items = append(gone.Items, d.Items...)
		},
		kept: []string{"merge 6+7 > 7"}, next: "2.0.0",
	},
	{
		name: "two domains change places with their numbers",
		change: func(t testing.TB, f *frameworks.Framework) {
			f.Items[4], f.Items[5] = f.Items[5], f.Items[4]
		},
		kept: []string{"reorder 6 > 6"}, next: "1.0.1",
	},
}

func TestFrameworks(t *testing.T) {
	for _, c := range cases {
		for _, keep := range []bool{true, false} {
			name, want, next := c.name+", UUIDs kept", c.kept, c.next
			if !keep {
				name = c.name + ", other UUIDs"
				if c.apart != nil {
					want = c.apart
				}
				if c.nextApart != "" {
					next = c.nextApart
				}
			}
			t.Run(name, func(t *testing.T) {
				a, b := bundled(t), bundled(t)
				c.change(t, b)
				if !keep {
					strangers(b)
				}
				got := Frameworks(a, b)
				if !slices.Equal(told(got), want) {
					t.Errorf("told\n  %s\nexpected\n  %s", strings.Join(told(got), "\n  "), strings.Join(want, "\n  "))
				}
				if got.Next != next {
					t.Errorf("next version %s, expected %s: %v", got.Next, next, got.Reasons)
				}
				if (len(got.Reasons) == 0) != (len(want) == 0) {
					t.Errorf("reasons %v", got.Reasons)
				}
			})
		}
	}
}

// A framework has no differences from itself, nor from one in which only the
// UUIDs and the keys are others.
func TestSame(t *testing.T) {
	for _, id := range frameworks.IDs(frameworks.Bundled()) {
		load := func() *frameworks.Framework {
			f, findings, err := frameworks.Load(id, "")
			if err != nil || len(finding.Errors(findings)) > 0 {
				t.Fatal(id, err, findings)
			}
			return f
		}
		f, other := load(), load()
		if c := Frameworks(f, f); !c.Empty() || c.Next != f.Version || len(c.Reasons)+len(c.Findings) > 0 {
			t.Errorf("%s: %v %v %v", id, told(c), c.Next, c.Findings)
		}
		strangers(other)
		if c := Frameworks(f, other); !c.Empty() {
			t.Errorf("%s, with other UUIDs: %v", id, told(c))
		}
	}
	if c := Frameworks(&frameworks.Framework{}, &frameworks.Framework{}); !c.Empty() {
		t.Errorf("two empty frameworks: %v", told(c))
	}
}

// What is added one way is retired the other, and a split is a merge.
func TestSwapped(t *testing.T) {
	inverse := map[Operation]Operation{Add: Retire, Retire: Add, Restore: Retire, Split: Merge, Merge: Split}
	for _, c := range cases {
		a, b := bundled(t), bundled(t)
		c.change(t, b)
		count := func(c Comparison, turn bool) map[string]int {
			out := map[string]int{}
			for _, change := range c.Changes {
				op, before, after := change.Operation, change.Before, change.After
				if turn {
					before, after = after, before
					if other, ok := inverse[op]; ok {
						op = other
					}
				}
				// An ended item that comes back is restored, not added.
				if op == Restore {
					op = Add
				}
				if op == Reorder {
					// Either of two items may be the one that went past the other.
					before, after = nil, nil
				}
				key := string(op) + " "
				if op != Add {
					for _, i := range before {
						key += i.Code + "+"
					}
					key += ">"
				}
				if op != Retire {
					for _, i := range after {
						key += i.Code + "+"
					}
				}
				out[key]++
			}
			return out
		}
		there, back := count(Frameworks(a, b), false), count(Frameworks(b, a), true)
		if !maps.Equal(there, back) {
			t.Errorf("%s: there %v, back %v", c.name, there, back)
		}
	}
}
