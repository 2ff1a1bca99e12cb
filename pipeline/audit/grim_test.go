package audit

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
)

// The verdicts are those of other people's programs, and of exact fractions.
func TestGRIMFacts(t *testing.T) {
	file, err := os.Open("../../../shared/data/audit-grim-facts/grim_facts.csv")
	if err != nil {
		t.Skip("the facts are not here")
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range records[0] {
		at[name] = i
	}
	if len(records) != 80 {
		t.Errorf("%d facts, want 79", len(records)-1)
	}
	for line, r := range records[1:] {
		get := func(name string) string { return r[at[name]] }
		n, _ := strconv.Atoi(get("n"))
		items, _ := strconv.Atoi(get("items"))
		f := Figure{Mean: Mean{Mean: get("reported"), SD: get("reported_sd"), N: n, Items: items}}
		if get("kind") == "percent" {
			f = Figure{Percent: get("reported"), Base: n}
		}
		found := Examine(&Document{Groups: []*Group{{Figures: []Figure{f}}}})
		grim, grimmer := true, true
		for _, x := range found {
			switch x.Kind {
			case "grim", "not-of-base":
				grim, grimmer = false, false
			case "grimmer":
				grimmer = false
			default:
				t.Errorf("line %d: %v", line+2, x)
			}
		}
		if want := get("grim_consistent") == "True"; grim != want {
			t.Errorf("line %d: %s of %d: GRIM says %v, want %v", line+2, get("reported"), n, grim, want)
		}
		if want := get("grimmer_consistent"); want != "" && grimmer != (want == "True") {
			t.Errorf("line %d: %s and %s of %d: GRIMMER says %v, want %s", line+2, get("reported"), get("reported_sd"), n, grimmer, want)
		}
	}
}
