// Package wholefile writes a file all at once: whoever looks sees the old file
// or the new one, never half of one. It imports nothing of concord.
package wholefile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// follow gives the file that a path leads to through symbolic links, whether or
// not it is there.
func follow(path string) (string, error) {
	const mostLinks = 40 // as many as Linux follows
	for range mostLinks {
		target, err := os.Readlink(path)
		if err != nil {
			return path, nil // no link
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", fmt.Errorf("%s is a link that leads round in a circle", path)
}

// into writes to what is no regular file, and so cannot be replaced.
func into(path string, data []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("%s could not be written to: %w", path, cause(err))
	}
	_, err = out.Write(data)
	if closing := out.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("%s could not be written to: %w", path, cause(err))
	}
	return nil
}

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
// link, and the file that it leads to is the one that is written. A device or a
// pipe, such as /dev/stdout, is written to as it is.
func Write(path string, data []byte) (err error) {
	if path, err = follow(path); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		switch {
		case info.IsDir():
			return fmt.Errorf("%s is a folder; give the name of a file in it", path)
		case !info.Mode().IsRegular():
			return into(path, data)
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
