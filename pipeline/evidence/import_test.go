package evidence

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// theBrief is the text of a real brief, which is not in this repository.
const theBrief = "../../../shared/sources/004_5b36577faf279a24.txt"

// inTheBrief are all its entries, counted and copied by hand from the text: the
// line of the title, its first words, the first author, the year, the type.
var inTheBrief = []struct {
	line          int
	title, author string
	year          int
	kind          string
}{
	{33, "We are the NHS: People Plan", "", 2020, "report"},
	{43, "Building resilience: how local partnerships", "", 0, "report"},
	{49, "Reaching the tipping point", "", 2021, "report"},
	{59, "Guidance on co-locating", "", 2018, "guidance"},
	{69, "Getting my life back", "", 2018, "report"},
	{79, "Improving mental health services in systems", "", 0, "report"},
	{87, "Improving competencies of PWP/ counsellors", "", 2017, "report"},
	{108, `"Pacing does help you get your life back"`, "Antcliff, D.", 2021, "journal article"},
	{124, "'Asking for help'", "Ingram, Jenny", 2021, "journal article"},
	{140, "Integrating mental health care into home-based", "Ohlsen, S.", 2021, "journal article"},
	{154, "Views about integrating smoking cessation", "Taylor, Gemma M. J.", 2021, "journal article"},
	{168, "What influences practitioners' readiness", "Fajia, Cintia L.", 2020, "journal article"},
	{182, "REDUCE (Reviewing long-term antidepressant use", "Kendrick, Tony", 2020, "journal article"},
	{197, "The use of Practice-Based Learning Days", "Owen, Joel", 2020, "journal article"},
	{209, "Engaging stakeholders to refine", "Antcliff, Deborah", 2019, "journal article"},
	{225, "An evaluation of the transition from BAME", "Hakim, Naheem", 2019, "journal article"},
	{239, "A case of misalignment", "Rushton, Kelly", 2019, "journal article"},
	{253, "Using Implementation Intentions", "Lucock, Mike", 2018, "journal article"},
	{267, "Barriers and facilitators to implementing workplace", "Quirk, Helen", 2018, "journal article"},
	{281, "Digital IAPT: the effectiveness & cost-effectiveness", "Richards, Derek", 2018, "journal article"},
	{299, "Telephone-based CBT", "Turner, J.", 2018, "journal article"},
	{317, "Supervision and training supervisors for IAPT", "Worrell, Michael", 2018, "journal article"},
	{329, "Moving from a physiotherapy-led", "Antcliff, D.", 2017, "journal article"},
	{341, "Low intensity interventions for Obsessive-Compulsive Disorder (OCD)", "Gellatly, Judith", 2017, "journal article"},
	{355, "Development and Evaluation of Cognitive Analytic Guided Self-Help (CAT-SH)", "Meadows, J.", 2017, "journal article"},
	{369, "Predictors of emotional exhaustion", "Westwood, Sophie", 2017, "journal article"},
	{383, "Depression: an exploratory parallel-group", "Trevillion, Kylee", 2016, "journal article"},
	{399, "Integrated primary care for patients", "Coventry, P.", 2015, "journal article"},
	{413, "Engagement With Self-Practice/Self-Reflection as a Professional Development Activity: The Role of Therapist Beliefs", "Haarhoff, Beverly", 2015, "journal article"},
	{429, "Putting PRaCTICED into practice", "Ohlsen, Sally", 2015, "journal article"},
	{441, "Combining behavioural activation", "Pentecost, Claire", 2015, "journal article"},
	{457, "IAPT and Long Term Medical Conditions", "Wroe, Abigail L.", 2015, "journal article"},
	{473, "Therapist effects and IAPT", "Green, Helen", 2014, "journal article"},
	{487, "The role of the psychological wellbeing practitioner", "Lidiard, Clare", 2013, "journal article"},
	{499, "Is there a role for Psychological Wellbeing Practitioners", "Williams, Hayley", 2011, "journal article"},
	{517, "A psychological wellbeing practitioner career pathway", "Houghton", 2018, "blog post"},
	{527, "The role of Psychological Wellbeing Practitioner and career", "Stonebank", 2017, "blog post"},
	{541, "A day in the life of a Psychological", "", 0, "blog post"},
	{548, "Psychological Wellbeing Practitioner (PWP)", "", 0, "role profile"},
	{553, "Children’s Wellbeing Practitioner (CWP)", "", 0, "role profile"},
	{559, "Psychological Wellbeing Practitioner", "", 0, "role profile"},
	{565, "Wellbeing practitioner", "", 0, "role profile"},
	{575, "A Day in the Life of a Psychological", "", 0, "role profile"},
	{581, "Ashley, one of our", "", 2021, "role profile"},
	{591, "New service to support children's", "", 2020, "role profile"},
	{603, "National Curriculum for the Education", "", 2015, "framework or standard"},
	{613, "Digital competencies for psychological practitioners", "", 2020, "framework or standard"},
	{621, "Standards for the accreditation", "", 2019, "framework or standard"},
	{629, "Psychological Wellbeing Practitioner Apprenticeship", "", 2019, "framework or standard"},
	{637, "The Psychological Wellbeing Practitioner Code", "", 0, "framework or standard"},
}

