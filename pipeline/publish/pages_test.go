package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"path"
	"regexp"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/pipeline/study"
	"concord/pipeline/theme"
)

const pipelineFile = study.FileName

func smallUnits(texts ...string) []theme.Unit {
	var out []theme.Unit
	for n, text := range texts {
		id := "P" + string(rune('1'+n)) + "0"
		out = append(out, theme.Unit{ID: id + "/words", Person: id, Source: "survey", Text: text})
	}
	return out
}

func TestNames(t *testing.T) {
	for _, x := range []struct {
		code, want string
	}{
		{"7.A.3", "7.A.3"}, {"K1", "K1"}, {"2229/09", "2229-09"}, {"CS A:1", "CS-A-1"}, {"../../etc", ""}, {".hidden", ""}, {"1.", ""},
		{"con", ""}, {"AUX.1", ""}, {"COM1", ""}, {"index", ""}, {"self-assessment", ""}, {"é", ""}, {"", ""}, {"a\x00b", ""}, {`a\b`, ""},
		{"7cc00e7b-b35e-5560-a150-375f3122165b", ""},
	} {
		if got, _ := safeName(x.code); got != x.want {
			t.Errorf("%q gives %q, want %q", x.code, got, x.want)
		}
	}
	f := &frameworks.Framework{Items: []frameworks.Item{{UUID: "u1", Code: "a1"}, {UUID: "u2", Code: "A1"}, {UUID: "u3", Code: "A2"}, {UUID: "u4", Code: "A2", Until: "2020-01-01"}}}
	got := fileNames(f)
	// Two codes that differ in capitals are one file on some systems: neither has it.
	for uuid, want := range map[string]string{"u1": "u1", "u2": "u2", "u3": "A2", "u4": "u4"} {
		if got[uuid] != want {
			t.Errorf("%s is named %q, want %q", uuid, got[uuid], want)
		}
	}
}

var (
	linked   = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	headings = regexp.MustCompile(`<h([1-6])[ >]`)
	ided     = regexp.MustCompile(` id="([^"]*)"`)
)

// sound holds every page to what pages must be: links that lead somewhere within the
// site, one first heading and none left out, each id once, a language.
func sound(t *testing.T, files []File) {
	t.Helper()
	has := map[string]bool{}
	for _, f := range files {
		has[f.Path] = true
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		page := string(f.Data)
		if !strings.Contains(page, `<html lang="`) || !strings.Contains(page, "<main") || !strings.Contains(page, "<title>") {
			t.Errorf("%s lacks its language, title or main part", f.Path)
		}
		for _, m := range linked.FindAllStringSubmatch(page, -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if to == "" || strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://") {
				continue
			}
			if !has[path.Join(path.Dir(f.Path), to)] {
				t.Errorf("%s leads to %s, which is not there", f.Path, m[1])
			}
		}
		last := 0
		for _, m := range headings.FindAllStringSubmatch(page, -1) {
			level := int(m[1][0] - '0')
			if level > last+1 || level == 1 && last > 0 {
				t.Errorf("%s has a heading of level %d after one of %d", f.Path, level, last)
			}
			last = level
		}
		seen := map[string]bool{}
		for _, m := range ided.FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("%s has the id %q twice", f.Path, m[1])
			}
			seen[m[1]] = true
		}
		for _, outside := range []string{"<script src", "@import", "<iframe", "fetch(", "XMLHttpRequest", "document.cookie"} {
			if strings.Contains(page, outside) {
				t.Errorf("%s has %s", f.Path, outside)
			}
		}
	}
}

