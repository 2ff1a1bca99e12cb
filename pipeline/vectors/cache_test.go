package vectors

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"concord/pipeline/finding"
)

// refused is a model that cannot embed: what is asked of it must come from the
// cache.
func refused(m *Model) *Model { return &Model{sum: m.sum} }

func save(t *testing.T, c *Cache, texts ...string) [][]float32 {
	t.Helper()
	v, err := c.Embed(context.Background(), texts, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCacheGivesWhatTheModelGave(t *testing.T) {
	m := madeUpModel(t)
	path := filepath.Join(t.TempDir(), "vectors")
	c, found := m.OpenCache(path)
	if found != nil {
		t.Fatal(found)
	}
	texts := []string{"we need", "", "abc", "we  need\n"}
	want := save(t, c, texts...)
	for i, v := range embed(t, m, 1, texts...) {
		if !same(v, want[i]) {
			t.Errorf("%q differs", texts[i])
		}
	}
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if wantSize := headSize + 3*recordSize + 32; len(first) != wantSize {
		t.Errorf("%d bytes, want %d", len(first), wantSize)
	}
	if bytes.Contains(first, []byte("need")) {
		t.Error("the file holds a text")
	}

	again, found := refused(m).OpenCache(path)
	if found != nil {
		t.Fatal(found)
	}
	slices.Reverse(texts)
	for i, v := range save(t, again, texts...) {
		if !same(v, want[3-i]) {
			t.Errorf("%q differs from the cache", texts[i])
		}
	}
	if second, err := os.ReadFile(path); err != nil || !bytes.Equal(first, second) {
		t.Error("the same vectors in another order make another file", err)
	}

	// What was not asked for again is not kept.
	less, _ := refused(m).OpenCache(path)
	save(t, less, "abc")
	if data, err := os.ReadFile(path); err != nil || len(data) != headSize+recordSize+32 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestCacheDamagedOrOfAnotherModel(t *testing.T) {
	m := madeUpModel(t)
	path := filepath.Join(t.TempDir(), "vectors")
	c, _ := m.OpenCache(path)
	want := save(t, c, "we", "need")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	longer := slices.Clone(good)
	binary.LittleEndian.PutUint64(longer[headSize-8:], 1<<60)
	cases := map[string][]byte{"empty": {}, "other": []byte("name,age\n"), "long": append(slices.Clone(good), 0), "count": longer}
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		flipped := slices.Clone(good)
		flipped[r.IntN(len(good))] ^= 1 << r.IntN(8)
		cases["flipped "+string(flipped[:0])+string(rune('a'+len(cases)))] = flipped
		cases["cut "+string(rune('a'+len(cases)))] = good[:r.IntN(len(good))]
	}
	for name, data := range cases {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		c, found := m.OpenCache(path)
		if len(found) != 1 || found[0].Severity != finding.Warning || found[0].File != path {
			t.Errorf("%s: %v", name, found)
		}
		if got := save(t, c, "we", "need"); !same(got[0], want[0]) || !same(got[1], want[1]) {
			t.Errorf("%s: wrong vectors", name)
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, good) {
			t.Errorf("%s: the file was not made good: %v", name, err)
		}
	}
	other := &Model{sum: "00" + m.sum[2:]}
	c, found := other.OpenCache(path)
	if len(found) != 1 || found[0].Severity != finding.Note || len(c.known) != 0 {
		t.Errorf("another model: %v, %d vectors", found, len(c.known))
	}
	if c, found := m.OpenCache(t.TempDir()); len(found) != 1 || c.Save() == nil {
		t.Errorf("a folder: %v", found)
	}
	if err := (&Cache{model: m, path: filepath.Join(path, "no", "file")}).Save(); err == nil {
		t.Error("saved where nothing can be")
	}
}

func FuzzCache(f *testing.F) {
	m := &Model{sum: sumOf(modelFiles)}
	path := filepath.Join(f.TempDir(), "vectors")
	c := &Cache{model: m, path: path, used: map[key][]float32{{1}: make([]float32, Size)}}
	if err := c.Save(); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add([]byte(cacheMark))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "vectors")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if c, found := m.OpenCache(path); len(found) == 0 && len(c.known) != (len(data)-headSize-32)/recordSize {
			t.Fatalf("%d vectors in %d bytes", len(c.known), len(data))
		}
	})
}
