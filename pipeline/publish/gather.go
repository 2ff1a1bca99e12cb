package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/disclosure"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/redline"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// Options say what to gather.
type Options struct {
	// Study is the folder of the consultation, or its file.
	Study string
	// Address is where the site will stand; "" for not told.
	Address string
	// Jobs is how many processors to use; 0 means all. It changes no byte.
	Jobs int
}

// Gathered is a site with what Watch needs to look through it.
type Gathered struct {
	Site *Site
	// Units are the comments, Cleared those whose words may go out, Public the texts
	// that are nobody's words.
	Units   []theme.Unit
	Cleared map[string]bool
	Public  []string
	// Findings are what a person should know, none of severity Error.
	Findings []finding.Finding
}

// gathering is what is at hand while a site is put together.
type gathering struct {
	out      *Gathered
	comments *pipeline.Comments
	deciding *pipeline.Deciding
	rules    disclosure.Profile
	next     *revise.Result
	text     map[string]*theme.Unit
}

// Gather reads a consultation and puts together what of it may go out. Its tables
// are counted as a run counts them, in a folder for a while. A *pipeline.InputError
// says that something cannot be used.
func Gather(ctx context.Context, o Options) (*Gathered, error) {
	c, err := pipeline.ReadComments(ctx, o.Study, o.Jobs)
	if err != nil {
		return nil, err
	}
	d, err := pipeline.ReadDeciding(ctx, o.Study, o.Jobs)
	if err != nil {
		return nil, err
	}
	g := &gathering{comments: c, deciding: d, rules: c.Study.Suppression.Rules(), text: map[string]*theme.Unit{}}
	g.out = &Gathered{Units: c.Units, Site: &Site{Title: c.Study.Title, About: c.Study.About, History: map[string][]Decided{}, Address: strings.TrimRight(o.Address, "/")}}
	var findings []finding.Finding
	if g.out.Cleared, findings = readCleared(c.Study.Dir, c.Units); len(finding.Errors(findings)) > 0 {
		return nil, &pipeline.InputError{Findings: findings}
	}
	for i := range c.Units {
		g.text[c.Units[i].ID] = &c.Units[i]
	}
	if err := g.versions(); err != nil {
		return nil, err
	}
	g.history()
	g.answer()
	g.method()
	if err := g.run(ctx, o); err != nil {
		return nil, err
	}
	g.public()
	return g.out, nil
}

// versions finds every version of the framework: those that come with concord and
// those in the consultation's folder, which go before.
func (g *gathering) versions() error {
	id := g.deciding.Framework.ID
	found := map[string]*frameworks.Framework{}
	add := func(dir fs.FS) error {
		for _, v := range frameworks.Versions(dir, id) {
			if found[v] != nil {
				continue
			}
			f, findings, err := frameworks.Find(dir, id, v)
			if err != nil {
				return err
			}
			if len(finding.Errors(findings)) > 0 {
				return &pipeline.InputError{Findings: findings}
			}
			found[v] = f
		}
		return nil
	}
	own := g.comments.Study.Path("frameworks")
	if _, err := os.Stat(own); err == nil {
		if err := add(os.DirFS(own)); err != nil {
			return err
		}
	}
	if err := add(frameworks.Bundled()); err != nil {
		return err
	}
	if found[g.deciding.Framework.Version] == nil {
		found[g.deciding.Framework.Version] = g.deciding.Framework
	}
	for _, f := range found {
		g.out.Site.Versions = append(g.out.Site.Versions, f)
	}
	slices.SortFunc(g.out.Site.Versions, func(a, b *frameworks.Framework) int { return frameworks.CompareCodes(a.Version, b.Version) })
	return nil
}

// publishedVersion gives the version that what was decided makes, where it is among
// the versions; "" where it is not.
func (g *gathering) publishedVersion() string {
	if g.next == nil {
		return ""
	}
	want, err := g.next.Framework.Marshal()
	if err != nil {
		return ""
	}
	for _, f := range g.out.Site.Versions {
		if f.Version != g.next.Framework.Version {
			continue
		}
		if is, err := f.Marshal(); err == nil && string(is) == string(want) {
			return f.Version
		}
		g.note("other-version", fmt.Sprintf("version %s in the folder of frameworks is not the one that the decisions make now", f.Version), "Run concord apply, or read what was changed by hand; no decision is shown as part of that version.")
		return ""
	}
	g.note("not-applied", fmt.Sprintf("what was decided makes version %s, which is not in the folder of frameworks yet", g.next.Framework.Version), "Run concord apply, and publish again.")
	return ""
}

