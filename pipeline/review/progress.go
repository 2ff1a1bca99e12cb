package review

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/onpage"
)

type roundRow struct {
	Round   int
	Results []string
	Rows    []roundOutcome
}

type roundOutcome struct{ ID, Path, Result, Why string }

type conflictForm struct {
	Class, Message, Settle string
	Amendments             []string
}

type progressView struct {
	Group           group
	Rules           string
	RulesSet        bool
	Rounds          []roundRow
	Choices         []option
	Unsettled, Open int
	Blocking        []conflictForm
	Version         string
	InTheWay        []string
	Seen            int
	WhyTyped        string
	Hash            string
	Next            int
}

func (s *Server) progressPage(w http.ResponseWriter, r *http.Request, v *visit) {
	s.progressWith(w, r, v, nil)
}

func (s *Server) progressNow(w http.ResponseWriter, r *http.Request, v *visit, p *problem) {
	if now, err := s.moment(r.Context()); err == nil {
		again := *v
		again.now = now
		v = &again
	}
	s.progressWith(w, r, v, p)
}

func (s *Server) progressWith(w http.ResponseWriter, r *http.Request, v *visit, p *problem) {
	m := v.now
	view := progressView{Group: m.group(), Next: m.Log.Rounds() + 1, Seen: len(m.Log.Events), Hash: m.Log.Head[:min(12, len(m.Log.Head))]}
	if p != nil {
		view.WhyTyped = r.PostForm.Get("why")
	}
	rules, set := m.Log.Rules()
	if view.RulesSet = set; set {
		view.Rules = rules.Words()
	}
	for n := m.Log.Rounds(); n > 0; n-- {
		outcomes, err := m.Log.Outcomes(n)
		if err != nil {
			continue // it is open
		}
		row := roundRow{Round: n}
		count := map[decide.Result]int{}
		for _, o := range outcomes {
			count[o.Result]++
			row.Rows = append(row.Rows, roundOutcome{o.Amendment, "/amendment/" + url.PathEscape(o.Amendment), string(o.Result), o.Why})
		}
		for _, k := range []decide.Result{decide.For, decide.Against, decide.None, decide.Unknown} {
			if count[k] > 0 {
				row.Results = append(row.Results, fmt.Sprintf("%d %s", count[k], k))
			}
		}
		view.Rounds = append(view.Rounds, row)
	}
	for _, a := range m.docket {
		if m.standings[a.ID].State != decide.Decided {
			view.Open++
			view.Choices = append(view.Choices, option{Value: a.ID, Label: a.ID + ": " + a.Operation + " " + onpage.Short(onpage.Clean(a.Where), 40)})
		}
	}
	if n := m.Log.Rounds(); n > 0 && m.round == 0 {
		list, _ := m.Log.Unsettled(n)
		view.Unsettled = len(m.still(list))
	}
	for _, c := range m.blocking {
		f := conflictForm{Class: string(c.Class), Message: c.Message, Settle: c.Settle}
		if len(c.Amendments) > 1 {
			f.Amendments = c.Amendments
		}
		view.Blocking = append(view.Blocking, f)
	}
	result, findings := m.next()
	if result != nil {
		view.Version = result.Framework.Version
	}
	for i, f := range findings {
		if i == mostLines {
			view.InTheWay = append(view.InTheWay, fmt.Sprintf("and %d more.", len(findings)-i))
			break
		}
		view.InTheWay = append(view.InTheWay, onpage.Clean(strings.TrimSpace(f.Cell+" "+f.Message+". "+f.Do)))
	}
	s.page(w, r, v, "progress", "Progress", "progress", p, view)
}

// still gives those of some ballots that are still in the docket as they were.
func (m *moment) still(list []decide.Ballot) (out []decide.Ballot) {
	for _, b := range list {
		if a, there := m.by[b.Amendment]; there && a.Fingerprint == b.Fingerprint {
			out = append(out, b)
		}
	}
	return out
}

// openRound opens a round of votes on what was chosen.
func (s *Server) openRound(w http.ResponseWriter, r *http.Request, v *visit) {
	form := r.PostForm
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		rules, set := now.Log.Rules()
		if !set {
			return nil, 0, wrong(http.StatusConflict, "No rules of consensus are set. Set them first: concord amend rules.")
		}
		if now.round > 0 {
			return nil, 0, wrong(http.StatusConflict, "Round %d is open already. Nothing was saved.", now.round)
		}
		// A page made before the last round was closed must not open the next by mistake.
		if form.Get("next") != itoa(now.Log.Rounds()+1) {
			return nil, 0, wrong(http.StatusConflict, "Nothing was saved: a round was opened and closed since this page was made.")
		}
		open := decide.Opening{Round: now.Log.Rounds() + 1, Rules: rules.Hash()}
		chosen := form["amendment"]
		for _, id := range chosen {
			if _, there := now.by[id]; !there && form.Get("on") == "chosen" {
				return nil, 0, wrong(http.StatusConflict, "Nothing was saved: %s is not in the docket any more.", id)
			}
		}
		switch form.Get("on") {
		case "unsettled":
			list, err := now.Log.Unsettled(now.Log.Rounds())
			if err != nil {
				return nil, 0, notRecorded(err)
			}
			open.Amendments = now.still(list)
		case "chosen", "open":
			for _, a := range now.docket {
				if form.Get("on") == "chosen" && slices.Contains(chosen, a.ID) || form.Get("on") == "open" && now.standings[a.ID].State != decide.Decided {
					open.Amendments = append(open.Amendments, decide.Ballot{Amendment: a.ID, Fingerprint: a.Fingerprint})
				}
			}
		default:
			return nil, 0, wrong(http.StatusBadRequest, "Nothing was saved: choose what the round is on.")
		}
		if len(open.Amendments) == 0 {
			return nil, 0, wrong(http.StatusBadRequest, "Nothing was saved: the round would be on no amendment.")
		}
		return []decide.Event{{Open: &open}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.progressNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/progress", "")
}

// closeRound closes the round that the page showed.
func (s *Server) closeRound(w http.ResponseWriter, r *http.Request, v *visit) {
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		if now.round == 0 || r.PostForm.Get("round") != itoa(now.round) {
			return nil, 0, wrong(http.StatusConflict, "Nothing was saved: that round is not open any more.")
		}
		return []decide.Event{{Close: &decide.Closing{Round: now.round}}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.progressNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/progress", "")
}

// settle records which of several amendments in conflict holds.
func (s *Server) settle(w http.ResponseWriter, r *http.Request, v *visit) {
	form := r.PostForm
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		ids := form["amendment"]
		at := slices.IndexFunc(now.blocking, func(c amend.Conflict) bool {
			return string(c.Class) == form.Get("class") && slices.Equal(c.Amendments, ids)
		})
		if at < 0 {
			return nil, 0, wrong(http.StatusConflict, "Nothing was saved: these amendments are not in that conflict any more.")
		}
		x := decide.Settlement{Conflict: form.Get("class"), Holds: form.Get("holds"), Why: oneEnding(form.Get("why"))}
		if x.Holds == "" || x.Why == "" {
			return nil, 0, wrong(http.StatusBadRequest, "Nothing was saved: say which holds, and why.")
		}
		for _, id := range ids {
			x.Amendments = append(x.Amendments, decide.Ballot{Amendment: id, Fingerprint: now.by[id].Fingerprint})
		}
		return []decide.Event{{Settle: &x}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.progressNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/progress", "")
}
