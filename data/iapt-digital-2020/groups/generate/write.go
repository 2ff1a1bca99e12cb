package main

import (
	"bytes"
	"fmt"
	"strings"
)

// escape makes words safe as WebVTT cue text, where & and < begin something
// (W3C WebVTT, section 3.3).
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// zoom writes WebVTT in which the speaker's name begins the text of each cue.
func zoom(cues []cue) []byte {
	return webvtt(cues, func(c cue) string { return c.speaker + ": " + escape.Replace(c.text) })
}

// voices writes WebVTT in which a voice span names the speaker of each cue.
func voices(cues []cue) []byte {
	return webvtt(cues, func(c cue) string { return "<v " + c.speaker + ">" + escape.Replace(c.text) + "</v>" })
}

func webvtt(cues []cue, text func(cue) string) []byte {
	var b bytes.Buffer
	b.WriteString("WEBVTT\n")
	for i, c := range cues {
		fmt.Fprintf(&b, "\n%d\n%s --> %s\n%s\n", i+1, stamp(c.start), stamp(c.end), text(c))
	}
	return b.Bytes()
}

// labelled writes plain text: a line for each speech, with the time at which it
// begins in whole seconds and the speaker's name.
func labelled(cues []cue) []byte {
	var b bytes.Buffer
	for i, c := range cues {
		if c.first {
			if i > 0 {
				b.WriteByte('\n')
			}
			whole, _, _ := strings.Cut(stamp(c.start), ".")
			fmt.Fprintf(&b, "[%s] %s:", whole, c.speaker)
		}
		b.WriteString(" " + c.text)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// stamp writes milliseconds as WebVTT times are written, 01:02:03.456.
func stamp(ms int) string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}
