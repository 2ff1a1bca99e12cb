package pipeline

import (
	"fmt"
	"strconv"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/redact"
	"concord/pipeline/report"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
	"concord/pipeline/transcript"
)

// The types below are the rows of the files that a run writes. Programs rely on
// the columns and their order: a new column comes after them. The csv tag is
// the column's name, the about tag what it means; datapackage.json is made of
// both. Numbers that may be absent are texts here, and the number tag says what
// kind they are.

// responseRow is a row of ingest/responses.csv.
type responseRow struct {
	Respondent string `csv:"respondent" about:"The respondent's id, such as R017."`
	Question   string `csv:"question" about:"The question's id in the consultation file."`
	Code       string `csv:"code" about:"The option's code, or its place from 1 where the study gives no code; blank for free text, numbers and no answer."`
	Label      string `csv:"label" about:"The option's label; a multi question has a row for each answer ticked."`
	Text       string `csv:"text" about:"Free text, or a number, or the words behind 'other', with names and identifiers taken out."`
}

// participantRow is a row of ingest/participants.csv.
type participantRow struct {
	Participant string `csv:"participant" about:"The participant's id, such as FG2-P3."`
	Question    string `csv:"question" about:"The question's id."`
	Code        string `csv:"code" about:"The option's code or place."`
	Label       string `csv:"label" about:"The option's label; blank for no answer."`
	Text        string `csv:"text" about:"Free text or a number."`
}

// turnRow is a row of ingest/turns.csv.
type turnRow struct {
	Turn      string `csv:"turn" about:"The turn's id, such as FG2/T045."`
	Group     string `csv:"group" about:"The focus group's id."`
	Person    string `csv:"person" about:"The participant's id; blank for a moderator or someone unknown."`
	Moderator bool   `csv:"moderator" about:"Whether a moderator speaks; a moderator's words are not evidence."`
	Start     string `csv:"start" number:"number" about:"Seconds from the start of the recording; blank where the transcript has no times."`
	End       string `csv:"end" number:"number" about:"Seconds from the start at which the turn ends."`
	Domain    string `csv:"domain" about:"The code of the domain under discussion; blank for none."`
	Text      string `csv:"text" about:"What was said, with names and identifiers taken out."`
}

// flowRow is a row of ingest/flow.csv.
type flowRow struct {
	Source string `csv:"source" about:"survey or groups."`
	Step   string `csv:"step" about:"Records in the file, each reason for leaving records out, and records kept."`
	Count  int    `csv:"count" about:"How many records."`
}

// redactionRow is a row of ingest/redactions.csv.
type redactionRow struct {
	Unit        string `csv:"unit" about:"The comment or turn that something was taken out of."`
	Kind        string `csv:"kind" about:"name, email, phone, postcode or nhs-number."`
	Rule        string `csv:"rule" about:"The rule that took it out."`
	Placeholder string `csv:"placeholder" about:"What stands in its place; blank where nothing was taken out and a person should look."`
	Start       int    `csv:"start" about:"Where it began in the original, in characters from 0."`
	Length      int    `csv:"length" about:"How many characters it had."`
	Certain     bool   `csv:"certain" about:"false where it was left in and a person should look."`
	Context     string `csv:"context" about:"The text around it, after redaction."`
}

// findingRow is a row of ingest/findings.csv.
type findingRow struct {
	Severity string `csv:"severity" about:"error, warning or note."`
	Kind     string `csv:"kind" about:"A fixed name for this sort of finding."`
	File     string `csv:"file" about:"The file it was found in."`
	Line     int    `csv:"line" about:"The line, from 1; 0 where it has none."`
	Column   int    `csv:"column" about:"The character in the line, from 1; 0 where it has none."`
	Cell     string `csv:"cell" about:"The column of a table."`
	Found    string `csv:"found" about:"What stands there."`
	Expected string `csv:"expected" about:"What would have been right."`
	Message  string `csv:"message" about:"What is wrong."`
	Do       string `csv:"do" about:"What to do about it."`
	Count    int    `csv:"count" about:"How often it was found."`
}

