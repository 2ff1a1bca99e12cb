package survey

import (
	"fmt"
	"strings"
	"testing"
)

// Whatever the cell and wherever it stands, the quick look-up says what the full
// one says, or nothing.
func TestQuickIsTheLookup(t *testing.T) {
	l := newLookup()
	var cells []string
	for n := range 40 {
		for _, fill := range []string{"a", "b", "ab"} {
			cell := strings.Repeat(fill, n)[:n]
			cells = append(cells, cell, cell+"x", "x"+cell, cell+"\x00", "\x00"+cell)
			l.add(cell, uint64(len(cells)%60000))
		}
	}
	q := newQuick(l)
	found := 0
	for _, cell := range cells {
		for _, around := range []string{"", ",", "\x00\x00\x00\x00\x00\x00\x00\x00", "aaaaaaaaaaaaaaaa"} {
			data := []byte(around + cell + around)
			from, to := len(around), len(around)+len(cell)
			if from+ends > len(data) || to < ends {
				continue
			}
			first, last := endsOf(data, from, to)
			i := q.place(first, last, len(cell))
			if !q.slots[i].holds(first, last, len(cell)) || len(cell) > 2*ends && q.keys[i] != cell {
				continue
			}
			found++
			want, ok := uint64(0), cell == ""
			if !ok {
				want, ok = l.find([]byte(cell))
			}
			if !ok || uint64(q.slots[i].value) != want {
				t.Fatalf("%q among %q: found %d; the lookup has %d, %v", cell, around, q.slots[i].value, want, ok)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d cells were found", found)
	}
}

// Few answers are left to the full look-up.
func TestQuickHoldsNearlyAll(t *testing.T) {
	l := newLookup()
	for i := range 40 {
		l.add(fmt.Sprintf("An answer with the number %d", i), uint64(i+1))
	}
	held := 0
	for _, s := range newQuick(l).slots {
		if s.used {
			held++
		}
	}
	if held < 36 {
		t.Errorf("%d of 41 are held", held)
	}
}
