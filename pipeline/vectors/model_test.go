package vectors

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"concord/pipeline/finding"
)

// madeUp gives the files of a model whose weights are drawn by a generator:
// what a real one does in wiring, without its sense.
var madeUp = sync.OnceValues(func() ([]file, map[string][]byte) {
	random := rand.New(rand.NewPCG(7, 7))
	weights := make([]byte, weightsSize)
	for i := 0; i < len(weights); i += 4 {
		binary.LittleEndian.PutUint32(weights[i:], math.Float32bits(float32(random.Float32()*.2)-.1))
	}
	list := []byte(smallList)
	return []file{describe("weights", weights), describe(vocabularyFile, list)},
		map[string][]byte{"weights": weights, vocabularyFile: list}
})

func describe(name string, data []byte) file {
	sum := sha256.Sum256(data)
	return file{name, int64(len(data)), hex.EncodeToString(sum[:])}
}

func writeMadeUp(t testing.TB) (dir string, files []file) {
	files, content := madeUp()
	dir = t.TempDir()
	for name, data := range content {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, files
}

var madeUpOnce = sync.OnceValue(func() *Model {
	files, content := madeUp()
	words, _ := readVocabulary(content[vocabularyFile])
	m := &Model{sum: sumOf(files), words: words}
	m.place(content["weights"])
	return m
})

func madeUpModel(testing.TB) *Model { return madeUpOnce() }

func embed(t testing.TB, m *Model, jobs int, texts ...string) [][]float32 {
	t.Helper()
	v, err := m.Embed(context.Background(), texts, jobs)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func same(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}

// The model written again as the paper has it: one text, one number at a time,
// in float64.
func TestEmbedIsTheModelWrittenPlainly(t *testing.T) {
	m := madeUpModel(t)
	texts := []string{"we need abc", "zz", "we we: need e w"}
	for i, got := range embed(t, m, 1, texts...) {
		want := plainly(m, m.words.pieces(texts[i]))
		for j := range want {
			if math.Abs(float64(got[j])-want[j]) > 1e-5 {
				t.Fatalf("%q, number %d: %v, want %v", texts[i], j, got[j], want[j])
			}
		}
	}
}

func plainly(m *Model, pieces []int32) []float64 {
	apply := func(l linear, rows [][]float64) [][]float64 {
		var out [][]float64
		for _, row := range rows {
			to := make([]float64, l.by.cols)
			for c := range to {
				to[c] = float64(l.add[c])
				column := l.by.data[c/tileCols*tileCols*l.by.rows+c%tileCols:]
				for i, v := range row {
					to[c] += v * float64(column[i*tileCols])
				}
			}
			out = append(out, to)
		}
		return out
	}
	norm := func(n layerNorm, rows [][]float64) [][]float64 {
		var out [][]float64
		for _, row := range rows {
			mean, variance := 0.0, 0.0
			for _, v := range row {
				mean += v / float64(len(row))
			}
			for _, v := range row {
				variance += (v - mean) * (v - mean) / float64(len(row))
			}
			to := make([]float64, len(row))
			for i, v := range row {
				to[i] = (v-mean)/math.Sqrt(variance+1e-6)*float64(n.scale[i]) + float64(n.shift[i])
			}
			out = append(out, to)
		}
		return out
	}
	plus := func(a, b [][]float64) [][]float64 {
		var out [][]float64
		for r := range a {
			out = append(out, make([]float64, len(a[r])))
			for i := range a[r] {
				out[r][i] = a[r][i] + b[r][i]
			}
		}
		return out
	}
	var input [][]float64
	for place, piece := range pieces {
		row := make([]float64, embeddingSize)
		for i := range row {
			row[i] = 2*float64(m.embed[int(piece)*embeddingSize+i]) + float64(m.timing[place*embeddingSize+i])
		}
		input = append(input, row)
	}
	state := apply(m.widen, input)
	for n, l := range m.layers {
		if n > 0 {
			input = state
		}
		qkv := apply(l.qkv, norm(l.before, input))
		width := heads * l.headDim
		var joined [][]float64
		for r := range qkv {
			row := make([]float64, width)
			for h := range heads {
				shares, sum := make([]float64, len(qkv)), 0.0
				for s := range qkv {
					dot := 0.0
					for i := h * l.headDim; i < (h+1)*l.headDim; i++ {
						dot += qkv[r][i] * float64(l.scale) * qkv[s][width+i]
					}
					shares[s] = math.Exp(dot)
					sum += shares[s]
				}
				for s := range qkv {
					for i := h * l.headDim; i < (h+1)*l.headDim; i++ {
						row[i] += shares[s] / sum * qkv[s][2*width+i]
					}
				}
			}
			joined = append(joined, row)
		}
		state = plus(state, apply(l.joined, joined))
		grown := apply(l.grow, norm(l.middle, state))
		for _, row := range grown {
			for i, v := range row {
				row[i] = max(0, v)
			}
		}
		state = plus(state, apply(l.shrink, grown))
	}
	mean := make([]float64, Size)
	for _, row := range state {
		for i, v := range row {
			mean[i] += v / float64(len(state))
		}
	}
	out, sum := apply(m.last, [][]float64{mean})[0], 0.0
	for i, v := range out {
		out[i] = math.Tanh(v)
		sum += out[i] * out[i]
	}
	for i := range out {
		out[i] /= math.Sqrt(sum)
	}
	return out
}

// A text's vector is the same to the last bit whatever else is asked for, for
// any number of jobs, however its white space is written.
func TestEmbedDoesNotDependOnCompany(t *testing.T) {
	m := madeUpModel(t)
	var texts []string
	for i := range 24 {
		texts = append(texts, strings.Repeat("we need abc w ", i%9)+strings.Repeat("e: ", 2*i))
	}
	together := embed(t, m, 1, texts...)
	for _, jobs := range []int{-1, 3} {
		for i, v := range embed(t, m, jobs, texts...) {
			if !same(v, together[i]) {
				t.Fatalf("%d jobs: text %d differs", jobs, i)
			}
		}
	}
	slices.Reverse(texts)
	for i, v := range embed(t, m, 2, texts...) {
		if !same(v, together[23-i]) {
			t.Fatalf("in another order text %d differs", i)
		}
	}
	for _, i := range []int{0, 1, 12, 23} {
		if alone := embed(t, m, 1, "\n"+strings.ReplaceAll(texts[i], " ", "\r\n \t")); !same(alone[0], together[23-i]) {
			t.Fatalf("alone text %d differs", i)
		}
	}
}

func TestEmbedOddTexts(t *testing.T) {
	m := madeUpModel(t)
	texts := []string{"", " \n", "\xff\xfe\xfd", "👍🏽👍🏽", strings.Repeat("need abc ", 1<<17), strings.Repeat("z", 1<<20), "we", "we"}
	got := embed(t, m, 2, texts...)
	for i, v := range got {
		sum := 0.0
		for _, x := range v {
			sum += float64(x) * float64(x)
		}
		want := 1.0
		if i < 2 {
			want = 0
		}
		if math.Abs(sum-want) > 1e-5 || math.IsNaN(sum) {
			t.Errorf("text %d: length %v, want %v", i, sum, want)
		}
	}
	if !same(got[6], got[7]) {
		t.Error("equal texts differ")
	}
	if none := embed(t, m, 2); len(none) != 0 {
		t.Errorf("%d vectors of no text", len(none))
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := m.Embed(stopped, texts, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestOpenFaults(t *testing.T) {
	dir, files := writeMadeUp(t)
	m, err := open(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.SHA256()) != 64 {
		t.Errorf("SHA256: %q", m.SHA256())
	}
	if _, err := open(filepath.Join(dir, "nosuch"), files); !Absent(err) {
		t.Errorf("absent: %v", err)
	}
	_, content := madeUp()
	list := content[vocabularyFile]
	flipped := slices.Clone(list)
	flipped[len(list)/2] ^= 1
	for name, data := range map[string][]byte{
		"empty": {}, "cut": list[:len(list)-1], "longer": append(slices.Clone(list), ' '), "a bit": flipped,
	} {
		path := filepath.Join(dir, vocabularyFile)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := open(dir, files)
		var f finding.Finding
		if !errors.As(err, &f) || f.File != path || f.Kind != kindDamaged || f.Do == "" || Absent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "weights")); err != nil {
		t.Fatal(err)
	}
	if _, err := open(dir, files); err == nil || Absent(err) {
		t.Errorf("a file is missing: %v", err)
	}
	// The right sum does not make a list of pieces of what is none.
	bad := []byte("{}")
	if err := os.WriteFile(filepath.Join(dir, vocabularyFile), bad, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := open(dir, []file{describe(vocabularyFile, bad)}); err == nil {
		t.Error("no fault of a list that is none")
	}
}

func TestModelFilesAddUp(t *testing.T) {
	total := int64(0)
	for _, f := range modelFiles {
		if f.name != vocabularyFile {
			total += f.size
		}
		if len(f.sha256) != 64 {
			t.Errorf("%s: SHA-256 of %d digits", f.name, len(f.sha256))
		}
	}
	if total != weightsSize {
		t.Errorf("shards of %d bytes, weights of %d", total, weightsSize)
	}
	// What `sha256sum group1-shard?of7 vocab.json | sha256sum` prints.
	if got := sumOf(modelFiles); got != "e48e8e804f6194a528ba6ce3b7f822023b7f1faf968f061b543371c92e773c3f" {
		t.Errorf("the model's SHA-256 is %s", got)
	}
}

func TestFolder(t *testing.T) {
	t.Setenv(folderVariable, "/some/where")
	if dir, err := Folder(); dir != "/some/where" || err != nil {
		t.Errorf("%q, %v", dir, err)
	}
	t.Setenv(folderVariable, "")
	if dir, err := Folder(); err != nil || !strings.Contains(dir, "concord") {
		t.Errorf("%q, %v", dir, err)
	}
}
