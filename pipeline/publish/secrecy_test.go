package publish

import (
	"context"
	"html"
	"index/suffixarray"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"concord/pipeline"
)

var markup = regexp.MustCompile(`<[^<>]*>`)

// reading gives a file as it stands and as its readers see it, in lower case, with
// the spaces alike.
func reading(f File) string {
	text := string(f.Data) + " " + html.UnescapeString(markup.ReplaceAllString(string(f.Data), " ")) + " " + html.UnescapeString(string(f.Data))
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// No word of a comment that was not cleared, no name, no id of a person and no hidden
// number is in any file. This looks for them in its own way, not in that of Watch.
func TestNothingOfPeople(t *testing.T) {
	dir := small(t, "suppression: {below: 5}", "# cleared by letter\nR002/words  # yes\n")
	g, files := gathered(t, dir)
	if found := Watch(files, g.Units, g.Cleared, g.Public); len(found) > 0 {
		t.Errorf("Watch found %v", found)
	}
	// The rare word of each comment; the second is cleared.
	secret := []string{"zebracrossing", "marmalade", "pumpernickel", "gyroscopic", "glockenspiel", "obelisk", "tuba", "xylophone", "farewell",
		"tallis", "quenby", "07700", "900123", "drv", "r00", "r01", "/words", "cleared by letter", "secretary"}
	shown := false
	for _, f := range files {
		text := reading(f)
		for _, word := range secret {
			if strings.Contains(text, word) {
				t.Errorf("%s holds %q", f.Path, word)
			}
		}
		shown = shown || strings.Contains(text, "quixotic lane")
		if strings.HasPrefix(f.Path, "ingest/") || strings.HasPrefix(f.Path, "amendments/") || strings.Contains(f.Path, "manifest") {
			t.Errorf("the site has the working paper %s", f.Path)
		}
		// One person asked to reword 1.A.1, two answered from the Rookery, one did not
		// find the domain needed; six asked for night driving, which is told as 5 or more.
		for _, hidden := range []string{"1 of 12", "1 person", "6 of 12", "8.3%", "8%)", "rookery,2,", "rookery,,2", ",no,1,", "11 of 12"} {
			if strings.Contains(text, hidden) {
				t.Errorf("%s tells the hidden number %q", f.Path, hidden)
			}
		}
	}
	if !shown {
		t.Error("the quote that was cleared is nowhere")
	}
	page := string(file(t, files, "v1.1.0/1.A.1.html"))
	for _, want := range []string{"Reword 1.A.1", "Rejected", "It says too much.", "Fewer than 5 people asked for it"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of 1.A.1 lacks %q", want)
		}
	}
	if page := string(file(t, files, "v1.1.0/1.B.2.html")); !strings.Contains(page, "5 people or more asked for it") || !strings.Contains(page, "Many asked for it.") || !strings.Contains(page, "in version 1.1.0") {
		t.Errorf("the page of the new statement tells its history so:\n%s", page)
	}
	if page := string(file(t, files, "tables.html")); !strings.Contains(page, "hidden") {
		t.Error("the tables hide nothing")
	}
}

// Without a rule for small counts the numbers are told, and the words still are not.
func TestNumbersAreTold(t *testing.T) {
	dir := small(t, "", "")
	g, files := gathered(t, dir)
	if page := string(file(t, files, "v1.1.0/1.B.2.html")); !strings.Contains(page, "6 of 12 people who took part (50%) asked for it. 6 comments are the evidence.") {
		t.Errorf("the support is not told:\n%s", page)
	}
	for _, f := range files {
		if strings.Contains(reading(f), "quixotic") || strings.Contains(reading(f), "xylophone") {
			t.Errorf("%s quotes a comment that is not cleared", f.Path)
		}
	}
	if len(g.Cleared) != 0 {
		t.Errorf("%d comments are cleared", len(g.Cleared))
	}
}

