package draft

import (
	"regexp"
	"strings"

	"concord/pipeline/study"
)

// aboutForm proposes what a question is about by its wording. text limits it to
// questions of people's own words, and closed to the others.
type aboutForm struct {
	about        study.About
	form         *regexp.Regexp
	text, closed bool
}

// askedOf is how a question asks a person of something of their own.
const askedOf = `(?:what(?:'s| is| was| are)?|which|do|did|are|were|is|please|select|indicate|describe|how would you)\b.{0,60}\b`

// aboutForms are the wordings that leave no doubt, the first that fits. A word
// such as "confidence" or "school" somewhere in a sentence is none: the sentence
// may be an item of a questionnaire.
var aboutForms = []aboutForm{
	{about: study.SuggestedEdit, text: true, form: regexp.MustCompile(`(?i)\b(?:suggest(?:ed|ions?)?(?: for)? (?:edits?|changes?|amendments?|wording|additions?)|(?:add|change|remove|amend|edit|reword|delete|rephrase)\b.{0,40}\b(?:wording|text|statements?|competenc\w*|domain|items?|framework)|(?:wording|text)\b.{0,30}\bchange|edits or suggestions|take out)`)},
	{about: study.Comment, text: true, form: regexp.MustCompile(`(?i)\b(?:comments?|thoughts|feedback|anything else|why|opinion|explain)\b`)},
	{about: study.Confidence, closed: true, form: regexp.MustCompile(`(?i)\bhow (?:\w+ )?(?:confident|comfortable|competent|capable)\b|\b(?:i|you) (?:am|are|feel|felt|would feel|'m) (?:\w+ )?(?:confident|comfortable)\b|\b(?:your|level of|my own) (?:\w+ )?(?:confidence|self-efficacy)\b|^(?:\w+ )?(?:confidence|self-efficacy)$|^confidence (?:in|with|using|about|to)\b`)},
	{about: study.Demographic, form: regexp.MustCompile(`(?i)` +
		`\bhow old\b|\b(?:what is |your )(?:your )?age\b|\bage (?:group|bracket|range|band|in years)\b|^(?:current )?age$` +
		`|^(?:your )?(?:gender|sex|ethnic\w*|race|marital status|(?:sexual )?orientation|religion|disabilit(?:y|ies)|nationality|country|region|(?:household |annual )?income|education|qualifications?)(?: (?:group|identity|background|status|level|at birth|of residence|category))?$` +
		`|\b(?:gender|sex|ethnic|racial|religious) (?:identity|group|background|category|at birth|affiliation)\b|\byour (?:gender|sex|ethnic\w*|race|marital status|sexual orientation|(?:sexual )?orientation|religion|disability|nationality|first language|(?:annual |household |total )*(?:income|salary))\b` +
		`|` + askedOf + `(?:gender|ethnic(?:ity)?|racial|race|marital|sexual orientation|religio(?:n|us(?:ly)?)|disabilit(?:y|ies)|disabled|nationality|first language|census region|male|female)\b` +
		`|\bhousehold income\b|\bhow much (?:total |combined )*(?:money|income)\b|\b(?:do|did|how many).{0,20} (?:you )?have (?:any )?children\b|\bhow many children\b|\bhave (?:any )?children\b|\b(?:where|year|country) were you born\b|\byear of birth\b|\bmarried\b.{0,20}\?` +
		`|\bhighest (?:\w+ ){0,3}(?:education|qualification|degree|schooling)\b|\blevel of (?:\w+ )?(?:education|schooling|qualification)\b|\beducation(?:al)? (?:level|attainment|background|qualifications?)\b|^(?:your )?degree(?: (?:subject|level|class\w*))?$|\b(?:your|which|what) (?:\w+ )?(?:degree|qualifications?|academic subject)\b` +
		`|\b(?:which|what) (?:country|region|state|nation|part of)\b|\b(?:country|region|state) (?:do|are|of residence|in which you|where you)\b|\bwhere (?:do|are) you (?:live|living|based|located)\b|\bwhere you live\b` +
		`|\b(?:género|etnia|nivel educativo|país|naciste)\b`)},
	{about: study.Experience, form: regexp.MustCompile(`(?i)\bhow (?:long|many years) (?:have|did|has|were|had)\b|\bhow (?:many years|much).{0,30}\bexperience\b|\byears? (?:of (?:\w+ )?(?:experience|practice|service)|have you|did you)\b|\b(?:years?|level|length) of (?:\w+ )?experience\b|\byour (?:\w+ )?experience (?:of|in|with|using|as)\b|\bexperience (?:do|have) you\b|\bwork experience\b|^(?:years )?experience$|\blength of (?:service|time)\b|\b(?:have you|did you|you have|you).{0,40}\b(?:training|trained)\b|^training$|\bwhen did you (?:start|begin)\b|\bexperiencia\b|\bdid you (?:\w+ ){0,2}(?:first )?(?:learn|start)\b`)},
	{about: study.Role, form: regexp.MustCompile(`(?i)^(?:your |current |present |main |primary )*(?:job(?: title| role)?|role|profession|occupation|employer|employment(?: status)?|organi[sz]ation|industry|sector|discipline|pay (?:band|grade)|work setting|setting)(?: (?:type|group|category))?$` +
		`|\byour (?:\w+ ){0,3}(?:job|role|profession|occupation|employment|employer|organi[sz]ation|industry|sector|discipline|pay band|work setting|job title|contract|position|post)\b` +
		`|\b(?:job|staff|pay) (?:title|role|group|grade|band)\b|\b(?:what|which) (?:\w+ ){0,4}(?:job|role|profession|occupation|industry|sector|discipline|organi[sz]ation|pay band|position)\b|\bare you (?:\w+ ){0,2}employed\b|\bdo you (?:\w+ )?work (?:for|in|at|as)\b|\bwhere do you work\b|\bcategory best describes\b|\bemployment status\b|\b(?:current|present) position\b|\b(?:cargo laboral|industria)\b`)},
	{about: study.Comment, text: true, form: regexp.MustCompile(`.`)},
}

