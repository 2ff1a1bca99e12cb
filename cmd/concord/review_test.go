package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/review"
)

// heard is a writer that can be read while it is written to.
type heard struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

func reviewCall(args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	code := reviewCommand(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestReviewCalls(t *testing.T) {
	for _, c := range []struct {
		args      string
		code      int
		out, errs string
	}{
		{"--help", 0, "For example: concord review data/iapt-digital-2020", ""},
		{"", 2, "", "found 0 arguments, expected 1"},
		{"nowhere", 2, "", "no such folder"},
		{"links nowhere", 2, "", "no such folder"},
		{"links x --new a --revoke b", 2, "", "do not go together"},
	} {
		code, out, errs := reviewCall(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord review %s: exit %d\n%s\n%s", c.args, code, out, errs)
		}
	}
}

func TestReviewServesAndGivesLinks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "consultation")
	if err := os.CopyFS(dir, os.DirFS(bundled)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, amend.DocketName)); err != nil {
		t.Skip("the bundled consultation has no docket.yaml, so there is nothing to review")
	}
	log := filepath.Join(dir, decide.LogName)
	if err := os.RemoveAll(log); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := reviewCall(dir); code != exitUnusable || !strings.Contains(errs, "concord amend member") {
		t.Errorf("without members: exit %d, %s", code, errs)
	}
	var events []decide.Event
	for _, m := range []decide.Member{{ID: "anna", Name: "Anna", Role: decide.Chair}, {ID: "ben", Name: "Ben", Role: decide.Ordinary}} {
		events = append(events, decide.Event{At: "2026-03-02T09:00:00Z", By: "anna", Member: &m})
	}
	if _, err := decide.Append(log, nil, events...); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := reviewCall(dir, "--listen", "0.0.0.0:0"); code != exitUnusable || !strings.Contains(errs, "needs a certificate") {
		t.Errorf("for everybody, without a certificate: exit %d, %s", code, errs)
	}
	serve := func() string {
		ctx, stop := context.WithCancel(context.Background())
		var out, errs heard
		over := make(chan int, 1)
		go func() { over <- reviewCommand(ctx, []string{dir, "--listen", "127.0.0.1:0"}, &out, &errs) }()
		for range 400 {
			if strings.Contains(out.String(), "until you press Ctrl-C") {
				break
			}
			time.Sleep(25 * time.Millisecond)
		}
		stop()
		if code := <-over; code != exitDone {
			t.Errorf("exit %d, %s", code, errs.String())
		}
		return out.String()
	}
	said := serve()
	found := regexp.MustCompile(`(?m)^(anna|ben), \w+: http://127\.0\.0\.1:\d+/enter/(\S{43})$`).FindAllStringSubmatch(said, -1)
	if len(found) != 2 {
		t.Fatalf("the links: %s", said)
	}
	opens := func(secret string) string {
		links, err := review.ReadLinks(dir)
		if err != nil {
			t.Fatal(err)
		}
		id, _ := links.Find(secret)
		return id
	}
	for _, m := range found {
		if got := opens(m[2]); got != m[1] {
			t.Errorf("the link of %s opens as %q", m[1], got)
		}
	}
	if said = serve(); strings.Contains(said, "/enter/") || strings.Count(said, "has a link") != 2 {
		t.Errorf("the second time: %s", said)
	}
	if code, out, errs := reviewCall("links", dir, "--revoke", "ben"); code != exitDone || opens(found[1][2]) != "" {
		t.Errorf("revoking: exit %d, %s%s", code, out, errs)
	}
	if code, _, errs := reviewCall("links", dir, "--revoke", "ben"); code != exitUnusable || !strings.Contains(errs, "no link that opens") {
		t.Errorf("revoking twice: exit %d, %s", code, errs)
	}
	if said = serve(); !strings.Contains(said, "the link was revoked") {
		t.Errorf("after revoking: %s", said)
	}
	code, out, _ := reviewCall("links", dir, "--new", "ben")
	if m := regexp.MustCompile(`/enter/(\S{43})`).FindStringSubmatch(out); code != exitDone || m == nil || opens(m[1]) != "ben" {
		t.Errorf("a new link: exit %d, %s", code, out)
	}
	if code, _, errs := reviewCall("links", dir, "--new", "nobody"); code != exitUnusable || !strings.Contains(errs, "nobody in the group") {
		t.Errorf("a link for somebody else: exit %d, %s", code, errs)
	}
	if _, out, _ = reviewCall("links", dir); !strings.Contains(out, "anna: has a link since") || !strings.Contains(out, "ben: has a link since") {
		t.Errorf("who has links: %s", out)
	}
	data, err := os.ReadFile(filepath.Join(dir, review.LinksName))
	if err != nil || !json.Valid(data) {
		t.Errorf("the file of links: %v", err)
	}
}
