package disposition

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const evil = "<script>alert(1)</script> @admin #12 GH-7 https://x.example www.x.example a@b.example `code` [x](y) | deadbeef01"

func answer() Answer {
	return Answer{
		Title: "You said, we did", Intro: "We asked.",
		Themes: []Said{{
			Theme: "Supervision", About: "What supervisors do",
			For: Count{People: 12, Base: 54, Of: "people who took part", Share: "22%"}, Against: Count{Hidden: true},
			Quotes: []Quote{{Unit: "R017/q1", Who: "R017", Text: evil, Cleared: true}, {Unit: "SECRET-1", Who: "SECRET-2", Text: "SECRET-3"}},
			Outcomes: []Outcome{
				{Amendment: "s-1", What: "Add an item", Where: "7", Disposition: Accepted, Version: "2.0.0"},
				{Amendment: "s-2", What: "Reword 7.1", Disposition: Modified, Final: "New words", Why: "Clearer"},
				{Amendment: "s-3", What: "Remove 7.2", Disposition: Rejected, Why: "It is law"},
				{Amendment: "s-4", What: "Move 7.3", Disposition: OutOfScope},
				{Amendment: "s-5", What: "Split 7.4"},
			},
		}, {Theme: "Other", Outcomes: []Outcome{{Amendment: "s-3", What: "Remove 7.2", Disposition: Rejected, Why: "It is law"}}}},
		Comments: []Answered{
			{Quote: Quote{Unit: "R018/q1", Text: "Fine.", Cleared: true}, Question: "Anything else?", Note: "praise"},
			{Quote: Quote{Unit: "SECRET-4", Who: "SECRET-5", Text: "SECRET-6"}, Question: "SECRET-7", Note: "SECRET-8", Outcomes: []Outcome{{What: "SECRET-9"}}},
			{Quote: Quote{Unit: "R019/q1", Text: "More.", Cleared: true}},
		},
	}
}

