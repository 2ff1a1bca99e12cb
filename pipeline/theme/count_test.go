package theme

import (
	"reflect"
	"testing"
)

func TestCount(t *testing.T) {
	units := []Unit{
		{ID: "R1/a", Person: "R1", Source: "survey", Domain: "1"},
		{ID: "R1/b", Person: "R1", Source: "survey", Domain: "2"},
		{ID: "R2/a", Person: "R2", Source: "survey", Domain: "1"},
		{ID: "R3/a", Person: "R3", Source: "survey", Domain: "1"},
		{ID: "F/T1", Person: "F-P1", Source: "groups", Question: "F", Domain: "2"},
		{ID: "F/T2", Person: "", Source: "groups", Question: "F", Domain: ""},
	}
	codings := []Coding{
		{Unit: "R1/a", Theme: "x", Stance: Asks},
		{Unit: "R1/a", Theme: "x", Stance: Unstated},
		{Unit: "R1/b", Theme: "x", Stance: Objects},
		{Unit: "R2/a", Theme: "y", Stance: Unstated},
		{Unit: "R2/a", Theme: "x", Stance: Unstated},
		{Unit: "F/T1", Theme: "x", Stance: Satisfied},
		{Unit: "F/T2", Theme: "x", Stance: Asks},
		{Unit: "gone", Theme: "x", Stance: Asks},
	}
	// Counted by hand. R1 both asks and objects; the turn without a person
	// counts as a unit only.
	want := []ThemeCount{
		{
			Theme: "x", Units: 5, Codings: 6, Unnamed: 1,
			People: People{2, 1}, Asks: People{1, 0}, Objects: People{1, 0}, Satisfied: People{0, 1}, Unstated: People{1, 0},
			Both:     []string{"R1"},
			InGroups: []GroupCount{{"F", 1, 1}},
			Domains: []DomainCount{
				{"", 1, People{}}, {"1", 2, People{2, 0}}, {"2", 2, People{1, 1}},
			},
		},
		{
			Theme: "y", Units: 1, Codings: 1, People: People{1, 0}, Unstated: People{1, 0},
			Domains: []DomainCount{{"1", 1, People{1, 0}}},
		},
	}
	if got := Count(codings, units); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	// Codings in another order, as people code, count the same.
	backwards := make([]Coding, len(codings))
	for i, c := range codings {
		backwards[len(codings)-1-i] = c
	}
	if got := Count(backwards, units); !reflect.DeepEqual(got, want) {
		t.Errorf("backwards: got  %+v\nwant %+v", got, want)
	}
	if got := Count(nil, nil); len(got) != 0 {
		t.Errorf("nothing counted: %v", got)
	}
}
