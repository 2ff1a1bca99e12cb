package draft

import (
	"fmt"
	"slices"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/study"
	"concord/pipeline/transcript"
)

// Groups are the focus groups of a draft.
type Groups struct {
	// Participants is the path of the list of who took part, "" for none.
	Participants string
	Transcripts  []Transcript
	// Ask are sentences for the head of the groups.
	Ask []string
}

// Transcript is the record of one group, with what is to be asked of it.
type Transcript struct {
	study.Transcript
	Ask []string
}

// Recording is a transcript as a file: how the draft names it, and what it holds.
type Recording struct {
	File string
	Data []byte
}

// participant is a row of the list of participants.
type participant struct {
	Participant string `csv:"participant"`
	Group       string `csv:"group"`
	Speaker     string `csv:"speaker"`
}

// FromRecordings drafts the focus groups, FG1 and on, and a list of those who
// spoke in them, as CSV, to lie at the path participants. The list is the only
// place for people's names; it is nil where nobody is named, and the draft names
// no list then. The findings are those of reading the transcripts.
func FromRecordings(recordings []Recording, participants string) (*Groups, []byte, []finding.Finding, error) {
	g := &Groups{Participants: participants}
	var people []participant
	var findings []finding.Finding
	leader, candidates := leaderOf(recordings)
	if len(candidates) > 0 {
		g.Ask = append(g.Ask, speakersInAll(len(candidates))+" in all groups, which does not tell who led: look for those names in "+participants+". Whoever led goes after \"moderators:\" of each group, and out of that list; their words are no evidence.")
	}
	for i, r := range recordings {
		t := Transcript{Transcript: study.Transcript{ID: fmt.Sprintf("FG%d", i+1), File: r.File}}
		turns, found := transcript.Read(r.File, r.Data, t.Transcript, nil)
		for _, f := range found {
			// Who spoke is what the list that is drafted here says.
			if f.Severity == finding.Error || f.Kind == "read-as" {
				findings = append(findings, f)
			}
		}
		seen := map[string]bool{}
		n := 0
		for _, turn := range turns {
			if turn.Speaker == "" || seen[turn.Speaker] {
				continue
			}
			seen[turn.Speaker] = true
			if turn.Speaker == leader && !turn.Moderator {
				t.Ask = append(t.Ask, "The moderator is the only one who speaks in all groups. Is this right?")
			}
			if turn.Moderator || turn.Speaker == leader {
				t.Moderators = append(t.Moderators, turn.Speaker)
				continue
			}
			n++
			people = append(people, participant{fmt.Sprintf("%s-P%d", t.ID, n), t.ID, turn.Speaker})
		}
		switch {
		case len(turns) == 0:
			t.Ask = append(t.Ask, "Nothing that anybody said was found in this file.")
		case len(seen) == 0:
			t.Ask = append(t.Ask, "The file does not say who spoke.")
		case len(t.Moderators) == 0 && len(candidates) == 0:
			t.Ask = append(t.Ask, "Who led the group? Their words are no evidence: write what the transcript calls them after \"moderators:\", and take them out of "+participants+".")
		case n == 0:
			t.Ask = append(t.Ask, "Nobody but the moderator speaks in this file. Is this right?")
		}
		g.Transcripts = append(g.Transcripts, t)
	}
	if len(people) == 0 {
		g.Participants = ""
		return g, nil, findings, nil
	}
	list, err := sheet.Marshal(people)
	return g, list, findings, err
}

func (d *Draft) groups(w *writer) {
	g := d.Groups
	w.line(0, "groups:")
	w.comment(1, g.Ask...)
	if g.Participants != "" {
		w.line(1, "participants:")
		w.comment(2, "The list of who spoke, and the only place for their names. Add a column for each thing that is known of",
			"people (such as role or age), and a question for each column, as in a survey.")
		w.line(2, "file: "+scalar(g.Participants))
	}
	w.line(1, "transcripts:")
	for _, t := range g.Transcripts {
		w.comment(2, t.Ask...)
		w.line(2, "- id: "+scalar(t.ID))
		w.line(3, "file: "+scalar(t.File))
		if len(t.Moderators) > 0 {
			w.line(3, "moderators: "+flow(t.Moderators))
		} else {
			w.line(3, "moderators: []")
		}
		w.comment(3, "Where does the talk turn to which domain? One line each, with words that the moderator says:", "topics:", "  - {says: turn to domain two, domain: \"2\"}")
	}
}

func speakersInAll(n int) string {
	if n == 1 {
		return "One person speaks"
	}
	return itoa(n) + " people, or as many names, speak"
}

// leaderOf gives the one speaker who speaks in all of three recordings or more,
// as only those do who lead groups. Where there are two recordings, or several
// such speakers, nobody can tell, and they are the candidates, in alphabetical
// order. Labels such as "Speaker 1" name nobody, and do not count; nor does
// anybody where each recording says who moderated.
func leaderOf(recordings []Recording) (leader string, candidates []string) {
	const enough = 3 // recordings
	if len(recordings) < 2 {
		return "", nil
	}
	count := map[string]int{}
	led := 0
	for _, r := range recordings {
		turns, _ := transcript.Read(r.File, r.Data, study.Transcript{ID: "FG"}, nil)
		for _, name := range transcript.Names(turns) {
			count[name]++
		}
		if slices.ContainsFunc(turns, func(t transcript.Turn) bool { return t.Moderator }) {
			led++
		}
	}
	if led == len(recordings) {
		return "", nil
	}
	for name, n := range count {
		if n == len(recordings) {
			candidates = append(candidates, name)
		}
	}
	slices.Sort(candidates)
	if len(candidates) == 1 && len(recordings) >= enough {
		return candidates[0], nil
	}
	return "", candidates
}
