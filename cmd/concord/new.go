package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/draft"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/wholefile"
)

const newHelp = `concord new DIR --survey FILE [--transcript FILE]…

Drafts the consultation.yaml of a new consultation from what a survey platform
and a meeting tool exported. Copies of the exports go into DIR/survey and
DIR/groups, so that the folder has all that a run needs; the originals are only
read. The draft runs as it is, and has a comment wherever a person must decide.

  --survey FILE       the answers, as the platform exported them
  --dialect D         who wrote the export, where it is not found out: %s
  --encoding E        how its letters are written, where that is not found out
  --delimiter C       what stands between cells, where that is not found out
  --sheet NAME        the sheet of a workbook, its first when not given
  --instrument FILE   the questionnaire: a Qualtrics survey file (.qsf), a REDCap
                      data dictionary (CSV) or Quantipy metadata (JSON); what it
                      says goes before what the answers look like
  --framework ID      the framework that people were asked about; questions are
                      linked to its domains
  --transcript FILE   the record of one focus group; give it once for each
  --title TEXT        the consultation's name
  --dry-run           print the draft and write nothing

Columns that tell who people are (e-mail, names, addresses of computers) are left
out of the draft, and listed. The copy of the export still has them: keep the
folder where such data may be kept.

For example: concord new consultations/digital --survey export.csv --framework digital-competencies
`

// several is a flag that can be given more than once.
type several []string

func (s *several) String() string { return strings.Join(*s, ", ") }

// Set adds one.
func (s *several) Set(value string) error { *s = append(*s, value); return nil }

func newCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("new", fmt.Sprintf(newHelp, strings.Join(study.Dialects, ", ")))
	var n newConsultation
	var framework, title, instrument string
	var dry bool
	f.StringVar(&n.survey, "survey", "", "")
	f.StringVar(&n.source.Dialect, "dialect", "", "")
	f.StringVar(&n.source.Encoding, "encoding", "", "")
	f.StringVar(&n.source.Delimiter, "delimiter", "", "")
	f.StringVar(&n.source.Sheet, "sheet", "", "")
	f.StringVar(&instrument, "instrument", "", "")
	f.StringVar(&framework, "framework", "", "")
	f.Var(&n.transcripts, "transcript", "")
	f.StringVar(&title, "title", "", "")
	f.BoolVar(&dry, "dry-run", false, "")
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	n.dir, n.instrument = rest[0], instrument
	switch {
	case n.survey == "" && len(n.transcripts) == 0:
		return report(errs, errors.New("there is nothing to draft from: give --survey FILE, --transcript FILE, or both"))
	case n.survey == "" && instrument != "":
		return report(errs, errors.New("--instrument is about a survey: give --survey FILE, too"))
	case n.source.Dialect != "" && !slices.Contains(study.Dialects, n.source.Dialect):
		return report(errs, fmt.Errorf("--dialect %q: there is no such dialect. %s", n.source.Dialect, finding.DidYouMean(n.source.Dialect, study.Dialects)))
	}
	if framework != "" {
		if n.framework, ok = usable(framework, false, errs); !ok {
			return exitUnusable
		}
		if info, err := os.Stat(framework); err == nil && info.Mode().IsRegular() {
			// A person's own framework goes where a run looks for it.
			n.copies = append(n.copies, [2]string{"frameworks/" + n.framework.ID + "/" + n.framework.Version + ".yaml", framework})
		}
	}
	if n.title = title; title == "" {
		n.title = titleOf(n.dir)
	}
	if err := n.draft(ctx); err != nil {
		return report(errs, err)
	}
	printSome(errs, n.findings)
	if bad := finding.Errors(n.findings); n.made == nil {
		fmt.Fprintf(errs, "concord: nothing could be drafted: %s. Nothing was written.\n", plural(len(bad), "error", "errors"))
		return exitUnusable
	}
	if dry {
		if _, err := out.Write(n.made.YAML()); err != nil {
			return report(errs, err)
		}
		return exitDone
	}
	if err := n.write(); err != nil {
		return report(errs, err)
	}
	n.tell(out)
	if len(finding.Errors(n.findings)) > 0 {
		return exitFindings
	}
	return exitDone
}

