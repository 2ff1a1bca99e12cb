package redline

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/finding"
)

// versions gives the digital competencies and a version of them that was edited by
// hand: something of every operation.
func versions(t testing.TB) (old, new *frameworks.Framework, c compare.Comparison) {
	t.Helper()
	old, _, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/next.yaml")
	if err != nil {
		t.Fatal(err)
	}
	new, findings := frameworks.Read("next.yaml", data)
	if errors := finding.Errors(findings); len(errors) > 0 {
		t.Fatal(errors)
	}
	return old, new, compare.Frameworks(old, new)
}

func framework(t testing.TB, items string) *frameworks.Framework {
	t.Helper()
	f, findings := frameworks.Read("f.yaml", []byte("id: f\ntitle: F\nversion: 1.0.0\nkinds:\n  - {id: domain, label: Domain}\n  - {id: skill, label: Skill}\n  - {id: duty, label: Duty}\nlevels:\n  - {id: core, label: Core}\nitems:\n"+items))
	if errors := finding.Errors(findings); len(errors) > 0 {
		t.Fatal(errors)
	}
	return f
}

// textOf gives the paragraphs of a version in words.
func textOf(ps []paragraph) []string {
	var out []string
	for _, p := range ps {
		var s string
		for _, piece := range p.pieces {
			s += piece.String()
		}
		out = append(out, s)
	}
	return out
}

// texts gives the text of both versions as the redline sets them out.
func texts(old, new *frameworks.Framework) (before, after []string) {
	kinds := severalKinds(old) || severalKinds(new)
	return textOf(paragraphs(old, kinds, nil)), textOf(paragraphs(new, kinds, nil))
}

// resolve gives the paragraphs of a Word document, and their styles, after all
// changes are accepted, or rejected: by the rules of ECMA-376 part 1, 17.13.5,
// words and paragraph marks that go are taken away, and a paragraph without its
// mark goes on in the next, whose style it has.
func resolve(t testing.TB, data []byte, accept bool) (out, styles []string) {
	t.Helper()
	gone := map[string]bool{"del": accept, "ins": !accept}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(f)
	var text strings.Builder
	style, marked, properties := "", false, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			if text.Len() > 0 {
				t.Errorf("%q has no end", text.String())
			}
			return out, styles
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "p":
				style, marked = "", false
			case "pPr":
				properties++
			case "pStyle":
				style = e.Attr[0].Value
			case "tab":
				text.WriteByte('\t')
			case "t", "delText":
				var words string
				if err := d.DecodeElement(&words, &e); err != nil {
					t.Fatal(err)
				}
				text.WriteString(words)
			case "ins", "del":
				if gone[e.Name.Local] {
					marked = marked || properties > 0
					if err := d.Skip(); err != nil {
						t.Fatal(err)
					}
				}
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "pPr":
				properties--
			case "p":
				if !marked {
					out, styles = append(out, text.String()), append(styles, style)
					text.Reset()
				}
			}
		}
	}
}

var (
	tags    = regexp.MustCompile(`<[^>]*>`)
	hidden  = regexp.MustCompile(`<span class="told" lang="en">[^<]*</span>`)
	why     = regexp.MustCompile(`(?s)<div class="why".*?</div>`)
	deleted = regexp.MustCompile(`(?s)<del>.*?</del>`)
	added   = regexp.MustCompile(`(?s)<ins>.*?</ins>`)
	main    = regexp.MustCompile(`(?s)<main>(.*?)(<section|</main>)`)
)

// pageWords gives all the words of a page's framework, accepted or rejected,
// without the spaces, which stand on a page where its layout wants them.
func pageWords(page string, accept bool) string {
	page = why.ReplaceAllString(hidden.ReplaceAllString(main.FindStringSubmatch(page)[1], ""), "")
	if accept {
		page = deleted.ReplaceAllString(page, "")
	} else {
		page = added.ReplaceAllString(page, "")
	}
	return solid(unescape.Replace(tags.ReplaceAllString(page, " ")))
}

func solid(s string) string { return strings.Join(strings.Fields(s), "") }

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&#39;", "'", "&#34;", `"`, "&#43;", "+")

// edited gives a copy of a framework on which so many edits were made by chance:
// items and headings put in, taken out, ended, moved and reworded.
func edited(r *rand.Rand, f *frameworks.Framework, edits int) *frameworks.Framework {
	out := *f
	var clone func(items []frameworks.Item) []frameworks.Item
	clone = func(items []frameworks.Item) []frameworks.Item {
		var list []frameworks.Item
		for _, i := range items {
			i.Items = clone(i.Items)
			list = append(list, i)
		}
		return list
	}
	out.Items = clone(f.Items)
	word := func() string {
		return []string{"knows", "all", "of", "<it>", "well,", "and", "{++safely++}", "at", "once."}[r.IntN(9)]
	}
	for n := range edits {
		var lists []*[]frameworks.Item
		var collect func(list *[]frameworks.Item)
		collect = func(list *[]frameworks.Item) {
			lists = append(lists, list)
			for i := range *list {
				collect(&(*list)[i].Items)
			}
		}
		collect(&out.Items)
		take := func() (frameworks.Item, bool) {
			list := lists[r.IntN(len(lists))]
			if len(*list) == 0 {
				return frameworks.Item{}, false
			}
			at := r.IntN(len(*list))
			i := (*list)[at]
			*list = append((*list)[:at:at], (*list)[at+1:]...)
			return i, true
		}
		put := func(i frameworks.Item) {
			// The lists were found before something was taken out, and those within it
			// are no longer in the framework: find them anew.
			lists = nil
			collect(&out.Items)
			list := lists[r.IntN(len(lists))]
			at := r.IntN(len(*list) + 1)
			*list = append((*list)[:at:at], append([]frameworks.Item{i}, (*list)[at:]...)...)
		}
		switch r.IntN(5) {
		case 0:
			take()
		case 1:
			put(frameworks.Item{UUID: frameworks.UUID(f.ID, "new/"+string(rune('a'+n))), Code: "N." + string(rune('a'+n)), Kind: []string{"knowledge", "ability"}[r.IntN(2)], Statement: word() + " " + word() + " " + word()})
		case 2:
			if i, ok := take(); ok {
				put(i)
			}
		default:
			list := lists[r.IntN(len(lists))]
			if len(*list) == 0 {
				continue
			}
			i := &(*list)[r.IntN(len(*list))]
			words := strings.Fields(i.Statement)
			for range 1 + r.IntN(6) {
				at := r.IntN(len(words) + 1)
				if r.IntN(2) == 0 && at < len(words) {
					words = append(words[:at:at], words[at+1:]...)
				} else {
					words = append(words[:at:at], append([]string{word()}, words[at:]...)...)
				}
			}
			if i.Statement = strings.Join(words, " "); r.IntN(5) == 0 {
				i.Until = "2026-12-01"
			}
		}
	}
	return &out
}
