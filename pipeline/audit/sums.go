package audit

import (
	"fmt"
	"slices"
	"strings"
)

// sums holds the counts of a group against its base: each of them, and what they
// add up to.
func (x *examiner) sums(g *Group) {
	for _, f := range g.Figures {
		base := f.Base
		if base == 0 {
			base = g.Base
		}
		if base > 0 && f.HasCount && f.Count > base && len(g.Figures) > 0 && !f.total {
			x.add(Certain, "above-base", g, []Figure{f}, fmt.Sprintf("A count of %d is more than the %d that it is printed of.", f.Count, base), x.otherwise(g, f, base), chanceOfCount(base, f.Count))
			return
		}
	}
	sum, n := sumOf(g)
	if n < 2 || g.apart {
		return
	}
	list := slices.DeleteFunc(slices.Clone(g.Figures), func(f Figure) bool { return !f.HasCount || f.total || len(f.rows) > 0 })
	adds := fmt.Sprintf("%s = %d", strings.Join(counts(list), " + "), sum)
	if total := slices.IndexFunc(g.Figures, func(f Figure) bool { return f.total && f.HasCount }); total >= 0 {
		if t := g.Figures[total]; t.Count != sum {
			x.add(NotStated, "parts-sum", g, append(list, t), fmt.Sprintf("The rows add up to %d, and the total printed with them is %d.", sum, t.Count), adds, chanceOfSum(t.Count))
		}
		return
	}
	s := x.doc.sampleAt(g.at)
	if g.several != nil && s != nil {
		if least := s.n + g.several.n; sum < least {
			x.add(NotStated, "mentions-short", g, append(list, Figure{Spot: g.several.Spot, Text: g.several.text}),
				fmt.Sprintf("%d people of whom %d are in several of these are counted at least %d times, and the printed counts add up to %d.", s.n, g.several.n, least, sum), adds, Chance{})
		}
		return
	}
	base := g.Base
	if base == 0 {
		base = g.settled
	}
	if base == 0 || sum == base || g.multiple {
		return
	}
	if slices.ContainsFunc(list, func(f Figure) bool { return f.Count > base }) {
		return // told as above its base
	}
	complete := g.Complete || len(bandsOf(g)) == len(list)
	percent := ""
	if p, ok := percentSum(list); ok && sum > base {
		percent = fmt.Sprintf("; the percentages add up to %s", p)
	}
	switch {
	case complete:
		message := fmt.Sprintf("The counts are parts of %d and add up to %d.", base, sum)
		if rest := base - (sum - list[len(list)-1].Count); g.Complete && rest >= 0 && !g.IsTable {
			percent += fmt.Sprintf("; the others leave %d for the last", rest)
		}
		x.add(Certain, "parts-sum", g, list, message, adds+percent, chanceOfSum(base))
	case sum > base && isSplit(g):
		x.add(Certain, "parts-sum", g, list, fmt.Sprintf("The parts of %d add up to %d.", base, sum), adds, chanceOfSum(base))
	// Where every percentage is of the base and there are half as many again, each
	// row is a question of its own, or people are in several.
	case sum > base && g.settled == base && (2*sum >= 3*base || !g.IsTable):
	case sum > base && g.Base > 0 && !slices.ContainsFunc(list, func(f Figure) bool { return f.Base > 0 }):
		x.add(NotStated, "parts-sum", g, list, fmt.Sprintf("The counts add up to %d, more than their base of %d: either somebody is in several rows or a count is another one.", sum, base), adds+percent, chanceOfSum(base))
	case sum < base && (g.IsTable && g.Base > 0 || isSplit(g) && s != nil && s.at == g.at):
		x.add(NotStated, "parts-sum", g, list, fmt.Sprintf("The counts add up to %d of %d, and it is not told who the other %d are.", sum, base, base-sum), adds, chanceOfSum(base))
	}
}

// otherwise says what a count that is above its base could have been.
func (x *examiner) otherwise(g *Group, f Figure, base int) string {
	var parts []string
	if n, p, ok := f.pair(); ok {
		if words, any := anyBases(p, n); any {
			parts = append(parts, fmt.Sprintf("%d is %s%% of %s", n, p, words))
		}
	}
	if rest, ok := remainder(g, f, base); ok && f.Base == 0 {
		parts = append(parts, fmt.Sprintf("the others leave %d of %d, which is %s%%", rest, base, exact(rest, base)))
	}
	return strings.Join(parts, "; ")
}