// newConsultation is one call of the command.
type newConsultation struct {
	dir, survey, instrument, title string
	source                         study.Source
	transcripts                    several
	framework                      *frameworks.Framework

	profile      *survey.Profile
	made         *draft.Draft
	participants []byte
	findings     []finding.Finding
	// copies are the files to write into the folder, beside the draft: where each
	// goes, and which it is a copy of.
	copies [][2]string
}

// titleOf makes a title of a folder's name.
func titleOf(dir string) string {
	name := filepath.Base(filepath.Clean(dir))
	if abs, err := filepath.Abs(dir); err == nil {
		name = filepath.Base(abs)
	}
	name = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	if name == "" || name == string(filepath.Separator) {
		return "Our consultation"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// draft reads the exports and makes the draft; made stays nil when they cannot
// be read.
func (n *newConsultation) draft(ctx context.Context) error {
	if err := n.refuse(); err != nil {
		return err
	}
	made := &draft.Draft{Title: n.title}
	if n.framework != nil {
		made.Framework = study.FrameworkRef{ID: n.framework.ID, Version: n.framework.Version}
	}
	if n.survey != "" {
		var err error
		if made, err = n.draftSurvey(ctx); err != nil || made == nil {
			return err
		}
	}
	if len(n.transcripts) > 0 {
		if err := n.draftGroups(made); err != nil {
			return err
		}
	}
	n.made = made
	return nil
}

func (n *newConsultation) draftSurvey(ctx context.Context) (*draft.Draft, error) {
	options := survey.Options{Source: "survey"}
	profile, findings, err := survey.ProfileOf(ctx, n.survey, n.source, options)
	if err != nil {
		return nil, err
	}
	n.findings = append(n.findings, findings...)
	if profile == nil || len(profile.Columns) == 0 {
		return nil, nil
	}
	n.profile = profile
	o := draft.Options{File: n.copy("survey", n.survey), Title: n.title, Framework: n.framework}
	if n.instrument != "" {
		var names []string
		for _, c := range profile.Columns {
			names = append(names, c.Name)
		}
		if o.Instrument, err = draft.ReadInstrument(n.instrument, n.survey, names); err != nil {
			return nil, err
		}
	}
	made := draft.FromProfile(profile, o)
	if len(made.Questions) == 0 {
		n.findings = append(n.findings, finding.Finding{
			Severity: finding.Error, Kind: "no-questions", File: n.survey,
			Message:  "no column of this file holds answers",
			Expected: "a header and one row a person, with a column for each question",
		})
		return nil, nil
	}
	bad, err := made.Settle(ctx, n.survey)
	if err != nil {
		return nil, err
	}
	for _, f := range bad {
		if !slices.ContainsFunc(n.findings, func(g finding.Finding) bool { return g.Kind == f.Kind && g.Line == f.Line && g.Found == f.Found }) {
			n.findings = append(n.findings, f)
		}
	}
	return made, nil
}

func (n *newConsultation) draftGroups(made *draft.Draft) error {
	var recordings []draft.Recording
	for _, file := range n.transcripts {
		data, err := readTranscript(file)
		if err != nil {
			return err
		}
		recordings = append(recordings, draft.Recording{File: n.copy("groups", file), Data: data})
	}
	groups, list, findings, err := draft.FromRecordings(recordings, "groups/participants.csv")
	if err != nil {
		return err
	}
	n.findings = append(n.findings, findings...)
	made.Groups, n.participants = groups, list
	return nil
}

// largestTranscript is how large the record of one group may be.
const largestTranscript = 256 << 20

func readTranscript(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file; give the path of a transcript", file)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder; give --transcript once for each file in it", file)
	case info.Size() > largestTranscript:
		return nil, fmt.Errorf("%s is larger than %d MB, too large for a transcript", file, largestTranscript>>20)
	}
	return os.ReadFile(file)
}

// copy plans a copy of a file into a folder of the consultation, and gives its
// path there. Files of the same name get a number.
func (n *newConsultation) copy(folder, file string) string {
	base := filepath.Base(file)
	ext := filepath.Ext(base)
	name := folder + "/" + base
	taken := func(name string) bool {
		return strings.EqualFold(name, "groups/participants.csv") ||
			slices.ContainsFunc(n.copies, func(c [2]string) bool { return strings.EqualFold(c[0], name) })
	}
	for i := 2; taken(name); i++ {
		name = fmt.Sprintf("%s/%s-%d%s", folder, strings.TrimSuffix(base, ext), i, ext)
	}
	n.copies = append(n.copies, [2]string{name, file})
	return name
}

