package transcript

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"concord/pipeline/finding"
)

// directly is the longest pause, in milliseconds, after which a cue without a
// name still continues the speech before it, in a file that names speakers at
// the start of cues.
const directly = 2000

// webvtt gives the speeches of a WebVTT file, cue by cue.
//
// Who speaks is what a <v Name> tag says. A voice that one cue opens and a later
// one closes is the same person's throughout, where the cues between name nobody.
// In a file without such tags a line of a cue that begins "Name: " is that
// person's, by the rule of labels; a cue without a name is then the last
// speaker's if it begins within two seconds of the end of the cue before it.
// All else is nobody's.
func (r *reader) webvtt(text string) []speech {
	cues, trouble := Cues(text, false)
	if len(cues) == 0 {
		r.report(finding.Error, "no-cues", 1, "", `times such as "00:01:02.000 --> 00:01:05.500" with words below them`,
			"this file holds no words with times", "Export the transcript again as WebVTT (.vtt), or as plain text.")
		return nil
	}
	r.sayTrouble(trouble)
	parsed := make([]cueText, len(cues))
	tagged := false
	var backwards []int
	for i, c := range cues {
		parsed[i] = parseCueText(c.Text, false)
		for _, v := range parsed[i].voices {
			tagged = tagged || v.Name != ""
		}
		if c.End < c.Start {
			backwards = append(backwards, c.Line)
		}
	}
	r.counted(finding.Warning, "cue-ends-early", backwards, "", "an end after the start",
		"the words of this cue are said to end before they start", "The words are kept. Check the times of this part if they matter.")
	if tagged {
		return byVoice(cues, parsed)
	}
	return r.byLabel(cues, parsed)
}

// sayTrouble reports what Cues found, one finding a kind.
func (r *reader) sayTrouble(trouble []Trouble) {
	lines := map[TroubleKind][]int{}
	first := map[TroubleKind]string{}
	for _, t := range trouble {
		if len(lines[t.Kind]) == 0 {
			first[t.Kind] = t.Text
		}
		lines[t.Kind] = append(lines[t.Kind], t.Line)
	}
	if at := lines[NoSignature]; len(at) > 0 && (r.t.Format == formatWebVTT || strings.EqualFold(path.Ext(r.file), ".vtt")) {
		r.report(finding.Warning, "no-webvtt-line", 1, first[NoSignature], `a first line "WEBVTT"`,
			"this file does not begin as a WebVTT file does", "It was read all the same. If it came from another program than you think, look at its first turns.")
	} else if len(at) > 0 {
		r.report(finding.Note, "read-as-subtitles", 1, "", "", "this file has times with arrows, as subtitles do, and was read as such", "")
	}
	r.counted(finding.Note, "loose-times", lines[LooseTiming], first[LooseTiming], `times such as "00:01:02.000 --> 00:01:05.500"`,
		"times are written otherwise than WebVTT has them; they were understood", "")
	r.counted(finding.Warning, "bad-times", lines[BadTiming], first[BadTiming], `times such as "00:01:02.000 --> 00:01:05.500"`,
		"the times on this line cannot be read, and the words below it are left out", "Correct the line by the cues around it.")
	r.counted(finding.Warning, "words-without-time", lines[Untimed], first[Untimed], "a line with times before words",
		"these words have no time of their own; they are kept with the cue before them", "If somebody else said them, give them a line with times.")
	r.counted(finding.Warning, "words-without-cue", lines[Unplaced], first[Unplaced], "a line with times before words",
		"these words stand before the first time and are left out", "If they were said, give them a line with times.")
}

// byVoice gives the speeches of cues with <v> tags.
func byVoice(cues []Cue, parsed []cueText) []speech {
	var out []speech
	held := "" // whose voice an earlier cue left open, and a later one closes
	until := -1
	for i, c := range cues {
		for j, v := range parsed[i].voices {
			name := v.Name
			if name == "" && i <= until && (i < until || j < parsed[i].before) {
				name = held
			}
			out = append(out, speech{name, v.Text, c.Start, max(c.Start, c.End), c.Line})
		}
		if parsed[i].open != "" {
			held, until = parsed[i].open, closing(parsed, i)
		}
	}
	return out
}

// closing gives the cue that closes the voice that cue i left open, or -1 where
// another voice begins first or none closes it.
func closing(parsed []cueText, i int) int {
	for j := i + 1; j < len(parsed); j++ {
		if parsed[j].closes {
			return j
		}
		if parsed[j].open != "" || slices.ContainsFunc(parsed[j].voices, func(v Voice) bool { return v.Name != "" }) {
			return -1
		}
	}
	return -1
}

// byLabel gives the speeches of cues whose lines begin with names.
func (r *reader) byLabel(cues []Cue, parsed []cueText) []speech {
	var lines []cueLine
	for i := range cues {
		for _, v := range parsed[i].voices {
			for _, text := range strings.Split(v.Text, "\n") {
				lines = append(lines, cueLine{i, text, readLabel(text)})
			}
		}
	}
	labels := make([]label, len(lines))
	for i, l := range lines {
		labels[i] = l.label
	}
	accept := r.accepted(labels)
	var out []speech
	speaker, last := "", -1 // who spoke last, and in which cue
	for i, l := range lines {
		c := cues[l.cue]
		text := l.text
		switch {
		case accept[i]:
			speaker, text = l.label.name, l.label.rest
		case last >= 0 && l.cue != last && c.Start-cues[last].End > directly:
			speaker = ""
		}
		last = l.cue
		out = append(out, speech{speaker, text, c.Start, max(c.Start, c.End), c.Line})
		if !accept[i] && l.label.striking() {
			r.once(l.label, c.Line)
		}
	}
	return out
}

type cueLine struct {
	cue   int
	text  string
	label label
}

// once warns of what looks like a speaker's name but was read as speech.
func (r *reader) once(l label, line int) {
	r.report(finding.Warning, "name-or-speech", line, l.name, "a speaker who is listed, or speaks more than once",
		"this could be the name of a speaker, but was read as words of the speech before it",
		fmt.Sprintf("If it is a speaker, add them to the participants, or to the moderators of %s; if it is speech, put it on the line before.", r.t.ID))
}
