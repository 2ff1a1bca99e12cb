package study

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// Load reads the consultation in a folder (or the consultation file itself).
// The error says that there is none to read; what is wrong inside the file is
// in the findings, all of it at once.
func Load(path string) (*Study, []finding.Finding, error) {
	file := path
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("%s: there is no such folder; give the folder that holds %s", path, FileName)
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		file = filepath.Join(path, FileName)
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s: this folder has no %s; write one to make it a consultation (see docs/consultation.md)", path, FileName)
	}
	if err != nil {
		return nil, nil, err
	}
	s, findings := Read(file, data)
	s.Dir = filepath.Dir(file)
	return s, findings, nil
}

// Path gives the path of a file that the consultation names.
func (s *Study) Path(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(s.Dir, filepath.FromSlash(name))
}

// Read reads the text of a consultation file. Defaults are filled in: a
// question's column, base and options from its scale.
func Read(file string, data []byte) (*Study, []finding.Finding) {
	s := &Study{File: file, Dir: filepath.Dir(file)}
	findings := yamlfile.Decode(file, data, s)
	s.complete()
	if slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Kind == "not-yaml" || f.Kind == "empty-file" }) {
		return s, findings // nothing was read, so nothing more can be said of it
	}
	c := checker{study: s, file: file, findings: findings}
	c.all()
	finding.Sort(c.findings)
	return s, c.findings
}

// complete fills in what the file leaves to defaults.
func (s *Study) complete() {
	if s.Survey != nil {
		s.completeSource(s.Survey)
	}
	if s.Groups != nil {
		p := &s.Groups.Participants
		if p.Respondent == "" {
			p.Respondent = "participant"
		}
		if s.Groups.GroupColumn == "" {
			s.Groups.GroupColumn = "group"
		}
		if s.Groups.SpeakerColumn == "" {
			s.Groups.SpeakerColumn = "speaker"
		}
		s.completeSource(p)
	}
	if s.Rounding.Rule == "" {
		s.Rounding.Rule = HalfUp
	}
	if s.Interval.Method == "" {
		s.Interval.Method = Wilson
	}
	if s.Interval.Level == 0 && !s.Interval.Has("level") {
		s.Interval.Level = 95
	}
	if s.Amendments.MinPeople == 0 {
		s.Amendments.MinPeople = 2
	}
}

func (s *Study) completeSource(src *Source) {
	for i := range src.Questions {
		q := &src.Questions[i]
		if q.Column == "" && !q.hasOptionColumns() {
			q.Column = q.ID
		}
		if q.Kind == "" {
			q.Kind = Single
			if len(q.Options) == 0 && q.Scale == "" {
				q.Kind = Text
			}
		}
		if q.Scale != "" && len(q.Options) == 0 {
			q.Options = slices.Clone(s.Scales[q.Scale].Options)
		}
		if scale, ok := s.Scales[q.Scale]; ok && q.Kind.Closed() {
			if !q.Has("nets") {
				q.Nets = slices.Clone(scale.Nets)
			}
			if !q.Has("values") && q.Kind == Scale {
				q.Values = slices.Clone(scale.Values)
			}
		}
		if q.Base == "" {
			q.Base = Answered
		}
		if q.About == "" {
			// People's own words are comments unless the study says otherwise: none
			// must be passed over.
			q.About = OtherAbout
			if q.Kind == Text && s.Survey == src {
				q.About = Comment
			}
		}
		if q.Separator == "" {
			q.Separator = ","
		}
	}
}

func (q *Question) hasOptionColumns() bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Column != "" })
}

// Name is the question's short title: its label, or else its wording, or its id.
func (q *Question) Name() string {
	switch {
	case q.Label != "":
		return q.Label
	case q.Wording != "":
		return q.Wording
	}
	return q.ID
}

// Labels gives the labels of the options in order.
func (o Options) Labels() []string {
	out := make([]string, len(o))
	for i := range o {
		out[i] = o[i].Label
	}
	return out
}

