package lint

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"concord/pipeline/finding"
)

// The 156 skills of DIRECT (June 2025) are all meant to be different. The keys of
// its file are domains, competencies and skills.
func TestFewFalseAlarmsInDIRECT(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/framework-direct-2025-06/framework.json")
	if err != nil {
		t.Skip("the shared data are not here")
	}
	var domains map[string]map[string]map[string]struct {
		Statement string `json:"tools_languages_methods_behaviours"`
	}
	if err := json.Unmarshal(data, &domains); err != nil {
		t.Fatal(err)
	}
	g := Graph{Root: doc}
	for d, competencies := range domains {
		for c, skills := range competencies {
			for s, skill := range skills {
				g.Nodes = append(g.Nodes, Node{ID: d + "/" + c + "/" + s, Title: s, Statement: skill.Statement})
			}
		}
	}
	if len(g.Nodes) != 156 {
		t.Fatalf("%d skills", len(g.Nodes))
	}
	found := Check(g)
	found = slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Kind != "near-duplicate" })
	if len(found) > 0 {
		t.Errorf("found %v", found)
	}
}
