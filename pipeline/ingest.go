package pipeline

import (
	"runtime"
	"sync/atomic"

	"concord/pipeline/crew"
	"concord/pipeline/finding"
	"concord/pipeline/redact"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/theme"
	"concord/pipeline/transcript"
)

// ingested is what the first stage gives the others: the answers, with names
// and identifiers taken out of every free text.
type ingested struct {
	Survey, Participants *survey.Table
	Turns                []transcript.Turn
	Removals             []redact.Removal
	Findings             []finding.Finding
}

// cleaned is one text after redaction.
type cleaned struct {
	text     string
	removals []redact.Removal
}

// redactAnswers takes names and identifiers out of all free text.
func redactAnswers(s *study.Study, a *answers, jobs int) *ingested {
	out := &ingested{Survey: a.survey, Participants: a.participants, Turns: a.turns, Findings: a.findings}
	r := redact.New(s.Redact, a.names)
	for _, t := range []*survey.Table{out.Survey, out.Participants} {
		if t == nil {
			continue
		}
		for c := range t.Columns {
			column := &t.Columns[c]
			unit := func(i int) string { return t.ID(i) + "/" + column.Question.ID }
			if column.Question.Kind == study.Text {
				out.Removals = append(out.Removals, redactStrings(r, &column.Text, unit, jobs)...)
			}
			out.Removals = append(out.Removals, redactStrings(r, &column.Other, unit, jobs)...)
		}
	}
	texts := make([]string, len(out.Turns))
	for i := range out.Turns {
		texts[i] = out.Turns[i].Text
	}
	for i, c := range redactAll(r, texts, func(i int) string { return out.Turns[i].ID }, jobs) {
		out.Turns[i].Text = c.text
		out.Removals = append(out.Removals, c.removals...)
		// The name that the recording gave is an identifier like any other.
		out.Turns[i].Speaker = ""
	}
	redactFindings(r, out.Findings, s.Suppression.Below > 1)
	return out
}

// redactFindings takes names and identifiers out of what findings quote. What a
// transcript calls people is taken out whole: these are findings about names.
//
// Where small counts are hidden, so are answers that one person may have given.
func redactFindings(r *redact.Redactor, findings []finding.Finding, hide bool) {
	about := map[string]bool{"unknown-speaker": true, "silent-participant": true, "shared-name": true, "name-or-speech": true}
	for i := range findings {
		f := &findings[i]
		if hide && f.Kind == "like-an-option" {
			f.Found, f.Line = "", 0
		}
		if about[f.Kind] {
			f.Found = "[name]"
			f.Do, _ = r.Text("", f.Do)
		}
		f.Found, _ = r.Text("", f.Found)
		f.Message, _ = r.Text("", f.Message)
	}
}

func redactStrings(r *redact.Redactor, texts *survey.Strings, unit func(int) string, jobs int) []redact.Removal {
	if len(texts.Bytes) == 0 {
		return nil
	}
	var out []redact.Removal
	list := make([]string, texts.Len())
	for i := range list {
		list[i] = texts.At(i)
	}
	var clean survey.Strings
	for _, c := range redactAll(r, list, unit, jobs) {
		clean.Append(c.text)
		out = append(out, c.removals...)
	}
	*texts = clean
	return out
}

// redactAll redacts texts side by side; the result is in their order.
func redactAll(r *redact.Redactor, texts []string, unit func(int) string, jobs int) []cleaned {
	out := make([]cleaned, len(texts))
	parallel(len(texts), jobs, func(i int) {
		if texts[i] == "" {
			return
		}
		text, removals := r.Text(unit(i), texts[i])
		out[i] = cleaned{text, append(removals, r.Doubtful(unit(i), text)...)}
	})
	return out
}

// parallel calls do for 0 to n-1, jobs of them side by side (0 means as many as
// there are processors), in blocks so that short work is not all waiting.
func parallel(n, jobs int, do func(int)) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	const block = 64
	var next atomic.Int64
	var workers crew.Crew
	for range min(jobs, n/block+1) {
		workers.Go(func() {
			for {
				start := int(next.Add(block)) - block
				if start >= n {
					return
				}
				for i := start; i < min(start+block, n); i++ {
					do(i)
				}
			}
		})
	}
	workers.Wait()
}

// units are the texts to be coded: comments and suggested edits of the survey,
// and what participants said in the groups, in that order.
func (in *ingested) units() []theme.Unit {
	var out []theme.Unit
	if t := in.Survey; t != nil {
		for i := range t.N {
			for c := range t.Columns {
				q := &t.Columns[c].Question
				if q.Kind != study.Text || (q.About != study.Comment && q.About != study.SuggestedEdit) {
					continue
				}
				if text := t.Columns[c].Text.At(i); text != "" {
					id := t.ID(i)
					out = append(out, theme.Unit{ID: id + "/" + q.ID, Person: id, Source: "survey", Question: q.ID, Edit: q.About == study.SuggestedEdit, Domain: q.Domain, Text: text})
				}
			}
		}
	}
	for _, turn := range in.Turns {
		if turn.Moderator || turn.Person == "" || turn.Text == "" {
			continue
		}
		out = append(out, theme.Unit{ID: turn.ID, Person: turn.Person, Source: "groups", Question: turn.Group, Domain: turn.Domain, Text: turn.Text})
	}
	return out
}

// before gives, for the id of a turn, the turn before it in its group.
func (in *ingested) before() func(string) theme.Said {
	at := make(map[string]int, len(in.Turns))
	for i, t := range in.Turns {
		at[t.ID] = i
	}
	return func(unit string) theme.Said {
		i, ok := at[unit]
		if !ok || i == 0 || in.Turns[i-1].Group != in.Turns[i].Group {
			return theme.Said{}
		}
		b := in.Turns[i-1]
		return theme.Said{Unit: b.ID, Person: b.Person, Text: b.Text}
	}
}
