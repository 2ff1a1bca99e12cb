package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

const folder = ".."

func TestTheTranscriptsAreThoseOfTheScripts(t *testing.T) {
	for _, g := range groups {
		want, err := g.transcript(folder)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(folder, g.out))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what its script gives; run go run ./data/iapt-digital-2020/groups/generate", g.out)
		}
	}
}

// said is one speech as a plain reading of a transcript finds it.
type said struct {
	speaker, text string
	seconds       int // when it begins
}

var (
	cueTimes  = regexp.MustCompile(`^(\d\d):(\d\d):(\d\d)\.\d\d\d --> (\d\d):(\d\d):(\d\d)\.\d\d\d$`)
	voiceText = regexp.MustCompile(`^<v ([^>]+)>(.*)</v>$`)
	nameText  = regexp.MustCompile(`^([A-Z][A-Za-z ]{1,30}): (.*)$`)
	textLine  = regexp.MustCompile(`^\[(\d\d):(\d\d):(\d\d)\] ([A-Z][A-Za-z ]{1,30}): (.*)$`)
)

func seconds(t *testing.T, h, m, s string) int {
	t.Helper()
	total := 0
	for _, part := range []string{h, m, s} {
		n, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		total = total*60 + n
	}
	return total
}

// read reads a transcript in the few forms that this folder has, apart from the
// product's own reader, and gives its turns and its length in seconds.
func read(t *testing.T, g group) (turns []said, length int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, g.out))
	if err != nil {
		t.Fatal(err)
	}
	add := func(s said) {
		if n := len(turns); n > 0 && turns[n-1].speaker == s.speaker {
			turns[n-1].text += " " + s.text
			return
		}
		turns = append(turns, s)
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if strings.HasSuffix(g.out, ".txt") {
		for i, line := range lines {
			m := textLine.FindStringSubmatch(line)
			if m == nil {
				t.Fatalf("%s:%d: found %q; expected [time] Name: words", g.out, i+1, line)
			}
			length = seconds(t, m[1], m[2], m[3])
			add(said{m[4], m[5], length})
		}
		return turns, length
	}
	if lines[0] != "WEBVTT" {
		t.Fatalf("%s begins with %q; expected WEBVTT", g.out, lines[0])
	}
	for i := 1; i+3 < len(lines); i += 4 {
		m := cueTimes.FindStringSubmatch(lines[i+2])
		words := voiceText.FindStringSubmatch(lines[i+3])
		if words == nil {
			words = nameText.FindStringSubmatch(lines[i+3])
		}
		if lines[i] != "" || lines[i+1] != strconv.Itoa((i+3)/4) || m == nil || words == nil {
			t.Fatalf("%s:%d: this is not a numbered cue with a time and a speaker: %q", g.out, i+1, lines[i:i+4])
		}
		start := seconds(t, m[1], m[2], m[3])
		if start < length {
			t.Errorf("%s:%d: a cue begins before the one above it ends", g.out, i+3)
		}
		length = seconds(t, m[4], m[5], m[6])
		if n := len(strings.Fields(words[2])); n > captionWords {
			t.Errorf("%s:%d: a caption of %d words; at most %d are meant", g.out, i+4, n, captionWords)
		}
		add(said{words[1], words[2], start})
	}
	return turns, length
}

func TestEachGroupIsAsLongAsARealOne(t *testing.T) {
	for _, g := range groups {
		turns, length := read(t, g)
		if len(turns) < 220 || len(turns) > 320 {
			t.Errorf("%s has %d turns; expected 220 to 320", g.id, len(turns))
		}
		if length < 85*60 || length > 95*60 {
			t.Errorf("%s lasts %d:%02d; expected 85 to 95 minutes", g.id, length/60, length%60)
		}
		words := 0
		for _, s := range turns {
			words += len(strings.Fields(s.text))
		}
		t.Logf("%s: %d turns, %d words, %d:%02d", g.id, len(turns), words, length/60, length%60)
	}
}

// table gives participants.csv as one map a row.
func table(t *testing.T) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, "participants.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func TestEverySpeakerIsListedAndEveryoneListedSpeaks(t *testing.T) {
	people := table(t)
	for _, g := range groups {
		want := []string{g.moderator}
		for _, p := range people {
			if p["group"] == g.id {
				want = append(want, p["speaker"])
			}
		}
		turns, _ := read(t, g)
		count := map[string]int{}
		for _, s := range turns {
			count[s.speaker]++
		}
		var got []string
		for name := range count {
			got = append(got, name)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the speakers are %q; expected %q", g.id, got, want)
		}
		for _, name := range want {
			if count[name] < 15 {
				t.Errorf("%s: %s speaks %d times; a member of a group speaks more often than that", g.id, name, count[name])
			}
		}
	}
}

