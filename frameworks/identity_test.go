package frameworks

import (
	"fmt"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Digital competencies": "digital-competencies", "Café – Übung": "cafe-ubung", "態度": "", "2021": "2021", "K–12 Maths": "k-12-maths", "People's skills": "peoples-skills", "--a--": "a",
	} {
		if got := Slug(in); got != want {
			t.Errorf("%q: found %q, expected %q", in, got, want)
		}
	}
	for _, long := range []string{strings.Repeat("word ", 50), strings.Repeat("w", 5000)} {
		if got := Slug(long); len(got) > 201 || !idForm.MatchString(got) {
			t.Errorf("found %q", got)
		}
	}
}

// The digits are those that sha256sum gives for the UTF-8 bytes of the label.
func TestLabelID(t *testing.T) {
	for label, want := range map[string]string{
		"Knowledge": "knowledge", " Key  Skill ": "key-skill", "13,14": "13-14", "groß": "gro", "知識": "kind-9e45429b", " 知識 ": "kind-9e45429b", "技能2": "kind-c0c64350",
		"Знание A": "kind-72f0e7f1", "!": "kind-bb7208bc",
	} {
		if got := LabelID("kind", label); got != want {
			t.Errorf("%q: found %q, expected %q", label, got, want)
		}
	}
}

func TestHeadingKinds(t *testing.T) {
	// domain above skill; skill above skill; one without a kind above all.
	got := HeadingKinds([]string{"", "domain", "skill", "skill", "group", "duty"}, []int{-1, 0, 1, 2, -1, 4})
	if fmt.Sprint(got) != "map[domain:true group:true]" {
		t.Errorf("found %v", got)
	}
}

func TestTitleAndStatement(t *testing.T) {
	for _, c := range []struct {
		full, short string
		heading     bool
		want        string
	}{
		{"Same", "Same", true, "Same|"}, {"Same", "Same", false, "|Same"}, {"Full", "Short", true, "Short|Full"}, {"Full", "", true, "Full|"}, {"Full", "", false, "|Full"},
		{"A sentence.", "", true, "|A sentence."}, {"文。", "", true, "|文。"}, {"", "Short", false, "Short|"}, {strings.Repeat("字", 81), "", true, "|" + strings.Repeat("字", 81)},
		{"two\nlines", "", true, "|two\nlines"},
	} {
		title, statement := TitleAndStatement(c.full, c.short, c.heading)
		if got := title + "|" + statement; got != c.want {
			t.Errorf("%q, %q, %v: found %q, expected %q", c.full, c.short, c.heading, got, c.want)
		}
	}
}
