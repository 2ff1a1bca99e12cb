package intake

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"concord/pipeline/finding"

	"golang.org/x/text/encoding/charmap"
)

// A file in one layout is never a framework in another.
func TestWrongFormat(t *testing.T) {
	files := append(sources[:len(sources):len(sources)], sources[0])
	files[len(files)-1].format, files[len(files)-1].pattern = "csv", "data/case/compeito-seed-001.csv"
	for _, file := range files {
		data := sharedFile(t, file.pattern)
		for _, f := range Formats {
			_, findings := f.Read("copy.txt", data)
			if right := f.Name == file.format; right == (len(finding.Errors(findings)) > 0) {
				t.Errorf("a file for %s read as %s: %s", file.format, f.Name, kindsOf(findings))
			}
		}
	}
}

// What the text looks like is said.
func TestWrongFormatIsNamed(t *testing.T) {
	for _, file := range sources[:4] {
		data := sharedFile(t, file.pattern)
		for _, f := range Formats[:4] {
			if f.Name == file.format {
				continue
			}
			_, findings := f.Read("copy.txt", data)
			e := finding.Errors(findings)[0]
			if e.Kind != "unknown-layout" || e.Line == 0 || e.Expected == "" || !strings.Contains(e.Do, " "+file.format+".") {
				t.Errorf("a file for %s read as %s: %s", file.format, f.Name, e)
			}
		}
	}
}

func TestNoText(t *testing.T) {
	for name, c := range map[string]struct{ data, kind string }{
		"empty":               {"", "empty-file"},
		"spaces":              {" \r\n\t\n", "empty-file"},
		"mark alone":          {"\xef\xbb\xbf", "empty-file"},
		"PDF":                 {"%PDF-1.7\nstuff", "not-text"},
		"Word":                {"PK\x03\x04stuff", "not-text"},
		"UTF-16 without mark": {"K\x001\x00:\x00", "wrong-encoding"},
		"damaged UTF-8":       {"K1: caf\xc3\xa9 “yes” b\xffd\n", "wrong-encoding"},
	} {
		for _, f := range Formats {
			got, findings := f.Read("copy.txt", []byte(c.data))
			if kindsOf(findings) != "error "+c.kind || got == nil {
				t.Errorf("%s as %s: %s", name, f.Name, kindsOf(findings))
			}
		}
	}
	for _, f := range Formats[:4] {
		if _, findings := f.Read("page.html", []byte("<!DOCTYPE html>\n<p>K1: x</p>")); kindsOf(findings) != "error not-plain-text" {
			t.Errorf("a web page's source as %s: %s", f.Name, kindsOf(findings))
		}
	}
}

// Half a document is not taken for a whole one.
func TestHalf(t *testing.T) {
	for _, c := range sources {
		data := string(sharedFile(t, c.pattern))
		_, whole := format(t, c.format).Read("copy.txt", []byte(data))
		lines := strings.SplitAfter(data, "\n")
		for tenth := 1; tenth < 10; tenth++ {
			half := strings.Join(lines[:len(lines)*tenth/10], "")
			f, findings := format(t, c.format).Read("copy.txt", []byte(half))
			if tenth == 5 && len(finding.Errors(findings)) == 0 {
				t.Errorf("half of the file for %s is read without an error", c.format)
			}
			if len(finding.Errors(findings)) > 0 || kindsOf(findings) != kindsOf(whole) {
				continue
			}
			for kind, n := range c.counts {
				if counts(f)[kind] != n {
					t.Errorf("%d tenths of the file for %s: %d %s, and not a word of it", tenth, c.format, counts(f)[kind], kind)
				}
			}
		}
	}
}

// A table of bands whose cells can no longer be told apart, or with a page
// number in it, is not read into the wrong places.
func TestSpoiltTable(t *testing.T) {
	text := string(sharedFile(t, "sources/001_*.txt"))
	f, _ := sound(t, "career-bands", []byte(text))
	want := string(marshal(t, f))
	lines := strings.Split(text, "\n")
	trimmed := make([]string, len(lines))
	for i, l := range lines {
		trimmed[i] = strings.TrimRight(l, " ")
	}
	if _, findings := readBands("copy.txt", []byte(strings.Join(trimmed, "\n"))); len(finding.Errors(findings)) == 0 {
		t.Error("a table without the spaces on its blank lines is read")
	}
	for i, l := range lines {
		if l != "" {
			continue
		}
		for _, number := range []string{"2", "Page 2", "\f2", "2\n\f"} {
			spoilt := strings.Join(lines[:i], "\n") + "\n\n" + number + "\n\n" + strings.Join(lines[i+1:], "\n")
			got, findings := readBands("copy.txt", []byte(spoilt))
			if len(finding.Errors(findings)) == 0 && string(marshal(t, got)) != want && !strings.Contains(kindsOf(findings), "warning") {
				t.Errorf("%q after line %d is read as another framework without a warning", number, i)
			}
		}
	}
}

