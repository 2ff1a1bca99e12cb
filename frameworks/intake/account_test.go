package intake

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"concord/frameworks"
	"concord/pipeline/finding"
)

var rangeTold = regexp.MustCompile(`from this one to line (\d+)`)

// saidOf gives the lines that the findings tell of, by their first and last.
func saidOf(findings []finding.Finding) map[int]bool {
	out := map[int]bool{}
	for _, f := range findings {
		last := f.Line
		if m := rangeTold.FindStringSubmatch(f.Message); m != nil {
			last, _ = strconv.Atoi(m[1])
		}
		for n := f.Line; n <= last; n++ {
			out[n] = true
		}
	}
	return out
}

// signsOnly gives a text's letters and digits.
func signsOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// known are the lines of the four texts that say what follows them, and labels of
// the page's map, which one note counts together.
var known = regexp.MustCompile(`(?i)^(duty d\d+|ksf|band|comments|.*domains are( as follows)?:|authorship of .*|summary|technical education products|knowledge, skills and behaviours.*|` +
	`(typical job titles|employers involved) .*:|reference: .*|status: .*|soc \d{4} .*|occupational progression|level \d.*|(mid|dark|light) green .*|[a-z]+_[a-z_]+.*|` +
	`progression link .*|levels \d-\d|.* occupations?|this is the focused occupation\.|key|legend|draft|health and science|\W*|\d{1,4})$`)

// Every line of the texts is in the framework, or a finding tells of it.
func TestEveryLineIsAccountedFor(t *testing.T) {
	for _, c := range sources[:4] {
		data := sharedFile(t, c.pattern)
		f, findings := format(t, c.format).Read("copy.txt", data)
		said := saidOf(findings)
		var all strings.Builder
		add := func(texts ...string) {
			for _, text := range texts {
				all.WriteString(signsOnly(text))
			}
		}
		add(f.Title, f.Creator, f.Notes)
		for _, l := range f.Levels {
			add(l.Label, l.Definition)
		}
		for _, r := range f.References {
			add(r.Scheme, r.Code, r.Title)
		}
		f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
			add(item.Code, item.Title, item.Statement, item.Notes)
			return true
		})
		told, lost := 0, 0
		for i, l := range strings.Split(string(data), "\n") {
			switch text := signsOnly(l); {
			case text == "":
			case said[i+1]:
				told++
			case strings.Contains(all.String(), text) || known.MatchString(spaced(l)):
			default:
				if lost++; lost < 10 {
					t.Errorf("%s: line %d is neither used nor told of: %q", c.format, i+1, l)
				}
			}
		}
		blocks := strings.Count(kindsOf(findings), "text-not-used")
		t.Logf("%s: %d lines told of, in %d blocks", c.format, told, blocks)
		if blocks == 0 || blocks > mostBlocks {
			t.Errorf("%s: %d blocks", c.format, blocks)
		}
	}
}

func TestLeftOutIsTold(t *testing.T) {
	text := strings.Replace(standardText, "Level 2 - Practical Occupation\n", "Level 2 - Practical Occupation\n\nAverage salary: a good deal of money\n", 1)
	_, findings := format(t, "occupational-standard").Read("copy.txt", []byte(text))
	found := false
	for _, f := range findings {
		found = found || f.Kind == "text-not-used" && strings.HasPrefix(f.Found, "Average salary") && f.Line == 1+strings.Count(text[:strings.Index(text, "Average")], "\n")
	}
	if !found {
		t.Errorf("found %v", findings)
	}
	long := strings.Repeat("x y z\n", mostAccounted) + standardText
	if _, findings := format(t, "occupational-standard").Read("copy.txt", []byte(long)); !strings.Contains(kindsOf(findings), "not-accounted") {
		t.Errorf("a text too long: %s", kindsOf(findings))
	}
}
