package wholefile

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := Write(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("a.txt", link); err != nil {
		t.Fatal(err)
	}
	if err := Write(link, []byte("second")); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "second" {
		t.Errorf("%q, %v", data, err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the rights have changed: %v, %v", info.Mode(), err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestLinksAndPipes(t *testing.T) {
	dir := t.TempDir()
	dangling := filepath.Join(dir, "dangling")
	if err := os.Symlink("fresh.txt", dangling); err != nil {
		t.Fatal(err)
	}
	if err := Write(dangling, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(dangling); err != nil || target != "fresh.txt" {
		t.Errorf("the link is no link any more: %q, %v", target, err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "fresh.txt")); err != nil || string(data) != "x" {
		t.Errorf("%q, %v", data, err)
	}
	round := filepath.Join(dir, "round")
	if err := os.Symlink("round", round); err != nil {
		t.Fatal(err)
	}
	if err := Write(round, nil); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Error(err)
	}
	pipe := filepath.Join(dir, "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		t.Skip("there is no mkfifo here, so pipes are not tried")
	}
	read := make(chan string)
	go func() {
		data, _ := os.ReadFile(pipe)
		read <- string(data)
	}()
	if err := Write(pipe, []byte("through")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "through" {
		t.Errorf("read %q", got)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode().IsRegular() {
		t.Errorf("the pipe is no pipe any more: %v, %v", info.Mode(), err)
	}
}

func TestWhereItCannot(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, nil); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Error(err)
	}
	if err := Write(filepath.Join(dir, "none", "a.txt"), nil); err == nil || !strings.Contains(err.Error(), "could not be written") {
		t.Error(err)
	}
}