// tableRow is a row of tables/tables.csv: one cell of one table.
type tableRow struct {
	Table      string `csv:"table" json:"table" about:"The table's id."`
	Title      string `csv:"title" json:"title" about:"The table's title."`
	Subgroup   string `csv:"subgroup" json:"subgroup" about:"The subgroup's id; blank for everyone."`
	Row        string `csv:"row" json:"row" about:"The row's label: an answer, a net, a domain, a statistic, or No answer."`
	Count      string `csv:"count" json:"count" number:"integer" about:"How many people or mentions; blank where hidden."`
	Base       string `csv:"base" json:"base" number:"integer" about:"What the percentage is of; blank where hidden."`
	BaseRule   string `csv:"base_rule" json:"base_rule" about:"asked, answered or mentions."`
	Missing    string `csv:"missing" json:"missing" number:"integer" about:"How many of those asked are not in the base because they did not answer."`
	Percent    string `csv:"percent" json:"percent" number:"number" about:"The percentage to four decimals, half up."`
	Shown      string `csv:"shown" json:"shown" number:"number" about:"The percentage, or the statistic, as printed."`
	CILow      string `csv:"ci_low" json:"ci_low" number:"number" about:"Lower end of the interval that interval names: of a share in per cent, of a mean or a median in its own unit; blank where there is none."`
	CIHigh     string `csv:"ci_high" json:"ci_high" number:"number" about:"Upper end of the interval."`
	Suppressed bool   `csv:"suppressed" json:"suppressed" about:"Whether the number is hidden because it is small, or would give a small one away."`
	Source     string `csv:"source" json:"source" about:"survey or groups."`
	RowKind    string `csv:"row_kind" json:"row_kind" about:"option, net, domain, value or missing."`
	Weight     string `csv:"weight" json:"weight" number:"number" about:"The sum of the weights of those counted; blank where all count alike."`
	WeightBase string `csv:"weight_base" json:"weight_base" number:"number" about:"The sum of the weights of the base, of which the percentage is then taken."`
	Effective  string `csv:"effective_n" json:"effective_n" number:"number" about:"How many people drawn alike would tell as much as the weighted base (Kish); blank where all count alike, and for mentions."`
	Effect     string `csv:"design_effect" json:"design_effect" number:"number" about:"The base over effective_n."`
	Interval   string `csv:"interval" json:"interval" about:"How the interval is made, such as Wilson, Student's t or order statistics; blank where there is none."`
	Level      string `csv:"interval_level" json:"interval_level" number:"number" about:"How sure it is, in per cent."`
	Question   string `csv:"question" json:"question" about:"The question that the row counts."`
}

// publishedRow is a row of tables/published.csv.
type publishedRow struct {
	Set     string `csv:"set" about:"The set of figures in the transcript of the report."`
	Place   string `csv:"place" about:"Where the report prints it."`
	Table   string `csv:"table" about:"The table here that it is held against."`
	Row     string `csv:"row" about:"What it counts."`
	What    string `csv:"what" about:"count, percent, base, weight or weight_base."`
	Printed string `csv:"printed" about:"The number as printed."`
	Ours    string `csv:"ours" about:"The number that the data give; blank where there is none."`
	Status  string `csv:"status" about:"reproduced, reproduced-otherwise, not-reproduced, impossible, not-in-data or not-counted."`
	Why     string `csv:"why" about:"What else fits, or why nothing can."`
	Reading string `csv:"reading" about:"How the report was understood where it can be understood in more than one way."`
	Note    string `csv:"note" about:"What the transcript of the report adds."`
}