// Whatever a program has done to the lines and letters, the framework is the
// same.
func TestSameFramework(t *testing.T) {
	for _, c := range sources {
		data := sharedFile(t, c.pattern)
		f, _ := sound(t, c.format, data)
		want := string(marshal(t, f))
		text := string(data)
		// As UTF-16 and Windows-1252 would be saved.
		units := utf16.Encode([]rune("\ufeff" + text))
		wide := make([]byte, 0, 2*len(units))
		for _, u := range units {
			wide = append(wide, byte(u), byte(u>>8))
		}
		variants := map[string]string{
			"Windows line ends": strings.ReplaceAll(text, "\n", "\r\n"),
			"old Mac line ends": strings.ReplaceAll(text, "\n", "\r"),
			"a byte order mark": "\ufeff" + text,
			"UTF-16":            string(wide),
		}
		if c.format != "direct" {
			variants["other bullets"] = strings.ReplaceAll(text, "•", "▪")
			variants["a word processor's bullets"] = strings.ReplaceAll(text, "•", "\uf0b7")
			variants["bullets on lines of their own"] = strings.ReplaceAll(text, "•", "•\n")
			variants["hyphens as bullets"] = strings.ReplaceAll(text, "•", "-")
			if old, err := charmap.Windows1252.NewEncoder().String(text); err == nil {
				variants["Windows-1252"] = old
			}
		}
		if c.format == "occupational-standard" || c.format == "domains" {
			lines := strings.Split(text, "\n")
			var paged []string
			for i, l := range lines {
				paged = append(paged, l)
				if i%30 == 29 {
					paged = append(paged, "", "A Running Header "+fmt.Sprint(i/30), "Page "+fmt.Sprint(1+i/30)+" of 40", "")
				}
			}
			variants["pages"] = strings.Join(paged, "\n")
		}
		for name, variant := range variants {
			got, findings := format(t, c.format).Read("copy.txt", []byte(variant))
			if errors := finding.Errors(findings); len(errors) > 0 {
				t.Errorf("%s with %s: %s", c.format, name, errors[0])
			} else if string(marshal(t, got)) != want {
				t.Errorf("%s with %s is another framework", c.format, name)
			}
		}
	}
}

// Ten thousand items are no burden.
func TestMany(t *testing.T) {
	const many = 10_000
	build := func(head string, each func(i int) string, tail string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 1; i <= many; i++ {
			b.WriteString(each(i))
		}
		return b.String() + tail
	}
	texts := map[string]string{
		"domains": build("The 2 domains are:\n1. One\n2. Two\n(A) Knowledge and (B) Abilities\n1. One\nKnowledge\n", func(i int) string { return "• Knows a thing.\n" }, ""),
		"competence-map": build("The two domains are:\n• One\n• Two\n\nOne\n", func(i int) string {
			return fmt.Sprintf("%s• Ability to do %d\n", strings.Repeat(" ", i%7), i)
		}, ""),
		"occupational-standard": build("Title\nLevel 3\nReference: OCC0001\n", func(i int) string {
			if i > 999 {
				return "and more of the statement\n"
			}
			return fmt.Sprintf("K%d: Knows.\n", i)
		}, "S1: x.\nB1: y.\nDuties\nDuty D1\nz.\nOccupational Progression\n"),
		"csv": build("code,statement,parent\n0,top,\n", func(i int) string { return fmt.Sprintf("%d,Statement,0\n", i) }, ""),
		"direct": build(`{"D":{"C":{"first":{"description":"","tools_languages_methods_behaviours":"x","training_resources":""}`, func(i int) string {
			return fmt.Sprintf(`,"%d":{"description":"","tools_languages_methods_behaviours":"x","training_resources":""}`, i)
		}, "}}}"),
	}
	for name, text := range texts {
		f, findings := format(t, name).Read("copy.txt", []byte(text))
		if errors := finding.Errors(findings); name == "occupational-standard" {
			if kindsOf(errors) != "error text-too-long" {
				t.Errorf("a statement without end: %v", findings)
			}
		} else if len(errors) > 0 {
			t.Errorf("%s: %s", name, errors[0])
		}
		if name != "occupational-standard" {
			total := 0
			for _, n := range counts(f) {
				total += n
			}
			if total < many {
				t.Errorf("%s: %d items", name, total)
			}
		}
	}
}

