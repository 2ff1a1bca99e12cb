package frameworks

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// The documents that the bundled frameworks are known from. They are not part
// of this repository; where they are absent, what needs them is skipped.
const sourceFolder = "../../shared/sources"

func sourceText(t *testing.T, number string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(sourceFolder, number+"_*.txt"))
	if err != nil || len(files) != 1 {
		t.Skipf("the source text %s is not in %s", number, sourceFolder)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func bundledFramework(t *testing.T, id string) *Framework {
	t.Helper()
	f, findings, err := Load(id, "1.0.0")
	if err != nil || len(findings) > 0 {
		t.Fatal(id, err, findings)
	}
	return f
}

// words gives the words of a text in lower case, without punctuation, so that
// line breaks, bullets and slashes make no difference.
func words(text string) []string {
	text = strings.NewReplacer("'", "", "’", "").Replace(strings.ToLower(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// within gives the place, counted in words, at which the words of part stand
// one after another in whole, from the place from on; -1 where they do not.
func within(whole, part []string, from int) int {
	for i := from; i+len(part) <= len(whole); i++ {
		if slices.Equal(whole[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// numbered gives letter1, letter2 and so on to n.
func numbered(letter string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprint(letter, i+1))
	}
	return out
}

func codesOf(f *Framework, kind string) []string {
	var out []string
	f.Walk(func(item *Item, _ []*Item) bool {
		if item.Kind == kind {
			out = append(out, item.Code)
		}
		return true
	})
	return out
}

// Counted by hand in the source texts.
func TestFrameworksFromTheSources(t *testing.T) {
	tests := []struct {
		id, status, counts string
		top                []string
		levels             []string
	}{
		{
			"psychological-wellbeing-practitioner", "implemented",
			"group 5, knowledge 25, skill 24, behaviour 3, duty 14, occupation 1",
			[]string{"Knowledge", "Skills", "Behaviours", "Duties", "Occupational progression"},
			[]string{"level-7"},
		},
		{
			"interpersonal-psychotherapy", "implemented",
			"domain 5, activity 0, competence 0",
			[]string{"Generic Therapeutic Competences", "Basic Competences", "Specific Techniques", "Specific applications", "Metacompetences"},
			nil,
		},
		{
			"psychological-therapies-workforce", "draft",
			"path 2, role 18, group 1, area 8",
			[]string{"IAPT", "Psychology", "Areas of competence"},
			[]string{"band-9", "band-8c-8d", "band-8b-8a", "band-7", "band-6", "band-5", "band-4", "band-1-3"},
		},
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			f := bundledFramework(t, test.id)
			if f.Status != test.status || f.Wording != "paraphrase" || f.Source == "" || f.Rights == "" || f.Changed == "" || f.Notes == "" {
				t.Errorf("the head says status %q, wording %q, source %q, rights %q, changed %q", f.Status, f.Wording, f.Source, f.Rights, f.Changed)
			}
			var counts, top, levels []string
			for _, c := range f.Count() {
				counts = append(counts, fmt.Sprint(c.Kind.ID, " ", c.Count))
			}
			for _, d := range f.Domains() {
				top = append(top, d.Title)
			}
			for _, l := range f.Levels {
				levels = append(levels, l.ID)
			}
			if got := strings.Join(counts, ", "); got != test.counts {
				t.Errorf("found %s; want %s", got, test.counts)
			}
			if !slices.Equal(top, test.top) {
				t.Errorf("at the top %q; want %q", top, test.top)
			}
			if !slices.Equal(levels, test.levels) {
				t.Errorf("levels %q; want %q", levels, test.levels)
			}
		})
	}
}

func TestCodesOfTheStandard(t *testing.T) {
	f := bundledFramework(t, "psychological-wellbeing-practitioner")
	kinds := []struct {
		kind, letter string
		n            int
		inText       *regexp.Regexp
	}{
		{"knowledge", "K", 25, regexp.MustCompile(`(?m)^(K\d+):`)},
		{"skill", "S", 24, regexp.MustCompile(`(?m)^(S\d+):`)},
		{"behaviour", "B", 3, regexp.MustCompile(`(?m)^(B\d+):`)},
		{"duty", "D", 14, regexp.MustCompile(`(?m)^Duty (D\d+)\s*$`)},
	}
	for _, k := range kinds {
		if got, want := codesOf(f, k.kind), numbered(k.letter, k.n); !slices.Equal(got, want) {
			t.Errorf("codes of kind %s: %v; want %v", k.kind, got, want)
		}
	}
	f.Walk(func(item *Item, _ []*Item) bool {
		if item.Code != "" && item.Key != strings.ToLower(item.Code) {
			t.Errorf("the key of %s is %s", item.Code, item.Key)
		}
		return true
	})

	text := sourceText(t, "003")
	for _, k := range kinds {
		var printed []string
		for _, m := range k.inText.FindAllStringSubmatch(text, -1) {
			printed = append(printed, m[1])
		}
		if got := codesOf(f, k.kind); !slices.Equal(got, printed) {
			t.Errorf("codes of kind %s: %v; the text has %v", k.kind, got, printed)
		}
	}
	all := words(text)
	var sub int
	for _, r := range f.References {
		if within(all, words(r.Code), 0) < 0 || within(all, words(r.Title), 0) < 0 {
			t.Errorf("%s %s %q is not in the text", r.Scheme, r.Code, r.Title)
		}
		if strings.Contains(r.Code, "/") {
			sub++
		}
	}
	if printed := len(regexp.MustCompile(`(?m)^\s*• \d{4}/\d{2} `).FindAllString(text, -1)); sub != 7 || printed != 7 {
		t.Errorf("%d sub unit groups in the file and %d in the text; want 7", sub, printed)
	}
}

// The roles by career path and band, as the table in the source prints them.
func TestCareerBands(t *testing.T) {
	want := []struct{ key, band, printed string }{
		{"iapt/head-of-service", "band-9", "HEAD OF SERVICE"},
		{"iapt/consultant-therapist", "band-8c-8d", "CONSULTANT THERAPIST"},
		{"iapt/experienced-therapist-supervisor", "band-8b-8a", "EXPERIENCED THERAPIST/ SUPERVISON"},
		{"iapt/qualified-therapist-psychotherapist", "band-7", "QUALIFIED THERAPIST/ PSYCHOTHERAPIST"},
		{"iapt/trainee-therapist", "band-6", "TRAINEE THERAPIST"},
		{"iapt/senior-low-intensity-worker", "band-6", "SENIOR Low Intensity WORKER"},
		{"iapt/qualified-low-intensity-worker", "band-5", "QUALIFIED Low Intensity WORKER"},
		{"iapt/low-intensity-trainee", "band-4", "Low Intensity TRAINEE"},
		{"iapt/str-recovery-worker-and-other-staff", "band-1-3", "STR Recovery worker and other staff"},
		{"psychology/head-of-service", "band-9", "HEAD OF SERVICE"},
		{"psychology/consultant-psychologist", "band-8c-8d", "CONSULTANT PSYCHOLOGIST"},
		{"psychology/experienced-psychologist-supervisor", "band-8b-8a", "EXPERIENCED PSYCHOLOGIST/ SUPERVISOR"},
		{"psychology/newly-qualified-psychologist", "band-7", "NEWLY QUALIFIED PSYCHOLOGIST"},
		{"psychology/trainee-psychologist", "band-6", "TRAINEE PSYCHOLOGIST"},
		{"psychology/senior-associate-assistant", "band-6", "SENIOR ASSOCIATE/ ASSISTANT"},
		{"psychology/psychology-associates-assistant", "band-5", "PSYCHOLOGY ASSOCIATES/ ASSISTANT"},
		{"psychology/trainee-assistant", "band-4", "TRAINEE ASSISTANT"},
		{"psychology/undergraduate-volunteers", "band-1-3", "Undergraduate volunteers"},
	}
	f := bundledFramework(t, "psychological-therapies-workforce")
	var got []*Item
	f.Walk(func(item *Item, _ []*Item) bool {
		if item.Kind == "role" {
			got = append(got, item)
		}
		return true
	})
	if len(got) != len(want) {
		t.Fatalf("%d roles; want %d", len(got), len(want))
	}
	for i, w := range want {
		// The table misprints one word, which the file sets right.
		title := words(strings.Replace(w.printed, "SUPERVISON", "SUPERVISOR", 1))
		if got[i].Key != w.key || got[i].Level != w.band || !slices.Equal(words(got[i].Title), title) {
			t.Errorf("role %d is %s %s %q; want %+v", i+1, got[i].Key, got[i].Level, got[i].Title, w)
		}
	}

	text := words(sourceText(t, "001"))
	for _, w := range want {
		if within(text, words(w.printed), 0) < 0 {
			t.Errorf("%q is not in the text", w.printed)
		}
	}
}

func TestTitlesStandInTheSourcesInOrder(t *testing.T) {
	tests := []struct {
		id, number, kind string
		after            string
		n                int
	}{
		{"interpersonal-psychotherapy", "002", "domain", "The five domains are as follows", 5},
		{"psychological-therapies-workforce", "001", "area", "required for a safe and effective", 8},
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			text := words(sourceText(t, test.number))
			at := within(text, words(test.after), 0)
			if at < 0 {
				t.Fatalf("%q is not in the text", test.after)
			}
			n := 0
			bundledFramework(t, test.id).Walk(func(item *Item, _ []*Item) bool {
				if item.Kind != test.kind {
					return true
				}
				n++
				next := within(text, words(item.Title), at)
				if next < 0 {
					t.Errorf("%q is not in the text after the ones before it", item.Title)
					return true
				}
				at = next
				return true
			})
			if n != test.n {
				t.Errorf("%d of kind %s; want %d", n, test.kind, test.n)
			}
		})
	}
}

// longestRun is how many words in a row a statement may share with a source
// before it is a quotation and not a paraphrase.
const longestRun = 7

func TestNoStatementQuotesASource(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sourceFolder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Skip("the source texts are not in", sourceFolder)
	}
	printed := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w := words(string(text))
		for i := range len(w) - longestRun {
			printed[strings.Join(w[i:i+longestRun+1], " ")] = filepath.Base(file)
		}
	}
	for _, id := range IDs(Bundled()) {
		for _, version := range Versions(Bundled(), id) {
			f, findings, err := Load(id, version)
			if err != nil || len(findings) > 0 {
				t.Fatal(id, version, err, findings)
			}
			check := func(what, text string) {
				w := words(text)
				for i := range max(len(w)-longestRun, 0) {
					run := strings.Join(w[i:i+longestRun+1], " ")
					if file, ok := printed[run]; ok {
						t.Errorf("%s %s, %s: %q stands in %s", id, version, what, run, file)
						return
					}
				}
			}
			check("notes", f.Notes)
			for _, l := range f.Levels {
				check(l.ID, l.Definition)
			}
			f.Walk(func(item *Item, _ []*Item) bool {
				check(item.Key, item.Statement)
				check(item.Key, item.Notes)
				return true
			})
		}
	}
}
