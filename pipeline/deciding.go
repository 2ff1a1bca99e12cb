package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/finding"
	"concord/pipeline/report"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
	"concord/pipeline/wholefile"
)

// Deciding is what a group decides on, and what it has decided.
type Deciding struct {
	Study     *study.Study
	Framework *frameworks.Framework
	// SHA256 is that of the framework's file.
	SHA256 string
	// Docket is the consultation's docket.yaml; where there is none, what a run
	// proposes, and InFile is false.
	Docket *amend.Docket
	InFile bool
	// Log is the record of the group, never nil.
	Log *decide.Log
	// DocketPath and LogPath are where the two are kept.
	DocketPath, LogPath string
	// Findings are what is wrong with any of it, none of severity Error.
	Findings []finding.Finding
	// docketHash is the SHA-256 of the docket's file as it was read.
	docketHash string
}

// ReadDeciding reads a consultation's docket and decisions, and of the
// consultation itself only what names them. Where there is no docket.yaml, the
// comments are read too and the docket is what a run would propose. An
// *InputError says that something cannot be used.
func ReadDeciding(ctx context.Context, path string, jobs int) (*Deciding, error) {
	in, err := readInput(path)
	if err != nil {
		return nil, err
	}
	fail := func() error {
		all := in.located(in.findings)
		finding.Sort(all)
		return &InputError{all}
	}
	if len(finding.Errors(in.findings)) > 0 {
		return nil, fail()
	}
	if in.framework == nil {
		return nil, fmt.Errorf("%s names no framework, so there is nothing to amend. Name it as framework: {id, version}", in.study.File)
	}
	d := in.deciding(in.docket)
	if d.Docket == nil {
		if d.Docket, err = proposed(ctx, path, jobs); err != nil {
			return nil, err
		}
	}
	d.Findings = in.located(in.findings)
	finding.Sort(d.Findings)
	return d, nil
}

// placed gives findings of a docket the name of its file where they have none.
func placed(findings []finding.Finding) []finding.Finding {
	for i := range findings {
		if findings[i].File == "" {
			findings[i].File = amend.DocketName
		}
	}
	return findings
}

// proposed is the docket that a run would draft.
func proposed(ctx context.Context, path string, jobs int) (*amend.Docket, error) {
	c, err := ReadComments(ctx, path, jobs)
	if err != nil {
		return nil, err
	}
	d, _, err := c.Propose(nil, jobs)
	return d, err
}

// Propose drafts a docket from the comments, as a run does, or brings an old one
// up to date; it says what changed.
func (c *Comments) Propose(old *amend.Docket, jobs int) (*amend.Docket, []string, error) {
	p := c.proposing(jobs)
	fresh, err := c.in.propose(p)
	if err != nil || c.in.framework == nil {
		return fresh, nil, err
	}
	next, changed := c.in.redraft(old, fresh, p)
	return next, changed, nil
}

func (c *Comments) proposing(jobs int) proposing {
	p := proposing{units: c.Units, codings: c.Counting, respondents: c.Respondents, participants: c.Participants, subgroups: c.Subgroups}
	if c.Codebook != nil {
		p.literature = c.in.literature(c.tagger, max(1, jobs))
	}
	if c.survey != nil {
		only := *c.Study
		only.Tables = []study.TableSpec{{Agreement: true}}
		// Without a question on applicability there is no such table.
		if tables, err := tabulate.Build(context.Background(), &only, c.survey, nil, max(1, jobs)); err == nil {
			p.agreement, _ = tabulate.Find(tables, tabulate.AgreementID)
		}
	}
	return p
}

