package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"concord/pipeline/coders"
	"concord/pipeline/finding"
	"concord/pipeline/learn"
	"concord/pipeline/theme"
	"concord/pipeline/vectors"
	"concord/pipeline/wholefile"
)

// ModelFile is where a consultation keeps what was learnt from its coders,
// beside their record.
const ModelFile = coders.Folder + "/themes.model"

// Book names the themes of a codebook for learning.
func Book(cb *theme.Codebook) learn.Codebook {
	out := learn.Codebook{ID: cb.ID, Version: cb.Version}
	for _, t := range cb.Themes {
		out.Themes = append(out.Themes, learn.Theme{ID: t.ID, Words: t.Name + ". " + t.Definition})
	}
	return out
}

// Coded gives the comments that people have judged, with the places of their
// themes in the codebook, and those that nobody has.
func (c *Comments) Coded() (coded []learn.Doc, labels [][]int, rest []learn.Doc) {
	verdicts := map[string]*coders.Verdict{}
	for i := range c.Verdicts {
		verdicts[c.Verdicts[i].Unit] = &c.Verdicts[i]
	}
	at := map[string]int{}
	for i, t := range c.Codebook.Themes {
		at[t.ID] = i
	}
	for _, u := range c.Units {
		d := learn.Doc{ID: u.ID, Text: u.Text, Question: u.Question}
		v := verdicts[u.ID]
		if v == nil {
			if !u.SaysNothing() {
				rest = append(rest, d)
			}
			continue
		}
		var of []int
		for _, m := range v.Marks {
			if i, ok := at[m.Theme]; ok {
				of = append(of, i)
			}
		}
		slices.Sort(of)
		coded, labels = append(coded, d), append(labels, of)
	}
	return coded, labels, rest
}

// WithVectors gives comments their sentence vectors, in place, and the SHA-256 of
// the model that they are from. Vectors are kept in a cache below the user's
// cache folder, in which no text is. The error is a finding.Finding where the
// sentence model is not installed.
func (c *Comments) WithVectors(ctx context.Context, jobs int, lists ...[]learn.Doc) (string, error) {
	folder, err := vectors.Folder()
	if err != nil {
		return "", err
	}
	m, err := vectors.Open(folder)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, list := range lists {
		for _, d := range list {
			texts = append(texts, d.Text)
		}
	}
	path := c.Study.Path(coders.Folder + "/vectors.cache")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	cache, _ := m.OpenCache(path)
	all, err := cache.Embed(ctx, texts, jobs)
	if err != nil {
		return "", err
	}
	for _, list := range lists {
		for i := range list {
			list[i].Vector, all = all[0], all[1:]
		}
	}
	return m.SHA256(), cache.Save()
}

// SaveModel writes what was learnt into the consultation's folder.
func (c *Comments) SaveModel(m *learn.Model) (string, error) {
	data, err := m.Marshal()
	if err != nil {
		return "", err
	}
	path := c.Study.Path(ModelFile)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return path, wholefile.Write(path, data)
}

// Model reads what was learnt; nil where nothing was. The error is a
// finding.Finding where the model is damaged or of another codebook.
func (c *Comments) Model() (*learn.Model, error) {
	path := c.Study.Path(ModelFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m, err := learn.Read(path, data)
	if err != nil {
		return nil, err
	}
	if err := m.Fits(Book(c.Codebook)); err != nil {
		var f finding.Finding
		if errors.As(err, &f) {
			f.File = path
			return nil, f
		}
		return nil, err
	}
	return m, nil
}
