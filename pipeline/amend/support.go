package amend

import (
	"cmp"
	"slices"

	"concord/frameworks"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Subgroup is a subgroup of those who took part.
type Subgroup struct {
	ID string
	// Base is how many of those who took part are in it.
	Base int
}

// SubgroupSupport is the support that an amendment has in a subgroup.
type SubgroupSupport struct {
	Subgroup string
	// For and Against count different people of the subgroup; Base is how many it has.
	For, Against, Base int
	// Share is For of Base as a percentage to four digits, "" where Base is 0; Low
	// and High its Wilson interval in per cent.
	Share     string
	Low, High float64
}

// Agreement is how many of those asked rate a domain applicable.
type Agreement struct {
	// Domain is the domain's code.
	Domain string
	// Count of Base rate it applicable; Shown is the share as the tables print it.
	Count, Base int
	Shown       string
	// Low and High are the interval of the share in per cent.
	Low, High float64
}

// BySubgroup counts the support of every amendment in each of the subgroups,
// which stand in the amendment in the order given. Of gives the ids of the
// subgroups that a person is in, by the evidence's source and person. Evidence
// that names no person counts for none.
func (d *Docket) BySubgroup(subgroups []Subgroup, of func(source, person string) []string) {
	for i := range d.Amendments {
		a := &d.Amendments[i]
		a.Subgroups = nil
		pro, contra := map[string]int{}, map[string]int{}
		seen := map[[3]string]bool{}
		for _, e := range a.Evidence {
			key := [3]string{e.Source, e.Person, string(e.Role)}
			if e.Person == "" || e.Role == RoleContext || seen[key] {
				continue
			}
			seen[key] = true
			in := slices.Clone(of(e.Source, e.Person))
			slices.Sort(in)
			for _, id := range slices.Compact(in) {
				if e.Role == RoleFor {
					pro[id]++
				} else {
					contra[id]++
				}
			}
		}
		for _, g := range subgroups {
			s := SubgroupSupport{Subgroup: g.ID, For: pro[g.ID], Against: contra[g.ID], Base: g.Base}
			s.share()
			a.Subgroups = append(a.Subgroups, s)
		}
	}
}

func (s *SubgroupSupport) share() {
	if s.Base == 0 {
		return
	}
	s.Share = tabulate.Percent(s.For, s.Base, 4, study.HalfUp)
	s.Low, s.High = interval(s.For, s.Base)
}

// WithAgreement gives every amendment the agreement of the domains that it
// touches, in the order of their codes. Of gives a domain's, by its code, and
// false where nobody was asked about it.
func (d *Docket) WithAgreement(of func(domain string) (Agreement, bool)) {
	for i := range d.Amendments {
		a := &d.Amendments[i]
		a.Agreement = nil
		for _, domain := range a.Domains() {
			if figure, ok := of(domain); ok {
				figure.Domain = domain
				a.Agreement = append(a.Agreement, figure)
			}
		}
	}
}

// Domains lists the codes of the domains that an amendment touches, that of the
// place to move to among them, each once, in the order of the codes.
func (a *Amendment) Domains() []string {
	var out []string
	for _, t := range a.Targets {
		if t.Domain != "" {
			out = append(out, t.Domain)
		}
	}
	if a.To != nil && a.To.Domain != "" {
		out = append(out, a.To.Domain)
	}
	slices.SortFunc(out, func(x, y string) int {
		return cmp.Or(frameworks.CompareCodes(x, y), cmp.Compare(x, y))
	})
	return slices.Compact(out)
}
