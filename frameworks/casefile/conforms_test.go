package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// All that the schema catches of the 22 changes is warned of with its place, and
// one that only its pattern lets through.
func TestConformsNegativeCases(t *testing.T) {
	fixture := sharedFile(t, "fixture-valid-v1p1.json")
	if got := Conforms("fixture", fixture); len(got) != 0 {
		t.Fatalf("the fixture is valid: %v", got)
	}
	var expected map[string]struct {
		SchemaCatches bool `json:"schemaCatches"`
	}
	if err := json.Unmarshal(sharedFile(t, "negative-cases.json"), &expected); err != nil {
		t.Fatal(err)
	}
	caught := 0
	for name, want := range expected {
		root := generic(t, fixture)
		negative[name].change(root["CFDocument"].(map[string]any), root["CFItems"].([]any), root["CFAssociations"].([]any), root)
		got := Conforms(name, written(t, root))
		if refuse := want.SchemaCatches || name == "associationType xext:bad!"; (len(got) > 0) != refuse {
			t.Errorf("%s: found %v, expected warnings: %v", name, got, refuse)
		}
		if want.SchemaCatches {
			caught++
		}
		for _, f := range got {
			if f.Severity != finding.Warning || f.Line == 0 || f.Message == "" || f.Cell == "" && f.Kind != "field-missing" {
				t.Errorf("%s: found %+v", name, f)
			}
		}
	}
	if caught != 14 {
		t.Errorf("%d cases, expected 14", caught)
	}
}

func TestConformsPlaces(t *testing.T) {
	for name, c := range map[string]struct{ old, new, kind, cell, says string }{
		"no creator":        {`"creator":"C",`, ``, "field-missing", "/CFDocument", "creator"},
		"a field of ours":   {`"creator":"C"`, `"creator":"C","colour":"red"`, "field-unknown", "/CFDocument/colour", "colour"},
		"null":              {`"creator":"C"`, `"creator":null`, "field-null", "/CFDocument/creator", "Leave the field out"},
		"a number":          {`"creator":"C"`, `"creator":1`, "field-form", "/CFDocument/creator", "a text"},
		"version":           {`"creator":"C"`, `"creator":"C","caseVersion":"1.0"`, "field-form", "/CFDocument/caseVersion", "1.1"},
		"a day with a time": {`"creator":"C"`, `"creator":"C","statusStartDate":"2020-01-01T00:00:00Z"`, "field-form", "/CFDocument/statusStartDate", "without a time"},
		"no such day":       {`"creator":"C"`, `"creator":"C","statusEndDate":"2020-02-30"`, "field-form", "/CFDocument/statusEndDate", "a day"},
		"items an object":   {`"CFItems":[]`, `"CFItems":{}`, "field-form", "/CFItems", "a list"},
		"an item a text":    {`"CFItems":[]`, `"CFItems":["x"]`, "field-form", "/CFItems/0", "an object"},
		"an address":        {`"CFItems":[]`, `"CFItems":[],"$schema":"x"`, "field-unknown", "/$schema", "$schema"},
		"small letters t z": {`T00:00:00Z`, `t00:00:00z`, "", "", ""},
		"a fraction":        {`T00:00:00Z`, `T00:00:00.123+05:30`, "", "", ""},
		"extensions":        {`"creator":"C"`, `"creator":"C","extensions":{"a":{"b":[null,1]}}`, "", "", ""},
	} {
		data := strings.Replace(pack("", ""), c.old, c.new, 1)
		got := Conforms("p.json", []byte(data))
		if c.kind == "" && len(got) > 0 || c.kind != "" && (len(got) != 1 || got[0].Kind != c.kind || got[0].Cell != c.cell || !strings.Contains(got[0].String(), c.says)) {
			t.Errorf("%s: found %v", name, got)
		}
	}
	if got := Conforms("p.json", []byte("{}")); len(finding.Errors(got)) != 1 {
		t.Errorf("no package: %v", got)
	}
	if got := Conforms("p.json", []byte(`{"CFPackage":`+pack("", "")+"}")); kindsOf(got) != "field-missing field-unknown" && kindsOf(got) != "field-unknown field-missing" {
		t.Errorf("a wrapper: %v", got)
	}
}

// agrees tells whether Conforms and the official schema say the same of a package.
func agrees(t *testing.T, data []byte, official func([]byte) error) (same, valid bool, why string) {
	t.Helper()
	err := official(data)
	got := Conforms("p.json", data)
	if (err == nil) == (len(got) == 0) {
		return true, err == nil, ""
	}
	return false, err == nil, fmt.Sprintf("the schema: %v; here: %v", err, got)
}

