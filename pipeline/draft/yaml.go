package draft

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"concord/pipeline/study"
)

// YAML gives the draft as the text of consultation.yaml, with a comment at each
// place where a person has to decide or should look.
func (d *Draft) YAML() []byte {
	w := &writer{}
	w.comment(0, "A draft that `concord new` made. Wherever a line begins with #, it asks or tells something:",
		"read it, put right what is below it, and take the line out. `concord check` says what is wrong.")
	title := d.Title
	if strings.TrimSpace(title) == "" {
		title = "Our consultation"
	}
	w.comment(0, "What shall the report be called?")
	w.line(0, "title: "+scalar(title))
	w.comment(0, "Who asked whom, when and how? One paragraph, for the report.", "about: >-", "  ...")
	w.blank()
	if d.Framework.ID != "" {
		f := "framework: {id: " + inList(d.Framework.ID)
		if d.Framework.Version != "" {
			f += ", version: " + inList(d.Framework.Version)
		}
		w.line(0, f+"}")
	} else {
		w.comment(0, "Which framework was it about? `concord framework list` shows those that come with concord.", "framework: {id: ..., version: ...}")
	}
	if d.Survey.File != "" {
		w.blank()
		d.survey(w)
	}
	if d.Groups != nil {
		w.blank()
		d.groups(w)
	}
	if len(d.Scales) > 0 {
		w.blank()
		w.comment(0, "Lists of answers that several questions share. Is each in the right order?")
		w.line(0, "scales:")
		for _, s := range d.Scales {
			w.line(1, scalar(s.Name)+":")
			w.options(2, s.Options)
		}
	}
	w.blank()
	w.comment(0, "The codebook of themes, when there is one: see docs/codebook.md.", "codebook: codebook.yaml", "Counts from 1 to 4 can be hidden, so that nobody is known by them.", "suppression: {below: 5}")
	return []byte(w.String())
}

func (d *Draft) survey(w *writer) {
	s := &d.Survey
	w.line(0, "survey:")
	w.line(1, "file: "+scalar(s.File))
	w.key(1, "dialect", s.Dialect)
	w.key(1, "sheet", s.Sheet)
	if s.Sheet == "" {
		w.key(1, "encoding", s.Encoding)
		w.key(1, "delimiter", s.Delimiter)
	}
	w.key(1, "respondent", s.Respondent)
	w.key(1, "weight", s.Weight)
	w.comment(1, d.Ask...)
	if len(s.Missing) > 0 {
		w.line(1, "missing: "+flow(s.Missing))
	}
	if len(d.Left) > 0 {
		w.comment(1, "These columns are left out. What is marked as personal tells, or may tell, who people are: leave it out",
			"unless you need it and may use it.")
		w.line(1, "ignore:")
		for _, l := range d.Left {
			w.line(2, "- "+scalar(l.Column)+" # "+l.Why)
		}
	}
	w.line(1, "questions:")
	for i := range d.Questions {
		w.question(&d.Questions[i])
		if i+1 < len(d.Questions) {
			w.blank()
		}
	}
}

// question writes one question.
func (w *writer) question(q *Question) {
	if q.order != "" && q.Scale == "" {
		w.comment(2, q.order)
	}
	w.comment(2, q.Ask...)
	w.line(2, "- id: "+scalar(q.ID))
	own := len(q.Options) > 0 && q.Options[0].Column != ""
	if q.Column != "" && q.Column != q.ID && !own {
		w.line(3, "column: "+scalar(q.Column))
	}
	if q.Wording != "" {
		w.line(3, "wording: "+scalar(cut(q.Wording, longestWording)))
	} else {
		w.line(3, "# wording: \"\"")
	}
	w.key(3, "label", q.Label)
	w.line(3, "kind: "+string(q.Kind))
	if q.About != "" {
		w.line(3, "about: "+string(q.About))
	}
	w.key(3, "domain", q.Domain)
	w.key(3, "scale", q.Scale)
	if len(q.Options) > 0 {
		w.line(3, "options:")
		w.options(4, q.Options)
	}
	w.key(3, "other", q.Other)
	w.key(3, "other_column", q.OtherColumn)
	w.key(3, "separator", q.Separator)
	if len(q.Agree) > 0 {
		w.line(3, "agree: "+flow(q.Agree))
	}
	if len(q.Missing) > 0 {
		w.line(3, "missing: "+flow(q.Missing))
	}
	w.key(3, "base", string(q.Base))
	w.key(3, "asked", q.Asked)
	if q.Filter != "" && q.Asked == "" {
		w.comment(3, "Only these people answered. If only they were asked, take the # off the next line:")
		w.line(3, "# asked: "+scalar(q.Filter))
	}
}

