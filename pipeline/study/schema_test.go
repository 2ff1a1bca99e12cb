package study

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/yamlfile"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

type schemaNode struct {
	Ref        string                `json:"$ref"`
	Properties map[string]schemaNode `json:"properties"`
	OneOf      []schemaNode          `json:"oneOf"`
	Items      *schemaNode           `json:"items"`
	Enum       []string              `json:"enum"`
	Defs       map[string]schemaNode `json:"$defs"`
}

// The schema must offer just the keys that the reader takes, and the words.
func TestSchemaHasTheKeysOfTheTypes(t *testing.T) {
	var root schemaNode
	if err := json.Unmarshal(Schema, &root); err != nil {
		t.Fatal(err)
	}
	keys := func(n schemaNode) []string {
		var out []string
		for k := range n.Properties {
			out = append(out, k)
		}
		slices.Sort(out)
		return out
	}
	for _, c := range []struct {
		name string
		node schemaNode
		of   any
	}{
		{"the file", root, Study{}}, {"source", root.Defs["source"], Source{}}, {"question", root.Defs["question"], Question{}},
		{"option", root.Defs["option"].OneOf[1], Option{}}, {"net", root.Defs["net"], Net{}}, {"subgroup", root.Defs["subgroup"], Subgroup{}},
		{"table", root.Defs["table"], TableSpec{}}, {"transcript", root.Defs["transcript"], Transcript{}}, {"topic", root.Defs["topic"], Topic{}},
		{"groups", root.Properties["groups"], Groups{}}, {"framework", root.Properties["framework"], FrameworkRef{}},
		{"rounding", root.Properties["rounding"], Rounding{}}, {"suppression", root.Properties["suppression"], Suppression{}},
		{"published", root.Properties["published"], Published{}}, {"columns", root.Properties["published"].Properties["columns"], PublishedColumns{}},
		{"scale", root.Defs["scale"], SharedScale{}}, {"interval", root.Properties["interval"], Interval{}},
		{"amendments", root.Properties["amendments"], AmendmentRules{}}, {"redact", root.Properties["redact"], RedactRules{}},
	} {
		if got, want := keys(c.node), yamlfile.Keys(reflect.TypeOf(c.of)); !slices.Equal(got, want) {
			t.Errorf("%s: the schema has %v, the reader %v", c.name, got, want)
		}
	}
	q := root.Defs["question"].Properties
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"kind", q["kind"].Enum, words(Kinds)}, {"about", q["about"].Enum, words(Abouts)}, {"base", q["base"].Enum, words(BaseRules)},
		{"rule", root.Properties["rounding"].Properties["rule"].Enum, words(RoundingRules)},
		{"method", root.Properties["interval"].Properties["method"].Enum, words(IntervalMethods)},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: the schema has %v, the reader %v", c.name, c.got, c.want)
		}
	}
}

// Every consultation file in the repository is valid under the schema, and what
// the reader refuses for its form the schema refuses too.
func TestSchemaOnFiles(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("consultation.schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("consultation.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(text []byte) error {
		var v any
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		// As JSON has it: no times, no integers of a type of their own.
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(instance)
	}
	if err := valid([]byte(good)); err != nil {
		t.Error(err)
	}
	var files []string
	for _, pattern := range []string{"../../data/*/consultation.yaml", "../testdata/*/consultation.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Error("no consultation file was found to check")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(data); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, bad := range [][2]string{{"title:", "titel:"}, {"kind: number", "kind: numbr"}, {"about: confidence", "about: confidense"}, {"agreement: true", "agreement: perhaps"}} {
		if valid([]byte(strings.Replace(good, bad[0], bad[1], 1))) == nil {
			t.Errorf("the schema accepts %q", bad[1])
		}
	}
}
