package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPublish(t *testing.T) {
	study := filepath.Join("..", "..", "data", "iapt-digital-2020")
	site := filepath.Join(t.TempDir(), "site")
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "letter.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--help"}, exitDone, "concord publish CONSULTATION --out DIR"},
		{[]string{study}, exitUnusable, "found no --out"},
		{[]string{study, "--out", site, "--address", "example.org"}, exitUnusable, "give an address such as"},
		{[]string{study, "--out", site, "--address", "https://u:p@example.org"}, exitUnusable, "give an address such as"},
		{[]string{study, "--out", site, "--jobs", "-1"}, exitUnusable, "give 1 or more"},
		{[]string{filepath.Join(other, "nothing"), "--out", site}, exitUnusable, "nothing"},
		{[]string{study, "--out", other}, exitUnusable, "letter.txt"},
		{[]string{study, "--out", site, "--address", "https://example.org/f/"}, -1, "Site: "},
		{[]string{study, "--out", site}, -1, "Site: "},
	} {
		var out, errs bytes.Buffer
		code := publishCommand(context.Background(), x.args, &out, &errs)
		if x.code >= 0 && code != x.code || x.code < 0 && code == exitUnusable {
			t.Errorf("%v: exit %d\n%s", x.args, code, errs.String())
		}
		if !strings.Contains(out.String()+errs.String(), x.says) {
			t.Errorf("%v: says\n%s%s\nwithout %q", x.args, out.String(), errs.String(), x.says)
		}
	}
	if _, err := os.Stat(filepath.Join(site, "index.html")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(other, "letter.txt")); err != nil {
		t.Error(err)
	}
}