func (g *gathering) note(kind, message, do string) {
	g.out.Findings = append(g.out.Findings, finding.Finding{Severity: finding.Warning, Kind: kind, File: g.deciding.DocketPath, Message: message, Do: do})
}

// history tells of each item what was decided of it.
func (g *gathering) history() {
	d, s := g.deciding, g.out.Site
	if !d.InFile {
		s.NoHistory = "The group has drafted no list of amendments yet, so there is no history of decisions."
		return
	}
	var found []finding.Finding
	if g.next, found = d.Next(); g.next == nil {
		for _, f := range found {
			if f.Kind != "nothing-decided" {
				g.note("no-next-version", "the decisions make no next version: "+f.Message, f.Do)
			}
		}
	}
	version := g.publishedVersion()
	touched := map[string][]string{} // the items of each amendment
	if g.next != nil {
		for uuid, ids := range g.next.Touched {
			for _, id := range ids {
				touched[id] = append(touched[id], uuid)
			}
		}
		if version != "" {
			s.NotesTo, s.Notes = version, redline.Notes{}
		}
	}
	standings := d.Standings()
	for i := range d.Docket.Amendments {
		a := &d.Docket.Amendments[i]
		standing, ok := standings[a.ID]
		if !ok {
			continue // withdrawn
		}
		if standing.Decision == nil {
			s.Open++
			continue
		}
		told := g.decided(a, standing, version)
		places := map[string]bool{}
		for _, t := range a.Targets {
			places[t.UUID] = true
		}
		for _, uuid := range touched[a.ID] {
			places[uuid] = true
			if version != "" {
				s.Notes[uuid] = append(s.Notes[uuid], redline.Note{Amendment: a.ID, Decision: strings.ToLower(told.Disposition.Words()), Rationale: told.Why})
			}
		}
		if len(a.Targets) == 0 && len(places) == 0 {
			continue
		}
		for uuid := range places {
			if uuid != "" {
				s.History[uuid] = append(s.History[uuid], told)
			}
		}
	}
}

// wordsOf gives the words that an amendment proposes, or that were decided; "" where
// they are a commenter's who was not asked whether they may be printed.
func (g *gathering) wordsOf(a *amend.Amendment, accepted bool) string {
	text := a.TextAfter
	for _, p := range a.Parts {
		text = strings.TrimSpace(text + " " + p.Text)
	}
	if accepted || a.Wording == amend.FromNote || a.Wording == amend.FromGroup {
		return text
	}
	for _, e := range a.Evidence {
		u := g.text[e.Unit]
		if u != nil && g.out.Cleared[e.Unit] && strings.Contains(frameworks.OneLine(u.Text), frameworks.OneLine(text)) {
			return text
		}
	}
	return ""
}

// doing says in a sentence what an amendment asks for.
var doing = map[amend.Operation]string{
	amend.Add: "Add a statement", amend.Reword: "Reword", amend.Rename: "Rename", amend.Move: "Move", amend.Split: "Split",
	amend.Merge: "Merge", amend.Level: "Give another level to", amend.Retire: "Retire",
}

// mostCodes is how many codes a sentence names.
const mostCodes = 6

func (g *gathering) what(a *amend.Amendment, text string) string {
	var codes []string
	for _, t := range a.Targets {
		code := t.Code
		if code == "" {
			if i, ok := g.deciding.Framework.ByUUID(t.UUID); ok {
				code = "“" + onpage.Short(firstOf(i.Title, i.Statement), 60) + "”"
			}
		}
		if len(codes) == mostCodes {
			codes = append(codes, fmt.Sprintf("%d more", len(a.Targets)-mostCodes))
			break
		}
		codes = append(codes, code)
	}
	said := doing[a.Operation]
	switch {
	case a.Operation == amend.Add && len(codes) > 0:
		said += " to " + strings.Join(codes, ", ")
	case len(codes) > 0:
		said += " " + strings.Join(codes, ", ")
	}
	if a.Operation == amend.Move && a.To != nil && a.To.Code != "" {
		said += " to " + a.To.Code
	}
	if a.Operation == amend.Level && a.Level != "" {
		level := a.Level
		for _, l := range append(slices.Clone(g.deciding.Docket.Next.Levels), g.deciding.Framework.Levels...) {
			if l.ID == a.Level {
				level = labelled(l.Label, l.ID)
			}
		}
		said += ": " + level
	}
	if text != "" {
		said += ": “" + strings.TrimRight(strings.TrimSpace(text), ".") + "”"
	}
	return onpage.Clean(said)
}

