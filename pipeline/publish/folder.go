package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/pipeline/finding"
)

// listName is the file that marks a folder as a site of concord's: it names every
// other file of it.
const listName = "site.json"

// siteList is what stands in it.
type siteList struct {
	MadeBy string   `json:"made_by"`
	Files  []string `json:"files"`
}

const madeBy = "concord publish"

// litter are files that file managers leave in folders that people look at.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// Write puts the files into the folder out, in place of an earlier site. They are
// written to a folder beside it, which takes its place as a whole: who looks sees
// the old site or the new one. A folder that holds anything else than an earlier
// site is left alone. The error is a finding.Finding.
func Write(out string, files []File) error {
	fail := func(message, do string) error {
		return finding.Finding{Severity: finding.Error, Kind: "site-folder", File: out, Message: message, Do: do}
	}
	out = filepath.Clean(out)
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real
	}
	if out == string(filepath.Separator) || out == "." || out == ".." {
		return fail("this folder cannot be replaced", "Name a folder of its own with --out.")
	}
	if here, err := os.Getwd(); err == nil {
		if abs, err := filepath.Abs(out); err == nil {
			if rel, err := filepath.Rel(abs, here); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
				return fail("this is the folder that you are in, or one above it", "Name another folder with --out.")
			}
		}
	}
	old := filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".old")
	if _, err := os.Lstat(out); errors.Is(err, fs.ErrNotExist) {
		// Killed between the two renames: the last good site is put back.
		if _, err := os.Stat(old); err == nil {
			if err := os.Rename(old, out); err != nil {
				return fail(err.Error(), "Rename "+old+" yourself: it is the last site.")
			}
		}
	}
	there, err := replaceable(out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return fail(err.Error(), "Name a folder that you may write into.")
	}
	fresh, err := os.MkdirTemp(filepath.Dir(out), "."+filepath.Base(out)+".new-")
	if err != nil {
		return fail(err.Error(), "Name a folder that you may write into.")
	}
	defer os.RemoveAll(fresh)
	if err := os.Chmod(fresh, 0o755); err != nil {
		return fail(err.Error(), "")
	}
	if err := fill(fresh, files); err != nil {
		return fail(err.Error(), "Nothing was changed. Is the disk full?")
	}
	if !there {
		if err := os.Rename(fresh, out); err != nil {
			return fail(err.Error(), "Nothing was changed.")
		}
		return nil
	}
	if err := os.RemoveAll(old); err != nil {
		return fail(err.Error(), "Nothing was changed.")
	}
	if err := os.Rename(out, old); err != nil {
		return fail(err.Error(), "Nothing was changed. Is a file of the site open?")
	}
	if err := os.Rename(fresh, out); err != nil {
		if back := os.Rename(old, out); back != nil {
			return fail(err.Error(), "The last site is in "+old+".")
		}
		return fail(err.Error(), "Nothing was changed.")
	}
	if err := os.RemoveAll(old); err != nil {
		return fail("the new site is in place, but the last one could not be deleted: "+err.Error(), "Delete "+old+".")
	}
	return nil
}

// replaceable tells whether there is an earlier site at out, and refuses what is
// none.
func replaceable(out string) (there bool, err error) {
	refuse := func(found, message string) error {
		return finding.Finding{Severity: finding.Error, Kind: "site-folder", File: out, Found: found, Expected: "an empty folder, or a site that concord made", Message: message, Do: "Move it elsewhere, or name another folder with --out."}
	}
	info, err := os.Stat(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, refuse("", err.Error())
	case !info.IsDir():
		return false, refuse("a file", "the site needs a folder")
	}
	known := map[string]bool{listName: true}
	data, listErr := os.ReadFile(filepath.Join(out, listName))
	if listErr == nil {
		var list siteList
		if json.Unmarshal(data, &list) == nil && list.MadeBy == madeBy {
			for _, name := range list.Files {
				known[name] = true
			}
		} else {
			known = map[string]bool{}
		}
	} else {
		known = map[string]bool{}
	}
	var strange string
	err = filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(out, path)
		if err != nil {
			return err
		}
		if d.IsDir() || known[filepath.ToSlash(rel)] || slices.Contains(litter, d.Name()) {
			return nil
		}
		strange = filepath.ToSlash(rel)
		return fs.SkipAll
	})
	if err != nil {
		return false, refuse("", err.Error())
	}
	if strange != "" {
		return false, refuse(strange, "the folder holds something that is of no earlier site")
	}
	return true, nil
}

// fill writes the files, and the list of them last.
func fill(dir string, files []File) error {
	list := siteList{MadeBy: madeBy, Files: []string{}}
	for _, f := range files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || f.Path == listName {
			return fmt.Errorf("%s is no name for a file of a site", f.Path)
		}
		list.Files = append(list.Files, f.Path)
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, listName), append(data, '\n'), 0o644)
}
