// Package pipeline runs a consultation: it reads the folder, takes the stages
// in their order, hands each what it needs, and writes what they give. It is the
// one room that knows how the folders of a consultation and of a run are laid
// out. The stages are
//
//	ingest      exports and transcripts, read, checked and redacted
//	tables      counts with their bases; printed figures held against them
//	themes      what comments and turns are about
//	amendments  proposed changes to the framework, and every comment's fate
//	charts      pictures of the tables and themes
//	report      one HTML page, and the same in Markdown; as a Word document, and
//	            the tables as an Excel workbook, where these are asked for
//
// A stage runs only when something that it reads has changed since the last
// run; otherwise its files are taken over as they are.
package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"concord/pipeline/finding"
)

// Stages names the stages in their order.
var Stages = []string{"ingest", "tables", "themes", "amendments", "charts", "report"}

// Options say what to run and where to write.
type Options struct {
	// Study is the folder of the consultation, or its file.
	Study string
	// Out is the output folder; "" means reports/NAME, where NAME is the name
	// of the consultation's folder.
	Out string
	// Stages names the stages wanted; none means all. What they need of earlier
	// stages is brought up to date first.
	Stages []string
	// Formats names the forms of the report, of those in Formats, in any order;
	// none means html and md. What an earlier run wrote in others is taken away.
	Formats []string
	// Jobs is how many processors to use; 0 means all. It changes no output.
	Jobs int
	// Progress, where not nil, is told when a stage begins and how it went:
	// "running", "done" or "unchanged".
	Progress func(stage, state string)
}

// Result is what a run found, for a person.
type Result struct {
	Out     string
	Summary Summary
	// Findings are all that was found in the input, errors excepted.
	Findings []finding.Finding
	// Ran names the stages that ran, Unchanged those whose files were good,
	// LeftOut those that were not asked for and were of an earlier input.
	Ran, Unchanged, LeftOut []string
	// Report tells whether there is a report; Documents names its files, the one
	// to open first at the beginning.
	Report    bool
	Documents []string
	// Edited names the files that somebody had changed in the output; their
	// changed form was kept under these names.
	Edited []string
}

// InputError is an input that cannot be used: its findings hold at least one error.
type InputError struct{ Findings []finding.Finding }

func (e *InputError) Error() string {
	n := len(finding.Errors(e.Findings))
	if n == 1 {
		return "the input has an error that stops the run"
	}
	return fmt.Sprintf("the input has %d errors that stop the run", n)
}

// Check reads everything that a run would, and gives all that can be wrong with
// it, sorted by place. It writes nothing. The error says that there is no
// consultation to read.
func Check(ctx context.Context, path string, jobs int) ([]finding.Finding, error) {
	in, err := readInput(path)
	if err != nil {
		return nil, err
	}
	findings := in.findings
	if in.readable() {
		a, err := in.readAnswers(ctx, jobs)
		if err != nil {
			return nil, err
		}
		findings = append(findings, a.findings...)
		findings = append(findings, in.ofTexts(a, jobs)...)
	}
	findings = in.located(findings)
	finding.Sort(findings)
	return findings, nil
}

// readable tells whether the study is whole enough to read answers by.
func (in *input) readable() bool {
	return !slices.ContainsFunc(in.findings, func(f finding.Finding) bool {
		return f.Severity == finding.Error && f.File == filepath.Base(in.study.File) && f.Kind != "no-such-file" && f.Kind != "no-framework" && f.Kind != "unknown-code"
	})
}

// Run does the main job. An *InputError says that nothing was written because
// of errors in the input; any other error, that nothing was written at all, or
// that the last good output is as it was.
func Run(ctx context.Context, o Options) (*Result, error) {
	for _, name := range o.Stages {
		if !slices.Contains(Stages, name) {
			return nil, fmt.Errorf("there is no stage %q. %s", name, finding.DidYouMean(name, Stages))
		}
	}
	formats, err := formatsOf(o.Formats)
	if err != nil {
		return nil, err
	}
	o.Formats = formats
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	in, err := readInput(o.Study)
	if err != nil {
		return nil, err
	}
	if len(finding.Errors(in.findings)) > 0 {
		return nil, in.failed(ctx, o.Jobs)
	}
	if o.Out == "" {
		o.Out = filepath.Join("reports", nameOf(in.study.Dir))
	}
	if err := apart(in, o.Out); err != nil {
		return nil, err
	}
	f, err := openFolder(o.Out)
	if err != nil {
		return nil, err
	}
	defer f.discard()
	r := &runner{ctx: ctx, options: o, in: in, folder: f, keys: map[string]stageKey{}, values: map[string]any{}}
	r.readCache()
	result, err := r.all()
	if err != nil {
		return nil, err
	}
	return result, nil
}

