// Package publish makes a site out of a consultation and the framework that came
// of it: pages that work from a folder, a USB stick or any web server, with
// nothing fetched from elsewhere, no cookie, and no word of a comment that was not
// cleared for publication.
//
// It stands above package pipeline, as the command line does: Gather asks pipeline
// for what may go out, Pages makes files of it, Watch looks through them for what
// may not, and Write puts them into a folder as a whole.
package publish

import (
	"encoding/json"
	"fmt"
	"slices"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/disposition"
	"concord/pipeline/redline"
)

// Site is all that the site tells. Plain values: whatever is in it goes out.
type Site struct {
	// Title is the consultation's, About what it was; "" for nothing said.
	Title, About string
	// Versions are the versions of one framework, the oldest first; one at least.
	Versions []*frameworks.Framework
	// History gives by the UUID of an item what was decided of it, in the docket's
	// order. NoHistory says why there is none.
	History   map[string][]Decided
	NoHistory string
	// Notes are the reasons beside the changes that lead to version NotesTo.
	Notes   redline.Notes
	NotesTo string
	// Answer is "you said, we did"; nil for none.
	Answer *disposition.Answer
	// Open is how many proposals wait for a decision.
	Open int
	// Method is how the figures came about, a paragraph each, Limits what they
	// cannot tell.
	Method, Limits []string
	// Tables are the figures, Charts the pictures of them.
	Tables []Table
	Charts []Chart
	// Files are the tables and charts to be downloaded, with their paths below the
	// site's folder; Resources describe those that are CSV, as Frictionless data
	// packages do.
	Files     []File
	Resources []json.RawMessage
	// Address is where the site will stand, such as https://example.org/framework,
	// without a slash at its end; "" for not told.
	Address string
}

// Decided is what became of one amendment that bears on an item.
type Decided struct {
	// ID is the amendment's, What says what it asks for, People who asked.
	ID, What, People string
	// Themes are the names of the themes that it follows from.
	Themes []string
	// Disposition, Why and Final are what was decided, why, and in which words.
	Disposition disposition.Disposition
	Why, Final  string
	// Day is that of the decision, Version the one in which it stands; "" for none.
	Day, Version string
	// Quotes were cleared for publication.
	Quotes []Quote
}

// Quote is what somebody said, with whether in the survey or in a focus group. The
// person and the comment's id are not in it.
type Quote struct{ Words, From string }

// Chart is a picture whose file is among the site's files.
type Chart struct {
	// Path and Data are of the picture and of its numbers; Table is the id of the
	// table that it draws, "" for none.
	Path, Data, Table string
	Title, Alt        string
}

// File is one file of the site.
type File struct {
	// Path is below the site's folder, with slashes.
	Path string
	Data []byte
}

// latest is the newest version.
func (s *Site) latest() *frameworks.Framework { return s.Versions[len(s.Versions)-1] }

// pair is two versions told apart.
type pair struct {
	old, new *frameworks.Framework
	c        compare.Comparison
}

func (p pair) path() string { return "changes/" + p.old.Version + "-to-" + p.new.Version + ".html" }

// mostPairs is up to how many versions every two of them are compared: 12 make 66
// pages. Of more, each is compared with the one before and with the newest.
const mostPairs = 12

// pairs compares the versions, the newest first.
func (s *Site) pairs() []pair {
	var out []pair
	n := len(s.Versions)
	for j := n - 1; j > 0; j-- {
		for i := j - 1; i >= 0; i-- {
			if n > mostPairs && i != j-1 && j != n-1 {
				continue
			}
			out = append(out, pair{s.Versions[i], s.Versions[j], compare.Frameworks(s.Versions[i], s.Versions[j])})
		}
	}
	return out
}

// Pages makes the site's files, sorted by their paths. The same site gives the same
// bytes. The error says what of a framework cannot be written.
func Pages(s *Site) ([]File, error) {
	if len(s.Versions) == 0 {
		return nil, fmt.Errorf("there is no framework to publish")
	}
	m, err := newMaker(s)
	if err != nil {
		return nil, err
	}
	for _, make := range []func() error{
		m.home, m.maps, m.items, m.latestPages, m.assessments, m.changes, m.said, m.tables, m.method, m.downloads, m.exchange, m.feed,
	} {
		if err := make(); err != nil {
			return nil, err
		}
	}
	m.files = append(m.files, File{"site.css", []byte(siteCSS)})
	m.files = append(m.files, s.Files...)
	slices.SortFunc(m.files, func(a, b File) int {
		if a.Path < b.Path {
			return -1
		}
		return 1
	})
	for i := 1; i < len(m.files); i++ {
		if m.files[i].Path == m.files[i-1].Path {
			return nil, fmt.Errorf("two files of the site would have the name %s", m.files[i].Path)
		}
	}
	return m.files, nil
}
