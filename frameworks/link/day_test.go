package link

import (
	"slices"
	"strings"
	"testing"
)

func TestDays(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"2020-01-31", []string{"2020-01-31"}},
		{"31/01/2020", []string{"2020-01-31"}},
		{"31.1.2020", []string{"2020-01-31"}},
		{"31-1-2020", []string{"2020-01-31"}},
		{"1/31/2020", []string{"2020-01-31"}},
		{"29/02/2020", []string{"2020-02-29"}},
		{"5/5/2020", []string{"2020-05-05"}},
		{"05.05.2020", []string{"2020-05-05"}},
		{"03/04/2020", []string{"2020-04-03", "2020-03-04"}},
		{"1.12.2020", []string{"2020-12-01", "2020-01-12"}},
		{"29/02/2021", nil}, // 2021 is no leap year
		{"13/13/2020", nil},
		{"31/01/20", nil},
		{"31/01.2020", nil},
		{"2020-31-01", nil},
		{"31 January", nil},
		{"0/0/2020", nil},
		{"", nil},
	}
	for _, test := range tests {
		if got := days(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q: %v; want %v", test.text, got, test.want)
		}
	}
}

// A day as a spreadsheet shows it is kept as files keep days, where no other can
// be meant; where one can, the finding names both.
func TestConfirmDays(t *testing.T) {
	from, to := twoFrameworks(t)
	confirm := func(day string) (*Confirmed, string) {
		cells := says("exact")
		cells["confirmed_on"] = day
		got, findings := Confirm("table.csv", table(filled(t, from, to, map[string]map[string]string{"1.1/1": cells}), ','), from, to)
		var text string
		for _, f := range findings {
			text += f.Error() + "\n"
		}
		return got, text
	}
	for _, day := range []string{"31/01/2020", "31.1.2020", " 2020-01-31 "} {
		if got, findings := confirm(day); findings != "" || got.Links.Links[0].ConfirmedOn != "2020-01-31" {
			t.Errorf("%s: %v %s", day, got.Links.Links, findings)
		}
	}
	if _, findings := confirm("03/04/2020"); !strings.Contains(findings, "3 April 2020") || !strings.Contains(findings, "4 March 2020") {
		t.Errorf("why it is an error is not said: %s", findings)
	}
}
