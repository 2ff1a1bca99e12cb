package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks/revise"
	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/finding"
)

const amendMemberHelp = `concord amend member CONSULTATION ID [--name NAME] [--role member|chair|secretary] [--group GROUP] [--until DAY]
concord amend member CONSULTATION

Says who is in the group, or lists it. The first member says that themselves: a
chair or a secretary, who from then on records the others.

  --role ROLE    member (votes), chair (votes and records), secretary (records)
  --group GROUP  the stakeholder group, such as trainers: rules can ask for consensus
                 within each
  --from DAY, --until DAY  the first and the last day, such as 2020-11-20
` + whoHelp + `
For example: concord amend member my-consultation anna --name "Anna Fox" --role chair --by anna
`

func amendMemberCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend member", amendMemberHelp)
	var m decide.Member
	f.StringVar(&m.Name, "name", "", "")
	f.StringVar(&m.Group, "group", "", "")
	f.StringVar(&m.From, "from", "", "")
	f.StringVar(&m.Until, "until", "", "")
	role := f.choice("role", "member", "chair", "secretary")
	w := f.who()
	rest, code, ok := f.parse(args, oneOrMore, out, errs)
	if !ok {
		return code
	}
	if len(rest) > 2 {
		return report(errs, fmt.Errorf("found %d arguments, expected the consultation and one member's id", len(rest)))
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	if len(rest) == 1 {
		for _, m := range d.Log.Members() {
			fmt.Fprintf(out, "%-12s %s, %s", m.ID, m.Name, m.Role)
			if m.Group != "" {
				fmt.Fprintf(out, ", %s", m.Group)
			}
			if m.Until != "" {
				fmt.Fprintf(out, ", until %s", m.Until)
			}
			fmt.Fprintln(out)
		}
		return exitDone
	}
	m.ID, m.Role = rest[1], decide.Role(*role)
	if m.Name == "" {
		m.Name = m.ID
	}
	if w.by == "" && len(d.Log.Events) == 0 {
		w.by = m.ID
	}
	return record(d, w, out, errs, m.Name+" is in the group.", decide.Event{Member: &m})
}

const amendRulesHelp = `concord amend rules CONSULTATION PRESET [--share S] [--quorum S] [--groups-from N] [--abstentions-count] [--why WHY]
concord amend rules CONSULTATION

Sets the rules of consensus, before anybody votes: their hash stands in every round.
Without a preset it says which hold, in words. To change them after a vote, --why
must say why.

%s
  --share S            the share needed, such as 75%% or 2/3, for presets with one
  --more-than          it must be exceeded
  --quorum S           the share of members who must have voted; 1/2 when not given
  --groups-from N      the same must hold within each stakeholder group of at least
                       so many
  --overall-without G  groups, with commas between, that vote but are not in the
                       overall base
  --abstentions-count  those who abstain are in the base
  --quantile N         the type of quantile of ranges (7 when not given)
` + whoHelp + `
For example: concord amend rules my-consultation comet --by anna
`

func amendRulesCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	var presets strings.Builder
	for _, name := range decide.Presets() {
		if r, err := decide.Preset(name); err == nil {
			fmt.Fprintf(&presets, "  %-20s %s\n", name, r.Source())
		}
	}
	f := newFlags("amend rules", fmt.Sprintf(amendRulesHelp, presets.String()))
	var quorum, share, why, without string
	more := f.Bool("more-than", false, "")
	quantile := f.Int("quantile", 0, "")
	f.StringVar(&without, "overall-without", "", "")
	f.StringVar(&quorum, "quorum", "", "")
	f.StringVar(&share, "share", "", "")
	f.StringVar(&why, "why", "", "")
	groups := f.Int("groups-from", 0, "")
	count := f.Bool("abstentions-count", false, "")
	w := f.who()
	rest, code, ok := f.parse(args, oneOrMore, out, errs)
	if !ok {
		return code
	}
	if len(rest) > 2 {
		return report(errs, fmt.Errorf("found %d arguments, expected the consultation and one preset", len(rest)))
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	holds, set := d.Log.Rules()
	if len(rest) == 1 {
		if !set {
			fmt.Fprintf(out, "No rules are set yet. To set them: concord amend rules %s PRESET --by ID. The presets:\n%s", rest[0], presets.String())
			return exitDone
		}
		fmt.Fprintf(out, "%s\nHash: %s\n", holds.Words(), holds.Hash())
		return exitDone
	}
	r, err := decide.Preset(rest[1])
	if err != nil {
		return report(errs, err)
	}
	for _, x := range []struct {
		flag, text string
		part, of   *int
	}{{"share", share, &r.Part, &r.Of}, {"quorum", quorum, &r.QuorumPart, &r.QuorumOf}} {
		if x.text == "" {
			continue
		}
		if *x.part, *x.of, err = decide.ParseShare(x.text); err != nil {
			return report(errs, fmt.Errorf("--%s: %w", x.flag, err))
		}
	}
	r.More = r.More || *more
	if *quantile > 0 {
		r.Quantile = *quantile
	}
	if without != "" {
		r.OverallWithout = strings.Split(without, ",")
		slices.Sort(r.OverallWithout)
	}
	if *groups > 0 {
		r.GroupsFrom = *groups
	}
	r.AbstentionsCount = r.AbstentionsCount || *count
	e := decide.SetRules{Rules: r, Why: why}
	if set && why != "" {
		e.Replaces = holds.Hash()
	}
	return record(d, w, out, errs, "The rules are set. "+r.Words(), decide.Event{Rules: &e})
}

const amendRoundHelp = `concord amend round CONSULTATION open [AMENDMENT …] [--again]
concord amend round CONSULTATION close

Opens a round of votes on the amendments named, or on all of the docket, or closes
it and prints what came of each. While a round is open nobody is told how others
voted.

  --again  on what came to no consensus in the round before
` + whoHelp + `
For example: concord amend round my-consultation open --by anna
`

func amendRoundCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend round", amendRoundHelp)
	again := f.Bool("again", false, "")
	w := f.who()
	rest, code, ok := f.parse(args, oneOrMore, out, errs)
	if !ok {
		return code
	}
	if len(rest) < 2 || (rest[1] != "open" && rest[1] != "close") {
		fmt.Fprintf(errs, "concord amend round: expected open or close after the consultation\n%s", f.usage())
		return exitUnusable
	}
	d, ok := withDocket(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	n, _ := d.Log.OpenRound()
	if rest[1] == "close" {
		if n == 0 {
			return report(errs, errors.New("no round of votes is open"))
		}
		if code := record(d, w, out, errs, fmt.Sprintf("Round %d is closed.", n), decide.Event{Close: &decide.Closing{Round: n}}); code != exitDone {
			return code
		}
		outcomes, err := d.Log.Outcomes(n)
		if err != nil {
			return report(errs, err)
		}
		for _, o := range outcomes {
			fmt.Fprintf(out, "%s: %s. %s\n", o.Amendment, o.Result, o.Why)
		}
		return exitDone
	}
	rules, set := d.Log.Rules()
	if !set {
		return report(errs, fmt.Errorf("no rules of consensus are set. Set them first: concord amend rules %s PRESET --by ID", rest[0]))
	}
	open := decide.Opening{Round: d.Log.Rounds() + 1, Rules: rules.Hash()}
	wanted := rest[2:]
	if *again {
		if len(wanted) > 0 || d.Log.Rounds() == 0 {
			return report(errs, errors.New("--again goes with no amendments, after a round"))
		}
		list, err := d.Log.Unsettled(d.Log.Rounds())
		if err != nil {
			return report(errs, err)
		}
		for _, b := range list {
			wanted = append(wanted, b.Amendment)
		}
		if len(wanted) == 0 {
			fmt.Fprintln(out, "Every amendment of the last round came to a consensus.")
			return exitDone
		}
	}
	all := d.Amendments()
	for _, id := range wanted {
		if _, err := the(d, id); err != nil {
			return report(errs, err)
		}
	}
	for _, a := range all {
		if len(wanted) == 0 || slices.Contains(wanted, a.ID) {
			open.Amendments = append(open.Amendments, decide.Ballot{Amendment: a.ID, Fingerprint: a.Fingerprint})
		}
	}
	return record(d, w, out, errs, fmt.Sprintf("Round %d is open, on %s.", open.Round, plural(len(open.Amendments), "amendment", "amendments")), decide.Event{Open: &open})
}

