package main

import (
	"errors"
	"io/fs"
	"testing"
)

// The right occupation must be found more often than by the best simple method,
// on all queries and on the half that nothing was chosen on.
func TestCrosswalk(t *testing.T) {
	c, err := readCrosswalk("../../" + crosswalkData)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the crosswalk is not here: ", crosswalkData)
	} else if err != nil {
		t.Fatal(err)
	}
	if len(c.texts) != 1110 || len(c.queries) != 1680 {
		t.Fatalf("%d texts and %d queries", len(c.texts), len(c.queries))
	}
	for name, which := range map[string]func(int) bool{
		"all":            func(int) bool { return true },
		"the other half": func(i int) bool { return !c.chosen[i] },
	} {
		f := c.measure(which)
		t.Logf("%s: %+v", name, f)
		if f.at1 <= bestSimple.at1 || f.at5 <= bestSimple.at5 || f.at10 <= bestSimple.at10 {
			t.Errorf("%s: %+v; the best simple method has %+v", name, f, bestSimple)
		}
	}
}
