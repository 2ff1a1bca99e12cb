package draft

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
)

// A second header row of questions in words is asked about; a first respondent
// who writes much is not.
func TestSecondHeaderRow(t *testing.T) {
	for text, want := range map[string]bool{
		"q1,q2,q3\nWhat is your role?,How many years have you worked here?,Do you like your work?\n" + rows(8, "Nurse,3,Yes", "Doctor,12,No"): true,
		"q1,q2,q3\n" + rows(8, "Nurse,3,Yes", "Doctor,12,No"): false,
		"q1,q2\nI would have liked more time for all of it,Nothing at all that I can think of\nMore time and fewer words please,I have no idea what to say\n": false,
	} {
		d := draftText(t, text, Options{})
		if got := len(d.Summary().Doubts) == 1 && strings.Contains(string(d.YAML()), "The first row below the header"); got != want {
			t.Errorf("%.60q: asked: %t\n%s", text, got, d.YAML())
		}
	}
}

func TestTwoWeights(t *testing.T) {
	d := draftText(t, "role,weight_a,weight_b\n"+rows(5, "Nurse,0.51,0.9", "Doctor,1.4,1.2", "Nurse,1.13,0.95"), Options{})
	if got := d.Summary().Doubts; d.Survey.Weight != "" || len(got) != 1 || !strings.Contains(got[0], `"weight_a" and "weight_b"`) {
		t.Errorf("weight %q, asked %q", d.Survey.Weight, got)
	}
}

// Taking a cell out of "missing" alone stops the run: the draft says what else.
func TestMissingSaysWhatToDo(t *testing.T) {
	d := draftText(t, "a,b,c\n"+rows(6, "Yes,Up,-", "No,-,Left", "-,Down,Right"), Options{})
	if asked := strings.Join(d.Ask, " "); !strings.Contains(asked, `take it out of "missing" and add it to the "options:"`) {
		t.Errorf("asked %q", asked)
	}
}

func TestPlaceForWording(t *testing.T) {
	text := string(draftText(t, "q1,How are you?\n"+rows(6, "A,Well", "B,Ill"), Options{}).YAML())
	if strings.Count(text, "      # wording: \"\"\n") != 1 || !strings.Contains(text, "wording: How are you?") {
		t.Errorf("%s", text)
	}
}

// A list of the columns with their questions gives wordings, and leaves the rest
// to the export.
func TestListOfQuestions(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	export := write("e.csv", "q1,q2,t_1,t_2\n"+rows(8, "Nurse,3,1,0", "Doctor,12,0,1", "Nurse,5,1,1"))
	for name, list := range map[string]string{
		"comma": "variable,question\nq1,What is your role?\nQ2,\"How many years, in all?\"\nt_1,Which tools?\nzz,Nothing\n",
		"semi":  "Column;Label\nq1;What is your role?\nq2;How many years, in all?\nt_1;Which tools?\n",
		"name":  "name\twording\tnote\nq1\tWhat is your role?\tx\nq2\tHow many years, in all?\ny\nt_1\tWhich tools?\n",
	} {
		d := draftWith(t, export, write(name+".csv", list))
		var got []string
		for _, q := range d.Questions {
			got = append(got, q.Wording+" ("+string(q.Kind)+")")
		}
		if want := []string{"What is your role? (single)", "How many years, in all? (number)", "Which tools? (multi)"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
		if d.Questions[0].About != study.Role {
			t.Errorf("%s: about %s", name, d.Questions[0].About)
		}
	}
	if _, err := ReadInstrument(write("other.csv", "variable,question\nzz,What?\n"), export, []string{"q1"}); err == nil {
		t.Error("a list of other columns is taken")
	}
}
