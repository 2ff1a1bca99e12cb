package decide

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
)

// Scale is what members vote on.
type Scale string

const (
	// Nine is 1 (not at all) to 9 (certainly), as most consensus panels rate: 1 to 3
	// is against, 7 to 9 is for.
	Nine Scale = "1-9"
	// Five is 1 to 5: 1 and 2 are against, 4 and 5 are for.
	Five Scale = "1-5"
	// YesNo is yes or no.
	YesNo Scale = "yes-no"
)

var scales = []Scale{Nine, Five, YesNo}

// Method is how votes become an outcome.
type Method string

const (
	// Share: for, when Part of Of of the base are for; against, when as many are
	// against. Diamond and others (2014), Journal of Clinical Epidemiology 67,
	// 401-409, found it to be what most Delphi studies use.
	Share Method = "share"
	// RandUCLA: for, when the median is 7 to 9 without disagreement by IPRAS; against,
	// when it is 1 to 3 without. Fitch and others (2001), The RAND/UCLA
	// Appropriateness Method User's Manual, MR-1269.
	RandUCLA Method = "rand-ucla"
	// Comet: for, when 70% or more rate 7 to 9 and fewer than 15% rate 1 to 3; against,
	// the other way round. Williamson and others (2017), Trials 18 (supplement 3), 280.
	Comet Method = "comet"
	// MedianIQR: for, when the median is 7 or more and the interquartile range 3 or
	// less; against, when the median is 3 or less and the range 3 or less. As in the
	// fast-track Delphi of Unisanté, Lausanne.
	MedianIQR Method = "median-iqr"
)

var methods = []Method{Share, RandUCLA, Comet, MedianIQR}

// Rules are the rules of consensus. They are set before the first vote, and their
// hash stands in every round that they hold for.
type Rules struct {
	// Preset is the name of the preset that they were made from, "" for none.
	Preset string `json:"preset,omitempty"`
	Scale  Scale  `json:"scale"`
	Method Method `json:"method"`
	// Part of Of, such as 75 of 100 or 2 of 3, is the share that is needed, for Share
	// only; with More it must be more than that.
	Part int  `json:"part,omitempty"`
	Of   int  `json:"of,omitempty"`
	More bool `json:"more_than,omitempty"`
	// GroupsFrom, when above 0, asks that the same be reached within each stakeholder
	// group in which at least so many are in the base, besides overall.
	GroupsFrom int `json:"groups_from,omitempty"`
	// OverallWithout names groups whose members vote, but are not in the overall base.
	OverallWithout []string `json:"overall_without,omitempty"`
	// QuorumPart of QuorumOf is the share of members with a vote who must have voted
	// on an amendment, abstentions among them; 0 of 0 for no quorum.
	QuorumPart int `json:"quorum_part,omitempty"`
	QuorumOf   int `json:"quorum_of,omitempty"`
	// AbstentionsCount puts those who abstained into the base.
	AbstentionsCount bool `json:"abstentions_in_base,omitempty"`
	// Quantile is the type of quantile (see stats.Quantile) of ranges: one of those
	// whose median is the usual one, 2 or 5 to 9.
	Quantile int `json:"quantile"`
}

const typicalQuantile = 7 // that of R and Excel

// preset is a named set of rules.
type preset struct {
	rules  Rules
	source string
}

// presets are the rules that can be had by name.
func presets() []preset {
	base := func(name string, scale Scale, method Method) Rules {
		return Rules{Preset: name, Scale: scale, Method: method, QuorumPart: 1, QuorumOf: 2, Quantile: typicalQuantile}
	}
	share := func(name string, scale Scale, part, of int, more bool) Rules {
		r := base(name, scale, Share)
		r.Part, r.Of, r.More = part, of, more
		return r
	}
	groups := share("percent-by-group", Nine, 75, 100, false)
	groups.GroupsFrom = 13
	return []preset{
		{share("percent", Nine, 75, 100, false), "75% is the median threshold of published Delphi studies: Diamond and others (2014), Journal of Clinical Epidemiology 67, 401-409"},
		{groups, "Thibault and others (2024), doi 10.1177/25152459231213808: 75% in each stakeholder group of more than 12 people, and overall"},
		{share("five-point", Five, 75, 100, false), "the same threshold on a scale of five points"},
		{base("rand-ucla", Nine, RandUCLA), "Fitch and others (2001), The RAND/UCLA Appropriateness Method User's Manual, MR-1269"},
		{base("comet", Nine, Comet), "Williamson and others (2017), Trials 18 (supplement 3), 280"},
		{base("median-iqr", Nine, MedianIQR), "the fast-track Delphi of Unisanté, Lausanne"},
		{share("majority", YesNo, 1, 2, true), "more than half of those voting"},
		{share("two-thirds", YesNo, 2, 3, false), "two thirds of those voting"},
	}
}

