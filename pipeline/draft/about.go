package draft

import (
	"regexp"
	"strings"

	"concord/pipeline/study"
)

// aboutForms propose what a question is about by its wording, the first that
// fits. text limits a form to questions of people's own words, and closed to the
// others.
var aboutForms = []struct {
	about        study.About
	form         *regexp.Regexp
	text, closed bool
}{
	{about: study.SuggestedEdit, text: true, form: regexp.MustCompile(`(?i)\b(?:suggest(?:ed|ions?)?(?: for)? (?:edits?|changes?|amendments?|wording|additions?)|(?:add|change|remove|amend|edit|reword|delete|rephrase)\b.{0,40}\b(?:wording|text|statements?|competenc\w*|domain|items?|framework)|(?:wording|text)\b.{0,30}\bchange|edits or suggestions|take out)`)},
	{about: study.Comment, text: true, form: regexp.MustCompile(`(?i)\b(?:comments?|thoughts|feedback|anything else|why|opinion|explain)\b`)},
	{about: study.Confidence, closed: true, form: regexp.MustCompile(`(?i)\b(?:confiden(?:t|ce)|comfortable|self-efficacy|competent do you feel)\b`)},
	{about: study.Demographic, form: regexp.MustCompile(`(?i)\b(?:what is your age|how old|age(?: group| bracket| range| band)?|gender|sex|ethnic(?:ity)?|race|racial|born|marital|married|orientation|religio(?:n|us(?:ly)?)|disabilit(?:y|ies)|first language|nationality|children|income|salary|education(?:al)?|qualifications?|degree|school(?:ing)?|academic subject|country|region|census|state do you live|where do you live|género|etnia|nivel educativo|país|naciste)\b`)},
	{about: study.Experience, form: regexp.MustCompile(`(?i)\b(?:how (?:long|many years)|years? (?:of|have you|in|did you)|(?:years?|level|length) of experience|experience (?:do|have|using|with|in|as|working)|work experience|^experience$|length of (?:service|time)|training|trained|when did you (?:start|begin)|experiencia|first learn)\b`)},
	{about: study.Role, form: regexp.MustCompile(`(?i)\b(?:job|role|profession(?:al)?|occupation|employ(?:ed|er|ment)|work (?:setting|for)|^setting$|where do you work|organi[sz]ation|industry|sector|discipline|pay band|grade|contract|category best describes|(?:current|present) position|cargo laboral|industria)\b`)},
	{about: study.Comment, text: true, form: regexp.MustCompile(`.`)},
}

// applicability are the words of a question that asks whether something is
// needed.
var applicability = regexp.MustCompile(`(?i)\b(?:required|needed|necessary|relevan(?:t|ce)|applicab(?:le|ility)|appropriate|essential|important|importance|applies|agree|need)\b`)

// abouts proposes what each question is about. Applicability needs a domain of
// the framework; see domains.
func (b *builder) abouts() {
	for i := range b.draft.Questions {
		q := &b.draft.Questions[i]
		asked := q.Wording
		if asked == "" {
			asked = strings.NewReplacer("_", " ", "-", " ").Replace(camel.ReplaceAllString(q.ID, "$1 $2"))
		}
		q.About = study.OtherAbout
		for _, f := range aboutForms {
			if f.text && q.Kind != study.Text || f.closed && !q.Kind.Closed() {
				continue
			}
			if f.form.MatchString(asked) {
				q.About = f.about
				break
			}
		}
		if q.Kind == study.Text && (q.About == study.Role || q.About == study.Experience) && len(words(asked)) > 12 {
			q.About = study.Comment // a long question for words is for a comment
		}
		if q.Kind == study.Date && q.About != study.Demographic {
			q.About = study.OtherAbout
		}
	}
}

// agreeing gives the options that say that something is needed: all on the upper
// side of a scale, or yes.
func agreeing(options study.Options) []string {
	var out []string
	for _, o := range options {
		s := low(o.Label)
		d, ok := degreeOf(s)
		switch {
		case yes[s], s == "required", s == "needed", s == "relevant", s == "applicable", s == "essential", s == "necessary", s == "agree":
			out = append(out, o.Label)
		case strings.HasPrefix(s, "yes"):
			out = append(out, o.Label)
		case ok && !d.neutral && d.size > 1 && agreeWord(d.quality):
			out = append(out, o.Label)
		}
	}
	return out
}

func agreeWord(quality string) bool {
	switch quality {
	case "agree", "important", "relevant", "required", "applicable", "needed", "necessary", "essential", "appropriate", "acuerdo":
		return true
	}
	return false
}
