package casefile

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Conforms says where a CASE package is not of the form that version 1.1 asks for
// (1EdTech, 24 January 2025), so that a server that holds packages to the schema
// refuses it: a field that is missing, unknown, null or of the wrong form. Import
// reads most such packages all the same. Every finding is a warning, with its line
// and a JSON pointer; of one kind twenty are given one by one, and the last counts
// the others. An extension of the list of association types must have the right
// form from its first character to its last, on which the published schema does
// not insist. A file that is no package gives what stopped the reading.
//
// What no schema can see, such as links that lead nowhere, Lint finds.
func Conforms(file string, data []byte) []finding.Finding {
	s, root, findings := parse(file, data)
	if root == nil {
		return findings
	}
	pack, more := find(s, root)
	if pack == nil {
		return append(findings, more...)
	}
	c := conformer{newReport(s)}
	c.check(root, "CFPackage")
	if pack != root {
		c.check(pack, "CFPackage")
	}
	return c.done()
}

// form is what a field's value must be: one of these, or the name of an entity,
// or "list of " and either.
const (
	aText    = "a text"
	aUUID    = "a UUID"
	aDay     = "a day"
	aTime    = "a time"
	aNumber  = "a number"
	aWhole   = "a whole number"
	anyThing = "an object"
	aVersion = "the version"
	aType    = "an association type"
	aTarget  = "a target type"
	listOf   = "list of "
)

// shapes gives for each entity of a package its fields, those that it must have
// with a star.
var shapes = map[string]map[string]string{
	"CFPackage": fieldsOf("CFDocument* CFDocument", "CFItems list of CFItem", "CFAssociations list of CFAssociation", "CFDefinitions CFDefinitions",
		"CFRubrics list of CFRubric", "extensions an object"),
	"CFDocument": identified("creator* a text", "title* a text", "frameworkType a text", "caseVersion the version", "officialSourceURL a text", "publisher a text",
		"description a text", "subject list of a text", "subjectURI list of link", "language a text", "version a text", "adoptionStatus a text",
		"statusStartDate a day", "statusEndDate a day", "licenseURI link", "notes a text"),
	"CFItem": identified("fullStatement* a text", "alternativeLabel a text", "CFItemType a text", "CFItemTypeURI link", "humanCodingScheme a text",
		"listEnumeration a text", "abbreviatedStatement a text", "conceptKeywords list of a text", "conceptKeywordsURI link", "notes a text", "subject list of a text",
		"subjectURI list of link", "language a text", "educationLevel list of a text", "licenseURI link", "statusStartDate a day", "statusEndDate a day"),
	"CFAssociation": identified("associationType* an association type", "originNodeURI* end of a link", "destinationNodeURI* end of a link",
		"sequenceNumber a whole number", "CFAssociationGroupingURI link", "notes a text"),
	"CFDefinitions": fieldsOf("CFConcepts list of CFConcept", "CFSubjects list of CFSubject", "CFLicenses list of CFLicense", "CFItemTypes list of CFItemType",
		"CFAssociationGroupings list of CFAssociationGrouping", "extensions an object"),
	"CFConcept":             identified("title* a text", "hierarchyCode* a text", "description a text", "keywords a text"),
	"CFSubject":             identified("title* a text", "hierarchyCode* a text", "description a text"),
	"CFLicense":             identified("title* a text", "licenseText* a text", "description a text"),
	"CFItemType":            identified("title* a text", "description* a text", "hierarchyCode* a text", "typeCode a text"),
	"CFAssociationGrouping": identified("title* a text", "description a text"),
	"CFRubric":              identified("title a text", "description a text", "CFRubricCriteria list of CFRubricCriterion"),
	"CFRubricCriterion": identified("category a text", "description a text", "CFItemURI link", "weight a number", "position a whole number", "rubricId a UUID",
		"CFRubricCriterionLevels list of CFRubricCriterionLevel"),
	"CFRubricCriterionLevel": identified("description a text", "quality a text", "score a number", "feedback a text", "position a whole number",
		"rubricCriterionId a UUID", "extensions list of an object"),
	"link":          fieldsOf("title* a text", "identifier* a UUID", "uri* a text"),
	"end of a link": fieldsOf("title* a text", "identifier* a text", "uri* a text", "targetType a target type"),
}

func fieldsOf(fields ...string) map[string]string {
	out := map[string]string{}
	for _, f := range fields {
		name, form, _ := strings.Cut(f, " ")
		out[name] = form
	}
	return out
}

