package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"strings"
	"testing"
)

// samples draws every kind of picture, each as a report would.
var samples = []struct {
	name string
	draw func() (Picture, error)
	// says are words and numbers that the SVG must show as text.
	says []string
}{
	{"one bar", func() (Picture, error) { return Diverging(confidence()) },
		[]string{"Confidence in working digitally", "All respondents", "n = 53 (1 gave no answer)", "unconfident", "confident",
			"Extremely confident 11%", "Extremely unconfident 4%", "36%", "26%", "74%"}},
	{"bars by role", func() (Picture, error) { return Diverging(confidenceByRole()) },
		[]string{"Trainees", "n = 12", "58%", "42%", "Heads of service", "hidden", "no answers", "69%"}},
	{"five points", func() (Picture, error) { return Diverging(fivePoints()) },
		[]string{"Neither agree nor disagree", "n = 19", "63%", "100%"}},
	{"agreement of two groups", func() (Picture, error) { return Agreement(agreement()) },
		[]string{"All respondents", "One setting only", "95% interval", "18 of 19 (95%)", "46 of 54 (85%)", "0%", "100%"}},
	{"agreement on a part of the axis", func() (Picture, error) { return Agreement(agreementOne()) },
		[]string{"16 of 19 (84%)", "The axis starts at 70%, not at 0.", "hidden", "no answers", "70%", "90%"}},
	{"themes", func() (Picture, error) { return Themes(themes()) },
		[]string{"Supervision", "All", "domains", "14", "11", "1 person to 11 people", "hidden: a small number"}},
	{"ages", func() (Picture, error) { return Bars(ages()) },
		[]string{"26–35", "18 (33%)", "0 (0%)", "Survey. Base: all 54 respondents."}},
	{"roles", func() (Picture, error) { return Bars(roles()) },
		[]string{"People could name several", "13 (21%)", "hidden"}},
}

func TestSamples(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			p := picture(t, s.draw)
			texts := checkSVG(t, p)
			for _, want := range s.says {
				if !texts[want] {
					t.Errorf("the SVG does not show %q", want)
				}
			}
			checkPNG(t, p)
			if p.Lacks != "" {
				t.Errorf("the PNG lacks %q", p.Lacks)
			}
			again := picture(t, s.draw)
			if !bytes.Equal(p.SVG, again.SVG) || !bytes.Equal(p.PNG, again.PNG) || p.Alt != again.Alt {
				t.Error("drawn twice, it is not the same")
			}
		})
	}
}

func picture(t *testing.T, f func() (Picture, error)) Picture {
	t.Helper()
	p, err := f()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// checkSVG checks what must hold of every SVG, and gives the texts drawn in it.
func checkSVG(t *testing.T, p Picture) map[string]bool {
	t.Helper()
	if strings.Contains(string(p.SVG), "<?xml") {
		t.Error("an XML declaration cannot stand within a page")
	}
	texts := map[string]bool{}
	var ids []string
	var open []string
	var chars strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(p.SVG))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the SVG is not well-formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			open = append(open, e.Name.Local)
			chars.Reset()
			attrs := map[string]string{}
			for _, a := range e.Attr {
				attrs[a.Name.Local] = a.Value
				if a.Name.Local == "id" {
					ids = append(ids, a.Value)
				}
			}
			if len(open) == 1 {
				checkRoot(t, attrs)
			}
			switch e.Name.Local {
			case "svg", "title", "desc", "g", "path", "text":
			default:
				t.Errorf("the SVG holds an element %q", e.Name.Local)
			}
		case xml.CharData:
			chars.Write(e)
		case xml.EndElement:
			switch e.Name.Local {
			case "text":
				texts[chars.String()] = true
			case "desc":
				if chars.String() != p.Alt {
					t.Errorf("desc is %q, Alt is %q", chars.String(), p.Alt)
				}
			}
			open = open[:len(open)-1]
		}
	}
	for _, id := range ids[1:] {
		if !strings.HasPrefix(id, ids[0]+"-") {
			t.Errorf("the id %q does not begin with the picture's, %q", id, ids[0])
		}
	}
	return texts
}

func checkRoot(t *testing.T, attrs map[string]string) {
	t.Helper()
	if attrs["role"] != "img" || attrs["aria-labelledby"] == "" {
		t.Errorf("the root is not an image with a name: %v", attrs)
	}
	if !strings.HasPrefix(attrs["viewBox"], "0 0 720 ") {
		t.Errorf("viewBox is %q", attrs["viewBox"])
	}
	if attrs["width"] != "" || attrs["height"] != "" {
		t.Errorf("the root has a size of its own: %v", attrs)
	}
	if !strings.Contains(attrs["style"], "sans-serif") {
		t.Errorf("the fonts do not end in sans-serif: %q", attrs["style"])
	}
}

func checkPNG(t *testing.T, p Picture) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if w := img.Bounds().Dx(); w != 1440 {
		t.Errorf("the PNG is %d wide; expected 1440", w)
	}
	seen := map[any]int{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y += 2 {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += 2 {
			seen[img.At(x, y)]++
		}
	}
	if len(seen) < 3 {
		t.Errorf("the PNG has %d colours", len(seen))
	}
	// Nothing may touch the edges, or it would be clipped.
	b := img.Bounds()
	for x := b.Min.X; x < b.Max.X; x++ {
		for _, y := range []int{b.Min.Y, b.Max.Y - 1} {
			if r, g, bl, _ := img.At(x, y).RGBA(); r+g+bl != 3*0xFFFF {
				t.Fatalf("something is drawn at the edge, at %d, %d", x, y)
			}
		}
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, x := range []int{b.Min.X, b.Max.X - 1} {
			if r, g, bl, _ := img.At(x, y).RGBA(); r+g+bl != 3*0xFFFF {
				t.Fatalf("something is drawn at the edge, at %d, %d", x, y)
			}
		}
	}
}

