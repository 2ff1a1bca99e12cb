package draft

import (
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
)

// Few rows are enough where answers stand alone and together.
func TestSeveralInFewRows(t *testing.T) {
	for text, want := range map[string]study.Kind{
		"Phone|Video|Phone, Video|Phone|Phone, Video|Video|Phone, Video":                          study.Multi,
		"Phone|Video|Phone; Video|Text; Phone|Text; Video; Phone|Phone":                           study.Multi,
		"Employed, full-time|Employed, part-time|Retired|Employed, full-time|Retired|Retired":     study.Single,
		"Yes, definitely|No|Yes|Yes, definitely|No|Yes, definitely":                               study.Single,
		"Leeds, England|York, England|Leeds, England|Cardiff, Wales|Leeds, England|York, England": study.Single,
	} {
		d := draftText(t, "a,b\n\""+strings.Join(strings.Split(text, "|"), "\",x\n\"")+"\",x\n", Options{})
		if q := d.Questions[0]; q.Kind != want {
			t.Errorf("%q is %s, want %s", text, q.Kind, want)
		} else if want == study.Multi && (q.Options.Index("Phone") < 0 || q.Options.Index("Phone, Video") >= 0) {
			t.Errorf("%q: %q", text, q.Options.Labels())
		}
	}
}

func TestFewCodes(t *testing.T) {
	d := draftText(t, "years,level\n"+rows(8, "1,-1", "2,0", "3,1"), Options{})
	for i, codes := range []string{`code: "2"`, `code: "-1"`} {
		q := d.Questions[i]
		if asked := strings.Join(q.Ask, " "); q.Kind != study.Number || !strings.Contains(asked, "kind: single") || !strings.Contains(asked, codes) || !q.Doubt {
			t.Errorf("%s is %s, asked %q", q.ID, q.Kind, asked)
		}
	}
	d = draftText(t, "years,age\n"+rows(8, "4,31", "12,45", "20,60"), Options{})
	for _, q := range d.Questions {
		if len(q.Ask) > 0 {
			t.Errorf("%s: asked %q", q.ID, q.Ask)
		}
	}
}

func TestMixedFrequencies(t *testing.T) {
	for _, want := range [][]string{
		{"not at all", "a little", "somewhat", "very often"},
		{"Never", "Rarely", "Sometimes", "Often", "Always"},
		{"never", "a little", "somewhat", "very often"},
		{"Never", "Once a month", "A few times per month", "Once a week", "A few times per week", "Every day"},
	} {
		var cells []string
		for _, i := range []int{2, 0, 3, 1, 4, 5} {
			if i < len(want) {
				cells = append(cells, want[i]+",x")
			}
		}
		q := draftText(t, "a,b\n"+rows(6, cells...), Options{}).Questions[0]
		if q.Kind != study.Scale || !slices.Equal(q.Options.Labels(), want) {
			t.Errorf("%s %q, want %q", q.Kind, q.Options.Labels(), want)
		}
	}
}

func TestVariants(t *testing.T) {
	d := draftText(t, "tool,gender\n"+rows(6, "Power BI,Male", "PowerBI,M", "Excel,Female", "Power BI,Man"), Options{})
	q := byID(t, d, "tool")
	if i := q.Options.Index("Power BI"); len(q.Options) != 2 || i < 0 || !slices.Equal(q.Options[i].Also, []string{"PowerBI"}) {
		t.Errorf("%+v", q.Options)
	}
	asked := strings.Join(byID(t, d, "gender").Ask, " ")
	for _, s := range []string{`"Male"`, `"M"`, `"Man"`, "also: ["} {
		if !strings.Contains(asked, s) {
			t.Errorf("asked %q, without %s", asked, s)
		}
	}
	if strings.Contains(asked, "Female") {
		t.Errorf("asked %q", asked)
	}
}

// A row that is given twice shows in its number.
func TestNumberTwice(t *testing.T) {
	var text strings.Builder
	text.WriteString("role,number\n")
	for i := range 20 {
		text.WriteString("Nurse," + itoa(101+i) + "\n")
	}
	once := draftText(t, text.String(), Options{})
	twice := draftText(t, text.String()+"Nurse,107\n", Options{})
	if len(once.Doubts) != 0 || len(twice.Doubts) != 1 || !strings.Contains(twice.Doubts[0], `"number"`) || len(twice.Questions) != 1 {
		t.Errorf("once %q, twice %q\n%s", once.Doubts, twice.Doubts, twice.YAML())
	}
}
