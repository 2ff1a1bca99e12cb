package amend

import "regexp"

var (
	// pleased is a clause that is content with what is there.
	pleased = regexp.MustCompile(`(?i)^\W*(?:(?:yes|ok|okay|and|but|so|very|really|quite|pretty|all|mostly|generally|overall|on the whole|this|that|it|these|those|they|both|everything|i think|domain \d|the (?:domain|section|items?|statements?|wording|competenc\w+)|looks?|seems?|reads?|sounds?|feels?|is|are|was|a|an|one of the)[\s,:-]+)*` +
		`(?:yes|good|fine|great|ok|okay|clear|comprehensive|excellent|relevant|helpful|useful|thorough|sensible|reasonable|sound|applicable|acceptable|appropriate|necessary|essential|important|vital|required|needed|valid|strong|complete|solid|lovely|timely|right|spot on|happy|pleased|warm|better than|well (?:done|covered|written|put|judged|made|pitched)|(?:reads?|works?) well|covers (?:it|everything|all)|applies|endorse|agreed?|i agree|i like|like|love|i love|welcome|thanks?\b|thank you|keep|would leave|leave (?:it|as)|no (?:changes?|edits?|amendments?|suggestions?|problems?|concerns?|issues?)|none needed|nothing to (?:add|change)|easy to)\b`)
	// approved is a judgement in the middle of a clause.
	approved = regexp.MustCompile(`(?i)\b(?:is|are|feels?|seems?|very|really)\s+(?:\w+\s+)?(?:good|great|excellent|vital|right|lovely|spot on|well judged|clear|helpful|useful|relevant|needed|exactly|my favourite)\b`)
	// wanting is a clause that wants something otherwise.
	wanting = regexp.MustCompile(`(?i)\b(?:should|could|would like|need(?:s|ed)? (?:to|more|a|an|some)|add|make (?:it|them|these|everything|all)|move|merge|split|rename|reword|remove|change|missing|lacks?|but|however|although|except|unless|too (?:much|many|long)|not (?:required|needed|sure|relevant|clear|appropriate|enough|for))\b|\?`)
)

// content tells whether a comment is content with what is there: one of its
// clauses says so and none wants something otherwise.
func content(text string) bool {
	says := false
	for _, c := range clauses(text) {
		if wanting.MatchString(c) {
			return false
		}
		says = says || pleased.MatchString(c) || approved.MatchString(c)
	}
	return says
}