func readTheBrief(t *testing.T) ([]byte, Register, []finding.Finding) {
	t.Helper()
	data, err := os.ReadFile(theBrief)
	if err != nil {
		t.Skip("the text of the evidence brief is not here")
	}
	reg, findings := Import("brief.txt", data)
	return data, reg, findings
}

func TestEveryEntryOfTheBrief(t *testing.T) {
	_, reg, findings := readTheBrief(t)
	for _, f := range findings {
		if f.Severity != finding.Note {
			t.Error(f)
		}
	}
	if len(reg.Entries) != 50 {
		t.Errorf("%d entries, want 50", len(reg.Entries))
	}
	byType := map[string]int{}
	for i, want := range inTheBrief {
		if i >= len(reg.Entries) {
			break
		}
		e := reg.Entries[i]
		byType[e.Type]++
		author := ""
		if len(e.Authors) > 0 {
			author = e.Authors[0]
		}
		if e.Line != want.line || !strings.HasPrefix(e.Title, want.title) || author != want.author || e.Year != want.year || e.Type != want.kind {
			t.Errorf("entry %d: line %d, %q, %q, %d, %q; want %+v", i, e.Line, e.Title, author, e.Year, e.Type, want)
		}
		if e.Abstract == "" || e.URL != "" || (e.Type == "journal article") != (e.Journal != "") || (e.Source == "") != (e.Type == "journal article") {
			t.Errorf("%s: abstract %d, URL %q, journal %q, source %q", e.ID, len(e.Abstract), e.URL, e.Journal, e.Source)
		}
	}
	// 6 reports and a piece of guidance are the 7 key publications.
	want := map[string]int{"report": 6, "guidance": 1, "journal article": 28, "blog post": 3, "role profile": 7, "framework or standard": 5}
	if !reflect.DeepEqual(byType, want) {
		t.Errorf("%v, want %v", byType, want)
	}
	if reg.Title != "Evidence Brief: Mental health and community wellbeing practitioners" || reg.Published != "April 2022" || !strings.HasSuffix(reg.Source, "Health Education England Knowledge Management Team") {
		t.Errorf("%q, %q, %q", reg.Title, reg.Published, reg.Source)
	}
}

