package decide

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const now = "2026-05-20T10:00:00+01:00"

// filled gives a sheet with cells changed, as CSV: by the row (the header is 1) and
// the column.
func filled(t *testing.T, s *Sheet, cells map[[2]string]string) []byte {
	t.Helper()
	rows := make([][]string, len(s.Rows))
	for i := range rows {
		rows[i] = append([]string(nil), s.Rows[i]...)
	}
	for at, text := range cells {
		column := -1
		for i, name := range s.Rows[0] {
			if name == at[1] {
				column = i
			}
		}
		if column < 0 {
			t.Fatalf("no column %s", at[1])
		}
		rows[int(at[0][0]-'1')][column] = text
	}
	return table(t, rows)
}

func table(t *testing.T, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// voting is a group of four in its first round, with the docket.
func voting(t *testing.T) (*group, []Amendment) {
	g := newGroup(t)
	g.members("u", 3)
	g.rules(named(t, "percent"))
	g.open("A1", "A2", "A3")
	a := amendment("A2")
	a.TextAfter, a.Operation = "=1+1, \"quoted\"\nand a second line", "add"
	return g, []Amendment{amendment("A1"), a, amendment("A3")}
}

func TestBallotThereAndBack(t *testing.T) {
	g, docket := voting(t)
	s, err := g.log.Ballot(docket, "u1")
	if err != nil {
		t.Fatal(err)
	}
	asCSV, err := s.CSV()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(asCSV, []byte(`"'=1+1`)) {
		t.Error("a formula is not neutralised")
	}
	asXLSX, err := s.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"CSV": asCSV, "XLSX": asXLSX} {
		in, found := g.log.ImportVotes("ballot", data, docket, now, "u1")
		if len(found) != 0 || len(in.Events) != 0 || in.Rows != 3 || in.Blank != 3 {
			t.Errorf("%s without votes: %+v %v", name, in, found)
		}
	}
	data := filled(t, s, map[[2]string]string{
		{"2", "vote"}: " 7.0 ", {"2", "comment"}: "Yes, but\nshorter", {"3", "vote"}: "Unable  to rate",
	})
	in, found := g.log.ImportVotes("ballot.csv", data, docket, now, "u1")
	if len(found) != 0 || len(in.Events) != 2 || in.Blank != 1 {
		t.Fatalf("%+v %v", in, found)
	}
	if v := in.Events[0].Vote; v.Value != "7" || v.Comment != "Yes, but\nshorter" || v.Member != "u1" {
		t.Errorf("%+v", v)
	}
	if in.Events[1].Vote.Value != abstain {
		t.Errorf("%+v", in.Events[1].Vote)
	}
	g.must(in.Events...)
	// Twice adds nothing; nor does the sheet that shows what was voted.
	again, err := g.log.Ballot(docket, "u1")
	if err != nil {
		t.Fatal(err)
	}
	shown, _ := again.XLSX()
	for _, data := range [][]byte{data, shown} {
		in, found = g.log.ImportVotes("ballot.csv", data, docket, now, "u1")
		if len(in.Events) != 0 || in.Same != 2 || len(found) != 0 {
			t.Errorf("%+v %v", in, found)
		}
	}
	// Semicolons, UTF-16 and a title above, as spreadsheet programs leave them.
	odd := "\ufeffOur ballot;;\n" + strings.ReplaceAll("amendment;vote;member;round;fingerprint\nA3;9;U1;1;fp:"+print("A3")+"\n", "\n", "\r\n")
	var utf16 []byte
	for _, r := range odd {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	in, found = g.log.ImportVotes("ballot.csv", utf16, docket, now, "u1")
	if len(in.Events) != 1 || len(finding.Errors(found)) != 0 {
		t.Errorf("%+v %v", in, found)
	}
}

func TestBallotFaults(t *testing.T) {
	g, docket := voting(t)
	g.vote("u1", "A3", "5")
	s, err := g.log.Ballot(docket, "u1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, by string
		cells    map[[2]string]string
		kind     string
		cell     string
		severity finding.Severity
		taken    int
	}{
		{"off the scale", "u1", map[[2]string]string{{"2", "vote"}: "10"}, "vote", "H2, vote", finding.Error, 0},
		{"half a point", "u1", map[[2]string]string{{"2", "vote"}: "7.5"}, "vote", "H2, vote", finding.Error, 0},
		{"a date", "u1", map[[2]string]string{{"2", "vote"}: "2026-07-08"}, "vote", "H2, vote", finding.Error, 0},
		{"yes on a rating scale", "u1", map[[2]string]string{{"2", "vote"}: "yes"}, "vote", "H2, vote", finding.Error, 0},
		{"nothing is taken where one is wrong", "u1", map[[2]string]string{{"2", "vote"}: "8", {"3", "vote"}: "x"}, "vote", "H3, vote", finding.Error, 0},
		{"not asked", "u1", map[[2]string]string{{"2", "amendment"}: "A7", {"2", "vote"}: "8"}, "not-asked", "A2, amendment", finding.Error, 0},
		{"sorted apart", "u1", map[[2]string]string{{"2", "fingerprint"}: "fp:" + print("A2"), {"2", "vote"}: "8"}, "stale", "L2, fingerprint", finding.Error, 0},
		{"another round", "u1", map[[2]string]string{{"2", "round"}: "2", {"2", "vote"}: "8"}, "round-closed", "K2, round", finding.Error, 0},
		{"nobody", "chair", map[[2]string]string{{"2", "member"}: "u9", {"2", "vote"}: "8"}, "not-a-member", "J2, member", finding.Error, 0},
		{"somebody else's", "u2", map[[2]string]string{{"2", "vote"}: "8"}, "not-allowed", "J2, member", finding.Error, 0},
		{"two rows", "u1", map[[2]string]string{{"2", "vote"}: "8", {"3", "amendment"}: "A1", {"3", "fingerprint"}: "fp:" + print("A1"), {"3", "text_after"}: "Knows all of A1.", {"3", "vote"}: "7"}, "twice", "A3, amendment", finding.Error, 0},
		{"a comment alone", "u1", map[[2]string]string{{"2", "comment"}: "hm"}, "comment-alone", "I2, comment", finding.Warning, 0},
		{"own words in the text", "u1", map[[2]string]string{{"2", "vote"}: "8", {"2", "text_after"}: "Better words."}, "text-changed", "E2, text_after", finding.Warning, 1},
		{"a vote made empty", "u1", map[[2]string]string{{"4", "vote"}: "", {"2", "vote"}: "8"}, "blank-vote", "H4, vote", finding.Note, 1},
		{"by the chair", "chair", map[[2]string]string{{"2", "vote"}: "8"}, "", "", "", 1},
	} {
		in, found := g.log.ImportVotes("ballot.csv", filled(t, s, c.cells), docket, now, c.by)
		if len(in.Events) != c.taken {
			t.Errorf("%s: took %d", c.name, len(in.Events))
		}
		if c.kind == "" {
			if len(found) != 0 {
				t.Errorf("%s: %v", c.name, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Kind != c.kind || found[0].Cell != c.cell || found[0].Severity != c.severity || found[0].File != "ballot.csv" {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
	for name, data := range map[string]string{
		"no-column":    "a,b\n1,2\n",
		"not-a-sheet":  "%PDF-1.7 x",
		"damaged-file": "amendment,vote,member,round,fingerprint\n\"A1,7\n",
	} {
		in, found := g.log.ImportVotes("x", []byte(name[:0]+data), docket, now, "u1")
		if errs := finding.Errors(found); len(errs) != 1 || errs[0].Kind != name || len(in.Events) != 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
	var many strings.Builder
	many.WriteString("amendment,vote,member,round,fingerprint\n")
	for range 5000 {
		many.WriteString("A1,77,u1,1,fp:" + print("A1") + "\n")
	}
	if _, found := g.log.ImportVotes("x", []byte(many.String()), docket, now, "u1"); len(found) != mostOfKind || found[mostOfKind-1].Count != 5000-mostOfKind+1 {
		t.Errorf("%d findings, the last %+v", len(found), found[len(found)-1])
	}
	g.close()
	if _, found := g.log.ImportVotes("x", filled(t, s, nil), docket, now, "u1"); len(found) != 1 || found[0].Kind != "round-closed" {
		t.Error(found)
	}
	if _, err := g.log.Ballot(docket, "u1"); kindOf(t, err) != "round-closed" {
		t.Error(err)
	}
}

func TestSecondRoundBallot(t *testing.T) {
	g, docket := voting(t)
	g.votes("u", "A1", "9", "5", "5")
	g.close()
	g.open("A1")
	s, err := g.log.Ballot(docket, "u1")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(s.Rows[1], "|")
	if !strings.Contains(text, "round 1: no consensus. 1 of 3 (33.3%) rated 7 to 9") || s.Rows[1][8] != "9" || s.Rows[0][8] != "your_last_vote" {
		t.Error(text)
	}
	docket[0].Fingerprint = print("other")
	if _, err := g.log.Ballot(docket, "u1"); kindOf(t, err) != "stale" {
		t.Error(err)
	}
}

func TestDecisionsThereAndBack(t *testing.T) {
	g, docket := voting(t)
	g.votes("u", "A1", "9", "9", "9")
	g.votes("u", "A2", "1", "1", "1")
	g.close()
	docket = append(docket, Amendment{ID: "A4", Fingerprint: print("A4"), Operation: "split", TextBefore: "One and two."})
	s := g.log.DecisionSheet(docket)
	if len(s.Rows) != 5 || !strings.Contains(strings.Join(s.Rows[1], "|"), "round 1: for. 3 of 3 (100.0%)") {
		t.Fatal(s.Rows)
	}
	cells := map[[2]string]string{
		{"2", "disposition"}: "Accepted", {"2", "meaning"}: "editorial",
		{"3", "disposition"}: "accepted with modification", {"3", "rationale"}: "@shorter", {"3", "modified_text"}: "Two.", {"3", "departs_because"}: "The law asks for it.",
		{"5", "disposition"}: "accepted", {"5", "modified_text"}: "One.\n\nTwo.",
	}
	data := filled(t, s, cells)
	in, found := g.log.ImportDecisions("decisions.csv", data, docket, now, "chair")
	if len(found) != 0 || len(in.Events) != 3 || in.Blank != 1 {
		t.Fatalf("%+v %v", in, found)
	}
	if d := in.Events[2].Decide; len(d.Parts) != 2 || d.Parts[1].Text != "Two." || d.Text != "" {
		t.Errorf("%+v", d)
	}
	g.must(in.Events...)
	shown, err := g.log.DecisionSheet(docket).XLSX()
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{data, shown} {
		in, found = g.log.ImportDecisions("decisions.csv", data, docket, now, "chair")
		if len(in.Events) != 0 || in.Same != 3 || len(found) != 0 {
			t.Errorf("%+v %v", in, found)
		}
	}
	docket = append(docket, Amendment{ID: "A5", Fingerprint: print("A5"), Operation: "add"})
	for _, c := range []struct {
		cells map[[2]string]string
		kind  string
		cell  string
	}{
		{map[[2]string]string{{"2", "disposition"}: "rejected", {"2", "rationale"}: "x"}, "decided", "I2, disposition"},
		{map[[2]string]string{{"4", "disposition"}: "acepted"}, "disposition", "I4, disposition"},
		{map[[2]string]string{{"4", "disposition"}: "accepted"}, "no-meaning", "L4, meaning"},
		{map[[2]string]string{{"4", "disposition"}: "noted"}, "no-rationale", "J4, rationale"},
		{map[[2]string]string{{"4", "rationale"}: "x"}, "no-disposition", "J4, rationale"},
		{map[[2]string]string{{"4", "amendment"}: "A1"}, "twice", "A4, amendment"},
		{map[[2]string]string{{"5", "amendment"}: "A5", {"5", "fingerprint"}: "fp:" + print("A5"), {"5", "disposition"}: "accepted"}, "no-wording", "K5, modified_text"},
		{map[[2]string]string{{"4", "fingerprint"}: "1E+15", {"4", "disposition"}: "accepted"}, "stale", "R4, fingerprint"},
	} {
		_, found := g.log.ImportDecisions("d", filled(t, s, c.cells), docket, now, "chair")
		if len(found) != 1 || found[0].Kind != c.kind || found[0].Cell != c.cell {
			t.Errorf("%s: %v", c.kind, found)
		}
	}
}

func TestParseVote(t *testing.T) {
	for _, c := range []struct {
		scale      Scale
		said, want string
	}{
		{Nine, "9", "9"}, {Nine, "9.0", "9"}, {Nine, "0", ""}, {Nine, "NaN", ""}, {Nine, "1e0", "1"}, {Nine, "abstain", abstain}, {Nine, "unable-to-rate", abstain},
		{Five, "6", ""}, {Five, "5", "5"}, {YesNo, "Y", "yes"}, {YesNo, "NO", "no"}, {YesNo, "1", ""}, {YesNo, "TRUE", ""}, {Nine, "y", ""},
	} {
		got, err := ParseVote(c.scale, c.said)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q: got %q, %v", c.scale, c.said, got, err)
		}
	}
}
