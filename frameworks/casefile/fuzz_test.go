package casefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Whatever stands in the file, what Import gives can be written and read again
// and exported, unless Import has said that it cannot be used.
func FuzzImport(f *testing.F) {
	fw, _ := frameworks.Read("rich.yaml", []byte(rich))
	if data, err := Export(fw, Options{}); err == nil {
		f.Add(data)
	}
	for _, name := range samples {
		if data, err := os.ReadFile(filepath.Join(shared, name)); err == nil && len(data) < 20_000 {
			f.Add(data)
		}
	}
	three := one("1", `,"humanCodingScheme":"A"`) + "," + one("2", `,"educationLevel":["1"],"statusEndDate":"2020-01-01"`) + "," + one("3", `,"abbreviatedStatement":"x"`)
	f.Add([]byte(pack(three, link("isChildOf", "1", "2")+","+link("replacedBy", "2", "3")+","+link("hasSkillLevel", "3", "1")+","+link("ext:x", "1", "9"))))
	f.Add([]byte(`{"CFPackage":` + pack(three, "") + `}`))
	f.Add([]byte(`{"CFDocument":{"title":"`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, findings := Import("fuzz.json", data)
		if got == nil {
			t.Fatal("no framework")
		}
		Lint("fuzz.json", data)
		if len(finding.Errors(findings)) > 0 || strings.Contains(kindsOf(findings), "no-items") {
			return
		}
		text := marshal(t, got)
		read, faults := frameworks.Read("again.yaml", []byte(text))
		if len(finding.Errors(faults)) > 0 {
			t.Fatalf("%v\n%s", faults, text)
		}
		if again := marshal(t, read); again != text {
			t.Fatalf("written twice: %s", difference(text, again))
		}
		out, err := Export(read, Options{})
		if err != nil {
			if read.Changed == "" {
				return // a day is asked for, and only the file's maker has it
			}
			t.Fatal(err)
		}
		same, findings := Import("again.json", out)
		if len(finding.Errors(findings)) > 0 {
			t.Fatal(findings)
		}
		if again := marshal(t, same); again != text {
			t.Fatalf("exchanged: %s", difference(text, again))
		}
	})
}
