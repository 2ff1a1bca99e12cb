package theme

// hit is one phrase found in a run of words: words from up to, not including, to.
type hit struct {
	phrase   int32
	from, to int32
}

// index finds, of many phrases, those that begin at a word. The words of the
// phrases are numbered; each word of a text is looked up once for the numbers
// that it answers to, and the phrases are kept as a tree of such numbers. The
// cost of a text thus hardly depends on how many phrases there are.
type index struct {
	stem                   func(string) string
	stems, exact, prefixes map[string]int32
	shortest, longest      int // lengths of prefixes, in bytes
	nodes                  []indexNode
	phrases                int32
}

type indexNode struct {
	phrase int32 // the phrase that ends here, -1 for none
	next   map[int32]int32
}

func newIndex(stem func(string) string) *index {
	return &index{
		stem:  stem,
		stems: map[string]int32{}, exact: map[string]int32{}, prefixes: map[string]int32{},
		shortest: longestWord,
		nodes:    []indexNode{{phrase: -1}},
	}
}

// add gives the number of a phrase, the same one for the same phrase.
func (x *index) add(t Term) int32 {
	at := int32(0)
	for _, w := range t {
		number := x.number(w)
		next, ok := x.nodes[at].next[number]
		if !ok {
			next = int32(len(x.nodes))
			x.nodes = append(x.nodes, indexNode{phrase: -1})
			if x.nodes[at].next == nil {
				x.nodes[at].next = map[int32]int32{}
			}
			x.nodes[at].next[number] = next
		}
		at = next
	}
	if x.nodes[at].phrase < 0 {
		x.nodes[at].phrase = x.phrases
		x.phrases++
	}
	return x.nodes[at].phrase
}

func (x *index) number(w Word) int32 {
	table, key := x.stems, w.Text
	switch w.Mode {
	case Inflected:
		key = x.stem(w.Text)
	case Exact:
		table = x.exact
	case Prefix:
		table = x.prefixes
		x.shortest = min(x.shortest, len(key))
		x.longest = max(x.longest, len(key))
	}
	number, ok := table[key]
	if !ok {
		number = int32(len(x.stems) + len(x.exact) + len(x.prefixes))
		table[key] = number
	}
	return number
}

// numbers gives what a word of a text, in its normal form, answers to.
func (x *index) numbers(word string) []int32 {
	if len(word) > longestWord {
		return nil
	}
	var out []int32
	if n, ok := x.stems[x.stem(word)]; ok {
		out = append(out, n)
	}
	if n, ok := x.exact[word]; ok {
		out = append(out, n)
	}
	if bare := ownerless(word); bare != word {
		if n, ok := x.exact[bare]; ok {
			out = append(out, n)
		}
	}
	for i := x.shortest; i <= min(x.longest, len(word)); i++ {
		if n, ok := x.prefixes[word[:i]]; ok {
			out = append(out, n)
		}
	}
	return out
}

// at appends the phrases that begin at the word from of run, a row of words'
// numbers.
func (x *index) at(run [][]int32, from int, out []hit) []hit {
	return x.extend(run, from, from, 0, out)
}

func (x *index) extend(run [][]int32, from, to int, node int32, out []hit) []hit {
	n := &x.nodes[node]
	if n.phrase >= 0 {
		out = append(out, hit{n.phrase, int32(from), int32(to)})
	}
	if n.next == nil || to == len(run) {
		return out
	}
	for _, number := range run[to] {
		if next, ok := n.next[number]; ok {
			out = x.extend(run, from, to+1, next, out)
		}
	}
	return out
}
