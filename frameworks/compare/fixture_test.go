package compare

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// bundled gives a fresh copy of the digital competencies.
func bundled(t testing.TB) *frameworks.Framework {
	t.Helper()
	f, findings, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil || len(finding.Errors(findings)) > 0 {
		t.Fatal(err, findings)
	}
	return f
}

// strangers gives every item another key and another UUID, as when two people
// typed in the same document. Links and replaced_by follow where both items are
// in the framework.
func strangers(f *frameworks.Framework) {
	n := 0
	is := map[string]string{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		n++
		item.Key = fmt.Sprintf("x%d", n)
		is[item.UUID] = frameworks.UUID("another-maker", item.Key)
		item.UUID = is[item.UUID]
		return true
	})
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		for k, id := range item.ReplacedBy {
			if is[id] != "" {
				item.ReplacedBy[k] = is[id]
			}
		}
		for k := range item.Links {
			if id := is[item.Links[k].To]; id != "" {
				item.Links[k].To = id
			}
		}
		return true
	})
}

func item(t testing.TB, f *frameworks.Framework, code string) *frameworks.Item {
	t.Helper()
	i, ok := f.ByCode(code)
	if !ok {
		t.Fatalf("there is no item %s", code)
	}
	return i
}

// above gives the list that an item stands in and its place there.
func above(t testing.TB, f *frameworks.Framework, code string) (list *[]frameworks.Item, at int) {
	t.Helper()
	list = &f.Items
	f.Walk(func(i *frameworks.Item, parents []*frameworks.Item) bool {
		if i.Code == code && i.InForce() && len(parents) > 0 {
			list = &parents[len(parents)-1].Items
		}
		return true
	})
	for i := range *list {
		if (*list)[i].Code == code && (*list)[i].InForce() {
			return list, i
		}
	}
	t.Fatalf("there is no item %s", code)
	return nil, 0
}

func takeOut(t testing.TB, f *frameworks.Framework, code string) frameworks.Item {
	t.Helper()
	list, at := above(t, f, code)
	out := (*list)[at]
	*list = slices.Delete(slices.Clone(*list), at, at+1)
	return out
}

func putIn(t testing.TB, f *frameworks.Framework, under string, at int, i frameworks.Item) {
	t.Helper()
	d := item(t, f, under)
	d.Items = slices.Insert(slices.Clone(d.Items), at, i)
}

// newItem is an item that the digital competencies do not have.
func newItem(code, kind, statement string) frameworks.Item {
	return frameworks.Item{Key: "new/" + code, UUID: frameworks.UUID("digital-competencies", "new/"+code), Code: code, Kind: kind, Statement: statement}
}

// renumber gives the items of a kind below a domain the codes 1, 2, 3 … again.
func renumber(t testing.TB, f *frameworks.Framework, domain string) {
	t.Helper()
	n := map[string]int{}
	d := item(t, f, domain)
	for i := range d.Items {
		one := &d.Items[i]
		if stem := strings.TrimRight(one.Code, "0123456789"); one.InForce() {
			n[stem]++
			one.Code = fmt.Sprintf("%s%d", stem, n[stem])
		}
	}
}

// told gives the changes as short lines: operation, rewording, codes before and
// after.
func told(c Comparison) []string {
	codes := func(items []Item) string {
		var out []string
		for _, i := range items {
			out = append(out, i.Code)
		}
		return strings.Join(out, "+")
	}
	out := []string{}
	for _, h := range c.Head {
		out = append(out, strings.TrimSpace("head "+string(h.Operation)+" "+h.Field+" "+h.Name))
	}
	for _, c := range c.Changes {
		text := string(c.Operation)
		if c.Rewording != "" {
			text += " " + string(c.Rewording)
		}
		if c.Operation == Level || c.Operation == Kind {
			text += " " + orNone(c.Old) + ">" + orNone(c.New)
		}
		if c.Operation == Notes {
			text += " " + c.Field
		}
		out = append(out, text+" "+codes(c.Before)+" > "+codes(c.After))
	}
	return out
}
