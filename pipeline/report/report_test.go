package report

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// ids lists the ids of the sections of a document, in order.
func ids(sections []Section) []string {
	var out []string
	for _, s := range sections {
		out = append(append(out, s.ID), ids(s.Sections)...)
	}
	return out
}

// section finds a section by its id, below any other.
func section(sections []Section, id string) (Section, bool) {
	for _, s := range sections {
		if s.ID == id {
			return s, true
		}
		if sub, ok := section(s.Sections, id); ok {
			return sub, true
		}
	}
	return Section{}, false
}

// allWords gives the words of a section's paragraphs and lists, and the cells
// of its tables.
func allWords(s Section) string {
	var out []string
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case Paragraph:
			out = append(out, b.Text.String())
		case List:
			for _, t := range b.Items {
				out = append(out, t.String())
			}
		case Table:
			for _, r := range b.Rows {
				var row []string
				for _, c := range r.Cells {
					row = append(row, c.String())
				}
				out = append(out, strings.Join(row, " | "))
			}
			out = append(out, b.Base)
		case Notice:
			out = append(out, b.Text.String())
		}
	}
	for _, sub := range s.Sections {
		out = append(out, allWords(sub))
	}
	return strings.Join(out, "\n")
}

func TestHTMLLetsNoMarkupThrough(t *testing.T) {
	root, data := written(t, fixture(hostile+" "+long))
	allowed := strings.Fields("html head meta title style body a header h1 h2 h3 h4 h5 p nav ol ul li main section div details summary table caption thead tbody tr th td span strong code del ins blockquote footer figure figcaption svg")
	ids, links := map[string]bool{}, []string{}
	root.each(func(e *element) {
		if e != root && !slices.Contains(allowed, e.name) {
			t.Errorf("an element <%s> in the page", e.name)
		}
		for key, value := range e.attrs {
			switch {
			case strings.HasPrefix(key, "on"), key == "src":
				t.Errorf("an attribute %s in <%s>", key, e.name)
			case key == "id":
				if ids[value] {
					t.Errorf("the id %s stands twice", value)
				}
				ids[value] = true
			case key == "href":
				links = append(links, value)
			}
		}
	})
	for _, l := range links {
		if !strings.HasPrefix(l, "#") || !ids[l[1:]] {
			t.Errorf("a link to %q, which is not in the page", l)
		}
	}
	if len(links) < 20 {
		t.Errorf("only %d links", len(links))
	}
	if !strings.Contains(root.text, "<script>alert(1)</script>") {
		t.Error("what people wrote is not there to read")
	}
	for _, bad := range []string{"<script", "<img", "\u202e", "\x00", "\x1b"} {
		if bytes.Contains(data, []byte(bad)) {
			t.Errorf("%q reaches the page", bad)
		}
	}
}

// What a person needs who has the page read to them.
func TestHTMLIsAccessible(t *testing.T) {
	root, _ := written(t, fixture("words"))
	level, h1, skip := 0, 0, false
	root.each(func(e *element) {
		switch e.name {
		case "html":
			if e.attrs["lang"] == "" {
				t.Error("the page does not say its language")
			}
		case "h1", "h2", "h3", "h4", "h5":
			l := int(e.name[1] - '0')
			if l > level+1 {
				t.Errorf("an h%d after an h%d: %s", l, level, e.text)
			}
			if level = l; l == 1 {
				h1++
			}
		case "table":
			if len(e.inner) == 0 || e.inner[0].name != "caption" {
				t.Error("a table without a caption")
			}
		case "th":
			if e.attrs["scope"] == "" {
				t.Errorf("a heading of a table without scope: %s", e.text)
			}
		case "figure":
			if len(e.inner) != 2 || e.inner[1].name != "figcaption" {
				t.Error("a figure without a caption")
			}
		case "a":
			skip = skip || strings.HasPrefix(e.text, "Skip")
		}
	})
	if h1 != 1 || !skip {
		t.Errorf("%d main headings, skip link %v", h1, skip)
	}
}

