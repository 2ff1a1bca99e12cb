package qda

import "concord/pipeline/finding"

// mostFindings is how many different things are told of one file: a hostile one
// could hold a million names that nobody knows.
const mostFindings = 200

// tally collects findings. Those of one kind and message are one finding that
// counts its places and names the first: a project can lack ten thousand things
// of one sort.
type tally struct {
	file string
	list []finding.Finding
	at   map[[2]string]int
}

func (t *tally) add(f finding.Finding) {
	f.File = t.file
	if len(t.list) >= mostFindings && f.Severity != finding.Error {
		f.Kind, f.Message, f.Found, f.Do = "more", "there is more of this sort, which is not listed", "", ""
	}
	key := [2]string{f.Kind, f.Message}
	if i, ok := t.at[key]; ok {
		t.list[i].Count += max(f.Count, 1)
		return
	}
	if t.at == nil {
		t.at = map[[2]string]int{}
	}
	f.Count = max(f.Count, 1)
	t.at[key] = len(t.list)
	t.list = append(t.list, f)
}

// warn adds a warning.
func (t *tally) warn(kind string, line int, found, message, do string) {
	t.add(finding.Finding{Severity: finding.Warning, Kind: kind, Line: line, Found: found, Message: message, Do: do})
}

// lost tells of something in the file that concord has no use for.
func (t *tally) lost(line, count int, what string) {
	if count > 0 {
		t.add(finding.Finding{Severity: finding.Warning, Kind: "not-taken-in", Line: line, Count: count, Message: "not taken in: " + what})
	}
}

func (t *tally) findings() []finding.Finding {
	finding.Sort(t.list)
	return t.list
}
