package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// The fixture says core of one item and advanced of another, as plain texts.
func TestLevelsOfTheFixture(t *testing.T) {
	f, findings := Import("fixture", sharedFile(t, "fixture-valid-v1p1.json"))
	levels := map[string]int{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		levels[item.Level]++
		return true
	})
	if len(f.Levels) != 2 || f.Levels[0].ID != "core" || f.Levels[0].Label != "core" || levels["core"] != 1 || levels["advanced"] != 1 {
		t.Errorf("found %v, %v", f.Levels, levels)
	}
	for _, one := range findings {
		if one.Kind == "left-out" && strings.Contains(one.Message, `"level"`) {
			t.Errorf("found %v", one)
		}
	}
}

func TestLevelTexts(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"plain":          {`{"level":"Core"}`, `{"level":"core"}`, "core core"},
		"within another": {`{"concord":{"level":"Core"}}`, `{"maker":{"level":"Plus"}}`, "core plus"},
		"a number":       {`{"level":"Core"}`, `{"level":3}`, " "},
		"a sentence":     {`{"level":"Core"}`, `{"level":"` + strings.Repeat("long ", 10) + `"}`, " "},
		"not on each":    {`{"level":"Core"}`, `{}`, "core "},
		"another script": {`{"level":"基礎"}`, `{"level":"応用"}`, "level-2e8faece level-b691237e"},
	} {
		f, findings := Import("levels", []byte(pack(one("1", `,"extensions":`+c.a)+","+one("2", `,"extensions":`+c.b), "")))
		if len(finding.Errors(findings)) > 0 {
			t.Errorf("%s: %v", name, findings)
			continue
		}
		if got := f.Items[0].Level + " " + f.Items[1].Level; got != c.want {
			t.Errorf("%s: found %q, expected %q", name, got, c.want)
		}
	}
}

// A domain without items keeps its text where the other domains have theirs, so
// that its first item does not make a rewording of it.
func TestHeadingWithoutItems(t *testing.T) {
	typed := func(n, text, kind string) string {
		return strings.Replace(strings.Replace(one(n, ""), `"CFItemType":"S"`, `"CFItemType":"`+kind+`"`, 1), `"fullStatement":"`, `"fullStatement":"`+text+` `, 1)
	}
	for name, c := range map[string]struct{ kinds, titles string }{
		"its own type":     {"Domain Domain Skill", "yes yes no"},
		"one type for all": {"Standard Standard Standard", "yes no no"},
	} {
		k := strings.Fields(c.kinds)
		data := pack(typed("1", "Full", k[0])+","+typed("2", "Empty", k[1])+","+typed("3", "Does it", k[2]), link("isChildOf", "3", "1"))
		f, findings := Import("headings", []byte(data))
		if len(finding.Errors(findings)) > 0 || len(f.Items) != 2 || len(f.Items[0].Items) != 1 {
			t.Fatalf("%s: %v %s", name, findings, outline(f.Items))
		}
		var got []string
		for _, item := range []frameworks.Item{f.Items[0], f.Items[1], f.Items[0].Items[0]} {
			got = append(got, map[bool]string{true: "yes", false: "no"}[item.Title != "" && item.Statement == ""])
		}
		if strings.Join(got, " ") != c.titles {
			t.Errorf("%s: found titles %v, expected %s", name, got, c.titles)
		}
		exchange(t, name, f, Options{})
	}
}

func TestNoCreator(t *testing.T) {
	f := richFramework(t)
	f.Creator, f.Publisher = "", ""
	for _, o := range []Options{{}, {Strict: true}} {
		data, err := Export(f, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, schema(t), data); err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(data), `"creator": "Not stated"`) {
			t.Error("the package has no creator")
		}
		if back, _ := Import("back", data); back.Creator != "" {
			t.Errorf("strict %t: found the creator %q", o.Strict, back.Creator)
		}
	}
	if got := Notes(f, Options{}); kindsOf(got) != "no-creator" || !strings.Contains(got[0].Message, "Not stated") {
		t.Errorf("found %v", got)
	}
	f.Publisher = "A publisher"
	if got := Notes(f, Options{Strict: true}); len(got) != 1 || !strings.Contains(got[0].Message, "A publisher") {
		t.Errorf("found %v", got)
	}
	f.Creator = "A creator"
	if got := Notes(f, Options{}); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}

func TestTitlesOfLinks(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("many words, ", 20))
	for _, c := range []struct{ code, words, want string }{
		{"1.A.1", "A short title", "1.A.1 A short title"},
		{"", "A short title", "A short title"},
		{"1.A.1", "", "1.A.1"},
		{"K1", long, "K1 " + strings.TrimSuffix(strings.Repeat("many words, ", 8), ", ") + "…"},
	} {
		if got := linkTitle(c.code, c.words); got != c.want {
			t.Errorf("found %q, expected %q", got, c.want)
		}
	}
	data, err := Export(richFramework(t), Options{Links: []Link{{
		Origin: "11111111-1111-4111-8111-111111111112", Type: "exactMatchOf", DestinationUUID: unused, DestinationCode: "K7", DestinationTitle: "Knows the law",
	}}})
	var p struct {
		Associations []associationJSON `json:"CFAssociations"`
	}
	if err != nil || json.Unmarshal(data, &p) != nil {
		t.Fatal(err)
	}
	if got := p.Associations[len(p.Associations)-1].Destination.Title; got != "K7 Knows the law" {
		t.Errorf("found %q", got)
	}
}

func TestDirectIsNamed(t *testing.T) {
	for text, named := range map[string]bool{
		`{"Domain":{"Competency":{"Skill":{"description":"a","training_resources":"b"}}}}`: true,
		`{"Domain":{"Competency":{"Skill":{"description":1}}}}`:                            false,
		`{"Domain":{"Competency":{"Skill":"a"}}}`:                                          false,
		`{}`: false,
	} {
		_, findings := Import("x.json", []byte(text))
		if len(findings) != 1 || strings.Contains(findings[0].Do, "format direct") != named {
			t.Errorf("%s: found %v", text, findings)
		}
	}
}
