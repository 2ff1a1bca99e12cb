package casefile

import (
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/intake"
	"concord/pipeline/finding"
)

// One framework, published by its makers as a table and as a CASE package with
// the same UUIDs, is read alike from both.
func TestTableAndPackageAgree(t *testing.T) {
	table, more := intake.ReadCSV("seed.csv", sharedFile(t, "compeito-seed-001.csv"), nil)
	packed, found := Import("baseline.json", sharedFile(t, "compeito-opencase_round_trip_baseline.json"))
	if errs := finding.Errors(append(more, found...)); len(errs) > 0 {
		t.Fatal(errs)
	}
	says := func(f *frameworks.Framework) map[string]string {
		labels := map[string]string{}
		for _, k := range f.Kinds {
			labels[k.ID] = k.Label
		}
		out := map[string]string{}
		f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
			above := ""
			if n := len(parents); n > 0 {
				above = parents[n-1].UUID
			}
			out[item.UUID] = strings.Join([]string{above, item.Code, item.Kind, labels[item.Kind], item.Level, item.Title, item.Statement, item.Notes}, "|")
			return true
		})
		return out
	}
	a, b := says(table), says(packed)
	if len(a) != 36 || len(b) != 36 {
		t.Errorf("found %d and %d items, expected 36", len(a), len(b))
	}
	for uuid, want := range b {
		if a[uuid] != want {
			t.Errorf("%s:\nthe table   %s\nthe package %s", uuid, a[uuid], want)
		}
	}
	if table.ID != packed.ID || table.UUID != packed.UUID || table.Version != packed.Version || table.Status != packed.Status || table.Notes != packed.Notes {
		t.Errorf("found the heads %q %q %q %q and %q %q %q %q", table.ID, table.UUID, table.Version, table.Status, packed.ID, packed.UUID, packed.Version, packed.Status)
	}
}

// The rules hold without the shared data too: one heading with one short text,
// one with two that are the same, and a grade.
func TestSmallTableAndPackageAgree(t *testing.T) {
	table, _ := intake.ReadCSV("t.csv", []byte("#title,T\nIdentifier,fullStatement,abbreviatedStatement,parentIdentifier,CFItemType,educationLevel\n"+
		"00000000-0000-4000-8000-000000000001,Statement 1,,,領域,\"13,14\"\n"+
		"00000000-0000-4000-8000-000000000002,Statement 2,Statement 2,00000000-0000-4000-8000-000000000001,技能,\n"+
		"00000000-0000-4000-8000-000000000003,Statement 3,Statement 3,,領域,\n"), nil)
	typed := func(n, kind, more string) string {
		return strings.Replace(one(n, more), `"CFItemType":"S"`, `"CFItemType":"`+kind+`"`, 1)
	}
	packed, _ := Import("p.json", []byte(pack(typed("2", "技能", `,"abbreviatedStatement":"Statement 2"`)+","+typed("1", "領域", `,"educationLevel":["13","14"]`)+","+
		typed("3", "領域", `,"abbreviatedStatement":"Statement 3"`), link("isChildOf", "1", "0")+","+link("isChildOf", "2", "1")+","+link("isChildOf", "3", "0"))))
	packed.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		same, ok := table.ByUUID(item.UUID)
		if !ok || same.Kind != item.Kind || same.Title != item.Title || same.Statement != item.Statement || same.Level != "" || item.Level != "" || same.Notes != item.Notes {
			t.Errorf("%s: found %+v and %+v", item.UUID, same, item)
		}
		return true
	})
	if len(table.Items) != 2 || table.Items[0].Title != "Statement 1" || table.Items[0].Items[0].Statement != "Statement 2" || table.Items[1].Statement != "" {
		t.Errorf("found %+v", table.Items)
	}
}
