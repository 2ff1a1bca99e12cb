package pipeline

import (
	"strings"
	"testing"
)

func FuzzFigures(f *testing.F) {
	f.Add("table,title,subgroup,row,count,base,suppressed\nq,Q,,x,3,40,false\nq,Q,,y,,40,true\n")
	f.Add("table,subgroup\n")
	f.Add("\xef\xbb\xbftable,subgroup,row,count,base,suppressed,row_kind\n\"q,,x,1,2,false,option")
	f.Fuzz(func(t *testing.T, text string) {
		figures, err := readFigures(strings.NewReader(text))
		if err == nil && len(figures) > strings.Count(text, "\n")+strings.Count(text, "\r")+1 {
			t.Errorf("%d figures of %q", len(figures), text)
		}
	})
}