func TestFactsOfTheBrief(t *testing.T) {
	_, reg, _ := readTheBrief(t)
	for _, c := range []struct {
		id    string
		check func(*Entry) (got, want any)
	}{
		{"nhs-england-2020-nhs", func(e *Entry) (any, any) { return e.Source, "NHS England" }}, // the source is itself a link
		{"ingram-2021-asking", func(e *Entry) (any, any) { return e.Published, "Nov 12 ,2021" }},
		{"fajia-2020-influences", func(e *Entry) (any, any) { return len(e.Authors), 14 }},
		{"kendrick-2020-reduce", func(e *Entry) (any, any) { return fmt.Sprint(len(e.Authors), e.MoreAuthors), "20 true" }},
		{"coventry-2015-integrated", func(e *Entry) (any, any) { return len(e.Authors), 16 }},
		{"owen-2020-use", func(e *Entry) (any, any) {
			return []string{e.Journal, e.Volume, e.Pages, e.JournalLine}, []string{"Psychology Teaching Review", "26(2)", "19-25", ""}
		}},
		{"ohlsen-2021-integrating", func(e *Entry) (any, any) {
			return []string{e.Journal, e.Volume, e.Pages, e.JournalLine}, []string{"Journal of Clinical Nursing", "", "", ""}
		}},
		{"hakim-2019-evaluation", func(e *Entry) (any, any) {
			return []string{e.Journal, e.Volume, e.Pages}, []string{"The Cognitive Behaviour Therapist", "12", ""}
		}},
		{"rushton-2019-case", func(e *Entry) (any, any) {
			return []string{e.Journal, e.Volume, e.Pages}, []string{"BMC Health Services Research", "19(997)", ""}
		}},
		{"quirk-2018-barriers", func(e *Entry) (any, any) {
			return []string{e.Journal, e.Volume, e.Pages}, []string{"BMC Public Health", "18 (1362)", ""}
		}},
		{"antcliff-2017-moving", func(e *Entry) (any, any) { return e.Pages, "e105" }},
		{"antcliff-2017-moving", func(e *Entry) (any, any) { return e.Abstract[:8], "Purpose:" }}, // no line says Abstract
		{"meadows-2017-development", func(e *Entry) (any, any) {
			return e.Journal + "/" + e.Pages, "Behavioural and Cognitive Psychotherapy/1-19"
		}},
		{"lucock-2018-implementation", func(e *Entry) (any, any) { return e.Access, "Athens log in required for full text" }},
		{"wroe-2015-iapt", func(e *Entry) (any, any) { return e.Access, "Athens log in required for full text" }}, // on the next line
		{"haarhoff-2015-engagement", func(e *Entry) (any, any) { return e.Access, "Abstract only" }},
		{"williams-2011-role", func(e *Entry) (any, any) { return e.Published, "2011a" }},
		{"hee-2015-national", func(e *Entry) (any, any) { return e.Published, "Third edition, updated March 2015" }},
		{"royal-college-nd-improving", func(e *Entry) (any, any) { return e.Published, "" }},
		// 209, 221, 223: the head of a page stood in the middle of a sentence.
		{"antcliff-2019-engaging", func(e *Entry) (any, any) {
			return strings.Contains(e.Abstract, "activity pacing. Further"), true
		}},
		// 118, 120, 122: three paragraphs.
		{"antcliff-2021-pacing", func(e *Entry) (any, any) { return strings.Count(e.Abstract, "\n\n"), 2 }},
	} {
		e, ok := reg.ByID(c.id)
		if !ok {
			t.Errorf("no entry %s", c.id)
			continue
		}
		if got, want := c.check(e); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", c.id, got, want)
		}
	}
}

