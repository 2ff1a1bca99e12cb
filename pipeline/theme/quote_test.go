package theme

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// said makes a unit and its coding; the whole text is coded.
func said(id, person, domain string, stance Stance, text string) (Unit, Coding) {
	u := Unit{ID: id, Person: person, Source: "survey", Question: "c", Domain: domain, Text: text}
	if group, _, ok := strings.Cut(id, "/T"); ok {
		u.Source, u.Question = "groups", group
	}
	return u, Coding{Unit: id, Person: person, Source: u.Source, Theme: "x", End: utf8.RuneCountInString(text), Text: text, Stance: stance}
}

func TestQuotes(t *testing.T) {
	type one struct {
		id, person, domain string
		stance             Stance
		text               string
	}
	// Texts of good length that have no word in common but the three letters.
	text := func(words string) string { return strings.Repeat(words+" ", 40/len(words)+1) + "." }
	for _, c := range []struct {
		name   string
		said   []one
		n      int
		closed string
		want   string
	}{
		{"people first", []one{
			{"a", "P1", "", Asks, text("abc")}, {"b", "P1", "", Asks, text("def")}, {"c", "P2", "", Unstated, "Short."},
		}, 9, "", "a c b"},
		{"each stance, most people first, then in proportion", []one{
			// Five ask, two are satisfied, one objects: after one each, by quotients
			// 5/3, 2/3, 1/3: asks; 5/5, 2/3, 1/3: asks; 5/7, 2/3, 1/3: asks.
			{"o", "P1", "", Objects, text("abc")}, {"s1", "P2", "", Satisfied, text("def")}, {"s2", "P3", "", Satisfied, text("ghi")},
			{"a1", "P4", "", Asks, text("jkl")}, {"a2", "P5", "", Asks, text("mno")}, {"a3", "P6", "", Asks, text("pqr")},
			{"a4", "P7", "", Asks, text("stu")}, {"a5", "P8", "", Asks, text("vwx")}, {"u", "P9", "", Unstated, text("yza")},
		}, 9, "", "a s o a a a s a u"},
		{"each stance before a second of any, though one person states two", []one{
			{"a", "P1", "", Asks, text("abc")}, {"o", "P1", "", Objects, text("def")}, {"b", "P2", "", Asks, text("ghi")}, {"u", "P3", "", Unstated, text("jkl")},
		}, 2, "", "a|b o"},
		{"texts from which nothing was taken out come first", []one{
			{"a", "P1", "", Asks, text("[name] [phone] abc")}, {"b", "P2", "", Asks, "Short."}, {"s", "P3", "", Satisfied, text("[NHS number] def")},
		}, 3, "", "b s a"},
		{"length", []one{{"a", "P1", "", Asks, "Too short."}, {"b", "P2", "", Asks, text("abc")}}, 1, "", "b"},
		{"survey and groups in turn", []one{
			{"a", "P1", "", Asks, text("abc")}, {"b", "P2", "", Asks, text("def")}, {"F1/T1", "F1-P1", "", Asks, text("ghi")}, {"F1/T2", "F1-P2", "", Asks, text("jkl")}, {"F2/T1", "F2-P1", "", Asks, text("mno")},
		}, 4, "", "a F1/T1 F2/T1 b"},
		{"domains in turn", []one{
			{"a", "P1", "1", Asks, text("abc")}, {"b", "P2", "1", Asks, text("def")}, {"c", "P3", "2", Asks, text("ghi")},
		}, 2, "", "a c"},
		{"the typical one before the odd one", []one{
			{"odd", "P1", "", Asks, "Quite another matter altogether it seems to me."},
			{"a", "P2", "", Asks, "Clients need devices and a quiet room at home."},
			{"b", "P3", "", Asks, "Devices and a room at home are what clients lack."},
		}, 1, "", "b|a"},
		{"not the same thing twice", []one{
			{"a", "P1", "", Asks, "Clients need devices and a quiet room at home."},
			{"b", "P2", "", Asks, "Clients need devices and a quiet room at home now."},
			{"odd", "P3", "", Asks, "Staff have trouble with passwords for the portal."},
		}, 2, "", "a|b odd"},
		{"the same words once", []one{{"a", "P1", "", Asks, text("abc")}, {"b", "P2", "", Asks, text("abc")}}, 2, "", "a"},
		{"closed", []one{{"a", "P1", "", Asks, text("abc")}, {"b", "P2", "", Asks, text("def")}}, 2, "a", "b"},
		{"none", nil, 3, "", ""},
		{"none asked for", []one{{"a", "P1", "", Asks, text("abc")}}, -1, "", ""},
	} {
		var units []Unit
		var codings []Coding
		for _, s := range c.said {
			u, k := said(s.id, s.person, s.domain, s.stance, s.text)
			units, codings = append(units, u), append(codings, k)
		}
		got := NewQuoter(codings, units, Quoting{Closed: func(unit string) bool { return unit == c.closed }}).Of("x", c.n)
		want := strings.Fields(c.want)
		right := len(got) == len(want)
		var ids []string
		for i, q := range got {
			ids = append(ids, q.Unit)
			// a|b: either; a stands for a1 to a5 where only the stance is told.
			right = right && slices.ContainsFunc(strings.Split(want[i], "|"), func(w string) bool {
				return q.Unit == w || strings.TrimRight(q.Unit, "12345") == w
			})
		}
		if !right {
			t.Errorf("%s: %v, want %s", c.name, ids, c.want)
		}
	}
}

