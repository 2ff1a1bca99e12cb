package frameworks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// Statuses lists the values of Framework.Status, from first draft to withdrawn.
var Statuses = []string{"draft", "pending", "implemented", "retired"}

// Wordings lists the values of Framework.Wording.
var Wordings = []string{"official", "paraphrase"}

// Associations lists the association types of CASE 1.1 (1EdTech, 2025) that a
// Relation may be exchanged as. Standing below an item and being replaced by
// one are not among them, since the tree and replaced_by tell those.
var Associations = []string{
	"isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "exemplar", "hasSkillLevel", "isTranslationOf",
}

var (
	idForm      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)
	letterForm  = regexp.MustCompile(`^[A-Z]$`)
)

type checker struct {
	f        *Framework
	findings []finding.Finding
}

// report adds a finding at the value of key in the mapping at p.
func (c *checker) report(p yamlfile.Pos, key string, f finding.Finding) {
	f.File = c.f.File
	f.Line, f.Column = p.At(key)
	if f.Severity == "" {
		f.Severity = finding.Error
	}
	c.findings = append(c.findings, f)
}

func (c *checker) missing(p yamlfile.Pos, key, do string) {
	c.report(p, key, finding.Finding{
		Kind: "missing-key", Expected: "a value for " + key, Message: key + " is not given", Do: do,
	})
}

func (c *checker) badUUID(p yamlfile.Pos, found, do string) {
	c.report(p, "uuid", finding.Finding{
		Kind: "bad-uuid", Found: found, Expected: "36 lower-case characters, such as 6ba7b811-9dad-11d1-80b4-00c04fd430c8",
		Message: "this is not a UUID", Do: do,
	})
}

// oneOf reports a value that is not among those allowed.
func (c *checker) oneOf(p yamlfile.Pos, key, value string, allowed []string) {
	if slices.Contains(allowed, value) {
		return
	}
	f := finding.Finding{
		Kind: "unknown-" + key, Found: value, Message: "there is no such " + key, Do: finding.DidYouMean(value, allowed),
	}
	if len(allowed) == 0 {
		f.Do = fmt.Sprintf("This framework lists no %ss: add it to %ss, or take it out here.", key, key)
	}
	c.report(p, key, f)
}

func (c *checker) check() {
	c.head()
	c.lists()
	c.items()
	c.codes()
}

func (c *checker) head() {
	f := c.f
	if f.ID == "" {
		c.missing(f.Pos, "id", "Give a short name in lower case, such as digital-competencies.")
	} else if !idForm.MatchString(f.ID) {
		c.report(f.Pos, "id", finding.Finding{
			Kind: "bad-id", Found: f.ID, Expected: "lower-case letters and digits, with single hyphens between them",
			Message: "this id cannot be used", Do: "The id names a folder and is part of every UUID.",
		})
	}
	if f.UUID != "" && !WellFormedUUID(f.UUID) {
		c.badUUID(f.Pos, f.UUID, "Take it out to have it made from the id, or correct it.")
	}
	if f.Title == "" {
		c.missing(f.Pos, "title", "")
	}
	if f.Version == "" {
		c.missing(f.Pos, "version", "Begin with 1.0.0.")
	} else if !versionForm.MatchString(f.Version) {
		c.report(f.Pos, "version", finding.Finding{
			Kind: "bad-version", Found: f.Version, Expected: "three whole numbers with full stops between them, such as 1.0.0",
			Message: "this version cannot be read",
		})
	}
	if f.Status != "" {
		c.oneOf(f.Pos, "status", f.Status, Statuses)
	}
	if f.Wording != "" {
		c.oneOf(f.Pos, "wording", f.Wording, Wordings)
	}
	c.day(f.Pos, "changed", f.Changed)
	if len(f.Items) == 0 {
		c.missing(f.Pos, "items", "A framework needs one item at least.")
	}
}

