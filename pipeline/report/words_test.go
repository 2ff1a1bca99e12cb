package report

import (
	"strings"
	"testing"

	"concord/pipeline/amend"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

func TestShare(t *testing.T) {
	hidden := cell(2, 19, 0)
	hidden.Suppressed = true
	mentions := tabulate.Cell{Count: 13, Base: 61, Rule: study.Mentions, Shown: "21"}
	decimal := cell(18, 19, 0)
	decimal.Shown = "94.7"
	for _, c := range []struct {
		cell tabulate.Cell
		want string
	}{
		{cell(18, 19, 0), "18 of 19 (95%; 95% interval 75 to 99)"},
		// Wilson's interval of 18 of 19 to more digits: 0.7536 to 0.9906.
		{decimal, "18 of 19 (94.7%; 95% interval 75.4 to 99.1)"},
		{mentions, "13 of 61 mentions (21%)"},
		{hidden, "hidden"},
		{tabulate.Cell{}, "no answers"},
		{tabulate.Cell{Count: 3, Base: 3, Value: "4.5"}, "4.5"},
	} {
		if got := Share(c.cell, study.Interval{}); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 people", 1: "1 person", 2: "2 people", 1189: "1,189 people", 1000000: "1,000,000 people"} {
		if got := count(n, "person", "people"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestSmallNumbers(t *testing.T) {
	b := &builder{in: Input{Study: &study.Study{Suppression: study.Suppression{Below: 5}}}}
	for n, want := range map[int]string{0: "0 people", 1: "fewer than 5 people", 4: "fewer than 5 people", 5: "5 people"} {
		if got := b.persons(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	// Of 11 people 9 and 2: the 2 are small and the 9 would tell them.
	c := &theme.ThemeCount{People: theme.People{Survey: 9, Groups: 2}, Asks: theme.People{Survey: 11}}
	if got := ShownOf(b.in.Study.Suppression.Rules(), c); got.Survey || got.Groups || !got.People {
		t.Errorf("of 11 people 9 and 2: %+v", got)
	}
	// 31 people, 19 ask, 9 without saying which: without one more hidden, 3 object.
	c = &theme.ThemeCount{People: theme.People{Survey: 31}, Asks: theme.People{Survey: 19}, Objects: theme.People{Survey: 3}, Unstated: theme.People{Survey: 9}}
	got := ShownOf(b.in.Study.Suppression.Rules(), c)
	if got.Objects || got.People && got.Asks && got.Unstated {
		t.Errorf("3 of 31 who object can be worked out: %+v", got)
	}
	b.in.Counts = []theme.ThemeCount{*c}
	b.in.Counts[0].Theme = "t"
	a := &amend.Amendment{Themes: []string{"t"}, For: 19, SurveyFor: 19, Against: 3, Context: 9}
	if s := b.amendmentShown(a); s.against || s.people && s.context && got.People {
		t.Errorf("3 of 31 against it can be worked out: %+v", s)
	}
	// 11 of 12 asked for just this: the twelfth is one person.
	a = &amend.Amendment{For: 12, SurveyFor: 12, Exact: 11}
	if s := b.amendmentShown(a); s.people && s.exact {
		t.Errorf("the one of 12 can be worked out: %+v", s)
	}
}

// 57 comments of the survey say nothing, and 2 of the groups: of the 59 one more
// must go, and another row with it, since how many there are is known.
func TestFatesNotWorkedOut(t *testing.T) {
	b := &builder{in: Input{Study: &study.Study{Suppression: study.Suppression{Below: 5}}, Docket: &amend.Docket{}}}
	add := func(kind amend.FateKind, source string, n int) {
		for range n {
			b.in.Docket.Fates = append(b.in.Docket.Fates, amend.Fate{Fate: kind, Source: source})
		}
	}
	add(amend.Nothing, "survey", 57)
	add(amend.Nothing, "groups", 2)
	add(amend.Used, "survey", 100)
	add(amend.Used, "groups", 40)
	add(amend.Praise, "survey", 20)
	add(amend.Praise, "groups", 10)
	shown := b.fateShown([]string{"survey", "groups"})
	hidden, rows := 0, 0
	for k := range shown {
		n := 0
		for _, is := range shown[k] {
			if !is {
				n++
			}
		}
		if n == 1 {
			t.Errorf("%s: one hidden number alone is what the others leave", amend.FateKinds[k])
		}
		if n > 0 {
			rows++
		}
		hidden += n
	}
	if hidden < 4 || rows < 2 {
		t.Errorf("only %d numbers in %d rows are hidden", hidden, rows)
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct{ before, after, old, fresh, one string }{
		{"Leadership and Consultation", "Supervision, Leadership and Consultation", "Leadership and Consultation", "{Supervision,} Leadership and Consultation", "{Supervision,} Leadership and Consultation"},
		{"a b c", "a x c", "a [b] c", "a {x} c", "a [b] {x} c"},
		{"a b c d", "a d", "a [b c] d", "a d", "a [b c] d"},
		{"a", "b", "[a]", "{b}", "[a] {b}"},
		{"same words", "same words", "same words", "same words", "same words"},
		{"", "new", "", "new", "new"},
		{"old", "", "old", "", "old"},
	} {
		old, fresh := difference(c.before, c.after)
		if bracketed(old) != c.old || bracketed(fresh) != c.fresh {
			t.Errorf("%q to %q: %q and %q", c.before, c.after, bracketed(old), bracketed(fresh))
		}
		if got := bracketed(merged(c.before, c.after)); got != c.one {
			t.Errorf("%q to %q in one line: %q", c.before, c.after, got)
		}
	}
}

// bracketed shows what is taken out in [] and what is put in in {}.
func bracketed(t Text) string {
	var b strings.Builder
	for _, s := range t {
		switch s.Style {
		case Deleted:
			b.WriteString("[" + s.Words + "]")
		case Inserted:
			b.WriteString("{" + s.Words + "}")
		default:
			b.WriteString(s.Words)
		}
	}
	return b.String()
}

// However long the texts are, the words are all there, in their order.
func FuzzDifference(f *testing.F) {
	f.Add("Knows the tools", "Knows all the tools")
	f.Add(strings.Repeat("a ", 500), "b")
	f.Fuzz(func(t *testing.T, before, after string) {
		x, y := difference(before, after)
		if before == "" || after == "" {
			return
		}
		if x.String() != strings.Join(strings.Fields(before), " ") || y.String() != strings.Join(strings.Fields(after), " ") {
			t.Errorf("%q and %q became %q and %q", before, after, x, y)
		}
	})
}
