package crew

import (
	"sync/atomic"
	"testing"
)

func TestAllRun(t *testing.T) {
	var c Crew
	var n atomic.Int64
	for range 10 {
		c.Go(func() { n.Add(1) })
	}
	c.Wait()
	if n.Load() != 10 {
		t.Errorf("%d of 10 ran", n.Load())
	}
}

func TestPanicComesOutOfWait(t *testing.T) {
	told := 0
	c := Crew{OnPanic: func() { told++ }}
	c.Go(func() {})
	for range 3 {
		c.Go(func() { panic("a fault") })
	}
	defer func() {
		if fault := recover(); fault != "a fault" || told != 1 {
			t.Errorf("recovered %v, told %d times", fault, told)
		}
	}()
	c.Wait()
	t.Error("Wait came back")
}
