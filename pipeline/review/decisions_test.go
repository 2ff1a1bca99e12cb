package review

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"concord/pipeline"
	"concord/pipeline/coders"
	"concord/pipeline/decide"
)

func TestNothingIsDoubled(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("levels-2")
	before := len(w.events())
	vote := w.filled("ben", "/amendment/levels-2", "/vote/levels-2", "value", "8", "comment", "Yes.\r\nIndeed.")
	for range 3 {
		if got := w.do("ben", "/vote/levels-2", vote); got.Code != http.StatusSeeOther {
			t.Fatal(got.Code, got.Body)
		}
		if got := w.do("ben", "/note/levels-2", url.Values{"note": {"A remark."}}); got.Code != http.StatusSeeOther {
			t.Fatal(got.Code)
		}
	}
	if n := len(w.events()); n != before+2 {
		t.Errorf("a vote and a note sent three times are %d events", n-before)
	}
	// Another vote takes its place, and both are in the record.
	if got := w.votes("ben", "levels-2", "2"); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	if n := len(w.events()); n != before+3 {
		t.Errorf("another vote: %d events", n-before)
	}
}

func TestMembersAtOnceAndTheCommandLineBesideThem(t *testing.T) {
	w := newWorld(t, nil)
	ids := []string{"levels-1", "levels-2", "levels-3", "supervision-1", "supervision-2"}
	w.openRound(ids...)
	before := len(w.events())
	type sent struct {
		who, id string
		form    url.Values
	}
	var all []sent
	for _, who := range []string{"anna", "ben", "cleo", "dev"} {
		for _, id := range ids {
			all = append(all, sent{who, id, w.filled(who, "/amendment/"+id, "/vote/"+id, "value", "7")})
		}
	}
	var wait sync.WaitGroup
	codes := make([]int, len(all))
	for i, x := range all {
		wait.Go(func() { codes[i] = w.do(x.who, "/vote/"+x.id, x.form).Code })
	}
	written := 0
	wait.Go(func() {
		// Somebody at the command line, who reads and writes as it does.
		for written < 5 {
			d, err := pipeline.ReadDeciding(context.Background(), w.dir, 1)
			if err != nil {
				t.Error(err)
				return
			}
			err = d.Record(decide.Event{At: "2026-03-02T10:00:00Z", By: "sam", Note: &decide.Note{Text: "From the command line."}})
			if err == nil {
				written++
			}
		}
	})
	wait.Wait()
	for i, c := range codes {
		if c != http.StatusSeeOther {
			t.Errorf("the vote of %s on %s: %d", all[i].who, all[i].id, c)
		}
	}
	if n := len(w.events()); n != before+len(all)+written {
		t.Errorf("%d events were added, want %d", n-before, len(all)+written)
	}
}

func TestAKilledServerLosesNothing(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("levels-2")
	form := w.filled("ben", "/amendment/levels-2", "/vote/levels-2", "value", "8")
	whole := len(w.events())
	// The power fails in the middle of a line.
	path := filepath.Join(w.dir, decide.LogName)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"n":8,"at":"2026-03-`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	w.start()
	if got := w.ask("ben", http.MethodGet, "/amendment/levels-2", nil); got.Code != http.StatusOK {
		t.Fatal(got.Code, got.Body)
	}
	// The form of a page from before is taken, since it hangs on the link alone.
	if got := w.do("ben", "/vote/levels-2", form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	if n := len(w.events()); n != whole+1 {
		t.Errorf("%d whole events, want %d", n, whole+1)
	}
}

func TestWhatHasChangedMeanwhileIsSaid(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("levels-2", "supervision-1")
	vote := w.filled("ben", "/amendment/levels-2", "/vote/levels-2", "value", "8", "comment", "Typed for nothing?")
	w.do("anna", "/round/close", w.filled("anna", "/progress", "/round/close"))
	got := w.do("ben", "/vote/levels-2", vote)
	if got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "not saved") {
		t.Errorf("a vote after the round: %d", got.Code)
	}
	w.openRound("levels-2")
	// The vote was for the round before, and must not slip into this one.
	if got = w.do("ben", "/vote/levels-2", vote); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "Typed for nothing?") {
		t.Errorf("a vote for an earlier round: %d, or what was typed is gone", got.Code)
	}
	form := w.filled("anna", "/decide/supervision-1", "/decide/supervision-1", "disposition", "rejected", "rationale", "The chair's reason.")
	if got := w.do("sam", "/decide/supervision-1", w.filled("sam", "/decide/supervision-1", "/decide/supervision-1", "disposition", "deferred", "rationale", "Later.")); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	got = w.do("anna", "/decide/supervision-1", form)
	body := got.Body.String()
	if got.Code != http.StatusConflict || !strings.Contains(body, "Sam") || !strings.Contains(body, "a decision") || !strings.Contains(body, "The chair&#39;s reason.") {
		t.Errorf("deciding over another's head: %d", got.Code)
	}
	// A script is told the same.
	form.Set("form", formKey(w.secrets["anna"]))
	got = w.ask("anna", http.MethodPost, "/decide/supervision-1", form, func(r *http.Request) { r.Header.Set("Accept", "application/json") })
	if got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), `"saved":false`) || !strings.Contains(got.Body.String(), "Sam") {
		t.Errorf("told to a script: %d %s", got.Code, got.Body)
	}
}