func TestBundledFrameworks(t *testing.T) {
	// The numbers of items are those that frameworks/README.md gives.
	for _, x := range []struct {
		id, code, heading string
		grid              bool
	}{
		{"digital-competencies", "7.A.3", "Knowledge", false},
		{"interpersonal-psychotherapy", "", "Metacompetences", false},
		{"psychological-therapies-workforce", "", "By level", true},
		{"psychological-wellbeing-practitioner", "K25", "Duties", false},
	} {
		f, findings, err := frameworks.Load(x.id, "")
		if err != nil || len(findings) > 0 {
			t.Fatal(err, findings)
		}
		s := &Site{Versions: []*frameworks.Framework{f}, NoHistory: "None."}
		files, err := Pages(s)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, files)
		dir := "v" + f.Version + "/"
		page := file(t, files, dir+"index.html")
		if !bytes.Contains(page, []byte(x.heading)) || bytes.Contains(page, []byte(`class="grid"`)) != x.grid {
			t.Errorf("%s: its map lacks %q, or its grid is wrong", x.id, x.heading)
		}
		if x.code != "" {
			file(t, files, dir+x.code+".html")
			if to := file(t, files, "latest/"+x.code+".html"); !bytes.Contains(to, []byte("../"+dir+x.code+".html")) {
				t.Errorf("%s: latest/%s leads elsewhere", x.id, x.code)
			}
		}
		items := 0
		f.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool { items++; return true })
		pages := 0
		for _, f := range files {
			if strings.HasPrefix(f.Path, dir) && strings.HasSuffix(f.Path, ".html") {
				pages++
			}
		}
		if pages != items+2 {
			t.Errorf("%s: %d pages for %d items, the map and the self-assessment", x.id, pages, items)
		}
		again, err := Pages(s)
		if err != nil {
			t.Fatal(err)
		}
		for n := range files {
			if files[n].Path != again[n].Path || !bytes.Equal(files[n].Data, again[n].Data) {
				t.Errorf("%s: %s differs the second time", x.id, files[n].Path)
			}
		}
	}
}

