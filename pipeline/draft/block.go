package draft

import (
	"regexp"
	"strconv"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

var (
	// running is the form of a name with a number at its end: q0004_0001.
	running = regexp.MustCompile(`^(.*?[A-Za-z_.\-#\])])0*(\d{1,4})$`)
	// lettered is the form of q20a_opps_blogs: a number with a letter, then words.
	lettered = regexp.MustCompile(`^([A-Za-z]+\d+)([a-z])_([A-Za-z0-9]+(?:_[A-Za-z0-9]+)*)$`)
)

// blocks gives the columns that hold answers, those of one question together.
func (b *builder) blocks() [][]*column {
	var out [][]*column
	group := map[string]int{}
	for i := 0; i < len(b.cols); i++ {
		c := &b.cols[i]
		if c.left {
			continue
		}
		key := c.Group
		if c.item != nil {
			key = c.item.Block
		}
		if key != "" {
			if at, ok := group[key]; ok {
				out[at] = append(out[at], c)
			} else {
				group[key] = len(out)
				out = append(out, []*column{c})
			}
			continue
		}
		run := b.run(i)
		out = append(out, run)
		i += len(run) - 1
	}
	return out
}

// run gives the columns from the i-th on that their names tie together: they
// count on (Q4_1, Q4_2), or go through the letters (q20a_…, q20b_…). Only columns
// that are alike in what they hold are tied so.
func (b *builder) run(i int) []*column {
	first := &b.cols[i]
	out := []*column{first}
	stem, n, ok := numbered(first.Name)
	for j := i + 1; ok && j < len(b.cols); j++ {
		c := &b.cols[j]
		s, m, isNumbered := numbered(c.Name)
		if c.left || c.Group != "" || c.item != nil || !isNumbered || s != stem || m != n+len(out) || ownWords(first, c) || !b.alike(out[len(out)-1], c) {
			break
		}
		out = append(out, c)
	}
	if len(out) > 1 {
		return out
	}
	m := lettered.FindStringSubmatch(first.Name)
	for j := i + 1; m != nil && j < len(b.cols); j++ {
		c := &b.cols[j]
		next := lettered.FindStringSubmatch(c.Name)
		if c.left || c.Group != "" || next == nil || next[1] != m[1] || next[2][0] != m[2][0]+byte(len(out)) || !b.yesNoOnly(first) || !(b.yesNoOnly(c) || mostlyNo(c)) {
			break
		}
		out = append(out, c)
	}
	if len(out) < 3 {
		return out[:1]
	}
	return out
}

// numbered takes the number off the end of a name that is a code, not a sentence.
func numbered(name string) (stem string, n int, ok bool) {
	m := running.FindStringSubmatch(name)
	if m == nil || strings.ContainsAny(name, " ?") || !strings.ContainsAny(m[1], "0123456789_.-#") {
		return "", 0, false
	}
	n, err := strconv.Atoi(m[2])
	return m[1], n, err == nil
}

// alike tells whether two columns may be parts of one question: both are ticks,
// or one has hardly an answer that the other has not.
func (b *builder) alike(a, c *column) bool {
	if (b.tickOf(a).is || a.filled == 0) && (b.tickOf(c).is || c.filled == 0) {
		return true
	}
	if a.Many || c.Many || len(a.values) > 30 || len(c.values) > 30 {
		return false
	}
	small, large := a, c
	if len(small.values) > len(large.values) {
		small, large = large, small
	}
	has := map[string]bool{}
	for _, v := range large.values {
		has[v.Text] = true
	}
	strange := 0
	for _, v := range small.values {
		if !has[v.Text] {
			strange++
		}
	}
	return strange <= len(small.values)/3
}

// ownWords tells whether two columns have wordings of their own.
func ownWords(a, c *column) bool {
	return a.Wording != c.Wording && a.Wording != a.Name && c.Wording != c.Name
}

// tick is how a column says that its option was ticked.
type tick struct {
	is bool
	// label is the cell that means yes where it is the option itself; usual tells
	// that it is one of the words for yes.
	label string
	usual bool
}

// tickOf tells whether a column holds nothing but a tick: one answer and, it may
// be, one way to say that it was not given.
func (b *builder) tickOf(c *column) tick {
	var yesses, labels []string
	for _, v := range c.values {
		s := low(v.Text)
		switch {
		case s == "0" || s == "0.0":
		case s == "1" || s == "1.0" || s == "x":
			yesses = append(yesses, v.Text)
		case s == "not selected" || s == "unchecked" || no[s] && b.ticksAreWords():
		case yes[s] && b.ticksAreWords():
			yesses = append(yesses, v.Text)
		default:
			labels = append(labels, v.Text)
		}
	}
	switch {
	case c.Many || len(c.values) == 0 || len(c.values) > 2:
		return tick{}
	case len(labels) == 1 && len(yesses) == 0 && !reaches(labels[0]) && (c.Option == "" || labelIs(labels[0], c)) && (len(c.values) == 1 || low(c.values[0].Text) == "not selected" || low(c.values[1].Text) == "not selected"):
		return tick{is: true, label: labels[0]}
	case len(labels) == 0:
		return tick{is: true, usual: true}
	}
	return tick{}
}

// ticksAreWords tells whether the platform writes Yes and No for an option ticked
// and not ticked. Others write the option, or 1, and Yes and No are answers.
func (b *builder) ticksAreWords() bool {
	switch b.profile.Dialect {
	case "qualtrics", "surveymonkey", "google-forms", "microsoft-forms":
		return false
	}
	return true
}

// labelIs tells that a cell is the option that the export names for the column.
func labelIs(cell string, c *column) bool { return c.Option != "" && low(cell) == low(c.Option) }

func (b *builder) yesNoOnly(c *column) bool {
	t := b.tickOf(c)
	return t.is && t.usual
}

// mostlyNo tells of a column in which people said no or wrote what else.
func mostlyNo(c *column) bool {
	n := 0
	for _, v := range c.values {
		if no[low(v.Text)] {
			n += v.Rows
		}
	}
	return n*2 > c.filled
}

// fromBlock makes the questions of a block.
func (b *builder) fromBlock(block []*column) []Question {
	var answers, words []*column
	for _, c := range block {
		if c.OtherWords || c.item != nil && c.item.Words || isOtherWords(c, block) {
			words = append(words, c)
		} else {
			answers = append(answers, c)
		}
	}
	if len(answers) == 0 {
		answers, words = words, nil
	}
	var out []Question
	switch {
	case answers[0].item != nil:
		out = b.fromInstrument(answers)
	case b.isMulti(answers):
		out = b.multi(answers)
	case len(answers) == 1:
		out = []Question{b.single(answers[0], answers[0].values)}
	default:
		out = b.matrix(answers)
	}
	return append(out, b.otherWords(out, answers, words)...)
}

// isOtherWords tells whether a column of a block holds what people wrote beside
// an option.
func isOtherWords(c *column, block []*column) bool {
	return len(block) > 1 && c != block[0] && strings.HasSuffix(c.Name, "_TEXT")
}

// otherWords gives the columns of words behind "other" to the questions that they
// belong to, and makes questions of those that belong to none.
func (b *builder) otherWords(questions []Question, answers, words []*column) []Question {
	var out []Question
	for _, c := range words {
		q := ownerOf(questions, answers, c)
		if q != nil && q.Kind.Closed() && q.OtherColumn == "" && q.row == "" {
			q.OtherColumn = c.Name
			q.columns = append(q.columns, c.at)
			continue
		}
		text := b.text(c)
		text.add(false, "What people wrote beside an answer.")
		out = append(out, text)
	}
	return out
}

// ownerOf finds the question beside one of whose answers the words were written:
// the one whose column's name the name of the words begins with, or the only one.
func ownerOf(questions []Question, answers []*column, c *column) *Question {
	if len(questions) == 1 {
		return &questions[0]
	}
	stem := strings.TrimSuffix(c.Name, "_TEXT")
	for i := range questions {
		for _, at := range questions[i].columns {
			for _, a := range answers {
				if a.at == at && a.Name == stem {
					return &questions[i]
				}
			}
		}
	}
	return nil
}

// isMulti tells whether the columns of a block are the options of one question.
func (b *builder) isMulti(block []*column) bool {
	ticks, usual, named, others := 0, 0, 0, 0
	labels := map[string]bool{}
	for _, c := range block {
		if c.Option != "" {
			named++
		}
		t := b.tickOf(c)
		switch {
		case c.filled == 0:
			continue
		case !t.is && (mostlyNo(c) || isOther(c.Option)):
			others++
			continue
		case !t.is:
			return false
		case !t.usual && labels[t.label]:
			return false // the same answer in two columns: the rows of a matrix
		}
		ticks++
		if t.usual {
			usual++
		} else {
			labels[t.label] = true
		}
	}
	switch {
	case ticks == 0 || others > 1:
		return false
	case len(block) == 1:
		// One box alone: only the export can say that it is one.
		return block[0].Option != "" && b.profile.Dialect == "redcap"
	case usual > 0 && usual < ticks:
		return false
	}
	// Columns of yes and no that nothing but their names ties together, each with
	// words of its own, are questions of their own.
	return usual == 0 || named == len(block) || lettered.MatchString(block[0].Name) || compactNames(block)
}

// compactNames tells that the columns have codes for names, and no wordings.
func compactNames(block []*column) bool {
	for _, c := range block {
		if c.Wording != "" && c.Wording != c.Name || strings.Contains(c.Name, " ") {
			return false
		}
	}
	return true
}

// multi makes one question of columns of ticks, or several where there are more
// options than one question can have.
func (b *builder) multi(block []*column) []Question {
	parts := (len(block) + survey.MaxTicks - 1) / survey.MaxTicks
	var out []Question
	for part := range parts {
		from, to := part*len(block)/parts, (part+1)*len(block)/parts
		q := Question{block: "multi"}
		q.Kind = study.Multi
		q.Wording = b.wording(block[0])
		for _, c := range block[from:to] {
			q.columns = append(q.columns, c.at)
			o := study.Option{Label: b.optionLabel(c), Column: c.Name}
			if t := b.tickOf(c); c.filled > 0 && !t.is {
				o.Ticked = []string{"*"}
				for _, v := range c.values {
					if no[low(v.Text)] {
						o.Unticked = append(o.Unticked, v.Text)
					}
				}
				q.add(false, "The column of %q holds words: any of them tick it.", o.Label)
			} else if t.is && !t.usual && study.Normal(t.label) != study.Normal(o.Label) {
				o.Code = t.label
			}
			q.Options = append(q.Options, o)
		}
		q.Missing = b.ownMissing(block[from:to]...)
		uniqueLabels(q.Options)
		if parts > 1 {
			q.add(true, "A question can have %d options; this one had %d, so it is in %d parts, of which this is part %d.", survey.MaxTicks, len(block), parts, part+1)
		}
		out = append(out, q)
	}
	return out
}

// optionLabel names the option of a column of ticks.
func (b *builder) optionLabel(c *column) string {
	if t := b.tickOf(c); t.is && !t.usual && (c.Option == "" || labelIs(t.label, c)) {
		return t.label
	}
	if c.Option != "" {
		return c.Option
	}
	if m := lettered.FindStringSubmatch(c.Name); m != nil {
		return strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(m[3], "_", " "), " ind"), " txt")
	}
	return c.Name
}

