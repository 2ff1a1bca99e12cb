package wordfile

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed styles.xml
var styles string

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces  = `xmlns:w="` + transitional + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

	relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relationType + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
)

// properties gives what the file says about itself (ECMA-376 part 2, core
// properties).
func (w *writer) properties() string {
	var b strings.Builder
	b.WriteString(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	for _, p := range []struct{ name, value string }{
		{"dc:title", w.draft.Title}, {"dc:subject", w.draft.Subject}, {"dc:creator", w.draft.Author}, {"cp:lastModifiedBy", w.draft.Author},
	} {
		if p.value != "" {
			fmt.Fprintf(&b, `<%s>%s</%[1]s>`, p.name, w.text(p.value))
		}
	}
	if !w.draft.Written.IsZero() {
		for _, name := range []string{"created", "modified"} {
			fmt.Fprintf(&b, `<dcterms:%s xsi:type="dcterms:W3CDTF">%s</dcterms:%[1]s>`, name, moment(w.draft.Written))
		}
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

func (w *writer) relations() string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	add := func(id, kind, target string) {
		b.WriteString(`<Relationship Id="` + id + `" Type="` + relationType + kind + `" Target="` + target + `"/>`)
	}
	add("rIdStyles", "styles", "styles.xml")
	add("rIdNumbering", "numbering", "numbering.xml")
	add("rIdSettings", "settings", "settings.xml")
	add("rIdComments", "comments", "comments.xml")
	add("rIdFooter", "footer", "footer1.xml")
	for i := range w.pictures {
		n := strconv.Itoa(i + 1)
		add("rIdPicture"+n, "image", "media/picture"+n+".png")
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// settings asks Word to bring fields up to date where there are contents: it
// asks its reader before it does so.
func (w *writer) settings() string {
	update := ""
	if w.toc {
		update = `<w:updateFields w:val="true"/>`
	}
	return `<w:settings ` + namespaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>` + update +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
}

func (w *writer) footer() string {
	main := w.b
	w.b = &strings.Builder{}
	w.put(`<w:ftr `, namespaces, `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r>`)
	if w.draft.Footer != "" {
		w.words(w.draft.Footer+"  |  ", "t")
	}
	w.put(`<w:t xml:space="preserve">Page </w:t></w:r>`)
	w.field("PAGE", "1")
	w.put(`<w:r><w:t xml:space="preserve"> of </w:t></w:r>`)
	w.field("NUMPAGES", "1")
	w.put(`</w:p></w:ftr>`)
	out := w.b.String()
	w.b = main
	return out
}

// numbering defines the bullets, the numbers, and one list that starts anew for
// each numbered list of the draft.
func (w *writer) numbering() string {
	var b strings.Builder
	b.WriteString(`<w:numbering ` + namespaces + `>`)
	bullets := []string{"•", "–", "•", "–"}
	formats := []string{"decimal", "lowerLetter", "lowerRoman", "decimal"}
	for kind := range 2 {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, kind)
		for level := range 4 {
			format, text := "bullet", bullets[level]
			if kind == 1 {
				format, text = formats[level], fmt.Sprintf("%%%d.", level+1)
			}
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="360"/></w:pPr></w:lvl>`, level, format, text, 360*(level+1))
		}
		b.WriteString(`</w:abstractNum>`)
	}
	b.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for i := range w.listOrder {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/>`, i+2)
		for level := range 4 {
			fmt.Fprintf(&b, `<w:lvlOverride w:ilvl="%d"><w:startOverride w:val="1"/></w:lvlOverride>`, level)
		}
		b.WriteString(`</w:num>`)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
