package decide

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

// Fits tells whether a decision can be made of an amendment as the docket has it: on
// this text and this operation, with words where the framework needs them, and with
// nothing modified that the operation has no use for. What the log itself can tell
// is not asked again. The error is a finding.Finding.
func (d *Decision) Fits(a Amendment) error {
	if d.Amendment != a.ID || d.Fingerprint != a.Fingerprint || d.Operation != a.Operation {
		return *fault("stale", d.Amendment, a.ID, "this decision is on another amendment than the docket has, or on another text", "")
	}
	if !d.Disposition.Accepts() {
		return nil
	}
	if f := d.carried(); f != nil {
		return *f
	}
	for _, text := range d.texts() {
		if n := utf8.RuneCountInString(frameworks.OneLine(text)); n > revise.MostText {
			return *fault("too-long", fmt.Sprintf("%d characters", n), fmt.Sprintf("at most %d", revise.MostText), "this text is too long for a statement", "Shorten it, or split the statement.")
		}
		if unseen(text) {
			return *fault("unseen-character", finding.Quote(onpage.Clean(text)), "", "this text holds characters that are not seen: control characters, or such as turn the direction of writing", "Type it anew, or copy it from where it is plain text.")
		}
	}
	words := slices.Contains([]string{"add", "reword", "rename", "merge"}, a.Operation)
	if words && blank(a.TextAfter) && blank(d.Text) {
		return *fault("no-wording", string(d.Disposition), "a text", "nobody has proposed any words for this amendment, so it cannot be accepted as it is", "Decide accepted-with-modification, and give the text.")
	}
	return nil
}

// carried faults a modification that the next version would not show: what an
// operation does to a framework has a use for some of them only.
func (d *Decision) carried() *finding.Finding {
	const another = "Leave it out. For this, add an amendment with the operation %s to docket.yaml, and decide on that too."
	for _, part := range []struct {
		what, option, column, found string
		operations                  []string
		instead                     string
	}{
		{"text", "--text", colText, d.Text, []string{"add", "reword", "rename", "merge"}, fmt.Sprintf(another, "reword")},
		{"level", "--level", colLevel, d.Level, []string{"add", "merge", "level"}, fmt.Sprintf(another, "level")},
		{"kind", "--kind", colKind, d.Kind, []string{"add", "merge"}, "Leave it out. Only an item that is added, or made by a merge or a split, gets a kind."},
		{"place", "--to", colTo, d.To, []string{"move"}, fmt.Sprintf(another, "move")},
		{"parts", "--part", colText, partLines(d.Parts), []string{"split"}, fmt.Sprintf(another, "split")},
	} {
		if part.found == "" || slices.Contains(part.operations, d.Operation) {
			continue
		}
		switch {
		case d.Operation == "split" && part.what == "text":
			part.instead = "Give the statements that it makes, each with --part."
		case d.Operation == "split" && part.what != "place":
			part.instead = "Write it beside each of its parts in docket.yaml, and decide on it as it is then."
		case d.Operation == "retire" && part.what == "text":
			part.instead = "To keep the item in other words, reject this amendment, add one with the operation reword to docket.yaml, and decide on that."
		case d.Operation == "add" && part.what == "place":
			part.instead = "To put the new item elsewhere, write the other place under targets of this amendment in docket.yaml, and decide on it as it is then."
		}
		return fault("not-carried-"+part.what, part.found, strings.Join(useful(d.Operation), ", "),
			fmt.Sprintf("the operation %s has no use for a %s (%s, in a sheet the column %s), so the next version would not have it", d.Operation, strings.TrimSuffix(part.what, "s"), part.option, part.column), part.instead)
	}
	return nil
}

// useful gives what can be modified in an operation, for messages.
func useful(operation string) []string {
	return map[string][]string{
		"add": {"a text", "a level", "a kind"}, "reword": {"a text"}, "rename": {"a text"}, "move": {"a place"}, "split": {"parts"},
		"merge": {"a text", "a level", "a kind"}, "level": {"a level"}, "retire": {"no modification"},
	}[operation]
}

// unseen tells whether a text has characters that a person cannot see and that
// change what is around them.
func unseen(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && onpage.Clean(string(r)) == ""
	})
}
