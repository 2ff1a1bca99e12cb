package amend

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

type schemaNode struct {
	Properties map[string]schemaNode `json:"properties"`
	OneOf      []schemaNode          `json:"oneOf"`
	Items      *schemaNode           `json:"items"`
	Enum       []string              `json:"enum"`
	Defs       map[string]schemaNode `json:"$defs"`
}

// The schema must offer just the keys and the words that the reader takes.
func TestSchemaHasTheKeysOfTheTypes(t *testing.T) {
	var root schemaNode
	if err := json.Unmarshal(Schema, &root); err != nil {
		t.Fatal(err)
	}
	p, def := root.Properties, root.Defs
	a, s := def["amendment"].Properties, def["support"].Properties
	for _, c := range []struct {
		name string
		node schemaNode
		of   any
	}{
		{"the file", root, docketFile{}}, {"base", p["base"], docketBase{}}, {"next", p["next"], docketNext{}}, {"level", def["level"], docketLevel{}},
		{"amendment", def["amendment"], docketEntry{}}, {"target", def["target"].OneOf[1], docketTarget{}}, {"part", def["part"], docketPart{}},
		{"meaning", a["meaning_guess"], docketMeaning{}}, {"support", def["support"], docketSupport{}}, {"subgroup", *s["subgroups"].Items, docketSubgroup{}},
		{"agreement", *s["agreement"].Items, docketAgreement{}}, {"near", def["near"], docketNear{}}, {"evidence", def["evidence"], docketEvidence{}},
		{"more", a["more_evidence"], docketMore{}}, {"unplaced", def["unplaced"], docketPlaced{}},
	} {
		var got []string
		for k := range c.node.Properties {
			got = append(got, k)
		}
		slices.Sort(got)
		if want := yamlfile.Keys(reflect.TypeOf(c.of)); !slices.Equal(got, want) {
			t.Errorf("%s: the schema has %v, the reader %v", c.name, got, want)
		}
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"operation", a["operation"].Enum, texts(Operations)}, {"state", a["state"].Enum, States}, {"source", a["source"].Enum, texts(Sources)},
		{"wording_source", a["wording_source"].Enum, texts(WordingSources)}, {"role", def["evidence"].Properties["role"].Enum, texts(Roles)},
		{"meaning", a["meaning_guess"].Properties["meaning"].Enum, []string{revise.Editorial, revise.Substantial}},
		{"status", p["next"].Properties["status"].Enum, frameworks.Statuses}, {"wording", p["next"].Properties["wording"].Enum, frameworks.Wordings},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: the schema has %v, the reader %v", c.name, c.got, c.want)
		}
	}
}

// What is written, and what a person may write, is valid under the schema, and
// what the reader refuses for its form the schema refuses too.
func TestSchemaOnFiles(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("docket.schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("docket.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(text []byte) error {
		var v any
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
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
	data, _ := written(t, full())
	for _, good := range [][]byte{data, []byte(byHand)} {
		if err := valid(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range [][2]string{
		{"operation: add", "operation: ad"}, {"kind: ability", "kidn: ability"}, {"state: withdrawn", "state: gone"}, {"version: 1.0.0", "version: one"}, {"id: mine", "note: mine"},
	} {
		text := strings.Replace(byHand, bad[0], bad[1], 1)
		if _, findings := ReadDocket("docket.yaml", []byte(text)); len(finding.Errors(findings)) == 0 {
			t.Errorf("the reader accepts %q", bad[1])
		}
		if valid([]byte(text)) == nil {
			t.Errorf("the schema accepts %q", bad[1])
		}
	}
}
