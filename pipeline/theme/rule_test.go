package theme

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseRule(t *testing.T) {
	for _, c := range []struct{ rule, want string }{
		{"supervision", "supervision"},
		{"  Data   SECURITY ", "data security"},
		{"confidentiality|data security", "confidentiality | data security"},
		{`"data security" | privacy`, "data security | privacy"},
		{"“data security”", "data security"},
		{"=IAPT", "=iapt"},
		{"=self-care", "=self =care"},
		{"self-care", "self care"},
		{"digit*", "digit*"},
		{"self-car*", "self car*"},
		{"client’s", "client's"},
		{"laptop | phone near/5 borrow | lend", "laptop | phone near/5 borrow | lend"},
		{"laptop NEAR/0 lend", "laptop near/0 lend"},
		{"risk unless at risk of, risk assessment | plan", "risk unless at risk of, risk assessment | plan"},
		{`"unless told"`, `"unless told"`},
		{"near work", "near work"},
		{"phq-9", "phq 9"},
		{"café", "café"},
	} {
		rule, err := ParseRule(c.rule)
		if err != nil {
			t.Errorf("%q: %v", c.rule, err)
			continue
		}
		if rule.String() != c.want || rule.Text != c.rule {
			t.Errorf("%q: got %q (text %q), want %q", c.rule, rule.String(), rule.Text, c.want)
		}
	}
}

func TestParseRuleErrors(t *testing.T) {
	for _, c := range []struct {
		rule     string
		at       int
		found    string
		expected string // a part of it
	}{
		{"", 1, "", "a word"},
		{"   ", 4, "", "a word"},
		{"*", 1, "*", "at least one letter"},
		{"=", 1, "=", "at least one letter"},
		{"s*", 1, "s*", "at least 2 letters"},
		{"-", 1, "-", "at least one letter"},
		{"=super*", 1, "=super*", "= before"},
		{"su*per", 3, "*", "only after"},
		{"supervision |", 14, "", "a word after |"},
		{"| supervision", 1, "|", "a word"},
		{"supervision near/ training", 18, "", "0 to 50"},
		{"supervision near/51 training", 18, "51", "0 to 50"},
		{"supervision near/99999999999999999999 x", 18, "99999999999999999999", "0 to 50"},
		{"supervision near/5", 19, "", "other side"},
		{"a near/5 b near/5 c", 12, "near/5", "unless"},
		{"supervision near 5 training", 13, "near", "near/5"},
		{"supervision near training / skills", 27, "/", "letters, digits"},
		{"supervision unless", 19, "", "takes a match back"},
		{"supervision unless clinical,", 29, "", "takes a match back"},
		{"supervision, training", 12, ",", "near/N"},
		{"supervision unless x unless y", 22, "unless", "a comma"},
		{`"data security`, 15, "", "closing"},
		{`"data" security`, 8, "security", "|"},
		{`data "security"`, 6, `"security"`, "|"},
		{`"data | security"`, 7, "|", "closing"},
		{"data & security", 6, "&", "letters, digits"},
		{"naïve & co", 7, "&", "letters, digits"},
		{"one two three four five six seven eight nine ten eleven twelve thirteen", 72, "", "at most 12"},
		{strings.Repeat("a", 65), 1, strings.Repeat("a", 65), "at most 64"},
	} {
		_, err := ParseRule(c.rule)
		var wrong *RuleError
		if !errors.As(err, &wrong) {
			t.Errorf("%q: error %v, want a RuleError", c.rule, err)
			continue
		}
		if wrong.At != c.at || wrong.Found != c.found || !strings.Contains(wrong.Expected, c.expected) {
			t.Errorf("%q: at %d found %q expected %q; want %d, %q, %q", c.rule, wrong.At, wrong.Found, wrong.Expected, c.at, c.found, c.expected)
		}
	}
}

func FuzzParseRule(f *testing.F) {
	for _, s := range []string{
		"supervision", "a | b near/5 c unless d, e | f", `"unless told" | =self-care`, "digit*", "“x y”", "client’s İ*", "é́*", "''a''",
		"near/3", "=*", "\xff a", "x near/0 y", "北京 | zażółć",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := ParseRule(text)
		if err != nil {
			_ = err.Error()
			return
		}
		again, err := ParseRule(rule.String())
		if err != nil {
			t.Fatalf("%q gives %q, which cannot be read: %v", text, rule.String(), err)
		}
		rule.Text, again.Text = "", ""
		if !reflect.DeepEqual(rule, again) {
			t.Fatalf("%q gives %q, which reads as %q", text, rule.String(), again.String())
		}
	})
}
