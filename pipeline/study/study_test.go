package study

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const good = `title: A consultation
framework: {id: f, version: 1.0.0}
scales:
  likert: [Agree, Neither, Disagree]
survey:
  file: answers.csv
  questions:
    - id: setting
      kind: single
      options: [IAPT only, {label: Other, code: "9", also: [other setting]}]
    - {id: conf, kind: scale, scale: likert, about: confidence, nets: [{label: Not sure, options: [Neither, Disagree]}]}
    - {id: d1, kind: scale, scale: likert, about: applicability, domain: "1", agree: [Agree]}
    - {id: says, kind: text, about: comment, domain: "1"}
    - {id: years, kind: number}
subgroups:
  - {id: iapt, label: Only IAPT, where: setting = "IAPT only"}
tables:
  - {question: conf, subgroups: [iapt]}
  - {agreement: true}
`

func TestReadGood(t *testing.T) {
	s, findings := Read("x/consultation.yaml", []byte(good))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	q, _ := s.Survey.Question("conf")
	if q.Column != "conf" || len(q.Options) != 3 || q.Base != Answered || q.Name() != "conf" {
		t.Errorf("%+v", q)
	}
	if s.Rounding.Rule != HalfUp || s.Amendments.MinPeople != 2 || s.Path("a/b.csv") != filepath.Join("x", "a", "b.csv") {
		t.Errorf("defaults: %+v", s)
	}
	setting, _ := s.Survey.Question("setting")
	for text, want := range map[string]int{"IAPT  only ": 0, "9": 1, "other setting": 1, "iapt only": -1} {
		if got := setting.Options.Index(text); got != want {
			t.Errorf("Index(%q) = %d, want %d", text, got, want)
		}
	}
}

