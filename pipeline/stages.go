package pipeline

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/decide"
	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/report"
	"concord/pipeline/sheet"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
	"concord/pipeline/transcript"
)

// stage is one step of a run: the stages whose values it needs (with all that
// those need), what else it reads, and what it does.
type stage struct {
	needs []string
	reads func(*input) any
	run   func(*runner) (any, error)
}

var stages map[string]stage

func init() {
	stages = map[string]stage{
		"ingest": {
			reads: func(in *input) any {
				return []any{in.answersFiles(), in.study.Survey, in.study.Groups, in.study.Redact, in.study.Suppression}
			},
			run: runIngest,
		},
		"tables": {
			needs: []string{"ingest"},
			reads: func(in *input) any {
				s := in.study
				published := ""
				if s.Published != nil {
					published = in.hash(filepath.ToSlash(s.Published.File))
				}
				return []any{s.Survey, s.Groups, s.Tables, s.Subgroups, s.Rounding, s.Suppression, s.Published, published, in.frameworkHash()}
			},
			run: runTables,
		},
		"themes": {
			needs: []string{"ingest"},
			reads: func(in *input) any {
				return []any{in.study.Suppression, in.hash(filepath.ToSlash(in.study.Codebook)), in.hash(filepath.ToSlash(in.study.Evidence)), in.frameworkHash(), in.recordHashes()}
			},
			run: runThemes,
		},
		"amendments": {
			needs: []string{"ingest", "tables", "themes"},
			reads: func(in *input) any {
				return []any{in.study.Amendments, in.study.Suppression, in.study.Subgroups, in.hash(filepath.ToSlash(in.study.Codebook)), in.frameworkHash(), in.hash(amend.DocketName), in.hash(decide.LogName)}
			},
			run: runAmendments,
		},
		"charts": {
			needs: []string{"tables", "themes"},
			reads: func(in *input) any { return []any{in.study.Suppression, in.frameworkHash()} },
			run:   runCharts,
		},
		"report": {
			needs: []string{"ingest", "tables", "themes", "amendments", "charts"},
			// The report prints the study's own words.
			reads: func(in *input) any {
				return []any{in.study.Title, in.study.About, in.study.Amendments, in.study.Suppression, in.study.Subgroups, in.study.Rounding, in.findings, in.files}
			},
			run: runReport,
		},
	}
}

func (in *input) answersFiles() []string {
	var out []string
	if s := in.study.Survey; s != nil {
		out = append(out, in.hash(filepath.ToSlash(s.File)))
	}
	if g := in.study.Groups; g != nil {
		out = append(out, in.hash(filepath.ToSlash(g.Participants.File)))
		for _, t := range g.Transcripts {
			out = append(out, in.hash(filepath.ToSlash(t.File)))
		}
	}
	return out
}

func (in *input) frameworkHash() string {
	if in.framework == nil {
		return ""
	}
	for _, f := range in.files {
		if strings.HasSuffix(f.Name, in.framework.ID+"/"+in.framework.Version+".yaml") {
			return f.SHA256
		}
	}
	return ""
}

func runIngest(r *runner) (any, error) {
	a, err := r.in.readAnswers(r.ctx, r.options.Jobs)
	if err != nil {
		return nil, err
	}
	if len(finding.Errors(a.findings)) > 0 {
		findings := r.in.located(append(slices.Clone(r.in.findings), a.findings...))
		finding.Sort(findings)
		return nil, &InputError{findings}
	}
	in := redactAnswers(r.in.study, a, r.options.Jobs)
	finding.Sort(in.Findings)
	var flow []flowRow
	if in.Survey != nil {
		flow = append(flow, flowRows("survey", in.Survey.Flow)...)
		if err := r.writeResponses(in.Survey); err != nil {
			return nil, err
		}
	}
	if in.Participants != nil {
		flow = append(flow, flowRows("groups", in.Participants.Flow)...)
		var rows []participantRow
		for i := range in.Participants.N {
			id := in.Participants.ID(i)
			responseRows(in.Participants, i, func(question, code, label, text string) {
				rows = append(rows, participantRow{id, question, code, label, text})
			})
		}
		if err := writeRows(r, "ingest/participants.csv", rows); err != nil {
			return nil, err
		}
	}
	if r.in.study.Groups != nil {
		if err := writeRows(r, "ingest/turns.csv", turnRows(in.Turns)); err != nil {
			return nil, err
		}
	}
	if err := writeRows(r, "ingest/flow.csv", flow); err != nil {
		return nil, err
	}
	if err := writeRows(r, "ingest/redactions.csv", redactionRows(in.Removals)); err != nil {
		return nil, err
	}
	return in, writeRows(r, "ingest/findings.csv", findingRows(in.Findings))
}