// knownAmendment is the error for an id that the docket does not have.
func knownAmendment(d *pipeline.Deciding, id string) error {
	if d.Amendment(id) != nil {
		return nil
	}
	var ids []string
	for i := range d.Docket.Amendments {
		ids = append(ids, d.Docket.Amendments[i].ID)
	}
	if near := finding.Nearest(id, ids); near != "" {
		return fmt.Errorf("the docket has no amendment %q. Did you mean %q?", id, near)
	}
	return fmt.Errorf("the docket has no amendment %q; concord amend list names them", id)
}

// the gives an amendment of the docket as the group decides on it.
func the(d *pipeline.Deciding, id string) (decide.Amendment, error) {
	if err := knownAmendment(d, id); err != nil {
		return decide.Amendment{}, err
	}
	for _, a := range d.Amendments() {
		if a.ID == id {
			return a, nil
		}
	}
	return decide.Amendment{}, fmt.Errorf("%s was withdrawn, so nobody votes or decides on it. To bring it back, write state: proposed beside it in %s", id, amend.DocketName)
}

const amendVoteHelp = `concord amend vote CONSULTATION AMENDMENT VOTE [--member ID] [--comment TEXT]

Records a member's vote in the round that is open: a point of the scale that the
rules set, or abstain. A later vote in the same round takes the place of the earlier.
To vote in a spreadsheet: concord amend export CONSULTATION ballot --member ID.

  --member ID     whose vote it is, where somebody else brings it in; --by when not given
  --comment TEXT  a remark, which the minutes do not show
` + whoHelp + `
For example: concord amend vote my-consultation supervision-1 8 --by ben
`

func amendVoteCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend vote", amendVoteHelp)
	member := f.String("member", "", "")
	comment := f.String("comment", "", "")
	w := f.who()
	rest, code, ok := f.parse(args, 3, out, errs)
	if !ok {
		return code
	}
	d, ok := withDocket(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	a, err := the(d, rest[1])
	if err != nil {
		return report(errs, err)
	}
	n, _ := d.Log.OpenRound()
	if n == 0 {
		return report(errs, fmt.Errorf("no round of votes is open. The chair or the secretary opens one: concord amend round %s open --by ID", rest[0]))
	}
	rules, _ := d.Log.Rules()
	value, err := decide.ParseVote(rules.Scale, rest[2])
	if err != nil {
		return report(errs, err)
	}
	if *member == "" {
		*member = w.by
	}
	return record(d, w, out, errs, "The vote is in.", decide.Event{Vote: &decide.Vote{Round: n, Member: *member, Amendment: a.ID, Fingerprint: a.Fingerprint, Value: value, Comment: *comment}})
}

const amendDecideHelp = `concord amend decide CONSULTATION AMENDMENT DISPOSITION [--why WHY] [--text TEXT] [--meaning editorial|substantial] …

Records what the group decided of an amendment: accepted, accepted-with-modification,
rejected, deferred, duplicate, noted, out-of-scope, needs-information or withdrawn.

  --why WHY          the reason; needed for all but accepted
  --text TEXT        the words decided in place of those proposed
  --part TEXT        one statement of a split (give it twice or more)
  --meaning M        of other words: editorial (the statement means the same, and stays
                     the same item) or substantial (it ends, and a new one takes its place)
  --level, --kind, --to CODE  what was decided in place of what was proposed
  --same-as ID       the amendment that a duplicate repeats
  --departs WHY      why the decision is not what the vote came to
` + whoHelp + `
For example: concord amend decide my-consultation supervision-1 accepted --by anna
`

func amendDecideCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend decide", amendDecideHelp)
	var x decide.Decision
	var to string
	f.StringVar(&x.Rationale, "why", "", "")
	f.StringVar(&x.Text, "text", "", "")
	f.StringVar(&x.Level, "level", "", "")
	f.StringVar(&x.Kind, "kind", "", "")
	f.StringVar(&to, "to", "", "")
	f.StringVar(&x.SameAs, "same-as", "", "")
	f.StringVar(&x.Departs, "departs", "", "")
	f.Func("part", "", func(s string) error { x.Parts = append(x.Parts, decide.Part{Text: s}); return nil })
	f.StringVar(&x.Meaning, "meaning", "", "")
	w := f.who()
	rest, code, ok := f.parse(args, 3, out, errs)
	if !ok {
		return code
	}
	d, ok := withDocket(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	a, err := the(d, rest[1])
	if err != nil {
		return report(errs, err)
	}
	x.Disposition = decide.Disposition(rest[2])
	if !slices.Contains(decide.Dispositions, x.Disposition) {
		var known []string
		for _, k := range decide.Dispositions {
			known = append(known, string(k))
		}
		return report(errs, fmt.Errorf("there is no disposition %q. %s", rest[2], finding.DidYouMean(rest[2], known)))
	}
	if to != "" {
		item, ok := d.Framework.ByCode(to)
		if !ok {
			return report(errs, fmt.Errorf("--to %s: the framework has no such item", to))
		}
		x.To = item.UUID
	}
	x.Amendment, x.Fingerprint, x.Operation = a.ID, a.Fingerprint, a.Operation
	// What is modified in a split, somebody must say.
	if len(x.Parts) == 0 && x.Disposition == decide.Accepted {
		for _, p := range d.Amendment(a.ID).Parts {
			x.Parts = append(x.Parts, decide.Part{Text: p.Text, Kind: p.Kind, Level: p.Level})
		}
	}
	err = x.Fits(a)
	if err == nil {
		err = fitsDocket(d, &x)
	}
	if err != nil {
		return report(errs, err)
	}
	before := blocked(d)
	if code := record(d, w, out, errs, fmt.Sprintf("%s: %s.", a.ID, x.Disposition), decide.Event{Decide: &x}); code != exitDone {
		return code
	}
	if n := d.Log.VotedOtherwise(a); n > 0 {
		fmt.Fprintf(out, "The vote of round %d was on other words of %s: the docket was changed since, and this decision is on the words as they are now.\n", n, a.ID)
	}
	// What a decision stands in the way of is said at once.
	_, blocking := d.Conflicts()
	for _, c := range blocking {
		if slices.Contains(c.Amendments, a.ID) && !before[conflictKey(c)] {
			fmt.Fprintf(out, "This is in conflict with %s: %s. %s\n", strings.Join(slices.DeleteFunc(slices.Clone(c.Amendments), func(s string) bool { return s == a.ID }), ", "), strings.TrimSuffix(c.Message, "."), c.Settle)
		}
	}
	return exitDone
}

// fitsDocket is the error for a decision that names an amendment, a kind or a level
// that there is not.
func fitsDocket(d *pipeline.Deciding, x *decide.Decision) error {
	if x.Disposition == decide.Duplicate && x.SameAs != "" {
		if err := knownAmendment(d, x.SameAs); err != nil {
			return err
		}
	}
	if !x.Disposition.Accepts() {
		return nil
	}
	decided := amend.Decided{Kind: x.Kind, Level: x.Level}
	for _, p := range x.Parts {
		decided.Parts = append(decided.Parts, revise.Part{Kind: p.Kind, Level: p.Level})
	}
	return decided.Fits(d.Framework, d.Docket)
}

