package theme

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestApply(t *testing.T) {
	cb := stanceBook()
	cb.Themes = append(cb.Themes, Theme{ID: "wish", Name: "Wish", Stance: Asks, Rules: []string{"=wish"}}, Theme{ID: "norules", Name: "N"})
	tagger, err := NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, theme string
		stance      Stance
		want        string // start-end stance by whom (words) rule, with ; between them
	}{
		{"👍 Supervision is good. Remove supervision.", "supervision", "", "2-13 satisfied by rule (good) rule;30-41 objects by rule (Remove) rule"},
		{"👍 Supervision is good. Remove supervision.", "supervision", Asks, "2-13 asks by person () rule;30-41 asks by person () rule"},
		{"My wish is a room.", "wish", "", "3-7 asks by rule () rule"},
		// No rule finds the theme: what the person did not say is not guessed.
		{"Someone to talk to about my cases is needed. More of it.", "supervision", "", "0-56 unstated by  () "},
		{"Rang him. Should've rung him week one.", "norules", "", "0-38 unstated by  () "},
		{"Someone to talk to.", "supervision", Satisfied, "0-19 satisfied by person () "},
		{"Someone to talk to.", "wish", "", "0-19 unstated by  () "},
		{"", "norules", "", "0-0 unstated by  () "},
		{"x", "norules", Objects, "0-1 objects by person () "},
		{"Née \xff", "norules", "", "0-5 unstated by  () "},
		{"x", "nothere", "", ""},
	} {
		u := Unit{ID: "R1/c", Person: "R1", Source: "survey", Question: "c", Text: c.text}
		var got []string
		for _, k := range tagger.Apply(u, c.theme, "ann", "human", c.stance) {
			rule := ""
			if k.Rule != "" {
				rule = "rule"
			}
			got = append(got, fmt.Sprintf("%d-%d %s by %s (%s) %s", k.Start, k.End, k.Stance, k.StanceBy(), k.StanceWords, rule))
			if k.Unit != u.ID || k.Person != "R1" || k.Source != "survey" || k.Question != "c" || k.Theme != c.theme || k.Coder != "ann" || k.Method != "human" || k.Score != 1 {
				t.Errorf("%q: %+v", c.text, k)
			}
			if string([]rune(c.text)[k.Start:k.End]) != k.Text {
				t.Errorf("%q: text %q", c.text, k.Text)
			}
		}
		if strings.Join(got, ";") != c.want {
			t.Errorf("%q on %s: %s, want %s", c.text, c.theme, strings.Join(got, ";"), c.want)
		}
	}
}

// wholeStance gives the stance on which the sentences of a text agree, whatever it
// is about. Nothing is coded by it; it is measured against people in TestNHSStance.
func (t *Tagger) wholeStance(u Unit) Stance {
	w := t.workers.Get().(*worker)
	defer t.workers.Put(w)
	w.unit(&u, nil)
	agreed := Unstated
	for from := 0; from < len(w.tokens); {
		to := sentenceEnd(w.tokens, from)
		w.stance.read(u.Text, w.tokens[from:to], w.infos[from:to])
		s, _ := w.stance.of(span{0, int32(to - from)}, "")
		from = to
		switch {
		case s == Unstated:
		case agreed == Unstated:
			agreed = s
		case agreed != s:
			return Unstated
		}
	}
	return agreed
}

func TestQuestions(t *testing.T) {
	cb := &Codebook{Themes: []Theme{
		{ID: "all", Rules: []string{"word"}},
		{ID: "one", Rules: []string{"word"}, Questions: []string{"d1"}},
		{ID: "edits", Rules: []string{"word"}, Questions: []string{"suggested-edit"}},
		{ID: "comments", Rules: []string{"word"}, Questions: []string{"comment", "fg2"}},
	}}
	tagger, err := NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		unit Unit
		want string
	}{
		{Unit{Source: "survey", Question: "d1"}, "all one comments"},
		{Unit{Source: "survey", Question: "d2"}, "all comments"},
		{Unit{Source: "survey", Question: "d1", Edit: true}, "all one edits"},
		{Unit{Source: "groups", Question: "fg1"}, "all"},
		{Unit{Source: "groups", Question: "fg2"}, "all comments"},
		{Unit{Question: "title"}, "all one edits comments"}, // literature answers no question
	} {
		c.unit.Text = "A word."
		var got []string
		for _, k := range tagger.Tag([]Unit{c.unit}, 1) {
			got = append(got, k.Theme)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.unit, got, c.want)
		}
	}
}