// isSplit tells whether a group is the parts of everybody in one sentence, such
// as "45 women and 9 men".
func isSplit(g *Group) bool {
	return !g.IsTable && g.Base > 0 && len(pairs(g)) == 0 && !slices.ContainsFunc(g.Figures, func(f Figure) bool { return f.Base > 0 })
}

func counts(list []Figure) []string {
	var out []string
	for i, f := range list {
		if i == 30 {
			return append(out, fmt.Sprintf("%d more", len(list)-i))
		}
		out = append(out, fmt.Sprint(f.Count))
	}
	return out
}

// percentSum adds printed percentages of as many digits each.
func percentSum(list []Figure) (string, bool) {
	total := share{}
	for i, f := range list {
		p, ok := parseShare(f.Percent)
		if !ok || i > 0 && p.digits != total.digits {
			return "", false
		}
		total = share{total.units + p.units, p.digits}
	}
	return total.String() + "%", len(list) > 0
}

// mostRows is how many rows of a table are tried as parts of a sum.
const mostRows = 60

// sumOfRows tells of a figure that is the sum of the rounded percentages of rows
// that follow each other in a table of the base, where the rows' own count gives
// another percentage. A figure without a count may be any such rows; one that
// names its rows is those.
func (x *examiner) sumOfRows(g *Group, f Figure, base int) bool {
	p, ok := parseShare(f.Percent)
	if !ok {
		return false
	}
	tables := []*Group{}
	if t := x.doc.tableFor(g.at); t != nil {
		tables = append(tables, t)
	}
	for i := max(0, x.index-near); i < min(len(x.doc.Groups), x.index+near+1); i++ {
		t := x.doc.Groups[i]
		if t != g && t.Base == base && t.Base > 0 && (t.IsTable && g.table == "" || t.table != "" && t.table == g.table) && !slices.Contains(tables, t) {
			tables = append(tables, t)
		}
	}
	for _, t := range tables {
		if t.Base != base {
			continue
		}
		rows := t.Figures[:min(len(t.Figures), mostRows)]
		for from := range rows {
			sum, count := 0, 0
			for to := from; to < len(rows); to++ {
				n, q, ok := rows[to].pair()
				if !ok || q.digits != p.digits || rows[to].total {
					break
				}
				sum, count = sum+q.units, count+n
				part := rows[from : to+1]
				if to == from || sum != p.units || f.HasCount && f.Count != count || HalfUp.Units(count, base, p.digits) == p.units || !named(f.rows, part) {
					continue
				}
				// Without a count, a run in the middle of a table fits by chance.
				if !f.HasCount && len(f.rows) == 0 && from > 0 && to < len(rows)-1 {
					continue
				}
				var added []string
				for _, r := range part {
					added = append(added, r.Percent)
				}
				how := "rounded to the nearest"
				if k, ok := RoundedUp.countFor(p, base); ok && !f.HasCount {
					how += fmt.Sprintf("; %s%% of %d is %d of them only rounded up", p, base, k)
				} else if f.HasCount && RoundedUp.fits(p, count, base) {
					how += ", and " + p.String() + "% only rounded up"
				}
				if x.summed == nil {
					x.summed = map[Spot]bool{}
				}
				x.summed[f.Spot] = true
				chance := chanceOfLone(base, p.digits)
				if f.HasCount {
					chance = chanceOfPair(count, base, p.digits)
				}
				x.add(ByConvention, "sum-of-rounded", g, []Figure{f},
					fmt.Sprintf("%s%% is the sum of percentages that were already rounded; %d of %d is %s%%.", p, count, base, HalfUp.share(count, base, p.digits)),
					fmt.Sprintf("%s = %s (%s to %s); %d/%d = %s%% %s", strings.Join(added, " + "), p, part[0].Label, part[len(part)-1].Label, count, base, exact(count, base), how),
					chance)
				return true
			}
		}
	}
	return false
}

func (c Convention) share(count, base, digits int) share {
	return share{c.Units(count, base, digits), digits}
}

// named tells whether rows are those that a figure names, where it names any.
func named(labels []string, rows []Figure) bool {
	if len(labels) == 0 {
		return true
	}
	if len(labels) != len(rows) {
		return false
	}
	for _, r := range rows {
		if !slices.Contains(labels, r.Label) {
			return false
		}
	}
	return true
}
