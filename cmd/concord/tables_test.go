package main

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestTablesCalls(t *testing.T) {
	for _, c := range []struct {
		args      []string
		code      int
		out, errs string
	}{
		{[]string{"tables"}, 2, "", "found no argument"},
		{[]string{"tables", "--help"}, 0, "concord tables data/iapt-digital-2020 confidence --by gender", ""},
		{[]string{"tables", bundled, "confidence"}, 0, "Lacking confidence to some degree   14   26%    (16–40)", ""},
		{[]string{"tables", bundled, "confidence", "--by", "gender"}, 0, "Woman, all 45. Man, the 8 who answered; 1 did not.", ""},
		{[]string{"tables", bundled, "age", "--where", `gender = "Woman"`}, 0, "n = 45", ""},
		{[]string{"tables", bundled, "age", "--where", `gendr = "Woman"`}, 2, "", `Did you mean "gender"?`},
		{[]string{"tables", bundled, "age", "--where", `gender = `}, 2, "", "at character"},
		{[]string{"tables", bundled, "aeg"}, 2, "", `Did you mean "age"?`},
		{[]string{"tables", bundled, "age", "--by", "nothing"}, 2, "", "there is no question of this id"},
		{[]string{"tables", bundled, "agreement", "--format", "md"}, 0, "Agreement that each domain applies", ""},
		{[]string{"tables", bundled, "agreement", "--format", "json"}, 0, `"Shown": "91"`, ""},
		{[]string{"tables", "nowhere"}, 2, "", "no such folder"},
	} {
		code, out, errs := call(c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord %q: exit %d\n%s\n%s", c.args, code, out, errs)
		}
	}
}

// A breakdown is the same as one filter after another.
func TestTablesByAndWhere(t *testing.T) {
	rows := func(args ...string) map[string]string {
		_, out, errs := call(append([]string{"tables", bundled, "agreement", "--format", "csv"}, args...)...)
		records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil || errs != "" {
			t.Fatal(err, errs)
		}
		at := map[string]int{}
		for i, name := range records[0] {
			at[name] = i
		}
		got := map[string]string{}
		for _, r := range records[1:] {
			got[r[at["subgroup"]]+"/"+r[at["row"]]] = r[at["count"]] + " of " + r[at["base"]]
		}
		return got
	}
	by := rows("--by", "gender")
	men := rows("--where", `gender = "Man"`)
	some := rows("--by", "gender", "--where", `age = "26-35"`)
	both := rows("--where", `gender = "Man" and age = "26-35"`)
	for row, want := range men {
		if got := by["gender=Man"+row]; got != want {
			t.Errorf("%s: %s by gender, %s where it is", row, got, want)
		}
	}
	for row, want := range both {
		if got := some["gender=Man"+row]; got != want {
			t.Errorf("%s: %s by gender, %s where both are", row, got, want)
		}
	}
	if len(men) < 8 || len(both) < 8 {
		t.Error(men, both)
	}
}
