package learn

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"concord/pipeline/finding"
)

// A model's file is a first line that names the format, a second that is JSON and
// says what the model was trained on, and then numbers: of each feature its hash,
// rarity, block and weights, a run of themes without weight as one number; what
// vectors weigh; and the SHA-256 of all before it. Features lie in the order of
// their hashes. It holds no words of any comment.
const fileStart = "concord themes model 1\n"

// anyStart is how the files of all versions begin.
const anyStart = "concord themes model "

type header struct {
	Codebook string        `json:"codebook"`
	Version  string        `json:"version"`
	Comments int           `json:"comments"`
	Data     string        `json:"data_sha256"`
	Rule     Rule          `json:"rule"`
	Plain    bool          `json:"plain,omitempty"`
	Vectors  string        `json:"vectors,omitempty"`
	Width    int           `json:"vector_length,omitempty"`
	Features int           `json:"features"`
	Checked  Figures       `json:"cross_validated"`
	Tested   Figures       `json:"tested"`
	Themes   []themeHeader `json:"themes"`
}

type themeHeader struct {
	ID       string  `json:"id"`
	Coded    int     `json:"coded"`
	From     float64 `json:"suggested_from"`
	Slope    float64 `json:"slope"`
	Shift    float64 `json:"shift"`
	Step     float32 `json:"step"`
	Constant float32 `json:"constant"`
}

// Marshal gives the model as a file's bytes, the same for the same comments and
// codebook. It holds hashes of words, and no words of comments.
func (m *Model) Marshal() ([]byte, error) {
	h := header{
		Codebook: m.Codebook, Version: m.Version, Comments: m.Comments, Data: m.Data, Rule: m.Rule, Plain: m.Plain,
		Vectors: m.Vectors, Width: m.width, Features: len(m.vocabulary.hashes), Checked: m.Checked, Tested: m.Tested,
	}
	for k, t := range m.Themes {
		h.Themes = append(h.Themes, themeHeader{t.ID, t.Coded, t.from, t.sigmoid.Slope, t.sigmoid.Shift, m.weights.steps[k], m.weights.constant[k]})
	}
	line, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("the model cannot be written: %w", err)
	}
	out := append([]byte(fileStart), line...)
	out = append(out, '\n')
	places := make([]int32, h.Features)
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(a, b int32) int { return cmp.Compare(m.vocabulary.hashes[a], m.vocabulary.hashes[b]) })
	last := uint64(0)
	for _, p := range places {
		out = binary.AppendUvarint(out, m.vocabulary.hashes[p]-last)
		last = m.vocabulary.hashes[p]
		out = binary.AppendUvarint(out, uint64(math.Round(float64(m.vocabulary.rarity[p])*steps)))
		out = append(out, byte(m.vocabulary.blocks[p]))
		row := m.weights.small[int(p)*len(m.Themes) : (int(p)+1)*len(m.Themes)]
		for k := 0; k < len(row); k++ {
			if row[k] != 0 {
				out = append(out, byte(row[k]))
				continue
			}
			none := 1
			for k+none < len(row) && row[k+none] == 0 {
				none++
			}
			out = binary.AppendUvarint(append(out, 0), uint64(none))
			k += none - 1
		}
	}
	for _, x := range m.weights.dense {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:]...), nil
}

// Read reads a model from the bytes of the named file. Its error is a
// finding.Finding: not a model, of a newer format, or damaged.
func Read(file string, data []byte) (*Model, error) {
	bad := func(kind, message, do string) error {
		return finding.Finding{Severity: finding.Error, Kind: kind, File: file, Message: message, Do: do}
	}
	if !bytes.HasPrefix(data, []byte(anyStart)) {
		return nil, bad("not-a-model", "this is not a trained model", "Name the file that training wrote.")
	}
	if !bytes.HasPrefix(data, []byte(fileStart)) {
		return nil, bad("model-format", "this model was written by another version of concord", "Train it again with this version.")
	}
	body := len(data) - sha256.Size
	if body < len(fileStart) || sha256.Sum256(data[:body]) != [sha256.Size]byte(data[body:]) {
		return nil, bad("damaged-model", "the file of the model is cut short or has been changed", "Train it again, or copy it again from where it was made.")
	}
	m, err := decode(data[len(fileStart):body])
	if err != nil {
		return nil, bad("damaged-model", "the model cannot be read: "+err.Error(), "Train it again.")
	}
	return m, nil
}

