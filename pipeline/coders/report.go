package coders

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"concord/pipeline/onpage"
)

// AgreementRow is one figure of a Comparison, for CSV and JSON.
type AgreementRow struct {
	// Theme is a theme's id, or "" for all themes together.
	Theme string `csv:"theme" json:"theme" about:"The theme's id; blank for all themes together."`
	// Coders are the names with + between, or "all".
	Coders string `csv:"coders" json:"coders" about:"Which coders, with + between; all for all people together. rules are the codebook's; people is what people's judgements come to."`
	// Measure is percent, ac1, alpha, alpha_masi, alpha_masi_given, alpha_jaccard,
	// kappa, f1, f1_micro, f1_macro, f1_sample, exact, exact_given or prevalence.
	Measure string `csv:"measure" json:"measure" about:"percent, ac1, alpha, alpha_masi, alpha_jaccard, kappa, f1, f1_micro, f1_macro, f1_sample, exact or prevalence; exact_given and alpha_masi_given leave out the comments on which all gave none."`
	// Value, Low and High are from -1 to 1, to four decimals; "" where they cannot
	// be told.
	Value string `csv:"value" json:"value" number:"number" about:"From -1 to 1; blank where it cannot be told."`
	Low   string `csv:"ci_low" json:"ci_low" number:"number" about:"Lower end of the 95% interval."`
	High  string `csv:"ci_high" json:"ci_high" number:"number" about:"Upper end of the interval."`
	// Units are those that the figure is of.
	Units int `csv:"units" json:"units" about:"How many comments and turns the figure is of."`
	// Why says why Value is missing or says little.
	Why string `csv:"why" json:"why" about:"Why the value is missing or says little."`
}

// Rows gives every figure, in a fixed order: all themes, themes, pairs, and of each
// pair its themes. Intervals are at 95 per cent.
func (c Comparison) Rows() []AgreementRow {
	var out []AgreementRow
	add := func(theme, coders, measure string, value, low, high float64, units int, why string) {
		out = append(out, AgreementRow{theme, coders, measure, decimals(value, 4), decimals(low, 4), decimals(high, 4), units, why})
	}
	nan := math.NaN()
	add("", "all", "alpha_masi", c.MASI.Estimate, c.MASI.Low, c.MASI.High, c.Common, c.Why)
	add("", "all", "alpha_jaccard", c.Jaccard.Estimate, c.Jaccard.Low, c.Jaccard.High, c.Common, c.Why)
	given := c.Why
	if given == "" && c.Given < LeastUnits {
		given = fmt.Sprintf("on only %s somebody gave a theme; it takes %d to tell", several(c.Given, "unit"), LeastUnits)
	}
	add("", "all", "alpha_masi_given", c.GivenMASI.Estimate, c.GivenMASI.Low, c.GivenMASI.High, c.Given, given)
	for _, t := range c.Themes {
		add(t.Theme, "all", "prevalence", t.Prevalence, nan, nan, t.Units, t.notAsked())
		add(t.Theme, "all", "percent", t.Percent.Estimate, t.Percent.Low, t.Percent.High, t.Units, t.notAsked())
		add(t.Theme, "all", "alpha", t.Alpha.Estimate, t.Alpha.Low, t.Alpha.High, t.Units, t.Why)
		add(t.Theme, "all", "ac1", t.AC1.Estimate, t.AC1.Low, t.AC1.High, t.Units, t.Why)
	}
	for _, p := range c.Pairs {
		names := p.A + "+" + p.B
		add("", names, "exact", p.Exact, nan, nan, p.Units, "")
		add("", names, "exact_given", p.GivenExact, nan, nan, p.Units-p.None, "")
		add("", names, "f1_micro", p.MicroF1, p.MicroLow, p.MicroUp, p.Units, "")
		add("", names, "f1_macro", p.MacroF1, nan, nan, p.Units, "")
		add("", names, "f1_sample", p.SampleF1, nan, nan, p.Units, "")
		for _, t := range p.Themes {
			add(t.Theme, names, "kappa", t.Kappa.Estimate, t.Kappa.Low, t.Kappa.High, t.Units, t.Why)
			add(t.Theme, names, "f1", t.F1, nan, nan, t.Units, t.Why)
		}
	}
	return out
}

