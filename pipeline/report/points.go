package report

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/onpage"
)

// point is what a summary says in one line: the amendments that follow from the
// same themes, or one that follows from none.
type point struct {
	themes string
	list   []*amend.Amendment
}

// points gathers the docket into points, in the order of the first amendment of
// each. The drafting notes of one theme have nearly the same support, so that
// listing the first few amendments would tell of one theme only.
func (b *builder) points() []point {
	var out []point
	for i := range b.in.Docket.Amendments {
		a := &b.in.Docket.Amendments[i]
		themes := strings.Join(a.Themes, "\x00")
		at := slices.IndexFunc(out, func(p point) bool { return themes != "" && p.themes == themes })
		if at < 0 {
			out = append(out, point{themes: themes})
			at = len(out) - 1
		}
		out[at].list = append(out[at].list, a)
	}
	return out
}

// decidedOf says how many amendments the group has decided, and how many of
// these it accepted.
func (b *builder) decidedOf() string {
	decided, accepted := 0, 0
	for _, d := range b.in.Decisions {
		if d.Disposition == "" {
			continue
		}
		decided++
		if strings.HasPrefix(d.Disposition, "accepted") {
			accepted++
		}
	}
	switch {
	case decided == 0:
		return "none is decided"
	case decided == accepted:
		return fmt.Sprintf("the group accepted %d of them, and has not decided on the others", accepted)
	}
	return fmt.Sprintf("the group has decided on %d of them and accepted %d", decided, accepted)
}

// leading tells the summary's reader what should change.
func (b *builder) leading() []Block {
	if b.in.Docket == nil || b.in.Framework == nil || len(b.in.Docket.Amendments) == 0 {
		return nil
	}
	total := len(b.in.Docket.Amendments)
	points := b.points()
	points = points[:min(summaryPoints, len(points))]
	intro := sentence(count(total, "amendment is", "amendments are") + " proposed; " + b.decidedOf() + ", and nobody who took part was asked about any of them directly")
	named := 0
	var items []Text
	for _, p := range points {
		named += len(p.list)
		items = append(items, b.say(p))
	}
	if total > 1 {
		intro += " Those with most support:"
	}
	out := []Block{para(strong("What should change. "), intro), List{Items: items}}
	if more := total - named; more > 0 {
		out = append(out, para(thousands(more)+" more are in ", link("Proposed amendments", "amendments"), "."))
	}
	return out
}

// say puts a point in one line: what it is about, what it does, on whose word,
// and where it is told in full.
func (b *builder) say(p point) Text {
	var parts []any
	if themes := p.list[0].Themes; len(themes) > 0 {
		names := make([]string, len(themes))
		for i, id := range themes {
			names[i] = b.themeName(id)
		}
		parts = append(parts, strong(and(names)), ": ")
	}
	said := and(b.does(p.list))
	if len(p.list[0].Themes) == 0 {
		said = upperFirst(said)
	}
	return text(append(append(append(parts, said+" ("+b.behind(p.list)+"; "), b.numbers(p.list)...), ").")...)
}

// numbers links to amendments, to the first and last where they follow one
// another.
func (b *builder) numbers(list []*amend.Amendment) []any {
	var each []Span
	for _, a := range list {
		each = append(each, link(fmt.Sprint(a.Number), b.amendmentAnchor(a)))
	}
	n := len(list)
	switch {
	case n == 1:
		return []any{"no. ", each[0]}
	case n > 2 && list[n-1].Number-list[0].Number == n-1:
		return []any{"nos. ", each[0], " to ", each[n-1]}
	}
	return append([]any{"nos. "}, separated(each)...)
}

// does says what amendments do together, additions and levels by their number.
func (b *builder) does(list []*amend.Amendment) []string {
	var out, domains []string
	added, levels, level := 0, 0, ""
	for _, a := range list {
		switch {
		case a.Operation == amend.Add:
			added++
			for _, t := range a.Targets {
				if !slices.Contains(domains, t.Domain) {
					domains = append(domains, t.Domain)
				}
			}
		case a.Operation == amend.Level && (level == "" || level == a.Level):
			level = a.Level
			levels += len(a.Targets)
		case a.TextAfter != "" && a.Operation == amend.Rename:
			out = append(out, lowerFirst(b.operation(a))+" to “"+onpage.Short(onpage.Clean(a.TextAfter), 70)+"”")
		default:
			out = append(out, lowerFirst(b.operation(a)))
		}
	}
	if added > 0 {
		out = append(out, "add "+count(added, "statement", "statements")+" to "+b.domainList(domains))
	}
	if level != "" {
		out = append(out, "give "+count(levels, "statement", "statements")+" the level “"+b.level(level)+"”")
	}
	return out
}

func (b *builder) domainList(codes []string) string {
	slices.SortFunc(codes, frameworks.CompareCodes)
	if slices.Contains(codes, "") {
		return "the framework"
	}
	if len(codes) == 1 {
		return "domain " + b.domainName(codes[0])
	}
	for i := range codes {
		codes[i] = onpage.Clean(codes[i])
	}
	return "domains " + and(codes)
}

// behind says how many people are for and against.
func (b *builder) behind(list []*amend.Amendment) string {
	least, most, against := list[0].For, list[0].For, 0
	for _, a := range list {
		least, most, against = min(least, a.For), max(most, a.For), max(against, a.Against)
	}
	said := b.persons(most) + " for"
	if least < most && !b.small(least) {
		said = fmt.Sprintf("%d to %d people for", least, most)
	}
	switch {
	case against == 0:
		return said + ", none against"
	case len(list) > 1 && !b.small(against) && slices.ContainsFunc(list, func(a *amend.Amendment) bool { return a.Against != against }):
		return said + fmt.Sprintf(", up to %d against", against)
	}
	return said + ", " + b.number(against) + " against"
}
