package theme

import (
	"reflect"
	"slices"
	"testing"
)

func TestSaturation(t *testing.T) {
	units := []Unit{
		{ID: "R1/c", Person: "R1", Source: "survey", Question: "c"},
		{ID: "B/T1", Person: "B-P1", Source: "groups", Question: "B"},
		{ID: "B/T2", Person: "B-P2", Source: "groups", Question: "B"},
		{ID: "B/T3", Person: "B-P1", Source: "groups", Question: "B"},
		{ID: "A/T1", Person: "A-P1", Source: "groups", Question: "A"},
		{ID: "A/T2", Person: "", Source: "groups", Question: "A"},
		{ID: "C/T1", Person: "C-P1", Source: "groups", Question: "C"},
	}
	codings := []Coding{
		{Unit: "R1/c", Theme: "survey only"},
		{Unit: "B/T2", Theme: "y"},
		{Unit: "B/T3", Theme: "x"},
		{Unit: "B/T3", Theme: "y"},
		{Unit: "A/T1", Theme: "x"},
		{Unit: "A/T2", Theme: "z"},
		{Unit: "A/T2", Theme: "z"},
		{Unit: "gone", Theme: "w"},
	}
	// By hand: B was held first; x and y are new there, z in A, nothing in C.
	want := []GroupStep{
		{Group: "B", Turns: 3, People: 2, Themes: 2, New: []FirstMention{{"y", "B/T2", 2}, {"x", "B/T3", 3}}, Total: 2},
		{Group: "A", Turns: 2, People: 1, Themes: 2, New: []FirstMention{{"z", "A/T2", 2}}, Total: 3},
		{Group: "C", Turns: 1, People: 1, Themes: 0, Total: 3},
	}
	if got := Saturation(codings, units); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	slices.Reverse(codings)
	got := Saturation(codings, units)
	for i := range got {
		if got[i].Total != want[i].Total || len(got[i].New) != len(want[i].New) {
			t.Errorf("codings backwards: %+v", got)
		}
	}
	if got := Saturation(nil, nil); len(got) != 0 {
		t.Errorf("nothing: %+v", got)
	}
}
