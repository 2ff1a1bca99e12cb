package audit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"concord/pipeline/onpage"
)

// kinds lists what is found in a text, in the order of the places.
func kinds(d *Document) string {
	var out []string
	for _, f := range Examine(d) {
		out = append(out, string(f.Level[:2])+":"+f.Kind)
	}
	return strings.Join(out, " ")
}

// Each text was made for this test, with its arithmetic worked out by hand.
func TestTexts(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "No number is here.", ""},
		{"sound pairs", "Forty nurses completed the form. Ten were new (N=10, 25%), and the remainder were not (N=30, 75%).", ""},
		{"halves differ in direction", "Forty nurses completed the form. Some left (N=1, 2%) and the rest did not (N=39, 98%).", ""}, // 2.5 and 97.5, half to even
		{"no base at all", "Of them many said so (N=1, 59%).", "ce:no-base"},
		{"count first, and of its base", "Of the staff 12 of 54 (22%) agreed, 13 of 54 (26%) did not.", "ce:not-of-base"}, // 24.07
		{"more than there are", "In all 14 out of 12 people agreed.", "ce:above-base"},
		{"years, dates and scores", "The plan for 2020/21, of 31/01/2020, gives 7/10.", ""},
		{"an interval's level", "The share was 40% (95% CI 31 to 52). A level of 5% was used.", ""},
		{"different people in one sentence", "Of those asked, 240 (62%) were men; 360 (90%) finished.", "ba:no-common-base"},
		{"parts of sexes", "Twenty people took part, 12 women and 9 men.", "ce:parts-sum"}, // 21
		{"parts of sexes, short", "Twenty people took part, 12 women and 7 men.", "ba:parts-sum"},
		{"groups in order", "Twelve people took part. The first group had 5 people, the second had 4 people and the last group had 2 people.", "ce:parts-sum"},
		{"one sentence, a base of its own", "Base 20: some (N=5, 25%), others (N=15, 75%).", ""},
		{"a table", "Table 1. Age\nAge N = 20 %\n18-25 5 25%\n26-40 10 50%\n41+ 5 25%\n", ""},
		{"a table, bands with a gap", "Table 1. Age\nAge N = 20 %\n18-25 5 25%\n27-40 10 50%\n41+ 5 25%\n", "ce:bands-gap"},
		{"a table, one row too many", "Table 1. Age\nAge N = 20 %\n18-25 6 30%\n26-40 10 50%\n41+ 5 25%\n", "ce:parts-sum"},
		{"several answers each", "Table 1. Uses\nUse N = 20 %\nPhone 15 75%\nPost 10 50%\n", "ba:parts-sum"},
		{"Markdown", "Table 3: Choice\n\n| Choice | N = 8 | % |\n| --- | ---: | ---: |\n| Yes | 3 | 38 |\n| No | 5 | 63 |\n", ""}, // 37.5, 62.5 half up
		{"percentages of another base", "Table 1. Choice\nChoice N = 50 %\nYes 10 25%\nNo 30 75%\n", "ce:not-of-base ba:parts-sum"},
		{"a total that is not", "Table 1. Choice\nChoice N = 50 %\nYes 10 20%\nNo 30 60%\nTotal 50 100%\n", "ba:parts-sum"},
		{"one number twice", "Table 1. Age of nurses\nAge N = 2 %\n18-25 1 50%\n26+ 1 50%\nWords.\nTable 1. Years of service\nYears N = 2 %\nunder 5 1 50%\n5+ 1 50%\n", "ce:table-number"},
		{"a table carried on", "Table 1. Age\nAge N = 2 %\n18-25 1 50%\n26+ 1 50%\nTable 1. Age (continued)\n", ""},
		{"counts before brackets", "Eighty-five nurses responded. There were 60 women (71%) and 25 men (29%).", ""},                                // 70.6, 29.4
		{"counts before brackets, copied wrong", "Eighty-five nurses responded. There were 60 women (61%) and 25 men (39%).", "ce:no-common-base"}, // 98 or 99, and 63 to 65
		{"a response rate", "Of the 120 nurses who were sent the form, 85 (71%) returned it. In 2019 women (64%) were fewer.", ""},
		{"decimals", "Base 7: some (N=3, 42.9%), others (N=4, 57.1%).", ""},
		{"decimals, one cut off", "Base 7: some (N=3, 42.8%), others (N=4, 57.1%).", "co:other-convention"}, // 42.857, 57.143: both cut off
		{"square brackets and a slash", "Some agreed [12/54, 22%] and 42/54 (78%) did not.", ""},
		{"of whom", "Of the 54 participants, 24 (44%) were trained, of whom 10 (42%) passed and 14 (58%) did not.", ""},
		{"of these", "Fifty-four people took part. Many were trained (N=24, 44%). Of these, 10 (42%) passed.", ""},
		{"a subgroup told", "Fifty nurses completed the form. Of the 20 who were new, 15 of 20 (75%) agreed.", ""},
		{"a subgroup not told", "Fifty nurses completed the form. Of those who were new many agreed (N=15, 75%).", "ba:base-not-stated"},
		{"bands downwards", "Table 1. Age\nAge N = 20 %\n41+ 5 25%\n26-40 10 50%\nunder 26 5 25%\n", ""},
		{"a mean", "Scores were high (M = 5.19, SD = 1.20, n = 28).", "ce:grim"}, // 145/28 = 5.179, 146/28 = 5.214
	} {
		if got := kinds(ReadText("t.txt", c.text)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	f := Examine(ReadText("t.txt", "One.\n\nÄh, many said so\n (N=7,\n 59%)."))
	if len(f) != 1 || f[0].Line != 4 || f[0].Column != 2 || f[0].Figures[0].Text != "(N=7, 59%)" {
		t.Errorf("got %+v", f)
	}
}

func TestHTML(t *testing.T) {
	page := "<!DOCTYPE html><html><head><title>12 of 9</title><script>if (12 of 9 < 3) {}</script></head><body>\n<p>Many &amp; more said\nso (N=1, <b>59%</b>).</p>\n" +
		"<table><caption>Table 1. Choice</caption><tr><th>Choice</th><th>N = 8</th><th>%</th></tr>\n<tr><td>Yes</td><td>3</td><td>38%</td></tr><tr><td>No</td>\n<td>5</td><td>62%</td></tr></table>" +
		"<!-- 9 of 3 --><p>3 < 4 and <unclosed"
	s, findings := Open("page.html", []byte(page))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	got := Examine(s.Document)
	// 37.5 and 62.5 are 38 and 62 when halves go to the even number.
	if len(got) != 1 || got[0].Kind != "no-base" || got[0].Line != 3 || got[0].Column != 4 {
		t.Errorf("got %+v", got)
	}
	if len(s.Document.Groups) != 2 || s.Document.Groups[1].Base != 8 || len(s.Document.Groups[1].Figures) != 2 {
		t.Errorf("groups: %+v", s.Document.Groups)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct{ file, data, kind string }{
		{"a.pdf", "%PDF-1.7", "not-text"}, {"a.docx", "no zip", "not-a-zip"}, {"a.csv", "", "bad-csv"}, {"a.csv", "name,age\nx,1\n", "no-figures"},
		{"a.csv", "count,percent\nfew,3\n", "not-a-number"}, {"a.csv", "count,percent\n3,x\n", "not-a-number"}, {"a.yaml", "sets: [{id: a, figures: [{row: x, mean: 3.1}]}]", "bad-figure"},
	} {
		if _, findings := Open(c.file, []byte(c.data)); len(findings) == 0 || c.kind != "not-a-zip" && findings[0].Kind != c.kind {
			t.Errorf("%s %q: %v", c.file, c.data, findings)
		}
	}
}

func TestFiguresCSV(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"sound", "statement,count,base,percent\nYes,3,8,38\n", ""},
		{"no whole number of the base", "statement,base,percent\nYes,12,59\n", "co:not-of-base"}, // 58.3, 66.7; 59 is 58.3 rounded up
		{"whole per cent, written with a point", "statement,base,percent,decimals\nYes,271,61.0,0\n", ""},
		{"a mean", "statement,mean,sd,n\nscore,3.44,2.47,18\n", "ce:grimmer"},
		{"parts", "statement,group,count,base,complete\na,g,3,8,yes\nb,g,4,8,yes\n", "ce:parts-sum"},
		{"one fraction, two percentages", "statement,group,count,base,percent\na,g,3,7,43\nb,h,3,7,42\n", "ce:two-ways co:other-convention"},
	} {
		s, findings := Open("f.csv", []byte(c.text))
		if len(findings) > 0 {
			t.Fatal(c.name, findings)
		}
		if got := kinds(s.Document); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever a text holds, what is said of it does nothing to a terminal.
func TestNeutral(t *testing.T) {
	for _, f := range Examine(ReadText("t", "Base 4: \x1b[31msome\u202e (N=3,\x07 60%) and\x1b]0;x\x07 others (N=9, 61%). Table 1. \x1b[2Jx\nTable 1. y\x9b\n")) {
		for _, m := range append(f.Figures, Mark{Text: f.Message}, Mark{Text: f.Arithmetic}, Mark{Text: f.Section}) {
			if onpage.Clean(m.Text) != m.Text {
				t.Errorf("%q", m.Text)
			}
		}
	}
}

// Ten times the text takes about ten times as long, whatever it is made of.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	for name, piece := range map[string]string{
		"sentences": "Most were new (N=13, 21%), or old (N=14, 22%); see Table 1 for the rest. ", "brackets": "((((((((", "digits": "1 of 2 of 3 4% ",
		"one line": "a (N=1, 2%) ", "sets": "Some were new (N=13, 21.1%) and others old (N=14, 29.2%) or both (N=3, 77%).\n\n", "deviations": "Scores (M = 3.44, SD = 2.47, n = 18).\n",
		"rows": "| Women | 45 (83%) | 12 (20%) | 1.2 (0.8 to 1.9) |\n", "dots": "1·2 1,2% 3\u202f120 ", "marks": "12*†% 3¹ ", "tables": "Table 1. x\nAge N = 4 %\n18-25 1 25%\n", "percent": "7% ", "sections": "# S\nTen people took part. See Table 1 for it, 5%.\nTable 1. x\nAge N = 4 %\n18-25 1 25%\n*note 3 people did not give their age.\n",
	} {
		took := func(size int) time.Duration {
			text := strings.Repeat(piece, size/len(piece))
			start := time.Now()
			Examine(ReadText("t", text))
			return time.Since(start)
		}
		small, large := took(30_000), took(300_000)
		if large > 40*small+time.Second {
			t.Errorf("%s: 30 kB in %v, 300 kB in %v", name, small, large)
		}
		t.Logf("%s: 30 kB in %v, 300 kB in %v", name, small, large)
	}
}