// themeRow is a row of themes/themes.csv.
type themeRow struct {
	Theme     string `csv:"theme" about:"The theme's id."`
	Name      string `csv:"name" about:"The theme's name."`
	Parent    string `csv:"parent" about:"The theme above it; blank for none."`
	Units     string `csv:"units" number:"integer" about:"How many comments and turns are on it."`
	Survey    string `csv:"survey_people" number:"integer" about:"How many different respondents."`
	Groups    string `csv:"group_people" number:"integer" about:"How many different participants of focus groups."`
	Asks      string `csv:"asks" number:"integer" about:"How many different people ask for it."`
	Objects   string `csv:"objects" number:"integer" about:"How many different people object to it."`
	Satisfied string `csv:"satisfied" number:"integer" about:"How many different people find it well as it is."`
}

// saturationRow is a row of themes/saturation.csv.
type saturationRow struct {
	Group  string `csv:"group" about:"The focus group's id, in the order in which they were held."`
	People int    `csv:"people" about:"How many participants said anything."`
	Turns  int    `csv:"turns" about:"How many turns they had."`
	Themes int    `csv:"themes" about:"How many themes were spoken of in the group."`
	New    int    `csv:"new" about:"How many of them no group before had spoken of."`
	Total  int    `csv:"total" about:"How many themes had been spoken of when the group ended."`
	Which  string `csv:"new_themes" about:"Which themes were new, each with the turn of its first mention."`
}

func saturationRows(steps []theme.GroupStep) []saturationRow {
	out := make([]saturationRow, len(steps))
	for i, s := range steps {
		var which []string
		for _, f := range s.New {
			which = append(which, f.Theme+" "+f.Unit)
		}
		out[i] = saturationRow{s.Group, s.People, s.Turns, s.Themes, len(s.New), s.Total, strings.Join(which, "; ")}
	}
	return out
}

// codingRow is a row of themes/codings.csv.
type codingRow struct {
	Unit     string  `csv:"unit" json:"unit" about:"The comment's or turn's id."`
	Person   string  `csv:"person" json:"person" about:"Who said it."`
	Source   string  `csv:"source" json:"source" about:"survey or groups."`
	Question string  `csv:"question" json:"question" about:"The question's, or the group's, id."`
	Theme    string  `csv:"theme" json:"theme" about:"The theme's id."`
	Start    int     `csv:"start" json:"start" about:"First character of the span, from 0, in code points of the redacted text."`
	End      int     `csv:"end" json:"end" about:"The character after the last."`
	Text     string  `csv:"text" json:"text" about:"The words of the span."`
	Stance   string  `csv:"stance" json:"stance" about:"asks, objects, satisfied or unstated."`
	Coder    string  `csv:"coder" json:"coder" about:"Who coded it, several with + between; concord is the machine."`
	Method   string  `csv:"method" json:"method" about:"rule; where people judged the unit: human, majority, settled, accepted or corrected."`
	Rule     string  `csv:"rule" json:"rule" about:"The rule that matched, as the codebook writes it; blank where a person coded the whole text."`
	Score    float64 `csv:"score" json:"score" about:"1 for a rule and for a person."`
	Words    string  `csv:"stance_words" json:"stance_words" about:"The words that show the stance."`
	StanceBy string  `csv:"stance_by" json:"stance_by" about:"Who said what the stance is: person; rule, where it was read in the words; blank where it is unstated and nobody said so."`
}

// literatureRow is a row of themes/literature.csv.
type literatureRow struct {
	Entry string `csv:"entry" about:"The entry's id in the evidence register."`
	Theme string `csv:"theme" about:"The theme's id."`
	Where string `csv:"where" about:"title, abstract or summary."`
	Start int    `csv:"start" about:"First character of the span, from 0, in code points of that part."`
	End   int    `csv:"end" about:"The character after the last."`
	Text  string `csv:"text" about:"The words of the span."`
	Rule  string `csv:"rule" about:"The rule that matched, as the codebook writes it."`
}

