package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// cue is one caption: some words of a speech, and when they were said, in
// milliseconds from the start of the recording.
type cue struct {
	speaker    string
	text       string
	start, end int
	first      bool // the first caption of its speech
}

// timed says when everything was said, caption by caption.
func timed(r *rand.Rand, speeches []speech, g group) []cue {
	var out []cue
	now := 2000 + r.IntN(2000)
	for i, s := range speeches {
		parts := captions(s.text)
		for j, c := range parts {
			words := spoken(strings.Fields(c))
			length := int(float64(words) * 60000 / g.pace * (0.9 + 0.2*r.Float64()))
			length = max(length, 500)
			out = append(out, cue{speaker: s.speaker, text: c, start: now, end: now + length, first: j == 0})
			now += length
			if j+1 < len(parts) {
				now += breath(r, c)
			}
		}
		now += s.silence
		if i+1 < len(speeches) {
			now += handover(r, s, speeches[i+1], g)
		}
	}
	return out
}

// breath is the pause inside a speech after a caption, by how the caption ends.
func breath(r *rand.Rand, caption string) int {
	switch end := strings.TrimRight(caption, `"')`); {
	case strings.HasSuffix(end, "…"), strings.HasSuffix(end, "–"):
		return between(r, 700, 1600)
	case endsSentence(end):
		return between(r, 450, 1300)
	case strings.HasSuffix(end, ","):
		return between(r, 120, 420)
	}
	return between(r, 0, 150)
}

// handover is the pause from one speaker to the next: short before a listener's
// word or an interruption, longer where people think, or wait on a video call
// for somebody else to begin.
func handover(r *rand.Rand, from, to speech, g group) int {
	words := spoken(strings.Fields(to.text))
	switch {
	case strings.HasSuffix(from.text, "–"):
		return between(r, 60, 250)
	case strings.HasSuffix(from.text, "?") && from.speaker == g.moderator:
		return between(r, 1400, 4200)
	case words <= 4:
		return between(r, 250, 1100)
	case to.speaker == g.moderator:
		return between(r, 1000, 3000)
	}
	return between(r, 700, 2700)
}

func between(r *rand.Rand, low, high int) int { return low + r.IntN(high-low+1) }

// captionWords is the most words that one caption holds.
const captionWords = 14

// captions cuts a speech into captions: whole sentences where they are short,
// pieces of about one length, cut after a comma if one is near, where they
// are not.
func captions(text string) []string {
	var out, open []string
	flush := func() {
		if len(open) > 0 {
			out = append(out, strings.Join(open, " "))
			open = nil
		}
	}
	for _, sentence := range sentences(strings.Fields(text)) {
		if len(open)+len(sentence) > captionWords {
			flush()
		}
		if len(sentence) > captionWords {
			for _, piece := range pieces(sentence) {
				out = append(out, strings.Join(piece, " "))
			}
			continue
		}
		open = append(open, sentence...)
	}
	flush()
	return out
}

// sentences groups words by the sentence that they stand in.
func sentences(words []string) [][]string {
	var out [][]string
	start := 0
	for i, w := range words {
		if i+1 == len(words) || endsSentence(strings.TrimRight(w, `"')`)) {
			out = append(out, words[start:i+1])
			start = i + 1
		}
	}
	return out
}

func endsSentence(w string) bool {
	return strings.HasSuffix(w, ".") || strings.HasSuffix(w, "?") || strings.HasSuffix(w, "!")
}

// pieces cuts one sentence into the fewest captions that hold it.
func pieces(words []string) [][]string {
	var out [][]string
	for len(words) > captionWords {
		left := (len(words) + captionWords - 1) / captionWords
		aim := (len(words) + left - 1) / left
		cut := aim
		// A cut after a comma reads better, but the rest must still fit into
		// the captions that are left.
		for _, away := range []int{0, -1, 1, -2, 2, -3, 3} {
			at := aim + away
			if at >= 3 && at <= captionWords && len(words)-at <= (left-1)*captionWords && strings.HasSuffix(words[at-1], ",") {
				cut = at
				break
			}
		}
		out = append(out, words[:cut])
		words = words[cut:]
	}
	return append(out, words)
}

// spoken counts the words that are sounds, a dash alone not being one.
func spoken(words []string) int {
	n := 0
	for _, w := range words {
		if strings.IndexFunc(w, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) >= 0 {
			n++
		}
	}
	return n
}
