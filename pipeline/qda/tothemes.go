package qda

import (
	"strconv"
	"strings"
	"unicode"

	"concord/pipeline/finding"
	"concord/pipeline/theme"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// mostID is how many characters the id of a theme may have.
const mostID = 64

// Themes makes a codebook of a project's codes, and gives the theme of each code
// by its GUID. file names the project in findings. A code that is a theme of
// known, because concord wrote it or because its name is that theme's alone,
// keeps that theme's id, rules, stance and proposals, and takes its name,
// definition and place from the project; known may be nil. Every other code gets
// an id made of its name. The findings say what codes have that themes do not:
// colours, sets, notes.
func (p Project) Themes(file string, known *theme.Codebook) (*theme.Codebook, map[string]string, []finding.Finding) {
	t := &tally{file: file}
	cb := &theme.Codebook{ID: slug(p.Name), Title: p.Name, Version: "1"}
	m := matcher{byGUID: map[string]int{}, byName: map[string]int{}, used: map[string]bool{}}
	if known != nil {
		cb = &theme.Codebook{ID: known.ID, Title: known.Title, Version: known.Version, Language: known.Language}
		m.learn(known)
	}
	if cb.ID == "" {
		cb.ID = "codebook"
	}
	if cb.Title == "" {
		cb.Title = cb.ID
	}
	// What is known by its GUID comes first, so that a new code of the same name
	// cannot take its place.
	found := map[string]int{}
	everyCode(p.Codes, func(c *Code, _ int) {
		if i, ok := m.byGUID[c.GUID]; ok {
			found[c.GUID] = i
			m.used[known.Themes[i].ID] = true
		}
	})
	everyCode(p.Codes, func(c *Code, _ int) {
		if _, ok := found[c.GUID]; ok {
			return
		}
		if i, ok := m.byName[fold(c.Name)]; ok && i >= 0 && !m.used[known.Themes[i].ID] {
			found[c.GUID] = i
			m.used[known.Themes[i].ID] = true
		}
	})
	ids := map[string]string{}
	unique := uniqueIDs{taken: map[string]bool{}}
	if known != nil {
		for _, th := range known.Themes {
			unique.taken[strings.ToLower(th.ID)] = true
		}
	}
	var order []string
	colours, folders := 0, 0
	everyCode(p.Codes, func(c *Code, parent int) {
		th := theme.Theme{}
		if i, ok := found[c.GUID]; ok {
			th = known.Themes[i]
		} else {
			th.ID = unique.next(slug(c.Name), "code")
		}
		th.Name, th.Parent = strings.TrimSpace(c.Name), ""
		if th.Name == "" {
			th.Name = th.ID
		}
		if parent >= 0 {
			th.Parent = order[parent]
		}
		th.Definition, th.Include, th.Exclude = splitDescription(c.Description)
		order = append(order, th.ID)
		ids[c.GUID] = th.ID
		cb.Themes = append(cb.Themes, th)
		if c.Colour != "" {
			colours++
		}
		if !c.Codable {
			folders++
		}
		t.lost(0, len(c.Notes), "notes on codes")
	})
	t.lost(0, colours, "colours of codes")
	t.lost(0, folders, "that a code only holds others and may not be used itself")
	sets := 0
	for _, s := range p.Sets {
		if len(s.Codes) > 0 {
			sets++
		}
	}
	t.lost(0, sets, "sets of codes")
	return cb, ids, t.findings()
}

// matcher knows the themes of a codebook again.
type matcher struct {
	byGUID map[string]int
	byName map[string]int // -1 where two themes have the name
	used   map[string]bool
}

func (m *matcher) learn(known *theme.Codebook) {
	for i, th := range known.Themes {
		m.byGUID[codeGUID(known.ID, th.ID)] = i
		name := fold(nameOf(th))
		if _, twice := m.byName[name]; twice {
			m.byName[name] = -1
			continue
		}
		m.byName[name] = i
	}
}

func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// slug makes an id of a name: small letters and digits, with a hyphen for all
// that stands between them, accents dropped, mostID characters at most; "" where
// nothing of the name is left, as of one in another script.
func slug(name string) string {
	bare := name
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 }) {
		if out, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), name); err == nil {
			bare = out
		}
	}
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(bare) {
		if r < 'a' && (r < '0' || r > '9') || r > 'z' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
		if b.Len() >= mostID-1 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}

// uniqueIDs gives each id once, capitals not counting.
type uniqueIDs struct {
	taken map[string]bool
	last  map[string]int
}

// next gives an id, with a number after it where it is taken.
func (u *uniqueIDs) next(id, otherwise string) string {
	if id == "" {
		id = otherwise
	}
	low := strings.ToLower(id)
	if !u.taken[low] {
		u.taken[low] = true
		return id
	}
	if u.last == nil {
		u.last = map[string]int{}
	}
	for n := max(u.last[low], 1) + 1; ; n++ {
		tail := "-" + strconv.Itoa(n)
		try := id
		if len(try)+len(tail) > mostID && !strings.Contains(try, "/") {
			try = try[:mostID-len(tail)]
		}
		if try += tail; !u.taken[strings.ToLower(try)] {
			u.taken[strings.ToLower(try)] = true
			u.last[low] = n
			return try
		}
	}
}