// amendmentRow is a row of amendments/amendments.csv.
type amendmentRow struct {
	Amendment   string `csv:"amendment" about:"The amendment's id."`
	Operation   string `csv:"operation" about:"add, reword, rename, move, split, merge, level or retire."`
	TargetCode  string `csv:"target_code" about:"The code of what it changes, several joined by a space; for add, of what the new item goes under; blank for the whole framework."`
	TargetUUID  string `csv:"target_uuid" about:"The UUIDs, in the same order."`
	Kind        string `csv:"kind" about:"The new item's kind, for add."`
	TextBefore  string `csv:"text_before" about:"What stands there now."`
	TextAfter   string `csv:"text_after" about:"What is proposed; blank where it is still to be drafted."`
	Wording     string `csv:"wording_source" about:"drafting-note, commenter or none."`
	Themes      string `csv:"themes" about:"The themes that it follows from, joined by a space."`
	For         int    `csv:"people_for" about:"How many different people ask for it."`
	Against     int    `csv:"people_against" about:"How many different people speak against it."`
	Base        int    `csv:"base" about:"All who took part, survey and groups."`
	Share       string `csv:"share" number:"number" about:"people_for as a percentage of base; nobody was asked about the amendment itself."`
	Survey      int    `csv:"survey_people" about:"Respondents among people_for."`
	Groups      int    `csv:"group_people" about:"Participants of focus groups among people_for."`
	State       string `csv:"state" about:"proposed, until the group decides."`
	Disposition string `csv:"disposition" about:"What the group decided; blank until it has."`
	Number      int    `csv:"number" about:"Its place by support, from 1."`
	To          string `csv:"to" about:"The code of where it is moved to."`
	Level       string `csv:"level" about:"The new level, for level."`
	Why         string `csv:"why" about:"A reason, in one sentence."`
	Exact       int    `csv:"people_exact" about:"How many of people_for asked for just this change in so many words; the others spoke for its theme."`
	Low         string `csv:"share_low" number:"number" about:"Lower end of the 95% Wilson interval, in per cent."`
	High        string `csv:"share_high" number:"number" about:"Upper end of the interval."`
	Literature  string `csv:"literature" about:"The entries of the evidence register that speak of its themes, joined by a space."`
	Source      string `csv:"source" about:"Where it comes from: evidence, imported or group."`
	WithdrawnBy string `csv:"withdrawn_by" about:"Who withdrew it: group, or evidence where it is no longer proposed; blank where it stands."`
	ToUUID      string `csv:"to_uuid" about:"The UUID of the place to move to."`
	Title       string `csv:"title" about:"The title of a new heading, for add."`
	Parts       string `csv:"parts" about:"The statements that a split makes, with | between them."`
	Context     int    `csv:"people_context" about:"How many people speak of it without saying which."`
	Meaning     string `csv:"meaning_guess" about:"A guess, from the words alone, whether a rewording is editorial or substantial."`
	MeaningWhy  string `csv:"meaning_why" about:"What the guess rests on."`
	Agreement   string `csv:"agreement" about:"How many of those asked rate the domain applicable."`
	TakesIn     string `csv:"takes_in" about:"The amendments that people made part of this one."`
	Fingerprint string `csv:"fingerprint" about:"Changes with what the amendment does; votes and decisions carry it."`
	Note        string `csv:"note" about:"What people wrote about it in the docket."`
}

// evidenceRow is a row of amendments/evidence.csv.
type evidenceRow struct {
	Amendment string `csv:"amendment" about:"The amendment's id."`
	Unit      string `csv:"unit" about:"The comment or turn."`
	Person    string `csv:"person" about:"Who said it."`
	Role      string `csv:"role" about:"for, against or context."`
	Quote     string `csv:"quote" about:"The sentence that says it."`
}

// fateRow is a row of amendments/fates.csv.
type fateRow struct {
	Unit       string `csv:"unit" about:"The comment or turn."`
	Person     string `csv:"person" about:"Who said it."`
	Source     string `csv:"source" about:"survey or groups."`
	Question   string `csv:"question" about:"The question's, or the group's, id."`
	Fate       string `csv:"fate" about:"evidence, noted, praise, no-content, not-understood or conversation."`
	Why        string `csv:"why" about:"Why, in a few words."`
	Amendments string `csv:"amendments" about:"The amendments that it is evidence for or against, joined by a space."`
	Themes     string `csv:"themes" about:"The themes that it is on, joined by a space."`
}

