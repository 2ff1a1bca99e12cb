package review

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/coders"
	"concord/pipeline/onpage"
	"concord/pipeline/theme"
)

type themeRow struct {
	ID, Name, Path string
	People, Units  string
	Asks, Objects  string
	Here           bool
}

type commentRow struct {
	Unit, Path, Person, Question, Text, Before, BeforeWho string
	Themes                                                []option
	Fate, FateWhy                                         string
	Amendments                                            []link
}

type readView struct {
	Themes                   []themeRow
	Theme                    string
	Name, Definition         string
	Rows                     []commentRow
	All, First, Last         int
	Earlier, Later           string
	Subgroups, Fates, Places []option
	Search                   string
	NoCodebook, Cut          bool
	Shown                    bool
}

var fateWords = map[amend.FateKind]string{
	amend.Used: "Evidence for or against an amendment", amend.Noted: "On a theme, asks for no change that is proposed", amend.Praise: "Content as it is",
	amend.Nothing: "Says nothing", amend.NotUnderstood: "Not understood: a person must read it", amend.Conversation: "Conversation on no theme",
}

// mostSearch is how long a search may be.
const mostSearch = 200

// readPage shows themes with all their comments. What is searched for is words, so
// it is sent as a form and stands in no address.
func (s *Server) readPage(w http.ResponseWriter, r *http.Request, v *visit) {
	x, err := s.said(r.Context(), v.now.Study)
	if err != nil {
		s.unreadable(w, r, err)
		return
	}
	q := r.URL.Query()
	if r.Method == http.MethodPost {
		q = url.Values{}
		for _, k := range []string{"theme", "subgroup", "fate", "question"} {
			if t := r.PostForm.Get(k); t != "" {
				q.Set(k, t)
			}
		}
	}
	search := strings.ToLower(strings.TrimSpace(onpage.Short(r.PostForm.Get("search"), mostSearch)))
	view := readView{Theme: q.Get("theme"), Search: strings.TrimSpace(r.PostForm.Get("search")), NoCodebook: x.Codebook == nil}
	for _, c := range x.counts {
		row := themeRow{ID: c.Theme, Name: x.themeName(c.Theme), Path: "/read?theme=" + url.QueryEscape(c.Theme), People: v.now.number(c.People.Total()), Units: itoa(c.Units), Asks: v.now.number(c.Asks.Total()), Objects: v.now.number(c.Objects.Total()), Here: c.Theme == view.Theme}
		view.Themes = append(view.Themes, row)
	}
	if x.Codebook != nil && view.Theme != "" {
		if t := x.Codebook.Theme(view.Theme); t != nil {
			view.Name, view.Definition = t.Name, t.Definition
		}
	}
	var subgroups, fates, places []string
	for _, g := range x.Study.Subgroups {
		subgroups = append(subgroups, g.ID)
	}
	for _, f := range amend.FateKinds {
		fates = append(fates, string(f))
	}
	for _, u := range x.Units {
		if !slices.Contains(places, u.Question) {
			places = append(places, u.Question)
		}
	}
	view.Subgroups = options(q.Get("subgroup"), subgroups, func(id string) string {
		for _, g := range x.Study.Subgroups {
			if g.ID == id && g.Label != "" {
				return g.Label
			}
		}
		return id
	})
	view.Fates = options(q.Get("fate"), fates, func(id string) string { return fateWords[amend.FateKind(id)] })
	view.Places = options(q.Get("question"), places, func(id string) string {
		if name := x.Questions[id]; name != "" {
			return onpage.Clean(name)
		}
		return id
	})
	view.Shown = view.Theme != "" || q.Get("subgroup") != "" || q.Get("fate") != "" || q.Get("question") != "" || search != ""
	if view.Shown {
		var units []theme.Unit
		for _, u := range x.Units {
			if view.Theme != "" && !slices.ContainsFunc(x.codings[u.ID], func(k theme.Coding) bool { return k.Theme == view.Theme }) {
				continue
			}
			if g := q.Get("subgroup"); g != "" && !slices.Contains(x.Subgroups[u.Person], g) {
				continue
			}
			if p := q.Get("question"); p != "" && u.Question != p {
				continue
			}
			if f := q.Get("fate"); f != "" && string(x.fates[u.ID].Fate) != f {
				continue
			}
			if search != "" && !strings.Contains(strings.ToLower(u.Text), search) {
				continue
			}
			units = append(units, u)
		}
		view.All = len(units)
		var shown []theme.Unit
		shown, view.First, view.Last, view.Earlier, view.Later = paged(units, q, "/read")
		if search != "" {
			// The pages after the first would need the words in their address.
			view.Cut = view.Later != ""
			view.Earlier, view.Later = "", ""
		}
		for _, u := range shown {
			view.Rows = append(view.Rows, x.comment(u.ID, v.now))
		}
	}
	s.page(w, r, v, "read", "Read", "read", nil, view)
}

