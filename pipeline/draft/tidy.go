package draft

import (
	"slices"

	"concord/pipeline/study"
)

// tidy makes sure that every list of options is one that a study can have: no
// answer stands in it twice, whatever the export holds.
func (d *Draft) tidy() {
	for i := range d.Questions {
		tidyOptions(d.Questions[i].Options)
	}
	for i := range d.Scales {
		tidyOptions(d.Scales[i].Options)
	}
}

// tidyOptions takes spellings away that another option has already. A cell that
// ticks an option of its own column is kept for that column.
func tidyOptions(options study.Options) {
	uniqueLabels(options)
	taken := map[string]int{}
	for i := range options {
		taken[study.Normal(options[i].Label)] = i
	}
	free := func(text string, i int) bool {
		n := study.Normal(text)
		at, ok := taken[n]
		if n == "" || ok && at != i {
			return false
		}
		taken[n] = i
		return true
	}
	for i := range options {
		o := &options[i]
		if o.Code != "" && !free(o.Code, i) {
			if o.Column != "" {
				o.Ticked = append([]string{o.Code}, o.Ticked...)
			}
			o.Code = ""
		}
		o.Also = slices.DeleteFunc(o.Also, func(text string) bool { return !free(text, i) })
	}
}
