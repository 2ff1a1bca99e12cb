package amend

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// proposedDocket is what a run proposes: amendments by id, each with the text
// after and the people for.
func proposedDocket(version string, list ...Amendment) *Docket {
	d := &Docket{Framework: "small", Version: version, SHA256: strings.Repeat("a", 64)}
	for i, a := range list {
		a.Number, a.State, a.Wording = i+1, StateProposed, FromNote
		a.Operation, a.Targets = Reword, []Target{{Code: "1.A.1", UUID: "01234567-89ab-5def-8123-456789abcdef"}}
		count(&a)
		a.share(10)
		d.Amendments = append(d.Amendments, a)
	}
	return d
}

func with(id, text string, people ...string) Amendment {
	a := Amendment{ID: id, TextAfter: text}
	for _, p := range people {
		a.Evidence = append(a.Evidence, Evidence{Unit: p + "/c", Person: p, Source: "survey", Role: RoleFor, Quote: "q"})
	}
	return a
}

func find(t *testing.T, d *Docket, id string) *Amendment {
	t.Helper()
	i := slices.IndexFunc(d.Amendments, func(a Amendment) bool { return a.ID == id })
	if i < 0 {
		t.Fatalf("%s is lost", id)
	}
	return &d.Amendments[i]
}

func TestRedraftFirst(t *testing.T) {
	proposed := proposedDocket("1.0.0", with("a", "A", "R1"), with("b", "B", "R2"))
	d, said := Redraft(nil, proposed)
	if len(d.Amendments) != 2 || d.Amendments[0].Drafted != Draft(d.Amendments[0]) || len(said) != 0 || d.SHA256 != proposed.SHA256 {
		t.Errorf("%+v %v", d, said)
	}
	again, said := Redraft(d, proposed)
	if !reflect.DeepEqual(again, d) || len(said) != 0 {
		t.Errorf("drafted again from the same: %v", said)
	}
}

