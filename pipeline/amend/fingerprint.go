package amend

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"concord/frameworks"
)

// Fingerprint tells one content of an amendment from another: the first 16
// hexadecimal digits of the SHA-256 of what it does and to what words. It changes
// with the operation, the targets, the place to move to, the kind, the level, the
// title, the parts, the text before and the text after, and with nothing else:
// not with evidence, support, reason, note or state. White space does not count,
// nor the order of the items of a level. A vote or a decision carries it, so that
// one on words that were changed later is seen.
func Fingerprint(a Amendment) string {
	return digest(substance(&a))
}

// Draft is like Fingerprint, but changes with the reason too: all that a person
// may edit and a later run could overwrite.
func Draft(a Amendment) string {
	return digest(append(substance(&a), frameworks.OneLine(a.Why)))
}

func substance(a *Amendment) []any {
	targets := []string{}
	for _, t := range a.Targets {
		if t.UUID != "" { // the framework as a whole is no item
			targets = append(targets, t.UUID)
		}
	}
	if a.Operation == Level {
		slices.Sort(targets)
	}
	to := ""
	if a.To != nil {
		to = a.To.UUID
	}
	line := frameworks.OneLine
	parts := make([][]string, len(a.Parts))
	for i, p := range a.Parts {
		parts[i] = []string{line(p.Text), p.Kind, p.Level}
	}
	return []any{a.Operation, targets, to, a.Kind, a.Level, line(a.Title), parts, line(a.TextBefore), line(a.TextAfter)}
}

// digest hashes values as JSON, in which no two lists of texts look alike.
func digest(values []any) string {
	// Texts and lists of texts can always be written so.
	data, _ := json.Marshal(values)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
