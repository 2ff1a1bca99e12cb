package survey

import (
	"encoding/binary"
	"math/bits"
)

// quick is a lookup for the loop that most cells of a large file go through. It
// compares a cell's first and last eight bytes as two numbers, which is the
// whole cell where it has at most sixteen, and makes no jump that depends on the
// length: with cells of all lengths, jumps that the processor cannot foresee
// took a fifth of the time of reading. It holds only what cannot collide: a cell
// whose place is taken is left to the full lookup.
type quick struct {
	mask  uint32
	slots []quickSlot
	// keys are the cells of the slots, for those longer than sixteen bytes.
	keys []string
}

type quickSlot struct {
	first, last uint64
	size        uint32
	value       uint16
	used        bool
}

// ends is how many bytes are read at either end of a cell.
const ends = 8

// firstMask and lastMask say, for a cell of so many bytes (9 stands for more
// than eight), which bits of the eight bytes at its beginning and at its end
// count: those of its own that the other number does not hold.
var firstMask, lastMask = masks()

func masks() (first, last [16]uint64) {
	for n := range first {
		first[n] = ^uint64(0)
		if n < ends {
			first[n] = 1<<(8*n) - 1
		}
		if n > ends {
			last[n] = ^uint64(0)
		}
	}
	return first, last
}

// newQuick makes a quick lookup of a lookup's cells, and of the blank cell, which
// is no answer.
func newQuick(l *lookup) *quick {
	size := 64
	for size < 8*l.used {
		size *= 2
	}
	q := &quick{mask: uint32(size - 1), slots: make([]quickSlot, size), keys: make([]string, size)}
	q.put("", 0)
	for _, s := range l.slots {
		if s.key != "" && s.value < 1<<16 {
			q.put(s.key, uint16(s.value))
		}
	}
	return q
}

func (q *quick) put(key string, value uint16) {
	room := make([]byte, ends+len(key)+ends)
	copy(room[ends:], key)
	first, last := endsOf(room, ends, ends+len(key))
	if i := q.place(first, last, len(key)); !q.slots[i].used {
		q.slots[i] = quickSlot{first, last, uint32(len(key)), value, true}
		q.keys[i] = key
	}
}

// endsOf gives the first and the last eight bytes of the cell between two places
// of data, without what is not the cell's. There must be eight bytes after from,
// and eight before to.
func endsOf(data []byte, from, to int) (first, last uint64) {
	n := min(to-from, ends+1) & 15
	return binary.LittleEndian.Uint64(data[from:]) & firstMask[n], binary.LittleEndian.Uint64(data[to-ends:]) & lastMask[n]
}

// place gives the slot in which a cell stands, if it is there.
func (q *quick) place(first, last uint64, size int) uint32 {
	const odd = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio
	h := (first ^ bits.RotateLeft64(last, 32) ^ uint64(size)) * odd
	// Twice, since a difference in the highest bits moves no lower ones.
	return uint32((h^h>>32)*odd>>32) & q.mask
}

// holds tells whether a slot is that of a cell whose ends and length are these.
// A cell of more than sixteen bytes must be compared with its key too.
func (s *quickSlot) holds(first, last uint64, size int) bool {
	return s.first == first && s.last == last && int(s.size) == size && s.used
}
