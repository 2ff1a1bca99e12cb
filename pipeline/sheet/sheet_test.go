package sheet

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/gocarina/gocsv"
)

func TestNeutral(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+44": "'+44", "-2.5": "-2.5", "- a point": "'- a point", "@SUM(A1)": "'@SUM(A1)", " =cmd": "' =cmd",
		"\t=x": "'\t=x", "plain": "plain", "": "", "-": "-", "=": "'=", "12": "12", "\rx": "'\rx", "a=b": "a=b", "＝1+1": "'＝1+1", "\ufeff=x": "'\ufeff=x",
	} {
		if got := Neutral(cell); got != want {
			t.Errorf("Neutral(%q) = %q, want %q", cell, got, want)
		}
		if got := Plain(want); got != cell {
			t.Errorf("Plain(%q) = %q, want %q", want, got, cell)
		}
	}
}

type row struct {
	Code string `csv:"code"`
	N    int    `csv:"n"`
	Text string `csv:"text"`
}

func TestMarshal(t *testing.T) {
	data, err := Marshal([]row{{"=1+1", -2, "a, \"b\"\nc"}, {"x", 0, ""}})
	if want := "code,n,text\n'=1+1,-2,\"a, \"\"b\"\"\nc\"\nx,0,\n"; err != nil || string(data) != want {
		t.Errorf("%q, %v, want %q", data, err, want)
	}
	data, err = Marshal([]row{})
	if want := "code,n,text\n"; err != nil || string(data) != want {
		t.Errorf("without rows: %q, %v", data, err)
	}
	var back []row
	if err := gocsv.UnmarshalBytes(data, &back); err != nil && err != gocsv.ErrEmptyCSVFile {
		t.Error(err)
	}
}

// Whatever a cell holds, it is never run, and comes back as it was.
func FuzzNeutral(f *testing.F) {
	for _, cell := range []string{"=1", "'=1", "''=1", "' =1", "'", "''", "-", "'-", "-1", "+1", "\t", "'\u00a0@x", "1e5"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		safe := Neutral(cell)
		if runs(safe) {
			t.Errorf("%q became %q, which may be run", cell, safe)
		}
		if got := Plain(safe); got != cell {
			t.Errorf("%q became %q and then %q", cell, safe, got)
		}
		var b bytes.Buffer
		if err := csv.NewWriter(&b).Write([]string{safe}); err != nil {
			t.Error(err)
		}
	})
}