// Index gives the place of the option that text names, by its label, its code
// or another way of writing it; -1 when none does.
func (o Options) Index(text string) int {
	want := Normal(text)
	for i := range o {
		if Normal(o[i].Label) == want || (o[i].Code != "" && Normal(o[i].Code) == want) {
			return i
		}
		for _, also := range o[i].Also {
			if Normal(also) == want {
				return i
			}
		}
	}
	return -1
}

// Normal brings a cell or a label to the form in which the two are compared:
// white space (no-break spaces too) trimmed at both ends and each run of it
// inside made one space. Letters keep their case.
func Normal(s string) string { return strings.Join(strings.Fields(s), " ") }

// Question gives the survey's question of that id.
func (s *Source) Question(id string) (*Question, bool) {
	if s == nil {
		return nil, false
	}
	for i := range s.Questions {
		if s.Questions[i].ID == id {
			return &s.Questions[i], true
		}
	}
	return nil, false
}

type checker struct {
	study    *Study
	file     string
	findings []finding.Finding
}

func (c *checker) report(p yamlfile.Pos, key, kind, found, expected, message, do string) {
	line, column := p.At(key)
	if line == 0 { // a part that the file does not give at all
		line, column = 1, 1
	}
	c.findings = append(c.findings, finding.Finding{
		Severity: finding.Error, Kind: kind, File: c.file, Line: line, Column: column,
		Found: found, Expected: expected, Message: message, Do: do,
	})
}

