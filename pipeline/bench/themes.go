package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"concord/pipeline/learn"
	"concord/pipeline/vectors"
)

// codedData is comments on NHS services, each with the one code that a person gave
// it (the data of pxtextmining's first phase). It is not part of this repository. Whether a comment is learnt from or tested on follows from
// its text: learn.Key.Held.
const codedData = "../shared/data/coded-nhs-feedback-phase1/phase1_text_data.csv"

type codedComments struct {
	docs   []learn.Doc
	labels [][]int
	book   learn.Codebook
}

func readCoded(file string) (*codedComments, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s cannot be read: %w", file, err)
	}
	c := &codedComments{book: learn.Codebook{ID: "nhs", Version: "1"}}
	place := map[string]int{}
	for i, row := range rows[1:] {
		code, name, text, question := row[0], row[2], row[3], row[6]
		k, ok := place[code]
		if !ok {
			k = len(c.book.Themes)
			place[code] = k
			c.book.Themes = append(c.book.Themes, learn.Theme{ID: code, Words: name})
		}
		c.docs = append(c.docs, learn.Doc{ID: strconv.Itoa(i), Text: text, Question: question})
		c.labels = append(c.labels, []int{k})
	}
	return c, nil
}

// part gives the comments that are learnt from, or those that are tested on.
func (c *codedComments) part(held bool) *codedComments {
	out := &codedComments{book: c.book}
	for i, d := range c.docs {
		if learn.KeyOf(d.Text).Held() == held {
			out.docs = append(out.docs, d)
			out.labels = append(out.labels, c.labels[i])
		}
	}
	return out
}

