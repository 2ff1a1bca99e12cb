package transcript

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"concord/pipeline/finding"
)

// row is one row of a table in which each row is a speech.
type row struct {
	number int // of the line, paragraph or row at which it begins
	cells  []string
}

// columns says in which columns of a table things stand, from 0; -1 for none.
type columns struct {
	speaker, text, start, end int
	// milliseconds is true where times that are plain numbers count these, and
	// not seconds.
	milliseconds bool
}

// The words by which tables call their columns, the clearest first.
var (
	speakerHeads = []string{"speaker", "speaker name", "speaker label", "speaker id", "speakers", "who", "participant", "participant id", "participant name", "name", "display name", "person", "voice", "sender", "author", "user"}
	textHeads    = []string{"transcript", "text", "utterance", "utterances", "transcription", "speech", "words", "what was said", "said", "content", "spoken text", "message", "dialogue", "dialog", "caption", "subtitle", "sentence", "comment", "comments", "response", "quote"}
	startHeads   = []string{"start", "start time", "starttime", "start timestamp", "time start", "begin", "begin time", "from", "time in", "in", "time", "timestamp", "time stamp", "timecode", "time code", "offset"}
	endHeads     = []string{"end", "end time", "endtime", "end timestamp", "time end", "finish", "until", "to", "time out", "out"}
)

// heads gives the columns that a row names; false where it does not name both
// the speaker's and that of the words.
func heads(cells []string) (columns, bool) {
	plain := make([]string, min(len(cells), 1000))
	for i := range plain {
		if len(cells[i]) > 100 {
			continue
		}
		plain[i] = strings.Join(strings.FieldsFunc(strings.ToLower(cells[i]), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), " ")
	}
	ms := false
	find := func(words []string, units bool) int {
		for _, word := range words {
			for i, p := range plain {
				if units {
					for _, u := range []string{" ms", " msec", " milliseconds", " in milliseconds"} {
						if rest, ok := strings.CutSuffix(p, u); ok && rest == word {
							ms = true
							return i
						}
					}
					for _, u := range []string{" s", " sec", " seconds", " in seconds", " hh mm ss", " h mm ss", " mm ss"} {
						p = strings.TrimSuffix(p, u)
					}
				}
				if p == word {
					return i
				}
			}
		}
		return -1
	}
	c := columns{speaker: find(speakerHeads, false), text: find(textHeads, false), start: find(startHeads, true), end: find(endHeads, true)}
	c.milliseconds = ms
	return c, c.speaker >= 0 && c.text >= 0
}

// mostBefore is how many rows may stand before the one that names the columns.
const mostBefore = 20

// table gives the speeches of a table with columns for the speaker and the
// words, each row one; false where it has no such columns. What they are is said
// by a row among the first twenty, or found: the words are what takes the most
// room, and the speaker what is short and comes back.
func (r *reader) table(rows []row, what string) ([]speech, bool) {
	c, first, named := columns{}, 0, false
	for i := range min(len(rows), mostBefore) {
		if c, named = heads(rows[i].cells); named {
			first = i + 1
			break
		}
	}
	if !named {
		var ok bool
		if c, ok = r.guess(rows); !ok {
			return nil, false
		}
	}
	var head []string
	if named {
		head = rows[first-1].cells
		r.dialect = fmt.Sprintf("%s with the speaker in the column %s and the words in the column %s", what, finding.Quote(tidy(head[c.speaker])), finding.Quote(tidy(head[c.text])))
	} else {
		r.dialect = fmt.Sprintf("%s with the speaker in column %d and the words in column %d", what, c.speaker+1, c.text+1)
	}
	var out []speech
	var above, odd []int // rows without a speaker; rows whose time cannot be read
	oddTime := ""
	last := ""
	dated, zero := false, 0
	for _, row := range rows[first:] {
		text := at(row.cells, c.text)
		speaker := tidy(at(row.cells, c.speaker))
		if strings.TrimSpace(text) == "" {
			continue
		}
		if named && speaker == tidy(head[c.speaker]) && tidy(text) == tidy(head[c.text]) {
			continue // the names of the columns again, at the top of a page
		}
		if speaker == "" {
			if speaker = last; speaker != "" {
				above = append(above, row.number)
			}
		}
		last = speaker
		start, isDate, ok1 := cellTime(at(row.cells, c.start), c.milliseconds)
		end, _, ok2 := cellTime(at(row.cells, c.end), c.milliseconds)
		if !ok1 || !ok2 {
			if len(odd) == 0 {
				oddTime = at(row.cells, c.start)
				if ok1 {
					oddTime = at(row.cells, c.end)
				}
			}
			odd = append(odd, row.number)
		}
		// Times of day are counted from the first.
		if isDate && !dated {
			dated, zero = true, start
		}
		if dated && start >= 0 {
			start = max(0, start-zero)
		}
		if dated && end >= 0 {
			end = max(0, end-zero)
		}
		if start < 0 {
			end = -1
		}
		out = append(out, speech{strings.Trim(speaker, ": "), text, start, end, row.number})
	}
	r.counted(finding.Note, "speaker-above", above, "", "", "these rows name no speaker, and were given to the speaker of the row above", "Write the speaker in, if it is somebody else.")
	r.counted(finding.Warning, "bad-times", odd, oddTime, "times such as 00:01:02.5, or seconds", "the time in this row cannot be read; its words are kept", "Correct it if the times of this part matter.")
	return out, true
}

