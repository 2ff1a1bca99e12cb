package review

import (
	"net/http"
	"net/url"
	"strings"

	"concord/pipeline/decide"
)

// vote records what a member says of an amendment in the open round. It is always
// that of the person whose link it is: no form says whose vote it is.
func (s *Server) vote(w http.ResponseWriter, r *http.Request, v *visit) {
	id, form := r.PathValue("id"), r.PostForm
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		if !v.votes() {
			return nil, 0, wrong(http.StatusForbidden, "You are in the group without a vote. Nothing was saved.")
		}
		ballot, asked := now.ballot(id)
		if now.round == 0 || !asked || form.Get("round") != "" && form.Get("round") != itoa(now.round) {
			return nil, 0, wrong(http.StatusConflict, "Your vote was not saved: the round that this page was for is closed, or this amendment is not in it.")
		}
		// A vote is on the words that its member saw.
		if a, there := now.by[id]; !there || a.Fingerprint != ballot.Fingerprint || form.Get("fingerprint") != ballot.Fingerprint {
			return nil, 0, wrong(http.StatusConflict, "Your vote was not saved: the amendment was changed since this page was made. Look at it as it is now.")
		}
		rules, _ := now.Log.Rules()
		if strings.TrimSpace(form.Get("value")) == "" {
			return nil, 0, wrong(http.StatusBadRequest, "Nothing was saved: choose a vote first.")
		}
		value, err := decide.ParseVote(rules.Scale, form.Get("value"))
		if err != nil {
			return nil, 0, notRecorded(err)
		}
		comment := oneEnding(form.Get("comment"))
		// A browser that got no answer sends the same again.
		if was, voted := now.votes[ballotKey{now.round, id, v.member.ID}]; voted && was.Vote.Value == value && was.Vote.Comment == comment && was.Vote.Fingerprint == ballot.Fingerprint {
			return nil, was.N, nil
		}
		return []decide.Event{{Vote: &decide.Vote{Round: now.round, Member: v.member.ID, Amendment: id, Fingerprint: ballot.Fingerprint, Value: value, Comment: comment}}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.amendmentNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/amendment/"+url.PathEscape(id), "vote")
}

// note adds to the discussion of an amendment.
func (s *Server) note(w http.ResponseWriter, r *http.Request, v *visit) {
	id := r.PathValue("id")
	n, err := s.record(r.Context(), v, func(now *moment) ([]decide.Event, int, error) {
		if now.Amendment(id) == nil {
			return nil, 0, wrong(http.StatusNotFound, "Nothing was saved: the docket has no such amendment.")
		}
		text := oneEnding(r.PostForm.Get("note"))
		if strings.TrimSpace(text) == "" {
			return nil, 0, wrong(http.StatusBadRequest, "Nothing was saved: write something first.")
		}
		for i := len(now.Log.Events) - 1; i >= 0; i-- {
			if e := now.Log.Events[i]; e.Note != nil && e.By == v.member.ID && e.Note.Amendment == id {
				if e.Note.Text == text && !now.taken[e.N] {
					return nil, e.N, nil
				}
				break
			}
		}
		return []decide.Event{{Note: &decide.Note{Amendment: id, Text: text}}}, 0, nil
	})
	if err != nil {
		s.failed(w, r, err, func(p *problem) { s.amendmentNow(w, r, v, p) })
		return
	}
	s.done(w, r, n, "/amendment/"+url.PathEscape(id), "discussion")
}

// amendmentNow shows the amendment as it is by now, with the form as it was filled in.
func (s *Server) amendmentNow(w http.ResponseWriter, r *http.Request, v *visit, p *problem) {
	if now, err := s.moment(r.Context()); err == nil {
		again := *v
		again.now = now
		v = &again
	}
	s.amendmentWith(w, r, v, p, r.PostForm)
}

// oneEnding puts the line ends that browsers send back to one.
func oneEnding(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}
