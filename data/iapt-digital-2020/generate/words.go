package main

import (
	"embed"
	"fmt"
	"path/filepath"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/yamlfile"
)

//go:embed people/*.yaml short-answers.yaml
var words embed.FS

// voice is one invented respondent as the YAML files describe her: what she
// does and says, and what must be true of her for her words to make sense. The
// rest is left to the seed.
type voice struct {
	yamlfile.Pos `yaml:"-"`
	ID           string   `yaml:"id"`
	Roles        []string `yaml:"roles"`
	// OtherRole is what she wrote beside "Other role".
	OtherRole string `yaml:"other_role"`
	// Each of these lists the answers that fit her; none given means any.
	Gender     []string `yaml:"gender"`
	Age        []string `yaml:"age"`
	Setting    []string `yaml:"setting"`
	Experience []string `yaml:"experience"`
	Use        []string `yaml:"use"`
	Training   []string `yaml:"training"`
	Confidence []string `yaml:"confidence"`
	Everyone   []string `yaml:"everyone"`
	// TrainedIn is the training that she had; none given leaves it to her role.
	// TrainedOther is what she wrote beside "Other training".
	TrainedIn    []string `yaml:"trained_in"`
	TrainedOther string   `yaml:"trained_other"`
	// When is "late" for somebody who writes after 23 March 2020, when most
	// people worked from home, "early" for before; "" for any day.
	When string `yaml:"when"`
	// Answers holds her answers on the domains, by code, where they are not
	// "Required".
	Answers map[string]string `yaml:"answers"`
	// Asks and Objects name the themes that she asks for, and speaks against,
	// as the writer meant her words: a note for readers and for the test of how
	// many people ask for what.
	Asks    []string `yaml:"asks"`
	Objects []string `yaml:"objects"`
	// Says holds her words by question.
	Says map[string]string `yaml:"says"`
}

// short holds what people write who write next to nothing.
type short struct {
	yamlfile.Pos `yaml:"-"`
	NonAnswers   []string `yaml:"non_answers"`
	Praise       []praise `yaml:"praise"`
}

type praise struct {
	yamlfile.Pos `yaml:"-"`
	Text         string   `yaml:"text"`
	Questions    []string `yaml:"questions"`
}

// voices reads all people, in the order of the files' names.
func voices() ([]voice, error) {
	entries, err := words.ReadDir("people")
	if err != nil {
		return nil, err
	}
	var all []voice
	for _, e := range entries {
		var file struct {
			yamlfile.Pos `yaml:"-"`
			People       []voice `yaml:"people"`
		}
		if err := decode("people/"+e.Name(), &file); err != nil {
			return nil, err
		}
		all = append(all, file.People...)
	}
	return all, nil
}

func shortAnswers() (short, error) {
	var s short
	err := decode("short-answers.yaml", &s)
	return s, err
}

func decode(name string, out any) error {
	data, err := words.ReadFile(name)
	if err != nil {
		return err
	}
	return first(yamlfile.Decode(name, data, out))
}

// instrument gives the questions in the order asked, as consultation.yaml lists
// them, so that the export's header and the study cannot disagree.
func instrument(folder string) ([]study.Question, error) {
	s, findings, err := study.Load(folder)
	if err != nil {
		return nil, err
	}
	if err := first(findings); err != nil {
		return nil, err
	}
	if s.Survey == nil {
		return nil, fmt.Errorf("%s: it has no survey section, which names the questions", filepath.Join(folder, study.FileName))
	}
	return s.Survey.Questions, nil
}

func first(findings []finding.Finding) error {
	if errors := finding.Errors(findings); len(errors) > 0 {
		return errors[0]
	}
	return nil
}
