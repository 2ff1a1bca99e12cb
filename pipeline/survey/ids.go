package survey

// idSet finds ids that come twice among millions, keeping four bytes or so for
// each beside the ids themselves.
type idSet struct {
	ids   Strings
	slots []uint32 // an id's number from 1, by its hash; 0 is free
}

// add adds an id and gives the number, from 0, of the same id added before; -1
// when there is none.
func (s *idSet) add(id []byte) (first int) {
	if 2*(s.ids.Len()+1) > len(s.slots) {
		s.grow()
	}
	at := s.place(id)
	first = int(s.slots[at]) - 1
	s.ids.appendBytes(id)
	if first < 0 {
		s.slots[at] = uint32(s.ids.Len())
	}
	return first
}

// blank takes the number of a person without an id.
func (s *idSet) blank() { s.ids.appendBytes(nil) }

// place gives the slot of an id, or the free one where it belongs.
func (s *idSet) place(id []byte) uint64 {
	mask := uint64(len(s.slots) - 1)
	i := idHash(id) & mask
	for s.slots[i] != 0 && string(s.at(int(s.slots[i])-1)) != string(id) {
		i = (i + 1) & mask
	}
	return i
}

func (s *idSet) at(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = s.ids.Ends[i-1]
	}
	return s.ids.Bytes[from:s.ids.Ends[i]]
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]uint32, max(1024, 2*len(old)))
	for _, n := range old {
		if n != 0 {
			s.slots[s.place(s.at(int(n)-1))] = n
		}
	}
}

// idHash is FNV-1a in 64 bits, which reads every byte: ids often differ in one
// letter somewhere in the middle.
func idHash(id []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range id {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h ^ h>>32
}
