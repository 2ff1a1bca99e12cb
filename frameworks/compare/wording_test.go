package compare

import (
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// What a kept UUID may be believed to say, by the words that came in and went
// out. The verdicts were written down by hand.
func TestMeaning(t *testing.T) {
	const (
		certain = "certain" // by the words alone
		byMaker = "maker"   // by the UUID
		unknown = "unknown"
	)
	for _, c := range []struct{ before, after, want string }{
		{"Records the outcome", "Does not record the outcome", unknown},
		{"Records the outcome of an assessment", "Records the outcome of an assessment, unless the client objects", unknown},
		{"Shares the record with the team", "May share the record with the team", unknown},
		{"Must share the record with the team", "Shares the record with the team", unknown},
		{"Shares records with the team", "Only shares records with the team", unknown},
		{"Works with or without supervision by others", "Works with supervision by others", unknown},
		{"Treats clients who can travel to the clinic", "Treats clients who can't travel to the clinic", unknown},
		{"Knows which platforms are safe for clinical use", "Knows which platforms are unsafe for clinical use", unknown},
		{"Knows what respect for clients means in practice", "Knows what disrespect for clients means in practice", unknown},
		{"Knows why harmful advice is given to clients", "Knows why harmless advice is given to clients", unknown},
		{"Knows direct signs of risk in messages", "Knows indirect signs of risk in messages", unknown},
		{"Writes clear and timely notes", "Writes notes that are clear and made on the day", unknown},

		{"Knows the protection of data about clients", "Knows the destruction of data about clients", byMaker},
		{"Shares plans with clients, families and others", "Shares plans with clients and families", byMaker},
		{"Presses on the wound for ten minutes", "Presses on the wound for twenty minutes", byMaker},
		{"Describes what a manager does for the team", "Describes what management does for the team", byMaker},
		{"Does not record calls and says so", "Does not record calls or meetings and says so", byMaker},

		{"Records the outcome of calls", "records the Outcome, of calls.", certain},
		{"Organises behaviour programmes in the centre", "Organizes behavior programs in the center", certain},
		{"Analyses judgements in counselling", "Analyzes judgments in counseling", certain},
		{"Knows the rule for a record", "Knows rules for records", certain},
		{"Plan a session with the client", "Planning sessions with clients", certain},
		{"Carries out a study", "Carry out studies", certain},
		{"Does not, and cannot, record calls", "Doesn't, and can't, record calls", certain},
		{"Knows the client’s rights", "Knows the client's rights", certain},
	} {
		a, b := small()
		b.Version = "2.0.0"
		a.Items[1].Items[0].Statement, b.Items[1].Items[0].Statement = c.before, c.after
		got := Frameworks(a, b)
		var change Change
		for _, one := range got.Changes {
			if one.Operation == Reword && one.After[0].UUID == "u4" {
				change = one
			}
		}
		verdict := certain
		switch {
		case change.Rewording == Unknown:
			verdict = unknown
		case strings.Contains(change.Reason, "UUID was kept"):
			verdict = byMaker
		}
		if change.Part == NoPart || (change.Part == Major) != (c.want == unknown) || verdict != c.want {
			t.Errorf("%q to %q is %s (%s, %q), expected %s", c.before, c.after, verdict, change.Part, change.Reason, c.want)
		}
		// In small, another item is reworded by its UUID.
		note := "1 rewording is editorial by its UUID; read it"
		if c.want == byMaker {
			note = "2 rewordings are editorial by their UUIDs; read them"
		}
		if !slices.ContainsFunc(got.Findings, func(f finding.Finding) bool {
			return f.Severity == finding.Note && f.Message == note
		}) {
			t.Errorf("%q to %q: no note %q in %v", c.before, c.after, note, got.Findings)
		}
	}
}

// A rewording that cannot be told is a warning only as long as the number does
// not count it.
func TestUnknownAndTheNumber(t *testing.T) {
	for _, c := range []struct {
		version string
		want    finding.Severity
	}{{"1.0.1", finding.Warning}, {"1.9.0", finding.Warning}, {"2.0.0", finding.Note}, {"3.0.0", finding.Note}} {
		a, b := bundled(t), bundled(t)
		item(t, b, "5.A.4").Statement = "Knows how interviews and diaries are gathered, coded and reported in a qualitative study."
		i := item(t, b, "1.B.1")
		i.Statement = "Never " + strings.ToLower(i.Statement[:1]) + i.Statement[1:]
		b.Version = c.version
		n := 0
		for _, f := range Frameworks(a, b).Findings {
			if f.Kind == "few-words-kept" || f.Kind == "meaning-turned" {
				n++
				if f.Severity != c.want {
					t.Errorf("%s: %s", c.version, f)
				}
			}
			if c.version == "2.0.0" && f.Severity != finding.Note {
				t.Errorf("the number is right, and yet: %s", f)
			}
		}
		if n != 2 {
			t.Errorf("%s: %d findings, expected 2", c.version, n)
		}
	}
}

// Where two makers put the same words is no rewording.
func TestSameWordsElsewhere(t *testing.T) {
	type words struct{ title, statement string }
	const short, long = "Taking notes of calls", "Writes down what was said in a call, and when."
	for _, c := range []struct {
		name          string
		before, after words
		want          string
	}{
		{"in both, then in the title", words{short, short}, words{short, ""}, ""},
		{"in both, then in the statement", words{short, short}, words{"", short}, ""},
		{"in the title, then in both", words{short, ""}, words{short, short}, ""},
		{"from the title to the statement", words{short, ""}, words{"", short}, "notes title"},
		{"from the statement to the title", words{"", short}, words{short, ""}, "notes title"},
		{"they change places", words{short, long}, words{long, short}, "notes title"},
		{"the title goes", words{short, long}, words{"", long}, "rename"},
		{"the statement goes", words{short, long}, words{short, ""}, "reword unknown"},
		{"the title goes, the statement is the title", words{short, long}, words{long, ""}, "rename"},
		{"the statement goes, the title is the statement", words{short, long}, words{"", short}, "reword unknown"},
		{"moved and reworded", words{short, ""}, words{"", "Taking notes of all calls"}, "reword editorial"},
	} {
		a, b := small()
		x, y := &a.Items[1].Items[0], &b.Items[1].Items[0]
		x.Title, x.Statement, y.Title, y.Statement = c.before.title, c.before.statement, c.after.title, c.after.statement
		var got []string
		for _, change := range Frameworks(a, b).Changes {
			if len(change.After) > 0 && change.After[0].UUID == "u4" {
				text := string(change.Operation)
				if change.Operation == Notes {
					text += " " + change.Field
				}
				got = append(got, strings.TrimSpace(text+" "+string(change.Rewording)))
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, expected %q", c.name, got, c.want)
		}
	}
}

// A heading is renamed, whether its words stand as title or as statement, and
// though nothing stands below this one.
func TestRenamedHeading(t *testing.T) {
	for _, c := range []struct{ name, after, want string }{
		{"renamed", "Working with clients and colleagues", "rename"},
		{"out of recognition", "Talking to people", "rename"},
		{"turned round", "Never cooling burns", "reword unknown"},
	} {
		for _, below := range []bool{true, false} {
			a, b := small()
			for _, f := range []*frameworks.Framework{a, b} {
				d := &f.Items[1]
				d.Title, d.Statement = "", "Cooling burns"
				if !below {
					d.Items = nil
				}
				f.Items = append(f.Items, frameworks.Item{UUID: "d3", Code: "3", Kind: "domain", Title: "Falls", Items: []frameworks.Item{
					{UUID: "u9", Code: "3.1", Kind: "skill", Statement: "Helps somebody up who fell."},
				}})
			}
			b.Items[1].Statement = c.after
			got := ""
			for _, change := range Frameworks(a, b).Changes {
				if len(change.After) > 0 && change.After[0].UUID == "d2" {
					got = strings.TrimSpace(string(change.Operation) + " " + string(change.Rewording))
				}
			}
			if got != c.want {
				t.Errorf("%s, items below it: %v: %q, expected %q", c.name, below, got, c.want)
			}
		}
	}
}

// A file with headings only is told to be an extract, before all else.
func TestExtract(t *testing.T) {
	a, b := bundled(t), bundled(t)
	for d := range b.Items {
		b.Items[d].Items = nil
	}
	want := "the later file holds no statements for 66 items: it may be an extract"
	if got := Frameworks(a, b).Findings; len(got) == 0 || got[0].Message != want {
		t.Errorf("items left out: %v", got)
	}
	b = bundled(t)
	b.Walk(func(i *frameworks.Item, parents []*frameworks.Item) bool {
		if len(parents) > 0 {
			i.Statement = ""
		}
		return true
	})
	if got := Frameworks(a, b).Findings; len(got) == 0 || got[0].Message != want {
		t.Errorf("statements left out: %v", got)
	}
	// One domain taken out does not make an extract, nor does another framework.
	b = bundled(t)
	b.Items = b.Items[1:]
	other, _, err := frameworks.Load("psychological-wellbeing-practitioner", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, later := range []*frameworks.Framework{b, other} {
		for _, f := range Frameworks(a, later).Findings {
			if f.Kind == "extract" {
				t.Error(f)
			}
		}
	}
}