// Every line of the brief with words in it is counted for: in the front matter
// (lines 1 to 30), a heading, the head of a page, a line of a section without
// entries, or an entry. The lines of an entry hold just what it holds, word for
// word and in that order.
func TestEveryLineOfTheBrief(t *testing.T) {
	data, reg, _ := readTheBrief(t)
	headings := []string{
		"Key publications – the big picture and examples", "HEE Star", "Statistics", "HEE National Data Programme",
		"Published Peer Reviewed Research", "Blog posts", "Role profiles", "Competency frameworks and standards", "*Help accessing articles of papers",
	}
	asides := []int{96, 100, 104, 645, 647}
	label := regexp.MustCompile(`^\[?(Item Type|Authors|Author\(s\)|Publication [Dd]ate|Journal|Source|Abstract):`)
	lines := strings.Split(string(data), "\n")
	of := make([]string, len(reg.Entries))
	counts := map[string]int{}
	for i, l := range lines {
		n := i + 1
		l = strings.TrimSpace(l)
		switch {
		case l == "":
		case n < 31:
			counts["front"]++
		case slices.Contains(headings, l):
			counts["heading"]++
		case l == "Evidence Brief: Wellbeing practitioners":
			counts["furniture"]++
		case slices.Contains(asides, n):
			counts["aside"]++
		default:
			at := -1
			for k := range reg.Entries {
				if reg.Entries[k].Line <= n {
					at = k
				}
			}
			if at < 0 {
				t.Fatalf("line %d is of nothing", n)
			}
			counts["entry"]++
			if strings.HasPrefix(l, "Authors:") {
				l = strings.TrimSuffix(strings.Replace(l, " and ", ";", 1), ", et al")
			}
			for _, nothing := range []string{" (pagination)", ", pp. no pagination"} {
				l = strings.Replace(l, nothing, "", 1)
			}
			of[at] += squashed(label.ReplaceAllString(l, ""))
		}
	}
	if want := map[string]int{"front": 19, "heading": 9, "furniture": 7, "aside": 5, "entry": 290}; !reflect.DeepEqual(counts, want) {
		t.Errorf("lines: %v, want %v", counts, want)
	}
	for i := range reg.Entries {
		e := &reg.Entries[i]
		printed := e.Journal + e.Volume
		if e.Pages != "" {
			printed += "pp" + e.Pages
		}
		if e.JournalLine != "" {
			printed = e.JournalLine
		}
		kind := ""
		if e.Journal != "" {
			kind = e.Type
		}
		got := squashed(e.Title + e.Access + kind + strings.Join(e.Authors, "") + e.Source + e.Published + printed + e.See + e.Abstract)
		if got != of[i] {
			k := 0
			for k < len(got) && k < len(of[i]) && got[k] == of[i][k] {
				k++
			}
			t.Errorf("%s: the entry goes on %.40q, the document %.40q", e.ID, got[k:], of[i][k:])
		}
	}
}