// Each case changes the good file in one place; the finding must be one, at
// that place, and name the nearest right thing where there is one.
func TestReadFindings(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		kind           string
		line           int
		says           string
	}{
		{"unknown key", "title:", "titel:", "unknown-key", 1, `"title"`},
		{"unknown kind", "kind: number", "kind: numbr", "unknown-word", 14, `"number"`},
		{"unknown about", "about: confidence", "about: confidense", "unknown-word", 11, `"confidence"`},
		{"unknown scale", "kind: scale, scale: likert, about: confidence", "kind: scale, scale: lickert, about: confidence", "unknown-scale", 11, `"likert"`},
		{"option twice", "[Agree, Neither, Disagree]", "[Agree, Neither, Agree]", "option-twice", 4, "Agree"},
		{"option by another spelling twice", "also: [other setting]", "also: [IAPT only]", "option-twice", 10, "IAPT only"},
		{"unknown agree", "agree: [Agree]", "agree: [Agre]", "unknown-option", 12, `"Agree"`},
		{"no agree", ", agree: [Agree]", "", "no-agree", 12, ""},
		{"no domain", `domain: "1", agree`, "agree", "no-domain", 12, ""},
		{"id twice", "id: years", "id: says", "id-twice", 14, "says"},
		{"bad id", "id: years", "id: years of work", "bad-id", 14, ""},
		{"options for text", "kind: text, about", "kind: text, options: [a], about", "key-and-kind", 13, ""},
		{"bad filter", `where: setting = "IAPT only"`, `where: setting == "IAPT only"`, "bad-filter", 16, "a value"},
		{"filter asks an unknown question", `where: setting`, `where: settin`, "unknown-question", 16, `"setting"`},
		{"filter names an unknown answer", `where: setting = "IAPT only"`, `where: setting = "IAPT onl"`, "unknown-option", 16, `"IAPT only"`},
		{"filter without order", `where: setting =`, `where: setting <`, "no-order", 16, ""},
		{"table of an unknown question", "question: conf, sub", "question: cnf, sub", "unknown-question", 18, `"conf"`},
		{"table of words", "question: conf, sub", "question: says, sub", "key-and-kind", 18, ""},
		{"unknown subgroup", "subgroups: [iapt]}", "subgroups: [iatp]}", "unknown-subgroup", 18, `"iapt"`},
		{"mentions of one answer", "{id: conf,", "{id: conf, base: mentions,", "base-and-kind", 11, ""},
		{"no file", "  file: answers.csv\n", "", "no-file", 0, ""},
		{"no title", "title: A consultation\n", "", "no-title", 1, ""},
		{"rounding", "tables:", "rounding: {rule: half-upp}\ntables:", "unknown-word", 17, `"half-up"`},
		{"digits", "tables:", "rounding: {digits: 9}\ntables:", "out-of-range", 17, ""},
		{"suppression", "tables:", "suppression: {below: -1}\ntables:", "out-of-range", 17, ""},
		{"agreement in numbers", "{id: years, kind: number}", "{id: years, kind: number, about: applicability, domain: \"2\"}", "about-and-kind", 14, "options"},
		{"agreement in words", "kind: text, about: comment", "kind: text, about: applicability", "about-and-kind", 13, "comment"},
		{"an id kept for a file", "id: years", "id: Tables", "reserved-id", 14, "another"},
		{"an id kept for a table", "id: years", "id: agreement", "reserved-id", 14, "another"},
		{"ids alike but for capitals", "id: years", "id: D1", "id-twice", 14, "capitals"},
		{"filter compares a number with a word", `where: setting = "IAPT only"`, `where: years >= many`, "not-a-number", 16, "many"},
		{"filter compares a number with one of words", `where: setting = "IAPT only"`, `where: 'years in (1, NaN)'`, "not-a-number", 16, "NaN"},
		{"filter orders words", `where: setting = "IAPT only"`, `where: says < b`, "no-order", 16, "says"},
		{"an option that is null", "[Agree, Neither, Disagree]", "[Agree, ~, Neither, Disagree]", "no-label", 4, ""},
		{"dialect", "file: answers.csv", "file: answers.csv\n  dialect: qualtrix", "unknown-word", 7, `"qualtrics"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.old) {
				t.Fatalf("the case changes nothing: %q", c.old)
			}
			_, findings := Read("consultation.yaml", []byte(strings.Replace(good, c.old, c.new, 1)))
			if len(findings) == 0 {
				t.Fatal("nothing found")
			}
			f := findings[0]
			for _, x := range findings {
				if x.Kind == c.kind {
					f = x
				}
			}
			if f.Kind != c.kind || f.Severity != finding.Error || (c.line > 0 && f.Line != c.line) || !strings.Contains(f.String(), c.says) {
				t.Errorf("got %v", findings)
			}
		})
	}
}

// Nothing more can be said of a file that cannot be read.
func TestReadOnlyOneFinding(t *testing.T) {
	for text, kind := range map[string]string{"title: \"x\nsurvey: [\n": "not-yaml", "": "empty-file", "# nothing\n": "empty-file"} {
		if _, findings := Read("c.yaml", []byte(text)); len(findings) != 1 || findings[0].Kind != kind {
			t.Errorf("%q: %v", text, findings)
		}
	}
}

func TestFaultsHaveTheirOwnPlace(t *testing.T) {
	options := strings.Replace(good, "[IAPT only, {", "[IAPT only, null, {", 1)
	list := strings.Replace(good, "likert: [Agree, Neither, Disagree]", "likert:\n    - Agree\n    - ~\n    - Neither\n    - Disagree", 1)
	filter := strings.Replace(good, `where: setting = "IAPT only"`, "where: years > many", 1)
	applicable := strings.Replace(good, "kind: number}", `kind: number, about: applicability, domain: "2"}`, 1)
	for _, c := range []struct {
		name, text, kind string
		line, column     int
	}{
		{"null among options", options, "no-label", 10, 28},
		{"null in a list", list, "no-label", 6, 7},
		{"a number compared with a word", filter, "not-a-number", 16, 41},
		{"agreement in numbers", applicable, "about-and-kind", 14, 40},
	} {
		_, findings := Read("c.yaml", []byte(c.text))
		if len(findings) != 1 || findings[0].Kind != c.kind || findings[0].Line != c.line || findings[0].Column != c.column {
			t.Errorf("%s: want one %s at %d:%d, got %v", c.name, c.kind, c.line, c.column, findings)
		}
	}
}

func TestSubgroupsNeedASurvey(t *testing.T) {
	_, findings := Read("c.yaml", []byte(`title: Groups alone
groups:
  participants: {file: p.csv, questions: [{id: tables, kind: text}, {id: sex, options: [Woman, Man]}]}
  transcripts: [{id: FG1, file: fg1.vtt}]
subgroups:
  - {id: women, where: sex = Woman}
`))
	// Tables of participants have "groups_" before their names, so that their
	// questions may have any.
	if len(findings) != 1 || findings[0].Kind != "no-survey" || findings[0].Line != 6 || findings[0].Severity != finding.Error {
		t.Error(findings)
	}
}

func TestEverythingAtOnce(t *testing.T) {
	_, findings := Read("c.yaml", []byte(strings.NewReplacer("kind: number", "kind: numbr", "agree: [Agree]", "agree: [Agre]", "title:", "titel:").Replace(good)))
	if len(findings) < 3 {
		t.Errorf("%d findings, want all three faults and what follows from them: %v", len(findings), findings)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := Load(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "no such folder") {
		t.Error(err)
	}
	if _, _, err := Load(dir); err == nil || !strings.Contains(err.Error(), FileName) {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, FileName)} {
		if s, findings, err := Load(path); err != nil || len(findings) > 0 || s.Dir != dir {
			t.Error(path, err, findings)
		}
	}
}

func TestParseFilterErrors(t *testing.T) {
	for _, c := range []struct {
		text   string
		column int
	}{
		{"", 1}, {"a", 2}, {"a =", 4}, {"a = b c", 7}, {"(a = b", 7}, {"a in b", 6}, {"a in (b", 8}, {"a = \"b", 5},
		{"not", 4}, {"a ! b", 3}, {"= b", 1}, {"answered(a", 11}, {strings.Repeat("(", 200) + "a=b", 52},
	} {
		_, err := ParseFilter(c.text)
		var fe *FilterError
		if !errors.As(err, &fe) {
			t.Errorf("%q: %v", c.text, err)
		} else if fe.Column != c.column {
			t.Errorf("%q: at %d, want %d (%v)", c.text, fe.Column, c.column, fe)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(good)
	f.Add("survey: {questions: [{id: a, kind: multi, options: [{column: x}]}]}")
	f.Add("groups: {transcripts: [{id: a, topics: [{}]}]}")
	f.Fuzz(func(t *testing.T, text string) {
		_, findings := Read("c.yaml", []byte(text))
		for _, x := range findings {
			if x.Line < 1 || x.Message == "" {
				t.Errorf("a finding without a place or a message: %+v", x)
			}
		}
	})
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{`a = "b" and not (c in (1, 2) or answered(d))`, "a<=1", "'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := ParseFilter(text); err != nil {
			var fe *FilterError
			if !errors.As(err, &fe) || fe.Column < 1 {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

// What a scale says once holds for all questions that share it, and a question's
// own word goes before it.
func TestSharedScale(t *testing.T) {
	s, findings := Read("c.yaml", []byte(`title: Scales
scales:
  plain: [Low, High]
  full:
    options: [Never, Often, Does not apply]
    nets: [{label: At times, options: [Often]}]
    values: [0, 1.5, ~]
survey:
  file: a.csv
  questions:
    - {id: a, kind: scale, scale: full}
    - {id: b, kind: scale, scale: full, nets: [{label: Not often, options: [Never]}], values: [1, 2, 3]}
    - {id: c, kind: single, scale: full}
    - {id: d, kind: scale, scale: plain}
interval: {method: jeffreys, level: 90}
tables:
  - matrix: [a, b]
`))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for i, want := range []string{"Often 0,1.5,", "Never 1,2,3", "Often ", " "} {
		q := &s.Survey.Questions[i]
		net := ""
		if len(q.Nets) > 0 {
			net = q.Nets[0].Options[0]
		}
		if got := net + " " + strings.Join(q.Values, ","); got != want {
			t.Errorf("%s: %q, want %q", q.ID, got, want)
		}
	}
	if s.Interval.Method != Jeffreys || s.Interval.Confidence() != 0.9 || s.Interval.Percent() != "90%" {
		t.Errorf("%+v", s.Interval)
	}
}

func TestFaultsOfScalesAndIntervals(t *testing.T) {
	const text = `title: Scales
scales:
  full: {options: [Never, Often], nets: [{label: At times, options: [Often]}], values: [0, 1]}
survey:
  file: a.csv
  questions:
    - {id: a, kind: scale, scale: full}
    - {id: b, kind: scale, scale: full}
    - {id: c, kind: single, options: [Yes, No]}
interval: {method: wilson, level: 95}
tables:
  - matrix: [a, b]
`
	if _, findings := Read("c.yaml", []byte(text)); len(findings) > 0 {
		t.Fatal(findings)
	}
	for _, c := range []struct{ old, new, kind string }{
		{"options: [Often]}", "options: [Oftn]}", "unknown-option"},
		{"values: [0, 1]", "values: [0]", "bad-values"},
		{"values: [0, 1]", "values: [0, one]", "not-a-number"},
		{"values: [0, 1]", "valeus: [0, 1]", "unknown-key"},
		{"{options: [Never, Often], nets", "{nets", "no-options"},
		{"kind: single,", "kind: single, values: [1, 2],", "key-and-kind"},
		{"method: wilson", "method: wald", "unknown-word"},
		{"level: 95", "level: 0.95", "out-of-range"},
		{"method: wilson, level: 95}\n", "method: jeffreys}\n", ""},
		{"matrix: [a, b]", "matrix: [a, c]", "other-kind"},
		{"matrix: [a, b]", "matrix: [a, d]", "unknown-question"},
		{"matrix: [a, b]", "matrix: [a, a]", "id-twice"},
		{"matrix: [a, b]", "matrix: [a, b]\n    question: a", "bad-table"},
	} {
		_, findings := Read("c.yaml", []byte(strings.Replace(text, c.old, c.new, 1)))
		var kinds []string
		for _, f := range findings {
			kinds = append(kinds, f.Kind)
		}
		if got := strings.Join(kinds, " "); !strings.Contains(got, c.kind) || (c.kind == "") != (got == "") {
			t.Errorf("%s: %q, want %s", c.new, got, c.kind)
		}
	}
	weighted := strings.NewReplacer("file: a.csv", "file: a.csv\n  weight: w", "method: wilson", "method: jeffreys").Replace(text)
	if _, findings := Read("c.yaml", []byte(weighted)); len(findings) != 1 || findings[0].Kind != "interval-and-weight" {
		t.Error(findings)
	}
}
