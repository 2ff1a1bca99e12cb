package redline

import (
	"slices"
	"sort"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/worddiff"
	"concord/pipeline/wordfile"
)

// line is a paragraph of the redline.
type line struct {
	key   string
	style wordfile.Style
	// fate is that of the paragraph as a whole.
	fate  wordfile.Fate
	spans []span
	// old and new are the UUIDs of the item in the two versions, id as in
	// paragraph; "" for what is no item's, or where the version lacks the line.
	old, new, id string
	// said tells what was done, and notes why.
	said  []string
	notes []Note
}

// span is words of a line that share one fate. Code marks those of the code.
type span struct {
	text string
	fate wordfile.Fate
	code bool
}

// changed tells whether any word of the line came or went.
func (l *line) changed() bool {
	return l.fate != wordfile.Kept || slices.ContainsFunc(l.spans, func(s span) bool { return s.fate != wordfile.Kept })
}

// replaced gives for the UUID of an item in force of the earlier version that of
// the one item in force of the later one that it became, where that is another.
func replaced(old, new *frameworks.Framework, c compare.Comparison) map[string]string {
	was, is := old.Index(), new.Index()
	inForce := func(index map[string]*frameworks.Item, uuid string) bool {
		return index[uuid] != nil && index[uuid].InForce()
	}
	out, taken := map[string]string{}, map[string]bool{}
	for _, change := range c.Changes {
		if len(change.Before) != 1 || len(change.After) != 1 {
			continue
		}
		from, to := change.Before[0].UUID, change.After[0].UUID
		if from == to || taken[to] || out[from] != "" || !inForce(was, from) || !inForce(is, to) || inForce(is, from) || inForce(was, to) {
			continue
		}
		out[from], taken[to] = to, true
	}
	return out
}

// merge puts two texts together: as many paragraphs as can stay in place do,
// with their words told apart; the others are taken out where they stood and put
// in where they stand.
func merge(old, new []paragraph) []line {
	at := map[string]int{}
	for i := len(old) - 1; i >= 0; i-- {
		at[old[i].key] = i
	}
	var pairs []pair
	for j, p := range new {
		if i, ok := at[p.key]; ok {
			pairs = append(pairs, pair{i, j})
			delete(at, p.key)
		}
	}
	var out []line
	i, j := 0, 0
	upTo := func(oldEnd, newEnd int) {
		for ; i < oldEnd; i++ {
			out = append(out, whole(old[i], wordfile.Deleted))
		}
		for ; j < newEnd; j++ {
			out = append(out, whole(new[j], wordfile.Inserted))
		}
	}
	for _, p := range ascending(pairs) {
		upTo(p.old, p.new)
		out = append(out, both(old[i], new[j]))
		i, j = i+1, j+1
	}
	upTo(len(old), len(new))
	return out
}

// pair is the places of one paragraph in the two texts.
type pair struct{ old, new int }

// ascending gives a longest choice of the pairs, which ascend in new, that
// ascends in old too (Fredman 1975, On computing the length of longest increasing
// subsequences, in n log n steps).
func ascending(pairs []pair) []pair {
	var ends []int // for each length the pair with the smallest old that ends one
	before := make([]int, len(pairs))
	for n, p := range pairs {
		length := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]].old >= p.old })
		before[n] = -1
		if length > 0 {
			before[n] = ends[length-1]
		}
		if length == len(ends) {
			ends = append(ends, n)
		} else {
			ends[length] = n
		}
	}
	out := make([]pair, len(ends))
	if len(ends) > 0 {
		for k, n := len(ends)-1, ends[len(ends)-1]; k >= 0; k, n = k-1, before[n] {
			out[k] = pairs[n]
		}
	}
	return out
}

// whole is a paragraph that came or went.
func whole(p paragraph, fate wordfile.Fate) line {
	l := line{key: p.key, style: p.style, fate: fate, id: p.id}
	if fate == wordfile.Deleted {
		l.old = p.uuid
	} else {
		l.new = p.uuid
	}
	for k, piece := range p.pieces {
		l.put(piece.String(), fate, k == ofCode)
	}
	return l
}

