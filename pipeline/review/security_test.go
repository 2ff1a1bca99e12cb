package review

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

var pagesOfAll = []string{"/", "/amendment/levels-2", "/progress", "/read", "/read?theme=supervision", "/comment/R002/overall", "/figures", "/minutes", "/minutes/2026-03-02"}

func TestNobodyGetsInWithoutALink(t *testing.T) {
	w := newWorld(t, nil)
	for _, page := range append(slices.Clone(pagesOfAll), "/decide/levels-2", "/nothing", "/chart/x.svg") {
		got := w.ask("", http.MethodGet, page, nil)
		if got.Code != http.StatusUnauthorized || strings.Contains(got.Body.String(), "supervision-1") {
			t.Errorf("%s without a cookie: %d", page, got.Code)
		}
	}
	for _, path := range []string{"/vote/levels-2", "/note/levels-2", "/decide/levels-2", "/round/open", "/round/close", "/settle", "/undo/levels-2", "/check/levels-2", "/comment/R002/overall", "/leave"} {
		if got := w.ask("", http.MethodPost, path, url.Values{"form": {"x"}}); got.Code != http.StatusUnauthorized {
			t.Errorf("%s without a cookie: %d", path, got.Code)
		}
	}
	for _, secret := range []string{"", "x", strings.Repeat("A", 43), hashed(w.secrets["anna"])} {
		got := w.ask("", http.MethodGet, "/", nil, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "concord", Value: secret}) })
		if got.Code != http.StatusUnauthorized {
			t.Errorf("a cookie of %q: %d", secret, got.Code)
		}
	}
}

func TestALinkIsExchangedForACookie(t *testing.T) {
	w := newWorld(t, nil)
	door := w.ask("", http.MethodGet, Door(w.secrets["ben"]), nil)
	if door.Code != http.StatusOK || len(door.Result().Cookies()) != 0 || !strings.Contains(door.Body.String(), "Go in as ben") {
		t.Fatalf("the door: %d %s", door.Code, door.Body)
	}
	got := w.ask("", http.MethodPost, "/enter", url.Values{"secret": {w.secrets["ben"]}})
	c := got.Result().Cookies()
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/" || len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode || c[0].Path != "/" {
		t.Errorf("going in: %d, to %s, %v", got.Code, got.Header().Get("Location"), c)
	}
	w.server.encrypted = true
	c = w.ask("", http.MethodPost, "/enter", url.Values{"secret": {w.secrets["ben"]}}).Result().Cookies()
	if len(c) != 1 || !c[0].Secure || !strings.HasPrefix(c[0].Name, "__Host-") {
		t.Errorf("the cookie of an encrypted line: %v", c)
	}
}