func (c *checker) all() {
	s := c.study
	if strings.TrimSpace(s.Title) == "" {
		c.report(s.Pos, "title", "no-title", "", "title: and the consultation's name", "the consultation has no title", "")
	}
	if s.Survey == nil && s.Groups == nil {
		c.report(s.Pos, "", "nothing-to-read", "", "survey: or groups:", "the consultation has neither a survey nor focus groups", "")
	}
	for _, name := range sortedKeys(s.Scales) {
		c.scale(s.Scales[name], "the scale "+name)
	}
	if s.Survey != nil {
		c.source(s.Survey, "survey")
	}
	if s.Groups != nil {
		c.groups(s.Groups)
	}
	c.subgroups()
	c.tables()
	if !slices.Contains(RoundingRules, s.Rounding.Rule) {
		c.report(s.Rounding.Pos, "rule", "unknown-word", string(s.Rounding.Rule), "", "there is no such rounding rule", finding.DidYouMean(string(s.Rounding.Rule), words(RoundingRules)))
	}
	if s.Rounding.Digits < 0 || s.Rounding.Digits > 4 {
		c.report(s.Rounding.Pos, "digits", "out-of-range", fmt.Sprint(s.Rounding.Digits), "0 to 4", "percentages cannot have so many digits", "")
	}
	c.interval()
	if s.Suppression.Below < 0 {
		c.report(s.Suppression.Pos, "below", "out-of-range", fmt.Sprint(s.Suppression.Below), "0 or more", "a count cannot be below 0", "")
	}
	c.suppression(s)
	if s.Amendments.MinPeople < 0 {
		c.report(s.Amendments.Pos, "min_people", "out-of-range", fmt.Sprint(s.Amendments.MinPeople), "1 or more", "this many people cannot ask for anything", "")
	}
	if p := s.Published; p != nil {
		if p.File == "" {
			c.report(p.Pos, "file", "no-file", "", "file: and a path", "published figures need a file", "")
		}
		if k := p.Columns; k != nil && (k.Column == "" || len(k.Row) == 0 || (k.Count == "" && k.Percent == "")) {
			c.report(k.Pos, "", "incomplete", "", "column, row, and count or percent", "these columns are not enough to find a printed figure's place", "")
		}
	}
	if f := s.Framework; f.ID == "" && (f.Version != "" || f.Line > 0) {
		c.report(f.Pos, "id", "no-framework", "", "id: and a framework's id", "the framework has no id", "`concord framework list` shows those that come with concord.")
	}
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

func (c *checker) id(p yamlfile.Pos, id, what string) {
	if !idForm.MatchString(id) {
		c.report(p, "id", "bad-id", id, "letters, digits, - and _, such as d1_comments", what+" needs an id in this form", "")
	}
}

// reserved are names that a question's table may not have, whatever the
// capitals: files and a table of concord's own have them.
var reserved = []string{"tables", "published", "agreement"}

func (c *checker) source(src *Source, what string) {
	if src.File == "" {
		c.report(src.Pos, "file", "no-file", "", "file: and the export's path", "the "+what+" has no file", "")
	}
	c.word(src.Pos, "dialect", src.Dialect, append([]string{""}, Dialects...)...)
	c.word(src.Pos, "encoding", src.Encoding, "", "utf-8", "utf-16", "windows-1252", "macintosh")
	if d := src.Delimiter; d != "" && d != "tab" && len([]rune(d)) != 1 {
		c.report(src.Pos, "delimiter", "bad-delimiter", d, "one character, or tab", "a delimiter is one character", "")
	}
	type use struct {
		id   string
		line int
	}
	seen := map[string]use{} // by the id in small letters, since file systems may not tell capitals apart
	for i := range src.Questions {
		q := &src.Questions[i]
		c.id(q.Pos, q.ID, "a question")
		line, _ := q.At("id")
		low := strings.ToLower(q.ID)
		if first, twice := seen[low]; twice && q.ID != "" {
			message := fmt.Sprintf("the question on line %d has this id too", first.line)
			if first.id != q.ID {
				message = fmt.Sprintf("the question on line %d has this id too, but for capitals (%s)", first.line, first.id)
			}
			c.report(q.Pos, "id", "id-twice", q.ID, "an id of its own", message, "")
		} else {
			seen[low] = use{q.ID, line}
		}
		if src == c.study.Survey && slices.Contains(reserved, low) {
			c.report(q.Pos, "id", "reserved-id", q.ID, "any other id", "concord keeps this name for a table or a file of its own", "Choose another id, such as "+q.ID+"_1.")
		}
		c.question(src, q)
	}
	if len(src.Questions) == 0 && c.study.Groups == nil || len(src.Questions) == 0 && src == c.study.Survey {
		c.report(src.Pos, "questions", "no-questions", "", "questions: and a list of them", "the "+what+" has no questions", "")
	}
	for i := range src.Questions {
		if q := &src.Questions[i]; q.Asked != "" {
			c.filter(q.Pos, "asked", q.Asked, src)
		}
	}
}

func (c *checker) word(p yamlfile.Pos, key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		shown := slices.DeleteFunc(slices.Clone(allowed), func(s string) bool { return s == "" })
		c.report(p, key, "unknown-word", value, "", fmt.Sprintf("%q cannot be this", key), finding.DidYouMean(value, shown))
	}
}

