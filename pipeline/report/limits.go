package report

import (
	"fmt"

	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

func (b *builder) limits() (Section, bool) {
	items := []Text{
		text(strong("Who is heard. "), "People chose to take part. They are not a random sample of those whom the framework is for, and no figure here is an estimate for a profession or a service."),
		text(strong("Small numbers. "), b.smallest()),
	}
	if len(b.in.Counts) > 0 {
		items = append(items, text(strong("Themes. "), b.whoCoded()+" Numbers of people by theme say how many were found to speak of it, not how many hold a view."))
	}
	if b.in.Docket != nil && len(b.in.Docket.Amendments) > 0 {
		items = append(items, text(strong("Amendments. "), "Nobody voted on them. Support counts the people who asked for a change, or spoke for the theme that it follows from; a good proposal may have one person's word, and a popular one may be wrong."))
	}
	if rules := b.in.Study.Suppression.Rules(); !rules.Active() && len(b.in.Tables) > 0 {
		items = append(items, text(strong("Small counts. "), "None is hidden in this run. A count of one or two in a table can point at a person whom readers know; ", code("suppression"), " in the consultation file hides them."))
	}
	items = append(items,
		text(strong("This report. "), "It quotes people word for word. Names were taken out by rule, yet what somebody tells can still give them away: read every quote before publishing."),
		text(strong("The other files. "), "The folders ", code("ingest/"), ", ", code("themes/"), " and ", code("amendments/"), " hold the answers of single people. Do not publish them as they are."))
	return Section{ID: "limits", Title: "Limits", Blocks: []Block{List{Items: items}}}, true
}

// whoCoded says how far the themes rest on people, from the record of coding by
// hand.
func (b *builder) whoCoded() string {
	h := b.in.Hand
	if h.Units == 0 {
		return "They were found by written rules, not by human coders, and nobody has coded the same comments to compare."
	}
	all := len(b.in.Units)
	said := fmt.Sprintf("%s judged %s of %s by hand", upperFirst(count(h.Coders, "person", "people")), thousands(h.Units), count(all, "comment or turn", "comments and turns"))
	if h.Coders == 0 {
		// What was settled, or judged from suggestions, has no coder of its own.
		said = fmt.Sprintf("%s of %s were judged by hand", thousands(h.Units), count(all, "comment or turn", "comments and turns"))
	}
	if rest := all - h.Units; rest > 0 {
		said += fmt.Sprintf("; the other %s were coded by written rules alone, which nobody checked there", thousands(rest))
	}
	switch {
	case h.Common == 0:
		said += ". No comment was coded blind by two people, so it is not known whether others would code them alike."
	case h.Band == "":
		said += fmt.Sprintf(". %s coded blind by two people, too few or too much alike to tell how far they agree.", upperFirst(count(h.Common, "comment was", "comments were")))
	default:
		said += fmt.Sprintf(". On the %s that two or more coded blind, agreement was %s (alpha %.2f).", count(h.Common, "comment", "comments"), h.Band, h.MASI)
	}
	return said
}

func (b *builder) smallest() string {
	said := "The intervals show how wide chance alone makes a figure, and assume a random sample, which this is not; the true doubt is greater."
	if n := b.respondents; n > 0 && n < 100 {
		said = fmt.Sprintf("With %s to the survey, one person more or less changes a percentage by %s. ", count(n, "answer", "answers"), points(n)) + said
	}
	return said
}

// points says how much one of n people is, in percentage points.
func points(n int) string {
	p := (100 + n/2) / n
	if p <= 1 {
		return "about one point"
	}
	return fmt.Sprintf("about %d points", p)
}

// findingsShown is how many findings are listed; all are in ingest/findings.csv.
const findingsShown = 40

// input lists what was found in the files that were read.
func (b *builder) input() (Section, bool) {
	s := Section{ID: "input", Title: "Findings in the input"}
	t := Table{Caption: "What was found in the files that were read", Columns: []Column{{Label: "Kind"}, {Label: "Place", Words: true}, {Label: "What", Words: true}, {Label: "Times", Number: true}}}
	// Warnings first: notes only tell what was done.
	for _, severity := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		for _, f := range b.in.Findings {
			if f.Severity != severity || len(t.Rows) == findingsShown {
				continue
			}
			said := onpage.Clean(f.Message)
			if f.Found != "" {
				said += "; found " + onpage.Clean(finding.Quote(f.Found))
			}
			if f.Expected != "" {
				said += "; expected " + onpage.Clean(f.Expected)
			}
			said = sentence(said)
			if f.Do != "" {
				said += " " + sentence(onpage.Clean(f.Do))
			}
			t.Rows = append(t.Rows, Row{Cells: cells(string(f.Severity), onpage.Clean(f.Place()), said, fmt.Sprint(max(1, f.Count)))})
		}
	}
	if len(t.Rows) == 0 {
		s.Blocks = append(s.Blocks, para("Nothing was found amiss."))
	} else {
		s.Blocks = append(s.Blocks, t)
	}
	if more := len(b.in.Findings) - len(t.Rows); more > 0 {
		s.Blocks = append(s.Blocks, para(fmt.Sprintf("%s more in ", thousands(more)), code("ingest/findings.csv"), "."))
	}
	if v := onpage.Clean(b.in.Version); v != "" {
		s.Blocks = append(s.Blocks, para("This report was made by concord "+v+". The same input gives the same report; ", code("manifest.json"), " lists what was read."))
	}
	return s, true
}
