package wordfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
)

// sequences are the orders in which the schema of ECMA-376 part 1 (4th edition,
// transitional, annex A.1) lets elements stand, as far as the writer uses them.
// Word refuses a file where they stand otherwise. A * after a name lets it stand
// again.
var sequences = map[string]string{
	"document":  "background body",
	"p":         "pPr bookmarkStart* bookmarkEnd* commentRangeStart* commentRangeEnd* ins* del* hyperlink* r*",
	"pPr":       "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
	"rPr":       "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
	"r":         "rPr t* delText* tab* br* fldChar* instrText* drawing* annotationRef* commentReference*",
	"numPr":     "ilvl numId ins",
	"pBdr":      "top left bottom right between bar",
	"tabs":      "tab*",
	"ins":       "r*",
	"del":       "r*",
	"hyperlink": "ins* del* r*",
	"sectPr":    "headerReference* footerReference* footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
	"tbl":       "tblPr tblGrid tr*",
	"tblPr":     "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
	"tblGrid":   "gridCol* tblGridChange",
	"tr":        "tblPrEx trPr tc*",
	"trPr":      "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden ins del trPrChange",
	"tc":        "tcPr p*",
	"tcPr":      "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
	"tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
	// In tblBorders and tblCellMar the sides stand in the same order.
	"tblBorders":   "top left bottom right insideH insideV",
	"tblCellMar":   "top left bottom right",
	"numbering":    "numPicBullet* abstractNum* num* numIdMacAtCleanup",
	"abstractNum":  "nsid multiLevelType tmpl name styleLink numStyleLink lvl*",
	"lvl":          "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
	"num":          "abstractNumId lvlOverride*",
	"lvlOverride":  "startOverride lvl",
	"styles":       "docDefaults latentStyles style*",
	"docDefaults":  "rPrDefault pPrDefault",
	"rPrDefault":   "rPr",
	"pPrDefault":   "pPr",
	"style":        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr*",
	"tblStylePr":   "pPr rPr tblPr trPr tcPr",
	"settings":     "writeProtection view zoom mirrorMargins trackRevisions documentProtection defaultTabStop evenAndOddHeaders characterSpacingControl updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
	"compat":       "compatSetting*",
	"comments":     "comment*",
	"comment":      "p*",
	"ftr":          "p*",
	"drawing":      "inline*",
	"inline":       "extent effectExtent docPr cNvGraphicFramePr graphic",
	"graphic":      "graphicData",
	"graphicData":  "pic",
	"pic":          "nvPicPr blipFill spPr",
	"nvPicPr":      "cNvPr cNvPicPr",
	"blipFill":     "blip srcRect tile stretch",
	"stretch":      "fillRect",
	"spPr":         "xfrm custGeom prstGeom",
	"xfrm":         "off ext",
	"prstGeom":     "avLst",
	"background":   "",
	"Relationship": "",
}

// anyOrder are elements whose content is a choice: what stands in them may come
// in any order, but for the properties, which come first.
var anyOrder = map[string]bool{"p": true, "r": true, "hyperlink": true}

