package casefile

import (
	"concord/pipeline/finding"
)

// report gathers what an import has to say: of one kind of note one finding with
// its count, of warnings the first few one by one.
type report struct {
	source   *source
	findings []finding.Finding
	// first is where the finding of each kind of note, or the last of each kind
	// of warning, stands in findings; given is how many warnings there are.
	first map[string]int
	given map[string]int
}

// most is how many warnings of one kind are given one by one.
const most = 20

func newReport(s *source) *report {
	return &report{source: s, first: map[string]int{}, given: map[string]int{}}
}

// note adds one to the note that name stands for; f is used the first time.
func (r *report) note(name string, at *value, f finding.Finding) {
	if i, ok := r.first[name]; ok {
		r.findings[i].Count++
		return
	}
	f.Severity, f.Count = finding.Note, 1
	r.first[name] = len(r.findings)
	r.add(at, f)
}

func (r *report) warn(at *value, f finding.Finding) {
	if r.given[f.Kind] == most {
		r.findings[r.first[f.Kind]].Count++
		return
	}
	r.given[f.Kind]++
	f.Severity, f.Count = finding.Warning, 1
	r.first[f.Kind] = len(r.findings)
	r.add(at, f)
}

func (r *report) fail(at *value, f finding.Finding) {
	f.Severity = finding.Error
	r.add(at, f)
}

func (r *report) add(at *value, f finding.Finding) {
	f.File = r.source.file
	if at != nil {
		f.Line, f.Column = r.source.place(at.offset)
		f.Cell = at.pointer()
	}
	r.findings = append(r.findings, f)
}

// done gives the findings in the file's order; a count of one is told as none.
func (r *report) done() []finding.Finding {
	for i := range r.findings {
		if r.findings[i].Count == 1 {
			r.findings[i].Count = 0
		}
	}
	finding.Sort(r.findings)
	return r.findings
}
