package yamlfile

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
)

type inner struct {
	Pos  `yaml:"-"`
	Name string `yaml:"name"`
	N    int    `yaml:"n"`
}

func (i *inner) FromScalar(text string) { i.Name = text }

type outer struct {
	Pos   `yaml:"-"`
	Title string           `yaml:"title"`
	On    bool             `yaml:"on"`
	Part  *inner           `yaml:"part"`
	List  []inner          `yaml:"list"`
	Words []string         `yaml:"words"`
	Named map[string]inner `yaml:"named"`
}

func TestDecode(t *testing.T) {
	text := "title: 012\non: true\npart: {name: x, n: 3}\nlist:\n  - plain\n  - name: long\nwords: [\"no\", 1.10]\nnamed: {a: b}\n"
	var got outer
	if findings := Decode("f.yaml", []byte(text), &got); len(findings) > 0 {
		t.Fatal(findings)
	}
	// Labels stay as they are written: 012 is not 10, 1.10 is not 1.1.
	if got.Title != "012" || !got.On || got.Part.N != 3 || got.List[0].Name != "plain" || got.List[1].Name != "long" || got.Words[1] != "1.10" || got.Named["a"].Name != "b" {
		t.Errorf("%+v", got)
	}
	if line, column := got.List[1].At("name"); line != 6 || column != 11 {
		t.Errorf("name of the second element is at %d:%d, want 6:11", line, column)
	}
	if got.List[0].Line != 5 || !got.Part.Has("n") || got.Part.Has("m") {
		t.Errorf("places: %+v", got)
	}
}

func TestNullInAList(t *testing.T) {
	var got outer
	findings := Decode("f.yaml", []byte("list:\n  - a\n  - ~\npart:\n"), &got)
	if len(findings) > 0 || len(got.List) != 2 || got.List[1].Line != 3 || got.List[1].Column != 5 {
		t.Errorf("%+v %v", got, findings)
	}
	if got.Part != nil {
		t.Error("a key with nothing after it is given")
	}
}

func TestDecodeFindings(t *testing.T) {
	for _, c := range []struct {
		name, text, kind string
		line, column     int
		do               string
	}{
		{"unknown key", "title: x\ntitel: y\n", "unknown-key", 2, 1, `"title"`},
		{"unknown key inside", "part:\n  nmae: y\n", "unknown-key", 2, 3, `"name"`},
		{"key twice", "title: x\ntitle: y\n", "key-twice", 2, 1, ""},
		{"name twice", "named:\n  a: x\n  a: y\n", "key-twice", 3, 3, ""},
		{"a list for a word", "title: [a]\n", "wrong-form", 1, 8, ""},
		{"a word for a list", "words: a\n", "wrong-form", 1, 8, ""},
		{"a word for a number", "part: {n: many}\n", "wrong-form", 1, 11, ""},
		{"a word for a switch", "on: perhaps\n", "wrong-form", 1, 5, ""},
		{"a list for the whole", "- a\n", "wrong-form", 1, 1, ""},
		{"nothing", "", "empty-file", 1, 1, ""},
		{"only a comment", "# hello\n", "empty-file", 1, 1, ""},
		{"broken", "title: \"x\nlist: [\n", "not-yaml", 0, 0, ""},
		{"two documents", "title: x\n---\ntitle: y\n", "not-yaml", 0, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got outer
			findings := Decode("f.yaml", []byte(c.text), &got)
			if len(findings) != 1 {
				t.Fatalf("%d findings: %v", len(findings), findings)
			}
			f := findings[0]
			if f.Kind != c.kind || f.File != "f.yaml" || f.Line < 1 || (c.line > 0 && (f.Line != c.line || f.Column != c.column)) || !strings.Contains(f.Do, c.do) {
				t.Errorf("got %v", f)
			}
		})
	}
}

func TestAliasToItself(t *testing.T) {
	var got outer
	Decode("f.yaml", []byte("list: &a\n  - *a\n"), &got) // must end
	var m struct {
		A map[string]map[string]string `yaml:"a"`
	}
	Decode("f.yaml", []byte("a: &x {b: *x}\n"), &m)
}

// Nine lists, each of ten of the one before, stand for a thousand million words.
func TestAliasesOfAliases(t *testing.T) {
	text := "named:\n  a0: &a0 x\n"
	for i := 1; i < 10; i++ {
		n := strconv.Itoa(i)
		text += "  a" + n + ": &a" + n + " {name: x, deep: [" + strings.TrimSuffix(strings.Repeat("*a"+strconv.Itoa(i-1)+", ", 10), ", ") + "]}\n"
	}
	var got struct {
		Named map[string]struct {
			Name string `yaml:"name"`
			Deep []deep `yaml:"deep"`
		} `yaml:"named"`
	}
	findings := Decode("f.yaml", []byte(text), &got)
	if len(findings) == 0 || len(findings) > 100 {
		t.Errorf("%d findings", len(findings))
	}
}

type deep struct {
	Name string `yaml:"name"`
	Deep []deep `yaml:"deep"`
}

func (d *deep) FromScalar(text string) { d.Name = text }

func TestKeys(t *testing.T) {
	if got := Keys(reflect.TypeOf(inner{})); !reflect.DeepEqual(got, []string{"n", "name"}) {
		t.Error(got)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("title: x\nlist: [a, {name: b}]\n")
	f.Add("a: &a [*a]")
	f.Add("\xef\xbb\xbftitle: é\x00")
	f.Fuzz(func(t *testing.T, text string) {
		var got outer
		for _, x := range Decode("f.yaml", []byte(text), &got) {
			if x.Line < 1 || x.Message == "" {
				t.Errorf("a finding without a place or a message: %+v", x)
			}
		}
	})
}

func TestNotUTF8(t *testing.T) {
	var out struct {
		Title string `yaml:"title"`
	}
	got := Decode("w.yaml", []byte("# a\ntitle: caf\xe9\n"), &out)
	if len(got) != 1 || got[0].Kind != "not-utf8" || got[0].Line != 2 || got[0].Column != 11 {
		t.Errorf("%v", got)
	}
}