func writeRows[T any](r *runner, name string, rows []T) error {
	data, err := sheet.Marshal(rows)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return r.folder.write(name, data)
}

// writeResponses writes ingest/responses.csv a block of respondents at a time,
// so that a million of them need no more memory than a block.
func (r *runner) writeResponses(t *survey.Table) error {
	const name = "ingest/responses.csv"
	file, err := r.folder.create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	const block = 2000
	for start := 0; start == 0 || start < t.N; start += block {
		var rows []responseRow
		for i := start; i < min(start+block, t.N); i++ {
			id := t.ID(i)
			responseRows(t, i, func(question, code, label, text string) {
				rows = append(rows, responseRow{id, question, code, label, text})
			})
		}
		data, err := sheet.Marshal(rows)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if start > 0 { // one header is enough
			data = data[bytes.IndexByte(data, '\n')+1:]
		}
		if _, err := file.Write(data); err != nil {
			return r.folder.failed(name, err)
		}
	}
	if err := file.Close(); err != nil {
		return r.folder.failed(name, err)
	}
	return nil
}

// tabulated is what the stage tables gives.
type tabulated struct {
	Tables  []tabulate.Table
	Results []audit.Result
	// Findings tell of printed figures whose table or subgroup there is not.
	Findings []finding.Finding
}

