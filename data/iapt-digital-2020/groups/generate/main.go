// Command generate makes the three focus-group transcripts of this folder out
// of the hand-written scripts beside it:
//
//	go run ./data/iapt-digital-2020/groups/generate
//
// What people say stands in the scripts. The program adds only what a
// recording adds: the time of each speech, its cutting into captions, and the
// "Mm-hm" of those who listen. The seeds are fixed, so that the same scripts
// always give the same bytes.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// group is one focus group, and how its transcript is made.
type group struct {
	id        string
	script    string // in the folder of the groups
	out       string // in the folder of the groups
	moderator string
	seed      uint64
	// pace is how fast people talk between their pauses, in words a minute.
	pace float64
	// listening is the chance of a listener's word after a speech that is long
	// enough to have one, and bank the words.
	listening float64
	bank      []string
	write     func([]cue) []byte
}

var groups = []group{
	{
		id: "FG1", script: "scripts/fg1.txt", out: "fg1.vtt", moderator: "Judith Ferriby",
		seed: 1, pace: 135, listening: 0.4,
		bank: []string{"Mm-hm.", "Yeah.", "Mm.", "Right.", "Yeah, yeah.", "Mm, yeah."}, write: zoom,
	},
	{
		id: "FG2", script: "scripts/fg2.txt", out: "fg2.vtt", moderator: "Alastair Pemble",
		seed: 2, pace: 135, listening: 0.35,
		bank: []string{"Mm-hm.", "Yeah.", "Right.", "Mm.", "Sure."}, write: voices,
	},
	{
		id: "FG3", script: "scripts/fg3.txt", out: "fg3.txt", moderator: "Judith Ferriby",
		seed: 3, pace: 126, listening: 0.4,
		bank: []string{"Mm.", "Mm-hm.", "Right.", "Yes.", "Mm, mm."}, write: labelled,
	},
}

func main() {
	dir := flag.String("dir", "data/iapt-digital-2020/groups", "the folder of the focus groups")
	flag.Parse()
	for _, g := range groups {
		text, err := g.transcript(*dir)
		if err == nil {
			err = os.WriteFile(filepath.Join(*dir, g.out), text, 0o644)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "generate: %s: %v\n", g.id, err)
			os.Exit(2)
		}
	}
}

// transcript gives the bytes of the group's transcript.
func (g group) transcript(dir string) ([]byte, error) {
	path := filepath.Join(dir, g.script)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	speeches, err := readScript(path, string(text))
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(g.seed, 2020))
	return g.write(timed(r, withListeners(r, speeches, g), g)), nil
}
