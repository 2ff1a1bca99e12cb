package coders

import (
	"fmt"
	"strings"

	"concord/pipeline/theme"
	"concord/pipeline/workbook"
)

// codebookPage gives the codebook as a coder needs it beside the sheet.
func codebookPage(cb *theme.Codebook) workbook.Page {
	header := []string{"id", "name", "definition", "include", "exclude", "examples", "questions", "stances", "parent"}
	return workbook.Page{Name: "codebook", Widths: []float64{20, 30, 50, 50, 50, 40, 20, 50, 20}, Frozen: 1, Rows: func(yield func([]string) bool) {
		if !yield(header) {
			return
		}
		for i := range cb.Themes {
			t := &cb.Themes[i]
			if !yield([]string{
				t.ID, shown(t.Name), shown(t.Definition), shown(t.Include), shown(t.Exclude),
				shown(strings.Join(t.Examples, "\n")), strings.Join(t.Questions, "\n"), shown(stancesOf(t)), t.Parent,
			}) {
				return
			}
		}
	}}
}

// stancesOf says what each stance means on a theme. A theme that is itself a wish or
// a judgement is what people ask for or object to; of any other they ask for more
// or less.
func stancesOf(t *theme.Theme) string {
	name := "“" + strings.Join(strings.Fields(nameOf(t)), " ") + "”"
	switch t.Stance {
	case "":
		return fmt.Sprintf("asks = wants %s, or more or better of it\nobjects = does not want it, or wants less\nsatisfied = finds it well as it is", name)
	case theme.Satisfied:
		return fmt.Sprintf("satisfied = says what the theme says: %s\nobjects = says the opposite\nasks = would say it if something were changed", name)
	case theme.Objects:
		return fmt.Sprintf("objects = says what the theme says, so is against it: %s\nasks = is for it\nsatisfied = finds it well as it is", name)
	}
	return fmt.Sprintf("asks = is for what the theme says: %s\nobjects = is against what the theme says: not %s\nsatisfied = finds that it is so already", name, name)
}

// nameOf is a theme's name, its id where it has none.
func nameOf(t *theme.Theme) string {
	if t.Name == "" {
		return t.ID
	}
	return t.Name
}

// marksPage says what can be marked in a sheet of a kind, in the words of
// docs/coding.md.
func marksPage(kind string) workbook.Page {
	checked := "Not needed: a row counts as judged once a theme or no_theme is marked."
	switch kind {
	case suggestedSheet:
		checked = "x when you have judged the row; only then does it count. Checked without any mark says: on none of the themes."
	case settleSheet:
		checked = "x when the row is settled; only then does it count. Checked without any mark says: on none of the themes."
	}
	rows := [][]string{
		{"mark", "what it says"},
		{"x", "The comment is on this theme; on which side it is, you leave open. The side that the rules read in the words counts then, where they find words of the theme."},
		{"asks, objects, satisfied", "The comment is on this theme, on this side. What a side means on each theme stands in the column stances of the codebook. One letter will do."},
		{"no_theme", "The comment is on none of the themes. A row without any mark is not judged, which is something else."},
		{"checked", checked},
		{"note", "Anything; it is shown to whoever settles."},
		{"a wish to change wording", "Mark the theme that the wording is about, and the codebook’s theme of wording where it has one. If neither, no_theme."},
		{"no changes, fine as it is", "Says that the text is right. Mark the codebook’s theme of approval as satisfied, if its definition takes this in; otherwise no_theme."},
	}
	return workbook.Page{Name: "marks", Widths: []float64{30, 100}, Rows: func(yield func([]string) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}}
}
