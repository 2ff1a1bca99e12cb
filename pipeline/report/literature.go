package report

import (
	"fmt"
	"slices"

	"concord/pipeline/evidence"
	"concord/pipeline/onpage"
)

// The most that is cited in one place: a reader looks up a few, and
// themes/literature.csv has them all.
const (
	citedByTheme     = 8
	citedByAmendment = 4
)

const literatureID = "literature"

// cites lists the entries that any of the themes can cite, with the words of
// each that say so where words is true; nothing where there are none.
func (b *builder) cites(themes []string, most int, words bool) []any {
	if b.in.Register == nil {
		return nil
	}
	list := evidence.Citing(b.in.Literature, themes)
	if len(list) == 0 {
		return nil
	}
	out := []any{strong("Literature: ")}
	for i, c := range list[:min(len(list), most)] {
		e, ok := b.in.Register.ByID(c.Entry)
		if !ok {
			continue
		}
		if i > 0 {
			out = append(out, "; ")
		}
		out = append(out, link(onpage.Clean(e.Short()), literatureID))
		if words {
			out = append(out, " (“"+onpage.Clean(c.Words[0])+"”)")
		}
	}
	if more := len(list) - most; more > 0 {
		out = append(out, fmt.Sprintf("; and %d more in ", more), code("themes/literature.csv"))
	}
	return append(out, ".")
}

// literature is the list of the entries that a theme can cite.
func (b *builder) literature() (Section, bool) {
	if b.in.Register == nil {
		return Section{}, false
	}
	cited := map[string][]string{}
	for _, l := range b.in.Literature {
		for _, c := range l.Citations {
			cited[c.Entry] = append(cited[c.Entry], l.Theme)
		}
	}
	s := Section{ID: literatureID, Title: "Literature"}
	title := onpage.Clean(b.in.Register.Title)
	if title != "" {
		title = " (“" + title + "”)"
	}
	said := fmt.Sprintf("The evidence register%s has %s, of which %d speak of a theme: their titles, and their abstracts or summaries, were searched with the codebook's rules, as the comments were. ",
		title, count(len(b.in.Register.Entries), "entry", "entries"), len(cited))
	s.Blocks = append(s.Blocks, para(said, "That a publication has the words of a theme does not say that it supports a change: somebody must read it. Every place is in ", code("themes/literature.csv"), "."))
	var items []Text
	for i := range b.in.Register.Entries {
		e := &b.in.Register.Entries[i]
		themes := cited[e.ID]
		if len(themes) == 0 {
			continue
		}
		item := []any{onpage.Clean(reference(*e)) + " "}
		for i, id := range slices.Compact(themes) {
			if i > 0 {
				item = append(item, ", ")
			}
			if b.hasSection(id) {
				item = append(item, link(b.themeName(id), b.themeAnchor(id)))
			} else {
				item = append(item, b.themeName(id))
			}
		}
		items = append(items, text(append(item, ".")...))
	}
	if len(items) > 0 {
		s.Blocks = append(s.Blocks, List{Items: items})
	}
	return s, true
}

// authorsNamed is how many authors a reference names at most.
const authorsNamed = 6

func reference(e evidence.Entry) string {
	if len(e.Authors) > authorsNamed {
		e.Authors, e.MoreAuthors = e.Authors[:authorsNamed], true
	}
	return e.Full()
}

// hasSection tells whether anybody spoke of a theme, which then has a section.
func (b *builder) hasSection(id string) bool {
	for _, c := range b.in.Counts {
		if c.Theme == id {
			return c.Units > 0
		}
	}
	return false
}
