package audit

import "sort"

// Document is the figures that a file prints, in its order, and what it says of
// the people whom they count.
type Document struct {
	// File is the path that it was read from.
	File string
	// Groups are figures printed together: the rows of a table, or the figures of
	// a sentence and of those that carry it on.
	Groups []*Group
	// Loose are percentages printed with neither count nor base, by section.
	Loose []*Group
	// Weighted is true where percentages are of weights, which counts of people
	// do not give: Examine then leaves counts and percentages alone.
	Weighted bool

	samples    []sample
	captions   []caption
	references []reference
	notes      []note
	halves     []half
	referred   []referred
	looseAt    []looseFigure
}

// Figures counts the numbers read: each count and each percentage.
func (d *Document) Figures() int {
	n := 0
	for _, list := range [][]*Group{d.Groups, d.Loose} {
		for _, g := range list {
			for _, f := range g.Figures {
				if f.HasCount {
					n++
				}
				if f.Percent != "" {
					n++
				}
				if f.Mean.Mean != "" {
					n++
				}
			}
		}
	}
	return n
}

// Spot is a place in a file, both from 1; Column is in characters. In a Word
// document the line is the paragraph.
type Spot struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Group is figures that are printed together.
type Group struct {
	Spot
	// Name is what to call it: "Table 2", a set's id, or "".
	Name, Section string
	// IsTable tells rows of a table from figures of a sentence.
	IsTable bool
	// Base is the base that is printed with them, 0 for none.
	Base int
	// Complete is true where the counts must add up to the base.
	Complete bool
	Figures  []Figure

	// at is the place in the order of the document; table the question in a set.
	at       int
	table    string
	multiple bool    // a person may be in several rows
	weighted bool    // percentages of weights
	apart    bool    // rows are of different people, each with its base
	whom     int     // the count before "of whom", 0 for none
	several  *sample // people who are in more than one of the rows
	text     string

	// lone is true where a percentage without a count has a printed base.
	lone bool

	// settled is the base that explains the percentages, 0 where none was found.
	settled    int
	convention Convention
	together   bool // the rows were rounded to add up to 100
}

// Figure is one printed figure.
type Figure struct {
	Spot
	// Text is as printed, Label the words that say what is counted.
	Text, Label string
	Count       int
	HasCount    bool
	// Percent is as printed, digits kept; "" for none.
	Percent string
	// Base is the base printed with this one figure ("5 of 12"), 0 for none.
	Base int
	// Mean is a mean and its people, empty for none.
	Mean Mean
	// total is a row that sums the others.
	total bool
	// rows are the labels of the rows of another set that this one sums.
	rows []string
	// weight and weightBase are sums of weights as printed, "" for none.
	weight, weightBase string
}

// pair gives the count and the percentage of a figure that has both.
func (f *Figure) pair() (int, share, bool) {
	p, ok := parseShare(f.Percent)
	return f.Count, p, ok && f.HasCount
}

// sample is how many people the text says there are, from a place on.
type sample struct {
	Spot
	n    int
	at   int
	text string
}

type caption struct {
	Spot
	number, title string
	at            int
	group         *Group
}

// reference is a place that sends the reader to a table.
type reference struct {
	Spot
	number, text string
	at           int
}

// note is a footnote that tells how many gave no data.
type note struct {
	Spot
	n     int
	at    int
	text  string
	table *Group
}

// half is a count that is said to be half of everybody.
type half struct {
	Spot
	n    int
	at   int
	text string
}

// sampleAt gives the last sample told of before a place.
func (d *Document) sampleAt(at int) *sample {
	i := sort.Search(len(d.samples), func(i int) bool { return d.samples[i].at > at })
	if i == 0 {
		return nil
	}
	return &d.samples[i-1]
}
