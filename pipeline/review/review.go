// Package review serves a consultation to the group that decides on it: a local
// page on which members read what was said, see each amendment with its evidence,
// vote and discuss, and on which the chair opens and closes rounds and records what
// was decided.
//
// The page is another way to the same two files as the command line: the docket is
// read, and everything that anybody does is added to decisions.jsonl before the page
// says that it is saved. The server itself keeps nothing: it can be stopped at any
// moment, and run beside the command line.
//
// Whatever people wrote is hostile text here: it is shown escaped, under a policy
// that lets no script run but the server's own. No words of the consultation are in
// an address, in a page's title or in what the server prints.
package review

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"concord/pipeline"
	"concord/pipeline/onpage"
)

// Options say what is served.
type Options struct {
	// Consultation is the folder, or its consultation.yaml.
	Consultation string
	// Run is the folder that a run of it was written to, whose charts are shown; ""
	// for none.
	Run string
	// Log is told what was asked for and how it went, a line each; nil for nobody.
	// No words and no secrets are in it.
	Log io.Writer
	// Now is the clock, nil for that of the computer.
	Now func() time.Time
	// Jobs is how many processors to use; 0 means all.
	Jobs int
}

// Server is the review of one consultation.
type Server struct {
	dir, run  string
	log       io.Writer
	clock     func() time.Time
	jobs      int
	encrypted bool
	host      func(name string) bool
	pages     *template.Template
	pace      *pace
	guesses   *pace

	mu    sync.Mutex
	last  *moment
	stamp string

	saidMu    sync.Mutex
	lastSaid  *said
	saidStamp string

	tablesMu    sync.Mutex
	tables      []figure
	tablesStamp string

	// coding keeps two writings of one coder's record apart.
	coding sync.Mutex
}

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed static
var staticFiles embed.FS

// New makes a server of a consultation, which must have a docket and members. An
// *pipeline.InputError says that the consultation cannot be used.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{run: o.Run, log: o.Log, clock: o.Now, jobs: o.Jobs, host: loopbackName}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = io.Discard
	}
	// Somebody who reads fast, and a browser with several pages open, stay well below.
	s.pace = newPace(150, 30, s.clock)
	s.guesses = newPace(10, 1.0/6, s.clock)
	d, err := pipeline.ReadDeciding(ctx, o.Consultation, o.Jobs)
	if err != nil {
		return nil, err
	}
	s.dir = d.Study.Dir
	if !d.InFile {
		return nil, fmt.Errorf("the group has no docket yet. Draft it: concord amend draft %s", o.Consultation)
	}
	if len(d.Log.Members()) == 0 {
		return nil, fmt.Errorf("nobody is in the group yet. Enter the chair first, and then the others: concord amend member %s anna --name \"Anna Fox\" --role chair", o.Consultation)
	}
	s.pages, err = template.New("").Funcs(template.FuncMap{"clean": onpage.Clean}).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Dir is the folder of the consultation, absolute where it can be told.
func (s *Server) Dir() string {
	if abs, err := filepath.Abs(s.dir); err == nil {
		return abs
	}
	return s.dir
}

func (s *Server) today() string { return s.clock().Format(time.DateOnly) }

// Handler answers requests.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /static/{name}", s.static)
	mux.HandleFunc("GET /enter/{secret}", s.door)
	mux.HandleFunc("POST /enter", s.enter)
	mux.HandleFunc("POST /leave", s.inside(s.leave))
	mux.HandleFunc("GET /{$}", s.inside(s.docketPage))
	mux.HandleFunc("GET /amendment/{id}", s.inside(s.amendmentPage))
	mux.HandleFunc("POST /vote/{id}", s.inside(s.vote))
	mux.HandleFunc("POST /note/{id}", s.inside(s.note))
	mux.HandleFunc("GET /decide/{id}", s.recording(s.decidePage))
	mux.HandleFunc("POST /decide/{id}", s.recording(s.decide))
	mux.HandleFunc("POST /check/{id}", s.recording(s.check))
	mux.HandleFunc("POST /undo/{id}", s.recording(s.undo))
	mux.HandleFunc("GET /progress", s.inside(s.progressPage))
	mux.HandleFunc("POST /round/open", s.recording(s.openRound))
	mux.HandleFunc("POST /round/close", s.recording(s.closeRound))
	mux.HandleFunc("POST /settle", s.recording(s.settle))
	mux.HandleFunc("GET /read", s.inside(s.readPage))
	mux.HandleFunc("POST /read", s.inside(s.readPage))
	mux.HandleFunc("GET /comment/{unit...}", s.inside(s.commentPage))
	mux.HandleFunc("POST /comment/{unit...}", s.inside(s.recode))
	mux.HandleFunc("GET /figures", s.inside(s.figuresPage))
	mux.HandleFunc("GET /chart/{name}", s.inside(s.chart))
	mux.HandleFunc("GET /minutes", s.inside(s.minutesPage))
	mux.HandleFunc("GET /minutes/{day}", s.inside(s.minutesFile))
	mux.HandleFunc("/", s.inside(func(w http.ResponseWriter, r *http.Request, _ *visit) {
		s.plain(w, http.StatusNotFound, "Not here", "There is no such page.")
	}))
	return s.guarded(mux)
}

// shell is what stands around every page.
type shell struct {
	// Title has no words of the consultation beyond ids.
	Title string
	// Here is the place of the page in the menu.
	Here    string
	Who     string
	Form    string
	Records bool
	Saved   string
	Problem *problem
	Body    any
}

func (s *Server) page(w http.ResponseWriter, r *http.Request, v *visit, name, title, here string, p *problem, body any) {
	frame := shell{Title: title, Here: here, Who: v.member.Name + ", " + string(v.member.Role), Form: v.form, Records: v.records(), Saved: savedLine(r, v), Problem: p}
	status := http.StatusOK
	if p != nil {
		status, frame.Saved = p.status, ""
	}
	s.show(w, status, name, frame, body)
}

// show writes a page whole or not at all.
func (s *Server) show(w http.ResponseWriter, status int, name string, frame shell, body any) {
	frame.Body = body
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name+".html", frame); err != nil {
		fmt.Fprintf(s.log, "the page %s could not be made\n", name)
		http.Error(w, "This page could not be made. It is a fault of concord itself.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// plain is a page of one sentence.
func (s *Server) plain(w http.ResponseWriter, status int, title, message string) {
	s.show(w, status, "plain", shell{Title: title}, message)
}

// unreadable tells that the consultation cannot be read, to somebody who has a link.
func (s *Server) unreadable(w http.ResponseWriter, r *http.Request, err error) {
	message := "The consultation cannot be read just now."
	var lines []string
	var input *pipeline.InputError
	if errors.As(err, &input) {
		for _, f := range input.Findings {
			if len(lines) == 10 {
				break
			}
			lines = append(lines, fmt.Sprintf("%s, line %d: %s", filepath.Base(f.File), f.Line, f.Message))
		}
	}
	if wantsJSON(r) {
		s.answer(w, http.StatusServiceUnavailable, reply{Message: message + " Nothing was saved.", More: lines})
		return
	}
	s.plain(w, http.StatusServiceUnavailable, "Cannot be read", message+" "+strings.Join(lines, " "))
}

var staticTypes = map[string]string{"style.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}

func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	kind, ok := staticTypes[name]
	data, err := staticFiles.ReadFile("static/" + name)
	if !ok || err != nil {
		s.plain(w, http.StatusNotFound, "Not here", "There is no such file.")
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(data)
}
