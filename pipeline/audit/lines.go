package audit

import (
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"
)

// passage is a piece of text that knows where each part of it stands.
type passage struct {
	text  string
	marks []mark
	row   bool // a row of a table, by how the file is made
}

// mark says where the byte at an offset stands in the file.
type mark struct {
	offset int
	Spot
}

// markEvery is how many bytes may lie between two marks, so that finding a place
// in a very long line stays cheap.
const markEvery = 256

// spot gives the place of an offset.
func (p *passage) spot(offset int) Spot {
	i := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].offset > offset }) - 1
	if i < 0 {
		return Spot{}
	}
	m := p.marks[i]
	return Spot{m.Line, m.Column + utf8.RuneCountInString(p.text[m.offset:min(offset, len(p.text))])}
}

// add puts more text at the end, which stands at a place.
func (p *passage) add(text string, at Spot) {
	for len(text) > 0 {
		n := min(len(text), markEvery)
		for n < len(text) && !utf8.RuneStart(text[n]) {
			n++
		}
		p.marks = append(p.marks, mark{len(p.text), at})
		p.text += text[:n]
		at.Column += utf8.RuneCountInString(text[:n])
		text = text[n:]
	}
}

// slice gives a part of it.
func (p *passage) slice(from, to int) passage {
	var out passage
	first := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].offset > from })
	for at := from; at < to; {
		end := to
		if first < len(p.marks) {
			end = min(to, p.marks[first].offset)
		}
		out.add(p.text[at:end], p.spot(at))
		at, first = end, first+1
	}
	return out
}

// joined puts one after the other with a space between.
func (p *passage) join(more passage) {
	if p.text != "" {
		p.text += " "
	}
	for _, m := range more.marks {
		p.marks = append(p.marks, mark{m.offset + len(p.text), m.Spot})
	}
	p.text += more.text
}

// mostLine is the longest line that is kept whole; longer ones are cut at a space.
const mostLine = 8000

// textLines gives the lines of a text.
func textLines(text string) []passage {
	var out []passage
	line := 0
	for s := range strings.SplitSeq(text, "\n") {
		line++
		at := Spot{line, 1}
		for len(s) > mostLine {
			cut := strings.LastIndexByte(s[:mostLine], ' ') + 1
			if cut == 0 {
				cut = mostLine
				for !utf8.RuneStart(s[cut]) {
					cut--
				}
			}
			var p passage
			p.add(s[:cut], at)
			out = append(out, p)
			at.Column += utf8.RuneCountInString(s[:cut])
			s = s[cut:]
		}
		p := passage{row: strings.HasPrefix(strings.TrimLeft(s, " "), "|")} // Markdown
		p.add(s, at)
		out = append(out, p)
	}
	return out
}

var (
	middleDot    = regexp.MustCompile(`\d([·∙⋅])\d`)
	decimalComma = regexp.MustCompile(`\d(,)\d{1,2}\s?%`)
	afterEquals  = regexp.MustCompile(`=\s*\d{1,9}$`)
	thinSpace    = regexp.MustCompile("(?:^|[^\\d])\\d{1,3}([\u2009\u202f\u00a0])\\d{3}(?:[^\\d]|$)")
)

// plainNumbers writes the numbers of a line with a point before the decimals and
// commas between thousands; other ways are 42·9, 42,9% and 12 480 with a narrow
// space. Places stay what they are.
func plainNumbers(p passage) passage {
	if !strings.ContainsAny(p.text, "·∙⋅,\u2009\u202f\u00a0") {
		return p
	}
	for _, c := range []struct {
		re *regexp.Regexp
		to string
	}{{middleDot, "."}, {decimalComma, "."}, {thinSpace, ","}} {
		found := c.re.FindAllStringSubmatchIndex(p.text, -1)
		if found == nil {
			continue
		}
		out, from := passage{row: p.row}, 0
		for _, m := range found {
			if afterEquals.MatchString(p.text[max(0, m[0]-12) : m[0]+1]) {
				continue // "n=24,44%" is two numbers
			}
			out.append(p.slice(from, m[2]))
			out.add(c.to, p.spot(m[2]))
			from = m[3]
		}
		out.append(p.slice(from, len(p.text)))
		p = out
	}
	return p
}

// append puts one right after the other.
func (p *passage) append(more passage) {
	for _, m := range more.marks {
		p.marks = append(p.marks, mark{m.offset + len(p.text), m.Spot})
	}
	p.text += more.text
}
