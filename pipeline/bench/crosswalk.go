package main

import (
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"concord/pipeline/likeness"
)

// crosswalkData is a crosswalk between two lists of occupations that people have
// checked (ESCO to O*NET; Nesta, 2021). It is not part of this repository.
const crosswalkData = "../shared/data/crosswalk-esco-onet"

// crosswalk is texts to find, and for each query the place of the right one.
type crosswalk struct {
	texts   []likeness.Doc
	queries []likeness.Doc
	right   []int
	// chosen says of each query whether it was among those that the weights of
	// package likeness were chosen on: half of them, by an even FNV-1a hash (32
	// bits) of the query's address.
	chosen []bool
}

func readCrosswalk(dir string) (*crosswalk, error) {
	table := func(name string) ([][]string, error) {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		defer file.Close()
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil || len(rows) == 0 {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		return rows[1:], nil
	}
	occupations, err := table("onet_occupations.csv")
	if err != nil {
		return nil, err
	}
	answers, err := table("esco_to_onet_gold.csv")
	if err != nil {
		return nil, err
	}
	c := &crosswalk{}
	place := map[string]int{}
	for i, row := range occupations {
		place[row[0]] = i
		c.texts = append(c.texts, likeness.Doc{Title: row[1], Text: row[2]})
	}
	for _, row := range answers {
		right, ok := place[row[4]]
		if !ok {
			return nil, fmt.Errorf("there is no occupation %s", row[4])
		}
		hash := fnv.New32a()
		io.WriteString(hash, row[0])
		c.queries = append(c.queries, likeness.Doc{Title: row[1], Text: row[2]})
		c.right = append(c.right, right)
		c.chosen = append(c.chosen, hash.Sum32()%2 == 0)
	}
	return c, nil
}

// figures are shares of queries: of those whose right text is the first, among
// the first five and ten; and the mean of one over its rank, 0 past 100.
type figures struct {
	queries             int
	at1, at5, at10, mrr float64
}

// measure finds the likest texts of the queries that which is true of.
func (c *crosswalk) measure(which func(query int) bool) figures {
	index := likeness.New(c.texts)
	var f figures
	for i, q := range c.queries {
		if !which(i) {
			continue
		}
		f.queries++
		for rank, hit := range index.Nearest(q, 100) {
			if hit.Doc != c.right[i] {
				continue
			}
			f.mrr += 1 / float64(rank+1)
			for _, part := range []struct {
				within int
				share  *float64
			}{{1, &f.at1}, {5, &f.at5}, {10, &f.at10}} {
				if rank < part.within {
					*part.share++
				}
			}
		}
	}
	for _, share := range []*float64{&f.at1, &f.at5, &f.at10, &f.mrr} {
		*share /= float64(max(f.queries, 1))
	}
	return f
}

// grown gives so many times as many texts: the texts themselves, and copies of
// them with every third word from another text.
func (c *crosswalk) grown(times int) []likeness.Doc {
	n := numbers(20200401)
	out := append([]likeness.Doc(nil), c.texts...)
	for range times - 1 {
		for _, d := range c.texts {
			words := strings.Fields(d.Text)
			for i := range words {
				other := strings.Fields(c.texts[n.below(len(c.texts))].Text)
				if i%3 == 0 && len(other) > 0 {
					words[i] = other[n.below(len(other))]
				}
			}
			out = append(out, likeness.Doc{Title: d.Title, Text: strings.Join(words, " ")})
		}
	}
	return out
}

// bestSimple are the best figures of the simple methods that were tried on the same
// queries: the cosine of runs of four letters, weighted by how rare they are,
// with titles doubled.
var bestSimple = figures{queries: 1680, at1: 0.359, at5: 0.597, at10: 0.688, mrr: 0.470}

// crosswalks prints how often the right text is found, and how the time to find
// it grows with the number of texts.
func crosswalks(runs int) error {
	c, err := readCrosswalk(crosswalkData)
	if os.IsNotExist(err) {
		fmt.Printf("\nLinks between frameworks are not measured: %s is not there.\n", crosswalkData)
		return nil
	} else if err != nil {
		return err
	}
	fmt.Printf("\n%-52s %7s %6s %6s %6s %6s\n", "likeness: ESCO occupations among "+thousands(len(c.texts))+" of O*NET", "queries", "R@1", "R@5", "R@10", "MRR")
	for _, part := range []struct {
		words string
		f     figures
	}{
		{"all", c.measure(func(int) bool { return true })},
		{"the half that the weights were chosen on", c.measure(func(i int) bool { return c.chosen[i] })},
		{"the other half", c.measure(func(i int) bool { return !c.chosen[i] })},
		{"all, the best simple method, for comparison", bestSimple},
	} {
		fmt.Printf("%-52s %7s %6.3f %6.3f %6.3f %6.3f\n", part.words, thousands(part.f.queries), part.f.at1, part.f.at5, part.f.at10, part.f.mrr)
	}
	fmt.Printf("\n%-52s %9s %12s %12s\n", "likeness: texts", "seconds", "µs a query", "queries/s")
	for _, times := range []int{1, 2, 4, 8} {
		texts := c.grown(times)
		var made, asked time.Duration
		for range runs {
			start := time.Now()
			index := likeness.New(texts)
			built := time.Since(start)
			start = time.Now()
			for _, q := range c.queries {
				index.Nearest(q, 5)
			}
			if took := time.Since(start); asked == 0 || took < asked {
				asked = took
			}
			if made == 0 || built < made {
				made = built
			}
		}
		each := asked / time.Duration(len(c.queries))
		fmt.Printf("%-52s %9.2f %12.0f %12s\n", thousands(len(texts)), made.Seconds(), float64(each.Nanoseconds())/1e3, thousands(int(time.Second/each)))
	}
	return nil
}
