package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

// The 22 changes of fixture-valid-v1p1.json, each made as its name says.
var negative = map[string]struct {
	change func(doc map[string]any, items, links []any, root map[string]any)
	lint   string // the kind of finding that the lint gives where the schema gives none
}{
	"item has CFDocumentURI": {change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		items[0].(map[string]any)["CFDocumentURI"] = map[string]any{"title": "t", "identifier": unused, "uri": "urn:uuid:" + unused}
	}},
	"document has CFPackageURI": {change: func(doc map[string]any, _, _ []any, _ map[string]any) {
		doc["CFPackageURI"] = map[string]any{"title": "t", "identifier": unused, "uri": "urn:uuid:" + unused}
	}},
	"association has CFDocumentURI": {change: func(_ map[string]any, _, links []any, _ map[string]any) {
		links[0].(map[string]any)["CFDocumentURI"] = map[string]any{"title": "t", "identifier": unused, "uri": "urn:uuid:" + unused}
	}},
	"association groups wrapper CFPackage": {change: func(_ map[string]any, _, _ []any, root map[string]any) {
		inner := map[string]any{}
		for key, v := range root {
			inner[key] = v
			delete(root, key)
		}
		root["CFPackage"] = inner
	}},
	"caseVersion 1.0": {change: func(doc map[string]any, _, _ []any, _ map[string]any) { doc["caseVersion"] = "1.0" }},
	"associationType covers": {change: func(_ map[string]any, _, links []any, _ map[string]any) {
		links[5].(map[string]any)["associationType"] = "covers"
	}},
	"associationType ext:narrows ok": {change: func(_ map[string]any, _, links []any, _ map[string]any) {
		links[5].(map[string]any)["associationType"] = "ext:narrows"
	}},
	"associationType xext:bad!": {lint: "bad-association-type", change: func(_ map[string]any, _, links []any, _ map[string]any) {
		links[5].(map[string]any)["associationType"] = "xext:bad!"
	}},
	"null listEnumeration": {change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		items[0].(map[string]any)["listEnumeration"] = nil
	}},
	"subject as string": {change: func(doc map[string]any, _, _ []any, _ map[string]any) { doc["subject"] = "Psychology" }},
	"sequenceNumber string": {change: func(_ map[string]any, _, links []any, _ map[string]any) {
		links[0].(map[string]any)["sequenceNumber"] = "1"
	}},
	"lastChangeDateTime no offset": {change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		items[0].(map[string]any)["lastChangeDateTime"] = "2020-09-01T00:00:00"
	}},
	"statusStartDate date-time": {change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		items[4].(map[string]any)["statusStartDate"] = "2020-09-01T00:00:00Z"
	}},
	"identifier not uuid": {change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		items[0].(map[string]any)["identifier"] = "item-1"
	}},
	"identifier upper case": {lint: "uuid-capitals", change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		item := items[0].(map[string]any)
		item["identifier"] = strings.ToUpper(item["identifier"].(string))
	}},
	"item type without hierarchyCode": {change: func(_ map[string]any, _, _ []any, root map[string]any) {
		delete(root["CFDefinitions"].(map[string]any)["CFItemTypes"].([]any)[0].(map[string]any), "hierarchyCode")
	}},
	"link without title": {change: func(_ map[string]any, _, links []any, _ map[string]any) {
		delete(links[0].(map[string]any)["originNodeURI"].(map[string]any), "title")
	}},
	"dangling association": {lint: "dangling-link", change: func(_ map[string]any, _, links []any, _ map[string]any) {
		end := links[4].(map[string]any)["destinationNodeURI"].(map[string]any)
		end["identifier"], end["uri"] = unused, "https://example.org/ims/case/v1p1/CFItems/"+unused
	}},
	"two parents same item": {lint: "two-parents", change: func(_ map[string]any, _, links []any, root map[string]any) {
		second := copied(links[2])
		second["identifier"], second["destinationNodeURI"] = unused, links[1].(map[string]any)["originNodeURI"]
		root["CFAssociations"] = append(links, second)
	}},
	"cycle": {lint: "circular-link", change: func(_ map[string]any, _, links []any, _ map[string]any) {
		links[0].(map[string]any)["destinationNodeURI"] = links[2].(map[string]any)["originNodeURI"]
	}},
	"duplicate humanCodingScheme": {lint: "code-twice", change: func(_ map[string]any, items, _ []any, _ map[string]any) {
		items[4].(map[string]any)["humanCodingScheme"] = "1.A.1"
	}},
	"doc lastChange older than item": {lint: "document-older", change: func(doc map[string]any, _, _ []any, _ map[string]any) {
		doc["lastChangeDateTime"] = "2020-08-31T00:00:00Z"
	}},
}