func responseRows(t *survey.Table, i int, emit func(question, code, label, text string)) {
	for c := range t.Columns {
		column := &t.Columns[c]
		q := &column.Question
		words := ""
		if column.Other.Len() > 0 {
			words = column.Other.At(i)
		}
		if !q.Kind.Closed() {
			text := ""
			if q.Kind == study.Number {
				if column.Answered(i) {
					text = strconv.FormatFloat(column.Numbers[i], 'f', -1, 64)
				}
			} else if column.Text.Len() > 0 {
				text = column.Text.At(i)
			}
			emit(q.ID, "", "", text)
			continue
		}
		none := true
		for o := range q.Options {
			if column.Chose(i, o) {
				code := q.Options[o].Code
				if code == "" {
					code = strconv.Itoa(o + 1)
				}
				text := ""
				if words != "" && (q.Other == "" || q.Options.Index(q.Other) == o || none && o == len(q.Options)-1) {
					text, words = words, ""
				}
				emit(q.ID, code, q.Options[o].Label, text)
				none = false
			}
		}
		if none || words != "" {
			emit(q.ID, "", "", words)
		}
	}
}

func seconds(ms int) string {
	if ms < 0 {
		return ""
	}
	return fmt.Sprintf("%d.%03d", ms/1000, ms%1000)
}

func turnRows(turns []transcript.Turn) []turnRow {
	out := make([]turnRow, len(turns))
	for i, t := range turns {
		out[i] = turnRow{t.ID, t.Group, t.Person, t.Moderator, seconds(t.Start), seconds(t.End), t.Domain, t.Text}
	}
	return out
}

func flowRows(source string, f survey.Flow) []flowRow {
	out := []flowRow{{source, "records in the file", f.Rows}}
	for _, d := range f.Dropped {
		out = append(out, flowRow{source, "left out: " + d.Reason, d.Count})
	}
	return append(out, flowRow{source, "kept", f.Kept})
}

func redactionRows(removals []redact.Removal) []redactionRow {
	out := make([]redactionRow, len(removals))
	for i, r := range removals {
		out[i] = redactionRow{r.Unit, string(r.Kind), r.Rule, r.Placeholder, r.Start, r.Length, r.Certain, r.Context}
	}
	return out
}

func findingRows(findings []finding.Finding) []findingRow {
	out := make([]findingRow, len(findings))
	for i, f := range findings {
		out[i] = findingRow{string(f.Severity), f.Kind, f.File, f.Line, f.Column, f.Cell, f.Found, f.Expected, f.Message, f.Do, max(1, f.Count)}
	}
	return out
}

func tableRows(tables []tabulate.Table) []tableRow {
	var out []tableRow
	for i := range tables {
		t := &tables[i]
		for r := range t.Rows {
			for g := range t.Groups {
				out = append(out, tableRowOf(t, r, g))
			}
		}
	}
	return out
}

