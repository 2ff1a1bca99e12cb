package publish

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"concord/frameworks/compare"
	"concord/pipeline/onpage"
	"concord/pipeline/redline"
)

// changesPage lists the versions with what each changed.
type changesPage struct {
	Title string
	Steps []step
	Pairs []link
}

// step is one version as it follows the one before.
type step struct {
	Version, Before, Day, Summary string
	Reasons                       []string
	Redline, Changelog            string
	Groups                        []changeGroup
}

// changeGroup is the changes of one sort.
type changeGroup struct {
	Heading string
	Lines   []changeLine
	// Sets stand in place of lines where the same was done to many.
	Sets []changeSet
	// Rest counts items of which only that much is said, such as those with another
	// level.
	Rest string
}

// changeSet is items to which the same was done, such as those with one new level.
type changeSet struct {
	Says  string
	Items []link
}

type changeLine struct {
	Code, Href string
	Words      []compare.Words
	Text       string
	Old, New   string
}

// listed are the changes that the page lists in words, in order.
var listed = []struct {
	operation compare.Operation
	heading   string
}{
	{compare.Add, "New"}, {compare.Reword, "Reworded"}, {compare.Rename, "Renamed"}, {compare.Move, "Moved"}, {compare.Split, "Split"},
	{compare.Merge, "Merged"}, {compare.Retire, "Ended"}, {compare.Restore, "In force again"}, {compare.Level, "Another level"}, {compare.Kind, "Another kind"},
}

// mostLines is how many changes of one sort are listed before the rest is counted:
// bringing in a level changes every item.
const mostLines = 30

func (m *maker) changes() error {
	if len(m.compared) == 0 {
		return nil
	}
	b := changesPage{Title: onpage.Clean(m.latest().Title)}
	for _, p := range m.compared {
		var notes redline.Notes
		if p.new.Version == m.NotesTo {
			notes = m.Notes
		}
		data, err := redline.HTML(p.old, p.new, p.c, notes)
		if err != nil {
			return err
		}
		m.files = append(m.files, File{p.path(), withWayBack(data, m.Site)})
		b.Pairs = append(b.Pairs, link{Text: "From " + p.old.Version + " to " + p.new.Version, Href: "../" + p.path()})
	}
	for n := len(m.versions) - 1; n > 0; n-- {
		v := m.versions[n]
		p := m.pairOf(v.before.f, v.f)
		name := "v" + v.f.Version + ".changelog.md"
		m.files = append(m.files, File{"changes/" + name, []byte(compare.Changelog(p.old, p.new, p.c))})
		b.Steps = append(b.Steps, m.step(v, p, name))
	}
	return m.write("changes/index.html", "changes.html", "What changed", "What changed: "+m.latest().Title, "", b)
}

func (m *maker) step(v *version, p *pair, changelog string) step {
	s := step{Version: v.f.Version, Before: p.old.Version, Day: dayWords(v.f.Changed), Summary: summary(p), Redline: "../" + p.path(), Changelog: changelog}
	for _, r := range p.c.Reasons {
		s.Reasons = append(s.Reasons, onpage.Clean(r.Text))
	}
	for _, l := range listed {
		g := changeGroup{Heading: l.heading}
		more := 0
		for _, c := range p.c.Changes {
			if c.Operation != l.operation {
				continue
			}
			if len(g.Lines) == mostLines {
				more++
				continue
			}
			g.Lines = append(g.Lines, v.line(c))
		}
		if more > 0 {
			g.Rest = fmt.Sprintf("And %d more, which the version word by word shows.", more)
		}
		if l.operation == compare.Level {
			g = changeGroup{Heading: l.heading, Sets: v.levelled(p.c.Changes)}
		}
		if len(g.Lines)+len(g.Sets) > 0 {
			s.Groups = append(s.Groups, g)
		}
	}
	return s
}

// levelled puts items with the same change of level together.
func (v *version) levelled(changes []compare.Change) []changeSet {
	var out []changeSet
	at := map[string]int{}
	for _, c := range changes {
		if c.Operation != compare.Level {
			continue
		}
		l := v.line(c)
		says := "No level any more"
		switch {
		case l.Old == "" && l.New != "":
			says = "Now " + l.New
		case l.New != "":
			says = "From " + l.Old + " to " + l.New
		}
		n, ok := at[says]
		if !ok {
			n = len(out)
			at[says] = n
			out = append(out, changeSet{Says: says})
		}
		out[n].Items = append(out[n].Items, link{Text: firstOf(l.Code, onpage.Short(l.Text, 60)), Href: l.Href})
	}
	return out
}

// line tells one change with a link to the item as it is now.
func (v *version) line(c compare.Change) changeLine {
	var l changeLine
	of := c.After
	if len(of) == 0 {
		of = c.Before
	}
	if len(of) > 0 {
		l.Code = onpage.Clean(of[0].Code)
		l.Text = onpage.Clean(of[0].Title)
		if l.Text == "" {
			l.Text = onpage.Clean(of[0].Statement)
		}
		if i := v.items[of[0].UUID]; i != nil {
			l.Href = "../" + v.dir() + "/" + i.Page + ".html"
		}
	}
	view := changeOf(c, "")
	l.Words, l.Old, l.New = view.Words, view.Old, view.New
	return l
}

// summary counts the changes, without the full stop of a sentence.
func summary(p *pair) string { return strings.TrimRight(p.c.Summary(), ".") }

// withWayBack puts a link to the list of changes above a redline, which is a page
// of its own.
func withWayBack(data []byte, s *Site) []byte {
	head := []byte(`<header lang="en">`)
	back := `<p class="about"><a href="index.html">All changes of ` + template.HTMLEscapeString(onpage.Clean(s.latest().Title)) + `</a></p>`
	return bytes.Replace(data, head, append(append([]byte{}, head...), "\n"+back...), 1)
}

// saidPage is "you said, we did".
type saidPage struct {
	Body template.HTML
	Open int
}

func (m *maker) said() error {
	if m.Answer == nil {
		return nil
	}
	body, err := m.Answer.HTML()
	if err != nil {
		return err
	}
	// The answer's first heading is the page's.
	html := strings.Replace(string(body), "<h2>", "<h1>", 1)
	html = strings.Replace(html, "</h2>", "</h1>", 1)
	for _, n := range []string{"3", "4"} {
		up := string(rune(n[0] - 1))
		html = strings.ReplaceAll(html, "<h"+n+">", "<h"+up+">")
		html = strings.ReplaceAll(html, "</h"+n+">", "</h"+up+">")
	}
	return m.write("you-said.html", "said.html", "You said, we did", m.Answer.Title, "", saidPage{template.HTML(html), m.Open})
}
