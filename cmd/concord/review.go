package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"concord/pipeline"
	"concord/pipeline/review"
)

const reviewHelp = `concord review CONSULTATION [--listen ADDRESS --cert FILE --key FILE] [--run DIR]
concord review links CONSULTATION [--new ID | --revoke ID]

Serves a page on which the group reads, votes and decides: the docket, each amendment
with its evidence, the comments by theme, the figures and the minutes. It is for this
computer only, unless an address and a certificate say otherwise. What is done on the
page goes into decisions.jsonl, as with concord amend; both can be used side by side.

Each member has a link of their own, which is printed once, when it is made. Who has
it votes in that name. concord review links says who has one; a new one takes the
place of the old. Stop the page with Ctrl-C; nothing is lost.

  --listen ADDRESS  where to serve it, such as 192.168.1.20:8650; ` + review.DefaultAddress + `
                    when not given
  --cert, --key     the certificate and its key, as PEM files, which an address that
                    other computers can reach needs
  --run DIR         a run's folder, whose charts are shown; reports/NAME when not given
  --new ID          make a link for this member, in place of any earlier one
  --revoke ID       end this member's link at once

For example: concord review data/iapt-digital-2020
`

func reviewCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) > 0 && args[0] == "links" {
		return reviewLinksCommand(ctx, args[1:], out, errs)
	}
	f := newFlags("review", reviewHelp)
	var address, cert, key, folder string
	f.StringVar(&address, "listen", "", "")
	f.StringVar(&cert, "cert", "", "")
	f.StringVar(&key, "key", "", "")
	f.StringVar(&folder, "run", "", "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	server, err := review.New(ctx, review.Options{Consultation: rest[0], Run: runFolder(folder, rest[0]), Log: errs})
	if err != nil {
		return report(errs, err)
	}
	at, err := review.Listen(address, cert, key)
	if err != nil {
		return report(errs, err)
	}
	d, ok := openDeciding(ctx, rest[0], errs)
	if !ok {
		at.Close()
		return exitUnusable
	}
	links, err := review.ReadLinks(server.Dir())
	if err != nil {
		at.Close()
		return report(errs, err)
	}
	made, today := 0, time.Now().Format(time.DateOnly)
	for _, m := range d.Log.Members() {
		known, opens := links.Has(m.ID)
		switch {
		case opens:
			fmt.Fprintf(out, "%s, %s: has a link.\n", m.ID, m.Role)
		case known:
			fmt.Fprintf(out, "%s, %s: the link was revoked. For a new one: concord review links %s --new %s\n", m.ID, m.Role, rest[0], m.ID)
		case m.Until != "" && m.Until < today:
		default:
			secret, err := links.New(m.ID, today)
			if err != nil {
				at.Close()
				return report(errs, err)
			}
			fmt.Fprintf(out, "%s, %s: %s\n", m.ID, m.Role, at.URL+review.Door(secret))
			made++
		}
	}
	if made > 0 {
		if err := links.Save(server.Dir()); err != nil {
			at.Close()
			return report(errs, err)
		}
		fmt.Fprintf(out, "%s printed here for the only time. Give each to its member alone.\n", plural(made, "link is", "links are"))
	}
	fmt.Fprintf(out, "The page is at %s until you press Ctrl-C.\n", at.URL)
	if err := server.Serve(ctx, at); err != nil {
		return report(errs, err)
	}
	return exitDone
}

// runFolder is the folder of a run whose charts are shown, "" where there is none.
func runFolder(folder, consultation string) string {
	if folder == "" {
		if abs, err := filepath.Abs(consultation); err == nil {
			if info, err := os.Stat(abs); err == nil && !info.IsDir() {
				abs = filepath.Dir(abs)
			}
			folder = filepath.Join("reports", filepath.Base(abs))
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "manifest.json")); err != nil {
		return ""
	}
	return folder
}

func reviewLinksCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("review links", reviewHelp)
	var fresh, revoke string
	f.StringVar(&fresh, "new", "", "")
	f.StringVar(&revoke, "revoke", "", "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	if fresh != "" && revoke != "" {
		return report(errs, errors.New("--new and --revoke do not go together: a new link ends the earlier one by itself"))
	}
	d, err := pipeline.ReadDeciding(ctx, rest[0], 0)
	if err != nil {
		return report(errs, err)
	}
	links, err := review.ReadLinks(d.Study.Dir)
	if err != nil {
		return report(errs, err)
	}
	today := time.Now().Format(time.DateOnly)
	switch {
	case fresh != "":
		known := false
		for _, m := range d.Log.Members() {
			known = known || m.ID == fresh
		}
		if !known {
			return report(errs, fmt.Errorf("nobody in the group has the id %s; concord amend member %s lists them", fresh, rest[0]))
		}
		secret, err := links.New(fresh, today)
		if err == nil {
			err = links.Save(d.Study.Dir)
		}
		if err != nil {
			return report(errs, err)
		}
		fmt.Fprintf(out, "%s: %s\nIt is printed here for the only time, and any earlier link of %s opens nothing now. Where the page is served at another address, put that in the place of the beginning.\n", fresh, "http://"+review.DefaultAddress+review.Door(secret), fresh)
	case revoke != "":
		if !links.Revoke(revoke, today) {
			return report(errs, fmt.Errorf("%s has no link that opens", revoke))
		}
		if err := links.Save(d.Study.Dir); err != nil {
			return report(errs, err)
		}
		fmt.Fprintf(out, "The link of %s opens nothing now, and who came in by it is out.\n", revoke)
	default:
		if len(links.Links) == 0 {
			fmt.Fprintln(out, "Nobody has a link yet. concord review makes one for each member when it starts.")
		}
		for _, l := range links.Links {
			state := "has a link since"
			if l.SHA256 == "" {
				state = "revoked on"
			}
			fmt.Fprintf(out, "%s: %s %s\n", l.ID, state, l.Made)
		}
	}
	return exitDone
}