func TestOnlyHashesAreKept(t *testing.T) {
	w := newWorld(t, nil)
	path := filepath.Join(w.dir, LinksName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for id, secret := range w.secrets {
		if bytes.Contains(data, []byte(secret)) || !bytes.Contains(data, []byte(hashed(secret))) {
			t.Errorf("the link of %s is in the file, or its hash is not", id)
		}
		if len(secret)*6 < 128 {
			t.Errorf("a secret of %d characters can be guessed", len(secret))
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the file of links: %v %v", info.Mode(), err)
	}
}

func TestARevokedLinkOpensNothing(t *testing.T) {
	w := newWorld(t, nil)
	if got := w.ask("ben", http.MethodGet, "/", nil); got.Code != http.StatusOK {
		t.Fatal(got.Code)
	}
	links, err := ReadLinks(w.dir)
	if err != nil || !links.Revoke("ben", "2026-03-02") || links.Revoke("ben", "2026-03-02") {
		t.Fatal("the link could not be revoked once", err)
	}
	if err := links.Save(w.dir); err != nil {
		t.Fatal(err)
	}
	for _, got := range []int{w.ask("ben", http.MethodGet, "/", nil).Code, w.do("ben", "/note/levels-2", url.Values{"note": {"x"}}).Code} {
		if got != http.StatusUnauthorized {
			t.Errorf("after the link was revoked: %d", got)
		}
	}
	if got := w.ask("", http.MethodPost, "/enter", url.Values{"secret": {w.secrets["ben"]}}); got.Code != http.StatusNotFound || len(got.Result().Cookies()) != 0 {
		t.Errorf("the revoked link: %d", got.Code)
	}
	if got := w.ask("cleo", http.MethodGet, "/", nil); got.Code != http.StatusOK {
		t.Errorf("another's link: %d", got.Code)
	}
	old := w.secrets["cleo"]
	if w.secrets["cleo"], err = links.New("cleo", "2026-03-02"); err != nil {
		t.Fatal(err)
	}
	if err := links.Save(w.dir); err != nil {
		t.Fatal(err)
	}
	if id, ok := links.Find(old); ok {
		t.Errorf("an old link still opens, as %s", id)
	}
	if got := w.ask("cleo", http.MethodGet, "/", nil); got.Code != http.StatusOK {
		t.Errorf("the new link: %d", got.Code)
	}
}

func TestFormsOfOthersAreRefused(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("levels-2")
	before := len(w.events())
	form := w.filled("ben", "/amendment/levels-2", "/vote/levels-2", "value", "8")
	for name, key := range map[string]string{"none": "", "another's": formKey(w.secrets["cleo"]), "the secret": w.secrets["ben"]} {
		form.Set("form", key)
		if got := w.ask("ben", http.MethodPost, "/vote/levels-2", form); got.Code != http.StatusForbidden {
			t.Errorf("a form key, %s: %d", name, got.Code)
		}
	}
	form.Set("form", formKey(w.secrets["ben"]))
	for name, change := range map[string]func(*http.Request){
		"another site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "https://elsewhere.example") },
		"another name":   func(r *http.Request) { r.Host = "elsewhere.example" },
	} {
		if got := w.ask("ben", http.MethodPost, "/vote/levels-2", form, change); got.Code != http.StatusForbidden && got.Code != http.StatusMisdirectedRequest {
			t.Errorf("from %s: %d", name, got.Code)
		}
	}
	// What is sent in the address is no form.
	if got := w.ask("ben", http.MethodPost, "/vote/levels-2?"+form.Encode(), url.Values{}); got.Code != http.StatusForbidden {
		t.Errorf("a form in the address: %d", got.Code)
	}
	if n := len(w.events()); n != before {
		t.Errorf("%d events were recorded", n-before)
	}
}

func TestAMemberIsNoChair(t *testing.T) {
	w := newWorld(t, nil)
	open := w.filled("anna", "/progress", "/round/open", "on", "open")
	before := len(w.events())
	for path, form := range map[string]url.Values{
		"/round/open": open, "/round/close": {"round": {"1"}}, "/settle": {}, "/decide/levels-2": {"disposition": {"rejected"}, "rationale": {"no"}},
		"/check/levels-2": {"disposition": {"accepted"}}, "/undo/levels-2": {"why": {"x"}},
	} {
		if got := w.do("ben", path, form); got.Code != http.StatusForbidden {
			t.Errorf("%s by a member: %d", path, got.Code)
		}
	}
	if got := w.ask("ben", http.MethodGet, "/decide/levels-2", nil); got.Code != http.StatusForbidden {
		t.Errorf("the chair's page for a member: %d", got.Code)
	}
	if body := w.ask("ben", http.MethodGet, "/progress", nil).Body.String(); strings.Contains(body, "/round/open") {
		t.Error("a member is shown the chair's form")
	}
	if n := len(w.events()); n != before {
		t.Errorf("%d events were recorded", n-before)
	}
	w.openRound("levels-2")
	// The secretary records and has no vote.
	form := w.filled("ben", "/amendment/levels-2", "/vote/levels-2", "value", "8")
	if got := w.do("sam", "/vote/levels-2", form); got.Code != http.StatusForbidden {
		t.Errorf("a vote of the secretary: %d", got.Code)
	}
}

func TestAVoteIsOnesOwnAndBlind(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("levels-2", "levels-1")
	if got := w.votes("cleo", "levels-2", "3"); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	// A form cannot say whose vote it is.
	form := w.filled("ben", "/amendment/levels-2", "/vote/levels-2", "value", "8", "member", "cleo", "by", "cleo")
	if got := w.do("ben", "/vote/levels-2", form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	last := w.events()[len(w.events())-1]
	if last.By != "ben" || last.Vote.Member != "ben" {
		t.Errorf("the vote is by %s, of %s", last.By, last.Vote.Member)
	}
	commented := w.filled("cleo", "/amendment/levels-1", "/vote/levels-1", "value", "2", "comment", "Nobody may see this remark.")
	if got := w.do("cleo", "/vote/levels-1", commented); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	for _, who := range []string{"ben", "anna", "sam"} {
		for _, page := range append(slices.Clone(pagesOfAll), "/amendment/levels-1") {
			body := w.ask(who, http.MethodGet, page, nil).Body.String()
			for _, secret := range []string{"Nobody may see this remark", "voted 3", "voted 2", `"v-3" name="value" value="3" checked`, `"v-2" name="value" value="2" checked`} {
				if strings.Contains(body, secret) {
					t.Errorf("%s sees %q on %s while the round is open", who, secret, page)
				}
			}
			if strings.Contains(body, "Votes by point") {
				t.Errorf("%s sees the distribution on %s while the round is open", who, page)
			}
		}
	}
	// The same page says how many have voted, and closing it shows how they did.
	if body := w.ask("anna", http.MethodGet, "/amendment/levels-2", nil).Body.String(); !strings.Contains(body, "2 of 4 members have voted on it") {
		t.Error("the turnout is not told")
	}
	if got := w.do("anna", "/round/close", w.filled("anna", "/progress", "/round/close")); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	body := w.ask("ben", http.MethodGet, "/amendment/levels-2", nil).Body.String()
	if !strings.Contains(body, "Votes by point") || !strings.Contains(body, "Your own vote in this round: <strong>8</strong>") {
		t.Error("the distribution is not shown after the round")
	}
	if strings.Contains(w.ask("ben", http.MethodGet, "/amendment/levels-1", nil).Body.String(), "Nobody may see this remark") {
		t.Error("a remark with a vote is shown to others")
	}
}

// hostile is what somebody may write into a comment.
const hostile = `6.B.3 should be advanced only <script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`

func TestHostileWordsAreOnlyWords(t *testing.T) {
	const plain = "6.B.3 should be advanced only"
	w := newWorld(t, func(name string, data []byte) []byte {
		if name == "survey/responses.csv" {
			return bytes.ReplaceAll(data, []byte(plain), []byte(hostile))
		}
		if name == "docket.yaml" {
			return bytes.ReplaceAll(data, []byte("quote: "+plain), []byte("quote: '"+hostile+"'"))
		}
		return data
	})
	if got := w.do("ben", "/note/levels-2", url.Values{"note": {hostile}}); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	seen := 0
	for _, page := range []string{"/amendment/levels-2", "/comment/R009/d6_edits", "/read?question=d6_edits", "/minutes", "/", "/progress", "/decide/levels-2"} {
		got := w.ask("anna", http.MethodGet, page, nil)
		body := got.Body.String()
		if got.Code != http.StatusOK || strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: %d, and hostile words are markup", page, got.Code)
		}
		seen += strings.Count(body, "&lt;script&gt;alert(1)")
	}
	if seen < 4 {
		t.Errorf("the hostile words stand on %d places, want 4 or more: the test looks at nothing", seen)
	}
	// A search is shown again in its box, and must not leave it.
	body := w.do("anna", "/read", url.Values{"search": {`"><script>alert(1)</script>`}}).Body.String()
	if strings.Contains(body, "<script>alert") {
		t.Error("a search is markup")
	}
}

func TestWhatEveryAnswerSays(t *testing.T) {
	w := newWorld(t, nil)
	for _, page := range append([]string{"/static/style.css", "/static/page.js", "/static/none", Door("x"), "/nothing"}, pagesOfAll...) {
		h := w.ask("ben", http.MethodGet, page, nil).Header()
		csp := h.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
			if !strings.Contains(csp, rule) {
				t.Errorf("%s: the policy misses %s", page, rule)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", page, h)
		}
		if !strings.HasPrefix(page, "/static/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept in a cache", page)
		}
	}
	for _, page := range append([]string{"/decide/levels-2"}, pagesOfAll...) {
		body := w.ask("anna", http.MethodGet, page, nil).Body.String()
		if strings.Contains(body, " style=") || strings.Contains(body, " onclick=") || strings.Contains(body, "http://") && strings.Contains(body, "src=\"http") {
			t.Errorf("%s has style or script in the page, or fetches from elsewhere", page)
		}
	}
}

func TestNothingIsToldInAddressesTitlesOrTheLog(t *testing.T) {
	w := newWorld(t, nil)
	w.openRound("levels-2")
	w.votes("ben", "levels-2", "7")
	w.do("ben", "/note/levels-2", url.Values{"note": {"Confidential remark"}})
	w.do("ben", "/read", url.Values{"search": {"supervisor"}})
	w.ask("", http.MethodGet, Door(w.secrets["cleo"]), nil)
	w.ask("ben", http.MethodGet, "/?domain=Confidential", nil)
	for _, page := range pagesOfAll {
		body := w.ask("ben", http.MethodGet, page, nil).Body.String()
		_, title, _ := strings.Cut(body, "<title>")
		title, _, _ = strings.Cut(title, "</title>")
		if strings.Contains(title, "Digital") || strings.Contains(title, "psycholog") {
			t.Errorf("%s is titled %q", page, title)
		}
	}
	log := w.log.String()
	for _, word := range []string{"Confidential", "supervisor", "Digital", w.secrets["ben"], w.secrets["cleo"], "levels-2 7"} {
		if strings.Contains(log, word) {
			t.Errorf("the log has %q", word)
		}
	}
	if !strings.Contains(log, "POST /vote/{id} 303") {
		t.Error("the log does not say what was asked for")
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	w := newWorld(t, nil)
	before := len(w.events())
	if got := w.do("ben", "/note/levels-2", url.Values{"note": {strings.Repeat("x", mostBody)}}); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of %d KB: %d", mostBody>>10, got.Code)
	}
	// Longer than the record takes, and shorter than the page takes.
	if got := w.do("ben", "/note/levels-2", url.Values{"note": {strings.Repeat("x", 100<<10)}}); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "Nothing was saved") {
		t.Errorf("a note of 100 KB: %d", got.Code)
	}
	if n := len(w.events()); n != before {
		t.Errorf("%d events were recorded", n-before)
	}
	codes := map[int]int{}
	for range 40 {
		codes[w.ask("", http.MethodGet, Door(strings.Repeat("B", 43)), nil).Code]++
	}
	if codes[http.StatusNotFound] != 10 || codes[http.StatusTooManyRequests] != 30 {
		t.Errorf("guessing links: %v, want 10 refused and 30 told to wait", codes)
	}
	w.server.pace.burst = 5
	w.server.pace.left = map[string]allowance{}
	codes = map[int]int{}
	for range 9 {
		codes[w.ask("ben", http.MethodGet, "/", nil).Code]++
	}
	if codes[http.StatusOK] != 5 || codes[http.StatusTooManyRequests] != 4 {
		t.Errorf("asking fast: %v", codes)
	}
}