// failed gathers all errors there are, those of the answers too.
func (in *input) failed(ctx context.Context, jobs int) error {
	findings := in.findings
	if in.readable() {
		if a, err := in.readAnswers(ctx, jobs); err == nil {
			findings = append(findings, a.findings...)
		}
	}
	findings = in.located(findings)
	finding.Sort(findings)
	return &InputError{findings}
}

// nameOf is the name of the consultation's folder.
func nameOf(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}

// apart refuses an output folder that would replace the consultation itself.
func apart(in *input, out string) error {
	absOut, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	for _, f := range in.files {
		if f.path == "" {
			continue
		}
		abs, err := filepath.Abs(f.path)
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(absOut, abs); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return fmt.Errorf("the output folder %s holds %s, which is input; give another folder with --out", out, f.Name)
		}
	}
	return nil
}

// cacheFolder holds, in the output folder, what the next run needs to know
// which stages are still good. It is no part of the output.
const cacheFolder = ".cache"

// stageKey says what a stage was run on and what it wrote.
type stageKey struct {
	Key     string            `json:"key"`
	Outputs map[string]string `json:"outputs"`
}

type runner struct {
	ctx     context.Context
	options Options
	in      *input
	folder  *folder

	last   map[string]stageKey // from the last run
	keys   map[string]stageKey // of this one
	values map[string]any
	result Result
}

func (r *runner) progress(stage, state string) {
	if r.options.Progress != nil {
		r.options.Progress(stage, state)
	}
}

func (r *runner) readCache() {
	r.last = map[string]stageKey{}
	if data, err := os.ReadFile(filepath.Join(r.folder.out, cacheFolder, "keys.json")); err == nil {
		// A cache that cannot be read is no cache.
		if json.Unmarshal(data, &r.last) != nil {
			r.last = map[string]stageKey{}
		}
	}
}

