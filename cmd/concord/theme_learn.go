package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"concord/pipeline"
	"concord/pipeline/coders"
	"concord/pipeline/learn"
	"concord/pipeline/onpage"
	"concord/pipeline/sheet"
	"concord/pipeline/theme"
)

const themeTrainHelp = `concord theme train CONSULTATION [--vectors] [--format text|json]

Learns from the comments that people have coded which themes the others are likely
to have, and keeps it in codings/themes.model. Before that it says how well this
works on comments that were not learnt from: F1 for all themes together (micro) and
their mean (macro), precision and recall of each theme with intervals, what guessing
the most frequent theme would give, how people agree with each other, and whether
more coding pays. What each figure is stands in docs/learning.md.

  --vectors    use sentence vectors too (make model installs the model; see
               docs/vectors.md). They help most when a few hundred are coded
  --hour N     how many comments somebody codes in an hour (60 when not given)
  --format F   text, or json (the evaluation)
  --jobs N     how many processors to use; all when not given

For example: concord theme train data/iapt-digital-2020
`

func themeTrainCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme train", themeTrainHelp)
	var o learn.Options
	f.IntVar(&o.Jobs, "jobs", 0, "")
	hour := f.Int("hour", 60, "")
	withVectors := f.Bool("vectors", false, "")
	format := f.choice("format", "text", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	c, ok := openComments(ctx, rest[0], o.Jobs, errs)
	if !ok {
		return exitUnusable
	}
	o.Jobs = jobsOf(o.Jobs)
	docs, labels, _ := c.Coded()
	if len(docs) == 0 {
		return report(errs, fmt.Errorf("nobody has coded these comments yet. Begin with: concord theme export %s --coder NAME --sample 100 --out NAME.csv", rest[0]))
	}
	if *withVectors {
		var err error
		if o.Vectors, err = c.WithVectors(ctx, o.Jobs, docs); err != nil {
			return report(errs, err)
		}
	}
	book := pipeline.Book(c.Codebook)
	m, err := learn.Train(ctx, docs, labels, book, o)
	if err != nil {
		return report(errs, err)
	}
	e, err := learn.Evaluate(ctx, docs, labels, book, o, learn.Sizes(len(docs)))
	if err != nil {
		return report(errs, err)
	}
	m.Tested = e.Model
	path, err := c.SaveModel(m)
	if err != nil {
		return report(errs, err)
	}
	if *format == "json" {
		err = writeJSON(out, e)
	} else {
		err = printEvaluation(out, c, e, *hour, o.Vectors)
		fmt.Fprintf(out, "\nLearnt from %s; written to %s\nWhat it suggests: concord theme suggest %s\n", plural(m.Comments, "comment", "comments"), path, rest[0])
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// leastGain is the gain in micro F1 below which an hour of coding does not pay.
const leastGain = 0.01

func printEvaluation(w io.Writer, c *pipeline.Comments, e *learn.Evaluation, hour int, vectors string) error {
	var b strings.Builder
	how := fmt.Sprintf("each fifth of the comments was tested with what the other four taught (%d on average)", e.Training)
	if e.Held {
		how = fmt.Sprintf("half of the texts were held out for the test; learnt from %d", e.Training)
	}
	with := "words and the question asked; no sentence vectors"
	if vectors != "" {
		with = "words, the question asked and sentence vectors (model " + vectors[:12] + ")"
	}
	b.WriteString(folded("", fmt.Sprintf("Tested on %s that were not learnt from: %s.", plural(e.Model.Comments, "comment", "comments"), how)))
	b.WriteString(folded("", "Learnt from: "+with+"."))
	if e.Copies > 0 {
		fmt.Fprintf(&b, "%s left out of the test as copies of others.\n", plural(e.Copies, "comment was", "comments were"))
	}
	two := func(x float64) string { return fmt.Sprintf("%.2f", x) }
	rows := [][]string{{"", "micro F1", "macro F1", "F1 by comment", "exact match"}}
	for _, r := range []struct {
		name string
		f    learn.Figures
	}{{"this model", e.Model}, {"always the most frequent theme", e.Frequent}, {"the most frequent of the question", e.ByQuestion}} {
		rows = append(rows, []string{r.name, two(r.f.Micro), two(r.f.Macro), two(r.f.Samples), two(r.f.Exact)})
	}
	b.WriteString("\n")
	layOut(&b, rows)
	fmt.Fprintf(&b, "  95%% interval of the model's micro F1: %s to %s.\n", two(e.MicroLow), two(e.MicroHigh))
	if agreed, err := pipeline.Agreement(c.Codebook, c.People, c.Verdicts, c.Rules, c.Units); err == nil {
		people, rules := "", ""
		for _, p := range agreed.Pairs {
			line := fmt.Sprintf("  %s and %s: micro F1 %s (%s to %s) on %s\n", p.A, p.B, two(p.MicroF1), two(p.MicroLow), two(p.MicroUp), plural(p.Units, "comment", "comments"))
			if p.A == pipeline.TheRules || p.B == pipeline.TheRules {
				rules += line
			} else if p.A != pipeline.Together && p.B != pipeline.Together {
				people += line
			}
		}
		if people == "" {
			people = "  cannot be told: no two people have judged the same comments blind\n"
		}
		fmt.Fprintf(&b, "\nHow far people agree with each other, for comparison:\n%sand with the codebook's rules:\n%s", people, rules)
	}
	rows = [][]string{{"Theme", "coded", "given", "right", "precision", "95%", "recall", "95%"}}
	for _, t := range e.Themes {
		label := labelLines(t.Theme)
		rows = append(rows, []string{label[0], fmt.Sprint(t.Coded), fmt.Sprint(t.Given), fmt.Sprint(t.Right), two(t.Precision), fmt.Sprintf("(%s–%s)", two(t.PrecisionLow), two(t.PrecisionHigh)), two(t.Recall), fmt.Sprintf("(%s–%s)", two(t.RecallLow), two(t.RecallHigh))})
		for _, more := range label[1:] {
			rows = append(rows, []string{more})
		}
	}
	b.WriteString("\n")
	layClose(&b, rows)
	if len(e.Curve) > 1 {
		rows = [][]string{{"Learnt from", "micro F1", "macro F1"}}
		for _, p := range e.Curve {
			rows = append(rows, []string{plural(p.Comments, "comment", "comments"), two(p.Micro), two(p.Macro)})
		}
		b.WriteString("\n")
		layOut(&b, rows)
	}
	outlook := learn.Worth(e.Curve, hour, leastGain)
	fmt.Fprintf(&b, "\nAnother hour of coding (%s): %s", plural(hour, "comment", "comments"), outlook.Verdict)
	if outlook.Verdict != learn.Unknown {
		fmt.Fprintf(&b, "; micro F1 is likely to rise by %.3f (%.3f to %.3f)", outlook.Gain, outlook.Low, outlook.High)
	}
	b.WriteString(".\n")
	if e.Model.Given > 0 {
		fmt.Fprintf(&b, "Suggestions that were right: %d of %d.\n", e.Model.Right, e.Model.Given)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const themeSuggestHelp = `concord theme suggest CONSULTATION [--next] [--most N] [--format text|csv|json]

Prints what the trained model (concord theme train) suggests for each comment that
nobody has judged, with its probability and the words that spoke most for it.
Nothing that is suggested counts until a person has looked at it: see
concord theme export --suggested.

  --next       the comments first whose coding teaches the model most
  --most N     so many comments (20 in text when not given, all otherwise)
  --format F   text, csv or json
  --jobs N     how many processors to use; all when not given

For example: concord theme suggest data/iapt-digital-2020 --next
`

// suggestionRow is one suggestion, for CSV and JSON.
type suggestionRow struct {
	Unit        string  `csv:"unit" json:"unit"`
	Question    string  `csv:"question" json:"question"`
	Text        string  `csv:"text" json:"text"`
	Theme       string  `csv:"theme" json:"theme"`
	Probability float64 `csv:"probability" json:"probability"`
	Suggested   bool    `csv:"suggested" json:"suggested"`
	Words       string  `csv:"words" json:"words"`
}

func themeSuggestCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("theme suggest", themeSuggestHelp)
	jobs := f.Int("jobs", 0, "")
	most := f.Int("most", 0, "")
	next := f.Bool("next", false, "")
	format := f.choice("format", "text", "csv", "json")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	c, ok := openComments(ctx, rest[0], *jobs, errs)
	if !ok {
		return exitUnusable
	}
	m, err := c.Model()
	if err == nil && m == nil {
		err = fmt.Errorf("nothing has been learnt yet: code some comments by hand, then run concord theme train %s", rest[0])
	}
	if err != nil {
		return report(errs, err)
	}
	docs, all, err := learnt(ctx, c, m, c.Units, *next, *jobs)
	if err != nil {
		return report(errs, err)
	}
	if *most == 0 && *format == "text" {
		*most = 20
	}
	if *most > 0 && *most < len(docs) {
		docs, all = docs[:*most], all[:*most]
	}
	var rows []suggestionRow
	for i, d := range docs {
		for _, s := range all[i] {
			rows = append(rows, suggestionRow{d.ID, d.Question, d.Text, s.Theme, s.Probability, s.Over, spoke(s)})
		}
	}
	switch *format {
	case "json":
		err = writeJSON(out, rows)
	case "csv":
		var data []byte
		if data, err = sheet.Marshal(rows); err == nil {
			_, err = out.Write(data)
		}
	default:
		for i, d := range docs {
			fmt.Fprintf(out, "%s\n%s", d.ID, folded("  ", onpage.Short(onpage.Clean(d.Text), 300)))
			for _, s := range all[i] {
				if s.Over {
					lead := fmt.Sprintf("  ▸ %s %.2f  ", s.Theme, s.Probability)
					fmt.Fprintf(out, "%s%s\n", lead, onpage.Short(onpage.Clean(spoke(s)), max(20, widestLine-len([]rune(lead)))))
				}
			}
		}
		fmt.Fprintf(out, "\n%s", whenTested(m))
		fmt.Fprintf(out, "%s shown of those that nobody has judged.\nTo judge them: concord theme export %s --coder NAME --suggested --out FILE\n", plural(len(docs), "comment", "comments"), rest[0])
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// whenTested says in a line how far a model's suggestions can be relied on.
func whenTested(m *learn.Model) string {
	if m.Tested.Given == 0 {
		return "How often such suggestions are right is not known: none was made when the model was tested.\n"
	}
	share := float64(m.Tested.Right) / float64(m.Tested.Given)
	return fmt.Sprintf("Of such suggestions about %d in 10 were right when tested (%d of %d): read each one.\n", int(math.Round(10*share)), m.Tested.Right, m.Tested.Given)
}

// spoke lists the words that spoke most for a suggestion.
func spoke(s learn.Suggestion) string {
	var words []string
	for _, w := range s.Words {
		if w.Question {
			words = append(words, "(the question)")
		} else {
			words = append(words, w.Words)
		}
	}
	return strings.Join(words, ", ")
}

// learnt gives the comments among units that nobody has judged, and what a model
// suggests for each.
func learnt(ctx context.Context, c *pipeline.Comments, m *learn.Model, units []theme.Unit, next bool, jobs int) ([]learn.Doc, [][]learn.Suggestion, error) {
	jobs = jobsOf(jobs)
	coded, _, docs := c.Coded()
	wanted := map[string]bool{}
	for _, u := range units {
		wanted[u.ID] = true
	}
	docs = slices.DeleteFunc(docs, func(d learn.Doc) bool { return !wanted[d.ID] })
	if m.Vectors != "" {
		sha, err := c.WithVectors(ctx, jobs, coded, docs)
		if err != nil {
			return nil, nil, err
		}
		if sha != m.Vectors {
			return nil, nil, errors.New("the model was trained with another sentence model than the one installed; train it again with --vectors")
		}
	}
	if next {
		order, err := learn.Next(ctx, m, coded, docs, len(docs), jobs)
		if err != nil {
			return nil, nil, err
		}
		picked := make([]learn.Doc, len(order))
		for i, o := range order {
			picked[i] = docs[o.Doc]
		}
		docs = picked
	}
	all, err := m.SuggestAll(ctx, docs, jobs)
	return docs, all, err
}

// suggestions gives the units that nobody has judged and what the machine
// suggests for them: a trained model, or the rules where there is none. It says
// which.
func suggestions(ctx context.Context, c *pipeline.Comments, units []theme.Unit, next bool, jobs int, out io.Writer) ([]theme.Unit, map[string][]coders.Suggestion, error) {
	byID := map[string]theme.Unit{}
	for _, u := range units {
		byID[u.ID] = u
	}
	m, err := c.Model()
	if err != nil {
		return nil, nil, err
	}
	said := map[string][]coders.Suggestion{}
	if m == nil {
		if next {
			return nil, nil, errors.New("--next needs a trained model: concord theme train")
		}
		judged := map[string]bool{}
		for _, v := range c.Verdicts {
			judged[v.Unit] = true
		}
		for _, k := range c.Rules {
			if list := said[k.Unit]; !judged[k.Unit] && !slices.ContainsFunc(list, func(s coders.Suggestion) bool { return s.Theme == k.Theme }) {
				said[k.Unit] = append(list, coders.Suggestion{Theme: k.Theme, Why: k.Text})
			}
		}
		fmt.Fprintln(out, "The suggestions are the rules': nothing has been learnt yet (concord theme train).")
		return slices.DeleteFunc(slices.Clone(units), func(u theme.Unit) bool { return judged[u.ID] }), said, nil
	}
	docs, all, err := learnt(ctx, c, m, units, next, jobs)
	if err != nil {
		return nil, nil, err
	}
	var picked []theme.Unit
	for i, d := range docs {
		picked = append(picked, byID[d.ID])
		said[d.ID] = []coders.Suggestion{}
		for _, s := range all[i] {
			if s.Over {
				said[d.ID] = append(said[d.ID], coders.Suggestion{Theme: s.Theme, Why: fmt.Sprintf("%.2f %s", s.Probability, spoke(s))})
			}
		}
	}
	fmt.Fprintf(out, "The suggestions are those of the model learnt from %s.\n%s", plural(m.Comments, "comment", "comments"), whenTested(m))
	return picked, said, nil
}
