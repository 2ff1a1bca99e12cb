package qda

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
	"concord/pipeline/textfile"
)

const (
	// mostText is how many bytes one text may have.
	mostText = 64 << 20
	// mostTexts is how many bytes all texts may have, each counted as often as a
	// source is made of it.
	mostTexts = 512 << 20
)

// fileText is a text of the project as it lies in the file.
type fileText struct {
	text string // every line ending is one "\n"
	// pairs are the code points of text whose "\n" was "\r\n" in the file.
	pairs []int
}

// texts finds the text of every source and note, and takes over into the project
// those whose selections lie within it. Its error ends the reading.
func (r *projectReader) texts(archive *packed.Archive) error {
	cache := map[string]*fileText{}
	total := 0
	used := map[string]bool{}
	for i := range r.sources {
		if s := &r.sources[i]; !s.transcript && s.path != "" {
			used[s.path] = true
		}
	}
	take := func(s *textSource) error {
		text := fileText{text: s.Text}
		if !s.inline {
			found, err := r.fileText(archive, s, cache)
			if err != nil {
				return err
			}
			if found == nil {
				s.NoText = true
				r.spans(s, -1)
				return nil
			}
			text = *found
		}
		if total += len(text.text); total > mostTexts {
			return tooMuch(s.line, "the texts of this project are too large together", fmt.Sprintf("at most %d MB", mostTexts>>20))
		}
		s.Text = text.text
		r.lineEnds(s, text.pairs)
		r.spans(s, utf8.RuneCountInString(s.Text))
		return nil
	}
	for i := range r.sources {
		s := &r.sources[i]
		// ATLAS.ti has a transcript as a text too; once is enough.
		if s.transcript && used[s.path] && len(s.Selections)+len(s.Codings)+len(s.Notes) == 0 {
			continue
		}
		if err := take(s); err != nil {
			return err
		}
		r.p.Sources = append(r.p.Sources, s.Source)
	}
	for i := range r.notes {
		if err := take(&r.notes[i]); err != nil {
			return err
		}
		r.p.Notes = append(r.p.Notes, r.notes[i].Source)
	}
	return nil
}

// fileText finds the text that a source names; nil, and a finding, where the file
// does not hold it. Whatever the name says, only parts of the file are looked at.
func (r *projectReader) fileText(archive *packed.Archive, s *textSource, cache map[string]*fileText) (*fileText, error) {
	name, internal := strings.CutPrefix(s.path, "internal://")
	switch {
	case s.path == "":
		r.warn("no-text", s.line, s.Name, "a source has no plain text, so that nothing can be read of it but its name and codings",
			"Export the project again with its sources.")
		return nil, nil
	case !internal && (strings.Contains(name, "://") || strings.HasPrefix(name, "/")):
		r.warn("text-outside", s.line, s.path, "the text of a source is not in this file but somewhere else, where concord does not look",
			"Export the project again with its sources inside it.")
		return nil, nil
	case archive == nil:
		r.warn("no-text", s.line, s.path, "the text of a source is not in this file", "Read the .qdpx file, which holds the texts, rather than the .qde in it.")
		return nil, nil
	}
	name = path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))[1:]
	if known, ok := cache[name]; ok {
		return known, nil
	}
	at := ""
	for _, try := range []string{"sources/" + path.Base(name), name} {
		if archive.Has(try) {
			at = try
			break
		}
	}
	if at == "" {
		r.warn("no-text", s.line, s.path, "the text of a source is not in this file", "Export the project again with its sources.")
		return nil, nil
	}
	data, err := part(archive, at, mostText)
	if err != nil {
		return nil, err
	}
	if kind := textfile.NotText(data); kind != "" {
		r.warn("no-text", s.line, s.path, "what should be the plain text of a source is "+kind, "Export the project again with its sources as plain text.")
		return nil, nil
	}
	text := decode(data)
	cache[name] = &text
	return &text, nil
}

// decode gives the text of a file and where its line endings were of two
// characters, which programs count differently.
func decode(data []byte) fileText {
	text, _ := textfile.Decode(data)
	out := fileText{text: text}
	if !bytes.Contains(data, []byte("\r\n")) || !utf8.Valid(data) {
		return out
	}
	at := 0
	for line := range bytes.SplitAfterSeq(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\n")) {
		at += utf8.RuneCount(line)
		if bytes.HasSuffix(line, []byte("\r\n")) {
			at-- // the two are one in out.text
			out.pairs = append(out.pairs, at-1)
		}
	}
	return out
}