// The samples, our own exports, and changes of them at random are judged as by
// the official schema.
func TestConformsAsTheSchema(t *testing.T) {
	s := schema(t)
	official := func(data []byte) error { return valid(t, s, data) }
	var seeds [][]byte
	count, same, good := 0, 0, 0
	var differ []string
	judge := func(name string, data []byte) {
		ok, isValid, why := agrees(t, data, official)
		count++
		if isValid {
			good++
		}
		if ok {
			same++
		} else {
			differ = append(differ, name+": "+why)
		}
	}
	for _, name := range samples {
		data := sharedFile(t, name)
		judge(name, data)
		seeds = append(seeds, data)
	}
	rich, _ := frameworks.Read("rich.yaml", []byte(rich))
	for i, f := range []*frameworks.Framework{rich, random(rand.New(rand.NewPCG(1, 1))), random(rand.New(rand.NewPCG(2, 1)))} {
		for _, o := range []Options{{}, {Strict: true}, {Base: "https://example.org"}} {
			data, err := Export(f, o)
			if err != nil {
				t.Fatal(err)
			}
			if got := Conforms("ours", data); len(got) > 0 {
				t.Errorf("our own package %d: %v", i, got)
			}
			judge(fmt.Sprint("ours ", i), data)
			if i == 0 && !o.Strict && o.Base == "" {
				seeds = append(seeds, data)
			}
		}
	}
	r := rand.New(rand.NewPCG(7, 7))
	for _, seed := range seeds {
		if len(seed) > 30_000 {
			continue
		}
		for i := range 120 {
			root := generic(t, seed)
			what := mutate(r, root)
			judge(fmt.Sprint(i, " ", what), written(t, root))
		}
	}
	t.Logf("%d packages, %d of them valid by the schema; %d judged alike, %d not", count, good, same, len(differ))
	if len(differ) > 0 {
		slices.Sort(differ)
		t.Errorf("judged otherwise:\n%s", strings.Join(differ[:min(len(differ), 10)], "\n"))
	}
}

// mutate changes one value somewhere in a package, and says how.
func mutate(r *rand.Rand, root map[string]any) string {
	type spot struct {
		m    map[string]any
		list []any
		key  string
		i    int
	}
	var spots []spot
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			keys := make([]string, 0, len(v))
			for key := range v {
				keys = append(keys, key)
			}
			slices.Sort(keys)
			for _, key := range keys {
				spots = append(spots, spot{m: v, key: key})
				visit(v[key])
			}
		case []any:
			for i := range v {
				spots = append(spots, spot{list: v, i: i})
				visit(v[i])
			}
		}
	}
	visit(root)
	at := spots[r.IntN(len(spots))]
	values := []any{nil, "x", "", json.Number("1"), json.Number("1.0"), json.Number("1.5"), true, map[string]any{}, []any{}, []any{"x"}, []any{nil}, "2020-02-30", "2020-02-29",
		"2020-01-31T09:30:00Z", "2020-01-31t09:30:00z", "2020-01-31T09:30:00", "2020-01-31T25:30:00Z", "2020-01-31 09:30:00Z", "11111111-1111-4111-8111-111111111111",
		"{11111111-1111-4111-8111-111111111111}", "ABCDEFAB-1111-4111-8111-111111111111", "ext:narrower", "isChildOf", "1.1", "CASE", "\n"}
	value := values[r.IntN(len(values))]
	switch {
	case at.m == nil:
		at.list[at.i] = value
	case r.IntN(4) == 0:
		delete(at.m, at.key)
		return "without " + at.key
	case r.IntN(4) == 0:
		key := []string{"notes", "extensions", "CFDocumentURI", "sequenceNumber", "title", "subject", "educationLevel", "weight", "targetType", "statusEndDate", "licenseURI", "ext"}[r.IntN(12)]
		at.m[key] = value
		return fmt.Sprintf("%s with %v", key, value)
	default:
		at.m[at.key] = value
	}
	return fmt.Sprintf("%s%d as %v", at.key, at.i, value)
}

func FuzzConforms(f *testing.F) {
	f.Add([]byte(pack(one("1", ""), link("isChildOf", "1", "0"))))
	f.Add([]byte(`{"CFPackage":{"CFDocument":{"title":null}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first := Conforms("f.json", data)
		if second := Conforms("f.json", bytes.Clone(data)); fmt.Sprint(first) != fmt.Sprint(second) {
			t.Error("not the same twice")
		}
	})
}
