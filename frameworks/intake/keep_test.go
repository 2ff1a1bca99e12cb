package intake

import (
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

const keepEarlier = `#title,Garden
#id,garden
Code,Statement
1,Growing things from seed
1.1,Sows seed in rows at the right time of the year
1.2,Waters young plants without washing the soil away
1.3,Knows which weeds come back from their roots
2,Looking after tools
2.1,Sharpens blades and puts them away clean and dry
2.2,Replaces a broken handle
`

// An item was put in first, so that the codes below it move on; one was reworded,
// one taken out, and its code given to a new one.
const keepLater = `#title,Garden
#id,garden
Code,Statement,Until,Replaced by
1,Growing things from seed,,
1.1,Tests the soil before anything is planted in it,,
1.2,Sows seed in rows at the right time of the year,,
1.3,Waters young plants without washing any of the soil away,,
1.4,Knows which weeds come back from their roots,2026-01-01,1.1
2,Looking after tools,,
2.1,Sharpens blades and puts them away clean and dry,,
2.2,Borrows a ladder from the neighbours politely,,
`

func TestKeep(t *testing.T) {
	earlier, _ := sound(t, "csv", []byte(keepEarlier))
	later, _ := sound(t, "csv", []byte(keepLater))
	before := string(marshal(t, earlier)) + string(marshal(t, later))
	f, findings := Keep(earlier, later)
	if string(marshal(t, earlier))+string(marshal(t, later)) != before {
		t.Error("keeping changed what it was given")
	}
	keys := map[string]string{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		keys[item.Code] = item.Key
		if item.UUID != frameworks.UUID("garden", item.Key) {
			t.Errorf("%s: the UUID %s is not of the key %s", item.Code, item.UUID, item.Key)
		}
		return true
	})
	for code, key := range map[string]string{"1": "1", "1.1": "1.1-2", "1.2": "1.1", "1.3": "1.2", "1.4": "1.3", "2": "2", "2.1": "2.1", "2.2": "2.2-2"} {
		if keys[code] != key {
			t.Errorf("%s: found the key %s, expected %s", code, keys[code], key)
		}
	}
	if got := f.Items[0].Items[3].ReplacedBy; len(got) != 1 || got[0] != frameworks.UUID("garden", "1.1-2") {
		t.Errorf("found replaced by %v", got)
	}
	if kindsOf(findings) != "note identity-kept, note items-added, warning item-taken-out" || findings[2].Found != "2.2 Replaces a broken handle" ||
		!strings.HasPrefix(findings[0].Message, "6 items") || !strings.HasPrefix(findings[1].Message, "2 items") {
		t.Errorf("found %v", findings)
	}
	if _, again := frameworks.Read("kept.yaml", marshal(t, f)); len(finding.Errors(again)) > 0 {
		t.Errorf("what was kept cannot be read: %v", again)
	}
	// Once more, nothing changes: what was kept is known by its own UUIDs.
	table, err := CSV(f)
	if err != nil {
		t.Fatal(err)
	}
	back, _ := sound(t, "csv", table)
	again, findings := Keep(f, back)
	if string(marshal(t, again)) != string(marshal(t, f)) || kindsOf(findings) != "note identity-kept" {
		t.Errorf("found %v", findings)
	}
	// A UUID that the later file states counts before its words.
	text := "#id,garden\nUUID,Code,Statement\n" + f.Items[1].Items[0].UUID + ",9.9,Something else is written here now\n,1,Growing things from seed\n"
	stated, _ := sound(t, "csv", []byte(text))
	if kept, _ := Keep(f, stated); kept.Items[0].UUID != f.Items[1].Items[0].UUID {
		t.Errorf("found %+v", kept.Items[0])
	}
	other, _ := sound(t, "csv", []byte("Code,Statement\nA,Flies to the moon\n"))
	if same, findings := Keep(earlier, other); kindsOf(findings) != "error other-framework" || same != other {
		t.Errorf("found %v", findings)
	}
}

func TestNoDay(t *testing.T) {
	f, _ := sound(t, "csv", []byte("Code,Statement\n1,a\n"))
	if got := NoDay(f); kindsOf(got) != "note no-day" || !strings.Contains(got[0].Do, "--changed") {
		t.Errorf("found %v", got)
	}
	for _, text := range []string{"#changed,2024-05-01\nCode,Statement\n1,a\n", "Code,Statement,Changed\n1,a,2024-05-01\n"} {
		f, _ := sound(t, "csv", []byte(text))
		if got := NoDay(f); got != nil {
			t.Errorf("found %v", got)
		}
	}
}