// Amendments are those of the docket, as the package decide knows them.
func (d *Deciding) Amendments() []decide.Amendment {
	out := make([]decide.Amendment, 0, len(d.Docket.Amendments))
	for i := range d.Docket.Amendments {
		a := &d.Docket.Amendments[i]
		if a.State == amend.StateWithdrawn {
			continue
		}
		codes, _ := amend.Codes(a.Targets)
		if codes == "" {
			codes = d.Framework.Title
		}
		if a.To != nil {
			codes += " to " + a.To.Code
		}
		after := a.TextAfter
		for _, p := range a.Parts {
			after = strings.TrimSpace(after + "\n" + p.Text)
		}
		if after == "" {
			after = a.Title
		}
		if a.Operation == amend.Level {
			after = a.Level
		}
		out = append(out, decide.Amendment{
			ID: a.ID, Fingerprint: amend.Fingerprint(*a), Operation: string(a.Operation), Where: codes,
			TextBefore: a.TextBefore, TextAfter: after, Why: a.Why, Support: d.support(a),
		})
	}
	return out
}

// support says who asked for an amendment and who spoke against it.
func (d *Deciding) support(a *amend.Amendment) string {
	small := func(n int) string {
		if n > 0 && n < d.Study.Suppression.Below {
			return fmt.Sprintf("fewer than %d", d.Study.Suppression.Below)
		}
		return fmt.Sprint(n)
	}
	if a.Base == 0 {
		return "not from the consultation"
	}
	return fmt.Sprintf("%s for and %s against, of %d who took part", small(a.For), small(a.Against), a.Base)
}

// Amendment gives the amendment with an id, and nil where there is none.
func (d *Deciding) Amendment(id string) *amend.Amendment {
	for i := range d.Docket.Amendments {
		if d.Docket.Amendments[i].ID == id {
			return &d.Docket.Amendments[i]
		}
	}
	return nil
}

// Standings gives where each amendment stands, by its id.
func (d *Deciding) Standings() map[string]decide.Standing {
	list, _ := d.Log.Standings(d.Amendments())
	out := make(map[string]decide.Standing, len(list))
	for _, s := range list {
		out[s.Amendment.ID] = s
	}
	return out
}

// Accepted gives the amendments that the group accepted, as it decided them, in
// the docket's order, and of these what is not done since a settlement says that
// another holds: its id ─► that of the other.
func (d *Deciding) Accepted() (accepted []amend.Amendment, decided map[string]amend.Decided, dropped map[string]string) {
	standings := d.Standings()
	decided = map[string]amend.Decided{}
	var all []amend.Amendment
	settled := map[int]*decide.Settlement{}
	for i := range d.Docket.Amendments {
		a := d.Docket.Amendments[i]
		s, ok := standings[a.ID]
		if !ok || s.State != decide.Decided || s.Decision == nil || !s.Decision.Disposition.Accepts() {
			continue
		}
		for _, e := range s.Settlements {
			settled[e.N] = e.Settle
		}
		x := amend.Decided{Text: s.Decision.Text, Kind: s.Decision.Kind, Level: s.Decision.Level, To: s.Decision.To, Meaning: s.Decision.Meaning}
		for _, p := range s.Decision.Parts {
			x.Parts = append(x.Parts, revise.Part{Text: p.Text, Kind: p.Kind, Level: p.Level})
		}
		decided[a.ID] = x
		all = append(all, a.With(x))
	}
	dropped = d.loses(all, decided, settled)
	for _, a := range all {
		if dropped[a.ID] == "" {
			accepted = append(accepted, a)
		}
	}
	return accepted, decided, dropped
}

// loses gives the accepted amendments that do not hold against another: the last
// settlement says so of the two, both are accepted still, and as they were
// decided they are in conflict still.
func (d *Deciding) loses(all []amend.Amendment, decided map[string]amend.Decided, settled map[int]*decide.Settlement) map[string]string {
	out := map[string]string{}
	if len(settled) == 0 {
		return out
	}
	var events []int
	for n := range settled {
		events = append(events, n)
	}
	slices.Sort(events)
	conflicts := amend.Conflicts(d.Framework, all)
	for _, n := range events {
		holds := settled[n].Holds
		if _, ok := decided[holds]; !ok {
			continue
		}
		for _, b := range settled[n].Amendments {
			both := slices.ContainsFunc(conflicts, func(c amend.Conflict) bool {
				return slices.Contains(c.Amendments, holds) && slices.Contains(c.Amendments, b.Amendment)
			})
			if b.Amendment == holds || !both {
				continue
			}
			out[b.Amendment] = holds
			if out[holds] == b.Amendment {
				delete(out, holds)
			}
		}
	}
	return out
}