// why gives the reason of a decision, or of the amendment where none is recorded and
// it is not a commenter's.
func (g *gathering) why(a *amend.Amendment, rationale string) string {
	if rationale != "" {
		return onpage.Clean(rationale)
	}
	if a.Source != amend.SourceImported {
		return onpage.Clean(a.Why)
	}
	return ""
}

// quotes gives what may be printed of the evidence. Where small numbers are hidden,
// so are the words of few people.
func (g *gathering) quotes(a *amend.Amendment) []Quote {
	if g.few(a.For) {
		return nil
	}
	var out []Quote
	seen := map[string]bool{}
	for _, e := range a.Evidence {
		u := g.text[e.Unit]
		if u == nil || !g.out.Cleared[e.Unit] || seen[e.Unit] {
			continue
		}
		words := frameworks.OneLine(e.Quote)
		// What a docket drafted long ago quotes may hold a name that is taken out today.
		if words == "" || !strings.Contains(frameworks.OneLine(u.Text), words) {
			words = frameworks.OneLine(u.Text)
		}
		seen[e.Unit] = true
		out = append(out, Quote{onpage.Short(onpage.Clean(words), 600), said(u.Source)})
	}
	return out
}

func said(source string) string {
	if source == "groups" {
		return "said in a focus group"
	}
	return "written in the survey"
}

// few tells whether a number of people is too small to be told.
func (g *gathering) few(n int) bool { return g.rules.Active() && n < g.least() }

// least is the smallest number of people that is told where small numbers are hidden.
func (g *gathering) least() int {
	return max(2, g.rules.Below, g.rules.MinBase, g.rules.MinMean, g.rules.MinGroup)
}

// people says how many of all who took part. Where small numbers are hidden it says
// only whether they are many, since people stand behind several amendments, and
// exact numbers beside one another would tell of single people.
func (g *gathering) people(n int, verb string) string {
	base := g.comments.Respondents + g.comments.Participants
	switch {
	case g.rules.Active() && g.few(n):
		return fmt.Sprintf("Fewer than %d people %s", g.least(), verb)
	case g.rules.Active():
		return fmt.Sprintf("%d people or more %s", g.least(), verb)
	case base == 0:
		return fmt.Sprintf("%s %s", plural(n, "person", "people"), verb)
	}
	return fmt.Sprintf("%d of %d people who took part (%s%%) %s", n, base, tabulate.Percent(n, base, g.comments.Study.Rounding.Digits, g.comments.Study.Rounding.Rule), verb)
}

// support says who asked for an amendment and who spoke against it.
func (g *gathering) support(a *amend.Amendment) string {
	if a.Base == 0 {
		return "This did not come from the consultation."
	}
	out := g.people(a.For, "asked for it") + "."
	if !g.rules.Active() {
		if a.Against > 0 {
			out = strings.TrimSuffix(out, ".") + fmt.Sprintf(", %d spoke against it.", a.Against)
		}
		for_, against := 0, 0
		for _, e := range a.Evidence {
			switch e.Role {
			case amend.RoleFor:
				for_++
			case amend.RoleAgainst:
				against++
			}
		}
		if n := for_ + against; n > 0 {
			out += " " + plural(n, "comment is", "comments are") + " the evidence."
		}
	} else if !g.few(a.Against) {
		out += " " + g.people(a.Against, "spoke against it") + "."
	}
	return out
}