const unused = "11111111-1111-4111-8111-111111111111"

func copied(v any) map[string]any {
	out := map[string]any{}
	for key, one := range v.(map[string]any) {
		out[key] = one
	}
	return out
}

func TestNegativeCases(t *testing.T) {
	fixture := sharedFile(t, "fixture-valid-v1p1.json")
	s := schema(t)
	if err := valid(t, s, fixture); err != nil {
		t.Fatalf("the fixture itself is not valid: %v", err)
	}
	if got := Lint("fixture", fixture); len(got) != 0 {
		t.Fatalf("the fixture itself is not clean: %v", got)
	}
	var expected map[string]struct {
		SchemaCatches bool   `json:"schemaCatches"`
		Why           string `json:"why"`
	}
	if err := json.Unmarshal(sharedFile(t, "negative-cases.json"), &expected); err != nil {
		t.Fatal(err)
	}
	if len(expected) != 22 || len(negative) != 22 {
		t.Fatalf("%d cases in the file and %d here; expected 22", len(expected), len(negative))
	}
	for name, want := range expected {
		c, ok := negative[name]
		if !ok {
			t.Errorf("no such case here: %s", name)
			continue
		}
		root := generic(t, fixture)
		c.change(root["CFDocument"].(map[string]any), root["CFItems"].([]any), root["CFAssociations"].([]any), root)
		data := written(t, root)
		err := valid(t, s, data)
		findings := Lint(name, data)
		if (err != nil) != want.SchemaCatches {
			t.Errorf("%s: the schema says %v; expected caught: %v", name, err, want.SchemaCatches)
		}
		if want.Why == "allowed" {
			if len(findings) != 0 {
				t.Errorf("%s: this is allowed, but found %v", name, findings)
			}
			continue
		}
		if !want.SchemaCatches && !strings.Contains(kindsOf(findings), c.lint) || !want.SchemaCatches && c.lint == "" {
			t.Errorf("%s: neither schema nor lint; the lint found %v", name, findings)
		}
		for _, f := range findings {
			if c.lint != "" && f.Kind == c.lint && (f.Cell == "" || f.Line == 0) {
				t.Errorf("%s: no place: %v", name, f)
			}
		}
		// Import reads each of them all the same.
		if _, findings := Import(name, data); len(finding.Errors(findings)) > 0 {
			t.Errorf("%s: not imported: %v", name, finding.Errors(findings))
		}
	}
}

func TestLintOfAssociations(t *testing.T) {
	three := one("1", "") + "," + one("2", "") + "," + one("3", "")
	numbered := func(id, number, from, to string) string {
		return strings.Replace(link("isChildOf", from, to), `{"`, `{"identifier":"`+id+`","sequenceNumber":`+number+`,"`, 1)
	}
	const a, b, c = "aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002", "aaaaaaaa-0000-4000-8000-000000000003"
	for name, want := range map[string]struct{ links, kinds string }{
		"all in order":             {numbered(a, "1", "1", "0") + "," + numbered(b, "2", "2", "0") + "," + numbered(c, "1", "3", "1"), ""},
		"one identifier":           {numbered(a, "1", "1", "0") + "," + numbered(strings.ToUpper(a), "2", "2", "0") + "," + numbered(c, "1", "3", "1"), "association-twice"},
		"one place among siblings": {numbered(a, "1", "1", "0") + "," + numbered(b, "2", "2", "0") + "," + numbered(c, "2", "3", "0"), "order-twice"},
	} {
		findings := Lint(name, []byte(pack(three, want.links)))
		if kindsOf(findings) != want.kinds || want.kinds != "" && (findings[0].Severity != finding.Warning || findings[0].Line == 0 || !strings.HasPrefix(findings[0].Cell, "/CFAssociations/")) {
			t.Errorf("%s: found %v", name, findings)
		}
	}
}

// RFC 3339 allows small letters in a time.
func TestSmallLettersInATime(t *testing.T) {
	data := []byte(strings.ReplaceAll(pack(one("1", ""), link("isChildOf", "1", "0")), "2020-01-01T00:00:00Z", "2025-01-01t00:00:00z"))
	f, findings := Import("t.json", data)
	if f.Changed != "2025-01-01" || strings.Contains(kindsOf(findings), "not-a-day") || strings.Contains(kindsOf(findings), "time-left-out") {
		t.Errorf("found %q, %v", f.Changed, findings)
	}
	if got := append(Lint("t.json", data), Conforms("t.json", data)...); strings.Contains(kindsOf(got), "form") || strings.Contains(kindsOf(got), "older") {
		t.Errorf("found %v", got)
	}
}
