package learn

// Figures say how well themes given agree with those of people. All but the
// counts run from 0 to 1.
type Figures struct {
	// Comments is how many were judged.
	Comments int `json:"comments"`
	// Micro is F1 over all pairs of a comment and a theme: 2·right / (given +
	// people's). Where every comment has one theme and is given one it is the share
	// that is right.
	Micro float64 `json:"micro_f1"`
	// Macro is the mean of the themes' own F1, over themes that people gave to one
	// of these comments at least.
	Macro float64 `json:"macro_f1"`
	// Samples is the mean of the comments' own F1; 1 for a comment that neither
	// gave a theme to.
	Samples float64 `json:"samples_f1"`
	// Exact is the share of comments that were given exactly people's themes.
	Exact float64 `json:"exact_match"`
	// Given is how many suggestions there were, Right how many of them people had
	// made too.
	Given int `json:"given"`
	Right int `json:"right"`
}

// counts are what Figures are made from.
type counts struct {
	comments, exact    int
	samples            float64
	right, given, true []int // by theme
	places             []int // spare
}

func newCounts(themes int) *counts {
	return &counts{right: make([]int, themes), given: make([]int, themes), true: make([]int, themes)}
}

// add counts one comment: the themes that people gave it, and those given.
func (c *counts) add(labels []int, given []bool) {
	c.places = c.places[:0]
	for k, yes := range given {
		if yes {
			c.places = append(c.places, k)
		}
	}
	c.addPlaces(labels, c.places)
}

// addPlaces is add with the themes given as a list.
func (c *counts) addPlaces(labels, given []int) (right int) {
	for _, k := range given {
		c.given[k]++
		for _, l := range labels {
			if l == k {
				right++
				c.right[k]++
			}
		}
	}
	for _, k := range labels {
		c.true[k]++
	}
	c.comments++
	if right == len(given) && right == len(labels) {
		c.exact++
	}
	c.samples += f1(right, len(given), len(labels))
	return right
}

// f1 is 1 where there was nothing to find and nothing was given.
func f1(right, given, all int) float64 {
	if given+all == 0 {
		return 1
	}
	return float64(2*right) / float64(given+all)
}

func (c *counts) micro() float64 {
	right, given, all := 0, 0, 0
	for k := range c.right {
		right += c.right[k]
		given += c.given[k]
		all += c.true[k]
	}
	return f1(right, given, all)
}

func (c *counts) figures() Figures {
	f := Figures{Comments: c.comments, Micro: c.micro()}
	for k := range c.given {
		f.Given += c.given[k]
		f.Right += c.right[k]
	}
	met := 0
	for k, n := range c.true {
		if n > 0 {
			met++
			f.Macro += f1(c.right[k], c.given[k], n)
		}
	}
	if met > 0 {
		f.Macro /= float64(met)
	}
	if c.comments > 0 {
		f.Samples = c.samples / float64(c.comments)
		f.Exact = float64(c.exact) / float64(c.comments)
	}
	return f
}

// Compare gives how well suggestions that are over agree with people's themes of
// the same comments.
func Compare(book Codebook, labels [][]int, suggested [][]Suggestion) Figures {
	place := map[string]int{}
	for k, t := range book.Themes {
		place[t.ID] = k
	}
	c := newCounts(len(book.Themes))
	for i, list := range suggested[:min(len(suggested), len(labels))] {
		var given []int
		for _, s := range list {
			if k, ok := place[s.Theme]; ok && s.Over {
				given = append(given, k)
			}
		}
		c.addPlaces(labels[i], given)
	}
	return c.figures()
}