// run makes tables and charts as a run does, and takes those of its files that the
// rule for small counts governs.
func (g *gathering) run(ctx context.Context, o Options) error {
	dir, err := os.MkdirTemp("", "concord-publish-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "run")
	if _, err := pipeline.Run(ctx, pipeline.Options{Study: o.Study, Out: out, Stages: []string{"tables", "charts"}, Jobs: o.Jobs}); err != nil {
		return err
	}
	s := g.out.Site
	groups := map[string]string{}
	for _, x := range g.comments.Study.Subgroups {
		groups[x.ID] = x.Label
	}
	data, err := os.ReadFile(filepath.Join(out, "tables", "tables.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if s.Tables, err = ReadTables(data, groups); err != nil {
		return err
	}
	for _, folder := range []string{"tables", "charts"} {
		entries, err := os.ReadDir(filepath.Join(out, folder))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			name := e.Name()
			// Whether a printed figure is right tells the number behind it.
			if !strings.HasSuffix(name, ".csv") && !strings.HasSuffix(name, ".svg") || name == "published.csv" {
				continue
			}
			// What draws no table is of themes, whose numbers are not protected together: a
			// hidden one could be worked out from its neighbours.
			stem := strings.TrimSuffix(strings.TrimSuffix(name, ".csv"), ".svg")
			if folder == "charts" && g.rules.Active() && !slices.ContainsFunc(s.Tables, func(t Table) bool { return t.ID == stem }) {
				continue
			}
			data, err := os.ReadFile(filepath.Join(out, folder, name))
			if err != nil {
				return err
			}
			s.Files = append(s.Files, File{folder + "/" + name, data})
			if strings.HasSuffix(name, ".svg") {
				s.Charts = append(s.Charts, chartOf(stem, data, s.Tables))
			}
		}
	}
	return g.resources(filepath.Join(out, "datapackage.json"))
}

// chartOf reads a chart's title and description out of its picture.
func chartOf(stem string, svg []byte, tables []Table) Chart {
	c := Chart{Path: "charts/" + stem + ".svg", Data: "charts/" + stem + ".csv", Title: inside(svg, "title"), Alt: inside(svg, "desc")}
	for _, t := range tables {
		if t.ID == stem {
			c.Table = t.ID
		}
	}
	return c
}

func inside(svg []byte, name string) string {
	_, rest, ok := strings.Cut(string(svg), "<"+name)
	if !ok {
		return ""
	}
	_, rest, _ = strings.Cut(rest, ">")
	text, _, _ := strings.Cut(rest, "</"+name+">")
	return onpage.Clean(html.UnescapeString(text))
}

// resources takes from the run's data package what tells of the files that go out.
func (g *gathering) resources(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var all struct{ Resources []json.RawMessage }
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, raw := range all.Resources {
		var r struct{ Path string }
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		if slices.ContainsFunc(g.out.Site.Files, func(f File) bool { return f.Path == r.Path }) {
			g.out.Site.Resources = append(g.out.Site.Resources, raw)
		}
	}
	return nil
}

// public gathers the texts that are nobody's words: frameworks, the questionnaire,
// the codebook's names and definitions, and what the group drafted itself.
func (g *gathering) public() {
	add := func(list ...string) { g.out.Public = append(g.out.Public, list...) }
	for _, f := range g.out.Site.Versions {
		add(f.Title, f.Notes, f.Source, f.Rights)
		for _, l := range f.Levels {
			add(l.Label, l.Definition)
		}
		f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
			add(i.Code, i.Title, i.Statement, i.Title+" "+i.Statement, i.Notes)
			add(i.Sources...)
			return true
		})
	}
	st := g.comments.Study
	add(st.Title, st.About)
	if st.Survey != nil {
		for _, q := range st.Survey.Questions {
			add(q.ID, q.Wording, q.Label)
			add(q.Options.Labels()...)
		}
	}
	if st.Groups != nil {
		for _, q := range st.Groups.Participants.Questions {
			add(q.ID, q.Wording, q.Label)
			add(q.Options.Labels()...)
		}
	}
	if cb := g.comments.Codebook; cb != nil {
		for _, t := range cb.Themes {
			add(t.ID, t.Name, t.Definition)
		}
	}
	for i := range g.deciding.Docket.Amendments {
		a := &g.deciding.Docket.Amendments[i]
		add(a.ID, g.wordsOf(a, false))
		if a.Source != amend.SourceImported {
			add(a.Why)
		}
	}
}