// decode reads what follows the first line. Whatever it is given, it makes no
// model whose parts do not fit, and takes no memory for what is not there.
func decode(data []byte) (*Model, error) {
	end := bytes.IndexByte(data, '\n')
	if end < 0 {
		return nil, fmt.Errorf("its description has no end")
	}
	var h header
	if err := json.Unmarshal(data[:end], &h); err != nil {
		return nil, fmt.Errorf("its description is not JSON")
	}
	data = data[end+1:]
	themes := len(h.Themes)
	switch {
	case themes == 0 || !slices.Contains(rules, h.Rule):
		return nil, fmt.Errorf("it has no themes, or no rule for choosing them")
	case h.Features < 0 || h.Features > mostFeatures || h.Features > len(data)/3 || h.Features > mostWeights/themes:
		return nil, fmt.Errorf("it has not the %d features that it speaks of", h.Features)
	case h.Width < 0 || h.Width > len(data)/4 || h.Width*themes > len(data)/4:
		return nil, fmt.Errorf("it has not the vectors that it speaks of")
	}
	m := &Model{
		Codebook: h.Codebook, Version: h.Version, Rule: h.Rule, Comments: h.Comments, Data: h.Data, Vectors: h.Vectors,
		Plain: h.Plain, Checked: h.Checked, Tested: h.Tested, width: h.Width, recipe: Options{Plain: h.Plain}.recipe(),
		weights:    newWeights(h.Features, h.Width, themes),
		vocabulary: &vocabulary{place: make(map[uint64]int32, h.Features)},
	}
	for k, t := range h.Themes {
		m.Themes = append(m.Themes, Learnt{t.ID, t.Coded, sigmoid{t.Slope, t.Shift}, t.From})
		m.weights.steps[k], m.weights.constant[k] = t.Step, t.Constant
	}
	short := fmt.Errorf("its numbers end too early or do not fit")
	number := func() (uint64, bool) {
		x, n := binary.Uvarint(data)
		if n <= 0 {
			return 0, false
		}
		data = data[n:]
		return x, true
	}
	last := uint64(0)
	for p := range h.Features {
		step, ok1 := number()
		rarity, ok2 := number()
		if !ok1 || !ok2 || rarity > 100*steps || len(data) == 0 || data[0] >= hashedBlocks || (p > 0 && (step == 0 || last+step < last)) {
			return nil, short
		}
		last += step
		m.vocabulary.place[last] = int32(p)
		m.vocabulary.hashes = append(m.vocabulary.hashes, last)
		m.vocabulary.rarity = append(m.vocabulary.rarity, float32(float64(rarity)/steps))
		m.vocabulary.blocks = append(m.vocabulary.blocks, int8(data[0]))
		data = data[1:]
		row := m.weights.small[p*themes : (p+1)*themes]
		for len(row) > 0 {
			if len(data) == 0 {
				return nil, short
			}
			q := data[0]
			data = data[1:]
			if q != 0 {
				row[0] = int8(q)
				row = row[1:]
				continue
			}
			none, ok := number()
			if !ok || none == 0 || none > uint64(len(row)) {
				return nil, short
			}
			row = row[none:]
		}
	}
	m.vocabulary.settle()
	if len(data) != 4*len(m.weights.dense) {
		return nil, short
	}
	for i := range m.weights.dense {
		m.weights.dense[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return m, nil
}

// Fits says what keeps a model from being used with a codebook: another codebook,
// another version of it, or themes that the two do not share. nil where nothing
// does. The error is a finding.Finding.
func (m *Model) Fits(book Codebook) error {
	const again = "Train the model again on this codebook, or name the codebook that it was trained on."
	if m.Codebook != book.ID {
		return fault("other-codebook", m.Codebook, book.ID, "the model was trained on another codebook", again)
	}
	if m.Version != book.Version {
		return fault("other-codebook", "version "+m.Version, "version "+book.Version, fmt.Sprintf("the model was trained on another version of the codebook %s", book.ID), again)
	}
	known := map[string]bool{}
	for _, t := range m.Themes {
		known[t.ID] = true
	}
	for _, t := range book.Themes {
		if !known[t.ID] {
			return fault("other-codebook", "", t.ID, "the model does not know a theme of the codebook, though both have the same version", again)
		}
	}
	if len(m.Themes) != len(book.Themes) {
		for _, t := range m.Themes {
			if !slices.ContainsFunc(book.Themes, func(b Theme) bool { return b.ID == t.ID }) {
				return fault("other-codebook", t.ID, "", "the model has a theme that the codebook does not have, though both have the same version", again)
			}
		}
	}
	return nil
}
