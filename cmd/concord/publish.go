package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/publish"
)

const publishHelp = `concord publish CONSULTATION --out DIR [--address URL] [--jobs N]

Writes a site of the framework and of what the consultation came to: every version
and every statement at its own address, what changed and why, "you said, we did",
tables and charts, a page on which people rate themselves, and files for other
systems. It works from a folder, a USB stick or any web server, without a network.

Small counts are hidden as the study says. Words of a comment go out only where
cleared.txt in the consultation's folder names it, one id a line; where words of
another comment, or the id of a person, stand in what would be published, nothing is
written and each place is named.

  --out DIR      the folder of the site: a new one, or that of an earlier site
  --address URL  where it will stand, such as https://example.org/framework, for the
                 addresses in CASE files and in the feed
  --jobs N       how many processors to use; all when not given

For example: concord publish data/iapt-digital-2020 --out site
`

func publishCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("publish", publishHelp)
	dir := f.String("out", "", "")
	address := f.String("address", "", "")
	jobs := f.Int("jobs", 0, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	if *dir == "" {
		fmt.Fprintf(errs, "concord publish: found no --out, expected the folder to write the site into\n%s", f.usage())
		return exitUnusable
	}
	if *jobs < 0 {
		fmt.Fprintf(errs, "concord: --jobs %d: give 1 or more\n", *jobs)
		return exitUnusable
	}
	if *address != "" {
		if u, err := url.Parse(*address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			fmt.Fprintf(errs, "concord publish: --address %s: give an address such as https://example.org/framework\n", *address)
			return exitUnusable
		}
	}
	g, err := publish.Gather(ctx, publish.Options{Study: rest[0], Address: *address, Jobs: *jobs})
	if err != nil {
		return report(errs, err)
	}
	files, err := publish.Pages(g.Site)
	if err != nil {
		return report(errs, err)
	}
	if found := publish.Watch(files, g.Units, g.Cleared, g.Public); len(found) > 0 {
		finding.Sort(found)
		printSome(errs, found)
		fmt.Fprintf(errs, "concord: %s what may not be published. Nothing was written.\n", plural(len(found), "place holds", "places hold"))
		return exitUnusable
	}
	if err := publish.Write(*dir, files); err != nil {
		var place finding.Finding
		if errors.As(err, &place) {
			printFindings(errs, []finding.Finding{place})
			fmt.Fprintln(errs, "concord: the site was not written.")
			return exitUnusable
		}
		return report(errs, err)
	}
	printSome(errs, g.Findings)
	var versions []string
	for _, v := range g.Site.Versions {
		versions = append(versions, v.Version)
	}
	fmt.Fprintf(out, "%s, of version %s.\n", plural(len(files), "file", "files"), strings.Join(versions, ", "))
	fmt.Fprintf(out, "%s cleared for publication.\n", plural(len(g.Cleared), "comment is", "comments are"))
	fmt.Fprintf(out, "Site: %s\n", filepath.Join(*dir, "index.html"))
	if len(g.Findings) > 0 {
		return exitFindings
	}
	return exitDone
}