func (c *checker) question(src *Source, q *Question) {
	if !slices.Contains(Kinds, q.Kind) {
		c.report(q.Pos, "kind", "unknown-word", string(q.Kind), "", "there is no such kind of question", finding.DidYouMean(string(q.Kind), words(Kinds)))
		return
	}
	if !slices.Contains(Abouts, q.About) {
		c.report(q.Pos, "about", "unknown-word", string(q.About), "", "a question cannot be about this", finding.DidYouMean(string(q.About), words(Abouts)))
	}
	if !slices.Contains(BaseRules, q.Base) {
		c.report(q.Pos, "base", "unknown-word", string(q.Base), "", "there is no such base", finding.DidYouMean(string(q.Base), words(BaseRules)))
	}
	if q.Base == Mentions && q.Kind != Multi {
		c.report(q.Pos, "base", "base-and-kind", "mentions", "answered or asked", "only a multi question has mentions to count", "")
	}
	if q.About == Applicability && !q.Kind.Closed() {
		c.report(q.Pos, "about", "about-and-kind", string(q.Kind), "a kind with options: single, scale or multi", "agreement can be counted only where people choose among options", `People's own words on a domain are "about: comment".`)
	}
	if q.About == Applicability && q.Domain == "" {
		c.report(q.Pos, "domain", "no-domain", "", "domain: and its code in the framework", "a question about applicability must say of which domain", "")
	}
	if q.Scale != "" {
		if _, ok := c.study.Scales[q.Scale]; !ok {
			c.report(q.Pos, "scale", "unknown-scale", q.Scale, "", "no scale has this name", finding.DidYouMean(q.Scale, sortedKeys(c.study.Scales)))
		}
		if q.Has("options") {
			c.report(q.Pos, "options", "scale-and-options", "", "options or scale, not both", "this question has a scale and options of its own", "Take one of them out.")
		}
	}
	if !q.Kind.Closed() {
		for _, key := range []string{"options", "scale", "agree", "nets", "values", "other", "other_column"} {
			if q.Has(key) {
				c.report(q.Pos, key, "key-and-kind", key, "a kind with options: single, scale or multi", fmt.Sprintf("a %s question has no options", q.Kind), "")
			}
		}
		return
	}
	if len(q.Options) == 0 {
		if q.Scale == "" {
			c.report(q.Pos, "options", "no-options", "", "options: and the answers in order, or scale: and a name", fmt.Sprintf("a %s question needs its options", q.Kind), "")
		}
		return
	}
	if q.Has("options") {
		c.options(q.Options, "the question "+q.ID)
	}
	if q.hasOptionColumns() {
		if q.Kind != Multi {
			c.report(q.Pos, "options", "columns-and-kind", string(q.Kind), "multi", "options have columns of their own only in a multi question", "")
		}
		for _, o := range q.Options {
			if o.Column == "" {
				c.report(o.Pos, "", "no-column", o.Label, "column: and a header", "the other options of this question have columns of their own, this one has none", "")
			}
		}
	}
	c.named(q, "agree", q.Agree)
	if q.About == Applicability && len(q.Agree) == 0 {
		c.report(q.Pos, "agree", "no-agree", "", "agree: and the options that count as agreeing", "a question about applicability must say which answers agree", "")
	}
	if q.Has("nets") { // those of its scale are checked there
		c.nets(q.Nets, q.Options, "the question "+q.ID)
	}
	if q.Has("values") && q.Kind != Scale {
		c.report(q.Pos, "values", "key-and-kind", string(q.Kind), "kind: scale", "only the points of a scale can stand for numbers", "")
	} else if q.Has("values") {
		c.values(q.Pos, q.Values, q.Options, "the question "+q.ID)
	}
	if q.Other != "" && q.Options.Index(q.Other) < 0 {
		c.report(q.Pos, "other", "unknown-option", q.Other, "", "answers that are not listed are to be counted under an option that this question has not", finding.DidYouMean(q.Other, q.Options.Labels()))
	}
}

// scale checks a shared list of options and what is said of it.
func (c *checker) scale(s SharedScale, what string) {
	c.options(s.Options, what)
	if len(s.Options) == 0 {
		c.report(s.Pos, "options", "no-options", "", "options: and the answers in order", what+" needs its options", "")
		return
	}
	c.nets(s.Nets, s.Options, what)
	if s.Has("values") {
		c.values(s.Pos, s.Values, s.Options, what)
	}
}

func (c *checker) nets(nets []Net, options Options, what string) {
	for _, n := range nets {
		if n.Label == "" || len(n.Options) == 0 {
			c.report(n.Pos, "", "bad-net", n.Label, "label and options", "a net needs a label and the options that it adds up", "")
		}
		c.namedAt(n.Pos, "options", options, what, n.Options)
	}
}

