package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/frameworks"
)

// Whatever a code is, its page stands in the version's folder and nowhere else.
func FuzzNames(f *testing.F) {
	for _, code := range []string{"7.A.3", "../x", `..\x`, "con.txt", "a/b", "", "latest\x00", "K1 "} {
		f.Add(code, "K2")
	}
	one, two := frameworks.UUID("driving", "a"), frameworks.UUID("driving", "b")
	f.Fuzz(func(t *testing.T, a, b string) {
		names := fileNames(&frameworks.Framework{Items: []frameworks.Item{{UUID: one, Code: a}, {UUID: two, Code: b}}})
		for _, name := range names {
			if name == "" || !filepath.IsLocal(name) || filepath.Base(name) != name || strings.ContainsAny(name, `/\:*?"<>|`) {
				t.Errorf("%q and %q give %q", a, b, name)
			}
		}
		if strings.EqualFold(names[one], names[two]) {
			t.Errorf("%q and %q have one page", a, b)
		}
	})
}

// Whatever the list holds, only ids of comments are cleared by it.
func FuzzCleared(f *testing.F) {
	for _, text := range []string{"P10/words", "# x\r\nP10/words # y", "\xff\xfeP\x001\x000\x00", "P10/wrods", "\x00", strings.Repeat("x\n", 50)} {
		f.Add([]byte(text))
	}
	units := smallUnits("one", "two")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, ClearedName), data, 0o644); err != nil {
			t.Fatal(err)
		}
		cleared, findings := readCleared(dir, units)
		for id := range cleared {
			if id != units[0].ID && id != units[1].ID {
				t.Errorf("%q is cleared", id)
			}
		}
		for _, x := range findings {
			if x.Line > strings.Count(string(data), "\n")+strings.Count(string(data), "\r")+1 && x.Line > len(data)+1 {
				t.Errorf("a finding in line %d", x.Line)
			}
		}
	})
}

// Whatever a run's file holds, every row of a table has a cell for each group.
func FuzzReadTables(f *testing.F) {
	head := "table,title,subgroup,row,count,base,base_rule,missing,percent,shown,ci_low,ci_high,suppressed,source,row_kind\n"
	f.Add([]byte(head + "d,Depot,,North,7,12,answered,1,58,58,31,80,false,survey,option\n"))
	f.Add([]byte(head + "d,Depot,x,North,,12,answered,1,,,,,true,groups,value\nd,,,North,,,,,,,,,,,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := ReadTables(data, nil)
		if err != nil {
			return
		}
		for _, table := range tables {
			if len(table.Bases) != len(table.Groups) {
				t.Error("a group without its base")
			}
			for _, r := range table.Rows {
				if len(r.Cells) != len(table.Groups) {
					t.Errorf("%d cells for %d groups", len(r.Cells), len(table.Groups))
				}
			}
		}
	})
}
