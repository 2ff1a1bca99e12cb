package frameworks

import (
	"fmt"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// MaxDepth is how many items may stand one below another. Published frameworks
// have three to five; a file with more is damaged or made to do harm. (Package
// yamlfile reads 64 lists and mappings inside one another, which is two an item.)
const MaxDepth = 30

// Read gives the framework that the YAML text data of the named file holds, and
// everything that is wrong with it, in the file's order. UUIDs that the file
// leaves out are filled in (see UUID), and keys in replaced_by and in links are
// turned into UUIDs. The framework is never nil, but is fit for use only where none of the
// findings is of severity Error.
func Read(file string, data []byte) (*Framework, []finding.Finding) {
	f := &Framework{}
	findings := yamlfile.Decode(file, data, f)
	f.File = file
	f.emptyToNil()
	if len(findings) > 0 {
		// What was not read would be reported again as missing.
		return f, findings
	}
	if too := f.tooDeep(); too != nil {
		return f, []finding.Finding{*too}
	}
	f.fillUUIDs()
	c := checker{f: f}
	c.check()
	finding.Sort(c.findings)
	return f, c.findings
}

// emptyToNil makes "levels: []" and no levels at all the same value, so that
// what is written reads back as it was.
func (f *Framework) emptyToNil() {
	f.References, f.Kinds, f.Levels, f.Relations = orNil(f.References), orNil(f.Kinds), orNil(f.Levels), orNil(f.Relations)
	f.Items = orNil(f.Items)
	f.Walk(func(item *Item, _ []*Item) bool {
		item.ReplacedBy, item.Sources, item.Links = orNil(item.ReplacedBy), orNil(item.Sources), orNil(item.Links)
		item.Items = orNil(item.Items)
		return true
	})
}

// tooDeep reports the first item that stands below MaxDepth others.
func (f *Framework) tooDeep() *finding.Finding {
	var out *finding.Finding
	f.Walk(func(item *Item, parents []*Item) bool {
		if len(parents) >= MaxDepth && out == nil {
			out = &finding.Finding{
				Severity: finding.Error, Kind: "too-deep", File: f.File, Line: item.Line, Column: item.Column, Found: item.Code,
				Expected: fmt.Sprintf("at most %d items one below another", MaxDepth), Message: "this item stands too deep in the tree",
				Do: "Move it up, nearer to the domain that it belongs to.",
			}
		}
		return out == nil
	})
	return out
}

func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func (f *Framework) fillUUIDs() {
	byKey := map[string]string{}
	f.Walk(func(item *Item, _ []*Item) bool {
		if item.UUID == "" && item.Key != "" && f.ID != "" {
			item.UUID = UUID(f.ID, item.Key)
		}
		if item.Key != "" {
			byKey[item.Key] = item.UUID
		}
		return true
	})
	f.Walk(func(item *Item, _ []*Item) bool {
		for i, name := range item.ReplacedBy {
			if id := byKey[name]; id != "" {
				item.ReplacedBy[i] = id
			}
		}
		for i := range item.Links {
			if id := byKey[item.Links[i].To]; id != "" {
				item.Links[i].To = id
			}
		}
		return true
	})
}
