package redline

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/wordfile"
)

// office is LibreOffice with a macro that accepts or rejects all changes.
type office struct{ program, home string }

func openOffice(t *testing.T) office {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("LibreOffice is not installed (make tools), so what it makes of the document was not tried")
	}
	o := office{program, t.TempDir()}
	// The first start lays out a profile, over whatever lies there.
	if err := os.WriteFile(filepath.Join(o.home, "first.txt"), []byte("a"), 0o644); err != nil {
		t.Fatal(err)
	}
	o.run(t, "--convert-to", "odt", "--outdir", o.home, filepath.Join(o.home, "first.txt"))
	macro, err := os.ReadFile("testdata/Resolve.xba")
	if err != nil {
		t.Fatal(err)
	}
	module := filepath.Join(o.home, "profile", "user", "basic", "Standard", "Module1.xba")
	if err := os.WriteFile(module, macro, 0o644); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o office) run(t *testing.T, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, o.program, append([]string{"-env:UserInstallation=file://" + o.home + "/profile", "--headless", "--norestore"}, args...)...)
	c.Env = append(os.Environ(), "HOME="+o.home)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// resolve gives the document after LibreOffice has accepted and rejected all of
// its changes.
func (o office) resolve(t *testing.T, docx []byte) (accepted, rejected []byte) {
	t.Helper()
	source := filepath.Join(o.home, "redline.docx")
	if err := os.WriteFile(source, docx, 0o644); err != nil {
		t.Fatal(err)
	}
	os.Remove(source + ".Accept.docx")
	os.Remove(source + ".Reject.docx")
	o.run(t, `macro:///Standard.Module1.Resolve("file://`+source+`")`)
	accepted, err := os.ReadFile(source + ".Accept.docx")
	if err != nil {
		t.Fatal(err)
	}
	if rejected, err = os.ReadFile(source + ".Reject.docx"); err != nil {
		t.Fatal(err)
	}
	return accepted, rejected
}

// officeStyles turns LibreOffice's names of styles into ours.
var officeStyles = strings.NewReplacer("Codeditem", "Coded", "Smallnote", "Small", "Normal", "")

// LibreOffice finds in the document the later framework where all changes are
// accepted, the earlier one where all are rejected, each line in its style, and
// the comments.
func TestLibreOffice(t *testing.T) {
	o := openOffice(t)
	old, new, c := versions(t)
	item, _ := new.ByCode("7.B.5")
	notes := Notes{item.UUID: {{Amendment: "A1", Decision: "accepted", Rationale: "Asked for & <wanted>."}}}
	docx, _, err := DOCX(old, new, c, notes, "Group", "2026-12-01")
	if err != nil {
		t.Fatal(err)
	}
	accepted, rejected := o.resolve(t, docx)
	for command, f := range map[string]*frameworks.Framework{"Accept": new, "Reject": old} {
		data := map[string][]byte{"Accept": accepted, "Reject": rejected}[command]
		var want, wantStyles []string
		for _, p := range paragraphs(f, true, nil) {
			want, wantStyles = append(want, textOf([]paragraph{p})[0]), append(wantStyles, string(p.style))
		}
		if got := readBack(t, data); !slices.Equal(got, want) {
			t.Errorf("%s: %s", command, firstOther(got, want))
		}
		_, styles := resolve(t, data, true)
		for i := range styles {
			styles[i] = officeStyles.Replace(styles[i])
		}
		if !slices.Equal(styles, wantStyles) {
			t.Errorf("%s, styles: %s", command, firstOther(styles, wantStyles))
		}
		if command == "Accept" {
			// The summary and 15 changes by hand. LibreOffice keeps also those of words that
			// went.
			if comments := inside(t, data, "word/comments.xml"); strings.Count(comments, "<w:comment ") != 16 || !strings.Contains(comments, "A1, accepted: Asked for &amp; &lt;wanted&gt;.") {
				t.Errorf("comments: %s", comments)
			}
		}
	}
	later := edited(rand.New(rand.NewPCG(3, 11)), old, 20)
	before, after := texts(old, later)
	if docx, _, err = DOCX(old, later, compare.Frameworks(old, later), nil, "Group", ""); err != nil {
		t.Fatal(err)
	}
	accepted, rejected = o.resolve(t, docx)
	if got := readBack(t, accepted); !slices.Equal(got, after) {
		t.Errorf("edited by chance, accepted: %s", firstOther(got, after))
	}
	if got := readBack(t, rejected); !slices.Equal(got, before) {
		t.Errorf("edited by chance, rejected: %s", firstOther(got, before))
	}
}

func readBack(t *testing.T, data []byte) []string {
	t.Helper()
	d, err := wordfile.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range d.Paragraphs {
		out = append(out, p.Text)
	}
	return out
}

func inside(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var width = regexp.MustCompile(`<title>(\d+) of (\d+)</title>`)

// On a telephone the page needs no scrolling to the side, however long a word is.
func TestPhoneWidth(t *testing.T) {
	program, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("Chromium is not installed (make tools), so the width of the page was not measured")
	}
	old, new, _ := versions(t)
	word := strings.Repeat("Verantwortung", 20)
	new.Items[0].Title, new.Items[0].Items[0].Statement, new.Items[0].Items[1].Code = word, word, "1.A.2-"+word[:40]
	page, err := HTML(old, new, compare.Frameworks(old, new), Notes{new.Items[0].UUID: {{Amendment: word, Rationale: word}}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	measured := strings.Replace(string(page), "</body>", `<script>document.title = document.documentElement.scrollWidth + " of " + document.documentElement.clientWidth</script></body>`, 1)
	// A frame, since a window of Chromium is never so narrow.
	frame := `<iframe id="f" width="390" height="800" srcdoc="` + strings.NewReplacer("&", "&amp;", `"`, "&quot;").Replace(measured) + `"></iframe><script>onload = () => document.title = document.getElementById("f").contentDocument.title</script>`
	if err := os.WriteFile(file, []byte("<!DOCTYPE html><title>none</title>"+frame), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=3000", "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Fatal(err)
	}
	if m := width.FindSubmatch(out); m == nil || !bytes.Equal(m[1], m[2]) {
		t.Errorf("%q, want one and the same", m)
	}
}
