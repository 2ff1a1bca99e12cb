package tabulate

import (
	"fmt"
	"strconv"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// Members tells for each person of a table whether a filter picks them. A nil
// filter picks everyone. The error names a question that the table has not, or
// a value that cannot be compared; a study that was read without findings gives
// none.
func Members(t *survey.Table, f *study.Filter) ([]bool, error) {
	in := make([]bool, t.N)
	if f == nil {
		for i := range in {
			in[i] = true
		}
		return in, nil
	}
	switch f.Op {
	case "and", "or":
		for k, part := range f.Parts {
			more, err := Members(t, part)
			if err != nil {
				return nil, err
			}
			for i := range in {
				switch {
				case k == 0:
					in[i] = more[i]
				case f.Op == "and":
					in[i] = in[i] && more[i]
				default:
					in[i] = in[i] || more[i]
				}
			}
		}
		return in, nil
	case "not":
		inner, err := Members(t, f.Parts[0])
		if err != nil {
			return nil, err
		}
		for i := range in {
			in[i] = !inner[i]
		}
		return in, nil
	}
	c, ok := t.Column(f.Question)
	if !ok {
		return nil, fmt.Errorf("the filter asks about %q, which is no question here", f.Question)
	}
	return in, condition(in, c, f)
}

func condition(in []bool, c *survey.Column, f *study.Filter) error {
	if f.Op == "answered" {
		for i := range in {
			in[i] = c.Answered(i)
		}
		return nil
	}
	q := &c.Question
	switch {
	case q.Kind.Closed():
		wanted := make([]bool, len(q.Options))
		for _, v := range f.Values {
			at := q.Options.Index(v)
			if at < 0 {
				return fmt.Errorf("%q is no answer to %s", v, q.ID)
			}
			for o := range wanted {
				wanted[o] = wanted[o] || picks(f.Op, o, at)
			}
		}
		for i := range in {
			for o, w := range wanted {
				if w && c.Chose(i, o) {
					in[i] = true
					break
				}
			}
			// "is not" must not pick someone who ticked it beside another.
			if f.Op == "!=" && q.Kind == study.Multi {
				in[i] = c.Answered(i) && !c.Chose(i, q.Options.Index(f.Values[0]))
			}
		}
	case q.Kind == study.Number:
		for _, v := range f.Values {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return fmt.Errorf("%s is a number, and %q is not", q.ID, v)
			}
			for i := range in {
				in[i] = in[i] || (c.Answered(i) && compares(f.Op, c.Numbers[i], x))
			}
		}
	default:
		for _, v := range f.Values {
			for i := range in {
				if !c.Answered(i) {
					continue
				}
				text := c.Text.At(i)
				switch f.Op {
				case "=", "in":
					in[i] = in[i] || text == v
				case "!=":
					in[i] = text != v
				default:
					// Days are written so that their order is that of their letters.
					in[i] = (f.Op[0] == '<' && text < v) || (f.Op[0] == '>' && text > v) || (len(f.Op) == 2 && text == v)
				}
			}
		}
	}
	return nil
}

// picks tells whether a comparison with the option at place at picks the option o.
func picks(op string, o, at int) bool {
	return compares(op, float64(o), float64(at))
}

func compares(op string, a, b float64) bool {
	switch op {
	case "=", "in":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	default:
		return a >= b
	}
}
