// Package wholefile writes a file all at once: whoever looks sees the old file
// or the new one, never half of one. It imports nothing of concord.
package wholefile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// cause gives an error without the name of the file that Write makes first.
func cause(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// Write puts data into the file at path, in place of what it held. It is written
// beside it, flushed to disk, and then given its name. A symbolic link stays a
// link, and the file that it leads to is the one that is written.
func Write(path string, data []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return fmt.Errorf("%s is a folder; give the name of a file in it", path)
		}
		mode = info.Mode().Perm()
	}
	fresh, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return fmt.Errorf("%s could not be written: %w", path, cause(err))
	}
	defer func() {
		if err != nil {
			fresh.Close()
			os.Remove(fresh.Name())
			err = fmt.Errorf("%s could not be written, and is as it was: %w", path, cause(err))
		}
	}()
	if _, err = fresh.Write(data); err != nil {
		return err
	}
	if err = fresh.Chmod(mode); err != nil {
		return err
	}
	if err = fresh.Sync(); err != nil {
		return err
	}
	if err = fresh.Close(); err != nil {
		return err
	}
	return os.Rename(fresh.Name(), path)
}