func TestDecidingAsksForWhatTheRuleAsks(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("supervision-2", "evaluation-burden-1")
	for _, who := range []string{"anna", "ben", "cleo", "dev"} {
		w.votes(who, "supervision-2", "8")
		w.votes(who, "evaluation-burden-1", "2")
	}
	w.do("anna", "/round/close", w.filled("anna", "/progress", "/round/close"))
	const to = "/decide/evaluation-burden-1"
	for _, c := range []struct {
		name, wrong string
		form        []string
	}{
		{"nothing chosen", "Choose a disposition", nil},
		{"no reason to depart", "departs", []string{"disposition", "accepted", "meaning", "substantial"}},
		{"no meaning", "meaning", []string{"disposition", "accepted", "departs", "x", "meaning", ""}},
		{"no rationale", "rationale", []string{"disposition", "rejected"}},
		{"nothing modified", "modif", []string{"disposition", "accepted-with-modification", "departs", "x", "meaning", "editorial", "rationale", "x"}},
		{"another text", "changed", []string{"disposition", "rejected", "rationale", "x", "fingerprint", "0000000000000000"}},
	} {
		form := w.filled("anna", to, to)
		if a := w.server.last.Amendment("evaluation-burden-1"); a != nil {
			form.Set("text", a.TextAfter)
		}
		for i := 0; i+1 < len(c.form); i += 2 {
			form.Set(c.form[i], c.form[i+1])
		}
		got := w.do("anna", to, form)
		if got.Code < 400 || !strings.Contains(got.Body.String(), c.wrong) {
			t.Errorf("%s: %d, without %q", c.name, got.Code, c.wrong)
		}
	}
	form := w.filled("anna", to, to, "disposition", "accepted-with-modification", "rationale", "Shorter.", "departs", "The group agreed after it had talked.", "meaning", "substantial", "text", "Weighs up how much time measures take.")
	if got := w.do("anna", to, form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	e := w.events()[len(w.events())-1]
	if e.Decide == nil || e.By != "anna" || e.Decide.Text != "Weighs up how much time measures take." || e.Decide.Meaning != "substantial" {
		t.Errorf("recorded: %+v", e.Decide)
	}
	if body := w.ask("ben", http.MethodGet, "/minutes", nil).Body.String(); !strings.Contains(body, "evaluation-burden-1") || !strings.Contains(body, "talked") {
		t.Error("the minutes do not tell of it")
	}
	undo := w.filled("anna", to, "/undo/evaluation-burden-1", "why", "Another amendment was meant.")
	if got := w.do("anna", "/undo/evaluation-burden-1", undo); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	if got := w.do("anna", "/undo/evaluation-burden-1", undo); got.Code != http.StatusConflict {
		t.Errorf("taking back twice: %d", got.Code)
	}
}

func TestSettlingAConflict(t *testing.T) {
	w := newWorld(t, nil)
	for _, id := range []string{"supervision-1", "rename-7"} {
		to := "/decide/" + id
		if got := w.do("sam", to, w.filled("sam", to, to, "disposition", "accepted", "meaning", "editorial")); got.Code != http.StatusSeeOther {
			t.Fatal(id, got.Code, got.Body)
		}
	}
	if body := w.ask("ben", http.MethodGet, "/?conflict=yes", nil).Body.String(); strings.Count(body, "blocking conflict") != 2 {
		t.Error("the docket does not mark what blocks the next version")
	}
	form := w.filled("anna", "/progress", "/settle", "holds", "supervision-1")
	form["amendment"] = []string{"supervision-1", "rename-7"}
	if got := w.do("anna", "/settle", form); got.Code != http.StatusBadRequest {
		t.Errorf("without a reason: %d", got.Code)
	}
	form.Set("why", "It says more.")
	other := url.Values{"class": {"wording"}, "amendment": {"supervision-1", "levels-1"}, "holds": {"levels-1"}, "why": {"x"}}
	if got := w.do("anna", "/settle", other); got.Code != http.StatusConflict {
		t.Errorf("a conflict that is none: %d", got.Code)
	}
	if got := w.do("anna", "/settle", form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	e := w.events()[len(w.events())-1]
	if e.Settle == nil || e.Settle.Holds != "supervision-1" || e.Settle.Why != "It says more." {
		t.Errorf("%+v", e.Settle)
	}
	if body := w.ask("ben", http.MethodGet, "/progress", nil).Body.String(); !strings.Contains(body, "can be made of what is decided") {
		t.Error("the next version is still blocked")
	}
}

func TestEveryPointOfTheScaleCanBeChosen(t *testing.T) {
	for _, c := range []struct {
		scale                     decide.Scale
		against, between, forward string
	}{
		{decide.Nine, "1 2 3", "4 5 6", "7 8 9"}, {decide.Five, "1 2", "3", "4 5"}, {decide.YesNo, "no", "", "yes"},
	} {
		got := map[string][]string{}
		scale := points(c.scale)
		for i, p := range scale {
			if _, err := decide.ParseVote(c.scale, p); err != nil {
				t.Errorf("%s has no %s", c.scale, p)
			}
			k := side(i, len(scale))
			got[k] = append(got[k], p)
		}
		if a, b, f := strings.Join(got["against"], " "), strings.Join(got["between"], " "), strings.Join(got["for"], " "); a != c.against || b != c.between || f != c.forward {
			t.Errorf("%s: %s | %s | %s", c.scale, a, b, f)
		}
	}
	w := newWorld(t, nil)
	w.openRound("levels-2")
	if got := w.votes("ben", "levels-2", "abstain"); got.Code != http.StatusSeeOther {
		t.Errorf("unable to rate: %d", got.Code)
	}
	for _, bad := range []string{"0", "10", "yes", "", "7.5"} {
		if got := w.votes("ben", "levels-2", bad); got.Code < 400 {
			t.Errorf("a vote of %q: %d", bad, got.Code)
		}
	}
}

func TestTheCheckSavesNothing(t *testing.T) {
	w := newWorld(t, nil)
	before := len(w.events())
	const to = "/decide/supervision-2"
	for _, c := range []struct{ text, says string }{
		{"Supervises digital work.", "The next version would be"},
		{strings.Repeat("long ", 900), "rules"},
		{"", "The rules say no"},
	} {
		form := w.filled("anna", to, to, "disposition", "accepted-with-modification", "rationale", "x", "text", c.text)
		if c.text == "" {
			form.Set("fingerprint", "x")
			c.says = "was changed in the docket"
		}
		form.Set("form", formKey(w.secrets["anna"]))
		got := w.ask("anna", http.MethodPost, "/check/supervision-2", form)
		allowed := strings.Contains(got.Body.String(), "would be")
		if got.Code != http.StatusOK || allowed != (c.text == "Supervises digital work.") || !strings.Contains(strings.ToLower(got.Body.String()), strings.ToLower(c.says)) {
			t.Errorf("%.20q: %d %s, want %q", c.text, got.Code, got.Body, c.says)
		}
		form.Set("do", "check")
		if page := w.do("anna", to, form); page.Code != http.StatusOK || !strings.Contains(strings.ToLower(page.Body.String()), strings.ToLower(c.says)) {
			t.Errorf("%.20q, the button without a script: %d", c.text, page.Code)
		}
	}
	if n := len(w.events()); n != before {
		t.Errorf("%d events were recorded", n-before)
	}
}

func TestJudgingAComment(t *testing.T) {
	w := newWorld(t, nil)
	const page = "/comment/R002/overall"
	get := func() url.Values { return w.filled("ben", page, page) }
	form := get()
	form["theme"] = []string{"supervision"}
	if got := w.do("ben", page, form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	record, found := coders.Load(w.dir)
	if len(found) > 0 || len(record.Coders) != 1 || record.Coders[0].Coder != "ben" || len(record.Coders[0].Judgements) != 1 {
		t.Fatalf("%+v %v", record, found)
	}
	j := record.Coders[0].Judgements[0]
	if j.Unit != "R002/overall" || len(j.Marks) != 1 || j.Marks[0].Theme != "supervision" || j.Day != "2026-03-02" || (j.Method != coders.Corrected && j.Method != coders.Accepted) {
		t.Errorf("%+v", j)
	}
	if body := w.ask("cleo", http.MethodGet, page, nil).Body.String(); !strings.Contains(body, "<th scope=\"row\">ben</th>") {
		t.Error("others do not see the judgement")
	}
	form = get()
	form.Set("none", "yes")
	if got := w.do("ben", page, form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	record, _ = coders.Load(w.dir)
	if n := len(record.Coders[0].Judgements); n != 2 {
		t.Errorf("%d judgements are kept, want both", n)
	}
	for name, change := range map[string]func(url.Values){
		"nothing chosen": func(f url.Values) {}, "both": func(f url.Values) { f["theme"] = []string{"supervision"}; f.Set("none", "yes") },
		"no such theme": func(f url.Values) { f["theme"] = []string{"nothing-like-it"} }, "another text": func(f url.Values) { f.Set("text", "0"); f.Set("none", "yes") },
	} {
		f := get()
		change(f)
		if got := w.do("ben", page, f); got.Code < 400 {
			t.Errorf("%s: %d", name, got.Code)
		}
	}
}

func TestFiltersAndSearch(t *testing.T) {
	w := newWorld(t, nil)
	count := func(rec *httptest.ResponseRecorder, what string) int { return strings.Count(rec.Body.String(), what) }
	rows := func(path string) int {
		return count(w.ask("ben", http.MethodGet, path, nil), `<th scope="row"><a href="/amendment/`)
	}
	all := rows("/")
	if want := len(w.server.last.Docket.Amendments); all != want {
		t.Errorf("%d rows, want %d", all, want)
	}
	sum := 0
	for _, op := range []string{"add", "reword", "rename", "move", "split", "merge", "level", "retire"} {
		sum += rows("/?operation=" + op)
	}
	if sum != all {
		t.Errorf("the operations together have %d rows, want %d", sum, all)
	}
	in := map[string]bool{}
	for _, c := range w.server.last.conflicts {
		for _, id := range c.Amendments {
			in[id] = true
		}
	}
	if n := rows("/?conflict=yes"); n != len(in) {
		t.Errorf("%d rows in conflict, want %d", n, len(in))
	}
	// Of a search: the comments that hold the word, whatever its capitals.
	x, err := w.server.said(context.Background(), w.server.last.Study)
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, u := range x.Units {
		if strings.Contains(strings.ToLower(u.Text), "supervisor") {
			want++
		}
	}
	if got := count(w.do("ben", "/read", url.Values{"search": {"SUPERVISOR"}}), `<article class="comment"`); got != min(want, aPage) || want == 0 {
		t.Errorf("%d comments were found, want %d", got, want)
	}
}

// FuzzLinks looks for bytes that break the reading of the links.
func FuzzLinks(f *testing.F) {
	f.Add([]byte(`{"links":[{"id":"ben","sha256":"","made":"2026-03-02"}]}`))
	f.Add([]byte(`{"links":null}`))
	f.Add([]byte("\xff\xfe{"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, LinksName), data, 0o600); err != nil {
			t.Fatal(err)
		}
		links, err := ReadLinks(dir)
		if err != nil {
			return
		}
		if id, ok := links.Find(""); ok {
			t.Fatalf("an empty secret opens as %s", id)
		}
	})
}
