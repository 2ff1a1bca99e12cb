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
				if !strings.Contains(f.Message, "1 item added: 7.B.5") || f.Line == 0 {
					t.Errorf("%s: %s", c.version, f)
				}
			}
		}
		if got != c.want {
			t.Errorf("version %q: told that it should be %q, expected %q", c.version, got, c.want)
		}
	}
}
