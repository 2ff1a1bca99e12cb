package draft

import (
	"slices"
	"strings"

	"concord/pipeline/study"
)

// Instrument is what the questionnaire's own file says of the columns of an
// export. What it says goes before what the data look like.
type Instrument struct {
	// Source names the form of the file, such as "Qualtrics survey file".
	Source string
	// Items are what is known of columns, by the column's name, or by its place in
	// the file where At is not nil.
	Items map[string]*Item
	At    map[int]*Item
	// Loose tells that it gives wordings and nothing else: what kind a question is,
	// and which columns belong together, the export says.
	Loose bool
}

// Item is what the instrument says of one column.
type Item struct {
	// Tag is the question's own name, Block the same for all its columns.
	Tag, Block string
	// Wording is the question, Row the row of a matrix, Option the answer that is
	// ticked in the column.
	Wording, Row, Option string
	// Kind is "" where the instrument does not say.
	Kind study.Kind
	// Options are the answers in order, Ticked the cell that ticks the column's
	// option, "" for the usual ones.
	Options study.Options
	Ticked  string
	// Separator stands between answers in one cell.
	Separator string
	// Words tells that the column holds what people wrote beside an option.
	Words bool
	// When is the answer of another question on which it depends whether this one
	// was asked; nil for none, or for more than one.
	When *Condition
	// Leave is why no question should read the column, "" if one should; Personal
	// tells that it says who people are.
	Leave    string
	Personal bool
}

// Condition is that an answer of another question was given: the one whose Block
// it is, and the answer's number or code.
type Condition struct{ Block, Number string }

// find gives what is known of a column.
func (ins *Instrument) find(at int, name string) *Item {
	if ins == nil || ins.Loose {
		return nil
	}
	if item := ins.At[at]; item != nil {
		return item
	}
	return ins.Items[name]
}

// hasCode tells whether a cell is one of the answers.
func (i *Item) hasCode(cell string) bool {
	return i != nil && (i.Options.Index(cell) >= 0 || i.Ticked == cell && cell != "")
}

// fromInstrument makes the questions of a block of columns that the instrument
// describes.
func (b *builder) fromInstrument(block []*column) []Question {
	var out []Question
	var ticks []*column
	flush := func() {
		if len(ticks) > 0 {
			out = append(out, b.ticksOf(ticks)...)
			ticks = nil
		}
	}
	for _, c := range block {
		item := c.item
		if item == nil {
			flush()
			out = append(out, b.single(c, c.values))
			continue
		}
		if item.Kind == study.Multi && item.Option != "" {
			if len(ticks) > 0 && ticks[0].item.Row != item.Row {
				flush()
			}
			ticks = append(ticks, c)
			continue
		}
		flush()
		out = append(out, b.described(c))
	}
	flush()
	return out
}

// ticksOf makes a multi question of columns that each tick an option.
func (b *builder) ticksOf(block []*column) []Question {
	out := b.multi(block)
	for i := range out {
		q := &out[i]
		item := block[0].item
		q.Wording = item.wording()
		for j := range q.Options {
			o := &q.Options[j]
			for _, c := range block {
				if c.Name != o.Column {
					continue
				}
				o.Label, o.Code = c.item.Option, ""
				if t := c.item.Ticked; t != "" && t != "1" {
					o.Ticked = append([]string{t}, o.Ticked...)
				} else if t := b.tickOf(c); t.is && !t.usual && study.Normal(t.label) != study.Normal(o.Label) {
					o.Code = t.label
				}
			}
		}
		uniqueLabels(q.Options)
		q.row = item.Row
		q.when = item.When
	}
	return out
}

func (i *Item) wording() string {
	if i.Row == "" {
		return i.Wording
	}
	return strings.TrimSpace(strings.TrimRight(i.Wording, ".: ") + " - " + i.Row)
}