func TestQuoteBefore(t *testing.T) {
	var units []Unit
	var codings []Coding
	for _, s := range [][3]string{
		{"R1/c", "R1", "A comment that is long enough to be quoted here."},
		{"F1/T2", "F1-P1", "The first turn of a group, which has none before it."},
		{"F1/T4", "F1-P2", "Another turn, in answer to the one before, and longer."},
		{"F1/T5", "F1-P3", "One more turn; the one before it may not be shown."},
	} {
		u, k := said(s[0], s[1], "", Asks, s[2])
		units, codings = append(units, u), append(codings, k)
	}
	find := func(q Quoting, id string) Said {
		for _, one := range NewQuoter(codings, units, q).Of("x", 9) {
			if one.Unit == id {
				return one.Before
			}
		}
		t.Fatalf("%s is not quoted", id)
		return Said{}
	}
	if got := find(Quoting{}, "F1/T4"); got != (Said{"F1/T2", "F1-P1", units[1].Text}) {
		t.Errorf("the turn before among the units: %+v", got)
	}
	for _, id := range []string{"R1/c", "F1/T2"} {
		if got := find(Quoting{}, id); got != (Said{}) {
			t.Errorf("%s: %+v", id, got)
		}
	}
	if got := find(Quoting{Closed: func(unit string) bool { return unit == "F1/T4" }}, "F1/T5"); got != (Said{}) {
		t.Errorf("a closed turn is shown: %+v", got)
	}
	question := strings.Repeat("long ", 100) + "So  what about\ndevices?"
	got := find(Quoting{Before: func(unit string) Said { return Said{Unit: "F1/T3", Text: question} }}, "F1/T4")
	if got.Unit != "F1/T3" || !strings.HasPrefix(got.Text, "… long") || !strings.HasSuffix(got.Text, "So what about devices?") || utf8.RuneCountInString(got.Text) > 240 {
		t.Errorf("a moderator's question: %+v", got)
	}
}

func TestQuoteText(t *testing.T) {
	long := strings.Repeat("word ", 100) // 500 characters
	for _, c := range []struct {
		name, text, span, want string
	}{
		{"short", "One. Two supervision here! Three.", "supervision", "Two supervision here!"},
		{"quoted", "He said: yes. \"Supervision matters\" he said. End.", "Supervision", "\"Supervision matters\" he said."},
		{"bullets", "Add:\n• supervision\n• data security\n", "supervision", "supervision"},
		{"white space", "Too  much\tsupervision\u00a0here.", "supervision", "Too much supervision here."},
		{"abbreviation", "See Dr. Who, e.g. on supervision. Next.", "supervision", "See Dr. Who, e.g. on supervision."},
		{"cut before", long + "supervision.", "supervision", "… " + strings.Repeat("word ", 76) + "supervision."},
		{"cut after", "supervision " + long, "supervision", "supervision " + strings.Repeat("word ", 77) + "…"},
		{"one word", strings.Repeat("a", 500), strings.Repeat("a", 500), strings.Repeat("a", 396) + " …"},
	} {
		start := utf8.RuneCountInString(c.text[:strings.Index(c.text, c.span)])
		got := quoteText(c.text, marksOf(c.text), start, start+utf8.RuneCountInString(c.span))
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if n := utf8.RuneCountInString(got); n > longestQuote {
			t.Errorf("%s: %d characters", c.name, n)
		}
	}
	text := long + "supervision " + long
	both := quoteText(text, marksOf(text), 500, 511)
	if !strings.HasPrefix(both, "… word") || !strings.HasSuffix(both, "word …") || !strings.Contains(both, " supervision ") ||
		strings.Contains(both, " wor ") || utf8.RuneCountInString(both) > 400 {
		t.Errorf("cut on both sides: %q", both)
	}
}
