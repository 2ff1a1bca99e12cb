package survey

import (
	"bytes"
	"io"
)

const (
	// chunkSize is how much is read at a time: enough to make handing it on
	// cheap, little enough to stay in a processor's cache.
	chunkSize = 1 << 18
	// maxRecord is the longest record taken for one. A longer one is a file
	// with a quotation mark that nobody closed, and reading it whole would take
	// as much memory as the rest of the file.
	maxRecord = 1 << 24
)

// chunk is a piece of a file that begins and ends where records do.
type chunk struct {
	data []byte
	// line is the line of the file on which it begins.
	line int
	// tooLong tells that its only record is longer than maxRecord, and that
	// nothing is read after it.
	tooLong bool
}

// cutter cuts a stream into chunks. Where it cuts depends on the stream alone.
type cutter struct {
	in        io.Reader
	delimiter byte
	size      int
	line      int
	// free takes back the memory of chunks that are done with.
	free chan []byte

	tail []byte
	done bool
}

// next gives the next chunk, or io.EOF after the last.
func (c *cutter) next() (chunk, error) {
	if c.done {
		return chunk{}, io.EOF
	}
	buf := c.buffer()
	if len(c.tail) >= len(buf) {
		buf = make([]byte, len(c.tail)+c.size)
	}
	held := copy(buf, c.tail)
	for {
		n, err := io.ReadFull(c.in, buf[held:])
		held += n
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			c.done = true
			c.tail = nil
			if held == 0 {
				return chunk{}, io.EOF
			}
			return c.cut(buf[:held]), nil
		}
		if err != nil {
			return chunk{}, err
		}
		if end := lastRecordEnd(buf, c.delimiter); end > 0 {
			c.tail = append(c.tail[:0], buf[end:]...)
			return c.cut(buf[:end]), nil
		}
		if len(buf) >= maxRecord {
			c.done = true
			long := c.cut(buf)
			long.tooLong = true
			return long, nil
		}
		buf = append(buf, make([]byte, len(buf))...)
	}
}

func (c *cutter) cut(data []byte) chunk {
	out := chunk{data: data, line: c.line}
	c.line += bytes.Count(data, newline)
	return out
}

// buffer gives memory of c.size bytes, never more, because where the cuts fall
// must not depend on which chunk was done with first.
func (c *cutter) buffer() []byte {
	select {
	case buf := <-c.free:
		return buf[:c.size]
	default:
		return make([]byte, c.size)
	}
}

// giveBack lets the memory of a chunk be used again.
func (c *cutter) giveBack(ch chunk) {
	if cap(ch.data) < c.size {
		return
	}
	select {
	case c.free <- ch.data:
	default:
	}
}
