package theme

import (
	"strings"
	"testing"
)

func TestNonAnswer(t *testing.T) {
	for _, s := range []string{
		"", "  \n", "-", "--", ".", "...", "?", "/", "n/a", "N/A", "N.A.", "na", "None", "none.", "No", "NO!", "nil", "Nothing to add",
		"Nothing to add, thanks.", "don't know", "Don’t know", "dont know", "No comment", "no comments.", "As above", "(as above)", "ditto", "x",
		"No further comments", "I have nothing to add.", "Not applicable", "nothing\nto add", "–", "\u00a0",
	} {
		if !NonAnswer(s) {
			t.Errorf("%q says nothing, but was taken for an answer", s)
		}
	}
	for _, s := range []string{
		"No changes", "No, supervision is missing", "none of it is relevant", "Nothing on supervision", "yes", "👍", "supervision", "7",
		"No need for this", "as above but with more on risk", "good", "北京", strings.Repeat("no ", 100000), "None needed",
	} {
		if NonAnswer(s) {
			t.Errorf("%.40q is an answer, but was taken for none", s)
		}
	}
}
