package audit

import (
	"fmt"
	"testing"
)

// Each pair is of a sound text, of which nothing certain may be said, and one with
// a number that its printed base cannot give. The arithmetic was done by hand:
// 30/45 = 66.67, 5/9 = 55.56, 35/54 = 64.81; 13/25 = 52, 18/30 = 60; 8/20 = 40,
// 5/10 = 50, 15/25 = 60; 18/54 = 33.3, 8/12 = 66.7; 5/20 = 25, 30/40 = 75;
// 20/54 = 37.04, 30/60 = 50; 312/1250 = 24.96; 27/54 = 50; 60/85 = 70.6.
func TestTwins(t *testing.T) {
	const wrong = "ce:not-of-base"
	type twin struct{ name, sound, unsound, found string }
	list := []twin{
		{"two bases after", "52% (n = 13) of the 25 women and 60% (n = 18) of the 30 men agreed.", "52% (n = 13) of the 25 women and 65% (n = 18) of the 30 men agreed.", wrong},
		{"three bases after", "40% (n = 8) of the 20 PWPs, 50% (n = 5) of the 10 trainees and 60% (n = 15) of the 25 therapists agreed.", "40% (n = 8) of the 20 PWPs, 55% (n = 5) of the 10 trainees and 60% (n = 15) of the 25 therapists agreed.", wrong},
		{"bare bases after", "A third (n = 18; 33%) of 54 and two thirds (n = 8; 67%) of 12 agreed.", "A third (n = 18; 35%) of 54 and two thirds (n = 8; 67%) of 12 agreed.", wrong},
		{"bases before", "Of 20 in group A 5 (25%) and of 40 in group B 30 (75%) agreed.", "Of 20 in group A 5 (25%) and of 40 in group B 30 (70%) agreed.", wrong},
		{"bases in between", "20 of the 54 people (37%) agreed; 30 of their 60 teachers (50%) did.", "20 of the 54 people (37%) agreed; 30 of their 60 teachers (55%) did.", wrong},
		{"a base between percentage and count", "52% of the 25 women (n = 13) and 60% of the 30 men (n = 18) agreed.", "52% of the 25 women (n = 13) and 62% of the 30 men (n = 18) agreed.", wrong},
		{"of people", "Of 54 people, 20 (37%) agreed.", "Of 54 people, 20 (40%) agreed.", wrong},
		{"of people, round", "Of 50 people, 40 (80%) used video.", "Of 50 people, 40 (85%) used video.", wrong},
		{"of people, two shares", "Of 54 people, 45 (83%) were women and 30 (56%) nurses.", "Of 54 people, 45 (83%) were women and 30 (65%) nurses.", wrong},
		{"of thousands", "Of 1,250 people, 312 (25.0%) agreed and 313 (25.0%) did not.", "Of 1,250 people, 312 (26.0%) agreed and 313 (25.0%) did not.", wrong},
		{"a base at the end", "Half agreed (n=27, 50%); the remainder (n=27, 50%) did not. N = 54.", "Half agreed (n=27, 50%); the remainder (n=27, 60%) did not. N = 54.", "ce:two-ways ce:not-of-base"},
		{"of those counted before", "Of the 120 nurses who were sent the form, 85 (71%) returned it and 60 (71%) were women.", "Of the 120 nurses who were sent the form, 85 (71%) returned it and 60 (77%) were women.", wrong},
		{"numbers in brackets", "Among women (n=70), 35 (50%) agreed, and among men (n=30), 12 (40%) agreed; overall 47 of 100 (47%).", "Among women (n=70), 35 (50%) agreed, and among men (n=30), 12 (40%) agreed; overall 47 of 100 (49%).", wrong},
		{"years are no people", "Of 54 people, 20 (37%) agreed; of 20 years or more, 5 (9%) had none.", "Of 54 people, 20 (39%) agreed.", wrong},
	}
	for _, heads := range []string{"Agreed, n | Base | %", "n | N | %", "Yes | Asked | %", "Count | Total | %", "Number | Out of | %", "a | b | c"} {
		table := func(men int) string {
			return fmt.Sprintf("Table 3. By group\n\n| Group | %s |\n|---|---|---|---|\n| Women | 30 | 45 | 67%% |\n| Men | 5 | 9 | %d%% |\n| All | 35 | 54 | 65%% |\n", heads, men)
		}
		list = append(list, twin{heads, table(56), table(65), wrong})
	}
	for _, c := range []struct{ name, head, women, men string }{
		{"base first", "Base | n | %", "45 | 30 | 67%", "9 | 5 | %d%%"},
		{"base last", "n | % | Base", "30 | 67% | 45", "5 | %d%% | 9"},
		{"base around", "Base | % | n", "45 | 67% | 30", "9 | %d%% | 5"},
		{"percentage first", "% | n | Base", "67% | 30 | 45", "%d%% | 5 | 9"},
		{"base, n (%)", "Asked | n (%)", "45 | 30 (67%)", "9 | 5 (%d%%)"},
		{"n (%), base", "n (%) | Total", "30 (67%) | 45", "5 (%d%%) | 9"},
		{"% (n), base", "% (n) | Total", "67% (30) | 45", "%d%% (5) | 9"},
		{"an interval after", "n | Base | % | 95% CI", "30 | 45 | 67% | 52 to 79", "5 | 9 | %d%% | 27 to 81"},
		{"no sign", "n | Base | %", "30 | 45 | 67", "5 | 9 | %d"},
	} {
		table := func(men int) string {
			return "Table 3. By group\n\n| Group | " + c.head + " |\n|---|---|\n| Women | " + c.women + " |\n| Men | " + fmt.Sprintf(c.men, men) + " |\n| Nurses | " + c.women + " |\n"
		}
		list = append(list, twin{c.name, table(56), table(65), wrong})
	}
	list = append(list,
		twin{"spaces", "Table 3. By group\nGroup Agreed Base %\nWomen 30 45 67%\nMen 5 9 56%\nAll 35 54 65%\n", "Table 3. By group\nGroup Agreed Base %\nWomen 30 45 67%\nMen 5 9 65%\nAll 35 54 65%\n", wrong},
		twin{"labels with numbers", "Table 3. Bands (N = 60)\n\n| Band | n | % |\n|---|---|---|\n| Band 6 | 20 | 33% |\n| Band 7 | 40 | 67% |\n", "Table 3. Bands (N = 60)\n\n| Band | n | % |\n|---|---|---|\n| Band 6 | 20 | 37% |\n| Band 7 | 40 | 67% |\n", wrong},
		twin{"another number of one base", "Table 3. Age (N = 54)\n\n| Age | Women | All | % |\n|---|---|---|---|\n| Young | 15 | 20 | 37% |\n| Old | 30 | 34 | 63% |\n", "Table 3. Age (N = 54)\n\n| Age | Women | All | % |\n|---|---|---|---|\n| Young | 15 | 22 | 41% |\n| Middle | 3 | 14 | 26% |\n| Old | 11 | 18 | 36% |\n", wrong},
	)
	for _, c := range list {
		if got := kinds(ReadText("a.md", c.sound)); got != "" {
			t.Errorf("%s, sound: got %q", c.name, got)
			for _, f := range Examine(ReadText("a.md", c.sound)) {
				t.Logf("    %s | %s", f.Message, f.Arithmetic)
			}
		}
		if got := kinds(ReadText("a.md", c.unsound)); got != c.found {
			t.Errorf("%s, unsound: got %q, want %q", c.name, got, c.found)
		}
	}
	// Of whom the 20 are 40% is told only in words.
	if got := kinds(ReadText("a.md", "Of 54 people, 20 (40%) of those who answered agreed.")); got != "ba:base-not-stated" {
		t.Errorf("said to be of others: got %q", got)
	}
	html := "<table><tr><th></th><th>Agreed</th><th>Base</th><th>%</th></tr>\n<tr><td>Women</td>\n<td>30</td><td>45</td><td>67%</td></tr><tr><td>Men</td><td>5</td><td>9</td><td>56%</td></tr></table>"
	for file, data := range map[string][]byte{"a.html": []byte(html), "a.docx": wordFile(t, "Group\tAgreed\tBase\t%", "Women\t30\t45\t67%", "Men\t5\t9\t56%", "End.")} {
		s, findings := Open(file, data)
		if len(findings) > 0 || kinds(s.Document) != "" || s.Document.Figures() != 4 {
			t.Errorf("%s: %v, %q, %d figures", file, findings, kinds(s.Document), s.Document.Figures())
		}
	}
}
