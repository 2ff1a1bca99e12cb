package publish

import (
	"strings"

	"concord/frameworks"
)

// fileNames gives every item of a framework the name of its page, without ending:
// its code where that can be a file's name on every system and no other item in
// force has it, and else its UUID. An ended item has its UUID, since its code may
// have been given away.
func fileNames(f *frameworks.Framework) map[string]string {
	names := map[string]string{}
	taken := map[string]string{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		names[item.UUID] = item.UUID
		if name, ok := safeName(item.Code); ok && item.InForce() {
			// Names that differ in their capitals are one name on some systems.
			key := strings.ToLower(name)
			if other, there := taken[key]; there {
				names[other] = other
				return true
			}
			taken[key] = item.UUID
			names[item.UUID] = name
		}
		return true
	})
	return names
}

// pagesOfVersion are the names that a version's folder uses itself.
var pagesOfVersion = []string{"index", "self-assessment"}

// reserved are names that Windows keeps for devices.
var reserved = []string{"con", "prn", "aux", "nul", "conin$", "conout$"}

// safeName makes a code into a file's name: ASCII letters, digits, full stops,
// hyphens and underscores, with a hyphen for a slash, a colon or a space. A code
// with anything else has no such name.
func safeName(code string) (string, bool) {
	if code == "" || len(code) > 60 {
		return "", false
	}
	var b strings.Builder
	for _, r := range code {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			b.WriteRune(r)
		case r == '/', r == ':', r == ' ':
			b.WriteByte('-')
		default:
			return "", false
		}
	}
	name := b.String()
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || frameworks.WellFormedUUID(strings.ToLower(name)) {
		return "", false
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	for _, word := range append(append([]string{}, pagesOfVersion...), reserved...) {
		if stem == word {
			return "", false
		}
	}
	if len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) {
		return "", false
	}
	return name, true
}