func decimals(v float64, n int) string {
	if math.IsNaN(v) {
		return ""
	}
	text := strconv.FormatFloat(v, 'f', n, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-") // -0.0000
	}
	return text
}

// Band is how an alpha is commonly read: reliable from .800, tentative from .667,
// below that not reliable: Krippendorff (2019), Content Analysis, 4th edition,
// chapter 12. It is "" where alpha cannot be told.
func Band(alpha float64) string {
	switch {
	case math.IsNaN(alpha):
		return ""
	case alpha >= 0.8:
		return "reliable"
	case alpha >= 0.667:
		return "tentative"
	}
	return "not reliable"
}

// shownPairs is how many pairs of coders Text tells of; Rows has all. widestTheme is
// how much of a theme's id a line shows, so that lines have 80 characters at most.
const shownPairs, widestTheme = 10, 22

// Text gives the comparison in lines for a terminal: how far all agree, and on each
// theme, and in a few words each pair. all adds a table of the themes for each pair.
func (c Comparison) Text(all bool) string {
	var b bytes.Buffer
	people := 0
	for _, k := range c.Coders {
		if !k.Machine {
			people++
		}
	}
	fmt.Fprintf(&b, "%s: %s judged by one or more, %s by two or more.\n", several(people, "coder"), several(c.Units, "unit"), number(c.Common))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, k := range c.Coders {
		fmt.Fprintf(w, "  %s\t%s,\t%s given,\t%s on none%s\n", onpage.Clean(k.Coder), several(k.Units, "unit"), several(k.Marks, "theme"), several(k.None, "unit"), machine[k.Machine])
	}
	w.Flush()
	if c.Why != "" {
		fmt.Fprintf(&b, "\nAgreement beyond chance cannot be told: %s.\n", c.Why)
	} else {
		fmt.Fprintf(&b, "\nAll themes together, alpha with its 95 %% interval (1 is perfect, 0 is chance):\n")
		fmt.Fprintf(&b, "  MASI     %s  %s\n", ranged(c.MASI.Estimate, c.MASI.Low, c.MASI.High), Band(c.MASI.Estimate))
		if none := c.Common - c.Given; none > 0 && !math.IsNaN(c.GivenMASI.Estimate) {
			fmt.Fprintf(&b, "           %s  without the %s on which all gave none\n", ranged(c.GivenMASI.Estimate, c.GivenMASI.Low, c.GivenMASI.High), several(none, "unit"))
		}
		fmt.Fprintf(&b, "  Jaccard  %s\n", ranged(c.Jaccard.Estimate, c.Jaccard.Low, c.Jaccard.High))
		fmt.Fprintf(&b, "  From .80 alpha is commonly read as reliable, from .667 as tentative\n  (Krippendorff 2019).\n")
	}
	if c.Common > 0 {
		fmt.Fprintf(&b, "\nBy theme, over the %s that two or more people judged:\n", several(c.Common, "unit"))
		w = tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		fmt.Fprintf(w, "  theme\tgiven\tsame\talpha\tread as\tAC1\n")
		untold, fewer := false, false
		for _, t := range c.Themes {
			untold, fewer = untold || t.Why != "" && !t.NotAsked, fewer || t.Units < c.Common && !t.NotAsked
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", onpage.Short(onpage.Clean(t.Theme), widestTheme), t.given(c.Common), percent(t.Percent.Estimate), t.line())
		}
		w.Flush()
		if fewer {
			fmt.Fprintf(&b, "  /5: of 5 units; at the others nobody was asked, as the theme is newer.\n")
		}
		if untold {
			fmt.Fprintf(&b, "  Alpha is told of themes that stand on %d units or more, and are missing from\n  as many.\n", LeastGiven)
		}
	}
	for i, p := range c.Pairs {
		if i == 0 {
			b.WriteByte('\n')
		}
		if i == shownPairs {
			fmt.Fprintf(&b, "and %s more.\n", several(len(c.Pairs)-shownPairs, "pair"))
			break
		}
		p.write(&b, all)
	}
	return b.String()
}