// What a group writes into its reasons is looked through before it goes out.
func TestReasonsAreWatched(t *testing.T) {
	dir := small(t, "", "")
	g, files := gathered(t, dir)
	files = append(files, File{"a.html", []byte("<p>As one said, <em>the lamps</em> on our quixotic lane are broken most winters, so yes.</p>")},
		File{"b.html", []byte(`<p title="R005 wrote it">fine</p>`)},
		File{"c.json", []byte(`{"why": "i would add NIGHT driving for everybody who works"}`)},
		File{"d.csv", []byte("night driving please, with the framework")})
	want := map[string]string{"a.html": "uncleared-words", "b.html": "person-id", "c.json": "uncleared-words"}
	for _, f := range Watch(files, g.Units, g.Cleared, g.Public) {
		if want[f.File] != f.Kind {
			t.Errorf("%s: %s, want %q", f.File, f.Kind, want[f.File])
		}
		if strings.Contains(f.Message, "quixotic") {
			t.Error("the finding repeats the words")
		}
		delete(want, f.File)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// A short comment is known as a whole.
func TestShortCommentsAreWatched(t *testing.T) {
	units := smallUnits("Ban the purple vans", "Good", "Yes to all of it")
	public := []string{"Yes to all of it, says the questionnaire."}
	got := Watch([]File{{"x.html", []byte("<p>They said: ban the <b>purple</b> vans. Good. Yes to all of it.</p>")}}, units, nil, public)
	if len(got) != 1 || got[0].Cell != units[0].ID {
		t.Errorf("found %v, want the first comment alone", got)
	}
}

// The consultation that comes with concord, as it is and with every comment held
// against every file: no sentence of more than six words of anybody's is there.
func TestBundledTellsNothing(t *testing.T) {
	dir := filepath.Join("..", "..", "data", "iapt-digital-2020")
	if _, err := os.Stat(filepath.Join(dir, pipelineFile)); err != nil {
		t.Skip("the bundled consultation is not there")
	}
	g, files := gathered(t, dir)
	if found := Watch(files, g.Units, g.Cleared, g.Public); len(found) > 0 {
		t.Errorf("Watch found %v", found[:min(5, len(found))])
	}
	public := strings.ToLower(strings.Join(strings.Fields(strings.Join(g.Public, " \n ")), " "))
	var fragments []string
	for _, u := range g.Units {
		if g.Cleared[u.ID] {
			continue
		}
		for _, part := range regexp.MustCompile(`[.!?;:]`).Split(u.Text, -1) {
			part = strings.Trim(strings.ToLower(strings.Join(strings.Fields(part), " ")), `"'“”‘’`)
			if len(strings.Fields(part)) > 6 && !strings.Contains(public, part) {
				fragments = append(fragments, part)
			}
		}
	}
	if len(fragments) < 500 {
		t.Fatalf("only %d fragments to look for", len(fragments))
	}
	var all strings.Builder
	for _, f := range files {
		all.WriteString(reading(f))
		all.WriteByte('\n')
	}
	text := suffixarray.New([]byte(all.String()))
	for _, part := range fragments {
		if len(text.Lookup([]byte(part), 1)) > 0 {
			t.Errorf("the site holds %q", part)
		}
	}
	ids := regexp.MustCompile(`\b(R\d{3}|FG\d+-P\d+|FG\d+/T\d+)\b`)
	for _, f := range files {
		if id := ids.Find(f.Data); id != nil {
			t.Errorf("%s holds the id %s", f.Path, id)
		}
	}
}

// A slip in the list of cleared comments stops everything: nobody knows which comment
// was meant.
func TestClearedSlips(t *testing.T) {
	dir := small(t, "", "R002/wrods\n")
	_, err := Gather(context.Background(), Options{Study: dir, Jobs: 1})
	in, ok := err.(*pipeline.InputError)
	if !ok || len(in.Findings) != 1 || in.Findings[0].Line != 1 || !strings.Contains(in.Findings[0].Do, "R002/words") {
		t.Errorf("got %v", err)
	}
}

func file(t *testing.T, files []File, path string) []byte {
	t.Helper()
	n := slices.IndexFunc(files, func(f File) bool { return f.Path == path })
	if n < 0 {
		t.Fatalf("there is no %s", path)
	}
	return files[n].Data
}
