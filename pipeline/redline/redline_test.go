package redline

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/wordfile"
)

// marked sets a line out as CriticMarkup would, by hand to be read.
func set(l line) string {
	var b strings.Builder
	for _, s := range l.spans {
		switch s.fate {
		case wordfile.Inserted:
			b.WriteString("{+" + s.text + "+}")
		case wordfile.Deleted:
			b.WriteString("{-" + s.text + "-}")
		default:
			b.WriteString(s.text)
		}
	}
	return b.String()
}

func TestLines(t *testing.T) {
	old, new, c := versions(t)
	p := pageOf(old, new, c, nil)
	got := map[string]string{}
	for _, l := range p.lines {
		if l.changed() {
			got[set(l)] = strings.Join(l.said, " ")
		}
	}
	// What was edited by hand in testdata/next.yaml, and nothing else.
	want := map[string]string{
		"Version {-1.0.0, draft, 2026-11-22, -}{+2.0.0, draft, 2026-12-01, +}paraphrase wording": "",
		"{+Levels+}": "",
		"{+Core: Expected of everybody who works with clients by digital means.+}":                                                                                                                 "",
		"{+Advanced: Expected of those who lead, teach or supervise digital work.+}":                                                                                                               "",
		"{-1.A.5\t-}{-Knows the national policies and local plans that shape how digital mental health care is commissioned and provided.-}":                                                       "Retired: it ended on 2026-12-01.",
		"2.A.4\tKnows when information gathered online may be shared with other professionals, carers or services, and{- on what authority.-}{+ how it must be kept secure when it is.+}":          "Reworded, the meaning changes: the old item has ended and names this one as its replacement.",
		"2.B.2\tWrites prompt, accurate and proportionate records of contacts held by video, telephone, {-e-mail, -}{+email, +}text message or online{- programme.-}{+ program.+}":                 "Reworded, the meaning is kept: its UUID was kept, which says that the meaning is the same.",
		"{-3.B.2\t-}{-Assesses whether a client's needs, preferences, skills and surroundings make digital work suitable and safe.-}":                                                              "Split into 3.B.6 and 3.B.7.",
		"{+3.B.6\t+}{+Assesses whether a client's needs, preferences and skills make digital work suitable.+}":                                                                                     "Split from 3.B.2.",
		"{+3.B.7\t+}{+Assesses whether a client's surroundings make digital work safe.+}":                                                                                                          "Split from 3.B.2.",
		"{-5.A.3\t-}{-Understands what usage data, such as log-ins and modules completed, can and cannot show about benefit to clients.-}":                                                         "Merged into 5.A.5.",
		"{-5.A.4\t-}{-Understands how the costs and savings of a digital service are worked out and compared with usual care.-}":                                                                   "Merged into 5.A.5.",
		"{+5.A.5\t+}{+Understands what usage data can and cannot show about benefit to clients, and how the costs and savings of a digital service are worked out and compared with usual care.+}": "Merged from 5.A.3 and 5.A.4.",
		"{-6.B.2\t-}{-Teaches colleagues and trainees how to use digital tools in clinical practice, adapting to different levels of confidence.-}":                                                "Moved to 7 “Leadership, Supervision and Consultation” (7.B.6).",
		"7\t{-Leadership -}{+Leadership, Supervision +}and Consultation":                                                                                                                           "Renamed.",
		"7.B.1\tLeads the introduction of a digital tool, planning training, support, review and ways to hear concerns.{+ [Advanced]+}":                                                            "Level: none → Advanced.",
		"{+7.B.5\t+}{+Supervises colleagues' digital work with clients, including by video, and reviews recordings & messages with them <safely>. [Advanced]+}":                                    "Added.",
		"{+7.B.6\t+}{+Teaches colleagues and trainees how to use digital tools in clinical practice, adapting to different levels of confidence.+}":                                                "Moved from 6 “Communication and Teaching” (6.B.2).",
		"8.B.1\tAgrees with clients when and how contact will take place, and keeps consistently to what was agreed.{+ [Core]+}":                                                                   "Level: none → Core.",
		"digital-competencies{- 1.0.0-}{+ 2.0.0+}": "",
	}
	for line, said := range want {
		if s, ok := got[line]; !ok || s != said {
			t.Errorf("%s\nis said to be %q, want %q", line, s, said)
		}
		delete(got, line)
	}
	for line := range got {
		t.Errorf("changed too: %s", line)
	}
	if len(p.unseen) > 0 {
		t.Errorf("not in the text: %q", p.unseen)
	}
	var ended []string
	for _, e := range p.ended {
		ended = append(ended, e.Code+" by "+strings.Join(e.By, ", "))
		if e.Until != "2026-12-01" || !e.Now {
			t.Errorf("%+v", e)
		}
	}
	if want := []string{"1.A.5 by ", "2.A.4 by 2.A.4", "3.B.2 by 3.B.6, 3.B.7", "5.A.3 by 5.A.5", "5.A.4 by 5.A.5"}; !slices.Equal(ended, want) {
		t.Errorf("%q, want %q", ended, want)
	}
}

