// Package show sets a framework out for people: a tree for the terminal, a page
// of Markdown, and the grid of its levels.
package show

import (
	"fmt"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
)

// Options says what is shown of a framework.
type Options struct {
	// Ended shows items that have ended too.
	Ended bool
	// Code shows one item, by its code, key, title or UUID, with all that stands
	// below it; "" shows all.
	Code string
	// Width is how many columns a line of the tree may have; 0 means 100.
	Width int
}

// Counts tells how many items in force a framework has of each kind, such as
// "8 domains, 31 knowledge, 35 abilities".
func Counts(f *frameworks.Framework) string {
	var parts []string
	for _, c := range f.Count() {
		if c.Count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.Count, kindName(c.Kind, c.Count)))
		}
	}
	return strings.Join(parts, ", ")
}

// kindName gives a kind's label in lower case, in the plural where there is not
// one: a label that is no countable noun, such as knowledge, stays.
func kindName(k frameworks.Kind, n int) string {
	label := strings.ToLower(onpage.Clean(k.Label))
	if label == "" {
		label = onpage.Clean(k.ID)
	}
	if n == 1 || strings.HasSuffix(label, "s") || uncountable[label] {
		return label
	}
	if head, tail, ok := strings.Cut(label, " of "); ok { // areas of competence
		return kindName(frameworks.Kind{Label: head}, n) + " of " + tail
	}
	stem, y := strings.CutSuffix(label, "y")
	switch {
	case y && stem != "" && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])):
		return stem + "ies"
	case strings.HasSuffix(label, "ch"), strings.HasSuffix(label, "sh"), strings.HasSuffix(label, "x"):
		return label + "es"
	case label[len(label)-1] < 'a' || label[len(label)-1] > 'z':
		return label // another script, or a label that ends in a number
	}
	return label + "s"
}

var uncountable = map[string]bool{"knowledge": true, "evidence": true, "conduct": true, "guidance": true}

// Head tells in one line which framework it is: title, version, status, and
// whose words its statements are.
func Head(f *frameworks.Framework) string {
	out := onpage.Clean(f.Title)
	if f.Version != "" {
		out += ", version " + f.Version
	}
	var more []string
	if f.Status != "" {
		more = append(more, f.Status)
	}
	switch f.Wording {
	case "official":
		more = append(more, "the official wording")
	case "paraphrase":
		more = append(more, "statements paraphrased, not the official wording")
	}
	if len(more) > 0 {
		out += " (" + strings.Join(more, "; ") + ")"
	}
	return out
}

// roots gives the items to show, and whether Code was found where it is given.
func roots(f *frameworks.Framework, o Options) ([]frameworks.Item, bool) {
	if o.Code == "" {
		return f.Items, true
	}
	if item, ok := f.ByCode(o.Code); ok {
		return []frameworks.Item{*item}, true
	}
	if item, ok := f.ByUUID(o.Code); ok {
		return []frameworks.Item{*item}, true
	}
	// A key is one item's; a title may be several's, which are all shown.
	var byKey, byTitle []frameworks.Item
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.Key == o.Code {
			byKey = append(byKey, *item)
		}
		if strings.EqualFold(onpage.Clean(item.Title), onpage.Clean(o.Code)) {
			byTitle = append(byTitle, *item)
		}
		return true
	})
	if len(byKey) > 0 {
		return byKey, true
	}
	return byTitle, len(byTitle) > 0
}

// noItem says that a framework has no item of the code asked for.
func noItem(f *frameworks.Framework, o Options) error {
	return fmt.Errorf("%s %s has no item with the code, key, title or UUID %q", f.ID, f.Version, o.Code)
}

// otherWording tells whose words an item's are where they are not those of most
// of the framework: " (paraphrase)", or "".
func otherWording(f *frameworks.Framework, item *frameworks.Item) string {
	if item.Wording == "" || item.Wording == f.Wording {
		return ""
	}
	return " (" + item.Wording + ")"
}

// labels gives what people call the values that items use, by id.
type labels struct{ kinds, levels, relations map[string]string }

func labelsOf(f *frameworks.Framework) labels {
	l := labels{map[string]string{}, map[string]string{}, map[string]string{}}
	for _, k := range f.Kinds {
		l.kinds[k.ID] = label(k.Label, k.ID)
	}
	for _, v := range f.Levels {
		l.levels[v.ID] = label(v.Label, v.ID)
	}
	for _, r := range f.Relations {
		l.relations[r.ID] = label(r.Label, r.ID)
	}
	return l
}

func label(s, id string) string {
	if s = onpage.Clean(s); s != "" {
		return s
	}
	return onpage.Clean(id)
}

// words gives an item's title and statement as one text.
func words(i *frameworks.Item) string {
	title, statement := onpage.Clean(i.Title), onpage.Clean(i.Statement)
	if title != "" && statement != "" {
		return title + ": " + statement
	}
	return title + statement
}
