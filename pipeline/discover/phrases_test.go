package discover

import (
	"context"
	"fmt"
	"testing"
)

func find(t *testing.T, texts []string) *Result {
	t.Helper()
	r, err := Discover(context.Background(), Input{Units: said(texts...)}, Options{Resamples: 5})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPhrases(t *testing.T) {
	var texts []string
	for i := range 6 {
		texts = append(texts, fmt.Sprintf("Person %c asks for continuing professional development.", 'a'+i))
	}
	for i := range 30 {
		texts = append(texts, fmt.Sprintf("Laptops matter to %c%c. Others speak of clients", 'a'+i%5, 'k'+i/5))
	}
	// A phrase does not run over the end of a sentence.
	for i := range 5 {
		texts = append(texts, fmt.Sprintf("We want video. Calls are for %c", 'p'+i))
	}
	r := find(t, texts)
	got := map[string]Phrase{}
	for _, p := range r.Phrases {
		got[p.Words] = p
	}
	if p := got["continuing professional development"]; p.People != 6 || p.Uncoded != 6 || p.Times != 6 {
		t.Errorf("%+v of %v", p, r.Phrases)
	}
	for _, part := range []string{"continuing professional", "professional development", "video calls"} {
		if p, ok := got[part]; ok {
			t.Errorf("%q is no phrase of its own: %+v", part, p)
		}
	}
}

func TestPhraseThatStandsAloneIsKeptBesideALongerOne(t *testing.T) {
	var texts []string
	for i := range 5 {
		texts = append(texts, fmt.Sprintf("clinical supervision sessions %c", 'a'+i))
		texts = append(texts, fmt.Sprintf("%c clinical supervision", 'a'+i))
		texts = append(texts, fmt.Sprintf("something else entirely with other words %c%c", 'f'+i, 'q'+i))
	}
	got := map[string]Phrase{}
	for _, p := range find(t, texts).Phrases {
		got[p.Words] = p
	}
	short, long := got["clinical supervision"], got["clinical supervision sessions"]
	// C-value: log2(2)·(10 - 5) and log2(3)·5.
	if short.People != 10 || !close(short.CValue, 5, 1e-12) || long.People != 5 || !close(long.CValue, 7.924812503605781, 1e-9) {
		t.Errorf("%+v\n%+v", short, long)
	}
}

func TestPairs(t *testing.T) {
	var texts []string
	for i := range 8 {
		texts = append(texts, fmt.Sprintf("Supervisors of %c must know the software well", 'a'+i))
		texts = append(texts, fmt.Sprintf("Clients of %c should own a telephone", 'a'+i))
	}
	r := find(t, texts)
	for _, p := range r.Pairs {
		if p.A+"/"+p.B == "supervisors/software" || p.A+"/"+p.B == "software/supervisors" {
			if p.People != 8 || p.Units != 8 || !close(p.NPMI, 1, 1e-9) {
				t.Errorf("%+v", p)
			}
			return
		}
	}
	t.Errorf("not found: %v", r.Pairs)
}
