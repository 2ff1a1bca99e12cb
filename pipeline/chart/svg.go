package chart

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// toSVG draws on gonum's SVG canvas and gives its root element what a page
// needs: a size that follows the page, a role, a title and a description.
func toSVG(f Frame, alt string, height float64, paint func(vg.Canvas)) ([]byte, error) {
	c := vgsvg.New(pageWidth, vg.Length(height))
	paint(c)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, f.wrong("the SVG could not be written: %v", err)
	}
	_, body, ok := strings.Cut(b.String(), "xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n")
	if !ok {
		return nil, f.wrong("gonum/plot wrote an SVG that begins in a way this version does not know")
	}
	// The family stands once, at the root. No label can look like what is
	// replaced here, because quotation marks in labels are escaped.
	for _, weight := range []string{"normal", "bold"} {
		body = strings.ReplaceAll(body,
			`style="font-family:Liberation Sans;font-variant:normal;font-weight:`+weight+`;font-style:normal;`,
			`style="font-weight:`+weight+`;`)
	}

	title := clean(f.Title)
	labelled := f.ID + "-desc"
	if title != "" {
		labelled = f.ID + "-title " + labelled
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" id="%s" viewBox="0 0 %.5g %.5g" role="img" aria-labelledby="%s"`,
		f.ID, pageWidth, height, labelled)
	out.WriteString(` style="display:block;width:100%;max-width:720px;height:auto;background:#fff;font-family:'Liberation Sans',Arial,Helvetica,sans-serif;font-style:normal">` + "\n")
	if title != "" {
		fmt.Fprintf(&out, "<title id=\"%s-title\">%s</title>\n", f.ID, html.EscapeString(title))
	}
	fmt.Fprintf(&out, "<desc id=\"%s-desc\">%s</desc>\n", f.ID, html.EscapeString(alt))
	out.WriteString(body)
	return []byte(out.String()), nil
}
