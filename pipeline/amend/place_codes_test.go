package amend

import (
	"strings"
	"testing"
)

// What people write, and the codes that they mean by it.
func TestCodesInText(t *testing.T) {
	fs := askedFrameworks(t)
	for _, c := range []struct{ framework, text, want string }{
		{"digital-competencies", "5.B.2, 5B2 5b2, 5.b.2; 5 B 2", "5.B.2 5.B.2 5.B.2 5.B.2 5.B.2"},
		{"digital-competencies", "2 x 45 minutes, 3 a 4, 25 B 2, 25.B.2, 5.B.22", "missing:25.B.2 missing:5.B.22"},
		{"digital-competencies", "7.C.2 and 9.A.1.", "missing:7.C.2 missing:9.A.1"},
		{"digital-competencies", "7 of 10, version 1.0.0, 3.5", ""},
		{"digital-competencies", "(3.A.1)", "3.A.1"},
		{"psychological-wellbeing-practitioner", "k 12, K12, k12 and S3/B1", "K12 K12 K12 S3 B1"},
		{"psychological-wellbeing-practitioner", "K99, the B12 vitamin, A4 paper", "missing:K99 missing:B12"},
		{"psychological-wellbeing-practitioner", "AK12 and K12a", ""},
		{"city-growing", "SO-A-2, so-a-2, SOA2, so a 2: good", "SO-A-2 SO-A-2 SO-A-2 SO-A-2"},
		{"city-growing", "so a 1 week course; so we did; rename WA", "WA"},
		{"city-growing", "SO MUCH WATER", ""},
		{"night-handover", "2.4.1, 2.1.12, 2.4 hours, in 2.4, at 7.30", "2.4.1 2.4"},
		{"night-handover", "10.2.4.1", ""},
		{"school-library", "5.B.2 K12", ""},
	} {
		p := newFinder(fs[c.framework])
		var got []string
		for _, token := range p.tokens(c.text) {
			for _, n := range token.spots {
				got = append(got, p.spots[n].item.Code)
			}
			for _, m := range token.missing {
				got = append(got, "missing:"+strings.ReplaceAll(m, " ", "."))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q: %q, want %q", c.framework, c.text, strings.Join(got, " "), c.want)
		}
	}
}
