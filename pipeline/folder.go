package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// folder is the output folder of a run while the run is under way. Files are
// written to a new folder beside it, which takes its place as a whole at the
// end: a run that is killed, or a disk that is full, leaves the last good
// output as it was.
type folder struct {
	out string // where the output goes
	new string // where it is written
}

// manifestName is the file that marks a folder as a run's output.
const manifestName = "manifest.json"

// openFolder makes ready to write an output folder. The folder may not exist
// yet, or be empty, or hold the output of an earlier run; anything else is an
// error, so that no one's files are replaced.
func openFolder(out string) (*folder, error) {
	out = filepath.Clean(out)
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real // the folder that a link leads to, not the link, is replaced
	}
	if err := notHere(out); err != nil {
		return nil, err
	}
	if err := recoverFolder(out); err != nil {
		return nil, err
	}
	info, err := os.Stat(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("the output folder cannot be used: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file; give a folder for the output with --out", out)
	default:
		entries, err := os.ReadDir(out)
		if err != nil {
			return nil, fmt.Errorf("the output folder cannot be read: %w", err)
		}
		if _, ours := readManifest(out); len(entries) > 0 && !ours {
			return nil, fmt.Errorf("%s holds files that no run of concord wrote (it has no %s of concord's); give another folder with --out", out, manifestName)
		}
	}
	parent := filepath.Dir(out)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("the output folder cannot be made: %w", err)
	}
	sweep(parent, "."+filepath.Base(out)+".new-")
	fresh, err := os.MkdirTemp(parent, fmt.Sprintf(".%s.new-%d-", filepath.Base(out), os.Getpid()))
	if err != nil {
		return nil, fmt.Errorf("nothing can be written in %s: %w; give another folder with --out", parent, err)
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		os.RemoveAll(fresh)
		return nil, err
	}
	return &folder{out: out, new: fresh}, nil
}

// notHere refuses the folder that the person is in: it cannot be replaced while
// it is in use.
func notHere(out string) error {
	here, err := os.Getwd()
	if err != nil {
		return nil
	}
	abs, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(abs, here); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fmt.Errorf("%s is the folder that you are in, or one above it; give another folder with --out", out)
	}
	return nil
}

// sweep takes away what runs that were killed left behind: new folders whose
// name holds the number of a process that is no more.
func sweep(parent, prefix string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), prefix)
		number, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(number)
		if !ours || err != nil || pid == os.Getpid() {
			continue
		}
		if p, err := os.FindProcess(pid); err == nil {
			// Windows finds only processes that there are. Elsewhere signal 0 asks
			// whether there is such a process, and does nothing to it.
			if runtime.GOOS == "windows" {
				continue
			}
			if err := p.Signal(syscall.Signal(0)); err == nil || errors.Is(err, fs.ErrPermission) {
				continue
			}
		}
		_ = os.RemoveAll(filepath.Join(parent, e.Name()))
	}
}

// recoverFolder puts back the last good output where a run was killed between
// the two renames that put a new one in its place.
func recoverFolder(out string) error {
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(oldName(out)); err != nil {
		return nil
	}
	return os.Rename(oldName(out), out)
}

func oldName(out string) string {
	return filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".old")
}

// discard takes away what was written so far.
func (f *folder) discard() { os.RemoveAll(f.new) }

// write writes one file of the output, named with slashes.
func (f *folder) write(name string, data []byte) error {
	path := filepath.Join(f.new, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return f.failed(name, err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return f.failed(name, err)
	}
	return nil
}

// create opens one file of the output to be written piece by piece.
func (f *folder) create(name string) (*os.File, error) {
	path := filepath.Join(f.new, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, f.failed(name, err)
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, f.failed(name, err)
	}
	return file, nil
}

func (f *folder) failed(name string, err error) error {
	return fmt.Errorf("%s could not be written: %w; the last good output, where there was one, is as it was", name, err)
}

// carry takes a file over from the last output, as it is.
func (f *folder) carry(name string) error {
	path := filepath.Join(f.out, filepath.FromSlash(name))
	info, err := os.Lstat(path)
	if err == nil {
		err = f.take(path, name, fs.FileInfoToDirEntry(info))
	}
	if err != nil {
		return f.failed(name, err)
	}
	return nil
}

// commit puts what was written in the place of the last output. What concord did
// not write, in a folder that it did, is taken along: files, links and empty
// folders. Known holds the SHA-256 of each file of the last output; one that
// somebody has changed since is kept beside the new one, under the name that
// commit gives in edited.
func (f *folder) commit(known map[string]string) (edited []string, err error) {
	if _, err := os.Stat(f.out); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(f.new, f.out); err != nil {
			return nil, f.failed(f.out, err)
		}
		return nil, nil
	}
	err = filepath.WalkDir(f.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(f.out, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch hash, ours := known[name]; {
		case name == cacheFolder:
			return filepath.SkipDir
		case d.IsDir():
			if entries, err := os.ReadDir(path); err != nil || len(entries) > 0 || name == "." {
				return err
			}
			return os.MkdirAll(filepath.Join(f.new, rel), 0o755)
		case ours:
			if now, _, err := hashFile(path); err != nil || now == hash {
				return err
			}
			keep := name + ".edited"
			for n := 2; has(f.out, keep) || has(f.new, keep); n++ {
				keep = fmt.Sprintf("%s.edited-%d", name, n)
			}
			edited = append(edited, keep)
			return f.take(path, keep, d)
		case has(f.new, name):
			return nil
		default:
			return f.take(path, name, d)
		}
	})
	if err != nil {
		return nil, f.failed(f.out, err)
	}
	old := oldName(f.out)
	if err := os.RemoveAll(old); err != nil {
		return nil, f.failed(f.out, err)
	}
	if err := os.Rename(f.out, old); err != nil {
		return nil, f.failed(f.out, err)
	}
	if err := os.Rename(f.new, f.out); err != nil {
		if back := os.Rename(old, f.out); back != nil {
			return nil, fmt.Errorf("the last output is in %s: %w", old, errors.Join(err, back))
		}
		return nil, f.failed(f.out, err)
	}
	return edited, os.RemoveAll(old)
}

// has tells whether a folder has something of that name.
func has(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
	return err == nil
}

// take brings one file or link of the last output into the new one.
func (f *folder) take(path, name string, d fs.DirEntry) error {
	to := filepath.Join(f.new, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if d.Type()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	}
	if !d.Type().IsRegular() {
		return fmt.Errorf("%s is neither a file, a folder nor a link; take it out of the output folder", path)
	}
	if os.Link(path, to) == nil {
		return nil
	}
	data, err := os.ReadFile(path) // a file system without links: copy
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// filesIn lists the regular files below a folder, with slashes, sorted.
func filesIn(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Type().IsRegular() {
			name, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			out = append(out, filepath.ToSlash(name))
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}

// hashFile gives a file's SHA-256 in hexadecimal, and its length.
func hashFile(path string) (string, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	h := sha256.New()
	n, err := io.Copy(h, file)
	if err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}
