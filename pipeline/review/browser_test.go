package review

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"concord/pipeline"
	"concord/pipeline/decide"
	"concord/pipeline/publish"
)

// axeFile is where make tools puts axe-core.
const axeFile = "../../.cache/axe-core/axe.min.js"

// person is somebody at a browser of their own.
type person struct {
	t   *testing.T
	id  string
	ctx context.Context
	url string
}

// meeting is the page of a world in a real browser.
type meeting struct {
	*world
	url     string
	broken  atomic.Bool
	browser context.Context
}

func newMeeting(t *testing.T) *meeting {
	program, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("Chromium is not installed (make tools), so the page was not tried in a browser")
	}
	m := &meeting{world: newWorld(t, nil)}
	m.server.run = "../../reports/iapt-digital-2020"
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m.broken.Load() {
			// The line breaks: nothing is answered at all.
			panic(http.ErrAbortHandler)
		}
		m.handler.ServeHTTP(w, r)
	}))
	page.Config.ErrorLog = nil
	m.url = page.URL
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	limited, release := context.WithTimeout(ctx, 5*time.Minute)
	m.browser = limited
	t.Cleanup(func() { release(); cancel(); stop(); page.Close() })
	if err := chromedp.Do(limited, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return m
}

// joins opens somebody's link in a browser of their own.
func (m *meeting) joins(id string) *person {
	m.t.Helper()
	ctx, cancel := chromedp.NewContext(m.browser, chromedp.WithNewBrowserContext())
	m.t.Cleanup(cancel)
	p := &person{m.t, id, ctx, m.url}
	p.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(m.url+Door(m.secrets[id])), chromedp.Click(chromedp.CSS("main button")))
	p.sees("document.querySelector('h1')?.textContent == 'Docket'")
	been, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
	if err != nil {
		m.t.Fatal(err)
	}
	for _, x := range been.Entries {
		if strings.Contains(x.URL, m.secrets[id]) {
			m.t.Errorf("the secret of %s stays in the browser's history", id)
		}
	}
	if seen := value[string](p, "document.cookie"); seen != "" {
		m.t.Errorf("a script sees the cookie: %q", seen)
	}
	return p
}

func (p *person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", p.id, err)
	}
}

func value[T any](p *person, script string) T {
	p.t.Helper()
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.id, script, err)
	}
	return got
}

// sees waits until something is so on the page, across pages that follow each other.
func (p *person) sees(script string) {
	p.t.Helper()
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if got, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("!!("+script+")")); err == nil && got {
			return
		}
	}
	body, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string]("location.pathname + '\\n' + document.querySelector('main').innerText.slice(0, 1500)"))
	p.t.Fatalf("%s waited in vain for %s on %s", p.id, script, body)
}

func (p *person) at(path string) { p.t.Helper(); p.do(chromedp.Navigate(p.url + path)) }

func (p *person) click(css string) { p.t.Helper(); p.do(chromedp.Click(chromedp.CSS(css))) }

// saved waits until the page says that something is saved.
func (p *person) saved() {
	p.t.Helper()
	p.sees("[...document.querySelectorAll('[role=status]')].some(x => x.textContent.includes('Saved, as no.'))")
}

func (p *person) vote(id, point string) {
	p.t.Helper()
	p.at("/amendment/" + id)
	p.click("#v-" + point + " + label")
	p.click("#vote button")
	p.saved()
}

// tabTo moves by the tabulator alone to what a script finds.
func (p *person) tabTo(css string) {
	p.t.Helper()
	for range 120 {
		if value[bool](p, "document.activeElement.matches("+strconv.Quote(css)+")") {
			return
		}
		p.do(chromedp.KeyEvent(kb.Tab))
	}
	p.t.Fatalf("%s cannot be reached by the tabulator", css)
}

