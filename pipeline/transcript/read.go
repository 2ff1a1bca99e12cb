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

// mostBytes is how large a transcript may be. A day of talk is about 1 MB.
const mostBytes = 256 << 20

// Read gives the turns of one transcript, in the order of the file, and what a
// person should know about it. The name is the file's, for findings and, where
// the content does not say it, for its form; data is the whole file. Of people,
// those whose Group is t.ID are expected to speak in it. Where people is empty
// there is no list, and those who speak are numbered (FG1-P1, FG1-P2 and so on).
//
// Formats names the forms that are read; t.Format chooses one, and "" means that
// the content does, which a note of kind "read-as" then says. Every word of a cue
// or line is in some turn, save for what a finding counts as left out. Speakers
// who are not listed, but are called by a usual word for a moderator, are
// moderators.
//
// Lines, in turns and findings, are those of a text, the paragraphs of a Word
// document or the rows of a table; Cell says which where they are not lines.
// Turns are given even beside findings of severity Error, as far as the file
// could be understood.
func Read(name string, data []byte, t study.Transcript, people []Participant) ([]Turn, []finding.Finding) {
	r := reader{file: name, t: t, cast: newCast(t, people)}
	speeches, ok := r.speeches(data)
	var turns []Turn
	if ok {
		turns = r.turns(speeches)
		if len(turns) == 0 && len(finding.Errors(r.findings)) == 0 {
			r.empty()
		}
		r.cast.check(&r, turns)
		r.topics(turns)
		r.sayDialect()
	}
	for i := range turns {
		turns[i].Line = r.place(turns[i].Line)
	}
	finding.Sort(r.findings)
	return turns, r.findings
}

// unit is what the places in a file are counted in.
type unit string

const (
	inLines      unit = ""
	inParagraphs unit = "paragraph"
	inRows       unit = "row"
)

// reader holds what the reading of one transcript needs to say what it found.
type reader struct {
	file     string
	t        study.Transcript
	cast     cast
	findings []finding.Finding

	unit unit
	// places are the paragraphs in which the lines of a Word document stand.
	places []int
	// dialect names the form that was read, for people; "" where nothing could be.
	dialect string
	// captions is true for files of cues.
	captions bool
	// led is true where a moderator speaks.
	led bool
	// onces counts the findings of once, the last of which is lastOnce.
	onces, lastOnce int
}

// place gives the paragraph of a line of a Word document, and any other line as
// it is.
func (r *reader) place(line int) int {
	if line > 0 && line <= len(r.places) {
		return r.places[line-1]
	}
	return line
}

// where names a line for people.
func (r *reader) where(line int) string {
	what := "line"
	if r.unit != inLines {
		what = string(r.unit)
	}
	return fmt.Sprintf("%s %d", what, r.place(line))
}

func (r *reader) report(s finding.Severity, kind string, line int, found, expected, message, do string) {
	f := finding.Finding{
		Severity: s, Kind: kind, File: r.file, Line: r.place(line),
		Found: found, Expected: expected, Message: message, Do: do,
	}
	if line > 0 {
		f.Cell = string(r.unit)
	}
	r.findings = append(r.findings, f)
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

// fail reports what another room found wrong with the file.
func (r *reader) fail(err error) {
	f, ok := err.(finding.Finding)
	if !ok {
		f = finding.Finding{Severity: finding.Error, Kind: "unreadable", Message: "this file cannot be read: " + err.Error()}
	}
	f.File = r.file
	r.findings = append(r.findings, f)
}

// sayDialect says as what the file was read, where the study does not say it.
func (r *reader) sayDialect() {
	if r.t.Format == "" && r.dialect != "" {
		r.report(finding.Note, "read-as", 0, "", "", "this was read as "+r.dialect,
			fmt.Sprintf("If it is something else, say so with format: for %s in %s.", r.t.ID, study.FileName))
	}
}

// speeches gives the pieces of talk in a file; false where it could not be read
// at all, which is then reported.
func (r *reader) speeches(data []byte) ([]speech, bool) {
	if len(data) > mostBytes {
		r.report(finding.Error, "too-large", 0, "", fmt.Sprintf("at most %d MB", mostBytes>>20), fmt.Sprintf("this transcript has %d MB", len(data)>>20),
			"Look whether this is the file that is meant; a day of talk is about 1 MB. A recording itself cannot be read.")
		return nil, false
	}
	r.checkFormat()
	if strings.HasPrefix(string(data[:min(len(data), 4)]), "PK\x03\x04") {
		return r.packed(data)
	}
	if what := notText(data); what != "" {
		r.report(finding.Error, "not-text", 0, "", "a WebVTT, Word, Excel, CSV or plain text file", "this is "+what+", which cannot be read",
			"Save or export the transcript as plain text (.txt), WebVTT (.vtt) or Word (.docx), and name that file instead.")
		return nil, false
	}
	if r.t.Format == formatWord || r.t.Format == formatExcel {
		r.report(finding.Error, "wrong-format", 0, r.t.Format, "a file that begins as Word and Excel files do", "this is not such a file; it was read as text",
			"Take format: out, or name the file that is meant.")
	}
	text, note := textfile.Decode(data)
	if note != "" {
		r.report(finding.Note, "encoding", 0, "", "", note, "Look at a name or a quotation with an accent or curly quotation marks, to see that it reads right.")
	}
	if strings.TrimSpace(text) == "" {
		r.empty()
		return nil, false
	}
	return r.written(text, r.textFormat(text))
}

func (r *reader) empty() {
	r.report(finding.Error, "empty-file", 1, "", "what people said", "there are no words in this transcript that anybody said", "Export it again, or take it out of the list of transcripts.")
}

// written gives the speeches of a text in a form.
func (r *reader) written(text, format string) ([]speech, bool) {
	switch format {
	case formatWebVTT, formatSRT:
		return r.webvtt(text), true
	case formatSBV:
		return r.youTube(text), true
	case formatCSV:
		return r.csv(text)
	}
	return r.plain(text), true
}

// notText tells what a file is that cannot be read; "" when it may be.
func notText(data []byte) string {
	for _, k := range []struct{ begins, is string }{
		{"%PDF", "a PDF file"},
		{"\xd0\xcf\x11\xe0", "a file of an old version of Word or Excel, or one with a password"},
		{`{\rt`, "a file in rich text format (RTF)"},
		{"ID3", "a sound recording"}, {"RIFF", "a sound or video recording"}, {"OggS", "a sound recording"}, {"\x1aE\xdf\xa3", "a video recording"},
		{"\x1f\x8b", "a gzip file"}, {"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"},
	} {
		if strings.HasPrefix(string(data[:min(len(data), 8)]), k.begins) {
			return k.is
		}
	}
	if len(data) > 12 && string(data[4:8]) == "ftyp" {
		return "a sound or video recording"
	}
	return ""
}

// ext tells whether the file's name ends so, such as ".vtt", in whatever case.
func (r *reader) ext(end string) bool { return strings.EqualFold(path.Ext(r.file), end) }

// numbered gives "1 turn" or "3 turns".
func numbered(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
