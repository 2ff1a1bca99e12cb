package decide

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// ballots9 spells ratings such as "789?" as votes: ? is unable to rate, - no vote.
func ballots9(s string) (list []string) {
	for _, c := range s {
		switch c {
		case '?':
			list = append(list, abstain)
		case '-':
			list = append(list, "")
		case 'y':
			list = append(list, "yes")
		case 'n':
			list = append(list, "no")
		default:
			list = append(list, string(c))
		}
	}
	return list
}

// judged lets groups vote on one amendment, without going through a file.
func judged(t *testing.T, rules Rules, votes map[string]string) Outcome {
	t.Helper()
	if f := rules.check(); f != nil {
		t.Fatal(f)
	}
	r := newReplay()
	add := func(e Event) {
		t.Helper()
		e.N, e.At, e.Kind = len(r.events)+1, "2026-05-10T12:00:00Z", e.body()[0]
		if wrong, _ := r.apply(e); wrong != nil {
			t.Fatal(wrong)
		}
	}
	add(Event{By: "sec", Member: &Member{ID: "sec", Name: "S", Role: Secretary}})
	for _, name := range []string{"a", "b", "c"} {
		for i := range ballots9(votes[name]) {
			add(Event{By: "sec", Member: &Member{ID: fmt.Sprint(name, i), Name: "M", Group: name, Role: Ordinary}})
		}
	}
	add(Event{By: "sec", Rules: &SetRules{Rules: rules}})
	add(Event{By: "sec", Open: &Opening{Round: 1, Rules: rules.Hash(), Amendments: []Ballot{{"A1", print("A1")}}}})
	for _, name := range []string{"a", "b", "c"} {
		for i, v := range ballots9(votes[name]) {
			if v != "" {
				add(Event{By: "sec", Vote: &Vote{Round: 1, Member: fmt.Sprint(name, i), Amendment: "A1", Fingerprint: print("A1"), Value: v}})
			}
		}
	}
	add(Event{By: "sec", Close: &Closing{Round: 1}})
	out, _ := r.outcomeOf("A1", print("A1"))
	return out
}