func TestTheAllowance(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newPace(2, 1, func() time.Time { return now })
	var got []bool
	for range 3 {
		got = append(got, p.take("a"))
	}
	now = now.Add(time.Second)
	got = append(got, p.take("a"), p.take("a"), p.take("b"))
	if want := []bool{true, true, false, true, false, true}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for i := range 3 * mostCallers {
		p.take(fmt.Sprint(i))
	}
	if len(p.left) > mostCallers {
		t.Errorf("%d callers are remembered", len(p.left))
	}
}

func TestListen(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificate(t, dir)
	for _, c := range []struct {
		address, cert, key, url, wrong string
	}{
		{"127.0.0.1:0", "", "", "http://127.0.0.1:", ""},
		{"localhost:0", "", "", "http://localhost:", ""},
		{"0.0.0.0:0", "", "", "", "needs a certificate"},
		{":0", "", "", "", "needs a certificate"},
		{"192.0.2.1:0", "", "", "", "needs a certificate"},
		{"127.0.0.1", "", "", "", "no address"},
		{"127.0.0.1:0", cert, "", "", "go together"},
		{"127.0.0.1:0", key, cert, "", "cannot be used"},
		{"0.0.0.0:0", cert, key, "https://meeting.example:", ""},
	} {
		l, err := Listen(c.address, c.cert, c.key)
		if err != nil {
			if c.wrong == "" || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%v: %v", c, err)
			}
			continue
		}
		l.Close()
		if c.wrong != "" || !strings.HasPrefix(l.URL, c.url) || l.encrypted != (c.cert != "") {
			t.Errorf("%v: %s", c, l.URL)
		}
		if l.encrypted && (!l.host("meeting.example") || l.host("elsewhere.example")) {
			t.Error("the names of the certificate are not those of the page")
		}
	}
}

// certificate makes a certificate of meeting.example, for the tests alone.
func certificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "meeting.example"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"meeting.example"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestDamagedLinksLetNobodyIn(t *testing.T) {
	w := newWorld(t, nil)
	for _, text := range []string{"", "{", `{"links":[{"id":"ben","sha256":"zz"}]}`, `{"links":[{"id":"ben"},{"id":"ben"}]}`, `{"other":1}`} {
		if err := os.WriteFile(filepath.Join(w.dir, LinksName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadLinks(w.dir); err == nil {
			t.Errorf("%q was read as links", text)
		}
		if got := w.ask("ben", http.MethodGet, "/", nil); got.Code != http.StatusUnauthorized {
			t.Errorf("with links of %q: %d", text, got.Code)
		}
	}
	// A revoked link has an empty hash, which no secret may meet.
	if id, ok := (Links{Links: []Link{{ID: "ben"}}}).Find(""); ok {
		t.Errorf("an empty secret is %s", id)
	}
}
