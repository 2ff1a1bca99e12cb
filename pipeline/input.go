package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/coders"
	"concord/pipeline/decide"
	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
	"concord/pipeline/transcript"
)

// input is everything that a run reads, but the answers themselves: the study
// and the small files that it names.
type input struct {
	study     *study.Study
	framework *frameworks.Framework // nil where the study names none
	codebook  *theme.Codebook       // nil where the study names none
	register  *evidence.Register    // nil where the study names none
	published *audit.Published      // nil where the study names none
	record    coders.Record         // what people coded by hand; empty for nothing
	docket    *amend.Docket         // the group's, nil where it has none
	log       *decide.Log           // what the group decided, never nil; empty for nothing
	findings  []finding.Finding
	// files are the inputs by the name that the study gives them.
	files []inputFile
}

// inputFile is one file that a run reads.
type inputFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	path   string
}

func (in *input) hash(name string) string {
	for _, f := range in.files {
		if f.Name == name {
			return f.SHA256
		}
	}
	return ""
}

// readInput reads and checks the study and the files that it names, the exports
// and transcripts only so far as to see that they are there.
func readInput(path string) (*input, error) {
	s, findings, err := study.Load(path)
	if err != nil {
		return nil, err
	}
	// Findings name files from the consultation's folder, so that what a run
	// writes does not depend on where it was called from; see located.
	for i := range findings {
		findings[i].File = filepath.Base(s.File)
	}
	in := &input{study: s, findings: findings}
	in.file(filepath.Base(s.File), s.File, s.Pos.Line)
	in.questionsOfADraft()
	if s.Survey != nil && s.Survey.File != "" {
		in.file(s.Survey.File, s.Path(s.Survey.File), at(s.Survey.At("file")))
	}
	if g := s.Groups; g != nil {
		if g.Participants.File != "" {
			in.file(g.Participants.File, s.Path(g.Participants.File), at(g.Participants.At("file")))
		}
		for _, t := range g.Transcripts {
			if t.File != "" {
				in.file(t.File, s.Path(t.File), at(t.At("file")))
			}
		}
	}
	if err := in.readFramework(); err != nil {
		return nil, err
	}
	if s.Codebook != "" {
		if data, ok := in.read(s.Codebook, at(s.At("codebook"))); ok {
			codebook, findings := theme.ReadCodebook(in.display(s.Codebook), data)
			in.codebook = codebook
			in.findings = append(in.findings, findings...)
		}
	}
	in.readRecord()
	in.readGroup()
	if s.Evidence != "" {
		if data, ok := in.read(s.Evidence, at(s.At("evidence"))); ok {
			register, findings := evidence.Read(in.display(s.Evidence), data)
			in.register = &register
			in.findings = append(in.findings, findings...)
		}
		if s.Codebook == "" {
			line, column := s.At("evidence")
			in.findings = append(in.findings, finding.Finding{
				Severity: finding.Warning, Kind: "nothing-to-code-with", File: filepath.Base(s.File), Line: line, Column: column,
				Message: "there is an evidence register but no codebook, so nothing can cite it", Do: "Name the codebook too, as codebook: codebook.yaml.",
			})
		}
	}
	if p := s.Published; p != nil && p.File != "" {
		if data, ok := in.read(p.File, at(p.At("file"))); ok {
			var findings []finding.Finding
			if p.Columns != nil {
				in.published, findings = audit.ReadCSV(in.display(p.File), data, *p.Columns, s)
			} else {
				in.published, findings = audit.Read(in.display(p.File), data)
			}
			in.findings = append(in.findings, findings...)
		}
	}
	in.crossCheck()
	return in, nil
}

func at(line, _ int) int { return line }

// display is how a file of the consultation is named in findings that are kept.
func (in *input) display(name string) string { return filepath.ToSlash(name) }

// located gives findings with their files named as a person can open them: from
// where concord was called.
func (in *input) located(findings []finding.Finding) []finding.Finding {
	out := slices.Clone(findings)
	for i := range out {
		if _, err := os.Stat(in.study.Path(out[i].File)); err == nil && out[i].File != "" {
			out[i].File = in.study.Path(out[i].File)
		}
	}
	return out
}