func tableRowOf(t *tabulate.Table, r, g int) tableRow {
	row, group, c := t.Rows[r], t.Groups[g], t.Cells[r][g]
	out := tableRow{
		Table: t.ID, Title: t.Title, Source: t.Source, Subgroup: group.ID, Row: row.Label, RowKind: string(row.Kind),
		BaseRule: string(c.Rule), Missing: strconv.Itoa(c.Missing), Suppressed: c.Suppressed, Question: row.Question,
	}
	if c.Missing == tabulate.Unsaid {
		out.Missing = ""
	}
	if out.Question == "" {
		out.Question = t.Question
	}
	if c.Suppressed {
		// The base of a group that is hidden whole is a small count itself.
		if row.Kind != tabulate.ValueRow && !t.HiddenBase(r, g) {
			out.Base = strconv.Itoa(c.Base)
		} else {
			out.Missing = ""
		}
		return out
	}
	out.Count, out.Base, out.Percent, out.Shown = strconv.Itoa(c.Count), strconv.Itoa(c.Base), c.Percent, c.Shown
	if row.Kind == tabulate.ValueRow {
		out.Shown = c.Value
	}
	// A sum of weights tells which people are in it: in a table with anything
	// hidden it would give a count away.
	hides := t.Hides()
	if t.Weighted && row.Kind != tabulate.ValueRow && !hides {
		out.Weight, out.WeightBase = weightText(c.Weight), weightText(c.WeightBase)
	}
	if c.Effective > 0 && !hides {
		out.Effective, out.Effect = fmt.Sprintf("%.4f", c.Effective), fmt.Sprintf("%.4f", c.DesignEffect())
	}
	if c.Interval {
		out.CILow, out.CIHigh = fmt.Sprintf("%.4f", c.Low), fmt.Sprintf("%.4f", c.High)
		out.Interval, out.Level = t.IntervalName(r), strings.TrimSuffix(t.Interval.Percent(), "%")
	}
	return out
}

// weightText writes a sum of weights with four digits after the point.
func weightText(units int64) string {
	return strconv.FormatFloat(float64(units)/tabulate.WeightUnit, 'f', 4, 64)
}

func publishedRows(results []audit.Result) []publishedRow {
	out := make([]publishedRow, len(results))
	for i, r := range results {
		out[i] = publishedRow{r.Set, r.Place, r.Table, r.Row, r.What, r.Printed, r.Ours, string(r.Status), r.Why, r.Reading, r.Note}
	}
	return out
}

func codingRows(codings []theme.Coding) []codingRow {
	out := make([]codingRow, len(codings))
	for i, c := range codings {
		out[i] = codingRow{c.Unit, c.Person, c.Source, c.Question, c.Theme, c.Start, c.End, c.Text, string(c.Stance), c.Coder, c.Method, c.Rule, c.Score, c.StanceWords, c.StanceBy()}
	}
	return out
}

func literatureRows(codings []evidence.Coding) []literatureRow {
	out := make([]literatureRow, len(codings))
	for i, c := range codings {
		out[i] = literatureRow{c.Entry, c.Theme, string(c.Where), c.Start, c.End, c.Text, c.Rule}
	}
	return out
}

func amendmentRows(list []amend.Amendment, decisions map[string]report.Decision) []amendmentRow {
	out := make([]amendmentRow, len(list))
	for i, a := range list {
		codes, uuids := amend.Codes(a.Targets)
		out[i] = amendmentRow{
			Amendment: a.ID, Number: a.Number, Operation: string(a.Operation), TargetCode: codes, TargetUUID: uuids,
			Kind: a.Kind, Level: a.Level, TextBefore: a.TextBefore, TextAfter: a.TextAfter, Wording: string(a.Wording), Why: a.Why,
			Themes: joined(a.Themes), For: a.For, Exact: a.Exact, Against: a.Against, Base: a.Base, Share: a.Share,
			Low: fmt.Sprintf("%.4f", a.Low), High: fmt.Sprintf("%.4f", a.High), Survey: a.SurveyFor, Groups: a.GroupFor, State: a.State,
			Literature: joined(a.Literature),
		}
		if a.To != nil {
			out[i].To = a.To.Code
		}
		out[i].Source, out[i].WithdrawnBy, out[i].Title, out[i].Context = string(a.Source), string(a.WithdrawnBy), a.Title, a.Context
		if out[i].Source == "" {
			out[i].Source = string(amend.SourceEvidence)
		}
		out[i].TakesIn, out[i].Fingerprint, out[i].Note = joined(a.TakesIn), amend.Fingerprint(a), a.Note
		if a.To != nil {
			out[i].ToUUID = a.To.UUID
		}
		var parts, agreed []string
		for _, p := range a.Parts {
			parts = append(parts, p.Text)
		}
		for _, g := range a.Agreement {
			agreed = append(agreed, fmt.Sprintf("%s: %d of %d, %s%%", g.Domain, g.Count, g.Base, g.Shown))
		}
		out[i].Parts, out[i].Agreement = strings.Join(parts, " | "), strings.Join(agreed, "; ")
		if a.Meaning != nil {
			out[i].Meaning, out[i].MeaningWhy = a.Meaning.Meaning, a.Meaning.Why
		}
		if d, ok := decisions[a.ID]; ok {
			out[i].State, out[i].Disposition = d.State, d.Disposition
		}
	}
	return out
}