// identified is the shape of what has an identity of its own.
func identified(fields ...string) map[string]string {
	return fieldsOf(append([]string{"identifier* a UUID", "uri* a text", "lastChangeDateTime* a time", "extensions an object"}, fields...)...)
}

type conformer struct{ *report }

const refused = "; a strict server refuses the package"

func (c *conformer) check(v *value, form string) {
	if rest, ok := strings.CutPrefix(form, listOf); ok {
		if c.is(v, array, "a list") {
			for _, m := range v.members {
				c.check(m, rest)
			}
		}
		return
	}
	fields, entity := shapes[form]
	if !entity {
		c.plain(v, form)
		return
	}
	if !c.is(v, object, "an object") {
		return
	}
	for _, m := range v.members {
		if f, ok := fields[m.key]; ok {
			c.check(m, f)
		} else if f, ok := fields[m.key+"*"]; ok {
			c.check(m, f)
		} else {
			c.warn(m, finding.Finding{
				Kind: "field-unknown", Found: m.key, Expected: "a field of " + form + " in CASE 1.1, or extensions", Message: "there is no such field here" + refused, Do: c.advice(form, m),
			})
		}
	}
	var missing []string
	for name := range fields {
		if key, must := strings.CutSuffix(name, "*"); must && v.get(key) == nil {
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	for _, key := range missing {
		c.warn(v, finding.Finding{Kind: "field-missing", Expected: key, Message: form + " must have " + key + refused})
	}
}

// advice says what to do about a field that is often where it must not be.
func (c *conformer) advice(form string, m *value) string {
	switch {
	case m.key == "CFDocumentURI" || m.key == "CFPackageURI":
		return "Take it out: it belongs to an answer that holds one entity alone, not to a package."
	case form == "CFPackage" && (m.key == "CFPackage" || m.key == "CFPackages"):
		return "Take the package out of it, so that CFDocument stands at the top."
	}
	return ""
}

// is tells whether a value is of the kind that it must be, and says where not.
func (c *conformer) is(v *value, want kind, expected string) bool {
	switch v.kind {
	case want:
		return true
	case null:
		c.warn(v, finding.Finding{Kind: "field-null", Found: "null", Expected: expected, Message: "a value is null" + refused, Do: "Leave the field out."})
	default:
		c.wrong(v, expected)
	}
	return false
}

func (c *conformer) wrong(v *value, expected string) {
	found := v.text
	if v.kind == object || v.kind == array {
		found = v.kind.String()
	}
	name := v.key
	if name == "" {
		name = "the value"
	}
	c.warn(v, finding.Finding{Kind: "field-form", Found: found, Expected: expected, Message: name + " has another form" + refused})
}

// plain checks a value that is no entity.
func (c *conformer) plain(v *value, form string) {
	switch form {
	case anyThing:
		c.is(v, object, "an object")
		return
	case aNumber:
		c.is(v, number, "a number")
		return
	case aWhole:
		n, err := strconv.ParseFloat(v.text, 64)
		if c.is(v, number, "a whole number, without quotation marks") && (err != nil || n != math.Trunc(n)) {
			c.wrong(v, "a whole number")
		}
		return
	}
	if !c.is(v, text, "a text") {
		return
	}
	one := textForms[form]
	if one.fits != nil && !one.fits(v.text) {
		c.wrong(v, one.expected)
	}
}

var timeForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$`)

// associationTypes are those of CASE 1.1 beside extensions.
var associationTypes = append([]string{"isChildOf", "replacedBy"}, frameworks.Associations...)

// textForms gives for the forms of a text which texts fit.
var textForms = map[string]struct {
	fits     func(string) bool
	expected string
}{
	aUUID: {func(s string) bool { return frameworks.WellFormedUUID(strings.ToLower(s)) }, "a UUID, such as 6ba7b811-9dad-11d1-80b4-00c04fd430c8"},
	aDay: {func(s string) bool {
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	}, "a day without a time, such as 2020-01-31"},
	aTime: {func(s string) bool {
		_, err := time.Parse(time.RFC3339, strings.ToUpper(s))
		return err == nil && timeForm.MatchString(s)
	}, "a day and a time with its distance from UTC, such as 2020-01-31T09:30:00Z"},
	aVersion: {func(s string) bool { return s == "1.1" }, "1.1"},
	aType: {func(s string) bool { return slices.Contains(associationTypes, s) || extForm.MatchString(s) },
		fmt.Sprintf("%s or ext: and a name", strings.Join(associationTypes, ", "))},
	aTarget: {func(s string) bool { return s == "CASE" || extForm.MatchString(s) }, "CASE or ext: and a name"},
}