// all runs or carries over each stage, and commits.
func (r *runner) all() (*Result, error) {
	wanted := r.options.Stages
	if len(wanted) == 0 {
		wanted = Stages
	}
	needed := map[string]bool{}
	for _, name := range slices.Backward(Stages) {
		if !needed[name] && !slices.Contains(wanted, name) {
			continue
		}
		needed[name] = true
		for _, d := range stages[name].needs {
			needed[d] = true
		}
	}
	for _, name := range Stages {
		if err := r.ctx.Err(); err != nil {
			return nil, fmt.Errorf("stopped; nothing was changed: %w", err)
		}
		switch {
		case !needed[name]:
			if err := r.leave(name); err != nil {
				return nil, err
			}
		default:
			if err := r.stage(name); err != nil {
				return nil, err
			}
		}
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	return &r.result, nil
}

// key is the hash of all that a stage reads.
func (r *runner) key(name string) (string, error) {
	s := stages[name]
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n", Version, programHash(), name)
	for _, d := range s.needs {
		fmt.Fprintf(h, "%s %s\n", d, r.keys[d].Key)
	}
	if name == "report" {
		fmt.Fprintf(h, "formats %s\n", strings.Join(r.options.Formats, ","))
	}
	if err := json.NewEncoder(h).Encode(s.reads(r.in)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// stage runs one stage, or carries it over.
func (r *runner) stage(name string) error {
	key, err := r.key(name)
	if err != nil {
		return err
	}
	if r.good(name, key) {
		for output := range r.last[name].Outputs {
			if err := r.folder.carry(output); err != nil {
				return err
			}
		}
		r.keys[name] = r.last[name]
		r.result.Unchanged = append(r.result.Unchanged, name)
		r.progress(name, "unchanged")
		return nil
	}
	if err := r.run(name); err != nil {
		return err
	}
	r.keys[name] = stageKey{key, r.keys[name].Outputs}
	r.result.Ran = append(r.result.Ran, name)
	r.progress(name, "done")
	return nil
}

func (r *runner) run(name string) error {
	r.progress(name, "running")
	before := map[string]bool{}
	names, err := filesIn(r.folder.new)
	if err != nil {
		return err
	}
	for _, n := range names {
		before[n] = true
	}
	value, err := stages[name].run(r)
	if err != nil {
		return err
	}
	r.values[name] = value
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(value); err != nil {
		return fmt.Errorf("the stage %s could not be kept: %w", name, err)
	}
	if err := r.folder.write(cacheFolder+"/"+name+".gob", b.Bytes()); err != nil {
		return err
	}
	outputs := map[string]string{}
	names, err = filesIn(r.folder.new)
	if err != nil {
		return err
	}
	for _, n := range names {
		if before[n] {
			continue
		}
		hash, _, err := hashFile(filepath.Join(r.folder.new, filepath.FromSlash(n)))
		if err != nil {
			return err
		}
		outputs[n] = hash
	}
	r.keys[name] = stageKey{Outputs: outputs}
	return nil
}

// good tells whether the last run's files of a stage are those that this run
// would write.
func (r *runner) good(name, key string) bool {
	last, ok := r.last[name]
	if !ok || last.Key != key || len(last.Outputs) == 0 {
		return false
	}
	for output, want := range last.Outputs {
		if !fs.ValidPath(output) {
			return false
		}
		got, _, err := hashFile(filepath.Join(r.folder.out, filepath.FromSlash(output)))
		if err != nil || got != want {
			return false
		}
	}
	return true
}

// leave takes over a stage that was not asked for, where it is still good. One
// that an earlier input gave is left out: its files would not belong to the
// others.
func (r *runner) leave(name string) error {
	if _, ok := r.last[name]; !ok {
		return nil
	}
	key, err := r.key(name)
	if err != nil {
		return err
	}
	if !r.good(name, key) {
		r.result.LeftOut = append(r.result.LeftOut, name)
		return nil
	}
	for output := range r.last[name].Outputs {
		if err := r.folder.carry(output); err != nil {
			return err
		}
	}
	r.keys[name] = r.last[name]
	return nil
}

// valueOf gives what a stage that this run needs gave: now, or in the last run.
func valueOf[T any](r *runner, name string) (*T, error) {
	if v, ok := r.values[name]; ok {
		return v.(*T), nil
	}
	v := new(T)
	file, err := os.Open(filepath.Join(r.folder.new, cacheFolder, name+".gob"))
	if err == nil {
		defer file.Close()
		err = gob.NewDecoder(file).Decode(v)
	}
	if err != nil {
		return nil, fmt.Errorf("what the stage %s gave last time cannot be read (%w); delete the folder %s and run again", name, err, filepath.Join(r.folder.out, cacheFolder))
	}
	r.values[name] = v
	return v, nil
}

// finish writes the manifest and the description of the files, and puts the new
// output in place.
func (r *runner) finish() error {
	keys, err := json.MarshalIndent(r.keys, "", "  ")
	if err != nil {
		return err
	}
	if err := r.folder.write(cacheFolder+"/keys.json", keys); err != nil {
		return err
	}
	if err := r.notForPublication(); err != nil {
		return err
	}
	if err := r.dataPackage(); err != nil {
		return err
	}
	if err := r.manifest(); err != nil {
		return err
	}
	if err := r.summarise(); err != nil {
		return err
	}
	// What the last run wrote, by its manifest: the cache may be gone.
	known := map[string]string{}
	if last, ok := readManifest(r.folder.out); ok {
		for _, o := range last.Outputs {
			known[o.Name] = o.SHA256
		}
		if hash, _, err := hashFile(filepath.Join(r.folder.out, manifestName)); err == nil {
			known[manifestName] = hash
		}
	}
	r.result.Out = r.options.Out
	_, report := r.keys["report"]
	r.result.Report = report
	if report {
		r.result.Documents = r.documents()
	}
	if err := r.ctx.Err(); err != nil {
		return fmt.Errorf("stopped; nothing was changed: %w", err)
	}
	r.result.Edited, err = r.folder.commit(known)
	return err
}

// programHash tells one build of concord from another, so that a stage is run
// again when the program that ran it was another. It is in no output.
var programHash = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	hash, _, err := hashFile(path)
	if err != nil {
		return ""
	}
	return hash
})

func hashFS(files fs.FS, name string) (string, int64) {
	file, err := files.Open(name)
	if err != nil {
		return "", 0
	}
	defer file.Close()
	h := sha256.New()
	n, err := io.Copy(h, file)
	if err != nil {
		return "", 0
	}
	return hex.EncodeToString(h.Sum(nil)), n
}
