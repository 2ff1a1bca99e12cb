package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

const waveStudy = `title: %s
survey:
  file: s.csv
  respondent: who
  questions:
    - {id: q, label: Question, kind: single, options: [%s]}
    - {id: level, label: Level, kind: scale, options: [Low, Middle, High]}
    - {id: tools, label: Tools, kind: multi, separator: +, options: [Pen, Ink]}
    %s
`

// waveOf writes a wave: yes of n people answer Yes to q and tick Pen, the others
// answer No and tick Ink; level by its counts in order.
func waveOf(t *testing.T, title, options, more string, yes, n int, levels [3]int, rest string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("who,q,level,tools,only\n")
	for i := range n {
		answer, tool := "No", "Ink"
		if i < yes {
			answer, tool = "Yes", "Pen"
		}
		level := "High"
		if i < levels[0] {
			level = "Low"
		} else if i < levels[0]+levels[1] {
			level = "Middle"
		}
		fmt.Fprintf(&b, "p%d,%s,%s,%s,%d\n", i, answer, level, tool, i)
	}
	return folderOf(t, map[string]string{study.FileName: fmt.Sprintf(waveStudy, title, options, more) + rest, "s.csv": b.String()})
}

func waves(t *testing.T, now, before string, paired bool) *tabulate.WaveComparison {
	t.Helper()
	out, _, err := Waves(context.Background(), TablesOptions{Study: now, Jobs: 2}, before, paired)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWaves(t *testing.T) {
	now := waveOf(t, "Now", "Yes, No", "- {id: only, kind: number}", 56, 70, [3]int{0, 0, 70}, "")
	before := waveOf(t, "Then", "Yes, No", "", 48, 80, [3]int{80, 0, 0}, "")
	got := waves(t, now, before, false)
	if !slices.Equal(got.Unmatched, []string{"only is not compared: the earlier wave has no question of this id."}) || got.Pairs != -1 {
		t.Errorf("%q, %d", got.Unmatched, got.Pairs)
	}
	var said []string
	for _, c := range got.Comparisons {
		said = append(said, strings.Join([]string{c.Title, c.Row, c.Test, c.Statistic, c.Effect, c.Size}, "|"))
	}
	// 56 of 70 and 48 of 80: chi-square 7.02 (see TestDifference). All High against
	// all Low: delta 1.
	want := []string{
		"Question||chi-square|7.02|Cramér's V, corrected|0.2", "Level||Mann-Whitney z|12.21|Cliff's delta|1",
		"Tools|Pen|chi-square|7.02|Cramér's V, corrected|0.2", "Tools|Ink|chi-square|7.02|Cramér's V, corrected|0.2",
	}
	if !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
	d := got.Comparisons[0].Differences[0]
	if d.Difference != "20.0000" || d.Low != "5.2431" || d.High != "33.3873" || d.First.Group != tabulate.ThisWave {
		t.Errorf("%+v", d)
	}
	// P of 7.02 is .00804, the smallest of the three but one: Holm takes it thrice.
	if c := got.Comparisons[0]; c.P != "0.0080" || c.AdjustedP != "0.0241" {
		t.Errorf("%s, %s", c.P, c.AdjustedP)
	}
}

// What does not match is said, and its test is not made.
func TestWavesThatDoNotMatch(t *testing.T) {
	now := waveOf(t, "Now", "Yes, No, Unsure", "", 56, 70, [3]int{30, 20, 20}, "")
	got := waves(t, now, waveOf(t, "Then", "Yes, No", "", 48, 80, [3]int{30, 20, 30}, "suppression: {below: 21}\n"), false)
	if !slices.Equal(got.Unmatched, []string{"q: Unsure (option) is in this wave only."}) {
		t.Errorf("%q", got.Unmatched)
	}
	if c := got.Comparisons[0]; c.Test != "" || c.Why != "the two waves do not have the same answers to choose from" || len(c.Differences) != 2 {
		t.Errorf("%+v", c)
	}
	// Middle was given by 20 then, which is hidden.
	if c := got.Comparisons[1]; c.Test != "" || c.Why != "some counts are hidden" {
		t.Errorf("%+v", c)
	}
	few := waves(t, waveOf(t, "Now", "Yes, No", "", 3, 9, [3]int{3, 3, 3}, ""), waveOf(t, "Then", "Yes, No", "", 5, 10, [3]int{5, 5, 0}, ""), false)
	for _, c := range few.Comparisons {
		if c.Test != "" || c.Why != "fewer than 20 answers" {
			t.Errorf("%+v", c)
		}
	}
}

func TestPairedWaves(t *testing.T) {
	// Of 30 people 20 say Yes now and 12 then, so that 8 changed, all one way:
	// McNemar's exact P is 2/2⁸ = .0078, Cohen's g .5. All went from Low to High.
	now := waveOf(t, "Now", "Yes, No", "", 20, 30, [3]int{0, 0, 30}, "")
	before := waveOf(t, "Then", "Yes, No", "", 12, 40, [3]int{40, 0, 0}, "")
	got := waves(t, now, before, true)
	if got.Pairs != 30 || got.Unmatched[0] != "30 people have the same id in both waves; 0 of 30 have one in this wave only, and 10 of 40 in the earlier only." {
		t.Errorf("%d, %q", got.Pairs, got.Unmatched)
	}
	q, level := got.Comparisons[0], got.Comparisons[1]
	if q.Test != "McNemar, exact" || q.P != "0.0078" || q.Size != "0.5" || q.N != 30 || q.Differences[0].Difference != "26.6667" || q.Differences[0].Low != "" {
		t.Errorf("%+v", q)
	}
	// 30 changes of one size: V is 465, all ranks.
	if level.Test != "Wilcoxon signed rank V, exact" || level.Statistic != "465" || level.Size != "1" || level.P != "<0.0001" {
		t.Errorf("%+v", level)
	}
	for _, c := range []struct {
		now, before, want string
	}{
		{waveOf(t, "Now", "Yes, No", "", 20, 30, [3]int{0, 0, 30}, "suppression: {below: 3}\n"), before, "hides small counts"},
		{folderOf(t, map[string]string{study.FileName: "title: No ids\nsurvey: {file: s.csv, questions: [{id: q, kind: single, options: [Yes, No]}]}\n", "s.csv": "q\nYes\n"}), before, "needs to know who is who"},
	} {
		if _, _, err := Waves(context.Background(), TablesOptions{Study: c.now}, c.before, true); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// Weights that cannot be summed stop a run, and check says so.
func TestCheckSaysThatWeightsCannotBeSummed(t *testing.T) {
	const text = "title: W\nsurvey:\n  file: s.csv\n  weight: w\n  questions:\n    - {id: q, kind: multi, separator: +, options: [A, B]}\n"
	for answers, want := range map[string]string{
		"q,w\nA+B,1\nB,2\n":          "",
		"q,w\nA,1\nB,0.0000000001\n": "too little to be counted",
	} {
		findings, err := Check(context.Background(), folderOf(t, map[string]string{study.FileName: text, "s.csv": answers}), 1)
		said := ""
		for _, f := range findings {
			if f.Kind == "weights-out-of-range" && f.Line == 4 {
				said = f.Message
			}
		}
		if err != nil || (want == "") != (said == "") || !strings.Contains(said, want) {
			t.Errorf("%q: %v, %q", answers, err, findings)
		}
	}
}