func readInvented(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestImportInvented(t *testing.T) {
	reg, findings := Import("brief.txt", readInvented(t, "brief.txt"))
	want := []Entry{
		{
			ID: "telephone-board-2021-guidance", Title: "Guidance on calls [second edition]", Year: 2021, Published: "1st May 2019, revised June 2021",
			Type: "guidance", Source: "The Telephone Board", Section: "Key publications", See: `See p. 4 "Before you ring"`, URL: "https://library.example.org/calls_(2).pdf",
			Abstract: "How to begin a call, with three points:\n- say who you are\n- ask who is there\n- agree what happens when the line goes dead.\n\nSee p. 9 for more, says the [short] foreword.",
		},
		{
			ID: "board-lines-nd-plan", Title: "A plan for lines", Type: "report", Source: "Board of Lines", Section: "Key publications",
			Abstract: "Lines will be laid. More stands in the plan (https://library.example.org/plan).",
		},
		{
			ID: "alder-2020-ringing", Title: "Ringing at night: what practitioners say (and do not)", Authors: []string{"Alder, P. Q.", "Birch-Elm, Ada", "O'Cedar, Jón", "Damson, R."},
			Year: 2020, Published: "07 16 ,2020a", Journal: "Calls & Answers", Volume: "12(3-4)", Pages: "e12-e19", Type: "journal article",
			Section: "Published Peer Reviewed Research", Access: "Log in for the full text",
			Abstract: "BACKGROUND: People ring at night. METHOD: We asked 12 of them, and self-report was what we had. They were glad NICE of it. RESULTS: Most (10) slept.\n\nCONCLUSION: Sleep.",
		},
		{
			ID: "alder-nd-ringing", Title: "Ringing by day", Authors: []string{"Alder, Mary-Ann"}, MoreAuthors: true, Journal: "Day Calls", Volume: "7 (2)",
			JournalLine: "Day Calls, 2018 7 (2): (3 March 2018)", Type: "book chapter", Section: "Published Peer Reviewed Research",
			Access: "Athens log in required", URL: "https://doi.org/10.1234/abc.5", Abstract: "Purpose: To ring.",
		},
		{
			ID: "unknown-nd-letter", Title: "A letter on ringing", Type: "journal article", Section: "Published Peer Reviewed Research",
			Access: "Abstract only", Abstract: "A note that nobody signed.",
		},
		{
			ID: "elm-nd-ringing", Title: "Ringing by day", Authors: []string{"Elm", "Oak"}, Published: "spring", Type: "blog post", Source: "Lines Today", Section: "Blog posts",
			// A link does not end an abstract that has not ended.
			Abstract: "The Line is where it was said first.\n\nAnother link that goes on in the middle of a sentence.",
		},
	}
	for i := range reg.Entries {
		reg.Entries[i].Pos.Line, reg.Entries[i].Pos.Column = 0, 0
	}
	for i := range max(len(want), len(reg.Entries)) {
		if i >= len(want) || i >= len(reg.Entries) {
			t.Fatalf("%d entries, want %d: %+v", len(reg.Entries), len(want), reg.Entries)
		}
		if !reflect.DeepEqual(reg.Entries[i], want[i]) {
			t.Errorf("entry %d:\n%+v\nwant\n%+v", i, reg.Entries[i], want[i])
		}
	}
	var kinds []string
	for _, f := range findings {
		kinds = append(kinds, fmt.Sprint(f.Line, " ", f.Kind))
	}
	if want := []string{"9 heading-missing", "40 no-date", "48 left-out", "52 left-out", "97 bare-entry", "121 left-out"}; !slices.Equal(kinds, want) {
		t.Errorf("%q, want %q", kinds, want)
	}
	if reg.Title != "Evidence Brief: Working by telephone" || reg.Published != "May 2023" || reg.Source != "Evidence Brief: Working by telephone. A. Maker. (May 2023). Somewhere: The Library" {
		t.Errorf("%q, %q, %q", reg.Title, reg.Published, reg.Source)
	}
}

func TestImportWithoutLinks(t *testing.T) {
	reg, findings := Import("plain.txt", readInvented(t, "plain.txt"))
	var got []string
	for _, e := range reg.Entries {
		got = append(got, fmt.Sprint(e.ID, "|", e.Title, "|", e.Access, "|", e.Abstract))
	}
	want := []string{
		"alder-2020-ringing|Ringing at night: what practitioners say and do not|Abstract only|People ring at night.\n\nThis is no title.\n\nItem Type: none of ours",
		"damson-nd-ringing|Ringing by day||People ring by day.",
		"elm-nd-ring|Why I ring|Athens log in required|People ring, and I am one of them.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if len(findings) == 0 || findings[0].Kind != "no-title" || findings[0].Line != 22 {
		t.Errorf("a line that seems to begin an entry is not told: %v", findings)
	}
}

func TestImportDamaged(t *testing.T) {
	brief := readInvented(t, "brief.txt")
	// The first section only: the other headings of the contents are gone.
	half := brief[:strings.Index(string(brief), "See p. 9")]
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(brief)
	if err != nil {
		t.Fatal(err)
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes(brief)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		data     []byte
		entries  int
		severity finding.Severity
		kind     string
		line     int
		says     string
	}{
		{"empty", nil, 0, finding.Error, "empty-file", 1, "empty"},
		{"blank", []byte(" \n\n\t\n"), 0, finding.Error, "empty-file", 1, "empty"},
		{"pdf", []byte("%PDF-1.7\n1 0 obj"), 0, finding.Error, "not-text", 0, "a PDF file"},
		{"word", []byte("PK\x03\x04rest"), 0, finding.Error, "not-text", 0, "save it as text"},
		{"half", half, 1, finding.Warning, "heading-missing", 0, "Is the file whole?"},
		{"utf-16", utf16, 6, finding.Warning, "encoding", 1, "UTF-16"},
		{"windows-1252", windows, 6, finding.Warning, "encoding", 1, "Windows-1252"},
		{"a letter", []byte("\n\nDear all,\n\nSource: me\n"), 0, finding.Error, "unknown-layout", 3, `found "Dear all,"`},
		{"contents only", brief[:strings.Index(string(brief), "Every")], 0, finding.Error, "unknown-layout", 0, "the heading"},
		{"no entries", []byte("Contents\n\nBlog posts\t2\nMore\t3\n\nBlog posts\n\nNothing yet.\n\nMore\n"), 0, finding.Error, "unknown-layout", 8, `found "Nothing yet."`},
		{"too large", append([]byte("Contents\n"), make([]byte, maxBrief)...), 0, finding.Error, "too-large", 0, "32 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			reg, findings := Import("f.txt", c.data)
			if len(reg.Entries) != c.entries {
				t.Errorf("%d entries, want %d", len(reg.Entries), c.entries)
			}
			i := slices.IndexFunc(findings, func(f finding.Finding) bool { return f.Kind == c.kind })
			if i < 0 {
				t.Fatalf("no finding %s: %v", c.kind, findings)
			}
			if f := findings[i]; f.Severity != c.severity || c.line != 0 && f.Line != c.line || !strings.Contains(f.String(), c.says) {
				t.Errorf("%v", f)
			}
		})
	}
}

