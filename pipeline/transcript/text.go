package transcript

import (
	"regexp"
	"strings"

	"concord/pipeline/finding"
)

var (
	// f4Stamp is how the f4 program marks times within speech: #00:01:02-5#.
	f4Stamp = regexp.MustCompile(`#\d{1,2}:\d{2}:\d{2}-\d{1,3}#`)
	// toolLine is what meeting tools add to a transcript and nobody said.
	toolLine = regexp.MustCompile(`^(?:(?i)transcribed by https?://otter\.ai/?|.{1,100} (?:started|stopped) transcription)$`)
	// teamsTitle is the first line of a Teams transcript in Word.
	teamsTitle = regexp.MustCompile(`-\d{8}_\d{6}-Meeting (?:Transcript|Recording)$`)
)

// plain gives the speeches of a text file in which a name stands before each
// speech; a line without a name continues the speech before it. Who speaks only
// once is told by acceptAlone, with a warning. A line that
// holds nothing but a time is left out. Words before the first name are a speech
// of nobody's, but where names stand on lines of their own, as meeting tools
// write them: there they are the title, the date and the like, and left out.
func (r *reader) plain(text string) []speech {
	lines := strings.Split(text, "\n")
	labels := make([]label, len(lines))
	full := 0
	for i, line := range lines {
		if strings.Contains(line, "#") {
			lines[i] = f4Stamp.ReplaceAllString(line, "")
		}
		labels[i] = readLabel(lines[i], r.cast.listed)
		if strings.TrimSpace(lines[i]) != "" {
			full++
		}
	}
	accept := r.accepted(labels, full)
	tool := ownLines(labels, accept)
	doubtful := make([]bool, len(lines))
	if !tool {
		doubtful = r.acceptAlone(labels, accept, r.beginnings(lines, accept))
	}
	forms := map[labelForm]int{}
	named := 0
	for i, ok := range accept {
		if ok {
			forms[labels[i].form]++
			named++
		}
	}
	for i, ok := range accept {
		// Where each speaker stands on a line of their own, "Note: " is speech.
		if tool && ok && labels[i].form == nameColon && !r.cast.listed(labels[i].name) {
			accept[i] = false
		}
	}
	r.dialect = textDialect(r.unit == inParagraphs, lines, forms, named, tool)
	var out []speech
	var before []int // lines with words before the first name
	var details []int
	var dashed []int // lines on which a known name stands before a dash
	for i, line := range lines {
		l := labels[i]
		switch {
		case accept[i]:
			out = append(out, speech{l.name, l.rest, l.time, -1, i + 1})
			if doubtful[i] {
				r.alone(l, i+1)
			}
			continue
		case timeAlonePattern.MatchString(strings.TrimSpace(line)) || strings.TrimSpace(line) == "":
			continue
		case tool && (len(out) == 0 || toolLine.MatchString(strings.TrimSpace(line))):
			details = append(details, i+1)
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
		if named > 0 && !tool && l.striking() {
			r.once(l, i+1)
		}
		if name, _, ok := cutDash(line); ok && r.cast.listed(name) {
			dashed = append(dashed, i+1)
		}
	}
	r.counted(finding.Error, "name-without-colon", dashed, "", "a colon after the name, as in Name: words",
		"a speaker's name stands here before a dash, so these words would be given to the speaker before", "Put a colon after the name.")
	if named > 0 {
		r.counted(finding.Note, "words-before-speaker", before, "", "",
			"these words stand before the first speaker; they are kept as a turn of nobody's", "Delete them from the file if nobody said them.")
	}
	r.counted(finding.Note, "meeting-details", details, "", "",
		"what the meeting tool wrote about the meeting (its title, its date, who started it) is left out, from here on", "If somebody said it, put their name and the time before it.")
	return out
}

// ownLines tells whether most speakers stand on a line of their own with a time.
func ownLines(labels []label, accept []bool) bool {
	named, alone := 0, 0
	for i, ok := range accept {
		if ok {
			named++
			if labels[i].form.ownLine() {
				alone++
			}
		}
	}
	return 2*alone > named
}

// textDialect names the way in which a text says who speaks; "" where it does not.
func textDialect(word bool, lines []string, forms map[labelForm]int, named int, tool bool) string {
	if named == 0 {
		return ""
	}
	otter, teams := false, false
	for _, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case len(line) > 300:
		case teamsTitle.MatchString(line), strings.HasSuffix(line, " started transcription"):
			teams = true
		case strings.Contains(line, "otter.ai"):
			otter = true
		}
	}
	in := "plain text"
	if word {
		in = "a Word document"
	}
	most, form := 0, noLabel
	for f := nameColon; f <= nameTab; f++ {
		if forms[f] > most {
			most, form = forms[f], f
		}
	}
	switch {
	case tool && teams && word:
		return "a Teams transcript (Word, new layout)"
	case tool && teams:
		return "a Teams transcript (its Word layout as text)"
	case tool && otter && word:
		return "an Otter transcript (Word)"
	case tool && (otter || form == nameTimeLine && !word):
		return "an Otter transcript (text)"
	case form == timeNameLine:
		return in + " with a time and a name on a line before each speech"
	case tool:
		return in + " with a name and a time on a line before each speech"
	case form == timeName:
		return in + " with a time, a name and a colon before each speech"
	case form == nameTime:
		return in + " with a name and a time before each speech"
	case form == nameInBrackets:
		return in + " with a name in brackets before each speech"
	case form == nameTab:
		return in + " with a name and a tab before each speech"
	}
	return in + " with a name and a colon before each speech"
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
