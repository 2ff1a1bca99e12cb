package vectors

import (
	"encoding/binary"
	"math"
	"path/filepath"

	"concord/pipeline/finding"
)

// Size is how many numbers a vector has.
const Size = 512

const (
	embeddingRows = 8002
	embeddingSize = 256
	inner         = 1536
	heads         = 4
)

// Model is a sentence model in memory, some 30 MB. It is safe for concurrent
// use.
type Model struct {
	sum    string
	words  *vocabulary
	embed  []float32 // a row of embeddingSize a piece
	timing []float32 // a row of embeddingSize a place in the text
	widen  linear    // what goes around the first layer, made as wide as the second
	layers [2]layer
	last   linear
}

// layer is one layer of the transformer.
type layer struct {
	before  layerNorm
	qkv     linear // query, key and value of all heads, side by side
	headDim int
	scale   float32 // of a query
	joined  linear
	middle  layerNorm
	grow    linear
	shrink  linear
}

type layerNorm struct{ scale, shift []float32 }

// linear is a matrix and what is added to each row of the product.
type linear struct {
	by  panels
	add []float32
}

// Open reads the model from a folder, about a tenth of a second's work, and
// checks the SHA-256 of each of its files. The error is a finding.Finding that
// names the file; Absent tells the folder that is not there from the one that
// cannot be used.
func Open(dir string) (*Model, error) { return open(dir, modelFiles) }

func open(dir string, files []file) (*Model, error) {
	content, err := readFiles(dir, files)
	if err != nil {
		return nil, err
	}
	weights := make([]byte, 0, weightsSize)
	var words *vocabulary
	for i, f := range files {
		if f.name != vocabularyFile {
			weights = append(weights, content[i]...)
			continue
		}
		var fault string
		if words, fault = readVocabulary(content[i]); fault != "" {
			return nil, finding.Finding{
				Severity: finding.Error, Kind: kindDamaged, File: filepath.Join(dir, f.name),
				Message: "the model's list of pieces cannot be read", Found: fault,
				Do: "install the model again: " + howToInstall,
			}
		}
	}
	m := &Model{sum: sumOf(files), words: words}
	m.place(weights)
	return m, nil
}

// SHA256 names the model in 64 hexadecimal digits, for a manifest: the SHA-256
// of the list of its files, as sha256sum would print that list.
func (m *Model) SHA256() string { return m.sum }

// weightsSize is how many bytes of weights the model has.
const weightsSize = 27903656

// place takes the weights from where Package has them. The numbers are bytes
// from the beginning of the seven shards laid end to end, as its model.json
// lists them; they are not read from there since the SHA-256 of each shard
// fixes them. weights has weightsSize bytes.
func (m *Model) place(weights []byte) {
	take := func(at, n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(weights[at+4*i:]))
		}
		return out
	}
	matrix := func(at, rows, cols, addAt int) linear {
		return linear{by: pack(take(at, rows*cols), rows, cols), add: take(addAt, cols)}
	}
	norm := func(at, shiftAt, n int) layerNorm {
		return layerNorm{scale: take(at, n), shift: take(shiftAt, n)}
	}
	m.embed = take(18132056, embeddingRows*embeddingSize)
	m.timing = timing(take(26326104, embeddingSize/2))
	m.widen = matrix(26326616, embeddingSize, Size, 26850904)
	m.layers[0] = layer{
		before:  norm(16814124, 16815152, embeddingSize),
		qkv:     matrix(16816176, embeddingSize, 3*embeddingSize, 17602608),
		headDim: embeddingSize / heads,
		scale:   take(16814116, 1)[0],
		joined:  matrix(17605720, embeddingSize, Size, 18130008),
		middle:  norm(16801816, 16803864, Size),
		grow:    matrix(13656088, Size, inner, 16805916),
		shrink:  matrix(10510360, inner, Size, 16812064),
	}
	m.layers[1] = layer{
		before:  norm(6303748, 6305796, Size),
		qkv:     matrix(6307844, Size, 3*Size, 9453572),
		headDim: Size / heads,
		scale:   take(6303744, 1)[0],
		joined:  matrix(9459736, Size, Size, 10508312),
		middle:  norm(6291456, 6293504, Size),
		grow:    matrix(3145728, Size, inner, 6295552),
		shrink:  matrix(0, inner, Size, 6301696),
	}
	m.last = matrix(26853024, Size, Size, 27901600)
}

// timing gives what tells the model the place of a piece in a text: the sines
// and cosines of the place times each of the speeds.
func timing(speeds []float32) []float32 {
	out := make([]float32, 0, maxPieces*2*len(speeds))
	for place := range maxPieces {
		for _, s := range speeds {
			out = append(out, float32(math.Sin(float64(float32(float32(place)*s)))))
		}
		for _, s := range speeds {
			out = append(out, float32(math.Cos(float64(float32(float32(place)*s)))))
		}
	}
	return out
}
