package revise

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/frameworks/compare"
	"concord/frameworks/lint"
	"concord/pipeline/finding"
)

const day = "2021-03-04"

// small is a framework of two domains; its codes and keys are easy to follow.
const small = `id: small
title: A small framework
version: 1.2.3
status: implemented
language: en
changed: '2020-01-31'
wording: paraphrase
kinds:
  - {id: domain, label: Domain}
  - {id: knowledge, label: Knowledge, letter: A}
  - {id: ability, label: Ability, letter: B}
levels:
  - {id: core, label: Core, definition: Everyone.}
items:
  - key: one
    code: '1'
    kind: domain
    title: Beginning
    items:
      - {key: one/a, code: 1.A.1, kind: knowledge, statement: Knows where to begin with a new client.}
      - {key: one/b, code: 1.A.2, kind: knowledge, statement: Knows which questions open a first meeting.}
      - {key: one/c, code: 1.B.1, kind: ability, statement: Begins a first meeting on time.}
  - key: two
    code: '2'
    kind: domain
    title: Ending
    items:
      - {key: two/a, code: 2.A.1, kind: knowledge, statement: Knows when work with a client should end.}
      - {key: two/b, code: 2.B.1, kind: ability, statement: Ends a course of work with a written plan.}
`

func framework(t *testing.T, text string) *frameworks.Framework {
	t.Helper()
	f, findings := frameworks.Read("small.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return f
}

func id(key string) string { return frameworks.UUID("small", key) }

// lines tells a framework in lines: key, code, level, words, and what ended.
func lines(f *frameworks.Framework) []string {
	keys := map[string]string{}
	f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool { keys[i.UUID] = i.Key; return true })
	var out []string
	f.Walk(func(i *frameworks.Item, above []*frameworks.Item) bool {
		words := i.Title
		if i.Statement != "" {
			words = i.Statement
		}
		line := fmt.Sprintf("%s%s %s %s", strings.Repeat("  ", len(above)), i.Code, i.Key, words)
		if i.Level != "" {
			line += " [" + i.Level + "]"
		}
		if i.From != "" {
			line += " from " + i.From
		}
		if i.Until != "" {
			line += " until " + i.Until
		}
		for _, by := range i.ReplacedBy {
			line += " > " + keys[by]
		}
		out = append(out, line)
		return true
	})
	return out
}

