package intake

import (
	"regexp"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// registered is a code by which a register knows one thing alone: letters, then a
// number, such as OCC0568.
var registered = regexp.MustCompile(`^([A-Za-z]{2,8})[ -]?([0-9]{3,}[A-Za-z]?)$`)

// contradiction says why text cannot be a copy of base; nil where nothing does.
func contradiction(base, text *frameworks.Framework) *finding.Finding {
	f := finding.Finding{
		Severity: finding.Error, Kind: "other-framework", File: text.File, Found: text.Title, Expected: base.Title,
		Do: "Fill the framework that it is a copy of. If it is an edition of this one under another name all the same, make a copy of this one's file, write there what the text says, and fill that copy.",
	}
	known, said := registers(base), registers(text)
	agree := false
	for _, r := range text.References {
		m := registered.FindStringSubmatch(r.Code)
		if m == nil {
			continue
		}
		letters := strings.ToUpper(m[1])
		switch codes := known[letters]; {
		case slices.ContainsFunc(codes, func(c string) bool { return slices.Contains(said[letters], c) }):
			agree = true
		case len(codes) > 0:
			f.Found, f.Expected = said[letters][0], codes[0]
			f.Message = "this text is known to its register by another reference than the framework " + base.ID + ", so that it is no copy of it"
			return &f
		}
	}
	if agree || text.Title == "" || text.Title == (&source{file: text.File}).fileTitle() {
		return nil
	}
	ours, theirs := titleWords(base.Title), titleWords(text.Title)
	if len(ours) == 0 || len(theirs) == 0 || slices.ContainsFunc(theirs, func(w string) bool { return slices.Contains(ours, w) }) {
		return nil
	}
	f.Message = "the title of this text has no word in common with that of the framework " + base.ID + ", and no reference says that it is a copy of it"
	return &f
}

// registers gives a framework's registered codes by their letters.
func registers(f *frameworks.Framework) map[string][]string {
	out := map[string][]string{}
	for _, r := range f.References {
		if m := registered.FindStringSubmatch(r.Code); m != nil {
			letters := strings.ToUpper(m[1])
			out[letters] = append(out[letters], letters+strings.ToUpper(m[2]))
		}
	}
	return out
}

// titleWords gives the longer words of a title.
func titleWords(title string) []string {
	return slices.DeleteFunc(strings.Split(frameworks.Slug(title), "-"), func(w string) bool { return len(w) < 4 })
}
