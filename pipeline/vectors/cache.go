package vectors

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"os"
	"slices"

	"concord/pipeline/finding"
	"concord/pipeline/wholefile"
)

// Cache keeps the vectors of texts in a file, so that a comment is embedded
// once. The file holds no text, but from a vector one can guess what its text
// is about, and a short text can be found by trying: keep it where the comments
// are kept. A Cache is not for concurrent use.
//
// The file is, in order: cacheMark; the model's SHA-256, 32 bytes; how many
// vectors follow, 8 bytes; for each, in the order of the first, the SHA-256 of
// its text as the model reads it, 32 bytes, and its Size numbers, 4 bytes each;
// the SHA-256 of all before, 32 bytes. Numbers are little-endian.
type Cache struct {
	model *Model
	path  string
	known map[key][]float32
	used  map[key][]float32
}

type key [sha256.Size]byte

const (
	cacheMark  = "concord vectors 1\n"
	headSize   = len(cacheMark) + sha256.Size + 8
	recordSize = sha256.Size + 4*Size
	// maxCached is how many vectors a file may hold: a gigabyte of them.
	maxCached = 500_000
)

// OpenCache reads the vectors that a file has for this model. A file that is
// not there, is damaged or was made with another model counts as empty; of the
// last two a finding tells, a warning and a note.
func (m *Model) OpenCache(path string) (*Cache, []finding.Finding) {
	c := &Cache{model: m, path: path, known: map[key][]float32{}, used: map[key][]float32{}}
	data, err := readAtMost(path, int64(headSize+maxCached*recordSize+sha256.Size))
	if errors.Is(err, os.ErrNotExist) {
		return c, nil
	}
	damaged := func(found string) (*Cache, []finding.Finding) {
		return c, []finding.Finding{{
			Severity: finding.Warning, Kind: "vector-cache-damaged", File: path, Found: found,
			Message: "the vectors kept from an earlier run cannot be used and are computed again",
			Do:      "nothing: the file is written anew",
		}}
	}
	if err != nil {
		return damaged(err.Error())
	}
	body := len(data) - sha256.Size
	if body < headSize || !bytes.HasPrefix(data, []byte(cacheMark)) {
		return damaged("a file that is cut short, or not one of vectors")
	}
	if sum := sha256.Sum256(data[:body]); !bytes.Equal(sum[:], data[body:]) {
		return damaged("a file that is damaged or cut short")
	}
	if model := data[len(cacheMark):][:sha256.Size]; hex.EncodeToString(model) != m.sum {
		return c, []finding.Finding{{
			Severity: finding.Note, Kind: "vector-cache-other-model", File: path,
			Message: "the vectors kept from an earlier run are of another model and are computed again",
			Found:   "model " + hex.EncodeToString(model), Expected: "model " + m.sum,
		}}
	}
	records := data[headSize:body]
	if n := binary.LittleEndian.Uint64(data[headSize-8:]); n > maxCached || int(n)*recordSize != len(records) {
		return damaged("a file whose length is not what it says")
	}
	for record := range slices.Chunk(records, recordSize) {
		v := make([]float32, Size)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(record[sha256.Size+4*i:]))
		}
		c.known[key(record)] = v
	}
	return c, nil
}

// Embed is Model.Embed; a text that the cache knows is not embedded again.
func (c *Cache) Embed(ctx context.Context, texts []string, jobs int) ([][]float32, error) {
	keys := make([]key, len(texts))
	wanted := map[key]bool{}
	var fresh []string
	var freshKeys []key
	for i, t := range texts {
		t = tidy(t)
		k := key(sha256.Sum256([]byte(t)))
		keys[i] = k
		if c.known[k] == nil && !wanted[k] {
			wanted[k] = true
			fresh, freshKeys = append(fresh, t), append(freshKeys, k)
		}
	}
	vectors, err := c.model.embedTidy(ctx, fresh, jobs)
	if err != nil {
		return nil, err
	}
	for i, k := range freshKeys {
		c.known[k] = vectors[i]
	}
	out := make([][]float32, len(texts))
	for i, k := range keys {
		out[i] = c.known[k]
		c.used[k] = out[i]
	}
	return out, nil
}

// Save writes the vectors that were asked for since the cache was opened, at
// most 500,000, in place of what the file held, so that nothing stays of
// a comment that was taken out of the consultation. The folder must be there.
// The error is a finding.Finding.
func (c *Cache) Save() error {
	keys := make([]key, 0, len(c.used))
	for k := range c.used {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int { return bytes.Compare(a[:], b[:]) })
	keys = keys[:min(len(keys), maxCached)]
	data := make([]byte, 0, headSize+len(keys)*recordSize+sha256.Size)
	data = append(data, cacheMark...)
	model, err := hex.DecodeString(c.model.sum)
	if err != nil {
		return err
	}
	data = append(data, model...)
	data = binary.LittleEndian.AppendUint64(data, uint64(len(keys)))
	for _, k := range keys {
		data = append(data, k[:]...)
		for _, v := range c.used[k] {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
		}
	}
	sum := sha256.Sum256(data)
	if err := wholefile.Write(c.path, append(data, sum[:]...)); err != nil {
		return finding.Finding{
			Severity: finding.Error, Kind: "vector-cache-unwritable", File: c.path,
			Message: "the vectors cannot be kept for the next run", Found: reason(err).Error(),
			Do: "see that the folder is there, may be written to, and has room",
		}
	}
	return nil
}
