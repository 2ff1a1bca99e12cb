package publish

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// wordsInARow is how many words of an uncleared comment, one after another, are
// taken for a quote of it. Fewer are often chance: on the bundled consultation
// people share five words with one another many times, and eight hardly ever.
const wordsInARow = 8

// Watch looks through a site's files for what may not go out: eight words in a row
// of a comment that was not cleared, a whole uncleared comment of four words or
// more, the id of a person or of a comment. Words that
// stand in public, in the framework or the questionnaire, are nobody's: public are
// these texts. Each finding is an error, and names the file and the comment; the
// words themselves are not in it. The work grows with the size of the files and of
// the comments together.
func Watch(files []File, units []theme.Unit, cleared map[string]bool, public []string) []finding.Finding {
	w := newWatcher(units, cleared, public)
	var out []finding.Finding
	for _, f := range files {
		out = append(out, w.look(f)...)
	}
	return out
}

type watcher struct {
	seed  maphash.Seed
	rows  map[uint64]string // the unit whose words these are
	short map[uint64]string // units of fewer words, whole
	sizes []int             // how long those are
	ids   map[string]string // as written, by lower case
}

func newWatcher(units []theme.Unit, cleared map[string]bool, public []string) *watcher {
	w := &watcher{seed: maphash.MakeSeed(), rows: map[uint64]string{}, short: map[uint64]string{}, ids: map[string]string{}}
	free := map[uint64]bool{}
	open := append([]string{}, public...)
	for _, u := range units {
		if cleared[u.ID] {
			open = append(open, u.Text)
		}
	}
	plain := map[string]bool{}
	sizes := map[int]bool{}
	for _, u := range units {
		if n := len(words(u.Text)); !cleared[u.ID] && n >= 4 && n < wordsInARow {
			sizes[n] = true
		}
	}
	for n := 4; n < wordsInARow; n++ {
		if sizes[n] {
			w.sizes = append(w.sizes, n)
		}
	}
	for _, text := range open {
		list := words(text)
		for _, word := range ids(text) {
			plain[word] = true
		}
		w.each(list, wordsInARow, func(h uint64) bool { free[h] = true; return true })
		for _, n := range w.sizes {
			w.each(list, n, func(h uint64) bool { free[h] = true; return true })
		}
	}
	for _, u := range units {
		for _, id := range []string{u.ID, u.Person} {
			// An id such as 17 stands everywhere; one that is also an item's code or a word
			// in public tells nothing.
			if key := strings.ToLower(id); strings.ContainsFunc(id, unicode.IsLetter) && strings.ContainsFunc(id, unicode.IsDigit) && len(id) > 2 && !plain[key] {
				w.ids[key] = id
			}
		}
		if cleared[u.ID] {
			continue
		}
		list := words(u.Text)
		if n := len(list); n >= 4 && n < wordsInARow {
			w.each(list, n, func(h uint64) bool {
				if !free[h] {
					w.short[h] = u.ID
				}
				return true
			})
		}
		w.each(list, wordsInARow, func(h uint64) bool {
			if _, taken := w.rows[h]; !free[h] && !taken {
				w.rows[h] = u.ID
			}
			return true
		})
	}
	return w
}

// each gives the hash of every n words in a row.
func (w *watcher) each(list []string, n int, do func(uint64) bool) {
	var h maphash.Hash
	h.SetSeed(w.seed)
	for i := 0; i+n <= len(list); i++ {
		h.Reset()
		for _, word := range list[i : i+n] {
			h.WriteString(word)
			h.WriteByte(' ')
		}
		if !do(h.Sum64()) {
			return
		}
	}
}

var tag = regexp.MustCompile(`<[^<>]*>`)

// look reads one file as its readers do: markup aside, words alone. Pages are read
// with their markup too, where words can hide in attributes.
func (w *watcher) look(f File) []finding.Finding {
	refuse := func(kind, message, unit, do string) finding.Finding {
		return finding.Finding{Severity: finding.Error, Kind: kind, File: f.Path, Cell: unit, Message: message, Do: do}
	}
	var out []finding.Finding
	texts := []string{string(f.Data)}
	if bytes.Contains(f.Data, []byte("<")) {
		texts = append(texts, html.UnescapeString(tag.ReplaceAllString(texts[0], " ")), html.UnescapeString(texts[0]))
	}
	said := map[string]bool{}
	for _, text := range texts {
		list := words(text)
		quoted := func(in map[uint64]string) func(uint64) bool {
			return func(h uint64) bool {
				if unit, ok := in[h]; ok && !said[unit] {
					said[unit] = true
					out = append(out, refuse("uncleared-words", "words of a comment that is not cleared for publication stand here", unit, "Clear the comment in "+ClearedName+", or take its words out of the reasons, the docket or the notes that they came from."))
				}
				return len(said) < 20
			}
		}
		w.each(list, wordsInARow, quoted(w.rows))
		for _, n := range w.sizes {
			w.each(list, n, quoted(w.short))
		}
		for _, id := range ids(text) {
			if written, ok := w.ids[id]; ok && !said[id] && len(said) < 40 {
				said[id] = true
				out = append(out, refuse("person-id", fmt.Sprintf("the id %s stands here, by which the group knows a person or a comment", written), "", "Take it out of the reasons, the docket or the notes that it came from."))
			}
		}
	}
	return out
}

// words gives the words of a text in lower case: letters and digits in a row.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// ids gives everything in a text that could be an id: letters, digits, - _ and /.
func ids(s string) []string {
	list := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '/'
	})
	var out []string
	for _, word := range list {
		out = append(out, word)
		if strings.Contains(word, "/") {
			out = append(out, strings.Split(word, "/")...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