// The counts are those of section 4.2 of the report, but for the size of the
// third group and the people of 10-20 years, which README.md explains.
func TestParticipantsAreThoseOfTheReport(t *testing.T) {
	tests := []struct {
		column, value string
		want          int
	}{
		{"group", "FG1", 5}, {"group", "FG2", 6}, {"group", "FG3", 4},
		{"gender", "Female", 11}, {"gender", "Male", 4},
		{"role", "CBT therapist", 8}, {"role", "PWP", 6}, {"role", "Assistant psychologist", 1},
		{"age", "18-25", 1}, {"age", "26-35", 7}, {"age", "36-45", 2}, {"age", "46-55", 2}, {"age", "56-65", 0}, {"age", "66+", 0}, {"age", "", 3},
		{"experience", "Less than 5 years", 6}, {"experience", "5 to under 10 years", 2}, {"experience", "10-20 years", 4}, {"experience", "", 3},
		{"confidence", "Somewhat confident", 7}, {"confidence", "Very confident", 5}, {"confidence", "", 3},
		{"digital_use", "Very little", 3}, {"digital_use", "Uses SilverCloud", 6}, {"digital_use", "Ieso", 1},
		{"digital_use", "Running social media", 1}, {"digital_use", "Digital therapy in private practice", 1}, {"digital_use", "", 3},
		{"training", "No formal training", 4}, {"training", "Brief training on one intervention", 8}, {"training", "", 3},
	}
	people := table(t)
	if len(people) != 15 {
		t.Fatalf("%d participants; expected 15", len(people))
	}
	for _, test := range tests {
		n := 0
		for _, p := range people {
			if p[test.column] == test.value {
				n++
			}
		}
		if n != test.want {
			t.Errorf("%s %q: %d people; expected %d", test.column, test.value, n, test.want)
		}
	}
	blank := 0
	for _, p := range people {
		if p["age"]+p["experience"]+p["confidence"]+p["digital_use"]+p["training"] == "" {
			blank++
		}
	}
	if blank != 3 {
		t.Errorf("%d people gave nothing but gender and role; expected 3", blank)
	}
}

func TestTopicsAreSaid(t *testing.T) {
	consultation, found, err := study.Load(filepath.Join(folder, ".."))
	if err != nil || len(finding.Errors(found)) > 0 {
		t.Fatalf("the consultation cannot be read: %v %v", err, found)
	}
	for i, tr := range consultation.Groups.Transcripts {
		g := groups[i]
		if tr.ID != g.id || tr.File != "groups/"+g.out || !slices.Equal(tr.Moderators, []string{g.moderator}) {
			t.Errorf("transcript %d is %s, %s, %q; expected %s, groups/%s, %q", i+1, tr.ID, tr.File, tr.Moderators, g.id, g.out, g.moderator)
		}
		turns, _ := read(t, g)
		last := -1
		for j, topic := range tr.Topics {
			at := -1
			for k, s := range turns {
				if s.speaker != g.moderator || !strings.Contains(strings.ToLower(s.text), strings.ToLower(topic.Says)) {
					continue
				}
				if at >= 0 {
					t.Errorf("%s: %q is said more than once", g.id, topic.Says)
				}
				at = k
			}
			if at <= last {
				t.Errorf("%s: %q is at turn %d, not after the topic before it", g.id, topic.Says, at)
			}
			last = at
			want := strconv.Itoa(j + 1)
			if j == 8 {
				want = ""
			}
			if topic.Domain != want {
				t.Errorf("%s: %q is about domain %q; expected %q", g.id, topic.Says, topic.Domain, want)
			}
		}
		if len(tr.Topics) != 9 {
			t.Errorf("%s: %d topics; expected eight domains and an end", g.id, len(tr.Topics))
		}
	}
	for _, q := range consultation.Groups.Participants.Questions {
		for i, p := range table(t) {
			answer := p[q.Column]
			if answer != "" && !slices.ContainsFunc(q.Options, func(o study.Option) bool { return o.Label == answer }) {
				t.Errorf("participants.csv:%d: %q is not an option of %s", i+2, answer, q.ID)
			}
		}
	}
}

func TestCaptions(t *testing.T) {
	long := "one two three four five six seven, eight nine ten eleven twelve thirteen fourteen fifteen sixteen."
	tests := []struct {
		name, text string
		want       []string
	}{
		{"short sentences share a caption", "Yes. I do. Why?", []string{"Yes. I do. Why?"}},
		{"a long sentence is cut after a comma", long,
			[]string{"one two three four five six seven,", "eight nine ten eleven twelve thirteen fourteen fifteen sixteen."}},
		{"a sentence that does not fit begins a caption", "a b c d e f g h. i j k l m n o p.",
			[]string{"a b c d e f g h.", "i j k l m n o p."}},
		{"without a comma the pieces are of one length", strings.TrimSpace(strings.Repeat("w ", 20)),
			[]string{strings.TrimSpace(strings.Repeat("w ", 10)), strings.TrimSpace(strings.Repeat("w ", 10))}},
	}
	for _, test := range tests {
		if got := captions(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q; expected %q", test.name, got, test.want)
		}
	}
}

func TestScriptErrorsSayWhere(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no name", "hello there\n", `s.txt:1: found "hello there"`},
		{"no words", "Ann: hello\nBob: \n", `s.txt:2: found "Bob: "`},
		{"a pause without a reason", "Ann: hello\n[pause 3]\n", `s.txt:2: found "[pause 3]"`},
		{"nothing", "# only a comment\n", "s.txt: the script is empty"},
	}
	for _, test := range tests {
		_, err := readScript("s.txt", test.text)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: %v; expected an error that begins %s", test.name, err, test.want)
		}
	}
}

func TestStamp(t *testing.T) {
	// 1 h 2 min 3 s 45 ms is 3600000 + 120000 + 3000 + 45 milliseconds.
	if got := stamp(3723045); got != "01:02:03.045" {
		t.Errorf("stamp(3723045) = %q; expected 01:02:03.045", got)
	}
}
