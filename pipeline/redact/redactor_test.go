package redact

import (
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/study"
)

func TestText(t *testing.T) {
	plain := New(study.RedactRules{}, nil)
	tests := []struct{ name, text, want string }{
		// E-mail addresses
		{"address", "Write to jo.o'brien+x@nhs.net.", "Write to [email]."},
		{"address in brackets", "(a_b@x-y.co.uk)", "([email])"},
		{"accented address", "zoë@exämple.org!", "[email]!"},
		{"no address", "meet @ 5 or a@b or x@1.2", "meet @ 5 or a@b or x@1.2"},

		// Telephone numbers, in the forms of the numbering plan and with
		// Ofcom's numbers for drama
		{"London", "020 7946 0958 please", "[phone] please"},
		{"London in brackets", "on (020) 7946 0958.", "on [phone]."},
		{"mobile", "07700900123", "[phone]"},
		{"mobile in threes", "07700 900 123 or 07700-900-124", "[phone] or [phone]"},
		{"mobile in twos", "07700 90 01 23", "[phone]"},
		{"five and six", "tel:01632 960983", "tel:[phone]"},
		{"ten digits", "0800 111 111 is free", "[phone] is free"},
		{"abroad", "+44 20 7946 0958", "[phone]"},
		{"abroad with nought", "+44 (0)20 7946 0958", "[phone]"},
		{"abroad with two noughts", "0044 7700 900123", "[phone]"},
		{"other country", "+353 20 915 6789", "[phone]"},
		{"then a count", "call 020 7946 0958 10 times", "call [phone] 10 times"},
		{"years", "in 2019 2020 and 2021", "in 2019 2020 and 2021"},
		{"range", "10-20 years, 2019-2021, 0-27", "10-20 years, 2019-2021, 0-27"},
		{"scale", "0 1 2 3 4 5 6 7 8 9 10", "0 1 2 3 4 5 6 7 8 9 10"},
		{"date", "01-02-2019 10:30", "01-02-2019 10:30"},
		{"hours", "0900-1700 24 hours, 0830 - 1630", "0900-1700 24 hours, 0830 - 1630"},
		{"large numbers", "£01632960983 and 1.07700900123 and 123456789012", "£01632960983 and 1.07700900123 and 123456789012"},

		// NHS numbers. 943 476 5919: 9*10+4*9+3*8+4*7+7*6+6*5+5*4+9*3+1*2 = 299;
		// 299 = 27*11+2, and 11-2 = 9, the last digit.
		{"NHS number", "He is 943 476 5919.", "He is [NHS number]."},
		{"with hyphens, run together", "943-476-5919, 9434765919", "[NHS number], [NHS number]"},
		{"wrong check digit", "943 476 5918 and 9434765918", "943 476 5918 and 9434765918"},
		{"wrong, but named", "NHS no. 943 476 5918; NHS number is: 9434765918", "NHS no. [NHS number]; NHS number is: [NHS number]"},
		// 1 in the first place and then noughts: 10 = 0*11+10, and 11-10 = 1.
		{"check digit of one", "1000000001", "[NHS number]"},
		// 5*2 = 10 gives 1; 6*2 = 12 = 11+1 gives 10, which no number has.
		{"check digit of ten", "0000000060", "0000000060"},
		{"all alike", "0000000000", "0000000000"},
		{"too long", "94347659190", "94347659190"},

		// Postcodes, in the six forms of Royal Mail
		{"six forms", "M1 1AA, M60 1NW, CR2 6XH, DN55 1PT, W1A 1HQ, EC1A 1BB", "[postcode], [postcode], [postcode], [postcode], [postcode], [postcode]"},
		{"Girobank", "GIR 0AA", "[postcode]"},
		{"without space", "SW1A1AA.", "[postcode]."},
		{"small letters", "near ls2 9jt", "near [postcode]"},
		{"small letters without space", "ls29jt", "ls29jt"},
		{"no such area", "QX1 1AA, PHQ9 4AB", "QX1 1AA, PHQ9 4AB"},
		{"no such area, but said to be one", "my postcode is QX1 1AA", "my postcode is [postcode]"},
		{"no such inward letters", "M1 1CA, M1 1AK", "M1 1CA, M1 1AK"},
		{"no such district", "B1A 1AA, M123 1AA", "B1A 1AA, M123 1AA"},
		{"ordinal", "came s2 1st and m3 4th", "came s2 1st and m3 4th"},
		{"district alone", "LS2 and SW1A", "LS2 and SW1A"},

		// Names
		{"name after a role", "ask our lead, Xanthippe Vole (tel below)", "ask our lead, [name] (tel below)"},
		{"name after my manager", "my manager Xanthippe said so", "my manager [name] said so"},
		{"product after a role", "my manager SilverCloud and therapist Zoom", "my manager SilverCloud and therapist Zoom"},
		{"body after a role", "the lead Anytown Talking Therapies gave us", "the lead Anytown Talking Therapies gave us"},
		{"title", "Dr Patel, Mrs. O'Neill and Prof. J. R. Okafor", "Dr [name], Mrs. [name] and Prof. [name]"},
		{"title and two names", "saw Dr Wojtek Kowalski today", "saw Dr [name] today"},
		{"title and particles", "Mr van der Berg; Ms de Souza", "Mr [name]; Ms [name]"},
		{"title and initial", "Mrs K was kind", "Mrs [name] was kind"},
		{"title in small letters", "ask dr Singh", "ask dr [name]"},
		{"title in capitals", "DR PATEL SAID, MRS SMITH", "DR [name] SAID, MRS [name]"},
		{"no title", "MS Teams, DR plan, Miss a session. The Dr. They said", "MS Teams, DR plan, Miss a session. The Dr. They said"},
		{"professional titles", "Nurse Practitioner and Sister Grace", "Nurse Practitioner and Sister [name]"},
		{"double duty after a title", "Dr Grace and Mr May", "Dr [name] and Mr [name]"},
		{"first name", "Sarah said so", "[name] said so"},
		{"with surname", "Sarah Thompson and Priya", "[name] and [name]"},
		{"with middle names", "Sarah Jane Q. Smith-Jones left", "[name] left"},
		{"with particles", "Maria van der Berg, Fatima al-Rashid", "[name], [name]"},
		{"surname of a colour", "Claire Black and Anne Young.", "[name] and [name]."},
		{"possessives", "Sarah's and Priya’s, James' too", "[name]'s and [name]’s, [name]' too"},
		{"accents", "Siân, Zoë and Chloé", "[name], [name] and [name]"},
		{"joined", "Anne-Marie and Sarah-led work", "[name] and [name]-led work"},
		{"in capitals", "SARAH THOMPSON, but SAM and IAN are codes", "[name], but SAM and IAN are codes"},
		{"short forms in capitals", "VICKY I'VE ASKED. SARAH'S O'NEILL", "[name] I'VE ASKED. [name]'S O'NEILL"},
		{"no surname", "Sarah The team. Sarah CBT. Sarah I think. Sarah Monday", "[name] The team. [name] CBT. [name] I think. [name] Monday"},
		{"new line ends a name", "Sarah\nThompson", "[name]\nThompson"},
		{"introductions", "My name is Wojtek Kowalski. I'm Grace, and this is Will.", "My name is [name]. I'm [name], and this is [name]."},
		{"introductions in small letters", "my name's sarah", "my name's [name]"},
		{"no introductions", "I'm Welsh. I am Tired. This is CBT. This is May. my name is not", "I'm Welsh. I am Tired. This is CBT. This is May. my name is not"},

		// What clinical text is full of
		{"measures", "PHQ-9, Band 8a, Step 3, in 2020, GAD-7 of 15, SilverCloud, WEMWBS 14-70", "PHQ-9, Band 8a, Step 3, in 2020, GAD-7 of 15, SilverCloud, WEMWBS 14-70"},
		{"questions", "May I ask? Will they come? Mark it. Grace periods. Hope helps. Jack of all trades. Bill them.", "May I ask? Will they come? Mark it. Grace periods. Hope helps. Jack of all trades. Bill them."},
		{"months", "from April to June, in May", "from April to June, in May"},
		{"roles and services", "Clinical Lead, Talking Therapies, NHS England, IAPT, Zoom and Microsoft Teams", "Clinical Lead, Talking Therapies, NHS England, IAPT, Zoom and Microsoft Teams"},
		{"places and scales", "the Beck inventory and the Edinburgh scale in Leeds", "the Beck inventory and the Edinburgh scale in Leeds"},
		{"domain codes", "7.A.3, D5, E1 and 10 items (N = 53)", "7.A.3, D5, E1 and 10 items (N = 53)"},
		{"empty", "", ""},
		{"broken", "a\xff\xfe Sarah", "a\uFFFD\uFFFD [name]"},
		{"placeholders", "[name] and [NHS number] and [phone]", "[name] and [NHS number] and [phone]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, removals := plain.Text("u", test.text)
			if got != test.want {
				t.Errorf("%q became %q, want %q", test.text, got, test.want)
			}
			consistent(t, test.text, got, removals)
			again, more := plain.Text("u", got)
			if again != got || len(more) > 0 {
				t.Errorf("redacting again changed %q to %q", got, again)
			}
		})
	}
}

