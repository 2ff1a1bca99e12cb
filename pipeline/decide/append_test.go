package decide

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"concord/pipeline/finding"
)

var errKilled = errors.New("killed")

// dying is a file of a program that is killed once it has written so many bytes: it
// writes no more, mends nothing, flushes nothing.
type dying struct {
	place
	left *int
}

func (d dying) WriteAt(p []byte, at int64) (int, error) {
	n := min(len(p), *d.left)
	*d.left -= n
	if _, err := d.place.WriteAt(p[:n], at); err != nil {
		return 0, err
	}
	if n < len(p) {
		return n, errKilled
	}
	return n, nil
}

func (d dying) Truncate(size int64) error {
	if *d.left == 0 {
		return errKilled
	}
	*d.left-- // one step more before it is killed
	return d.place.Truncate(size)
}

func (d dying) Sync() error {
	if *d.left == 0 {
		return errKilled
	}
	return nil // what matters here is what was written, and the disk is slow
}

func note(text string) Event {
	return Event{At: "2026-05-10T12:00:00Z", By: "chair", Note: &Note{Text: text}}
}

func TestKilledAtEachByte(t *testing.T) {
	g := newGroup(t)
	before := g.bytes()
	events := []Event{note("1"), note("ä")}
	whole, err := Append(g.path, g.log, events...)
	if err != nil {
		t.Fatal(err)
	}
	written := len(g.bytes()) - len(before)
	for k := range written + 1 {
		path := filepath.Join(t.TempDir(), LogName)
		if err := os.WriteFile(path, before, 0o644); err != nil {
			t.Fatal(err)
		}
		seen, _ := Read(path, before)
		left := k
		_, err := appendTo(path, seen, events, func(p place) place { return dying{p, &left} })
		if err == nil {
			t.Fatalf("byte %d: nobody was told", k)
		}
		data, _ := os.ReadFile(path)
		log, found := Read(path, data)
		if log == nil || len(found) > 1 || len(finding.Errors(found)) > 0 {
			t.Fatalf("byte %d: %v", k, found)
		}
		n := len(log.Events)
		if !reflect.DeepEqual(log.Events, whole.Events[:n]) {
			t.Fatalf("byte %d: what was read is no prefix", k)
		}
		torn := data[log.end:]

		// Whoever goes on is killed too, ever later, until somebody is not.
		for step := 0; len(log.Events) < len(whole.Events); step += 150 {
			left := step
			_, err := appendTo(path, log, whole.Events[len(log.Events):], func(p place) place { return dying{p, &left} })
			data, _ := os.ReadFile(path)
			if log, found = Read(path, data); log == nil {
				t.Fatalf("byte %d, then %d: %v", k, step, found)
			}
			if err == nil && len(found) != 0 {
				t.Fatalf("byte %d, then %d: the log was not mended: %v", k, step, found)
			}
		}
		if !reflect.DeepEqual(log.Events, whole.Events) {
			t.Fatalf("byte %d: other events than were added", k)
		}
		if aside, _ := os.ReadFile(asideName(path)); len(torn) > 0 && !bytes.HasPrefix(aside, append(torn, '\n')) {
			t.Fatalf("byte %d: the torn bytes %q are lost: %q", k, torn, aside)
		}
	}
}

func TestTornKeptOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), LogName)
	for range 2 {
		if err := keepAside(path, []byte(`{"n":3`)); err != nil {
			t.Fatal(err)
		}
	}
	if err := keepAside(path, []byte(`{"n":4`)); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(asideName(path)); string(got) != "{\"n\":3\n{\"n\":4\n" {
		t.Errorf("%q", got)
	}
}

