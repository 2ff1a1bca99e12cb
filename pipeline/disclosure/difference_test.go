package disclosure

import (
	"slices"
	"testing"
)

func TestDifferences(t *testing.T) {
	f := func(group, row string, count, base int) Figure {
		return Figure{Table: "q", Group: group, Row: row, Count: count, Base: base}
	}
	hidden := Figure{Table: "q", Row: "x", Hidden: true, Base: 40}
	for _, c := range []struct {
		name          string
		before, after []Figure
		want          []DifferenceKind
	}{
		{"the same", []Figure{f("", "x", 20, 40)}, []Figure{f("", "x", 20, 40)}, nil},
		{"two more people, one of them x", []Figure{f("", "x", 20, 40)}, []Figure{f("", "x", 21, 42)}, []DifferenceKind{FewAnswers, FewPeople}},
		{"two more, neither x", []Figure{f("", "x", 20, 40)}, []Figure{f("", "x", 20, 42)}, []DifferenceKind{FewPeople}},
		{"five more", []Figure{f("", "x", 20, 40)}, []Figure{f("", "x", 25, 45)}, nil},
		{"hidden before", []Figure{hidden}, []Figure{f("", "x", 3, 40)}, []DifferenceKind{ShownInOne}},
		{"hidden now", []Figure{f("", "x", 3, 40)}, []Figure{hidden}, []DifferenceKind{ShownInOne}},
		{"hidden in both", []Figure{hidden}, []Figure{hidden}, nil},
		{"everyone before, all but two now", []Figure{f("", "x", 20, 40), f("", "y", 20, 40)}, []Figure{f("most", "x", 19, 38), f("most", "y", 19, 38)}, []DifferenceKind{OtherGroup}},
		// One row is above and one below: no group within the other.
		{"two groups of like size", []Figure{f("a", "x", 20, 40), f("a", "y", 20, 40)}, []Figure{f("b", "x", 25, 38), f("b", "y", 13, 38)}, nil},
		{"no base", []Figure{{Table: "q", Row: "x", Hidden: true, NoBase: true}}, []Figure{hidden}, nil},
	} {
		var got []DifferenceKind
		for _, d := range Differences(c.before, c.after, 5) {
			got = append(got, d.Kind)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// By hand, from the rules as they are written.
func TestRounding(t *testing.T) {
	for n, want := range map[int]int{0: 0, 2: 0, 3: 5, 7: 5, 8: 10, 12: 10, 13: 15} {
		if got := Nearest(n, 5); got != want {
			t.Errorf("%d to the nearest 5: %d, want %d", n, got, want)
		}
	}
	for n, want := range map[int]int{4: 0, 5: 10, 14: 10, 15: 20} {
		if got := Nearest(n, 10); got != want {
			t.Errorf("%d to the nearest 10: %d, want %d", n, got, want)
		}
	}
	for n := range 200 {
		for _, to := range []int{1, 5, 10} {
			low, high := Preimage(n, to)
			for k := range 220 {
				if (k >= low && k <= high) != (Nearest(k, to) == Nearest(n, to)) {
					t.Fatalf("%d to %d: from %d to %d, and %d is %d", n, to, low, high, k, Nearest(k, to))
				}
			}
		}
	}
	for _, c := range []struct {
		count, base, tenths int
		want                string
	}{{1, 3, 1, "33.3"}, {2, 3, 10, "67"}, {1, 8, 50, "15"}, {1, 40, 50, "5"}, {1, 200, 10, "1"}, {35, 60, 10, "58"}, {0, 0, 1, ""}, {60, 60, 1, "100.0"}} {
		if got := Percentage(c.count, c.base, c.tenths); got != c.want {
			t.Errorf("%d of %d to %d tenths: %s, want %s", c.count, c.base, c.tenths, got, c.want)
		}
	}
}

func TestProfiles(t *testing.T) {
	for _, p := range Profiles {
		got, ok := Named(p.ID)
		if !ok || got.ID != p.ID || !p.Active() || p.Mark == "" || p.Source == "" || p.Unknown == "" {
			t.Errorf("%+v", p)
		}
	}
	nhs, _ := Named("nhs-digital-secondary-care")
	for base, want := range map[int]int{3999: 10, 4000: 1, 8: 10} {
		if got := nhs.Unit(base); got != want {
			t.Errorf("a base of %d: %d tenths, want %d", base, got, want)
		}
	}
	// 8 is printed as 10, as are 9 to 12, and 6 and 7 are not printed at all.
	if low, high := nhs.Seen(8); low != 8 || high != 12 {
		t.Errorf("8 is seen as %d to %d", low, high)
	}
	if p := Threshold(1); p.Active() {
		t.Errorf("%+v", p)
	}
	if len(Names()) != len(Profiles) {
		t.Error("names are missing")
	}
}