// Every row of a table, and its line of headings, has as many cells as the
// others.
func TestTablesAreEven(t *testing.T) {
	d := Build(fixture(hostile))
	n := 0
	var walk func([]Section)
	walk = func(sections []Section) {
		for _, s := range sections {
			for _, b := range s.Blocks {
				table, ok := b.(Table)
				if !ok {
					continue
				}
				n++
				span := 0
				for _, g := range table.Groups {
					span += g.Span
				}
				if len(table.Groups) > 0 && span != len(table.Columns) {
					t.Errorf("%s: groups over %d of %d columns", table.Caption, span, len(table.Columns))
				}
				for _, r := range table.Rows {
					if len(r.Cells) != len(table.Columns) {
						t.Errorf("%s: %d cells in %d columns", table.Caption, len(r.Cells), len(table.Columns))
					}
				}
			}
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	if n < 10 {
		t.Errorf("only %d tables", n)
	}
}

func TestMarkdownTablesAreEven(t *testing.T) {
	columns, tables := 0, 0
	for i, l := range strings.Split(string(Markdown(Build(fixture(hostile)))), "\n") {
		if !strings.HasPrefix(l, "|") {
			columns = 0
			continue
		}
		bars := 0
		for j := range len(l) {
			if l[j] == '|' && (j == 0 || l[j-1] != '\\') {
				bars++
			}
		}
		if columns == 0 {
			columns = bars
			tables++
		}
		if bars != columns {
			t.Errorf("line %d: %d cells, and %d above: %s", i+1, bars-1, columns-1, l)
		}
	}
	if tables < 10 {
		t.Errorf("only %d tables", tables)
	}
}

func TestMarkdownLetsNoMarkupThrough(t *testing.T) {
	md := string(Markdown(Build(fixture(hostile))))
	for _, bad := range []string{"<script", "<img", "</td>", " http://", " www.", "\n# not", "\n- item", "\u202e", "\x00", "\x1b", " **bold**", " `code`", " _it_", " ~~gone~~"} {
		if strings.Contains(md, bad) {
			t.Errorf("%q is in the Markdown", bad)
		}
	}
	if link := regexp.MustCompile(`[^\\]\]\([^#c]`).FindString(md); link != "" { // to a place in the page, or into charts/
		t.Errorf("a link in the Markdown: %q", link)
	}
	if !strings.Contains(md, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("what people wrote is not there to read")
	}
	// The only HTML is concord's own: names of places, and what keeps two quotes apart.
	for _, part := range strings.Split(md, "<")[1:] {
		if !strings.HasPrefix(part, `a name="`) && !strings.HasPrefix(part, "/a>") && !strings.HasPrefix(part, "!-- -->") {
			t.Errorf("HTML in the Markdown: <%.40s", part)
		}
	}
}

func TestSections(t *testing.T) {
	for _, c := range []struct {
		name            string
		change          func(*Input)
		present, absent string
	}{
		{"everything", func(*Input) {}, "summary method sources redaction counting coding drafting respondents-survey respondents-groups agreement confidence domain-1 domain-2 other-questions theme-1 theme-2 amendment-1 amendment-2 amendments-single unplaced comments not-understood published limits input", "theme-3 amendment-3"},
		{"no framework", func(in *Input) { in.Framework = nil; in.Docket = nil }, "summary method findings themes limits", "domain-1 amendments drafting comments"},
		{"no codebook", func(in *Input) { in.Codebook = nil; in.Counts = nil; in.Quotes = nil }, "coding amendments domain-1", "themes"},
		{"no groups", func(in *Input) { in.Sources = in.Sources[:1]; in.Groups = nil; in.Tables = in.Tables[:5] }, "respondents-survey", "respondents-groups"},
		{"nothing published", func(in *Input) { in.Published, in.Results = nil, nil }, "summary", "published"},
		{"nothing at all", func(in *Input) { *in = Input{Study: &study.Study{Title: "t"}} }, "summary method limits input", "respondents findings themes amendments comments published"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := fixture("words")
			c.change(&in)
			d := Build(in)
			got := ids(d.Sections)
			for _, id := range strings.Fields(c.present) {
				if !slices.Contains(got, id) {
					t.Errorf("no section %s", id)
				}
			}
			for _, id := range strings.Fields(c.absent) {
				if slices.Contains(got, id) {
					t.Errorf("a section %s", id)
				}
			}
			if d.Sections[0].ID != "summary" {
				t.Error("the summary does not come first")
			}
			// No link may lead nowhere, whatever is left out.
			data, err := HTML(d)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range strings.Split(string(data), `href="#`)[1:] {
				if to, _, _ := strings.Cut(part, `"`); !slices.Contains(got, to) {
					t.Errorf("a link to %s, which is not there", to)
				}
			}
		})
	}
}

// Whatever stands in hidden places must make no difference to what is written.
func TestSuppressedNeverShows(t *testing.T) {
	one, other := fixture("words"), fixture("words")
	for i, in := range []*Input{&one, &other} {
		in.Study.Suppression.Below = 5
		n := 1 + 2*i // 1 in the one, 3 in the other; nobody may tell which
		for _, at := range []struct{ table, row int }{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 3}, {2, 1}, {4, 0}, {4, 1}, {5, 0}, {5, 1}} {
			for g := range in.Tables[at.table].Cells[at.row] {
				c := &in.Tables[at.table].Cells[at.row][g]
				*c = cell(n, c.Base, c.Missing)
				c.Suppressed = true
			}
		}
		in.Counts[0].People = theme.People{Survey: 10 - n, Groups: n}
		in.Counts[0].Objects = theme.People{Survey: n}
		in.Counts[1].People, in.Counts[1].Units = theme.People{Survey: n}, n
		in.Counts[1].Satisfied = theme.People{Survey: n}
		in.Counts[1].Domains[0].People.Survey = n
		in.Quotes[1].Quotes[0].Text = []string{"secret one", "secret other"}[i]
		a := in.Docket.Amendments
		a[0].SurveyFor, a[0].GroupFor, a[0].For = 6-n, n, 6
		a[0].Context = n
		a[1].For, a[1].SurveyFor, a[1].Share = n, n, []string{"4.0000", "12.0000"}[i]
		for j := range a[1].Evidence {
			a[1].Evidence[j].Quote = []string{"secret one", "secret other"}[i]
		}
		in.Units[2].Text = []string{"secret one", "secret other"}[i]
		in.Docket.Unplaced[0].Quote = in.Units[2].Text
		in.Results[1].Ours, in.Results[1].Why = []string{"11", "16"}[i], []string{"2 of 19", "3 of 19"}[i]
	}
	x, err := HTML(Build(one))
	if err != nil {
		t.Fatal(err)
	}
	y, err := HTML(Build(other))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		a, b := strings.Split(string(x), "\n"), strings.Split(string(y), "\n")
		for i := range a {
			if i < len(b) && a[i] != b[i] {
				t.Fatalf("a hidden number shows:\n%s\n%s", a[i], b[i])
			}
		}
		t.Fatal("a hidden number shows in the number of lines")
	}
	for _, want := range []string{"hidden", "fewer than 5"} {
		if !bytes.Contains(x, []byte(want)) {
			t.Errorf("nothing is said to be %q", want)
		}
	}
	if bytes.Contains(x, []byte("secret")) {
		t.Error("a hidden quote shows")
	}
	if !bytes.Equal(Markdown(Build(one)), Markdown(Build(other))) {
		t.Error("a hidden number shows in the Markdown")
	}
}