// lists checks the references, the kinds, the levels and the relations.
func (c *checker) lists() {
	kinds, letters, levels, relations := seen{c: c}, seen{c: c}, seen{c: c}, seen{c: c}
	for _, r := range c.f.References {
		if r.Scheme == "" {
			c.missing(r.Pos, "scheme", "Name the register or classification that the code belongs to.")
		}
		if r.Code == "" {
			c.missing(r.Pos, "code", "")
		}
	}
	for _, r := range c.f.Relations {
		if r.ID == "" {
			c.missing(r.Pos, "id", "Each relation needs an id, such as leads-on-to.")
		} else if !idForm.MatchString(r.ID) {
			c.report(r.Pos, "id", finding.Finding{
				Kind: "bad-id", Found: r.ID, Expected: "lower-case letters and digits, with single hyphens between them",
				Message: "this id cannot be used",
			})
		}
		relations.once(r.Pos, "id", r.ID, "relation")
		if r.CASE != "" && !slices.Contains(Associations, r.CASE) {
			c.oneOf(r.Pos, "case", r.CASE, Associations)
		}
	}
	for _, k := range c.f.Kinds {
		if k.ID == "" {
			c.missing(k.Pos, "id", "Each kind needs an id, such as knowledge.")
		}
		kinds.once(k.Pos, "id", k.ID, "kind")
		if k.Letter != "" && !letterForm.MatchString(k.Letter) {
			c.report(k.Pos, "letter", finding.Finding{
				Kind: "bad-letter", Found: k.Letter, Expected: "one capital letter from A to Z", Message: "this cannot stand in codes for a kind",
			})
		}
		letters.once(k.Pos, "letter", k.Letter, "letter of a kind")
	}
	for _, l := range c.f.Levels {
		if l.ID == "" {
			c.missing(l.Pos, "id", "Each level needs an id, such as core.")
		}
		levels.once(l.Pos, "id", l.ID, "level")
	}
}

// seen finds values that may stand only once.
type seen struct {
	c    *checker
	line map[string]int
}

func (s *seen) once(p yamlfile.Pos, key, value, what string) {
	if value == "" {
		return
	}
	line, _ := p.At(key)
	if s.line == nil {
		s.line = map[string]int{}
	}
	if first, ok := s.line[value]; ok {
		s.c.report(p, key, finding.Finding{
			Kind: strings.ReplaceAll(what, " ", "-") + "-twice", Found: value, Expected: "each " + what + " once",
			Message: fmt.Sprintf("this %s is given on line %d already", what, first), Do: "Change one of the two.",
		})
		return
	}
	s.line[value] = line
}

func (c *checker) items() {
	var kinds, levels, uuids []string
	for _, k := range c.f.Kinds {
		kinds = append(kinds, k.ID)
	}
	for _, l := range c.f.Levels {
		levels = append(levels, l.ID)
	}
	var relations []string
	for _, r := range c.f.Relations {
		relations = append(relations, r.ID)
	}
	known := map[string]bool{}
	c.f.Walk(func(item *Item, _ []*Item) bool {
		if item.UUID != "" {
			uuids = append(uuids, item.UUID)
			known[item.UUID] = true
		}
		return true
	})
	keys, ids, codes := seen{c: c}, seen{c: c}, seen{c: c}
	c.f.Walk(func(item *Item, _ []*Item) bool {
		p := item.Pos
		c.oneOf(p, "kind", item.Kind, kinds)
		if item.Level != "" {
			c.oneOf(p, "level", item.Level, levels)
		}
		if item.Key == "" && item.UUID == "" {
			c.missing(p, "key", "Give the item a key that it keeps for good, such as governance/consent-online, or a uuid.")
		}
		if item.UUID != "" && !WellFormedUUID(item.UUID) {
			c.badUUID(p, item.UUID, "Take it out to have it made from the key, or correct it.")
		}
		keys.once(p, "key", item.Key, "key")
		ids.once(p, "uuid", item.UUID, "uuid")
		if item.InForce() {
			codes.once(p, "code", item.Code, "code")
		}
		if strings.TrimSpace(item.Title) == "" && strings.TrimSpace(item.Statement) == "" {
			c.missing(p, "statement", "An item needs a statement, a title, or both.")
		}
		if item.Wording != "" {
			c.oneOf(p, "wording", item.Wording, Wordings)
		}
		c.days(item)
		for _, l := range item.Links {
			c.oneOf(l.Pos, "relation", l.Relation, relations)
			switch {
			case l.Outside():
			case l.To == item.UUID:
				c.report(l.Pos, "to", finding.Finding{
					Kind: "unknown-item", Found: l.To, Expected: "another item, or an address such as https://…",
					Message: "this link leads to the item that it begins at", Do: "Name the item that is meant, or take the link out.",
				})
			case !known[l.To]:
				c.report(l.Pos, "to", finding.Finding{
					Kind: "unknown-item", Found: l.To, Expected: "the uuid or the key of another item of this framework, or an address such as https://…",
					Message: "this link leads to no item", Do: didYouMean(l.To, uuids),
				})
			}
		}
		for _, id := range item.ReplacedBy {
			switch {
			case id == item.UUID:
				c.report(p, "replaced_by", finding.Finding{
					Kind: "unknown-item", Found: id, Expected: "the uuid or the key of another item of this framework",
					Message: "this item is said to be replaced by itself", Do: "Name the item that took its place, or take this out.",
				})
			case !known[id]:
				c.report(p, "replaced_by", finding.Finding{
					Kind: "unknown-item", Found: id, Expected: "the uuid or the key of another item of this framework",
					Message: "there is no such item to take this one's place", Do: didYouMean(id, uuids),
				})
			}
		}
		return true
	})
}