func TestRedraft(t *testing.T) {
	d, _ := Redraft(nil, proposedDocket("1.0.0", with("kept", "A", "R1"), with("edited", "B", "R2"), with("gone", "C", "R3"), with("withdrawn", "D", "R4"), with("main", "E", "R5"), with("part", "F", "R5", "R6")))
	// What people do in the file.
	find(t, d, "edited").TextAfter = "B as the group has it"
	find(t, d, "edited").Note = "Agreed by letter."
	find(t, d, "withdrawn").State, find(t, d, "withdrawn").WithdrawnBy = StateWithdrawn, SourceGroup
	find(t, d, "main").TakesIn = []string{"part"}
	d.Amendments = slices.DeleteFunc(d.Amendments, func(a Amendment) bool { return a.ID == "part" })
	d.Amendments = append(d.Amendments, Amendment{ID: "own", Source: SourceGroup, State: StateProposed, Operation: Retire}, Amendment{ID: "sent", Source: SourceImported, State: StateProposed, Operation: Retire})
	d.Next.Unset = "core"

	now := proposedDocket("1.0.0", with("new", "N", "R9"), with("kept", "A2", "R1", "R7"), with("edited", "B2", "R2", "R8"), with("withdrawn", "D", "R4"), with("main", "E", "R5"), with("part", "F", "R5", "R6"))
	next, said := Redraft(d, now)
	ids := ""
	for i, a := range next.Amendments {
		ids += a.ID + " "
		if a.Number != i+1 {
			t.Errorf("%s has number %d", a.ID, a.Number)
		}
	}
	if ids != "kept edited gone withdrawn main own sent new " {
		t.Errorf("order: %s", ids)
	}
	if a := find(t, next, "kept"); a.TextAfter != "A2" || a.For != 2 || a.Share != "20.0000" || a.Drafted != Draft(*a) {
		t.Errorf("%+v", a)
	}
	if a := find(t, next, "edited"); a.TextAfter != "B as the group has it" || a.Wording != FromGroup || a.For != 2 || a.Note != "Agreed by letter." || !a.edited() {
		t.Errorf("%+v", a)
	}
	if a := find(t, next, "gone"); a.State != StateWithdrawn || a.WithdrawnBy != SourceEvidence || a.For != 1 {
		t.Errorf("%+v", a)
	}
	if a := find(t, next, "withdrawn"); a.State != StateWithdrawn || a.WithdrawnBy != SourceGroup {
		t.Errorf("%+v", a)
	}
	// R5 asked for both, and counts once.
	if a := find(t, next, "main"); a.For != 2 || len(a.Evidence) != 2 || a.Share != "20.0000" {
		t.Errorf("%+v", a)
	}
	for _, id := range []string{"own", "sent"} {
		if a := find(t, next, id); a.State != StateProposed || a.Operation != Retire {
			t.Errorf("%+v", a)
		}
	}
	if next.Next.Unset != "core" {
		t.Error("what the next version needs is lost")
	}
	want := []string{
		"kept: what is proposed has changed: “A2”; 2 for and 0 against (before: 1 for and 0 against).",
		"edited: kept as it was edited, though the evidence now proposes something else: “B2”; 2 for and 0 against (before: 1 for and 0 against).",
		"gone: no longer proposed by the evidence, so it is withdrawn; write state: proposed and source: group to keep it.",
		"main: 2 for and 0 against (before: 1 for and 0 against).",
		"new: new, with 1 for and 0 against.",
	}
	if !slices.Equal(said, want) {
		t.Errorf("said\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}

	// Proposed again, what the evidence had withdrawn stands again.
	back, said := Redraft(next, proposedDocket("2.0.0", with("gone", "C", "R3")))
	if a := find(t, back, "gone"); a.State != StateProposed || a.WithdrawnBy != "" {
		t.Errorf("%+v", a)
	}
	if len(said) == 0 || said[0] != "The base is now version 2.0.0; it was 1.0.0." {
		t.Errorf("%q", said)
	}
}

// A person keeps what the evidence no longer proposes by taking it over.
func TestRedraftTakenOver(t *testing.T) {
	d, _ := Redraft(nil, proposedDocket("1.0.0", with("a", "A", "R1")))
	d.Amendments[0].Source = SourceGroup
	next, said := Redraft(d, proposedDocket("1.0.0"))
	if a := next.Amendments[0]; a.State != StateProposed || a.For != 1 || len(said) != 0 {
		t.Errorf("%+v %v", a, said)
	}
	// An own amendment under the name of one that is proposed.
	own := &Docket{Framework: "small", Version: "1.0.0", Amendments: []Amendment{{ID: "a", Source: SourceGroup, State: StateProposed, TextAfter: "Ours"}}}
	next, said = Redraft(own, proposedDocket("1.0.0", with("a", "A", "R1")))
	if len(next.Amendments) != 1 || next.Amendments[0].TextAfter != "Ours" || next.Amendments[0].For != 0 || len(said) != 1 {
		t.Errorf("%+v %v", next.Amendments, said)
	}
}

// Whatever people edit and whatever runs propose after it, no amendment and no
// edited word is lost, and neither docket is changed.
func TestRedraftLosesNothing(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		some := func() *Docket {
			var list []Amendment
			for i := range 8 {
				if r.IntN(3) > 0 {
					list = append(list, with(fmt.Sprint("id", i), fmt.Sprint("text", r.IntN(3)), fmt.Sprint("R", r.IntN(5))))
				}
			}
			return proposedDocket("1.0.0", list...)
		}
		d, _ := Redraft(nil, some())
		type mark struct{ id, text, note, state string }
		var marks []mark
		for step := range 4 {
			marks = marks[:0]
			for i := range d.Amendments {
				a := &d.Amendments[i]
				switch r.IntN(4) {
				case 0:
					a.TextAfter = fmt.Sprint("edited", step)
				case 1:
					a.Note = fmt.Sprint("note", step)
				case 2:
					a.State, a.WithdrawnBy = StateWithdrawn, SourceGroup
				}
				text := ""
				if a.edited() {
					text = a.TextAfter
				}
				state := ""
				if a.WithdrawnBy == SourceGroup {
					state = a.State
				}
				marks = append(marks, mark{a.ID, text, a.Note, state})
			}
			proposed := some()
			before, _ := written(t, d)
			proposedBefore, _ := written(t, proposed)
			next, _ := Redraft(d, proposed)
			if after, _ := written(t, d); string(before) != string(after) {
				t.Fatal("the old docket was changed")
			}
			if after, _ := written(t, proposed); string(proposedBefore) != string(after) {
				t.Fatal("the proposals were changed")
			}
			for i, m := range marks {
				a := next.Amendments[i]
				if a.ID != m.id || m.text != "" && a.TextAfter != m.text || a.Note != m.note || m.state != "" && a.State != m.state {
					t.Fatalf("seed %d: %+v became %+v", seed, m, a)
				}
			}
			for _, p := range proposed.Amendments {
				find(t, next, p.ID)
			}
			// Through the file, as it really goes.
			_, d = written(t, next)
		}
	}
}

// What is asked of several items at once is decided for each alone, and what a
// comment table asked for without a place is not lost.
func TestRedraftEachAlone(t *testing.T) {
	d := proposedDocket("1.0.0", with("retire-1-2", "", "R1"))
	a := &d.Amendments[0]
	a.Operation = Retire
	a.Targets = []Target{{Code: "1", UUID: "01234567-89ab-5def-8123-456789abcdef", Words: "One."}, {Code: "2", UUID: "01234567-89ab-5def-8123-456789abcde0", Words: "Two."}}
	d.Fates = []Fate{{Unit: "R1/c"}, {Unit: "R2/c"}}
	old := &Docket{Framework: "small", Version: "1.0.0", Unplaced: []Unplaced{{Unit: "DE-001", Operation: Reword}, {Unit: "R2/c", Operation: Reword}}}
	next, _ := Redraft(old, d)
	if len(next.Amendments) != 2 || next.Amendments[0].ID != "retire-1-2:1" || next.Amendments[1].TextBefore != "Two." || len(next.Amendments[1].Targets) != 1 || len(d.Amendments[0].Targets) != 2 {
		t.Errorf("%+v", next.Amendments)
	}
	if len(next.Unplaced) != 1 || next.Unplaced[0].Unit != "DE-001" {
		t.Errorf("%+v", next.Unplaced)
	}
	written(t, next)
}
