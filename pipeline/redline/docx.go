package redline

import (
	"strings"
	"time"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/finding"
	"concord/pipeline/wordfile"
)

// DOCX gives the framework as a Word document whose tracked changes lead from the
// old version to the new one, what was done and why in comments beside them. C
// is what compare.Frameworks gives for the two. Author is named as who made the
// changes, on the day such as 2020-01-31; day "" leaves the day out. Removed
// counts characters that Word cannot hold, which are left out. The error is a
// finding.Finding.
func DOCX(old, new *frameworks.Framework, c compare.Comparison, notes Notes, author, day string) (data []byte, removed int, err error) {
	var at time.Time
	if day != "" {
		if at, err = time.Parse(time.DateOnly, day); err != nil {
			return nil, 0, finding.Finding{
				Severity: finding.Error, Kind: "day", Found: finding.Quote(day), Expected: "a day such as 2020-01-31",
				Message: "the day of the changes cannot be read", Do: "Give the day as year, month and day.",
			}
		}
	}
	p := pageOf(old, new, c, notes)
	d := wordfile.Draft{Title: new.Title, Author: author, Language: new.Language, Written: at, Footer: p.new.Title + ": " + p.versions()}
	remark := func(text []string) wordfile.Remark { return wordfile.Remark{By: author, At: at, Text: text} }
	part := wordfile.Part{}
	ends := marks(p.lines)
	for n, l := range p.lines {
		out := wordfile.Line{Style: l.style, Revision: wordfile.Revision{Fate: ends[n], By: author, At: at}}
		for _, s := range l.spans {
			out.Runs = append(out.Runs, wordfile.Run{
				Text: s.text, Bold: s.code && l.style == wordfile.Coded, Revision: wordfile.Revision{Fate: s.fate, By: author, At: at},
			})
		}
		if n == 0 {
			out.Remarks = append(out.Remarks, remark(p.summary()))
		}
		if text := l.why(); len(text) > 0 {
			r := remark(text)
			r.From, r.To = l.extent()
			out.Remarks = append(out.Remarks, r)
		}
		if n == len(p.lines)-1 && len(p.unseen) > 0 {
			out.Remarks = append(out.Remarks, remark(append([]string{notInTheText}, p.unseen...)))
		}
		part.Blocks = append(part.Blocks, out)
	}
	d.Parts = []wordfile.Part{part}
	return wordfile.Write(d)
}

// notInTheText stands above what no word of the text shows.
const notInTheText = "Changed where the text does not show it:"

// summary says what the document is and why the version has its number.
func (p *page) summary() []string {
	out := []string{
		"Changes from version " + p.versions() + ". " + p.change.Summary(),
		"Accept all changes for the later version, reject all for the earlier one.",
	}
	for _, r := range p.change.Reasons {
		out = append(out, reason(r))
	}
	return out
}

// reason says one thing that makes the version's number.
func reason(r compare.Reason) string {
	if r.Part == compare.NoPart {
		return r.Text
	}
	return strings.ToUpper(string(r.Part)) + ": " + r.Text
}

// why gives what was done to a line and why, a paragraph each.
func (l *line) why() []string {
	var out []string
	if len(l.said) > 0 {
		out = append(out, strings.Join(l.said, " "))
	}
	for _, n := range l.notes {
		out = append(out, n.String())
	}
	return out
}

// extent gives the spans from the first changed one to the last, To exclusive;
// all where none is changed.
func (l *line) extent() (from, to int) {
	for n, s := range l.spans {
		if s.fate != wordfile.Kept {
			if to == 0 {
				from = n
			}
			to = n + 1
		}
	}
	if to == 0 {
		return 0, len(l.spans)
	}
	return from, to
}
