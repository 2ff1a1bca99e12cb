package amend

import (
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/finding"
)

// Two tables of one body that number from 1 are two tables; one that comes twice is one.
func TestApart(t *testing.T) {
	f := small(t)
	d := &Docket{}
	bring := func(rows ...Comment) (ids []string, added int) {
		rows = d.Apart(rows)
		list, unplaced := FromComments(rows, f)
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		for _, a := range list {
			if !slices.ContainsFunc(d.Amendments, func(b Amendment) bool { return a.ID == b.ID }) {
				d.Amendments = append(d.Amendments, a)
				added++
			}
		}
		d.Unplaced = append(d.Unplaced, unplaced...)
		return ids, added
	}
	a := Comment{ID: "NHS-001", Body: "NHS", Element: "1.A.1", Type: "te", Comment: "Too much is asked.", Change: "Delete this."}
	b := Comment{ID: "NHS-001", Body: "NHS", Element: "2.B.1", Type: "te", Comment: "Nobody does this.", Change: "Delete this."}
	lost := Comment{ID: "NHS-001", Body: "NHS", Element: "9.Z.9", Type: "te", Comment: "Where is this?"}
	for i, c := range []struct {
		row   Comment
		id    string
		added int
	}{{a, "NHS-001", 1}, {b, "NHS-001.2", 1}, {a, "NHS-001", 0}, {b, "NHS-001.2", 0}, {lost, "NHS-001.3", 0}, {lost, "NHS-001.3", 0}} {
		if ids, added := bring(c.row); ids[0] != c.id || added != c.added {
			t.Errorf("%d: %v, %d added; want %s, %d", i+1, ids, added, c.id, c.added)
		}
	}
	for _, x := range d.Amendments {
		if !plainID(x.ID) {
			t.Error(x.ID)
		}
	}
	if list, _ := FromComments([]Comment{{ID: "../<b>\u202e..\\x", Body: "X", Element: "1.A.1", Change: "Delete this."}}, f); !plainID(list[0].ID) {
		t.Error(list[0].ID)
	}
}

func TestDecidedHeading(t *testing.T) {
	heading := Amendment{Operation: Add, Title: "Night work"}
	if x := heading.With(Decided{Text: "Work at night"}); x.Title != "Work at night" || x.TextAfter != "" || x.Wording != FromGroup {
		t.Errorf("%+v", x)
	}
	heading.TextAfter = "Works at night."
	if x := heading.With(Decided{Text: "Works well at night."}); x.Title != "Night work" || x.TextAfter != "Works well at night." {
		t.Errorf("%+v", x)
	}
}

func TestDecidedFits(t *testing.T) {
	f := small(t)
	d := &Docket{Next: revise.Options{Levels: []frameworks.Level{{ID: "expert", Label: "Expert"}}}}
	for _, c := range []struct {
		x    Decided
		want string
	}{
		{Decided{}, ""}, {Decided{Level: "expert"}, ""}, {Decided{Level: "nolevel"}, "unknown-level"}, {Decided{Kind: "nokind"}, "unknown-kind"},
		{Decided{Parts: []revise.Part{{Text: "a"}, {Text: "b", Level: "nolevel"}}}, "unknown-level"},
	} {
		got := ""
		if err := c.x.Fits(f, d); err != nil {
			got = err.(finding.Finding).Kind
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.x, got, c.want)
		}
	}
}

// However many amendments name a level that there is not, it is told once, and the
// file shows how to bring it in.
func TestMissingLevels(t *testing.T) {
	f := small(t)
	const entries = "amendments:\n" +
		"  - {id: a, operation: level, targets: [1.A.1], level: expert}\n  - {id: b, operation: level, targets: [1.B.1], level: expert}\n  - {id: c, operation: level, targets: [2.B.1], level: novice}\n"
	const base = "base: {framework: small, version: 1.0.0}\n"
	d, findings := ReadDocket("docket.yaml", []byte(base+entries))
	findings = append(findings, d.Complete(f, nil)...)
	if len(findings) != 1 || findings[0].Kind != "unknown-level" || findings[0].Found != "expert, novice" || findings[0].Line != 3 || !strings.HasPrefix(findings[0].Message, "3 amendments") {
		t.Fatal(findings)
	}
	data, err := d.YAML()
	if err != nil {
		t.Fatal(err)
	}
	// What the example says, once the signs are off, is enough.
	var lines []string
	shown := false
	for line := range strings.Lines(string(data)) {
		if rest, is := strings.CutPrefix(line, "#"); is && (strings.HasPrefix(rest, "next:") || strings.HasPrefix(rest, "  ")) && !strings.Contains(rest, "unset") {
			line, shown = rest, true
		}
		lines = append(lines, line)
	}
	if !shown {
		t.Fatalf("no example:\n%s", data)
	}
	d, findings = ReadDocket("docket.yaml", []byte(strings.Join(lines, "")))
	if findings = append(findings, d.Complete(f, nil)...); len(findings) > 0 || len(d.Next.Levels) != 2 || d.Next.Levels[0].Label != "Expert" {
		t.Error(findings, d.Next)
	}
	if data, _ = d.YAML(); strings.Contains(string(data), "#next") {
		t.Error("the example stays when it is not needed")
	}
}