func TestAnswer(t *testing.T) {
	html, err := answer().HTML()
	if err != nil {
		t.Fatal(err)
	}
	md := answer().Markdown()
	for _, text := range []string{md, string(html)} {
		if strings.Contains(text, "SECRET") {
			t.Errorf("something hidden goes out:\n%s", text)
		}
		if strings.Contains(text, "<script") {
			t.Errorf("a comment's HTML goes out:\n%s", text)
		}
		for _, want := range []string{
			"12 of 54 people who took part (22%)", "against: a few people", "What we did not do, and why", "It is law", "in version 2.0.0", "not in a version yet",
			"no reason is recorded", "What is still open", "1 of 3 comments are not printed", "nothing is recorded yet", "praise",
			// s-3 follows from two themes and is one of five amendments.
			"Rejected: 1 of 5", "Accepted: 1 of 5", "Not decided yet: 1 of 5", "R017, R017/q1",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	}
	if got := (Answer{}).Markdown(); strings.TrimSpace(got) != "" {
		t.Errorf("nothing gives %q", got)
	}
	// Every element that begins ends.
	for _, tag := range []string{"section", "ul", "li", "table", "td", "blockquote", "h3", "h4", "p"} {
		begin, end := len(regexp.MustCompile(`<`+tag+`[ >]`).FindAllString(string(html), -1)), strings.Count(string(html), "</"+tag+">")
		if begin != end {
			t.Errorf("%d <%s>, %d ends", begin, tag, end)
		}
	}
}

func TestCountWords(t *testing.T) {
	for want, c := range map[string]Count{
		"":                    {},
		"0 of 9 respondents":  {Base: 9, Of: "respondents"},
		"1 person":            {People: 1},
		"3 of 9 people (33%)": {People: 3, Base: 9, Of: "people", Share: "33%"},
		"a few people (the number is too small to be shown)": {People: 2, Base: 9, Hidden: true},
	} {
		if got := c.Words(); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
}

func proposal() Proposal {
	return Proposal{
		ID: "s-1", Title: "Reword 7.1 @admin #12", Framework: "digital-competencies 1.0.0", Operation: "reword", Where: "7.1", Before: "Old ```words", After: "New words",
		Wording: "the commenters' own", For: Count{People: 12, Base: 54, Of: "people who took part"},
		Quotes:    []Quote{{Unit: "R017/q1", Who: "R017", Role: "for", Text: evil, Cleared: true}, {Unit: "SECRET-1", Text: "SECRET-2"}},
		Conflicts: []string{"s-2 changes the words of 7.1 too"},
	}
}

func TestIssue(t *testing.T) {
	title, text := Issue(proposal())
	if title != "s-1: Reword 7.1 @\u200badmin #\u200b12" {
		t.Errorf("%q", title)
	}
	for _, want := range []string{"````diff\n- Old ```words\n+ New words\n````\n", "12 of 54 people who took part", "- [ ] Editorial", "`R017/q1`", "1 of 2 pieces of evidence", "s-2 changes", "- [ ] Each conflict"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "SECRET") {
		t.Error("something hidden goes out")
	}
	calls(t, text)
	p := proposal()
	p.Disposition, p.Rationale, p.Votes, p.Conflicts = Rejected, "It is law", "3 of 12 for", nil
	_, text = Issue(p)
	if strings.Contains(text, "- [ ]") || !strings.Contains(text, "**Rejected.**") || !strings.Contains(text, "None with another amendment") {
		t.Errorf("decided:\n%s", text)
	}
}

// calls looks for what GitHub would make a link of, after the escapes of Markdown
// are taken away as GitHub takes them.
func calls(t *testing.T, text string) {
	t.Helper()
	plain := regexp.MustCompile("(?s)(```+)diff.*?\n````*\n|`[^`\n]*`").ReplaceAllString(text, "")
	plain = strings.NewReplacer("&#64;", "@", "&#8203;", "\u200b", `\`, "", "&amp;", "&").Replace(plain)
	for _, bad := range []string{`@\w`, `#\d`, `(?i)\bGH-\d`, `(?i)https?://`, `(?i)www\.`, `<[a-zA-Z/]`, `\b[0-9]+[0-9a-f]{6,}\b`, `(?i)mailto:`} {
		if m := regexp.MustCompile(bad).FindString(plain); m != "" {
			t.Errorf("%q would be a link in\n%s", m, text)
		}
	}
}

func FuzzIssue(f *testing.F) {
	f.Add(evil, "before", "after")
	f.Add("@@a ##1 \\@b\\#3 &#64;c WwW.x hTTp://", "`````", "- x\n+ y")
	f.Fuzz(func(t *testing.T, words, before, after string) {
		p := proposal()
		p.Title, p.Before, p.After, p.Why, p.Conflicts, p.Rationale = words, before, after, words, []string{words}, words
		p.Quotes = []Quote{{Unit: words, Who: words, Role: "for", Text: words, Cleared: true}}
		_, text := Issue(p)
		// Only what was made safe is looked at: the diff stands in its fence.
		at := strings.Index(text, "### Why")
		if words = strings.TrimSpace(words); at >= 0 && safe(words) != "" {
			for _, bad := range []string{`&#64;\w`, `[^&]#\d`, `(?i)\bGH-\d`, `(?i)https?://`, `(?i)(^|[^\w;])www\.\w`, `<\w`} {
				cleaned := regexp.MustCompile("`[^`\n]*`").ReplaceAllString(text[at:], "")
				if m := regexp.MustCompile(bad).FindString(cleaned); m != "" {
					t.Fatalf("%q in %q", m, cleaned)
				}
			}
		}
	})
}

func TestList(t *testing.T) {
	got := List("Disposition of comments", "digital-competencies 1.0.0", []Row{
		{ID: "1", Comment: evil, Where: "7.1", Disposition: Accepted}, {ID: "2", Comment: "b", Type: "ed", Who: "DE", Disposition: Rejected, Rationale: "It is law"}, {Comment: "c"},
	})
	for _, want := range []string{"| Closed | Comments, of 3 |", "| Accepted | 1 |", "| Rejected | 1 |", "| Not decided yet | 1 |", "## Comment 3", "- **Why:** It is law", "- **Type:** editorial", "&lt;script&gt;"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if !strings.Contains(List("x", "", nil), "no comments") {
		t.Error("no comments are not said")
	}
}

// The definition of ArtifactAssessment in FHIR 5.0.0: of each element its kind,
// and the codes of those bound to a required value set.
var (
	fhirElements = map[string]string{
		"resourceType": "code", "id": "id", "identifier": "list", "title": "string", "citeAsMarkdown": "string", "citeAsReference": "object", "date": "dateTime",
		"copyright": "string", "approvalDate": "dateTime", "lastReviewDate": "dateTime", "artifactReference": "object", "artifactCanonical": "uri", "artifactUri": "uri",
		"content": "list", "workflowStatus": "code", "disposition": "code",
	}
	fhirContents = map[string]string{
		"informationType": "code", "summary": "string", "type": "object", "classifier": "list", "quantity": "object", "author": "object",
		"path": "uris", "relatedArtifact": "list", "freeToShare": "boolean", "component": "list",
	}
	fhirCodes = map[string][]string{
		"resourceType":    {"ArtifactAssessment"},
		"informationType": {"comment", "classifier", "rating", "container", "response", "change-request"},
		"workflowStatus":  {"submitted", "triaged", "waiting-for-input", "resolved-no-change", "resolved-change-required", "deferred", "duplicate", "applied", "published", "entered-in-error"},
		"disposition":     {"unresolved", "not-persuasive", "persuasive", "persuasive-with-modification", "not-persuasive-with-modification"},
	}
)

// notFHIR checks an object against a definition and gives what is wrong.
func notFHIR(object map[string]any, definition map[string]string) (wrong []string) {
	for name, value := range object {
		kind, ok := definition[name]
		if !ok {
			wrong = append(wrong, "unknown element "+name)
			continue
		}
		s, isString := value.(string)
		list, isList := value.([]any)
		_, isObject := value.(map[string]any)
		_, isBool := value.(bool)
		switch kind {
		case "code":
			if !slices.Contains(fhirCodes[name], s) {
				wrong = append(wrong, name+" has no such code: "+s)
			}
		case "id":
			isString = isString && regexp.MustCompile(`^[A-Za-z0-9\-.]{1,64}$`).MatchString(s)
			fallthrough
		case "string", "uri", "dateTime":
			if !isString || strings.TrimSpace(s) == "" || kind == "uri" && strings.ContainsAny(s, " \t\n") {
				wrong = append(wrong, name+" is no "+kind+fmt.Sprint(value))
			}
		case "list", "uris":
			if !isList || len(list) == 0 {
				wrong = append(wrong, name+" is an empty list or none")
			}
		case "object":
			if !isObject {
				wrong = append(wrong, name+" is no object")
			}
		case "boolean":
			if !isBool {
				wrong = append(wrong, name+" is not true or false")
			}
		}
	}
	return wrong
}

func checkFHIR(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		t.Fatal(err)
	}
	wrong := notFHIR(object, fhirElements)
	artifacts := 0
	for _, k := range []string{"artifactReference", "artifactCanonical", "artifactUri"} {
		if _, ok := object[k]; ok {
			artifacts++
		}
	}
	if artifacts != 1 || object["resourceType"] != "ArtifactAssessment" {
		wrong = append(wrong, "it needs one artifact[x] and its resourceType")
	}
	content, _ := object["content"].([]any)
	for _, c := range content {
		wrong = append(wrong, notFHIR(c.(map[string]any), fhirContents)...)
	}
	if len(wrong) > 0 {
		t.Errorf("%v in\n%s", wrong, data)
	}
	return object
}

func TestFHIR(t *testing.T) {
	for d, want := range map[Disposition][2]string{
		Undecided: {"submitted", "unresolved"}, Accepted: {"resolved-change-required", "persuasive"}, Modified: {"resolved-change-required", "persuasive-with-modification"},
		Rejected: {"resolved-no-change", "not-persuasive"}, Deferred: {"deferred", "unresolved"}, Duplicate: {"duplicate", ""}, Noted: {"resolved-no-change", ""},
		OutOfScope: {"resolved-no-change", "not-persuasive"}, NeedsInformation: {"waiting-for-input", "unresolved"}, Withdrawn: {"resolved-no-change", ""},
	} {
		data, err := Assessment{
			System: "https://example.org/consultation", Title: "A title", Cite: "Cite it so", Date: "2026-11-22T09:00:00Z", Artifact: "https://example.org/framework/1.0.0",
			Paths:  []string{"urn:uuid:0b8e4c1e-0000-5000-8000-000000000000"},
			Row:    Row{ID: "R017/comments_d5", Who: "R017", Type: "te", Operation: "reword", Where: "7.1", Comment: evil, Proposed: "New", Disposition: d, Rationale: "Why not"},
			Quotes: []Quote{{Unit: "R018/q", Text: "Yes", Role: "for", Cleared: true}, {Unit: "SECRET-1", Who: "SECRET-2", Text: "SECRET-3"}},
		}.FHIR()
		if err != nil {
			t.Fatal(err)
		}
		o := checkFHIR(t, data)
		got, _ := o["disposition"].(string)
		if o["workflowStatus"] != want[0] || got != want[1] {
			t.Errorf("%q: %v and %q, want %v", d, o["workflowStatus"], got, want)
		}
		if strings.Contains(string(data), "SECRET") || strings.Contains(string(data), "<script") {
			t.Errorf("goes out: %s", data)
		}
		if n := len(o["content"].([]any)); d == Undecided && n != 3 || d != Undecided && n != 4 {
			t.Errorf("%q: %d contents", d, n)
		}
	}
	for status, a := range map[string]Assessment{"applied": {Applied: true}, "published": {Version: "2.0.0", Applied: true}} {
		a.Row, a.Artifact = Row{ID: "x", Disposition: Accepted}, "urn:x"
		data, err := a.FHIR()
		if err != nil || checkFHIR(t, data)["workflowStatus"] != status {
			t.Errorf("%s: %v\n%s", status, err, data)
		}
	}
	for what, a := range map[string]Assessment{
		"id": {Artifact: "urn:x"}, "artifact": {Row: Row{ID: "x"}}, "date": {Row: Row{ID: "x"}, Artifact: "urn:x", Date: "22/11/2026"},
		"path": {Row: Row{ID: "x"}, Artifact: "urn:x", Paths: []string{"a b"}}, "system": {Row: Row{ID: "x"}, Artifact: "urn:x", System: "a b"},
	} {
		_, err := a.FHIR()
		if f, ok := err.(finding.Finding); !ok || f.Cell != what {
			t.Errorf("%s: %v", what, err)
		}
	}
	// Two ids never become one resource.
	ids := map[string]bool{}
	for _, id := range []string{"a/b", "a-b", "a b", "a_b", strings.Repeat("x", 64), strings.Repeat("x", 65), "ä", "ö"} {
		r := resourceID(id)
		if ids[r] || !fhirID.MatchString(r) {
			t.Errorf("%q: %q", id, r)
		}
		ids[r] = true
	}
}
