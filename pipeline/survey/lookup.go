package survey

import (
	"encoding/binary"
	"math/bits"
)

// lookup finds what a cell stands for by its bytes: a hash table with open
// addresses. A Go map in its place takes half of the time of reading a file.
type lookup struct {
	slots []slot
	used  int
	limit int
}

type slot struct {
	key   string // "" is free; a blank cell is never looked up
	value uint64
}

// learned is how many spellings beyond those given a lookup keeps, so that a
// column of free words cannot fill the memory.
const learned = 4096

func newLookup() *lookup { return &lookup{slots: make([]slot, 64), limit: learned} }

// clone gives a copy that can learn on its own.
func (l *lookup) clone() *lookup {
	c := *l
	c.slots = append([]slot(nil), l.slots...)
	c.limit = l.used + learned
	return &c
}

// hash mixes the bytes of a key, eight at a time, and its length.
func hash(key []byte) uint64 {
	const odd = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio
	n := len(key)
	h := uint64(n) << 56
	var last uint64
	switch {
	case n >= 8:
		for i := 0; i < n-8; i += 8 {
			h = bits.RotateLeft64((h^binary.LittleEndian.Uint64(key[i:]))*odd, 29)
		}
		last = binary.LittleEndian.Uint64(key[n-8:])
	case n >= 4:
		last = uint64(binary.LittleEndian.Uint32(key)) | uint64(binary.LittleEndian.Uint32(key[n-4:]))<<32
	case n > 0:
		last = uint64(key[0]) | uint64(key[n/2])<<8 | uint64(key[n-1])<<16
	}
	h = (h ^ last) * odd
	return h ^ h>>32
}

// find gives the value kept for a cell that is not blank.
func (l *lookup) find(cell []byte) (value uint64, ok bool) {
	mask := uint64(len(l.slots) - 1)
	for i := hash(cell) & mask; ; i = (i + 1) & mask {
		s := &l.slots[i]
		if s.key == "" {
			return 0, false
		}
		if s.key == string(cell) {
			return s.value, true
		}
	}
}

// add keeps a value for a key, unless the key has one already or is blank.
func (l *lookup) add(key string, value uint64) {
	if key == "" {
		return
	}
	mask := uint64(len(l.slots) - 1)
	i := hash([]byte(key)) & mask
	for ; l.slots[i].key != ""; i = (i + 1) & mask {
		if l.slots[i].key == key {
			return
		}
	}
	l.slots[i] = slot{key, value}
	l.used++
	if l.used*2 > len(l.slots) {
		old := l.slots
		l.slots, l.used = make([]slot, 2*len(old)), 0
		for _, s := range old {
			l.add(s.key, s.value)
		}
	}
}

// learn keeps a value for a way of writing that a file has, as long as there is
// room for it.
func (l *lookup) learn(cell []byte, value uint64) {
	if l.used < l.limit && len(cell) <= 256 {
		l.add(string(cell), value)
	}
}