// described makes the question of one column that the instrument describes.
func (b *builder) described(c *column) Question {
	item := c.item
	var q Question
	switch {
	case item.Kind == "":
		q = b.single(c, c.values)
	case item.Kind.Closed():
		q = Question{columns: []int{c.at}}
		q.Column, q.Kind, q.Options = c.Name, item.Kind, cloneOptions(item.Options)
		q.described = true
		q.Separator = item.Separator
		q.Missing = b.ownMissing(c)
		b.spell(&q, c)
		if q.Kind == study.Single || q.Kind == study.Scale {
			b.inOrder(&q)
		}
	default:
		q = Question{columns: []int{c.at}}
		q.Column, q.Kind = c.Name, item.Kind
		q.Missing = b.ownMissing(c)
	}
	if item.Wording != "" {
		q.Wording = item.wording()
	}
	q.row, q.when, q.block = item.Row, item.When, item.Block
	return q
}

// spell adds the ways in which the file writes the options' codes, such as 1.0
// for 1 and TRUE for 1.
func (b *builder) spell(q *Question, c *column) {
	if q.Kind == study.Multi {
		return
	}
	for _, v := range c.values {
		if q.Options.Index(v.Text) >= 0 {
			continue
		}
		want, ok := plainNumber(v.Text)
		for i := range q.Options {
			o := &q.Options[i]
			code := o.Code
			if code == "" {
				code = o.Label
			}
			x, isNumber := plainNumber(code)
			same := ok && isNumber && x == want ||
				isNumber && x == 1 && len(q.Options) == 2 && low(v.Text) == "true" || isNumber && x == 0 && len(q.Options) == 2 && low(v.Text) == "false" ||
				low(v.Text) == low(o.Label)
			if same {
				o.Also = append(o.Also, v.Text)
				break
			}
		}
	}
	var strange []string
	for _, v := range c.values {
		if q.Options.Index(v.Text) < 0 {
			strange = append(strange, v.Text)
		}
	}
	if len(strange) > 0 {
		addOther(q)
		if slices.ContainsFunc(strange, func(s string) bool { return reaches(s) || len(words(s)) > mostOptionWords }) {
			q.add(true, "The file has answers that the instrument does not have, in people's own words; they are counted under %q.", q.Other)
			return
		}
		q.add(true, "The instrument does not have %s, which the file has; it is counted under %q.", inWords(strange[:min(len(strange), 5)]), q.Other)
	}
}

// inOrder makes a scale of options that are in an order as the instrument lists
// them.
func (b *builder) inOrder(q *Question) {
	order, _, what, ok := ordered(q.Options.Labels())
	if !ok {
		if allPoints(q.Options) {
			q.Kind, q.family = study.Scale, "points"
		}
		return
	}
	q.family = what
	if len(order) >= 3 {
		q.Kind = study.Scale
	}
}

// allPoints tells whether options are numbers that count on, of which there are
// three or more.
func allPoints(options study.Options) bool {
	last := 0.0
	for i, o := range options {
		x, ok := plainNumber(o.Label)
		if !ok || i > 0 && x != last+1 {
			return false
		}
		last = x
	}
	return len(options) >= 3
}

// uniqueOptions puts numbers behind labels that come again, and takes away codes
// that do.
func uniqueOptions(options study.Options) {
	uniqueLabels(options)
	seen := map[string]bool{}
	for i := range options {
		seen[options[i].Label] = true
	}
	for i := range options {
		if seen[options[i].Code] {
			options[i].Code = ""
		}
		seen[options[i].Code] = true
	}
}

// conditions sets who was asked, where the instrument makes it depend on one
// answer of an earlier question.
func (b *builder) conditions() {
	first := map[string]int{}
	for i := range b.draft.Questions {
		q := &b.draft.Questions[i]
		if item := b.cols[q.columns[0]].item; item != nil {
			if _, ok := first[item.Block]; !ok {
				first[item.Block] = i
			}
		}
		if q.when == nil {
			continue
		}
		at, ok := first[q.when.Block]
		if !ok || at >= i {
			continue
		}
		if label := b.labelOf(&b.draft.Questions[at], q.when.Number); label != "" && filterValue(label) != "" {
			q.Asked = b.draft.Questions[at].ID + " = " + filterValue(label)
		}
	}
}

// labelOf gives the label of the option that an instrument calls by a number.
func (b *builder) labelOf(q *Question, number string) string {
	options := q.Options
	for _, s := range b.draft.Scales {
		if s.Name == q.Scale {
			options = s.Options
		}
	}
	for _, o := range options {
		if o.Code == number || strings.HasSuffix(o.Column, "___"+number) {
			return o.Label
		}
	}
	return ""
}
