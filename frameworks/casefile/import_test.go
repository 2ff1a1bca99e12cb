package casefile

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// What is expected was counted in the files by hand and with another program.
func TestEverySampleLoads(t *testing.T) {
	for name, want := range map[string]struct {
		id, title, version, status, language, changed string
		items, domains                                int
		notes                                         string // kinds of finding that must be told
	}{
		"compeito-opencase_round_trip_baseline.json": {"framework-4f3c6a12", "池之端大学 情報学部 コンピテンシーフレームワーク", "2.0.0", "implemented", "ja", "2026-06-05", 36, 5,
			"null repeated kept-in-notes kept-as-reference version-made left-out time-left-out"},
		"fixture-valid-v1p1.json":                    {"fixture-framework", "Fixture framework", "2.0.0", "draft", "en", "2020-09-01", 5, 2, "left-out title-made"},
		"opensalt-sample-20c5134f.json":              {"what-standards-could-be", "What Standards Could Be", "1.0.0", "draft", "en", "2017-05-25", 16, 2, "wrong-form outside-link repeated"},
		"opensalt-test-AdoptedTestFramework.json":    {"adopted-test", "Adopted Test", "1.0.0", "implemented", "", "2017-09-22", 1, 1, "no-type version-made"},
		"opensalt-test-EmptyExternalFramework.json":  {"test-framework-external-empty", "Test Framework External Empty", "1.0.0", "", "", "2017-08-24", 0, 0, "no-items"},
		"opensalt-test-ItemTypeTestFramework.json":   {"item-type-test", "Item Type Test", "1.0.0", "draft", "", "2017-09-22", 1, 1, ""},
		"opensalt-test-MarkdownFramework.json":       {"test-markdown-framework", "Test Markdown Framework", "1.0.0", "", "", "2017-10-24", 2, 2, "no-type"},
		"opensalt-test-Ordering.json":                {"act-holistic-framework-math", "ACT Holistic Framework, Math", "1.0.0", "", "", "2017-10-18", 28, 1, "repeated"},
		"opensalt-test-SequenceNumberFramework.json": {"sequence-number-test", "Sequence Number Test", "1.0.0", "", "", "2017-11-03", 2, 2, ""},
		"opensalt-test-SmartLevelFramework.json":     {"smartlevel-test", "SmartLevel Test", "1.0.0", "", "", "2017-09-22", 14, 2, ""},
		"opensalt-test-Utf8TestFramework.json":       {"utf8-d-test", "UTF8 𝑑 Test", "1.0.0", "", "", "2017-09-22", 1, 1, ""},
	} {
		f, findings := Import(name, sharedFile(t, name))
		items := 0
		f.Walk(func(*frameworks.Item, []*frameworks.Item) bool { items++; return true })
		got := fmt.Sprintln(f.ID, f.Title, f.Version, f.Status, f.Language, f.Changed, items, len(f.Items))
		if expected := fmt.Sprintln(want.id, want.title, want.version, want.status, want.language, want.changed, want.items, want.domains); got != expected {
			t.Errorf("%s: found %sexpected %s", name, got, expected)
		}
		kinds := strings.Fields(kindsOf(findings))
		for _, kind := range strings.Fields(want.notes) {
			if !slices.Contains(kinds, kind) {
				t.Errorf("%s: %s is not told: %v", name, kind, kinds)
			}
		}
		for _, one := range findings {
			if one.Severity == finding.Error || one.File != name || one.Line == 0 {
				t.Errorf("%s: %v", name, one)
			}
		}
		if len(findings) > 16 {
			t.Errorf("%s: %d findings; a person reads fewer", name, len(findings))
		}
	}
}

func codesOf(items []frameworks.Item) string {
	var out []string
	for _, item := range items {
		out = append(out, item.Code)
	}
	return strings.Join(out, " ")
}

