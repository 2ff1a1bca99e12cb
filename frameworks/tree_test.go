package frameworks

import (
	"slices"
	"strings"
	"testing"
)

func readGood(t *testing.T) *Framework {
	t.Helper()
	f, findings := Read("good.yaml", []byte(good))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return f
}

func TestWalk(t *testing.T) {
	f := readGood(t)
	var all, top []string
	f.Walk(func(item *Item, parents []*Item) bool {
		name := item.Key
		for _, p := range parents {
			name = p.Code + ">" + name
		}
		all = append(all, name)
		return true
	})
	f.Walk(func(item *Item, _ []*Item) bool {
		top = append(top, item.Key)
		return false
	})
	if want := []string{"one", "1>one/know", "1>one/do", "two", "2>two/old", "2>two/new"}; !slices.Equal(all, want) {
		t.Errorf("visited %v; want %v", all, want)
	}
	if want := []string{"one", "two"}; !slices.Equal(top, want) {
		t.Errorf("visited %v; want %v", top, want)
	}
}

func TestByCode(t *testing.T) {
	f := readGood(t)
	tests := []struct{ code, key, domain string }{
		{"1", "one", "one"},
		{"1.B.1", "one/do", "one"},
		{"2.A.2", "two/new", "two"},
		{"2.A.1", "", ""}, // ended
		{"9.A.9", "", ""},
		{"", "", ""},
	}
	for _, test := range tests {
		item, ok := f.ByCode(test.code)
		if ok != (test.key != "") || (ok && item.Key != test.key) {
			t.Errorf("ByCode(%q) gave %v, %v; want key %q", test.code, item, ok, test.key)
		}
		domain := f.DomainOf(test.code)
		if (domain != nil) != (test.domain != "") || (domain != nil && domain.Key != test.domain) {
			t.Errorf("DomainOf(%q) gave %v; want key %q", test.code, domain, test.domain)
		}
	}
}

func TestByUUIDFindsEnded(t *testing.T) {
	f := readGood(t)
	item, ok := f.ByUUID(UUID("small", "two/old"))
	if !ok || item.Key != "two/old" || item.InForce() {
		t.Errorf("gave %v, %v", item, ok)
	}
	if _, ok := f.ByUUID(""); ok {
		t.Error("found an item by no UUID")
	}
}

func TestDomainsAndCount(t *testing.T) {
	f := readGood(t)
	f.Items = append(f.Items, Item{Key: "three", Kind: "domain", Title: "Gone", Until: "2020-01-01"})
	if got := f.Domains(); len(got) != 2 || got[0].Code != "1" || got[1].Code != "2" {
		t.Errorf("domains %v", got)
	}
	want := map[string]int{"domain": 2, "knowledge": 2, "ability": 1}
	for i, got := range f.Count() {
		if got.Kind.ID != f.Kinds[i].ID || got.Count != want[got.Kind.ID] {
			t.Errorf("%d of kind %s; want %d", got.Count, got.Kind.ID, want[got.Kind.ID])
		}
	}
}

func TestNextCode(t *testing.T) {
	f := readGood(t)
	f.Items[1].Items[1].Code = "2.A.9"
	tests := []struct {
		parent *Item
		kind   string
		want   string
	}{
		{&f.Items[0], "knowledge", "1.A.2"},
		{&f.Items[0], "ability", "1.B.2"},
		{&f.Items[1], "knowledge", "2.A.10"},
		{&f.Items[1], "ability", "2.B.1"},
		{&f.Items[0], "domain", "1.1"},
		{nil, "domain", "3"},
	}
	for _, test := range tests {
		if got := f.NextCode(test.parent, test.kind); got != test.want {
			t.Errorf("next code of kind %s is %s; want %s", test.kind, got, test.want)
		}
	}
	f.Items[1].Items[0].Code = "2.A.12" // ended, and still taken
	if got := f.NextCode(&f.Items[1], "knowledge"); got != "2.A.13" {
		t.Errorf("next code after an ended 2.A.12 is %s", got)
	}
}

func TestCompareCodes(t *testing.T) {
	ascending := []string{"1", "1.A.1", "1.A.2", "1.A.10", "1.B.1", "2", "10", "10.A", "CS", "CS-A-2", "CS-A-10", "CS-B", "CSE"}
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := CompareCodes(a, b); got != want {
				t.Errorf("CompareCodes(%q, %q) = %d; want %d", a, b, got, want)
			}
		}
	}
}

// The codes are those of published frameworks: COMPEITO's sample (CS-A-1), the
// Common Core (RP.A.3a), occupational standards (K10) and outlines.
func TestCodesBelow(t *testing.T) {
	tests := []struct {
		code, above string
		below       bool
	}{
		{"CS-A", "CS", true}, {"CS/A", "CS", true}, {"CS A1", "CS", true}, {"CS.A", "CS", true}, {"CS_A", "CS", true}, {"CS:A", "CS", true},
		{"CS1", "CS", true}, {"RP.A.3a", "RP.A.3", true}, {"1.1", "1.", true}, {"7.A.1", "7", true},
		{"10", "1", false}, {"CSE", "CS", false}, {"CSE-A", "CS", false}, {"CS", "CS", false}, {"2.1", "1", false}, {"DS-A", "CS", false},
	}
	for _, test := range tests {
		text := "id: x\ntitle: X\nversion: 1.0.0\nkinds: [{id: a, label: A}]\nitems:\n  - key: one\n    code: '" + test.above +
			"'\n    kind: a\n    title: One\n    items: [{key: two, code: '" + test.code + "', kind: a, title: Two}]\n"
		_, findings := Read("x.yaml", []byte(text))
		warned := false
		for _, f := range findings {
			warned = warned || f.Kind == "code-elsewhere"
		}
		if warned == test.below && test.code != test.above {
			t.Errorf("%s below %s: found %v", test.code, test.above, findings)
		}
	}
}

func TestOrderOfCodes(t *testing.T) {
	tests := []struct {
		codes   string
		outside string
	}{
		{"CS, SE, DS, NW, PJ", ""},
		{"SE-A-1, SE-A-2, DS-A-1, DS-A-2", ""},
		{"SE2, DS1, SE3, DS2", ""},
		{"K1, S1, K2, S2", ""},
		{"3a, 3b, 4", ""},
		{"3b, 3a", ""},
		{"CS-A-9, CS-A-10", ""},
		{"1-1, 1.2", ""},
		{"CS-A-2, CS-A-1", "CS-A-1"},
		{"K2, S5, K1", "K1"},
		{"1 2, 1 1", "1 1"},
		{"1.10, 1.9", "1.9"},
		{"2.1, 1.2", "1.2"},
	}
	for _, test := range tests {
		text := "id: x\ntitle: X\nversion: 1.0.0\nkinds: [{id: a, label: A}]\nitems:\n"
		for _, code := range strings.Split(test.codes, ", ") {
			text += "  - {key: '" + code + "', code: '" + code + "', kind: a, title: '" + code + "'}\n"
		}
		_, findings := Read("x.yaml", []byte(text))
		var got []string
		for _, f := range findings {
			got = append(got, f.Found)
		}
		if strings.Join(got, ", ") != test.outside {
			t.Errorf("%s: found %v, expected a warning of %q", test.codes, findings, test.outside)
		}
	}
}
