package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// consultationOf writes a consultation of one question, with so many of each answer.
func consultationOf(t *testing.T, rule string, yes, no int) string {
	t.Helper()
	dir := t.TempDir()
	study := "title: T\nsurvey:\n  file: s.csv\n  dialect: csv\n  questions:\n    - {id: q, kind: single, options: [\"Yes\", \"No\"]}\n" + rule
	answers := "q\n" + strings.Repeat("Yes\n", yes) + strings.Repeat("No\n", no)
	for name, text := range map[string]string{"consultation.yaml": study, "s.csv": answers} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCheckAgainst(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		before     [2]int
		now        [2]int
		code       int
		want       string
	}{
		{"the same answers", "", [2]int{20, 20}, [2]int{20, 20}, exitDone, ""},
		{"two more people", "", [2]int{20, 20}, [2]int{21, 21}, exitFindings, "few-"},
		{"ten more of each", "", [2]int{20, 20}, [2]int{30, 30}, exitDone, ""},
		{"hidden now", "suppression: {below: 5}\n", [2]int{20, 20}, [2]int{40, 3}, exitFindings, "hidden in one"},
		{"rounded", "suppression: {profile: hesa}\n", [2]int{40, 40}, [2]int{41, 41}, exitDone, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			var stdout, stderr bytes.Buffer
			if code := runCommand(context.Background(), []string{consultationOf(t, c.rule, c.before[0], c.before[1]), "--out", out}, &stdout, &stderr); code > exitFindings {
				t.Fatal(stderr.String())
			}
			stdout.Reset()
			now := consultationOf(t, c.rule, c.now[0], c.now[1])
			code := checkCommand(context.Background(), []string{now, "--against", out, "--format", "json"}, &stdout, &stderr)
			if code != c.code || !strings.Contains(stdout.String(), c.want) {
				t.Errorf("exit %d, want %d: %s%s", code, c.code, stdout.String(), stderr.String())
			}
			if c.code == exitFindings && !strings.Contains(stdout.String(), fmt.Sprintf("%q", filepath.Join(out, "tables", "tables.csv"))) {
				t.Errorf("no place: %s", stdout.String())
			}
		})
	}
	var stdout, stderr bytes.Buffer
	if code := checkCommand(context.Background(), []string{consultationOf(t, "", 5, 5), "--against", "nowhere"}, &stdout, &stderr); code <= exitFindings || !strings.Contains(stderr.String(), "there is no such file") {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
}
