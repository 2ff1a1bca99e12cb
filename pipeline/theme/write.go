package theme

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Marshal gives the codebook as YAML that ReadCodebook reads back as the same
// codebook. Keys come in one fixed order, and what is empty is left out. Comments
// of a file that the codebook was read from are not in it. Bytes that are not
// UTF-8 become U+FFFD.
func (cb *Codebook) Marshal() ([]byte, error) {
	clean := cb.clone()
	for _, s := range []*string{&clean.ID, &clean.Title, &clean.Version, &clean.Language} {
		*s = valid(*s)
	}
	for i := range clean.Themes {
		t := &clean.Themes[i]
		for _, s := range []*string{&t.ID, &t.Name, &t.Parent, &t.Definition, &t.Include, &t.Exclude, (*string)(&t.Stance)} {
			*s = valid(*s)
		}
		t.Examples, t.Questions, t.Rules, t.Except = allValid(t.Examples), allValid(t.Questions), allValid(t.Rules), allValid(t.Except)
		notes := make([]Proposal, len(t.Propose))
		for k, p := range t.Propose {
			p.Operation, p.Kind, p.Level, p.Text, p.Why = valid(p.Operation), valid(p.Kind), valid(p.Level), valid(p.Text), valid(p.Why)
			p.Targets = allValid(p.Targets)
			notes[k] = p
		}
		t.Propose = notes
	}
	for i := range clean.History {
		h := &clean.History[i]
		h.Version, h.What, h.Note, h.From, h.To = valid(h.Version), valid(h.What), valid(h.Note), allValid(h.From), allValid(h.To)
	}
	var b bytes.Buffer
	out, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err == nil {
		err = out.Dump(clean)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("the codebook could not be written: %w", err)
	}
	return b.Bytes(), nil
}

func allValid(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = valid(s)
	}
	return out
}