// didYouMean names the nearest candidate but never lists them all: a person
// does not choose a UUID from a list.
func didYouMean(s string, candidates []string) string {
	if near := finding.Nearest(s, candidates); near != "" {
		return fmt.Sprintf("Did you mean %q?", near)
	}
	return ""
}

func (c *checker) days(item *Item) {
	c.day(item.Pos, "changed", item.Changed)
	from, fromOK := c.day(item.Pos, "from", item.From)
	until, untilOK := c.day(item.Pos, "until", item.Until)
	if fromOK && untilOK && until.Before(from) {
		c.report(item.Pos, "until", finding.Finding{
			Kind: "days-reversed", Found: item.Until, Expected: item.From + " or later",
			Message: "this item ends before it comes into force",
		})
	}
	if len(item.ReplacedBy) > 0 && item.InForce() {
		c.report(item.Pos, "replaced_by", finding.Finding{
			Severity: finding.Warning, Kind: "replaced-in-force", Message: "this item has been replaced but has not ended",
			Do: "Give the day on which it ended as until.",
		})
	}
}

func (c *checker) day(p yamlfile.Pos, key, value string) (time.Time, bool) {
	if value == "" {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		c.report(p, key, finding.Finding{
			Kind: "not-a-day", Found: value, Expected: "a day as year-month-day, such as 2020-01-31", Message: "this is not a day",
		})
	}
	return day, err == nil
}

// codes warns where codes do not follow from the tree.
func (c *checker) codes() {
	c.siblings(c.f.Items)
	c.f.Walk(func(item *Item, parents []*Item) bool {
		c.siblings(item.Items)
		if len(parents) == 0 || !item.InForce() {
			return true
		}
		parent := parents[len(parents)-1]
		if !parent.InForce() {
			c.report(item.Pos, "until", finding.Finding{
				Severity: finding.Warning, Kind: "under-ended", Found: item.Code,
				Message: "this item is in force but stands below one that has ended", Do: "End it too, or move it.",
			})
		}
		if parent.Code != "" && item.Code != "" && !codeBelow(item.Code, parent.Code) {
			c.report(item.Pos, "code", finding.Finding{
				Severity: finding.Warning, Kind: "code-elsewhere", Found: item.Code, Expected: "a code that begins with " + parent.Code,
				Message: "this code does not belong under the item above it",
			})
		}
		return true
	})
}

// siblings warns where numbers run backwards from one code to a later one that
// differs from it in numbers alone. Codes of two schemes, such as SE1 and DS1,
// may stand in any order.
func (c *checker) siblings(items []Item) {
	last := map[string]string{}
	for i := range items {
		code := items[i].Code
		if code == "" || !items[i].InForce() {
			continue
		}
		stem := codeStem(code)
		before := last[stem]
		if before != "" && CompareCodes(code, before) < 0 {
			c.report(items[i].Pos, "code", finding.Finding{
				Severity: finding.Warning, Kind: "code-order", Found: code, Expected: "a code after " + before,
				Message: "these codes are not in ascending order",
			})
		}
		last[stem] = code
	}
}