// maybeForms are words that may mean the same, or something else.
var maybeForms = []aboutForm{
	{about: study.Confidence, closed: true, form: regexp.MustCompile(`(?i)\b(?:confiden(?:t|ce)|comfortable|self-efficacy)\b`)},
	{about: study.Demographic, form: regexp.MustCompile(`(?i)\b(?:age|gender|sex|ethnic(?:ity)?|race|religion|disabilit(?:y|ies)|children|income|salary|education|qualifications?|degree|country|region)\b`)},
	{about: study.Experience, form: regexp.MustCompile(`(?i)\b(?:years|experience|training|trained)\b`)},
	{about: study.Role, form: regexp.MustCompile(`(?i)\b(?:job|role|profession|occupation|employ(?:ed|er|ment)|organi[sz]ation|industry|sector|discipline|grade|position)\b`)},
}

// first gives what the first form that fits a question says.
func first(forms []aboutForm, q *Question, asked string) (study.About, bool) {
	for _, f := range forms {
		if f.text && q.Kind != study.Text || f.closed && !q.Kind.Closed() {
			continue
		}
		if f.form.MatchString(asked) {
			return f.about, true
		}
	}
	return study.OtherAbout, false
}

// aboutWords say in a sentence what a question may be about.
var aboutWords = map[study.About]string{
	study.Confidence: "confidence", study.Demographic: "age, origin, schooling or the like", study.Experience: "experience", study.Role: "role",
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
		// The row of a grid is an item: what it is about, the question before says,
		// unless the row is a whole question itself.
		ok := false
		if q.row != "" {
			if q.About, ok = first(aboutForms, q, q.stem()); !ok {
				q.About, ok = first(aboutForms, q, q.row)
			}
		} else {
			q.About, ok = first(aboutForms, q, asked)
		}
		if !ok && b.draft.Framework.ID != "" {
			if may, is := first(maybeForms, q, asked); is {
				q.add(false, "Is this about the %s of those who answered? Then write \"about: %s\".", aboutWords[may], may)
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
