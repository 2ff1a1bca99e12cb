package disposition

import (
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// Count is how many people, and of whom. What may not be told, such as a number
// too small to be shown, the caller says by Hidden.
type Count struct {
	People, Base int
	// Of names the base, such as "people who took part"; Share is the percentage
	// as it is printed, such as "22%", "" for none.
	Of, Share string
	Hidden    bool
}

// Words gives the count with its base, such as "12 of 54 people who took part
// (22%)"; "a few people" where it is hidden, "" where nobody is counted.
func (c Count) Words() string {
	switch {
	case c.Hidden:
		return "a few people (the number is too small to be shown)"
	case c.People == 0 && c.Base == 0:
		return ""
	case c.Base == 0:
		return people(c.People)
	}
	s := fmt.Sprintf("%d of %d %s", c.People, c.Base, onpage.Clean(c.Of))
	if c.Share != "" {
		s += " (" + onpage.Clean(c.Share) + ")"
	}
	return strings.Join(strings.Fields(s), " ")
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// Quote is what somebody said. Nothing of one that is not cleared for publishing
// goes out: not the words, not who, not the id.
type Quote struct {
	// Unit is the comment's or the speech's id, Who the person or what may be
	// told of them, such as "a trainer"; either may be "".
	Unit, Who string
	// Role is for, against or context; "" where it does not matter.
	Role    string
	Text    string
	Cleared bool
}

// Outcome is what was decided of one amendment, for those who took part.
type Outcome struct {
	Amendment string
	// What says what it asks for in a sentence, such as "Add an item on data
	// security to domain 3".
	What        string
	Where       string
	Disposition Disposition
	Why, Final  string
	// Version is the version of the framework in which it stands; "" where it is
	// in none yet.
	Version string
}

// Said is one theme: what was said of it and what came of it.
type Said struct {
	Theme, About string
	// For and Against count the people who spoke for and against a change, or all
	// who spoke of the theme in For.
	For, Against Count
	Quotes       []Quote
	Outcomes     []Outcome
}

// Answered is one comment with what became of it.
type Answered struct {
	Quote    Quote
	Question string
	Outcomes []Outcome
	// Note says what became of a comment that led to no amendment, such as "noted:
	// it asks for no change".
	Note string
}

// Answer is "you said, we did": what those who took part said, what was decided
// and why, and what was not done and why.
type Answer struct {
	Title string
	// Intro is one paragraph: what was asked, of whom, and when.
	Intro    string
	Themes   []Said
	Comments []Answered
}

// standing sorts outcomes by what was done of them.
type standing int

const (
	isDone standing = iota
	isNotDone
	isOpen
)

func (o Outcome) standing() standing {
	switch o.Disposition {
	case Accepted, Modified:
		return isDone
	case Undecided, NeedsInformation, Deferred:
		return isOpen
	}
	return isNotDone
}

// group is the outcomes of a theme that stand alike, under a heading.
type group struct {
	Heading  string
	Outcomes []outcomeText
}

// outcomeText is an outcome in the words in which it is shown.
type outcomeText struct{ What, Where, Result, Why, Final string }

// shownQuote is a quote that may be shown.
type shownQuote struct{ Text, By string }

type shownTheme struct {
	Theme, About, Count string
	Quotes              []shownQuote
	Groups              []group
}

type shownComment struct {
	Text, By, Question string
	Outcomes           []outcomeText
	Note               string
}

// shown is what goes out of an Answer: only what may.
type shown struct {
	Title, Intro string
	Summary      []string
	Themes       []shownTheme
	Comments     []shownComment
	Withheld     string
}

func (o Outcome) text() outcomeText {
	t := outcomeText{What: onpage.Clean(o.What), Where: onpage.Clean(o.Where), Why: onpage.Clean(o.Why), Final: onpage.Clean(o.Final)}
	if t.What == "" {
		t.What = onpage.Clean(o.Amendment)
	}
	t.What = strings.TrimRight(t.What, ".")
	t.Result = o.Disposition.Words()
	if o.standing() == isDone {
		if o.Version != "" {
			t.Result += ", in version " + onpage.Clean(o.Version)
		} else {
			t.Result += ", not in a version yet"
		}
	}
	if t.Why == "" && o.standing() != isDone && o.Disposition != Undecided {
		t.Why = "no reason is recorded"
	}
	return t
}

func (q Quote) shown() shownQuote {
	by := onpage.Clean(q.Who)
	if unit := onpage.Clean(q.Unit); unit != "" {
		if by != "" {
			by += ", "
		}
		by += unit
	}
	return shownQuote{onpage.Clean(q.Text), by}
}

// show takes out of an Answer what goes out of it.
func (a Answer) show() shown {
	s := shown{Title: onpage.Clean(a.Title), Intro: onpage.Clean(a.Intro)}
	counts := map[Disposition]int{}
	seen := map[string]bool{}
	total := 0
	for _, t := range a.Themes {
		var counted []string
		for _, c := range []struct{ before, count string }{{"", t.For.Words()}, {"against: ", t.Against.Words()}} {
			if c.count != "" {
				counted = append(counted, c.before+c.count)
			}
		}
		theme := shownTheme{Theme: onpage.Clean(t.Theme), About: onpage.Clean(t.About), Count: strings.Join(counted, "; ")}
		for _, q := range t.Quotes {
			if q.Cleared && strings.TrimSpace(q.Text) != "" {
				theme.Quotes = append(theme.Quotes, q.shown())
			}
		}
		for st, heading := range []string{isDone: "What we did", isNotDone: "What we did not do, and why", isOpen: "What is still open"} {
			g := group{Heading: heading}
			for _, o := range t.Outcomes {
				if o.standing() == standing(st) {
					g.Outcomes = append(g.Outcomes, o.text())
				}
			}
			if len(g.Outcomes) > 0 {
				theme.Groups = append(theme.Groups, g)
			}
		}
		for _, o := range t.Outcomes {
			// An amendment that follows from two themes is one amendment.
			if o.Amendment == "" || !seen[o.Amendment] {
				seen[o.Amendment] = true
				counts[o.Disposition]++
				total++
			}
		}
		s.Themes = append(s.Themes, theme)
	}
	for _, d := range append(slices.Clone(Dispositions), Undecided) {
		if n := counts[d]; n > 0 {
			s.Summary = append(s.Summary, fmt.Sprintf("%s: %d of %d", d.Words(), n, total))
		}
	}
	withheld := 0
	for _, c := range a.Comments {
		if !c.Quote.Cleared || strings.TrimSpace(c.Quote.Text) == "" {
			withheld++
			continue
		}
		q := c.Quote.shown()
		out := shownComment{Text: q.Text, By: q.By, Question: onpage.Clean(c.Question), Note: onpage.Clean(c.Note)}
		for _, o := range c.Outcomes {
			out.Outcomes = append(out.Outcomes, o.text())
		}
		if len(out.Outcomes) == 0 && out.Note == "" {
			out.Note = "nothing is recorded yet"
		}
		s.Comments = append(s.Comments, out)
	}
	if withheld > 0 {
		s.Withheld = fmt.Sprintf("%d of %d comments are not printed here, because their words may not be published. They were read and counted like the others.", withheld, len(a.Comments))
	}
	return s
}

// Markdown gives the answer as Markdown, headings from level 1.
func (a Answer) Markdown() string {
	s := a.show()
	var b strings.Builder
	e := onpage.Markdown
	heading(&b, "#", s.Title)
	paragraph(&b, e(s.Intro))
	if len(s.Summary) > 0 {
		paragraph(&b, "**Amendments** by what was decided:")
		for _, line := range s.Summary {
			fmt.Fprintf(&b, "- %s\n", line)
		}
		b.WriteString("\n")
	}
	outcomes := func(list []outcomeText, indent string) {
		for _, o := range list {
			fmt.Fprintf(&b, "%s- %s", indent, e(o.What))
			if o.Where != "" {
				fmt.Fprintf(&b, " (%s)", e(o.Where))
			}
			fmt.Fprintf(&b, ". **%s.**", e(o.Result))
			if o.Final != "" {
				fmt.Fprintf(&b, " Now: “%s”.", e(o.Final))
			}
			if o.Why != "" {
				fmt.Fprintf(&b, " Why: %s", e(o.Why))
			}
			b.WriteString("\n")
		}
	}
	for _, t := range s.Themes {
		heading(&b, "##", t.Theme)
		paragraph(&b, e(t.About))
		if t.Count != "" || len(t.Quotes) > 0 {
			heading(&b, "###", "You said")
		}
		paragraph(&b, e(t.Count))
		for _, q := range t.Quotes {
			fmt.Fprintf(&b, "> “%s”", e(q.Text))
			if q.By != "" {
				fmt.Fprintf(&b, " (%s)", e(q.By))
			}
			b.WriteString("\n\n")
		}
		for _, g := range t.Groups {
			heading(&b, "###", g.Heading)
			outcomes(g.Outcomes, "")
			b.WriteString("\n")
		}
	}
	if len(s.Comments) > 0 || s.Withheld != "" {
		heading(&b, "##", "Comment by comment")
	}
	for _, c := range s.Comments {
		fmt.Fprintf(&b, "- “%s”", e(c.Text))
		if c.By != "" {
			fmt.Fprintf(&b, " (%s)", e(c.By))
		}
		if c.Question != "" {
			fmt.Fprintf(&b, ", to: %s", e(c.Question))
		}
		b.WriteString("\n")
		outcomes(c.Outcomes, "  ")
		if c.Note != "" {
			fmt.Fprintf(&b, "  - %s\n", e(c.Note))
		}
	}
	if len(s.Comments) > 0 {
		b.WriteString("\n")
	}
	paragraph(&b, s.Withheld)
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func heading(b *strings.Builder, level, text string) {
	if text != "" {
		fmt.Fprintf(b, "%s %s\n\n", level, onpage.Markdown(text))
	}
}

// paragraph writes Markdown that is safe already.
func paragraph(b *strings.Builder, text string) {
	if text != "" {
		b.WriteString(text + "\n\n")
	}
}

//go:embed answer.html
var answerHTML string

var answerPage = template.Must(template.New("answer").Parse(answerHTML))

// HTML gives the answer as a part of a page, headings from level 2, without
// styles of its own. Every text in it is escaped. The error is one of memory only.
func (a Answer) HTML() (template.HTML, error) {
	var b strings.Builder
	if err := answerPage.Execute(&b, a.show()); err != nil {
		return "", fmt.Errorf("“you said, we did” could not be written: %w", err)
	}
	return template.HTML(b.String()), nil
}