func TestSummarySentences(t *testing.T) {
	for _, c := range []struct {
		name  string
		table tabulate.Table
		want  string
	}{
		// Wilson's intervals: 18 of 19 is 75 to 99, and 16 of 19 is 62 to 94.
		{"not all", agreementOf(19, 19, 18, 16), "Agreement, all respondents (19). Everyone agreed that 1 of the 3 domains apply. Of the others: 18 of 19 (95%; 95% interval 75 to 99) agree on domain 2 (Domain B); 16 of 19 (84%; 62 to 94) on domain 3 (Domain C)."},
		{"all", agreementOf(19, 19, 19), "Everyone agreed that each of the 2 domains applies."},
		{"one domain", agreementOf(19, 19), "Everyone agreed that the domain applies."},
		{"two alike", agreementOf(19, 18, 18), "On none of the 2 domains did everyone agree that it applies. 18 of 19 (95%; 95% interval 75 to 99) agree on domain 1 (Domain A), domain 2 (Domain B)."},
		{"one respondent", agreementOf(1, 1, 0), "Everyone agreed that 1 of the 2 domains apply. Of the others: 0 of 1 (0%; 95% interval 0 to 79) agree on domain 2 (Domain B)."},
		{"nobody", agreementOf(0, 0, 0), "Agreement, all respondents (0). Nobody answered."},
		// 999 of 1000 is printed as 100%, and is not everyone.
		{"rounded up to all", agreementOf(1000, 1000, 999), "Everyone agreed that 1 of the 2 domains apply. Of the others: 999 of 1000 (100%;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := fixture("words")
			in.Tables = []tabulate.Table{c.table}
			got := allWords(Build(in).Sections[0])
			if !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestSummaryIsShort(t *testing.T) {
	if n := len(strings.Fields(allWords(Build(fixture("words")).Sections[0]))); n > 350 {
		t.Errorf("%d words", n)
	}
}

func TestWhoAnswered(t *testing.T) {
	for _, c := range []struct {
		survey, groups int
		want           string
	}{
		{1, 0, "1 person answered the survey (“Sub words”: 9) and 0 people took part in 2 focus groups."},
		{0, 1, "0 people answered the survey (“Sub words”: 9) and 1 person took part in 2 focus groups."},
	} {
		in := fixture("words")
		in.Sources[0].Flow.Kept, in.Sources[1].Flow.Kept = c.survey, c.groups
		if got := allWords(Build(in).Sections[0]); !strings.Contains(got, c.want) {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestFatesAddUp(t *testing.T) {
	s, ok := section(Build(fixture("words")).Sections, "comments")
	if !ok {
		t.Fatal("no section")
	}
	got := allWords(s)
	for _, want := range []string{"All together | 3 | 1 | 4", "Not understood: a person must read it | 1 | 0 | 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("no row %q in\n%s", want, got)
		}
	}
	note := s.Blocks[0].(Table).Notes[0]
	if note != "The rows add up to the 4 comments and turns that were read: none is lost." {
		t.Error(note)
	}
}

func TestWhoDidNotAgree(t *testing.T) {
	s, _ := section(Build(fixture("words")).Sections, "domain-2")
	if got := allWords(s); !strings.Contains(got, "2 did not agree (2 “B d2”); 1 of them “Sub words”.") {
		t.Error(got)
	}
	s, _ = section(Build(fixture("words")).Sections, "domain-2")
	for _, want := range []string{"R007, Role words answered “B words”: “Not for me. words”", "R008 answered “B”: no comment on it."} {
		if got := allWords(s); !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	in := fixture("words")
	in.Study.Suppression.Below = 5
	if s, _ = section(Build(in).Sections, "domain-2"); strings.Contains(allWords(s), "R007") {
		t.Error("a person shows where small counts are hidden")
	}
}

func TestSameInputSameReport(t *testing.T) {
	x, _ := HTML(Build(fixture(hostile)))
	y, _ := HTML(Build(fixture(hostile)))
	if !bytes.Equal(x, y) || !bytes.Equal(Markdown(Build(fixture(hostile))), Markdown(Build(fixture(hostile)))) {
		t.Error("two reports of one input differ")
	}
}
