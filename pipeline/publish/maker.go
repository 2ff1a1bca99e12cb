package publish

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
)

var (
	//go:embed pages
	pageFiles embed.FS
	//go:embed site.css
	siteCSS string
	//go:embed map.js
	mapJS string
	//go:embed assess.js
	assessJS string
)

var pageTemplates = template.Must(template.New("site").Funcs(template.FuncMap{
	"plural": plural,
	// deeper is an item with the level of the headings below it.
	"deeper":     func(i *item, depth int) branch { return branch{i, min(depth+1, 6)} },
	"domainWord": func(top []*item) string { return topWord(top, false) },
	"domainsWord": func(parts []part) string {
		var top []*item
		for _, p := range parts {
			top = append(top, p.Domain)
		}
		return topWord(top, true)
	},
}).ParseFS(pageFiles, "pages/*.html"))

// branch is an item with the level of the headings below it.
type branch struct {
	*item
	Depth int
}

// topWord is what top-level items are called: their kind where they share one.
func topWord(top []*item, several bool) string {
	word := "Part"
	for n, i := range top {
		if i.Kind == "" || n > 0 && i.Kind != top[0].Kind {
			word = "Part"
			break
		}
		word = i.Kind
	}
	if several {
		word += "s"
	}
	return word
}

// page is what every page has: its head, its way about the site, and its own body.
type page struct {
	// Language is that of the framework's words; the site's own are English.
	Language, Title, Site string
	// Root leads from the page to the site's folder: "" or "../".
	Root string
	Nav  []navItem
	// Policy is the content-security policy, Script the page's own, "" for none.
	Policy string
	Script template.HTML
	// Canonical is the page's lasting address, "" where it has none.
	Canonical string
	Foot      []string
	// Feed tells that there is a feed of versions.
	Feed bool
	Body any
}

// navItem is one of the site's main pages.
type navItem struct {
	Label, Href string
	Here        bool
}

// maker makes the files of a site.
type maker struct {
	*Site
	versions []*version
	compared []pair
	files    []File
}

func newMaker(s *Site) (*maker, error) {
	m := &maker{Site: s, compared: s.pairs()}
	seen := map[string]bool{}
	for _, f := range s.Versions {
		if seen[f.Version] {
			return nil, fmt.Errorf("two files say that they are version %s of %s", f.Version, f.ID)
		}
		seen[f.Version] = true
		m.versions = append(m.versions, newVersion(f))
	}
	for n, v := range m.versions {
		if n > 0 {
			v.since(m.versions[n-1], m.pairOf(m.versions[n-1].f, v.f))
		}
	}
	return m, nil
}

// pairOf gives two versions told apart, nil where they were not compared.
func (m *maker) pairOf(old, new *frameworks.Framework) *pair {
	for i := range m.compared {
		if m.compared[i].old == old && m.compared[i].new == new {
			return &m.compared[i]
		}
	}
	return nil
}

func (m *maker) newest() *version { return m.versions[len(m.versions)-1] }

// nav names the main pages; here is the label of the one that it is for.
func (m *maker) nav(root, here string) []navItem {
	list := []navItem{{Label: "Framework", Href: m.newest().dir() + "/index.html"}}
	if len(m.compared) > 0 {
		list = append(list, navItem{Label: "What changed", Href: "changes/index.html"})
	}
	if m.Answer != nil {
		list = append(list, navItem{Label: "You said, we did", Href: "you-said.html"})
	}
	if len(m.Tables) > 0 {
		list = append(list, navItem{Label: "Tables and charts", Href: "tables.html"})
	}
	list = append(list,
		navItem{Label: "Rate yourself", Href: m.newest().dir() + "/self-assessment.html"},
		navItem{Label: "Method and limits", Href: "method.html"},
		navItem{Label: "Downloads", Href: "downloads.html"})
	for i := range list {
		list[i].Here = list[i].Label == here
		list[i].Href = root + list[i].Href
	}
	return list
}

// write makes one page. Body is what its template, which has the same name as the
// file in pages/, is given.
func (m *maker) write(path, name, here, title, script string, body any) error {
	f := m.latest()
	p := page{
		Language: onpage.Clean(f.Language), Title: onpage.Clean(title), Site: onpage.Clean(f.Title),
		Root: strings.Repeat("../", strings.Count(path, "/")), Body: body, Feed: m.dated(),
	}
	p.Nav = m.nav(p.Root, here)
	if m.Address != "" {
		p.Canonical = m.Address + "/" + path
	}
	if f.Wording == "paraphrase" {
		p.Foot = append(p.Foot, "The statements are given in paraphrase, not in the official wording.")
	}
	if f.Rights != "" {
		p.Foot = append(p.Foot, onpage.Clean(f.Rights))
	}
	// Nothing is fetched and nothing sent: the one script that a page may run is the
	// one written into it, known by its hash.
	p.Policy = "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
	if script != "" {
		p.Script = template.HTML("<script>" + script + "</script>")
		sum := sha256.Sum256([]byte(script))
		p.Policy += "; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	var b bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&b, name, p); err != nil {
		return fmt.Errorf("%s could not be written: %w", path, err)
	}
	m.files = append(m.files, File{path, b.Bytes()})
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
