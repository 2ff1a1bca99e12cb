package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"concord/pipeline/finding"
	"concord/pipeline/learn"
	"concord/pipeline/theme"
)

// ruleBooks are two codebooks for the themes of codedData: its rules as they were
// written from the themes' names, and after they were improved with the comments
// in view that are learnt from.
var ruleBooks = []struct{ file, words string }{
	{"nhs-codebook-blind.yaml", "rules written from the themes' names"},
	{"nhs-codebook.yaml", "rules improved with coded comments in view"},
}

// rules prints how well rules alone find the themes that people gave, on the
// comments that learning is tested on.
func rules() error {
	c, err := readCoded(codedData)
	if os.IsNotExist(err) {
		fmt.Printf("\nRules are not measured: %s is not there.\n", codedData)
		return nil
	} else if err != nil {
		return err
	}
	type once struct {
		key      learn.Key
		question string
	}
	seen := map[once]bool{}
	tested := c.part(true)
	var units []theme.Unit
	var labels [][]int
	for i, d := range tested.docs {
		o := once{learn.KeyOf(d.Text), d.Question}
		if !seen[o] {
			seen[o] = true
			units = append(units, theme.Unit{ID: d.ID, Person: d.ID, Source: "survey", Question: d.Question, Text: d.Text})
			labels = append(labels, tested.labels[i])
		}
	}
	fmt.Printf("\n%-52s %15s %15s\n", "rules: "+thousands(len(units))+" comments", "micro F1", "macro F1")
	for _, b := range ruleBooks {
		data, err := os.ReadFile(filepath.Join("pipeline", "theme", "testdata", b.file))
		if err != nil {
			return err
		}
		book, findings := theme.ReadCodebook(b.file, data)
		if faults := finding.Errors(findings); len(faults) > 0 {
			return faults[0]
		}
		tagger, err := theme.NewTagger(book)
		if err != nil {
			return err
		}
		given := map[string][]learn.Suggestion{}
		had := map[[2]string]bool{}
		for _, x := range tagger.Tag(units, runtime.GOMAXPROCS(0)) {
			if pair := [2]string{x.Unit, x.Theme}; !had[pair] {
				had[pair] = true
				given[x.Unit] = append(given[x.Unit], learn.Suggestion{Theme: x.Theme, Over: true})
			}
		}
		suggested := make([][]learn.Suggestion, len(units))
		for i, u := range units {
			suggested[i] = given[u.ID]
		}
		f := learn.Compare(c.book, labels, suggested)
		fmt.Printf("%-52s %15.3f %15.3f\n", b.words, f.Micro, f.Macro)
	}
	return nil
}