// lineEnds puts the selections of a source right where the program that wrote
// them counted each "\r\n" as two characters. The names of the selections, which
// most programs make of the words selected, tell whether it did; where they do
// not, ATLAS.ti counts one and the standard asks for two.
func (r *projectReader) lineEnds(s *textSource, pairs []int) {
	if len(pairs) == 0 || len(s.Selections) == 0 {
		return
	}
	one, two := 0, 0
	length := utf8.RuneCountInString(s.Text)
	ix := newIndex(s.Text)
	for i, sel := range s.Selections {
		if sel.Start < 0 || i >= 200 {
			continue
		}
		if begins(ix, length, sel.Start, sel.Name) {
			one++
		}
		if begins(ix, length, joined(pairs, sel.Start), sel.Name) {
			two++
		}
		if sel.End > length {
			two += 200 // one character each cannot be
		}
	}
	if one > two || one == two && strings.HasPrefix(r.p.Origin, "ATLAS.ti") {
		return
	}
	for i := range s.Selections {
		if sel := &s.Selections[i]; sel.Start >= 0 && sel.End >= 0 {
			sel.Start, sel.End = joined(pairs, sel.Start), joined(pairs, sel.End)
		}
	}
	r.add(finding.Finding{
		Severity: finding.Note, Kind: "line-ends", Line: s.line, Found: s.Name,
		Message: "the lines of a text end with two characters, which were counted as two to find where its selections begin and end",
	})
}

// joined gives the place in a text with "\n" of a place in the same text with
// "\r\n". pairs are the places of those in the former, in order.
func joined(pairs []int, at int) int {
	// The i-th pair stood at pairs[i]+i and pairs[i]+i+1.
	low, high := 0, len(pairs)
	for low < high {
		if mid := (low + high) / 2; pairs[mid]+mid < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return at - low
}

// begins tells whether a text has, at a place, the words with which the name of a
// selection begins, whatever white space is between them. A name of fewer than
// four characters tells nothing.
func begins(ix *index, length, at int, name string) bool {
	name = strings.TrimRight(name, "….")
	words := strings.Fields(name)
	want := strings.Join(words, " ")
	if len(want) < 4 || at >= length {
		return false
	}
	text := ix.slice(at, min(length, at+4*utf8.RuneCountInString(want)))
	return text == strings.TrimLeft(text, " \n\t") && strings.HasPrefix(strings.Join(strings.Fields(text), " "), want)
}

// spans leaves out the selections that do not lie within a text of so many code
// points, and tells of them and their codings; below 0 is an unknown number.
func (r *projectReader) spans(s *textSource, length int) {
	kept := s.Selections[:0]
	for i, sel := range s.Selections {
		if sel.Start < 0 || sel.End < sel.Start || length >= 0 && sel.End > length {
			r.add(finding.Finding{
				Severity: finding.Warning, Kind: "span-outside", Line: s.lines[i],
				Found:   fmt.Sprintf("from %d to %d of %s", sel.Start, sel.End, s.Name),
				Message: "a selection does not lie within its text; it was left out with its codings",
				Do:      "Look it up in the program that wrote it, and code the words anew.",
			})
			r.lost(s.lines[i], len(sel.Codings), "codings of selections that do not lie within their texts")
			continue
		}
		kept = append(kept, sel)
	}
	if s.Selections = kept; len(kept) == 0 {
		s.Selections = nil
	}
}

// index finds code points in a text without counting from its beginning.
type index struct {
	text string
	at   []int32 // the byte of every 64th code point
}

func newIndex(text string) *index {
	ix := &index{text: text}
	n := 0
	for i := range text {
		if n%64 == 0 {
			ix.at = append(ix.at, int32(i))
		}
		n++
	}
	return ix
}

// byteOf gives the byte at which a code point begins; past the last it is the
// text's length.
func (ix *index) byteOf(n int) int {
	if n/64 >= len(ix.at) {
		return len(ix.text)
	}
	at := int(ix.at[n/64])
	for range n % 64 {
		_, size := utf8.DecodeRuneInString(ix.text[at:])
		at += size
	}
	return at
}

// slice gives the text from one code point to before another.
func (ix *index) slice(start, end int) string { return ix.text[ix.byteOf(start):ix.byteOf(end)] }
