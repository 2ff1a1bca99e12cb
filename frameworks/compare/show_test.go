package compare

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"concord/frameworks"
)

// small gives two versions of a framework of six items with one change of most
// sorts.
func small() (a, b *frameworks.Framework) {
	framework := func(version, changed string, items ...frameworks.Item) *frameworks.Framework {
		return &frameworks.Framework{
			ID: "first-aid", Title: "First aid", Version: version, Changed: changed, File: "first-aid.yaml",
			Kinds: []frameworks.Kind{{ID: "domain", Label: "Domain"}, {ID: "skill", Label: "Skill"}}, Items: items,
		}
	}
	skill := func(uuid, code, statement string) frameworks.Item {
		return frameworks.Item{UUID: uuid, Code: code, Kind: "skill", Statement: statement}
	}
	a = framework("1.0.0", "2020-01-31",
		frameworks.Item{UUID: "d1", Code: "1", Kind: "domain", Title: "Wounds", Items: []frameworks.Item{
			skill("u1", "1.1", "Cleans a small wound with water."),
			skill("u2", "1.2", "Stops bleeding by pressing on the wound for ten minutes."),
			skill("u3", "1.3", "Removes splinters with tweezers."),
		}},
		frameworks.Item{UUID: "d2", Code: "2", Kind: "domain", Title: "Burns", Items: []frameworks.Item{
			skill("u4", "2.1", "Cools a burn under running water."),
		}},
	)
	b = framework("1.1.0", "2021-06-30",
		frameworks.Item{UUID: "d1", Code: "1", Kind: "domain", Title: "Wounds and stings", Items: []frameworks.Item{
			skill("u5", "1.1", "Takes out the sting of a bee."),
			skill("u1", "1.2", "Cleans a small wound with water."),
			skill("u2", "1.3", "Stops bleeding by pressing on the wound for twenty minutes."),
		}},
		frameworks.Item{UUID: "d2", Code: "2", Kind: "domain", Title: "Burns", Items: []frameworks.Item{
			skill("u4", "2.1", "Cools a burn under running water."),
		}},
	)
	return a, b
}

func TestText(t *testing.T) {
	a, b := small()
	want := `First aid: 1.0.0 → 1.1.0
1 added, 1 retired, 1 renamed, 1 reworded, 2 with another code.
Version "1.1.0" should be 2.0.0:
  major  1 item retired: former 1.3 “Removes splinters with tweezers.”.
  minor  1 item added: 1.1 “Takes out the sting of a bee.”.
  patch  1 item renamed: 1 “Wounds and stings”.
  patch  1 item reworded editorially: 1.3 “Stops bleeding by pressing on the wound for twenty minutes.”.
  patch  2 items given another code: 1.1 → 1.2; 1.2 → 1.3.

1 “Wounds and stings” (domain)
  renamed: Wounds {+and stings+}

1.1 (skill, in 1 Wounds and stings)
  added: Takes out the sting of a bee.

1.3 “Stops bleeding by pressing on the wound for twenty minutes.”, before 1.2 (skill, in 1 Wounds and stings)
  reworded, editorial (its UUID was kept, which says that the meaning is the same)
    Stops bleeding by pressing on the wound for [-ten-] {+twenty+} minutes.

former 1.3 (skill, in 1 Wounds)
  retired, since the later version has no item like it: Removes splinters with tweezers.

2 items have another code: 1.1 to 1.2 → 1.2 to 1.3
`
	c := Frameworks(a, b)
	if got := c.Text(TextOptions{}); got != want {
		t.Errorf("got\n%s\nexpected\n%s", got, want)
	}
	if got := c.Text(TextOptions{Colour: true}); !strings.Contains(got, "\x1b[31m[-ten-]\x1b[0m \x1b[32m{+twenty+}\x1b[0m") {
		t.Errorf("no colour in\n%s", got)
	}
	var finds []string
	for _, f := range c.Findings {
		finds = append(finds, f.Kind+" "+f.Found+" "+f.Expected)
	}
	if got := strings.Join(finds, ", "); got != "editorial-by-uuid 1.3 , taken-out 1.3 , version-number 1.1.0 2.0.0" {
		t.Errorf("findings %s", got)
	}
}