func TestOutcomes(t *testing.T) {
	with := func(r Rules, change func(*Rules)) Rules { change(&r); return r }
	percent, groups := named(t, "percent"), named(t, "percent-by-group")
	for _, c := range []struct {
		name  string
		rules Rules
		votes map[string]string
		want  Result
		words string // in the reason
	}{
		// 3 of 4 is 75%.
		{"75% just reached", percent, map[string]string{"a": "7896"}, For, "3 of 4 (75.0%) rated 7 to 9, 0 of 4 (0.0%) rated 1 to 3; median 7.5"},
		// 74 of 99 is 74.7%, which a whole number would print as 75.
		{"75% only by rounding", percent, map[string]string{"a": strings.Repeat("7", 74) + strings.Repeat("5", 25)}, None, "74 of 99 (74.7%)"},
		{"75% against", percent, map[string]string{"a": "1236"}, Against, "3 of 4 (75.0%) rated 1 to 3"},
		{"unable to rate is out of the base", percent, map[string]string{"a": "789??"}, For, "3 of 3 (100.0%) rated 7 to 9, 0 of 3 (0.0%) rated 1 to 3; 2 were unable to rate (not in the base)"},
		{"unable to rate is in the base", with(percent, func(r *Rules) { r.AbstentionsCount = true }), map[string]string{"a": "789??"}, None, "3 of 5 (60.0%) rated 7 to 9, 0 of 5 (0.0%) rated 1 to 3; 2 were unable to rate (in the base)"},
		{"below the quorum", percent, map[string]string{"a": "99--- "[:5]}, Unknown, "2 of 5 members with a vote voted, and the quorum is half of them"},
		{"at the quorum", percent, map[string]string{"a": "99--"}, For, "2 did not vote"},
		{"those unable to rate make the quorum, but no base", percent, map[string]string{"a": "??--"}, Unknown, "nobody is in the base: of 4 members with a vote, 2 voted, of whom 2 were unable to rate"},
		{"nobody, and no quorum", with(percent, func(r *Rules) { r.QuorumPart, r.QuorumOf = 0, 0 }), map[string]string{"a": "---"}, Unknown, "nobody is in the base"},

		// Thibault and others (2024): in each group of more than 12, and overall. Overall 20
		// of 26 is 76.9%, but in group b 9 of 13 is 69.2%.
		{"a large group does not reach it", groups, map[string]string{"a": strings.Repeat("8", 11) + "44", "b": strings.Repeat("8", 9) + "4444"}, None, "for in the groups: a 11 of 13 (84.6%); b 9 of 13 (69.2%), not reached"},
		{"a group of 12 is not asked", groups, map[string]string{"a": strings.Repeat("8", 13), "b": strings.Repeat("8", 6) + "444444"}, For, "a 13 of 13 (100.0%); groups with a smaller base: b 12"},
		{"unable to rate makes a group small", groups, map[string]string{"a": strings.Repeat("8", 13), "b": strings.Repeat("8", 6) + "444444?"}, For, "19 of 25 (76.0%)"},
		{"no group is large", groups, map[string]string{"a": "88", "b": "88"}, For, "no group has 13 people in the base, so overall only"},
		// Without group c 3 of 4 is 75%; with it 3 of 8.
		{"a group outside the overall base", with(percent, func(r *Rules) { r.OverallWithout = []string{"c"} }), map[string]string{"a": "7896", "c": "1111"}, For, "3 of 4 (75.0%)"},

		// COMET: 7 of 10 is 70%, 1 of 10 is under 15%, 2 of 10 is not.
		{"in", named(t, "comet"), map[string]string{"a": "7777777461"}, For, "7 of 10 (70.0%)"},
		{"not in for 20% against", named(t, "comet"), map[string]string{"a": "7777777411"}, None, "2 of 10 (20.0%)"},
		{"15% is not under 15%", named(t, "comet"), map[string]string{"a": "77777777777777444111"}, None, "3 of 20 (15.0%)"},
		{"out", named(t, "comet"), map[string]string{"a": "1111111468"}, Against, ""},

		// RAND/UCLA by hand: of 1,1,1,1,9,9,9,9,9 P30 is 1 and P70 9 (type 7: places 3.4 and
		// 6.6), IPR 8, middle 5, so IPRAS 2.35 and the index 3.40; the median is 9.
		{"split panel", named(t, "rand-ucla"), map[string]string{"a": "111199999"}, None, "median 9, interquartile range 8, disagreement index 3.4"},
		{"median 6.5 counts up", named(t, "rand-ucla"), map[string]string{"a": "6667"[2:] + "67"}, For, "median 6.5"},
		{"inappropriate", named(t, "rand-ucla"), map[string]string{"a": "1122334"}, Against, "median 2"},

		// Median and IQR by hand (type 7): of 4,7,7,8,9 the quartiles are 7 and 8.
		{"median 7, range 1", named(t, "median-iqr"), map[string]string{"a": "47789"}, For, "median 7, interquartile range 1"},
		// Of 4,4,7,8,8 they are 4 and 8.
		{"median 7, range 4", named(t, "median-iqr"), map[string]string{"a": "44788"}, None, "median 7, interquartile range 4"},
		{"median 3", named(t, "median-iqr"), map[string]string{"a": "12334"}, Against, "median 3"},

		{"half is no majority", named(t, "majority"), map[string]string{"a": "yynn"}, None, "2 of 4 (50.0%) voted yes, 2 of 4 (50.0%) voted no; needed: more than half"},
		{"majority of those voting", named(t, "majority"), map[string]string{"a": "yyn??"}, For, "2 of 3 (66.7%) voted yes, 1 of 3 (33.3%) voted no; 2 abstained (not in the base)"},
		{"majority against", named(t, "majority"), map[string]string{"a": "nny"}, Against, ""},
		{"two thirds, just", named(t, "two-thirds"), map[string]string{"a": "yyyynn"}, For, "needed: at least two thirds"},
		{"not two thirds", named(t, "two-thirds"), map[string]string{"a": "yyyynnn"}, None, "4 of 7 (57.1%)"},
		{"five points", named(t, "five-point"), map[string]string{"a": "4553"}, For, "3 of 4 (75.0%) rated 4 or 5"},
	} {
		out := judged(t, c.rules, c.votes)
		if out.Result != c.want || !strings.Contains(out.Why, c.words) {
			t.Errorf("%s: got %s (%s), want %s (%s)", c.name, out.Result, out.Why, c.want, c.words)
		}
		if c.rules.Hash() != out.Rules.Hash() || out.BaseRule == "" {
			t.Errorf("%s: the rules are lost", c.name)
		}
	}
}

func TestSourcesOfPresets(t *testing.T) {
	hashes := map[string]bool{}
	for _, name := range Presets() {
		r := named(t, name)
		if f := r.check(); f != nil || r.Source() == "" || r.Words() == "" {
			t.Errorf("%s: %v", name, f)
		}
		hashes[r.Hash()] = true
	}
	if len(hashes) != len(Presets()) {
		t.Error("two presets have one hash")
	}
	if _, err := Preset("rand-ucal"); kindOf(t, err) != "rules" || !strings.Contains(err.Error(), `"rand-ucla"`) {
		t.Error(err)
	}
}

