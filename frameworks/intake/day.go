package intake

import (
	"concord/frameworks"
	"concord/pipeline/finding"
)

// NoDay gives a note where the framework as it is now, after all that was done
// to it, lacks the day that an export as CASE needs; nothing otherwise.
func NoDay(f *frameworks.Framework) []finding.Finding {
	undated := 0
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.Changed == "" {
			undated++
		}
		return true
	})
	if f.Changed != "" || undated == 0 {
		return nil
	}
	return []finding.Finding{{
		Severity: finding.Note, Kind: "no-day", File: f.File, Message: "this framework has no day; exporting it as CASE needs one",
		Do: "Give the day on which it was last changed: --changed DAY, such as --changed 2024-05-01.",
	}}
}