func TestApply(t *testing.T) {
	base := lines(framework(t, small))
	// with gives the lines of the small framework with some replaced: each "n"
	// is a line's number, from 0, followed by what stands there instead.
	with := func(edits map[int][]string) []string {
		var out []string
		for n, l := range base {
			if e, ok := edits[n]; ok {
				out = append(out, e...)
			} else {
				out = append(out, l)
			}
		}
		return append(out, edits[len(base)]...)
	}
	for _, c := range []struct {
		name    string
		changes []Change
		want    []string
		version string
	}{
		{"add below a domain", []Change{{ID: "sup-1", Operation: Add, Targets: []string{id("one")}, Kind: "knowledge", After: "Knows  whom to ask."}},
			with(map[int][]string{2: {base[2], "  1.A.3 one/sup-1 Knows whom to ask. from 2021-03-04"}}), "1.3.0"},
		{"add two in the docket's order", []Change{
			{ID: "x", Order: 9, Operation: Add, Targets: []string{id("two")}, Kind: "ability", Level: "core", After: "Says goodbye."},
			{ID: "y", Order: 2, Operation: Add, Targets: []string{id("two")}, Kind: "ability", After: "Looks back."},
		}, with(map[int][]string{7: {"  2.B.2 two/y Looks back. from 2021-03-04", "  2.B.3 two/x Says goodbye. [core] from 2021-03-04"}}), "1.3.0"},
		{"add a domain", []Change{{ID: "d", Operation: Add, Kind: "domain", Title: "After the end"}},
			with(map[int][]string{7: {"3 d After the end from 2021-03-04"}}), "1.3.0"},
		{"reword, editorial", []Change{{ID: "e", Operation: Reword, Targets: []string{id("one/b")}, Before: "Knows which questions open a first meeting.", After: "Knows which questions open the first meeting.", Meaning: Editorial}},
			with(map[int][]string{2: {"  1.A.2 one/b Knows which questions open the first meeting."}}), "1.2.4"},
		{"reword, editorial, with few words kept", []Change{{ID: "e", Operation: Reword, Targets: []string{id("one/b")}, After: "Can name openings that suit somebody new.", Meaning: Editorial}},
			with(map[int][]string{2: {"  1.A.2 one/b Can name openings that suit somebody new."}}), "1.2.4"},
		{"reword, substantial", []Change{{ID: "s", Operation: Reword, Targets: []string{id("one/b")}, After: "Knows which questions close a meeting.", Meaning: Substantial}},
			with(map[int][]string{2: {
				"  1.A.2 one/b-2 Knows which questions close a meeting. from 2021-03-04",
				"  1.A.2 one/b Knows which questions open a first meeting. until 2021-03-04 > one/b-2",
			}}), "2.0.0"},
		{"reword and level of one item", []Change{
			{ID: "s", Operation: Reword, Targets: []string{id("one/b")}, After: "Knows which questions close a meeting.", Meaning: Substantial},
			{ID: "l", Operation: Level, Targets: []string{id("one/b")}, Level: "core"},
		}, with(map[int][]string{2: {
			"  1.A.2 one/b-2 Knows which questions close a meeting. [core] from 2021-03-04",
			"  1.A.2 one/b Knows which questions open a first meeting. until 2021-03-04 > one/b-2",
		}}), "2.0.0"},
		{"reword and move of one item", []Change{
			{ID: "s", Operation: Reword, Targets: []string{id("one/b")}, After: "Knows which questions close a meeting.", Meaning: Substantial},
			{ID: "m", Operation: Move, Targets: []string{id("one/b")}, To: id("two")},
		}, with(map[int][]string{2: {"  1.A.2 one/b Knows which questions open a first meeting. until 2021-03-04 > one/b-2"},
			5: {base[5], "  2.A.2 one/b-2 Knows which questions close a meeting. from 2021-03-04"}}), "2.0.0"},
		{"reword of a heading and an item added below it", []Change{
			{ID: "s", Operation: Reword, Targets: []string{id("two")}, After: "Afterwards", Meaning: Substantial},
			{ID: "x", Operation: Add, Targets: []string{id("two")}, Kind: "ability", After: "Says goodbye."},
			{ID: "m", Operation: Move, Targets: []string{id("one/a")}, To: id("two")},
		}, with(map[int][]string{1: {}, 4: {"2 two-2 Afterwards from 2021-03-04"}, 5: {base[5], "  2.A.2 one/a Knows where to begin with a new client."},
			7: {"  2.B.2 two-2/x Says goodbye. from 2021-03-04", base[4] + " until 2021-03-04 > two-2"}}), "2.0.0"},
		{"rename", []Change{{ID: "r", Operation: Rename, Targets: []string{id("two")}, Before: "Ending", After: "Ending well"}},
			with(map[int][]string{4: {"2 two Ending well"}}), "1.2.4"},
		{"level of several", []Change{{ID: "l", Operation: Level, Targets: []string{id("one/a"), id("two/a")}, Level: "core"}},
			with(map[int][]string{1: {base[1] + " [core]"}, 5: {base[5] + " [core]"}}), "2.0.0"},
		{"retire", []Change{{ID: "t", Operation: Retire, Targets: []string{id("one/c")}}},
			with(map[int][]string{3: {base[3] + " until 2021-03-04"}}), "2.0.0"},
		{"retire a domain with all that it holds", []Change{
			{ID: "t1", Operation: Retire, Targets: []string{id("two")}}, {ID: "t2", Operation: Retire, Targets: []string{id("two/a")}},
			{ID: "m", Operation: Move, Targets: []string{id("two/b")}, To: id("one")},
		}, with(map[int][]string{3: {base[3], "  1.B.2 two/b Ends a course of work with a written plan."}, 4: {base[4] + " until 2021-03-04"}, 5: {base[5] + " until 2021-03-04"}, 6: {}}), "2.0.0"},
		{"move", []Change{{ID: "m", Operation: Move, Targets: []string{id("one/a")}, To: id("two")}},
			with(map[int][]string{1: {}, 5: {base[5], "  2.A.2 one/a Knows where to begin with a new client."}}), "2.0.0"},
		{"move a domain below another", []Change{{ID: "m", Operation: Move, Targets: []string{id("two")}, To: id("one")}},
			with(map[int][]string{1: {
				"  1.1 two Ending", "    1.1.A.1 two/a Knows when work with a client should end.", "    1.1.B.1 two/b Ends a course of work with a written plan.", base[1],
			}, 4: {}, 5: {}, 6: {}}), "2.0.0"},
		{"split", []Change{{ID: "p", Operation: Split, Targets: []string{id("two/b")}, Parts: []Part{{Text: "Ends a course of work."}, {Text: "Writes a plan.", Level: "core"}}}},
			with(map[int][]string{6: {
				"  2.B.1 two/b-2 Ends a course of work. from 2021-03-04",
				"  2.B.1 two/b Ends a course of work with a written plan. until 2021-03-04 > two/b-2 > two/b-3",
				"  2.B.2 two/b-3 Writes a plan. [core] from 2021-03-04",
			}}), "2.0.0"},
		{"split into two kinds", []Change{{ID: "p", Operation: Split, Targets: []string{id("two/b")}, Parts: []Part{{Text: "Knows a written plan.", Kind: "knowledge"}, {Text: "Ends a course of work."}}}},
			with(map[int][]string{5: {base[5], "  2.A.2 two/b-2 Knows a written plan. from 2021-03-04"}, 6: {
				"  2.B.1 two/b Ends a course of work with a written plan. until 2021-03-04 > two/b-2 > two/b-3",
				"  2.B.2 two/b-3 Ends a course of work. from 2021-03-04",
			}}), "2.0.0"},
		{"merge across domains", []Change{{ID: "g", Operation: Merge, Targets: []string{id("one/a"), id("two/a")}, After: "Knows when work begins and ends."}},
			with(map[int][]string{1: {
				"  1.A.1 one/a-2 Knows when work begins and ends. from 2021-03-04", base[1] + " until 2021-03-04 > one/a-2",
			}, 5: {base[5] + " until 2021-03-04 > one/a-2"}}), "2.0.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := framework(t, small)
			result, findings := Apply(old, c.changes, Options{Day: day})
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			if got := lines(result.Framework); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if result.Framework.Version != c.version {
				t.Errorf("version %s, want %s", result.Framework.Version, c.version)
			}
			if !reflect.DeepEqual(lines(old), base) {
				t.Error("the framework before was changed")
			}
			sound(t, old, result)
		})
	}
}