// values checks the numbers that the points of a scale stand for.
func (c *checker) values(p yamlfile.Pos, values []string, options Options, what string) {
	if len(values) != len(options) {
		c.report(p, "values", "bad-values", fmt.Sprint(len(values)), fmt.Sprintf("%d, one for each option", len(options)), what+" has not as many values as options", "Write ~ for an option that stands for no number.")
	}
	for _, v := range values {
		if x, err := strconv.ParseFloat(v, 64); v != "" && (err != nil || math.IsNaN(x) || math.Abs(x) > 1e12) {
			c.report(p, "values", "not-a-number", v, "a number, such as 1 or 2.5", "a point of a scale can stand for a number only", "Write ~ for an option that stands for no number.")
		}
	}
}

func (c *checker) interval() {
	i := c.study.Interval
	if !slices.Contains(IntervalMethods, i.Method) {
		c.report(i.Pos, "method", "unknown-word", string(i.Method), "", "there is no such interval", finding.DidYouMean(string(i.Method), words(IntervalMethods)))
	}
	if !(i.Level >= 50 && i.Level <= 99.9) {
		c.report(i.Pos, "level", "out-of-range", fmt.Sprint(i.Level), "50 to 99.9, in per cent", "an interval cannot be so sure, or so unsure", "95 is usual.")
	}
	if s := c.study.Survey; s != nil && s.Weight != "" && i.Method != Wilson {
		c.report(i.Pos, "method", "interval-and-weight", string(i.Method), string(Wilson), "beside weighted percentages there is no interval but Wilson's on the effective base", "Leave method out.")
	}
}

func (c *checker) named(q *Question, key string, labels []string) {
	c.namedAt(q.Pos, key, q.Options, "the question "+q.ID, labels)
}

func (c *checker) namedAt(p yamlfile.Pos, key string, options Options, what string, labels []string) {
	seen := map[int]bool{}
	for _, l := range labels {
		i := options.Index(l)
		if i < 0 {
			c.report(p, key, "unknown-option", l, "", what+" has no such option", finding.DidYouMean(l, options.Labels()))
		} else if seen[i] {
			c.report(p, key, "option-twice", l, "each option once", "this option is named twice here", "Take one of them out.")
		}
		seen[i] = true
	}
}

func (c *checker) options(options Options, what string) {
	type use struct {
		label string
		line  int
	}
	seen := map[string]use{}
	for i, o := range options {
		if Normal(o.Label) == "" {
			c.report(o.Pos, "label", "no-label", "", "a label", fmt.Sprintf("option %d of %s has no label", i+1, what), "")
			continue
		}
		mine := map[string]bool{}
		for _, text := range append([]string{o.Label, o.Code}, o.Also...) {
			n := Normal(text)
			if n == "" || mine[n] {
				continue
			}
			mine[n] = true
			if first, twice := seen[n]; twice {
				c.report(o.Pos, "", "option-twice", text, "each answer in one option", fmt.Sprintf("%s has this answer twice: option %q on line %d has it too", what, first.label, first.line), "Take one of them out, or give one another label.")
				continue
			}
			seen[n] = use{o.Label, o.Line}
		}
	}
}

func (c *checker) groups(g *Groups) {
	if g.Participants.File != "" {
		c.source(&g.Participants, "list of participants")
	}
	if len(g.Transcripts) == 0 {
		c.report(g.Pos, "transcripts", "no-transcripts", "", "transcripts: and a list of them", "the focus groups have no transcripts", "")
	}
	seen := map[string]bool{}
	for _, t := range g.Transcripts {
		c.id(t.Pos, t.ID, "a transcript")
		if seen[t.ID] {
			c.report(t.Pos, "id", "id-twice", t.ID, "an id of its own", "another transcript has this id", "")
		}
		seen[t.ID] = true
		if t.File == "" {
			c.report(t.Pos, "file", "no-file", "", "file: and a path", "the transcript has no file", "")
		}
		c.word(t.Pos, "format", t.Format, "", "webvtt", "srt", "sbv", "text", "csv", "word", "excel")
		for _, topic := range t.Topics {
			if strings.TrimSpace(topic.Says) == "" {
				c.report(topic.Pos, "says", "no-words", "", "words that the moderator says", "a topic needs the words at which it begins", "")
			}
		}
	}
}

