package theme

import (
	"slices"
	"strings"
	"testing"
)

// negationBook has rules of every form, with exceptions and unless.
func negationBook() *Codebook {
	return &Codebook{ID: "negation", Language: "en", Themes: []Theme{
		{ID: "supervision", Name: "Supervision", Rules: []string{"supervise | supervisor"}, Except: []string{"supervise near/3 child", "supervised contact"}},
		{ID: "security", Name: "Data security", Rules: []string{"data security | data protection | confidentiality", "secure near/4 platform | app | email"}},
		{ID: "training", Name: "Training", Rules: []string{"=training | =trained | =train unless station, journey"}, Except: []string{"relaxation training"}},
		{ID: "workload", Name: "Workload", Rules: []string{"caseload near/5 high | reduce | large", "workload"}},
		{ID: "risk", Name: "Risk", Rules: []string{"=risk unless low"}},
		{ID: "access", Name: "Access", Rules: []string{"broadband | laptop near/6 no | lack | afford | without"}},
	}}
}

// judged is a sentence and what a person says that it speaks of: theme:stance
// with spaces between them, a theme alone where the stance is not asked after.
type judged struct{ text, want string }

// negationBefore was written, and judged, before the program was run on it.
var negationBefore = []judged{
	// No need, not needed: spoken of, and objected to.
	{"There is no need for supervision of video work.", "supervision:objects"},
	{"We don't need supervision for this.", "supervision:objects"},
	{"I see no need for any more data protection training.", "security:objects training:objects"},
	{"No more training, please.", "training:objects"},
	{"I doubt that we need more supervision.", "supervision:objects"},
	{"Hardly anyone needs data protection spelled out.", "security:objects"},
	{"Neither supervision nor training is needed.", "supervision:objects training:objects"},
	{"Training is a waste of time.", "training:objects"},
	{"Training isn't the answer.", "training:objects"},
	{"No to more training.", "training:objects"},
	{"Not interested in data protection.", "security:objects"},
	{"Not supervision but consultation is what we want.", "supervision:objects"},
	{"Supervision? No.", "supervision:objects"},
	{"Supervision was not helpful.", "supervision:objects"},
	{"It should not be all about data security.", "security:objects"},
	{"Nothing to do with me, but there is too much supervision.", "supervision:objects"},
	// Not about: not spoken of.
	{"My comment is not about data security.", ""},
	{"This is nothing to do with supervision.", ""},
	{"It has nothing to do with confidentiality or training.", ""},
	{"This isn't about training, it is about time.", ""},
	{"I am not talking about supervision here, I mean line management.", ""},
	{"I don't mean data protection, I mean good manners.", ""},
	{"The point isn't really about supervision; it's about trust.", ""},
	{"We need to talk about risk, not about supervision.", "risk:asks"},
	{"It's about data security and not about training.", "security:unstated"},
	{"I'm not a supervisor.", ""},
	// Looks like "not about", and is not.
	{"It's not just about training.", "training:unstated"},
	{"It is not only about supervision but also about support.", "supervision:unstated"},
	{"There is not enough about data security.", "security:asks"},
	{"There is nothing about supervision in domain 7.", "supervision:asks"},
	{"Nothing on confidentiality.", "security:asks"},
	// A gap.
	{"No supervision is offered where I work.", "supervision:asks"},
	{"I have had no training on video platforms.", "training:asks"},
	{"Nobody has trained us.", "training:asks"},
	{"We were never trained to use the app.", "training:asks"},
	{"I have never had supervision on this.", "supervision:asks"},
	{"We work without any supervision.", "supervision:unstated"},
	{"Data security is not covered.", "security:asks"},
	{"I have no idea what data protection means for me.", "security:asks"},
	{"Supervision, not training, is what is missing.", "supervision:asks training"},
	{"Apart from supervision, everything is fine.", "supervision:asks"},
	{"Everything is good except for data security.", "security:asks"},
	{"Without supervision none of this is safe.", "supervision:asks"},
	{"You can never have enough training.", "training:asks"},
	{"There is no such thing as too much supervision.", "supervision:asks"},
	{"I don't agree that supervision is optional.", "supervision:asks"},
	{"Confidentiality should not be left out.", "security:asks"},
	{"Supervision must not be dropped.", "supervision:asks"},
	// Well as it is.
	{"Please don't remove supervision.", "supervision:satisfied"},
	{"Supervision is not a problem for us.", "supervision:satisfied"},
	{"Data security is already covered.", "security:satisfied"},
	{"Data security is not missing; it is in domain 2.", "security:satisfied"},
	{"No further training is needed.", "training:satisfied"},
	{"I wouldn't say training was lacking.", "training:satisfied"},
	{"I have no objection to supervision.", "supervision:satisfied"},
	{"Nothing needs adding on supervision.", "supervision:satisfied"},
	// No stance.
	{"It's not that supervision is bad.", "supervision:unstated"},
	{"There is no risk in trying.", "risk:unstated"},
	{"Is there a secure platform for email?", "security:unstated"},
	{"No one could say whether the app was secure.", "security:unstated"},
	{"I missed the training because the train was late.", "training:unstated"},
	{"My journey to the training took two hours.", "training:unstated"},
	// Exceptions and unless.
	{"Supervised contact visits are hard by video.", ""},
	{"I was supervising my child at the time.", ""},
	{"The children need supervision while parents are on the call.", ""},
	{"Supervise children less and staff more.", ""},
	{"Relaxation training worked well by phone.", ""},
	{"Low risk only.", ""},
	{"Secure attachment matters in therapy.", ""},
	{"The laptop was fine.", ""},
	// Words near each other.
	{"No laptop, no broadband.", "access"},
	{"Many cannot afford broadband.", "access"},
	{"High caseloads leave no room for this.", "workload"},
	{"Reduce our caseloads.", "workload"},
	{"A caseload reduction would help.", "workload:asks"},
	{"My workload is not too high.", "workload"},
}

