package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// proposing is what a docket is drafted from.
type proposing struct {
	units                     []theme.Unit
	codings                   []theme.Coding
	respondents, participants int
	literature                []evidence.Literature
	agreement                 *tabulate.Table // nil where nobody was asked
	subgroups                 map[string][]string
}

// nearest is how many like statements of the framework itself, and how many of
// others, an amendment names.
const nearest = 2

// propose drafts the docket: what people ask for, with their support by
// subgroup, what was said of applicability, like statements elsewhere and a guess
// at what new words do to the meaning.
func (in *input) propose(p proposing) (*amend.Docket, error) {
	d := amend.Propose(amend.Input{
		Framework: in.framework, Codebook: in.codebook, Units: p.units, Codings: p.codings,
		Respondents: p.respondents, Participants: p.participants, MinPeople: in.study.Amendments.MinPeople,
	})
	if err := everyUnitOnce(p.units, d.Fates); err != nil {
		return nil, err
	}
	if in.framework == nil {
		return &d, nil
	}
	d.SHA256 = in.frameworkHash()
	for i := range d.Amendments {
		for _, c := range evidence.Citing(p.literature, d.Amendments[i].Themes) {
			d.Amendments[i].Literature = append(d.Amendments[i].Literature, c.Entry)
		}
	}
	return &d, in.dress(&d, p)
}

// dress gives a docket's amendments what is known of them beside who asked: the
// support by subgroup, what was said of applicability, like statements elsewhere
// and a guess at what new words do to the meaning.
func (in *input) dress(d *amend.Docket, p proposing) error {
	// Who of a hidden group asked for what would tell of few people.
	if in.study.Suppression.Below <= 1 {
		d.BySubgroup(subgroupsAsked(in.study, p.subgroups), func(source, person string) []string {
			if source != "survey" {
				return nil
			}
			return p.subgroups[person]
		})
	}
	d.WithAgreement(func(domain string) (amend.Agreement, bool) { return agreementOn(p.agreement, domain) })
	others, err := otherFrameworks(in.study, in.framework.ID)
	if err != nil {
		return err
	}
	amend.NearEquivalents(d.Amendments, in.framework, others, nearest)
	d.GuessMeanings()
	return nil
}

// redraft brings the group's docket up to date with what is proposed now; old is
// nil where there is none. It says what changed.
func (in *input) redraft(old, proposed *amend.Docket, p proposing) (*amend.Docket, []string) {
	next, changed := amend.Redraft(old, proposed)
	next.Complete(in.framework, nil)
	// The only fault that this could find was found when the docket was proposed.
	_ = in.dress(next, p)
	return next, changed
}

func subgroupsAsked(s *study.Study, of map[string][]string) []amend.Subgroup {
	var out []amend.Subgroup
	for _, g := range s.Subgroups {
		n := 0
		for _, ids := range of {
			if slices.Contains(ids, g.ID) {
				n++
			}
		}
		out = append(out, amend.Subgroup{ID: g.ID, Base: n})
	}
	return out
}

// agreementOn is how many of everyone asked rate a domain applicable.
func agreementOn(t *tabulate.Table, domain string) (amend.Agreement, bool) {
	if t == nil || t.Weighted {
		return amend.Agreement{}, false
	}
	for r, row := range t.Rows {
		c := t.Cells[r][0]
		if row.Domain == domain && row.Kind == tabulate.DomainRow && !c.Suppressed && c.Base > 0 {
			return amend.Agreement{Domain: domain, Count: c.Count, Base: c.Base, Shown: c.Shown, Low: c.Low, High: c.High}, true
		}
	}
	return amend.Agreement{}, false
}

// otherFrameworks are the newest versions of those that come with concord and of
// those in the consultation's folder, the one that is consulted on left out.
func otherFrameworks(s *study.Study, own string) ([]*frameworks.Framework, error) {
	var out []*frameworks.Framework
	for _, dir := range []struct {
		ids  []string
		load func(string) (*frameworks.Framework, error)
	}{
		{frameworks.IDs(frameworks.Bundled()), func(id string) (*frameworks.Framework, error) {
			f, _, err := frameworks.Load(id, "")
			return f, err
		}},
		{frameworks.IDs(os.DirFS(s.Path("frameworks"))), func(id string) (*frameworks.Framework, error) {
			f, _, err := frameworks.Find(os.DirFS(s.Path("frameworks")), id, "")
			return f, err
		}},
	} {
		for _, id := range dir.ids {
			if id == own || slices.ContainsFunc(out, func(f *frameworks.Framework) bool { return f.ID == id }) {
				continue
			}
			f, err := dir.load(id)
			if err != nil {
				return nil, fmt.Errorf("the framework %s: %w", id, err)
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// readGroup reads the docket that the group works on, and what it has decided,
// where there are such files.
func (in *input) readGroup() {
	in.log, _ = decide.Read(decide.LogName, nil)
	there := func(name string) bool {
		_, err := os.Stat(in.study.Path(name))
		return err == nil
	}
	if there(amend.DocketName) && in.framework != nil {
		if data, ok := in.read(amend.DocketName, 0); ok {
			d, findings := amend.ReadDocket(in.display(amend.DocketName), data)
			if len(finding.Errors(findings)) == 0 {
				findings = append(findings, placed(d.Complete(in.framework, nil))...)
				in.docket = d
			}
			in.findings = append(in.findings, findings...)
		}
	}
	if there(decide.LogName) {
		if data, ok := in.read(decide.LogName, 0); ok {
			log, findings := decide.Read(in.display(decide.LogName), data)
			if log != nil {
				in.log = log
			}
			in.findings = append(in.findings, findings...)
		}
	}
}

// deciding gives a docket with what the group has decided of it.
func (in *input) deciding(docket *amend.Docket) *Deciding {
	file, _ := os.ReadFile(in.study.Path(amend.DocketName))
	return &Deciding{
		docketHash: hashOf(file), Study: in.study, Framework: in.framework, SHA256: in.frameworkHash(), Docket: docket, InFile: in.docket != nil, Log: in.log,
		DocketPath: in.study.Path(amend.DocketName), LogPath: in.study.Path(decide.LogName),
	}
}

// nameOfFramework is where a version of a framework is kept in a folder of
// frameworks.
func nameOfFramework(dir string, f *frameworks.Framework) string {
	return filepath.Join(dir, f.ID, f.Version+".yaml")
}