func TestMarkdown(t *testing.T) {
	a, b := small()
	c := Frameworks(a, b)
	want := `
- **1.3 “Stops bleeding by pressing on the wound for twenty minutes.”**, before 1.2 (skill, in 1 Wounds and stings)
  - reworded, editorial (its UUID was kept, which says that the meaning is the same)
    - Stops bleeding by pressing on the wound for ~~ten~~ **twenty** minutes.
`
	if got := c.Markdown(MarkdownOptions{}); !strings.Contains(got, want) {
		t.Errorf("got\n%s\nexpected in it\n%s", got, want)
	}
	want = "for {--ten--} {++twenty++} minutes."
	if got := c.Markdown(MarkdownOptions{CriticMarkup: true}); !strings.Contains(got, want) {
		t.Errorf("got\n%s\nexpected in it\n%s", got, want)
	}
}

func TestChangelog(t *testing.T) {
	a, b := small()
	// A note is a private remark, and its change is nobody else's business.
	a.Items[1].Items[0].Notes, b.Items[1].Items[0].From = "ask again in May", "2021-01-01"
	a.Rights, b.Levels = "ours", []frameworks.Level{{ID: "core", Label: "Core", Definition: "Everybody does it."}}
	b.Items[1].Items[0].Level = "core"
	want := `## 2.0.0 (2021-06-30)

2.0.0 after 1.0.0, since 1 item was retired and 1 was given another level.

### The framework

- Level added: Core: Everybody does it.

### Added

- **1.1** Takes out the sting of a bee. (Skill, in 1 Wounds and stings)

### Reworded

- **1.3** (Skill, in 1 Wounds and stings)
  - Before: Stops bleeding by pressing on the wound for ten minutes.
  - Now: Stops bleeding by pressing on the wound for twenty minutes.

### Renamed

- **1**: “Wounds” is now “Wounds and stings”

### Level

- none → Core
  - **2.1** Cools a burn under running water.

### Retired

- **former 1.3** Removes splinters with tweezers. (Skill, in 1 Wounds)

### Codes

- 1.1 to 1.2 → 1.2 to 1.3
`
	for _, version := range []string{"1.1.0", "1.0.0", "", "2.0.0"} {
		b.Version = version
		if got := Changelog(a, b, Frameworks(a, b)); got != want {
			t.Errorf("%q: got\n%s\nexpected\n%s", version, got, want)
		}
	}
	b.Version = "2.1.0"
	if got := Changelog(a, b, Frameworks(a, b)); !strings.HasPrefix(got, "## 2.1.0 (2021-06-30)\n\n2.1.0 after 1.0.0: 1 item was retired and 1 was given another level.\n") {
		t.Errorf("a version with a higher number is told as\n%s", got)
	}
	if got := Changelog(a, a, Frameworks(a, a)); got != "## 1.0.0 (2020-01-31)\n\nNothing has changed.\n" {
		t.Errorf("no change is told as\n%s", got)
	}
}

