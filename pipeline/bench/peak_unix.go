//go:build unix

package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// peakMB is the most memory that a finished process held at once.
func peakMB(p *os.ProcessState) string {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return "?"
	}
	bytes := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" {
		bytes *= 1024 // kilobytes everywhere but on macOS
	}
	return fmt.Sprint(bytes / 1_000_000)
}
