package disclosure

import "testing"

// 2 of 59 are small; the 57 others would give them away, and are hidden as well.
func TestAccount(t *testing.T) {
	for _, c := range []struct{ survey, groups, hidden int }{{57, 2, 2}, {57, 0, 0}, {30, 20, 0}} {
		a := NewAccount(Threshold(5))
		all := a.Known(c.survey + c.groups)
		parts := []int{a.Printed(c.survey), a.Printed(c.groups)}
		a.Sum(all, parts...)
		a.Hide()
		n := 0
		for _, at := range parts {
			if a.Hidden(at) {
				n++
			}
		}
		if n != c.hidden || a.Hidden(all) {
			t.Errorf("%d and %d: %d hidden, want %d", c.survey, c.groups, n, c.hidden)
		}
	}
	// 40 of 42: who is left are two people, though no number is printed of them.
	a := NewAccount(Threshold(5))
	part := a.Printed(40)
	a.Sum(a.Known(42), part, a.Rest(2))
	if a.Hide(); !a.Hidden(part) {
		t.Error("40 of 42 are shown")
	}
}
