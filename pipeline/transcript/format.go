package transcript

import (
	"slices"
	"strings"

	"concord/pipeline/finding"
)

// The forms that Read knows, as study.Transcript.Format names them.
const (
	formatWebVTT = "webvtt"
	formatSRT    = "srt"
	formatSBV    = "sbv"
	formatText   = "text"
	formatCSV    = "csv"
	formatWord   = "word"
	formatExcel  = "excel"
)

// Formats gives the values that study.Transcript.Format can have beside "":
// webvtt (Zoom, Teams and others), srt (subtitles), sbv (captions of YouTube),
// text (a name before each speech, in many shapes; Otter), csv (a table with
// columns for the speaker and the words, with commas, semicolons or tabs), word
// (.docx) and excel (.xlsx). The text of a Word document can itself be in any of
// the first four, which the content decides, or which can be named instead of
// word.
func Formats() []string {
	return []string{formatWebVTT, formatSRT, formatSBV, formatText, formatCSV, formatWord, formatExcel}
}

// checkFormat reports a form that there is not, and does as if none were named.
func (r *reader) checkFormat() {
	if r.t.Format == "" || slices.Contains(Formats(), r.t.Format) {
		return
	}
	r.report(finding.Error, "unknown-format", 0, r.t.Format, `"`+strings.Join(Formats(), `", "`)+`" or nothing`,
		"there is no such form of transcript", finding.DidYouMean(r.t.Format, Formats()))
	r.t.Format = ""
}

// textFormat tells in which form a text is.
func (r *reader) textFormat(text string) string {
	switch r.t.Format {
	case formatWebVTT, formatSRT, formatSBV, formatText, formatCSV:
		return r.t.Format
	}
	first, _, _ := strings.Cut(text, "\n")
	switch {
	case signature(first) || r.ext(".vtt"):
		return formatWebVTT
	case r.unit == inLines && (r.ext(".csv") || r.ext(".tsv")):
		return formatCSV
	}
	// Times with an arrow between them, on a line of their own, are cues.
	rest := text
	for range 50 {
		var line string
		more := false
		line, rest, more = strings.Cut(rest, "\n")
		if _, _, ok := looseTimings(line); ok {
			return formatSRT
		}
		if sbvTimes.MatchString(line) {
			return formatSBV
		}
		if !more {
			break
		}
	}
	if r.unit == inLines {
		if _, ok := csvHeader(text); ok {
			return formatCSV
		}
	}
	return formatText
}