// consistent checks that the removals, applied to the original, give the
// redacted text, and repeat none of what they took.
func consistent(t *testing.T, original, redacted string, removals []Removal) {
	t.Helper()
	runes := []rune(original)
	var b strings.Builder
	at := 0
	for _, r := range removals {
		if r.Start < at || r.End <= r.Start || r.End > len(runes) || r.Length != r.End-r.Start || !r.Certain || r.Placeholder != placeholders[r.Kind] {
			t.Fatalf("removal %+v of %q", r, original)
		}
		b.WriteString(string(runes[at:r.Start]) + r.Placeholder)
		at = r.End
		if !strings.Contains(r.Context, r.Placeholder) || utf8.RuneCountInString(r.Context) > 130 {
			t.Fatalf("context %q of %q", r.Context, original)
		}
		if !within1(redacted, r.Context) {
			t.Fatalf("context %q is not in %q", r.Context, redacted)
		}
	}
	b.WriteString(string(runes[at:]))
	if b.String() != redacted {
		t.Fatalf("removals of %q give %q, not %q", original, b.String(), redacted)
	}
}

// within1 tells whether a context is words of the redacted text in one line.
func within1(redacted, context string) bool {
	context = strings.TrimSuffix(strings.TrimPrefix(context, "… "), " …")
	return strings.Contains(strings.Join(strings.Fields(redacted), " "), context)
}