// structure checks a DOCX file: that every part is well-formed XML with the
// elements in the order of the schema, that what is begun ends, that every id is
// unique and leads somewhere, and that every part is declared and joined.
func structure(t testing.TB, data []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
	}
	list := map[string][]xml.StartElement{}
	for name, content := range parts {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			list[name] = elements(t, content)
		}
	}
	links := list["word/_rels/document.xml.rels"]
	styleIDs := attributes(list["word/styles.xml"], "style", "styleId")
	comments := attributes(list["word/comments.xml"], "comment", "id")
	relations := map[string]string{}
	for i, id := range attributes(links, "Relationship", "Id") {
		relations[id] = attributes(links, "Relationship", "Target")[i]
	}
	for name, content := range parts {
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		ordered(t, name, content)
		for _, element := range []string{"pStyle", "rStyle", "tblStyle", "basedOn", "next"} {
			for _, id := range attributes(list[name], element, "val") {
				if !slices.Contains(styleIDs, id) {
					t.Errorf("%s: no style %s", name, id)
				}
			}
		}
	}
	main := parts["word/document.xml"]
	for _, element := range []string{"commentRangeStart", "commentRangeEnd", "commentReference"} {
		if got := attributes(list["word/document.xml"], element, "id"); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(comments))) {
			t.Errorf("%s: %v, want each of %v once", element, got, comments)
		}
	}
	starts, ends := attributes(list["word/document.xml"], "bookmarkStart", "id"), attributes(list["word/document.xml"], "bookmarkEnd", "id")
	if !slices.Equal(slices.Sorted(slices.Values(starts)), slices.Sorted(slices.Values(ends))) {
		t.Errorf("bookmarks %v end as %v", starts, ends)
	}
	names := attributes(list["word/document.xml"], "bookmarkStart", "name")
	for what, ids := range map[string][]string{
		"revision": append(attributes(list["word/document.xml"], "ins", "id"), attributes(list["word/document.xml"], "del", "id")...), "bookmark": starts, "bookmark name": names, "comment": comments,
	} {
		if n := len(slices.Compact(slices.Sorted(slices.Values(ids)))); n != len(ids) {
			t.Errorf("%s: two have one id: %v", what, ids)
		}
	}
	for _, to := range attributes(list["word/document.xml"], "hyperlink", "anchor") {
		if !slices.Contains(names, to) {
			t.Errorf("a link to %s, which is not there", to)
		}
	}
	numbers := attributes(list["word/numbering.xml"], "num", "numId")
	for _, id := range attributes(list["word/document.xml"], "numId", "val") {
		if !slices.Contains(numbers, id) {
			t.Errorf("list %s is not defined", id)
		}
	}
	for _, id := range append(attributes(list["word/document.xml"], "footerReference", "id"), attributes(list["word/document.xml"], "blip", "embed")...) {
		if _, ok := relations[id]; !ok {
			t.Errorf("no relation %s", id)
		}
	}
	for id, target := range relations {
		if _, ok := parts[path.Join("word", target)]; !ok {
			t.Errorf("relation %s leads to %s, which is not there", id, target)
		}
	}
	declared := attributes(list["[Content_Types].xml"], "Override", "PartName")
	for name := range parts {
		if strings.HasSuffix(name, ".xml") && name != "[Content_Types].xml" && !slices.Contains(declared, "/"+name) {
			t.Errorf("%s is not declared", name)
		}
	}
	if begins, ends := strings.Count(main, `"begin"`), strings.Count(main, `"end"`); begins != ends || begins != strings.Count(main, `"separate"`) {
		t.Errorf("%d fields begin, %d end", begins, ends)
	}
}

// ordered checks the order of the elements of a part.
func ordered(t testing.TB, part, content string) {
	t.Helper()
	type level struct {
		name string
		last int
		seen map[string]bool
	}
	var open []level
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			name := e.Name.Local
			if n := len(open); n > 0 {
				above := &open[n-1]
				if order, ok := sequences[above.name]; ok {
					names := strings.Fields(order)
					at := slices.IndexFunc(names, func(s string) bool { return strings.TrimSuffix(s, "*") == name })
					switch {
					case at < 0:
						t.Errorf("%s: %s within %s", part, name, above.name)
					case at < above.last && (!anyOrder[above.name] || strings.HasSuffix(name, "Pr")):
						t.Errorf("%s: %s within %s comes after %s", part, name, above.name, names[above.last])
					case above.seen[name] && !strings.HasSuffix(names[at], "*"):
						t.Errorf("%s: %s within %s twice", part, name, above.name)
					}
					above.last = max(above.last, at)
					above.seen[name] = true
				}
			}
			open = append(open, level{name: name, seen: map[string]bool{}})
		case xml.EndElement:
			closed := open[len(open)-1]
			open = open[:len(open)-1]
			if closed.name == "tc" && !closed.seen["p"] || closed.name == "body" && len(open) != 1 {
				t.Errorf("%s: %s is empty", part, closed.name)
			}
		}
	}
}

// elements gives the beginning of every element of a part, in order.
func elements(t testing.TB, content string) []xml.StartElement {
	t.Helper()
	var out []xml.StartElement
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			out = append(out, e.Copy())
		}
	}
}

// attributes gives an attribute of every element of that name.
func attributes(list []xml.StartElement, element, attribute string) []string {
	var out []string
	for _, e := range list {
		for _, a := range e.Attr {
			if e.Name.Local == element && a.Name.Local == attribute {
				out = append(out, a.Value)
			}
		}
	}
	return out
}
