package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"concord/frameworks"
)

var (
	policy = regexp.MustCompile(`<meta http-equiv="[^"]*"[^>]*>\n`)
	result = regexp.MustCompile(`(?s)<pre id="result">(.*?)</pre>`)
)

// browser opens pages in Chromium.
type browser struct {
	t       *testing.T
	program string
	dir     string
}

// inBrowser puts a site into a folder and gives a browser for it; without Chromium
// the test is skipped.
func inBrowser(t *testing.T, files []File) *browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("Chromium is not installed (make tools), so the pages were not opened")
	}
	dir := filepath.Join(t.TempDir(), "site")
	if err := Write(dir, files); err != nil {
		t.Fatal(err)
	}
	return &browser{t, program, dir}
}

// run opens a page with a script behind it, and gives what the script told. The
// page's policy, under which no such script would run, is taken out for it.
func (b *browser) run(path, script string, width int) string {
	b.t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(path)))
	if err != nil {
		b.t.Fatal(err)
	}
	page := policy.ReplaceAllString(string(data), "")
	page = strings.Replace(page, "</body>", "<script>"+script+"</script></body>", 1)
	m := result.FindStringSubmatch(b.open(path, page, width))
	if m == nil {
		b.t.Fatalf("%s: the script told nothing", path)
	}
	return html.UnescapeString(m[1])
}

// open gives a page as it is once its scripts have run.
func (b *browser) open(path, page string, width int) string {
	b.t.Helper()
	name := filepath.Join(b.dir, filepath.FromSlash(filepath.Dir(path)), "opened.html")
	if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
		b.t.Fatal(err)
	}
	defer os.Remove(name)
	target := name
	if width > 0 {
		// A window is never so narrow as a telephone; a frame is.
		frame := fmt.Sprintf(`<!DOCTYPE html><title>frame</title><iframe id="f" width="%d" height="900" src="opened.html"></iframe><pre id="result"></pre><script>onload = function () { var look = setInterval(function () { var told = document.getElementById("f").contentDocument.getElementById("result"); if (told) { clearInterval(look); document.getElementById("result").textContent = told.textContent; } }, 50); }</script>`, width)
		target = filepath.Join(filepath.Dir(name), "frame.html")
		if err := os.WriteFile(target, []byte(frame), 0o644); err != nil {
			b.t.Fatal(err)
		}
		defer os.Remove(target)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, b.program, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--user-data-dir="+filepath.Join(b.dir, "..", "profile"), "--virtual-time-budget=20000", "--dump-dom", "file://"+target).Output()
	if err != nil {
		b.t.Fatal(err)
	}
	return string(out)
}

// tell is what the tests' scripts end with.
const tell = `function tell(x) { var p = document.createElement("pre"); p.id = "result"; p.textContent = JSON.stringify(x); document.body.appendChild(p); }
function change(e) { e.dispatchEvent(new Event("change", { bubbles: true })); e.dispatchEvent(new Event("input", { bubbles: true })); }
function $(q) { return document.querySelector(q); }
`