func TestPeopleAndRules(t *testing.T) {
	people := []string{"Wojtek Kowalski", "Will Okonkwo", "Grace", "May Chen", "Participant 3", "P4", "Moderator", "Jo (PWP)", "Dr Li Wei", "Clinical Lead"}
	rules := study.RedactRules{Names: []string{"Beechwood House", "tigger", "Ward 7B"}, Keep: []string{"Sarah", "Beck Institute", "x@example.org"}}
	r := New(rules, people)
	for _, test := range []struct{ text, want string }{
		{"Kowalski and Wojtek agreed; wojtek kowalski did not.", "[name] and [name] agreed; wojtek kowalski did not."},
		{"Will they? Okonkwo said Will can. Will said no.", "Will they? [name] said [name] can. [name] said no."},
		{"Will Okonkwo spoke", "[name] spoke"},
		{"Grace left. Grace and I. give grace", "[name] left. [name] and I. give grace"},
		{"in May, May Chen and Chen; May I?", "in May, [name] and [name]; May I?"},
		{"Participant 3, P4 and the Moderator; Clinical Lead", "Participant 3, P4 and the Moderator; Clinical Lead"},
		{"Jo and Li Wei; Wei alone; li", "[name] and [name]; [name] alone; li"},
		{"At Beechwood  House, not beechwood house", "At [name], not beechwood house"},
		{"Tigger and tigger, TIGGER, tiggers", "[name] and [name], [name], tiggers"},
		{"on ward 7b or Ward 7B, Ward 7Bs", "on ward 7b or [name], Ward 7Bs"},
		{"Sarah Thompson, SARAH'S, Anne Beck Institute", "Sarah Thompson, SARAH'S, [name] Beck Institute"},
		{"x@example.org or y@example.org", "x@example.org or [email]"},
	} {
		got, removals := r.Text("u", test.text)
		if got != test.want {
			t.Errorf("%q became %q, want %q", test.text, got, test.want)
		}
		consistent(t, test.text, got, removals)
	}
}

