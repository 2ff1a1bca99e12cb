package coders

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// Today gives the judgements that can count today: of units that are still there,
// with the text that was judged, in today's ids of themes. The findings, one of a
// kind for all, tell of those that cannot, and whose they are: whose text has
// changed, whose unit has gone, and whose theme was split, so that somebody must
// look again (see Again). A judgement of which one theme must be looked at again
// does not count at all, since half of it would say that the unit is on no other
// theme. A nil carry knows of no earlier version: themes that the codebook has not
// are then looked at again. What is given is left as it is.
func Today(judgements []Judgement, units []theme.Unit, cb *theme.Codebook, carry Carry) ([]Judgement, []finding.Finding) {
	c := newCarrier(units, cb, carry)
	var out []Judgement
	var gone, changed, again tally
	for _, j := range judgements {
		switch marks, fate, doubt := c.see(&j); fate {
		case unitGone:
			gone.add(&j, j.Unit)
		case textChanged:
			changed.add(&j, j.Unit)
		case inDoubt:
			again.add(&j, j.Unit+" ("+doubt+")")
		default:
			j.Marks = marks
			c.asked.fill(&j)
			out = append(out, j)
		}
	}
	var found []finding.Finding
	found = gone.tell(found, "unit-gone", "the consultation no longer has the comment", "They stay in the record.")
	found = changed.tell(found, "text-changed", "the text has changed since", changed.advice())
	found = again.tell(found, "look-again", "a theme that was given has been split, or is no longer in the codebook", again.advice())
	return out, found
}

// Again gives the units that a coder must judge again, in the order of the units:
// the coder judged them, but the text has changed since, or a theme was split that
// the coder had given. judgements are each coder's last; of other coders' units
// others is the number, by name.
func Again(judgements []Judgement, units []theme.Unit, cb *theme.Codebook, carry Carry, coder string) (out []theme.Unit, others map[string]int) {
	c := newCarrier(units, cb, carry)
	own := map[string]bool{}
	others = map[string]int{}
	for _, j := range judgements {
		_, fate, _ := c.see(&j)
		switch {
		case fate != textChanged && fate != inDoubt:
		case j.Coder == coder:
			own[j.Unit] = true
		default:
			others[j.Coder]++
		}
	}
	for i := range units {
		if own[units[i].ID] {
			out = append(out, units[i])
		}
	}
	return out, others
}

// fate is what has become of a judgement.
type fate int

const (
	stands fate = iota
	unitGone
	textChanged
	inDoubt
)

// carrier carries judgements over to today.
type carrier struct {
	version string
	shaOf   map[string]string
	have    map[string]bool
	carry   Carry
	asked   askedAbout
}

func newCarrier(units []theme.Unit, cb *theme.Codebook, carry Carry) *carrier {
	c := &carrier{cb.Version, make(map[string]string, len(units)), make(map[string]bool, len(cb.Themes)), carry, askedAbout{cb, carry, map[askedOf][2][]string{}}}
	for i := range units {
		c.shaOf[units[i].ID] = TextSHA(units[i].Text)
	}
	for i := range cb.Themes {
		c.have[cb.Themes[i].ID] = true
	}
	return c
}

// see gives the marks of a judgement in today's ids, and what has become of it;
// doubt is the first theme that somebody must look at again.
func (c *carrier) see(j *Judgement) (marks []Mark, what fate, doubt string) {
	sha, there := c.shaOf[j.Unit]
	switch {
	case !there:
		return nil, unitGone, ""
	case sha != j.TextSHA:
		return nil, textChanged, ""
	}
	for _, m := range j.Marks {
		ids, certain := []string{m.Theme}, c.have[m.Theme]
		if c.carry != nil && j.CodebookVersion != c.version {
			ids, certain = c.carry(m.Theme, j.CodebookVersion)
		}
		if !certain {
			return nil, inDoubt, m.Theme
		}
		for _, id := range ids {
			marks = append(marks, Mark{id, m.Stance})
		}
	}
	return tidy(marks), stands, ""
}

// tally counts what one finding tells of, by the file of the record, and keeps the
// first.
type tally struct {
	n     int
	first string
	of    map[string]int // judgements by file
	who   map[string]string
}

func (t *tally) add(j *Judgement, what string) {
	if t.n++; t.n == 1 {
		t.first, t.of, t.who = what, map[string]int{}, map[string]string{}
	}
	name := j.Coder
	if j.Method == SettledMethod {
		name = settledName
	}
	file := Folder + "/" + name + extension
	t.of[file]++
	t.who[file] = name
}

// files are those of the record in which the judgements stand.
func (t *tally) files() []string {
	var out []string
	for file := range t.of {
		out = append(out, file)
	}
	slices.Sort(out)
	return out
}

// mostNamed is how many coders a finding names.
const mostNamed = 5

func (t *tally) tell(found []finding.Finding, kind, why, do string) []finding.Finding {
	if t.n == 0 {
		return found
	}
	files := t.files()
	var parts []string
	for i, file := range files {
		if i == mostNamed {
			parts = append(parts, fmt.Sprintf("and those of %d more", len(files)-mostNamed))
			break
		}
		who := "by " + t.who[file]
		if t.who[file] == settledName {
			who = "settled"
		}
		parts = append(parts, fmt.Sprintf("%d %s (%s)", t.of[file], who, file))
	}
	f := finding.Finding{
		Severity: finding.Warning, Kind: kind, Found: t.first, Message: fmt.Sprintf("%s not counted, as %s: %s", several(t.n, "judgement"), why, strings.Join(parts, ", ")), Do: do,
	}
	if len(files) == 1 {
		f.File = files[0]
	}
	return append(found, f)
}

// advice says how the units of a tally are judged again.
func (t *tally) advice() string {
	var do []string
	for _, file := range t.files() {
		if name := t.who[file]; name != settledName && len(do) < mostNamed {
			do = append(do, "--coder "+name)
		}
	}
	if len(do) == 0 {
		return "Once the coders have judged these units again: concord theme export CONSULTATION --disagreements."
	}
	return "Export a sheet of just these units, and judge them again: concord theme export CONSULTATION --again " + strings.Join(do, ", and with ") + " --out FILE."
}