// Filter reads a filter over the survey's respondents and checks it against the
// survey's questions. "" gives nil, which picks everyone. The error says what
// cannot be, and where in the text.
func (s *Study) Filter(text string) (*Filter, error) {
	if text == "" {
		return nil, nil
	}
	c := checker{study: s}
	c.filter(yamlfile.Pos{}, "", text, s.Survey)
	if len(c.findings) > 0 {
		c.findings[0].Line, c.findings[0].Column = 0, 0
		return nil, errors.New(strings.TrimPrefix(c.findings[0].String(), string(finding.Error)+": "))
	}
	return ParseFilter(text)
}

// filter checks a filter's form, and that it asks about questions and answers
// that there are.
func (c *checker) filter(p yamlfile.Pos, key, text string, src *Source) {
	line, column := p.At(key)
	f, err := ParseFilter(text)
	if err != nil {
		var fe *FilterError
		if errors.As(err, &fe) {
			c.findings = append(c.findings, finding.Finding{
				Severity: finding.Error, Kind: "bad-filter", File: c.file, Line: line, Column: column,
				Found: text, Expected: fe.Expected, Message: "this filter cannot be read: " + fe.Error(),
				Do: `A filter looks like: setting = "IAPT only" and age != "18-25".`,
			})
		}
		return
	}
	ids := make([]string, len(src.Questions))
	for i := range src.Questions {
		ids[i] = src.Questions[i].ID
	}
	f.Each(func(f *Filter) {
		q, ok := src.Question(f.Question)
		if !ok {
			c.report(p, key, "unknown-question", f.Question, "", fmt.Sprintf("the filter asks about a question that there is not (at character %d)", f.At), finding.DidYouMean(f.Question, ids))
			return
		}
		order := strings.ContainsAny(f.Op, "<>")
		switch {
		case q.Kind == Number:
			for _, v := range f.Values {
				if x, err := strconv.ParseFloat(v, 64); err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
					c.report(p, key, "not-a-number", v, "a number, such as 10 or 2.5", fmt.Sprintf("the answers of %s are numbers, and the filter compares them with something else (at character %d)", q.ID, f.At), "")
				}
			}
			return
		case q.Kind == Text && order:
			c.report(p, key, "no-order", f.Op, "=, != or in, or a question of kind scale, number or date", fmt.Sprintf("the answers of %s are people's own words, which have no order to compare by", q.ID), "")
			return
		case !q.Kind.Closed():
			return
		}
		for _, v := range f.Values {
			if q.Options.Index(v) < 0 {
				c.report(p, key, "unknown-option", v, "", fmt.Sprintf("the filter compares %s with an answer that it has not (at character %d)", q.ID, f.At), finding.DidYouMean(v, q.Options.Labels()))
			}
		}
		if order && q.Kind != Scale {
			c.report(p, key, "no-order", f.Op, "=, != or in, or a question of kind scale or number", fmt.Sprintf("the answers of %s have no order to compare by", q.ID), "")
		}
	})
}

func (c *checker) subgroups() {
	if s := c.study; len(s.Subgroups) > 0 && s.Survey == nil {
		c.report(s.Pos, "subgroups", "no-survey", "", "survey: and its questions, or no subgroups", "subgroups are of the survey's respondents, and there is no survey", "Take the subgroups out.")
	}
	seen := map[string]bool{}
	for _, g := range c.study.Subgroups {
		c.id(g.Pos, g.ID, "a subgroup")
		if seen[g.ID] {
			c.report(g.Pos, "id", "id-twice", g.ID, "an id of its own", "another subgroup has this id", "")
		}
		seen[g.ID] = true
		if g.Where == "" {
			c.report(g.Pos, "where", "no-filter", "", "where: and a filter", "the subgroup does not say who is in it", "")
		} else if c.study.Survey != nil {
			c.filter(g.Pos, "where", g.Where, c.study.Survey)
		}
	}
}

