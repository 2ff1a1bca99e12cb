package amend

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Codes gives the codes, and the UUIDs, of targets, each list joined by a space.
func Codes(targets []Target) (codes, uuids string) {
	var c, u []string
	for _, t := range targets {
		if t.Code != "" {
			c, u = append(c, t.Code), append(u, t.UUID)
		}
	}
	return strings.Join(c, " "), strings.Join(u, " ")
}

// The docket's file, in the order in which a person reads it.
type (
	docketFile struct {
		Framework  string         `yaml:"framework"`
		Version    string         `yaml:"version"`
		Amendments []docketEntry  `yaml:"amendments"`
		Unplaced   []docketPlaced `yaml:"unplaced,omitempty"`
	}
	docketEntry struct {
		ID         string           `yaml:"id"`
		Operation  Operation        `yaml:"operation"`
		Targets    []docketTarget   `yaml:"targets"`
		To         string           `yaml:"to,omitempty"`
		Kind       string           `yaml:"kind,omitempty"`
		Level      string           `yaml:"level,omitempty"`
		Before     string           `yaml:"text_before,omitempty"`
		After      string           `yaml:"text_after,omitempty"`
		Wording    WordingSource    `yaml:"wording_source"`
		Why        string           `yaml:"why,omitempty"`
		Themes     []string         `yaml:"themes,omitempty,flow"`
		Support    docketSupport    `yaml:"support"`
		Evidence   []docketEvidence `yaml:"evidence"`
		More       int              `yaml:"more_evidence,omitempty"`
		Literature []string         `yaml:"literature,omitempty,flow"`
		State      string           `yaml:"state"`
	}
	docketTarget struct {
		Code string `yaml:"code,omitempty"`
		UUID string `yaml:"uuid,omitempty"`
	}
	docketSupport struct {
		For     int    `yaml:"people_for"`
		Exact   int    `yaml:"people_asking_for_just_this"`
		Against int    `yaml:"people_against"`
		Survey  int    `yaml:"survey_people"`
		Groups  int    `yaml:"group_people"`
		Base    int    `yaml:"base"`
		Share   string `yaml:"share"`
		Between string `yaml:"interval"`
	}
	docketEvidence struct {
		Unit   string `yaml:"unit"`
		Person string `yaml:"person"`
		Role   Role   `yaml:"role"`
		Quote  string `yaml:"quote"`
	}
	docketPlaced struct {
		Unit      string    `yaml:"unit"`
		Operation Operation `yaml:"operation"`
		Quote     string    `yaml:"quote"`
		Why       string    `yaml:"why"`
	}
)

// docketQuotes is how many quotes for, and how many against, the docket's file
// holds of an amendment at most: what a person reads. evidence.csv has them all.
const docketQuotes = 12

// YAML writes the docket as a file that a person can read: amendments in their
// order, each with its support and the first of its evidence.
func (d *Docket) YAML() ([]byte, error) {
	file := docketFile{Framework: d.Framework, Version: d.Version}
	for _, a := range d.Amendments {
		e := docketEntry{
			ID: a.ID, Operation: a.Operation, Kind: a.Kind, Level: a.Level, Before: a.TextBefore, After: a.TextAfter,
			Wording: a.Wording, Why: a.Why, Themes: a.Themes, Literature: a.Literature, State: a.State,
			Support: docketSupport{
				For: a.For, Exact: a.Exact, Against: a.Against, Survey: a.SurveyFor, Groups: a.GroupFor, Base: a.Base,
				Share: a.Share + "%", Between: fmt.Sprintf("%.1f to %.1f%%", a.Low, a.High),
			},
		}
		for _, t := range a.Targets {
			e.Targets = append(e.Targets, docketTarget{t.Code, t.UUID})
		}
		if a.To != nil {
			e.To = a.To.Code
		}
		for _, role := range []Role{RoleFor, RoleAgainst} {
			shown := 0
			for _, x := range a.Evidence {
				if x.Role == role && shown < docketQuotes {
					e.Evidence = append(e.Evidence, docketEvidence{x.Unit, x.Person, x.Role, x.Quote})
					shown++
				}
			}
		}
		e.More = len(a.Evidence) - len(e.Evidence)
		file.Amendments = append(file.Amendments, e)
	}
	for _, u := range d.Unplaced {
		file.Unplaced = append(file.Unplaced, docketPlaced{u.Unit, u.Operation, u.Quote, u.Why})
	}
	var b bytes.Buffer
	b.WriteString("# The docket: what is proposed, in the order of its support (people for, less people against).\n" +
		"# The share is of all who took part; nobody was asked about an amendment itself.\n" +
		"# At most 12 quotes for and 12 against are shown; more_evidence counts the rest, which is in evidence.csv.\n")
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(file); err != nil {
		return nil, fmt.Errorf("the docket could not be written: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
