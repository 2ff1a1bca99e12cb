package disposition

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// List gives a disposition of comments as W3C's groups publish it, in Markdown:
// how many comments had which outcome, then each comment with its place, the
// change proposed, how it was closed and why. About names the document
// commented upon.
func List(title, about string, rows []Row) string {
	var b strings.Builder
	e := onpage.Markdown
	heading(&b, "#", title)
	paragraph(&b, e(about))
	if len(rows) == 0 {
		paragraph(&b, "There are no comments.")
		return strings.TrimRight(b.String(), "\n") + "\n"
	}
	counts := map[Disposition]int{}
	for _, r := range rows {
		counts[r.Disposition]++
	}
	fmt.Fprintf(&b, "| Closed | Comments, of %d |\n| --- | ---: |\n", len(rows))
	for _, d := range append(slices.Clone(Dispositions), Undecided) {
		if n := counts[d]; n > 0 {
			fmt.Fprintf(&b, "| %s | %d |\n", d.Words(), n)
		}
	}
	b.WriteString("\n")
	for i, r := range rows {
		name := onpage.Clean(r.ID)
		if name == "" {
			name = fmt.Sprint(i + 1)
		}
		heading(&b, "##", "Comment "+name)
		line := func(label, text string) {
			if text = e(text); text != "" {
				fmt.Fprintf(&b, "- **%s:** %s\n", label, text)
			}
		}
		line("From", r.Who)
		line("Place", strings.Join(strings.Fields(strings.Join([]string{r.Line, r.Where, r.Element}, " ")), " "))
		line("Type", typeWords(r.Type))
		line("Comment", r.Comment)
		line("Proposed change", r.Proposed)
		if r.Amendment != r.ID {
			line("Amendment", r.Amendment)
		}
		line("Operation", r.Operation)
		line("Closed", r.Disposition.Words())
		line("Text as decided", r.Final)
		line("Why", r.Rationale)
		line("Votes", r.Votes)
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func typeWords(kind string) string {
	switch kind {
	case "ge":
		return "general"
	case "te":
		return "technical"
	case "ed":
		return "editorial"
	}
	return kind
}
