package vectors

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// reference is a sentence with what the program of Package's maker gives for
// it (@energetic-ai/core and @energetic-ai/embeddings 0.2.0 under Node 20):
// the numbers of its pieces and its vector.
type reference struct {
	Text   string  `json:"text"`
	Pieces []int32 `json:"pieces"`
	Vector string  `json:"vector"` // float32, little-endian, base64
	vector []float32
}

func references(t testing.TB) []reference {
	f, err := os.Open("testdata/reference.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []reference
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		data, err := base64.StdEncoding.DecodeString(r.Vector)
		if err != nil || len(data) != 4*Size {
			t.Fatalf("%q: %d bytes, %v", r.Text, len(data), err)
		}
		for i := range Size {
			r.vector = append(r.vector, math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:])))
		}
		all = append(all, r)
	}
	if len(all) != 24 {
		t.Fatalf("%d sentences", len(all))
	}
	return all
}

var installed = sync.OnceValues(func() (*Model, error) {
	dir, err := Folder()
	if err != nil {
		return nil, err
	}
	return Open(dir)
})

// needModel gives the model where it is installed, and passes the test over
// where it is not.
func needModel(t testing.TB) *Model {
	m, err := installed()
	if Absent(err) {
		t.Skip("the sentence model is not installed (make model)")
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func TestPiecesAreTheReferences(t *testing.T) {
	m := needModel(t)
	for _, r := range references(t) {
		if got := m.words.pieces(r.Text); !slices.Equal(got, r.Pieces) {
			t.Errorf("%q: pieces\n%v, want\n%v", r.Text, got, r.Pieces)
		}
	}
}

func TestVectorsAreTheReferences(t *testing.T) {
	m := needModel(t)
	all := references(t)
	var texts []string
	for _, r := range all {
		texts = append(texts, r.Text)
	}
	// The reference is not tidied, so that a text with two spaces is compared too.
	got, err := m.embedTidy(context.Background(), texts, 2)
	if err != nil {
		t.Fatal(err)
	}
	worst, furthest := 1.0, 0.0
	for i, r := range all {
		c := cosine(got[i], r.vector)
		worst = min(worst, c)
		for j, v := range got[i] {
			furthest = max(furthest, math.Abs(float64(v)-float64(r.vector[j])))
		}
		if c < .9999 {
			t.Errorf("%q: cosine %v to the reference", r.Text, c)
		}
	}
	if furthest > 1e-5 {
		t.Errorf("a number is off by %g", furthest)
	}
	t.Logf("worst cosine 1 - %.1e, largest difference of a number %.1e", 1-worst, furthest)
}

func BenchmarkOpen(b *testing.B) {
	needModel(b)
	dir, err := Folder()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Open(dir); err != nil {
			b.Fatal(err)
		}
	}
}

// benchmarkEmbed embeds 384 different texts of 43 pieces each, the mean of
// comments of 26 words.
func benchmarkEmbed(b *testing.B, jobs int) {
	m := needModel(b)
	words := strings.Fields("we need more supervision training time data security help with digital tasks for older people who find it hard and staff are tired of new forms")
	random := rand.New(rand.NewPCG(1, 1))
	var texts []string
	for range 384 {
		text, next := "", ""
		for len(m.words.pieces(next)) <= 43 {
			text = next
			next = strings.TrimSpace(text + " " + words[random.IntN(len(words))])
		}
		texts = append(texts, text)
	}
	for b.Loop() {
		if _, err := m.Embed(context.Background(), texts, jobs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(texts)*b.N)/b.Elapsed().Seconds(), "comments/s")
}

func BenchmarkEmbedOneJob(b *testing.B)  { benchmarkEmbed(b, 1) }
func BenchmarkEmbedTwoJobs(b *testing.B) { benchmarkEmbed(b, 2) }
