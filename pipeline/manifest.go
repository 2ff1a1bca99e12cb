package pipeline

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"concord/pipeline/coders"
)

// manifest is OUT/manifest.json: what a run read, with which settings, and what
// it wrote. It holds no clock and no name of a machine, so that the same input
// gives the same bytes.
type manifest struct {
	Tool     string       `json:"tool"`
	Version  string       `json:"version"`
	Study    string       `json:"study"`
	Settings settings     `json:"settings"`
	Inputs   []inputFile  `json:"inputs"`
	Outputs  []outputFile `json:"outputs"`
}

// settings are the choices that change numbers.
type settings struct {
	Framework       string  `json:"framework,omitempty"`
	Rounding        string  `json:"rounding"`
	RoundingDigits  int     `json:"rounding_digits"`
	SuppressBelow   int     `json:"suppress_below"`
	SuppressProfile string  `json:"suppress_profile,omitempty"`
	MinPeople       int     `json:"amendments_min_people"`
	ConfidenceLevel float64 `json:"confidence_level"`
	Interval        string  `json:"interval"`
}

type outputFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

func (r *runner) manifest() error {
	s := r.in.study
	m := manifest{
		Tool: "concord", Version: Version, Study: s.Title,
		Settings: settings{Rounding: string(s.Rounding.Rule), RoundingDigits: s.Rounding.Digits, SuppressBelow: s.Suppression.Below, SuppressProfile: s.Suppression.Profile, MinPeople: s.Amendments.MinPeople, ConfidenceLevel: s.Interval.Confidence(), Interval: string(s.Interval.Method)},
		Inputs:   r.in.files,
	}
	if f := r.in.framework; f != nil {
		m.Settings.Framework = f.ID + " " + f.Version
	}
	names, err := filesIn(r.folder.new)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(name, cacheFolder+"/") {
			continue
		}
		hash, n, err := hashFile(filepath.Join(r.folder.new, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		m.Outputs = append(m.Outputs, outputFile{name, hash, n})
	}
	return r.writeJSON(manifestName, m)
}

// readManifest reads the manifest of an output folder; ours is false where it
// has none that concord wrote.
func readManifest(dir string) (m manifest, ours bool) {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil || json.Unmarshal(data, &m) != nil {
		return manifest{}, false
	}
	return m, m.Tool == "concord"
}

func (r *runner) writeJSON(name string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return r.folder.write(name, append(data, '\n'))
}

// packageName is the Frictionless description of the CSV files.
const packageName = "datapackage.json"

type dataPackage struct {
	Profile   string     `json:"profile"`
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Name        string `json:"name"`
	Path        string `json:"path"`
	Description string `json:"description"`
	Profile     string `json:"profile"`
	Format      string `json:"format"`
	MediaType   string `json:"mediatype"`
	Encoding    string `json:"encoding"`
	Schema      schema `json:"schema"`
}

type schema struct {
	Fields        []field  `json:"fields"`
	MissingValues []string `json:"missingValues"`
}

type field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description,omitempty"`
}

// files says which kind of row each CSV file holds; a name that ends in / is a
// folder whose other files are all of that kind.
var rowsOf = []struct {
	name, about string
	row         any
}{
	{"ingest/responses.csv", "Every respondent's answers, one row a question, with names and identifiers taken out of free text. Personal data: not to be published.", responseRow{}},
	{"ingest/participants.csv", "What the participants of the focus groups said of themselves. Personal data: not to be published.", participantRow{}},
	{"ingest/turns.csv", "What was said in the focus groups, with names and identifiers taken out. Personal data: not to be published.", turnRow{}},
	{"ingest/flow.csv", "From the records in each file to those used.", flowRow{}},
	{"ingest/redactions.csv", "What was taken out of free text, and what a person should look at.", redactionRow{}},
	{"ingest/findings.csv", "What was found in the answers.", findingRow{}},
	{"tables/tables.csv", "Every cell of every table.", tableRow{}},
	{"tables/published.csv", "The figures of a published report beside those that the data give.", publishedRow{}},
	{"tables/", "One table.", tableRow{}},
	{"themes/themes.csv", "How many people spoke of each theme.", themeRow{}},
	{"themes/codings.csv", "Which words made which comment belong to which theme.", codingRow{}},
	{"themes/agreement.csv", "How far the people who coded agree, with each other and with the rules.", coders.AgreementRow{}},
	{"themes/saturation.csv", "Which themes each focus group brought first.", saturationRow{}},
	{"themes/literature.csv", "Which words of which publication belong to which theme.", literatureRow{}},
	{"amendments/amendments.csv", "The proposed amendments.", amendmentRow{}},
	{"amendments/evidence.csv", "Who said what for and against each amendment.", evidenceRow{}},
	{"amendments/support.csv", "How many people of each subgroup are for and against each amendment.", supportRow{}},
	{"amendments/near.csv", "Statements of this and other frameworks like the one proposed.", nearRow{}},
	{"amendments/conflicts.csv", "Amendments that cannot all be done.", conflictRow{}},
	{"amendments/fates.csv", "What became of every comment and turn.", fateRow{}},
	{"charts/", "The numbers drawn in one picture.", chartRow{}},
}

func (r *runner) dataPackage() error {
	names, err := filesIn(r.folder.new)
	if err != nil {
		return err
	}
	p := dataPackage{Profile: "tabular-data-package", Name: strings.ToLower(fileName(nameOf(r.in.study.Dir))), Title: r.in.study.Title, Resources: []resource{}}
	for _, name := range names {
		if !strings.HasSuffix(name, ".csv") || strings.HasPrefix(name, cacheFolder+"/") {
			continue
		}
		res := resource{
			Name: strings.ToLower(strings.NewReplacer("/", "-", ".csv", "").Replace(name)), Path: name, Profile: "tabular-data-resource",
			Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Schema: schema{MissingValues: []string{""}},
		}
		if name == "themes/matrix.csv" {
			res.Description = "Comment by theme: 1 where the comment or turn is on the theme."
			res.Schema.Fields = r.matrixFields()
		}
		i := slices.IndexFunc(rowsOf, func(k struct {
			name, about string
			row         any
		}) bool {
			return k.name == name || (strings.HasSuffix(k.name, "/") && strings.HasPrefix(name, k.name))
		})
		if i >= 0 && res.Description == "" {
			res.Description = rowsOf[i].about
			res.Schema.Fields = fieldsOf(rowsOf[i].row)
		}
		if res.Description == "" {
			continue // a file that somebody else put here
		}
		p.Resources = append(p.Resources, res)
	}
	return r.writeJSON(packageName, p)
}

func (r *runner) matrixFields() []field {
	out := []field{{"unit", "string", "The comment's or turn's id."}, {"person", "string", "Who said it."}, {"source", "string", "survey or groups."}, {"question", "string", "The question's, or the group's, id."}}
	if r.in.codebook != nil {
		for _, t := range r.in.codebook.Themes {
			out = append(out, field{t.ID, "integer", t.Name})
		}
	}
	return out
}

// fieldsOf describes the columns of a kind of row, from its tags.
func fieldsOf(row any) []field {
	t := reflect.TypeOf(row)
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		kind := "string"
		switch f.Type.Kind() {
		case reflect.Int:
			kind = "integer"
		case reflect.Bool:
			kind = "boolean"
		case reflect.Float64:
			kind = "number"
		}
		if number := f.Tag.Get("number"); number != "" {
			kind = number
		}
		out = append(out, field{f.Tag.Get("csv"), kind, f.Tag.Get("about")})
	}
	return out
}
