package transcript

import "strings"

// Cue is one block of a WebVTT file: some words with the time at which they
// were said.
type Cue struct {
	// ID is the line before the times; "" for none.
	ID string
	// Start and End are milliseconds from the start of the recording. A file
	// can say that a cue ends before it starts.
	Start, End int
	// Line is the line of the file on which the cue's times stand.
	Line int
	// Text is the cue's text as written, with its tags; lines are divided by "\n".
	Text string
	// loose is true where the times are written otherwise than WebVTT has them.
	loose bool
}

// Trouble is a place in a WebVTT file that is not as the specification has it.
type Trouble struct {
	Kind TroubleKind
	Line int
	// Text is the first line concerned.
	Text string
}

// TroubleKind says what is the matter with a place in a WebVTT file.
type TroubleKind string

const (
	// NoSignature: the file does not begin with WEBVTT.
	NoSignature TroubleKind = "no-signature"
	// BadTiming: a line with an arrow has no two times; its block is left out.
	BadTiming TroubleKind = "bad-timing"
	// LooseTiming: the times are written otherwise than the specification has
	// them, but can be understood.
	LooseTiming TroubleKind = "loose-timing"
	// Untimed: words without a time; they are kept with the cue before them.
	Untimed TroubleKind = "untimed"
	// Unplaced: words without a time and without a cue before them, left out.
	Unplaced TroubleKind = "unplaced"
)

// Cues gives the cues of a WebVTT file, whose lines end in "\n", by the parsing
// rules of the W3C's specification (section 6.1). Strict leaves out whatever
// those rules leave out. Otherwise Cues keeps what meeting tools are known to
// write: a file without the first line, times without leading zeros or with a
// decimal comma, a blank line within a cue.
func Cues(text string, strict bool) ([]Cue, []Trouble) {
	p := cueParser{lines: strings.Split(text, "\n"), strict: strict}
	if signature(p.lines[0]) {
		p.at = 1
		if p.at < len(p.lines) && p.lines[p.at] != "" {
			p.block(true)
		}
	} else {
		p.trouble = append(p.trouble, Trouble{NoSignature, 1, p.lines[0]})
		if strict {
			return nil, p.trouble
		}
	}
	for p.at < len(p.lines) {
		if p.lines[p.at] == "" {
			p.at++
			continue
		}
		p.block(false)
	}
	p.settle()
	return p.cues, p.trouble
}

// settle puts the words without a time to the cue before them.
func (p *cueParser) settle() {
	if len(p.more) > 0 {
		last := &p.cues[len(p.cues)-1]
		last.Text = strings.Join(append([]string{last.Text}, p.more...), "\n")
		p.more = nil
	}
}

// signature tells whether a line is the first of a WebVTT file.
func signature(line string) bool {
	rest, ok := strings.CutPrefix(line, "WEBVTT")
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

type cueParser struct {
	lines   []string
	at      int // the next line, counted from 0
	strict  bool
	cues    []Cue
	trouble []Trouble
	// more holds blocks of words without a time, to be put to the last cue.
	more []string
}

// block reads lines up to a blank one, or up to an arrow that begins another
// cue. Within the header no arrow can stand.
func (p *cueParser) block(header bool) {
	first := p.at
	var buffer []string
	var cue *Cue
	arrow := false
	for n := 1; p.at < len(p.lines); n++ {
		line := p.lines[p.at]
		if line == "" {
			break
		}
		if strings.Contains(line, "-->") {
			if header || arrow || n > 2 {
				break
			}
			arrow = true
			start, end, ok := timings(line)
			loose := !ok
			if !ok && !p.strict {
				if start, end, ok = looseTimings(line); ok {
					p.trouble = append(p.trouble, Trouble{LooseTiming, p.at + 1, line})
				}
			}
			if ok {
				cue = &Cue{ID: strings.Join(buffer, "\n"), Start: start, End: end, Line: p.at + 1, loose: loose}
				buffer = nil
			} else {
				p.trouble = append(p.trouble, Trouble{BadTiming, p.at + 1, line})
			}
		} else {
			buffer = append(buffer, line)
		}
		p.at++
	}
	words := strings.Join(buffer, "\n")
	switch {
	case cue != nil:
		p.settle()
		cue.Text = words
		p.cues = append(p.cues, *cue)
	case header || arrow || p.strict || aside(buffer):
	case len(p.cues) > 0:
		p.trouble = append(p.trouble, Trouble{Untimed, first + 1, buffer[0]})
		p.more = append(p.more, words)
	default:
		p.trouble = append(p.trouble, Trouble{Unplaced, first + 1, buffer[0]})
	}
}

// aside tells whether a block without times is a comment, a style sheet, a
// region, a number without its cue or nothing, none of which anyone said.
func aside(lines []string) bool {
	if len(lines) == 0 {
		return true
	}
	first, _, _ := strings.Cut(strings.ReplaceAll(lines[0], "\t", " "), " ")
	if first == "NOTE" || strings.TrimSpace(lines[0]) == "STYLE" || strings.TrimSpace(lines[0]) == "REGION" {
		return true
	}
	return strings.Trim(strings.Join(lines, ""), " \t\f0123456789") == ""
}
