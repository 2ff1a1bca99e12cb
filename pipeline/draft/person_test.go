package draft

import (
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
)

// What people wrote themselves is never an option: neither addresses nor
// sentences stand in the draft.
func TestOwnWordsAreNoOptions(t *testing.T) {
	for _, c := range []struct {
		header string
		common string // an answer that comes often
		own    string // what one person wrote
		text   bool   // whether it must be a question of people's own words
	}{
		{"Comments", "Fine", "None from me", true},
		{"Any other comments?", "Fine", "okay then", true},
		{"Is there anything else you would like to say?", "No", "Maybe", true},
		{"feedback", "good", "thanks", true},
		{"Suggestions for the course", "More", "None", true},
		{"How shall we stay in touch?", "Letter", "write to ann.other@example.org", false},
		{"How shall we stay in touch?", "Letter", "call 07700 900123 please", false},
		{"How shall we stay in touch?", "Letter", "+44 1632 960 001 after six", false},
		{"What next?", "Nothing", "I would like to see my supervisor a little more often", false},
		{"What next?", "Nothing", "My supervisor left me. Nobody came", false},
		{"How many?", "3", "ask ann.other@example.org about it", false},
	} {
		for _, times := range []int{4, 40} {
			text := "\"" + c.header + "\",b\n" + rows(times, c.common+",x", c.common+"er,y", c.common+",x")
			if c.header == "How many?" {
				text = "\"" + c.header + "\",b\n" + rows(times, c.common+",x", "4,y", "12,x")
			}
			d := draftText(t, text+"\""+c.own+"\",x\n", Options{})
			q := d.Questions[0]
			if c.text && q.Kind != study.Text {
				t.Errorf("%q: is %s", c.header, q.Kind)
			}
			if q.Kind != study.Text && q.Other == "" {
				t.Errorf("%q with %q: %s without another answer", c.header, c.own, q.Kind)
			}
			if strings.Contains(string(d.YAML()), c.own) {
				t.Errorf("%q: the draft holds %q\n%s", c.header, c.own, d.YAML())
			}
		}
	}
	// Yes and no, a scale, numbers: the word in the header asks for no comments.
	for header, cells := range map[string][]string{
		"Any other comments?": {"Yes", "No", "No"}, "Did you give feedback?": {"Always", "Sometimes", "Never"}, "Your feedback": {"1", "2", "3"},
	} {
		if d := draftText(t, header+",b\n"+rows(10, cells[0]+",x", cells[1]+",y", cells[2]+",z"), Options{}); d.Questions[0].Kind == study.Text {
			t.Errorf("%q with %q is text", header, cells)
		}
	}
}

// A column of people's names is left out, whatever it is called.
func TestNamesUnderAnotherHeader(t *testing.T) {
	people := []string{"Joan Brown", "Peter Smith", "Dr Alice Jones", "Mary Ann Taylor", "Ahmed Khan", "Susan O'Neill", "Xanthe Qworth"}
	jobs := []string{"Research Fellow", "Senior Lecturer", "Data Analyst", "Head Nurse", "Staff Nurse", "Ward Manager", "Clinical Lead"}
	places := []string{"Victoria Street", "Leeds City", "New Malden", "Charing Cross", "North Wales", "West Ham", "St Andrews"}
	for _, c := range []struct {
		header string
		list   []string
		left   bool
	}{{"Who filled this in?", people, true}, {"Supervisor", append(slices.Clone(people), "Joan Brown"), true}, {"Job title", jobs, false}, {"Where?", places, false}} {
		d := draftText(t, c.header+",b\n"+strings.Join(c.list, ",x\n")+",x\n", Options{})
		left := slices.ContainsFunc(d.Left, func(l LeftOut) bool { return l.Column == c.header && l.Personal && l.Why == "personal: names" })
		if left != c.left {
			t.Errorf("%q: left out as names: %t", c.header, left)
		}
		if left && (strings.Contains(string(d.YAML()), "Joan") || len(d.Summary().Personal) != 1) {
			t.Errorf("%q: listed as %q\n%s", c.header, d.Summary().Personal, d.YAML())
		}
	}
}

func TestAddressesInWords(t *testing.T) {
	var text strings.Builder
	text.WriteString("What did you think?,b\n")
	for i := range 20 {
		text.WriteString("Those " + itoa(i) + " days were of much use to me and all of my colleagues")
		if i == 3 || i == 9 {
			text.WriteString(" - mail me on someone" + itoa(i) + "@example.org")
		}
		text.WriteString(",x\n")
	}
	d := draftText(t, text.String(), Options{})
	if q := d.Questions[0]; q.Kind != study.Text || len(d.Left) != 0 || !strings.Contains(strings.Join(q.Ask, " "), "in 2 cells") {
		t.Errorf("%s, left out %v, asked %q", q.Kind, d.Left, q.Ask)
	}
	if got := d.Summary().Holds; len(got) != 1 || !strings.HasSuffix(got[0], "holds addresses in 2 cells") {
		t.Errorf("%q", got)
	}
}

func TestReaches(t *testing.T) {
	for text, want := range map[string]bool{
		"a@b.org": true, "mail a.b@c.ac.uk now": true, "01632 960001": true, "(020) 7946 0018": true, "+44 20 7946 0018": true, "call 07700900123": true,
		"01-02-2024 10:00": false, "2024-01-02 10:30": false, "10 000 - 20 000": false, "1-2 years": false, "@home": false, "0.1234567890": false, "5 to under 10": false, "": false,
	} {
		if got := reaches(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