func (c *checker) tables() {
	s := c.study
	var groups []string
	for _, g := range s.Subgroups {
		groups = append(groups, g.ID)
	}
	var ids []string
	if s.Survey != nil {
		for _, q := range s.Survey.Questions {
			ids = append(ids, q.ID)
		}
	}
	for _, t := range s.Tables {
		of := 0
		for _, is := range []bool{t.Agreement, t.Question != "", len(t.Matrix) > 0} {
			if is {
				of++
			}
		}
		switch {
		case of != 1:
			c.report(t.Pos, "", "bad-table", "", "question: and an id, matrix: and a list of ids, or agreement: true", "a table is of one question, of several with the same options, or of agreement", "")
		case len(t.Matrix) > 0:
			c.matrix(t, ids)
		case !t.Agreement:
			c.tableQuestion(t.Pos, "question", t.Question, ids)
		}
		if t.By != "" {
			c.tableQuestion(t.Pos, "by", t.By, ids)
		}
		if t.Base != "" && !slices.Contains(BaseRules, t.Base) {
			c.report(t.Pos, "base", "unknown-word", string(t.Base), "", "there is no such base", finding.DidYouMean(string(t.Base), words(BaseRules)))
		}
		if q, ok := s.Survey.Question(t.Question); (ok && q.Kind != Multi || len(t.Matrix) > 0) && t.Base == Mentions {
			c.report(t.Pos, "base", "base-and-kind", "mentions", "answered or asked", "only a multi question has mentions to count", "")
		}
		for _, g := range t.Subgroups {
			if !slices.Contains(groups, g) {
				c.report(t.Pos, "subgroups", "unknown-subgroup", g, "", "there is no such subgroup", finding.DidYouMean(g, groups))
			}
		}
	}
}

// matrix checks a table of several questions: it has one heading for all, so
// their options must be the same.
func (c *checker) matrix(t TableSpec, ids []string) {
	var first *Question
	seen := map[string]bool{}
	for _, id := range t.Matrix {
		q, ok := c.study.Survey.Question(id)
		switch {
		case !ok:
			c.report(t.Pos, "matrix", "unknown-question", id, "", "there is no such question", finding.DidYouMean(id, ids))
			continue
		case q.Kind != Single && q.Kind != Scale:
			c.report(t.Pos, "matrix", "key-and-kind", id, "questions of kind single or scale", "a matrix is of questions with one answer a person", "")
			continue
		case seen[id]:
			c.report(t.Pos, "matrix", "id-twice", id, "each question once", "this question is named twice here", "Take one of them out.")
		}
		seen[id] = true
		if first == nil {
			first = q
		} else if q.Kind != first.Kind {
			c.report(t.Pos, "matrix", "other-kind", id, "the kind of "+first.ID+", "+string(first.Kind), "the questions of a matrix must be of one kind", "")
		} else if !slices.Equal(normal(q.Options.Labels()), normal(first.Options.Labels())) {
			c.report(t.Pos, "matrix", "other-options", id, "the options of "+first.ID, "the questions of a matrix must have the same options in the same order", "Give them one shared scale, or tables of their own.")
		}
	}
}

func normal(labels []string) []string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = Normal(l)
	}
	return out
}

func (c *checker) tableQuestion(p yamlfile.Pos, key, id string, ids []string) {
	q, ok := c.study.Survey.Question(id)
	if !ok {
		c.report(p, key, "unknown-question", id, "", "there is no such question", finding.DidYouMean(id, ids))
		return
	}
	if key == "by" && !q.Kind.Closed() {
		c.report(p, key, "key-and-kind", id, "a question with options", "a table can be divided only by a question with options", "")
	}
	if key == "question" && (q.Kind == Text || q.Kind == Date) {
		c.report(p, key, "key-and-kind", id, "a question with options or numbers", "people's own words cannot be counted in a table", "Themes count what comments say.")
	}
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
