package qda

// lossy says what of a project concord has no use for, by the element's name.
var lossy = map[string]string{
	"PictureSource":    "pictures",
	"PictureSelection": "places marked in pictures",
	"TextDescription":  "descriptions of pictures",
	"AudioSource":      "sound recordings (their transcripts are taken in)",
	"AudioSelection":   "passages marked in sound recordings",
	"VideoSource":      "films (their transcripts are taken in)",
	"VideoSelection":   "passages marked in films",
	"PDFSource":        "PDF files without a text",
	"SyncPoint":        "times in transcripts",
	"Graph":            "graphs",
	"Coding":           "codings of pictures, pages, sound recordings and films",
}

// lose passes over an element and tells of what is lost with it.
func (r *projectReader) lose(e element) error {
	if what := lossy[e.name]; what != "" {
		r.lost(e.line, 1, what)
	}
	return r.children(r.lose)
}

// pdf reads the text that stands for a PDF file, with the codings of the text.
// The codings of places on its pages are lost where the text has no selection of
// the same GUID.
func (r *projectReader) pdf(e element) error {
	s := r.newSource(e)
	text := false
	type place struct {
		guid          string
		line, codings int
	}
	var pages []place
	err := r.children(func(c element) error {
		switch c.name {
		case "Representation":
			text = true
			s.path = c.get("plainTextPath")
			return r.children(func(c element) error { return r.textPart(&s, c) })
		case "PDFSelection":
			p := place{line: c.line}
			p.guid, _ = r.anyGUID(c.get("guid"))
			err := r.children(func(c element) error {
				if c.name == "Coding" {
					p.codings++
				}
				return nil
			})
			pages = append(pages, p)
			return err
		}
		return r.textPart(&s, c)
	})
	kept := map[string]bool{}
	for _, sel := range s.Selections {
		kept[sel.GUID] = true
	}
	for _, p := range pages {
		if !kept[p.guid] {
			r.lost(p.line, 1, "places marked on pages of PDF files")
			r.lost(p.line, p.codings, lossy["Coding"])
		}
	}
	if !text {
		r.lost(e.line, 1, lossy[e.name])
		r.lost(e.line, len(s.Codings), lossy["Coding"])
		return err
	}
	r.sources = append(r.sources, s)
	return err
}

// transcript reads the transcript of a sound recording or film. Its selections
// run from one point in time to another, and points have places in the text.
func (r *projectReader) transcript(e element) (textSource, error) {
	s := r.newSource(e)
	s.transcript = true
	places := map[string]int{}
	type span struct{ from, to string }
	var spans []span
	err := r.children(func(c element) error {
		switch c.name {
		case "SyncPoint":
			r.lost(c.line, 1, lossy[c.name])
			if at, ok := r.number(c, "position"); ok {
				id, _ := r.anyGUID(c.get("guid"))
				places[id] = at
			}
			return nil
		case "TranscriptSelection":
			sel := r.newSelection(c)
			from, _ := r.anyGUID(c.get("fromSyncPoint"))
			to, _ := r.anyGUID(c.get("toSyncPoint"))
			err := r.selectionParts(&sel)
			s.Selections, s.lines, spans = append(s.Selections, sel), append(s.lines, c.line), append(spans, span{from, to})
			return err
		case "PlainTextSelection":
			r.unknown(c)
			return nil
		}
		return r.textPart(&s, c)
	})
	for i, sp := range spans {
		start, startOK := places[sp.from]
		end, endOK := places[sp.to]
		if !startOK || !endOK {
			start, end = -1, -1 // told of when spans are checked
		}
		s.Selections[i].Start, s.Selections[i].End = start, end
	}
	return s, err
}
