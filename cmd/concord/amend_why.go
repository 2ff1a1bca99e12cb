package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/onpage"
	"concord/pipeline/tabulate"
)

const amendShowHelp = `concord amend show CONSULTATION AMENDMENT [--all] [--format text|json]

Prints one amendment with all that is known of it: the words now and proposed, who
asked for it and who spoke against, by subgroup, what was said of the domain's
applicability, like statements elsewhere, literature, conflicts, the votes of closed
rounds, the decision, and its history.

  --all  every piece of evidence, not only the first six

For example: concord amend show data/iapt-digital-2020 supervision-1
`

func amendShowCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend show", amendShowHelp)
	all := f.Bool("all", false, "")
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	if err := knownAmendment(d, rest[1]); err != nil {
		return report(errs, err)
	}
	a := d.Amendment(rest[1])
	standing := d.Standings()[a.ID]
	if *format == "json" {
		if err := writeJSON(out, map[string]any{"amendment": a, "standing": standing}); err != nil {
			return report(errs, err)
		}
		return exitDone
	}
	var b strings.Builder
	tellAmendment(&b, d, a, standing, *all)
	conflicts, blocking := d.Conflicts()
	for _, c := range conflicts {
		if slices.Contains(c.Amendments, a.ID) {
			mark := ""
			if slices.ContainsFunc(blocking, func(x amend.Conflict) bool { return conflictKey(x) == conflictKey(c) }) {
				mark = " (blocks the next version)"
			}
			fmt.Fprintf(&b, "Conflict%s: %s\n  %s\n", mark, onpage.Clean(c.Message), onpage.Clean(c.Settle))
		}
	}
	if lines := d.Log.History(a.ID); len(lines) > 0 {
		b.WriteString("History:\n")
		for _, l := range lines {
			fmt.Fprintf(&b, "  %s\n", onpage.Clean(l))
		}
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return report(errs, err)
	}
	return exitDone
}

// tellAmendment prints an amendment, its evidence, votes and decision.
func tellAmendment(b *strings.Builder, d *pipeline.Deciding, a *amend.Amendment, s decide.Standing, all bool) {
	codes, _ := amend.Codes(a.Targets)
	fmt.Fprintf(b, "%s: %s %s\n", a.ID, a.Operation, onpage.Clean(codes))
	line := func(label, text string) {
		if text = onpage.Clean(text); text != "" {
			fmt.Fprintf(b, "  %-10s %s\n", label, text)
		}
	}
	line("Now", a.TextBefore)
	line("Proposed", a.TextAfter)
	for _, p := range a.Parts {
		line("Part", p.Text)
	}
	line("Level", a.Level)
	if a.To != nil {
		line("To", a.To.Code+" "+a.To.Words)
	}
	line("Why", a.Why)
	line("Note", a.Note)
	hidden := d.Study.Suppression.Below
	number := func(n int) string {
		if n > 0 && n < hidden {
			return fmt.Sprintf("fewer than %d", hidden)
		}
		return fmt.Sprint(n)
	}
	if a.Base > 0 {
		said := fmt.Sprintf("%s of %d who took part", number(a.For), a.Base)
		if hidden <= 1 || a.For >= hidden {
			said += fmt.Sprintf(" (%s%%, 95%% interval %.0f–%.0f)", tabulate.Percent(a.For, a.Base, d.Study.Rounding.Digits, d.Study.Rounding.Rule), a.Low, a.High)
		}
		line("For", said+fmt.Sprintf("; %s in so many words", number(a.Exact)))
		line("Against", number(a.Against))
		for _, g := range a.Subgroups {
			line("", fmt.Sprintf("%s: %d for and %d against, of %d", g.Subgroup, g.For, g.Against, g.Base))
		}
	}
	for _, g := range a.Agreement {
		line("Domain "+g.Domain, fmt.Sprintf("%s%% (%d of %d) find it applicable, 95%% interval %.0f–%.0f", g.Shown, g.Count, g.Base, g.Low, g.High))
	}
	for _, n := range a.Near {
		line("Like", fmt.Sprintf("%s %s %s: %s", n.Framework, n.Version, n.Code, n.Words))
	}
	if len(a.Literature) > 0 {
		line("Literature", strings.Join(a.Literature, ", "))
	}
	const few = 6
	shown := 0
	for _, e := range a.Evidence {
		if e.Role == amend.RoleContext && !all {
			continue
		}
		if shown++; shown > few && !all {
			continue
		}
		fmt.Fprintf(b, "  %-10s “%s” %s\n", e.Role, onpage.Short(onpage.Clean(e.Quote), 400), onpage.Clean(e.Unit))
	}
	if shown > few && !all {
		fmt.Fprintf(b, "  and %d more; --all prints them\n", shown-few)
	}
	for _, o := range s.Outcomes {
		line(fmt.Sprintf("Round %d", o.Round), string(o.Result)+". "+o.Why)
	}
	if s.Decision != nil && len(s.Outcomes) == 0 {
		line("Votes", "none is recorded")
	}
	if s.Decision != nil {
		said := string(s.Decision.Disposition)
		if s.DecidedBy != nil {
			said += ", " + s.DecidedBy.At[:min(10, len(s.DecidedBy.At))] + ", recorded by " + d.Log.Who(s.DecidedBy.By)
		}
		line("Decided", said)
		line("Wording", s.Decision.Text)
		line("Meaning", s.Decision.Meaning)
		line("Because", s.Decision.Rationale)
		line("Departs", s.Decision.Departs)
	} else if s.State != "" {
		line("State", string(s.State))
	}
	for _, e := range s.Settlements {
		line("Settled", e.Settle.Holds+" holds: "+e.Settle.Why)
	}
}

