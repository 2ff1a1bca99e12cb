package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/finding"
)

var (
	areaLine   = regexp.MustCompile(`^(\p{Lu}[^.–]{2,120}?) [–-] (.+)$`)
	suppliers  = regexp.MustCompile(`(?i)^(these|all of the above|the above|this)( of the above)? skills?\b.*\b(drawn|provided|supplied)\b`)
	figureHead = regexp.MustCompile(`(?i)^areas? of (competences?|competenc(y|ies))\b`)
)

// maxAreas bounds the areas of competence, of which each is compared to each box.
const maxAreas = 200

// areas adds the areas of competence: the boxes of the figure, each with the
// paragraph that tells of it. A paragraph without a box is an area too.
func (s *source) areas(f *frameworks.Framework, rest []cell) {
	told := paragraphsOf(rest)
	boxes := figure(rest)
	if len(told) > maxAreas || len(boxes) > maxAreas {
		s.fail("too-many-areas", rest[0].first().n, "", fmt.Sprintf("at most %d areas of competence", maxAreas), "what follows the table holds too many areas", "Look whether another text follows, and take it out.")
		return
	}
	group := frameworks.Item{Kind: "group", Title: "Areas of competence"}
	if len(told) == 0 && len(boxes) == 0 {
		last := s.lines[lastText(s.lines)]
		s.fail("areas-missing", last.n, last.text, `paragraphs such as "Therapy – …" after the table, and a figure headed "Areas of competence"`,
			"the text ends without the areas of competence", "Look whether the copy is whole.")
		return
	}
	if len(boxes) == 0 {
		last := s.lines[lastText(s.lines)]
		s.fail("figure-missing", last.n, last.text, `a figure headed "Areas of competence"`, "the text ends without the figure that names the areas of competence", "Look whether the copy is whole.")
		return
	}
	group.Pos = at(boxes[0].at)
	free := make([]bool, len(boxes))
	for i := range free {
		free[i] = true
	}
	for _, area := range told {
		best, most := -1, 0.0
		for i, b := range boxes {
			if share := sharedWords(b.title, area.Title); free[i] && share > most {
				best, most = i, share
			}
		}
		if best >= 0 && most >= 0.5 {
			free[best] = false
			area.Title = boxes[best].title
		} else {
			s.add(finding.Finding{
				Severity: finding.Warning, Kind: "area-without-box", Line: area.Line, Found: area.Title,
				Message: "a paragraph tells of this area, and the figure has no box for it", Do: "Look whether the copy is whole.",
			})
		}
		group.Items = append(group.Items, area)
	}
	for i, b := range boxes {
		if free[i] {
			group.Items = append(group.Items, frameworks.Item{Pos: at(b.at), Kind: "area", Title: b.title})
			s.note("area-without-text", b.at.n, 0, "the figure names the area "+b.title+", and no paragraph tells of it", "")
		}
	}
	f.Items = append(f.Items, group)
}

// paragraphsOf gives an area for each paragraph such as "Therapy – …" before
// the figure, with the sentence on who could supply its skills as notes.
func paragraphsOf(rest []cell) []frameworks.Item {
	var out []frameworks.Item
	for _, c := range rest {
		if figureHead.MatchString(c.first().text) || len(out) > maxAreas {
			break
		}
		for _, part := range parts(c) {
			text := part.text()
			if pageNumber.MatchString(text) {
				continue
			}
			if suppliers.MatchString(text) {
				from := max(0, len(out)-1)
				if strings.Contains(strings.ToLower(firstWords(text)), "above") {
					from = 0
				}
				for i := from; i < len(out); i++ {
					out[i].Notes = paragraphs(out[i].Notes, text)
				}
				continue
			}
			if m := areaLine.FindStringSubmatch(text); m != nil {
				out = append(out, frameworks.Item{Pos: at(part[0]), Kind: "area", Title: m[1], Statement: text})
			}
		}
	}
	return out
}

type box struct {
	title string
	at    line
}

// figure gives the boxes of the figure. A cell that begins with a small letter,
// or that follows one which ends with "and", goes on with the box before it.
func figure(rest []cell) []box {
	start := slices.IndexFunc(rest, func(c cell) bool { return figureHead.MatchString(c.first().text) })
	if start < 0 {
		return nil
	}
	var out []box
	for i, c := range rest[start+1:] {
		if len(out) > maxAreas {
			break
		}
		whole := len(out) == 0 || !openEnd.MatchString(out[len(out)-1].title)
		if after := start + 2 + i; c.first().page && whole && after < len(rest) && prose(rest[after]) {
			break // the heading of a section
		}
		text := c.text()
		if text == "" || pageNumber.MatchString(text) {
			continue
		}
		if sentenceEnd.MatchString(text) {
			continue // the heading's own second half
		}
		if prose(c) || len(text) > 100 {
			break
		}
		first, _ := utf8.DecodeRuneInString(text)
		if n := len(out); n > 0 && (unicode.IsLower(first) || openEnd.MatchString(out[n-1].title)) && len(out[n-1].title) < 200 {
			out[n-1].title = join(out[n-1].title, text)
			continue
		}
		out = append(out, box{text, c.first()})
	}
	return out
}

// sharedWords gives the share of a's words that b has too, small ones aside.
func sharedWords(a, b string) float64 {
	words := func(s string) []string {
		return slices.DeleteFunc(strings.Split(frameworks.Slug(s), "-"), func(w string) bool { return len(w) < 4 })
	}
	as, bs := words(a), words(b)
	if len(as) == 0 {
		return 0
	}
	n := 0
	for _, w := range as {
		if slices.Contains(bs, w) {
			n++
		}
	}
	return float64(n) / float64(len(as))
}
