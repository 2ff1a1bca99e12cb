package transcript

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"
)

// directly is the longest pause, in milliseconds, after which a cue without a
// name still continues the speech before it, in a file that names speakers at
// the start of cues.
const directly = 2000

// webvtt gives the speeches of a WebVTT or SubRip file, cue by cue.
func (r *reader) webvtt(text string) []speech {
	cues, trouble := Cues(text, false)
	if len(cues) == 0 {
		r.report(finding.Error, "no-cues", 1, "", `times such as "00:01:02.000 --> 00:01:05.500" with words below them`,
			"this file holds no words with times", "Export the transcript again as WebVTT (.vtt), or as plain text.")
		return nil
	}
	r.sayTrouble(trouble)
	kind := subRip
	if len(trouble) == 0 || trouble[0].Kind != NoSignature {
		kind = webVTT
	}
	// Word has no tags: what looks like one was said.
	return r.cues(cues, kind, kind == subRip && r.unit == inParagraphs)
}

// youTube gives the speeches of a YouTube captions file.
func (r *reader) youTube(text string) []speech {
	cues := sbvCues(text)
	if len(cues) == 0 {
		r.report(finding.Error, "no-cues", 1, "", `times such as "0:01:02.000,0:01:05.500" with words below them`,
			"this file holds no words with times", "Export the transcript again as WebVTT (.vtt), or as plain text.")
		return nil
	}
	return r.cues(cues, sbv, true)
}

// cueKind is the form of a file of cues.
type cueKind int

const (
	webVTT cueKind = iota
	subRip
	sbv
)

// cues gives the speeches of cues; raw ones hold no tags.
//
// Who speaks is what a <v Name> tag says. A voice that one cue opens and a later
// one closes is the same person's throughout, where the cues between name nobody.
// In a file without such tags it is what the cue's id says, where every cue has
// one as Webex writes it; or the first line of every cue, where these are names;
// or what stands before the colon, where every cue begins "Name: " as Zoom writes
// it; or a line of a cue that begins so, by the rule of labels: a cue without
// a name is then the last speaker's if it begins within two seconds of the end
// of the cue before it. All else is nobody's.
func (r *reader) cues(cues []Cue, kind cueKind, raw bool) []speech {
	r.captions = true
	parsed := make([]cueText, len(cues))
	tagged := false
	var backwards []int
	for i, c := range cues {
		if raw {
			parsed[i] = cueText{voices: []Voice{{"", c.Text}}}
		} else {
			parsed[i] = parseCueText(c.Text, false)
		}
		for _, v := range parsed[i].voices {
			tagged = tagged || v.Name != ""
		}
		if c.End < c.Start {
			backwards = append(backwards, c.Line)
		}
	}
	r.counted(finding.Warning, "cue-ends-early", backwards, "", "an end after the start",
		"the words of this cue are said to end before they start", "The words are kept. Check the times of this part if they matter.")
	by := byTag
	var out []speech
	switch {
	case tagged:
		out = byVoice(cues, parsed)
	default:
		if out = byID(cues, parsed); out != nil {
			by = byCueID
			break
		}
		if out = r.byFirstLine(cues, parsed); out != nil {
			by = byLine
			break
		}
		by = byNobody
		out = r.byLabel(cues, parsed)
		for _, s := range out {
			if s.speaker != "" {
				by = byColon
				break
			}
		}
	}
	r.dialect = cueDialect(cues, kind, by, r.unit == inParagraphs)
	return out
}

// cueNames is where cues name those who speak.
type cueNames int

const (
	byNobody cueNames = iota
	byTag             // <v Name>
	byCueID           // 12 "Name" (345)
	byLine            // a line of its own
	byColon           // Name: words
)

// teamsID is how Teams numbers cues: the id of the recording, and two numbers.
var teamsID = regexp.MustCompile(`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:/\d+-\d+)?$`)

