package theme

import (
	"fmt"
	"strings"
)

// class is what a cue, a phrase that can show a stance, does.
type class uint8

const (
	neutral    class = iota // looks like a cue and is none: "good practice"
	want                    // needed, should, more
	wantBefore              // add, include: speaks of what follows it
	lack                    // missing, unclear, hard to: a gap or a difficulty
	importance              // important, essential; and please, which is as mild
	removal                 // remove, less on: speaks of what follows it
	objection               // too much, irrelevant
	praise                  // well covered, happy with
	liking                  // good, clear: said of many things in passing
	useful                  // useful, helpful: not useful is an objection
	fitting                 // relevant, my role: only "not relevant" says something
	coverage                // covered, mentioned: only "not covered" says something
	change                  // change, reword: only "no change" says something
	negator                 // not, no: turns the next cue round
	doubter                 // do not think: turns every cue round up to the next comma
	allClear                // nothing, no other: "nothing needs adding" is no objection
	hearsay                 // some people want: what others are said to wish
	denial                  // not about: the words after it are not what is spoken of
)

// meaning gives what a cue of a class shows as it stands, and turned round.
func (c class) meaning(turned bool) Stance {
	pair := [2]Stance{Unstated, Unstated}
	switch c {
	case want, wantBefore, importance:
		pair = [2]Stance{Asks, Objects}
	case lack:
		pair = [2]Stance{Asks, Satisfied}
	case removal, objection:
		pair = [2]Stance{Objects, Satisfied}
	case praise, liking:
		pair = [2]Stance{Satisfied, Asks}
	case useful:
		pair = [2]Stance{Satisfied, Objects}
	case fitting:
		pair = [2]Stance{Unstated, Objects}
	case coverage:
		pair = [2]Stance{Unstated, Asks}
	case change:
		pair = [2]Stance{Unstated, Satisfied}
	}
	if turned {
		return pair[1]
	}
	return pair[0]
}

