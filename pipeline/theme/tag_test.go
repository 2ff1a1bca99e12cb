package theme

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// tagOne gives the spans that one theme with the rules finds in a text, as
// "span (rule number)".
func tagOne(t *testing.T, text string, rules, except []string) []string {
	t.Helper()
	tagger, err := NewTagger(&Codebook{Themes: []Theme{{ID: "x", Rules: rules, Except: except}}})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range tagger.Tag([]Unit{{ID: "u", Text: text}}, 1) {
		for i, r := range rules {
			if r == c.Rule {
				out = append(out, fmt.Sprintf("%s (%d)", c.Text, i+1))
				break
			}
		}
	}
	return out
}

func TestTagRules(t *testing.T) {
	for _, c := range []struct {
		name, text string
		rules      string // with ; between them
		except     string
		want       string // spans with ; between them
	}{
		{"inflections", "They supervise; I was supervised in SUPERVISION.", "supervision", "", "supervise (1);supervised (1);SUPERVISION (1)"},
		{"irregular verb", "I never understood what I was taught.", "understand;teach", "", "understood (1);taught (2)"},
		{"irregular plural", "People and children.", "person;child", "", "People (1);children (2)"},
		{"rule in the irregular form", "One person understands.", "people;understood", "", "person (1);understands (2)"},
		{"American spelling", "Behavioral programs that organize practice.", "behavioural;programme;organise;practising", "",
			"Behavioral (1);programs (2);organize (3);practice (4)"},
		{"nouns of verbs", "Reduce it: reductions, a decision, provision, solutions, descriptions", "reduction;decide;provide;solve;describe", "",
			"Reduce (1);reductions (1);decision (2);provision (3);solutions (4);descriptions (5)"},
		{"not what only looks so", "responsibility, conversation, incident, process", "respond;convert;incision;proceed", "", ""},
		{"exact", "IAPT's client and clients", "=client;=iapt", "", "IAPT's (2);client (1)"},
		{"prefix", "Digital digits digit dig", "digit*", "", "Digital (1);digits (1);digit (1)"},
		{"part of a word is no match", "superb vision", "vis*", "", "vision (1)"},
		{"phrase", "data security, data. Security and secure data", "data security", "", "data security (1)"},
		{"phrase across lines", "data\nsecurity", "data security", "", ""},
		{"hyphen in the text", "Self-care and self care", "self care", "", "Self-care (1);self care (1)"},
		{"hyphen in the rule", "Self-care and self care and self‑care", "self-care", "", "Self-care (1);self care (1);self‑care (1)"},
		{"apostrophes", "client’s don’t", "=client's;=don't", "", "client’s (1);don’t (2)"},
		{"alternatives", "privacy or data security", "data security | privacy", "", "privacy (1);data security (1)"},
		{"near, either order", "lend a phone. phone to lend", "phone near/1 lend", "", "lend a phone (1);phone to lend (1)"},
		{"near, just too far", "lend him a phone", "phone near/1 lend", "", ""},
		{"near 0", "phone lend. Phone to lend", "phone near/0 lend", "", "phone lend (1)"},
		{"near not across sentences", "I have a phone. Lend it.", "phone near/5 lend", "", ""},
		{"near across an abbreviation", "phones, e.g. lent or e.g. lend", "phone near/5 =lend", "", "phones, e.g. lent or e.g. lend (1)"},
		{"near with the same word on both sides", "phone", "phone near/5 phone", "", ""},
		{"near takes the nearest", "lend x phone lend", "phone near/5 lend", "", "phone lend (1)"},
		{"unless", "risk of falls, low risk", "risk unless low", "", ""},
		{"unless, another sentence", "We saw risk. It was low.", "risk unless low", "", "risk (1)"},
		{"unless, nine words away", "risk 1 2 3 4 5 6 7 8 9 low", "risk unless low", "", "risk (1)"},
		{"unless, eight words away", "risk 1 2 3 4 5 6 7 8 low", "risk unless low", "", ""},
		{"unless, before it", "low 1 2 3 4 5 6 7 8 risk", "risk unless low", "", ""},
		{"unless, several", "at risk of harm", "risk unless low, at risk of", "", ""},
		{"except overlaps", "line supervision and supervision", "supervision", "line supervision", "supervision (1)"},
		{"except with near", "supervision of the line, and then at last supervision", "supervision", "supervision near/2 line", "supervision (1)"},
		{"except of another place", "line. supervision", "supervision", "line", "supervision (1)"},
		{"same span, first rule", "supervision", "supervise;=supervision", "", "supervision (1)"},
		{"overlaps merge", "data security breach", "security breach;data security", "", "data security breach (2)"},
		{"overlaps of three", "a b c d", "a b;b c;c d", "", "a b c d (1)"},
		{"neighbours stay apart", "risk risk", "risk", "", "risk (1);risk (1)"},
		{"no space after a full stop", "supervision.Also data_security", "supervision;data security", "", "supervision (1);data_security (2)"},
		{"other scripts", "我们需要督导 и супервизия", "督导;супервизия", "", "督导 (1);супервизия (2)"},
		{"decomposed letters", "cafe\u0301", "café", "", "cafe\u0301 (1)"},
		{"soft hyphen", "super\u00advision", "supervision", "", "super\u00advision (1)"},
		{"digits", "PHQ-9 and phq9", "phq-9", "", "PHQ-9 (1)"},
		{"quoted keyword", "not unless told", `"unless told"`, "", "unless told (1)"},
	} {
		var except []string
		if c.except != "" {
			except = []string{c.except}
		}
		if got := strings.Join(tagOne(t, c.text, strings.Split(c.rules, ";"), except), ";"); got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestTagOrderAndFields(t *testing.T) {
	cb := &Codebook{Themes: []Theme{
		{ID: "b", Rules: []string{"security"}},
		{ID: "a", Rules: []string{"data security"}},
		{ID: "c", Rules: []string{"security"}},
	}}
	tagger, err := NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	u := Unit{ID: "R1/q", Person: "R1", Source: "survey", Question: "q", Text: "Née 👍 data security. We need security!"}
	got := tagger.Tag([]Unit{u, {ID: "R2/q", Text: "security"}}, 3)
	// Code points, counted by hand: "Née 👍 " has six.
	want := []Coding{
		{Theme: "a", Start: 6, End: 19, Text: "data security", Stance: Unstated, Rule: "data security"},
		{Theme: "b", Start: 11, End: 19, Text: "security", Stance: Unstated, Rule: "security"},
		{Theme: "c", Start: 11, End: 19, Text: "security", Stance: Unstated, Rule: "security"},
		{Theme: "b", Start: 29, End: 37, Text: "security", Stance: Asks, StanceWords: "need", Rule: "security"},
		{Theme: "c", Start: 29, End: 37, Text: "security", Stance: Asks, StanceWords: "need", Rule: "security"},
		{Theme: "b", Start: 0, End: 8, Text: "security", Stance: Unstated, Rule: "security"},
		{Theme: "c", Start: 0, End: 8, Text: "security", Stance: Unstated, Rule: "security"},
	}
	for i := range want {
		w := &want[i]
		w.Unit, w.Person, w.Source, w.Question = u.ID, u.Person, u.Source, u.Question
		if i >= 5 {
			w.Unit, w.Person, w.Source, w.Question = "R2/q", "", "", ""
		}
		w.Coder, w.Method, w.Score = "concord", "rule", 1
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestStanceWords(t *testing.T) {
	tagger, err := NewTagger(stanceBook())
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"There is really no need for supervision.":       "no need",
		"I don't think supervision should be in here.":   "don't think … should",
		"Supervision shouldn’t be part of it.":           "shouldn’t",
		"I would not remove supervision.":                "not remove",
		"Supervision isn't really needed.":               "isn't really needed",
		"We need data security and supervision as well.": "need",
	} {
		for _, c := range tagger.Tag([]Unit{{Text: text}}, 1) {
			if c.Theme == "supervision" && c.StanceWords != want {
				t.Errorf("%q: %q, want %q", text, c.StanceWords, want)
			}
		}
	}
}

func TestNewTaggerError(t *testing.T) {
	_, err := NewTagger(&Codebook{Themes: []Theme{{ID: "x", Rules: []string{"a | "}}}})
	if err == nil || !strings.Contains(err.Error(), `theme "x"`) || !strings.Contains(err.Error(), "character 5") {
		t.Errorf("error: %v", err)
	}
}

func TestTagSameForAnyJobs(t *testing.T) {
	cb := syntheticBook(50)
	tagger, err := NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	units := syntheticUnits(3000, cb)
	want := tagger.Tag(units, 1)
	if len(want) == 0 {
		t.Fatal("no codings")
	}
	for _, jobs := range []int{-1, 0, 2, 3, 16} {
		if got := tagger.Tag(units, jobs); !reflect.DeepEqual(got, want) {
			t.Errorf("jobs %d: %d codings differ from %d", jobs, len(got), len(want))
		}
	}
	if got := tagger.Tag(nil, 4); len(got) != 0 {
		t.Errorf("no units: %d codings", len(got))
	}
}

func TestTagBadInput(t *testing.T) {
	cb := syntheticBook(10000)
	cb.Themes = append(cb.Themes, stanceBook().Themes...)
	// A rule that matches everything, and three hundred that nearly do.
	cb.Themes = append(cb.Themes, Theme{ID: "everything", Rules: []string{"=a | =aa | =b | =c | =d | =need | =supervision | =more | =remove | =not | =and"}})
	for i := range 300 {
		cb.Themes = append(cb.Themes, Theme{ID: fmt.Sprint("most", i), Rules: []string{"supervision | aa", "need near/50 supervision"}})
	}
	cb.Themes = append(cb.Themes, Theme{ID: "self", Rules: []string{"aa near/50 b | c | aa", "need near/50 aa unless d"}, Except: []string{"c near/50 b"}})
	cb.Themes = append(cb.Themes, Theme{ID: "norules", Name: "N"})
	tagger, err := NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	// Work that grew with the square of these lengths would take minutes.
	const mib, quarter = 1 << 20, 1 << 18
	for _, c := range []struct{ name, text string }{
		{"empty", ""},
		{"one letter", "a"},
		{"emoji", "👍🏽👨‍👩‍👧 supervision 👍"},
		{"broken UTF-8", "super\xffvision supervision \xf0\x9f"},
		{"NUL", "supervision\x00supervision"},
		{"right to left", "הדרכה supervision הדרכה"},
		{"a MiB of letters", strings.Repeat("a", mib)},
		{"a MiB of spaces", strings.Repeat(" ", mib)},
		{"a MiB of full stops", strings.Repeat(".", mib)},
		{"8,000 exclamation marks", "supervision" + strings.Repeat("!", 8000) + " supervision"},
		{"a quarter of one theme", strings.Repeat("supervision ", quarter/12)},
		{"a MiB of sentences", strings.Repeat("More supervision. ", mib/18)},
		{"a quarter of sentences with an emoji", "👍" + strings.Repeat("More supervision. ", quarter/18)},
		{"a quarter of cues and themes", strings.Repeat("need supervision remove not ", quarter/28)},
		{"a quarter of parts", strings.Repeat("supervision, need, leadership and ", quarter/34)},
		{"a quarter of doubt", strings.Repeat("not think supervision should ", quarter/29)},
		{"a quarter of near", strings.Repeat("aa b ", quarter/5)},
		{"a quarter of not near", strings.Repeat("aa c d need ", quarter/12)},
		{"a quarter of contractions", strings.Repeat("don't supervision ", quarter/18)},
		{"a quarter of combining marks", "supervision" + strings.Repeat("\u0301", quarter/2)},
	} {
		units := []Unit{{ID: "u", Text: c.text}}
		codings := tagger.Tag(units, 1)
		checkCodings(t, c.name, units, codings)
		quoter := NewQuoter(codings, units, Quoting{})
		for _, th := range cb.Themes {
			quoter.Of(th.ID, 3)
		}
		Overfull(codings, units)
		tagger.Apply(units[0], "norules", "ann", "human", "")
		NonAnswer(c.text)
	}
}

// checkCodings checks what holds of any codings of one unit each.
func checkCodings(t *testing.T, name string, units []Unit, codings []Coding) {
	t.Helper()
	runes := map[string][]rune{}
	for _, u := range units {
		runes[u.ID] = []rune(u.Text)
	}
	last := Coding{Start: -1}
	for _, c := range codings {
		text := runes[c.Unit]
		if c.Start < 0 || c.End <= c.Start || c.End > len(text) {
			t.Fatalf("%s: span %d to %d in a text of %d", name, c.Start, c.End, len(text))
		}
		if c.End-c.Start < 1000 && string(text[c.Start:c.End]) != c.Text {
			t.Fatalf("%s: text %q, span has %q", name, c.Text, string(text[c.Start:c.End]))
		}
		if !utf8.ValidString(c.Text) || !utf8.ValidString(c.StanceWords) {
			t.Fatalf("%s: not UTF-8: %q, %q", name, c.Text, c.StanceWords)
		}
		if c.Unit == last.Unit && c.Start < last.Start {
			t.Fatalf("%s: %d after %d", name, c.Start, last.Start)
		}
		if c.Unit == last.Unit && c.Theme == last.Theme && c.Start < last.End {
			t.Fatalf("%s: two codings of %s overlap", name, c.Theme)
		}
		last = c
	}
}

func FuzzTag(f *testing.F) {
	for _, s := range []string{
		"We need more supervision, and data security; leadership is not needed.", "don't don't supervision’s n't 'd",
		"e.g. Dr. J. Smith U.K. etc. Supervision.Also\r\n• risk", "\xff\xf0 supervision \u00ad \u0301", "supervision - not think should not",
		"“supervision” (risk) [video] / outcome_measures:risk",
	} {
		f.Add(s)
	}
	tagger, err := NewTagger(stanceBook())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		units := []Unit{{ID: "u", Text: text}}
		codings := tagger.Tag(units, 1)
		checkCodings(t, "fuzz", units, codings)
		for _, c := range codings {
			if (c.Stance == Unstated) != (c.StanceWords == "") {
				t.Fatalf("stance %s with words %q", c.Stance, c.StanceWords)
			}
			for _, q := range NewQuoter(codings, units, Quoting{}).Of(c.Theme, 2) {
				if n := utf8.RuneCountInString(q.Text); n > longestQuote || n == 0 {
					t.Fatalf("quote of %d characters", n)
				}
			}
		}
		NonAnswer(text)
	})
}

// syllables make words that no stemmer joins.
var syllables = strings.Fields("ba ce di fo gu ka le mi no pu ra se ti vo zu")

func syntheticWord(n int) string {
	var b strings.Builder
	for range 4 {
		b.WriteString(syllables[n%len(syllables)])
		n /= len(syllables)
	}
	return b.String() + "k"
}

// syntheticBook makes a codebook of n themes of the usual size: five rules,
// among them phrases, prefixes, near and unless.
func syntheticBook(n int) *Codebook {
	cb := &Codebook{ID: "synthetic"}
	for i := range n {
		w := func(k int) string { return syntheticWord(i*7 + k) }
		cb.Themes = append(cb.Themes, Theme{
			ID: fmt.Sprintf("t%d", i), Name: "T",
			Rules: []string{
				w(0), "digital " + w(1) + " | " + w(2) + " of care", w(3) + "*",
				w(4) + " near/5 client | people", w(5) + " unless " + w(6) + ", training",
			},
			Except: []string{"no " + w(0)},
		})
	}
	return cb
}

// syntheticUnits makes n comments of 25 words: common ones, three that belong
// to themes in every second comment, and now and then a cue.
func syntheticUnits(n int, cb *Codebook) []Unit {
	random := rand.New(rand.NewPCG(1, 2))
	common := strings.Fields(`the a of and to in we our service clients people sessions online with for it is was that they digital
		care team work health not more training when time home phone some have had this about been very can often between week month`)
	units := make([]Unit, n)
	for i := range units {
		words := make([]string, 25)
		for k := range words {
			words[k] = common[random.IntN(len(common))]
		}
		if i%2 == 0 {
			for range 3 {
				words[random.IntN(25)] = syntheticWord(random.IntN(len(cb.Themes)) * 7)
			}
			words[random.IntN(25)] = []string{"need", "remove", "missing", "good"}[random.IntN(4)]
		}
		words[11] += "."
		units[i] = Unit{ID: fmt.Sprintf("R%d/c", i), Person: fmt.Sprintf("R%d", i), Source: "survey", Text: strings.Join(words, " ") + "."}
	}
	return units
}

func BenchmarkTag(b *testing.B) {
	for _, themes := range []int{10, 100, 1000, 10000} {
		cb := syntheticBook(themes)
		units := syntheticUnits(20000, cb)
		for _, jobs := range []int{1, 2} {
			b.Run(fmt.Sprintf("themes=%d/jobs=%d", themes, jobs), func(b *testing.B) {
				tagger, err := NewTagger(cb)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					tagger.Tag(units, jobs)
				}
				b.ReportMetric(float64(len(units))*float64(b.N)/b.Elapsed().Seconds(), "comments/s")
			})
		}
	}
}