// uniqueLabels puts numbers behind labels that come again.
func uniqueLabels(options study.Options) {
	seen := map[string]bool{}
	for i := range options {
		label := study.Normal(options[i].Label)
		if label == "" {
			label = "Option " + strconv.Itoa(i+1)
		}
		free := label
		for n := 2; seen[free]; n++ {
			free = label + " (" + strconv.Itoa(n) + ")"
		}
		if free != label && options[i].Code == "" && options[i].Column == "" {
			options[i].Code = label
		}
		seen[free] = true
		options[i].Label = free
	}
}

// matrix makes a question of each column of a block. Where the rows were answered
// with the same list, each has all that any of them has.
func (b *builder) matrix(block []*column) []Question {
	all := merged(block)
	together := b.single(&column{ColumnProfile: &survey.ColumnProfile{
		Name: block[0].Name, Wording: block[0].Wording, Group: block[0].Group, Many: anyMany(block), Words: wordsOf(block),
	}, filled: filledOf(block), numbers: numbersOf(block), values: all}, all)
	var out []Question
	for _, c := range block {
		q := together
		if !together.Kind.Closed() || together.Kind == study.Multi {
			q = b.single(c, c.values)
		}
		q.Options = cloneOptions(q.Options)
		q.Ask = append([]string(nil), q.Ask...)
		q.Missing = b.ownMissing(c)
		q.Column, q.Wording, q.columns = c.Name, b.wording(c), []int{c.at}
		q.block = block[0].Name
		if c.Option != "" {
			q.row = c.Option
			q.Wording = strings.TrimRight(q.Wording, ".: ") + " - " + c.Option
		}
		out = append(out, q)
	}
	return out
}