// Conflicts gives what stands between the amendments of the docket, and what of
// it still blocks the next version: conflicts of those that were accepted.
func (d *Deciding) Conflicts() (all, blocking []amend.Conflict) {
	all = amend.Conflicts(d.Framework, d.Docket.Amendments)
	accepted, _, _ := d.Accepted()
	blocking = amend.Conflicts(d.Framework, accepted)
	if c, stale := d.Docket.BaseConflict(d.Framework, d.SHA256); stale {
		all, blocking = append(all, c), append(blocking, c)
	}
	return all, blocking
}

// Next makes the next version of the framework out of what was decided: all of
// it, or nothing and the findings that say why. Day is the day of the last
// decision.
func (d *Deciding) Next() (*revise.Result, []finding.Finding) {
	refuse := func(kind, message, do string) finding.Finding {
		return finding.Finding{Severity: finding.Error, Kind: kind, File: d.DocketPath, Message: message, Do: do}
	}
	var findings []finding.Finding
	if !d.InFile {
		return nil, []finding.Finding{refuse("no-docket", "the group has no docket yet", "Draft it with concord amend draft, and decide on it.")}
	}
	if n, _ := d.Log.OpenRound(); n > 0 {
		findings = append(findings, refuse("open-round", fmt.Sprintf("round %d of votes is open", n), "Close it with concord amend round close, and decide."))
	}
	findings = append(findings, d.lost(refuse)...)
	_, blocking := d.Conflicts()
	for _, c := range blocking {
		f := refuse("conflict-"+string(c.Class), c.Message, c.Settle)
		f.Cell = strings.Join(c.Amendments, ", ")
		findings = append(findings, f)
	}
	accepted, decided, _ := d.Accepted()
	if len(accepted) == 0 && len(findings) == 0 {
		findings = append(findings, refuse("nothing-decided", "no amendment was accepted, so there is no next version", "Decide with concord amend decide."))
	}
	if len(findings) > 0 {
		return nil, findings
	}
	var changes []revise.Change
	for i := range accepted {
		if a := d.Amendment(accepted[i].ID); a != nil {
			changes = append(changes, a.Change(decided[a.ID]))
		}
	}
	o := d.Docket.Next
	o.Day = d.lastDay()
	result, findings := revise.Apply(d.Framework, changes, o)
	for i := range findings {
		findings[i].File = d.DocketPath
	}
	return result, findings
}

// lost finds amendments that were accepted and are not in the docket any more as
// they were: whoever changed the docket must not decide for the group.
func (d *Deciding) lost(refuse func(kind, message, do string) finding.Finding) []finding.Finding {
	var out []finding.Finding
	standings := d.Standings()
	seen := map[string]bool{}
	for _, e := range d.Log.Events {
		if e.Kind != decide.KindDecide || seen[e.Decide.Amendment] {
			continue
		}
		id := e.Decide.Amendment
		seen[id] = true
		decision, _ := d.Log.Decided(id)
		if decision == nil || !decision.Disposition.Accepts() {
			continue
		}
		var f finding.Finding
		s, there := standings[id]
		a := d.Amendment(id)
		switch {
		case a == nil:
			f = refuse("accepted-and-gone", "this amendment was accepted, and is not in the docket any more", "Put it back, or take the decision back with concord amend undo.")
		case !there:
			f = refuse("accepted-and-withdrawn", "this amendment was accepted, and the docket says that it is withdrawn", "Let it stand again (state: proposed), or take the decision back with concord amend undo.")
		case s.State != decide.Decided:
			f = refuse("stale-decision", "this amendment was changed in the docket after it was accepted", "Decide on it again as it is now, or put its words back.")
		default:
			continue
		}
		f.Cell = id
		out = append(out, f)
	}
	return out
}