// embedded gives the comments with their sentence vectors, nil where the model is
// not installed. Vectors are kept between runs in the folder for passing files.
func (c *codedComments) embedded(jobs int) (*codedComments, error) {
	folder, err := vectors.Folder()
	if err != nil {
		return nil, err
	}
	model, err := vectors.Open(folder)
	if vectors.Absent(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	cache, _ := model.OpenCache(filepath.Join(os.TempDir(), "concord-bench.vectors"))
	texts := make([]string, len(c.docs))
	for i, d := range c.docs {
		texts[i] = d.Text
	}
	list, err := cache.Embed(context.Background(), texts, jobs)
	if err != nil {
		return nil, err
	}
	if err := cache.Save(); err != nil {
		return nil, err
	}
	out := &codedComments{docs: slices.Clone(c.docs), labels: c.labels, book: c.book}
	for i := range out.docs {
		out.docs[i].Vector = list[i]
	}
	return out, nil
}

// themeJob does one of the jobs of this file; done is false where the job is not
// of this file.
func themeJob(job string, jobs, runs int) (done bool, err error) {
	switch job {
	case "themes":
		return true, themes(runs)
	case "train", "suggest":
	default:
		return false, nil
	}
	runtime.GOMAXPROCS(jobs)
	c, err := readCoded(codedData)
	if err != nil {
		return true, err
	}
	coded, others := c.part(false), c.part(true)
	start := time.Now()
	m, err := learn.Train(context.Background(), coded.docs, coded.labels, c.book, learn.Options{Jobs: jobs})
	if err != nil {
		return true, err
	}
	units := len(coded.docs)
	if job == "suggest" {
		start = time.Now()
		if _, err := m.SuggestAll(context.Background(), others.docs, jobs); err != nil {
			return true, err
		}
		units = len(others.docs)
	}
	fmt.Println(time.Since(start).Seconds(), units, "comments")
	return true, nil
}

// themes prints how well themes are learnt from comments that people have coded,
// how fast, and what the order of coding is worth.
func themes(runs int) error {
	c, err := readCoded(codedData)
	if os.IsNotExist(err) {
		fmt.Printf("\nLearning from human codes is not measured: %s is not there.\n", codedData)
		return nil
	} else if err != nil {
		return err
	}
	jobs := runtime.GOMAXPROCS(0)
	fmt.Printf("\n%-52s %5s %9s %22s %10s\n", "learning: "+strconv.Itoa(len(c.book.Themes))+" themes", "jobs", "seconds", "speed", "peak MB")
	for _, j := range []struct {
		name, words string
		jobs        int
	}{
		{"train", "train, with cross-validation", 1},
		{"train", "train, with cross-validation", jobs},
		{"suggest", "suggest themes, with their words", 1},
		{"suggest", "suggest themes, with their words", jobs},
	} {
		best, err := measure(j.name, "", j.jobs, runs)
		if err != nil {
			return err
		}
		fmt.Printf("%-52s %5d %9.2f %22s %10s\n", j.words, j.jobs, best.seconds, thousands(int(float64(best.units)/best.seconds))+" comments/s", best.peak)
	}
	sizes := []int{100, 400, 1600}
	unasked := &codedComments{docs: slices.Clone(c.docs), labels: c.labels, book: c.book}
	for i := range unasked.docs {
		unasked.docs[i].Question = ""
	}
	withVectors, err := c.embedded(jobs)
	if err != nil {
		return err
	}
	fmt.Printf("\n%-52s %15s %15s %15s %15s\n", "learning: micro and macro F1 after so many comments", "100", "400", "1,600", "all")
	for _, row := range []struct {
		words string
		c     *codedComments
		o     learn.Options
	}{
		{"a plain linear SVM, words and letters", c, learn.Options{Jobs: jobs, Plain: true}},
		{"concord, the question not told", unasked, learn.Options{Jobs: jobs}},
		{"concord", c, learn.Options{Jobs: jobs}},
		{"concord with sentence vectors", withVectors, learn.Options{Jobs: jobs}},
	} {
		if row.c == nil {
			fmt.Printf("%-52s not measured: the sentence model is not installed (make model)\n", row.words)
			continue
		}
		e, err := learn.Evaluate(context.Background(), row.c.docs, row.c.labels, row.c.book, row.o, sizes)
		if err != nil {
			return err
		}
		fmt.Printf("%-52s", row.words)
		for _, p := range e.Curve {
			fmt.Printf("     %.3f  %.3f", p.Micro, p.Macro)
		}
		fmt.Printf("\n%-52s learnt from %s, tested on %s; %s copies left out; rule %s; micro F1 %.3f to %.3f, samples F1 %.3f, exact %.3f\n", "", thousands(e.Training), thousands(e.Model.Comments), thousands(e.Copies), e.Rule, e.MicroLow, e.MicroHigh, e.Model.Samples, e.Model.Exact)
		if row.words == "concord" {
			fmt.Printf("%-52s always the most frequent theme %.3f, that of the question %.3f\n", "", e.Frequent.Micro, e.ByQuestion.Micro)
			for _, x := range e.Chances {
				fmt.Printf("%-52s said %.2f, right %.2f of %s\n", "", x.Said, x.Right, thousands(x.Count))
			}
		}
	}
	return orders(c, jobs)
}

// orders prints what a model learns from equal numbers of comments chosen by
// learn.Next and by chance: the means over five first hundreds drawn by chance.
func orders(c *codedComments, jobs int) error {
	pool, held := c.part(false), c.part(true)
	steps := []int{100, 200, 300, 400, 600, 800}
	ctx := context.Background()
	// One of each text, as nobody codes the same text twice.
	once := func(c *codedComments) {
		seen := map[learn.Key]bool{}
		out := codedComments{book: c.book}
		for i, d := range c.docs {
			if key := learn.KeyOf(d.Text); !seen[key] {
				seen[key] = true
				out.docs = append(out.docs, d)
				out.labels = append(out.labels, c.labels[i])
			}
		}
		*c = out
	}
	once(pool)
	once(held)
	fmt.Printf("\n%-52s %15s %15s %15s %15s\n", "learning: micro and macro F1 by what is coded", "100", "200", "400", "800")
	const seeds = 5
	for _, order := range []string{"by chance", "in the order of learn.Next"} {
		micro, macro := map[int]float64{}, map[int]float64{}
		for seed := range seeds {
			places := rand.New(rand.NewPCG(uint64(seed), 20201122)).Perm(len(pool.docs))
			coded, rest := slices.Clone(places[:steps[0]]), slices.Clone(places[steps[0]:])
			for s, n := range steps {
				docs, labels := make([]learn.Doc, n), make([][]int, n)
				for i, p := range coded {
					docs[i], labels[i] = pool.docs[p], pool.labels[p]
				}
				m, err := learn.Train(ctx, docs, labels, pool.book, learn.Options{Jobs: jobs})
				if err != nil {
					return err
				}
				list, err := m.SuggestAll(ctx, held.docs, jobs)
				if err != nil {
					return err
				}
				f := learn.Compare(pool.book, held.labels, list)
				micro[n] += f.Micro / seeds
				macro[n] += f.Macro / seeds
				if s+1 == len(steps) {
					break
				}
				more := steps[s+1] - n
				if order == "by chance" {
					coded = append(coded, rest[:more]...)
					rest = rest[more:]
					continue
				}
				choose := make([]learn.Doc, len(rest))
				for i, p := range rest {
					choose[i] = pool.docs[p]
				}
				next, err := learn.Next(ctx, m, docs, choose, more, jobs)
				if err != nil {
					return err
				}
				chosen := map[int]bool{}
				for _, x := range next {
					chosen[rest[x.Doc]] = true
					coded = append(coded, rest[x.Doc])
				}
				rest = slices.DeleteFunc(rest, func(p int) bool { return chosen[p] })
			}
		}
		fmt.Printf("%-52s", order)
		for _, n := range []int{100, 200, 400, 800} {
			fmt.Printf("     %.3f  %.3f", micro[n], macro[n])
		}
		fmt.Println()
	}
	return nil
}