func TestRemovals(t *testing.T) {
	_, removals := New(study.RedactRules{}, nil).Text("R001/q1", "Ünder Dr Patel, then 07700 900123.")
	want := []Removal{
		{"R001/q1", 9, 14, 5, Name, "title", "[name]", true, "Ünder Dr [name], then [phone]."},
		{"R001/q1", 21, 33, 12, Phone, "uk-phone", "[phone]", true, "Ünder Dr [name], then [phone]."},
	}
	if len(removals) != len(want) {
		t.Fatalf("removals %+v", removals)
	}
	for i := range want {
		if removals[i] != want[i] {
			t.Errorf("removal %+v, want %+v", removals[i], want[i])
		}
	}
}

// TestLists checks the lists against each other: no word says two things.
func TestLists(t *testing.T) {
	for name := range firstNames {
		if doubleDuty[name] || notNames[name] || peoples[name] {
			t.Errorf("%s is in firstnames.txt and another list", name)
		}
	}
	if n := len(areas); n != 124 {
		t.Errorf("%d postcode areas, want 124", n)
	}
}

func TestDoubtful(t *testing.T) {
	r := New(study.RedactRules{Keep: []string{"Framework"}}, nil)
	for _, text := range []string{
		"", "nothing here", "We use Zoom and the Framework with NHS England on Monday.",
		"Sarah Thompson said so.", "Kowalski began the sentence.", "aȺȺȺȺ's wȺȺȺȺn't " + strings.Repeat("!", 5000),
	} {
		if got := r.Doubtful("u", text); len(got) > 0 {
			t.Errorf("%q: %+v", text, got)
		}
	}
	text := "Last year John Baxter and Robert Wilcox met Steven Marlowe."
	if got := r.Doubtful("u", text); len(got) > 0 {
		t.Errorf("names that Text takes are doubtful: %+v", got)
	}
	text = "The course was led by Mr Hill, and Trentham Wilcox spoke to us about it afterwards."
	got := r.Doubtful("u", text)
	if len(got) != 1 || got[0].Certain || string([]rune(text)[got[0].Start:got[0].End]) != "Trentham Wilcox" || strings.Contains(got[0].Context, "Hill") || !strings.Contains(got[0].Context, "Trentham Wilcox") {
		t.Errorf("doubtful: %+v", got)
	}
}

// Of a text without end the model reads so many sentences; a word that it has
// judged counts as it was judged, one that it never saw is for a person to judge.
func TestDoubtfulInLongText(t *testing.T) {
	r := New(study.RedactRules{}, nil)
	const ordinary = "We wrote to the Grobbler about it. "
	long := strings.Repeat(ordinary, mostSentences+50)
	if got := r.Doubtful("u", ordinary); len(got) > 0 {
		t.Fatalf("the model takes the word for a name: %+v", got)
	}
	if got := r.Doubtful("u", long); len(got) > 0 {
		t.Errorf("%d places of a word that was judged", len(got))
	}
	got := r.Doubtful("u", long+"We wrote to Frobisham about it.")
	if len(got) != 1 || got[0].Start < len(long) {
		t.Errorf("a word after the sentences that the model reads: %+v", got)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"Dr Patel (020) 7946 0958 a@b.co LS2 9JT 943 476 5919", "Sarah J. van der Berg's [name] [NHS number] 9434765918",
		"my name is Will. Will they?", "DR A. B. SMITH SW1A1AA@x.org+44 7700 900123", "\xffDr \u0130stanbul O'Neill’s NHS no 1234567890",
	} {
		f.Add(s)
	}
	r := New(study.RedactRules{Names: []string{"tigger", "Ward 7B", "name"}, Keep: []string{"Beck Institute", "Sarah"}}, []string{"Will Okonkwo", "Grace", "Li Wei"})
	f.Fuzz(func(t *testing.T, text string) {
		got, removals := r.Text("u", text)
		if !utf8.ValidString(got) {
			t.Fatalf("%q became %q, which is not UTF-8", text, got)
		}
		consistent(t, string([]rune(text)), got, removals)
		again, more := r.Text("u", got)
		if again != got || len(more) > 0 {
			t.Fatalf("%q became %q, and then %q", text, got, again)
		}
		for _, d := range r.Doubtful("u", got) {
			if d.Start < 0 || d.End <= d.Start || d.End > utf8.RuneCountInString(got) {
				t.Fatalf("doubtful %+v of %q", d, got)
			}
		}
	})
}