// The published and computed cases of IPRAS that the project holds.
func TestIPRASReference(t *testing.T) {
	data, err := os.ReadFile(filepath.FromSlash("../../../shared/data/stats-reference/ipras.json"))
	if err != nil {
		t.Skip("the reference cases are not here")
	}
	var cases []struct {
		Name  string
		Input struct {
			Ratings []int
			Scale   []int
		}
		Expected struct {
			N      int
			Median *float64
			Type7  struct {
				DI           *float64
				Disagreement *bool
			} `json:"quantile_type7"`
			Low  *int `json:"n_1_3"`
			High *int `json:"n_7_9"`
		}
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, c := range cases {
		if c.Expected.Median == nil || c.Expected.Type7.Disagreement == nil || len(c.Input.Scale) != 2 || c.Input.Scale[1] != 9 {
			continue
		}
		tried++
		var votes strings.Builder
		for _, r := range c.Input.Ratings {
			fmt.Fprint(&votes, r)
		}
		out := judged(t, named(t, "rand-ucla"), map[string]string{"a": votes.String()})
		all := out.All
		if all.Base != c.Expected.N || all.Median != *c.Expected.Median || all.Disagreement != *c.Expected.Type7.Disagreement ||
			c.Expected.Type7.DI != nil && math.Abs(all.Index-*c.Expected.Type7.DI) > 1e-9 || c.Expected.Low != nil && all.Against != *c.Expected.Low || c.Expected.High != nil && all.For != *c.Expected.High {
			t.Errorf("%s: got %+v", c.Name, all)
		}
		want := None
		if !*c.Expected.Type7.Disagreement && *c.Expected.Median >= 6.5 {
			want = For
		} else if !*c.Expected.Type7.Disagreement && *c.Expected.Median < 3.5 {
			want = Against
		}
		if out.Result != want {
			t.Errorf("%s: got %s, want %s", c.Name, out.Result, want)
		}
	}
	if tried < 5 {
		t.Errorf("only %d cases were tried", tried)
	}
}

// Votes in any order, changed and taken back, are counted as a naive recount of who
// said what last has it; and what was written is what is read.
func TestRecount(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 7))
		g := newGroup(t)
		scale := scales[rng.IntN(len(scales))]
		rules := Rules{Scale: scale, Method: Share, Part: 2, Of: 3, Quantile: 7, AbstentionsCount: rng.IntN(2) == 0}
		g.rules(rules)
		names := []string{"x", "y"}
		var members []string
		for i := range 3 + rng.IntN(5) {
			id, name := fmt.Sprint("m", i), names[rng.IntN(2)]
			members = append(members, id)
			g.must(Event{By: "chair", Member: &Member{ID: id, Name: id, Group: name, Role: Ordinary}})
		}
		ids := []string{"A1", "A2", "A3"}
		g.open(ids...)
		type key struct{ m, a string }
		last, event := map[key]string{}, map[key]int{}
		values := append(scale.points(), abstain)
		for range 60 {
			k := key{members[rng.IntN(len(members))], ids[rng.IntN(3)]}
			if n, is := event[k]; is && rng.IntN(4) == 0 {
				g.must(Event{By: k.m, Withdraw: &Withdrawal{N: n, Why: "changed my mind"}})
				delete(last, k)
				delete(event, k)
				continue
			}
			v := values[rng.IntN(len(values))]
			g.vote(k.m, k.a, v)
			last[k], event[k] = v, len(g.log.Events)
		}
		g.close()
		for _, id := range ids {
			d := Disposition("")
			for d == "" || d == Accepted {
				d = Dispositions[rng.IntN(len(Dispositions))]
			}
			decision := &Decision{Amendment: id, Fingerprint: print(id), Operation: "add", Disposition: d, Rationale: fmt.Sprint("reason ", rng.Uint64()), Departs: "as it is"}
			if d == AcceptedModified {
				decision.Text = "Other words, \"so\" \u2028 <&>."
			}
			if d == Duplicate {
				decision.SameAs = "A9"
			}
			g.must(Event{By: "chair", Decide: decision}, Event{By: members[0], Note: &Note{Amendment: id, Text: "\xff\x00\t"}})
			if rng.IntN(2) == 0 {
				g.must(Event{By: "chair", Withdraw: &Withdrawal{N: len(g.log.Events) - rng.IntN(2), Why: "no"}})
			}
		}
		log, found := Read(g.path, g.bytes())
		if len(found) > 0 {
			t.Fatal(found)
		}
		if !reflect.DeepEqual(log.Events, g.log.Events) || log.Head != g.log.Head {
			t.Fatalf("seed %d: what was read is not what was added", seed)
		}
		outcomes, err := log.Outcomes(1)
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range outcomes {
			points := map[string]int{}
			voted := 0
			for k, v := range last {
				if k.a == out.Amendment {
					points[v]++
					voted++
				}
			}
			sum := 0
			for i, p := range scale.points() {
				if out.All.Points[i] != points[p] {
					t.Errorf("seed %d, %s: %d votes of %s, want %d", seed, out.Amendment, out.All.Points[i], p, points[p])
				}
				sum += out.All.Points[i]
			}
			base := voted - points[abstain]
			if rules.AbstentionsCount {
				base = voted
			}
			if out.All.Base != base || out.All.Voted != voted || out.All.Abstained != points[abstain] || out.All.Members != len(members)+1 || sum != out.All.For+out.All.Between+out.All.Against {
				t.Errorf("seed %d: %+v", seed, out.All)
			}
			inGroups := 0
			for _, gr := range out.Groups {
				inGroups += gr.Voted
			}
			if inGroups != voted {
				t.Errorf("seed %d: groups do not add up", seed)
			}
		}
	}
}

