package decide

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"concord/pipeline/finding"
)

// Moved is the error of Append when others have added to the log since it was read:
// nothing was written. Log is the log as it is now, and Added what they added.
type Moved struct {
	Log   *Log
	Added []Event
}

// Error says what to do; the events that were added are in Added.
func (m *Moved) Error() string {
	who := ""
	if n := len(m.Added); n > 0 {
		who = fmt.Sprintf(" (the last by %s at %s)", m.Added[n-1].By, m.Added[n-1].At)
	}
	return fmt.Sprintf("others have added %s to the log since it was read%s; nothing was written: look at what they added, and do it again", plural(len(m.Added), "event"), who)
}

// About gives those of the added events that concern one of the amendments, the
// members, the rules or a round.
func (m *Moved) About(amendments ...string) (list []Event) {
	asked := map[string]bool{}
	for _, id := range amendments {
		asked[id] = true
	}
	for _, e := range m.Added {
		ids := e.about()
		concerns := e.Member != nil || e.Rules != nil || e.Open != nil || e.Close != nil || e.Withdraw != nil
		for _, id := range ids {
			concerns = concerns || asked[id]
		}
		if concerns {
			list = append(list, e)
		}
	}
	return list
}

// BearsOn gives those of the added events that whoever adds the events given should
// look at first: those of About, but not what cannot change what is meant. Votes are
// blind, so of those a vote of the same member on the same amendment alone counts,
// and a note is one more remark. Where it gives none, the events can be added to the
// log as it is now.
func (m *Moved) BearsOn(events ...Event) (list []Event) {
	var ids []string
	votes := map[voteKey]bool{}
	notes := true
	for i := range events {
		ids = append(ids, events[i].about()...)
		if v := events[i].Vote; v != nil {
			votes[voteKey{v.Member, v.Amendment}] = true
		}
		notes = notes && events[i].Note != nil
	}
	if notes {
		return nil
	}
	for _, e := range m.About(ids...) {
		if e.Note != nil && len(votes) == len(events) {
			continue
		}
		if e.Vote == nil || votes[voteKey{e.Vote.Member, e.Vote.Amendment}] {
			list = append(list, e)
		}
	}
	return list
}

// Append adds events to the log at path, which is made where there is none, and
// gives the log as it is then. Of an event it sets N, Prev and, where it is empty, Kind; the
// caller gives the rest, the time among it. seen is the log as the caller last read it, nil for an
// empty one: when the file has more since, nothing is written and the error is
// *Moved. Every other error is a finding.Finding: an event that cannot follow (then
// none is written), a log that cannot be read, a file that cannot be written.
//
// The file is locked while it is read again and written, against other programs on
// this machine and, where the file system passes locks on, on others. The events are
// written in one piece and flushed to disk. A program that is killed leaves the
// first of them and at most one torn line; the next Append puts the torn bytes into
// the file beside the log whose name ends in .torn, and goes on.
func Append(path string, seen *Log, events ...Event) (*Log, error) {
	return appendTo(path, seen, events, nil)
}

// place is the file that is written to; tests stop it at any byte.
type place interface {
	io.WriterAt
	Truncate(size int64) error
	Sync() error
}

func appendTo(path string, seen *Log, events []Event, tested func(place) place) (_ *Log, err error) {
	file, fresh, err := openLocked(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		// An event that was refused leaves no empty log behind.
		if info, failed := file.Stat(); err != nil && fresh && failed == nil && info.Size() == 0 {
			os.Remove(path)
		}
		file.Close()
	}()
	failed := func(err error) error {
		return finding.Finding{Severity: finding.Error, Kind: "not-written", File: path, Message: fmt.Sprintf("the log could not be written: %v", cause(err)), Do: "Look whether the disk is full or the file may not be written to, and do it again."}
	}
	if info, err := file.Stat(); err != nil {
		return nil, failed(err)
	} else if !info.Mode().IsRegular() {
		return nil, failed(errors.New("it is no ordinary file"))
	} else if info.Size() > mostBytes {
		f := *tooLarge()
		f.File = path
		return nil, f
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, failed(err)
	}
	log, found := Read(path, data)
	if log == nil {
		return nil, finding.Errors(found)[0]
	}
	if err := moved(path, seen, log); err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return log, nil
	}
	var out bytes.Buffer
	if log.unended {
		out.WriteByte('\n')
	}
	next := &Log{Head: log.Head, state: log.state}
	for i := range events {
		e := events[i]
		e.N, e.Prev = len(next.state.events)+1, next.Head
		if set := e.body(); e.Kind == "" && len(set) == 1 {
			e.Kind = set[0]
		}
		e, line, wrong := written(e)
		if wrong == nil {
			wrong = next.state.news(&e)
		}
		if wrong == nil {
			wrong, _ = next.state.apply(e)
		}
		if wrong != nil {
			wrong.File = path
			if len(events) > 1 {
				wrong.Message = fmt.Sprintf("event %d of the %d to be added: %s", i+1, len(events), wrong.Message)
			}
			return nil, *wrong
		}
		next.Head = hash(line)
		out.Write(line)
		out.WriteByte('\n')
	}
	next.Events = next.state.events

	var to place = file
	if tested != nil {
		to = tested(to)
	}
	if log.torn > 0 {
		if err := keepAside(path, data[log.end:]); err != nil {
			return nil, failed(err)
		}
		if err := to.Truncate(int64(log.end)); err != nil {
			return nil, failed(err)
		}
	}
	if _, err := to.WriteAt(out.Bytes(), int64(log.end)); err != nil {
		// What was written of it is taken back; where even that fails it is a torn
		// line, or whole events that the next caller is told of.
		_ = to.Truncate(int64(log.end))
		return nil, failed(err)
	}
	if err := to.Sync(); err != nil {
		return nil, failed(err)
	}
	if fresh {
		syncFolder(path)
	}
	// Somebody may have put another file in its place, as version control does.
	held, err1 := file.Stat()
	now, err2 := os.Stat(path)
	if err1 != nil || err2 != nil || !os.SameFile(held, now) {
		return nil, failed(errors.New("while it was written to, another file was put in its place"))
	}
	next.end = log.end + out.Len()
	return next, nil
}

