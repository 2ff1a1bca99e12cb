package draft

import (
	"testing"

	"concord/pipeline/survey"
)

// names are the names of an export's columns.
func names(p *survey.Profile) []string {
	var out []string
	for _, c := range p.Columns {
		out = append(out, c.Name)
	}
	return out
}

// instrumentOf reads an instrument's own file.
func instrumentOf(t *testing.T, path, export string, p *survey.Profile) *Instrument {
	t.Helper()
	ins, err := ReadInstrument(path, export, names(p))
	if err != nil {
		t.Fatal(err)
	}
	return ins
}
