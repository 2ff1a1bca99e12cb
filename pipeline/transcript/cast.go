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
	keys       map[string]string // what key gave, by the name

	// unlisted is true where there is no list of participants at all, so that
	// those who speak are numbered.
	unlisted bool
	numbered map[string]string // their ids, by the key of the name
	ownOrder bool              // the numbers are those of the labels
	// interviewer is true where "I" is the interviewer, and no one's initial.
	interviewer bool
	// doubtful are the keys of speakers who may be none; see alone.
	doubtful map[string]bool
}

func newCast(t study.Transcript, people []Participant) cast {
	c := cast{
		group: t.ID, person: map[string]string{}, moderators: map[string]bool{}, keys: map[string]string{},
		unlisted: len(people) == 0, numbered: map[string]string{}, doubtful: map[string]bool{},
	}
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

// key gives the key of a speaker: that of the listed name which it spells
// otherwise, with an addition in brackets or the family name first, or its own.
func (c *cast) key(speaker string) string {
	k, known := c.keys[speaker]
	if !known {
		k = c.findKey(speaker)
		c.keys[speaker] = k
	}
	return k
}

func (c *cast) findKey(speaker string) string {
	k := key(speaker)
	if c.isListed(k) || len(k) > longestName {
		return k
	}
	short := strings.TrimSpace(bracketed.ReplaceAllString(k, ""))
	for _, other := range []string{short, firstNameFirst(k), firstNameFirst(short)} {
		if other != "" && c.isListed(other) {
			return other
		}
	}
	return k
}

// firstNameFirst gives "jane doe" for "doe, jane"; "" for other names.
func firstNameFirst(k string) string {
	family, first, ok := strings.Cut(k, ",")
	if !ok || strings.Contains(first, ",") {
		return ""
	}
	return tidy(first + " " + family)
}

func (c *cast) isListed(k string) bool {
	_, participant := c.person[k]
	return participant || c.moderators[k]
}

// meet looks at who speaks in the turns, and numbers those who are not listed
// where nobody is: in the order in which they first speak, or by the numbers
// that the transcript gives to all of them, such as P1 and P2.
func (c *cast) meet(turns []Turn) {
	var order []string
	met := map[string]bool{}
	for _, t := range turns {
		k := c.key(t.Speaker)
		if k != "" && !met[k] {
			met[k] = true
			order = append(order, k)
		}
	}
	for _, k := range order {
		if _, _, ok := numberedLabel(k); ok || k == "p" || k == "r" || k == "participant" || k == "respondent" || k == "interviewee" {
			c.interviewer = true
		}
	}
	if !c.unlisted {
		return
	}
	var speak []string
	for _, k := range order {
		if !c.moderators[k] && !c.leads(k) {
			speak = append(speak, k)
		}
	}
	c.ownOrder = len(speak) > 0
	word, taken := "", map[int]bool{}
	for _, k := range speak {
		w, n, ok := numberedLabel(k)
		if !ok || word != "" && w != word || taken[n] {
			c.ownOrder = false
		}
		word, taken[n] = w, true
	}
	for i, k := range speak {
		n := i + 1
		if c.ownOrder {
			_, n, _ = numberedLabel(k)
		}
		c.numbered[k] = fmt.Sprintf("%s-P%d", c.group, n)
	}
}

// leads tells of a key that nobody lists whether it is a usual word for a
// moderator.
func (c *cast) leads(k string) bool { return leads(k) || k == "i" && c.interviewer }

// who gives the participant's id of a speaker, or that they are a moderator.
func (c *cast) who(speaker string) (person string, moderator bool) {
	k := c.key(speaker)
	if c.moderators[k] {
		return "", true
	}
	if person, ok := c.person[k]; ok {
		return person, false
	}
	if c.leads(k) {
		return "", true
	}
	return c.numbered[k], false
}

// listed tells whether a name is a participant's or a moderator's.
func (c *cast) listed(name string) bool {
	return c.isListed(c.key(name))
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
		r.led = r.led || t.Moderator
		k := c.key(t.Speaker)
		if k == "" {
			continue
		}
		named = true
		spoke[k] = true
		if c.isListed(k) {
			continue
		}
		if count[k]++; count[k] == 1 {
			unknown = append(unknown, k)
			first[k] = t
		}
	}
	if !named {
		c.nobodyNamed(r, turns[0].Line)
		return
	}
	c.checkNameless(r, turns)
	var strangers []string
	for _, k := range unknown {
		t := first[k]
		switch {
		case c.leads(k):
			label := bracketed.ReplaceAllString(t.Speaker, "") // the initials in it, if any, are a person's
			r.report(finding.Note, "taken-as-moderator", t.Line, label, "",
				"nobody lists this speaker, who was taken for a moderator by this word: what they say does not count as a participant's view",
				fmt.Sprintf("Add the word to the moderators of %s, or to the list of participants if that is what they are.", c.group))
			r.findings[len(r.findings)-1].Count = count[k]
		case !c.unlisted:
			strangers = append(strangers, k)
		}
	}
	c.unknown(r, strangers, first, count)
	c.sayNumbers(r)
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

// nobodyNamed reports that the file does not say who speaks. Captions may well be
// made so; in a text that people write it is a mistake that can be mended.
func (c *cast) nobodyNamed(r *reader, line int) {
	if r.captions {
		r.report(finding.Warning, "no-speakers", line, "", "a name in each cue",
			"these captions do not say who speaks: everyone is unknown, and their words are kept but count as nobody's",
			"Export the transcript with the names of speakers (a tool's transcript often has them where its captions have not), or write them in.")
		return
	}
	r.report(finding.Error, "no-speakers", line, "", `"Name: " before each speech, or <v Name> in each cue`,
		"it cannot be said who spoke in this transcript",
		"Export it again with the names of speakers, or write them in: a name, a colon and a space before each speech.")
}

// mostStrangers is how many unknown speakers are reported one by one.
const mostStrangers = 100

// unknown reports the speakers that a list of participants does not have.
func (c *cast) unknown(r *reader, keys []string, first map[string]Turn, count map[string]int) {
	for i, k := range keys {
		t := first[k]
		if i == mostStrangers {
			r.report(finding.Error, "unknown-speaker", t.Line, "", "the participants and moderators of "+c.group,
				fmt.Sprintf("%d more speakers are not listed for this group", len(keys)-i), "Look whether this is the transcript that is meant.")
			return
		}
		do := finding.DidYouMean(t.Speaker, c.names)
		if do != "" {
			do += " "
		}
		do += fmt.Sprintf("Correct the name here or in the list of participants, or add it to the moderators of %s.", c.group)
		if c.doubtful[k] {
			do += " If it is no name but speech, put it on the line before."
		}
		r.report(finding.Error, "unknown-speaker", t.Line, t.Speaker, "a participant or a moderator of "+c.group,
			fmt.Sprintf("nobody of that name is listed for this group (%s)", numbered(count[k], "turn")), do)
		r.findings[len(r.findings)-1].Count = count[k]
	}
}

// sayNumbers says how those were numbered whom no list names.
func (c *cast) sayNumbers(r *reader) {
	if n := len(c.numbered); c.unlisted && n > 0 {
		order := "in the order in which they first speak"
		if c.ownOrder {
			order = "as the transcript numbers them"
		}
		r.report(finding.Note, "participants-numbered", 0, "", "a list of participants",
			fmt.Sprintf("there is no list of participants, so the %s who speak have ids %s (%s-P1 and so on); nothing else is known of them", persons(n), order, c.group),
			"To count them by role, age and the like, write a CSV with the columns participant, group and speaker, and name it under participants:.")
		if !r.led {
			r.report(finding.Warning, "no-moderator", 0, "", "the moderators of "+c.group,
				"nobody in this transcript is known as a moderator, so everybody's words count as participants' views",
				fmt.Sprintf("Name those who led the group under moderators: of %s.", c.group))
		}
	}
}

// persons gives "1 person" or "3 people".
func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
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