// Every sort of change in a changelog, in full words and without a word on how
// it was found.
func TestChangelogOfEverySort(t *testing.T) {
	for _, c := range cases {
		a, b := bundled(t), bundled(t)
		c.change(t, b)
		strangers(b)
		got := Changelog(a, b, Frameworks(a, b))
		for _, never := range []string{"UUID", "cannot", "%", "~~", "the later version"} {
			if strings.Contains(got, never) {
				t.Errorf("%s: %q stands in\n%s", c.name, never, got)
			}
		}
	}
	a, b := bundled(t), bundled(t)
	old := item(t, b, "4.B.5")
	day(old)
	x, y := newItem("4.B.6", "ability", "Answers without delay when somebody writes of distress."), newItem("4.B.7", "ability", "Hands urgent cases over by the agreed route.")
	old.ReplacedBy = []string{x.UUID, y.UUID}
	putIn(t, b, "4", 9, x)
	putIn(t, b, "4", 10, y)
	day(item(t, b, "5.B.1"))
	i := takeOut(t, b, "5.B.3")
	i.Code = "3.B.6"
	putIn(t, b, "3", 9, i)
	got := Changelog(a, b, Frameworks(a, b))
	for _, want := range []string{
		"\n2.0.0 after 1.0.0, since 1 item was retired, 1 was split and 1 was moved to another domain.\n",
		"\n- **4.B.5** " + item(t, a, "4.B.5").Statement + "\n  - **4.B.6** " + x.Statement + "\n  - **4.B.7** " + y.Statement + "\n",
		"\n- **3.B.6** " + i.Statement + "\n  - From 5 “" + item(t, a, "5").Title + "” to 3 “" + item(t, a, "3").Title + "”\n",
		"\n- **5.B.1** " + item(t, a, "5.B.1").Statement + " (Ability, in 5 " + item(t, a, "5").Title + "), until 2020-06-30\n",
		"\n- 5.B.3 → 3.B.6, 4.B.5 → 4.B.6 and 4.B.7\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// Editors that know CriticMarkup can refuse every change: what came or went
// whole is marked too.
func TestCriticMarkup(t *testing.T) {
	a, b := small()
	b.Levels = []frameworks.Level{{ID: "core", Label: "Core"}}
	b.Items[1].Items[0].Level = "core"
	moved := frameworks.Item{UUID: "u7", Code: "2.2", Kind: "skill", Statement: "Calls for help by telephone and says where it is."}
	a.Items[1].Items = append(a.Items[1].Items, moved)
	moved.Code = "1.4"
	b.Items[0].Items = append(b.Items[0].Items, moved)
	got := Frameworks(a, b).Markdown(MarkdownOptions{CriticMarkup: true})
	for _, want := range []string{
		"added: {++Takes out the sting of a bee.++}\n",
		"no item like it: {--Removes splinters with tweezers.--}\n",
		"level: {~~none~>Core~~}\n",
		", code {~~2.2~>1.4~~} (skill, in 1 Wounds and stings)\n  - moved: {~~2 “Burns”~>1 “Wounds and stings”~~}\n",
		"3 items have another code (1 of them moved, split, merged or replaced): {~~1.1 to 1.2~>1.2 to 1.3~~}, {~~2.2~>1.4~~}\n",
		"levels core added: {++Core++}\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for _, c := range cases {
		a, b := bundled(t), bundled(t)
		c.change(t, b)
		c := Frameworks(a, b)
		text := c.Markdown(MarkdownOptions{CriticMarkup: true})
		for _, change := range c.Changes {
			mark := map[Operation]string{Add: "{++", Retire: "{--", Split: "{--", Merge: "{--", Move: "{~~", Level: "{~~", Kind: "{~~", Recode: "{~~"}[change.Operation]
			if !strings.Contains(text, mark) {
				t.Errorf("no %s in\n%s", mark, text)
			}
		}
	}
}

// Two items of one code are told apart, and a day to come has not come.
func TestSameCodeTwice(t *testing.T) {
	a, b := small()
	b.Items[0].Items[2].Code = "1.2" // as has the one before it
	ended := frameworks.Item{UUID: "u3", Code: "1.2", Kind: "skill", Statement: "Removes splinters with tweezers.", Until: "2021-12-31"}
	b.Items[0].Items = append(b.Items[0].Items, ended)
	c := Frameworks(a, b)
	text := c.Text(TextOptions{})
	if want := "former 1.2 (skill, in 1 Wounds and stings), before 1.3"; !strings.Contains(text, "\nformer 1.2") {
		t.Errorf("%q is not in\n%s", want, text)
	}
	if want := "retired, since its end is 2021-12-31: Removes splinters with tweezers.\n"; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
	b.Changed = "2022-01-01"
	if text := Frameworks(a, b).Text(TextOptions{}); !strings.Contains(text, "retired, since it ended on 2021-12-31") {
		t.Errorf("an end that has come is told as\n%s", text)
	}
	list := markdownStyle(MarkdownOptions{}).codes([]Change{
		{After: []Item{{Code: "1.2", Statement: "One.", shared: true}}}, {After: []Item{{Code: "1.2", Statement: "Two.", shared: true}}}, {After: []Item{{Code: "1.3"}}},
	})
	if list != "1.2 “One.”, 1.2 “Two.”, 1.3" {
		t.Error(list)
	}
}

// What was done to many items alike is told in one line: the levels that a
// consultation brought in, and the codes that an addition moved on.
func TestTogether(t *testing.T) {
	a, b := bundled(t), bundled(t)
	b.Levels = []frameworks.Level{{ID: "core", Label: "Core"}, {ID: "advanced", Label: "Advanced"}}
	b.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
		if i.Kind == "knowledge" {
			i.Level = "core"
		} else if i.Kind == "ability" {
			i.Level = "advanced"
		}
		return true
	})
	item(t, b, "7").Title = "Supervision, Leadership and Consultation"
	one := newItem("8.B.0", "ability", supervise)
	one.Level = "advanced"
	putIn(t, b, "8", 4, one)
	renumber(t, b, "8")
	c := Frameworks(a, b)
	if c.Next != "2.0.0" || c.Reasons[0].Operation != Level || c.Reasons[0].Count != 66 {
		t.Errorf("%s %+v", c.Next, c.Reasons)
	}
	text := c.Text(TextOptions{})
	for _, want := range []string{
		"1 added, 1 renamed, 66 with another level, 4 with another code, 2 changes of the head.\n",
		"\n7 “Supervision, Leadership and Consultation” (domain)\n  renamed: {+Supervision,+} Leadership and Consultation\n",
		"\nlevel none → Core for 31 items: 1.A.1, 1.A.2, ",
		"\nlevel none → Advanced for 35 items: 1.B.1, 1.B.2, ",
		"\n4 items have another code: 8.B.1 to 8.B.4 → 8.B.2 to 8.B.5\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	// In the summary, the reasons for MAJOR and MINOR, the head and the two lines.
	if n := strings.Count(text, "level"); n != 1+1+2+2+2 {
		t.Errorf("levels are spoken of %d times in\n%s", n, text)
	}
}

func TestJSON(t *testing.T) {
	a, b := small()
	first, err := Frameworks(a, b).JSON()
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, _ := Frameworks(a, b).JSON(); string(again) != string(first) {
			t.Fatal("the same versions give other bytes")
		}
	}
	var got struct {
		Next    string
		Changes []struct {
			Operation string
			Before    []struct{ Code string }
			After     []struct{ Code string }
			Part      string
		}
	}
	if err := json.Unmarshal(first, &got); err != nil {
		t.Fatal(err)
	}
	if got.Next != "2.0.0" || len(got.Changes) != 6 || got.Changes[1].Operation != "add" || got.Changes[1].After[0].Code != "1.1" || got.Changes[1].Before == nil {
		t.Errorf("%+v", got)
	}
	empty, err := Frameworks(a, a).JSON()
	if err != nil || strings.Contains(string(empty), "null") {
		t.Errorf("%s %v", empty, err)
	}
}

