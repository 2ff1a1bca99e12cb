package intake

import (
	"cmp"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// references turns what the columns replaced_by and links call other rows, which
// may be their codes, into their keys or UUIDs. A row in force has a code before
// one that has ended.
func (t *table) references() {
	byName, byCode := map[string]*frameworks.Item{}, map[string]*frameworks.Item{}
	t.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		for _, name := range []string{item.UUID, item.Key} {
			if name != "" {
				byName[name] = item
			}
		}
		if old := byCode[item.Code]; item.Code != "" && (old == nil || item.InForce() && !old.InForce()) {
			byCode[item.Code] = item
		}
		return true
	})
	find := func(name string) *frameworks.Item {
		return cmp.Or(byName[name], byName[strings.ToLower(name)], byCode[name])
	}
	t.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		var to []string
		for _, line := range item.ReplacedBy {
			names := []string{line}
			if find(line) == nil {
				names = strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(";,|", r) })
			}
			for _, name := range names {
				name = strings.TrimSpace(name)
				if name == "" {
					continue
				}
				other := find(name)
				if other == nil || other == item {
					t.add(finding.Finding{
						Severity: finding.Error, Kind: "unknown-item", Line: item.Line, Cell: t.cellName("replacedby"), Found: name,
						Expected: "the code, key or UUID of another row; between several a semicolon, comma, bar or line break",
						Message:  "there is no such item to take this one's place",
					})
					continue
				}
				to = append(to, cmp.Or(other.Key, other.UUID))
			}
		}
		item.ReplacedBy = to
		for i := range item.Links {
			l := &item.Links[i]
			if other := find(l.To); other != nil && !l.Outside() {
				l.To = cmp.Or(other.Key, other.UUID)
			}
		}
		return true
	})
}