const amendWhyHelp = `concord amend why CONSULTATION CODE [--all]

Says what led to a statement of the next version: the amendments that brought it or
changed it, the votes and decisions on them, and the words of the people who asked.
Statements that came before it are followed back. CODE is that of the next version;
of one that ended, that of the version before.

  --all  every piece of evidence, not only the first six

For example: concord amend why data/iapt-digital-2020 7.A.3
`

func amendWhyCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("amend why", amendWhyHelp)
	all := f.Bool("all", false, "")
	rest, code, ok := f.parse(args, 2, out, errs)
	if !ok {
		return code
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		return exitUnusable
	}
	result, findings := d.Next()
	if result == nil {
		printSome(errs, findings)
		fmt.Fprintln(errs, "concord: there is no next version yet, so nothing leads to it.")
		return exitUnusable
	}
	next := result.Framework
	item, ok := next.ByCode(rest[1])
	if !ok {
		// An item that ended has no place in the next version but its old one.
		old, was := d.Framework.ByCode(rest[1])
		if !was {
			return report(errs, fmt.Errorf("neither version %s nor %s has an item %q", next.Version, d.Framework.Version, rest[1]))
		}
		item, _ = next.ByUUID(old.UUID)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, version %s\n", item.Code, words(item), next.Version)
	if item.Level != "" {
		fmt.Fprintf(&b, "  level %s\n", item.Level)
	}
	if !item.InForce() {
		fmt.Fprintf(&b, "  ended on %s\n", item.Until)
	}
	seen := map[string]bool{}
	var ids []string
	for _, uuid := range history(next, item.UUID) {
		for _, id := range result.Touched[uuid] {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		if old, ok := next.ByUUID(uuid); ok && uuid != item.UUID {
			fmt.Fprintf(&b, "  in place of %s %s\n", old.Code, words(old))
		}
	}
	if old, ok := d.Framework.ByUUID(item.UUID); ok && old.Level == "" && item.Level != "" && item.Level == d.Docket.Next.Unset {
		fmt.Fprintf(&b, "  No amendment gave it its level: the docket says that statements without one get %s.\n", item.Level)
	}
	if len(ids) == 0 {
		fmt.Fprintf(&b, "  No amendment changed it: it stands as in version %s.\n", d.Framework.Version)
	}
	standings := d.Standings()
	for _, id := range ids {
		if a := d.Amendment(id); a != nil {
			b.WriteString("\n")
			tellAmendment(&b, d, a, standings[id], *all)
		}
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return report(errs, err)
	}
	return exitDone
}

// words are an item's title and statement.
func words(i *frameworks.Item) string {
	switch {
	case i.Title == "":
		return onpage.Clean(i.Statement)
	case i.Statement == "":
		return onpage.Clean(i.Title)
	}
	return onpage.Clean(i.Title + ": " + i.Statement)
}

// history gives an item and all that it took the place of, itself first.
func history(f *frameworks.Framework, uuid string) []string {
	before := map[string][]string{}
	f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
		for _, by := range i.ReplacedBy {
			before[by] = append(before[by], i.UUID)
		}
		return true
	})
	out := []string{uuid}
	for k := 0; k < len(out); k++ {
		for _, old := range before[out[k]] {
			if !slices.Contains(out, old) {
				out = append(out, old)
			}
		}
	}
	return out
}
