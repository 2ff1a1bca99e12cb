package draft

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// hostile are headers and answers that have broken files of some kind before.
var hostile = []string{
	"", " ", "yes", "No", "null", "~", "- a", "a: b", "a #b", "# a", "{a}", "[a, b]", "&a", "*a", "!a", "|", ">", "%", "@", "`", "'", `"`, `\`, "---", "...",
	"a\nb", "a\tb", "a\u00a0b", "\u2028", "\ufeff", "\x00", "\x07", "😀", "é", "e\u0301", "ÄÖ", "日本", "1", "1.0", "01", "-99", "NA", "1e5", "0x1F", ".5", "true", "Q1", "q1", "Q1_1", "Q1_2",
	"Q1_TEXT", "tables", "agreement", "published", "column 2", "a (2)", "Another answer", "Other", "Other (please specify)", "Strongly agree", "Agree", "agree", "Never", "18-25", "a;b;", "a, b", "a, c", strings.Repeat("x", 10_000), "=1+1", "weight", "Email", "id",
}

// FuzzProfile drafts from profiles of all sorts: the file that comes of it is
// always one that can be read.
func FuzzProfile(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, "a\x1fb\x1fc")
	f.Add([]byte{9, 8, 7, 200, 3, 2, 1, 90, 40, 41, 42, 43, 44}, "Yes\x1fNo\x1fyes")
	f.Add([]byte(strings.Repeat("\x05\x30\x31\x32\x33\x34\x35\x36", 20)), "1\x1f2\x1f3.0")
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), "q0_1\x1fq0_2\x1fq0_3")
	f.Fuzz(func(t *testing.T, order []byte, more string) {
		p := profileFrom(order, append(slices.Clone(hostile), strings.Split(more, "\x1f")...))
		d := FromProfile(p, Options{File: "survey/" + more, Title: more})
		text := d.YAML()
		_, found := study.Read(study.FileName, text)
		if bad := finding.Errors(found); len(bad) > 0 && len(d.Questions) > 0 {
			t.Fatalf("%s\n%s", bad[0], text)
		}
		if again := FromProfile(p, Options{File: "survey/" + more, Title: more}).YAML(); !bytes.Equal(text, again) {
			t.Fatal("the same profile gives two drafts")
		}
	})
}

// profileFrom makes a profile of words, as bytes say: what survey promises holds
// (names are unique, white space is collapsed), and nothing else.
func profileFrom(order []byte, words []string) *survey.Profile {
	next := func() int {
		if len(order) == 0 {
			return 0
		}
		n := int(order[0])
		order = order[1:]
		return n
	}
	word := func() string {
		return study.Normal(strings.ToValidUTF8(words[next()%len(words)], "\ufffd"))
	}
	p := &survey.Profile{Dialect: append(study.Dialects, "")[next()%(len(study.Dialects)+1)]}
	p.Flow.Kept = 1 + next()
	names := map[string]bool{}
	for len(order) > 0 && len(p.Columns) < 60 {
		c := survey.ColumnProfile{Name: word()}
		if c.Name == "" || names[c.Name] {
			c.Name = fmt.Sprintf("column %d", len(p.Columns)+1)
		}
		names[c.Name] = true
		c.Wording = c.Name
		flags := next()
		if flags&1 != 0 {
			c.Wording = word()
		}
		if flags&2 != 0 {
			c.Option = word()
		}
		if flags&4 != 0 {
			c.Group = word()
		}
		c.OtherWords = flags&8 != 0 && c.Group != ""
		seen := map[string]bool{}
		for range next() % 12 {
			v := survey.ValueCount{Text: word(), Rows: 1 + next()%40}
			if v.Text == "" || seen[v.Text] || utf8.RuneCountInString(v.Text) > 1000 {
				continue
			}
			seen[v.Text] = true
			c.Values = append(c.Values, v)
			c.Filled += v.Rows
			if _, ok := plainNumber(v.Text); ok {
				c.Numbers += v.Rows
			}
		}
		c.Many = flags&16 != 0 && len(c.Values) > 3
		c.Words = flags
		p.Columns = append(p.Columns, c)
	}
	return p
}

// ofTheFile are the kinds of errors that are the file's own, however it is
// described.
var ofTheFile = []string{"wrong-number-of-cells", "unclosed-quote", "no-rows", "no-rows-left", "empty-file", "too-much-text", "not-text", "unclosed-quote-more", "wrong-number-of-cells-more"}

// FuzzExport drafts from exports: the draft reads the file that it was made of.
func FuzzExport(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,x\n2,y\n", "Q1,Q1_TEXT\nOther,words\nYes,\n", "a;b\n\"1;2\";x\n", "id,e-mail\n1,a@b.org\n", "q_1,q_2\nA,Not selected\nNot selected,B\n",
		"Timestamp,What? [x],What? [y]\n1/2/2020 10:00:00,Agree,Disagree\n", "a\n\n", "\"a\nb\",c: d\n\"- x\",{y}\n", "r1[SQ001]. A [b],r1[SQ002]. A [c]\nYes,No\n",
		"ID,Start time,Completion time,Email,Name,Q\n1,a,b,c,d,\"A;B;\"\n", "n\n" + strings.Repeat("1\n", 50) + "six\n", "weight,a\n0.5,x\n1.5,y\n",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "export.csv")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		p, _, err := survey.ProfileOf(context.Background(), path, study.Source{}, survey.Options{})
		if err != nil || p == nil {
			return
		}
		d := FromProfile(p, Options{File: "export.csv", Title: "x"})
		if len(d.Questions) == 0 {
			return
		}
		bad, err := d.Settle(context.Background(), path)
		if err != nil {
			t.Fatalf("%v\n%s", err, d.YAML())
		}
		for _, b := range bad {
			if !slices.Contains(ofTheFile, b.Kind) {
				t.Fatalf("%s\n%s", b, d.YAML())
			}
		}
	})
}