func blocked(d *pipeline.Deciding) map[string]bool {
	out := map[string]bool{}
	_, blocking := d.Conflicts()
	for _, c := range blocking {
		out[conflictKey(c)] = true
	}
	return out
}

func conflictKey(c amend.Conflict) string {
	return string(c.Class) + " " + strings.Join(c.Amendments, " ")
}

const amendSettleHelp = `concord amend settle CONSULTATION AMENDMENT AMENDMENT … --holds ID --why WHY

Settles a conflict between accepted amendments: the one that holds is done, the
others are not, and the record says why. To do both, decide otherwise on one of them,
with words that take in the other.
` + whoHelp + `
For example: concord amend settle my-consultation reword-1.B.2 reword-1.B.2-2 --holds reword-1.B.2 --why "clearer" --by anna
`

func amendSettleCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend settle", amendSettleHelp)
	var x decide.Settlement
	f.StringVar(&x.Holds, "holds", "", "")
	f.StringVar(&x.Why, "why", "", "")
	w := f.who()
	rest, code, ok := f.parse(args, oneOrMore, out, errs)
	if !ok {
		return code
	}
	if len(rest) < 3 {
		fmt.Fprintf(errs, "concord amend settle: name the consultation and two amendments or more\n%s", f.usage())
		return exitUnusable
	}
	d, ok := withDocket(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	ids := rest[1:]
	for _, id := range ids {
		a, err := the(d, id)
		if err != nil {
			return report(errs, err)
		}
		x.Amendments = append(x.Amendments, decide.Ballot{Amendment: a.ID, Fingerprint: a.Fingerprint})
	}
	all, _ := d.Conflicts()
	at := slices.IndexFunc(all, func(c amend.Conflict) bool {
		return !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(c.Amendments, id) })
	})
	if at < 0 {
		return report(errs, fmt.Errorf("%s are in no conflict with each other; concord amend conflicts lists them", strings.Join(ids, " and ")))
	}
	x.Conflict = string(all[at].Class)
	return record(d, w, out, errs, x.Holds+" holds.", decide.Event{Settle: &x})
}

const amendUndoHelp = `concord amend undo CONSULTATION NUMBER --why WHY

Takes back a vote of the open round, a decision, a settlement or a note, by its number
in the record. Both stay in the record.
` + whoHelp + `
For example: concord amend undo my-consultation 17 --why "decided on the wrong amendment" --by anna
`

func amendUndoCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend undo", amendUndoHelp)
	var x decide.Withdrawal
	f.StringVar(&x.Why, "why", "", "")
	w := f.who()
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	n, err := strconv.Atoi(rest[1])
	if err != nil {
		return report(errs, fmt.Errorf("%s is not the number of an event; concord amend show tells them", rest[1]))
	}
	x.N = n
	d, ok := withDocket(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	return record(d, w, out, errs, fmt.Sprintf("No. %d was taken back.", n), decide.Event{Withdraw: &x})
}

const amendNoteHelp = `concord amend note CONSULTATION TEXT [--amendment ID]

Adds a remark to the record, on an amendment or on none.
` + whoHelp + `
For example: concord amend note my-consultation "The trainers were not consulted." --by anna
`

func amendNoteCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend note", amendNoteHelp)
	var x decide.Note
	f.StringVar(&x.Amendment, "amendment", "", "")
	w := f.who()
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	d, ok := withDocket(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	x.Text = rest[1]
	if x.Amendment != "" {
		if err := knownAmendment(d, x.Amendment); err != nil {
			return report(errs, err)
		}
	}
	return record(d, w, out, errs, "Noted.", decide.Event{Note: &x})
}
