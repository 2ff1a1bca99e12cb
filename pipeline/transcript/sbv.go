package transcript

import (
	"regexp"
	"strings"
)

// sbvTimes is the line of times in a YouTube captions file.
var sbvTimes = regexp.MustCompile(`^\s*(\d{1,3}):(\d{2}):(\d{2})\.(\d{3}),(\d{1,3}):(\d{2}):(\d{2})\.(\d{3})\s*$`)

// sbvCues gives the cues of a YouTube captions file (.sbv): a line of two times
// with a comma between, then the words, up to the next line of times. Words
// before the first time are left out, as there is nobody to say them.
func sbvCues(text string) []Cue {
	var out []Cue
	var words []string
	settle := func() {
		if n := len(out); n > 0 {
			out[n-1].Text = strings.TrimSpace(strings.Join(words, "\n"))
		}
		words = nil
	}
	for i, line := range strings.Split(text, "\n") {
		m := sbvTimes.FindStringSubmatch(line)
		if m == nil {
			words = append(words, line)
			continue
		}
		settle()
		start, ok1 := milliseconds(m[1], m[2], m[3], m[4])
		end, ok2 := milliseconds(m[5], m[6], m[7], m[8])
		if !ok1 || !ok2 {
			start, end = -1, -1
		}
		out = append(out, Cue{Start: start, End: end, Line: i + 1})
	}
	settle()
	return out
}
