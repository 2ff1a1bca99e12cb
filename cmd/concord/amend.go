package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

// amendCommands are what a group does with its docket.
var amendCommands = []command{
	{"draft", "write docket.yaml from what was said, or bring it up to date", amendDraftCommand},
	{"list", "the amendments, and where each stands", amendListCommand},
	{"show", "one amendment with all that is known of it", amendShowCommand},
	{"why", "what led to a statement of the framework, back to people's words", amendWhyCommand},
	{"conflicts", "what cannot be done together", amendConflictsCommand},
	{"member", "who is in the group", amendMemberCommand},
	{"rules", "the rules of consensus, set before the first vote", amendRulesCommand},
	{"round", "open or close a round of votes", amendRoundCommand},
	{"vote", "record a vote", amendVoteCommand},
	{"decide", "record a decision", amendDecideCommand},
	{"settle", "settle a conflict", amendSettleCommand},
	{"undo", "take back a vote, a decision, a settlement or a note", amendUndoCommand},
	{"note", "a remark for the record", amendNoteCommand},
	{"export", "ballots, decision sheets, comment and disposition tables, minutes", amendExportCommand},
	{"import", "a ballot, a decision sheet or a comment table that came back", amendImportCommand},
	{"status", "how far the group has got", amendStatusCommand},
}

func amendCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	var w strings.Builder
	w.WriteString("concord amend COMMAND CONSULTATION …\n\nWorks on the docket: the amendments proposed to a framework, and what the group\ndecides of them. docs/decisions.md goes through it.\n\n")
	for _, c := range amendCommands {
		fmt.Fprintf(&w, "  concord amend %-10s %s\n", c.name, c.about)
	}
	w.WriteString("\n`concord amend COMMAND --help` says more. `concord apply CONSULTATION` makes the next version.\n\nFor example: concord amend list data/iapt-digital-2020\n")
	return choose(ctx, "concord amend", w.String(), amendCommands, args, out, errs)
}

// openDeciding reads the docket and the log, and prints what is wrong with them.
func openDeciding(ctx context.Context, path string, errs io.Writer) (*pipeline.Deciding, bool) {
	d, err := pipeline.ReadDeciding(ctx, path, 0)
	if err != nil {
		report(errs, err)
		return nil, false
	}
	printSome(errs, withoutNotes(d.Findings))
	return d, true
}

// withDocket is openDeciding where the group must have a docket already: what is
// recorded must be about words that stand in a file.
func withDocket(ctx context.Context, path string, errs io.Writer) (*pipeline.Deciding, bool) {
	d, ok := openDeciding(ctx, path, errs)
	if ok && !d.InFile {
		report(errs, fmt.Errorf("the group has no docket yet. Draft it: concord amend draft %s", path))
		return nil, false
	}
	return d, ok
}

// who are the flags that say who records something, and when.
type who struct{ by, at string }

func (f *flags) who() *who {
	w := &who{}
	f.StringVar(&w.by, "by", "", "")
	f.StringVar(&w.at, "at", "", "")
	return w
}

const whoHelp = `  --by ID          who records it, a member's id
  --at TIME        when, such as 2020-11-20T14:00:00Z; now when not given
`

// time gives when it was recorded.
func (w *who) time() (string, error) {
	if w.at == "" {
		return time.Now().Format(time.RFC3339), nil
	}
	if _, err := time.Parse(time.RFC3339, w.at); err != nil {
		return "", fmt.Errorf("--at %s is not a time; give one with its offset, such as 2020-11-20T14:00:00Z", w.at)
	}
	// Clocks and days differ from place to place; more is a mistake.
	if at, _ := time.Parse(time.RFC3339, w.at); at.After(time.Now().Add(24 * time.Hour)) {
		return "", fmt.Errorf("--at %s lies in the future; give the time at which it was done", w.at)
	}
	return w.at, nil
}

// record adds events to the log and says so. What others added in the meantime
// is shown where it bears on them, and nothing is written.
func record(d *pipeline.Deciding, w *who, out, errs io.Writer, said string, events ...decide.Event) int {
	at, err := w.time()
	if err != nil {
		return report(errs, err)
	}
	if w.by == "" {
		return report(errs, errors.New("say who records this as --by ID"))
	}
	for i := range events {
		events[i].At, events[i].By = at, w.by
	}
	if err := appendAll(d, events); err != nil {
		return moved(errs, err)
	}
	fmt.Fprintf(out, "%s Recorded as no. %d in %s.\n", said, len(d.Log.Events), d.LogPath)
	late(d, len(events), errs)
	return exitDone
}

// recordTries is how often others may add to the log in between.
const recordTries = 20

