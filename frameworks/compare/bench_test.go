package compare

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"concord/frameworks"
)

// large gives two versions of a framework of n items, a hundred to a domain,
// with statements of some twenty words drawn unevenly from three thousand: one
// item in ten reworded, one in twenty gone, one in twenty new, and all that
// stand after those renumbered.
func large(n int, sameUUIDs bool) (a, b *frameworks.Framework) {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 3000)
	for k := range words {
		letters := make([]byte, 3+r.IntN(8))
		for l := range letters {
			letters[l] = byte('a' + r.IntN(26))
		}
		words[k] = string(letters)
	}
	zipf := rand.NewZipf(r, 1.1, 10, uint64(len(words)-1))
	statement := func() string {
		out := make([]string, 15+r.IntN(10))
		for k := range out {
			out[k] = words[zipf.Uint64()]
		}
		return strings.Join(out, " ")
	}
	framework := func() *frameworks.Framework {
		return &frameworks.Framework{ID: "large", Title: "Large", Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "domain"}, {ID: "skill"}}}
	}
	a, b = framework(), framework()
	for d := range n / 100 {
		domain := frameworks.Item{UUID: fmt.Sprint("d", d), Code: fmt.Sprint(d + 1), Kind: "domain", Title: statement()}
		before, after := domain, domain
		for k := range 99 {
			i := frameworks.Item{UUID: fmt.Sprintf("%d/%d", d, k), Kind: "skill", Statement: statement()}
			i.Code = fmt.Sprintf("%d.%d", d+1, len(before.Items)+1)
			before.Items = append(before.Items, i)
			switch {
			case k%20 == 7:
				continue
			case k%20 == 13:
				one := frameworks.Item{UUID: fmt.Sprintf("%d/%d+", d, k), Kind: "skill", Statement: statement()}
				one.Code = fmt.Sprintf("%d.%d", d+1, len(after.Items)+1)
				after.Items = append(after.Items, one)
			case k%10 == 3:
				list := strings.Fields(i.Statement)
				list[2], list[7] = words[zipf.Uint64()], words[zipf.Uint64()]
				i.Statement = strings.Join(list, " ")
			}
			i.Code = fmt.Sprintf("%d.%d", d+1, len(after.Items)+1)
			after.Items = append(after.Items, i)
		}
		a.Items, b.Items = append(a.Items, before), append(b.Items, after)
	}
	if !sameUUIDs {
		strangers(b)
	}
	return a, b
}

func BenchmarkFrameworks(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		for _, same := range []bool{true, false} {
			x, y := large(n, same)
			b.Run(fmt.Sprintf("items=%d/uuids=%t", n, same), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Frameworks(x, y)
				}
			})
		}
	}
	x, y := commonWords(10_000), commonWords(10_000)
	strangers(y)
	for k := range y.Items {
		y.Items[k].Statement += " daily"
	}
	b.Run("items=10000/all reworded, words in common", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Frameworks(x, y)
		}
	})
}

// What a hostile or an unusual file holds must not take long.
func TestLarge(t *testing.T) {
	one := func(n int, statement func(int) string) *frameworks.Framework {
		f := &frameworks.Framework{ID: "x", Title: "X", Version: "1.0.0", Kinds: []frameworks.Kind{{ID: "skill"}}}
		for k := range n {
			f.Items = append(f.Items, frameworks.Item{UUID: fmt.Sprint(k), Code: fmt.Sprint(k), Kind: "skill", Statement: statement(k)})
		}
		return f
	}
	same := func(words string) func(int) string { return func(int) string { return words } }
	chain := one(3000, func(k int) string { return fmt.Sprint("Statement number ", k, " of many that were replaced") })
	ended := one(3000, func(k int) string { return chain.Items[k].Statement })
	for k := range ended.Items {
		ended.Items[k].Until = "2020-01-01"
		ended.Items[k].ReplacedBy = []string{fmt.Sprint((k + 1) % 3000)}
	}
	deep := func() *frameworks.Framework {
		f := one(1, same("The top of a very deep tree"))
		at := &f.Items[0]
		for k := range 5000 {
			at.Items = []frameworks.Item{{UUID: fmt.Sprint("deep", k), Kind: "skill", Statement: fmt.Sprint("One more below, number ", k)}}
			at = &at.Items[0]
		}
		return f
	}
	other := deep()
	strangers(other)
	words := strings.Repeat("word after word of a statement without an end ", 20_000)
	for _, c := range []struct {
		name string
		a, b *frameworks.Framework
		want int
	}{
		{"the same words again and again", one(5000, same("Knows what all the others know")), renamedUUIDs(one(5000, same("Knows what all the others know"))), 0},
		{"nearly the same words again and again", one(1000, same("Knows what all the others know")), renamedUUIDs(one(1000, same("Knows what the others all know"))), 1000},
		{"nearly the same words without codes", uncoded(one(1000, same("Knows what all the others know"))), uncoded(renamedUUIDs(one(1000, same("Knows what the others all know")))), 1000},
		{"replaced in a ring", chain, ended, 3000},
		{"deep", deep(), other, 0},
		{"one statement of a megabyte", one(1, same(words)), one(1, same(words+"now")), 1},
		{"nothing to everything", &frameworks.Framework{}, one(5000, func(k int) string { return fmt.Sprint("Number ", k, " of what is new here") }), 5000 + 2},
		{"letters without a space", one(1, same(strings.Repeat("x", 1<<16))), one(1, same(strings.Repeat("y", 1<<16))), 1},
	} {
		start := time.Now()
		got := Frameworks(c.a, c.b)
		if n := len(got.Head) + len(got.Changes); n != c.want {
			t.Errorf("%s: %d changes, expected %d: %s", c.name, n, c.want, got.Summary())
		}
		if text := got.Text(TextOptions{}); len(text) > 2<<20 {
			t.Errorf("%s: the text has %d bytes", c.name, len(text))
		}
		// A bound that only growth with the square would break.
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %s", c.name, took)
		}
		t.Logf("%s: %s, %s", c.name, got.Summary(), time.Since(start).Round(time.Millisecond))
	}
}

func renamedUUIDs(f *frameworks.Framework) *frameworks.Framework {
	strangers(f)
	return f
}

func uncoded(f *frameworks.Framework) *frameworks.Framework {
	for k := range f.Items {
		f.Items[k].Code = ""
	}
	return f
}
