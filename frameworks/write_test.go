package frameworks

import (
	"bytes"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"concord/pipeline/yamlfile"
)

// same fails unless two frameworks are equal but for the places in their files.
func same(t *testing.T, want, got *Framework) {
	t.Helper()
	a, b := withoutPlaces(want), withoutPlaces(got)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("not the same framework:\n%+v\n%+v", a, b)
	}
}

func withoutPlaces(f *Framework) Framework {
	out := *f
	out.Pos, out.File = yamlfile.Pos{}, ""
	out.Kinds, out.Levels = append([]Kind(nil), f.Kinds...), append([]Level(nil), f.Levels...)
	for i := range out.Kinds {
		out.Kinds[i].Pos = yamlfile.Pos{}
	}
	for i := range out.Levels {
		out.Levels[i].Pos = yamlfile.Pos{}
	}
	out.References, out.Relations = append([]Reference(nil), f.References...), append([]Relation(nil), f.Relations...)
	for i := range out.References {
		out.References[i].Pos = yamlfile.Pos{}
	}
	for i := range out.Relations {
		out.Relations[i].Pos = yamlfile.Pos{}
	}
	out.Items = itemsWithoutPlaces(f.Items)
	return out
}

func itemsWithoutPlaces(items []Item) []Item {
	out := append([]Item(nil), items...)
	for i := range out {
		out[i].Pos = yamlfile.Pos{}
		out[i].Links = append([]Link(nil), out[i].Links...)
		for j := range out[i].Links {
			out[i].Links[j].Pos = yamlfile.Pos{}
		}
		out[i].Items = itemsWithoutPlaces(out[i].Items)
	}
	return out
}

func TestMarshalReadsBack(t *testing.T) {
	f, _ := Read("good.yaml", []byte(good))
	item := &f.Items[0].Items[0]
	item.UUID = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"
	item.Title = `"Quoted": yes, and # not a comment`
	item.Statement = "Two lines,\nthe second - with “curly” marks and café.\n"
	item.Notes = " leading and trailing "
	item.Sources = []string{"no", "1.0", "~", "2020-01-01", strings.Repeat("long ", 60) + "end"}
	text, err := f.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, findings := Read("again.yaml", text)
	if len(findings) != 0 {
		t.Fatalf("%v\n%s", findings, text)
	}
	same(t, f, again)
	second, err := again.Marshal()
	if err != nil || !bytes.Equal(text, second) {
		t.Errorf("written twice, not the same bytes (error %v)", err)
	}
}

// The bundled files are in the layout that Marshal writes, so that a new
// version differs from the last one only where its content does.
func TestBundledAsWritten(t *testing.T) {
	for _, id := range IDs(Bundled()) {
		for _, version := range Versions(Bundled(), id) {
			f, findings, err := Load(id, version)
			if err != nil || len(findings) > 0 {
				t.Fatalf("%s %s: %v %v", id, version, err, findings)
			}
			text, err := f.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			file, err := fs.ReadFile(Bundled(), f.File)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(text, file) {
				t.Errorf("%s is not in the layout that Write gives; it should be:\n%s", f.File, text)
			}
		}
	}
}