func TestCheckQuestions(t *testing.T) {
	cb, found := ReadCodebook("b", []byte("themes:\n  - id: a\n    name: A\n    rules: [x]\n    questions: [d1, comment, d3]\n  - {id: b, name: B, rules: [x], questions: [suggested-edit]}\n"))
	if len(found) > 0 {
		t.Fatal(found)
	}
	got := cb.CheckQuestions([]string{"d1", "d2"})
	if len(got) != 1 || got[0].Found != "d3" || got[0].Line != 5 || got[0].Column != 16 {
		t.Errorf("findings: %v", got)
	}
}

func TestLanguages(t *testing.T) {
	if want := []string{"en", "es", "fr", "hu", "nb", "no", "ru", "sv"}; !reflect.DeepEqual(Languages, want) {
		t.Errorf("languages %v, want %v", Languages, want)
	}
	for _, c := range []struct {
		language, rule, text string
		want                 string // what is found, and its stance
		warned               bool
	}{
		{"", "supervision", "We need supervising.", "supervising asks", false},
		{"en-GB", "supervision", "We need supervising.", "supervising asks", false},
		{"fr", "continuer", "Il continuait.", "continuait unstated", true},
		{"sv", "handledare", "Flera handledarna behövs.", "handledarna unstated", true},
		{"ru", "супервизия", "Нужна супервизию.", "супервизию unstated", true},
		{"de", "Schulung", "Mehr Schulung wäre gut, nicht nur Schulungen.", "Schulung unstated", true},
		// In German "Not" is distress, and "good" is no word: neither is a stance.
		{"de_AT", "supervis*", "Not macht erfinderisch: Supervisionen good.", "Supervisionen unstated", true},
	} {
		cb := &Codebook{Language: c.language, Themes: []Theme{{ID: "x", Name: "X", Rules: []string{c.rule}}}}
		tagger, err := NewTagger(cb)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range tagger.Tag([]Unit{{Text: c.text}}, 1) {
			got = append(got, k.Text+" "+string(k.Stance))
		}
		if strings.Join(got, ";") != c.want {
			t.Errorf("%s: %v, want %s", c.language, got, c.want)
		}
		data, err := cb.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, found := ReadCodebook("b", data); (len(found) == 1) != c.warned {
			t.Errorf("%s: %v", c.language, found)
		}
	}
}

// A stemmer is another's code, and words of comments are anyone's.
func FuzzStemmers(f *testing.F) {
	for _, s := range []string{"", "a", "é", "ﬁ", "здравствуйте", "ação", "\u0301", "İ", "üß", "qu", "yy", "'s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		word = normal(word)
		for _, l := range Languages {
			stemmerFor(l)(word)
		}
	})
}

func TestOverfull(t *testing.T) {
	cb := &Codebook{}
	for i := range 300 {
		cb.Themes = append(cb.Themes, Theme{ID: fmt.Sprint("t", i), Rules: []string{"word"}})
	}
	tagger, err := NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	units := []Unit{
		{ID: "none", Text: "nothing"},
		{ID: "short", Text: "One word here. Another word."},
		{ID: "long", Text: strings.Repeat("word ", 250)},
		{ID: "few", Text: strings.Repeat("more ", 1000) + "word"},
	}
	codings := tagger.Tag(units, 2)
	got := map[string]int{}
	for _, c := range codings {
		got[c.Unit]++
	}
	if want := map[string]int{"short": 100, "long": 250, "few": 300}; !reflect.DeepEqual(got, want) {
		t.Errorf("codings kept: %v, want %v", got, want)
	}
	found := Overfull(codings, units)
	if len(found) != 1 || found[0].Found != "short" || found[0].Count != 2 {
		t.Errorf("findings: %v", found)
	}
	if found := Overfull(codings[:50], units); found != nil {
		t.Errorf("findings: %v", found)
	}
}
