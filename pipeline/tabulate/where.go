package tabulate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// truth is what a condition is of one person: what they did not answer makes it
// neither true nor false. not, and and or are those of Kleene (1952), section
// 64, which with this order are the contrary, the least and the greatest.
type truth uint8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(is bool) truth {
	if is {
		return yes
	}
	return no
}

// Members tells for each person of a table whether a filter picks them: whether
// it is true of them, and not false or unknown. A nil filter picks everyone. The
// error names a question that the table has not, or a value that cannot be
// compared; a study that was read without findings gives none.
func Members(t *survey.Table, f *study.Filter) ([]bool, error) {
	in := make([]bool, t.N)
	if f == nil {
		for i := range in {
			in[i] = true
		}
		return in, nil
	}
	truths, err := evaluate(t, f)
	if err != nil {
		return nil, err
	}
	for i := range in {
		in[i] = truths[i] == yes
	}
	return in, nil
}

func evaluate(t *survey.Table, f *study.Filter) ([]truth, error) {
	switch f.Op {
	case "and", "or":
		var out []truth
		for k, part := range f.Parts {
			more, err := evaluate(t, part)
			if err != nil {
				return nil, err
			}
			if k == 0 {
				out = more
				continue
			}
			for i := range out {
				if f.Op == "and" {
					out[i] = min(out[i], more[i])
				} else {
					out[i] = max(out[i], more[i])
				}
			}
		}
		return out, nil
	case "not":
		out, err := evaluate(t, f.Parts[0])
		for i := range out {
			out[i] = yes - out[i]
		}
		return out, err
	}
	c, ok := t.Column(f.Question)
	if !ok {
		return nil, fmt.Errorf("the filter asks about %q, which is no question here", f.Question)
	}
	return condition(t.N, c, f)
}

func condition(n int, c *survey.Column, f *study.Filter) ([]truth, error) {
	q := &c.Question
	var is func(i int) bool // of someone who answered
	switch {
	case f.Op == "answered":
		out := make([]truth, n)
		for i := range out {
			out[i] = truthOf(c.Answered(i))
		}
		return out, nil
	case q.Kind.Closed():
		wanted := make([]bool, len(q.Options))
		for _, v := range f.Values {
			at := q.Options.Index(v)
			if at < 0 {
				return nil, fmt.Errorf("%q is no answer to %s", v, q.ID)
			}
			for o := range wanted {
				wanted[o] = wanted[o] || picks(f.Op, o, at)
			}
		}
		is = func(i int) bool { return choseAny(c, i, wanted) }
		if f.Op == "!=" && q.Kind == study.Multi {
			// "is not" must not pick someone who ticked it beside another.
			at := q.Options.Index(f.Values[0])
			is = func(i int) bool { return !c.Chose(i, at) }
		}
	case q.Kind == study.Number:
		values := make([]float64, len(f.Values))
		for k, v := range f.Values {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return nil, fmt.Errorf("%s is a number, and %q is not", q.ID, v)
			}
			values[k] = x
		}
		is = func(i int) bool {
			return slices.ContainsFunc(values, func(x float64) bool { return compares(f.Op, c.Numbers[i], x) })
		}
	default:
		// Days are written so that their order is that of their letters.
		is = func(i int) bool {
			text := c.Text.At(i)
			return slices.ContainsFunc(f.Values, func(v string) bool { return compares(f.Op, text, v) })
		}
	}
	out := make([]truth, n)
	for i := range out {
		out[i] = unknown
		if c.Answered(i) {
			out[i] = truthOf(is(i))
		}
	}
	return out, nil
}

// picks tells whether a comparison with the option at place at picks the option o.
func picks(op string, o, at int) bool {
	return compares(op, o, at)
}

func compares[T cmp.Ordered](op string, a, b T) bool {
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
