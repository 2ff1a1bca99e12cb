package coders

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// stances are those that a coder can give, each begun by another letter.
var stances = []string{string(theme.Asks), string(theme.Objects), string(theme.Satisfied)}

// formatMarks writes marks as the record has them: ids with spaces between, and
// id:asks with a stance.
func formatMarks(marks []Mark) string {
	words := make([]string, len(marks))
	for i, m := range marks {
		words[i] = m.Theme
		if m.Stance != "" {
			words[i] += ":" + string(m.Stance)
		}
	}
	return strings.Join(words, " ")
}

// parseMarks reads what formatMarks wrote. The error is in words and names what
// cannot be read.
func parseMarks(text string) ([]Mark, error) {
	var out []Mark
	for _, word := range strings.Fields(text) {
		id, stance, given := strings.Cut(word, ":")
		if id == "" || given && !slices.Contains(stances, stance) {
			return nil, fmt.Errorf("%s is not a theme's id, or an id and :asks, :objects or :satisfied", finding.Quote(word))
		}
		out = append(out, Mark{id, theme.Stance(stance)})
	}
	n := len(out)
	if out = tidy(out); len(out) < n {
		return nil, fmt.Errorf("%s names a theme twice", finding.Quote(text))
	}
	return out, nil
}

// cellKind says what a cell of a theme, or a cell to tick, holds.
type cellKind int

const (
	empty cellKind = iota
	ticked
	stanced
	// spoilt holds a mark that a spreadsheet program wrote in its own way.
	spoilt
	unreadable
)

// readCell reads a cell in which a coder marks something. doubtful tells that it
// was read, but not as a coder writes it.
func readCell(cell string) (kind cellKind, stance theme.Stance, doubtful bool) {
	s := strings.ToLower(strings.Trim(cell, " \t\n\u00a0"))
	switch s {
	case "":
		return empty, "", false
	case "x", "1", "yes", "y", "✓", "✔", "☑", "×", "х": // the last is the Cyrillic letter
		return ticked, "", false
	case "true", "1.0", "1,0", "1.00", "wahr", "vrai", "[x]":
		return ticked, "", true
	case "0", "no", "n", "false", "0.0", "0,0", "falsch", "faux", "-", "[ ]", "☐":
		return empty, "", true
	}
	for _, word := range stances {
		if strings.HasPrefix(word, s) {
			return stanced, theme.Stance(word), false
		}
	}
	if looksMangled(s) {
		return spoilt, "", false
	}
	return unreadable, "", false
}

// looksMangled tells whether a cell, in small letters, looks like what a
// spreadsheet program makes of something else: a date, a number, an error.
func looksMangled(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '#' && len(s) > 1 && (strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || s == "#n/a" || strings.Trim(s, "#") == "") {
		return true
	}
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("-/.,:+ e", r):
		default:
			return digits > 0 && monthName(s)
		}
	}
	return digits > 0
}

// monthName tells whether a short text names a month between digits, as 05-may
// does.
func monthName(s string) bool {
	letters := strings.Trim(s, "0123456789-/., ")
	return len(s) <= 20 && slices.Contains(strings.Fields("jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december"), letters)
}
