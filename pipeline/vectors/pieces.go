package vectors

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// reserved is how many entries of the vocabulary stand for no text.
	reserved = 6
	// maxPieces is how many pieces of a text the model reads.
	maxPieces = 128
	// maxBytes is how much of a text is cut into pieces. Only of a text that is
	// one long run of signs unknown to the model are 128 pieces longer.
	maxBytes = 32 << 10
	unknown  = 0
	space    = '\u2581'
)

// vocabulary cuts texts into the pieces that the model knows (Kudo, 2018:
// of all ways to cut, the one whose pieces' scores have the highest sum). It is
// a tree of runes: what follows node n by rune r is next[{n, r}].
type vocabulary struct {
	next  map[step]int32
	piece []int32   // of each node; -1 where no piece ends
	score []float64 // of each node
}

type step struct {
	node int32
	r    rune
}

// readVocabulary reads a list of pairs, a piece and its score. A score of null
// counts as 0; so the program does for which the list was made. Of a piece
// that stands twice the later entry counts. It gives what is wrong, or "".
func readVocabulary(data []byte) (*vocabulary, string) {
	var entries [][]any
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, "not a list of pieces: " + err.Error()
	}
	if len(entries) <= reserved || len(entries) > embeddingRows {
		return nil, "a list of " + plural(int64(len(entries)), "piece") + ", which does not fit the weights"
	}
	v := &vocabulary{next: map[step]int32{}, piece: []int32{-1}, score: []float64{0}}
	for i, e := range entries {
		if len(e) != 2 {
			return nil, "an entry that is not a piece and its score"
		}
		text, ok := e[0].(string)
		if !ok || text == "" {
			return nil, "an entry without a piece"
		}
		score, ok := e[1].(float64)
		if !ok && e[1] != nil {
			return nil, "an entry whose score is no number"
		}
		if i < reserved {
			continue
		}
		node := int32(0)
		for _, r := range text {
			to, ok := v.next[step{node, r}]
			if !ok {
				to = int32(len(v.piece))
				v.next[step{node, r}] = to
				v.piece = append(v.piece, -1)
				v.score = append(v.score, 0)
			}
			node = to
		}
		v.piece[node], v.score[node] = int32(i), score
	}
	return v, ""
}

// tidy gives a text as the model is given it: broken UTF-8 replaced, white
// space as single spaces, nothing of it at the ends, cut at maxBytes. White
// space says nothing of what a comment is about, and the model has no pieces
// for a line's end.
func tidy(text string) string {
	if len(text) > maxBytes {
		end := maxBytes
		for end > maxBytes-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
}

// pieces cuts a text into the numbers of its pieces, all of them. It follows
// the program of Package's maker to the letter, its oddities with it: a place
// with the sum 0 counts as not reached, one that no piece reaches is unknown
// and begins a new sum, and neighbouring unknown signs are one piece.
func (v *vocabulary) pieces(text string) []int32 {
	text = norm.NFKC.String(text)
	if text == "" {
		return nil
	}
	signs := make([]rune, 1, len(text)+1)
	signs[0] = space
	for _, r := range text {
		if r == ' ' {
			r = space
		}
		signs = append(signs, r)
	}
	sum := make([]float64, len(signs)+1)
	last := make([]int32, len(signs)+1)
	length := make([]int32, len(signs)+1)
	// What ends at a place is looked at in the order of where it begins.
	reach := func(from, to int, piece int32, score float64) {
		if s := score + sum[from]; sum[to] == 0 || s >= sum[to] {
			sum[to], last[to], length[to] = s, piece, int32(to-from)
		}
	}
	for from := range signs {
		node, any := int32(0), false
		for to := from; to < len(signs); to++ {
			next, ok := v.next[step{node, signs[to]}]
			if !ok {
				break
			}
			node = next
			if v.piece[node] >= 0 {
				reach(from, to+1, v.piece[node], v.score[node])
				any = true
			}
		}
		if !any {
			reach(from, from+1, unknown, 0)
		}
	}
	var found []int32
	for at := len(signs); at > 0; {
		if n := len(found); last[at] != unknown || n == 0 || found[n-1] != unknown {
			found = append(found, last[at])
		}
		at -= max(1, int(length[at]))
	}
	for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
		found[i], found[j] = found[j], found[i]
	}
	return found
}
