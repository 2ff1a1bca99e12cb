package review

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"concord/pipeline/amend"
	"concord/pipeline/decide"
)

const bundled = "../../data/iapt-digital-2020"

// team are a chair and three members, as the bundled consultation has no group of
// its own that votes.
var team = []decide.Member{
	{ID: "anna", Name: "Anna", Role: decide.Chair}, {ID: "ben", Name: "Ben", Group: "trainers", Role: decide.Ordinary},
	{ID: "cleo", Name: "Cleo", Group: "services", Role: decide.Ordinary}, {ID: "dev", Name: "Dev", Role: decide.Ordinary},
	{ID: "sam", Name: "Sam", Role: decide.Secretary},
}

// world is a copy of the bundled consultation, with a group and rules and nothing
// decided, and its page.
type world struct {
	t       *testing.T
	dir     string
	server  *Server
	handler http.Handler
	log     *bytes.Buffer
	secrets map[string]string
}

func newWorld(t *testing.T, change func(name string, data []byte) []byte) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), log: &bytes.Buffer{}, secrets: map[string]string{}}
	if _, err := os.Stat(filepath.Join(bundled, amend.DocketName)); err != nil {
		t.Skip("the bundled consultation has no docket.yaml, so there is nothing to review")
	}
	err := filepath.WalkDir(bundled, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(bundled, path)
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(w.dir, name), 0o755)
		}
		if name == decide.LogName || name == LinksName {
			return nil
		}
		data, err := os.ReadFile(path)
		if err == nil && change != nil {
			data = change(filepath.ToSlash(name), data)
		}
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(w.dir, name), data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := decide.Preset("percent")
	if err != nil {
		t.Fatal(err)
	}
	var events []decide.Event
	for i := range team {
		events = append(events, decide.Event{At: "2026-03-02T09:00:00Z", By: "anna", Member: &team[i]})
	}
	events = append(events, decide.Event{At: "2026-03-02T09:00:00Z", By: "anna", Rules: &decide.SetRules{Rules: rules}})
	if _, err := decide.Append(filepath.Join(w.dir, decide.LogName), nil, events...); err != nil {
		t.Fatal(err)
	}
	var links Links
	for _, m := range team {
		if w.secrets[m.ID], err = links.New(m.ID, "2026-03-02"); err != nil {
			t.Fatal(err)
		}
	}
	if err := links.Save(w.dir); err != nil {
		t.Fatal(err)
	}
	w.start()
	return w
}

// start starts the server, or starts it again.
func (w *world) start() {
	w.t.Helper()
	s, err := New(context.Background(), Options{Consultation: w.dir, Log: w.log, Now: func() time.Time { return time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC) }})
	if err != nil {
		w.t.Fatal(err)
	}
	// The clock stands still in tests, and with it the allowance.
	s.pace.burst = 1e6
	w.server, w.handler = s, s.Handler()
}

// ask sends one request. who is "" for somebody without a cookie.
func (w *world) ask(who, method, path string, form url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	w.t.Helper()
	var r *http.Request
	if form != nil {
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r = httptest.NewRequest(method, path, nil)
	}
	r.Host = "127.0.0.1:8650"
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "concord", Value: w.secrets[who]})
	}
	for _, c := range change {
		c(r)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

// do sends a form as its own page would.
func (w *world) do(who, path string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	form.Set("form", formKey(w.secrets[who]))
	return w.ask(who, http.MethodPost, path, form)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

// filled gives the hidden fields of the form on a page that goes to a path.
func (w *world) filled(who, page, action string, more ...string) url.Values {
	w.t.Helper()
	body := w.ask(who, http.MethodGet, page, nil).Body.String()
	_, after, found := strings.Cut(body, `action="`+action+`"`)
	if !found {
		w.t.Fatalf("%s has no form to %s", page, action)
	}
	inside, _, _ := strings.Cut(after, "</form>")
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(inside, -1) {
		form.Set(m[1], m[2])
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// events reads the log as anybody else would.
func (w *world) events() []decide.Event {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, decide.LogName))
	if err != nil {
		w.t.Fatal(err)
	}
	log, found := decide.Read(decide.LogName, data)
	if log == nil {
		w.t.Fatal(found)
	}
	return log.Events
}

// openRound opens a round on some amendments, as the chair's page does.
func (w *world) openRound(ids ...string) {
	w.t.Helper()
	form := w.filled("anna", "/progress", "/round/open", "on", "chosen")
	form["amendment"] = ids
	if got := w.do("anna", "/round/open", form); got.Code != http.StatusSeeOther {
		w.t.Fatalf("a round could not be opened: %d %s", got.Code, got.Body)
	}
}

func (w *world) votes(who, id, value string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.do(who, "/vote/"+id, w.filled(who, "/amendment/"+id, "/vote/"+id, "value", value))
}
