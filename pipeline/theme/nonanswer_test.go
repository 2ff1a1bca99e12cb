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

func TestBackchannel(t *testing.T) {
	for _, s := range []string{
		"Mm-hm.", "Mm, yeah.", "Yeah.", "Yeah, yeah, yeah", "Bye now. Bye bye bye.", "Thank you. Bye, everyone.", "Thanks, [name]. Thanks everyone.",
		"[laughter]", "(Laughs)", "Uh-huh", "Um…", "Hello, good morning everybody.",
	} {
		if !Backchannel(s) {
			t.Errorf("%q says nothing, but was taken for something", s)
		}
		turn, comment := Unit{Source: "groups", Text: s}, Unit{Source: "survey", Text: s}
		if !turn.SaysNothing() || comment.SaysNothing() {
			t.Errorf("%q: only a turn of a group is a backchannel", s)
		}
	}
	for _, s := range []string{
		"", "Yes.", "No.", "Okay.", "Right.", "Agreed.", "Sure", "Yeah, supervision.", "Yeah, all of them", "Everyone.", "[name]", "All", "Thanks for that, it was useful", "Silence is a problem on video", "👍",
		"Mm-hm, exactly that", strings.Repeat("yeah ", 100000),
	} {
		if Backchannel(s) {
			t.Errorf("%.40q can mean something, but was taken for nothing", s)
		}
	}
	if u := (Unit{Source: "groups", Text: "No comment"}); !u.SaysNothing() {
		t.Error("a turn that is no answer")
	}
}
