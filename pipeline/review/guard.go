package review

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// What a browser is told with every page: nothing from elsewhere, no script or style
// in the page itself, in nobody's frame, kept in no cache, and no address passed on.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// The most that a browser may send at once: the longest texts that the record takes
// (64 KB each), several to a form.
const mostBody = 512 << 10

// guarded puts the rules that hold for every request around the pages.
func (s *Server) guarded(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if fault := recover(); fault != nil {
				// What the fault says may hold words of the consultation.
				fmt.Fprintf(s.log, "a fault of concord itself on %s\n", route(r))
				if !seen.begun {
					s.refuse(seen, r, http.StatusInternalServerError, "This is a fault of concord itself. What was saved before is saved; look on the docket what is there.")
				}
			}
			fmt.Fprintf(s.log, "%s %d\n", route(r), seen.status)
		}()
		h := seen.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		// A page elsewhere whose name was made to lead here is not this page.
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if !s.host(host) {
			s.refuse(seen, r, http.StatusMisdirectedRequest, "This page is known by another name. Use the link that you were given.")
			return
		}
		if !s.pace.take(caller(r)) {
			h.Set("Retry-After", "5")
			s.refuse(seen, r, http.StatusTooManyRequests, "Too much was asked for at once. Wait a few seconds, and do it again.")
			return
		}
		if err := cross.Check(r); err != nil {
			s.refuse(seen, r, http.StatusForbidden, "This was sent from another site. Nothing was saved.")
			return
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(seen, r.Body, mostBody)
		}
		next.ServeHTTP(seen, r)
	})
}

// route names what was asked for without the words that an address may hold.
func route(r *http.Request) string {
	if r.Pattern == "" {
		return r.Method + " elsewhere"
	}
	return r.Pattern
}

// watched remembers what was answered.
type watched struct {
	http.ResponseWriter
	status int
	begun  bool
}

func (w *watched) WriteHeader(status int) {
	if !w.begun {
		w.status, w.begun = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(p []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(p)
}

// caller is the address that a request comes from.
func caller(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// pace lets each caller ask so often: a burst at once, and then so many a second.
type pace struct {
	burst, each float64
	now         func() time.Time
	mu          sync.Mutex
	left        map[string]allowance
}

type allowance struct {
	tokens float64
	at     time.Time
}

// mostCallers is how many callers are remembered; beyond it those are forgotten
// that have their full allowance, and where there are none, all.
const mostCallers = 4096

func newPace(burst, each float64, now func() time.Time) *pace {
	return &pace{burst: burst, each: each, now: now, left: map[string]allowance{}}
}

// take tells whether the caller may go on, and counts it.
func (p *pace) take(caller string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	a, known := p.left[caller]
	if !known {
		if len(p.left) >= mostCallers {
			p.forget(now)
		}
		a = allowance{p.burst, now}
	}
	a.tokens = min(p.burst, a.tokens+p.each*now.Sub(a.at).Seconds())
	a.at = now
	ok := a.tokens >= 1
	if ok {
		a.tokens--
	}
	p.left[caller] = a
	return ok
}

func (p *pace) forget(now time.Time) {
	for k, a := range p.left {
		if a.tokens+p.each*now.Sub(a.at).Seconds() >= p.burst {
			delete(p.left, k)
		}
	}
	if len(p.left) >= mostCallers {
		clear(p.left)
	}
}
