package review

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"concord/frameworks/revise"
	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/theme"
)

// moment is the consultation as it was when it was last read. Nothing in it is
// ever changed: who writes makes a copy of what they write to.
type moment struct {
	*pipeline.Deciding
	docket    []decide.Amendment
	by        map[string]decide.Amendment
	standings map[string]decide.Standing
	// conflicts are all there are, blocking those between accepted amendments.
	conflicts, blocking []amend.Conflict
	// votes are each member's last votes in each round, by round, amendment and member.
	votes map[ballotKey]decide.Event
	// asked are the amendments of the round that is open.
	round   int
	asked   []decide.Ballot
	ballots map[string]decide.Ballot
	// taken are the numbers of events that were taken back.
	taken    map[int]bool
	register *evidence.Register
	// next is the next version, made when it is first asked for.
	next func() (*revise.Result, []finding.Finding)
}

type ballotKey struct {
	round             int
	amendment, member string
}

// said is what people wrote, and what became of it. It takes longer to read than
// the docket, and changes seldom.
type said struct {
	*pipeline.Comments
	at    map[string]int
	fates map[string]amend.Fate
	// codings are those that count, by unit.
	codings map[string][]theme.Coding
	counts  []theme.ThemeCount
}

// moment reads the consultation again where any file of it has changed.
func (s *Server) moment(ctx context.Context) (*moment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last != nil && s.stamp == stampOf(s.dir, s.last.Study, true) {
		return s.last, nil
	}
	// The stamp is taken before the reading: what changes meanwhile is read again.
	before := ""
	if s.last != nil {
		before = stampOf(s.dir, s.last.Study, true)
	}
	d, err := pipeline.ReadDeciding(ctx, s.dir, s.jobs)
	if err != nil {
		return nil, err
	}
	s.last, s.stamp = newMoment(d), before
	return s.last, nil
}

func newMoment(d *pipeline.Deciding) *moment {
	m := &moment{Deciding: d, docket: d.Amendments(), by: map[string]decide.Amendment{}, standings: d.Standings(), votes: map[ballotKey]decide.Event{}, taken: map[int]bool{}}
	for _, a := range m.docket {
		m.by[a.ID] = a
	}
	m.next = sync.OnceValues(d.Next)
	m.conflicts, m.blocking = d.Conflicts()
	m.round, m.asked = d.Log.OpenRound()
	m.ballots = make(map[string]decide.Ballot, len(m.asked))
	for _, b := range m.asked {
		m.ballots[b.Amendment] = b
	}
	for _, e := range d.Log.Events {
		if e.Withdraw != nil {
			m.taken[e.Withdraw.N] = true
		}
	}
	for _, e := range d.Log.Events {
		if e.Vote == nil {
			continue
		}
		k := ballotKey{e.Vote.Round, e.Vote.Amendment, e.Vote.Member}
		if m.taken[e.N] {
			// Who takes a vote back has none, whatever came before it.
			delete(m.votes, k)
		} else {
			m.votes[k] = e
		}
	}
	if d.Study.Evidence != "" {
		if data, err := os.ReadFile(d.Study.Path(d.Study.Evidence)); err == nil {
			reg, _ := evidence.Read(d.Study.Evidence, data)
			m.register = &reg
		}
	}
	return m
}

// member gives somebody of the group, where they are in it on the day.
func (m *moment) member(id, day string) (decide.Member, bool) {
	for _, x := range m.Log.Members() {
		if x.ID == id && (x.From == "" || x.From <= day) && (x.Until == "" || day <= x.Until) {
			return x, true
		}
	}
	return decide.Member{}, false
}

// ballot gives an amendment as it stands in the round that is open.
func (m *moment) ballot(id string) (decide.Ballot, bool) {
	b, ok := m.ballots[id]
	return b, ok
}

// said reads the comments again where what they are made of has changed.
func (s *Server) said(ctx context.Context, st *study.Study) (*said, error) {
	s.saidMu.Lock()
	defer s.saidMu.Unlock()
	stamp := stampOf(s.dir, st, false)
	if s.lastSaid != nil && s.saidStamp == stamp {
		return s.lastSaid, nil
	}
	c, err := pipeline.ReadComments(ctx, s.dir, s.jobs)
	if err != nil {
		return nil, err
	}
	x := &said{Comments: c, at: map[string]int{}, fates: map[string]amend.Fate{}, codings: map[string][]theme.Coding{}}
	for i, u := range c.Units {
		x.at[u.ID] = i
	}
	for _, k := range c.Counting {
		x.codings[k.Unit] = append(x.codings[k.Unit], k)
	}
	x.counts = theme.Count(c.Counting, c.Units)
	if c.Codebook != nil {
		proposed, _, err := c.Propose(nil, s.jobs)
		if err != nil {
			return nil, err
		}
		for _, f := range proposed.Fates {
			x.fates[f.Unit] = f
		}
	}
	s.lastSaid, s.saidStamp = x, stamp
	return x, nil
}

// unit gives a comment by its id, and what was said just before it in a group.
func (x *said) unit(id string) (u, before theme.Unit, ok bool) {
	i, ok := x.at[id]
	if !ok {
		return u, before, false
	}
	u = x.Units[i]
	if u.Source != "survey" && i > 0 && x.Units[i-1].Question == u.Question && x.Units[i-1].Source == u.Source {
		before = x.Units[i-1]
	}
	return u, before, true
}

// stampOf tells one state of the files that a consultation is made of from another,
// without reading them.
func stampOf(dir string, st *study.Study, deciding bool) string {
	names := []string{st.File}
	add := func(name string) {
		if name != "" {
			names = append(names, st.Path(name))
		}
	}
	if st.Survey != nil {
		add(st.Survey.File)
	}
	if g := st.Groups; g != nil {
		add(g.Participants.File)
		for _, t := range g.Transcripts {
			add(t.File)
		}
	}
	add(st.Codebook)
	add(st.Evidence)
	if deciding {
		names = append(names, filepath.Join(dir, amend.DocketName), filepath.Join(dir, decide.LogName))
	}
	for _, pattern := range []string{"codings/*", "frameworks/*/*.yaml"} {
		more, _ := filepath.Glob(st.Path(pattern))
		names = append(names, more...)
	}
	var b strings.Builder
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}
