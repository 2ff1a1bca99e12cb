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
		ours := len(entries) == 0 || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == manifestName })
		if !ours {
			return nil, fmt.Errorf("%s holds files that no run of concord wrote (there is no %s in it); give another folder with --out", out, manifestName)
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
	from := filepath.Join(f.out, filepath.FromSlash(name))
	to := filepath.Join(f.new, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return f.failed(name, err)
	}
	if os.Link(from, to) == nil {
		return nil
	}
	// A file system without links: copy.
	data, err := os.ReadFile(from)
	if err != nil {
		return f.failed(name, err)
	}
	return f.write(name, data)
}

// commit puts what was written in the place of the last output. Files that
// concord did not write, in a folder that it did, are taken along.
func (f *folder) commit(known map[string]bool) error {
	if _, err := os.Stat(f.out); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(f.new, f.out); err != nil {
			return f.failed(f.out, err)
		}
		return nil
	}
	names, err := filesIn(f.out)
	if err != nil {
		return f.failed(f.out, err)
	}
	for _, name := range names {
		if known[name] || strings.HasPrefix(name, cacheFolder+"/") {
			continue
		}
		if _, err := os.Lstat(filepath.Join(f.new, filepath.FromSlash(name))); err == nil {
			continue
		}
		if err := f.carry(name); err != nil {
			return err
		}
	}
	old := oldName(f.out)
	if err := os.RemoveAll(old); err != nil {
		return f.failed(f.out, err)
	}
	if err := os.Rename(f.out, old); err != nil {
		return f.failed(f.out, err)
	}
	if err := os.Rename(f.new, f.out); err != nil {
		if back := os.Rename(old, f.out); back != nil {
			return fmt.Errorf("the last output is in %s: %w", old, errors.Join(err, back))
		}
		return f.failed(f.out, err)
	}
	return os.RemoveAll(old)
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
