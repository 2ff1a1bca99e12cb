package report

import (
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// Build makes the report of a consultation. The same input gives the same
// report; a part of the input that is not there gives a shorter one.
func Build(in Input) Document {
	b := &builder{in: in, quoted: map[string]bool{}, nonAnswer: map[string]bool{}}
	for _, s := range in.Sources {
		switch s.Name {
		case "survey":
			b.respondents = b.rounded(s.Flow.Kept)
		case "groups":
			b.participants = b.rounded(s.Flow.Kept)
		}
	}
	for _, u := range in.Units {
		if theme.NonAnswer(u.Text) {
			b.nonAnswer[u.ID] = true
		}
	}
	d := Document{Title: onpage.Clean(in.Study.Title), Line: b.line(), Version: in.Version}
	// The domains choose their quotes before the themes do: they have fewer to
	// choose from.
	for _, part := range []func() (Section, bool){
		b.method, b.people, b.findings, b.themes, b.amendments, b.fates, b.literature, b.published, b.limits, b.input,
	} {
		if s, ok := part(); ok {
			d.Sections = append(d.Sections, s)
		}
	}
	d.Sections = append([]Section{b.summary()}, d.Sections...)
	return d
}

// builder holds what the parts of a report share while it is made.
type builder struct {
	in                        Input
	respondents, participants int
	figures                   int
	// quoted marks the words quoted so far, so that a reader meets each once.
	quoted map[string]bool
	// nonAnswer marks the units that say nothing, such as "n/a".
	nonAnswer map[string]bool
}

func (b *builder) line() string {
	var who []string
	if b.has("survey") {
		who = append(who, count(b.respondents, "respondent", "respondents")+" to a survey")
	}
	if b.has("groups") {
		who = append(who, count(b.participants, "participant", "participants")+" in "+b.groupCount())
	}
	what := "A consultation"
	if f := b.in.Framework; f != nil {
		what += " on “" + onpage.Clean(f.Title) + "”, version " + onpage.Clean(f.Version)
	}
	if len(who) == 0 {
		return what + "."
	}
	return what + ": " + and(who) + "."
}

func (b *builder) groupCount() string {
	if len(b.in.Groups) == 0 {
		return "focus groups"
	}
	return count(len(b.in.Groups), "focus group", "focus groups")
}

func (b *builder) has(source string) bool {
	for _, s := range b.in.Sources {
		if s.Name == source {
			return true
		}
	}
	return false
}

func (b *builder) took() int { return b.respondents + b.participants }

// figure gives the next figure of the document.
func (b *builder) figure(c Chart) Figure {
	b.figures++
	return Figure{Number: b.figures, Name: c.Name, Title: onpage.Clean(c.Title), Alt: onpage.Clean(c.Alt), SVG: c.SVG}
}

// charts gives the figures that draw a table.
func (b *builder) charts(table string) []Block {
	var out []Block
	for _, c := range b.in.Charts {
		if len(c.Tables) > 0 && c.Tables[0] == table {
			out = append(out, b.figure(c))
		}
	}
	return out
}

func (b *builder) agreement() *tabulate.Table {
	t, ok := tabulate.Find(b.in.Tables, tabulate.AgreementID)
	if !ok || len(t.Rows) == 0 || len(t.Groups) == 0 {
		return nil
	}
	return t
}

// domains are the framework's, or none.
func (b *builder) domains() []*frameworks.Item {
	if b.in.Framework == nil {
		return nil
	}
	return b.in.Framework.Domains()
}

// domainName is a domain's code and title, such as "7 Leadership".
func (b *builder) domainName(code string) string {
	for _, d := range b.domains() {
		if d.Code == code {
			return strings.TrimSpace(onpage.Clean(d.Code) + " " + onpage.Clean(titleOf(d)))
		}
	}
	return onpage.Clean(code)
}

func titleOf(d *frameworks.Item) string {
	if d.Title != "" {
		return d.Title
	}
	return d.Statement
}

func (b *builder) themeOf(id string) (theme.Theme, bool) {
	if b.in.Codebook != nil {
		for _, t := range b.in.Codebook.Themes {
			if t.ID == id {
				return t, true
			}
		}
	}
	return theme.Theme{}, false
}

func (b *builder) themeName(id string) string {
	if t, ok := b.themeOf(id); ok && t.Name != "" {
		return onpage.Clean(t.Name)
	}
	return onpage.Clean(id)
}

// themeAnchor is the id of a theme's section; "" for a theme that has none.
func (b *builder) themeAnchor(id string) string {
	if b.in.Codebook == nil {
		return ""
	}
	for i, c := range b.in.Counts {
		if c.Theme == id && c.Units > 0 {
			return "theme-" + strconv.Itoa(i+1)
		}
	}
	return ""
}