func TestOrderOfSiblings(t *testing.T) {
	// By sequenceNumber, whatever the order of the file.
	f, _ := Import("", sharedFile(t, "compeito-opencase_round_trip_baseline.json"))
	if got := codesOf(f.Items); got != "CS SE DS ET PJ" {
		t.Errorf("found %s", got)
	}
	if got := codesOf(f.Items[1].Items[1].Items); got != "SE-B-1 SE-B-2 SE-B-3" {
		t.Errorf("found %s", got)
	}
	f, _ = Import("", sharedFile(t, "opensalt-test-SequenceNumberFramework.json"))
	if got := codesOf(f.Items); got != "SNT.2 SNT.1" {
		t.Errorf("found %s", got)
	}
	// Without it by code: 1, 2, … 24, not 1, 10, 11, …
	f, _ = Import("", sharedFile(t, "opensalt-test-Ordering.json"))
	last := f.Items[0].Items[0].Items[0].Items[0].Items
	if len(last) != 24 || !strings.HasSuffix(last[1].Code, ".L1.2") || !strings.HasSuffix(last[9].Code, ".L1.10") || !strings.HasSuffix(last[23].Code, ".L1.24") {
		t.Errorf("found %s", codesOf(last))
	}
	// Without codes as in the file.
	f, _ = Import("", sharedFile(t, "opensalt-test-SmartLevelFramework.json"))
	if len(f.Items[0].Items) != 10 || f.Items[0].Items[9].Statement != "Item 1.10" || len(f.Items[1].Items) != 2 {
		t.Errorf("found %+v", f.Items[0].Items)
	}
}

func TestKindsAndWords(t *testing.T) {
	f, _ := Import("", sharedFile(t, "compeito-opencase_round_trip_baseline.json"))
	count := map[string]int{}
	ids := map[string]bool{}
	for _, k := range f.Count() {
		count[k.Kind.Label] = k.Count
		ids[k.Kind.ID] = true
	}
	if fmt.Sprint(count) != "map[分野:10 態度:5 技能:11 知識:5 領域:5]" || len(ids) != 5 {
		t.Errorf("found %v", count)
	}
	// Its first item by hand.
	if got := f.Items[0]; got.UUID != "10000000-0000-0000-0000-000000000001" || got.Title != "計算機科学" || got.Statement != "計算機科学の基礎" || got.Notes != "Education level: 13." {
		t.Errorf("found %+v", got)
	}
	if f.UUID != "4f3c6a12-e83b-4654-b7ce-1738552191e4" || f.Publisher != "池之端大学" {
		t.Errorf("found %s, %s", f.UUID, f.Publisher)
	}
}

func TestLinksOfARealPackage(t *testing.T) {
	f, findings := Import("", sharedFile(t, "opensalt-sample-20c5134f.json"))
	count := map[string]int{}
	inside := 0
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		for _, l := range item.Links {
			count[l.Relation]++
			if !l.Outside() {
				inside++
			}
		}
		return true
	})
	if fmt.Sprint(count) != "map[exact-match-of:16 exemplar:2 is-related-to:2 precedes:3]" || inside != 2 {
		t.Errorf("found %v, %d of them within", count, inside)
	}
	for _, one := range findings {
		if one.Kind == "outside-link" && one.Count != 21 {
			t.Errorf("found %v, expected 21", one)
		}
	}
}

func TestReplacedAndEnded(t *testing.T) {
	f, _ := Import("", sharedFile(t, "fixture-valid-v1p1.json"))
	old, next := f.Items[0].Items[1], f.Items[0].Items[2]
	if old.Until != "2020-08-31" || len(old.ReplacedBy) != 1 || old.ReplacedBy[0] != next.UUID || next.From != "2020-09-01" || old.Kind != "ability" {
		t.Errorf("found %+v and %+v", old, next)
	}
}

// pack makes a package of items and links, each the inside of an object.
func pack(items, links string) string {
	return `{"CFDocument":{"identifier":"00000000-0000-4000-8000-000000000000","uri":"urn:uuid:00000000-0000-4000-8000-000000000000","creator":"C","title":"T","version":"1.0.0","lastChangeDateTime":"2020-01-01T00:00:00Z"},
"CFItems":[` + items + `],"CFAssociations":[` + links + `]}`
}

func one(n, more string) string {
	return fmt.Sprintf(`{"identifier":"00000000-0000-4000-8000-00000000000%s","fullStatement":"Statement %s","lastChangeDateTime":"2020-01-01T00:00:00Z","CFItemType":"S"%s}`, n, n, more)
}

