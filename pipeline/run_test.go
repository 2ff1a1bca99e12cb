package pipeline

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"concord/pipeline/finding"
)

const bundled = "../data/iapt-digital-2020"

// TestMain lets a test run this program again, to kill it while it works.
func TestMain(m *testing.M) {
	if study := os.Getenv("CONCORD_TEST_RUN"); study != "" {
		if _, err := Run(context.Background(), Options{Study: study, Out: os.Getenv("CONCORD_TEST_OUT")}); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func runTo(t *testing.T, study, out string, jobs int, stages ...string) *Result {
	t.Helper()
	r, err := Run(context.Background(), Options{Study: study, Out: out, Jobs: jobs, Stages: stages})
	if err != nil {
		var in *InputError
		if errors.As(err, &in) {
			t.Log(in.Findings)
		}
		t.Fatal(err)
	}
	return r
}

// hashes gives the SHA-256 of every file of an output, the cache aside.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	names, err := filesIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, n := range names {
		if !strings.HasPrefix(n, cacheFolder+"/") {
			hash, _, err := hashFile(filepath.Join(dir, filepath.FromSlash(n)))
			if err != nil {
				t.Fatal(err)
			}
			out[n] = hash
		}
	}
	return out
}

func sameFiles(t *testing.T, a, b map[string]string) {
	t.Helper()
	for n, hash := range a {
		if b[n] != hash {
			t.Errorf("%s differs", n)
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d files and %d files", len(a), len(b))
	}
}

// copyOf copies the consultation that comes with concord, to be changed.
func copyOf(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(dir, os.DirFS(bundled)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func edit(t *testing.T, file, old, new string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s has no %q to change", file, old)
	}
	if err := os.WriteFile(file, bytes.Replace(data, []byte(old), []byte(new), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The figures are those that the published report prints (see published.yaml).
func TestRunBundled(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	r := runTo(t, bundled, out, 2)
	s := r.Summary
	if s.Respondents != 54 || s.Dropped != 2 || s.Participants != 15 {
		t.Errorf("%d respondents, %d dropped, %d participants", s.Respondents, s.Dropped, s.Participants)
	}
	if len(s.Agreement) != 2 || s.Agreement[1].N != 19 || s.Agreement[1].All != 5 || s.Agreement[1].Domains != 8 {
		t.Errorf("agreement: %+v", s.Agreement)
	}
	if !strings.Contains(s.Confidence, "14 of 53") {
		t.Errorf("confidence: %s", s.Confidence)
	}
	// What the report's authors changed must be proposed, on the word of several people.
	rows := readCSV(t, filepath.Join(out, "amendments", "amendments.csv"))
	find := func(operation, target, theme string) bool {
		for _, a := range rows {
			if a["operation"] == operation && a["target_code"] == target && strings.Contains(a["themes"], theme) && len(a["people_for"]) > 1 {
				return true
			}
		}
		return false
	}
	for _, want := range [][3]string{{"rename", "7", "supervision"}, {"add", "7", "supervision"}, {"add", "2", "data-security"}, {"add", "4", "helping-clients"}} {
		if !find(want[0], want[1], want[2]) {
			t.Errorf("no amendment to %s at %s from %s asked for by ten people or more", want[0], want[1], want[2])
		}
	}
	if !slices.ContainsFunc(rows, func(a map[string]string) bool {
		return a["operation"] == "level" && a["level"] == "advanced" && a["themes"] == "levels"
	}) {
		t.Error("no amendment makes items advanced")
	}
	// Every comment has one fate.
	if fates := readCSV(t, filepath.Join(out, "amendments", "fates.csv")); len(fates) != s.Comments {
		t.Errorf("%d fates for %d comments and turns", len(fates), s.Comments)
	}
	// Nothing that identifies a person is anywhere in the output.
	for name := range hashes(t, out) {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Osgathorpe", "Thistlewood", "Marchbank", "Thrupp", "example.org", "960147", "900482", "900142", "ZZ1 4XX", "Abernathy"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	// The manifest is true.
	var m manifest
	data, err := os.ReadFile(filepath.Join(out, manifestName))
	if err != nil || json.Unmarshal(data, &m) != nil {
		t.Fatal(err)
	}
	all := hashes(t, out)
	for _, o := range m.Outputs {
		if all[o.Name] != o.SHA256 {
			t.Errorf("the manifest is wrong of %s", o.Name)
		}
	}
	if len(m.Outputs) != len(all)-1 {
		t.Errorf("the manifest names %d files of %d", len(m.Outputs), len(all)-1)
	}
	// The report that is committed is this one.
	committed, err := os.ReadFile("../reports/iapt-digital-2020/" + manifestName)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, data) {
		t.Error("reports/iapt-digital-2020 is not what concord writes now: run make run, read what changed, and commit it")
	}
}

func readCSV(t *testing.T, file string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, rec := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = rec[i]
		}
		out = append(out, row)
	}
	return out
}

func TestSameBytesOnAnyJobs(t *testing.T) {
	dir := t.TempDir()
	one, many := filepath.Join(dir, "one"), filepath.Join(dir, "many")
	runTo(t, bundled, one, 1)
	runTo(t, bundled, many, 7)
	sameFiles(t, hashes(t, one), hashes(t, many))
}

func TestOnlyWhatChangedRuns(t *testing.T) {
	study := copyOf(t)
	out := filepath.Join(t.TempDir(), "out")
	runTo(t, study, out, 2)
	first := hashes(t, out)
	if r := runTo(t, study, out, 2); len(r.Ran) != 0 {
		t.Errorf("nothing changed, and %v ran", r.Ran)
	}
	sameFiles(t, first, hashes(t, out))

	edit(t, filepath.Join(study, "codebook.yaml"), "id: workload", "id: work-load")
	if r := runTo(t, study, out, 2); !slices.Equal(r.Unchanged, []string{"ingest", "tables"}) {
		t.Errorf("the codebook changed, and %v were unchanged", r.Unchanged)
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	runTo(t, study, fresh, 2)
	sameFiles(t, hashes(t, fresh), hashes(t, out)) // carried over or made anew, the bytes are the same

	edit(t, filepath.Join(study, "published.yaml"), "count: 45}", "count: 44}")
	if r := runTo(t, study, out, 2); slices.Contains(r.Ran, "ingest") || slices.Contains(r.Ran, "themes") || !slices.Contains(r.Ran, "report") {
		t.Errorf("a published figure changed, and %v ran", r.Ran)
	}

	// An output that somebody changed is made again.
	if err := os.WriteFile(filepath.Join(out, "tables", "tables.csv"), []byte("spoilt"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := runTo(t, study, out, 2)
	if !slices.Contains(r.Ran, "tables") {
		t.Errorf("a table was spoilt, and only %v ran", r.Ran)
	}
	// What somebody wrote there is not lost.
	if data, err := os.ReadFile(filepath.Join(out, "tables", "tables.csv.edited")); err != nil || string(data) != "spoilt" || !slices.Equal(r.Edited, []string{"tables/tables.csv.edited"}) {
		t.Errorf("the changed table is not kept: %v %q %v", err, data, r.Edited)
	}

	// What is hidden is hidden in every stage's files.
	edit(t, filepath.Join(study, "consultation.yaml"), "codebook: codebook.yaml", "suppression: {below: 5}\ncodebook: codebook.yaml")
	if r := runTo(t, study, out, 2); len(r.Unchanged) != 0 {
		t.Errorf("what is hidden changed, and %v were unchanged", r.Unchanged)
	}

	// A table of a question that is no more goes, also without the cache.
	if err := os.RemoveAll(filepath.Join(out, cacheFolder)); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(study, "consultation.yaml"), "- id: gender", "- id: sex")
	edit(t, filepath.Join(study, "published.yaml"), "table: gender", "table: sex")
	runTo(t, study, out, 2)
	if _, err := os.Stat(filepath.Join(out, "tables", "gender.csv")); err == nil {
		t.Error("the table of a question that is no more is still there")
	}
	if _, err := os.Stat(filepath.Join(out, "tables", "tables.csv.edited")); err != nil {
		t.Error("what was kept is gone: ", err)
	}
}

func TestStages(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	r := runTo(t, bundled, out, 2, "tables")
	if !slices.Equal(r.Ran, []string{"ingest", "tables"}) {
		t.Errorf("%v ran", r.Ran)
	}
	if _, err := os.Stat(filepath.Join(out, "report.html")); err == nil {
		t.Error("a report was written that nobody asked for")
	}
	if r := runTo(t, bundled, out, 2); !slices.Equal(r.Unchanged, []string{"ingest", "tables"}) || !r.Report {
		t.Errorf("%v were unchanged", r.Unchanged)
	}
	// A report of an earlier input does not stay beside new tables.
	study := copyOf(t)
	runTo(t, study, out, 2)
	edit(t, filepath.Join(study, "survey", "responses.csv"), "Woman", "Man")
	if r := runTo(t, study, out, 2, "tables"); !slices.Contains(r.LeftOut, "report") || r.Report {
		t.Errorf("left out: %v", r.LeftOut)
	}
	if _, err := os.Stat(filepath.Join(out, "report.html")); err == nil {
		t.Error("the old report stands beside the new tables")
	}
	if _, err := Run(context.Background(), Options{Study: bundled, Out: out, Stages: []string{"tabels"}}); err == nil || !strings.Contains(err.Error(), `"tables"`) {
		t.Error(err)
	}
}

// A run is killed at many points; what stands there afterwards is always a
// whole output, the old one or the new one.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	study := copyOf(t)
	parent := t.TempDir()
	out := filepath.Join(parent, "out")
	runTo(t, study, out, 2)
	self, err := os.Executable()
	if err != nil {
		t.Skip("this program cannot be run again: ", err)
	}
	for i := range 12 {
		edit(t, filepath.Join(study, "consultation.yaml"), "title: ", "title: x")
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "CONCORD_TEST_RUN="+study, "CONCORD_TEST_OUT="+out)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i*i) * 8 * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if err := recoverFolder(out); err != nil {
			t.Fatal(err)
		}
		var m manifest
		data, err := os.ReadFile(filepath.Join(out, manifestName))
		if err != nil || json.Unmarshal(data, &m) != nil {
			t.Fatalf("killed after %d ms: no manifest: %v", i*i*8, err)
		}
		all := hashes(t, out)
		for _, o := range m.Outputs {
			if all[o.Name] != o.SHA256 {
				t.Errorf("killed after %d ms: %s is not what the manifest says", i*i*8, o.Name)
			}
		}
	}
	runTo(t, study, out, 2)
	sweep, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sweep {
		if e.Name() != "out" {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func TestStopped(t *testing.T) {
	parent := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, Options{Study: bundled, Out: filepath.Join(parent, "out")}); err == nil {
		t.Error("a run that was stopped gives no error")
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 0 {
		t.Errorf("%v were left behind", entries)
	}
}

func TestOutputFolders(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	full := filepath.Join(dir, "full")
	if err := os.Mkdir(full, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(full, "thesis.docx"), []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, out, says string }{
		{"a file", file, "is a file"},
		{"below a file", filepath.Join(file, "out"), "cannot be"},
		{"somebody's folder", full, "no run of concord wrote"},
		{"the consultation itself", bundled, "is input"},
		{"above the consultation", "..", "is input"},
	} {
		if _, err := Run(context.Background(), Options{Study: bundled, Out: c.out}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// A manifest of something else is not concord's.
	site := filepath.Join(dir, "site")
	if err := os.Mkdir(site, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(site, manifestName), []byte(`{"name": "a web page"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), Options{Study: bundled, Out: site}); err == nil || !strings.Contains(err.Error(), "no run of concord wrote") {
		t.Error(err)
	}
	// What somebody puts beside an output stays: files, links and empty folders.
	out := filepath.Join(dir, "out")
	study := copyOf(t)
	runTo(t, study, out, 2)
	if err := os.Symlink("minutes.txt", filepath.Join(out, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(out, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, "minutes.txt"), []byte("ours"), 0o644); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(study, "consultation.yaml"), "title: ", "title: x")
	runTo(t, study, out, 2)
	if data, err := os.ReadFile(filepath.Join(out, "minutes.txt")); err != nil || string(data) != "ours" {
		t.Error("a file beside the output is gone: ", err)
	}
	if target, err := os.Readlink(filepath.Join(out, "link")); err != nil || target != "minutes.txt" {
		t.Error("a link beside the output is gone: ", err)
	}
	if _, err := os.Stat(filepath.Join(out, "empty")); err != nil {
		t.Error("an empty folder is gone: ", err)
	}
	// An output folder that is a link stays one.
	alias := filepath.Join(dir, "alias")
	if err := os.Symlink(out, alias); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(study, "consultation.yaml"), "title: ", "title: y")
	runTo(t, study, alias, 2)
	if info, err := os.Lstat(alias); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced by a folder")
	}
}

// Each case spoils one file of the consultation. The run must not begin, the
// output must stay as it was, and the finding must say where.
func TestBadInput(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	good := copyOf(t)
	runTo(t, good, out, 2)
	before := hashes(t, out)
	for _, c := range []struct {
		name, file, old, new string
		kind                 string
	}{
		{"unknown key", "consultation.yaml", "framework:", "framewrok:", "unknown-key"},
		{"unknown framework", "consultation.yaml", "id: digital-competencies", "id: digital-competences", "no-framework"},
		{"unknown version", "consultation.yaml", "version: 1.0.0", "version: 9.0.0", "no-framework"},
		{"no export", "consultation.yaml", "survey/responses.csv", "survey/respones.csv", "no-such-file"},
		{"unknown column", "consultation.yaml", "column: Q2\n", "column: Q222\n", "unknown-column"},
		{"unlisted answer", "consultation.yaml", "options: [Woman, Man,", "options: [Women, Man,", "unlisted-answer"},
		{"option twice", "consultation.yaml", "options: [Woman, Man,", "options: [Woman, Woman,", "option-twice"},
		{"unknown domain", "consultation.yaml", "domain: \"8\"", "domain: \"9\"", "unknown-code"},
		{"empty export", "survey/responses.csv", "", "", "empty-file"},
		{"header without rows", "survey/responses.csv", "", "StartDate,Q1\n", "no-rows"},
		{"duplicate header", "survey/responses.csv", ",Q2,", ",Q1,", "unknown-column"},
		{"unclosed quotation mark", "survey/responses.csv", ",45 women", "", "unclosed-quote"},
		{"no speakers", "groups/fg3.txt", "", "we talked and nobody noted who said what\n", ""},
		{"not WebVTT", "groups/fg1.vtt", "", "hello\n", ""},
		{"rule that cannot be read", "codebook.yaml", "in advance|", "near/|", ""},
		{"unknown target", "codebook.yaml", "targets: [1.A.5]", "targets: [1.A.55]", "unknown-code"},
		{"figure that is no number", "published.yaml", "count: 54}", "count: fifty}", "not-a-number"},
		{"not YAML", "published.yaml", "sets:", "sets: [", "not-yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			study := copyOf(t)
			file := filepath.Join(study, filepath.FromSlash(c.file))
			switch {
			case c.name == "unclosed quotation mark":
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, append(data, []byte("2020-04-01,\"never closed\n")...), 0o644); err != nil {
					t.Fatal(err)
				}
			case c.old == "":
				if err := os.WriteFile(file, []byte(c.new), 0o644); err != nil {
					t.Fatal(err)
				}
			default:
				edit(t, file, c.old, c.new)
			}
			_, err := Run(context.Background(), Options{Study: study, Out: out})
			var in *InputError
			if !errors.As(err, &in) {
				t.Fatalf("got %v, want an error of the input", err)
			}
			errs := finding.Errors(in.Findings)
			if len(errs) == 0 {
				t.Fatal("an error of the input without a finding")
			}
			found := c.kind == ""
			for _, f := range errs {
				found = found || f.Kind == c.kind
				if f.File == "" || f.Message == "" {
					t.Errorf("a finding without a place: %+v", f)
				}
			}
			if !found {
				t.Errorf("no %s among %v", c.kind, errs)
			}
			if c.name == "unknown column" && (filepath.Base(errs[0].File) != "consultation.yaml" || errs[0].Line < 20 || !strings.Contains(errs[0].Do, `"Q22"`)) {
				t.Errorf("a column that is not there is not placed where it is named: %v", errs[0])
			}
			checked, err := Check(context.Background(), study, 1)
			if err != nil || len(finding.Errors(checked)) != len(errs) {
				t.Errorf("check finds %d errors, run %d: %v", len(finding.Errors(checked)), len(errs), err)
			}
		})
	}
	sameFiles(t, before, hashes(t, out))
}

func TestOutputIntoTheFolderOneIsIn(t *testing.T) {
	study, err := filepath.Abs(bundled)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if _, err := Run(context.Background(), Options{Study: study, Out: "."}); err == nil || !strings.Contains(err.Error(), "you are in") {
		t.Error(err)
	}
}

// folderOf makes a consultation of the files given.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A beginner's consultation: no framework, free text without "about", an answer
// misspelt among those counted as other, an answer of somebody who was not
// asked, and groups of which nothing is known but who spoke.
func TestSmallConsultation(t *testing.T) {
	study := folderOf(t, map[string]string{
		"consultation.yaml": `title: Small
survey:
  file: s.csv
  questions:
    - {id: role, kind: single, options: [Nurse, Therapist, Other], other: Other}
    - {id: trained, kind: single, options: ["Yes", "No"]}
    - {id: which, kind: single, options: [Short, Long], asked: 'trained = "Yes"'}
    - {id: words, kind: text}
groups:
  participants: {file: p.csv}
  transcripts: [{id: G1, file: g.txt, moderators: [Moderator]}]
`,
		"s.csv": "role,trained,which,words\nNurse,Yes,Short,We need more training\nNures,No,Long,Scrap it\nTeacher,Yes,Long,n/a\n",
		"p.csv": "participant,group,speaker\nG1-P1,G1,Ann\nG1-P2,G1,Ben\n",
		"g.txt": "Moderator: Welcome.\nAnn: Ben said it well.\nBen: I do not want more forms.\nAnn: Nor do I.\nModerator: Thank you.\n",
	})
	out := filepath.Join(t.TempDir(), "out")
	r := runTo(t, study, out, 1)
	kinds := map[string]int{}
	for _, f := range r.Findings {
		kinds[f.Kind]++
	}
	if kinds["like-an-option"] != 1 || kinds["not-asked"] != 1 {
		t.Errorf("findings: %v", r.Findings)
	}
	if r.Summary.Participants != 2 || r.Summary.Comments != 6 {
		t.Errorf("%d participants, %d comments and turns", r.Summary.Participants, r.Summary.Comments)
	}
	fates := map[string]string{}
	for _, f := range readCSV(t, filepath.Join(out, "amendments", "fates.csv")) {
		fates[f["unit"]] = f["fate"]
	}
	if len(fates) != 6 || fates["R002/words"] != "not-understood" || fates["R003/words"] != "no-content" || fates["G1/T002"] == "" {
		t.Errorf("fates: %v", fates)
	}
	turns := readCSV(t, filepath.Join(out, "ingest", "turns.csv"))
	if len(turns) != 5 || turns[1]["person"] != "G1-P1" || turns[1]["text"] != "[name] said it well." || turns[0]["moderator"] != "true" {
		t.Errorf("turns: %v", turns)
	}
}

// Every column of every CSV file is described, and holds what is said of it.
func TestDataPackageIsTrue(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	runTo(t, bundled, out, 2)
	var p dataPackage
	data, err := os.ReadFile(filepath.Join(out, packageName))
	if err != nil || json.Unmarshal(data, &p) != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for _, r := range p.Resources {
		described[r.Path] = true
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(r.Path)))
		if err != nil {
			t.Error(err)
			continue
		}
		records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil || len(records[0]) != len(r.Schema.Fields) {
			t.Errorf("%s: %d columns, %d described: %v", r.Path, len(records[0]), len(r.Schema.Fields), err)
			continue
		}
		for c, f := range r.Schema.Fields {
			if records[0][c] != f.Name || f.Description == "" {
				t.Errorf("%s: column %q is described as %+v", r.Path, records[0][c], f)
			}
			for _, rec := range records[1:] {
				value := rec[c]
				var err error
				switch f.Type {
				case "integer":
					_, err = strconv.Atoi(value)
				case "number":
					_, err = strconv.ParseFloat(value, 64)
				case "boolean":
					_, err = strconv.ParseBool(value)
				}
				if value != "" && err != nil {
					t.Errorf("%s: %s is no %s: %q", r.Path, f.Name, f.Type, value)
					break
				}
			}
		}
	}
	for name := range hashes(t, out) {
		if strings.HasSuffix(name, ".csv") && !described[name] {
			t.Errorf("%s is not described", name)
		}
	}
}

// Without a list of who took part, those who speak are numbered, and no name of
// theirs is in any output.
func TestGroupsWithoutAList(t *testing.T) {
	dir := folderOf(t, map[string]string{
		"consultation.yaml": "title: Two groups\nframework: {id: digital-competencies}\ncodebook: codebook.yaml\ngroups:\n  transcripts:\n    - {id: FG1, file: one.vtt}\n",
		"codebook.yaml":     "themes:\n  - id: supervision\n    name: Supervision\n    definition: Being supervised.\n    rules: [supervis*]\n",
		"one.vtt": "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Moderator>What is missing?\n\n00:04.000 --> 00:09.000\n<v Persephone Quill>We need more supervision of online work.\n\n" +
			"00:09.000 --> 00:12.000\n<v Ignatius Marrow>As Persephone says, supervision is missing.\n",
	})
	out := filepath.Join(t.TempDir(), "out")
	r, err := Run(context.Background(), Options{Study: dir, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	if r.Summary.Participants != 2 {
		t.Errorf("%d participants, expected 2", r.Summary.Participants)
	}
	for name := range hashes(t, out) {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Persephone", "Quill", "Ignatius", "Marrow"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s names %s", name, secret)
			}
		}
	}
	turns := readCSV(t, filepath.Join(out, "ingest", "turns.csv"))
	if len(turns) != 3 || turns[1]["person"] != "FG1-P1" || turns[2]["person"] != "FG1-P2" || turns[0]["person"] != "" {
		t.Errorf("%v", turns)
	}
	themes := readCSV(t, filepath.Join(out, "themes", "themes.csv"))
	if len(themes) != 1 || themes[0]["group_people"] != "2" {
		t.Errorf("%v", themes)
	}
}

// A draft says how many questions it still asks; a file that a person wrote
// asks none, whatever stands in its comments.
func TestQuestionsOfADraft(t *testing.T) {
	const body = "# Is this right?\ntitle: T\nsurvey:\n  file: s.csv\n  questions:\n    # Are these all?\n    - {id: q, kind: single, options: [a, b]}\n"
	for text, want := range map[string]int{draftMark + " Read it.\n" + body: 2, body: 0, draftMark + "\ntitle: T\nsurvey:\n  file: s.csv\n  questions:\n    - {id: q, kind: text}\n": 0} {
		dir := folderOf(t, map[string]string{"consultation.yaml": text, "s.csv": "q\na\nb\n"})
		findings, err := Check(context.Background(), dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, f := range findings {
			if f.Kind == "draft-questions" {
				got = f.Count
			}
		}
		if got != want {
			t.Errorf("%q: %d questions, expected %d (%v)", text, got, want, findings)
		}
	}
}
