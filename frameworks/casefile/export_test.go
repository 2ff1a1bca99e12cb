package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

func richFramework(t *testing.T) *frameworks.Framework {
	t.Helper()
	f, findings := frameworks.Read("rich.yaml", []byte(rich))
	if len(finding.Errors(findings)) != 0 {
		t.Fatal(findings)
	}
	return f
}

func TestStrict(t *testing.T) {
	f := richFramework(t)
	data, err := Export(f, Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), `"extensions"`) {
		t.Error("there are extensions")
	}
	if err := valid(t, schema(t), data); err != nil {
		t.Error(err)
	}
	if got := Lint("strict", data); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	again, findings := Import("strict", data)
	if len(finding.Errors(findings)) != 0 {
		t.Fatal(findings)
	}
	// What CASE itself has fields for comes through.
	if again.UUID != f.UUID || again.Version != f.Version || again.Status != f.Status || again.Rights != f.Rights || again.Changed != "2024-06-01" {
		t.Errorf("found %+v", again)
	}
	index := again.Index()
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		got := index[item.UUID]
		if got == nil || got.Until != item.Until || got.From != item.From || len(got.ReplacedBy) != len(item.ReplacedBy) || len(got.Links) != len(item.Links) ||
			frameworks.OneLine(got.Code) != frameworks.OneLine(item.Code) || len(got.Items) != len(item.Items) {
			t.Errorf("%s: found %+v", item.UUID, got)
		}
		return true
	})
	a, _ := again.ByCode("1.A.1")
	if a.Level != "core" || a.Kind != "knowledge" || again.Levels[0].Definition != f.Levels[0].Definition {
		t.Errorf("found %+v, %+v", a, again.Levels)
	}
}

func TestAddresses(t *testing.T) {
	f := richFramework(t)
	for base, want := range map[string]string{
		"":                             `"uri": "urn:uuid:11111111-1111-4111-8111-111111111112"`,
		"https://example.org":          `"uri": "https://example.org/ims/case/v1p1/CFItems/11111111-1111-4111-8111-111111111112"`,
		"https://example.org/concord/": `"uri": "https://example.org/concord/ims/case/v1p1/CFItems/11111111-1111-4111-8111-111111111112"`,
	} {
		data, err := Export(f, Options{Base: base})
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s: no %s (error %v)", base, want, err)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	for _, base := range []string{"example.org", "https://example.org?x=", "ftp://example.org", "https://a b"} {
		if _, err := Export(richFramework(t), Options{Base: base}); err == nil || !strings.Contains(err.Error(), "address") {
			t.Errorf("%s: found %v", base, err)
		}
	}
}

// The fixture, read and written, has the identifiers and the wording of the
// fixture.
func TestFixtureAgain(t *testing.T) {
	fixture := sharedFile(t, "fixture-valid-v1p1.json")
	f, _ := Import("fixture", fixture)
	data, err := Export(f, Options{Base: "https://example.org"})
	if err != nil {
		t.Fatal(err)
	}
	type short struct {
		Document struct{ Identifier, URI, Title, Creator, Version, AdoptionStatus, FrameworkType, Notes, LastChangeDateTime string } `json:"CFDocument"`
		Items    []struct {
			Identifier, URI, FullStatement, HumanCodingScheme, CFItemType, Language, StatusStartDate, StatusEndDate, LastChangeDateTime string
		} `json:"CFItems"`
	}
	var want, got short
	if json.Unmarshal(fixture, &want) != nil || json.Unmarshal(data, &got) != nil || len(want.Items) != len(got.Items) {
		t.Fatal("not read")
	}
	if got.Document != want.Document {
		t.Errorf("found %+v, expected %+v", got.Document, want.Document)
	}
	have := map[any]bool{}
	for _, item := range got.Items {
		have[item] = true
	}
	for _, item := range want.Items {
		if !have[item] {
			t.Errorf("expected %+v", item)
		}
	}
}

