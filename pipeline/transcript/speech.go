package transcript

import (
	"fmt"
	"strings"
)

// speech is a piece of talk as one format or the other gives it, before pieces
// of one speaker are joined into turns.
type speech struct {
	speaker string // as the file writes it; "" where it does not say
	text    string
	// start and end are milliseconds, -1 where the file gives none; end alone is
	// -1 where the file says only when people began to speak.
	start, end int
	line       int
}

// longestPause is how long one person may be silent, in milliseconds, before
// what they say next is a turn of its own.
const longestPause = 30_000

// turns joins the speeches of one speaker that follow each other, and says of
// each turn whose it is.
func (r *reader) turns(speeches []speech) []Turn {
	var out []Turn
	var parts [][]string // the words of each turn, joined once at the end
	ends := false        // the file says when people stopped speaking
	last := ""           // the key of the last turn's speaker
	for _, s := range speeches {
		words := strings.Fields(s.text)
		if len(words) == 0 {
			continue
		}
		ends = ends || s.end >= 0
		k := r.cast.key(s.speaker)
		if nobody[k] && !r.cast.listed(s.speaker) {
			k, s.speaker = "", ""
		}
		if n := len(out) - 1; n >= 0 && last == k && !longPause(out[n], s) {
			out[n].End = max(out[n].End, s.end)
			parts[n] = append(parts[n], words...)
			continue
		}
		last = k
		out = append(out, Turn{
			Group: r.t.ID, Speaker: tidy(s.speaker),
			Start: s.start, End: max(s.end, s.start), Line: s.line,
		})
		parts = append(parts, words)
	}
	r.cast.meet(out)
	for i := range out {
		out[i].ID = fmt.Sprintf("%s/T%03d", r.t.ID, i+1)
		out[i].Text = strings.Join(parts[i], " ")
		out[i].Person, out[i].Moderator = r.cast.who(out[i].Speaker)
	}
	if !ends {
		lastUntilNext(out)
	}
	return out
}

// longPause tells whether so long passed between a turn and what the same
// person says next that it is not one turn.
func longPause(t Turn, next speech) bool {
	return next.end >= 0 && t.End >= 0 && next.start-t.End > longestPause
}

// lastUntilNext lets every turn end where the next one with a time begins, for
// files that say only when people began to speak. The last turn's end is not
// known, and stays its start.
func lastUntilNext(turns []Turn) {
	next := -1
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Start < 0 {
			continue
		}
		turns[i].End = max(turns[i].Start, next)
		next = turns[i].Start
	}
}