// sound holds a result to what every version must be.
func sound(t *testing.T, old *frameworks.Framework, result *Result) {
	t.Helper()
	data, err := result.Framework.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, findings := frameworks.Read("next.yaml", data)
	if list := finding.Errors(findings); len(list) > 0 {
		t.Fatalf("the version cannot be read: %v\n%s", list, data)
	}
	again, err := back.Marshal()
	if err != nil || string(again) != string(data) {
		t.Errorf("the version reads back as another: %v", err)
	}
	if list := finding.Errors(lint.Framework(back)); len(list) > 0 {
		t.Errorf("framework check finds %v", list)
	}
	have := back.Index()
	for uuid, item := range old.Index() {
		if have[uuid] == nil {
			t.Errorf("%s %q is gone", item.Code, item.Statement)
		}
	}
	for uuid := range result.Touched {
		if have[uuid] == nil {
			t.Errorf("a change is said to have touched %s, which is not there", uuid)
		}
	}
	for _, c := range result.Comparison.Changes {
		for _, item := range append(slices.Clone(c.Before), c.After...) {
			if item.UUID != "" && len(result.Touched[item.UUID]) == 0 && c.Operation != compare.Recode && c.Operation != compare.Level {
				t.Errorf("%s of %s %q: no change is said to have done it", c.Operation, item.Code, item.Statement)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  []Change
		options Options
		want    string
	}{
		{"nothing decided", nil, Options{Day: day}, "nothing-decided"},
		{"no day", []Change{{ID: "a", Operation: Retire, Targets: []string{id("one/a")}}}, Options{}, "not-a-day"},
		{"unknown operation", []Change{{ID: "a", Operation: "delete", Targets: []string{id("one/a")}}}, Options{Day: day}, "unknown-operation"},
		{"unknown item", []Change{{ID: "a", Operation: Retire, Targets: []string{"nobody"}}}, Options{Day: day}, "stale"},
		{"other words", []Change{{ID: "a", Operation: Reword, Targets: []string{id("one/a")}, Before: "Knew.", After: "Knows.", Meaning: Editorial}}, Options{Day: day}, "stale"},
		{"no meaning", []Change{{ID: "a", Operation: Reword, Targets: []string{id("one/a")}, After: "Knows."}}, Options{Day: day}, "no-meaning"},
		{"no words", []Change{{ID: "a", Operation: Reword, Targets: []string{id("one/a")}, After: " \n", Meaning: Editorial}}, Options{Day: day}, "no-wording"},
		{"same words", []Change{{ID: "a", Operation: Rename, Targets: []string{id("one")}, After: "Beginning"}}, Options{Day: day}, "nothing-new"},
		{"too long", []Change{{ID: "a", Operation: Add, Kind: "domain", After: strings.Repeat("a", MostText+1)}}, Options{Day: day}, "too-long"},
		{"kind", []Change{{ID: "a", Operation: Add, Targets: []string{id("one")}, Kind: "skill", After: "Can."}}, Options{Day: day}, "unknown-kind"},
		{"level", []Change{{ID: "a", Operation: Level, Targets: []string{id("one/a")}, Level: "advanced"}}, Options{Day: day}, "unknown-level"},
		{"unset level", []Change{{ID: "a", Operation: Retire, Targets: []string{id("one/a")}}}, Options{Day: day, Unset: "advanced"}, "unknown-level"},
		{"status", []Change{{ID: "a", Operation: Retire, Targets: []string{id("one/a")}}}, Options{Day: day, Status: "done"}, "unknown-status"},
		{"same change twice", []Change{{ID: "a", Operation: Retire, Targets: []string{id("one/a")}}, {ID: "a", Operation: Retire, Targets: []string{id("one/b")}}}, Options{Day: day}, "change-twice"},
		{"two wordings", []Change{
			{ID: "a", Operation: Reword, Targets: []string{id("one/a")}, After: "Knows.", Meaning: Editorial}, {ID: "b", Operation: Reword, Targets: []string{id("one/a")}, After: "Can.", Meaning: Editorial},
		}, Options{Day: day}, "same-item-twice"},
		{"two ends", []Change{
			{ID: "a", Operation: Merge, Targets: []string{id("one/a"), id("one/b")}, After: "Knows."}, {ID: "b", Operation: Retire, Targets: []string{id("one/b")}},
		}, Options{Day: day}, "same-item-twice"},
		{"level of what ends", []Change{
			{ID: "a", Operation: Level, Targets: []string{id("one/a")}, Level: "core"}, {ID: "b", Operation: Retire, Targets: []string{id("one/a")}},
		}, Options{Day: day}, "changes-what-ends"},
		{"added below what ends", []Change{
			{ID: "a", Operation: Add, Targets: []string{id("one/a")}, Kind: "ability", After: "Can."}, {ID: "b", Operation: Retire, Targets: []string{id("one/a")}},
		}, Options{Day: day}, "changes-what-ends"},
		{"domain retired alone", []Change{{ID: "a", Operation: Retire, Targets: []string{id("one")}}}, Options{Day: day}, "left-below"},
		{"domain split", []Change{{ID: "a", Operation: Split, Targets: []string{id("one")}, Parts: []Part{{Text: "Hello"}, {Text: "Good day"}}}}, Options{Day: day}, "left-below"},
		{"one part", []Change{{ID: "a", Operation: Split, Targets: []string{id("one/a")}, Parts: []Part{{Text: "Knows."}}}}, Options{Day: day}, "no-wording"},
		{"circle of one", []Change{{ID: "a", Operation: Move, Targets: []string{id("one")}, To: id("one/a")}}, Options{Day: day}, "circle"},
		{"circle of two", []Change{
			{ID: "a", Operation: Move, Targets: []string{id("one")}, To: id("two/a")}, {ID: "b", Operation: Move, Targets: []string{id("two")}, To: id("one/a")},
		}, Options{Day: day}, "circle"},
		{"circle beside a move", []Change{
			{ID: "a", Operation: Move, Targets: []string{id("one/c")}, To: id("two")}, {ID: "b", Operation: Move, Targets: []string{id("two")}, To: id("one/c")},
			{ID: "c", Operation: Move, Targets: []string{id("one/a")}, To: id("one/c")},
		}, Options{Day: day}, "circle"},
		{"moved to where it is", []Change{{ID: "a", Operation: Move, Targets: []string{id("one/a")}, To: id("one")}}, Options{Day: day}, "nothing-new"},
		{"merge of two kinds", []Change{{ID: "a", Operation: Merge, Targets: []string{id("one/a"), id("one/c")}, After: "Knows and can."}}, Options{Day: day}, "no-kind"},
		{"merge of one", []Change{{ID: "a", Operation: Merge, Targets: []string{id("one/a")}, After: "Knows."}}, Options{Day: day}, "targets"},
		{"merge with what is above", []Change{{ID: "a", Operation: Merge, Targets: []string{id("one"), id("one/a")}, Kind: "domain", After: "Knows."}}, Options{Day: day}, "merge-above"},
		{"item twice", []Change{{ID: "a", Operation: Level, Targets: []string{id("one/a"), id("one/a")}, Level: "core"}}, Options{Day: day}, "target-twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, findings := Apply(framework(t, small), c.change, c.options)
			if result != nil || len(findings) == 0 {
				t.Fatalf("not refused: %v", result)
			}
			if !slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Kind == c.want }) {
				t.Errorf("found %v, want %s", findings, c.want)
			}
		})
	}
}