// file notes a file that the run reads, or a finding that it is not there.
func (in *input) file(name, path string, line int) bool {
	info, err := os.Stat(path)
	problem := ""
	switch {
	case err != nil && os.IsNotExist(err):
		problem = "there is no such file"
	case err != nil:
		problem = "this file cannot be read: " + err.Error()
	case !info.Mode().IsRegular():
		problem = "this is not a file"
	}
	if problem == "" {
		hash, n, err := hashFile(path)
		if err == nil {
			in.files = append(in.files, inputFile{filepath.ToSlash(name), hash, n, path})
			return true
		}
		problem = "this file cannot be read: " + err.Error()
	}
	in.findings = append(in.findings, finding.Finding{
		Severity: finding.Error, Kind: "no-such-file", File: filepath.Base(in.study.File), Line: line, Found: name,
		Message: problem, Do: in.nearFile(path),
	})
	return false
}

// nearFile names a file beside the one that is not there with a name like it.
func (in *input) nearFile(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return "Paths are from the folder of " + study.FileName + "."
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if near := finding.Nearest(filepath.Base(path), names); near != "" {
		return fmt.Sprintf("Did you mean %q?", near)
	}
	return "Paths are from the folder of " + study.FileName + "."
}

func (in *input) read(name string, line int) ([]byte, bool) {
	if !in.file(name, in.study.Path(name), line) {
		return nil, false
	}
	data, err := os.ReadFile(in.study.Path(name))
	if err != nil {
		in.findings = append(in.findings, finding.Finding{Severity: finding.Error, Kind: "no-such-file", File: filepath.Base(in.study.File), Line: line, Found: name, Message: "this file cannot be read: " + err.Error()})
		return nil, false
	}
	return data, true
}

// draftMark begins the file that `concord new` writes.
const draftMark = "# A draft that `concord new` made."

// questionsOfADraft says how many questions a draft still asks: until they are
// answered, a report rests on guesses.
func (in *input) questionsOfADraft() {
	data, err := os.ReadFile(in.study.File)
	if err != nil || !bytes.HasPrefix(data, []byte(draftMark)) {
		return
	}
	first, n := 0, 0
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") && strings.Contains(line, "?") {
			if n++; n == 1 {
				first = i + 1
			}
		}
	}
	if n > 0 {
		in.findings = append(in.findings, finding.Finding{
			Severity: finding.Warning, Kind: "draft-questions", File: filepath.Base(in.study.File), Line: first, Count: n,
			Message: "this draft still asks a question", Do: "Put right what is below it, and take the line out.",
		})
	}
}

// readFramework finds the framework: in the consultation's own folder
// frameworks/ID/VERSION.yaml, or among those that come with concord.
func (in *input) readFramework() error {
	ref := in.study.Framework
	if ref.ID == "" {
		return nil
	}
	var findings []finding.Finding
	own := in.study.Path("frameworks")
	var err error
	if in.ownFramework(own) {
		// The consultation's own is meant, whether its files can be used or not.
		in.framework, findings, err = frameworks.Find(os.DirFS(own), ref.ID, ref.Version)
		if err == nil {
			name := "frameworks/" + ref.ID + "/" + in.framework.Version + ".yaml"
			in.file(name, in.study.Path(name), ref.Line)
		}
	} else {
		in.framework, findings, err = frameworks.Load(ref.ID, ref.Version)
		if err == nil {
			hash, n := hashFS(frameworks.Bundled(), ref.ID+"/"+in.framework.Version+".yaml")
			in.files = append(in.files, inputFile{Name: "concord:" + ref.ID + "/" + in.framework.Version + ".yaml", SHA256: hash, Bytes: n})
		}
	}
	in.findings = append(in.findings, findings...)
	if err != nil {
		in.framework = nil
		in.findings = append(in.findings, finding.Finding{Severity: finding.Error, Kind: "no-framework", File: filepath.Base(in.study.File), Line: ref.Line, Column: ref.Column, Message: err.Error()})
	}
	return nil
}

// ownFramework tells whether the framework is looked for in the consultation's
// own folder: where that has the framework, unless the version asked for comes
// with concord and is not in it. There lies the next version, once it is made.
func (in *input) ownFramework(own string) bool {
	ref := in.study.Framework
	if _, err := os.Stat(filepath.Join(own, ref.ID)); err != nil {
		return false
	}
	if _, err := os.Stat(filepath.Join(own, ref.ID, ref.Version+".yaml")); err == nil || ref.Version == "" {
		return true
	}
	_, _, err := frameworks.Load(ref.ID, ref.Version)
	return err != nil
}

