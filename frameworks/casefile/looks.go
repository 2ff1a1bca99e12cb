package casefile

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
)

// notJSON tells at once of a file that is text but cannot be JSON, and what it
// looks like; nil where it may be.
func notJSON(s *source) *finding.Finding {
	begin := strings.TrimLeft(s.text, " \t\n")
	f := finding.Finding{Severity: finding.Error, Kind: "not-json", Expected: "a CASE package as JSON, which begins with {"}
	low := strings.ToLower(begin[:min(len(begin), 200)])
	switch {
	case begin == "":
		f.Kind, f.Message = "empty-file", "this file is empty"
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"):
		f.Message, f.Found = "this is a web page, not JSON", firstLine(begin)
		f.Do = "The address may ask for a sign-in, or need /ims/case/v1p1/CFPackages/ and the framework's UUID at its end."
	case strings.HasPrefix(begin, "<"):
		f.Message, f.Found = "this is XML or HTML, not JSON", firstLine(begin)
		f.Do = "Export the framework as CASE (JSON) from the system that keeps it."
	case begin[0] != '{' && begin[0] != '[':
		f.Message, f.Found = "this is not JSON", firstLine(begin)
		f.Do = "A spreadsheet's rows are read by the csv format; a framework file of this project needs no import."
	default:
		return nil
	}
	out := s.at(len(s.text)-len(begin), f)
	return &out
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	r := []rune(s[:min(len(s), 300)])
	return string(r[:min(len(r), 60)])
}

// find gives the package within a JSON value, whatever it is wrapped in.
func find(s *source, root *value) (*value, []finding.Finding) {
	v, wrapped := root, ""
	for range 4 {
		switch {
		case v.kind == array && packages(v) > 1:
			return nil, []finding.Finding{several(s, v)}
		case v.kind == array:
			if i := slices.IndexFunc(v.members, holdsPackage); i >= 0 {
				v, wrapped = v.members[i], "a list"
				continue
			}
		case v.kind != object || isPackage(v):
		default:
			if inner, key := unwrap(v); inner != nil {
				v, wrapped = inner, key
				continue
			}
		}
		break
	}
	if !isPackage(v) {
		return nil, []finding.Finding{looksLike(s, root)}
	}
	if wrapped == "" {
		return v, nil
	}
	return v, []finding.Finding{s.at(v.offset, finding.Finding{
		Severity: finding.Note, Kind: "wrapped", Cell: v.pointer(), Found: wrapped, Expected: "CFDocument at the top",
		Message: "the package stands within something else; it was taken out of it",
	})}
}

// isPackage tells a package, also by the names that OpenCASE's own API uses.
func isPackage(v *value) bool {
	d := first(v, "CFDocument", "document")
	return d != nil && d.kind == object && (first(d, "identifier", "sourcedId", "title", "uri") != nil)
}

func holdsPackage(v *value) bool { return isPackage(v) || isPackage(v.get("CFPackage")) }

func packages(list *value) int {
	n := 0
	for _, m := range list.members {
		if holdsPackage(m) {
			n++
		}
	}
	return n
}

func unwrap(v *value) (*value, string) {
	for _, key := range []string{"CFPackage", "CFPackages", "package", "packages", "data"} {
		if inner := v.get(key); inner != nil && (inner.kind == object || inner.kind == array) {
			return inner, key
		}
	}
	return nil, ""
}

func several(s *source, list *value) finding.Finding {
	var titles []string
	for _, m := range list.members {
		if inner := m.get("CFPackage"); inner != nil {
			m = inner
		}
		if t := first(m, "CFDocument", "document").get("title"); t != nil && len(titles) < 8 {
			titles = append(titles, finding.Quote(t.text))
		}
	}
	return s.at(list.offset, finding.Finding{
		Severity: finding.Error, Kind: "several-packages", Cell: list.pointer(), Found: strings.Join(titles, ", "), Expected: "one package",
		Message: fmt.Sprintf("this file holds %d packages", packages(list)), Do: "Save the one that you want in a file of its own.",
	})
}

// looksLike says what a JSON file is that holds no package.
func looksLike(s *source, root *value) finding.Finding {
	f := finding.Finding{Severity: finding.Error, Kind: "not-case", Expected: "a CASE package: an object with CFDocument, CFItems and CFAssociations"}
	v := root
	if v.kind == array && len(v.members) > 0 {
		v = v.members[0]
	}
	do := "Fetch the package: the address ends in /CFPackages/ and the framework's UUID."
	switch {
	case root.get("openapi") != nil || root.get("swagger") != nil:
		f.Message, do = "this is the description of an interface (OpenAPI), not a framework", "It tells programs how to ask for packages; a package is what they get."
	case root.get("$schema") != nil || root.get("$defs") != nil || root.get("properties") != nil && root.get("type") != nil:
		f.Message, do = "this is a JSON schema, not a framework", "It tells what a package must look like; a package is what it describes."
	case root.get("@context") != nil || root.get("@graph") != nil:
		f.Message, do = "this is JSON-LD, as CTDL-ASN and others write it, not CASE", "Most systems that write JSON-LD can export CASE too."
	case root.get("imsx_codeMajor") != nil:
		f.Message, do = "this is a server's message that something went wrong, not a framework", "It says: "+finding.Quote(said(root))
	case root.get("CFDocuments") != nil:
		f.Message = "this is a list of the documents that a server has, without their items"
	case first(v, "fullStatement") != nil:
		f.Message = "these are items without the document that they belong to"
	case root.get("CFItems") != nil || root.get("CFAssociations") != nil:
		f.Message = "CFDocument is missing, or says neither what it is called nor how it is identified"
	case v.get("creator") != nil && v.get("title") != nil && v.get("identifier") != nil:
		f.Message = "this is a document without its items"
	case root.kind == array:
		f.Message, do = fmt.Sprintf("this is a list of %d values, none of them a CASE package", len(root.members)), ""
	case isDirect(root):
		f.Message, do = "this is JSON but no CASE package", "It looks like a file for the format direct: domains, in each competencies, in each skills, in each texts."
	default:
		f.Message, do = "this is JSON but no CASE package", ""
	}
	f.Do, f.Found = do, shape(root)
	return s.at(root.offset, f)
}

// isDirect tells three levels of objects, one within another, with texts in the
// lowest, as the DIRECT framework has them.
func isDirect(root *value) bool {
	level := []*value{root}
	for range 3 {
		var below []*value
		for _, v := range level {
			if v.kind != object || len(v.members) == 0 {
				return false
			}
			below = append(below, v.members...)
		}
		level = below
	}
	for _, v := range level {
		if v.kind != object || len(v.members) == 0 || slices.ContainsFunc(v.members, func(m *value) bool { return m.kind != text }) {
			return false
		}
	}
	return true
}

func said(v *value) string {
	if d := v.get("imsx_description"); d != nil {
		return d.text
	}
	return v.get("imsx_codeMajor").text
}

// shape names the keys that a value begins with.
func shape(v *value) string {
	if v.kind != object {
		return v.kind.String()
	}
	if len(v.members) == 0 {
		return "an object with nothing in it"
	}
	var keys []string
	for i, m := range v.members {
		if i == 5 {
			keys = append(keys, "…")
			break
		}
		keys = append(keys, m.key)
	}
	return "an object with " + strings.Join(keys, ", ")
}

// first gives the first of the keys that an object has with something in it.
func first(v *value, keys ...string) *value {
	for _, key := range keys {
		if m := v.get(key); m != nil && m.kind != null {
			return m
		}
	}
	return nil
}