// both is a paragraph that stands in both texts.
func both(old, new paragraph) line {
	l := line{key: new.key, style: new.style, old: old.uuid, new: new.uuid, id: new.id}
	for k := range pieces {
		o, n, code := old.pieces[k], new.pieces[k], k == ofCode
		switch {
		case o == n:
			l.put(n.String(), wordfile.Kept, code)
		case o.text == "" || n.text == "":
			l.put(o.String(), wordfile.Deleted, code)
			l.put(n.String(), wordfile.Inserted, code)
		default:
			l.either(o.lead, n.lead, code)
			if code || k == ofLevel {
				l.either(o.text, n.text, code)
			} else {
				l.words(o.text, n.text)
			}
			l.either(o.trail, n.trail, code)
		}
	}
	return l
}

// put adds words, together with those before them where they share their fate.
func (l *line) put(text string, fate wordfile.Fate, code bool) {
	if text == "" {
		return
	}
	if n := len(l.spans); n > 0 && l.spans[n-1].fate == fate && l.spans[n-1].code == code {
		l.spans[n-1].text += text
		return
	}
	l.spans = append(l.spans, span{text, fate, code})
}

func (l *line) either(old, new string, code bool) {
	if old == new {
		l.put(new, wordfile.Kept, code)
		return
	}
	l.put(old, wordfile.Deleted, code)
	l.put(new, wordfile.Inserted, code)
}

// words tells two texts apart word by word. The space beside a change goes with
// it: the one after it, or before it where no kept word follows, so that either
// version reads with single spaces.
func (l *line) words(old, new string) {
	runs := readable(worddiff.Runs(old, new))
	lastKept := -1
	for n, r := range runs {
		if r.Change == worddiff.Kept {
			lastKept = n
		}
	}
	if lastKept < 0 {
		l.either(old, new, false)
		return
	}
	for n, r := range runs {
		switch {
		case n < lastKept:
			r.Words += " "
		case n > lastKept:
			r.Words = " " + r.Words
		}
		l.put(r.Words, fates[r.Change], false)
	}
}

var fates = map[worddiff.Change]wordfile.Fate{worddiff.Kept: wordfile.Kept, worddiff.Deleted: wordfile.Deleted, worddiff.Inserted: wordfile.Inserted}

// readable takes single kept words between changes for changed, since nobody can
// read a sentence of which every second word is struck out, and gives a text of
// which less than a third was kept as taken out and put in whole.
func readable(runs []worddiff.Run) []worddiff.Run {
	var out []worddiff.Run
	var gone, come []string
	flush := func() {
		if len(gone) > 0 {
			out = append(out, worddiff.Run{Words: strings.Join(gone, " "), Change: worddiff.Deleted})
		}
		if len(come) > 0 {
			out = append(out, worddiff.Run{Words: strings.Join(come, " "), Change: worddiff.Inserted})
		}
		gone, come = nil, nil
	}
	kept, longer := 0, 0
	for n, r := range runs {
		switch r.Change {
		case worddiff.Deleted:
			gone = append(gone, r.Words)
		case worddiff.Inserted:
			come = append(come, r.Words)
		default:
			if n > 0 && n < len(runs)-1 && !strings.Contains(r.Words, " ") {
				gone, come = append(gone, r.Words), append(come, r.Words)
				continue
			}
			flush()
			out = append(out, r)
		}
	}
	flush()
	old, new := 0, 0
	for _, r := range out {
		count := len(strings.Fields(r.Words))
		switch r.Change {
		case worddiff.Kept:
			kept += count
			old, new = old+count, new+count
		case worddiff.Deleted:
			old += count
		default:
			new += count
		}
	}
	if longer = max(old, new); kept*3 >= longer {
		return out
	}
	out = nil
	for _, r := range runs {
		if r.Change != worddiff.Inserted {
			gone = append(gone, r.Words)
		}
		if r.Change != worddiff.Deleted {
			come = append(come, r.Words)
		}
	}
	flush()
	return out
}
