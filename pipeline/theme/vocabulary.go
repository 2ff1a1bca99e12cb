package theme

import "strings"

// wordInfo is what a word of a text means to the rules and to the stances. It
// is worked out once for each spelling.
type wordInfo struct {
	// rules are the numbers that the word answers to in the index of rules.
	rules []int32
	// cues are those in the index of stance words; a contraction such as don't
	// has two words.
	cues []cueWord
}

// nothing is the wordInfo of words that mean nothing to either.
var nothing = &wordInfo{cues: []cueWord{{}}}

// vocabulary remembers the words seen. It is not safe for concurrent use.
type vocabulary struct {
	rules, cues *index
	words       map[string]*wordInfo
}

const (
	// mostWords bounds the memory of a vocabulary. A consultation of a million
	// comments has some 100,000 spellings, most of them seen once.
	mostWords = 1 << 15
	// longestKept keeps web addresses out of it.
	longestKept = 32
)

func (v *vocabulary) look(word string) *wordInfo {
	if info, ok := v.words[word]; ok {
		return info
	}
	info := v.read(word)
	if len(word) <= longestKept {
		if len(v.words) >= mostWords {
			clear(v.words)
		}
		// A copy, so that one word does not keep a whole comment in memory.
		v.words[strings.Clone(word)] = info
	}
	return info
}

func (v *vocabulary) read(word string) *wordInfo {
	if len(word) > longestWord {
		return nothing
	}
	low := normal(word)
	info := &wordInfo{rules: v.rules.numbers(low), cues: cueWords(v.cues, low)}
	if info.rules == nil && len(info.cues) == 1 && info.cues[0].numbers == nil && info.cues[0].role == 0 {
		return nothing
	}
	return info
}
