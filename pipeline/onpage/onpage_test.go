package onpage

import (
	"html"
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"plain words, self-care; 5%": "plain words, self-care; 5%",
		"a|b":                        `a\|b`,
		"<b>&amp;":                   "&lt;b&gt;&amp;amp;",
		"# head":                     `\# head`,
		"- item":                     `\- item`,
		"1. item":                    `1\. item`,
		"1.A.2 stays":                "1.A.2 stays",
		"[x](y)":                     `\[x\](y)`,
		"see http://x.example":       `see http\://x.example`,
		"www.x.example":              `www\.x.example`,
		"a\n\nb":                     "a b",
		"a@b":                        "a&#64;b",
		`back\slash`:                 `back\\slash`,
	} {
		if got := Markdown(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// What is escaped is again the words once a reader of Markdown has taken the
// escapes away, and nothing that would begin markup stands without one.
func FuzzMarkdown(f *testing.F) {
	f.Add("<script>alert(1)</script> **x** [a](b) \u202e =1+1")
	f.Add(`\\[a](b)|*_` + "`")
	f.Fuzz(func(t *testing.T, s string) {
		e := Markdown(s)
		var plain strings.Builder
		for i := 0; i < len(e); i++ {
			switch {
			case e[i] == '\\':
				if i++; i == len(e) || !strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", rune(e[i])) {
					t.Fatalf("%q: a backslash that escapes nothing", e)
				}
				if e[i] == '&' || e[i] == '<' {
					t.Fatalf("%q: escaped twice", e)
				}
				plain.WriteByte(e[i])
			case strings.ContainsRune("*_[]|~#`<>$\n", rune(e[i])) && !strings.HasPrefix(e[max(0, i-1):], "&#64;"):
				t.Fatalf("%q: %q stands bare", e, e[i])
			default:
				plain.WriteByte(e[i])
			}
		}
		if got := html.UnescapeString(plain.String()); got != Clean(s) {
			t.Errorf("%q reads as %q", Clean(s), got)
		}
	})
}
