package decide

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"concord/pipeline/finding"
)

// Log is what a group has recorded so far.
type Log struct {
	// Events are in the order of their numbers: Events[0].N is 1.
	Events []Event
	// Head is the SHA-256 of the last line, "" for an empty log. Printed or written
	// down elsewhere, it lets anybody see whether a line was changed afterwards.
	Head string

	state *replay
	// end is how many bytes the whole lines take, torn how many follow them, and
	// unended tells that the last event lacks only its line end.
	end, torn int
	unended   bool
}

const (
	mostLine  = 1 << 20
	mostBytes = 256 << 20
)

// Read reads a log and checks every line: that it is spelled as concord writes it,
// that its number and the hash of the line before are right, and that the event can
// follow those before it. One wrong line stops everything: the log is nil, and the
// finding names the line. A last line that was torn when a program was killed is no
// event; a warning tells of it, and the next Append mends the file. The name is for
// messages.
func Read(file string, data []byte) (*Log, []finding.Finding) {
	log := &Log{state: newReplay()}
	var found []finding.Finding
	at := func(line int, f finding.Finding) []finding.Finding {
		f.File, f.Line = file, line
		return append(found, f)
	}
	if len(data) > mostBytes {
		return nil, at(0, *tooLarge())
	}
	for rest := data; len(rest) > 0; {
		n := len(log.Events) + 1
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		// Git and some editors give text files the line ends of Windows; the hash is of
		// what stands before them.
		line = bytes.TrimSuffix(line, []byte("\r"))
		e, wrong := parseLine(line, n, log.Head)
		if wrong != nil {
			// Half an event is never a whole JSON object.
			if _, half := parseLoose(line); !ended && half != nil {
				log.torn = len(rest)
				f := *fault("torn-line", string(line), "", "the last line is not whole: a program was stopped while it wrote it, so it does not count",
					"Nothing is to be done: the next event that is added mends the file, and keeps these bytes in "+"a file of the same name that ends in .torn"+".")
				f.Severity = finding.Warning
				return log, at(n, f)
			}
			return nil, at(n, *wrong)
		}
		wrong, warning := log.state.apply(e)
		if wrong != nil {
			return nil, at(n, *wrong)
		}
		if warning != nil {
			found = at(n, *warning)
		}
		log.Events, log.Head, log.unended = log.state.events, hash(line), !ended
		log.end += len(rest) - len(after)
		rest = after
	}
	return log, found
}

func tooLarge() *finding.Finding {
	return fault("too-large", "", fmt.Sprintf("%d MB at most", mostBytes>>20), "this file is too large for a log of decisions", "")
}

// parseLine reads one line, which must be the n-th and follow the line with the
// hash prev.
func parseLine(line []byte, n int, prev string) (Event, *finding.Finding) {
	if len(line) > mostLine {
		return Event{}, fault("damaged-log", "", fmt.Sprintf("%d KB at most", mostLine>>10), "this line is too long for an event", restore)
	}
	e, wrong := parseLoose(line)
	if wrong != nil {
		return e, wrong
	}
	// One spelling only: a key given twice, or in other letters, would be read in two
	// ways by two programs.
	own, err := e.line()
	if err != nil || !bytes.Equal(own, line) {
		return e, fault("damaged-log", string(line), "one event, spelled just as concord writes it", "this line was written or changed by something else than concord", restore)
	}
	if e.N != n {
		return e, fault("log-order", fmt.Sprint(e.N), fmt.Sprint(n), "the number of this event is not that of its line: lines were taken out, put in or moved", restore)
	}
	if e.Prev != prev {
		what := "the line above was changed after this one was written, or this line belongs to another copy of the log"
		if n == 1 {
			what = "this is not the first line that the log had"
		}
		return e, fault("log-chain", e.Prev, prev, what, restore)
	}
	return e, nil
}

// parseLoose reads one line without asking where it stands.
func parseLoose(line []byte) (e Event, wrong *finding.Finding) {
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	err := in.Decode(&e)
	if err == nil {
		if _, more := in.Token(); more != io.EOF {
			err = errors.New("something follows the event")
		}
	}
	if err != nil {
		return e, fault("damaged-log", string(line), "one event, as concord writes it", "this line is no event of the log", restore)
	}
	return e, nil
}

const restore = "Take the log from a copy, such as the last one that was committed, and add the events again that are missing there: nothing is changed in it by hand."

// Members gives the members of the group as they are now, in the order in which
// they came.
func (l *Log) Members() []Member {
	out := make([]Member, 0, len(l.state.order))
	for _, id := range l.state.order {
		out = append(out, l.state.members[id])
	}
	return out
}

// Rules gives the rules that hold for the next round; false where none are set.
func (l *Log) Rules() (Rules, bool) {
	if l.state.rules == nil {
		return Rules{}, false
	}
	return *l.state.rules, true
}

// OpenRound gives the number of the round that is open, 0 where none is, and what
// is put to the vote in it.
func (l *Log) OpenRound() (int, []Ballot) {
	o := l.state.open()
	if o == nil {
		return 0, nil
	}
	return o.n, slices.Clone(o.ballots)
}

// Rounds gives how many rounds were opened.
func (l *Log) Rounds() int { return len(l.state.rounds) }

// Decided gives the decision that stands on an amendment, and its event; nil where
// none does.
func (l *Log) Decided(amendment string) (*Decision, *Event) {
	at, is := l.state.decided[amendment]
	if !is {
		return nil, nil
	}
	e := &l.state.events[at-1]
	return e.Decide, e
}

// Settlements gives the events that settle conflicts and were not taken back.
func (l *Log) Settlements() (list []Event) {
	for _, e := range l.Events {
		if _, gone := l.state.withdrawn[e.N]; e.Settle != nil && !gone {
			list = append(list, e)
		}
	}
	return list
}