// cueDialect names the tool that writes cues so, where one is known.
func cueDialect(cues []Cue, kind cueKind, by cueNames, word bool) string {
	if word && by == byLine {
		return "a Teams transcript (Word, old layout)"
	}
	loose, guids, counted := false, 0, 0
	for i, c := range cues {
		if teamsID.MatchString(c.ID) {
			guids++
		}
		if c.ID == strconv.Itoa(i+1) {
			counted++
		}
		loose = loose || c.loose
	}
	form := map[cueKind]string{webVTT: "WebVTT", subRip: "SubRip subtitles (.srt)", sbv: "YouTube captions (.sbv)"}[kind]
	switch {
	case kind == webVTT && by == byTag && (2*guids > len(cues) || loose):
		return "a Teams transcript (WebVTT)"
	case by == byCueID:
		return "a Webex transcript (WebVTT)"
	case kind == webVTT && by == byColon && counted == len(cues):
		return "a Zoom transcript (WebVTT with a name before the words)"
	case by == byTag:
		return form + " with the speaker's name in <v> tags"
	case by == byLine:
		return form + " with the speaker's name on the first line of each cue"
	case by == byColon:
		return form + " with a name before the words"
	}
	return form + " without the names of speakers"
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
	}
	if len(lines[NoSignature]) == 0 {
		// SubRip and Word have no other times.
		r.counted(finding.Note, "loose-times", lines[LooseTiming], first[LooseTiming], `times such as "00:01:02.000 --> 00:01:05.500"`,
			"times are written otherwise than WebVTT has them; they were understood", "")
	}
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

// webexID is how Webex numbers cues: with a number, the speaker's name and theirs.
var webexID = regexp.MustCompile(`^\d+ "([^"]+)" \(\d+\)$`)

// byID gives the speeches of cues whose ids all name the speaker; nil where they
// do not.
func byID(cues []Cue, parsed []cueText) []speech {
	var out []speech
	for i, c := range cues {
		m := webexID.FindStringSubmatch(c.ID)
		if m == nil {
			return nil
		}
		for _, v := range parsed[i].voices {
			out = append(out, speech{m[1], v.Text, c.Start, max(c.Start, c.End), c.Line})
		}
	}
	return out
}

// byFirstLine gives the speeches of cues whose first line is the speaker's name,
// as in the first Word transcripts of Teams; nil where they are not. In other
// files than Word the names must be listed, or come back: two lines of captions
// can look like a name and what was said.
func (r *reader) byFirstLine(cues []Cue, parsed []cueText) []speech {
	var out []speech
	var alone []int // speeches without a second line
	spoken, fit, listed := 0, 0, 0
	names := map[string]bool{}
	for i, c := range cues {
		var text strings.Builder
		for _, v := range parsed[i].voices {
			text.WriteString(v.Text)
		}
		if strings.TrimSpace(text.String()) == "" {
			continue
		}
		spoken++
		name, rest, two := strings.Cut(strings.TrimSpace(text.String()), "\n")
		l := label{name: bare(strings.TrimSuffix(strings.TrimSpace(name), ":"))}
		isListed := two && len(name) < 200 && r.cast.listed(l.name)
		if !two || !isListed && (!nameShaped(l.name) || !l.capital() || strings.ContainsAny(name[:len(name)-1], ":")) {
			if !two {
				alone = append(alone, len(out))
			}
			out = append(out, speech{"", text.String(), c.Start, max(c.Start, c.End), c.Line})
			continue
		}
		fit++
		if isListed {
			listed++
		}
		names[r.cast.key(l.name)] = true
		out = append(out, speech{l.name, rest, c.Start, max(c.Start, c.End), c.Line})
	}
	for _, i := range alone {
		// A name without words: somebody who said nothing.
		if fit > 0 && len(out[i].text) < 200 && names[r.cast.key(out[i].text)] {
			out[i].speaker, out[i].text = tidy(out[i].text), ""
			fit++
		}
	}
	switch {
	case spoken == 0 || float64(fit) < everyLine*float64(spoken):
		return nil
	case r.unit == inParagraphs, listed == fit, fit >= fewLines && 3*len(names) <= fit:
		return out
	}
	return nil
}