func (x *said) themeName(id string) string {
	if x.Codebook != nil {
		if t := x.Codebook.Theme(id); t != nil && t.Name != "" {
			return onpage.Clean(t.Name)
		}
	}
	return id
}

// comment tells what is known of one comment.
func (x *said) comment(id string, m *moment) commentRow {
	u, before, _ := x.unit(id)
	row := commentRow{Unit: u.ID, Path: unitPath(u.ID), Person: u.Person, Question: u.Question, Text: u.Text}
	if name := x.Questions[u.Question]; name != "" {
		row.Question = onpage.Clean(name)
	}
	if before.Text != "" {
		row.Before, row.BeforeWho = onpage.Short(before.Text, 240), before.Person
	}
	var seen []string
	for _, k := range x.codings[id] {
		if !slices.Contains(seen, k.Theme) {
			seen = append(seen, k.Theme)
			row.Themes = append(row.Themes, option{Value: k.Theme, Label: x.themeName(k.Theme)})
		}
	}
	if f, ok := x.fates[id]; ok {
		row.Fate, row.FateWhy = fateWords[f.Fate], onpage.Clean(f.Why)
		for _, a := range f.Amendments {
			to := link{Label: a}
			// The group may have made one of several, or be working on an earlier draft.
			if m.Amendment(a) != nil {
				to.Path = "/amendment/" + url.PathEscape(a)
			}
			row.Amendments = append(row.Amendments, to)
		}
	}
	return row
}

type judgedRow struct{ Coder, Day, Method, Themes, Note string }

type commentView struct {
	Comment commentRow
	Themes  []option
	None    bool
	Counts  string
	History []judgedRow
	Rules   string
	Note    string
	TextSHA string
	Edition string
}

func (s *Server) commentPage(w http.ResponseWriter, r *http.Request, v *visit) {
	s.commentWith(w, r, v, nil)
}

// commentWith shows one comment with all judgements of it, and the form for one's own.
func (s *Server) commentWith(w http.ResponseWriter, r *http.Request, v *visit, p *problem) {
	x, err := s.said(r.Context(), v.now.Study)
	if err != nil {
		s.unreadable(w, r, err)
		return
	}
	u, _, ok := x.unit(r.PathValue("unit"))
	if !ok {
		s.plain(w, http.StatusNotFound, "Not here", "There is no such comment.")
		return
	}
	view := commentView{Comment: x.comment(u.ID, v.now), TextSHA: coders.TextSHA(u.Text)}
	if x.Codebook == nil {
		s.page(w, r, v, "comment", u.ID, "read", p, view)
		return
	}
	view.Edition = x.Codebook.Version
	name := func(marks []coders.Mark) string {
		var list []string
		for _, k := range marks {
			said := x.themeName(k.Theme)
			if k.Stance != "" && k.Stance != theme.Unstated {
				said += " (" + string(k.Stance) + ")"
			}
			list = append(list, said)
		}
		if len(list) == 0 {
			return "no theme"
		}
		return joined(list)
	}
	record, _ := coders.Load(s.dir)
	var own *coders.Judgement
	for _, h := range append(slices.Clone(record.Coders), coders.History{Coder: "settled", Judgements: record.Settled}) {
		for i := range h.Judgements {
			j := h.Judgements[i]
			if j.Unit != u.ID {
				continue
			}
			who := j.Coder
			if h.Coder == "settled" {
				who += ", settling"
			} else if j.Coder == v.member.ID && j.TextSHA == view.TextSHA {
				own = &h.Judgements[i]
			}
			view.History = append(view.History, judgedRow{who, j.Day, j.Method, name(j.Marks), j.Note})
		}
	}
	rules := x.rulesOf(u.ID)
	view.Rules = "no theme"
	if len(rules) > 0 {
		var list []string
		for _, t := range rules {
			list = append(list, x.themeName(t))
		}
		view.Rules = joined(list)
	}
	var counting []string
	for _, t := range view.Comment.Themes {
		counting = append(counting, t.Label)
	}
	if view.Counts = joined(counting); view.Counts == "" {
		view.Counts = "no theme"
	}
	chosen := rules
	if own != nil {
		chosen = nil
		for _, k := range own.Marks {
			chosen = append(chosen, k.Theme)
		}
		view.Note = own.Note
	}
	if p != nil {
		chosen, view.Note = r.PostForm["theme"], r.PostForm.Get("note")
	}
	for i := range x.Codebook.Themes {
		t := &x.Codebook.Themes[i]
		view.Themes = append(view.Themes, option{Value: t.ID, Label: x.themeName(t.ID), Chosen: slices.Contains(chosen, t.ID)})
	}
	view.None = own != nil && len(own.Marks) == 0
	s.page(w, r, v, "comment", u.ID, "read", p, view)
}