// cuePhrases are the cues, by class, in the words of the rule language. They
// are matched after contractions are undone (don't is "do not") and after the
// words of degree in fillers are left out: so "is not really needed" is "is not
// needed". The longest cue that begins at a word wins. Single words are mostly
// given as just one form, as stems mislead: important and import share one.
var cuePhrases = []struct {
	class   class
	phrases string // with | between them
}{
	{want, `=need|=needs|=needed|=needing|=require|=required|=should|=must|ought to
		|=more|=want|=wants|=wanted|would like|would help|would benefit|could do with|would appreciate
		|would be good|would be useful|would be helpful|would be great|would be nice|would be beneficial
		|would be better|would be valuable|would be welcome|would be ideal|would be interesting
		|would be fantastic|would be brilliant|would be excellent|would be amazing|would be wonderful|would be superb|would be perfect|would be lovely
		|might be useful|might be helpful|may be useful|may be helpful|could be useful|could be helpful
		|=be added|=be expanded|=be extended|=be strengthened|=be clarified|=be improved|=be emphasised|=be emphasized
		|=be included|=be covered|=be addressed|=be mentioned|=be considered|=be better|=be clearer|=be highlighted
		|=be explained|=be acknowledged|=be developed|=be stronger|=be there
		|my request|main request|would have like|ask for|call for|=additional|further training|further detail|further guidance
		|further information|further support|greater emphasis|greater focus|greater clarity|better training
		|better guidance|better support|not be forgotten|not be overlooked|not be ignored|not be missed|not be lost
		|not be underestimated|not be missing|not be neglected|not be left out|not be omitted
		|not forget|not overlook|not be overstated|deserve`},
	{wantBefore, `=add|=adding|=include|=expand|=expanding|=extend|=extending|=strengthen|=strengthening
		|=emphasise|=emphasize|=highlight|=clarify|=clarifying|=improve|=improving|=consider|=introduce|=insert
		|=define|=increase|elaborate on|say more|spell out|=suggest`},
	{lack, `=missing|=lacks|=lacking|=lacked|=lack|gap|=hard|=harder|difficult|difficulty|=challenging|a challenge|struggle|=unclear
		|=vague|confusing|=confused|not enough|not given enough|not have enough|not get enough|not got enough
		|too little|too few|too brief|too vague|too basic|too general|too short|too narrow|too light
		|insufficient|insufficiently|inadequate|inadequately|=omitted|=overlooked|=forgotten|=neglected|=absent
		|left out|missed out|missed off|not sure how|not sure what|not sure where|not sure which|not sure who
		|unsure how|unsure what|unsure where|unsure about|unsure of|not know how|not know what|not know where
		|not know enough|not know much|not understand|misunderstand|not confident|not comfortable
		|not feel confident|not feel comfortable|not feel able|not feel equipped|not feel prepared|not equipped
		|not familiar|nothing here about|nothing here on|nothing about|nothing on|nothing in|nothing for|nothing regarding|nothing around
		|nothing relating to|no mention|no reference|no guidance|no training|no information|no detail|no support
		|little guidance|little training|little information|little detail|little support|little mention
		|little emphasis|limited guidance|limited training|limited knowledge|limited confidence|limited support
		|no confidence|not here|not in here|not there|not in there|not in it|not in the list|not on the list
		|not in the framework|=does not say|=did not say|not clear|out of date|outdated|not obvious|not explicit|not detailed|not specific|=does not =include|=did not =include
		|not find|not see anything|under represented
		|underrepresented|no idea what|no idea how|no idea where|no idea who|no idea which|no idea about|=never =had|=never =been trained
		|=never trained|=never taught|=never shown|=weak|poorly covered|less confident`},
	{importance, `=important|=importance|=essential|=critical|=crucial|=vital|=necessary|=imperative|=paramount|=fundamental|a priority
		|no such thing as too much|never have enough|never have too much|=please`},
	{removal, `=remove|=delete|=drop|=cut|=scrap|=omit|=take out|=leave out|get rid of|take away|do away with|do without|less on|less about
		|less emphasis|less focus|less detail|less of|fewer|reduce the|reduce =emphasis`},
	{objection, `not want to see|not want to have|not for everyone|not for every|not for all|not for me|not for us|=removed|=deleted|=dropped|=taken out|=scrapped|=cut out|=cut down|=cut back|too much|too many|too long|too detailed|too advanced
		|too ambitious|too heavy|over the top|=overly|=excessive|=excessively|irrelevant|unnecessary|unnecessarily
		|inappropriate|redundant|superfluous|disagree|object to|oppose|opposed|beyond my|beyond our|beyond the role
		|beyond the scope|beyond the remit|outside my|outside our|outside the scope|outside the remit
		|outside of my|outside of our|out of scope|not agree with|waste of|pointless|why do we need|overkill|less important
		|less relevant|less necessary|leave it out|leave this out|leave that out|not in favour|not in favor|=against|would split|would divide|=divisive|be careful with
		|be careful of|be careful about|wary of|cautious about|worry about|=resist|i object|to object|not interested in|no interest in|not the answer|not a solution|not the solution|over emphasised|overemphasised|over represented`},
	{praise, `well cover|cover well|well written|well explained|well described|well defined|well addressed
		|well set out|well structured|well thought out|well thought through|well done|well represented|good coverage
		|happy with|happy about|happy to see|happy that|=pleased|=glad|=satisfied|i like|we like|=liked
		|i love|we love|agree with|spot on|fine as|leave it as|leave as|keep it as|keep as|nothing wrong|=comprehensive
		|=thorough|=excellent|=fantastic|=brilliant|=amazing|=wonderful|=superb|clear and useful|clear and concise|clear and helpful
		|useful and clear|good to see|great to see|nice to see|pleased to see more|enough on|enough about
		|enough detail|enough information|enough emphasis|more than enough|=adequate|=adequately|=sufficient
		|=sufficiently|already cover|already include|already there|already in there|already address
		|can not fault|no complaints|no concern|no problem|not a problem|not an issue|=never =had a problem|=never =had an issue|=never =had any problem|=never =had any trouble|no issue|no objection|no worry
		|can not ask for|could not ask for|could not have ask for|could not of ask for|can not ask for more|could not ask for more
		|could not have ask for more|could not of ask for more|could not be better|could not have be better
		|could not be more|could not have be more|can not improve on|could not improve on|no improvement need`},
	{liking, `=good|=great|=fine|=perfect|=lovely|be clear|be ok|be okay|look clear|makes sense|make sense`},
	{useful, `=useful|=helpful|=valuable|=beneficial`},
	{fitting, `=relevant|=applicable|=appropriate|my role|our role|my job|my remit|our remit|part of my|part of our
		|apply to|=apply|=applies|belong`},
	{coverage, `=mentioned|=covered|=addressed|=included|=reflected|=explained|=acknowledged|=considered|=discussed
		|=mention|=mentions|=covers|=cover|=addresses|=described|=defined`},
	{change, `=change|=changes|=changing|=changed|=alter|=altering|=reword|=rewording|=amend|=amending|=amendment
		|=amendments|=rewrite|=edit|=edits|=edited|=tweak|=modify`},
	{negator, `=not|=no|=never|=neither|=nor|=hardly|=nobody|no one|=none`},
	{doubter, `would not say|not something|not anything|not think|not believe|not feel|not see|not convinced|not sure|not agree that|disagree that|doubt
		|unsure if|unsure whether|unsure that|not clear why|no reason`},
	{allClear, `=nothing|no further|no other`},
	{denial, `not about|nothing to do with|not to do with|not anything to do with|not talk about|not speak about|not refer to
		|not concerned with|not a question of|not a matter of|i do not mean|we do not mean`},
	{hearsay, `some people want|people want|some want|other want|some would like|other would like|colleague want|they want
		|some people would like|=been suggested|=was suggested`},
	{neutral, `perfect world|a great deal|a good deal|do we need|do i need|do they need|not want to|had not understand|more that|one more|what we should|what i should|what you should|what they should|what to do
		|fine if|good if|ok if|okay if|useful if|helpful if|great if|happy if|not only|not just|not simply|not merely|not least|not to mention|or not|if not|why not|no doubt
		|no matter|the =needs|their =needs|our =needs|my =needs|his =needs|her =needs|client =needs|patient =needs
		|person =needs|training =needs|learning =needs|service =needs|individual =needs|user =needs|complex =needs
		|different =needs|additional =needs|specific =needs|special =needs|support =needs|unmet =need|=needs of
		|=needs assessment|=needs analysis|=needs led|as required|as needed|as appropriate|if needed|if required|when needed
		|where needed|where required|where appropriate|more than|more or less|once more|more and more|more likely
		|more often|more frequently|more confident|more comfortable|more able|more aware|more familiar
		|more experienced|more senior|more recent|more recently|more people|more client|more patient|see more
		|critical thinking|critical incident|critical appraisal|good practice|good understanding|good knowledge
		|good quality|good enough|as well|as well as|well being|work well|well known|may well|very well
		|well established|cutting edge|drop in|drop out|cut off|cut across|cut short|hard copy|hard work|hard drive|add value|added value
		|no longer than|wellbeing|a need to know|consider myself|=consider it|will be covered|will be included|will be addressed
		|will be added|hard of hearing|hard to reach|in order to|gap between session|forgotten password|forgotten the password|forgotten their password
		|forgotten login`},
}

