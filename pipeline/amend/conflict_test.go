package amend

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/revise"
)

const conflictFramework = `
id: c
title: C
version: 1.0.0
wording: paraphrase
kinds: [{id: domain, label: Domain}, {id: skill, label: Skill, letter: S}]
levels: [{id: core, label: Core}, {id: advanced, label: Advanced}]
items:
  - key: one
    code: "1"
    kind: domain
    title: First
    items:
      - {key: a, code: 1.1, kind: skill, statement: Knows the rules of the road.}
      - {key: b, code: 1.2, kind: skill, statement: Drives with care in every weather.}
      - key: sub
        code: 1.3
        kind: domain
        title: Below the first
        items:
          - {key: d, code: 1.3.1, kind: skill, statement: Parks without help on a hill.}
  - key: two
    code: "2"
    kind: domain
    title: Second
    items:
      - {key: c, code: 2.1, kind: skill, statement: Sings in tune and in time.}
      - {key: old, code: 2.9, kind: skill, statement: Whistles., until: 2020-01-31}
`

// make builds an amendment from a line such as "x reword 1.1 = New words",
// "x move 1.1 > 2", "x level 1.1 1.2 @ core", "x split 1.1 | One. | Two.". An
// asterisk before a code takes the item that has ended; "top" is the top.
func amendmentOf(t testing.TB, f *frameworks.Framework, line string) Amendment {
	t.Helper()
	words := strings.Fields(line)
	a := Amendment{ID: words[0], Operation: Operation(words[1]), State: StateProposed, Kind: "skill"}
	if a.Operation != Add {
		a.Kind = ""
	}
	byCode := map[string]*frameworks.Item{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		byCode[item.Code] = item
		return true
	})
	target := func(code string) Target {
		if code == "top" {
			return Target{}
		}
		if item := byCode[code]; item != nil {
			return Target{Code: code, UUID: item.UUID, Words: wordsOf(item)}
		}
		return Target{Code: code, UUID: frameworks.UUID("c", code)}
	}
	for i := 2; i < len(words); i++ {
		switch words[i] {
		case "=":
			a.TextAfter = strings.Join(words[i+1:], " ")
			i = len(words)
		case "?":
			a.TextBefore = strings.Join(words[i+1:], " ")
			i = len(words)
		case ">":
			to := target(words[i+1])
			a.To = &to
			i++
		case "@":
			a.Level = words[i+1]
			i++
		case "|":
			for _, text := range strings.Split(strings.Join(words[i+1:], " "), " | ") {
				a.Parts = append(a.Parts, revise.Part{Text: text})
			}
			i = len(words)
		default:
			if words[i] != "top" {
				a.Targets = append(a.Targets, target(words[i]))
			}
		}
	}
	return a
}