// Presets gives the names of the rules that can be had by name.
func Presets() []string {
	var names []string
	for _, p := range presets() {
		names = append(names, p.rules.Preset)
	}
	return names
}

// Preset gives rules by name: all with a quorum of half of the members, those who
// abstain left out of the base, and quantiles of type 7. Change what differs, and
// the name still tells where they came from. The error is a finding.Finding.
func Preset(name string) (Rules, error) {
	for _, p := range presets() {
		if p.rules.Preset == name {
			return p.rules, nil
		}
	}
	return Rules{}, *oneOf("rules", "preset of rules", name, Presets())
}

// Source gives where the rules' preset is from, "" for rules of one's own.
func (r Rules) Source() string {
	for _, p := range presets() {
		if p.rules.Preset == r.Preset {
			return p.source
		}
	}
	return ""
}

// Hash gives the SHA-256 of the rules as 64 hex digits.
func (r Rules) Hash() string {
	line, err := json.Marshal(r)
	if err != nil { // strings, numbers and lists of them always can be written
		return ""
	}
	return hash(line)
}

// points gives the points of the scale, from against to for.
func (s Scale) points() []string {
	switch s {
	case Nine:
		return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}
	case Five:
		return []string{"1", "2", "3", "4", "5"}
	}
	return []string{"no", "yes"}
}

// rated tells whether a scale has numbers, of which medians can be told.
func (s Scale) rated() bool { return s != YesNo }

// ends gives how many points from either end are against, and for.
func (s Scale) ends() int {
	switch s {
	case Nine:
		return 3
	case Five:
		return 2
	}
	return 1
}

// forWords and againstWords name the points that are for, and against.
func (s Scale) forWords() string {
	return map[Scale]string{Nine: "rated 7 to 9", Five: "rated 4 or 5", YesNo: "voted yes"}[s]
}

func (s Scale) againstWords() string {
	return map[Scale]string{Nine: "rated 1 to 3", Five: "rated 1 or 2", YesNo: "voted no"}[s]
}

// abstainedWords says what those did who took part without a point of the scale.
func (s Scale) abstainedWords() string {
	if s.rated() {
		return "were unable to rate"
	}
	return "abstained"
}

// mostOf bounds the numbers of a share, so that no product of counts overflows.
const mostOf = 1_000_000

// check faults rules that cannot be.
func (r Rules) check() *finding.Finding {
	if f := oneOf("rules", "scale", r.Scale, scales); f != nil {
		return f
	}
	if f := oneOf("rules", "method of consensus", r.Method, methods); f != nil {
		return f
	}
	switch {
	case r.Preset != "" && !slices.Contains(Presets(), r.Preset):
		return oneOf("rules", "preset of rules", r.Preset, Presets())
	case r.Method != Share && r.Scale != Nine:
		return fault("rules", string(r.Scale), string(Nine), "this method of consensus is for ratings from 1 to 9", "Choose that scale, or the method share.")
	case r.Method == Share && (r.Part < 1 || r.Of < r.Part || r.Of > mostOf || r.More && r.Part == r.Of):
		return fault("rules", fmt.Sprintf("%d of %d", r.Part, r.Of), "such as 75 of 100", "this share can never be reached, or always is", "")
	case r.Method == Share && !r.More && 2*r.Part <= r.Of:
		return fault("rules", fmt.Sprintf("%d of %d", r.Part, r.Of), "more than a half", "with this share, a vote could be for and against at once", "Ask for more than 1 of 2, or for more.")
	case r.Method == Share && r.More && 2*r.Part < r.Of:
		return fault("rules", fmt.Sprintf("more than %d of %d", r.Part, r.Of), "a half or more", "with this share, a vote could be for and against at once", "Ask for more than 1 of 2, or for more.")
	case r.Method != Share && (r.Part != 0 || r.Of != 0 || r.More || r.GroupsFrom != 0):
		return fault("rules", string(r.Method), "", "this method has a threshold of its own, and is not reached group by group", "Leave the share and groups_from out, or choose the method share.")
	case r.Method != Share && r.AbstentionsCount:
		return fault("rules", string(r.Method), "", "those who were unable to rate cannot be in the base of this method", "Leave abstentions_in_base out.")
	case r.GroupsFrom < 0 || r.GroupsFrom > mostOf:
		return fault("rules", fmt.Sprint(r.GroupsFrom), "0 or more", "this cannot be the size of a group", "")
	case r.QuorumPart < 0 || r.QuorumOf < r.QuorumPart || r.QuorumOf > mostOf || r.QuorumPart == 0 && r.QuorumOf != 0:
		return fault("rules", fmt.Sprintf("%d of %d", r.QuorumPart, r.QuorumOf), "such as 1 of 2", "this quorum can never be reached, or always is", "")
	case !slices.Contains([]int{2, 5, 6, 7, 8, 9}, r.Quantile):
		return fault("rules", fmt.Sprint(r.Quantile), "2, 5, 6, 7, 8 or 9", "there is no such type of quantile, or its median is not the usual one", "Type 7 is that of R and Excel.")
	case !slices.IsSorted(r.OverallWithout) || len(slices.Compact(slices.Clone(r.OverallWithout))) != len(r.OverallWithout) || slices.Contains(r.OverallWithout, ""):
		return fault("rules", strings.Join(r.OverallWithout, ", "), "each group once, in the order of the alphabet", "the groups outside the overall base are not listed as they must be", "")
	}
	return nil
}