func link(typ, from, to string) string {
	id := func(n string) string { return `{"identifier":"00000000-0000-4000-8000-00000000000` + n + `"}` }
	return fmt.Sprintf(`{"associationType":%q,"originNodeURI":%s,"destinationNodeURI":%s}`, typ, id(from), id(to))
}

// outline shows a tree as 1(2 3(4)).
func outline(items []frameworks.Item) string {
	var parts []string
	for _, item := range items {
		s := strings.TrimPrefix(item.Statement+item.Title, "Statement ")
		if len(item.Items) > 0 {
			s += "(" + outline(item.Items) + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

func TestRepairs(t *testing.T) {
	three := one("1", "") + "," + one("2", "") + "," + one("3", "")
	for name, c := range map[string]struct {
		data, tree, kinds string
	}{
		"nothing wrong":     {pack(three, link("isChildOf", "1", "0")+","+link("isChildOf", "2", "1")+","+link("isChildOf", "3", "1")), "1(2 3)", "title-made"},
		"no links":          {pack(three, ""), "1 2 3", "no-parent"},
		"two parents":       {pack(three, link("isChildOf", "1", "0")+","+link("isChildOf", "3", "0")+","+link("isChildOf", "2", "1")+","+link("isChildOf", "2", "3")), "1(2) 3", "title-made two-parents"},
		"a circle":          {pack(three, link("isChildOf", "1", "2")+","+link("isChildOf", "2", "3")+","+link("isChildOf", "3", "1")), "1(3(2))", "circular-link title-made"},
		"a circle of two":   {pack(three, link("isChildOf", "1", "0")+","+link("isChildOf", "2", "3")+","+link("isChildOf", "3", "2")), "1 2(3)", "circular-link title-made"},
		"below itself":      {pack(three, link("isChildOf", "1", "1")+","+link("isChildOf", "2", "1")), "1(2) 3", "no-parent title-made circular-link"},
		"parent is nowhere": {pack(one("1", ""), link("isChildOf", "1", "9")), "1", "no-parent dangling-link"},
		"end is nowhere":    {pack(one("1", ""), link("isChildOf", "1", "0")+`,{"associationType":"isRelatedTo","originNodeURI":{"identifier":"00000000-0000-4000-8000-000000000001"},"destinationNodeURI":{"title":"x"}}`), "1", "dangling-link"},
		"begins nowhere":    {pack(one("1", ""), link("isChildOf", "1", "0")+","+link("isChildOf", "9", "1")), "1", "dangling-link"},
		"replaced by itself": {pack(one("1", `,"statusEndDate":"2020-01-01"`), link("isChildOf", "1", "0")+","+link("replacedBy", "1", "1")), "1",
			"circular-link"},
		"identifier twice":       {pack(one("1", "")+","+strings.Replace(one("1", ""), "Statement 1", "Statement 2", 1), link("isChildOf", "1", "0")), "1 2", "no-parent uuid-twice"},
		"item twice":             {pack(one("1", "")+","+one("1", ""), link("isChildOf", "1", "0")), "1", "item-twice"},
		"code twice":             {pack(one("1", `,"humanCodingScheme":"A"`)+","+one("2", `,"humanCodingScheme":"A"`), link("isChildOf", "1", "0")+","+link("isChildOf", "2", "0")), "1 2", "code-twice"},
		"identifier is no UUID":  {pack(`{"identifier":"x1","fullStatement":"1","CFItemType":"S","lastChangeDateTime":"2020-01-01T00:00:00Z"}`, `{"associationType":"isChildOf","originNodeURI":{"identifier":"x1"},"destinationNodeURI":"urn:uuid:00000000-0000-4000-8000-000000000000"}`), "1", "no-uuid"},
		"capitals":               {pack(strings.Replace(one("1", ""), "00000000-0000-4000-8000", "ABCDEFAB-0000-4000-8000", 1), ""), "1", "uuid-capitals no-parent"},
		"ends before it begins":  {pack(one("1", `,"statusStartDate":"2020-02-01","statusEndDate":"2020-01-01"`), link("isChildOf", "1", "0")), "1", "days-reversed"},
		"no day":                 {pack(one("1", `,"statusStartDate":"soon"`), link("isChildOf", "1", "0")), "1", "not-a-day"},
		"numbers as texts":       {pack(one("1", "")+","+one("2", ""), strings.Replace(link("isChildOf", "1", "0"), `"orig`, `"sequenceNumber":"10","orig`, 1)+","+strings.Replace(link("isChildOf", "2", "0"), `"orig`, `"sequenceNumber":"9","orig`, 1)), "2 1", "wrong-form"},
		"no statement":           {pack(`{"identifier":"00000000-0000-4000-8000-000000000001","humanCodingScheme":"K1","CFItemType":"S","lastChangeDateTime":"2020-01-01T00:00:00Z"}`, link("isChildOf", "1", "0")), "K1", "no-statement"},
		"covers":                 {pack(one("1", "")+","+one("2", ""), link("isChildOf", "1", "0")+","+link("isChildOf", "2", "0")+","+link("covers", "1", "2")), "1 2", "foreign-type"},
		"items is an object":     {strings.Replace(pack("", ""), `"CFItems":[]`, `"CFItems":{}`, 1), "", "no-items wrong-form"},
		"an item is a text":      {pack(`"x",`+one("1", ""), link("isChildOf", "1", "0")), "1", "wrong-form"},
		"in a wrapper":           {`{"CFPackage":` + pack(one("1", ""), link("isChildOf", "1", "0")) + `}`, "1", "wrapped"},
		"in a list":              {`[` + pack(one("1", ""), link("isChildOf", "1", "0")) + `]`, "1", "wrapped"},
		"in a list of wrappers":  {`{"CFPackages":[{"CFPackage":` + pack(one("1", ""), link("isChildOf", "1", "0")) + `}]}`, "1", "wrapped"},
		"by OpenCASE's names":    {strings.NewReplacer("CFDocument", "document", "CFItems", "items", "CFAssociations", "associations", "identifier", "sourcedId").Replace(pack(one("1", ""), link("isChildOf", "1", "0"))), "1", ""},
		"a key twice":            {strings.Replace(pack(one("1", ""), link("isChildOf", "1", "0")), `"creator":"C"`, `"creator":"C","creator":"D"`, 1), "1", "key-twice"},
		"a byte order mark":      {"\ufeff" + pack(one("1", ""), link("isChildOf", "1", "0")), "1", ""},
		"null everywhere":        {`{"CFDocument":{"identifier":"00000000-0000-4000-8000-000000000000","title":"T","uri":null,"subject":null,"version":null,"lastChangeDateTime":null},"CFItems":null,"CFAssociations":null,"CFDefinitions":null,"CFRubrics":null}`, "", "null no-items version-made no-day"},
		"the level of a concept": {strings.TrimSuffix(pack(one("1", ""), link("isChildOf", "1", "0")+","+link("hasSkillLevel", "1", "7")), "}") + `,"CFDefinitions":{"CFConcepts":[{"identifier":"00000000-0000-4000-8000-000000000007","title":"Core"}]}}`, "1", ""},
	} {
		f, findings := Import(name, []byte(c.data))
		if got := outline(f.Items); got != c.tree {
			t.Errorf("%s: found %s, expected %s", name, got, c.tree)
		}
		want := strings.Fields(c.kinds)
		for _, one := range findings {
			if one.Severity == finding.Error || one.Line == 0 {
				t.Errorf("%s: %v", name, one)
			}
		}
		got := strings.Fields(kindsOf(findings))
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(slices.Compact(got), want) {
			t.Errorf("%s: found %v, expected %v", name, got, want)
		}
		if name == "the level of a concept" && (f.Items[0].Level != "core" || f.Levels[0].Label != "Core") {
			t.Errorf("%s: found %+v", name, f)
		}
	}
}

func TestPlaces(t *testing.T) {
	data := "{\"CFDocument\": {\"title\": \"Tä\", \"identifier\": \"00000000-0000-4000-8000-000000000000\", \"lastChangeDateTime\": \"2020-01-01T00:00:00Z\", \"version\": \"1.0.0\"},\n" +
		" \"CFItems\": [\n  {\"fullStatement\": \"Ää\", \"a/b~c\": {\"x\": 1}, \"identifier\": \"00000000-0000-4000-8000-000000000001\"}]}"
	_, findings := Import("f.json", []byte(data))
	for _, one := range findings {
		if one.Found == "a/b~c" && (one.Line != 3 || one.Column != 36 || one.Cell != "/CFItems/0/a~1b~0c") {
			t.Errorf("found %d:%d %s", one.Line, one.Column, one.Cell)
		}
	}
	if !strings.Contains(kindsOf(findings), "left-out") {
		t.Errorf("found %v", findings)
	}
}

func TestDamagedFiles(t *testing.T) {
	good := pack(one("1", ""), link("isChildOf", "1", "0"))
	for name, c := range map[string]struct {
		data, kind, part string
		line, column     int
	}{
		"empty":             {"", "empty-file", "empty", 1, 1},
		"blank":             {" \n ", "empty-file", "empty", 2, 2},
		"half a file":       {good[:len(good)/2], "half-a-file", "ends before", 0, 0},
		"half a text":       {`{"CFDocument":{"title":"Tit`, "half-a-file", "Tit", 1, 28},
		"a comma missing":   {"{\"CFDocument\":\n{\"a\":1 \"b\":2}}", "not-json", "missing comma", 2, 8},
		"a comma too many":  {"{\"CFDocument\":{\"a\":1,}}", "not-json", "}}", 1, 22},
		"after a letter":    {"{\"ä\": tru}", "not-json", "}", 1, 10},
		"two in one file":   {good + "\n" + good, "not-json", "follows", 3, 1},
		"a web page":        {"\n<!DOCTYPE html><html>", "not-json", "web page", 2, 1},
		"XML":               {"<?xml version='1.0'?>", "not-json", "XML", 1, 1},
		"YAML":              {"id: x\ntitle: y\n", "not-json", "not JSON", 1, 1},
		"a PDF":             {"%PDF-1.7", "not-json", "a PDF file", 0, 0},
		"a list of numbers": {"[1,2]", "not-case", "list of 2", 1, 1},
		"a number":          {"[", "half-a-file", "", 1, 2},
		"OpenAPI":           {`{"openapi":"3.0.1"}`, "not-case", "OpenAPI", 1, 1},
		"a schema":          {`{"$schema":"x"}`, "not-case", "schema", 1, 1},
		"JSON-LD":           {`{"@context":"x"}`, "not-case", "JSON-LD", 1, 1},
		"a server's word":   {`{"imsx_codeMajor":"failure","imsx_description":"Not found"}`, "not-case", "Not found", 1, 1},
		"documents only":    {`{"CFDocuments":[]}`, "not-case", "list of the documents", 1, 1},
		"items only":        {`[{"fullStatement":"x"}]`, "not-case", "items without", 1, 1},
		"no document":       {`{"CFItems":[]}`, "not-case", "CFDocument is missing", 1, 1},
		"a document only":   {`{"title":"x","creator":"y","identifier":"z"}`, "not-case", "without its items", 1, 1},
		"something else":    {`{"a":1,"b":2}`, "not-case", "an object with a, b", 1, 1},
		"nothing at all":    {`{}`, "not-case", "an object with nothing in it", 1, 1},
		"two packages":      {"[" + good + "," + good + "]", "several-packages", "2 packages", 1, 1},
		"nested too deep":   {`{"CFDocument":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}", "too-deep", "too deep", 1, 214},
		"not closed, deep":  {strings.Repeat("[", 100_000), "too-deep", "too deep", 0, 0},
	} {
		f, findings := Import("f.json", []byte(c.data))
		errs := finding.Errors(findings)
		if f == nil || len(errs) != 1 || errs[0].Kind != c.kind || !strings.Contains(errs[0].String(), c.part) {
			t.Errorf("%s: found %v", name, findings)
			continue
		}
		if c.line != 0 && (errs[0].Line != c.line || errs[0].Column != c.column) {
			t.Errorf("%s: found %d:%d, expected %d:%d: %v", name, errs[0].Line, errs[0].Column, c.line, c.column, errs[0])
		}
		if got := Lint("f.json", []byte(c.data)); len(finding.Errors(got)) != 1 {
			t.Errorf("%s: the lint found %v", name, got)
		}
	}
	// In another encoding it is read, and said.
	utf16 := []byte{0xff, 0xfe}
	for _, r := range good {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	f, findings := Import("f.json", utf16)
	if len(f.Items) != 1 || !strings.Contains(kindsOf(findings), "encoding") {
		t.Errorf("UTF-16: found %v", findings)
	}
}

func TestVersions(t *testing.T) {
	for in, want := range map[string]string{
		"1.2.3": "1.2.3", "2.0": "2.0.0", "2021": "2021.0.0", "v1.4": "1.4.0", "2020-09-01": "2020.9.1", "1.2.3.4": "1.2.3", "": "1.0.0", "draft": "1.0.0", "007": "7.0.0",
		"99999999999999999999": "1.0.0", "1.01.0": "1.1.0",
	} {
		data := strings.Replace(pack(one("1", ""), ""), `"version":"1.0.0"`, fmt.Sprintf(`"version":%q`, in), 1)
		f, findings := Import("", []byte(data))
		if f.Version != want {
			t.Errorf("%q: found %s, expected %s", in, f.Version, want)
		}
		if in == want {
			continue
		}
		if !strings.Contains(kindsOf(findings), "version-made") {
			t.Errorf("%q: not told: %v", in, findings)
		}
		if in != "" && (len(f.References) != 1 || f.References[0].Scheme != schemeVersion || f.References[0].Code != in) {
			t.Errorf("%q: not kept: %v", in, f.References)
		}
	}
}

// A file made of keys that nobody knows is told in few words.
func TestManyUnknownKeys(t *testing.T) {
	var keys strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&keys, `,"k%d":1,"p%d":null`, i, i)
	}
	data := pack(one("1", keys.String()), link("isChildOf", "1", "0"))
	_, findings := Import("", []byte(data))
	count := 0
	for _, one := range findings {
		if one.Kind == "left-out" {
			count += max(1, one.Count)
		}
	}
	if len(findings) > 30 || count != 5000 {
		t.Errorf("%d findings tell of %d keys", len(findings), count)
	}
}

// Ten thousand items wide, and ten thousand deep, which is too deep for a
// framework but loses none of them.
func TestLarge(t *testing.T) {
	const n = 10_000
	id := func(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", i) }
	for _, deep := range []bool{false, true} {
		var items, links []string
		for i := 1; i <= n; i++ {
			items = append(items, fmt.Sprintf(`{"identifier":%q,"fullStatement":"Statement %d","humanCodingScheme":"%d","CFItemType":"S","lastChangeDateTime":"2020-01-01T00:00:00Z"}`, id(i), i, i))
			parent := 0
			if deep {
				parent = i - 1
			}
			links = append(links, fmt.Sprintf(`{"associationType":"isChildOf","originNodeURI":{"identifier":%q},"destinationNodeURI":{"identifier":%q}}`, id(i), id(parent)))
		}
		data := []byte(pack(strings.Join(items, ","), strings.Join(links, ",")))
		begin := time.Now()
		f, findings := Import("large.json", data)
		took := time.Since(begin)
		count := 0
		f.Walk(func(*frameworks.Item, []*frameworks.Item) bool { count++; return true })
		if count != n || took > 20*time.Second {
			t.Errorf("deep %v: %d items in %v", deep, count, took)
		}
		if tooDeep := strings.Contains(kindsOf(finding.Errors(findings)), "too-deep"); tooDeep != deep {
			t.Errorf("deep %v: found %v", deep, findings)
		}
		begin = time.Now()
		for _, one := range Lint("large.json", data) {
			t.Errorf("deep %v: %v", deep, one)
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("deep %v: the lint took %v", deep, took)
		}
		if deep {
			continue
		}
		begin = time.Now()
		out, err := Export(f, Options{})
		if took := time.Since(begin); err != nil || took > 10*time.Second {
			t.Errorf("exported %d bytes in %v (error %v)", len(out), took, err)
		}
	}
}
