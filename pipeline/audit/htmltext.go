package audit

import (
	"html"
	"strings"
	"unicode/utf8"
)

// endsLine are the elements after which a reader sees a new line.
var endsLine = map[string]bool{
	"p": true, "div": true, "tr": true, "table": true, "caption": true, "li": true, "ul": true, "ol": true, "br": true, "section": true,
	"article": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "blockquote": true, "figcaption": true, "dd": true, "dt": true,
}

// hidden are the elements whose content is passed over: no reader sees it, it is a
// picture, or it is the mark of a note, which would read as a part of the number
// before it.
var hidden = map[string]bool{"sup": true, "svg": true, "script": true, "style": true, "template": true, "noscript": true, "title": true}

// htmlLines gives the text of a page as lines: a row of a table is one line, and
// so is a paragraph. Damaged markup is read as far as it goes.
func htmlLines(text string) []passage {
	h := &htmlReader{text: text, line: 1, column: 1, close: -1}
	for h.pos < len(text) {
		if text[h.pos] == '<' && h.tag() {
			continue
		}
		end := strings.IndexByte(text[h.pos+1:], '<')
		if end < 0 {
			end = len(text)
		} else {
			end += h.pos + 1
		}
		h.words(text[h.pos:end])
	}
	h.end()
	return h.out
}

type htmlReader struct {
	text         string
	pos          int
	close        int // the next ">"
	line, column int
	current      passage
	out          []passage
}

// move goes on to a place, counting lines.
func (h *htmlReader) move(to int) {
	s := h.text[h.pos:to]
	if n := strings.Count(s, "\n"); n > 0 {
		h.line += n
		h.column = 1 + utf8.RuneCountInString(s[strings.LastIndexByte(s, '\n')+1:])
	} else {
		h.column += utf8.RuneCountInString(s)
	}
	h.pos = to
}

// tag passes over a tag or a comment; false means that there is none here.
func (h *htmlReader) tag() bool {
	rest := h.text[h.pos:]
	if strings.HasPrefix(rest, "<!--") {
		end := strings.Index(rest, "-->")
		if end < 0 {
			end = len(rest) - 3
		}
		h.move(h.pos + max(end+3, 4))
		return true
	}
	name := strings.TrimPrefix(rest[1:min(len(rest), 40)], "/")
	n := 0
	for n < len(name) && (name[n] >= 'a' && name[n] <= 'z' || name[n] >= 'A' && name[n] <= 'Z' || name[n] >= '0' && name[n] <= '9') {
		n++
	}
	if n == 0 && !strings.HasPrefix(rest, "<!") && !strings.HasPrefix(rest, "<?") {
		return false
	}
	name = strings.ToLower(name[:n])
	if h.close < h.pos {
		// The next ">" is looked for once, however many "<" stand before it.
		if at := strings.IndexByte(rest, '>'); at >= 0 {
			h.close = h.pos + at
		} else {
			h.close = len(h.text)
		}
	}
	end := h.close - h.pos
	if h.close == len(h.text) || end > 10_000 {
		return false
	}
	opening := rest[1] != '/'
	h.move(h.pos + end + 1)
	switch {
	case endsLine[name]:
		h.end()
	case name == "td" || name == "th":
		h.current.row = true
		h.current.add("\t", Spot{h.line, h.column}) // ends a cell, for cellsOf
	case hidden[name] && opening:
		// Everything up to its end tag is passed over.
		h.skip(name)
	}
	return true
}

// skip goes to the end tag of a hidden element, or to the end of the page.
func (h *htmlReader) skip(name string) {
	for at := h.pos; ; {
		next := strings.Index(h.text[at:], "</")
		if next < 0 {
			h.move(len(h.text))
			return
		}
		at += next + 2
		if len(h.text)-at >= len(name) && strings.EqualFold(h.text[at:at+len(name)], name) {
			h.move(at - 2)
			return
		}
	}
}

// words adds text, whose line breaks are spaces on the page.
func (h *htmlReader) words(s string) {
	from := h.pos
	for part := range strings.SplitAfterSeq(s, "\n") {
		at := Spot{h.line, h.column}
		// Characters written as "&amp;" are one on the page; the place after them is
		// that of the page's text.
		h.current.add(strings.ReplaceAll(html.UnescapeString(part), "\n", " "), at)
		from += len(part)
		h.move(from)
		if len(h.current.text) > mostLine {
			h.end()
		}
	}
}

func (h *htmlReader) end() {
	if strings.TrimSpace(h.current.text) != "" {
		h.out = append(h.out, h.current)
	}
	h.current = passage{}
}