// A document of another kind stops at a line that is named.
func TestImportOtherDocuments(t *testing.T) {
	for _, name := range []string{"000_0b28510c86231e71", "001_7f55a7b742f05749", "002_9fce561082c7c41c", "003_1ebcbd0ddb141746"} {
		data, err := os.ReadFile("../../../shared/sources/" + name + ".txt")
		if err != nil {
			t.Skip("the source documents are not here")
		}
		reg, findings := Import(name, data)
		if len(reg.Entries) != 0 || len(findings) != 1 || findings[0].Kind != "unknown-layout" || findings[0].Line < 1 || findings[0].Found == "" {
			t.Errorf("%s: %d entries, %v", name, len(reg.Entries), findings)
		}
	}
}

// Text made to be slow: what took a time with the square of its size would not
// end before the limit of go test.
func TestImportHostile(t *testing.T) {
	head := "Contents\nBlog posts\t1\n\nBlog posts\n\n[A](#)\nSource: S\n"
	const size = 1 << 19
	for _, part := range []string{"[", "](", "[](", "\\", "**", "<http", "\n", "\n\n[A](#)\nSource: S\n", "[A](#)\n\n", "Authors: A;\n", "a\n\n", "A\nSource: S\n\n", " and ", "et al, ", "1999 ", "Journal: 1 1(", "\x00", "3\n"} {
		if reg, findings := Import("f", []byte(head+strings.Repeat(part, size/len(part)))); len(reg.Entries) == 0 {
			t.Errorf("%q: %v", part, findings)
		}
	}
}

func FuzzImport(f *testing.F) {
	for _, name := range []string{"brief.txt", "plain.txt"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[len(data)/2:])
	}
	f.Add([]byte("Contents\nBlog posts\t1\n\nBlog posts\n\n[A \\[b\\]](http://x.org) c*\n\nSource: S\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		reg, findings := Import("f.txt", data)
		if len(reg.Entries) == 0 && len(finding.Errors(findings)) == 0 {
			t.Error("nothing was read, and no error says why")
		}
		for _, x := range findings {
			if x.Message == "" || x.Line < 0 || x.Line > strings.Count(string(data), "\n")+strings.Count(string(data), "\r")+1 {
				t.Errorf("%+v", x)
			}
		}
		again, _ := Import("f.txt", data)
		if !reflect.DeepEqual(reg, again) {
			t.Error("the same text gives two registers")
		}
		if len(reg.Entries) > 0 {
			readBack(t, reg)
		}
	})
}