func merged(block []*column) []survey.ValueCount {
	at := map[string]int{}
	var out []survey.ValueCount
	for _, c := range block {
		for _, v := range c.values {
			if i, ok := at[v.Text]; ok {
				out[i].Rows += v.Rows
				continue
			}
			at[v.Text] = len(out)
			out = append(out, v)
		}
	}
	return out
}

func anyMany(block []*column) bool {
	for _, c := range block {
		if c.Many {
			return true
		}
	}
	return false
}

func filledOf(block []*column) (n int) {
	for _, c := range block {
		n += c.filled
	}
	return n
}

func numbersOf(block []*column) (n int) {
	for _, c := range block {
		n += c.numbers
	}
	return n
}

func wordsOf(block []*column) int {
	sum, n := 0, 0
	for _, c := range block {
		sum, n = sum+c.Words*c.filled, n+c.filled
	}
	return sum / max(n, 1)
}

// cloneOptions copies options with all their lists.
func cloneOptions(list study.Options) study.Options {
	var out study.Options
	for _, o := range list {
		o.Also = append([]string(nil), o.Also...)
		out = append(out, o)
	}
	return out
}

// wording is the question as the export gives it; "" where it gives a code only.
func (b *builder) wording(c *column) string {
	w := plainText(c.Wording)
	if m := coded.FindStringSubmatch(w); m != nil && strings.HasPrefix(c.Name, m[1]) {
		w = m[2]
	}
	if isCode(w) {
		return ""
	}
	return w
}