// Codes that a copy has damaged are told with their lines.
func TestDamagedCodes(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		told bool
	}{
		"no colon": {"S2 Water the plants.", true}, "small": {"s2: Water the plants.", true}, "a letter for a number": {"S I: Water the plants.", true}, "a space": {"S 2: Water the plants.", true},
		"a word": {"Skilled in watering.", false}, "a small word": {"so: water the plants.", false}, "a size": {"b2b companies are clients.", false},
	} {
		text := strings.Replace(standardText, "S1: Dig.\n", "S1: Dig.\n"+c.line+"\n", 1)
		_, findings := format(t, "occupational-standard").Read("copy.txt", []byte(text))
		line := 1 + strings.Count(text[:strings.Index(text, c.line)], "\n")
		told := false
		for _, f := range findings {
			told = told || f.Kind == "code-damaged" && f.Severity == finding.Warning && f.Line == line
		}
		if told != c.told {
			t.Errorf("%s: found %v", name, findings)
		}
	}
}

func TestTooManyDomains(t *testing.T) {
	list := func(n int) string {
		out := ""
		for i := 1; i <= n; i++ {
			out += itoa(i) + ". Domain of " + strings.Repeat("x", i%7+1) + itoa(i) + "x\n"
		}
		return out
	}
	for name, c := range map[string]struct {
		text, kind string
		line       int
	}{
		"as said":   {"The 4 domains are:\n" + list(4), "", 0},
		"two more":  {"The 2 domains are:\n" + list(4), "domains-more", 4},
		"in a word": {"The three domains are:\n\n" + list(4), "domains-more", 6},
		"of others": {"Two domains of work are told elsewhere.\n\nThe domains are:\n" + list(4), "", 0},
		"endless":   {"The domains are:\n" + list(400), "too-many-domains", 102},
	} {
		_, findings := format(t, "domains").Read("copy.txt", []byte(c.text))
		errs := finding.Errors(findings)
		if c.kind == "" && len(errs) > 0 || c.kind != "" && (len(errs) != 1 || errs[0].Kind != c.kind || errs[0].Line != c.line) {
			t.Errorf("%s: found %v", name, findings)
		}
	}
}

// The columns side by side, as pdftotext -layout writes them, are no table here.
func TestColumnsSideBySide(t *testing.T) {
	text := "Careers\n\nKSF     First path            Second path          COMMENTS\nband\n\n9       HEAD OF SERVICE       HEAD OF SERVICE      None\n        Leads                 Leads                none\n" +
		"8       CONSULTANT            CONSULTANT           More\n7       TRAINEE               TRAINEE              Less\n"
	_, findings := format(t, "career-bands").Read("copy.txt", []byte(text))
	if kindsOf(findings) != "error side-by-side" || findings[0].Line != 3 || !strings.Contains(findings[0].Do, "without -layout (pdftotext FILE.pdf)") {
		t.Errorf("found %v", findings)
	}
	_, findings = format(t, "career-bands").Read("copy.txt", sharedFile(t, "sources/001_*.txt"))
	if len(finding.Errors(findings)) > 0 {
		t.Errorf("found %v", findings)
	}
}

// Wherever a line of a table is lost, the error says where.
func TestErrorsHaveLines(t *testing.T) {
	lines := strings.Split(string(sharedFile(t, "sources/001_*.txt")), "\n")
	for i := 0; i < len(lines); i += 3 {
		text := strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "\n")
		_, findings := format(t, "career-bands").Read("copy.txt", []byte(text))
		for _, e := range finding.Errors(findings) {
			if e.Line == 0 {
				t.Errorf("without line %d: %v", i+1, e)
			}
		}
	}
}
