package compare_test

import (
	"os"
	"path/filepath"
	"testing"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/frameworks/compare"
	"concord/frameworks/intake"
	"concord/pipeline/finding"
)

// One framework, published by its makers as a table and as a CASE package with
// the same UUIDs: no item changed its kind or its words between the two, though
// the kinds have other ids and headings have their words in other places.
func TestSameFrameworkInTwoFormats(t *testing.T) {
	const folder = "../../../shared/data/case"
	table, err := os.ReadFile(filepath.Join(folder, "compeito-seed-001.csv"))
	if err != nil {
		t.Skip("the shared data is not here")
	}
	packed, err := os.ReadFile(filepath.Join(folder, "compeito-opencase_round_trip_baseline.json"))
	if err != nil {
		t.Skip("the shared data is not here")
	}
	var read func(string, []byte) (*frameworks.Framework, []finding.Finding)
	for _, f := range intake.Formats {
		if f.Name == "csv" {
			read = f.Read
		}
	}
	a, found := read("seed.csv", table)
	b, more := casefile.Import("baseline.json", packed)
	if len(finding.Errors(found))+len(finding.Errors(more)) > 0 {
		t.Fatal(found, more)
	}
	for _, c := range []compare.Comparison{compare.Frameworks(a, b), compare.Frameworks(b, a)} {
		for _, change := range c.Changes {
			switch change.Operation {
			case compare.Notes, compare.Links, compare.Level:
				// What the two formats have room for: keywords, associations, and
				// grades, which only the table gives as levels.
			default:
				t.Errorf("%s: %q, then %q (%s)", change.Operation, change.Old, change.New, change.Reason)
			}
		}
		for _, h := range c.Head {
			if h.Field == "kinds" && h.Operation != compare.Rename && h.Operation != compare.Reorder {
				t.Errorf("%+v", h)
			}
		}
	}
}
