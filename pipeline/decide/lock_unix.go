//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package decide

import (
	"errors"
	"os"
	"syscall"
)

// tryLock opens a file and locks it by flock, which the system takes off when the
// program ends in whatever way, so that no lock is ever left behind.
func tryLock(path string) (file *os.File, busy bool, err error) {
	file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, false, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return file, false, nil
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		file.Close()
		return nil, true, nil
	case errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOLCK):
		// A drive that knows no locks: the hashes still show two who wrote at once.
		return file, false, nil
	}
	file.Close()
	return nil, false, err
}
