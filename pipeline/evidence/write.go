package evidence

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Marshal gives the register as a YAML text: keys in a fixed order, empty ones
// left out. The same register always gives the same bytes, and Read gives the
// same register back.
func (r *Register) Marshal() ([]byte, error) {
	var b bytes.Buffer
	out, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err == nil {
		err = out.Dump(r)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("the evidence register could not be written: %w", err)
	}
	return b.Bytes(), nil
}

// Fill gives the register into with what is blank in it filled in from another,
// such as the abstracts of a brief, and with the entries of the other that it has
// not. Nothing that stands in it is changed. filled and added count entries.
func Fill(into, from Register) (out Register, filled, added int) {
	out = into
	out.Entries = append([]Entry(nil), into.Entries...)
	if len(into.Entries) == 0 {
		return from, 0, len(from.Entries)
	}
	at, taken := map[string]int{}, map[string]bool{}
	for i := range out.Entries {
		taken[out.Entries[i].ID] = true
		if key := out.Entries[i].sameWork(); at[key] == 0 {
			at[key] = i + 1
		}
	}
	known := len(out.Entries)
	for i := range from.Entries {
		e := &from.Entries[i]
		if n := at[e.sameWork()]; n > 0 {
			if out.Entries[n-1].fill(e) {
				filled++
			}
			continue
		}
		one := *e
		if taken[one.ID] {
			one.ID = ""
		}
		taken[one.ID] = one.ID != ""
		out.Entries = append(out.Entries, one)
		added++
	}
	giveIDs(out.Entries[known:], taken)
	return out, filled, added
}

// fill takes from another entry what this one has not, and tells whether that was
// anything.
func (e *Entry) fill(from *Entry) (any bool) {
	for _, f := range []struct {
		to   *string
		text string
	}{
		{&e.Published, from.Published}, {&e.Type, from.Type}, {&e.Source, from.Source}, {&e.Section, from.Section}, {&e.See, from.See},
		{&e.Access, from.Access}, {&e.URL, from.URL}, {&e.Abstract, from.Abstract}, {&e.Summary, from.Summary},
	} {
		if *f.to == "" && f.text != "" {
			*f.to, any = f.text, true
		}
	}
	if len(e.Authors) == 0 && len(from.Authors) > 0 {
		e.Authors, e.MoreAuthors, any = from.Authors, from.MoreAuthors, true
	}
	if e.Year == 0 && from.Year != 0 {
		e.Year, any = from.Year, true
	}
	// A journal's volume without its name would mean nothing.
	if e.Journal == "" && from.Journal != "" {
		e.Journal, e.Volume, e.Pages, e.JournalLine, any = from.Journal, from.Volume, from.Pages, from.JournalLine, true
	}
	return any
}
