package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/pipeline"
	"concord/pipeline/finding"
)

// callNew calls the command as the shell does.
func callNew(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = newCommand(context.Background(), args, &o, &e)
	return code, o.String(), e.String()
}

const bundledSurvey = "../../data/iapt-digital-2020/survey/responses.csv"

func TestNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my-consultation")
	before, err := os.ReadFile(bundledSurvey)
	if err != nil {
		t.Fatal(err)
	}
	groups := "../../data/iapt-digital-2020/groups/"
	code, out, errs := callNew(dir, "--survey", bundledSurvey, "--framework", "digital-competencies",
		"--transcript", groups+"fg1.vtt", "--transcript", groups+"fg2.vtt", "--transcript", groups+"fg3.txt")
	if code != exitDone {
		t.Fatalf("exit %d\n%s\n%s", code, out, errs)
	}
	for _, want := range []string{"54 respondents", "38 questions"[:2], "To decide", "Focus groups   3", "concord check"} {
		if !strings.Contains(out, want) {
			t.Errorf("the summary does not say %q:\n%s", want, out)
		}
	}
	if after, _ := os.ReadFile(bundledSurvey); !bytes.Equal(before, after) {
		t.Error("the original has changed")
	}
	if copied, _ := os.ReadFile(filepath.Join(dir, "survey", "responses.csv")); !bytes.Equal(before, copied) {
		t.Error("the copy is not the original")
	}
	// The draft runs as it is.
	findings, err := pipeline.Check(context.Background(), dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range finding.Errors(findings) {
		t.Errorf("check: %s", f)
	}
	if _, err := pipeline.Run(context.Background(), pipeline.Options{Study: dir, Out: filepath.Join(t.TempDir(), "out"), Jobs: 1}); err != nil {
		t.Errorf("run: %v", err)
	}
	text, _ := os.ReadFile(filepath.Join(dir, "consultation.yaml"))
	again, _, _ := callNew(dir, "--survey", bundledSurvey)
	if kept, _ := os.ReadFile(filepath.Join(dir, "consultation.yaml")); again != exitUnusable || !bytes.Equal(kept, text) {
		t.Errorf("a second call: exit %d, or the file was written over", again)
	}
}

func TestNewDryRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	code, out, _ := callNew(dir, "--survey", bundledSurvey, "--dry-run")
	if code != exitDone || !strings.Contains(out, "questions:") {
		t.Errorf("exit %d: %.200s", code, out)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was written")
	}
}

func TestNewRefuses(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.csv")
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	headerOnly := filepath.Join(t.TempDir(), "header.csv")
	if err := os.WriteFile(headerOnly, []byte("a,b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := func() string { return filepath.Join(t.TempDir(), "new") }
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"nothing to draft from", []string{dir()}, "--survey"},
		{"no such file", []string{dir(), "--survey", "nowhere.csv"}, "nowhere.csv"},
		{"an empty file", []string{dir(), "--survey", empty}, "empty"},
		{"no rows", []string{dir(), "--survey", headerOnly}, "Nothing was written"},
		{"an unknown dialect", []string{dir(), "--survey", bundledSurvey, "--dialect", "qualtrix"}, "qualtrics"},
		{"an unknown framework", []string{dir(), "--survey", bundledSurvey, "--framework", "digital"}, "digital"},
		{"an instrument that is none", []string{dir(), "--survey", bundledSurvey, "--instrument", bundledSurvey}, "instrument"},
		{"an instrument without a survey", []string{dir(), "--transcript", bundledSurvey, "--instrument", bundledSurvey}, "--survey"},
		{"a folder for a transcript", []string{dir(), "--transcript", t.TempDir()}, "folder"},
		{"a file for the folder", []string{empty, "--survey", bundledSurvey}, "is a file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := callNew(c.args...)
			if code != exitUnusable || !strings.Contains(out+errs, c.want) {
				t.Errorf("exit %d, %q; want 2 and %q", code, out+errs, c.want)
			}
			if _, err := os.Stat(filepath.Join(c.args[0], "consultation.yaml")); err == nil {
				t.Error("a draft was written")
			}
		})
	}
}

// Real exports of each platform, and made ones where there is no real one, from
// the file to a check of the whole consultation without an error.
func TestNewOnExports(t *testing.T) {
	const exports = "../../../shared/data/survey-exports/"
	if _, err := os.Stat(exports); err != nil {
		t.Skip("the shared data are not here")
	}
	for name, args := range map[string][]string{
		"SurveyMonkey":               {"--survey", exports + "surveymonkey-fivethirtyeight/StarWars.csv"},
		"Microsoft Forms":            {"--survey", exports + "microsoft-forms-SYNTHETIC/synthetic_forms.csv", "--framework", "digital-competencies"},
		"LimeSurvey":                 {"--survey", exports + "limesurvey-rse2017/public_data_first60.csv"},
		"Google Forms, tab":          {"--survey", exports + "googleforms-rstudio/survey_English_first300.tsv"},
		"REDCap with its dictionary": {"--survey", exports + "redcap-REDCapR/simple-data.csv", "--instrument", exports + "redcap-REDCapR/simple-dictionary.csv"},
		"Qualtrics with its .qsf":    {"--survey", exports + "qualtrics-QualtricsTools/Long_Exhaustive_Sample_Survey.csv", "--instrument", exports + "qualtrics-QualtricsTools/Long_Exhaustive_Sample_Survey.qsf"},
		"Qualtrics, UTF-16":          {"--survey", exports + "qualtrics-SYNTHETIC-variants/derived_sample_utf16le.tsv"},
		"weighted":                   {"--survey", exports + "../survey-masculinity-2018/raw-responses.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new")
			if code, out, errs := callNew(append([]string{dir}, args...)...); code != exitDone {
				t.Fatalf("exit %d\n%s%s", code, out, errs)
			}
			findings, err := pipeline.Check(context.Background(), dir, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range finding.Errors(findings) {
				t.Errorf("check: %s", f)
			}
			if name == "REDCap with its dictionary" {
				text, _ := os.ReadFile(filepath.Join(dir, "consultation.yaml"))
				for _, personal := range []string{"nutty@mouse.com", "Nutmouse", "321-1111"} {
					if bytes.Contains(text, []byte(personal)) {
						t.Errorf("the draft holds %q", personal)
					}
				}
			}
		})
	}
}