// How a small framework is set out: kinds, levels, titles, and what has ended.
func TestParagraphs(t *testing.T) {
	f := framework(t, `  - key: a
    code: '1'
    kind: domain
    title: First
    statement: What it is about.
    items:
      - {key: a/1, code: 1.1, kind: skill, statement: Does it., level: core}
      - {key: a/2, code: 1.2, kind: duty, title: Duty, statement: Must do it.}
      - {key: a/3, code: 1.3, kind: duty, statement: Did it., until: '2020-01-01'}
      - {key: a/4, code: 1.4, kind: skill, statement: Again.}
`)
	var got []string
	for _, p := range paragraphs(f, true, nil) {
		got = append(got, string(p.style)+"|"+textOf([]paragraph{p})[0])
	}
	want := []string{
		"Title|F", "Subtitle|Version 1.0.0", "Heading1|Levels", "|Core",
		"Heading1|1\tFirst", "|What it is about.", "Heading2|Skill", "Coded|1.1\tDoes it. [Core]", "Heading2|Duty", "Coded|1.2\tDuty: Must do it.",
		"Heading2|Skill", "Coded|1.4\tAgain.", "Small|f 1.0.0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// Accepting gives the later version's text and rejecting the earlier one's, in
// every form, whatever was edited.
func TestBothTexts(t *testing.T) {
	old, new, c := versions(t)
	check(t, "by hand", old, new, c)
	check(t, "back again", new, old, compare.Frameworks(new, old))
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		later := edited(r, old, 1+r.IntN(25))
		check(t, "by chance", old, later, compare.Frameworks(old, later))
	}
	for _, id := range frameworks.IDs(frameworks.Bundled()) {
		f, _, err := frameworks.Load(id, "")
		if err != nil {
			t.Fatal(err)
		}
		check(t, id+" unchanged", f, f, compare.Frameworks(f, f))
		for seed := range uint64(3) {
			later := edited(rand.New(rand.NewPCG(seed, 5)), f, 30)
			check(t, id, f, later, compare.Frameworks(f, later))
		}
	}
}

func check(t *testing.T, name string, old, new *frameworks.Framework, c compare.Comparison) {
	t.Helper()
	before, after := texts(old, new)
	docx, _, err := DOCX(old, new, c, nil, "Group", "2026-12-01")
	if err != nil {
		t.Fatal(err)
	}
	html, err := HTML(old, new, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	critic := Markdown(old, new, c, nil, true)
	for _, side := range []struct {
		accept bool
		want   []string
	}{{true, after}, {false, before}} {
		got, _ := resolve(t, docx, side.accept)
		if !slices.Equal(got, side.want) {
			t.Fatalf("%s, accept %v: %s", name, side.accept, firstOther(got, side.want))
		}
		want := strings.Join(strings.Fields(strings.Join(side.want, " ")), " ")
		if got := pageWords(string(html), side.accept); got != solid(want) {
			t.Fatalf("%s, page, accept %v: %s", name, side.accept, firstOther(strings.Split(got, "."), strings.Split(solid(want), ".")))
		}
		if got := criticWords(critic, side.accept); got != want {
			t.Fatalf("%s, Markdown, accept %v: %s", name, side.accept, firstOther(strings.Fields(got), strings.Fields(want)))
		}
	}
	read, err := wordfile.Read(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range read.Paragraphs {
		got = append(got, p.Text)
	}
	if !slices.Equal(got, after) {
		t.Fatalf("%s, read: %s", name, firstOther(got, after))
	}
}

func firstOther(got, want []string) string {
	for i := range got {
		if i >= len(want) || got[i] != want[i] {
			return "got " + got[i] + ", want " + strings.Join(want[min(i, len(want)):min(i+1, len(want))], "")
		}
	}
	return "too short: the next is " + want[len(got)]
}

var (
	comment    = regexp.MustCompile(`\{>>.*?<<\}`)
	criticOut  = regexp.MustCompile(`\{--(.*?)--\}`)
	criticIn   = regexp.MustCompile(`\{\+\+(.*?)\+\+\}`)
	startOf    = regexp.MustCompile(`(?m)^(#+|-) `)
	backslash  = regexp.MustCompile(`\\(.)`)
	characters = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&#64;", "@", "&#123;", "{", "&#125;", "}")
)

func criticWords(s string, accept bool) string {
	s = startOf.ReplaceAllString(comment.ReplaceAllString(s, ""), "")
	if accept {
		s = criticIn.ReplaceAllString(criticOut.ReplaceAllString(s, ""), "$1")
	} else {
		s = criticOut.ReplaceAllString(criticIn.ReplaceAllString(s, ""), "$1")
	}
	return strings.Join(strings.Fields(characters.Replace(backslash.ReplaceAllString(s, "$1"))), " ")
}

// Every line has its own style after all changes are accepted, and rejected, in
// Word, where the last mark decides.
func TestStylesStay(t *testing.T) {
	old, new, c := versions(t)
	docx, _, err := DOCX(old, new, c, nil, "Group", "")
	if err != nil {
		t.Fatal(err)
	}
	for accept, f := range map[bool]*frameworks.Framework{true: new, false: old} {
		var want []string
		for _, p := range paragraphs(f, true, nil) {
			want = append(want, string(p.style))
		}
		if _, got := resolve(t, docx, accept); !slices.Equal(got, want) {
			t.Errorf("accept %v: %s", accept, firstOther(got, want))
		}
	}
}

func TestNotes(t *testing.T) {
	old, new, c := versions(t)
	uuid := func(f *frameworks.Framework, code string) string {
		i, ok := f.ByCode(code)
		if !ok {
			t.Fatal(code)
		}
		return i.UUID
	}
	notes := Notes{
		uuid(old, "2.A.4"): {{Amendment: "A1", Decision: "accepted", Rationale: "Asked for.", People: 9}},
		uuid(new, "2.A.4"): {{Amendment: "A1", Decision: "accepted", Rationale: "Asked for.", People: 9}, {Amendment: "A2"}},
		uuid(old, "1.A.5"): {{Rationale: "Nobody could say what would show it.", People: 1}},
		uuid(new, "7.B.6"): {{Amendment: "A3", Decision: "accepted"}},
		"nobody's":         {{Amendment: "A4", Rationale: "Of an item that is not there."}},
	}
	p := pageOf(old, new, c, notes)
	got := map[string][]string{}
	for _, l := range p.lines {
		for _, n := range l.notes {
			key := strings.TrimSpace(l.spans[0].text)
			got[key] = append(got[key], n.String())
		}
	}
	want := map[string][]string{
		"2.A.4": {"A1, accepted: Asked for. (asked for by 9 people)", "A2"},
		"1.A.5": {"Nobody could say what would show it. (asked for by 1 person)"},
		"7.B.6": {"A3, accepted"},
	}
	for code, w := range want {
		if !slices.Equal(got[code], w) {
			t.Errorf("%s: %q, want %q", code, got[code], w)
		}
	}
	if len(got) != len(want) || !slices.Equal(p.unseen, []string{"A4: Of an item that is not there."}) {
		t.Errorf("%q, %q", got, p.unseen)
	}
	docx, _, err := DOCX(old, new, c, notes, "Group", "2026-12-01")
	if err != nil {
		t.Fatal(err)
	}
	again, _, _ := DOCX(old, new, c, notes, "Group", "2026-12-01")
	if !bytes.Equal(docx, again) {
		t.Error("the same changes gave other bytes")
	}
	if _, _, err := DOCX(old, new, c, notes, "Group", "1 December"); err == nil {
		t.Error("a day that cannot be read")
	}
}

// What the text does not show is said all the same.
func TestUnseen(t *testing.T) {
	items := "  - {key: a, code: '1', kind: skill, statement: Does it.}\n  - {key: b, code: '2', kind: skill, statement: Was done., until: '2020-01-01'}\n"
	old := framework(t, items)
	new := framework(t, strings.Replace(strings.Replace(items, "Does it.", "Does it., notes: Look here.", 1), "2020-01-01", "2021-01-01", 1))
	new.URL = "https://example.org"
	p := pageOf(old, new, compare.Frameworks(old, new), nil)
	var said []string
	for _, l := range p.lines {
		said = append(said, l.said...)
	}
	if !slices.Equal(said, []string{"Notes: none → Look here."}) {
		t.Errorf("%q", said)
	}
	if len(p.unseen) != 2 || !strings.HasPrefix(p.unseen[0], "2: Its history") || p.unseen[1] != "Of the framework, url: none → https://example.org" {
		t.Errorf("%q", p.unseen)
	}
}

// Nothing in a framework or a note becomes part of the page.
func TestHostile(t *testing.T) {
	bad := `<script>alert(1)</script> {++in++} [x](javascript:1) ` + "\u202e" + `| **b** "'`
	quoted := "'" + strings.ReplaceAll(bad, "'", "''") + "'"
	old := framework(t, "  - {key: a, code: '1', kind: skill, statement: Does it.}\n")
	new := framework(t, "  - {key: a, code: '1', kind: skill, statement: "+quoted+"}\n  - {key: b, code: '<b>', kind: skill, statement: x}\n")
	c := compare.Frameworks(old, new)
	notes := Notes{new.Items[0].UUID: {{Amendment: bad, Decision: bad, Rationale: bad}}}
	html, err := HTML(old, new, c, notes)
	if err != nil {
		t.Fatal(err)
	}
	for _, not := range []string{"<script", "src=", "http", "<b>"} {
		if strings.Contains(strings.ToLower(string(html)), not) {
			t.Errorf("the page has %s", not)
		}
	}
	critic := Markdown(old, new, c, notes, true)
	for _, not := range []string{"<script", "{++in", " [x]", "**b", "\u202e"} {
		if strings.Contains(critic, not) {
			t.Errorf("Markdown has %s", not)
		}
	}
	if strings.Count(critic, "{>>") != strings.Count(critic, "<<}") {
		t.Error("comments that do not end")
	}
}

func TestMarkdown(t *testing.T) {
	old := framework(t, "  - {key: a, code: '1', kind: skill, statement: Does it well., title: Whole}\n  - {key: b, code: '2', kind: skill, statement: Goes.}\n")
	new := framework(t, "  - {key: a, code: '1', kind: skill, statement: Does it safely., title: Other}\n  - {key: c, code: '3', kind: skill, statement: Comes along.}\n")
	got := Markdown(old, new, compare.Frameworks(old, new), Notes{new.Items[0].UUID: {{Amendment: "A1", Decision: "accepted"}}}, false)
	for _, want := range []string{
		"# F\n\n- *Changes from version 1.0.0 → 1.0.0. ",
		"- 1 ~~Whole~~ **Other**: Does it ~~well.~~ **safely.**\n    - *Renamed. Reworded, ",
		"    - *A1, accepted*\n- ~~2~~ ~~Goes.~~\n    - *Retired",
		"- **3** **Comes along.**\n    - *Added.*\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// The longest choice, by trying all of them.
func TestAscending(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var pairs []pair
		for j, i := range r.Perm(r.IntN(11)) {
			pairs = append(pairs, pair{i, j})
		}
		best := 0
		for mask := range 1 << len(pairs) {
			last, count := -1, 0
			for n, p := range pairs {
				if mask>>n&1 == 1 {
					if p.old < last {
						count = -1
						break
					}
					last = p.old
					count++
				}
			}
			best = max(best, count)
		}
		got := ascending(pairs)
		if len(got) != best || !slices.IsSortedFunc(got, func(a, b pair) int { return a.old - b.old }) || !slices.IsSortedFunc(got, func(a, b pair) int { return a.new - b.new }) {
			t.Errorf("%v of %v, want %d", got, pairs, best)
		}
	}
}

// Whatever two texts say, each can be had back from the words told apart.
func FuzzWords(f *testing.F) {
	f.Add("a b c", "a c")
	f.Add("a b", "c d")
	f.Add("x a b c", "a b c y")
	f.Add("", "a")
	f.Add("one two three four", "one too three for")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " ")
		o, n := paragraph{}, paragraph{}
		o.pieces[ofStatement].text, n.pieces[ofStatement].text = a, b
		l := both(o, n)
		var before, after string
		for _, s := range l.spans {
			if s.fate != wordfile.Inserted {
				before += s.text
			}
			if s.fate != wordfile.Deleted {
				after += s.text
			}
		}
		if before != a || after != b {
			t.Errorf("%q and %q give %q and %q", a, b, before, after)
		}
	})
}
