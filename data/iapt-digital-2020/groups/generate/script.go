package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// speech is one turn of a script, and the silence after it that the script
// asks for, in milliseconds.
type speech struct {
	speaker string
	text    string
	silence int
}

var silenceLine = regexp.MustCompile(`^\[pause (\d+): .+\]$`)

// readScript reads a script: "Name: words" lines, "[pause SECONDS: why]" lines,
// and lines that begin with # for the reader of the script only.
func readScript(path, text string) ([]speech, error) {
	var out []speech
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if m := silenceLine.FindStringSubmatch(line); m != nil && len(out) > 0 {
			seconds, err := strconv.Atoi(m[1])
			if err != nil {
				return nil, fmt.Errorf("%s:%d: the pause %q is not a number of seconds", path, i+1, m[1])
			}
			out[len(out)-1].silence += seconds * 1000
			continue
		}
		name, words, ok := strings.Cut(line, ": ")
		if !ok || name == "" || strings.HasPrefix(name, "[") || strings.TrimSpace(words) == "" {
			return nil, fmt.Errorf("%s:%d: found %q; expected a line such as %q or %q",
				path, i+1, line, "Name: words", "[pause 20: why]")
		}
		out = append(out, speech{speaker: name, text: words})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: the script is empty; expected lines such as %q", path, "Name: words")
	}
	return out, nil
}
