// Package crew runs functions side by side so that a panic in one of them ends
// nothing but the work: it comes out where the work was asked for, and from there
// a person can be told in words. (A panic that no one recovers in its own
// goroutine would end the program with a trace.) It imports nothing of concord.
package crew

import "sync"

// Crew is functions at work. Its zero value is ready to use; it is not to be
// copied.
type Crew struct {
	// OnPanic, where not nil, is called once when a function panics, to let the
	// others go. It is to be set before the first call of Go.
	OnPanic func()

	wait  sync.WaitGroup
	once  sync.Once
	fault any
}

// Go runs a function beside the others.
func (c *Crew) Go(f func()) {
	c.wait.Go(func() {
		defer func() {
			if fault := recover(); fault != nil {
				c.once.Do(func() {
					c.fault = fault
					if c.OnPanic != nil {
						c.OnPanic()
					}
				})
			}
		}()
		f()
	})
}

// Wait waits for all of them. It panics with what the first of them panicked
// with, if one did.
func (c *Crew) Wait() {
	c.wait.Wait()
	if c.fault != nil {
		panic(c.fault)
	}
}
