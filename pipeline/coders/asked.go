package coders

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/theme"
	"concord/pipeline/wholefile"
)

// askedName is the file of the record that says which themes a sheet asked about,
// so that a theme that came into the codebook later is not taken for one that
// nobody gave.
const askedName = "asked"

// askedRow is a row of codings/asked.csv.
type askedRow struct {
	Coder   string `csv:"coder"`
	Day     string `csv:"day"`
	Version string `csv:"codebook_version"`
	Themes  string `csv:"themes"`
}

var askedColumns = []string{"coder", "day", "codebook_version", "themes"}

func askedPath(consultation string) string {
	return filepath.Join(consultation, Folder, askedName+extension)
}

// readAsked reads codings/asked.csv.
func readAsked(file string, data []byte) ([]askedRow, []finding.Finding) {
	f := faults{file: file}
	g, found := readGrid(file, data, askedColumns[0])
	if f.all = found; len(finding.Errors(found)) > 0 || len(g.rows) == 0 {
		return nil, f.done()
	}
	at := make([]int, len(askedColumns))
	for i, column := range askedColumns {
		at[i] = slices.IndexFunc(g.rows[0].cells, func(c string) bool { return sameHeader(c, column) })
		if at[i] < 0 {
			f.add(finding.Finding{
				Severity: finding.Error, Kind: "column-missing", Line: g.rows[0].line, Expected: strings.Join(askedColumns, ", "),
				Message: fmt.Sprintf("the column %s is missing", column), Do: "Put back the file as it was; records are written by concord and not edited.",
			})
		}
	}
	if len(finding.Errors(f.all)) > 0 {
		return nil, f.done()
	}
	var out []askedRow
	for _, row := range g.rows[1:] {
		if !row.blank() {
			out = append(out, askedRow{row.at(at[0]), row.at(at[1]), row.at(at[2]), row.at(at[3])})
		}
	}
	return out, f.done()
}

// key is what a row of the record and a row of codings/asked.csv have in common.
func (r *askedRow) key() string { return r.Coder + "\x00" + r.Day + "\x00" + r.Version }

// loadAsked reads codings/asked.csv, and gives the themes asked about by key; of two
// rows of one key those that both have.
func loadAsked(consultation string) (map[string][]string, []finding.Finding) {
	path := askedPath(consultation)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []finding.Finding{{Severity: finding.Error, Kind: "cannot-read", File: path, Message: "this file cannot be read: " + err.Error()}}
	}
	rows, found := readAsked(path, data)
	out := map[string][]string{}
	for i := range rows {
		ids := strings.Fields(rows[i].Themes)
		slices.Sort(ids)
		if before, twice := out[rows[i].key()]; twice {
			ids = slices.DeleteFunc(ids, func(id string) bool {
				_, both := slices.BinarySearch(before, id)
				return !both
			})
		}
		out[rows[i].key()] = ids
	}
	return out, found
}

// saveAsked adds to codings/asked.csv what the sheet of some judgements asked about,
// where that does not stand there already.
func saveAsked(consultation string, judgements []Judgement, ids []string) error {
	path := askedPath(consultation)
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	rows, found := readAsked(path, old)
	if wrong := finding.Errors(found); len(wrong) > 0 {
		return wrong[0]
	}
	there := map[askedRow]bool{}
	for _, r := range rows {
		there[r] = true
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	themes, n := strings.Join(ids, " "), len(rows)
	for _, j := range judgements {
		if r := (askedRow{j.Coder, j.Day, j.CodebookVersion, themes}); !there[r] {
			there[r] = true
			rows = append(rows, r)
		}
	}
	if len(rows) == n {
		return nil
	}
	data, err := sheet.Marshal(rows)
	if err != nil || bytes.Equal(data, old) {
		return err
	}
	return wholefile.Write(path, data)
}

// askedAbout finds which themes of today a judgement was not asked about.
type askedAbout struct {
	cb    *theme.Codebook
	carry Carry
	known map[askedOf][2][]string
}

// askedOf tells sheets apart: judgements of one share their list of themes.
type askedOf struct {
	version string
	first   *string // of the themes asked about
	n       int
}

// fill fills in NotAsked and Parts of a judgement.
func (a *askedAbout) fill(j *Judgement) {
	if j.CodebookVersion == a.cb.Version && j.asked == nil {
		return
	}
	key := askedOf{version: j.CodebookVersion, n: len(j.asked)}
	if key.n > 0 {
		key.first = &j.asked[0]
	}
	both, ok := a.known[key]
	if !ok {
		both = a.compare(j)
		a.known[key] = both
	}
	j.NotAsked, j.Parts = both[0], both[1]
}

func (a *askedAbout) compare(j *Judgement) (out [2][]string) {
	carried := func(id string) (ids []string, certain bool) {
		if a.carry == nil || j.CodebookVersion == a.cb.Version {
			return []string{id}, true
		}
		return a.carry(id, j.CodebookVersion)
	}
	// Where the record does not say what was asked about, it was what today's
	// themes and those of the history were then.
	old := j.asked
	if old == nil {
		for _, t := range a.cb.Themes {
			old = append(old, t.ID)
		}
		for _, c := range a.cb.History {
			old = append(old, c.From...)
		}
	}
	asked, part := map[string]bool{}, map[string]bool{}
	for _, id := range old {
		ids, certain := carried(id)
		for _, now := range ids {
			if certain {
				asked[now] = true
			} else if now != id {
				part[now] = true
			}
		}
	}
	for _, t := range a.cb.Themes {
		switch {
		case asked[t.ID]:
		case part[t.ID]:
			out[1] = append(out[1], t.ID)
		default:
			out[0] = append(out[0], t.ID)
		}
	}
	return out
}
