package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"concord/pipeline"
	"concord/pipeline/decide"
	"concord/pipeline/finding"
)

// reply is what a page's script is told.
type reply struct {
	Saved   bool   `json:"saved"`
	Message string `json:"message"`
	// More are lines to be listed under the message.
	More []string `json:"more,omitempty"`
	// To is the page to go on to.
	To string `json:"to,omitempty"`
}

// problem is why nothing was saved, to stand on the page with the form as it was
// filled in.
type problem struct {
	status  int
	Message string
	More    []string
}

func (p *problem) Error() string { return p.Message }

func wrong(status int, format string, args ...any) *problem {
	return &problem{status: status, Message: fmt.Sprintf(format, args...)}
}

// tries is how often something is done again that others were quicker than.
const tries = 20

// record adds to the log what make gives, flushed to disk before it returns. Where
// others have added to the log in the meantime, make is asked again with the
// consultation as it is then, and says whether it may still be done: it gives no
// event for what is there already, and an error for what cannot be. The number is that
// of the last event that says it.
func (s *Server) record(ctx context.Context, v *visit, make func(now *moment) (events []decide.Event, already int, err error)) (int, error) {
	now := v.now
	for range tries {
		events, already, err := make(now)
		if err != nil {
			return 0, err
		}
		if len(events) == 0 {
			return already, nil
		}
		at := s.clock().Format(time.RFC3339)
		for i := range events {
			events[i].At, events[i].By = at, v.member.ID
		}
		d := *now.Deciding
		err = d.Record(events...)
		if err == nil {
			return len(d.Log.Events), nil
		}
		var moved *decide.Moved
		if !errors.As(err, &moved) {
			return 0, notRecorded(err)
		}
		if now, err = s.moment(ctx); err != nil {
			return 0, err
		}
		// Who left the group meanwhile, or is no longer its chair, is asked again.
		member, ok := now.member(v.member.ID, s.today())
		if !ok || member.Role != v.member.Role {
			return 0, wrong(http.StatusForbidden, "Your place in the group was changed just now. Nothing was saved.")
		}
	}
	return 0, wrong(http.StatusConflict, "Others are writing all the time. Nothing was saved; try again.")
}

// notRecorded puts what the log refuses into words for the page.
func notRecorded(err error) error {
	var f finding.Finding
	if errors.As(err, &f) {
		p := wrong(http.StatusConflict, "Nothing was saved: %s.", f.Message)
		if f.Expected != "" {
			p.More = append(p.More, "Expected: "+f.Expected+".")
		}
		if f.Do != "" {
			p.More = append(p.More, f.Do)
		}
		return p
	}
	return wrong(http.StatusInternalServerError, "Nothing was saved: the record could not be written.")
}

// since tells what others have recorded since a page was made, as far as it bears
// on an amendment; none for nothing. seen is the number of events that the page was made of.
func since(now *moment, v *visit, seen string, amendment string) []string {
	n, err := strconv.Atoi(seen)
	if err != nil || n < 0 || n >= len(now.Log.Events) {
		return nil
	}
	moved := decide.Moved{Log: now.Log, Added: now.Log.Events[n:]}
	var lines []string
	for _, e := range moved.About(amendment) {
		// A vote in an open round says nothing that another may know.
		if e.By == v.member.ID || e.Vote != nil {
			continue
		}
		lines = append(lines, fmt.Sprintf("No. %d, by %s: %s.", e.N, now.Log.Who(e.By), kindWords[e.Kind]))
	}
	return lines
}

var kindWords = map[decide.Kind]string{
	decide.KindRules: "rules of consensus were set", decide.KindMember: "a member was entered", decide.KindOpen: "a round of votes was opened",
	decide.KindVote: "a vote", decide.KindClose: "the round of votes was closed", decide.KindDecide: "a decision",
	decide.KindSettle: "a conflict was settled", decide.KindNote: "a note", decide.KindWithdraw: "something was taken back",
}

// done tells that something was saved, and leads on to a page.
func (s *Server) done(w http.ResponseWriter, r *http.Request, n int, to, fragment string) {
	target := to + "?" + url.Values{"saved": {strconv.Itoa(n)}}.Encode()
	if fragment != "" {
		target += "#" + fragment
	}
	if wantsJSON(r) {
		s.answer(w, http.StatusOK, reply{Saved: true, Message: fmt.Sprintf("Saved, as no. %d of the record.", n), To: target})
		return
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

// savedLine is what a page says after something was saved: only what the record
// really has, whatever the address claims.
func savedLine(r *http.Request, v *visit) string {
	n, err := strconv.Atoi(r.URL.Query().Get("saved"))
	if err != nil || n < 1 || n > len(v.now.Log.Events) || v.now.Log.Events[n-1].By != v.member.ID {
		return ""
	}
	return fmt.Sprintf("Saved, as no. %d of the record.", n)
}

// failed answers a form that was not saved: a script gets the reason, and a person
// the page again with what they had filled in.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, err error, again func(p *problem)) {
	var p *problem
	var input *pipeline.InputError
	switch {
	case errors.As(err, &p):
	case errors.As(err, &input):
		p = wrong(http.StatusServiceUnavailable, "The consultation cannot be read just now. Nothing was saved.")
	default:
		p = wrong(http.StatusInternalServerError, "Nothing was saved.")
	}
	if wantsJSON(r) {
		s.answer(w, p.status, reply{Message: p.Message, More: p.More})
		return
	}
	again(p)
}

func (s *Server) answer(w http.ResponseWriter, status int, a reply) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a)
}

// refuse answers what cannot be done at all.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	if wantsJSON(r) {
		s.answer(w, status, reply{Message: message})
		return
	}
	s.plain(w, status, "Not done", message)
}
