package link

import (
	"cmp"
	"fmt"
	"slices"

	"concord/pipeline/finding"
)

// Merged is what came of putting new confirmations into a file of links.
type Merged struct {
	Links *File
	// Added, Replaced and Same count the new links by what became of them: the
	// pair of items was not there; it was, and says something else now; it was,
	// and stays as it is.
	Added, Replaced, Same int
}

// Merge puts new links into those of an earlier file, and tells what it did. Of
// two links of the same two items the one with the later day stays, and of two
// of one day the new one. A new relation takes the place of an earlier word that
// no item fits. Everything else of both stays: where the links then contradict
// each other, that is an error for a person to settle. Neither argument is
// changed. The versions of the frameworks are those of the new links.
func Merge(earlier, added *File) (*Merged, []finding.Finding) {
	out := &Merged{Links: &File{From: added.From, To: added.To, File: earlier.File}}
	out.Links.Links = slices.Clone(earlier.Links)
	for _, side := range [][2]Side{{earlier.From, added.From}, {earlier.To, added.To}} {
		if side[0].Framework != side[1].Framework {
			line, column := side[0].At("framework")
			return out, []finding.Finding{{
				Severity: finding.Error, Kind: "other-framework", File: earlier.File, Line: line, Column: column,
				Found: side[0].Framework, Expected: side[1].Framework, Message: "these links are of another framework",
			}}
		}
	}
	m := merger{links: out.Links.Links, files: make([]string, len(out.Links.Links), len(out.Links.Links)+len(added.Links)), at: map[pair]int{}}
	for i, l := range m.links {
		m.files[i] = earlier.File
		if _, twice := m.at[pair{l.FromUUID, l.ToUUID}]; !twice {
			m.at[pair{l.FromUUID, l.ToUUID}] = i
		}
	}
	taken := map[int]bool{}
	for _, l := range added.Links {
		i, there := m.at[pair{l.FromUUID, l.ToUUID}]
		switch {
		case !there:
			out.Added++
			m.add(l, added.File)
		case same(m.links[i], l) || l.ConfirmedOn < m.links[i].ConfirmedOn:
			out.Same++
			if m.links[i].Relation != l.Relation {
				m.note("kept", added.File, l, fmt.Sprintf("a later day, %s, is known for these two items; that relation stays", m.links[i].ConfirmedOn), m.links[i].Relation)
			}
		default:
			out.Replaced++
			if m.links[i].Relation != l.Relation {
				m.note("replaced", added.File, l, "this relation took the place of an earlier one", m.links[i].Relation)
			}
			m.links[i], m.files[i] = l, added.File
		}
		if l.Relation == None {
			continue
		}
		if i, ok := m.at[pair{l.FromUUID, ""}]; ok && m.files[i] == earlier.File && i < len(earlier.Links) && !taken[i] {
			taken[i] = true
			out.Replaced++
			m.note("replaced", added.File, l, "this relation took the place of an earlier word that no item fits", None)
		}
	}
	// What was taken out goes last, from the end, so that places hold until then.
	for i := len(m.links) - 1; i >= 0; i-- {
		if taken[i] {
			m.links, m.files = slices.Delete(m.links, i, i+1), slices.Delete(m.files, i, i+1)
		}
	}
	out.Links.Links = m.links
	c := checker{at: func(i int, key string) finding.Finding {
		f := finding.Finding{Severity: finding.Error, File: m.files[i], Cell: key}
		if f.Line, f.Column = m.links[i].At(key); f.Column > 0 {
			f.Cell = "" // a YAML file, with a column of its own
		}
		return f
	}, manyFiles: true}
	c.together(m.links)
	findings := append(m.findings, c.findings...)
	finding.Sort(findings)
	return out, findings
}

// merger is links from two files under way to one.
type merger struct {
	links    []Link
	files    []string // of each link
	at       map[pair]int
	findings []finding.Finding
}

func (m *merger) add(l Link, file string) {
	m.at[pair{l.FromUUID, l.ToUUID}] = len(m.links)
	m.links, m.files = append(m.links, l), append(m.files, file)
}

func (m *merger) note(kind, file string, l Link, message, was string) {
	line, column := l.At("relation")
	m.findings = append(m.findings, finding.Finding{
		Severity: finding.Note, Kind: kind, File: file, Line: line, Column: column,
		Found: l.Relation, Message: fmt.Sprintf("%s and %s: %s (%s)", cmp.Or(l.FromCode, l.FromUUID), cmp.Or(l.ToCode, l.ToUUID, "no item"), message, was),
	})
}

// same tells whether two links of one pair say the same.
func same(a, b Link) bool {
	return a.Relation == b.Relation && a.Note == b.Note && a.ConfirmedBy == b.ConfirmedBy && a.ConfirmedOn == b.ConfirmedOn
}
