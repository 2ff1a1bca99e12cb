package audit

import "fmt"

// band is a range of whole numbers that a row stands for, as "18-25" or "65+".
type band struct {
	low, high int // high is maxFigure where it has no end
	figure    Figure
	open      bool // "under 10": where it begins is not told
}

var (
	fromTo   = pattern(`(?:^|[^\d.,-])(\d{1,3})\s*(?:-|–|—|to)\s*(\d{1,3})(?:[^\d.,%-]|$)`)
	andAbove = pattern(`(?:^|[^\d.,-])(\d{1,3})\s*(?:\+|(?:years\s+)?(?:and|or)\s+(?:over|above|older|more))|(?:over|more than|above|older than)\s+(\d{1,3})\b`)
	andUnder = pattern(`(?:under|below|less than|younger than|fewer than|up to)\s+(\d{1,3})\b`)
)

// bandsOf gives the bands that the labels of a group name.
func bandsOf(g *Group) []band {
	var out []band
	for _, f := range g.Figures {
		if f.total || !f.HasCount || len(f.rows) > 0 {
			continue
		}
		label := f.Label
		if len(label) > 200 {
			label = label[len(label)-200:]
		}
		if m := fromTo.FindStringSubmatch(label); m != nil {
			low, _ := number(m[1])
			high, _ := number(m[2])
			if low < high {
				out = append(out, band{low: low, high: high, figure: f})
			}
		} else if m := andAbove.FindStringSubmatch(label); m != nil {
			if low, ok := number(m[1]); ok {
				out = append(out, band{low: low, high: maxFigure, figure: f})
			} else if low, ok := number(m[2]); ok {
				out = append(out, band{low: low + 1, high: maxFigure, figure: f})
			}
		} else if m := andUnder.FindStringSubmatch(label); m != nil {
			high, _ := number(m[1])
			out = append(out, band{high: high - 1, figure: f, open: true})
		}
	}
	return out
}

// bands looks whether bands that follow each other overlap or leave a gap.
func (x *examiner) bands(g *Group) {
	list := bandsOf(g)
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.low > b.low { // from the highest down
			a, b = b, a
		}
		if a.open && b.open {
			continue
		}
		figures := []Figure{list[i-1].figure, list[i].figure}
		common := span{max(a.low, b.low), min(a.high, b.high)}
		switch {
		case b.low == a.high+1:
		case !common.empty() && !a.open:
			what := fmt.Sprint(common.low)
			if common.high > common.low {
				what = fmt.Sprintf("%d to %d", common.low, common.high)
			}
			x.add(Certain, "bands-overlap", g, figures, fmt.Sprintf("These two bands overlap: %s is in both.", what), "", Chance{})
		case common.empty() && b.low > a.high+1:
			what := fmt.Sprint(a.high + 1)
			if b.low > a.high+2 {
				what = fmt.Sprintf("%d to %d", a.high+1, b.low-1)
			}
			x.add(Certain, "bands-gap", g, figures, fmt.Sprintf("Between these two bands is a gap: %s is in neither.", what), "", Chance{})
		}
	}
}