// unkind are labels that a spreadsheet from outside may hold.
var unkind = []string{
	`<script>alert("1")</script> & 'more' "quoted"`, "", " ", "]]>", "</svg>", "font-style:normal;",
	"שלום עולם 12 abc", "العربية", "日本語のとても長いラベルですから折り返しが必要です", "✓ done",
	"Antidisestablishmentarianism-and-floccinaucinihilipilification/honorificabilitudinitatibus",
	strings.Repeat("very long label ", 500), strings.Repeat("x", 5000),
	"\u202Eturned round", "\x00\x01\x1b[31m\ncontrol", "\xff\xfe not UTF-8", "\uFFFF\uFDD0", "cafe\u0301",
}

func TestUnkindLabels(t *testing.T) {
	kinds := map[string]func(label func(int) string) (Picture, error){
		"diverging": func(label func(int) string) (Picture, error) {
			s := fivePoints()
			s.Title, s.Note, s.NegativeName, s.PositiveName = label(0), label(1), label(2), label(3)
			for i := range s.Options {
				s.Options[i].Label = label(i)
				s.Rows[i].Label = label(i + 1)
			}
			s.Rows[0].Shown = []string{label(0), label(1), label(2), label(3), label(4)}
			return Diverging(s)
		},
		"agreement": func(label func(int) string) (Picture, error) {
			s := agreement()
			s.Title, s.Subtitle, s.Interval, s.Series[1] = label(0), label(1), label(2), label(3)
			for i := range s.Domains {
				s.Domains[i].Label = label(i)
			}
			return Agreement(s)
		},
		"themes": func(label func(int) string) (Picture, error) {
			s := themes()
			s.Title, s.TotalName = label(0), label(1)
			for i := range s.Columns {
				s.Columns[i] = ThemesColumn{label(i), label(i + 1)}
			}
			for i := range s.Rows {
				s.Rows[i].Label = label(i + 2)
			}
			return Themes(s)
		},
		"bars": func(label func(int) string) (Picture, error) {
			s := ages()
			s.Title, s.Rows[1].Shown = label(0), label(1)
			for i := range s.Rows {
				s.Rows[i].Label = label(i)
			}
			return Bars(s)
		},
	}
	for kind, f := range kinds {
		for from := 0; from < len(unkind); from += 5 {
			t.Run(fmt.Sprint(kind, from), func(t *testing.T) {
				label := func(i int) string { return unkind[(from+i)%len(unkind)] }
				p := picture(t, func() (Picture, error) { return f(label) })
				checkSVG(t, p)
				checkPNG(t, p)
				if strings.Contains(string(p.SVG), "<script") || strings.ContainsRune(string(p.SVG), '\u202E') {
					t.Error("a label got into the SVG as it was")
				}
			})
		}
	}
}

func TestLacks(t *testing.T) {
	s := ages()
	s.Rows[0].Label = "✓ ticked 日"
	p := picture(t, func() (Picture, error) { return Bars(s) })
	if p.Lacks != "✓日" {
		t.Errorf("Lacks is %q", p.Lacks)
	}
	if !checkSVG(t, p)["✓ ticked 日"] {
		t.Error("the SVG does not have the label")
	}
}

// Two pictures of one page must not share an id.
func TestIDs(t *testing.T) {
	for _, id := range []string{"", "1st", "a b", `a"b`, "é"} {
		s := ages()
		s.ID = id
		if _, err := Bars(s); err == nil || errors.Is(err, ErrEmpty) {
			t.Errorf("id %q: error is %v", id, err)
		}
	}
}

func TestManyRows(t *testing.T) {
	s := ages()
	s.Rows = nil
	for i := range MaxRows {
		s.Rows = append(s.Rows, BarsRow{Label: fmt.Sprintf("Row %d", i), Count: i % 54})
	}
	p := picture(t, func() (Picture, error) { return Bars(s) })
	if texts := checkSVG(t, p); !texts["Row 0"] || !texts["Row 99"] {
		t.Error("a row is missing")
	}
	if !strings.HasSuffix(p.Alt, "and 88 rows more.") {
		t.Errorf("Alt ends %q", p.Alt[len(p.Alt)-40:])
	}
	s.Rows = append(s.Rows, BarsRow{})
	if _, err := Bars(s); err == nil {
		t.Error("one row too many is no error")
	}
}

// The numbers in the wild: 40 rows of a scale, one row, no title.
func TestSizes(t *testing.T) {
	s := fivePoints()
	row := s.Rows[1]
	s.Rows = nil
	for range 40 {
		s.Rows = append(s.Rows, row)
	}
	checkPNG(t, picture(t, func() (Picture, error) { return Diverging(s) }))
	s.Rows, s.Title, s.Note = s.Rows[:1], "", ""
	p := picture(t, func() (Picture, error) { return Diverging(s) })
	checkPNG(t, p)
	checkSVG(t, p)
	if strings.Contains(string(p.SVG), "<title") {
		t.Error("there is a title element without a title")
	}
}

func FuzzLabel(f *testing.F) {
	for _, s := range unkind {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, label string) {
		s := ages()
		s.Title, s.Rows = label, []BarsRow{{Label: label, Count: 1}}
		p, err := Bars(s)
		if err != nil {
			t.Fatal(err)
		}
		checkSVG(t, p)
	})
}