// appendAll adds events to the log, again where others have added something that does
// not bear on them.
func appendAll(d *pipeline.Deciding, events []decide.Event) error {
	for try := 1; ; try++ {
		err := d.Record(events...)
		var m *decide.Moved
		if !errors.As(err, &m) || len(m.BearsOn(events...)) > 0 || try == recordTries {
			return err
		}
		d.Log = m.Log
	}
}

// late warns where the events added last say that they were before the one above.
func late(d *pipeline.Deciding, added int, errs io.Writer) {
	n := len(d.Log.Events) - added
	if n < 1 || added < 1 {
		return
	}
	before, err1 := time.Parse(time.RFC3339, d.Log.Events[n-1].At)
	at, err2 := time.Parse(time.RFC3339, d.Log.Events[n].At)
	if err1 == nil && err2 == nil && at.Add(decide.ClockTolerance).Before(before) {
		fmt.Fprintf(errs, "concord: warning: no. %d says that it was at %s, before no. %d (%s). The record shows both, and their order is that of the numbers.\n", n+1, d.Log.Events[n].At, n, d.Log.Events[n-1].At)
	}
}

// moved reports an error of recording.
func moved(errs io.Writer, err error) int {
	var m *decide.Moved
	if errors.As(err, &m) {
		fmt.Fprintf(errs, "concord: %v\n", err)
		for _, e := range m.Added {
			fmt.Fprintf(errs, "  no. %d, by %s: %s\n", e.N, e.By, e.Kind)
		}
		return exitUnusable
	}
	return report(errs, err)
}

const amendDraftHelp = `concord amend draft CONSULTATION [--dry-run]

Writes docket.yaml into the consultation's folder: what people asked for, with the
words behind it, for the group to work on. Where it is there already it is brought
up to date: what people wrote in it stays, support and evidence are renewed, new
proposals are added at the end. What changed is said. docs/docket.md explains the
file.

  --dry-run  say what would change, and write nothing

For example: concord amend draft data/iapt-digital-2020 --dry-run
`

func amendDraftCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend draft", amendDraftHelp)
	dry := f.Bool("dry-run", false, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	var old *amend.Docket
	next := d.Docket
	var changed []string
	if d.InFile {
		old = d.Docket
		c, err := pipeline.ReadComments(ctx, rest[0], 0)
		if err == nil {
			next, changed, err = c.Propose(old, 0)
		}
		if err != nil {
			return report(errs, err)
		}
	}
	if !*dry {
		if err := d.SaveDocket(next); err != nil {
			return report(errs, err)
		}
	}
	if old == nil {
		fmt.Fprintf(out, "%s drafted.\n", plural(len(next.Amendments), "amendment was", "amendments were"))
	} else {
		for _, line := range changed {
			fmt.Fprintln(out, onpage.Clean(line))
		}
		if len(changed) == 0 {
			fmt.Fprintln(out, "Nothing has changed.")
		}
	}
	if *dry {
		fmt.Fprintln(out, "Nothing was written.")
		return exitDone
	}
	if missing := next.MissingLevels(); len(missing) > 0 {
		fmt.Fprintf(out, "The framework does not have the level %s that amendments name. The head of the docket shows how to bring it in.\n", onpage.Clean(strings.Join(missing, ", ")))
	}
	fmt.Fprintf(out, "The docket is %s\n", d.DocketPath)
	return exitDone
}

const amendListHelp = `concord amend list CONSULTATION [--state STATE] [--format text|json]

Lists the amendments in the docket's order, with how many people are for and against
and where each stands: proposed, voting, voted, decided (with its disposition), or
stale, where its words were changed after it was voted on or decided.

  --state STATE  only those in this state, or with this disposition

For example: concord amend list data/iapt-digital-2020
`

// amendmentLine is one amendment of the list, for JSON.
type amendmentLine struct {
	ID          string `json:"id"`
	Number      int    `json:"number"`
	Operation   string `json:"operation"`
	Where       string `json:"where"`
	TextBefore  string `json:"text_before"`
	TextAfter   string `json:"text_after"`
	For         int    `json:"people_for"`
	Against     int    `json:"people_against"`
	Base        int    `json:"base"`
	State       string `json:"state"`
	Disposition string `json:"disposition"`
}

func amendListCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend list", amendListHelp)
	state := f.String("state", "", "")
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	known := []string{amend.StateWithdrawn}
	for _, s := range decide.States {
		known = append(known, string(s))
	}
	for _, s := range decide.Dispositions {
		known = append(known, string(s))
	}
	if *state != "" && !slices.Contains(known, *state) {
		return report(errs, fmt.Errorf("there is no state %q. %s", *state, finding.DidYouMean(*state, known)))
	}
	var lines []amendmentLine
	standings := d.Standings()
	for i, a := range d.Amendments() {
		x := d.Amendment(a.ID)
		line := amendmentLine{ID: a.ID, Number: i + 1, Operation: a.Operation, Where: a.Where, TextBefore: a.TextBefore, TextAfter: a.TextAfter, For: x.For, Against: x.Against, Base: x.Base}
		line.State, line.Disposition = stands(standings, a.ID)
		if *state == "" || line.State == *state || line.Disposition == *state {
			lines = append(lines, line)
		}
	}
	if *format == "json" {
		if err := writeJSON(out, lines); err != nil {
			return report(errs, err)
		}
		return exitDone
	}
	hidden := d.Study.Suppression.Below
	number := func(n int) string {
		if n > 0 && n < hidden {
			return "hidden"
		}
		return fmt.Sprint(n)
	}
	rows := [][]string{{"Amendment", "", "for", "against", "state"}}
	for _, l := range lines {
		said := l.State
		if l.Disposition != "" {
			said = l.Disposition
		}
		rows = append(rows, []string{onpage.Short(l.ID, 32), onpage.Short(l.Operation+" "+onpage.Clean(l.Where), 40), number(l.For), number(l.Against), said})
	}
	var b strings.Builder
	layOut(&b, rows)
	if len(lines) > 0 && lines[0].Base > 0 {
		fmt.Fprintf(&b, "  People for and against, of %d who took part; nobody was asked about an amendment itself.\n", lines[0].Base)
	}
	if !d.InFile {
		fmt.Fprintf(&b, "  This is what a run proposes. To work on it: concord amend draft %s\n", rest[0])
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return report(errs, err)
	}
	return exitDone
}

// stands gives the state of an amendment and, where it was decided, what.
func stands(standings map[string]decide.Standing, id string) (state, disposition string) {
	s, ok := standings[id]
	if !ok {
		return amend.StateWithdrawn, ""
	}
	if s.Decision != nil {
		disposition = string(s.Decision.Disposition)
	}
	return string(s.State), disposition
}

const amendConflictsHelp = `concord amend conflicts CONSULTATION [--format text|json]

Says which amendments cannot be done together, in eight classes: two wordings for
one statement, a change to what another ends, two places, two levels, two splits or
merges, the same twice, something below what ends, and what was made for another
version. Those between accepted amendments block concord apply, and are marked.

Exits with 1 when any blocks.

For example: concord amend conflicts data/iapt-digital-2020
`

func amendConflictsCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend conflicts", amendConflictsHelp)
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	all, blocking := d.Conflicts()
	type line struct {
		amend.Conflict
		Blocks bool
	}
	var lines []line
	blocks := func(c amend.Conflict) bool {
		return slices.ContainsFunc(blocking, func(b amend.Conflict) bool {
			return b.Class == c.Class && slices.Equal(b.Amendments, c.Amendments)
		})
	}
	for _, c := range blocking {
		lines = append(lines, line{c, true})
	}
	for _, c := range all {
		if !blocks(c) {
			lines = append(lines, line{c, false})
		}
	}
	if *format == "json" {
		if err := writeJSON(out, lines); err != nil {
			return report(errs, err)
		}
	} else {
		for _, l := range lines {
			mark := ""
			if l.Blocks {
				mark = "  BLOCKS APPLY"
			}
			fmt.Fprintf(out, "%s: %s%s\n  %s\n  %s\n", l.Class, strings.Join(l.Amendments, ", "), mark, onpage.Clean(l.Message), onpage.Clean(l.Settle))
		}
		fmt.Fprintf(out, "%s, of which %s.\n", plural(len(lines), "conflict", "conflicts"), plural(len(blocking), "blocks the next version", "block the next version"))
	}
	if len(blocking) > 0 {
		return exitFindings
	}
	return exitDone
}

const amendStatusHelp = `concord amend status CONSULTATION

Says how far the group has got: amendments by state, the rules of consensus, who has
yet to vote, and what waits to be done. How anybody voted in a round that is open is
told to nobody.

For example: concord amend status data/iapt-digital-2020
`

func amendStatusCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend status", amendStatusHelp)
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	if _, err := io.WriteString(out, d.Log.Status(d.Amendments())); err != nil {
		return report(errs, err)
	}
	if _, blocking := d.Conflicts(); len(blocking) > 0 {
		fmt.Fprintf(out, "%s the next version: concord amend conflicts %s\n", plural(len(blocking), "conflict blocks", "conflicts block"), rest[0])
	}
	return exitDone
}