// longestWording is how much of a question's wording is written, in letters.
const longestWording = 1000

// writer writes lines.
type writer struct{ strings.Builder }

func (w *writer) blank() { w.WriteByte('\n') }

func (w *writer) line(depth int, text string) {
	w.WriteString(strings.Repeat("  ", depth))
	w.WriteString(text)
	w.WriteByte('\n')
}

// comment writes sentences, each on lines of its own of at most 110 letters or so.
func (w *writer) comment(depth int, sentences ...string) {
	const most = 108
	for _, s := range sentences {
		line := ""
		indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
		for _, word := range strings.Fields(oneLine(s)) {
			if line != "" && len(line)+len(word) >= most {
				w.line(depth, "# "+indent+line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		if line != "" {
			w.line(depth, "# "+indent+line)
		}
	}
}

// oneLine makes spaces of all that could end a comment's line, and takes out what
// no text file should have.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\u2028', r == '\u2029', r == '\u0085':
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r == unicode.ReplacementChar, r >= 0xfffe && r <= 0xffff:
			return '?'
		}
		return r
	}, s)
}

func (w *writer) key(depth int, key, value string) {
	if value != "" {
		w.line(depth, key+": "+scalar(value))
	}
}

func (w *writer) options(depth int, options study.Options) {
	for _, o := range options {
		if o.Code == "" && len(o.Also) == 0 && o.Column == "" {
			w.line(depth, "- "+scalar(o.Label))
			continue
		}
		parts := []string{"label: " + inList(o.Label)}
		if o.Code != "" {
			parts = append(parts, "code: "+inList(o.Code))
		}
		if len(o.Also) > 0 {
			parts = append(parts, "also: "+flow(o.Also))
		}
		if o.Column != "" {
			parts = append(parts, "column: "+inList(o.Column))
		}
		if len(o.Ticked) > 0 {
			parts = append(parts, "ticked: "+flow(o.Ticked))
		}
		if len(o.Unticked) > 0 {
			parts = append(parts, "unticked: "+flow(o.Unticked))
		}
		w.line(depth, "- {"+strings.Join(parts, ", ")+"}")
	}
}

// flow writes a list in square brackets.
func flow(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = inList(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

var (
	// plainScalar is text that means itself in YAML without quotation marks,
	// wherever it stands outside of brackets; plainInList also within them.
	plainScalar = regexp.MustCompile(`^[A-Za-z£$€][A-Za-z0-9 _./+£$€%()'"?!;,=&*<>-]*$`)
	plainInList = regexp.MustCompile(`^[A-Za-z£$€][A-Za-z0-9 _./+£$€%()?!;=&*<>-]*$`)
	// otherValues are words that YAML, in one version or another, takes for
	// something else than text.
	otherValues = regexp.MustCompile(`(?i)^(?:yes|no|on|off|true|false|null|y|n|~|none|nan|inf)$`)
)

// scalar writes a value, in quotation marks unless it means itself without them.
func scalar(s string) string {
	if plainScalar.MatchString(s) && isPlain(s) {
		return s
	}
	return quoted(s)
}

// inList is scalar within brackets.
func inList(s string) string {
	if plainInList.MatchString(s) && isPlain(s) {
		return s
	}
	return quoted(s)
}

func isPlain(s string) bool {
	return !otherValues.MatchString(s) && !strings.HasSuffix(s, " ") && !strings.Contains(s, " #") && !strings.Contains(s, "  ") && len(s) < 400
}

// quoted writes a value in double quotation marks.
func quoted(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0xa0 || r == 0xfeff || r == 0x2028 || r == 0x2029 || r >= 0xfffe && r <= 0xffff:
			fmt.Fprintf(&out, `\u%04x`, r)
		case r > 0xffff && !unicode.IsPrint(r):
			fmt.Fprintf(&out, `\U%08x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