func evidenceRows(list []amend.Amendment) []evidenceRow {
	var out []evidenceRow
	for _, a := range list {
		for _, e := range a.Evidence {
			out = append(out, evidenceRow{a.ID, e.Unit, e.Person, string(e.Role), e.Quote})
		}
	}
	return out
}

func fateRows(fates []amend.Fate) []fateRow {
	out := make([]fateRow, len(fates))
	for i, f := range fates {
		out[i] = fateRow{f.Unit, f.Person, f.Source, f.Question, string(f.Fate), f.Why, joined(f.Amendments), joined(f.Themes)}
	}
	return out
}

// supportRow is a row of amendments/support.csv.
type supportRow struct {
	Amendment string `csv:"amendment" about:"The amendment's id."`
	Subgroup  string `csv:"subgroup" about:"The subgroup's id."`
	For       int    `csv:"people_for" about:"How many different people of the subgroup are for it."`
	Against   int    `csv:"people_against" about:"How many are against it."`
	Base      int    `csv:"base" about:"How many took part who are in the subgroup."`
	Share     string `csv:"share" number:"number" about:"People for, of the base, in per cent to four decimals."`
	Low       string `csv:"share_low" number:"number" about:"Lower end of its 95% Wilson interval."`
	High      string `csv:"share_high" number:"number" about:"Upper end of the interval."`
}

func supportRows(list []amend.Amendment) []supportRow {
	var out []supportRow
	for _, a := range list {
		for _, g := range a.Subgroups {
			out = append(out, supportRow{a.ID, g.Subgroup, g.For, g.Against, g.Base, g.Share, fmt.Sprintf("%.4f", g.Low), fmt.Sprintf("%.4f", g.High)})
		}
	}
	return out
}

// nearRow is a row of amendments/near.csv.
type nearRow struct {
	Amendment string  `csv:"amendment" about:"The amendment's id."`
	Framework string  `csv:"framework" about:"The framework in which the like statement stands."`
	Version   string  `csv:"version" about:"Its version."`
	Code      string  `csv:"code" about:"The code of the statement."`
	UUID      string  `csv:"uuid" about:"Its UUID."`
	Words     string  `csv:"words" about:"Its words."`
	Score     float64 `csv:"score" about:"How alike the wording is, from 0 to 1."`
}

func nearRows(list []amend.Amendment) []nearRow {
	var out []nearRow
	for _, a := range list {
		for _, n := range a.Near {
			out = append(out, nearRow{a.ID, n.Framework, n.Version, n.Code, n.UUID, n.Words, n.Score})
		}
	}
	return out
}

// conflictRow is a row of amendments/conflicts.csv.
type conflictRow struct {
	Class      string `csv:"class" about:"wording, removed, place, level, overlap, twice, orphan or stale."`
	Amendments string `csv:"amendments" about:"The amendments that cannot all be done, with spaces between."`
	Places     string `csv:"places" about:"The codes of the items concerned."`
	Message    string `csv:"message" about:"What the conflict is."`
	Settle     string `csv:"settle" about:"What would settle it."`
}

func conflictRows(list []amend.Conflict) []conflictRow {
	out := make([]conflictRow, len(list))
	for i, c := range list {
		out[i] = conflictRow{string(c.Class), joined(c.Amendments), joined(c.Places), c.Message, c.Settle}
	}
	return out
}
