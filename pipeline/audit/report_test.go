package audit

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/textfile"
)

// The report as text: every contradiction of the hand list is found, and no
// finding is about anything else.
func TestReportAsText(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/sources/000_*.txt")
	if len(files) != 1 {
		t.Skip("the report is not here")
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	text, _ := textfile.Decode(data)
	d := ReadText("report.txt", text)
	t.Logf("%d figures read", d.Figures())
	found := map[string]bool{}
	for _, f := range Examine(d) {
		t.Logf("%d:%d %s %s: %s | %s", f.Line, f.Column, f.Level, f.Kind, f.Message, f.Arithmetic)
		known := false
		for _, h := range byHand {
			if !slices.Contains(h.kinds, f.Kind) {
				continue
			}
			all := true
			for _, m := range f.Figures {
				all = all && slices.Contains(h.lines, m.Line)
			}
			if all {
				known, found[h.name] = true, true
				if f.Level != h.level {
					t.Errorf("%s: the hand list says %s, the audit %s", h.name, h.level, f.Level)
				}
				break
			}
		}
		if !known {
			t.Errorf("line %d, %s: not on the hand list: %s", f.Line, f.Kind, f.Message)
		}
	}
	read := map[int]bool{}
	for _, list := range [][]*Group{d.Groups, d.Loose} {
		for _, g := range list {
			for _, f := range g.Figures {
				read[f.Line] = true
			}
		}
	}
	for _, s := range soundByHand {
		t.Logf("by hand: line %d, %s: sound (%s)", s.line, s.figures, s.why)
		// A figure begins on its line, or on the one before where a line breaks it.
		if strings.Contains(s.figures, "%") && !read[s.line] && !read[s.line-2] {
			t.Errorf("line %d: %s is not read", s.line, s.figures)
		}
	}
	for _, h := range byHand {
		t.Logf("by hand: %-32s found: %v", h.name, found[h.name])
		if !found[h.name] {
			t.Errorf("%s (%s) is not found", h.name, h.place)
		}
	}
}

// The transcript of the report, set by set: the contradictions of the hand list
// that a transcript keeps, and nothing of any other set. (Its bands are written
// as they were read, it has no captions, and prints shares in figures only.)
func TestReportAsTranscript(t *testing.T) {
	const file = "../../data/iapt-digital-2020/published.yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, findings := Read(file, data)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	want := []string{
		"under-45 sum-of-rounded convention-dependent", "roles other-convention convention-dependent", "roles mentions-short base-not-stated",
		"experience parts-sum certain", "experience bands-overlap certain", "digital-use copied certain", "training base-not-stated base-not-stated",
		"lacking-confidence sum-of-rounded convention-dependent", "agreement base-not-stated base-not-stated", "group-sizes parts-sum certain",
		"group-ages other-convention convention-dependent", "group-ages two-ways certain", "group-experience above-base certain",
		"group-training other-convention convention-dependent",
	}
	d := p.Document()
	var got []string
	for _, f := range Examine(d) {
		line := f.Figures[0].Line
		set := ""
		for _, s := range p.Sets {
			if s.Line <= line {
				set = s.ID
			}
		}
		got = append(got, set+" "+f.Kind+" "+string(f.Level))
		t.Logf("%s %d:%d %s %s: %s | %s", set, f.Line, f.Column, f.Level, f.Kind, f.Message, f.Arithmetic)
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("not found: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("found, and not on the list: %s", g)
		}
	}
}
