package report

import (
	"strings"

	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/finding"
	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// hostile is what somebody may write who wishes the page ill: HTML, Markdown,
// the end of a table's cell, a list, a link, and writing that turns direction.
const hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> </td></table> [click](javascript:alert(3)) | `code` **bold** _it_ # head\n# not a heading\n- item ![x](http://evil.example/x.png) www.evil.example http://evil.example ~~gone~~ $x$ &lt; \u202egnirts \u05e9\u05dc\u05d5\u05dd \x00\x1b[31m"

// long is a word that has no place to break.
var long = strings.Repeat("long", 100)

func cell(count, base, missing int) tabulate.Cell {
	low, high := stats.Wilson(count, base, 0.95)
	return tabulate.Cell{
		Count: count, Base: base, Missing: missing, Rule: study.Answered,
		Percent: tabulate.Percent(count, base, 4, study.HalfUp), Shown: tabulate.Percent(count, base, 0, study.HalfUp),
		Low: 100 * low, High: 100 * high, Interval: base > 0,
	}
}

// table has one row for each count, out of the base, for everyone.
func table(id string, about study.About, title string, base int, counts ...int) tabulate.Table {
	t := tabulate.Table{ID: id, Title: title, Source: "survey", Question: id, Kind: study.Single, About: about, Groups: []tabulate.Group{{Label: "All respondents", N: base + 1}}}
	for i, n := range counts {
		t.Rows = append(t.Rows, tabulate.Row{Label: string(rune('A'+i)) + " " + title, Kind: tabulate.OptionRow, Option: i})
		t.Cells = append(t.Cells, []tabulate.Cell{cell(n, base, 1)})
	}
	t.Rows = append(t.Rows, tabulate.Row{Label: tabulate.NoAnswer, Kind: tabulate.MissRow, Option: -1})
	t.Cells = append(t.Cells, []tabulate.Cell{cell(1, base+1, 0)})
	return t
}

// agreementOf makes the table of agreement of one group of n, one domain a
// count.
func agreementOf(n int, counts ...int) tabulate.Table {
	t := tabulate.Table{ID: tabulate.AgreementID, Title: "Agreement that each domain applies", Source: "survey", Kind: study.Single, About: study.Applicability, Groups: []tabulate.Group{{Label: "All respondents", N: n}}}
	for i, count := range counts {
		code := string(rune('1' + i))
		t.Rows = append(t.Rows, tabulate.Row{Label: "Domain " + string(rune('A'+i)), Kind: tabulate.DomainRow, Option: -1, Domain: code, Question: "d" + code})
		t.Cells = append(t.Cells, []tabulate.Cell{cell(count, n, 0)})
	}
	return t
}

// fixture is a small consultation with something in every part of the report,
// and the given words wherever somebody could have written them.
func fixture(said string) Input {
	agreement := agreementOf(20, 20, 18)
	agreement.Groups = append(agreement.Groups, tabulate.Group{ID: "sub", Label: "Sub " + said, Where: "x", N: 9})
	agreement.Cells[0] = append(agreement.Cells[0], cell(9, 9, 0))
	agreement.Cells[1] = append(agreement.Cells[1], cell(8, 9, 0))
	agreement.Notes = []string{"Agreeing means answering " + said}
	confidence := table("conf", study.Confidence, "Confidence "+said, 19, 10, 9)
	confidence.Rows = append(confidence.Rows, tabulate.Row{Label: "Unsure " + said, Kind: tabulate.NetRow, Option: -1})
	confidence.Cells = append(confidence.Cells, []tabulate.Cell{cell(9, 19, 1)})
	groupsTable := table("age", study.Demographic, "Age "+said, 5, 3, 2)
	groupsTable.ID, groupsTable.Source = "groups_age", "groups"
	target := amend.Target{Code: "1.A.1", UUID: "u", Domain: "1", Words: "Knows the tools. " + said}
	domain := amend.Target{Code: "2", UUID: "v", Domain: "2", Words: "Second " + said}
	evidence := func(role amend.Role, people ...string) []amend.Evidence {
		var out []amend.Evidence
		for _, p := range people {
			out = append(out, amend.Evidence{Unit: p + "/c1", Person: p, Source: "survey", Role: role, Quote: said + " by " + p})
		}
		return out
	}
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" role="img"><title>t</title></svg>`)
	return Input{
		Study: &study.Study{
			Title: "Title " + said, About: "About " + said,
			Survey:    &study.Source{Questions: []study.Question{{ID: "d2", Kind: study.Single, Options: study.Options{{Label: "Yes"}, {Label: "No"}}, Agree: []string{"Yes"}}, {ID: "c1", Kind: study.Text}}},
			Subgroups: []study.Subgroup{{ID: "sub", Label: "Sub " + said}},
		},
		Framework: &frameworks.Framework{
			ID: "f", Title: "Framework " + said, Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "ability", Label: "Ability"}},
			Items: []frameworks.Item{
				{Code: "1", Kind: "domain", Title: "First " + said, Items: []frameworks.Item{{Code: "1.A.1", Statement: "Knows the tools. " + said}}},
				{Code: "2", Kind: "domain", Title: "Second " + said},
			},
		},
		Codebook: &theme.Codebook{ID: "c", Title: "Codebook " + said, Version: "1", Themes: []theme.Theme{{ID: "t1", Name: "Theme one " + said, Definition: said}, {ID: "t2", Name: "Theme two"}, {ID: "silent", Name: "Silent " + said}}},
		Version:  "0.0.1",
		Sources: []Source{
			{Name: "survey", File: "s/" + said + ".csv", Flow: survey.Flow{Rows: 22, Dropped: []survey.Dropped{{Reason: "preview " + said, Count: 2}}, Kept: 20}},
			{Name: "groups", File: "p.csv", Flow: survey.Flow{Rows: 5, Kept: 5}},
		},
		Groups:   []Group{{ID: "FG1 " + said, File: "fg1.vtt", Participants: 5, Turns: 40, Minutes: 61}, {ID: "FG2", File: "fg2.txt", Participants: 0, Turns: 1, Minutes: -1}},
		Redacted: []Redacted{{"name", 2}, {"email", 1}}, Doubtful: 1,
		Findings: []finding.Finding{{Severity: finding.Warning, Kind: "k", File: said, Line: 3, Message: "message " + said, Found: said, Expected: said, Do: said}, {Severity: finding.Note, Kind: "n", Message: "a note"}},
		Tables: []tabulate.Table{
			table("gender", study.Demographic, "Gender "+said, 19, 12, 7), confidence, agreement,
			table("d2", study.Applicability, "d2", 20, 18, 2), table("use", study.OtherAbout, "Use "+said, 19, 11, 8), groupsTable,
		},
		Charts:     []Chart{{Name: "gender", Title: "Gender " + said, Alt: "Alt " + said, SVG: svg, Tables: []string{"gender"}}, {Name: "themes", Title: "Matrix", Alt: "Alt", SVG: svg}},
		Dissenters: []Dissenter{{Domain: "2", Person: "R007", Answer: "B " + said, Roles: "Role " + said, Comment: "Not for me. " + said}, {Domain: "2", Person: "R008", Answer: "B"}},
		Units: []theme.Unit{
			{ID: "R001/c1", Person: "R001", Source: "survey", Domain: "1", Text: said}, {ID: "R002/c1", Person: "R002", Source: "survey", Domain: "1", Text: "n/a"},
			{ID: "R003/e1", Person: "R003", Source: "survey", Domain: "2", Edit: true, Text: said}, {ID: "FG1/T001", Person: "FG1-P1", Source: "groups", Domain: "2", Text: said},
		},
		Counts: []theme.ThemeCount{
			{Theme: "t1", Units: 9, Codings: 9, People: theme.People{Survey: 6, Groups: 5}, Asks: theme.People{Survey: 5}, Objects: theme.People{Survey: 5}, Both: []string{"R001"}, Unnamed: 1, Domains: []theme.DomainCount{{Domain: "1", Units: 5, People: theme.People{Survey: 6}}}},
			{Theme: "t2", Units: 2, Codings: 2, People: theme.People{Survey: 1}, Satisfied: theme.People{Survey: 1}, Domains: []theme.DomainCount{{Domain: "2", Units: 1, People: theme.People{Survey: 1}}}},
			{Theme: "silent"},
		},
		Quotes: []ThemeQuotes{
			{"t1", []theme.Quote{{Unit: "R001/c1", Person: "R001", Source: "survey", Domain: "1", Text: "one " + said, Stance: theme.Asks}, {Unit: "R003/c1", Person: "R003", Text: "two " + said}}},
			{"t2", []theme.Quote{{Unit: "R009/c1", Person: "R009", Domain: "2", Text: "the only one: " + said}}},
		},
		Codings: 11,
		Docket: &amend.Docket{
			Framework: "f", Version: "1.0.0",
			Amendments: []amend.Amendment{
				{ID: "a", Number: 1, Operation: amend.Reword, Targets: []amend.Target{target}, TextBefore: "Knows the tools. " + said, TextAfter: "Knows all tools. " + said, Wording: amend.FromNote, Why: "why " + said, Themes: []string{"t1"}, For: 6, SurveyFor: 6, Against: 5, Base: 25, Share: "24.0000", Evidence: append(evidence(amend.RoleFor, "R001", "R002", "R003", "R004", "R005", "R006"), evidence(amend.RoleAgainst, "R011", "R012", "R013", "R014", "R015")...), State: "proposed"},
				{ID: "b", Number: 2, Operation: amend.Add, Kind: "ability", Targets: []amend.Target{domain}, TextAfter: "New: " + said, Wording: amend.FromCommenter, For: 2, SurveyFor: 2, Base: 25, Evidence: evidence(amend.RoleFor, "R021", "R022")},
				{ID: "c", Number: 3, Operation: amend.Retire, Targets: []amend.Target{target}, TextBefore: "Knows the tools. " + said, Wording: amend.NoWording, For: 1, SurveyFor: 1, Base: 25, Evidence: evidence(amend.RoleFor, "R031")},
			},
			Fates: []amend.Fate{
				{Unit: "R001/c1", Source: "survey", Fate: amend.Used}, {Unit: "R002/c1", Source: "survey", Fate: amend.Nothing},
				{Unit: "R003/e1", Source: "survey", Fate: amend.NotUnderstood}, {Unit: "FG1/T001", Source: "groups", Fate: amend.Conversation},
			},
			Unplaced: []amend.Unplaced{{Unit: "R003/e1", Person: "R003", Operation: amend.Reword, Quote: said, Why: "the framework has no 9.Z.9"}},
		},
		Published: &audit.Published{Source: "Report " + said, Note: said},
		Results: []audit.Result{
			{Set: "s", Place: "4.1", Table: "gender", Row: "A Gender " + said, What: "count", Printed: "12", Ours: "12", Status: audit.Reproduced},
			{Set: "s", Place: "4.1", Table: "gender", Row: "B Gender " + said, What: "percent", Printed: "38", Ours: "37", Status: audit.NotReproduced, Why: said, Reading: said, Note: said},
		},
	}
}
