package transcript

import (
	"fmt"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// topics sets the domain of each turn. A topic begins with the moderator's turn
// that holds its words, in whatever case and with whatever apostrophes, and
// lasts until another begins. Where one turn holds the words of several, the
// last of them in the turn counts: moderators close one topic and open the next
// in one breath.
func (r *reader) topics(turns []Turn) {
	words := make([]string, len(r.t.Topics))
	for i, t := range r.t.Topics {
		words[i] = plainWords(t.Says)
	}
	found := make([]bool, len(words))
	elsewhere := make([]int, len(words)) // a line where somebody else says it
	domain := ""
	for i := range turns {
		said := plainWords(turns[i].Text)
		latest := -1
		for j, w := range words {
			at := strings.LastIndex(said, w)
			switch {
			case w == "" || at < 0:
			case !turns[i].Moderator:
				if elsewhere[j] == 0 {
					elsewhere[j] = turns[i].Line
				}
			default:
				found[j] = true
				if at > latest {
					latest, domain = at, r.t.Topics[j].Domain
				}
			}
		}
		turns[i].Domain = domain
	}
	for j, topic := range r.t.Topics {
		if !found[j] {
			r.lostTopic(topic, elsewhere[j])
		}
	}
}

func (r *reader) lostTopic(t study.Topic, elsewhere int) {
	message := "no moderator says these words, so that this topic never begins"
	do := fmt.Sprintf("Copy a few words with which a moderator of %s opens the topic into its \"says\" in %s.", r.t.ID, study.FileName)
	if elsewhere > 0 {
		do = fmt.Sprintf("They are said in %s by somebody who is not listed as a moderator. ", r.where(elsewhere)) + do
	}
	expected := "the words of a moderator that open the topic"
	if t.Domain != "" {
		expected += " of domain " + t.Domain
	}
	r.report(finding.Warning, "topic-not-found", 0, t.Says, expected, message, do)
}

// plainWords gives a text in lower case, with single spaces and straight
// apostrophes.
func plainWords(s string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(s), " ")), "’", "'")
}