func runTables(r *runner) (any, error) {
	in, err := valueOf[ingested](r, "ingest")
	if err != nil {
		return nil, err
	}
	out := &tabulated{}
	if out.Tables, err = tabulate.Build(r.ctx, r.in.study, in.Survey, in.Participants, r.options.Jobs); err != nil {
		return nil, err
	}
	nameDomains(r.in.framework, out.Tables)
	if err := writeRows(r, "tables/tables.csv", tableRows(out.Tables)); err != nil {
		return nil, err
	}
	for i := range out.Tables {
		t := &out.Tables[i]
		one := tableRows(out.Tables[i : i+1])
		if err := writeRows(r, "tables/"+fileName(t.ID)+".csv", one); err != nil {
			return nil, err
		}
	}
	if r.in.published != nil {
		out.Findings = audit.Unknown(r.in.published, r.in.study, out.Tables)
		out.Results = withoutHidden(audit.Compare(r.in.published, r.in.study, out.Tables, measures(r.in, in, out.Tables)), out.Tables)
		if err := writeRows(r, "tables/published.csv", publishedRows(out.Results)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// nameDomains gives the rows of tables of agreement the names that the framework
// has for its domains, in place of the questions'.
func nameDomains(f *frameworks.Framework, tables []tabulate.Table) {
	if f == nil {
		return
	}
	for i := range tables {
		for r := range tables[i].Rows {
			if row := &tables[i].Rows[r]; row.Kind == tabulate.DomainRow {
				row.Label = domainTitle(f, row.Domain)
			}
		}
	}
}

// fileName makes a name of an id that is safe in every file system.
func fileName(id string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, id)
}

// measures gives the numbers that a report prints and no table holds.
func measures(in *input, data *ingested, tables []tabulate.Table) audit.Measures {
	return func(name, of string) (int, bool) {
		switch name {
		case "respondents":
			return tableN(data.Survey)
		case "participants":
			return tableN(data.Participants)
		case "questions":
			if in.study.Survey == nil {
				return 0, false
			}
			return len(in.study.Survey.Questions), true
		case "groups":
			if in.study.Groups == nil {
				return 0, false
			}
			return len(in.study.Groups.Transcripts), true
		case "domains":
			if in.framework == nil {
				return 0, false
			}
			return len(in.framework.Domains()), true
		case "several":
			return several(data.Survey, of)
		case "size":
			return groupSize(data.Turns, of), data.Turns != nil
		case "subgroup":
			for i := range tables {
				if g := tables[i].Group(of); g > 0 {
					return tables[i].Groups[g].N, true
				}
			}
		case "agreement":
			share, group, _ := strings.Cut(of, "@")
			t, ok := tabulate.Find(tables, tabulate.AgreementID)
			if !ok || t.Group(group) < 0 {
				return 0, false
			}
			for _, l := range t.Levels(t.Group(group)) {
				if l.Shown == share {
					return len(l.Rows), true
				}
			}
			return 0, true
		}
		return 0, false
	}
}

func tableN(t *survey.Table) (int, bool) {
	if t == nil {
		return 0, false
	}
	return t.N, true
}

// speakers counts the different people who spoke in the focus groups.
func speakers(turns []transcript.Turn) int {
	seen := map[string]bool{}
	for _, t := range turns {
		if t.Person != "" && !t.Moderator {
			seen[t.Person] = true
		}
	}
	return len(seen)
}

// several counts the people who gave more than one answer to a multi question.
func several(t *survey.Table, question string) (int, bool) {
	if t == nil {
		return 0, false
	}
	c, ok := t.Column(question)
	if !ok || c.Question.Kind != study.Multi {
		return 0, false
	}
	n := 0
	for i := range t.N {
		chosen := 0
		for o := range c.Question.Options {
			if c.Chose(i, o) {
				chosen++
			}
		}
		if chosen > 1 {
			n++
		}
	}
	return n, true
}

// groupSize counts the participants who speak in a focus group.
func groupSize(turns []transcript.Turn, group string) int {
	people := map[string]bool{}
	for _, t := range turns {
		if t.Group == group && t.Person != "" && !t.Moderator {
			people[t.Person] = true
		}
	}
	return len(people)
}

// themed is what the stage themes gives.
type themed struct {
	Units   []theme.Unit
	Codings []theme.Coding
	// Hand is what people coded, and how well coders and rules agree.
	Hand   handCoded
	Counts []theme.ThemeCount
	Quotes []themeQuotes
	// Saturation is what each focus group brought that those before it had not.
	Saturation []theme.GroupStep
	// Literature are the entries of the evidence register that each theme can cite.
	Literature []evidence.Literature
}

// themeQuotes are the exemplars of one theme.
type themeQuotes struct {
	Theme  string
	Quotes []theme.Quote
}

// quotesShown is how many exemplars of a theme a report shows at most.
const quotesShown = 6

func runThemes(r *runner) (any, error) {
	in, err := valueOf[ingested](r, "ingest")
	if err != nil {
		return nil, err
	}
	out := &themed{Units: in.units()}
	if r.in.codebook == nil {
		return out, writeRows(r, "themes/codings.csv", codingRows(nil))
	}
	tagger, err := theme.NewTagger(r.in.codebook)
	if err != nil {
		return nil, err
	}
	rules := tagger.Tag(out.Units, r.options.Jobs)
	people := r.in.judged(out.Units)
	out.Codings = peopleFirst(tagger, out.Units, rules, people.Verdicts)
	if out.Hand, err = r.handCoded(people, rules, out.Units); err != nil {
		return nil, err
	}
	out.Counts = withSilent(r.in.codebook, theme.Count(out.Codings, out.Units))
	quoter := theme.NewQuoter(out.Codings, out.Units, theme.Quoting{Before: in.before()})
	for _, t := range r.in.codebook.Themes {
		out.Quotes = append(out.Quotes, themeQuotes{t.ID, quoter.Of(t.ID, quotesShown)})
	}
	out.Hand.Findings = append(out.Hand.Findings, theme.Overfull(out.Codings, out.Units)...)
	if out.Saturation = theme.Saturation(out.Codings, out.Units); len(out.Saturation) > 0 {
		if err := writeRows(r, "themes/saturation.csv", saturationRows(out.Saturation)); err != nil {
			return nil, err
		}
	}
	if err := writeRows(r, "themes/themes.csv", themeRows(r.in, out.Counts)); err != nil {
		return nil, err
	}
	if err := writeRows(r, "themes/codings.csv", codingRows(out.Codings)); err != nil {
		return nil, err
	}
	if err := r.literature(tagger, out); err != nil {
		return nil, err
	}
	matrix, err := matrix(r.in.codebook, out)
	if err != nil {
		return nil, err
	}
	return out, r.folder.write("themes/matrix.csv", matrix)
}

// literature codes the evidence register with the codebook of the comments.
// Themes that are themselves a wish or a judgement are left out: literature has
// none on this framework.
func (r *runner) literature(tagger *theme.Tagger, out *themed) error {
	if r.in.register == nil {
		return nil
	}
	codings := r.in.literatureCodings(tagger, r.options.Jobs)
	out.Literature = evidence.ByTheme(*r.in.register, r.in.codebook, codings)
	return writeRows(r, "themes/literature.csv", literatureRows(codings))
}

func (in *input) literatureCodings(tagger *theme.Tagger, jobs int) []evidence.Coding {
	return slices.DeleteFunc(evidence.Code(*in.register, tagger, jobs), func(c evidence.Coding) bool {
		return slices.ContainsFunc(in.codebook.Themes, func(t theme.Theme) bool { return t.ID == c.Theme && t.Stance != "" })
	})
}

// literature gives the entries of the register that each theme can cite.
func (in *input) literature(tagger *theme.Tagger, jobs int) []evidence.Literature {
	if in.register == nil {
		return nil
	}
	return evidence.ByTheme(*in.register, in.codebook, in.literatureCodings(tagger, jobs))
}

// withSilent adds the themes that nobody spoke of: that is a result too.
func withSilent(cb *theme.Codebook, counts []theme.ThemeCount) []theme.ThemeCount {
	for _, t := range cb.Themes {
		if !slices.ContainsFunc(counts, func(c theme.ThemeCount) bool { return c.Theme == t.ID }) {
			counts = append(counts, theme.ThemeCount{Theme: t.ID})
		}
	}
	return counts
}

// matrix is comment by theme, 1 where the comment is on the theme.
func matrix(cb *theme.Codebook, t *themed) ([]byte, error) {
	header := []string{"unit", "person", "source", "question"}
	column := map[string]int{}
	for _, th := range cb.Themes {
		column[th.ID] = len(header)
		header = append(header, th.ID)
	}
	rows := make([][]string, len(t.Units))
	row := map[string]int{}
	for i, u := range t.Units {
		row[u.ID] = i
		rows[i] = make([]string, len(header))
		copy(rows[i], []string{u.ID, u.Person, u.Source, u.Question})
		for c := 4; c < len(header); c++ {
			rows[i][c] = "0"
		}
	}
	for _, c := range t.Codings {
		rows[row[c.Unit]][column[c.Theme]] = "1"
	}
	return wideCSV(header, rows)
}

func runAmendments(r *runner) (any, error) {
	in, err := valueOf[ingested](r, "ingest")
	if err != nil {
		return nil, err
	}
	themes, err := valueOf[themed](r, "themes")
	if err != nil {
		return nil, err
	}
	respondents, _ := tableN(in.Survey)
	participants, listed := tableN(in.Participants)
	if !listed {
		participants = speakers(in.Turns)
	}
	tables, err := valueOf[tabulated](r, "tables")
	if err != nil {
		return nil, err
	}
	p := proposing{units: themes.Units, codings: themes.Codings, respondents: respondents, participants: participants, literature: themes.Literature}
	p.agreement, _ = tabulate.Find(tables.Tables, tabulate.AgreementID)
	if p.subgroups, err = subgroupsOf(r.in.study, in.Survey); err != nil {
		return nil, err
	}
	docket, err := r.in.propose(p)
	if err != nil {
		return nil, err
	}
	out := &docketed{Docket: docket}
	if r.in.framework == nil {
		return out, writeRows(r, "amendments/fates.csv", fateRows(docket.Fates))
	}
	// What the group wrote in its docket stays; support and evidence are today's.
	fates := docket.Fates
	docket, _ = r.in.redraft(r.in.docket, docket, p)
	docket.Fates = fates
	out.Docket = docket
	out.Decisions = r.in.deciding(docket).Decisions()
	data, err := docket.YAML()
	if err != nil {
		return nil, err
	}
	if err := r.folder.write("amendments/docket.yaml", data); err != nil {
		return nil, err
	}
	if err := writeRows(r, "amendments/amendments.csv", amendmentRows(docket.Amendments, out.Decisions)); err != nil {
		return nil, err
	}
	if err := writeRows(r, "amendments/evidence.csv", evidenceRows(docket.Amendments)); err != nil {
		return nil, err
	}
	if err := writeRows(r, "amendments/support.csv", supportRows(docket.Amendments)); err != nil {
		return nil, err
	}
	if err := writeRows(r, "amendments/near.csv", nearRows(docket.Amendments)); err != nil {
		return nil, err
	}
	conflicts, _ := r.in.deciding(docket).Conflicts()
	if err := writeRows(r, "amendments/conflicts.csv", conflictRows(conflicts)); err != nil {
		return nil, err
	}
	return out, writeRows(r, "amendments/fates.csv", fateRows(docket.Fates))
}

// docketed is what the stage amendments gives.
type docketed struct {
	Docket *amend.Docket
	// Decisions says where each amendment stands, by its id.
	Decisions map[string]report.Decision
}

// everyUnitOnce holds the fates to the promise that no comment is lost.
func everyUnitOnce(units []theme.Unit, fates []amend.Fate) error {
	seen := map[string]int{}
	for _, f := range fates {
		seen[f.Unit]++
	}
	for _, u := range units {
		if seen[u.ID] != 1 {
			return fmt.Errorf("the comment %s has %d fates, and must have one: this is a fault of concord, please report it", u.ID, seen[u.ID])
		}
	}
	if len(fates) != len(units) {
		return fmt.Errorf("there are %d fates for %d comments: this is a fault of concord, please report it", len(fates), len(units))
	}
	return nil
}

// domainTitle is a domain's title by its code, or the code where it has none.
func domainTitle(f *frameworks.Framework, code string) string {
	if f != nil {
		if item, ok := f.ByCode(code); ok && item.Title != "" {
			return item.Title
		}
	}
	return code
}

func joined(list []string) string { return strings.Join(list, " ") }
