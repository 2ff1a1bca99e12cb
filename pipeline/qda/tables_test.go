package qda

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

func excel(t testing.TB, rows [][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		for k, text := range row {
			cell, _ := excelize.CoordinatesToCellName(k+1, i+1)
			if err := f.SetCellStr("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// outline gives a tree of codes as one line.
func outline(codes []Code) string {
	out := ""
	for _, c := range codes {
		out += "(" + c.Name + ":" + c.Description + outline(c.Codes) + ")"
	}
	return out
}

func TestTables(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"Taguette":            {[]byte("tag,description,number of highlights\na,first,1\na.b,second,2\nc,\"=1+1\",3\n"), "(a:first(b:second))(c:=1+1)"},
		"Taguette, by path":   {[]byte("\ufeffpath,description\r\na.b,below\r\na,above\r\n"), "(a:above(b:below))"},
		"Taguette, by name":   {[]byte("name\nMr. Smith\nv1.0\n"), "(Mr. Smith:)(v1.0:)"},
		"Taguette, blanks":    {[]byte("tag,description\n,none\n a ,b\na,again\n"), "(a:b)"},
		"Taguette, hostile":   {[]byte("tag,description\n.,1\n..,2\n...,3\n"), "(.:1(.:3))(..:2)"},
		"MAXQDA":              {excel(t, [][]string{{"Code", "Memo"}, {"A", "m"}, {"A > B", "n"}, {"A > B > C"}, {"D", ""}}), "(A:m(B:n(C:)))(D:)"},
		"MAXQDA, child first": {excel(t, [][]string{{"Memo", "Code"}, {"n", "A > B"}, {"m", "A"}}), "(A:m(B:n))"},
	} {
		p, found := Read(name, c.data)
		if got := outline(p.Codes); got != c.want {
			t.Errorf("%s: found %s, expected %s; %v", name, got, c.want, found)
		}
	}
}

// TestMAXQDA compares the GUIDs of a codebook in Excel with those of the project
// that it was exported from: 290 of the project's 307 codes are among the 326.
func TestMAXQDA(t *testing.T) {
	table, found := Read("x", sharedFile(t, "samples/maxqda24-icls-codebook.xlsx"))
	if len(found) != 0 {
		t.Errorf("%v", found)
	}
	project, _ := Read("p", sharedFile(t, "samples/maxqda24-icls-project.qde"))
	type code struct{ guid, name, colour string }
	known := map[code]bool{}
	everyCode(table.Codes, func(c *Code, _ int) { known[code{c.GUID, c.Name, c.Colour}] = true })
	same := 0
	everyCode(project.Codes, func(c *Code, _ int) {
		if known[code{c.GUID, c.Name, c.Colour}] {
			same++
		}
	})
	if same != 290 {
		t.Errorf("%d codes are the same", same)
	}
}

func TestWriteTaguette(t *testing.T) {
	p, _ := Read("x", []byte("tag,description\na,first\na.b,\"two\nlines\"\nc,=1+1\n"))
	data, err := WriteTaguette(p)
	if err != nil {
		t.Fatal(err)
	}
	want := "tag,description\na,first\na.b,\"two\nlines\"\nc,'=1+1\n"
	if string(data) != want {
		t.Errorf("found %q, expected %q", data, want)
	}
	again, _ := Read("x", data)
	if outline(again.Codes) != outline(p.Codes) {
		t.Error(outline(again.Codes))
	}
}
