package transcript

import (
	"fmt"
	"path"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/textfile"
)

// Participant is one person who sat in a focus group, as the list of
// participants names them.
type Participant struct {
	// ID is the participant's id, such as FG2-P3.
	ID string
	// Group is the id of the transcript of the group that they sat in.
	Group string
	// Speaker is what the transcript calls them.
	Speaker string
}

// The two forms that Read knows, as study.Transcript.Format names them.
const (
	formatWebVTT = "webvtt"
	formatText   = "text"
)

// Read gives the turns of one transcript, in the order of the file, and what a
// person should know about it. The name is the file's, for findings and, where
// the content does not say it, for its form; data is the whole file. Of people,
// those whose Group is t.ID are expected to speak in it.
//
// Two forms are read: WebVTT (also SubRip, which is near enough to it) and
// plain text with a speaker's name before each speech; t.Format chooses, and ""
// means that the content does. Every word of a cue or line is in some turn,
// save for the words in blocks that a finding counts as left out.
//
// Turns are given even beside findings of severity Error, as far as the file
// could be understood.
func Read(name string, data []byte, t study.Transcript, people []Participant) ([]Turn, []finding.Finding) {
	r := reader{file: name, t: t, cast: newCast(t, people)}
	if what := notText(data); what != "" {
		r.report(finding.Error, "not-text", 0, "", "a WebVTT or plain text file", "this is "+what+", not text",
			"Save or export the transcript as plain text (.txt) or WebVTT (.vtt), and name that file instead.")
		return nil, r.findings
	}
	text, note := textfile.Decode(data)
	if note != "" {
		r.report(finding.Note, "encoding", 0, "", "", note, "Look at a name or a quotation with an accent or curly quotation marks, to see that it reads right.")
	}
	if strings.TrimSpace(text) == "" {
		r.report(finding.Error, "empty-file", 1, "", "what people said", "this transcript is empty", "Export it again, or take it out of the list of transcripts.")
		return nil, r.findings
	}

	var speeches []speech
	switch r.format(text) {
	case formatWebVTT:
		speeches = r.webvtt(text)
	default:
		speeches = r.plain(text)
	}
	turns := r.turns(speeches)
	r.cast.check(&r, turns)
	r.topics(turns)
	finding.Sort(r.findings)
	return turns, r.findings
}

// reader holds what the reading of one transcript needs to say what it found.
type reader struct {
	file     string
	t        study.Transcript
	cast     cast
	findings []finding.Finding
}

func (r *reader) report(s finding.Severity, kind string, line int, found, expected, message, do string) {
	r.findings = append(r.findings, finding.Finding{
		Severity: s, Kind: kind, File: r.file, Line: line,
		Found: found, Expected: expected, Message: message, Do: do,
	})
}

// counted reports one finding for all the lines given, the first of which it
// names; none when there are no lines.
func (r *reader) counted(s finding.Severity, kind string, lines []int, found, expected, message, do string) {
	if len(lines) == 0 {
		return
	}
	r.report(s, kind, lines[0], found, expected, message, do)
	r.findings[len(r.findings)-1].Count = len(lines)
}

// format tells in which form the text is.
func (r *reader) format(text string) string {
	switch r.t.Format {
	case formatWebVTT, formatText:
		return r.t.Format
	case "":
	default:
		r.report(finding.Error, "unknown-format", 0, r.t.Format, `"webvtt", "text" or nothing`,
			"there is no such form of transcript", finding.DidYouMean(r.t.Format, []string{formatWebVTT, formatText}))
	}
	lines := strings.Split(text, "\n")
	if signature(lines[0]) || strings.EqualFold(path.Ext(r.file), ".vtt") {
		return formatWebVTT
	}
	// Times with an arrow between them, on a line of their own, are cues.
	for i, line := range lines {
		if i == 50 {
			break
		}
		if _, _, ok := looseTimings(line); ok {
			return formatWebVTT
		}
	}
	return formatText
}

// notText tells what a file is that cannot be text; "" when it may be.
func notText(data []byte) string {
	head := data[:min(len(data), 4)]
	switch {
	case strings.HasPrefix(string(head), "PK\x03\x04"):
		return "a Word document or another packed file"
	case strings.HasPrefix(string(head), "%PDF"):
		return "a PDF file"
	case strings.HasPrefix(string(head), "\xd0\xcf\x11\xe0"):
		return "a file of an old version of Word or Excel"
	case strings.HasPrefix(string(head), `{\rt`):
		return "a file in rich text format (RTF)"
	}
	return ""
}

// numbered gives "1 turn" or "3 turns".
func numbered(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
