// Command generate writes the survey of this consultation: the export of a
// questionnaire that nobody real filled in. The people and what they say are in
// the YAML files beside it; which of them is how old, works where and answers
// when follows from a fixed seed and from the figures that the published report
// prints. Run it from the top folder of the module:
//
//	go run ./data/iapt-digital-2020/generate
//
// or give the folder of the consultation as its one argument.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	folder := filepath.FromSlash("data/iapt-digital-2020")
	switch len(os.Args) {
	case 1:
	case 2:
		folder = os.Args[1]
	default:
		fmt.Fprintln(os.Stderr, "usage: generate [FOLDER OF THE CONSULTATION]")
		os.Exit(2)
	}
	if err := write(folder); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(2)
	}
}

func write(folder string) error {
	questions, err := instrument(folder)
	if err != nil {
		return err
	}
	var export bytes.Buffer
	if err := generate(questions, &export); err != nil {
		return err
	}
	file := filepath.Join(folder, "survey", "responses.csv")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, export.Bytes(), 0o644)
}
