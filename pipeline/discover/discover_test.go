package discover

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/sheet"
	"concord/pipeline/theme"
)

// three topics, each said in different words by as many people.
func topics(each int) []theme.Unit {
	forms := [][]string{
		{"supervision of digital work is missing %s", "who supervises our online sessions %s", "supervisors never see digital sessions %s", "digital supervision for trainees %s"},
		{"laptops are old and slow %s", "our laptop is too slow for video %s", "slow computers and old laptops %s", "a new laptop for every old computer %s"},
		{"confidential data and privacy at home %s", "privacy of client data %s", "client data must stay confidential %s", "home visits and the privacy of data %s"},
	}
	var out []theme.Unit
	for i := range each {
		for k, f := range forms {
			id := fmt.Sprintf("R%d%03d", k, i)
			out = append(out, theme.Unit{ID: id + "/q", Person: id, Source: "survey", Question: fmt.Sprint("q", i%2), Text: fmt.Sprintf(f[i%4], fmt.Sprintf("z%d", i))})
		}
	}
	return out
}

func TestClusters(t *testing.T) {
	units := append(topics(12), said("n/a", "N/A", "nothing to add", "-", "😀😀", "very good indeed", "zebra xylophone")...)
	r, err := Discover(context.Background(), Input{Units: units}, Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := Counts{Units: 43, People: 43, SetAside: 4, Wordless: 1, Looked: 38, Texts: 38, Clustered: r.Counts.Clustered, Unclustered: 38 - r.Counts.Clustered}
	if r.Counts != want {
		t.Errorf("%+v, want %+v", r.Counts, want)
	}
	if len(r.NonAnswers) != 3 || r.NonAnswers[0] != (Form{"n/a", 2, 2}) || r.NonAnswers[1] != (Form{"(blank)", 1, 1}) {
		t.Errorf("%v", r.NonAnswers)
	}
	if len(r.Clusters) < 3 {
		t.Fatalf("%d clusters", len(r.Clusters))
	}
	topic := map[string]byte{}
	for _, m := range r.Members {
		if at, ok := topic[m.Cluster]; ok && at != m.Unit[1] {
			t.Errorf("%s has two topics: %v", m.Cluster, r.Members)
		}
		topic[m.Cluster] = m.Unit[1]
	}
	last := map[byte]bool{}
	for _, c := range r.Clusters {
		if c.Label == "" || len(c.Quotes) < 3 || c.People != c.Units || c.Survey != c.People {
			t.Errorf("%+v", c)
		}
		people := map[string]bool{}
		for _, q := range c.Quotes {
			people[q.Person] = true
		}
		if len(people) != len(c.Quotes) {
			t.Errorf("quotes of one person: %v", c.Quotes)
		}
		if _, err := theme.ParseRule(c.Rule); err != nil || c.RulePrecision < 0.6 {
			t.Errorf("rule %q: %v %v %v", c.Rule, err, c.RulePrecision, c.RuleRecall)
		}
		if lasting(c.Stability) {
			last[c.Quotes[0].Unit[1]] = true
		} else if c.Reading != "dissolves" {
			t.Errorf("%s: %v is %q", c.ID, c.Stability, c.Reading)
		}
	}
	if len(last) != 3 {
		t.Errorf("topics with a cluster that lasts: %v", last)
	}
	why := map[string]string{}
	for _, u := range r.Unclustered {
		why[u.Unit] = u.Why
	}
	if why["R006/q"] != reasons[noSubject] || why["R007/q"] != reasons[alone] {
		t.Errorf("%v", why)
	}
}

func TestRuleFiguresAreThoseOfTheTagger(t *testing.T) {
	units := topics(12)
	r, err := Discover(context.Background(), Input{Units: units}, Options{Resamples: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Clusters {
		tagger, err := theme.NewTagger(&theme.Codebook{Themes: []theme.Theme{{ID: "x", Rules: []string{c.Rule}}}})
		if err != nil {
			t.Fatal(err)
		}
		found, in := map[string]bool{}, 0
		for _, coding := range tagger.Tag(units, 1) {
			found[coding.Unit] = true
		}
		for _, m := range r.Members {
			if m.Cluster == c.ID && found[m.Unit] {
				in++
			}
		}
		if len(found) != c.RuleFound || !close(float64(in)/float64(len(found)), c.RulePrecision, 1e-12) || !close(float64(in)/float64(c.Units), c.RuleRecall, 1e-12) {
			t.Errorf("%s: %d found, %d in; said %d, %v, %v", c.ID, len(found), in, c.RuleFound, c.RulePrecision, c.RuleRecall)
		}
	}
}

func TestCodedUnitsAreLeftOutUnlessAskedFor(t *testing.T) {
	units := topics(6)
	units = append(units, theme.Unit{ID: "e", Person: "e", Text: "👍"}, theme.Unit{ID: "n", Person: "n", Text: "n/a"})
	coding := []theme.Coding{{Unit: "e", Theme: "t"}, {Unit: "n", Theme: "t"}, {Unit: units[0].ID, Theme: "t"}, {Unit: units[0].ID, Theme: "u"}, {Unit: units[3].ID, Theme: "t"}}
	for _, all := range []bool{false, true} {
		r, err := Discover(context.Background(), Input{Units: units, Codings: coding}, Options{All: all, Resamples: 2})
		if err != nil {
			t.Fatal(err)
		}
		looked, coded := 16, 2
		if all {
			looked, coded = 18, 0
		}
		if r.Counts.Looked != looked || r.Counts.Coded != coded {
			t.Errorf("all %v: %+v", all, r.Counts)
		}
		if n := r.Counts; n.SetAside+n.Wordless+n.Coded+n.Looked != n.Units {
			t.Errorf("units are lost: %+v", n)
		}
	}
}

// The same units in another order, and more workers, give the same bytes.
func TestOrderAndJobsDoNotMatter(t *testing.T) {
	units := append(topics(15), said("n/a", "don't know", "laptops are old and slow z1", "Laptops are old, and slow Z1!", "", "", "\xff\xfe broken", "今日は良い天気です")...)
	for i := 0; i < len(units); i += 7 {
		units[i].Person = ""
	}
	write := func(units []theme.Unit, jobs int) []byte {
		groups := GroupsBy(units, func(u *theme.Unit) string { return u.Question })
		r, err := Discover(context.Background(), Input{Units: units, Groups: groups}, Options{Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := write(units, 1)
	rng := rand.New(rand.NewPCG(9, 9))
	for i := range 6 {
		mixed := slices.Clone(units)
		rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := write(mixed, 1+i%3); !bytes.Equal(got, want) {
			t.Fatalf("order %d: not the same\n%s\n%s", i, got, want)
		}
	}
}

func TestHardInput(t *testing.T) {
	long := strings.Repeat("supervision of digital work ", 1<<20/28)
	many := func(text string, n int) []string { return slices.Repeat([]string{text}, n) }
	for name, texts := range map[string][]string{
		"none":          {},
		"one":           {"more training"},
		"blank":         many("", 5),
		"non-answers":   many("n/a", 20),
		"all identical": many("More supervision please", 20),
		"twenty":        {"more time", "more money", "less paper", "time off", "a laptop", "a phone", "training", "time", "video", "supervision", "no video", "online groups", "privacy", "data", "staff", "trainees", "clients", "cost", "travel", "rooms"},
		"a mebibyte":    {long, long, "supervision", "digital", "work"},
		"one long word": {strings.Repeat("x", 1<<20), strings.Repeat("ȺȺ's", 1000)},
		"marks":         {strings.Repeat("!", 1<<18), strings.Repeat("[", 1<<18), strings.Repeat("( ", 1<<16)},
		"broken":        {"\xff\xfe\x80 supervision \xc3", "sup\xffervision", "\xe4\xb8", strings.Repeat("\xf0", 100)},
		"scripts":       {"我们需要更多培训", "我们需要培训", "更多培训", "培训很好", "نحتاج إلى تدريب", "التدريب مهم", "Нужно обучение", "Обучение важно", "ต้องการการฝึกอบรม"},
		"emoji":         {"👍👍", "🙂", "👍 supervision", "👩‍👩‍👧"},
		"formulas":      many("=cmd|'/c calc'!A1 supervision", 4),
	} {
		r := find(t, texts)
		n := r.Counts
		if n.SetAside+n.Wordless+n.Looked != n.Units || n.Looked != n.Clustered+n.Unclustered {
			t.Errorf("%s: units are lost: %+v", name, n)
		}
		if r.Clusters == nil || r.Phrases == nil || r.Pairs == nil || r.Keywords == nil || r.Unclustered == nil || r.Members == nil {
			t.Errorf("%s: a list is nil", name)
		}
		var out bytes.Buffer
		if err := r.WriteText(&out, 10); err != nil || !utf8.Valid(out.Bytes()) {
			t.Errorf("%s: %v", name, err)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if utf8.RuneCountInString(line) > width && len(strings.Fields(line)) > 1 {
				t.Errorf("%s: %d characters: %s", name, utf8.RuneCountInString(line), line)
			}
		}
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r := find(t, many("More supervision please", 20)); len(r.Clusters) != 1 || r.Clusters[0].People != 20 || r.Clusters[0].Texts != 1 {
		t.Errorf("twenty people who say the same are one cluster: %+v", r.Clusters)
	}
}

func TestSheets(t *testing.T) {
	r := find(t, slices.Repeat([]string{"=1+1 supervision"}, 4))
	for _, f := range []func() ([]byte, error){
		func() ([]byte, error) { return sheet.Marshal(r.Clusters) },
		func() ([]byte, error) { return sheet.Marshal(r.Members) },
		func() ([]byte, error) { return sheet.Marshal(r.Phrases) },
		func() ([]byte, error) { return sheet.Marshal(r.Pairs) },
		func() ([]byte, error) { return sheet.Marshal(r.Keywords) },
		func() ([]byte, error) { return sheet.Marshal(r.Unclustered) },
		func() ([]byte, error) { return sheet.Marshal(r.NonAnswers) },
	} {
		if _, err := f(); err != nil {
			t.Error(err)
		}
	}
}

func TestVectors(t *testing.T) {
	// The words have nothing in common; the vectors say that there are two kinds.
	var texts []string
	var vectors [][]float32
	for i := range 16 {
		texts = append(texts, fmt.Sprintf("w%dx v%dy u%dz", i, i, i))
		v := []float32{1, float32(i) / 100, 0}
		if i%2 == 1 {
			v = []float32{0, float32(i) / 100, 2}
		}
		vectors = append(vectors, v)
	}
	units := said(texts...)
	r, err := Discover(context.Background(), Input{Units: units, Vectors: vectors}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.By != "sentence vectors" || len(r.Clusters) < 2 || r.Counts.Unclustered != 0 {
		t.Fatalf("%+v", r)
	}
	kind := map[string]int{}
	for _, m := range r.Members {
		i := slices.IndexFunc(units, func(u theme.Unit) bool { return u.ID == m.Unit })
		if k, ok := kind[m.Cluster]; ok && k != i%2 {
			t.Errorf("%s is of two kinds", m.Cluster)
		}
		kind[m.Cluster] = i % 2
	}
	for _, bad := range [][][]float32{{}, make([][]float32, 15), append(slices.Clone(vectors[:15]), []float32{1}), append(slices.Clone(vectors[:15]), []float32{1, 2, float32nan()})} {
		if _, err := Discover(context.Background(), Input{Units: units, Vectors: bad}, Options{}); err == nil {
			t.Error("vectors that do not fit")
		}
	}
}

func float32nan() float32 { var z float32; return z / z }

func TestOptionsOutOfRange(t *testing.T) {
	for _, o := range []Options{{MinPeople: -1}, {Resolution: -1}, {Resamples: 1001}, {Listed: 501}} {
		if _, err := Discover(context.Background(), Input{}, o); err == nil {
			t.Errorf("%+v", o)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Discover(ctx, Input{Units: topics(3)}, Options{}); err == nil {
		t.Error("went on after it was told to stop")
	}
}

func TestOtherLanguages(t *testing.T) {
	var texts []string
	for i := range 12 {
		texts = append(texts, fmt.Sprintf("die Supervision ist zu kurz m%d", i), fmt.Sprintf("der Datenschutz ist die Sorge k%d", i))
	}
	r, err := Discover(context.Background(), Input{Units: said(texts...)}, Options{Language: "de-AT"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Clusters {
		if strings.HasPrefix(c.Label, "die") || strings.HasPrefix(c.Label, "ist") {
			t.Errorf("%+v", c)
		}
	}
}

func FuzzDiscover(f *testing.F) {
	f.Add("supervision of digital work", "more supervision", "n/a")
	f.Add("\xff[name] ȺȺ's", "a.b.c e.g. U.K.", "今日")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		units := said(a, b, c, a+" "+b, b+". "+c, a+c, a, b)
		r, err := Discover(context.Background(), Input{Units: units, Groups: GroupsBy(units, func(u *theme.Unit) string { return u.ID[3:4] })}, Options{MinPeople: 1, Resamples: 2})
		if err != nil {
			t.Fatal(err)
		}
		if n := r.Counts; n.SetAside+n.Wordless+n.Looked != n.Units {
			t.Fatalf("%+v", n)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Clusters {
			if c.Rule != "" {
				if _, err := theme.ParseRule(c.Rule); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// Communities of a network of two cliques joined by one edge are the cliques.
func TestCommunities(t *testing.T) {
	var edges []edge
	for i := range int32(5) {
		for j := range i {
			edges = append(edges, edge{j, i, 1}, edge{j + 5, i + 5, 1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) })
	edges = append(edges, edge{4, 5, 1})
	of := communities(newNetwork(10, edges), 1)
	for i := range of {
		if of[i] != of[i/5*5] || of[0] == of[5] {
			t.Fatalf("%v", of)
		}
	}
}

// With parts of the space searched and not all of it, nearly all neighbours are
// found.
func TestNearestInParts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	vectors := make([][]float32, compareAll+1000)
	middles := make([][]float32, 60)
	for i := range middles {
		middles[i] = make([]float32, 10)
		for x := range middles[i] {
			middles[i][x] = float32(rng.NormFloat64())
		}
	}
	for i := range vectors {
		v := make([]float32, 10)
		for x := range v {
			v[x] = middles[i%60][x] + float32(rng.NormFloat64())
		}
		vectors[i] = unitVector(v)
	}
	got := nearest(vectors, 10, 2)
	found, all := 0, 0
	for i := 0; i < len(vectors); i += 50 {
		var exact []near
		for j := range vectors {
			if j != i {
				exact = append(exact, near{int32(j), rounded(dot(vectors[i], vectors[j]))})
			}
		}
		slices.SortFunc(exact, byCosine)
		for _, e := range exact[:10] {
			all++
			if slices.Contains(got[i], e) {
				found++
			}
		}
	}
	if found*10 < all*9 {
		t.Errorf("%d of %d neighbours found", found, all)
	}
}
