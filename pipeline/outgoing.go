package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/disposition"
	"concord/pipeline/redline"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// DispositionRows gives the docket as a disposition table: a row for each
// amendment, or, with byComment, for each comment that an amendment rests on.
// Words of comments are in the second only.
func (d *Deciding) DispositionRows(byComment bool) []disposition.Row {
	standings := d.Standings()
	var out []disposition.Row
	for i := range d.Docket.Amendments {
		a := &d.Docket.Amendments[i]
		row := d.row(a, standings[a.ID])
		if !byComment {
			out = append(out, row)
			continue
		}
		for _, e := range a.Evidence {
			if e.Role == amend.RoleContext {
				continue
			}
			one := row
			one.ID, one.Who, one.Comment = e.Unit, e.Person, e.Quote
			if e.Role == amend.RoleAgainst {
				one.Proposed = "not to " + row.Operation
			}
			out = append(out, one)
		}
	}
	if byComment {
		for _, u := range d.Docket.Unplaced {
			out = append(out, disposition.Row{ID: u.Unit, Who: u.Person, Type: "ge", Comment: u.Quote, Rationale: "It has no place in the framework: " + u.Why})
		}
	}
	return out
}

func (d *Deciding) row(a *amend.Amendment, s decide.Standing) disposition.Row {
	codes, _ := amend.Codes(a.Targets)
	row := disposition.Row{ID: a.ID, Amendment: a.ID, Operation: string(a.Operation), Where: codes, Type: "te", Who: d.support(a), Proposed: d.proposes(a)}
	if codes == "" {
		row.Type = "ge"
	}
	meaning := ""
	if a.Meaning != nil {
		meaning = a.Meaning.Meaning
	}
	if s.Decision != nil {
		if s.Decision.Meaning != "" {
			meaning = s.Decision.Meaning
		}
		row.Disposition, row.Rationale, row.Final = disposition.Disposition(s.Decision.Disposition), s.Decision.Rationale, s.Decision.Text
		for _, p := range s.Decision.Parts {
			row.Final = strings.TrimSpace(row.Final + "\n" + p.Text)
		}
	}
	if a.State == amend.StateWithdrawn {
		row.Disposition, row.Rationale = disposition.Withdrawn, "Withdrawn in the docket."
		if a.WithdrawnBy == amend.SourceEvidence {
			row.Rationale = "Withdrawn, since nobody asks for it any more."
		}
	}
	if _, _, dropped := d.Accepted(); dropped[a.ID] != "" {
		row.Disposition = disposition.Rejected
		row.Rationale = strings.TrimSpace("It was accepted, and then not done, since " + dropped[a.ID] + " holds. " + d.settledWhy(a.ID))
	}
	if meaning == decide.Editorial {
		row.Type = "ed"
	}
	if n := len(s.Outcomes); n > 0 {
		row.Votes = s.Outcomes[n-1].Why
	}
	return row
}

// settledWhy is the reason of the last settlement that an amendment is in.
func (d *Deciding) settledWhy(id string) string {
	why := ""
	for _, e := range d.Log.Settlements() {
		for _, b := range e.Settle.Amendments {
			if b.Amendment == id {
				why = e.Settle.Why
			}
		}
	}
	return why
}

// proposes says in words what an amendment asks for.
func (d *Deciding) proposes(a *amend.Amendment) string {
	said := a.TextAfter
	for _, p := range a.Parts {
		said = strings.TrimSpace(said + "\n" + p.Text)
	}
	if said == "" {
		said = a.Title
	}
	switch {
	case said != "":
	case a.Operation == amend.Level:
		said = "Level: " + a.Level
	case a.Operation == amend.Move && a.To != nil:
		said = "Move to " + a.To.Code
	case a.Operation == amend.Retire:
		said = "Retire"
	case a.Why != "":
		said = a.Why
	default:
		said = "Words still to be drafted"
	}
	return said
}

// Proposal is an amendment as it is put to people who discuss it in Markdown.
// Quotes go out only where cleared says so of their unit.
func (d *Deciding) Proposal(a *amend.Amendment, cleared func(unit string) bool) disposition.Proposal {
	s := d.Standings()[a.ID]
	row := d.row(a, s)
	p := disposition.Proposal{
		ID: a.ID, Title: a.ID, Framework: d.Framework.Title + " " + d.Framework.Version, Operation: row.Operation, Where: row.Where,
		Before: a.TextBefore, After: row.Proposed, Wording: string(a.Wording), Why: a.Why,
		For: d.count(a.For, a.Base), Against: d.count(a.Against, a.Base), Disposition: row.Disposition, Rationale: row.Rationale, Votes: row.Votes,
	}
	for _, g := range a.Subgroups {
		p.Counts = append(p.Counts, disposition.Labelled{Label: g.Subgroup + ", for", Count: d.countOf(g.For, g.Base, "in this subgroup")})
	}
	for _, e := range a.Evidence {
		p.Quotes = append(p.Quotes, disposition.Quote{Unit: e.Unit, Who: e.Person, Role: string(e.Role), Text: e.Quote, Cleared: cleared(e.Unit)})
	}
	all, _ := d.Conflicts()
	for _, c := range all {
		if slices.Contains(c.Amendments, a.ID) {
			p.Conflicts = append(p.Conflicts, c.Message)
		}
	}
	return p
}

