package redline

import (
	"cmp"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
	"concord/pipeline/wordfile"
)

// paragraph is a paragraph of the text of a framework.
type paragraph struct {
	// key says what it is; what has the same key in both versions is the same.
	key   string
	style wordfile.Style
	// uuid is that of the item whose words they are, id that of the item it is
	// matched with in the later version; "" for what is no item's.
	uuid, id string
	pieces   [pieces]piece
}

// A paragraph's words are told apart piece by piece, so that a code is never
// compared with a statement.
const (
	ofCode = iota
	ofTitle
	ofStatement
	ofLevel
	pieces
)

// piece is some words with what parts them from those before and after.
type piece struct{ lead, text, trail string }

func (p piece) String() string { return p.lead + p.text + p.trail }

// text gives a paragraph of words alone.
func text(key string, style wordfile.Style, words string) paragraph {
	p := paragraph{key: key, style: style}
	p.pieces[ofStatement].text = onpage.Clean(words)
	return p
}

// paragraphs sets out the head of a framework and its items in force. Where kinds
// is set, each run of statements of one kind stands below the kind's name. Same
// gives for the UUID of an item that of the one it is matched with, if another.
func paragraphs(f *frameworks.Framework, kinds bool, same map[string]string) []paragraph {
	out := []paragraph{text("title", wordfile.Title, f.Title), text("version", wordfile.Subtitle, version(f))}
	add := func(key string, style wordfile.Style, name, words string) {
		if strings.TrimSpace(words) != "" {
			out = append(out, text(key, style, name+words))
		}
	}
	add("source", wordfile.Small, "Known from: ", f.Source)
	add("creator", wordfile.Small, "Made by: ", f.Creator)
	add("publisher", wordfile.Small, "Published by: ", f.Publisher)
	add("rights", wordfile.Small, "Rights: ", f.Rights)
	add("notes", wordfile.Small, "", f.Notes)
	levels := map[string]string{}
	for _, l := range f.Levels {
		levels[l.ID] = onpage.Clean(cmp.Or(l.Label, l.ID))
	}
	if len(f.Levels) > 0 {
		out = append(out, text("levels", wordfile.Heading1, "Levels"))
	}
	for _, l := range f.Levels {
		p := text("level "+l.ID, wordfile.Body, l.Definition)
		p.pieces[ofTitle].text = levels[l.ID]
		if p.pieces[ofStatement].text != "" {
			p.pieces[ofStatement].lead = ": "
		}
		out = append(out, p)
	}
	s := setter{levels: levels, kinds: map[string]string{}, byKind: kinds, same: same, out: out}
	for _, k := range f.Kinds {
		s.kinds[k.ID] = onpage.Clean(cmp.Or(k.Label, k.ID))
	}
	s.items(f.Items, "", 1)
	// The last paragraph is in both versions, so that the mark at the end of any
	// other can come or go: Word cannot take out the last one of a document.
	return append(s.out, text("end", wordfile.Small, f.ID+" "+f.Version))
}

func version(f *frameworks.Framework) string {
	parts := []string{"Version " + f.Version}
	for _, v := range []string{f.Status, f.Changed} {
		if v != "" {
			parts = append(parts, v)
		}
	}
	if f.Wording != "" {
		parts = append(parts, f.Wording+" wording")
	}
	return strings.Join(parts, ", ")
}

// setter sets out items.
type setter struct {
	levels, kinds map[string]string
	byKind        bool
	same          map[string]string
	out           []paragraph
}

func (s *setter) items(items []frameworks.Item, above string, depth int) {
	last, kindHeadings := "", map[string]int{}
	for n := range items {
		i := &items[n]
		if !i.InForce() {
			continue
		}
		id := cmp.Or(s.same[i.UUID], i.UUID)
		p := paragraph{key: "item " + id, uuid: i.UUID, id: id}
		title, statement := onpage.Clean(i.Title), onpage.Clean(i.Statement)
		if code := onpage.Clean(i.Code); code != "" {
			p.pieces[ofCode] = piece{text: code, trail: "\t"}
		}
		if level := cmp.Or(s.levels[i.Level], onpage.Clean(i.Level)); level != "" {
			p.pieces[ofLevel] = piece{lead: " ", text: "[" + level + "]"}
		}
		heading := hasItems(i)
		if !heading {
			if s.byKind && i.Kind != last {
				kindHeadings[i.Kind]++
				key := "kind " + above + " " + i.Kind + " " + strconv.Itoa(kindHeadings[i.Kind])
				s.out = append(s.out, text(key, headingStyle(depth), cmp.Or(s.kinds[i.Kind], i.Kind)))
				last = i.Kind
			}
			p.style = wordfile.Coded
			p.pieces[ofTitle].text = title
			p.pieces[ofStatement].text = statement
			if title != "" && statement != "" {
				p.pieces[ofStatement].lead = ": "
			}
			s.out = append(s.out, p)
			continue
		}
		last = ""
		p.style = headingStyle(depth)
		p.pieces[ofTitle].text = cmp.Or(title, statement)
		s.out = append(s.out, p)
		if title != "" && statement != "" {
			under := text("statement "+id, wordfile.Body, statement)
			under.uuid, under.id = i.UUID, id
			s.out = append(s.out, under)
		}
		s.items(i.Items, id, depth+1)
	}
}

// hasItems tells whether items in force stand below an item.
func hasItems(i *frameworks.Item) bool {
	for n := range i.Items {
		if i.Items[n].InForce() {
			return true
		}
	}
	return false
}

// headingStyle is that of headings so far down; there are no more than four.
func headingStyle(depth int) wordfile.Style {
	return []wordfile.Style{wordfile.Heading1, wordfile.Heading2, wordfile.Heading3, wordfile.Heading4}[min(depth, 4)-1]
}

// severalKinds tells whether the statements in force of a framework are of more
// than one kind.
func severalKinds(f *frameworks.Framework) bool {
	kind, several := "", false
	first := true
	f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
		if i.InForce() && !hasItems(i) {
			several = several || !first && i.Kind != kind
			kind, first = i.Kind, false
		}
		return i.InForce()
	})
	return several
}
