package finding

import (
	"strings"
	"testing"
)

func TestString(t *testing.T) {
	f := Finding{Severity: Error, File: "a.yaml", Line: 3, Column: 5, Cell: "Q1", Message: "no such answer", Found: "Yess", Expected: "an option", Do: "Did you mean \"Yes\"?", Count: 4}
	want := `a.yaml:3:5 [Q1]: error: no such answer; found "Yess"; expected an option (4 times; this is the first). Did you mean "Yes"?`
	if f.String() != want {
		t.Errorf("got  %s\nwant %s", f, want)
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		s          string
		candidates []string
		want       string
	}{
		{"confidnece", []string{"confidence", "comment"}, "confidence"},
		{"CONFIDENCE", []string{"confidence"}, "confidence"},
		{"zebra", []string{"confidence", "comment"}, ""},
		{"", []string{"a"}, ""},
		{"x", nil, ""},
	} {
		if got := Nearest(c.s, c.candidates); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.s, got, c.want)
		}
	}
	if do := DidYouMean("zebra", []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}); !strings.Contains(do, "and 2 more") {
		t.Error(do)
	}
}

func TestAlike(t *testing.T) {
	if !Alike("Nures", "nurse", 1) || Alike("Information analyst", "Data analyst", 2) || !Alike("Counselor", "Counsellor", 1) {
		t.Error("one letter is not told from many")
	}
}

func TestQuoteCutsAndEscapes(t *testing.T) {
	if got := Quote(strings.Repeat("é", 200)); len([]rune(got)) != 82 {
		t.Errorf("%d characters", len([]rune(got)))
	}
	if got := Quote("a\x1b[31m"); strings.Contains(got, "\x1b") {
		t.Errorf("a control character reaches the screen: %q", got)
	}
}

func TestSort(t *testing.T) {
	fs := []Finding{{File: "b"}, {File: "a", Line: 2}, {File: "a", Line: 1, Column: 2}, {File: "a", Line: 1, Column: 1}}
	Sort(fs)
	if fs[0].Column != 1 || fs[1].Column != 2 || fs[2].Line != 2 || fs[3].File != "b" {
		t.Error(fs)
	}
}
