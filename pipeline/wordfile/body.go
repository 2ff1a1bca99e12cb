package wordfile

import (
	"fmt"
	"strconv"
	"strings"
)

func (l Line) write(w *writer) { w.line(l, "") }

// line writes a paragraph. More is put among its properties, where w:jc stands.
func (w *writer) line(l Line, more string) {
	w.put(`<w:p>`)
	w.lineProperties(l, more)
	heading := l.Style.Level() > 0
	var marks []string
	if heading {
		w.heading++
		marks = append(marks, headingAnchor(w.heading))
	}
	if l.Anchor != "" {
		marks = append(marks, l.Anchor)
	}
	first := w.bookmark
	for i, name := range marks {
		w.put(`<w:bookmarkStart w:id="`, strconv.Itoa(first+i+1), `" w:name="`, w.text(name), `"/>`)
	}
	w.bookmark += len(marks)
	w.runs(l)
	for i := len(marks) - 1; i >= 0; i-- {
		w.put(`<w:bookmarkEnd w:id="`, strconv.Itoa(first+i+1), `"/>`)
	}
	w.put(`</w:p>`)
}

// headingAnchor names the n-th heading for the table of contents, as Word does.
func headingAnchor(n int) string { return fmt.Sprintf("_Toc%08d", n) }

func (w *writer) lineProperties(l Line, more string) {
	var b strings.Builder
	if l.Style != Body {
		if !strings.Contains(styles, `w:styleId="`+string(l.Style)+`"`) {
			w.fail("unknown-style", string(l.Style), "one of the styles of a document", "a line has a style that the document does not have", "Use one of those that there are.")
			return
		}
		b.WriteString(`<w:pStyle w:val="` + string(l.Style) + `"/>`)
	}
	if l.NewPage {
		b.WriteString(`<w:pageBreakBefore/>`)
	}
	switch l.Style {
	case Bulleted:
		fmt.Fprintf(&b, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, min(max(l.Depth, 0), 3))
	case Numbered:
		fmt.Fprintf(&b, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, min(max(l.Depth, 0), 3), w.list(l.List))
	}
	b.WriteString(more)
	if l.Revision.Fate != Kept {
		b.WriteString(`<w:rPr><w:` + element(l.Revision.Fate) + ` w:id="` + w.nextRevision() + `"` + w.author(l.Revision.By, l.Revision.At) + `/></w:rPr>`)
	}
	if b.Len() > 0 {
		w.put(`<w:pPr>`, b.String(), `</w:pPr>`)
	}
}

func element(f Fate) string {
	if f == Inserted {
		return "ins"
	}
	return "del"
}

// list gives the number by which a numbered list is known in numbering.xml.
func (w *writer) list(n int) int {
	if w.lists[n] == 0 {
		w.listOrder = append(w.listOrder, n)
		w.lists[n] = 1 + len(w.listOrder) // 1 is the bullets'
	}
	return w.lists[n]
}

// runs writes the runs of a line and the marks of its remarks.
func (w *writer) runs(l Line) {
	first := w.remarkCount
	ends := make([]int, len(l.Remarks))
	for i, r := range l.Remarks {
		ends[i] = r.To
		if r.To == 0 {
			ends[i] = len(l.Runs)
		}
		if r.From < 0 || r.From > ends[i] || ends[i] > len(l.Runs) {
			w.fail("remark-place", fmt.Sprintf("runs %d to %d", r.From, r.To), fmt.Sprintf("within 0 and %d", len(l.Runs)), "a remark is about runs that its line does not have", "Put it where the line has words.")
			return
		}
		w.remark(first+i, r)
	}
	w.remarkCount += len(l.Remarks)
	for at := 0; at <= len(l.Runs); at++ {
		for i, r := range l.Remarks {
			if r.From == at {
				w.put(`<w:commentRangeStart w:id="`, strconv.Itoa(first+i), `"/>`)
			}
		}
		// One that is about no run ends where it begins, so ends come after.
		for i := range l.Remarks {
			if ends[i] == at {
				id := strconv.Itoa(first + i)
				w.put(`<w:commentRangeEnd w:id="`, id, `"/>`)
				shared := sharedRevision(l.Runs[l.Remarks[i].From:at])
				w.revise(shared)
				w.put(`<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="`, id, `"/></w:r>`)
				w.revised(shared)
			}
		}
		if at < len(l.Runs) {
			w.run(l.Runs[at])
		}
	}
}

// sharedRevision gives the tracked change that all of the runs are part of. What
// is said of them goes with them.
func sharedRevision(runs []Run) Revision {
	var shared Revision
	for i, r := range runs {
		if i == 0 {
			shared = r.Revision
		} else if r.Revision.Fate != shared.Fate {
			return Revision{}
		}
	}
	return shared
}

