package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/pipeline/finding"
	"concord/pipeline/textfile"
)

// largestFramework bounds a framework's file: the largest published ones have
// some tens of megabytes as CASE packages.
const largestFramework = 256 << 20

// openFramework gives the framework that a person names: the id of one that
// comes with concord, with or without @VERSION, or the path of a YAML file or a
// CASE package. The error says why there is none; the findings, what is wrong
// in it.
func openFramework(name string) (*frameworks.Framework, []finding.Finding, error) {
	if !looksLikePath(name) {
		id, version, _ := strings.Cut(name, "@")
		f, findings, err := frameworks.Load(id, version)
		if err != nil {
			err = fmt.Errorf("%s A file of your own is given by its path, such as ./%s.yaml", sentence(err.Error()), id)
		}
		return f, findings, err
	}
	data, err := readFile(name)
	if err != nil {
		return nil, nil, err
	}
	if kind := textfile.NotText(data); kind != "" {
		return nil, nil, fmt.Errorf("%s is %s, which holds no framework that can be read as it is. %s Then: concord framework import FORMAT FILE", name, kind, textfile.HowToText(kind))
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		f, findings := casefile.Import(name, data)
		return f, findings, nil
	case ".yaml", ".yml":
		f, findings := frameworks.Read(name, data)
		return f, findings, nil
	}
	return nil, nil, fmt.Errorf("%s: a framework is read from a .yaml file, or from a .json file that is a CASE package. For any other file: concord framework import FORMAT %s", name, name)
}

// sentence ends words with a full stop where they have no end yet.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// looksLikePath tells a path from the id of a framework, which holds neither a
// slash nor, but after the @ of a version, a full stop.
func looksLikePath(name string) bool {
	before, _, _ := strings.Cut(name, "@")
	return strings.ContainsAny(name, `/\.`) && (before == name || strings.ContainsAny(before, `/\.`))
}

// readFile reads a whole file of a size that a framework may have.
func readFile(path string) ([]byte, error) {
	in, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: there is no such file", path)
		}
		return nil, err
	}
	defer in.Close()
	if info, err := in.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; give the file in it", path)
	}
	data, err := io.ReadAll(io.LimitReader(in, largestFramework+1))
	if err != nil {
		return nil, fmt.Errorf("%s could not be read: %w", path, err)
	}
	if len(data) > largestFramework {
		return nil, fmt.Errorf("%s is larger than %d MiB, which no framework is", path, largestFramework>>20)
	}
	return data, nil
}

// usable opens a framework for a command that needs a whole one. Where there is
// none, what is wrong is said and ok is false. Warnings and notes are said too,
// on errs, where told is true.
func usable(name string, told bool, errs io.Writer) (f *frameworks.Framework, ok bool) {
	f, findings, err := openFramework(name)
	if err != nil {
		fmt.Fprintf(errs, "concord: %v\n", err)
		return nil, false
	}
	if bad := finding.Errors(findings); len(bad) > 0 {
		printSome(errs, bad)
		fmt.Fprintf(errs, "concord: %s cannot be used as it is: %s.\n", name, plural(len(bad), "error", "errors"))
		return nil, false
	}
	if told {
		printSome(errs, findings)
	}
	return f, true
}

// printSome prints findings, and of very many only the first.
func printSome(w io.Writer, findings []finding.Finding) {
	const most = 200
	printFindings(w, findings[:min(len(findings), most)])
	if more := len(findings) - most; more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
}

// tellFindings prints findings as text with their tally, or as JSON.
func tellFindings(out io.Writer, format string, findings []finding.Finding) error {
	if format == "json" {
		if findings == nil {
			findings = []finding.Finding{}
		}
		return writeJSON(out, findings)
	}
	printSome(out, findings)
	n := tally(findings)
	_, err := fmt.Fprintf(out, "%s, %s, %s.\n", plural(n[0], "error", "errors"), plural(n[1], "warning", "warnings"), plural(n[2], "note", "notes"))
	return err
}

// exitFor gives the exit code for what was found.
func exitFor(findings []finding.Finding) int {
	switch n := tally(findings); {
	case n[0] > 0:
		return exitUnusable
	case n[1] > 0:
		return exitFindings
	}
	return exitDone
}

func writeJSON(out io.Writer, value any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}