// Nothing in a framework reaches a terminal as a command, or Markdown as markup.
func TestHostile(t *testing.T) {
	const bad = "\x1b]0;owned\x07 ~~x~~ **y** {--z--} <script>alert(1)</script> [a](http://b.example) | \u202eabc \u009b31m `c` # d & e\u2028f www.g.example h@i.example"
	a, b := small()
	b.Title, b.Version, b.Changed, b.Notes = bad, bad, bad, "1. "+bad
	b.Kinds[1].Label = bad
	b.Levels = []frameworks.Level{{ID: bad, Label: bad, Definition: bad}}
	b.Relations = []frameworks.Relation{{ID: bad, Label: bad}}
	b.References = []frameworks.Reference{{Scheme: bad, Code: bad, Title: bad}}
	d := &b.Items[0]
	d.Title, d.Code = bad, bad
	d.Items[0].Statement = "- " + bad
	d.Items[1].Statement = "Cleans " + bad + " a small wound with water."
	d.Items[1].Level, d.Items[1].Notes, d.Items[1].Sources, d.Items[1].Code = bad, bad, []string{bad}, bad
	d.Items[2].Links = []frameworks.Link{{Relation: bad, To: "x:" + bad}}
	for _, c := range []Comparison{Frameworks(a, b), Frameworks(b, a)} {
		text := c.Text(TextOptions{})
		for _, r := range text {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Fatalf("the text has %U: %s", r, text)
			}
		}
		for _, md := range []string{c.Markdown(MarkdownOptions{}), c.Markdown(MarkdownOptions{CriticMarkup: true}), Changelog(a, b, c), Changelog(b, a, c)} {
			for _, never := range []string{"<", "\x1b", "\u202e", "\u009b", "x](", " [a", "a](", " ~~x~~", " **y**", "{--z", " `c`", " # d", " | ", "http://", " www.", "@"} {
				if strings.Contains(md, never) {
					t.Errorf("%q stands in the Markdown, before %.80s", never, md[strings.Index(md, never):])
				}
			}
		}
		for _, f := range c.Findings {
			for _, r := range f.String() {
				if !unicode.IsPrint(r) {
					t.Errorf("%U in the finding %s", r, f)
				}
			}
		}
	}
}

