package worddiff

import (
	"strings"
	"testing"
)

// bracketed shows what is taken out in [] and what is put in in {}.
func bracketed(list []Run) string {
	var out []string
	for _, r := range list {
		out = append(out, []string{"", "[", "{"}[r.Change]+r.Words+[]string{"", "]", "}"}[r.Change])
	}
	return strings.Join(out, " ")
}

func TestRuns(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"Leadership and Consultation", "Supervision, Leadership and Consultation", "{Supervision,} Leadership and Consultation"},
		{"a b c", "a x c", "a [b] {x} c"},
		{"a b c d", "a d", "a [b c] d"},
		{"a b c d e", "b x d", "[a] b [c] {x} d [e]"},
		{"a", "b", "[a] {b}"},
		{"same  words", "same words", "same words"},
		{"", "new", "{new}"},
		{"old", "", "[old]"},
		{"", "", ""},
		{"a a a", "a a", "a a [a]"},
	} {
		if got := bracketed(Runs(c.before, c.after)); got != c.want {
			t.Errorf("%q to %q: %s, expected %s", c.before, c.after, got, c.want)
		}
	}
}

// However long the texts are, the words are all there, in their order.
func FuzzRuns(f *testing.F) {
	f.Add("Knows the tools", "Knows all the tools")
	f.Add(strings.Repeat("a ", 500), "b")
	f.Add("x "+strings.Repeat("a ", 500)+"y", "x "+strings.Repeat("b ", 500)+"y")
	f.Fuzz(func(t *testing.T, before, after string) {
		var old, fresh []string
		for _, r := range Runs(before, after) {
			if r.Change != Inserted {
				old = append(old, r.Words)
			}
			if r.Change != Deleted {
				fresh = append(fresh, r.Words)
			}
		}
		if got := strings.Join(old, " "); got != strings.Join(strings.Fields(before), " ") {
			t.Errorf("%q became %q", before, got)
		}
		if got := strings.Join(fresh, " "); got != strings.Join(strings.Fields(after), " ") {
			t.Errorf("%q became %q", after, got)
		}
	})
}