func TestConflicts(t *testing.T) {
	f, findings := frameworks.Read("c.yaml", []byte(conflictFramework))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for _, c := range []struct {
		name  string
		lines string
		want  []string // class: amendments: places
	}{
		{"wording", "x reword 1.1 = Knows some rules; y reword 1.1 = Knows all rules", []string{"wording: x y: 1.1"}},
		{"wording of three", "x reword 1.1 = Knows some; y reword 1.1 = Knows all; z reword 1.1 = Knows some", []string{"wording: x y z: 1.1", "twice: x z: 1.1"}},
		{"wording of two items", "x reword 1.1 = Knows some rules; y reword 1.2 = Knows some rules", nil},
		{"title and statement", "x reword 1.1 = Knows some rules; y rename 1.1 = Rules", nil},
		{"two titles", "x rename 1 = Driving; y rename 1 = Motoring", []string{"wording: x y: 1"}},
		{"new words for a title only", "x reword 1 = Driving; y rename 1 = Motoring", []string{"wording: x y: 1"}},
		{"words still to be drafted", "x reword 1.1; y reword 1.1 = Knows all rules", nil},

		{"removed by retiring", "x retire 1.1; y level 1.1 @ core", []string{"removed: x y: 1.1"}},
		{"removed by splitting", "x split 1.1 | Knows. | Rules.; y reword 1.1 = Knows all rules", []string{"removed: x y: 1.1"}},
		{"removed by merging", "x merge 1.1 1.2 = Drives by the rules; y move 1.2 > 2", []string{"removed: x y: 1.2"}},
		{"retired and split", "x split 1.1 | Knows. | Rules.; y retire 1.1", []string{"removed: x y: 1.1"}},
		{"removed from above", "x retire 1.3; y reword 1.3.1 = Parks anywhere", []string{"removed: x y: 1.3"}},
		{"retired beside", "x retire 1.1; y reword 1.2 = Drives well", nil},
		{"moved out of what is retired", "x retire 1.3; y move 1.3.1 > 2; z reword 1.3.1 = Parks anywhere", nil},
		{"merged below what is retired", "x retire 2; y merge 2.1 1.2 = Drives and sings", []string{"removed: x y: 2"}},
		{"merged out of what is retired", "x retire 2; y merge 1.2 2.1 = Drives and sings", nil},
		{"retired with what is below", "x retire 1.3; y retire 1.3.1", nil},

		{"two places", "x move 1.1 > 2; y move 1.1 > 1.3", []string{"place: x y: 1.1"}},
		{"one place", "x move 1.1 > 2; y move 1.1 > 2", []string{"twice: x y: 1.1"}},
		{"circle", "x move 1.3 > 2; y move 2 > 1.3", []string{"place: x y: 1.3 2"}},
		{"below itself", "x move 1 > 1.3", []string{"place: x: 1"}},
		{"into itself", "x move 1.3 > 1.3", []string{"place: x: 1.3"}},
		{"there and away", "x move 1.3 > 2; y move 2 > 1", nil},
		{"to the top", "x move 1.3 > top; y move 2 > 1.3", nil},

		{"levels", "x level 1.1 1.2 @ core; y level 1.2 @ advanced", []string{"level: x y: 1.2"}},
		{"levels in two places", "x level 1.1 1.2 2.1 @ core; y level 1.2 1.1 @ advanced", []string{"level: x y: 1.1 1.2"}},
		{"one level", "x level 1.1 1.2 @ core; y level 1.2 @ core", []string{"twice: x y: 1.2"}},
		{"levels of two", "x level 1.1 @ core; y level 1.2 @ advanced", nil},

		{"overlap", "x merge 1.1 1.2 = Both; y split 1.2 | Drives. | Cares.", []string{"overlap: x y: 1.2"}},
		{"two merges", "x merge 1.1 1.2 = Both; y merge 1.2 2.1 = Others", []string{"overlap: x y: 1.2"}},
		{"split beside a merge", "x merge 1.1 1.2 = Both; y split 2.1 | Sings. | Times.", nil},

		{"two additions", "x add 1 = Drives safely at night on a wet road; y add 2 = Drives safely at night on wet roads; z add 1 = Cooks for a family of four", []string{"twice: x y: "}},
		{"additions that differ", "x add 1 = Drives safely at night on a wet road; y add 1 = Walks safely by day on a dry path", nil},
		{"additions that differ in a number", "x add 1 = Drives for at least 100 hours by night; y add 1 = Drives for at least 200 hours by night", nil},
		{"addition that is there", "x add 2 = Drives with care in every weather", []string{"twice: x: 1.2"}},
		{"addition of what goes", "x add 2 = Drives with care in every weather; y retire 1.2", nil},
		{"one name", "x rename 1 = Driving; y rename 2 = driving", []string{"twice: x y: 1 2"}},
		{"one name in two places", "x rename 1.3 = Driving; y rename 2 = Driving", nil},
		{"name of the next", "x rename 1 = Second", []string{"twice: x: 2"}},
		{"names exchanged", "x rename 1 = Second; y rename 2 = First", nil},
		{"retired twice", "x retire 1.1; y retire 1.1", []string{"twice: x y: 1.1"}},

		{"added below what goes", "x retire 1.3; y add 1.3 = Cooks for a family of four", []string{"orphan: x y: 1.3"}},
		{"moved below what goes", "x split 1.3 | One. | Two.; y move 1.1 > 1.3", []string{"orphan: x y: 1.3"}},
		{"added further below", "x retire 1; y add 1.3 = Cooks for a family of four", []string{"orphan: x y: 1"}},
		{"added beside what goes", "x retire 1.1; y add 1 = Cooks for a family of four", nil},
		{"moved away from what goes", "x retire 1.3; y move 1.3.1 > 1", nil},

		{"no such item", "x reword 7.7 = New", []string{"stale: x: " + frameworks.UUID("c", "7.7")}},
		{"no such place", "x move 1.1 > 7.7", []string{"stale: x: " + frameworks.UUID("c", "7.7")}},
		{"ended", "x reword 2.9 = New", []string{"stale: x: 2.9"}},
		{"other words", "x retire 1.1 ? Knows the road.", []string{"stale: x: 1.1"}},
		{"the same words", "x retire 1.1 ? Knows  the rules of the road.", nil},
		{"so already", "x reword 1.1 = Knows the rules of the road.", []string{"stale: x: 1.1"}},
		{"there already", "x move 1.1 > 1", []string{"stale: x: 1.1"}},
		{"other words of a title", "x rename 1 ? Driving", []string{"stale: x: 1"}},

		{"order", "x reword 9.9 = New; y retire 1.1; z level 1.1 @ core; w reword 1.2 = A; v reword 1.2 = B", []string{"wording: w v: 1.2", "removed: y z: 1.1", "stale: x: " + frameworks.UUID("c", "9.9")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var amendments []Amendment
			for line := range strings.SplitSeq(c.lines, "; ") {
				amendments = append(amendments, amendmentOf(t, f, line))
			}
			var got []string
			for _, one := range Conflicts(f, amendments) {
				got = append(got, fmt.Sprintf("%s: %s: %s", one.Class, strings.Join(one.Amendments, " "), strings.Join(one.Places, " ")))
				if one.Message == "" || one.Settle == "" || strings.Contains(one.Message, "%!") {
					t.Errorf("words: %q %q", one.Message, one.Settle)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			for i := range amendments {
				if len(c.want) > 0 && !strings.HasPrefix(c.want[0], "stale") && len(amendments) == 2 {
					// One of two that is withdrawn is in nobody's way.
					one := slices.Clone(amendments)
					one[i].State = StateWithdrawn
					for _, left := range Conflicts(f, one) {
						if len(left.Amendments) > 1 {
							t.Errorf("with %s withdrawn: %+v", one[i].ID, left)
						}
					}
				}
			}
		})
	}
}

// Where the amendments of two can be decided and no conflict is told, revise.Apply
// must be able to do them, and where one is told, all but the likeness of words, a
// name or something left below must stop it too.
func TestConflictsAgainstApply(t *testing.T) {
	f, _ := frameworks.Read("c.yaml", []byte(conflictFramework))
	lines := []string{
		"reword 1.1 = Knows all rules", "reword 1.1 = Knows some rules", "reword 1.2 = Drives well", "rename 1 = Driving", "rename 2 = Driving", "retire 1.1", "retire 1.2", "retire 2.1",
		"split 1.1 | Knows. | Rules.", "split 1.2 | Drives. | Cares.", "merge 1.1 1.2 = Drives by the rules", "merge 1.2 2.1 = Drives and sings", "move 1.1 > 2", "move 1.1 > 1.3", "move 1.3 > 2", "move 2 > 1.3", "move 2 > 1",
		"level 1.1 @ core", "level 1.1 1.2 @ advanced", "level 1.2 @ advanced", "add 1 = Cooks for a family of four", "add 1.3 = Bakes bread each morning", "reword 1.3.1 = Parks anywhere", "move 1.3.1 > 1",
	}
	meaning := revise.Editorial
	able := func(amendments ...Amendment) bool {
		var changes []revise.Change
		for i, a := range amendments {
			a.Number = i + 1
			changes = append(changes, a.Change(Decided{Meaning: meaning}))
		}
		_, findings := revise.Apply(f, changes, revise.Options{Day: "2026-01-31"})
		return len(findings) == 0
	}
	agreed := 0
	for i, x := range lines {
		for j, y := range lines[i+1:] {
			if meaning = revise.Editorial; (i+j)%2 == 0 {
				meaning = revise.Substantial
			}
			a, b := amendmentOf(t, f, "x "+x), amendmentOf(t, f, "y "+y)
			if !able(a) || !able(b) {
				continue
			}
			told := Conflicts(f, []Amendment{a, b})
			done := able(a, b)
			judgement := slices.ContainsFunc(told, func(c Conflict) bool { return c.Class == ConflictTwice })
			if len(told) == 0 != done && !judgement {
				t.Errorf("%s; %s: conflicts %+v, and applied together: %v", x, y, told, done)
				continue
			}
			agreed++
		}
	}
	t.Logf("%d pairs agree", agreed)
	if agreed < 200 {
		t.Errorf("only %d pairs were compared", agreed)
	}
}

func TestBaseConflict(t *testing.T) {
	f, _ := frameworks.Read("c.yaml", []byte(conflictFramework))
	for _, c := range []struct {
		d    Docket
		want bool
	}{
		{Docket{Framework: "c", Version: "1.0.0", SHA256: "aa"}, false}, {Docket{Framework: "c", Version: "1.0.0"}, false},
		{Docket{Framework: "c", Version: "1.0.0", SHA256: "bb"}, true}, {Docket{Framework: "c", Version: "2.0.0", SHA256: "aa"}, true}, {Docket{Framework: "d", Version: "1.0.0", SHA256: "aa"}, true},
	} {
		if got, ok := c.d.BaseConflict(f, "aa"); ok != c.want || ok != (got.Message != "") || ok && got.Class != ConflictStale {
			t.Errorf("%+v: %+v", c.d, got)
		}
	}
}

// The work must not grow with the square of the docket, and the order of the
// result must not depend on anything but the input.
func TestConflictsMany(t *testing.T) {
	f := &frameworks.Framework{ID: "m", Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "s"}}}
	var amendments []Amendment
	all := Amendment{ID: "all", Operation: Level, Level: "core"}
	for i := range 1000 {
		code := fmt.Sprint(i)
		item := frameworks.Item{UUID: frameworks.UUID("m", code), Code: code, Kind: "s", Statement: fmt.Sprintf("Knows thing %d of the things that are to be known in place %d", i, i%7)}
		f.Items = append(f.Items, item)
		target := Target{Code: code, UUID: item.UUID}
		all.Targets = append(all.Targets, target)
		amendments = append(amendments,
			Amendment{ID: "a" + code, Operation: Add, TextAfter: item.Statement + " and also elsewhere"},
			Amendment{ID: "l" + code, Operation: Level, Level: "advanced", Targets: []Target{target}},
			Amendment{ID: "m" + code, Operation: Move, To: &Target{UUID: frameworks.UUID("m", fmt.Sprint((i+1)%1000))}, Targets: []Target{target}})
	}
	amendments = append(amendments, all)
	first := Conflicts(f, amendments)
	if len(first) < 1001 {
		t.Errorf("%d conflicts; 1,000 of level and the circle were wanted at least", len(first))
	}
	if second := Conflicts(f, amendments); !reflect.DeepEqual(first, second) {
		t.Error("the same amendments are told in another way")
	}
}
