package amend

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
)

// placer finds the items that requests mean.
type placer struct {
	framework *frameworks.Framework
}

// target describes an item as a Target.
func (p placer) target(item *frameworks.Item) Target {
	t := Target{Code: item.Code, UUID: item.UUID, Words: item.Statement}
	if t.Words == "" {
		t.Words = item.Title
	}
	if d := p.framework.DomainOf(item.Code); d != nil {
		t.Domain = d.Code
	}
	return t
}

func (p placer) byCode(code string) (Target, bool) {
	item, ok := p.framework.ByCode(code)
	if !ok {
		return Target{}, false
	}
	return p.target(item), true
}

// byWords finds the one item whose statement or title holds the words, first
// among those of a domain, then in the whole framework. Two that hold them
// alike are none.
func (p placer) byWords(words, domain string) (Target, bool) {
	want := " " + plain(words) + " "
	if len(strings.Fields(want)) < 2 && len(strings.TrimSpace(want)) < 6 {
		return Target{}, false
	}
	find := func(within string) (found Target, n int) {
		p.framework.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
			if !item.InForce() {
				return true
			}
			t := p.target(item)
			if within != "" && t.Domain != within {
				return true
			}
			if strings.Contains(" "+plain(item.Statement)+" ", want) || (item.Title != "" && plain(item.Title) == strings.TrimSpace(want)) {
				n++
				found = t
			}
			return true
		})
		return found, n
	}
	if domain != "" {
		if t, n := find(domain); n == 1 {
			return t, true
		} else if n > 1 {
			return Target{}, false
		}
	}
	t, n := find("")
	return t, n == 1
}

// plain brings words to the form in which they are compared: lower case,
// letters and digits, one space between.
func plain(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		} else if r != '\'' && r != '’' {
			space = true
		}
	}
	return b.String()
}

// replaceWords puts new in the place of old in a statement, whatever its case;
// ok is false where old does not stand there as whole words.
func replaceWords(statement, old, new string) (string, bool) {
	low, want := strings.ToLower(statement), strings.ToLower(old)
	if want == "" || len(low) != len(statement) {
		return "", false
	}
	for from := 0; ; {
		i := strings.Index(low[from:], want)
		if i < 0 {
			return "", false
		}
		at := from + i
		end := at + len(want)
		before, _ := utf8.DecodeLastRuneInString(low[:at])
		after, _ := utf8.DecodeRuneInString(low[end:])
		if (at == 0 || !letter(before)) && (end == len(low) || !letter(after)) {
			out := statement[:at] + new + statement[end:]
			if new == "" {
				out = strings.Join(strings.Fields(out), " ")
				for _, mark := range []string{",", "."} {
					out = strings.ReplaceAll(out, " "+mark, mark)
				}
				out = strings.ReplaceAll(out, ",,", ",")
			}
			return out, true
		}
		from = at + 1
	}
}