func TestLastLineWithoutEnd(t *testing.T) {
	g := newGroup(t)
	g.must(note("one"))
	if err := os.WriteFile(g.path, bytes.TrimSuffix(g.bytes(), []byte("\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	g.must(note("two"))
	if log, found := Read(g.path, g.bytes()); log == nil || len(found) != 0 || len(log.Events) != 3 {
		t.Error(found)
	}
}

func TestMoved(t *testing.T) {
	g := newGroup(t)
	mine := g.log
	g.must(note("theirs"))
	before := g.bytes()
	var moved *Moved
	_, err := Append(g.path, mine, note("mine"))
	if !errors.As(err, &moved) || len(moved.Added) != 1 || moved.Added[0].Note.Text != "theirs" {
		t.Fatal(err)
	}
	if !bytes.Equal(before, g.bytes()) {
		t.Error("something was written")
	}
	if len(moved.About("A1")) != 0 {
		t.Error("a note on nothing is about A1")
	}
	if _, err := Append(g.path, moved.Log, note("mine")); err != nil {
		t.Error(err)
	}
	// Two decide one amendment at once: the second is told what the first decided.
	decide := func(d Disposition) Event {
		return Event{At: now, By: "chair", Decide: &Decision{Amendment: "A1", Fingerprint: print("A1"), Operation: "retire", Disposition: d, Rationale: "x"}}
	}
	both, _ := Read(g.path, g.bytes())
	if _, err := Append(g.path, both, decide(Rejected)); err != nil {
		t.Fatal(err)
	}
	if _, err := Append(g.path, both, decide(Accepted)); !errors.As(err, &moved) || len(moved.About("A1")) != 1 || len(moved.About("A2")) != 0 {
		t.Fatal(err)
	}
	if _, err := Append(g.path, moved.Log, decide(Accepted)); kindOf(t, err) != "decided" {
		t.Error(err)
	}
	g.log = moved.Log
	// Another log under the name of this one.
	other := newGroup(t)
	other.must(Event{By: "chair", Member: &Member{ID: "x", Name: "X", Role: Ordinary}}, note("a"))
	if _, err := Append(other.path, g.log, note("mine")); kindOf(t, err) != "log-replaced" {
		t.Error(err)
	}
	same := newGroup(t)
	same.must(note("b"))
	if _, err := Append(same.path, mineAgain(t), note("mine")); kindOf(t, err) != "log-replaced" {
		t.Error(err)
	}
	if _, err := Append(filepath.Join(t.TempDir(), "none", LogName), nil, note("x")); kindOf(t, err) != "not-written" {
		t.Error(err)
	}
	empty := filepath.Join(t.TempDir(), LogName)
	if _, err := Append(empty, nil, note("x")); kindOf(t, err) != "not-a-member" {
		t.Error(err)
	}
	if _, err := os.Stat(empty); err == nil {
		t.Error("a refused event left a log behind")
	}
}

// mineAgain is a log as long as another, with other words in its last line.
func mineAgain(t *testing.T) *Log {
	g := newGroup(t)
	g.must(note("a"))
	return g.log
}

// insist adds a note however often others come before.
func insist(path, text string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	log, found := Read(path, data)
	if log == nil {
		return found[0]
	}
	for {
		_, err := Append(path, log, note(text))
		var moved *Moved
		if !errors.As(err, &moved) {
			return err
		}
		log = moved.Log
	}
}

func TestManyAtOnce(t *testing.T) {
	if path := os.Getenv("DECIDE_TEST_LOG"); path != "" {
		for i := range 1_000_000 {
			if err := insist(path, fmt.Sprint("child ", os.Getenv("DECIDE_TEST_WHO"), " ", i)); err != nil {
				t.Fatal(err)
			}
			fmt.Println("did", i)
		}
	}
	g := newGroup(t)
	const children, notes = 3, 30
	var wait sync.WaitGroup
	said := make([]int, children)
	for c := range children {
		cmd := exec.Command(os.Args[0], "-test.run=^TestManyAtOnce$")
		cmd.Env = append(os.Environ(), "DECIDE_TEST_LOG="+g.path, "DECIDE_TEST_WHO="+fmt.Sprint(c))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait.Add(1)
		go func() {
			defer wait.Done()
			lines := bufio.NewScanner(out)
			for said[c] < notes && lines.Scan() {
				if strings.HasPrefix(lines.Text(), "did ") {
					said[c]++
				}
			}
			cmd.Process.Kill() // wherever it is: the child never stops by itself
			cmd.Wait()
		}()
	}
	for i := range notes {
		if err := insist(g.path, fmt.Sprint("parent ", i)); err != nil {
			t.Fatal(err)
		}
	}
	wait.Wait()
	if err := insist(g.path, "last"); err != nil {
		t.Fatal(err)
	}
	log, found := Read(g.path, g.bytes())
	if log == nil || len(found) != 0 {
		t.Fatal(found)
	}
	have := map[string]bool{}
	for _, e := range log.Events[1:] {
		if have[e.Note.Text] {
			t.Errorf("%q stands twice", e.Note.Text)
		}
		have[e.Note.Text] = true
	}
	for i := range notes {
		if !have[fmt.Sprint("parent ", i)] {
			t.Errorf("note %d of the parent is lost", i)
		}
		for c := range children {
			if i < said[c] && !have[fmt.Sprint("child ", c, " ", i)] {
				t.Errorf("note %d of child %d is lost", i, c)
			}
		}
	}
}