// fillers are words of degree: between the words of a cue they change nothing.
var fillers = wordSet(`really very quite so also still always actually probably perhaps maybe rather extremely
	entirely fully completely particularly especially currently yet generally absolutely certainly definitely
	clearly real truly even all necessarily personally incredibly highly`)

// wholly are the fillers that leave something of what they stand before: "not
// all about".
var wholly = wordSet(`all always entirely fully completely particularly especially absolutely necessarily even highly extremely`)

// role is what a word does in a sentence besides being part of a cue.
type role uint16

const (
	roleFiller   role = 1 << iota
	roleJoins         // and: parts of a list or of a sentence
	roleContrast      // but: what follows may say the opposite
	roleSubject       // I, we, it: the part has a subject of its own
	roleVerb          // is, have, will: the part has a verb of its own
	roleTo            // to: the verb that follows is no verb of the part's own
	roleRelative      // which, who
	roleThing         // it, this: speaks of what was named before
	roleReason        // as, because: may stand before it
)

// roles gives the roles of the words that have any.
var roles = rolesOfWords()

func rolesOfWords() map[string]role {
	out := map[string]role{}
	for r, words := range map[role]string{
		roleJoins:    `and plus then`,
		roleContrast: `but however although though whereas except`,
		roleSubject:  `i we you they he she it there this that these those`,
		roleVerb: `is are was were am has have had do does did will would can could may might should must
			need needs needed requires require lacks lack deserves deserve feels feel seems seem works work`,
		roleTo:       `to`,
		roleRelative: `which who whom that`,
		roleThing:    `it this that they these those which`,
		roleReason:   `as because since so`,
	} {
		for w := range wordSet(words) {
			out[w] |= r
		}
	}
	for w := range fillers {
		out[w] |= roleFiller
	}
	return out
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// contractions gives the two words of contractions that their ending does not
// show, as they are often written without the apostrophe.
var contractions = map[string][2]string{
	"cannot": {"can", "not"}, "can't": {"can", "not"}, "cant": {"can", "not"}, "won't": {"will", "not"}, "wont": {"will", "not"},
	"shan't": {"shall", "not"}, "dont": {"do", "not"}, "doesnt": {"does", "not"}, "didnt": {"did", "not"},
	"isnt": {"is", "not"}, "arent": {"are", "not"}, "wasnt": {"was", "not"}, "werent": {"were", "not"},
	"shouldnt": {"should", "not"}, "wouldnt": {"would", "not"}, "couldnt": {"could", "not"}, "hasnt": {"has", "not"}, "havent": {"have", "not"},
	"it's": {"it", "is"}, "that's": {"that", "is"}, "there's": {"there", "is"}, "what's": {"what", "is"}, "who's": {"who", "is"},
	"thats": {"that", "is"}, "theres": {"there", "is"}, "im": {"i", "am"}, "ive": {"i", "have"},
}

// expand undoes a contraction; second is "" where the word is none.
func expand(word string) (first, second string) {
	if pair, ok := contractions[word]; ok {
		return pair[0], pair[1]
	}
	for _, c := range [...][2]string{{"n't", "not"}, {"'d", "would"}, {"'ve", "have"}, {"'m", "am"}, {"'re", "are"}, {"'ll", "will"}} {
		if rest, ok := strings.CutSuffix(word, c[0]); ok && rest != "" {
			return rest, c[1]
		}
	}
	return word, ""
}

// cueIndex finds cues; classes gives the class of each phrase of the index.
type cueIndex struct {
	index   *index
	classes []class
}

// newCueIndex gives an index without cues for a language other than English.
func newCueIndex(language string) (*cueIndex, error) {
	c := &cueIndex{index: newIndex(stem)}
	if language != "en" {
		return c, nil
	}
	for _, group := range cuePhrases {
		for _, phrase := range strings.Split(group.phrases, "|") {
			rule, err := ParseRule(phrase)
			if err != nil {
				return nil, fmt.Errorf("stance word %q: %w", phrase, err)
			}
			number := c.index.add(rule.Left[0])
			if int(number) < len(c.classes) {
				// Two spellings of one phrase may stand in a class, not in two.
				if c.classes[number] != group.class {
					return nil, fmt.Errorf("stance word %q has two meanings", strings.TrimSpace(phrase))
				}
				continue
			}
			c.classes = append(c.classes, group.class)
		}
	}
	return c, nil
}

// cueWord is one word of a text as the search for cues sees it.
type cueWord struct {
	numbers []int32
	role    role
}

// cueWords gives the one or two words that a normal word stands for.
func cueWords(x *index, word string) []cueWord {
	first, second := expand(word)
	out := []cueWord{{x.numbers(first), roles[first]}}
	if second != "" {
		out = append(out, cueWord{x.numbers(second), roles[second]})
	}
	return out
}
