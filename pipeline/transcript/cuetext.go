package transcript

import (
	"html"
	"strings"
)

// Voice is a piece of a cue's text that one person said.
type Voice struct {
	// Name is who said it, as a <v Name> tag gives it; "" where none does.
	Name string
	// Text is what was said, without tags and with character references
	// resolved; lines are divided by "\n".
	Text string
}

// cueText is what the text of a cue holds.
type cueText struct {
	voices []Voice
	// open is the name of the last <v> that is not closed within the cue; closes
	// is true where a </v> closes none of this cue's own.
	open   string
	closes bool
	// before is how many of the voices stand before that </v>.
	before int
}

// Voices gives the pieces of a cue's text by who said them, by the rules of the
// WebVTT specification (section 6.4) for tags and character references. All
// tags but <v> are stripped. A <v> within a <v> is the inner one's voice; any
// </v> closes the innermost, even where another tag is still open.
//
// Strict follows the specification to the letter, where a lone "<" swallows
// what comes after it. Otherwise a "<" that begins no tag is a character like
// any other, so that no words are lost.
func Voices(text string, strict bool) []Voice { return parseCueText(text, strict).voices }

func parseCueText(text string, strict bool) cueText {
	var out cueText
	var names []string // the voices open, the innermost last
	fresh := true      // a voice began or ended since the last words
	add := func(raw string) {
		if raw == "" {
			return
		}
		said := html.UnescapeString(raw)
		name := ""
		if len(names) > 0 {
			name = names[len(names)-1]
		}
		if fresh || len(out.voices) == 0 {
			out.voices = append(out.voices, Voice{name, said})
			fresh = false
			return
		}
		out.voices[len(out.voices)-1].Text += said
	}
	plain := 0 // where the words not yet added begin
	for i := 0; i < len(text); {
		if text[i] != '<' || (!strict && !isTag(text[i:])) {
			i++
			continue
		}
		add(text[plain:i])
		inside, after := text[i+1:], len(text)
		if end := strings.IndexByte(inside, '>'); end >= 0 {
			inside, after = inside[:end], i+1+end+1
		}
		i, plain = after, after
		switch name, annotation := tag(inside); name {
		case "v":
			names, fresh = append(names, annotation), true
		case "/v":
			fresh = true
			if len(names) > 0 {
				names = names[:len(names)-1]
			} else if !out.closes {
				out.closes, out.before = true, len(out.voices)
			}
		}
	}
	add(text[plain:])
	if len(names) > 0 {
		out.open = names[len(names)-1]
	}
	return out
}

// tag gives the name of a tag and, for a start tag, its annotation with runs of
// space as one space. The classes between them are left out.
func tag(inside string) (name, annotation string) {
	n := strings.IndexAny(inside, " \t\n\f")
	if n < 0 {
		n = len(inside)
	}
	name, annotation = inside[:n], inside[n:]
	if !strings.HasPrefix(name, "/") {
		name = tagName(name)
	}
	return name, strings.Join(strings.Fields(html.UnescapeString(annotation)), " ")
}

// tagName gives what stands before the classes and the annotation of a start tag.
func tagName(inside string) string {
	if n := strings.IndexAny(inside, ". \t\n\f"); n >= 0 {
		return inside[:n]
	}
	return inside
}

// isTag tells whether s, which begins with "<", begins a tag that is closed: one
// of the specification's, a timestamp, or any other that looks like one.
func isTag(s string) bool {
	if len(s) < 3 {
		return false
	}
	end := strings.IndexAny(s[1:], "<>")
	if end <= 0 || s[1+end] != '>' {
		return false
	}
	switch c := s[1 : 1+end]; {
	case c[0] == '/':
		return true
	case c[0] >= '0' && c[0] <= '9':
		return strings.Trim(c, "0123456789:.") == ""
	case standard[tagName(c)]:
		return true
	default:
		// Such as <font color="red"> or <laughs>, but not "x <y and z> 9".
		name := tagName(c)
		return strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-") == "" &&
			(name == c || strings.Contains(c, "="))
	}
}

// standard holds the names of the specification's tags.
var standard = map[string]bool{"c": true, "i": true, "b": true, "u": true, "ruby": true, "rt": true, "v": true, "lang": true}
