package casefile

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const shared = "../../../shared/data/case/"

// samples are the packages of the shared data: ten real ones and the invented fixture.
var samples = []string{
	"compeito-opencase_round_trip_baseline.json", "fixture-valid-v1p1.json", "opensalt-sample-20c5134f.json",
	"opensalt-test-AdoptedTestFramework.json", "opensalt-test-EmptyExternalFramework.json", "opensalt-test-ItemTypeTestFramework.json",
	"opensalt-test-MarkdownFramework.json", "opensalt-test-Ordering.json", "opensalt-test-SequenceNumberFramework.json",
	"opensalt-test-SmartLevelFramework.json", "opensalt-test-Utf8TestFramework.json",
}

func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skip("the shared data are not here")
	}
	return data
}

// schema compiles the official schema of a CASE 1.1 package, formats asserted.
func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(sharedFile(t, "official-case-v1p1-cfpackage.json")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("case.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("case.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t testing.TB, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func marshal(t testing.TB, f *frameworks.Framework) string {
	t.Helper()
	text, err := f.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func kindsOf(findings []finding.Finding) string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Kind)
	}
	return strings.Join(out, " ")
}

// generic reads JSON for a test to change.
func generic(t testing.TB, data []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func written(t testing.TB, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
