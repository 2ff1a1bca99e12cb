package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/audit"
	"concord/pipeline/tabulate"
)

// notForPublicationName is the list of the files of a run that hold answers of
// single people. Its name stands above all others in a folder.
const notForPublicationName = "DO-NOT-PUBLISH.txt"

// forPublication are the files that the study's rule for small counts governs; a
// name that ends in / is a folder. Every other file is a working paper: a file
// that is new is one until somebody has thought of it.
var forPublication = []string{"report.html", "report.md", "report.docx", "tables.xlsx", "tables/", "charts/", "themes/themes.csv", "themes/literature.csv", notForPublicationName}

// workingPapers are files in those folders that are not for publication.
var workingPapers = []string{"tables/published.csv"}

// mayBePublished tells whether the rule for small counts governs a file.
func mayBePublished(name string) bool {
	if slices.Contains(workingPapers, name) {
		return false
	}
	return slices.ContainsFunc(forPublication, func(k string) bool {
		return name == k || strings.HasSuffix(k, "/") && strings.HasPrefix(name, k)
	})
}

// notForPublication writes the list, where the study hides or rounds anything.
func (r *runner) notForPublication() error {
	if rules := r.in.study.Suppression.Rules(); !rules.Active() {
		return nil
	}
	names, err := filesIn(r.folder.new)
	if err != nil {
		return err
	}
	var may, not []string
	for _, name := range names {
		switch {
		case strings.HasPrefix(name, cacheFolder+"/"):
		case mayBePublished(name):
			may = append(may, name)
		default:
			not = append(not, name)
		}
	}
	// Both are written after this list: they name every file with its hash and
	// size, which a guess at its content could be held against.
	not = append(not, manifestName, packageName, cacheFolder+"/ (all of it)")
	slices.Sort(not)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nThis study hides or rounds small counts. The files below hold single answers, or\nnumbers from which hidden ones can be worked out. Keep them in the group.\n\n", "DO NOT PUBLISH THESE FILES")
	for _, name := range not {
		b.WriteString("  " + name + "\n")
	}
	b.WriteString("\nThe rule for small counts was applied to these. Read every quote before they go\nout, and run concord check CONSULTATION --against on what was published before.\n\n")
	for _, name := range may {
		b.WriteString("  " + name + "\n")
	}
	return r.folder.write(notForPublicationName, []byte(b.String()))
}

// withoutHidden takes out of a comparison with printed figures what it would tell
// of hidden numbers: ours, and whether the printed one is right.
func withoutHidden(results []audit.Result, tables []tabulate.Table) []audit.Result {
	for i := range results {
		r := &results[i]
		t, ok := tabulate.Find(tables, r.Table)
		if !ok {
			continue
		}
		row, g := t.Row(r.Row), t.Group(r.Subgroup)
		if g < 0 {
			continue
		}
		hidden := row >= 0 && t.Cells[row][g].Suppressed
		if row < 0 { // put together from several
			hidden = slices.ContainsFunc(t.Cells, func(cells []tabulate.Cell) bool { return cells[g].Suppressed })
		}
		if hidden {
			r.Status, r.Ours, r.Why = audit.NotInData, "", "our number is hidden, because it is small or would give a small one away"
		}
	}
	return results
}