// written gives an event as it will be read, and its line. Bytes that are no text
// become the sign for such, which is then what was said.
func written(e Event) (Event, []byte, *finding.Finding) {
	line, err := e.line()
	if err == nil {
		e2, wrong := parseLoose(line)
		if wrong == nil {
			if line, err = e2.line(); err == nil && len(line) <= mostLine {
				return e2, line, nil
			}
		}
	}
	return e, nil, fault("too-long", "", fmt.Sprintf("%d KB at most", mostLine>>10), "this event is too long, or cannot be written", "")
}

// moved gives the error where the log is not the one that the caller has seen.
func moved(path string, seen, log *Log) error {
	n, head := 0, ""
	if seen != nil {
		n, head = len(seen.Events), seen.Head
	}
	if n > len(log.Events) || n < len(log.Events) && log.Events[n].Prev != head || n == len(log.Events) && log.Head != head {
		return finding.Finding{Severity: finding.Error, Kind: "log-replaced", File: path, Message: "the log is not the one that was read: lines that were there are gone or were changed", Do: "Read it again, and look what became of them."}
	}
	if n < len(log.Events) {
		return &Moved{Log: log, Added: log.Events[n:]}
	}
	return nil
}

// asideName is the file that keeps torn bytes.
func asideName(path string) string { return path + ".torn" }

// keepAside adds torn bytes to the file beside the log, once: a program may be
// killed after this and before the log is mended.
func keepAside(path string, torn []byte) error {
	torn = append(bytes.Clone(torn), '\n')
	file, err := os.OpenFile(asideName(path), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	last := make([]byte, min(size, int64(len(torn))))
	if _, err := file.ReadAt(last, size-int64(len(last))); err != nil && err != io.EOF {
		return err
	}
	if bytes.Equal(last, torn) {
		return nil
	}
	if _, err := file.WriteAt(torn, size); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	syncFolder(path)
	return file.Close()
}

// syncFolder flushes the folder of a file, so that a new file is found after the
// power fails. Windows and some network drives cannot, and need not be asked again.
func syncFolder(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		dir.Close()
	}
}

// cause gives an error without the name of the file, which the message has.
func cause(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// Others hold the lock for as long as one small write takes.
const (
	lockTries = 200
	lockPause = 25 * time.Millisecond
)

// openLocked opens the log for this program alone, and tells whether it is new. The
// lock goes when the file is closed, and with a program that is killed.
func openLocked(path string) (*os.File, bool, error) {
	_, err := os.Stat(path)
	fresh := errors.Is(err, os.ErrNotExist)
	for range lockTries {
		file, busy, err := tryLock(path)
		if err != nil {
			return nil, false, finding.Finding{Severity: finding.Error, Kind: "not-written", File: path, Message: fmt.Sprintf("the log could not be opened to be written to: %v", cause(err)), Do: "Look whether the folder is there and the file may be written to."}
		}
		if !busy {
			// The file may have been replaced between opening and locking.
			held, err1 := file.Stat()
			now, err2 := os.Stat(path)
			if err1 == nil && err2 == nil && os.SameFile(held, now) {
				return file, fresh, nil
			}
			file.Close()
		}
		time.Sleep(lockPause)
	}
	return nil, false, finding.Finding{Severity: finding.Error, Kind: "locked", File: path, Message: "another program has held the log for 5 seconds", Do: "Wait until it has ended, and do it again; nothing was written."}
}
