package draft

import (
	"fmt"
	"strings"

	"concord/frameworks"
	"concord/pipeline/likeness"
	"concord/pipeline/study"
)

// likeEnough is the likeness (see package likeness) from which a question is
// linked to a domain by its wording alone; it must also be ahead of the next
// domain by aheadEnough times.
const (
	likeEnough  = 0.35
	aheadEnough = 1.5
)

// domainOf is one domain of the framework.
type domainOf struct {
	code, title string
	// spaced is the title in whole words.
	spaced string
}

// domains links questions to domains of the framework: where the wording names
// the domain, where it is like its statements, or where the question follows one
// that does and asks for comments or edits.
func (b *builder) domains(f *frameworks.Framework) {
	var list []domainOf
	var docs []likeness.Doc
	for i := range f.Items {
		item := &f.Items[i]
		if item.Until != "" {
			continue
		}
		title := item.Title
		if title == "" {
			title = item.Statement
		}
		code := item.Code
		if code == "" || title == "" {
			continue
		}
		list = append(list, domainOf{code, title, spaced(title)})
		docs = append(docs, likeness.Doc{Title: title, Text: statements(item)})
	}
	if len(list) == 0 {
		return
	}
	index := likeness.New(docs)
	last, lastAt := -1, -1
	for i := range b.draft.Questions {
		q := &b.draft.Questions[i]
		asked := q.Wording
		if q.row != "" {
			asked = q.row
		}
		switch at := namedDomain(list, asked, q.Wording); {
		case at >= 0:
			q.Domain = list[at].code
			last, lastAt = at, i
		case q.About != study.OtherAbout && q.About != study.Comment && q.About != study.SuggestedEdit, asked == "":
			last = -1
		default:
			hits := index.Nearest(likeness.Doc{Text: asked}, 2)
			if len(hits) > 0 && hits[0].Score >= likeEnough && (len(hits) < 2 || hits[0].Score >= aheadEnough*hits[1].Score) {
				q.Domain = list[hits[0].Doc].code
				q.add(true, "Domain %s (%s) is a guess from the wording (likeness %.2f of 1). Is it right?", q.Domain, cut(list[hits[0].Doc].title, 60), hits[0].Score)
				last, lastAt = hits[0].Doc, i
			} else if last >= 0 && i-lastAt <= 2 && b.draft.Questions[lastAt].row == "" && q.Kind == study.Text && follows(asked) {
				q.Domain = list[last].code
				q.add(true, "Domain %s is a guess: the question follows one about it.", q.Domain)
			}
		}
		if q.Domain != "" {
			b.applicable(q)
		}
	}
}

// applicable makes a closed question about a domain one of applicability, where
// its wording or its answers ask whether the domain is needed.
func (b *builder) applicable(q *Question) {
	if !q.Kind.Closed() || q.Kind == study.Multi || q.About == study.Demographic || q.About == study.Confidence {
		return
	}
	options := q.Options
	for _, s := range b.draft.Scales {
		if s.Name == q.Scale {
			options = s.Options
		}
	}
	agree := agreeing(options)
	if len(agree) == 0 || !applicability.MatchString(q.Wording+" "+strings.Join(agree, " ")) {
		return
	}
	q.About, q.Agree = study.Applicability, agree
	q.add(true, "Do exactly the answers after \"agree\" mean that the domain is needed?")
}

// namedDomain finds the domain that a wording names, by its title in full or as
// "domain 3"; -1 when there is none, or more than one.
func namedDomain(list []domainOf, asked, wording string) int {
	found := -1
	for _, text := range []string{asked, wording} {
		s := spaced(text)
		for i, d := range list {
			if strings.Contains(s, d.spaced) && len(strings.Fields(d.spaced)) > 1 || hasAny(s, "domain "+strings.ToLower(d.code), "area "+strings.ToLower(d.code)) {
				if found >= 0 && found != i {
					return -1
				}
				found = i
			}
		}
		if found >= 0 {
			return found
		}
	}
	return -1
}

// follows tells whether a question only makes sense after the one before it.
func follows(asked string) bool {
	return hasAny(spaced(asked), "comment", "comments", "why", "please explain", "suggestions", "edits", "anything to add", "explain your answer", "wording", "changes")
}

// statements gives the text of an item and all below it.
func statements(item *frameworks.Item) string {
	var out strings.Builder
	var walk func(*frameworks.Item)
	walk = func(i *frameworks.Item) {
		fmt.Fprintf(&out, "%s %s\n", i.Title, i.Statement)
		for j := range i.Items {
			walk(&i.Items[j])
		}
	}
	walk(item)
	return out.String()
}
