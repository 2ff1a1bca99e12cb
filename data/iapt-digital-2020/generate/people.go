package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// seed is the whole of what is left to chance: another number gives other
// people with the same figures.
const seed = 20200424

// Each use of chance has a stream of its own, so that a comment added to the
// files does not change everybody's age.
const (
	streamFigures = iota + 1
	streamAnswers
	streamShort
	streamTimes
)

func stream(n uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, n)) }

// person is one respondent: a voice with an answer to every figure, as a place
// in the figure's shares.
type person struct {
	*voice
	answer [figureCount]int
	// allowed holds the answers that the voice allows, as bits; 0 means any.
	allowed [figureCount]uint
}

func (p *person) has(role string) bool { return slices.Contains(p.Roles, role) }

// label gives her answer to a figure's question.
func (p *person) label(f int) string { return figures[f].shares[p.answer[f]].label }

// people gives every voice its answers. All counts are exact from the start:
// answers are dealt out like cards, and then pairs of people exchange answers
// for as long as that makes the two more plausible.
func people(all []voice) ([]person, error) {
	out := make([]person, len(all))
	for i := range all {
		out[i].voice = &all[i]
		for f := range figures {
			for _, label := range figures[f].fits(&all[i]) {
				at := figures[f].index(label)
				if at < 0 {
					return nil, fmt.Errorf("people: %s has an answer to %s that is none of its answers: %q", all[i].ID, figures[f].question, label)
				}
				out[i].allowed[f] |= 1 << at
			}
		}
	}
	rng := stream(streamFigures)
	for f := range figures {
		var cards []int
		for a, s := range figures[f].shares {
			for range s.count {
				cards = append(cards, a)
			}
		}
		if len(cards) != len(out) {
			return nil, fmt.Errorf("people: %d answers to %s for %d people", len(cards), figures[f].question, len(out))
		}
		rng.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
		for i := range out {
			out[i].answer[f] = cards[i]
		}
	}
	exchange(rng, out)
	for i := range out {
		if p := &out[i]; p.broken() > 0 {
			return nil, fmt.Errorf("people: no answers were found that fit all that the files say of %s", p.ID)
		}
	}
	return out, nil
}

// exchange lets pairs of people swap an answer: at first also where that makes
// them a little less plausible, so as not to be caught in a bad arrangement,
// later only where it does not. The limit is a whole number, and so the same on
// every machine.
func exchange(rng *rand.Rand, out []person) {
	const steps = 600_000
	for step := range steps {
		limit := 6 - 8*step/steps
		if limit < 0 {
			limit = 0
		}
		f, i, j := rng.IntN(figureCount), rng.IntN(len(out)), rng.IntN(len(out))
		a, b := &out[i], &out[j]
		if a.answer[f] == b.answer[f] {
			continue
		}
		before := a.implausible() + b.implausible()
		a.answer[f], b.answer[f] = b.answer[f], a.answer[f]
		if a.implausible()+b.implausible() > before+limit {
			a.answer[f], b.answer[f] = b.answer[f], a.answer[f]
		}
	}
}

// broken counts the answers that her own words rule out.
func (p *person) broken() int {
	n := 0
	for f, allowed := range p.allowed {
		if allowed != 0 && allowed&(1<<p.answer[f]) == 0 {
			n++
		}
	}
	return n
}
