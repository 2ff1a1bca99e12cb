// Package learn learns from the comments that people have coded which themes the
// others are likely to have: a linear classifier, one theme against the rest, on
// words, pairs of words, runs of letters, the question answered, and sentence
// vectors where there are any. It needs no network, trains in seconds, gives the
// same model for the same comments, and can name the words behind every
// suggestion.
//
// What a comment is turned into, how the weights are found, how scores become
// probabilities and where suggesting begins is said at the functions that do it;
// docs/learning.md has the measurements by which each was chosen. The package
// knows nothing of files and folders. It imports nothing of concord but crew,
// finding and stats.
package learn

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strings"

	"concord/pipeline/finding"
)

// Doc is one comment or turn.
type Doc struct {
	ID, Text string
	// Question is the id of the question answered; "" for none.
	Question string
	// Vector is the sentence vector of the text; nil where none are in use. All
	// comments of a model have vectors of one length, or none has.
	Vector []float32
}

// Codebook names the themes to learn.
type Codebook struct {
	ID, Version string
	Themes      []Theme
}

// Theme is one theme of a codebook.
type Theme struct {
	ID string
	// Words are what the codebook says of the theme in a sentence or two: its name
	// and definition. They are learnt from as a comment of the theme would be,
	// which is most of what is known of a theme that few comments have. "" for
	// nothing. In a codebook of more than 1,000 themes they are not learnt from.
	Words string
}

// Options say how to train.
type Options struct {
	// Jobs is how many processors to use; 0 for one. The model does not depend on it.
	Jobs int
	// Vectors tells with which sentence model the vectors of the comments were
	// made, such as its SHA-256; "" for none. A model says it of itself.
	Vectors string
	// Plain leaves out what this package adds to a plain linear support vector
	// machine on words and runs of letters: the question, the codebook's words,
	// the weights of themes and features, vectors, thresholds. The theme with the
	// highest score is given and no other. It is there to be compared with.
	Plain bool
}

const (
	// mostCells bounds comments × themes, whose scores are held at once, and
	// mostWeights features × themes.
	mostCells   = 50_000_000
	mostWeights = 64_000_000
	// mostFeatures is the size of the largest vocabulary. 100,000 comments of
	// some 15 words have about so many features that two of them share.
	mostFeatures = 1 << 19
	// mostWork bounds themes × places of features in comments, to which the time
	// of training is in proportion: some minutes. At the bound two processors of
	// 2.5 GHz take about three.
	mostWork = 4_000_000_000
	// mostWorded is of how many themes at most the codebook's words are learnt
	// from: each theme's are weighed against all others'.
	mostWorded = 1_000
	// folds is into how many parts the coded comments are cut to see how well
	// themes are found in comments that were not learnt from.
	folds = 5
)

// recipe is what was chosen by cross-validation; docs/learning.md says how.
type recipe struct {
	blocks [hashedBlocks]float64
	vector float64
	// cost is what a mistake costs, against the size of the weights; rare is the
	// power of (comments without the theme / comments with it) by which a mistake
	// on the theme's own comments costs more.
	cost, rare float64
	// telling scales each feature, theme by theme, by how well it alone tells the
	// theme from the rest; names learns from the codebook's words.
	telling, names bool
}

var (
	ours  = recipe{blocks: [hashedBlocks]float64{1, 1, 0.7, 0.4}, vector: 1, cost: 0.2, rare: 0.25, telling: true, names: true}
	plain = recipe{blocks: [hashedBlocks]float64{1, 1, 0, 0}, cost: 1}
)

func (o Options) recipe() recipe {
	if o.Plain {
		return plain
	}
	return ours
}

// Key is the same for comments whose words are the same in the same order,
// capitals and punctuation aside, and differs for all others; it is no word of
// the comment. Splits and orders go by it, so that they depend on neither the
// order of the comments nor their ids, and two copies of a text are never parted.
type Key [sha256.Size]byte

// KeyOf gives the key of a text.
func KeyOf(text string) Key {
	var b strings.Builder
	for _, w := range words(text) {
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	return sha256.Sum256([]byte(b.String()))
}

// Held tells whether comments with this key are held out for the test when there
// are enough to hold some out: about half of all texts.
func (k Key) Held() bool { return k[0]%2 == 1 }

func (k Key) number() uint64 { return binary.LittleEndian.Uint64(k[8:]) }

// fault is a finding that stops the work.
func fault(kind, found, expected, message, do string) error {
	return finding.Finding{Severity: finding.Error, Kind: kind, Found: found, Expected: expected, Message: message, Do: do}
}

func clip(x, low, high float64) float64 { return math.Max(low, math.Min(high, x)) }
