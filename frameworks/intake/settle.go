package intake

import (
	"fmt"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// maxDepth is how many items may stand one below another: a framework file
// nests two steps for each, and its reader allows 64.
const maxDepth = frameworks.MaxDepth

// maxItems bounds the items of one framework. The largest in use, lists of
// skills for a whole economy, have some 14,000.
const maxItems = 100_000

// fillKeys gives every item without one a key: its code in lower case, or else
// its parents' key and a slug of its title (of its statement where it has no
// title). An item that would get a key that is taken gets a number after it.
func fillKeys(f *frameworks.Framework) {
	taken := map[string]bool{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		taken[item.Key] = true
		return true
	})
	numbers := map[string]int{}
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if item.Key != "" || item.UUID != "" {
			return true
		}
		key := madeKey(f, item, parents)
		item.Key = key
		for taken[item.Key] {
			numbers[key] = max(numbers[key], 1) + 1
			item.Key = fmt.Sprintf("%s-%d", key, numbers[key])
		}
		taken[item.Key] = true
		return true
	})
}

// madeKey gives the key that an item gets that has none.
func madeKey(f *frameworks.Framework, item *frameworks.Item, parents []*frameworks.Item) string {
	key := strings.ToLower(item.Code)
	if key == "" {
		words := item.Title
		if words == "" {
			parts := strings.Fields(item.Statement)
			words = strings.Join(parts[:min(len(parts), 8)], " ")
		}
		if key = frameworks.Slug(words); key == "" {
			key = item.Kind
		}
		if len(parents) > 0 && parents[len(parents)-1].Key != "" {
			key = parents[len(parents)-1].Key + "/" + key
		}
	}
	// An item that has no words of its own beyond its parent's would lengthen
	// the keys below it without end.
	if len(key) > 300 {
		key = frameworks.UUID(f.ID, key)
	}
	return key
}

// settle finishes a framework that a reader has put together: it gets the head
// that every file needs, its keys and its UUIDs, and is read once more as a
// framework file would be, so that whatever the model itself does not allow is
// told here, at the line that the item came from.
func (s *source) settle(f *frameworks.Framework) (*frameworks.Framework, []finding.Finding) {
	f.File = s.file
	if f.Title == "" {
		f.Title = s.fileTitle()
	}
	if f.ID == "" {
		if f.ID = frameworks.Slug(f.Title); f.ID == "" {
			f.ID = "framework"
		}
	}
	if f.Version == "" {
		f.Version = "1.0.0"
	}
	if s.failed() {
		finding.Sort(s.findings)
		return f, s.findings
	}
	tooDeep := 0
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if len(parents) >= maxDepth && tooDeep == 0 {
			tooDeep = max(item.Line, 1)
		}
		return tooDeep == 0
	})
	if tooDeep > 0 {
		s.fail("too-deep", tooDeep, "", fmt.Sprintf("at most %d items one below another", maxDepth), "this item stands too deep in the tree", "")
		return s.refuse()
	}
	total := 0
	f.Walk(func(*frameworks.Item, []*frameworks.Item) bool { total++; return true })
	if total > maxItems {
		s.fail("too-many-items", 0, fmt.Sprintf("%d items", total), fmt.Sprintf("at most %d", maxItems), "this file holds too many items to be one framework", "")
		return s.refuse()
	}
	fillKeys(f)
	data, err := f.Marshal()
	if err != nil {
		s.fail("not-writable", 0, "", "", err.Error(), "")
		return s.refuse()
	}
	read, found := frameworks.Read(s.file, data)
	places := map[int]yamlfile.Pos{}
	if sameTree(f.Items, read.Items) {
		copyPlaces(f.Items, read.Items, places)
	}
	lines := newNearest(places)
	for _, one := range found {
		one.Line, one.Column = lines.below(one.Line), 0
		s.findings = append(s.findings, one)
	}
	read.File = s.file
	s.account(read)
	s.findings = merged(s.findings)
	finding.Sort(s.findings)
	return read, s.findings
}

func sameTree(a, b []frameworks.Item) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !sameTree(a[i].Items, b[i].Items) {
			return false
		}
	}
	return true
}

// copyPlaces gives the items of b the places of those of a, and notes which
// place each line of b's own text stands for.
func copyPlaces(a, b []frameworks.Item, places map[int]yamlfile.Pos) {
	for i := range a {
		places[b[i].Line] = a[i].Pos
		b[i].Line, b[i].Column = a[i].Line, a[i].Column
		copyPlaces(a[i].Items, b[i].Items, places)
	}
}

// merged makes one finding of more than ten that differ only in place and
// value, with their count, so that a long table does not fill a screen.
func merged(fs []finding.Finding) []finding.Finding {
	type key struct {
		severity      finding.Severity
		kind, message string
	}
	first, counts := map[key]int{}, map[key]int{}
	for _, f := range fs {
		counts[key{f.Severity, f.Kind, f.Message}]++
	}
	var out []finding.Finding
	for _, f := range fs {
		k := key{f.Severity, f.Kind, f.Message}
		if counts[k] <= 10 || f.Count > 1 {
			out = append(out, f)
			continue
		}
		if _, ok := first[k]; !ok {
			first[k] = len(out)
			f.Count = counts[k]
			out = append(out, f)
		}
	}
	return out
}
