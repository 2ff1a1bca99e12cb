package amend

// piece is a part of a clause; instead is true where "or" leads to it, so that it
// is asked for in the place of the part before it.
type piece struct {
	tokens  []token
	instead bool
}

// wishes cuts a clause at the words that begin another request: "split 1.A.1 and
// merge 1.A.2 with 1.A.3", "5.A.1 is unclear, and 5.A.2 should be core"; at "but";
// and before what a part gives as its reason. What stands in quotation marks, and
// a list of places, is one token and is not cut.
func wishes(ts []token) []piece {
	var out []piece
	instead := false
	start := 0
	flush := func(end int) {
		if part := trimJoins(ts[start:end]); len(part) > 0 {
			out = append(out, piece{part, instead})
		}
		instead = false
	}
	for i := 0; i < len(ts); i++ {
		switch {
		case ts[i].word("but", "whereas"):
			flush(i)
			start = i + 1
		case i > start && !leadsIn(ts[start:i]) && (ts[i].word("and", "or", "then") || (ts[i].kind == markToken && (ts[i].text == "," || ts[i].text == ";"))) && begins(ts[i+1:]):
			flush(i)
			start = i + 1
			instead = ts[i].word("or") || (i+1 < len(ts) && ts[i+1].word("or"))
		case ts[i].word("if") && i == start:
			// "If there is room, add …" asks; "if it were removed I …" does not.
			for i < len(ts) && !(ts[i].kind == markToken && ts[i].text == ",") {
				i++
			}
			start = min(i+1, len(ts))
		case reason(ts, i) && i > start:
			flush(i)
			// The reason ends where another request begins.
			for i++; i < len(ts); i++ {
				if ts[i].word("but") || ((ts[i].word("and") || ts[i].kind == markToken && (ts[i].text == "," || ts[i].text == ";")) && begins(ts[i+1:])) {
					break
				}
			}
			start = min(i+1, len(ts))
		}
	}
	if start < len(ts) {
		flush(len(ts))
	}
	return out
}

// leadsIn tells whether tokens only say where: "In 5.B.2, …", "Under Water, …".
func leadsIn(ts []token) bool {
	places := 0
	for _, t := range ts {
		if t.kind == placeToken {
			places++
		} else if !t.word("in", "under", "for", "at", "on", "to", "within", "of", "the", "please") {
			return false
		}
	}
	return places == 1
}

// trimJoins leaves out joining words and marks at the ends of a part.
func trimJoins(ts []token) []token {
	for len(ts) > 0 && (ts[0].word("and", "or", "then", "but", "so") || (ts[0].kind == markToken && ts[0].text != "->")) {
		ts = ts[1:]
	}
	for len(ts) > 0 && (ts[len(ts)-1].word("and", "or", "then") || ts[len(ts)-1].kind == markToken) {
		ts = ts[:len(ts)-1]
	}
	return ts
}

// begins tells whether a request begins with these tokens: a verb that asks, and
// something of the framework after it, or a place and what should become of it.
func begins(ts []token) bool {
	i := 0
	for i < len(ts) && ts[i].kind == wordToken && (adverbs[ts[i].text] || ts[i].word("i", "we", "would", "i'd", "could", "should", "you", "and", "or")) {
		i++
	}
	if i >= len(ts) {
		return false
	}
	if ts[i].kind == wordToken && baseVerbs[ts[i].text] {
		if ts[i].word("add", "include", "rename") {
			return true
		}
		for _, t := range ts[i+1 : min(len(ts), i+8)] {
			if t.kind != wordToken && t.kind != markToken || t.word("it", "them", "these", "this", "both") {
				return true
			}
		}
		return false
	}
	return ts[i].kind == placeToken && i+1 < len(ts) && ts[i+1].kind == wordToken && (modal[ts[i+1].text] || being[ts[i+1].text])
}

// reason tells whether what a part gives as its reason or exception begins at a
// token; the codes in it are not those to be changed.
func reason(ts []token, i int) bool {
	if ts[i].word("because", "since", "although", "though", "unless", "which") {
		return true
	}
	if ts[i].word("so") && i+1 < len(ts) && ts[i+1].word("that") {
		return true
	}
	if !ts[i].word("as") || i+1 >= len(ts) {
		return false
	}
	comma := i > 0 && ts[i-1].kind == markToken && ts[i-1].text == ","
	return (comma && !ts[i+1].word("well")) || ts[i+1].word("it", "they", "this", "that", "we", "i", "nobody") ||
		(ts[i+1].kind == placeToken && i+2 < len(ts) && ts[i+2].kind == wordToken && being[ts[i+2].text])
}

// questions are the words that a real question begins with.
var questions = setOf("does do is are was were did has have what why how who whom whose where when which should will shall am")

// onlyAsks tells whether a clause puts a question and is not a polite wish such as
// "Could 5.A.1 be dropped?" or "Why not split it?".
func onlyAsks(ts []token) bool {
	if len(ts) < 2 || ts[len(ts)-1].kind != markToken || ts[len(ts)-1].text != "?" {
		return false
	}
	for _, t := range ts[:1] {
		if t.kind != wordToken || !questions[t.text] {
			return false
		}
	}
	second := ts[1]
	if ts[0].word("what", "how") && second.word("about") || ts[0].word("why") && second.word("not") {
		return false
	}
	return !(ts[0].word("what") && second.word("does", "do", "is", "are")) // what does it mean
}

// toldOnly tells whether a clause tells what others say, or what was meant before.
func toldOnly(ts []token) bool {
	w := wish{ts: ts}
	for _, p := range []string{"some say|think|people", "others say|think", "was|were going to", "we|i|they used to", "on reflection", "i disagree", "had wanted|hoped|thought", "people say|think"} {
		if _, _, ok := w.phrase(p); ok {
			return true
		}
	}
	return false
}
