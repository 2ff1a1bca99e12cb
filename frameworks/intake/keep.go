package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/finding"
)

// Keep gives later the identity of earlier, for a table that came without UUIDs
// and was read a second time: the framework's id and UUID, and the keys and UUIDs
// of the items that are the same by compare.Frameworks (their words, codes, kinds
// and places). A UUID that later itself states, and does not merely have of its
// code or words, counts before these. An item that earlier does not have gets a
// key that none of earlier's items has. Neither framework is changed.
//
// The findings are notes that count what was known again and what is new, a
// warning for each item that earlier has and later lacks, and an error where the
// two have no item in common; later is then given back as it is.
func Keep(earlier, later *frameworks.Framework) (*frameworks.Framework, []finding.Finding) {
	k := keeper{earlier: earlier, stated: map[string]bool{}, with: map[string]*frameworks.Item{}}
	k.findStated(later)
	k.match(later)
	if len(k.with) == 0 {
		return later, []finding.Finding{{
			Severity: finding.Error, Kind: "other-framework", File: later.File, Found: later.Title, Expected: earlier.Title,
			Message: "no item of this framework is one of " + earlier.ID, Do: "Look whether it is a later version of that framework.",
		}}
	}
	out := *later
	out.ID, out.UUID = earlier.ID, earlier.UUID
	out.Items = cloned(later.Items)
	k.name(&out)
	return &out, k.findings(later)
}

type keeper struct {
	earlier *frameworks.Framework
	// stated holds the UUIDs of later that it states itself; with gives the item of
	// earlier for the UUID of one of later.
	stated map[string]bool
	with   map[string]*frameworks.Item
	fresh  []*frameworks.Item
}

// findStated finds the UUIDs that do not come of a key that was made of the
// item's code or words.
func (k *keeper) findStated(later *frameworks.Framework) {
	later.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		made := madeKey(later, item, parents)
		rest, ok := strings.CutPrefix(item.Key, made)
		_, err := strconv.Atoi(strings.TrimPrefix(rest, "-"))
		ok = ok && (rest == "" || strings.HasPrefix(rest, "-") && err == nil)
		if item.UUID != "" && (!ok || item.UUID != frameworks.UUID(later.ID, item.Key)) {
			k.stated[item.UUID] = true
		}
		return true
	})
}

// match finds the item of earlier for each of later. The comparison tells of
// every pair in which something differs, so each item of the copies that are
// compared has notes that no other has.
func (k *keeper) match(later *frameworks.Framework) {
	known := k.earlier.Index()
	a, items := k.copied(k.earlier, "earlier", func(uuid string) bool { return k.stated[uuid] })
	b, back := k.copied(later, "later", func(uuid string) bool { return k.stated[uuid] && known[uuid] != nil })
	for _, c := range compare.Frameworks(a, b).Changes {
		if c.Field == "notes" && len(c.Before) == 1 && len(c.After) == 1 {
			if from, to := items[c.Before[0].UUID], back[c.After[0].UUID]; from != nil && to != nil {
				k.with[to.UUID] = from
			}
		}
	}
}

// copied gives a copy for the comparison, in which UUIDs that are not to count
// are others, and the item of f for each UUID of the copy.
func (k *keeper) copied(f *frameworks.Framework, name string, counts func(uuid string) bool) (*frameworks.Framework, map[string]*frameworks.Item) {
	out := *f
	out.Items = cloned(f.Items)
	var originals []*frameworks.Item
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		originals = append(originals, item)
		return true
	})
	of := map[string]*frameworks.Item{}
	n := 0
	out.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		item.Notes = name + " " + strconv.Itoa(n)
		if !counts(item.UUID) {
			item.UUID = frameworks.UUID("keep", item.Notes)
		}
		// One that has ended since is still the same item, whatever replaced it.
		item.Until, item.ReplacedBy, item.Links = "", nil, nil
		of[item.UUID] = originals[n]
		n++
		return true
	})
	return &out, of
}

func cloned(items []frameworks.Item) []frameworks.Item {
	out := slices.Clone(items)
	for i := range out {
		out[i].ReplacedBy, out[i].Links = slices.Clone(out[i].ReplacedBy), slices.Clone(out[i].Links)
		out[i].Items = cloned(out[i].Items)
	}
	return out
}

// name gives the items their keys and UUIDs, and turns references to them.
func (k *keeper) name(out *frameworks.Framework) {
	keys, uuids := map[string]bool{}, map[string]bool{}
	k.earlier.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		keys[item.Key], uuids[item.UUID] = item.Key != "", true
		return true
	})
	// New items with an identity of their own keep it.
	stays, theirs := map[*frameworks.Item]bool{}, map[string]bool{}
	out.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if k.with[item.UUID] == nil && k.stated[item.UUID] && !uuids[item.UUID] && !keys[item.Key] {
			stays[item], theirs[item.Key] = true, true
		}
		return true
	})
	now := map[string]string{}
	numbers := map[string]int{}
	out.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		was := item.UUID
		if same := k.with[was]; same != nil {
			item.Key, item.UUID = same.Key, same.UUID
			now[was] = item.UUID
			return true
		}
		k.fresh = append(k.fresh, item)
		if stays[item] {
			return true
		}
		key := item.Key
		if key == "" || !k.stated[was] {
			key = madeKey(out, item, parents)
		}
		item.Key = key
		for keys[item.Key] || theirs[item.Key] {
			numbers[key] = max(numbers[key], 1) + 1
			item.Key = fmt.Sprintf("%s-%d", key, numbers[key])
		}
		item.UUID = frameworks.UUID(out.ID, item.Key)
		keys[item.Key] = true
		now[was] = item.UUID
		return true
	})
	out.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		for i, id := range item.ReplacedBy {
			item.ReplacedBy[i] = cmp.Or(now[id], id)
		}
		for i := range item.Links {
			item.Links[i].To = cmp.Or(now[item.Links[i].To], item.Links[i].To)
		}
		return true
	})
}

// mostTold is how many items that were taken out are told one by one.
const mostTold = 20

func (k *keeper) findings(later *frameworks.Framework) []finding.Finding {
	out := []finding.Finding{{
		Severity: finding.Note, Kind: "identity-kept", File: later.File,
		Message: fmt.Sprintf("%d items are known from %s %s and keep their identity", len(k.with), k.earlier.ID, k.earlier.Version),
	}}
	if n := len(k.fresh); n > 0 {
		out = append(out, finding.Finding{
			Severity: finding.Note, Kind: "items-added", File: later.File, Line: k.fresh[0].Line,
			Message: fmt.Sprintf("%d items are new; the first is %s", n, finding.Quote(nameOf(k.fresh[0]))),
		})
	}
	still := map[*frameworks.Item]bool{}
	for _, item := range k.with {
		still[item] = true
	}
	told := 0
	k.earlier.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if still[item] {
			return true
		}
		if told++; told > mostTold {
			out[len(out)-1].Count = told - mostTold + 1
			return true
		}
		words := firstWords(cmp.Or(item.Title, item.Statement))
		if item.Code != "" {
			words = item.Code + " " + words
		}
		out = append(out, finding.Finding{
			Severity: finding.Warning, Kind: "item-taken-out", File: later.File, Found: words,
			Message: "this item of " + k.earlier.ID + " " + k.earlier.Version + " was taken out",
			Do:      "To retire it, keep its row and give it the day on which it ended as until.",
		})
		return true
	})
	return out
}