// scopes looks at the questions that themes are to be looked for in.
func (in *input) scopes() {
	if in.codebook == nil {
		return
	}
	var known []string
	if in.study.Survey != nil {
		for _, q := range in.study.Survey.Questions {
			if q.Kind == study.Text {
				known = append(known, q.ID)
			}
		}
	}
	if in.study.Groups != nil {
		for _, t := range in.study.Groups.Transcripts {
			known = append(known, t.ID)
		}
	}
	for _, f := range in.codebook.CheckQuestions(known) {
		f.File = in.display(in.study.Codebook)
		in.findings = append(in.findings, f)
	}
}

// crossCheck looks at what one file says of another: codes of domains and
// items that the framework must have.
func (in *input) crossCheck() {
	in.scopes()
	if in.framework == nil {
		in.idleNotes()
		return
	}
	var domains, codes []string
	for _, d := range in.framework.Domains() {
		domains = append(domains, d.Code)
	}
	in.framework.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.InForce() {
			codes = append(codes, item.Code)
		}
		return true
	})
	report := func(file string, line, column int, found, message string, among []string) {
		in.findings = append(in.findings, finding.Finding{
			Severity: finding.Error, Kind: "unknown-code", File: file, Line: line, Column: column, Found: found,
			Message: message, Do: finding.DidYouMean(found, among),
		})
	}
	check := func(questions []study.Question) {
		for _, q := range questions {
			if q.Domain != "" && !slices.Contains(domains, q.Domain) {
				line, column := q.At("domain")
				report(filepath.Base(in.study.File), line, column, q.Domain, "the framework has no domain with this code", domains)
			}
		}
	}
	if in.study.Survey != nil {
		check(in.study.Survey.Questions)
	}
	if g := in.study.Groups; g != nil {
		for _, t := range g.Transcripts {
			for _, topic := range t.Topics {
				if topic.Domain != "" && !slices.Contains(domains, topic.Domain) {
					line, column := topic.At("domain")
					report(filepath.Base(in.study.File), line, column, topic.Domain, "the framework has no domain with this code", domains)
				}
			}
		}
	}
	if in.codebook == nil {
		return
	}
	for _, t := range in.codebook.Themes {
		for _, p := range t.Propose {
			for _, code := range p.Targets {
				if !slices.Contains(codes, code) {
					line, column := p.At("targets")
					report(in.display(in.study.Codebook), line, column, code, "the framework has no item with this code", codes)
				}
			}
			known := slices.ContainsFunc(in.framework.Kinds, func(k frameworks.Kind) bool { return k.ID == p.Kind })
			if p.Kind != "" && !known {
				line, column := p.At("kind")
				report(in.display(in.study.Codebook), line, column, p.Kind, "the framework has no such kind of item", kindIDs(in.framework))
			}
		}
	}
}

// idleNotes says so where a codebook proposes changes and there is no framework
// to change.
func (in *input) idleNotes() {
	if in.codebook == nil || in.study.Framework.ID != "" {
		return
	}
	for _, t := range in.codebook.Themes {
		if len(t.Propose) > 0 {
			line, column := t.At("propose")
			in.findings = append(in.findings, finding.Finding{
				Severity: finding.Warning, Kind: "nothing-to-amend", File: in.display(in.study.Codebook), Line: line, Column: column, Found: t.ID,
				Message: "this theme proposes changes, but the consultation names no framework to change", Do: "Name it in " + study.FileName + ": framework: {id: ...}.",
			})
			return
		}
	}
}

// namedIn moves findings of columns that an export does not have to where the
// study names them: that is where the mistake is mended.
func (in *input) namedIn(src *study.Source, findings []finding.Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Kind != "unknown-column" {
			continue
		}
		line, column := 0, 0
		switch f.Found {
		case src.Respondent:
			line, column = src.At("respondent")
		case src.Weight:
			line, column = src.At("weight")
		}
		for _, q := range src.Questions {
			switch {
			case line > 0:
			case q.Column == f.Found:
				line, column = q.At("column")
			case q.OtherColumn == f.Found:
				line, column = q.At("other_column")
			default:
				for _, o := range q.Options {
					if o.Column == f.Found {
						line, column = o.At("column")
					}
				}
			}
		}
		if line > 0 {
			f.Message += ", " + f.File
			f.File, f.Line, f.Column, f.Cell = filepath.Base(in.study.File), line, column, ""
		}
	}
}