// byLabel gives the speeches of cues whose lines begin with names.
func (r *reader) byLabel(cues []Cue, parsed []cueText) []speech {
	var lines []cueLine
	for i := range cues {
		for _, v := range parsed[i].voices {
			for _, text := range strings.Split(v.Text, "\n") {
				lines = append(lines, cueLine{i, text, readLabel(text, r.cast.listed)})
			}
		}
	}
	labels := make([]label, len(lines))
	for i, l := range lines {
		labels[i] = l.label
	}
	accept := r.accepted(labels, len(lines))
	doubtful := make([]bool, len(lines))
	if every := everyCue(lines); every != nil {
		for i, l := range every {
			if l.name != "" {
				lines[i].label, accept[i] = l, true
			}
		}
	} else {
		begins := make([]bool, len(lines))
		for i := range lines {
			begins[i] = i == 0 || lines[i].cue != lines[i-1].cue
		}
		doubtful = r.acceptAlone(labels, accept, begins)
	}
	named := slices.Contains(accept, true)
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
		switch {
		case doubtful[i]:
			r.alone(l.label, c.Line)
		case named && !accept[i] && l.label.striking():
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

// longestCueName is how many characters may stand before the colon in a cue of a
// file in which every cue has a name.
const longestCueName = 80

// everyCue gives the labels of the first lines of cues where (nearly) every cue
// begins with a name, as Zoom writes them: there a label is a speaker's however
// often it occurs. In a file where all cues have a colon, it may be longer than
// names are, or begin with a sign, as a telephone number does, or with a small
// letter. nil where it is not such a file.
func everyCue(lines []cueLine) []label {
	out := make([]label, len(lines))
	cues, shaped, colons := 0, 0, 0
	last := -1
	for i, l := range lines {
		if l.cue == last || strings.TrimSpace(l.text) == "" {
			continue
		}
		last = l.cue
		cues++
		name, rest, ok := strings.Cut(strings.TrimSpace(l.text), ": ")
		if ok && name != "" && utf8.RuneCountInString(name) <= longestCueName && !strings.ContainsAny(name, "?!\"“”") {
			colons++
			out[i] = label{nameColon, bare(name), -1, strings.TrimSpace(rest)}
		}
		if l.label.form == nameColon && l.label.name != "" {
			shaped++
			out[i] = l.label
		}
	}
	if cues < 2 || float64(shaped) < everyLine*float64(cues) && (colons < cues || 2*shaped < cues) {
		return nil
	}
	if colons < cues {
		for i, l := range lines {
			if out[i] != l.label || !l.label.striking() || plainWord(l.label.name) {
				out[i] = label{time: -1}
			}
		}
	}
	return out
}

// mostOnce is how many names that may be speech are reported one by one.
const mostOnce = 100

// once warns of what looks like a speaker's name but was read as speech.
func (r *reader) once(l label, line int) {
	r.nameOrSpeech(l, line, "this could be the name of a speaker, but was read as words of the speech before it",
		fmt.Sprintf("If it is a speaker, add them to the participants, or to the moderators of %s; if it is speech, put it on the line before.", r.t.ID))
}

// alone warns of what was read as a speaker only because it is written as the
// names of the others are. Where there is a list of participants, a speaker who
// is not in it is reported as such.
func (r *reader) alone(l label, line int) {
	k := r.cast.key(l.name)
	r.cast.doubtful[k] = true
	if r.cast.unlisted {
		r.nameOrSpeech(l, line, "this was read as a speaker, for it is written as the other names are, but it occurs only once",
			"If it is speech, put it on the line before.")
	}
}

func (r *reader) nameOrSpeech(l label, line int, message, do string) {
	if r.onces++; r.onces > mostOnce {
		r.findings[r.lastOnce].Count = r.onces - mostOnce + 1
		return
	}
	r.report(finding.Warning, "name-or-speech", line, l.name, "a speaker who is listed, or speaks more than once", message, do)
	r.lastOnce = len(r.findings) - 1
}
