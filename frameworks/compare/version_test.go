package compare

import (
	"strings"
	"testing"
)

func TestNextVersion(t *testing.T) {
	change := func(op Operation, part Part) Change {
		i := []Item{{Code: "1.A.1", Statement: "Knows the tools."}}
		return Change{Operation: op, Part: part, Before: i, After: i}
	}
	for _, c := range []struct {
		previous string
		parts    []Part
		next     string
		first    Part
		reasons  int
	}{
		{"1.2.3", nil, "1.2.3", NoPart, 0},
		{"1.2.3", []Part{Patch}, "1.2.4", Patch, 1},
		{"1.2.3", []Part{Minor}, "1.3.0", Minor, 1},
		{"1.2.3", []Part{Major}, "2.0.0", Major, 1},
		{"1.2.3", []Part{Patch, Minor}, "1.3.0", Minor, 2},
		{"1.2.3", []Part{Patch, Major, Minor}, "2.0.0", Major, 3},
		// Below 1.0.0 a remark says that the rule is the same.
		{"0.4.0", []Part{Major}, "1.0.0", Major, 2},
		{"0.4.0", []Part{Patch}, "0.4.1", Patch, 2},
		{"0.4.0", nil, "0.4.0", NoPart, 0},
		{"1.10.9", []Part{Patch}, "1.10.10", Patch, 1},
		{"1.999999999.0", []Part{Minor}, "", Minor, 1},
		{"1.0", []Part{Patch}, "", Patch, 1},
		{"v1.0.0", []Part{Patch}, "", Patch, 1},
		{"1.0.0-beta", []Part{Patch}, "", Patch, 1},
		{"01.0.0", []Part{Patch}, "", Patch, 1},
		{"+1.0.0", []Part{Patch}, "", Patch, 1},
		{"", nil, "", NoPart, 0},
	} {
		var of Comparison
		for _, part := range c.parts {
			of.Changes = append(of.Changes, change(map[Part]Operation{Patch: Rename, Minor: Add, Major: Retire}[part], part))
		}
		next, reasons := NextVersion(c.previous, of)
		if next != c.next || len(reasons) != c.reasons {
			t.Errorf("%s after %v: %s %v, expected %s and %d reasons", c.previous, c.parts, next, reasons, c.next, c.reasons)
			continue
		}
		if len(reasons) > 0 && reasons[0].Part != c.first {
			t.Errorf("%s after %v: the first reason is %v", c.previous, c.parts, reasons[0])
		}
	}
}

// A reason names what forced it and how often.
func TestReasons(t *testing.T) {
	a, b := bundled(t), bundled(t)
	for _, code := range []string{"1.A.1", "2.A.1", "3.A.1", "4.A.1", "5.A.1", "6.A.1"} {
		day(item(t, b, code))
	}
	c := Frameworks(a, b)
	if len(c.Reasons) != 1 || c.Reasons[0].Count != 6 || c.Reasons[0].Operation != Retire {
		t.Fatalf("%+v", c.Reasons)
	}
	text := c.Reasons[0].Text
	if !strings.HasPrefix(text, "6 items retired: 1.A.1 “Knows the main kinds of digital mental health tool") || !strings.HasSuffix(text, "; and 2 more.") {
		t.Error(text)
	}
}

func TestVersionFinding(t *testing.T) {
	for _, c := range []struct {
		version, want string
	}{
		{"1.1.0", ""}, {"1.0.0", "1.1.0"}, {"2.0.0", "1.1.0"}, {"1.0.1", "1.1.0"}, {"", "1.1.0"},
	} {
		a, b := bundled(t), bundled(t)
		putIn(t, b, "7", 7, newItem("7.B.5", "ability", supervise))
		b.Version = c.version
		got := ""
		for _, f := range Frameworks(a, b).Findings {
			if f.Kind == "version-number" {
				got = f.Expected
				want := "this version number does not follow from the changes since 1.0.0: 1 item was added"
				if c.version == "1.0.0" {
					want = "two different files call themselves 1.0.0: 1 item was added"
				}
				if f.Message != want || f.Line == 0 {
					t.Errorf("%s: %s", c.version, f)
				}
			}
		}
		if got != c.want {
			t.Errorf("version %q: told that it should be %q, expected %q", c.version, got, c.want)
		}
	}
}

// The sentence on the number counts what moves it and nothing else.
func TestCounts(t *testing.T) {
	of := func(op Operation, part Part, n int) Reason { return Reason{Operation: op, Part: part, Count: n} }
	for _, c := range []struct {
		reasons []Reason
		want    string
	}{
		{nil, "nothing was changed"},
		{[]Reason{of(Retire, Major, 1), of(Split, Major, 2), of(Add, Minor, 9)}, "1 item was retired and 2 were split"},
		{[]Reason{of(Reword, Major, 2), of(Reword, Major, 1), of(Merge, Major, 1), of(Move, Major, 1)},
			"1 item was made of several, 1 was moved to another domain and 3 were reworded so that the meaning may be another"},
		{[]Reason{of(Move, Minor, 3), of("", Minor, 2)}, "3 items were moved within the domain and the framework’s head was changed in 2 places"},
		{[]Reason{of("", Patch, 1)}, "the framework’s head was changed in 1 place"},
	} {
		if got := (Comparison{Reasons: c.reasons}).counts(); got != c.want {
			t.Errorf("%q, expected %q", got, c.want)
		}
	}
}
