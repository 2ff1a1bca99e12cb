package coders

import (
	"fmt"
	"slices"
	"testing"

	"concord/pipeline/theme"
)

func TestFromProject(t *testing.T) {
	u := manyUnits(7)
	of := func(unit int, id, method string, stance theme.Stance, given bool) theme.Coding {
		return theme.Coding{Unit: fmt.Sprint("u", unit), Theme: id, Method: method, Stance: stance, StanceGiven: given}
	}
	codings := []theme.Coding{
		of(0, "a", Human, theme.Asks, true), of(0, "b", Human, theme.Satisfied, false), of(0, "a", Human, theme.Asks, true), // as it was
		of(1, "a", Accepted, theme.Asks, false),                                   // as it was
		of(2, "a", Accepted, theme.Unstated, false), of(2, "b", Human, "", false), // b is new
		of(3, "a", Human, theme.Objects, false),                                          // was b
		of(4, "a", Accepted, "", false),                                                  // of another copy
		of(5, "a", Corrected, "", false), of(5, "b", Corrected, theme.Stance("?"), true), // of another copy
		of(9, "a", Human, "", false), // of no unit
	}
	before := []Judgement{
		{Unit: "u0", Coder: "ann", Method: Human, Marks: []Mark{{"a", theme.Asks}, {"b", ""}}, CodebookVersion: "0.9", Note: "kept"},
		{Unit: "u1", Coder: "ann", Method: Accepted, Marks: []Mark{{"a", ""}}},
		{Unit: "u2", Coder: "ann", Method: Accepted, Marks: []Mark{{"a", ""}}},
		{Unit: "u3", Coder: "ann", Method: Human, Marks: []Mark{{"b", ""}}},
		{Unit: "u4", Coder: "ben", Method: Human, Marks: []Mark{{"a", ""}}},
		{Unit: "u6", Coder: "ann", Method: Human},
	}
	changed, same := FromProject(codings, u, "ann", "2026-03-04", "1.0", before)
	var got []string
	for _, j := range changed {
		got = append(got, fmt.Sprintf("%s %s %s", j.Unit, j.Method, formatMarks(j.Marks)))
		if j.Coder != "ann" || j.Day != "2026-03-04" || j.CodebookVersion != "1.0" || j.TextSHA != TextSHA("t") {
			t.Errorf("%+v", j)
		}
	}
	want := []string{"u2 corrected a b", "u3 human a", "u4 accepted a", "u5 corrected a b"}
	if !slices.Equal(got, want) || same != 2 {
		t.Errorf("%q, %d the same; want %q", got, same, want)
	}
}
