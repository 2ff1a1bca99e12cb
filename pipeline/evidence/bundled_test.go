package evidence

import (
	"os"
	"strings"
	"testing"
	"unicode"
)

const bundled = "../../data/iapt-digital-2020/evidence.yaml"

// The register that comes with concord reads without a word against it, and holds
// no abstract: those are not ours to publish.
func TestBundled(t *testing.T) {
	data, err := os.ReadFile(bundled)
	if err != nil {
		t.Fatal(err)
	}
	reg, findings := Read(bundled, data)
	for _, f := range findings {
		t.Error(f)
	}
	if len(reg.Entries) != 50 {
		t.Errorf("%d entries, want 50", len(reg.Entries))
	}
	for _, e := range reg.Entries {
		if e.Abstract != "" {
			t.Errorf("%s has an abstract", e.ID)
		}
		if strings.Count(strings.TrimRight(e.Summary, ".?"), ". ") > 0 {
			t.Errorf("%s: the summary is more than a sentence", e.ID)
		}
	}
}

// Its facts are the brief's, its summaries are not: none has six words in a row
// that the brief has.
func TestBundledAgainstTheBrief(t *testing.T) {
	data, brief, _ := readTheBrief(t)
	ours, err := os.ReadFile(bundled)
	if err != nil {
		t.Fatal(err)
	}
	reg, _ := Read(bundled, ours)
	const run = 6
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	theirs := map[string]bool{}
	all := words(string(data))
	for i := range len(all) - run + 1 {
		theirs[strings.Join(all[i:i+run], " ")] = true
	}
	for i := range reg.Entries {
		e, want := reg.Entries[i], brief.Entries[i]
		if e.ID != want.ID || e.Short() != want.Short() || e.Full() != want.Full() || e.Type != want.Type || e.Section != want.Section || e.Published != want.Published {
			t.Errorf("%+v\nis not\n%+v", e, want)
		}
		own := words(e.Summary)
		for k := 0; k+run <= len(own); k++ {
			if s := strings.Join(own[k:k+run], " "); theirs[s] {
				t.Errorf("%s: %q stands in the brief", e.ID, s)
			}
		}
	}
	// With the brief at hand, every abstract is filled in and nothing is added.
	full, filled, added := Fill(reg, brief)
	if filled != 50 || added != 0 {
		t.Errorf("%d filled in, %d added", filled, added)
	}
	for _, e := range full.Entries {
		if e.Abstract == "" {
			t.Errorf("%s has no abstract", e.ID)
		}
	}
}

// The text of the brief must not be in the repository, in the test data either.
func TestNothingOfTheBriefIsHere(t *testing.T) {
	_, brief, _ := readTheBrief(t)
	for _, name := range []string{"testdata/brief.txt", "testdata/plain.txt", bundled} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range brief.Entries {
			if strings.Contains(squashed(string(data)), squashed(cutRunes(e.Abstract, 80))) {
				t.Errorf("%s holds words of %s", name, e.ID)
			}
		}
	}
}
