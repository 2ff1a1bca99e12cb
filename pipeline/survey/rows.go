package survey

import "concord/pipeline/finding"

// The reasons to leave rows out, in the order in which they are tried.
const (
	notClosed = iota
	blankRow
	wrongCells
	previewRow
	testRow
	spamRow
	unfinishedRow
	repeatedRow
	reasons
)

var reasonNames = [reasons]string{
	"quotation mark not closed", "blank", "wrong number of cells", "preview", "test", "spam", "unfinished",
	"repeated instrument",
}

// reasonAdvice says what to do where rows of a kind are wanted after all.
var reasonAdvice = [reasons]string{
	repeatedRow: "A row is one of several of a person's here. To count these rows and not people, write dialect: csv.",
}

// rule leaves rows out by what the platform wrote into one of its columns.
type rule struct {
	at     int
	reason func(cell []byte) (reason int, out bool)
}

// rowRules gives the rules of a file's dialect, in the order in which they are
// tried.
func rowRules(h *header) []rule {
	var out []rule
	for _, r := range []struct {
		dialect, platform string
		reason            func([]byte) (int, bool)
	}{
		{"qualtrics", statusColumn, statusReason},
		{"qualtrics", finishedColumn, finishedReason},
		{"limesurvey", submittedColumn, submittedReason},
		{"redcap", repeatColumn, repeatReason},
	} {
		if at := h.platform(r.platform); r.dialect == h.dialect.name && at >= 0 {
			out = append(out, rule{at, r.reason})
		}
	}
	return out
}

// onlyTrials tells whether all rows of a file are previews or tests, blank rows
// aside.
func onlyTrials(f *Flow) bool {
	trials := 0
	for _, d := range f.Dropped {
		switch d.Reason {
		case reasonNames[previewRow], reasonNames[testRow]:
			trials += d.Count
		case reasonNames[blankRow]:
		default:
			return false
		}
	}
	return f.Kept == 0 && trials > 0
}

// keepTrials makes the plan of a file that has nothing but previews and tests,
// as people have before they send a survey to anybody: they are kept.
func (p *plan) keepTrials(h *header, r *report) {
	p.rules = nil
	r.add(finding.Finding{
		Severity: finding.Warning, Kind: "only-trials", Line: h.line,
		Message: "every row of the file is a preview or a test and nobody's answer; they are read so that you can see what comes of them",
		Do:      "Export the answers again when there are some.",
	})
}