func twoVersions(t *testing.T) []File {
	t.Helper()
	old, _ := frameworks.Read("1.yaml", []byte(drivingFramework("1.0.0", `
      - {key: a, code: 1.A.1, kind: knowledge, level: core, statement: Knows how to steer.}
      - {key: b, code: 1.A.2, kind: knowledge, level: advanced, statement: Knows how to brake.}
      - {key: c, code: 1.B.1, kind: ability, level: core, statement: Parks well.}
      - {key: d, code: 1.B.2, kind: ability, level: core, statement: Sounds the horn.}
`)))
	new, found := frameworks.Read("2.yaml", []byte(drivingFramework("2.0.0", `
      - {key: a, code: 1.A.1, kind: knowledge, level: core, statement: Knows how to steer.}
      - {key: b, code: 1.A.2, kind: knowledge, level: advanced, statement: Knows how to brake gently.}
      - {key: c, code: 1.B.1, kind: ability, level: core, statement: Parks well., until: '2021-01-01', replaced_by: [e, f]}
      - {key: e, code: 1.B.3, kind: ability, level: core, statement: Parks forwards.}
      - {key: f, code: 1.B.4, kind: ability, level: core, statement: Parks backwards.}
      - {key: d, code: 1.B.2, kind: ability, level: core, statement: Sounds the horn., until: '2021-01-01'}
`)))
	for _, f := range found {
		if f.Severity == "error" {
			t.Fatal(found)
		}
	}
	files, err := Pages(&Site{Versions: []*frameworks.Framework{old, new}})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func drivingFramework(version, items string) string {
	return `id: driving
title: Driving
version: ` + version + `
status: draft
language: en
source: Made for a test.
rights: Nobody's.
creator: Nobody
changed: '2020-01-01'
wording: official
kinds: [{id: domain, label: Domain}, {id: knowledge, label: Knowledge, letter: A}, {id: ability, label: Ability, letter: B}]
levels: [{id: core, label: Core}, {id: advanced, label: Advanced}]
items:
  - key: wheel
    code: '1'
    kind: domain
    title: At the wheel
    items:` + items
}

// Ratings are counted, saved, and carried over to the next version: what did not
// change is kept, what changed is to be rated again, what ended is named.
func TestSelfAssessment(t *testing.T) {
	b := inBrowser(t, twoVersions(t))
	saved := b.run("v1.0.0/self-assessment.html", tell+`
		var text = null;
		URL.createObjectURL = function (blob) { window.blob = blob; return "#"; };
		[2, 1, 0, 3].forEach(function (value, n) {
			var r = document.querySelectorAll(".rate")[n].querySelector("input[value='" + value + "']");
			r.checked = true; change(r);
		});
		$("#a-name").value = "trainee";
		$("#a-save").click();
		blob.text().then(function (s) { tell({ saved: JSON.parse(s), sum: $("#a-sum").textContent, rows: Array.prototype.map.call(document.querySelectorAll("#a-gaps tbody tr"), function (tr) { return tr.textContent; }), remembered: localStorage.length }); });
	`, 0)
	var first struct {
		Saved      json.RawMessage
		Sum        string
		Rows       []string
		Remembered int
	}
	if err := json.Unmarshal([]byte(saved), &first); err != nil {
		t.Fatal(err, saved)
	}
	// By hand: of four, asked for 2; ratings 2, 1, 0, 3: two as asked, two gaps.
	if want := "Your role has 4 statements; you have rated 4 of them, and 2 of these are below “2 On my own”."; first.Sum != want {
		t.Errorf("%q, want %q", first.Sum, want)
	}
	if want := "1 At the wheel44 of 42 of 42|Knowledge22 of 21 of 21|Ability22 of 21 of 21|All44 of 42 of 42"; strings.Join(first.Rows, "|") != want {
		t.Errorf("%q, want %q", strings.Join(first.Rows, "|"), want)
	}
	if first.Remembered != 0 {
		t.Error("the browser remembers something that nobody asked it to")
	}
	load := func(path, text string) (told, again []string, rated string) {
		t.Helper()
		quoted, _ := json.Marshal(text)
		out := b.run(path, tell+`
			var d = new DataTransfer();
			d.items.add(new File([`+strings.ReplaceAll(string(quoted), "</", `<\/`)+`], "x.json"));
			$("#a-load").files = d.files;
			$("#a-load").dispatchEvent(new Event("change"));
			setTimeout(function () {
				tell({ told: Array.prototype.map.call(document.querySelectorAll("#a-told p"), function (p) { return p.textContent; }),
					again: Array.prototype.filter.call(document.querySelectorAll(".again"), function (p) { return !p.hidden; }).map(function (p) { return p.parentNode.querySelector(".code").textContent + " " + p.textContent; }),
					rated: Array.prototype.map.call(document.querySelectorAll(".rate input[type=radio]:checked"), function (r) { return r.value || "-"; }).join("") });
			}, 1000);
		`, 0)
		var got struct {
			Told, Again []string
			Rated       string
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err, out)
		}
		return got.Told, got.Again, got.Rated
	}
	told, again, rated := load("v2.0.0/self-assessment.html", string(first.Saved))
	if rated != "2---" {
		t.Errorf("carried over %q, want the first alone", rated)
	}
	if got := strings.Join(told, "|"); got != "Carried over from version 1.0.0: 1 rating, 3 to rate again, marked below.|No longer in the framework, and not carried over: 1.B.2 Sounds the horn.." && got != "Carried over from version 1.0.0: 1 rating, 3 to rate again, marked below.|No longer in the framework, and not carried over: 1.B.2 Sounds the horn." {
		t.Errorf("told %q", got)
	}
	want := []string{
		"1.A.2 Rate again: the wording has changed. Your rating of the old wording was “1 With help”.",
		"1.B.3 Rate again: this takes the place of a statement that you had rated “0 Not yet”.",
		"1.B.4 Rate again: this takes the place of a statement that you had rated “0 Not yet”.",
	}
	if strings.Join(again, "\n") != strings.Join(want, "\n") {
		t.Errorf("to rate again:\n%s", strings.Join(again, "\n"))
	}
	if _, _, rated := load("v1.0.0/self-assessment.html", string(first.Saved)); rated != "2103" {
		t.Errorf("loaded into the same version: %q, want 2103", rated)
	}
	for _, bad := range []string{
		"", "{", "null", "[]", `{"format":"x"}`, `{"format":"concord-self-assessment","format_version":2}`,
		`{"format":"concord-self-assessment","format_version":1,"framework":"other"}`, `{"format":"concord-self-assessment","format_version":1,"framework":"driving"}`,
	} {
		told, _, rated := load("v2.0.0/self-assessment.html", bad)
		if len(told) != 1 || !strings.HasSuffix(told[0], "Nothing was changed.") || rated != "----" {
			t.Errorf("%s: told %q, rated %s", bad, told, rated)
		}
	}
	hostile := `{"format":"concord-self-assessment","format_version":1,"framework":"driving","version":"<img src=x onerror=document.title=1>","role":{"name":{},"levels":"x","left_out":[1]},"ratings":[null,{"uuid":"__proto__","rating":2},{"uuid":"constructor","rating":1,"words":"<b>"},{"uuid":"x","rating":9}]}`
	if told, _, rated := load("v2.0.0/self-assessment.html", hostile); rated != "----" || !strings.Contains(told[0], "<img") {
		t.Errorf("hostile file: told %q, rated %s", told, rated)
	}
}