// TestLevels brings levels into a framework that has none of its own.
func TestLevels(t *testing.T) {
	result, findings := Apply(framework(t, small), []Change{{ID: "l", Operation: Level, Targets: []string{id("one/a")}, Level: "advanced"}},
		Options{Day: day, Unset: "core", Levels: []frameworks.Level{{ID: "core", Label: "Core", Definition: "All."}, {ID: "advanced", Label: "Advanced", Definition: "Some."}}})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	f := result.Framework
	if got := f.Levels[0].Definition + " " + f.Levels[1].Definition; got != "All. Some." {
		t.Errorf("levels %q", got)
	}
	levels := map[string]string{}
	f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool { levels[i.Key] = i.Level; return true })
	want := map[string]string{"one": "", "one/a": "advanced", "one/b": "core", "one/c": "core", "two": "", "two/a": "core", "two/b": "core"}
	if !reflect.DeepEqual(levels, want) {
		t.Errorf("levels %v, want %v", levels, want)
	}
}

// TestRandom applies random sets of changes to every bundled framework: the
// order in which they are given does not matter, what was decided and nothing
// else is different, and the version can be checked and exchanged.
func TestRandom(t *testing.T) {
	for _, name := range frameworks.IDs(frameworks.Bundled()) {
		t.Run(name, func(t *testing.T) {
			f, findings, err := frameworks.Load(name, "")
			if err != nil || len(finding.Errors(findings)) > 0 {
				t.Fatal(err, findings)
			}
			for seed := range uint64(12) {
				random := rand.New(rand.NewPCG(seed, 1))
				changes := randomChanges(f, random)
				if len(changes) == 0 {
					t.Skip("this framework has no statements below its domains")
				}
				o := Options{Day: "2031-02-03", Levels: []frameworks.Level{{ID: "quite-new", Label: "Quite new"}}}
				result, findings := Apply(f, changes, o)
				if len(findings) > 0 {
					t.Fatalf("seed %d: %v", seed, findings)
				}
				sound(t, f, result)
				same(t, result, changes)
				data, _ := result.Framework.Marshal()
				for range 3 {
					random.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
					other, _ := Apply(f, changes, o)
					if again, _ := other.Framework.Marshal(); string(again) != string(data) {
						t.Fatalf("seed %d: another order of the changes gives another version", seed)
					}
				}
				exported, err := casefile.Export(result.Framework, casefile.Options{})
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if list := finding.Errors(casefile.Conforms("case.json", exported)); len(list) > 0 {
					t.Errorf("seed %d: the CASE package has %v", seed, list)
				}
			}
		})
	}
}