// refuse makes sure that nothing is written over.
func (n *newConsultation) refuse() error {
	path := filepath.Join(n.dir, study.FileName)
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already, and is not written over; choose another folder, or take the file away", path)
	}
	if info, err := os.Stat(n.dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is a file; give the name of a folder", n.dir)
	}
	return nil
}

// write writes the folder: the copies first, the draft last, so that a folder
// with a draft has all that it names.
func (n *newConsultation) write() error {
	for _, c := range n.copies {
		to := filepath.Join(n.dir, filepath.FromSlash(c[0]))
		if same, err := isFile(to, c[1]); err != nil {
			return err
		} else if same {
			continue // the export lies there already
		}
		if _, err := os.Stat(to); err == nil {
			return fmt.Errorf("%s is there already, and is not written over; choose another folder, or take the file away", to)
		}
		if err := copyFile(to, c[1]); err != nil {
			return err
		}
	}
	if n.participants != nil {
		to := filepath.Join(n.dir, "groups", "participants.csv")
		if _, err := os.Stat(to); err == nil {
			return fmt.Errorf("%s is there already, and is not written over; choose another folder, or take the file away", to)
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := wholefile.Write(to, n.participants); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(n.dir, 0o755); err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(n.dir, study.FileName), n.made.YAML())
}

// isFile tells whether two paths lead to the same file. The first may lead to
// none.
func isFile(a, b string) (bool, error) {
	x, err := os.Stat(a)
	if err != nil {
		return false, nil
	}
	y, err := os.Stat(b)
	if err != nil {
		return false, err
	}
	return os.SameFile(x, y), nil
}

// copyFile copies a file of any size; a copy that could not be finished is taken
// away.
func copyFile(to, from string) (err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := w.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(to)
		}
	}()
	_, err = io.Copy(w, in)
	return err
}

// tell says what was recognised and what a person has to decide.
func (n *newConsultation) tell(out io.Writer) {
	d := n.made
	fmt.Fprintf(out, "%s\n\n", filepath.Join(n.dir, study.FileName))
	if p := n.profile; p != nil {
		dropped := ""
		if left := p.Flow.Rows - p.Flow.Kept; left > 0 {
			dropped = fmt.Sprintf(" (%d left out)", left)
		}
		fmt.Fprintf(out, "  Read as        %s: %s%s, %s\n", p.Dialect, plural(p.Flow.Kept, "respondent", "respondents"), dropped, plural(len(p.Columns), "column", "columns"))
		s := d.Summary()
		fmt.Fprintf(out, "  Questions      %d: %s\n", len(d.Questions), s.Kinds)
		if s.Domains > 0 {
			fmt.Fprintf(out, "  Domains        %s linked to a domain of the framework\n", plural(s.Domains, "question", "questions"))
		}
		if d.Survey.Weight != "" {
			fmt.Fprintf(out, "  Weight         %s\n", d.Survey.Weight)
		}
		if len(d.Survey.Missing) > 0 {
			fmt.Fprintf(out, "  No answer      %s\n", strings.Join(d.Survey.Missing, ", "))
		}
		for i, c := range s.Personal {
			label := ""
			if i == 0 {
				label = "Personal data"
			}
			if i == 12 {
				fmt.Fprintf(out, "  %-13s  and %d more columns\n", label, len(s.Personal)-i)
				break
			}
			fmt.Fprintf(out, "  %-13s  left out: %s\n", label, c)
		}
		fmt.Fprintf(out, "  To decide      %s; %s to look at\n", plural(s.Decide, "question", "questions"), plural(s.Look, "other", "others"))
	}
	if g := d.Groups; g != nil {
		unknown := 0
		for _, t := range g.Transcripts {
			if len(t.Moderators) == 0 {
				unknown++
			}
		}
		fmt.Fprintf(out, "  Focus groups   %d; who led is not known of %d\n", len(g.Transcripts), unknown)
	}
	fmt.Fprintf(out, "\nRead the lines that begin with # in it, then: concord check %s\n", n.dir)
}
