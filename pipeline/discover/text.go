package discover

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"concord/pipeline/onpage"
)

// width of a line of text, in characters.
const width = 80

// WriteText writes the main of a result for a terminal, 80 characters wide:
// what was set aside, at most so many clusters with an example of each, phrases,
// pairs and words of groups.
func (r *Result) WriteText(w io.Writer, most int) error {
	p := &page{}
	n := r.Counts
	p.line("%d comments and turns by %s.", n.Units, people(n.People))
	p.line("Set aside: %d say nothing, %d have no words.", n.SetAside, n.Wordless)
	if len(r.NonAnswers) > 0 {
		var forms []string
		for _, f := range r.NonAnswers[:min(6, len(r.NonAnswers))] {
			forms = append(forms, fmt.Sprintf("%s %d", onpage.Clean(f.Text), f.Units))
		}
		p.wrapped("  ", strings.Join(forms, "; "))
	}
	p.line("%d have a theme already.", n.Coded)
	p.line("Looked at for clusters, by %s: %d (%d different texts).", r.By, n.Looked, n.Texts)
	why := map[string]int{}
	for _, u := range r.Unclustered {
		why[u.Why]++
	}
	p.line("In a cluster: %d. In none: %d.", n.Clustered, n.Unclustered)
	for _, reason := range reasons {
		if why[reason] > 0 {
			p.line("  %d %s", why[reason], reason)
		}
	}

	if len(r.Clusters) > 0 {
		p.line("")
		p.line("CLUSTERS  people  comments  stability")
		last, gone := 0, 0
		for _, c := range r.Clusters {
			if lasting(c.Stability) {
				last++
			} else {
				gone += c.Units
			}
		}
		for _, c := range r.Clusters[:min(most, last)] {
			p.line("")
			p.line("%-8s  %6d  %8d  %.2f %s", c.ID, c.People, c.Units, c.Stability, c.Reading)
			p.wrapped("  ", onpage.Clean(c.Label))
			if len(c.Quotes) > 0 {
				p.wrapped("  ", "“"+onpage.Short(c.Quotes[0].Text, 140)+"” "+onpage.Clean(c.Quotes[0].Unit))
			}
			if c.Rule != "" {
				p.wrapped("  ", fmt.Sprintf("rule: %s (finds %d: %.0f%% of them right, %.0f%% of the cluster)", onpage.Clean(c.Rule), c.RuleFound, 100*c.RulePrecision, 100*c.RuleRecall))
			}
		}
		p.more(last, most, "clusters")
		if last < len(r.Clusters) {
			p.line("")
			p.wrapped("", fmt.Sprintf("%d more clusters, of %d comments and turns, dissolve when half of the texts are left out: what is in them hardly belongs together.", len(r.Clusters)-last, gone))
		}
	}
	if len(r.Phrases) > 0 {
		p.line("")
		p.line("PHRASES, those most of their own first          people  uncoded   NPMI  C-value")
		for _, f := range r.Phrases[:min(most, len(r.Phrases))] {
			p.line("%s  %6d  %7d  %5.2f  %7.1f", column(f.Words, 46), f.People, f.Uncoded, f.NPMI, f.CValue)
		}
		p.more(len(r.Phrases), most, "phrases")
	}
	if len(r.Pairs) > 0 {
		p.line("")
		p.line("WORDS THAT GO TOGETHER, the surest first        people  uncoded   NPMI       G²")
		for _, f := range r.Pairs[:min(most, len(r.Pairs))] {
			p.line("%s  %6d  %7d  %5.2f  %7.1f", column(f.A+" … "+f.B, 46), f.People, f.Uncoded, f.NPMI, f.G2)
		}
		p.more(len(r.Pairs), most, "pairs")
	}
	if r.Tested > 0 {
		p.line("")
		p.line("WORDS THAT TELL GROUPS APART, of %d tested", r.Tested)
		writeKeywords(p, r.Keywords, most)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// writeKeywords writes at most so many keywords of each group, those that it uses
// more than the others.
func writeKeywords(p *page, keywords []Keyword, most int) {
	group, shown := "", -1
	for _, k := range keywords {
		if k.Use != "more" {
			continue
		}
		if shown < 0 || k.Group != group {
			group, shown = k.Group, 0
			p.line("")
			p.line("%s  people here   elsewhere  log ratio      P", column(k.Group, 23))
		}
		if shown++; shown > most {
			continue
		}
		p.line("  %s  %5d of %-5d %4d of %-5d  %6.1f  %s", column(k.Word, 20), k.People, k.PeopleBase, k.OtherPeople, k.OtherPeopleBase, k.LogRatio, chanceText(k.Adjusted))
	}
	if shown < 0 {
		p.line("None differs more than chance would have it.")
	}
}

func chanceText(p float64) string {
	if p < 0.001 {
		return "<.001"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3f", p), "0")
}

// page gathers lines.
type page struct{ b strings.Builder }

func (p *page) line(format string, args ...any) {
	p.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " "))
	p.b.WriteByte('\n')
}

func (p *page) more(all, shown int, what string) {
	if all > shown {
		p.line("… and %d more %s", all-shown, what)
	}
}

// wrapped writes a text over as many lines as it needs.
func (p *page) wrapped(indent, text string) {
	line := indent
	for _, word := range strings.Fields(text) {
		if line != indent && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			p.line("%s", line)
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	p.line("%s", line)
}

// column cuts or fills a text to so many characters.
func column(text string, n int) string {
	text = onpage.Short(onpage.Clean(text), n)
	return text + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(text)))
}