// TestAGroupDecides takes a chair and three members through two rounds, decisions
// and conflicts to the next version, each in a browser of their own.
func TestAGroupDecides(t *testing.T) {
	m := newMeeting(t)
	anna, ben, cleo, dev := m.joins("anna"), m.joins("ben"), m.joins("cleo"), m.joins("dev")
	ids := []string{"levels-2", "supervision-1", "supervision-2"}

	anna.at("/progress")
	anna.click("#on-chosen")
	anna.click("details summary")
	for _, id := range ids {
		anna.click("input[name=amendment][value='" + id + "']")
	}
	anna.click("form[action='/round/open'] button")
	anna.sees("document.body.innerText.includes('Round 1 is open, on 3 amendments')")

	// One vote by the keyboard alone, from the docket on.
	ben.at("/?mine=to-vote")
	ben.tabTo("a[href='/amendment/levels-2']")
	ben.do(chromedp.KeyEvent(kb.Enter))
	ben.sees("document.querySelector('h1')?.textContent == 'levels-2'")
	ben.tabTo("input[name=value]")
	ben.do(chromedp.KeyEvent(" "))
	for range 7 {
		ben.do(chromedp.KeyEvent(kb.ArrowRight))
	}
	ben.tabTo("textarea#comment")
	ben.do(chromedp.KeyEvent("Core for all."))
	ben.tabTo("#vote button")
	ben.do(chromedp.KeyEvent(kb.Enter))
	ben.saved()
	if last := m.events()[len(m.events())-1]; last.Vote == nil || last.Vote.Member != "ben" || last.Vote.Value != "8" || last.Vote.Comment != "Core for all." {
		t.Errorf("the vote by keyboard: %+v", last.Vote)
	}

	// A vote saves itself a moment after it is chosen.
	cleo.at("/amendment/levels-2")
	cleo.click("#v-2 + label")
	cleo.saved()

	// The line breaks in the middle: the page says so, keeps what was typed, and
	// sends it when the line is back.
	dev.at("/amendment/levels-2")
	m.broken.Store(true)
	dev.do(chromedp.SendKeys(chromedp.CSS("#comment"), "Typed on the train."))
	dev.click("#v-3 + label")
	dev.click("#vote button")
	dev.sees("document.querySelector('#vote .status').textContent.includes('Not saved')")
	if kept := value[string](dev, "document.querySelector('#comment').value"); kept != "Typed on the train." {
		t.Errorf("what was typed is %q", kept)
	}
	before := len(m.events())
	m.broken.Store(false)
	value[bool](dev, "dispatchEvent(new Event('online'))")
	dev.saved()
	if n := len(m.events()); n != before+1 {
		t.Errorf("%d events after the line came back, want 1", n-before)
	}

	anna.vote("levels-2", "7")
	for _, p := range []*person{anna, ben, cleo, dev} {
		p.vote("supervision-1", "8")
		p.vote("supervision-2", "9")
	}
	anna.at("/progress")
	anna.click("form[action='/round/close'] button")
	anna.sees("document.body.innerText.includes('Round 1: 2 for, 1 no consensus')")

	// The second round is on what came to nothing, and shows one's own last vote.
	anna.click("form[action='/round/open'] button")
	anna.sees("document.body.innerText.includes('Round 2 is open, on 1 amendment')")
	cleo.at("/amendment/levels-2")
	cleo.sees("document.querySelector('#vote').innerText.includes('In round 1 you voted 2.')")
	for _, p := range []*person{anna, ben, cleo, dev} {
		p.vote("levels-2", "8")
	}
	anna.at("/progress")
	anna.click("form[action='/round/close'] button")
	anna.sees("document.body.innerText.includes('Round 2: 1 for')")

	// Deciding, with the framework's rules looked at while it is written.
	anna.at("/decide/levels-2")
	anna.do(chromedp.SetValue(chromedp.CSS("#disposition"), "accepted"))
	value[bool](anna, "document.querySelector('#disposition').dispatchEvent(new Event('input', {bubbles: true}))")
	anna.sees("document.querySelector('#check').innerText.includes('2.0.0')")
	anna.click("form[data-check] button:not(.second)")
	anna.saved()
	anna.at("/decide/supervision-1")
	anna.do(chromedp.SetValue(chromedp.CSS("#disposition"), "accepted"))
	anna.click("#m-editorial")
	anna.click("form[data-check] button:not(.second)")
	anna.saved()
	anna.at("/decide/supervision-2")
	anna.do(chromedp.SetValue(chromedp.CSS("#disposition"), "accepted-with-modification"))
	anna.do(chromedp.SetValue(chromedp.CSS("#text"), "Knows how digital work is brought to supervision."))
	anna.do(chromedp.SendKeys(chromedp.CSS("#rationale"), "Shorter."))
	anna.click("form[data-check] button:not(.second)")
	anna.saved()
	anna.at("/progress")
	anna.sees("document.body.innerText.includes('Version 2.0.0 can be made')")

	d, err := pipeline.ReadDeciding(context.Background(), m.dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	next, found := d.Next()
	if next == nil || next.Framework.Version != "2.0.0" {
		t.Fatalf("the next version was not made: %v", found)
	}
	stands := false
	for _, x := range d.Log.Events {
		stands = stands || x.Kind == decide.KindDecide && x.Decide.Text == "Knows how digital work is brought to supervision."
	}
	if !stands {
		t.Error("the modified words are not in the record")
	}

	// The version is written where concord apply puts it, and published.
	data, err := next.Framework.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	path := d.VersionPath("", next.Framework)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	g, err := publish.Gather(context.Background(), publish.Options{Study: m.dir})
	if err != nil {
		t.Fatal(err)
	}
	files, err := publish.Pages(g.Site)
	if err != nil {
		t.Fatal(err)
	}
	site := filepath.Join(t.TempDir(), "site")
	if err := publish.Write(site, files); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(site, "v2.0.0", "7.A.4.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Knows how digital work is brought to supervision.", "Accepted with modification", "Shorter."} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the published page of the new statement does not say %q", want)
		}
	}
}