// negationAfter was written, and judged, after the words for denials and for
// some stances were added with negationBefore in view, and before the program
// was run on it.
var negationAfter = []judged{
	{"I'm not referring to supervision of students.", ""},
	{"It is not a question of training but of time.", ""},
	{"We are not concerned with data security in this answer.", ""},
	{"This has little to do with confidentiality.", ""},
	{"Domain 7 is not about supervision, and it should be.", "supervision:asks"},
	{"Not enough is said about confidentiality.", "security:asks"},
	{"I never said that training was useless.", "training:unstated"},
	{"Training is not something that I lack.", "training:satisfied"},
	{"No, data security does not need its own domain.", "security:objects"},
	{"Nobody needs supervision for a phone call.", "supervision:objects"},
	{"There isn't any training.", "training:asks"},
	{"I can't see why supervision is in here.", "supervision:objects"},
	{"Supervision would not help.", "supervision:objects"},
	{"Do not add data security.", "security:objects"},
	{"Don't forget confidentiality.", "security:asks"},
	{"None of us has had data protection training.", "security:asks training:asks"},
	{"Supervision is neither missing nor too long.", "supervision:satisfied"},
	{"Please do not cut training.", "training:satisfied"},
	{"Less supervision and more training.", "supervision:objects training:asks"},
	{"Rather than training we need time.", "training:objects"},
	{"Instead of supervision, offer consultation.", "supervision:objects"},
	{"Training has never been a problem.", "training:satisfied"},
	{"It is not clear who gives supervision.", "supervision:asks"},
	{"The risk is not mine to carry.", "risk:unstated"},
	{"No risk assessment was mentioned.", "risk:asks"},
	{"We could do without data protection.", "security:objects"},
	{"Is supervision not covered elsewhere?", "supervision:unstated"},
	{"My caseload has not been reduced.", "workload"},
	{"I lack neither training nor supervision.", "training:satisfied supervision:satisfied"},
	{"Confidentiality matters, not paperwork.", "security:asks"},
}

// agreement is how the program's codings compare with a person's.
// stanceLeft counts stances that the program left unstated and the person did not.
type agreement struct{ both, machine, person, stanceRight, stanceLeft, stanceBoth int }

// against compares codings of sentences with judgements, and lists where they differ.
func against(t *testing.T, cases []judged) (agreement, []string) {
	t.Helper()
	tagger, err := NewTagger(negationBook())
	if err != nil {
		t.Fatal(err)
	}
	var a agreement
	var differ []string
	for _, c := range cases {
		got := map[string]Coding{}
		var order []string
		for _, k := range tagger.Tag([]Unit{{ID: "u", Text: c.text}}, 1) {
			if _, ok := got[k.Theme]; !ok {
				got[k.Theme] = k
				order = append(order, k.Theme)
			}
		}
		var wanted []string
		for _, one := range strings.Fields(c.want) {
			theme, stance, asked := strings.Cut(one, ":")
			wanted = append(wanted, theme)
			k, ok := got[theme]
			if !ok {
				a.person++
				differ = append(differ, c.text+" -- not found: "+theme)
				continue
			}
			a.both++
			if !asked {
				continue
			}
			a.stanceBoth++
			if k.Stance == Unstated && stance != string(Unstated) {
				a.stanceLeft++
			}
			if string(k.Stance) == stance {
				a.stanceRight++
			} else {
				differ = append(differ, c.text+" -- "+theme+" is "+string(k.Stance)+" ("+k.StanceWords+"), by hand "+stance)
			}
		}
		for _, theme := range order {
			if !slices.Contains(wanted, theme) {
				a.machine++
				differ = append(differ, c.text+" -- found, and should not be: "+theme)
			}
		}
	}
	return a, differ
}

// The figures stand in docs/codebook.md. They are asked for as they were when the
// lists were made, so that a change that costs any of them is seen.
func TestNegation(t *testing.T) {
	for _, c := range []struct {
		name  string
		cases []judged
		least agreement // at least so many right, at most so many wrong
	}{
		{"written before", negationBefore, agreement{both: 61, machine: 1, person: 2, stanceRight: 46, stanceLeft: 7}},
		{"written after", negationAfter, agreement{both: 29, machine: 1, person: 0, stanceRight: 14, stanceLeft: 10}},
	} {
		a, differ := against(t, c.cases)
		t.Logf("%s, %d sentences: %d themes found by both, %d by the program only, %d by the person only; stance the same in %d of %d, left unstated in %d, another in %d",
			c.name, len(c.cases), a.both, a.machine, a.person, a.stanceRight, a.stanceBoth, a.stanceLeft, a.stanceBoth-a.stanceRight-a.stanceLeft)
		for _, d := range differ {
			t.Log(d)
		}
		if a.both < c.least.both || a.machine > c.least.machine || a.person > c.least.person || a.stanceRight < c.least.stanceRight || a.stanceLeft > c.least.stanceLeft {
			t.Errorf("%s: %+v is worse than %+v", c.name, a, c.least)
		}
	}
}
