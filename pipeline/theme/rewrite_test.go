package theme

import (
	"os"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const commented = `# What this is about.
#
# Two paragraphs of it.
id: s
title: 'A title: quoted' # beside the title
version: 1.0.0
themes:
  # Before the first theme.
  - id: support
    name: Support
    # Why these rules:
    rules:
      - supervis* # not supervisor
      # Before a rule.
      - =mentor
  - {id: wifi, name: "Wi-Fi", rules: [wifi]} # on one line
  # Before the last theme.
  - id: parking
    name: Parking
    rules: [park]
# At the end.
`

func TestMarshalOver(t *testing.T) {
	read := func(text string) *Codebook {
		t.Helper()
		cb, found := ReadCodebook("c.yaml", []byte(text))
		if len(finding.Errors(found)) > 0 {
			t.Fatal(found)
		}
		return cb
	}
	cb := read(commented)
	for _, c := range []struct {
		name   string
		change func() *Codebook
		lost   int
		gone   []string // comments that went with what they stood beside
	}{
		{"nothing", func() *Codebook { return cb }, 0, nil},
		{"another name", func() *Codebook {
			out := cb.clone()
			out.Themes[0].Name = "Support at work"
			return out
		}, 0, nil},
		{"renamed", func() *Codebook { out, _ := cb.Rename("support", "help", "why"); return out }, 0, nil},
		{"retired", func() *Codebook { out, _ := cb.Retire("wifi", ""); return out }, 1, []string{"# on one line"}},
		{"a rule more", func() *Codebook {
			out := cb.clone()
			out.Themes[0].Rules = append([]string{"tutor"}, out.Themes[0].Rules...)
			return out
		}, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			next := c.change()
			data, lost, err := next.MarshalOver([]byte(commented))
			if err != nil || lost != c.lost {
				t.Errorf("lost %d, expected %d (%v)\n%s", lost, c.lost, err, data)
			}
			for _, line := range []string{"# What this is about.", "# Two paragraphs of it.", "# beside the title", "# Before the first theme.", "# Why these rules:", "# not supervisor", "# Before a rule.", "# on one line", "# Before the last theme.", "# At the end."} {
				gone := false
				for _, g := range c.gone {
					gone = gone || g == line
				}
				if strings.Contains(string(data), line) == gone {
					t.Errorf("the comment %q: gone should be %v\n%s", line, gone, data)
				}
			}
			again := read(string(data))
			one, err := again.Marshal()
			two, err2 := next.Marshal()
			if err != nil || err2 != nil || string(one) != string(two) {
				t.Errorf("read again:\n%s\nshould be\n%s", one, two)
			}
		})
	}
	// What was not touched is spelt as it was.
	if data, _, _ := cb.MarshalOver([]byte(commented)); string(data) != commented {
		t.Errorf("nothing was changed, and yet:\n%s", data)
	}
	// Comments that cannot be kept are counted.
	_, lost, err := cb.MarshalOver([]byte("# one\n- a # two\n"))
	if err != nil || lost != 2 {
		t.Errorf("another file: lost %d, %v", lost, err)
	}
}

func TestMarshalOverBundled(t *testing.T) {
	data, err := os.ReadFile("../../data/iapt-digital-2020/codebook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cb, _ := ReadCodebook("codebook.yaml", data)
	next, found := cb.Rename(cb.Themes[0].ID, "renamed", "")
	if next == nil {
		t.Fatal(found)
	}
	out, lost, err := next.MarshalOver(data)
	if err != nil || lost != 0 {
		t.Errorf("lost %d, %v", lost, err)
	}
	if want := strings.Count(string(data), "#"); strings.Count(string(out), "#") != want {
		t.Errorf("%d signs of comments, were %d", strings.Count(string(out), "#"), want)
	}
}

func FuzzMarshalOver(f *testing.F) {
	f.Add([]byte(commented), "x")
	f.Add([]byte("id: &a b # c\nthemes:\n  - &t {id: a, name: *a}\n  - <<: *t\n    id: b # d\n"), "b")
	f.Add([]byte("# a\n---\nid: b\n...\n# c\n"), "")
	f.Fuzz(func(t *testing.T, before []byte, id string) {
		cb, _ := ReadCodebook("f", before)
		next := cb.clone()
		next.Themes = append(next.Themes, Theme{ID: id, Name: id})
		data, lost, err := next.MarshalOver(before)
		if err != nil || lost < 0 {
			t.Fatal(lost, err)
		}
		plain, err := next.Marshal()
		if err != nil || !sameCodebook(data, plain) {
			t.Fatalf("%q\nbecame\n%q\nand not\n%q", before, data, plain)
		}
	})
}
