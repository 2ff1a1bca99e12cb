package survey

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// maxListed is how many findings of one kind are listed; the rest are counted.
const maxListed = 200

// report gathers findings about one file.
type report struct {
	file  string
	list  []finding.Finding
	kinds map[string]*kindCount
}

type kindCount struct {
	severity finding.Severity
	listed   int
	more     int
}

func newReport(file string) *report { return &report{file: file, kinds: map[string]*kindCount{}} }

// room tells whether another finding of that kind may be listed.
func (r *report) room(kind string) bool {
	k := r.kinds[kind]
	return k == nil || k.listed < maxListed
}

// add lists a finding, or counts it when there are many of its kind.
func (r *report) add(f finding.Finding) {
	f.File = r.file
	if !r.room(f.Kind) {
		r.more(f.Kind, max(1, f.Count))
		return
	}
	r.list = append(r.list, f)
	k := r.kinds[f.Kind]
	if k == nil {
		k = &kindCount{severity: f.Severity}
		r.kinds[f.Kind] = k
	}
	k.listed++
}

// more counts places of a kind that are not listed.
func (r *report) more(kind string, n int) {
	r.kinds[kind].more += n
}

// all gives the findings by their places, and after them one for each kind of
// which not all are listed.
func (r *report) all() []finding.Finding {
	finding.Sort(r.list)
	var kinds []string
	for kind, k := range r.kinds {
		if k.more > 0 {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		k := r.kinds[kind]
		r.list = append(r.list, finding.Finding{
			Severity: k.severity, Kind: kind + "-more", File: r.file, Count: k.more,
			Message: fmt.Sprintf("the same as the %d listed (%s) was found in %d more places, which are not listed", k.listed, kind, k.more),
			Do:      "Put right what is listed, then check again.",
		})
	}
	return r.list
}

// problem is something wrong with the answers of one column, wherever it stands.
type problem struct {
	kind string
	// question is the question's place in the instrument, -1 for none; at the
	// column's place in the file.
	question, at int
	value        string
}

// place is where problems are counted together.
type place struct {
	kind string
	at   int
}

// tally counts problems, keeping the line of the first of each and the order in
// which they came.
type tally struct {
	// limit is how many different values are kept for one kind and column, 0
	// for all; over counts those not kept.
	limit int
	over  map[string]int

	index map[problem]int
	list  []tallied
	kept  map[place]int
}

type tallied struct {
	problem
	line  int
	count int
}

func newTally(limit int) *tally {
	return &tally{limit: limit, over: map[string]int{}, index: map[problem]int{}, kept: map[place]int{}}
}

func (t *tally) add(p problem, line, count int) {
	if i, ok := t.index[p]; ok {
		t.list[i].count += count
		return
	}
	at := place{p.kind, p.at}
	if t.limit > 0 && t.kept[at] == t.limit {
		t.over[p.kind] += count
		return
	}
	t.kept[at]++
	t.index[p] = len(t.list)
	t.list = append(t.list, tallied{p, line, count})
}

// The kinds of problem.
const (
	unlistedAnswer = "unlisted-answer"
	notANumber     = "not-a-number"
	notADate       = "not-a-date"
	optionTwice    = "option-twice"
	controlLetters = "control-characters"
	noID           = "no-respondent-id"
	badWeight      = "bad-weight"
)

// finding words a problem.
func (t *tallied) finding(src *study.Source, names []string) finding.Finding {
	f := finding.Finding{Severity: finding.Error, Kind: t.kind, Line: t.line, Cell: names[t.at], Found: t.value, Count: t.count}
	if t.kind == noID {
		f.Message = "this row has no id of a respondent"
		f.Expected = "an id in every row"
		f.Do = "Give each row an id of its own, or name no column under respondent."
		return f
	}
	if t.kind == badWeight {
		f.Message = "the weight of this row is blank"
		if t.value != "" {
			f.Message = "the weight of this row is no number above 0"
		}
		f.Expected = "a number above 0, with a point for decimals, such as 1 or 0.75"
		f.Do = "Put it right in the file, take the row out, or name no column under weight."
		return f
	}
	q := &src.Questions[t.question]
	switch t.kind {
	case unlistedAnswer:
		f.Message = fmt.Sprintf("this answer is not among the options of the question %q", q.ID)
		f.Expected = "one of the options, or a cell listed under missing"
		f.Do = finding.DidYouMean(t.value, q.Options.Labels()) + " Add it to the options (or under also), list it under missing, or name an option under other."
		if q.Kind == study.Multi && strings.ContainsAny(t.value, ",;|") {
			f.Do += " If it is several answers, write what stands between them under separator."
		}
	case notANumber:
		f.Message = fmt.Sprintf("this answer to the question %q is not a number", q.ID)
		f.Expected = "digits with a point for decimals, such as 12 or 7.5"
		f.Do = "Put it right in the file, or list it under missing."
	case notADate:
		f.Message = fmt.Sprintf("this answer to the question %q is not a date", q.ID)
		f.Expected = "a day such as 2024-03-31 or 31/03/2024, or a day and a time such as 2024-03-31 09:30:00"
		f.Do = "Put it right in the file, list it under missing, or make the question a text question."
	case optionTwice:
		f.Severity = finding.Warning
		f.Message = fmt.Sprintf("a cell of the question %q has this option twice; it is counted once", q.ID)
		f.Expected = "each option once in a cell"
	case controlLetters:
		f.Severity = finding.Warning
		f.Message = fmt.Sprintf("answers to the question %q had control characters in them, which were taken out", q.ID)
	}
	return f
}

// reportAnswers lists the problems of a whole file. Every column that has one
// is named at least once, so that one bad column does not hide the others.
func (r *report) reportAnswers(t *tally, src *study.Source, names []string) {
	slices.SortStableFunc(t.list, func(a, b tallied) int {
		return cmp.Or(a.line-b.line, a.at-b.at, a.question-b.question, strings.Compare(a.value, b.value))
	})
	named := map[place]bool{}
	for i := range t.list {
		p := &t.list[i]
		at := place{p.kind, p.at}
		f := p.finding(src, names)
		if r.room(p.kind) || named[at] {
			r.add(f)
		} else {
			f.File = r.file
			r.list = append(r.list, f)
		}
		named[at] = true
	}
	for _, kind := range []string{unlistedAnswer, notANumber, notADate, optionTwice, badWeight} {
		if n := t.over[kind]; n > 0 {
			r.more(kind, n)
		}
	}
}

// notTextFinding tells that a file is what is says, and holds no table.
func notTextFinding(file, is string) finding.Finding {
	do := "Export the answers again, as CSV."
	switch is {
	case "an old Word or Excel file":
		do = "Open it and save it as an Excel workbook (.xlsx) or as CSV (in Excel: CSV UTF-8)."
	case spssFile:
		do = "Save it as CSV: in SPSS or PSPP, File, Save As (or Export), comma-separated, with value labels."
	}
	return finding.Finding{
		Severity: finding.Error, Kind: "not-text", File: file,
		Message:  "this is " + is + ", not an export that can be read",
		Expected: "a CSV or TSV file, or an Excel workbook (.xlsx)",
		Do:       do,
	}
}

// ofList words a finding about a file without rows anew where the file is the
// list of participants, which nobody exports and a study may do without.
func ofList(source string, f finding.Finding) finding.Finding {
	if source == "groups" && (f.Kind == "no-rows" || f.Kind == "empty-file") {
		f.Message = "the list of participants has no rows"
		f.Do = "Write a row for each person who took part, or leave the list out: take participants out of " + study.FileName +
			", and those who speak in the transcripts are numbered."
	}
	return f
}

// headerFinding words what is wrong with a header, or gives err back when it is
// no matter of what the file holds.
func headerFinding(err error, file string, src study.Source) error {
	var bad badDelimiter
	var found finding.Finding
	switch {
	case errors.As(err, &found):
		found.File = file
		return found
	case errors.Is(err, errTooManyColumns):
		return finding.Finding{
			Severity: finding.Error, Kind: "too-large", File: file, Line: 1,
			Message:  "the file has too many columns",
			Expected: fmt.Sprintf("%d columns at most", maxColumns),
			Do:       "Look whether the right delimiter is named under delimiter, or export fewer columns.",
		}
	case errors.Is(err, errNoHeader):
		return finding.Finding{
			Severity: finding.Error, Kind: "empty-file", File: file,
			Message:  "the file is empty",
			Expected: "a record of headers and one row a person",
			Do:       "Export the answers again.",
		}
	case errors.As(err, &bad):
		return finding.Finding{
			Severity: finding.Error, Kind: "bad-delimiter", File: file,
			Found: src.Delimiter, Message: bad.Error(),
			Do: "Leave delimiter out to find it from the file.",
		}
	}
	return fmt.Errorf("%s: cannot be read: %w", file, err)
}
