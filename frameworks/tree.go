package frameworks

import (
	"strconv"
	"strings"
)

// InForce tells whether the item has not ended.
func (i *Item) InForce() bool { return i.Until == "" }

// Walk visits every item, ended ones too, each before those below it, in the
// file's order. Parents are the items above it, the domain first; the slice is
// only good until visit returns. Where visit gives false, the items below that
// one are left out.
func (f *Framework) Walk(visit func(item *Item, parents []*Item) bool) {
	walk(f.Items, nil, visit)
}

func walk(items []Item, parents []*Item, visit func(*Item, []*Item) bool) {
	for i := range items {
		if visit(&items[i], parents) && len(items[i].Items) > 0 {
			walk(items[i].Items, append(parents, &items[i]), visit)
		}
	}
}

// ByCode gives the item in force that has the code, written exactly so. An
// ended item is found by its UUID only, since its code may have been given away.
func (f *Framework) ByCode(code string) (*Item, bool) {
	return f.first(func(i *Item) bool { return i.InForce() && i.Code == code && code != "" })
}

// ByUUID gives the item of that UUID, in force or ended.
func (f *Framework) ByUUID(uuid string) (*Item, bool) {
	return f.first(func(i *Item) bool { return i.UUID == uuid && uuid != "" })
}

func (f *Framework) first(fits func(*Item) bool) (*Item, bool) {
	var found *Item
	f.Walk(func(item *Item, _ []*Item) bool {
		if found == nil && fits(item) {
			found = item
		}
		return found == nil
	})
	return found, found != nil
}

// Domains gives the top-level items in force, in the file's order.
func (f *Framework) Domains() []*Item {
	var out []*Item
	for i := range f.Items {
		if f.Items[i].InForce() {
			out = append(out, &f.Items[i])
		}
	}
	return out
}

// DomainOf gives the top-level item above the item in force that has the code,
// or that item itself where it is at the top; nil where no item has the code.
func (f *Framework) DomainOf(code string) *Item {
	item, ok := f.ByCode(code)
	if !ok {
		return nil
	}
	domain := item
	f.Walk(func(i *Item, parents []*Item) bool {
		if i == item && len(parents) > 0 {
			domain = parents[0]
		}
		return true
	})
	return domain
}

// Index gives every item by its UUID, in force or ended, for those who look up
// many. It is not kept up when items are added.
func (f *Framework) Index() map[string]*Item {
	out := map[string]*Item{}
	f.Walk(func(item *Item, _ []*Item) bool {
		if _, twice := out[item.UUID]; !twice && item.UUID != "" {
			out[item.UUID] = item
		}
		return true
	})
	return out
}

// KindCount is how many items in force are of one kind.
type KindCount struct {
	Kind  Kind
	Count int
}

// Count counts the items in force by kind, in the order of Kinds; a kind of
// which there are none is listed with 0.
func (f *Framework) Count() []KindCount {
	out := make([]KindCount, len(f.Kinds))
	at := make(map[string]int, len(f.Kinds))
	for i, k := range f.Kinds {
		out[i].Kind = k
		at[k.ID] = i
	}
	f.Walk(func(item *Item, _ []*Item) bool {
		if i, ok := at[item.Kind]; ok && item.InForce() {
			out[i].Count++
		}
		return true
	})
	return out
}

// NextCode gives the code of a new item of that kind under parent, with the
// next number: as the codes of that kind there are formed (K26 after K25), and
// where there are none, the parent's code and the kind's letter, such as 7.B.1.
// A nil parent means the top. The numbers of ended items count as taken, so
// that no code comes to mean two things in turn.
func (f *Framework) NextCode(parent *Item, kind string) string {
	prefix := ""
	if parent != nil && parent.Code != "" {
		prefix = parent.Code + "."
	}
	for _, k := range f.Kinds {
		if k.ID == kind && k.Letter != "" {
			prefix += k.Letter + "."
		}
	}
	siblings := f.Items
	if parent != nil {
		siblings = parent.Items
	}
	for _, s := range siblings {
		if stem := strings.TrimRight(s.Code, "0123456789"); s.Kind == kind && stem != s.Code {
			prefix = stem
		}
	}
	last := 0
	f.Walk(func(item *Item, _ []*Item) bool {
		if rest, ok := strings.CutPrefix(item.Code, prefix); ok {
			// Nine digits at most, so that adding one cannot overflow.
			if n, err := strconv.Atoi(rest); err == nil && len(rest) <= 9 && n > last {
				last = n
			}
		}
		return true
	})
	return prefix + strconv.Itoa(last+1)
}
