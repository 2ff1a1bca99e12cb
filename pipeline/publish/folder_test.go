package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "site")
	one := []File{{"a/b.html", []byte("1")}, {"c.html", []byte("2")}}
	if err := Write(out, one); err != nil {
		t.Fatal(err)
	}
	// Another site takes the place of the whole: what is no longer in it is gone.
	if err := os.WriteFile(filepath.Join(out, ".DS_Store"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(out, []File{{"c.html", []byte("3")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(out, "a")); err == nil {
		t.Error("the earlier site is still there")
	}
	if data, _ := os.ReadFile(filepath.Join(out, "c.html")); string(data) != "3" {
		t.Errorf("c.html holds %q", data)
	}
	// Something that is no part of a site is nobody's to take away.
	if err := os.WriteFile(filepath.Join(out, "mine.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := Write(out, one)
	if err == nil || !strings.Contains(err.Error(), "mine.txt") {
		t.Errorf("got %v", err)
	}
	if data, _ := os.ReadFile(filepath.Join(out, "c.html")); string(data) != "3" {
		t.Error("a refused folder was changed")
	}
	// Killed between the two renames: the last site comes back, and is replaced.
	if err := os.Remove(filepath.Join(out, "mine.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(out, filepath.Join(dir, ".site.old")); err != nil {
		t.Fatal(err)
	}
	if err := Write(out, one); err != nil {
		t.Fatal(err)
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	full := filepath.Join(dir, "full")
	if err := os.MkdirAll(full, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"photo.jpg": "x", listName: `{"made_by":"somebody else","files":["photo.jpg"]}`} {
		if err := os.WriteFile(filepath.Join(full, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for out, files := range map[string][]File{
		full: nil, plain: nil, ".": nil, filepath.Join(dir, "x"): {{"../escape.html", nil}}, filepath.Join(dir, "y"): {{listName, nil}},
	} {
		if err := Write(out, files); err == nil {
			t.Errorf("%s was written", out)
		}
	}
	if _, err := os.Stat(filepath.Join(full, "photo.jpg")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "escape.html")); err == nil {
		t.Error("a file was written outside of the folder")
	}
}