// rulesOf gives the themes that the codebook's rules find in a comment.
func (x *said) rulesOf(unit string) (list []string) {
	for _, k := range x.Rules {
		if k.Unit == unit && !slices.Contains(list, k.Theme) {
			list = append(list, k.Theme)
		}
	}
	slices.Sort(list)
	return list
}

// recode keeps what a person says of a comment as their judgement, beside all those
// before it. The rules' themes were before their eyes, so it is one that was accepted
// or corrected, and no blind one.
func (s *Server) recode(w http.ResponseWriter, r *http.Request, v *visit) {
	s.coding.Lock()
	defer s.coding.Unlock()
	x, err := s.said(r.Context(), v.now.Study)
	if err != nil {
		s.unreadable(w, r, err)
		return
	}
	again := func(p *problem) { s.commentWith(w, r, v, p) }
	u, _, ok := x.unit(r.PathValue("unit"))
	if !ok || x.Codebook == nil {
		s.refuse(w, r, http.StatusNotFound, "There is no such comment. Nothing was saved.")
		return
	}
	if r.PostForm.Get("text") != coders.TextSHA(u.Text) || r.PostForm.Get("edition") != x.Codebook.Version {
		s.failed(w, r, wrong(http.StatusConflict, "Nothing was saved: the comment or the codebook was changed since this page was made. Look at it as it is now."), again)
		return
	}
	coder, err := coders.Name(v.member.ID)
	if err != nil {
		s.failed(w, r, wrong(http.StatusConflict, "Nothing was saved: the id %s cannot be a coder's name.", v.member.ID), again)
		return
	}
	j := coders.Judgement{Unit: u.ID, TextSHA: coders.TextSHA(u.Text), Coder: coder, Day: s.today(), CodebookVersion: x.Codebook.Version, Note: strings.Join(strings.Fields(onpage.Short(r.PostForm.Get("note"), 2000)), " ")}
	var chosen []string
	for _, id := range r.PostForm["theme"] {
		if x.Codebook.Theme(id) == nil {
			s.failed(w, r, wrong(http.StatusConflict, "Nothing was saved: the codebook has no such theme any more."), again)
			return
		}
		if !slices.Contains(chosen, id) {
			chosen = append(chosen, id)
		}
	}
	slices.Sort(chosen)
	if none := r.PostForm.Get("none") != ""; none == (len(chosen) > 0) {
		s.failed(w, r, wrong(http.StatusBadRequest, "Nothing was saved: choose themes, or no theme, and not both."), again)
		return
	}
	for _, id := range chosen {
		j.Marks = append(j.Marks, coders.Mark{Theme: id})
	}
	j.Method = coders.Corrected
	if slices.Equal(chosen, x.rulesOf(u.ID)) {
		j.Method = coders.Accepted
	}
	added, err := coders.Save(s.dir, coders.Imported{Coder: coder, Judgements: []coders.Judgement{j}})
	if err != nil {
		s.failed(w, r, notRecorded(err), again)
		return
	}
	message := "Saved as your judgement."
	if added == 0 {
		message = "That is your judgement already."
	}
	if wantsJSON(r) {
		s.answer(w, http.StatusOK, reply{Saved: true, Message: message, To: unitPath(u.ID)})
		return
	}
	http.Redirect(w, r, unitPath(u.ID)+"#judgements", http.StatusSeeOther)
}