// Words of a framework stay words.
func TestHostileFramework(t *testing.T) {
	f, findings := frameworks.Read("x.yaml", []byte(`id: hostile
title: '<script>alert(1)</script>"&'
version: 1.0.0
status: draft
language: en
source: x
rights: y
changed: '2020-01-01'
wording: official
kinds: [{id: thing, label: '<b onmouseover=x>'}]
items:
  - {key: a, code: '<img src=x>', kind: thing, statement: '"><svg onload=alert(1)>{{.}}'}
  - {key: b, code: '=1+1', kind: thing, statement: '=HYPERLINK("http://example.org")', links: []}
`))
	for _, x := range findings {
		if x.Severity == "error" {
			t.Fatal(findings)
		}
	}
	files, err := Pages(&Site{Versions: []*frameworks.Framework{f}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range files {
		if strings.HasSuffix(x.Path, ".html") {
			for _, bad := range []string{"<script>alert", "<svg", "<img src=x", "<b onmouse"} {
				if bytes.Contains(x.Data, []byte(bad)) {
					t.Errorf("%s has %s", x.Path, bad)
				}
			}
		}
	}
	if csv := file(t, files, "v1.0.0/framework.csv"); !bytes.Contains(csv, []byte("'=1+1")) || bytes.Contains(csv, []byte(",=")) {
		t.Errorf("a spreadsheet would run a cell:\n%s", csv)
	}
}

// Every answer of the CASE services has what the specification asks of it (CASE 1.1,
// 1EdTech 2025, REST binding): documents their package, items their document.
func TestCASE(t *testing.T) {
	f, _, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "https://example.org/f"} {
		files, err := Pages(&Site{Versions: []*frameworks.Framework{f}, Address: address})
		if err != nil {
			t.Fatal(err)
		}
		id := frameworks.DocumentUUID(f.ID)
		if f.UUID != "" {
			id = f.UUID
		}
		data := file(t, files, caseFolder+"CFPackages/"+id+".json")
		if found := casefile.Conforms("package", data); len(found) > 0 {
			t.Errorf("the package does not conform: %v", found[0])
		}
		items := 0
		for _, x := range files {
			name, ok := strings.CutPrefix(x.Path, caseFolder)
			if !ok {
				continue
			}
			var got map[string]json.RawMessage
			if err := json.Unmarshal(x.Data, &got); err != nil {
				t.Fatalf("%s: %v", x.Path, err)
			}
			class, _, _ := strings.Cut(strings.TrimSuffix(name, ".json"), "/")
			want := map[string][]string{
				"CFDocuments": {"identifier", "uri", "creator", "title", "lastChangeDateTime", "CFPackageURI"},
				"CFItems":     {"identifier", "fullStatement", "uri", "lastChangeDateTime", "CFDocumentURI"}, "CFItemAssociations": {"CFItem", "CFAssociations"},
				"CFAssociations": {"identifier", "associationType", "uri", "originNodeURI", "destinationNodeURI", "lastChangeDateTime"},
				"CFItemTypes":    {"CFItemTypes"}, "CFConcepts": {"CFConcepts"}, "CFPackages": {"CFDocument", "CFItems"},
			}[class]
			if name == "CFDocuments.json" {
				want = []string{"CFDocuments"}
			}
			for _, key := range want {
				if got[key] == nil {
					t.Errorf("%s lacks %s", x.Path, key)
				}
			}
			if class == "CFItems" {
				items++
				if uri := string(got["uri"]); address != "" && uri != `"`+address+"/"+strings.TrimSuffix(x.Path, ".json")+`"` {
					t.Errorf("%s says that it is %s", x.Path, uri)
				}
			}
		}
		if items != 74 { // 8 domains, 31 knowledge, 35 abilities
			t.Errorf("%d items have an answer, want 74", items)
		}
	}
}

func TestFeed(t *testing.T) {
	g, files := gathered(t, small(t, "", ""))
	data := file(t, files, "feed.xml")
	var feed struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Entries []struct {
			ID, Title, Updated string
			Link               struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(data, &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != len(g.Site.Versions) || feed.Updated != "2020-03-01T00:00:00Z" {
		t.Errorf("%d entries, updated %s\n%s", len(feed.Entries), feed.Updated, data)
	}
}

// The number of jobs and the order of maps change no byte.
func TestSameBytes(t *testing.T) {
	dir := small(t, "suppression: {below: 5}", "R002/words\n")
	var first []File
	for jobs := 1; jobs <= 4; jobs++ {
		g, err := Gather(context.Background(), Options{Study: dir, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		files, err := Pages(g.Site)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = files
		}
		if len(files) != len(first) {
			t.Fatalf("%d files with %d jobs, %d with one", len(files), jobs, len(first))
		}
		for n := range files {
			if files[n].Path != first[n].Path || !bytes.Equal(files[n].Data, first[n].Data) {
				t.Errorf("%s differs with %d jobs", files[n].Path, jobs)
			}
		}
	}
}

// A framework that names no day has no feed and no CASE package, and nothing leads to
// them.
func TestUndated(t *testing.T) {
	f, _, err := frameworks.Load("interpersonal-psychotherapy", "")
	if err != nil {
		t.Fatal(err)
	}
	f.Changed = ""
	files, err := Pages(&Site{Versions: []*frameworks.Framework{f}})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, files)
	for _, x := range files {
		if x.Path == "feed.xml" || strings.HasPrefix(x.Path, caseFolder) {
			t.Errorf("there is a %s", x.Path)
		}
	}
}

// A site of two versions: what changed, both ways round by permanent addresses.
func TestTwoVersions(t *testing.T) {
	_, files := gathered(t, small(t, "", ""))
	sound(t, files)
	if page := string(file(t, files, "changes/1.0.0-to-1.1.0.html")); !strings.Contains(page, `href="index.html"`) || !strings.Contains(page, "Many asked for it.") {
		t.Error("the redline lacks its way back or its reasons")
	}
	if page := string(file(t, files, "v1.0.0/1.A.1.html")); !strings.Contains(page, `href="../v1.1.0/1.A.1.html"`) {
		t.Error("the earlier page does not lead to the newer one")
	}
	if page := string(file(t, files, "you-said.html")); !strings.Contains(page, "Driving at night") || !strings.Contains(page, "What we did not do, and why") || !strings.Contains(page, "It says too much.") {
		t.Errorf("you said, we did:\n%s", page)
	}
	var p struct {
		Resources []struct {
			Path   string
			Schema struct{ Fields []struct{ Name string } }
		}
	}
	if err := json.Unmarshal(file(t, files, "datapackage.json"), &p); err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for _, r := range p.Resources {
		described[r.Path] = len(r.Schema.Fields) > 0
		file(t, files, r.Path)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".csv") && !described[f.Path] {
			t.Errorf("datapackage.json says nothing of %s", f.Path)
		}
	}
}

func TestReadTables(t *testing.T) {
	csv := "table,title,subgroup,row,count,base,base_rule,missing,percent,shown,ci_low,ci_high,suppressed,source,row_kind\n" +
		"d,Depot,,North,7,12,answered,1,58.3333,58,31.9,80.7,false,survey,option\n" +
		"d,Depot,n,North,,12,answered,1,,,,,true,survey,option\n" +
		"d,Depot,,No answer,1,13,asked,0,,,,,false,survey,missing\n"
	got, err := ReadTables([]byte(csv), map[string]string{"n": "Nights"})
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	table := got[0]
	if table.Groups[0] != "All respondents" || table.Groups[1] != "Nights" || table.Bases[0] != "12, those who answered; 1 gave no answer" || !table.Hidden || len(table.Rows) != 1 {
		t.Errorf("%+v", table)
	}
	if a, b := table.Rows[0].Cells[0], table.Rows[0].Cells[1]; a != (TableCell{"7", "58%", "32 to 81"}) || b != (TableCell{"hidden", "hidden", "hidden"}) {
		t.Errorf("%v %v", a, b)
	}
}