// shareWords says what share is needed, such as "at least 75%".
func (r Rules) shareWords() string {
	much := fmt.Sprintf("%d in %d", r.Part, r.Of)
	switch {
	case r.Of == 100:
		much = fmt.Sprintf("%d%%", r.Part)
	case r.Part == 1 && r.Of == 2:
		much = "half"
	case r.Part == 2 && r.Of == 3:
		much = "two thirds"
	}
	if r.More {
		return "more than " + much
	}
	return "at least " + much
}

// baseWords says who is in the base of a share.
func (r Rules) baseWords() string {
	if r.AbstentionsCount {
		return "members who voted, with those who " + r.Scale.abstainedWords()
	}
	return "members who voted, without those who " + r.Scale.abstainedWords()
}

// Words says the rules in sentences for people, each number in them.
func (r Rules) Words() string {
	var b strings.Builder
	switch r.Scale {
	case YesNo:
		b.WriteString("Members vote yes or no, or abstain.")
	default:
		fmt.Fprintf(&b, "Members rate each amendment from %s, or say that they are unable to rate it.", strings.Replace(string(r.Scale), "-", " to ", 1))
	}
	switch r.Method {
	case Share:
		fmt.Fprintf(&b, " The group is for an amendment when %s of the base %s, and against it when %s %s.", r.shareWords(), r.Scale.forWords(), r.shareWords(), r.Scale.againstWords())
		if r.GroupsFrom > 0 {
			fmt.Fprintf(&b, " Besides overall, this must be reached within each stakeholder group with %d or more people in the base.", r.GroupsFrom)
		}
	case RandUCLA:
		b.WriteString(" The group is for an amendment when the median is 7 to 9 without disagreement, and against it when the median is 1 to 3 without disagreement. There is disagreement when the range from the 30th to the 70th percentile is wider than 2.35 + 1.5 times the distance of its middle from 5 (RAND/UCLA). A median of 6.5 counts as 7.")
	case Comet:
		b.WriteString(" The group is for an amendment when at least 70% of the base rated 7 to 9 and fewer than 15% rated 1 to 3, and against it when at least 70% rated 1 to 3 and fewer than 15% rated 7 to 9 (COMET).")
	case MedianIQR:
		b.WriteString(" The group is for an amendment when the median is 7 or more and the interquartile range 3 or less, and against it when the median is 3 or less and the interquartile range 3 or less.")
	}
	fmt.Fprintf(&b, " The base is %s.", r.baseWords())
	if len(r.OverallWithout) > 0 {
		fmt.Fprintf(&b, " Not in the overall base: %s.", strings.Join(r.OverallWithout, ", "))
	}
	if r.QuorumOf > 0 {
		fmt.Fprintf(&b, " Quorum: at least %s of the members with a vote must have voted on the amendment, those who %s among them; below it the outcome cannot be told.", fraction(r.QuorumPart, r.QuorumOf), r.Scale.abstainedWords())
	} else {
		b.WriteString(" There is no quorum.")
	}
	if r.Scale.rated() {
		fmt.Fprintf(&b, " Quantiles are of type %d (Hyndman and Fan 1996).", r.Quantile)
	}
	return b.String()
}

// ParseShare gives the two numbers of a share that a person wrote, such as 75% or
// 2/3, for a threshold or a quorum. The error is a finding.Finding.
func ParseShare(text string) (part, of int, err error) {
	first, second, is := strings.Cut(strings.TrimSpace(text), "/")
	if !is {
		if first, is = strings.CutSuffix(first, "%"); is {
			second = "100"
		}
	}
	part, err1 := strconv.Atoi(strings.TrimSpace(first))
	of, err2 := strconv.Atoi(strings.TrimSpace(second))
	if !is || err1 != nil || err2 != nil || part < 1 || of < part || of > mostOf {
		return 0, 0, *fault("rules", text, "such as 75% or 2/3", "this is no share", "")
	}
	return part, of, nil
}

// fraction says a share in words.
func fraction(part, of int) string {
	switch {
	case part == of:
		return "all"
	case part == 1 && of == 2:
		return "half"
	case part == 2 && of == 3:
		return "two thirds"
	case of == 100:
		return fmt.Sprintf("%d%%", part)
	}
	return fmt.Sprintf("%d in %d", part, of)
}
