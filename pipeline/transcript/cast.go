package transcript

import (
	"fmt"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// cast are the people who may speak in one group.
type cast struct {
	group      string
	people     []Participant     // of this group, in the order given
	person     map[string]string // a participant's id, by the key of the speaker's name
	moderators map[string]bool   // by the key of the name
	names      []string          // every name as written, participants first
}

func newCast(t study.Transcript, people []Participant) cast {
	c := cast{group: t.ID, person: map[string]string{}, moderators: map[string]bool{}}
	for _, p := range people {
		if p.Group != t.ID {
			continue
		}
		c.people = append(c.people, p)
		k := key(p.Speaker)
		if _, taken := c.person[k]; k == "" || taken {
			continue
		}
		c.person[k] = p.ID
		c.names = append(c.names, tidy(p.Speaker))
	}
	for _, m := range t.Moderators {
		if key(m) == "" {
			continue
		}
		c.moderators[key(m)] = true
		c.names = append(c.names, tidy(m))
	}
	return c
}

// who gives the participant's id of a speaker, or that they are a moderator.
func (c *cast) who(speaker string) (person string, moderator bool) {
	k := key(speaker)
	if c.moderators[k] {
		return "", true
	}
	return c.person[k], false
}

// listed tells whether a name is a participant's or a moderator's.
func (c *cast) listed(name string) bool {
	_, participant := c.person[key(name)]
	return participant || c.moderators[key(name)]
}

// check reports the speakers that nobody lists, the participants who say
// nothing, and names that two people share.
func (c *cast) check(r *reader, turns []Turn) {
	c.checkShared(r)
	if len(turns) == 0 {
		return // the file holds nothing that can be said of them
	}
	spoke := map[string]bool{}
	var unknown []string // keys, in the order of their first words
	first := map[string]Turn{}
	count := map[string]int{}
	named := false
	for _, t := range turns {
		k := key(t.Speaker)
		if k == "" {
			continue
		}
		named = true
		spoke[k] = true
		if c.listed(t.Speaker) {
			continue
		}
		if count[k]++; count[k] == 1 {
			unknown = append(unknown, k)
			first[k] = t
		}
	}
	if !named {
		r.report(finding.Error, "no-speakers", turns[0].Line, "", `"Name: " before each speech, or <v Name> in each cue`,
			"it cannot be said who spoke in this transcript",
			"Export it again with the names of speakers, or write them in: a name, a colon and a space before each speech.")
		return
	}
	c.checkNameless(r, turns)
	for _, k := range unknown {
		t := first[k]
		do := finding.DidYouMean(t.Speaker, c.names)
		if do != "" {
			do += " "
		}
		do += fmt.Sprintf("Correct the name here or in the list of participants, or add it to the moderators of %s.", c.group)
		r.report(finding.Error, "unknown-speaker", t.Line, t.Speaker, "a participant or a moderator of "+c.group,
			fmt.Sprintf("nobody of that name is listed for this group (%s)", numbered(count[k], "turn")), do)
		r.findings[len(r.findings)-1].Count = count[k]
	}
	for _, p := range c.people {
		if k := key(p.Speaker); k != "" && spoke[k] {
			continue
		}
		message := "participant " + p.ID + " never speaks in this transcript"
		do := "Check that the transcript calls them by this name."
		if key(p.Speaker) == "" {
			message = "the list of participants does not say what the transcript calls participant " + p.ID
			do = "Write the speaker's name in the list, if they spoke."
		}
		r.report(finding.Note, "silent-participant", 0, p.Speaker, "", message, do)
	}
}

// checkShared reports names that more than one person of the group has.
func (c *cast) checkShared(r *reader) {
	seen := map[string]string{}
	for _, p := range c.people {
		k := key(p.Speaker)
		if k == "" {
			continue
		}
		other := seen[k]
		if other == "" && c.moderators[k] {
			other = "a moderator"
		}
		if other != "" {
			r.report(finding.Error, "shared-name", 0, p.Speaker, "one name for each person of a group",
				fmt.Sprintf("participant %s has the same name as %s, so that it cannot be said which of them spoke", p.ID, other),
				"Give them different names, in the list of participants and in the transcript.")
		}
		seen[k] = p.ID
	}
}

// checkNameless reports the turns of nobody's between those of somebody.
func (c *cast) checkNameless(r *reader, turns []Turn) {
	var lines []int
	after := false
	for _, t := range turns {
		if strings.TrimSpace(t.Speaker) != "" {
			after = true
		} else if after {
			lines = append(lines, t.Line)
		}
	}
	r.counted(finding.Warning, "turn-of-nobody", lines, "", "a speaker for every turn",
		"it is not said who spoke here", "The words are kept, but count as nobody's. Write the speaker in, if you know.")
}
