package main

import (
	"math/rand/v2"
	"strings"
	"time"
)

// visit is when a response was begun, how long it took, and the id that the
// platform gave it.
type visit struct {
	start    time.Time
	duration time.Duration
	id       string
}

// The survey was open from January to April 2020, longer than planned because
// of Covid-19. Most people answer within days of the invitation or of a
// reminder; the first of them bring most answers, and so stand here twice.
var mailings = []time.Time{
	day(1, 13), day(1, 13), day(1, 27), day(1, 27), day(2, 10), day(2, 10), day(3, 2), day(3, 2),
	day(3, 30), day(4, 15),
}

var (
	lockdown = day(3, 24)
	lastDay  = day(4, 24)
)

func day(month time.Month, d int) time.Time { return time.Date(2020, month, d, 0, 0, 0, 0, time.UTC) }

// visits gives each row a visit. No two share an id.
func visits(rng *rand.Rand, all []row) []visit {
	out := make([]visit, len(all))
	for i := range all {
		out[i] = visit{
			start:    startOf(rng, all[i].person.When),
			duration: durationOf(rng, all[i]),
			id:       responseID(rng),
		}
	}
	return out
}

func startOf(rng *rand.Rand, when string) time.Time {
	for {
		d := mailings[rng.IntN(len(mailings))].AddDate(0, 0, rng.IntN(1+rng.IntN(12)))
		if d.After(lastDay) || when == "late" && d.Before(lockdown) || when == "early" && !d.Before(lockdown) {
			continue
		}
		if weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday; weekend && rng.IntN(6) > 0 {
			continue
		}
		hour := 8 + rng.IntN(10) // working hours, mostly
		if rng.IntN(5) == 0 {
			hour = 18 + rng.IntN(5)
		}
		return d.Add(time.Duration(hour)*time.Hour + time.Duration(rng.IntN(3600))*time.Second)
	}
}

// durationOf is some minutes for reading and ticking and three seconds for each
// word written; now and then somebody leaves the page open.
func durationOf(rng *rand.Rand, r row) time.Duration {
	words := 0
	for _, text := range r.person.Says {
		words += len(strings.Fields(text))
	}
	seconds := 290 + rng.IntN(420) + 3*words
	if rng.IntN(14) == 0 {
		seconds += 3000 + rng.IntN(60_000)
	}
	return time.Duration(seconds) * time.Second
}

// responseID has the platform's form: R_ and 15 letters or digits.
func responseID(rng *rand.Rand) string {
	const first, rest = "123", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	id := []byte("R_")
	id = append(id, first[rng.IntN(len(first))])
	for range 14 {
		id = append(id, rest[rng.IntN(len(rest))])
	}
	return string(id)
}
