package main

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
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

const bundledGroups = "../../data/iapt-digital-2020/groups/"

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
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	small := file("small.csv", "role,confidence\nNurse,3\nDoctor,4\nNurse,4\n")
	short := file("short.csv", "a,b\nx,y\nz\nx,y\nx,z\n")
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
		{"two surveys", []string{dir(), "--survey", bundledSurvey, "--survey", bundledSurvey}, "one survey"},
		{"a transcript for the survey", []string{dir(), "--survey", bundledGroups + "fg1.vtt"}, "--transcript"},
		{"a survey for a transcript", []string{dir(), "--transcript", bundledSurvey}, "--survey"},
		{"a small survey for a transcript", []string{dir(), "--transcript", small}, "--survey"},
		{"a row with too few cells", []string{dir(), "--survey", short}, "put the file right"},
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
			if info, err := os.Stat(c.args[0]); err == nil && info.IsDir() {
				t.Error("a folder was left behind")
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

// A group in which nobody is named: no list of people is written, and the
// folder can be checked.
func TestNewNobodyNamed(t *testing.T) {
	dir := t.TempDir()
	talk := filepath.Join(dir, "talk.vtt")
	if err := os.WriteFile(talk, []byte("WEBVTT\n\n00:01.000 --> 00:02.000\nI am glad to be here.\n\n00:03.000 --> 00:04.000\nWell, so am I.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "new")
	if code, out, errs := callNew(to, "--transcript", talk); code != exitDone {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	if _, err := os.Stat(filepath.Join(to, "groups", "participants.csv")); err == nil {
		t.Error("an empty list of participants was written")
	}
	findings, err := pipeline.Check(context.Background(), to, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range finding.Errors(findings) {
		t.Errorf("check: %s", f)
	}
}

// workbookOf writes a workbook with inline texts only.
func workbookOf(t *testing.T, names []string, sheets [][][]string) string {
	t.Helper()
	var data bytes.Buffer
	z := zip.NewWriter(&data)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`
	list, relations := "", ""
	for i, rows := range sheets {
		n := strconv.Itoa(i + 1)
		types += `<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`
		list += `<sheet name="` + names[i] + `" sheetId="` + n + `" r:id="r` + n + `"/>`
		relations += `<Relationship Id="r` + n + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet` + n + `.xml"/>`
		text := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
		for _, row := range rows {
			text += "<row>"
			for _, cell := range row {
				text += `<c t="inlineStr"><is><t>` + cell + `</t></is></c>`
			}
			text += "</row>"
		}
		put("xl/worksheets/sheet"+n+".xml", text+"</sheetData></worksheet>")
	}
	put("[Content_Types].xml", types+"</Types>")
	put("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	put("xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+list+`</sheets></workbook>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+relations+`</Relationships>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, data.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A first sheet of notes is passed over, which the summary and the draft say.
func TestNewChoosesSheet(t *testing.T) {
	answers := [][]string{{"role", "agree"}}
	for range 5 {
		answers = append(answers, []string{"Nurse", "Yes"}, []string{"Doctor", "No"})
	}
	notes := [][]string{{"Exported by the office"}, {"Ask before use"}, {"a"}, {"b"}, {"c"}, {"d"}}
	book := workbookOf(t, []string{"Notes", "Answers"}, [][][]string{notes, answers})
	for _, c := range []struct {
		name, book string
		args       []string
		want       string
		said       bool
	}{
		{"notes first", book, nil, "sheet: Answers", true},
		{"named", book, []string{"--sheet", "Answers"}, "sheet: Answers", false},
		{"answers first", workbookOf(t, []string{"Answers", "Notes"}, [][][]string{answers, notes}), nil, "sheet: Answers", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new")
			code, out, errs := callNew(append([]string{dir, "--survey", c.book}, c.args...)...)
			text, _ := os.ReadFile(filepath.Join(dir, "consultation.yaml"))
			if code != exitDone || !bytes.Contains(text, []byte(c.want)) {
				t.Errorf("exit %d\n%s%s\n%s", code, out, errs, text)
			}
			said := `read from the sheet "Answers"`
			if strings.Contains(out, said) != c.said || bytes.Contains(text, []byte(said)) != c.said {
				t.Errorf("said %t\n%s\n%s", strings.Contains(out, said), out, text)
			}
		})
	}
}

// Rows above and below the headers that are none are asked about in the draft
// and in the summary.
func TestNewAsksAboutHeaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "e.csv")
	text := "q1,q2\nWhat is your role?,How many years have you worked here?\n" + strings.Repeat("Nurse,3\nDoctor,12\n", 6)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "new")
	code, out, errs := callNew(dir, "--survey", path)
	yaml, _ := os.ReadFile(filepath.Join(dir, "consultation.yaml"))
	const asked = "first row below the header looks like"
	if code != exitDone || strings.Count(out, asked) != 1 || bytes.Count(yaml, []byte(asked)) != 1 || !strings.Contains(out, "To decide") {
		t.Errorf("exit %d\n%s%s\n%s", code, out, errs, yaml)
	}
}