func FuzzExamine(f *testing.F) {
	for _, s := range []string{
		"Most (N=13, 21%) or (N=14, 22%); the rest (N=2, 8%).", "Table 1. Age\nAge N = 54 %\n18-25 4 7%\n56-66 7 13%\n65+ 2 4%\n*note 3 people did not give their age",
		"Twenty people took part, 12 women and 9 men.", "Five out of eight x.\n• Two out of eight y.\n• The final one.", "half the sample (N=6, 50%)", "(M = 5.19, SD = 1.2, n = 28)",
		"<html><p>1 of 2 (50%)</p><table><tr><td>a<td>1<td>2%", "a (N=999999999, 0.0001%) 999,999,999 (100%)", "statement,count,base,percent\na,1,2,3\n", "statement,table,percent,weight,weight_base\na,q,37,600.69,1615.00\nb,q,5,9,3\n",
		"| Sex | A (n = 25) % | B (n = 29) % |\n| Women | 20 (80%) | 25·0 (86%) |\n| Men* | 5/25 20% 3 | 4†14 |\n", "Weighted %; several answers. 44,4 % (n=1,5%) 24/54 nurses (44%) of 60",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"a.txt", "a.html", "a.csv"} {
			source, findings := Open(name, []byte(s))
			if source == nil {
				if len(findings) == 0 {
					t.Fatal("nothing read and nothing said")
				}
				continue
			}
			for _, x := range Examine(source.Document) {
				if x.Message == "" || x.Level == "" || x.Line < 0 {
					t.Fatalf("%+v", x)
				}
				if x.Chance != nil && (x.Chance.Pass < 0 || x.Chance.Pass > x.Chance.Of) {
					t.Fatalf("%+v", x.Chance)
				}
			}
		}
	})
}

// Every base that a convention gives is one, and its neighbours are none.
func FuzzBases(f *testing.F) {
	f.Add(19, 37, 0)
	f.Add(0, 0, 1)
	f.Add(7, 1, 2)
	f.Fuzz(func(t *testing.T, count, units, digits int) {
		p := share{units, digits}
		if digits < 0 || digits > maxDigits || units < 0 || units > 100*p.scale() || count < 0 || count > 1_000_000 {
			return
		}
		for _, c := range Conventions {
			s := c.bases(p, count)
			for _, b := range []int{s.low - 1, s.low, s.high, s.high + 1} {
				if b >= max(1, count) && b < maxFigure && !(s.empty() && (b == s.low || b == s.high)) && c.fits(p, count, b) != s.has(b) {
					t.Fatalf("%s: %d is %s%% of %d: %v, and its bases are %v", c, count, p, b, !s.has(b), fmt.Sprint(s))
				}
			}
		}
	})
}