// same holds the operations that a comparison finds against those decided.
func same(t *testing.T, result *Result, changes []Change) {
	t.Helper()
	got, want := map[string]int{}, map[string]int{}
	for _, c := range changes {
		want[c.Operation] += max(1, len(c.Targets)*btoi(c.Operation == Level))
	}
	for _, c := range result.Comparison.Changes {
		if c.Operation != compare.Recode {
			got[string(c.Operation)]++
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("compared, there were %v; decided were %v", got, want)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// randomChanges draws one change for some of the items that have none below
// them and a statement, each item in one change at most.
func randomChanges(f *frameworks.Framework, random *rand.Rand) []Change {
	var leaves []*frameworks.Item
	above := map[string]*frameworks.Item{}
	f.Walk(func(i *frameworks.Item, parents []*frameworks.Item) bool {
		if len(i.Items) == 0 && i.Statement != "" && len(parents) > 0 && i.InForce() {
			leaves = append(leaves, i)
			above[i.UUID] = parents[len(parents)-1]
		}
		return true
	})
	random.Shuffle(len(leaves), func(i, j int) { leaves[i], leaves[j] = leaves[j], leaves[i] })
	domains := f.Domains()
	var out []Change
	next := func() *frameworks.Item {
		if len(leaves) == 0 {
			return nil
		}
		i := leaves[0]
		leaves = leaves[1:]
		return i
	}
	for n := range 10 {
		c := Change{ID: fmt.Sprintf("c%d", n), Order: n}
		op := []string{Add, Reword, Reword, Move, Split, Retire, Level, Level}[random.IntN(8)]
		i := next()
		if i == nil {
			break
		}
		c.Operation, c.Targets = op, []string{i.UUID}
		odd := fmt.Sprintf("Zebra %d quilts, violins and kayaks number %d.", n, random.IntN(1000))
		switch op {
		case Add:
			d := domains[random.IntN(len(domains))]
			c.Targets, c.Kind, c.After = []string{d.UUID}, i.Kind, odd
		case Reword:
			c.Before, c.After, c.Meaning = i.Statement, i.Statement+" Always with care.", Editorial
			if random.IntN(2) == 0 {
				c.After, c.Meaning = odd, Substantial
			}
		case Move:
			to := domains[random.IntN(len(domains))]
			if to == above[i.UUID] || to.UUID == i.UUID {
				continue
			}
			c.To = to.UUID
		case Split:
			words := strings.Fields(i.Statement)
			half := len(words) / 2
			if half == 0 {
				continue
			}
			c.Parts = []Part{{Text: strings.Join(words[:half], " ")}, {Text: strings.Join(words[half:], " ")}}
		case Level:
			c.Level = "quite-new"
		}
		out = append(out, c)
	}
	return out
}

func BenchmarkApply(b *testing.B) {
	f := &frameworks.Framework{ID: "wide", Title: "Wide", Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "domain"}, {ID: "ability", Letter: "A"}}}
	var changes []Change
	for d := range 10 {
		domain := frameworks.Item{Key: fmt.Sprint("d", d), Code: fmt.Sprint(d + 1), Kind: "domain", Title: fmt.Sprint("Domain ", d)}
		domain.UUID = frameworks.UUID(f.ID, domain.Key)
		for n := range 1000 {
			item := frameworks.Item{Key: fmt.Sprintf("d%d/%d", d, n), Code: fmt.Sprintf("%d.A.%d", d+1, n+1), Kind: "ability", Statement: fmt.Sprintf("Statement %d of %d.", n, d)}
			item.UUID = frameworks.UUID(f.ID, item.Key)
			domain.Items = append(domain.Items, item)
			if n%10 == 0 {
				changes = append(changes, Change{ID: fmt.Sprintf("c%d-%d", d, n), Operation: Reword, Targets: []string{item.UUID}, After: fmt.Sprintf("Other words %d for %d.", n, d), Meaning: Substantial})
			}
		}
		f.Items = append(f.Items, domain)
	}
	for b.Loop() {
		if _, findings := Apply(f, changes, Options{Day: day}); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}
