package draft

import (
	"slices"
	"strings"

	"concord/pipeline/study"
)

// shareScales completes scales of which nobody chose some point, where another
// question has it, and gives lists that several questions have a name.
func (b *builder) shareScales() {
	questions := b.draft.Questions
	for i := range questions {
		b.complete(&questions[i])
	}
	b.likeOthers()
	uses := map[string][]int{} // questions, by their options
	var order []string
	for i := range questions {
		q := &questions[i]
		if q.Kind == study.Multi || !q.Kind.Closed() || len(q.Options) < 3 || q.Other != "" {
			continue
		}
		key := optionKey(q.Options)
		if uses[key] == nil {
			order = append(order, key)
		}
		uses[key] = append(uses[key], i)
	}
	names := map[string]bool{}
	for _, key := range order {
		if len(uses[key]) < 2 {
			continue
		}
		q := &questions[uses[key][0]]
		name := scaleName(q.family, names)
		all := cloneOptions(q.Options)
		for _, i := range uses[key] {
			x := &questions[i]
			for j, o := range x.Options {
				for _, text := range o.Also {
					if !slices.Contains(all[j].Also, text) {
						all[j].Also = append(all[j].Also, text)
					}
				}
			}
			x.Scale, x.Options = name, nil
		}
		b.draft.Scales = append(b.draft.Scales, Scale{name, all})
	}
}

// scaleName names a list of options by what it is a scale of.
func scaleName(family string, taken map[string]bool) string {
	name := plainID(strings.ReplaceAll(family, " ", "_"))
	if name == "" {
		name = "answers"
	}
	free := name
	for n := 2; taken[free]; n++ {
		free = name + "_" + itoa(n)
	}
	taken[free] = true
	return free
}

// optionKey is the same for lists with the same options in the same order, other
// spellings aside.
func optionKey(list study.Options) string {
	var s strings.Builder
	for _, o := range list {
		s.WriteString(o.Label + "\x00" + o.Code + "\x00")
	}
	return s.String()
}

// complete gives a scale the points that nobody chose in it but that another
// question of the same kind of scale has, if all of its own are among those.
func (b *builder) complete(q *Question) {
	switch {
	case q.Kind != study.Scale, len(q.Options) < 2, q.described:
		return
	case q.family == "points", q.family == "bands", q.family == "education", q.family == "level":
		return // each question has a list of its own
	}
	best := -1
	for i := range b.draft.Questions {
		o := &b.draft.Questions[i]
		if o.Kind == study.Scale && o.family == q.family && o.Scale == "" && len(o.Options) > len(q.Options) && len(o.Options) <= len(q.Options)+3 &&
			within(q.Options, o.Options) && (best < 0 || len(o.Options) > len(b.draft.Questions[best].Options)) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	var whole study.Options
	for _, o := range b.draft.Questions[best].Options {
		if i := q.Options.Index(o.Label); i >= 0 {
			whole = append(whole, q.Options[i])
		} else if !isAside(o.Label) {
			whole = append(whole, o)
		}
	}
	if len(whole) == len(q.Options) {
		return
	}
	q.Options = cloneOptions(whole)
	q.add(false, "Nobody chose some of these answers here; they are those of other questions.")
}

// within tells whether all options of a list are in another, in the same order.
func within(small, large study.Options) bool {
	at := 0
	for _, o := range small {
		i := slices.IndexFunc(large[at:], func(x study.Option) bool { return x.Label == o.Label && x.Code == o.Code })
		if i < 0 {
			return false
		}
		at += i + 1
	}
	return true
}

// likeOthers gives a question the answers that nobody gave to it but that a
// question with nearly the same wording has: the same question about something
// else, as about each domain of a framework.
func (b *builder) likeOthers() {
	questions := b.draft.Questions
	sets := make([]map[string]bool, len(questions))
	for i := range questions {
		if q := &questions[i]; q.Kind == study.Single && !q.described && q.Other == "" && q.Wording != "" {
			sets[i] = map[string]bool{}
			for _, w := range words(q.Wording) {
				sets[i][w] = true
			}
		}
	}
	const near = 40 // questions before and after
	for i := range questions {
		if sets[i] == nil {
			continue
		}
		q, best := &questions[i], -1
		for j := max(0, i-near); j < min(len(questions), i+near); j++ {
			if sets[j] == nil || j == i || len(questions[j].Options) <= len(q.Options) || !sameWords(sets[i], sets[j]) || !among(q.Options, questions[j].Options) {
				continue
			}
			if best < 0 || len(questions[j].Options) > len(questions[best].Options) {
				best = j
			}
		}
		if best >= 0 {
			q.Options = cloneOptions(questions[best].Options)
			q.add(false, "Nobody gave some of these answers here; they are those of a question with nearly the same wording.")
		}
	}
}

// sameWords tells whether two wordings have at least six words in ten in common,
// and five words.
func sameWords(a, b map[string]bool) bool {
	common := 0
	for w := range a {
		if b[w] {
			common++
		}
	}
	return common >= 5 && common*10 >= 6*(len(a)+len(b)-common)
}

// among tells whether all options of a list are in another, in any order.
func among(small, large study.Options) bool {
	for _, o := range small {
		if !slices.ContainsFunc(large, func(x study.Option) bool { return x.Label == o.Label && x.Code == o.Code }) {
			return false
		}
	}
	return true
}