// likeAnOption warns of answers that were counted under "other" and are so like
// an option that they may be that option, misspelt.
func likeAnOption(t *survey.Table, file string) []finding.Finding {
	var out []finding.Finding
	for c := range t.Columns {
		column := &t.Columns[c]
		q := &column.Question
		other := q.Options.Index(q.Other)
		if q.Other == "" || other < 0 || column.Other.Len() != t.N {
			continue
		}
		var labels []string
		for o, option := range q.Options {
			if o != other {
				labels = append(labels, option.Label)
			}
		}
		seen := map[string]int{}
		for i := range t.N {
			words := column.Other.At(i)
			if words == "" || !column.Chose(i, other) {
				continue
			}
			if at, twice := seen[words]; twice {
				if at >= 0 {
					out[at].Count++
				}
				continue
			}
			seen[words] = -1
			near := finding.Nearest(words, labels)
			if near != "" && finding.Alike(words, near, 2) && len(out) < 100 {
				seen[words] = len(out)
				line := 0
				if i < len(t.Lines) {
					line = int(t.Lines[i])
				}
				out = append(out, finding.Finding{
					Severity: finding.Warning, Kind: "like-an-option", File: file, Line: line, Cell: q.Column, Found: words, Count: 1,
					Message: fmt.Sprintf("this answer is counted under %q, and is much like an option", q.Other),
					Do:      fmt.Sprintf("If it is %q misspelt, give it to that option under also:.", near),
				})
			}
		}
	}
	return out
}

func kindIDs(f *frameworks.Framework) []string {
	var out []string
	for _, k := range f.Kinds {
		out = append(out, k.ID)
	}
	return out
}

// answers is what the people said, before redaction.
type answers struct {
	survey, participants *survey.Table
	turns                []transcript.Turn
	names                []string // as speakers are called, for redaction
	findings             []finding.Finding
}

// readAnswers reads the exports and transcripts.
func (in *input) readAnswers(ctx context.Context, jobs int) (*answers, error) {
	a := &answers{}
	s := in.study
	if s.Survey != nil && in.hash(filepath.ToSlash(s.Survey.File)) != "" {
		t, findings, err := survey.Read(ctx, *s.Survey, s.Path(s.Survey.File), survey.Options{Source: "survey", Prefix: "R", Jobs: jobs, DisplayName: in.display(s.Survey.File)})
		if err != nil {
			return nil, err
		}
		in.namedIn(s.Survey, findings)
		a.survey = t
		a.findings = append(a.findings, findings...)
		a.findings = append(a.findings, likeAnOption(t, in.display(s.Survey.File))...)
		a.findings = append(a.findings, tabulate.Strays(s, s.Survey, t)...)
		a.findings = append(a.findings, tabulate.WeightFindings(s, t)...)
	}
	if s.Groups == nil {
		return a, nil
	}
	var people []transcript.Participant
	if p := s.Groups.Participants; in.hash(filepath.ToSlash(p.File)) != "" {
		// The columns of the group and the speaker are read as two questions more.
		known := len(p.Questions)
		p.Questions = append(slices.Clone(p.Questions),
			study.Question{ID: "\x00group", Column: s.Groups.GroupColumn, Kind: study.Text, Base: study.Answered},
			study.Question{ID: "\x00speaker", Column: s.Groups.SpeakerColumn, Kind: study.Text, Base: study.Answered})
		t, findings, err := survey.Read(ctx, p, s.Path(p.File), survey.Options{Source: "groups", Prefix: "P", Jobs: jobs, DisplayName: in.display(p.File)})
		if err != nil {
			return nil, err
		}
		in.namedIn(&s.Groups.Participants, findings)
		a.findings = append(a.findings, findings...)
		if len(t.Columns) == known+2 {
			group, speaker := &t.Columns[known], &t.Columns[known+1]
			for i := range t.N {
				if group.Text.Len() == t.N && speaker.Text.Len() == t.N {
					people = append(people, transcript.Participant{ID: t.ID(i), Group: group.Text.At(i), Speaker: speaker.Text.At(i)})
				}
			}
			t.Columns = t.Columns[:known]
		}
		a.findings = append(a.findings, tabulate.Strays(s, &s.Groups.Participants, t)...)
		a.participants = t
	}
	for _, p := range people {
		a.names = append(a.names, p.Speaker)
	}
	for _, t := range s.Groups.Transcripts {
		if in.hash(filepath.ToSlash(t.File)) == "" {
			continue
		}
		data, err := os.ReadFile(s.Path(t.File))
		if err != nil {
			return nil, err
		}
		turns, findings := transcript.Read(in.display(t.File), data, t, people)
		a.turns = append(a.turns, turns...)
		a.findings = append(a.findings, findings...)
		a.names = append(a.names, t.Moderators...)
		a.names = append(a.names, transcript.Names(turns)...)
	}
	return a, nil
}