func (d *Deciding) count(n, base int) disposition.Count {
	return d.countOf(n, base, "people who took part")
}

func (d *Deciding) countOf(n, base int, of string) disposition.Count {
	return disposition.Count{
		People: n, Base: base, Of: of, Hidden: n > 0 && n < d.Study.Suppression.Below,
		Share: tabulate.Percent(n, base, d.Study.Rounding.Digits, d.Study.Rounding.Rule) + "%",
	}
}

// Answer is "you said, we did": what people said by theme, and what became of it.
// No quote is in it: which may be published a person must say. Counts are those
// of the comments given.
func (d *Deciding) Answer(c *Comments, version string) disposition.Answer {
	out := disposition.Answer{
		Title: "You said, we did: " + c.Study.Title,
		Intro: fmt.Sprintf("%s took part and said what they thought of %s, version %s. This is what they said most, and what was decided.", peopleWords(c.Respondents+c.Participants), d.Framework.Title, d.Framework.Version),
	}
	standings := d.Standings()
	base := c.Respondents + c.Participants
	for _, t := range theme.Count(c.Counting, c.Units) {
		said := disposition.Said{Theme: t.Theme, For: d.count(t.People.Total(), base)}
		if th := c.Codebook.Theme(t.Theme); th != nil {
			said.Theme, said.About = th.Name, th.Definition
		}
		for i := range d.Docket.Amendments {
			a := &d.Docket.Amendments[i]
			if slices.Contains(a.Themes, t.Theme) {
				said.Outcomes = append(said.Outcomes, d.outcome(a, standings[a.ID], version))
			}
		}
		out.Themes = append(out.Themes, said)
	}
	return out
}

func (d *Deciding) outcome(a *amend.Amendment, s decide.Standing, version string) disposition.Outcome {
	row := d.row(a, s)
	o := disposition.Outcome{Amendment: a.ID, What: upper(string(a.Operation)) + " " + row.Where + ": " + row.Proposed, Disposition: row.Disposition, Why: row.Rationale, Final: row.Final}
	if row.Disposition == disposition.Accepted || row.Disposition == disposition.Modified {
		o.Version = version
	}
	return o
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func peopleWords(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// Assessment is an amendment as HL7 FHIR R5 has it.
func (d *Deciding) Assessment(a *amend.Amendment, cleared func(unit string) bool, version string) disposition.Assessment {
	s := d.Standings()[a.ID]
	out := disposition.Assessment{
		System: "urn:concord:" + nameOf(d.Study.Dir), Title: a.ID, Artifact: "urn:concord:framework:" + d.Framework.ID + ":" + d.Framework.Version,
		Row: d.row(a, s),
	}
	for _, t := range a.Targets {
		if t.UUID != "" {
			out.Paths = append(out.Paths, "urn:uuid:"+t.UUID)
		}
	}
	if s.DecidedBy != nil {
		out.Date = s.DecidedBy.At
		if version != "" && (out.Row.Disposition == disposition.Accepted || out.Row.Disposition == disposition.Modified) {
			out.Version, out.Applied = version, true
		}
	}
	for _, e := range a.Evidence {
		out.Quotes = append(out.Quotes, disposition.Quote{Unit: e.Unit, Who: e.Person, Role: string(e.Role), Text: e.Quote, Cleared: cleared(e.Unit)})
	}
	return out
}

// RedlineNotes says beside each item that a version changed which amendments did
// it, what was decided of them, and why.
func (d *Deciding) RedlineNotes(touched map[string][]string) redline.Notes {
	standings := d.Standings()
	out := redline.Notes{}
	for uuid, ids := range touched {
		for _, id := range ids {
			a := d.Amendment(id)
			if a == nil {
				continue
			}
			n := redline.Note{Amendment: id, Rationale: a.Why}
			if c := d.count(a.For, a.Base); !c.Hidden {
				n.People = a.For
			}
			if s := standings[id]; s.Decision != nil {
				n.Decision = string(s.Decision.Disposition)
				if s.Decision.Rationale != "" {
					n.Rationale = s.Decision.Rationale
				}
			}
			out[uuid] = append(out[uuid], n)
		}
	}
	return out
}