// TestEveryPageIsAccessible looks at each page with axe-core, at the width of a
// telephone and on paper.
func TestEveryPageIsAccessible(t *testing.T) {
	m := newMeeting(t)
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Log("axe-core is not there (make tools), so accessibility was not looked at")
	}
	m.openRound("levels-2", "levels-1")
	for _, who := range []string{"anna", "ben", "cleo"} {
		m.votes(who, "levels-2", "8")
	}
	m.do("anna", "/round/close", m.filled("anna", "/progress", "/round/close"))
	m.do("ben", "/note/levels-2", map[string][]string{"note": {strings.Repeat("Verantwortung", 30) + " is a long word."}})
	m.openRound("levels-2", "reword-3.A.3")
	form := m.filled("anna", "/decide/evaluation-burden-1", "/decide/evaluation-burden-1", "disposition", "rejected", "rationale", "No.")
	if got := m.do("anna", "/decide/evaluation-burden-1", form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	look := os.Getenv("REVIEW_PICTURES")
	anna := m.joins("anna")
	for i, page := range []string{"/", "/amendment/levels-2", "/amendment/reword-3.A.3", "/decide/supervision-1", "/decide/split-1.A.3", "/decide/evaluation-burden-1", "/progress", "/read", "/read?theme=supervision", "/comment/R002/overall", "/figures", "/minutes", Door(m.secrets["ben"]), "/nothing"} {
		anna.do(chromedp.EmulateViewport(1280, 900))
		anna.at(page)
		value[bool](anna, "document.querySelectorAll('details').forEach(x => x.open = true), true")
		if len(axe) > 0 {
			value[bool](anna, string(axe)+"; true")
			got, err := chromedp.Run(anna.ctx, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.violations.map(v => v.id + ": " + v.help + " at " + v.nodes.slice(0, 3).map(n => n.target + " " + n.failureSummary).join("; ")).join("\n"))`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			if got != "" {
				t.Errorf("%s:\n%s", page, got)
			}
		}
		anna.picture(look, fmt.Sprintf("%02d-wide.png", i))
		for _, width := range []int64{390, 640} { // a telephone; 1280 at 200 %
			anna.do(chromedp.EmulateViewport(width, 800))
			if wide := value[int](anna, "document.documentElement.scrollWidth"); wide > int(width) {
				t.Errorf("%s is %d wide on %d", page, wide, width)
			}
			if width == 390 {
				anna.picture(look, fmt.Sprintf("%02d-phone.png", i))
			}
		}
	}
	anna.do(chromedp.EmulateViewport(1280, 900))
	for i, page := range []string{"/amendment/levels-2", "/minutes"} {
		anna.at(page)
		pdf, err := chromedp.Run(anna.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
		if err != nil || len(pdf) < 5000 {
			t.Errorf("%s on paper: %d bytes, %v", page, len(pdf), err)
		}
		if look != "" {
			if err := os.WriteFile(filepath.Join(look, fmt.Sprintf("%02d.pdf", i)), pdf, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// picture keeps what a page looks like, for a person to look at.
func (p *person) picture(dir, name string) {
	p.t.Helper()
	if dir == "" {
		return
	}
	data, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(80))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
