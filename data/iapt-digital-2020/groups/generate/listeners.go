package main

import (
	"math/rand/v2"
	"strings"
)

// longEnough is how many words a speech has before somebody who listens makes a
// sound at its end.
const longEnough = 40

// withListeners puts a short word of a listener after some of the long
// speeches of participants.
func withListeners(r *rand.Rand, speeches []speech, g group) []speech {
	people := participants(speeches, g.moderator)
	var out []speech
	for i, s := range speeches {
		out = append(out, s)
		if i+1 == len(speeches) || !invitesListening(s, g) || r.Float64() >= g.listening {
			continue
		}
		next := speeches[i+1].speaker
		var others []string
		for _, p := range people {
			if p != s.speaker && p != next {
				others = append(others, p)
			}
		}
		if len(others) > 0 {
			out = append(out, speech{speaker: others[r.IntN(len(others))], text: g.bank[r.IntN(len(g.bank))]})
		}
	}
	return out
}

// invitesListening tells whether a sound of agreement would be natural after a
// speech: not after a question, which wants an answer, nor after a speech that
// was cut off or that the script lets a silence follow.
func invitesListening(s speech, g group) bool {
	return s.speaker != g.moderator && s.silence == 0 && spoken(strings.Fields(s.text)) >= longEnough &&
		(strings.HasSuffix(s.text, ".") || strings.HasSuffix(s.text, "!"))
}

// participants gives the speakers other than the moderator, in the order in
// which they first speak.
func participants(speeches []speech, moderator string) []string {
	var out []string
	seen := map[string]bool{moderator: true}
	for _, s := range speeches {
		if !seen[s.speaker] {
			seen[s.speaker] = true
			out = append(out, s.speaker)
		}
	}
	return out
}
