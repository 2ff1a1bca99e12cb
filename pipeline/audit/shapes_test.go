package audit

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// wordFile makes a Word document of paragraphs and tables; a paragraph with tabs
// is a row of a table, whose cells they part.
func wordFile(t *testing.T, lines ...string) []byte {
	t.Helper()
	var body strings.Builder
	table := false
	para := func(s string) { body.WriteString("<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>") }
	for _, line := range append(lines, "") {
		cells := strings.Split(line, "\t")
		if row := len(cells) > 1; row != table {
			body.WriteString(map[bool]string{true: "<w:tbl>", false: "</w:tbl>"}[row])
			table = row
		}
		if !table {
			para(line)
			continue
		}
		body.WriteString("<w:tr>")
		for _, c := range cells {
			body.WriteString("<w:tc>")
			para(c)
			body.WriteString("</w:tc>")
		}
		body.WriteString("</w:tr>")
	}
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, part[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// Figures as other reports print them. Each document was written with its verdict,
// worked out by hand, before it was read; a sound one and one with a contradiction
// stand together. figures is how many numbers are to be read, -1 for any.
func TestShapes(t *testing.T) {
	docx := func(lines ...string) string { return string(wordFile(t, lines...)) }
	for _, c := range []struct {
		name, file, text string
		figures          int
		want             string
	}{
		{"percentage before count", "a.txt", "Table 1. Age\nAge % N = 20\n18-25 25% 5\n26-40 50% 10\n41+ 25% 5\n", 6, ""},
		{"percentage before count, wrong", "a.txt", "Table 1. Age\nAge % N = 20\n18-25 25% 5\n26-40 50% 10\n41+ 30% 5\n", 6, "ce:two-ways ce:not-of-base"}, // 5/20 = 25
		{"percentage before count, no sign", "a.md", "Table 1. Age (N = 20)\n\n| Age | % | n |\n|---|---|---|\n| 18-25 | 25.0 | 5 |\n| 26-40 | 50.0 | 10 |\n| 41+ | 25.0 | 5 |\n", 6, ""},
		{"n/N (%) in a table", "a.md", "Table 1. Signs\n\n| Sign | n/N (%) |\n|---|---|\n| Pain | 12/54 (22.2%) |\n| Fever | 13/54 (24.1%) |\n", 4, ""},
		{"n/N (%) in a table, wrong", "a.md", "Table 1. Signs\n\n| Sign | n/N (%) |\n|---|---|\n| Pain | 12/54 (22.2%) |\n| Fever | 13/54 (26.1%) |\n", 4, "ce:not-of-base"},
		{"n/N with a base a row", "a.txt", "Table 4. Ever trained\nRole n/N %\nNurse 5/12 42%\nDoctor 7/9 78%\n", 4, ""},                      // 41.7, 77.8
		{"n/N with a base a row, wrong", "a.txt", "Table 4. Ever trained\nRole n/N %\nNurse 5/12 42%\nDoctor 7/9 87%\n", 4, "ce:not-of-base"}, // digits swapped
		{"12 of 54 in cells", "a.html", "<table><caption>Table 1. Roles</caption><tr><th>Role</th><th>People</th><th>%</th></tr><tr><td>New</td><td>12 of 54</td><td>22%</td></tr><tr><td>Old</td><td>42 of 54</td><td>78%</td></tr></table>", 4, ""},
		{"12 of 54 in cells, wrong", "a.html", "<table><caption>Table 1. Roles</caption><tr><th>Role</th><th>People</th><th>%</th></tr><tr><td>New</td><td>12 of 54</td><td>22%</td></tr><tr><td>Old</td><td>42 of 54</td><td>87%</td></tr></table>", 4, "ce:not-of-base"}, // 77.8
		{"middle dots", "a.txt", "Base 7: some (n=3, 42·9%), others (n=4, 57·1%).", 4, ""},
		{"middle dots, wrong", "a.txt", "Base 7: some (n=3, 42·1%), others (n=4, 57·1%).", 4, "ce:not-of-base"}, // 42.857
		{"middle dots in a table", "a.txt", "Table 1. Sex\nSex N = 54 %\nWomen 45 83·3\nMen 9 16·7\n", 4, ""},
		{"decimal commas", "a.txt", "Some agreed (n=24; 44,4 %), others 30 (55,6 %).", 4, "ba:base-not-stated"}, // of 54, which is not told
		{"decimal commas, a base", "a.txt", "Of the 54 people, 24 (44,4%) agreed and 30 (55,6%) did not.", 4, ""},
		{"thousands", "a.txt", "Of the 12,480 staff, 3,120 (25%) replied.", 2, ""},
		{"thousands, wrong", "a.txt", "Of the 12,480 staff, 3,120 (28%) replied.", 2, "ce:not-of-base"},
		{"thousands with a narrow space", "a.txt", "Of the 12\u202f480 staff, 3\u202f120 (25%) replied, and 9\u202f360 (75%) did not.", 4, ""},
		{"n (%) in one cell", "a.md", "Table 2: Training (N = 54)\n\n| Training | n (%) |\n|---|---|\n| Yes | 24 (44.4%) |\n| No | 30 (55.6%) |\n", 4, ""},
		{"n (%) in one cell, wrong", "a.md", "Table 2: Training (N = 54)\n\n| Training | n (%) |\n|---|---|\n| Yes | 24 (45.4%) |\n| No | 30 (55.6%) |\n", 4, "ce:not-of-base"},
		{"footnote marks", "a.txt", "Table 1. Age\nAge N = 54 %\n18-25 4* 7%\n26-45 29† 54%a\n46+ 21 39%¹\n* Two of them students.\n", 6, ""},
		{"footnote marks, wrong", "a.txt", "Table 1. Age\nAge N = 54 %\n18-25 4* 7%\n26-45 29† 45%a\n46+ 21 39%¹\n* Two of them students.\n", 6, "ce:not-of-base"}, // 53.7
		{"a total gives the base", "a.txt", "Table 1. Sex\nSex  n  %\nWomen 45 83.3\nMen 9 16.7\nTotal 54 100.0\n", 6, ""},
		{"a total gives the base, wrong", "a.txt", "Table 1. Sex\nSex  n  %\nWomen 45 83.3\nMen 9 17.6\nTotal 54 100.0\n", 6, "ce:not-of-base"},
		{"two columns of people", "a.txt", "Table 2. Agreement\nDomain All N=54 % New N=19 %\nLeadership 50 93 19 100\nTeaching 51 94 18 95\n", -1, ""},
		{"two columns of people, with signs", "a.txt", "Table 2. Agreement\nDomain All N=54 % New N=19 %\nLeadership 50 93% 19 100%\nTeaching 51 94% 18 95%\n", -1, ""},
		{"two columns of people, wrong", "a.txt", "Table 2. Agreement\nDomain All N=54 % New N=19 %\nLeadership 50 93% 19 100%\nTeaching 51 94% 18 90%\n", 8, "ce:not-of-base"}, // 18/19 = 94.7
		{"an interval in brackets", "a.txt", "Most agreed: 93% (50/54; 95% CI 82 to 98).", 2, ""},
		{"an interval in brackets, wrong", "a.txt", "Most agreed: 95% (50/54; 95% CI 82 to 98).", 2, "ce:not-of-base"}, // 92.6
		{"an interval between", "a.txt", "Of the 54 people, 44% [95% CI 31–58] (n = 24) agreed.", 2, ""},
		{"a fraction and people", "a.txt", "In all 24/54 participants (44%) agreed.", 2, ""},
		{"a fraction and people, wrong", "a.txt", "In all 24/54 participants (54%) agreed.", 2, "ce:not-of-base"},
		{"from and to", "a.txt", "The share fell from 44% (24/54) to 30% (16/54).", 4, ""},
		{"from and to, wrong", "a.txt", "The share fell from 44% (24/54) to 31% (16/54).", 4, "ce:not-of-base"}, // 29.6; 31 by no rounding
		{"a base after", "a.txt", "Only 5 (10%) of 50 agreed.", 2, ""},
		{"a base after, wrong", "a.txt", "Only 5 (12%) of 50 agreed.", 2, "ce:not-of-base"},
		{"numbers that are names", "a.txt", "Figure 3 (44%) and Table 2 (25%) show it; Section 2 (30%), question 12 (44%), Band 7 (33%), level 3 (20%) and Group 2 (45%) too. Q4 (17%) does not.", -1, ""},
		{"years", "a.txt", "Attendance in 2019 (44%) was lower than in 2020 (51%), and than on 12 March 2021 (60%).", -1, ""},
		{"ages in words", "a.txt", "Ages were 18-25 (7%), 26–35 (33%), 36 to 45 (20%) and over 65 (4%); those aged 50 (3%) were few.", -1, ""},
		{"one in four", "a.txt", "About one in four (25%) agreed, and 1 in 3 (33%) did not; £500 (12%) was spent.", -1, ""},
		{"means in a table", "a.txt", "Table 1. People\n N = 54 %\nWomen 45 83.3\nAge, mean (SD) 34 12.1\nMedian score 7 3\n", -1, ""},
		{"weighted", "a.txt", "Fifty-four people took part. All percentages are weighted. Many were new (n = 24, 37%), and the remainder were not (n = 30, 63%).", 4, ""},
		{"unweighted bases", "a.txt", "Table 1. Sex\nSex Unweighted N = 54 Weighted %\nWomen 45 71%\nMen 9 29%\n", 4, ""},
		{"not weighted", "a.txt", "Percentages are not weighted. Base 54: many were new (n = 24, 54%), and the remainder were not (n = 30, 56%).", 4, "ce:not-of-base"},
		{"rounded to add up", "a.txt", "Table 1. Choice\nChoice N = 3 %\nA 1 34%\nB 1 33%\nC 1 33%\n", 6, "co:other-convention"},
		{"several answers allowed", "a.txt", "Table 1. Uses (N = 20; respondents could choose more than one)\nUse n %\nPhone 15 75%\nPost 10 50%\n", 4, ""},
		{"several answers, said below", "a.txt", "Table 1. Uses\nUse N = 20 %\nPhone 15 75%\nPost 10 50%\nNote: multiple responses were possible.\n", 4, ""},
		{"a Word table", "a.docx", docx("Table 1. Sex (N = 54)", "Sex\tn (%)", "Women\t45 (83%)", "Men\t9 (17%)", "The end."), 4, ""},
		{"a Word table, wrong", "a.docx", docx("Table 1. Sex (N = 54)", "Sex\tn (%)", "Women\t45 (83%)", "Men\t9 (19%)", "The end."), 4, "ce:not-of-base"}, // 16.7
		{"a page with entities", "a.html", "<table><caption>Table&nbsp;1. Sex</caption><thead><tr><th>Sex</th><th><i>N</i>&nbsp;=&nbsp;54</th><th>&#37;</th></tr></thead><tbody><tr><th>Women</th><td>45</td><td>83&middot;3</td></tr><tr><th>Men<sup>a</sup></th><td>9</td><td>16&middot;7</td></tr></tbody></table>", 4, ""},
		{"a page with entities, wrong", "a.html", "<table><caption>Table&nbsp;1. Sex</caption><thead><tr><th>Sex</th><th><i>N</i>&nbsp;=&nbsp;54</th><th>&#37;</th></tr></thead><tbody><tr><th>Women</th><td>45</td><td>83&middot;3</td></tr><tr><th>Men<sup>a</sup></th><td>9</td><td>17&middot;6</td></tr></tbody></table>", 4, "ce:not-of-base"},
		{"less than one", "a.txt", "Table 1. Rare\nThing N = 1000 %\nSeen 4 <1%\nNot seen 996 >99%\n", -1, ""},
		{"hidden counts", "a.txt", "Table 1. Rare\nThing N = 54 %\nSeen * *\nUnseen 50 93%\nOther <5 -\n", -1, ""},
		{"% (n)", "a.md", "Table 1. Sex (N = 54)\n\n| Sex | % (n) |\n|---|---|\n| Women | 83.3 (45) |\n| Men | 16.7 (9) |\n", 4, ""},
		{"% (n), wrong", "a.md", "Table 1. Sex (N = 54)\n\n| Sex | % (n) |\n|---|---|\n| Women | 83.3 (45) |\n| Men | 17.6 (9) |\n", 4, "ce:not-of-base"},
		{"a cumulative column", "a.txt", "Table 1. Age\nAge N = 54 % Cumulative %\n18-25 4 7 7\n26-45 29 54 61\n46+ 21 39 100\n", -1, ""},
		{"four columns of a statistics program", "a.txt", "Table 1. Age (N = 54)\n Frequency Percent Valid Percent Cumulative Percent\nValid 18-25 4 7.4 7.4 7.4\n26-45 29 53.7 53.7 61.1\nTotal 54 100.0 100.0\n", -1, ""},
		{"means by item", "a.txt", "Table 2. Confidence\nItem n Mean\nLeading 54 3.4\nTeaching 53 4.1\n", -1, ""},
		{"two groups without their numbers", "a.md", "| Sex | Nurses n (%) | Doctors n (%) |\n|---|---|---|\n| Women | 20 (80%) | 25 (86%) |\n| Men | 5 (20%) | 4 (14%) |\n", -1, ""},
		{"two groups with their numbers", "a.html", "<table><tr><th>Sex</th><th>Nurses (n = 25), n (%)</th><th>Doctors (n = 29), n (%)</th></tr><tr><td>Women</td><td>20 (80%)</td><td>25 (86%)</td></tr><tr><td>Men</td><td>5 (20%)</td><td>4 (14%)</td></tr></table>", 8, ""},
		{"two groups with their numbers, wrong", "a.html", "<table><tr><th>Sex</th><th>Nurses (n = 25), n (%)</th><th>Doctors (n = 29), n (%)</th></tr><tr><td>Women</td><td>20 (80%)</td><td>25 (86%)</td></tr><tr><td>Men</td><td>5 (20%)</td><td>4 (41%)</td></tr></table>", 8, "ce:not-of-base"}, // 13.8
		{"odds beside shares", "a.txt", "Table 3. Odds\nSex N = 54 % OR\nWomen 45 (83%) 1.2 (0.8 to 1.9)\nMen 9 (17%) 1\n", -1, ""},
		{"a range of percentages", "a.txt", "Fifty-four people took part. Between sites it was 24% (20%–31%), from 12% to 15.5%.", -1, ""},
		{"a year of a paper", "a.txt", "Others found less (Smith 2019, 44%) or more (2020; 51%); 54 (45%) of 120 replied.", -1, ""},
		{"a list", "a.md", "Base 54:\n\n- Women: 45 (83%)\n- Men: 9 (17%)\n", -1, ""},
		{"a comma and no space", "a.txt", "Base 54: some agreed (n=24,44%), the rest did not (n=30,56%).", 4, ""},
		{"prose in cells", "a.html", "<table><tr><td>Fifty-four people took part. Many were new (n = 24, 44%), and the remainder were not (n = 31, 56%).</td><td>See below.</td></tr></table>", 4, "ba:base-not-stated"}, // of 55, and 54 took part
		{"none and all", "a.txt", "None of the 54 people (0%) left, and all 54 (100%) came.", -1, ""},
	} {
		s, findings := Open(c.file, []byte(c.text))
		if len(findings) > 0 {
			t.Fatal(c.name, findings)
		}
		got := kinds(s.Document)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
			for _, f := range Examine(s.Document) {
				t.Logf("    %s | %s", f.Message, f.Arithmetic)
			}
		}
		if n := s.Document.Figures(); c.figures >= 0 && n != c.figures {
			t.Errorf("%s: %d figures read, want %d", c.name, n, c.figures)
		}
	}
}