func TestStability(t *testing.T) {
	g := newGroup(t)
	g.members("u", 8)
	g.rules(named(t, "percent"))
	g.open("A1", "A2", "A3")
	if _, err := g.log.Outcomes(1); kindOf(t, err) != "round-open" {
		t.Error("how people vote is told while the round is open", err)
	}
	g.votes("u", "A1", ballots9("77755511")...)
	g.votes("u", "A2", ballots9("99999999")...)
	g.votes("u", "A3", ballots9("5555----")...)
	turnouts, err := g.log.Turnouts(1)
	if err != nil || turnouts[2] != (Turnout{1, "A3", 9, 4}) {
		t.Error(turnouts, err)
	}
	g.close()
	left, err := g.log.Unsettled(1)
	if err != nil || len(left) != 2 || left[0].Amendment != "A1" || left[1].Amendment != "A3" {
		t.Fatal(left, err)
	}
	g.open("A1", "A3")
	// One of eight moves from 1 to 5: 12.5%.
	g.votes("u", "A1", ballots9("77755515")...)
	g.votes("u", "A3", ballots9("----5555")...)
	if _, err := g.log.Stability(1, 2); kindOf(t, err) != "round-open" {
		t.Error(err)
	}
	g.close()
	list, err := g.log.Stability(1, 2)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if s := list[0]; s.Both != 8 || s.Unchanged != 7 || s.Moved != 1 || !s.Stable || s.Ratings == nil || !strings.Contains(s.Words, "7 of 8 (87.5%)") || !strings.Contains(s.Words, "1 of 8 (12.5%)") {
		t.Errorf("%+v", s)
	}
	if s := list[1]; s.Both != 0 || s.OnlyFirst != 4 || s.OnlyLater != 4 || s.Stable || !strings.Contains(s.Words, "cannot be told") {
		t.Errorf("%+v", s)
	}

	y := newGroup(t)
	y.members("u", 10)
	y.rules(named(t, "majority"))
	y.open("A1")
	y.votes("u", "A1", ballots9("nnnnnnyyyy")...)
	y.close()
	y.open("A1")
	y.votes("u", "A1", ballots9("yyyyynyyyn")...)
	y.close()
	list, err = y.log.Stability(1, 2)
	// Five went to yes and one to no: two-sided binomial chance 2(1+6)/64 = 0.21875.
	if err != nil || list[0].McNemar == nil || math.Abs(list[0].McNemar.ExactP-0.21875) > 1e-12 || list[0].Moved != 4 || list[0].Stable {
		t.Errorf("%+v %v", list, err)
	}
}

func TestParseShare(t *testing.T) {
	for _, c := range []struct {
		said     string
		part, of int
	}{{"75%", 75, 100}, {" 2 / 3 ", 2, 3}, {"1/2", 1, 2}, {"100%", 100, 100}, {"75", 0, 0}, {"3/2", 0, 0}, {"0%", 0, 0}, {"66.7%", 0, 0}, {"a/b", 0, 0}, {"", 0, 0}, {"1/99999999999999999999", 0, 0}} {
		part, of, err := ParseShare(c.said)
		if part != c.part || of != c.of || (err == nil) != (c.of > 0) {
			t.Errorf("%q: got %d of %d, %v", c.said, part, of, err)
		}
	}
}
