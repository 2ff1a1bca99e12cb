package disposition

import (
	"fmt"
	"regexp"
	"strings"

	"concord/pipeline/onpage"
)

// Proposal is one amendment as it is put to people who discuss it on GitHub, or
// wherever Markdown is read.
type Proposal struct {
	ID, Title string
	// Framework names the framework and its version; Operation, Where and Meaning
	// say what is changed, where, and whether it is editorial or substantial.
	Framework, Operation, Where, Meaning string
	// Before and After are the words as they stand and as proposed; Wording says
	// whose the words are, such as "the commenters' own".
	Before, After, Wording string
	Why                    string
	For, Against           Count
	// Counts are further counts with their bases, such as those of subgroups.
	Counts []Labelled
	// Quotes is the evidence; those not cleared are counted, not shown.
	Quotes []Quote
	// Conflicts says each in a sentence with the id of the other amendment.
	Conflicts   []string
	Disposition Disposition
	Rationale   string
	Votes       string
}

// Labelled is a count of somebody in particular.
type Labelled struct {
	Label string
	Count Count
}

// GitHub makes links of these after Markdown is read, so that neither a
// backslash nor an entity keeps it from it: a name after @ calls that person, a
// number after # or GH- refers to another issue, and a long hexadecimal number to a
// commit. A space of no width between the parts does (github/markup issue 1168).
var (
	gitHubNumber = regexp.MustCompile(`(?i)\bGH-(\d)`)
	commit       = regexp.MustCompile(`\b[0-9a-f]{7,40}\b`)
	address      = strings.NewReplacer("&#64;", "&#64;&#8203;", `\#`, `\#&#8203;`, `\://`, `:&#8203;//`, `www\.`, `www&#8203;.`, `WWW\.`, `WWW&#8203;.`)
	otherScheme  = regexp.MustCompile(`(?i)\b(mailto|xmpp):`)
)

// safe writes people's words so that GitHub takes them for words.
func safe(s string) string {
	s = address.Replace(onpage.Markdown(s))
	s = gitHubNumber.ReplaceAllString(s, "GH-&#8203;$1")
	s = otherScheme.ReplaceAllString(s, "$1&#8203;:")
	return commit.ReplaceAllStringFunc(s, func(hex string) string {
		if !strings.ContainsAny(hex, "0123456789") {
			return hex // a word, such as effaced
		}
		return hex[:6] + "&#8203;" + hex[6:]
	})
}

// code writes an id so that it stands as it is and nothing in it becomes a link.
func code(s string) string {
	s = strings.ReplaceAll(onpage.Clean(s), "`", "'")
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// fence gives a line of backticks longer than any in these texts.
func fence(texts ...string) string {
	longest := 2
	for _, t := range texts {
		run := 0
		for _, r := range t {
			if r == '`' {
				run++
				longest = max(longest, run)
			} else {
				run = 0
			}
		}
	}
	return strings.Repeat("`", longest+1)
}

// Issue gives one amendment as a Markdown issue: its title, and its text with
// what changes, the evidence with ids, counts with bases, conflicts and what has
// to be decided. Words of comments call nobody, link to nothing and hold no HTML.
func Issue(p Proposal) (title, text string) {
	title = onpage.Clean(p.Title)
	if title == "" {
		title = onpage.Clean(strings.TrimSpace(p.Operation + " " + p.Where))
	}
	if id := onpage.Clean(p.ID); id != "" {
		title = id + ": " + title
	}
	// A title is plain text on GitHub, but names and numbers in it link too.
	title = onpage.Short(strings.NewReplacer("@", "@\u200b", "#", "#\u200b").Replace(title), 200)

	var b strings.Builder
	field := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&b, "- %s: %s\n", label, value)
		}
	}
	field("Amendment", code(p.ID))
	field("Framework", safe(p.Framework))
	field("Operation", safe(p.Operation))
	field("Place", code(p.Where))
	field("Meaning", safe(p.Meaning))
	field("Decision", safe(p.Disposition.Words()))
	b.WriteString("\n")

	before, after := onpage.Clean(p.Before), onpage.Clean(p.After)
	if before != "" || after != "" {
		paragraph(&b, "### What changes")
		f := fence(before, after)
		b.WriteString(f + "diff\n")
		if before != "" {
			b.WriteString("- " + before + "\n")
		}
		if after != "" {
			b.WriteString("+ " + after + "\n")
		}
		b.WriteString(f + "\n\n")
		if p.Wording != "" && after != "" {
			paragraph(&b, "The words proposed are "+safe(p.Wording)+".")
		}
	}
	if p.Why != "" {
		paragraph(&b, "### Why")
		paragraph(&b, safe(p.Why))
	}

	paragraph(&b, "### Who asked for it")
	counts := append([]Labelled{{"For", p.For}, {"Against", p.Against}}, p.Counts...)
	for _, c := range counts {
		if words := c.Count.Words(); words != "" {
			fmt.Fprintf(&b, "- %s: %s\n", safe(c.Label), safe(words))
		}
	}
	b.WriteString("\n")
	withheld := 0
	for _, q := range p.Quotes {
		if !q.Cleared || strings.TrimSpace(q.Text) == "" {
			withheld++
			continue
		}
		fmt.Fprintf(&b, "> “%s”", safe(q.Text))
		var by []string
		for _, s := range []string{safe(q.Role), code(q.Unit), safe(q.Who)} {
			if s != "" {
				by = append(by, s)
			}
		}
		if len(by) > 0 {
			fmt.Fprintf(&b, " (%s)", strings.Join(by, ", "))
		}
		b.WriteString("\n\n")
	}
	if withheld > 0 {
		paragraph(&b, fmt.Sprintf("%d of %d pieces of evidence are not shown, because their words may not be published.", withheld, len(p.Quotes)))
	}

	paragraph(&b, "### Conflicts")
	if len(p.Conflicts) == 0 {
		paragraph(&b, "None with another amendment.")
	} else {
		for _, c := range p.Conflicts {
			fmt.Fprintf(&b, "- %s\n", safe(c))
		}
		b.WriteString("\n")
	}

	if p.Disposition != Undecided {
		paragraph(&b, "### Decision")
		paragraph(&b, "**"+safe(p.Disposition.Words())+".**")
		paragraph(&b, safe(p.Rationale))
		paragraph(&b, safe(p.Votes))
	} else {
		paragraph(&b, "### To decide")
		todo := []string{"The evidence is read, the words against it too"}
		if len(p.Conflicts) > 0 {
			todo = append(todo, "Each conflict is settled, or the other amendment is decided otherwise")
		}
		if p.Operation == "reword" || p.Operation == "rename" {
			todo = append(todo, "Editorial (the meaning stays) or substantial (the item is replaced by a new one)")
		}
		if after == "" && p.Operation != "retire" && p.Operation != "move" && p.Operation != "level" {
			todo = append(todo, "The words are drafted")
		}
		todo = append(todo, "A disposition: accepted, accepted with modification, rejected, deferred, duplicate, noted, out of scope, clarification needed, or withdrawn",
			"The reason, for all but plain acceptance", "Recorded in the log of decisions")
		for _, line := range todo {
			fmt.Fprintf(&b, "- [ ] %s\n", line)
		}
	}
	return title, strings.TrimRight(b.String(), "\n") + "\n"
}