// The map filters and searches, and its own script runs under the page's own policy.
func TestMapFilters(t *testing.T) {
	files := twoVersions(t)
	b := inBrowser(t, files)
	out := b.run("v2.0.0/index.html", tell+`
		var seen = [];
		function now() { seen.push($("#f-count").textContent); }
		now();
		$("#f-text").value = "parks"; change($("#f-text")); now();
		$("#f-text").value = ""; $("#f-level").value = "advanced"; change($("#f-level")); now();
		$("#f-kind").value = "ability"; change($("#f-kind")); now();
		seen.push($("#f-none").hidden);
		tell(seen);
	`, 0)
	if want := `["4 of 4 shown","2 of 4 shown","1 of 4 shown","0 of 4 shown",false]`; out != want {
		t.Errorf("%s, want %s", out, want)
	}
	// As it is published, with its policy: the filters come out, so the script ran; and
	// a script that is not the page's own does not.
	data := string(file(t, files, "v2.0.0/index.html"))
	data = strings.Replace(data, "</body>", `<p id="strange">calm</p><script>document.getElementById("strange").textContent = "ran"</script></body>`, 1)
	dom := b.open("v2.0.0/index.html", data, 0)
	if !strings.Contains(dom, `<p id="strange">calm</p>`) {
		t.Error("a strange script ran")
	}
	if strings.Contains(dom, `id="filters" hidden`) || !strings.Contains(dom, "4 of 4 shown") {
		t.Error("the page's own script did not run")
	}
}

// Every kind of page fits a telephone, and has no fault that axe-core knows of.
func TestPagesInBrowser(t *testing.T) {
	_, files := gathered(t, small(t, "", "R002/words\n"))
	b := inBrowser(t, files)
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Logf("axe-core is not at %s (make tools), so the pages were not held to WCAG", axeFile)
	}
	for _, path := range []string{"index.html", "v1.1.0/index.html", "v1.1.0/1.html", "v1.1.0/1.B.2.html", "v1.0.0/1.A.1.html", "v1.1.0/self-assessment.html", "changes/index.html", "you-said.html", "tables.html", "method.html", "downloads.html"} {
		script := tell + `var width = [document.documentElement.scrollWidth, document.documentElement.clientWidth]; `
		if axe == nil {
			script += `tell({ width: width, faults: [] });`
		} else {
			script = string(axe) + "</script><script>" + script + `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(function (r) { tell({ width: width, faults: r.violations.map(function (v) { return v.id + ": " + v.nodes[0].html; }) }); });`
		}
		var got struct {
			Width  []int
			Faults []string
		}
		out := b.run(path, script, 390)
		if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Width) != 2 {
			t.Fatalf("%s: %v: %s", path, err, out)
		}
		if got.Width[0] != got.Width[1] {
			t.Errorf("%s is %d wide on a telephone of %d", path, got.Width[0], got.Width[1])
		}
		for _, fault := range got.Faults {
			t.Errorf("%s: %s", path, fault)
		}
	}
}

// axeFile is where make tools puts axe-core.
const axeFile = "../../.cache/axe-core/axe.min.js"