func TestConfirmedLinks(t *testing.T) {
	f := richFramework(t)
	o := Options{Links: []Link{
		{Origin: "11111111-1111-4111-8111-111111111112", Type: "exactMatchOf", DestinationUUID: unused, DestinationURI: "https://example.org/x", DestinationTitle: "Another", Score: 0.75, Method: "likeness", ConfirmedBy: "The group", Notes: "Clear."},
		{Origin: "11111111-1111-4111-8111-111111111112", Type: "ext:broader", DestinationUUID: unused},
		{Origin: "11111111-1111-4111-8111-111111111112", Type: "isRelatedTo", DestinationURI: "https://example.org/no-uuid"},
	}}
	data, err := Export(f, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := valid(t, schema(t), data); err != nil {
		t.Error(err)
	}
	if got := Lint("links", data); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	var p struct {
		Associations []associationJSON `json:"CFAssociations"`
	}
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	last := p.Associations[len(p.Associations)-3:]
	if a := last[0]; a.AssociationType != "exactMatchOf" || a.Destination != (linkJSON{"Another", unused, "https://example.org/x"}) || *a.Extensions.Concord.Score != 0.75 ||
		a.Extensions.Concord.Method != "likeness" || a.Extensions.Concord.ConfirmedBy != "The group" || a.Notes != "Clear." {
		t.Errorf("found %+v", a)
	}
	if a := last[1]; a.AssociationType != "ext:broader" || a.Destination.URI != "urn:uuid:"+unused || a.Extensions.Concord.Score != nil {
		t.Errorf("found %+v", a)
	}
	again, findings := Import("links", data)
	item, _ := again.ByCode("1.A.2")
	if len(finding.Errors(findings)) != 0 || len(item.Links) != 3 || item.Links[0].To != "https://example.org/x" || item.Links[0].Title != "Another" {
		t.Errorf("found %v, %+v", findings, item)
	}
	for part, l := range map[string]Link{
		"no item":      {Origin: unused, Type: "exactMatchOf", DestinationUUID: unused},
		"Did you mean": {Origin: "11111111-1111-4111-8111-111111111112", Type: "exactMatch", DestinationUUID: unused},
		"nowhere":      {Origin: "11111111-1111-4111-8111-111111111112", Type: "exactMatchOf"},
		"from 0 to 1":  {Origin: "11111111-1111-4111-8111-111111111112", Type: "exactMatchOf", DestinationUUID: unused, Score: 2},
	} {
		if _, err := Export(f, Options{Links: []Link{l}}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: found %v", part, err)
		}
	}
}

func TestWhatCannotBeExported(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*frameworks.Framework)
		part   string
	}{
		"no day":             {func(f *frameworks.Framework) { f.Changed = "" }, "changed: 2020-01-31"},
		"no id":              {func(f *frameworks.Framework) { f.ID = "" }, "no id"},
		"bad uuid":           {func(f *frameworks.Framework) { f.UUID = "X" }, "uuid"},
		"item without uuid":  {func(f *frameworks.Framework) { f.Items[0].UUID = "" }, "has no UUID"},
		"uuid in capitals":   {func(f *frameworks.Framework) { f.Items[0].UUID = strings.ToUpper(f.Items[0].UUID) }, "has no UUID"},
		"uuid twice":         {func(f *frameworks.Framework) { f.Items[1].UUID = f.Items[0].UUID }, "two items"},
		"unknown kind":       {func(f *frameworks.Framework) { f.Items[0].Kind = "x" }, "of the kind"},
		"unknown level":      {func(f *frameworks.Framework) { f.Items[0].Level = "x" }, "the level"},
		"unknown relation":   {func(f *frameworks.Framework) { f.Items[0].Items[0].Links[0].Relation = "x" }, "of the relation"},
		"link to nowhere":    {func(f *frameworks.Framework) { f.Items[0].Items[0].Links[0].To = unused }, "leads to"},
		"replaced by itself": {func(f *frameworks.Framework) { f.Items[0].ReplacedBy = []string{f.Items[0].UUID} }, "is replaced by"},
		"no words":           {func(f *frameworks.Framework) { f.Items[0].Title, f.Items[0].Statement = " ", "" }, "neither"},
		"too deep": {func(f *frameworks.Framework) {
			for range frameworks.MaxDepth {
				f.Items = []frameworks.Item{{UUID: frameworks.UUID("deep", f.Items[0].UUID), Kind: "bare", Statement: "x", Items: f.Items}}
			}
		}, "too deep"},
	} {
		f := richFramework(t)
		c.change(f)
		if _, err := Export(f, Options{}); err == nil || !strings.Contains(err.Error(), c.part) {
			t.Errorf("%s: found %v, expected %s", name, err, c.part)
		}
	}
}

// A change that another system makes to a field counts, also where the extension
// has an original of what stood there.
func TestChangesOfOthersCount(t *testing.T) {
	data, err := Export(richFramework(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(
		`"fullStatement": "Only a title"`, `"fullStatement": "A new statement"`,
		`"title": "A framework: with everything"`, `"title": "A new title"`,
		`"humanCodingScheme": "2 x"`, `"humanCodingScheme": "2.X"`,
	).Replace(string(data))
	f, findings := Import("changed", []byte(changed))
	if len(finding.Errors(findings)) != 0 {
		t.Fatal(findings)
	}
	item := f.Items[1].Items[0].Items[0]
	if f.Title != "A new title" || item.Statement != "A new statement" || f.Items[1].Code != "2.X" {
		t.Errorf("found %q, %+v, %q", f.Title, item, f.Items[1].Code)
	}
}

// An extension made to do harm gives a fault that is told, or nothing.
func TestHostileExtensions(t *testing.T) {
	for _, ext := range []string{
		`{"id":"../../etc","relations":[{"id":"A B"}]}`,
		`{"id":"x","relations":[{"id":"r","case":"isChildOf"},{"id":"r"}]}`,
		`{"id":"x","references":[{"scheme":""}],"wording":"stolen"}`,
		`{"relations":{"a":1},"references":"x","originals":[1]}`,
		`{"format":2,"id":{"a":"x"}}`, `[]`, `"x"`, `null`,
	} {
		data := strings.Replace(pack(one("1", ""), link("isRelatedTo", "1", "9")), `"creator"`, `"extensions":{"concord":`+ext+`},"creator"`, 1)
		f, findings := Import("", []byte(data))
		text := marshal(t, f)
		_, faults := frameworks.Read("again.yaml", []byte(text))
		if len(finding.Errors(faults)) > 0 && len(finding.Errors(findings)) == 0 {
			t.Errorf("%s: not told: %v", ext, faults)
		}
		if !idForm.MatchString(f.ID) {
			t.Errorf("%s: found the id %s", ext, f.ID)
		}
	}
}

// Real packages have few faults in their graph, and these are what they are.
func TestLintOfTheSamples(t *testing.T) {
	for _, name := range samples {
		for _, one := range Lint(name, sharedFile(t, name)) {
			// Their editors moved the items' dates on and not the document's.
			if one.Kind == "document-older" && strings.HasPrefix(name, "opensalt-test-") {
				continue
			}
			t.Errorf("%v", one)
		}
	}
}
