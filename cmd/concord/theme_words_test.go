package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/learn"
)

// No line of what is printed for people is longer than 100 characters.
func TestThemeCodeIsNarrow(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"theme", "code", "../../data/iapt-digital-2020"}, &out, &errs); code != exitDone {
		t.Fatal(code, errs.String())
	}
	for line := range strings.Lines(out.String()) {
		if n := utf8.RuneCountInString(line) - 1; n > 100 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
	if !strings.Contains(out.String(), "confidentiality") {
		t.Errorf("a name is cut:\n%s", out.String())
	}
}

func TestLabelLines(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "Fair access": "Fair access", "Data security and confidentiality": "Data security and|confidentiality",
		strings.Repeat("word ", 30):   "word word word word word|word word word word word|word word word word…",
		strings.Repeat("long", 20):    "",
		"One two three four five six": "One two three four five|six",
	} {
		got := labelLines(name)
		for _, line := range got {
			if utf8.RuneCountInString(line) > narrowLabel {
				t.Errorf("%q: %q is too long", name, line)
			}
		}
		if want != "" && strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// How often suggestions were right is said with them.
func TestWhenTested(t *testing.T) {
	m := &learn.Model{Tested: learn.Figures{Comments: 97, Given: 143, Right: 53}}
	if got := whenTested(m); !strings.Contains(got, "about 4 in 10 were right when tested (53 of 143)") {
		t.Error(got)
	}
	if got := whenTested(&learn.Model{}); !strings.Contains(got, "not known") {
		t.Error(got)
	}
}
