package transcript

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lines makes every line ending one "\n".
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")

const conformance = "../../../shared/data/transcript-webvtt-conformance"

func conformanceFile(t *testing.T, name string) []byte {
	t.Helper()
	if _, err := os.Stat(conformance); err != nil {
		t.Skip("the WebVTT conformance files are not here:", conformance)
	}
	data, err := os.ReadFile(filepath.Join(conformance, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// strictly gives the cues of a file as the specification has them. It decodes
// as a browser does: always UTF-8.
func strictly(data []byte) []Cue {
	text := strings.TrimPrefix(strings.ToValidUTF8(string(data), "\uFFFD"), "\uFEFF")
	cues, _ := Cues(lines.Replace(text), true)
	return cues
}

type expectedCue struct {
	ID        *string  `json:"id"`
	Text      *string  `json:"text"`
	StartTime *float64 `json:"startTime"`
	EndTime   *float64 `json:"endTime"`
}

func compareCue(t *testing.T, i int, got Cue, want expectedCue) {
	t.Helper()
	if want.ID != nil && got.ID != *want.ID {
		t.Errorf("cue %d: id %q, want %q", i, got.ID, *want.ID)
	}
	if want.Text != nil && got.Text != *want.Text {
		t.Errorf("cue %d: text %q, want %q", i, got.Text, *want.Text)
	}
	if want.StartTime != nil && got.Start != int(math.Round(*want.StartTime*1000)) {
		t.Errorf("cue %d: start %d ms, want %g s", i, got.Start, *want.StartTime)
	}
	if want.EndTime != nil && got.End != int(math.Round(*want.EndTime*1000)) {
		t.Errorf("cue %d: end %d ms, want %g s", i, got.End, *want.EndTime)
	}
}

// TestFileParsing runs the Web Platform Tests of WebVTT files.
func TestFileParsing(t *testing.T) {
	conformanceFile(t, "README.md")
	files, err := filepath.Glob(filepath.Join(conformance, "wpt-file-parsing", "*.vtt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	passed := 0
	defer func() { t.Logf("Web Platform Tests: %d of %d files pass", passed, len(files)) }()
	for _, file := range files {
		base := strings.TrimSuffix(filepath.Base(file), ".vtt")
		ok := t.Run(base, func(t *testing.T) {
			var want struct {
				Count *int                `json:"cue_count"`
				Cues  map[int]expectedCue `json:"cues"`
			}
			if err := json.Unmarshal(conformanceFile(t, "wpt-file-parsing/"+base+".expected.json"), &want); err != nil {
				t.Fatal(err)
			}
			got := strictly(conformanceFile(t, "wpt-file-parsing/"+base+".vtt"))
			if want.Count != nil && len(got) != *want.Count {
				t.Fatalf("%d cues, want %d", len(got), *want.Count)
			}
			for i, w := range want.Cues {
				compareCue(t, i, got[i], w)
			}
		})
		if ok {
			passed++
		}
	}
}

// TestCueTextParsing runs the Web Platform Tests of the text of cues: the words
// in order, and who said them.
func TestCueTextParsing(t *testing.T) {
	for _, name := range []string{"entities", "tags", "text", "timestamps", "tree-building"} {
		t.Run(name, func(t *testing.T) {
			var cases []struct{ Text, ExpectedTree string }
			if err := json.Unmarshal(conformanceFile(t, "wpt-cue-parsing/"+name+".json"), &cases); err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				wantText, wantNames := flatten(c.ExpectedTree)
				// The cases are texts of cues, which a blank line ends.
				text, _, _ := strings.Cut(lines.Replace(c.Text), "\n\n")
				var gotText string
				var gotNames []string
				for _, v := range Voices(strings.TrimSuffix(text, "\n"), true) {
					gotText += v.Text
					if v.Name != "" {
						gotNames = append(gotNames, v.Name)
					}
				}
				if gotText != wantText {
					t.Errorf("%q: text %q, want %q", c.Text, gotText, wantText)
				}
				if strings.Join(gotNames, "|") != strings.Join(wantNames, "|") {
					t.Errorf("%q: voices %q, want %q", c.Text, gotNames, wantNames)
				}
			}
		})
	}
}

// flatten gives the words and the voices of an expected tree, whose lines are
// `| "words"` and `|   title="Name"`; words can themselves hold line breaks.
func flatten(tree string) (text string, names []string) {
	for _, node := range strings.Split("\n"+tree, "\n| ") {
		node = strings.TrimSuffix(node, "\n")
		node = strings.TrimLeft(node, " ")
		if name, ok := strings.CutPrefix(node, `title="`); ok {
			if name = strings.TrimSuffix(name, `"`); name != "" {
				names = append(names, name)
			}
		} else if words, ok := strings.CutPrefix(node, `"`); ok {
			text += strings.TrimSuffix(words, `"`)
		}
	}
	return text, names
}

// TestMozilla runs the suite of vtt.js. Its expectations are those of an older
// draft; where the specification has changed since, the file is left out below
// with the reason.
func TestMozilla(t *testing.T) {
	var manifest []struct{ Check, VTT, Expected string }
	if err := json.Unmarshal(conformanceFile(t, "mozilla-vttjs/manifest.json"), &manifest); err != nil {
		t.Fatal(err)
	}
	changed := map[string]string{
		"file-layout/header-no-new-line.vtt":     "an arrow now ends the header (Web Platform Tests, header-timings)",
		"integration/id.vtt":                     "a lone arrow now begins a block that the next arrow ends (Web Platform Tests, arrows)",
		"cue-times/min-top-digits.vtt":           "a first number of three digits now means hours (Web Platform Tests, timings-too-long)",
		"cue-times/minimum-spots-over-sixty.vtt": "a first number of three digits now means hours (Web Platform Tests, timings-too-long)",
	}
	passed := 0
	defer func() {
		t.Logf("vtt.js: %d of %d files pass; %d are not run, as the specification has changed since:", passed, len(manifest), len(changed))
		for _, m := range manifest {
			if reason := changed[m.VTT]; reason != "" {
				t.Logf("  %s: %s", m.VTT, reason)
			}
		}
	}()
	for _, m := range manifest {
		ok := t.Run(strings.TrimSuffix(m.VTT, ".vtt"), func(t *testing.T) {
			if reason := changed[m.VTT]; reason != "" {
				t.Skip(reason)
			}
			var want struct{ Cues []expectedCue }
			if err := json.Unmarshal(conformanceFile(t, "mozilla-vttjs/tests/"+m.Expected), &want); err != nil {
				t.Fatal(err)
			}
			got := strictly(conformanceFile(t, "mozilla-vttjs/tests/"+m.VTT))
			if len(got) != len(want.Cues) {
				t.Fatalf("%d cues, want %d", len(got), len(want.Cues))
			}
			for i, w := range want.Cues {
				compareCue(t, i, got[i], w)
			}
		})
		if ok && changed[m.VTT] == "" {
			passed++
		}
	}
}
