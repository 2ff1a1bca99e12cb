package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
	"concord/pipeline/theme"
)

// ClearedName is the file of a consultation that names the comments whose words may
// be published: an id a line, such as R017/comments_d5; what follows # is a remark.
const ClearedName = "cleared.txt"

// mostCleared is how large that file may be, in bytes.
const mostCleared = 4 << 20

// readCleared gives the ids in the file, and what is wrong with it. Where there is no
// such file nothing is cleared.
func readCleared(dir string, units []theme.Unit) (map[string]bool, []finding.Finding) {
	path := filepath.Join(dir, ClearedName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]bool{}, nil
	}
	refuse := func(message string) (map[string]bool, []finding.Finding) {
		return nil, []finding.Finding{{Severity: finding.Error, Kind: "cleared-file", File: path, Message: message, Do: "Write one id of a comment a line, such as R017/comments_d5."}}
	}
	if err != nil {
		return refuse(err.Error())
	}
	if !info.Mode().IsRegular() || info.Size() > mostCleared {
		return refuse(fmt.Sprintf("this is no text file of at most %d bytes", mostCleared))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return refuse(err.Error())
	}
	if what := textfile.NotText(data); what != "" {
		return refuse("this is " + what + ", not a list of ids as text")
	}
	text, _ := textfile.Decode(data)
	known := make(map[string]bool, len(units))
	list := make([]string, 0, len(units))
	for _, u := range units {
		known[u.ID] = true
		list = append(list, u.ID)
	}
	slices.Sort(list)
	cleared := map[string]bool{}
	var findings []finding.Finding
	for n, line := range strings.Split(text, "\n") {
		id, _, _ := strings.Cut(line, "#")
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if !known[id] {
			// An id with a slip in it may be meant for another comment: nothing is guessed.
			f := finding.Finding{Severity: finding.Error, Kind: "no-such-comment", File: path, Line: n + 1, Found: id, Expected: "the id of a comment", Message: "there is no such comment", Do: "Mend the id or delete the line. " + finding.DidYouMean(id, near(list, id))}
			if len(findings) < 20 {
				findings = append(findings, f)
			}
			continue
		}
		cleared[id] = true
	}
	return cleared, findings
}

// near gives the ids of the same person or group, among which a slip is likely.
func near(list []string, id string) []string {
	person, _, _ := strings.Cut(id, "/")
	var out []string
	for _, other := range list {
		if strings.HasPrefix(other, person+"/") && len(out) < 200 {
			out = append(out, other)
		}
	}
	return out
}