// lastDay is the latest day of a decision or settlement.
func (d *Deciding) lastDay() string {
	day := ""
	for _, e := range d.Log.Events {
		if (e.Kind == decide.KindDecide || e.Kind == decide.KindSettle) && len(e.At) >= 10 {
			day = max(day, e.At[:10])
		}
	}
	return day
}

// SaveDocket writes the docket into the consultation's folder. It writes nothing
// where somebody has changed the file since it was read.
func (d *Deciding) SaveDocket(docket *amend.Docket) error {
	data, err := docket.YAML()
	if err != nil {
		return err
	}
	unlock, err := lockFile(d.DocketPath + ".lock")
	if err != nil {
		return err
	}
	defer unlock()
	now, err := os.ReadFile(d.DocketPath)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if hashOf(now) != d.docketHash {
		return fmt.Errorf("%s was changed by somebody else in the meantime, and nothing was written. Give the command again", d.DocketPath)
	}
	if err := wholefile.Write(d.DocketPath, data); err != nil {
		return err
	}
	d.docketHash = hashOf(data)
	return nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// lockFile keeps others from writing while a file is compared and written, which
// takes milliseconds; who finds it locked waits for a few seconds.
func lockFile(path string) (unlock func(), err error) {
	for range 300 {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			f.Close()
			return func() { os.Remove(path) }, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil, fmt.Errorf("%s has been there for seconds: another concord is at work, or was killed. If none is, delete the file", path)
}

// Applied gives the number of the version that the decisions make, where that
// version has been written as it is: in the consultation's folder of frameworks, or
// among those that come with concord; "" otherwise.
func (d *Deciding) Applied() string {
	result, _ := d.Next()
	if result == nil {
		return ""
	}
	data, err := result.Framework.Marshal()
	if err != nil {
		return ""
	}
	own, _ := os.ReadFile(d.VersionPath("", result.Framework))
	box, _ := fs.ReadFile(frameworks.Bundled(), result.Framework.ID+"/"+result.Framework.Version+".yaml")
	if bytes.Equal(own, data) || bytes.Equal(box, data) {
		return result.Framework.Version
	}
	return ""
}

// Record adds events to the log. A *decide.Moved error says that others have
// added to it in the meantime, and that nothing was written.
func (d *Deciding) Record(events ...decide.Event) error {
	log, err := decide.Append(d.LogPath, d.Log, events...)
	if err != nil {
		return err
	}
	d.Log = log
	return nil
}

// Units reads the comments that the docket cites.
func (d *Deciding) Units(ctx context.Context, jobs int) ([]theme.Unit, error) {
	c, err := ReadComments(ctx, d.Study.Dir, jobs)
	if err != nil {
		return nil, err
	}
	return c.Units, nil
}

// VersionPath is where apply writes the next version: in dir, or where that is
// "" in the consultation's own folder of frameworks.
func (d *Deciding) VersionPath(dir string, f *frameworks.Framework) string {
	if dir == "" {
		dir = d.Study.Path("frameworks")
	}
	return filepath.Clean(nameOfFramework(dir, f))
}

// Decisions gives where each amendment stands, for a report.
func (d *Deciding) Decisions() map[string]report.Decision {
	out := map[string]report.Decision{}
	for id, s := range d.Standings() {
		x := report.Decision{State: string(s.State)}
		if n := len(s.Outcomes); n > 0 {
			x.Votes = s.Outcomes[n-1].Why
		}
		if s.Decision != nil {
			x.Disposition, x.Rationale, x.Text, x.Meaning = string(s.Decision.Disposition), s.Decision.Rationale, s.Decision.Text, s.Decision.Meaning
		}
		if s.DecidedBy != nil && len(s.DecidedBy.At) >= 10 {
			x.Day = s.DecidedBy.At[:10]
		}
		out[id] = x
	}
	return out
}