func FuzzFrameworks(f *testing.F) {
	f.Add("Knows the tools", "Knows all the tools", "Tools", "1.A", "2.B", "1.0.0")
	f.Add("\x1b[31m", "{+x+}", "\u202e", "", "9999999999999999999", "0.0.999999999")
	f.Add("知道工具", "知道所有工具", "", "1", "1", "1")
	f.Add("a\xff\xfe", "", "\x00", "A1", "A2", "1.0.0.0")
	f.Fuzz(func(t *testing.T, before, after, title, code, other, version string) {
		a, b := small()
		a.Version = version
		a.Items[0].Items[1].Statement, b.Items[0].Items[1].Statement = before, after
		b.Items[0].Title, b.Items[0].Items[0].Title = title, after
		a.Items[0].Items[0].Code, b.Items[0].Items[0].Code = code, other
		b.Items[0].Items[0].UUID = ""
		c := Frameworks(a, b)
		for _, change := range c.Changes {
			old, fresh := "", ""
			for _, w := range change.Words {
				if w.Fate != wordsIn {
					old += " " + w.Text
				}
				if w.Fate != wordsOut {
					fresh += " " + w.Text
				}
			}
			if len(change.Words) > 0 && (oneLine(old) != oneLine(change.Old) || oneLine(fresh) != oneLine(change.New)) {
				t.Errorf("words %q: %q and %q", change.Words, change.Old, change.New)
			}
			if change.Likeness < 0 || change.Likeness > 1 || change.Part == NoPart {
				t.Errorf("%+v", change)
			}
		}
		for _, r := range c.Text(TextOptions{}) {
			if r != '\n' && r != '\u200c' && r != '\u200d' && !unicode.IsPrint(r) {
				t.Errorf("the text has %U", r)
			}
		}
		if _, err := c.JSON(); err != nil {
			t.Error(err)
		}
		c.Markdown(MarkdownOptions{CriticMarkup: true})
		Changelog(a, b, c)
		if back := Frameworks(b, a); back.Empty() != c.Empty() {
			t.Errorf("there %v, back %v", told(c), told(back))
		}
	})
}