// at gives a cell; "" where the row is shorter or the column is none.
func at(cells []string, column int) string {
	if column < 0 || column >= len(cells) {
		return ""
	}
	return cells[column]
}

// cellTime reads the time in a cell: 1:02, 00:01:02.5, a number of seconds (or
// milliseconds), or a date and a time, which count from 1970. It gives -1 for a
// blank cell, and false for any other that it cannot read.
func cellTime(s string, inMilliseconds bool) (ms int, dated, ok bool) {
	s = strings.Trim(strings.TrimSpace(s), "[]()")
	if s == "" {
		return -1, false, true
	}
	if timeAlonePattern.MatchString(s) {
		t := clockTime(s)
		return t, false, t >= 0
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil && x >= 0 && x < 1e12 {
		if !inMilliseconds {
			x *= 1000
		}
		return int(x + 0.5), false, true
	}
	for _, form := range []string{"2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(form, s); err == nil {
			return int(t.UnixMilli()), true, true
		}
	}
	return -1, false, false
}

// guess finds the columns of a table that does not name them.
func (r *reader) guess(rows []row) (columns, bool) {
	type about struct {
		full, size, names, times int
		distinct                 map[string]bool
	}
	var all []about
	for _, row := range rows {
		for i, cell := range row.cells[:min(len(row.cells), mostWordColumns)] {
			if i == len(all) {
				all = append(all, about{distinct: map[string]bool{}})
			}
			cell = strings.TrimSpace(cell)
			if cell == "" {
				continue
			}
			a := &all[i]
			a.full++
			a.size += len(cell)
			if len(cell) > 200 {
				continue
			}
			if timeAlonePattern.MatchString(cell) {
				a.times++
			} else if name := strings.TrimRight(cell, ": "); nameShaped(name) || r.cast.listed(name) {
				a.names++
				a.distinct[r.cast.key(name)] = true
			}
		}
	}
	c := columns{-1, -1, -1, -1, false}
	for i, a := range all {
		if c.text < 0 || a.size > all[c.text].size {
			c.text = i
		}
	}
	if c.text < 0 || all[c.text].full < 2 {
		return c, false
	}
	for i, a := range all {
		switch {
		case i == c.text:
		case 10*a.times >= 9*a.full && a.times > 0 && c.start < 0:
			c.start = i
		case 10*a.times >= 9*a.full && a.times > 0 && c.end < 0:
			c.end = i
		case c.speaker < 0 && 2*a.full >= all[c.text].full && 10*a.names >= 9*a.full && 3*len(a.distinct) <= 2*a.full:
			c.speaker = i
		}
	}
	return c, c.speaker >= 0
}
