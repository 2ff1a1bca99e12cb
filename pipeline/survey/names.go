package survey

import (
	"fmt"
	"strconv"
	"strings"
)

// sameHeader is a header that several columns have.
type sameHeader struct {
	name   string
	places []int // from 0
}

// uniqueNames gives each column a name of its own: the second with a header is
// called "header (2)", the third "header (3)", and one without a header is
// "column 4" by its place. A name that another column's header has already is
// passed over. It tells which headers came more than once, in the order of the
// file.
func uniqueNames(columns []column) []sameHeader {
	taken := make(map[string]bool, len(columns))
	first := make(map[string]int, len(columns))
	again := map[string]int{} // by header, its place in twice
	var twice []sameHeader
	for i, c := range columns {
		if c.name == "" {
			continue
		}
		taken[c.name] = true
		if _, ok := first[c.name]; !ok {
			first[c.name] = i
			continue
		}
		at, ok := again[c.name]
		if !ok {
			at = len(twice)
			again[c.name] = at
			twice = append(twice, sameHeader{c.name, []int{first[c.name]}})
		}
		twice[at].places = append(twice[at].places, i)
	}
	for i := range columns {
		if columns[i].name == "" {
			columns[i].unnamed = true
			columns[i].name = freeName(taken, "column "+strconv.Itoa(i+1))
		}
	}
	for _, same := range twice {
		number := 1
		for _, at := range same.places[1:] {
			for {
				number++
				if name := fmt.Sprintf("%s (%d)", same.name, number); !taken[name] {
					columns[at].name, taken[name] = name, true
					break
				}
			}
		}
	}
	return twice
}

// freeName gives the name, or the name with a number if a header has it.
func freeName(taken map[string]bool, name string) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s (%d)", name, n)
	}
	taken[free] = true
	return free
}

// numbers lists places in words, counted from 1, the first few of many.
func numbers(places []int) string {
	words := make([]string, 0, firstPlaces+1)
	for i, p := range places {
		if i == firstPlaces {
			words = append(words, strconv.Itoa(len(places)-i)+" more")
			break
		}
		words = append(words, strconv.Itoa(p+1))
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// firstPlaces is how many places a finding names.
const firstPlaces = 10