// revise and revised stand around what a tracked change covers.
func (w *writer) revise(r Revision) {
	if r.Fate != Kept {
		w.put(`<w:`, element(r.Fate), ` w:id="`, w.nextRevision(), `"`, w.author(r.By, r.At), `>`)
	}
}

func (w *writer) revised(r Revision) {
	if r.Fate != Kept {
		w.put(`</w:`, element(r.Fate), `>`)
	}
}

func (w *writer) run(r Run) {
	if r.Text == "" {
		return
	}
	if r.To != "" {
		if !w.anchors[r.To] {
			w.fail("no-anchor", r.To, "the anchor of a line", "a link leads to a place that the document does not have", "Give the line that it leads to this anchor.")
		}
		w.put(`<w:hyperlink w:anchor="`, w.text(r.To), `" w:history="1">`)
	}
	text := "t"
	if r.Revision.Fate == Deleted {
		text = "delText"
	}
	w.revise(r.Revision)
	w.put(`<w:r>`)
	w.look(r)
	w.words(r.Text, text)
	w.put(`</w:r>`)
	w.revised(r.Revision)
	if r.To != "" {
		w.put(`</w:hyperlink>`)
	}
}

// look writes how a run stands out, in the order that Word asks for.
func (w *writer) look(r Run) {
	var b strings.Builder
	if r.To != "" {
		b.WriteString(`<w:rStyle w:val="Hyperlink"/>`)
	}
	if r.Code {
		b.WriteString(`<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>`)
	}
	if r.Bold {
		b.WriteString(`<w:b/><w:bCs/>`)
	}
	if r.Italic {
		b.WriteString(`<w:i/><w:iCs/>`)
	}
	if r.Strike {
		b.WriteString(`<w:strike/>`)
	}
	if r.Soft {
		b.WriteString(`<w:color w:val="4D5866"/>`)
	}
	if r.Underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	if b.Len() > 0 {
		w.put(`<w:rPr>`, b.String(), `</w:rPr>`)
	}
}

// remark writes a remark into its own part of the file.
func (w *writer) remark(id int, r Remark) {
	initials := r.Initials
	if initials == "" {
		for _, name := range strings.Fields(r.By) {
			initials += string([]rune(name)[:1])
		}
	}
	main := w.b
	w.b = &w.remarks
	w.put(`<w:comment w:id="`, strconv.Itoa(id), `"`, w.author(r.By, r.At), ` w:initials="`, w.text(initials), `">`)
	texts := r.Text
	if len(texts) == 0 {
		texts = []string{""}
	}
	for i, text := range texts {
		w.put(`<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>`)
		if i == 0 {
			w.put(`<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>`)
		}
		w.put(`<w:r>`)
		w.words(text, "t")
		w.put(`</w:r></w:p>`)
	}
	w.put(`</w:comment>`)
	w.b = main
}

func (PageBreak) write(w *writer) {
	w.put(`<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
}

// field writes a field with the value that it has now.
func (w *writer) field(code, value string) {
	w.put(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> `, w.text(code), ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>`, w.text(value), `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`)
}

func (c Caption) write(w *writer) {
	label := c.Label
	// It names the counter in the code of a field, so it is one plain word.
	if label == "" || strings.ContainsFunc(label, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
		w.fail("caption-label", label, "one word of plain letters, such as Table", "a caption cannot be counted under this label", "Use another label.")
		return
	}
	w.counts[label]++
	w.put(`<w:p><w:pPr><w:pStyle w:val="Caption"/>`)
	if label != "Figure" {
		w.put(`<w:keepNext/>`)
	}
	w.put(`</w:pPr><w:r><w:t xml:space="preserve">`, label, ` </w:t></w:r>`)
	w.field("SEQ "+label+` \* ARABIC`, strconv.Itoa(w.counts[label]))
	w.put(`<w:r>`)
	w.words(". "+c.Text, "t")
	w.put(`</w:r></w:p>`)
}

func (c Contents) write(w *writer) {
	w.toc = true
	depth := c.Depth
	if depth < 1 || depth > 4 {
		depth = 3
	}
	if c.Title != "" {
		w.put(`<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r>`)
		w.words(c.Title, "t")
		w.put(`</w:r></w:p>`)
	}
	// The list as it is now, without pages, for programs that do not bring it up
	// to date.
	begun := false
	for i, h := range w.headings {
		if h.level > depth || h.gone || i < w.heading || strings.TrimSpace(h.text) == "" {
			continue
		}
		fmt.Fprintf(w.b, `<w:p><w:pPr><w:pStyle w:val="TOC%d"/></w:pPr>`, h.level)
		if !begun {
			w.put(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-`, strconv.Itoa(depth), `" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`)
			begun = true
		}
		w.put(`<w:hyperlink w:anchor="`, headingAnchor(i+1), `" w:history="1"><w:r>`)
		w.words(strings.Join(strings.Fields(h.text), " "), "t")
		w.put(`</w:r></w:hyperlink></w:p>`)
	}
	if begun {
		w.put(`<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	}
}
