package link

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"concord/frameworks"
	"concord/pipeline/finding"
)

func TestWriteTable(t *testing.T) {
	from, to := twoFrameworks(t)
	from.Items[0].Items[1].Statement = "=cmd|' /C calc'!A0 assesses risk of harm"
	var b bytes.Buffer
	if err := WriteTable(&b, Suggest(from, to, 1)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := "from_code,from_uuid,from_text,rank,to_code,to_uuid,to_text,score,shared_words,relation,confirmed_by,confirmed_on,note,from_heading,to_heading"
	if got := strings.Join(rows[0], ","); got != header {
		t.Errorf("columns %s", got)
	}
	// A candidate for each of four items, and a row for none for each of six.
	if len(rows) != 1+4+6 {
		t.Errorf("%d rows", len(rows))
	}
	if r := rows[1]; r[0] != "1" || r[3] != "1" || r[7] != "1.0000" || r[13] != "yes" || r[14] != "yes" {
		t.Errorf("%q", r)
	}
	if r := rows[2]; r[0] != "1" || r[3] != "" || r[5] != "" || r[6] != noItem {
		t.Errorf("%q", r)
	}
	if r := rows[5]; !strings.HasPrefix(r[2], "'=cmd") {
		t.Errorf("a formula is left to run: %q", r)
	}
	b.Reset()
	if err := WriteTable(&b, nil); err != nil || b.String() != header+"\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

// filled gives a table of which some rows have been filled in: cells by column,
// by the code of the item and the rank of the candidate.
func filled(t testing.TB, from, to *frameworks.Framework, cells map[string]map[string]string) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteTable(&b, Suggest(from, to, 5)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		place := row[0] + "/" + row[3]
		for name, value := range cells[place] {
			for i, column := range rows[0] {
				if column == name {
					row[i] = value
				}
			}
		}
		delete(cells, place)
	}
	if len(cells) > 0 {
		t.Fatalf("no rows for %v", cells)
	}
	return rows
}

func table(rows [][]string, comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	w.WriteAll(rows)
	return b.Bytes()
}

func says(relation string) map[string]string {
	return map[string]string{"relation": relation, "confirmed_by": "A reviewer", "confirmed_on": "2026-03-01"}
}

func TestConfirm(t *testing.T) {
	from, to := twoFrameworks(t)
	exact := says(" Exact ")
	exact["note"] = "'=not a formula"
	rows := filled(t, from, to, map[string]map[string]string{"1.1/1": exact, "1.2/1": says("broader"), "1.2/2": says("none"), "1.3/": says("none")})
	// A person adds a row of their own, and a spreadsheet a line of nothing.
	own := make([]string, len(rows[0]))
	own[1], own[5], own[9], own[10], own[11] = strings.ToUpper(frameworks.UUID("from", "k4")), frameworks.UUID("to", "k2"), "related", "A reviewer", "2026-03-01"
	rows = append(rows, own, make([]string, len(rows[0])))
	for name, data := range map[string][]byte{
		"commas": table(rows, ','), "semicolons": table(rows, ';'), "tabs": table(rows, '\t'),
		"a byte order mark": append([]byte("\xef\xbb\xbf"), table(rows, ',')...), "Windows line ends": bytes.ReplaceAll(table(rows, ','), []byte("\n"), []byte("\r\n")),
	} {
		got, findings := Confirm("table.csv", data, from, to)
		if len(findings) > 0 {
			t.Errorf("%s: %v", name, findings)
		}
		if got.Rows != len(rows)-2 || got.Empty != got.Rows-5 {
			t.Errorf("%s: %d rows, %d empty", name, got.Rows, got.Empty)
		}
		var list []string
		for _, l := range got.Links.Links {
			list = append(list, fmt.Sprintf("%s %s %s %s %t %s %s %s", l.FromCode, l.Relation, l.ToCode, l.Method, l.Score > 0, l.ConfirmedBy, l.ConfirmedOn, l.Note))
		}
		want := []string{
			// The apostrophe before a formula is the table's own.
			"1.1 exact 1.B likeness true A reviewer 2026-03-01 =not a formula",
			"1.2 broader 1.C likeness true A reviewer 2026-03-01 ",
			"1.2 none 1.A likeness true A reviewer 2026-03-01 ",
			"1.3 none  person false A reviewer 2026-03-01 ",
			"1.5 related 1.C person false A reviewer 2026-03-01 ",
		}
		if !reflect.DeepEqual(list, want) {
			t.Errorf("%s: %q", name, list)
		}
		if got.Links.From.Framework != "from" || got.Links.To.Version != "1.0.0" {
			t.Errorf("%s: %+v", name, got.Links)
		}
	}
}

func TestConfirmFindings(t *testing.T) {
	from, to := twoFrameworks(t)
	type cells = map[string]map[string]string
	with := func(relation, column, value string) map[string]string {
		out := says(relation)
		out[column] = value
		return out
	}
	tests := []struct {
		name  string
		cells cells
		kind  string
		line  int
		cell  string
	}{
		{"unknown relation", cells{"1.1/1": says("exakt")}, "unknown-relation", 4, "relation"},
		{"no name", cells{"1.1/1": with("exact", "confirmed_by", " ")}, "missing-name", 4, "confirmed_by"},
		{"a day as a spreadsheet shows it", cells{"1.1/1": with("exact", "confirmed_on", "01/03/2026")}, "not-a-day", 4, "confirmed_on"},
		{"a day that does not exist", cells{"1.1/1": with("exact", "confirmed_on", "2026-02-30")}, "not-a-day", 4, "confirmed_on"},
		{"not a UUID", cells{"1.1/1": with("exact", "to_uuid", "1.B")}, "bad-uuid", 4, "to_uuid"},
		{"another item's UUID", cells{"1.1/1": with("exact", "from_uuid", "6ba7b811-9dad-11d1-80b4-00c04fd430c8")}, "unknown-item", 4, "from_uuid"},
		{"an item of the wrong side", cells{"1.1/1": with("exact", "to_uuid", frameworks.UUID("from", "k0"))}, "unknown-item", 4, "to_uuid"},
		{"an item that has ended", cells{"1.1/1": with("exact", "to_uuid", frameworks.UUID("to", "old"))}, "ended-item", 4, "to_uuid"},
		{"no item", cells{"1.1/1": with("exact", "from_uuid", "")}, "missing-uuid", 4, "from_uuid"},
		{"a relation to no item", cells{"1.3/": says("exact")}, "missing-uuid", 9, "to_uuid"},
		{"another code", cells{"1.1/1": with("exact", "from_code", "1.10")}, "other-code", 4, "from_code"},
		{"a score of words", cells{"1.1/1": with("exact", "score", "high")}, "bad-score", 4, "score"},
		{"a score above 1", cells{"1.1/1": with("exact", "score", "38")}, "bad-score", 4, "score"},
		{"a name without a relation", cells{"1.1/1": with("", "confirmed_on", "")}, "no-relation", 4, "confirmed_by"},
		{"none and a relation", cells{"1.1/1": says("related"), "1.1/": says("none")}, "contradiction", 4, "relation"},
		{"exact to two items", cells{"1.2/1": says("exact"), "1.2/2": says("exact")}, "contradiction", 7, "relation"},
		{"exact from two items", cells{"1.1/1": says("exact"), "1.4/1": says("exact")}, "contradiction", 10, "relation"},
		{"two relations of one pair", cells{"1.2/1": says("exact"), "1.2/2": with("narrower", "to_uuid", frameworks.UUID("to", "k2"))}, "contradiction", 7, "relation"},
		{"one pair twice", cells{"1.2/1": says("related"), "1.2/2": with("related", "to_uuid", frameworks.UUID("to", "k2"))}, "pair-twice", 7, "relation"},
	}
	for _, test := range tests {
		rows := filled(t, from, to, test.cells)
		_, findings := Confirm("table.csv", table(rows, ','), from, to)
		var found *finding.Finding
		for i, f := range findings {
			if f.Kind == test.kind && found == nil {
				found = &findings[i]
			}
		}
		if found == nil || found.Line != test.line || found.Cell != test.cell || found.File != "table.csv" || found.Message == "" {
			t.Errorf("%s: want %s on line %d in %s; got %v", test.name, test.kind, test.line, test.cell, findings)
		}
	}
}

// A table of which the frameworks have changed places has one finding, whatever
// else is in it. Two versions of one framework have items in common, whose rows
// say nothing of it.
func TestConfirmTheWrongWayRound(t *testing.T) {
	from, to := twoFrameworks(t)
	earlier := read(t, "grows", "1.1||Keeps records safe")
	later := read(t, "grows", "1.1||Keeps records safe", "1.2||Assesses the risk of harm")
	tests := []struct {
		name     string
		from, to *frameworks.Framework
		cells    map[string]map[string]string
	}{
		{"some rows filled in", from, to, map[string]map[string]string{"1.1/1": says("exact"), "1.2/1": says("broader"), "1.2/2": says("kin"), "1.3/": says("none")}},
		{"no rows filled in", from, to, nil},
		{"two versions", later, earlier, map[string]map[string]string{"1.2/": says("none")}},
	}
	for _, test := range tests {
		data := table(filled(t, test.from, test.to, test.cells), ',')
		if _, findings := Confirm("table.csv", data, test.to, test.from); len(findings) != 1 || findings[0].Kind != "wrong-way-round" || findings[0].Line < 2 || findings[0].Severity != finding.Error {
			t.Errorf("%s: %v", test.name, findings)
		}
		_, findings := Confirm("table.csv", data, test.from, test.to)
		for _, f := range findings {
			if f.Kind == "wrong-way-round" {
				t.Errorf("%s, the right way round: %v", test.name, f)
			}
		}
	}
	// One row the wrong way round is that row's fault.
	rows := filled(t, from, to, map[string]map[string]string{"1.1/1": says("exact")})
	back := make([]string, len(rows[0]))
	back[1], back[5], back[9], back[10], back[11] = frameworks.UUID("to", "k2"), frameworks.UUID("from", "k4"), "related", "A reviewer", "2026-03-01"
	_, findings := Confirm("table.csv", table(append(rows, back), ','), from, to)
	if len(findings) != 2 || findings[0].Kind != "unknown-item" || findings[1].Kind != "unknown-item" {
		t.Errorf("one row: %v", findings)
	}
}

func TestConfirmDamagedTables(t *testing.T) {
	from, to := twoFrameworks(t)
	rows := filled(t, from, to, map[string]map[string]string{"1.1/1": says("exact")})
	good := table(rows, ',')
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(string(good))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	tests := []struct {
		name  string
		data  []byte
		kind  string
		links int
	}{
		{"nothing", nil, "not-a-table", 0},
		{"an Excel file", []byte("PK\x03\x04rest"), "not-a-table", 0},
		{"another table", []byte("a,b,c\n1,2,3\n"), "missing-column", 0},
		{"a column twice", []byte("from_uuid,from_uuid\n"), "header-twice", 0},
		{"half a table", good[:bytes.Index(good, []byte("exact"))-2], "unclosed-quote", 0},
		{"an open quotation mark", append(good[:len(good):len(good)], "\"never closed,\n"...), "unclosed-quote", 1},
		{"UTF-16", wide, "encoding", 1},
		{"rows cut short", []byte("from_uuid,to_uuid,relation,confirmed_by,confirmed_on\n,,exact\n"), "missing-name", 1},
		{"a header alone", []byte("from_uuid,to_uuid,relation,confirmed_by,confirmed_on\n"), "", 0},
	}
	for _, test := range tests {
		got, findings := Confirm("table.csv", test.data, from, to)
		if len(got.Links.Links) != test.links {
			t.Errorf("%s: %d links", test.name, len(got.Links.Links))
		}
		if test.kind == "" && len(findings) > 0 || test.kind != "" && (len(findings) == 0 || findings[0].Kind != test.kind) {
			t.Errorf("%s: want %q; got %v", test.name, test.kind, findings)
		}
	}
}

func FuzzConfirm(f *testing.F) {
	from, to := twoFrameworks(f)
	f.Add(table(filled(f, from, to, map[string]map[string]string{"1.1/1": says("exact"), "1.3/": says("none")}), ','))
	f.Add([]byte("from_uuid;to_uuid;relation;confirmed_by;confirmed_on\n\"a\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, findings := Confirm("table.csv", data, from, to)
		if got.Empty+len(got.Links.Links) != got.Rows {
			t.Errorf("%d rows, %d empty, %d links", got.Rows, got.Empty, len(got.Links.Links))
		}
		if len(finding.Errors(findings)) > 0 {
			return
		}
		// What a table says without an error can be kept and read again.
		text, err := got.Links.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, findings := Read("links.yaml", text)
		if len(findings) > 0 || len(again.Links) != len(got.Links.Links) {
			t.Errorf("%v\n%s", findings, text)
		}
	})
}
