package link

import (
	"slices"
	"strings"
	"time"
)

// days gives the days that a text can mean, each as 2020-01-31: one where it is
// written so; and of numbers with the year last, as a spreadsheet shows a day
// (31/01/2020, 1.31.2020, 31-1-2020), that with the day first, that with the
// month first, or both where they are two days. It gives none for what is no day.
func days(text string) []string {
	layouts := []string{time.DateOnly}
	for _, sign := range []string{"/", ".", "-"} {
		layouts = append(layouts, strings.Join([]string{"2", "1", "2006"}, sign), strings.Join([]string{"1", "2", "2006"}, sign))
	}
	var out []string
	for _, layout := range layouts {
		if day, err := time.Parse(layout, text); err == nil {
			out = append(out, day.Format(time.DateOnly))
		}
	}
	return slices.Compact(out)
}

// inWords gives a day of days as a person reads it: 31 January 2020.
func inWords(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}
