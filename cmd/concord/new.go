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
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/draft"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/wholefile"
	"concord/pipeline/workbook"
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
  --sheet NAME        the sheet of a workbook; when not given, the first with two
                      columns and five rows or more
  --instrument FILE   the questionnaire: a Qualtrics survey file (.qsf), a REDCap
                      data dictionary (CSV), Quantipy metadata (JSON), or a list
                      with two columns, name and wording (CSV); what it says goes
                      before what the answers look like
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
	f.Func("survey", "", func(file string) error {
		if n.survey != "" {
			return errors.New("--survey is given twice; a consultation has one survey: put the answers in one file, or draft a consultation for each")
		}
		n.survey = file
		return nil
	})
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
	for _, file := range append([]string{n.survey, instrument}, n.transcripts...) {
		// A device or a pipe has no end that can be waited for.
		if info, err := os.Stat(file); file != "" && err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return report(errs, fmt.Errorf("%s is not a file that can be copied; save what it gives as a file", file))
		}
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
	if bad := finding.Errors(n.findings); len(bad) > 0 {
		// The same errors would stop a check and a run of the folder.
		fmt.Fprintf(errs, "concord: a draft of this could not run: %s. Nothing was written; put the file right, and draft again.\n", plural(len(bad), "error", "errors"))
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
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
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
		if err := n.draftGroups(ctx, made); err != nil {
			return err
		}
	}
	n.made = made
	return nil
}

func (n *newConsultation) draftSurvey(ctx context.Context) (*draft.Draft, error) {
	if looksSpoken(n.survey) {
		return nil, fmt.Errorf("%s looks like the transcript of a meeting, not like a survey: give it after --transcript", n.survey)
	}
	chosen, err := n.chooseSheet()
	if err != nil {
		return nil, err
	}
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
	if chosen != "" {
		made.Doubt(chosen)
	}
	relay(made, findings)
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

func (n *newConsultation) draftGroups(ctx context.Context, made *draft.Draft) error {
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
	for i, r := range recordings {
		if fault := surveyGiven(ctx, n.transcripts[i], r.File, findings); fault != nil {
			return fault
		}
	}
	n.findings = append(n.findings, findings...)
	made.Groups, n.participants = groups, list
	return nil
}

// relay puts what the reader found doubtful in the header at the head of the
// draft.
func relay(made *draft.Draft, findings []finding.Finding) {
	asked := len(made.Doubts) > 0 // the draft itself found that the first row is odd
	for _, f := range findings {
		sentence := fmt.Sprintf("Line %d of the export: %s. %s", f.Line, f.Message, f.Do)
		switch f.Kind {
		case "title-row", "title-above", "answers-as-header":
			if f.Severity == finding.Note {
				made.Ask = append(made.Ask, sentence)
			} else if !asked {
				made.Doubt(sentence)
			}
		}
	}
}

// looksSpoken tells whether a file is the transcript of a meeting by its name, or
// by the first word of its content.
func looksSpoken(file string) bool {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".vtt", ".srt", ".sbv", ".docx":
		return true
	}
	f, err := os.Open(file)
	if err != nil {
		return false // what is wrong with it, its reader says
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	return strings.HasPrefix(strings.TrimPrefix(string(head[:n]), "\ufeff"), "WEBVTT")
}

// surveyGiven gives an error where what was given as a transcript looks like a
// survey export: a table in which nothing says who speaks, that a survey platform
// wrote, or of which several headers are questions.
func surveyGiven(ctx context.Context, file, name string, findings []finding.Finding) error {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".csv", ".tsv", ".xlsx":
	default:
		return nil
	}
	fault := fmt.Errorf("%s looks like a survey export, not like a transcript: give it after --survey. (In a transcript that is a table, one column is called speaker and one text.)", file)
	for _, f := range findings {
		if f.File == name && f.Kind == "no-columns" {
			return fault
		}
	}
	profile, _, err := survey.ProfileOf(ctx, file, study.Source{}, survey.Options{})
	if err != nil || profile == nil {
		return nil // as a transcript it could be read
	}
	const enough = 3 // headers that are questions
	questions := 0
	for _, c := range profile.Columns {
		if strings.HasSuffix(c.Wording, "?") {
			questions++
		}
	}
	if profile.Dialect != "csv" || questions >= enough {
		return fault
	}
	return nil
}

// chooseSheet names the sheet of a workbook that holds the answers, where nobody
// said which and the first is too small for that, such as one of notes. It gives
// a sentence about it, "" where there was nothing to choose.
func (n *newConsultation) chooseSheet() (string, error) {
	const leastRows, leastColumns = 5, 2
	if n.source.Sheet != "" || !strings.EqualFold(filepath.Ext(n.survey), ".xlsx") {
		return "", nil
	}
	f, err := os.Open(n.survey)
	if err != nil {
		return "", nil // the reader says what is wrong with it
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	book, err := workbook.Open(f, info.Size())
	if err != nil {
		return "", nil
	}
	first := ""
	enough := errors.New("enough")
	for _, sheet := range book.Sheets() {
		if sheet.Hidden {
			continue
		}
		if first == "" {
			first = sheet.Name
		}
		rows := 0
		err := book.Rows(sheet, func(_ int, cells []string) error {
			filled := 0
			for _, c := range cells {
				if strings.TrimSpace(c) != "" {
					filled++
				}
			}
			if filled >= leastColumns {
				rows++
			}
			if rows >= leastRows {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) {
			continue
		}
		if sheet.Name == first {
			return "", nil
		}
		n.source.Sheet = sheet.Name
		return fmt.Sprintf("The answers are read from the sheet %q; the first sheet, %q, has too few columns or rows. Is that the right one? If not, draft again with --sheet.", sheet.Name, first), nil
	}
	return "", nil
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
//
// What it has written is taken away again when it cannot finish.
func (n *newConsultation) write() (err error) {
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			os.Remove(path)
		}
		// Folders go only when nothing is left in them.
		for _, path := range written {
			for dir := filepath.Dir(path); len(dir) >= len(filepath.Clean(n.dir)) && os.Remove(dir) == nil; dir = filepath.Dir(dir) {
			}
		}
	}()
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
		written = append(written, to)
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
		written = append(written, to)
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
	// Under its own name only when it is whole, so that a copy that was broken off
	// does not stand in the way of the next.
	w, err := os.CreateTemp(filepath.Dir(to), "."+filepath.Base(to)+".*.new")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			w.Close()
			os.Remove(w.Name())
		}
	}()
	if _, err = io.Copy(w, in); err != nil {
		return err
	}
	if err = w.Chmod(0o644); err != nil {
		return err
	}
	if err = w.Close(); err != nil {
		return err
	}
	return os.Rename(w.Name(), to)
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
		for _, h := range s.Holds {
			fmt.Fprintf(out, "  Addresses      %s\n", h)
		}
		fmt.Fprintf(out, "  To decide      %s; %s to look at\n", plural(s.Decide, "question", "questions"), plural(s.Look, "other", "others"))
		for _, doubt := range s.Doubts {
			fmt.Fprintf(out, "                 %s\n", doubt)
		}
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