// machine is said after those who are no people.
var machine = map[bool]string{true: " (in pairs only)"}

// line gives alpha, how it is read and AC1; where they cannot be told, why in a word.
func (t *ThemeAgreement) line() string {
	switch {
	case t.NotAsked:
		return "-\tnot asked\t-"
	case t.Why == "":
		return ranged(t.Alpha.Estimate, t.Alpha.Low, t.Alpha.High) + "\t" + Band(t.Alpha.Estimate) + "\t" + decimals(t.AC1.Estimate, 2)
	case t.Given == 0:
		return "-\tnot given\t-"
	case t.Units < LeastUnits || t.On < LeastGiven:
		return "-\ttoo few\t-"
	}
	return "-\ton nearly all\t-"
}

// given gives the share of judgements that have the theme, and of how many units
// where not all asked about it.
func (t *ThemeAgreement) given(common int) string {
	if t.Units == common || t.NotAsked {
		return percent(t.Prevalence)
	}
	return fmt.Sprintf("%s/%d", percent(t.Prevalence), t.Units)
}

// notAsked says why even the share of those who gave a theme is not told.
func (t *ThemeAgreement) notAsked() string {
	if t.NotAsked {
		return t.Why
	}
	return ""
}

func (p *Pair) write(b *bytes.Buffer, all bool) {
	fmt.Fprintf(b, "%s and %s: the same themes for %d of %s (%s)", onpage.Clean(p.A), onpage.Clean(p.B), p.Same, several(p.Units, "unit"), percent(p.Exact))
	if p.None > 0 && p.None < p.Units {
		fmt.Fprintf(b, ";\n  for %d of %d (%s) without those on which both gave none", p.Same-p.None, p.Units-p.None, percent(p.GivenExact))
	}
	fmt.Fprintf(b, ".\n  F1 of all marks %s.\n", ranged(p.MicroF1, p.MicroLow, p.MicroUp))
	if !all {
		return
	}
	fmt.Fprintf(b, "  F1, mean of themes %s, mean of units %s.\n", told(p.MacroF1), told(p.SampleF1))
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	// A row has seven cells: names and themes are cut for it to have 80 characters.
	const widestName, narrowTheme = 6, 14
	fmt.Fprintf(w, "  theme\tboth\tonly %s\tonly %s\tnone\tkappa\tF1\n", onpage.Short(onpage.Clean(p.A), widestName), onpage.Short(onpage.Clean(p.B), widestName))
	for _, t := range p.Themes {
		if t.Neither == t.Units {
			continue
		}
		fmt.Fprintf(w, "  %s\t%d\t%d\t%d\t%d\t%s\t%s\n", onpage.Short(onpage.Clean(t.Theme), narrowTheme), t.Both, t.OnlyA, t.OnlyB, t.Neither, t.kappa(), told(t.F1))
	}
	w.Flush()
	b.WriteByte('\n')
}

func (t *PairTheme) kappa() string {
	if t.Why != "" {
		return "too few"
	}
	return ranged(t.Kappa.Estimate, t.Kappa.Low, t.Kappa.High)
}

// ranged gives a figure with its interval.
func ranged(v, low, high float64) string {
	if math.IsNaN(v) || math.IsNaN(low) || math.IsNaN(high) {
		return told(v)
	}
	return fmt.Sprintf("%s (%s to %s)", decimals(v, 2), decimals(low, 2), decimals(high, 2))
}

func told(v float64) string {
	if math.IsNaN(v) {
		return "cannot be told"
	}
	return decimals(v, 2)
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", math.Floor(100*v+0.5))
}

func number(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
