package transcript

import (
	"strings"

	"concord/pipeline/finding"
)

// plain gives the speeches of a text file in which a name stands before each
// speech; a line without a name continues the speech before it. A line that
// holds nothing but a time is left out. Words before the first name are a speech
// of nobody's.
func (r *reader) plain(text string) []speech {
	lines := strings.Split(text, "\n")
	labels := make([]label, len(lines))
	for i, line := range lines {
		labels[i] = readLabel(line)
	}
	accept := r.accepted(labels)
	named := false
	for _, ok := range accept {
		named = named || ok
	}
	var out []speech
	var before []int // lines with words before the first name
	var dashed []int // lines on which a known name stands before a dash
	for i, line := range lines {
		l := labels[i]
		switch {
		case accept[i]:
			out = append(out, speech{l.name, l.rest, l.time, -1, i + 1})
			continue
		case timeAlonePattern.MatchString(strings.TrimSpace(line)) || strings.TrimSpace(line) == "":
			continue
		case len(out) == 0 || out[len(out)-1].speaker == "":
			before = append(before, i+1)
		}
		switch last := len(out) - 1; {
		case last < 0:
			out = append(out, speech{"", line, -1, -1, i + 1})
		case out[last].text == "":
			out[last].text = line // the name stands on a line of its own
		default:
			// It is joined to the speech by turns, having the same speaker.
			out = append(out, speech{out[last].speaker, line, -1, -1, i + 1})
		}
		if named && l.striking() {
			r.once(l, i+1)
		}
		if name, _, ok := cutDash(line); ok && r.cast.listed(name) {
			dashed = append(dashed, i+1)
		}
	}
	r.counted(finding.Error, "name-without-colon", dashed, "", "a colon after the name, as in Name: words",
		"a speaker's name stands here before a dash, so these words would be given to the speaker before", "Put a colon after the name.")
	if named {
		r.counted(finding.Note, "words-before-speaker", before, "", "",
			"these words stand before the first speaker; they are kept as a turn of nobody's", "Delete them from the file if nobody said them.")
	}
	return out
}

// cutDash cuts a line at a dash with spaces around it, as some people write
// "Name - words".
func cutDash(line string) (name, words string, ok bool) {
	for _, dash := range []string{" - ", " – ", " — "} {
		if name, words, ok = strings.Cut(strings.TrimSpace(line), dash); ok {
			return name, words, true
		}
	}
	return "", "", false
}
