package store

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
)

// squeezeOver is the size of a record of the log from which on it is compressed: an
// edit at the head of a long list gives every item another index, which makes a record
// of megabytes that says nearly the same over and over.
const squeezeOver = 8 << 10

// gzipped begins what is compressed; no record begins so.
var gzipped = []byte{0x1f, 0x8b}

// squeezeAtOnce is how much of a record there is in memory before it is compressed.
const squeezeAtOnce = 64 << 10

// squeeze compresses a record behind its head, if it is large.
func squeeze(b []byte) []byte { return new(squeezer).end(b) }

// squeezer is squeeze of a record that comes in pieces, the first with all of its head.
type squeezer struct {
	out bytes.Buffer
	w   *gzip.Writer // nil before the first piece
}

// take takes a piece that is not the last, and gives its room back.
func (s *squeezer) take(b []byte) []byte {
	room := b[:0]
	var err error
	if s.w == nil {
		s.out.Write(b[:headSize])
		b = b[headSize:]
		s.w, err = gzip.NewWriterLevel(&s.out, gzip.BestSpeed)
	}
	if err == nil {
		_, err = s.w.Write(b)
	}
	s.must(err)
	return room
}

// end takes the last piece, and gives the record.
func (s *squeezer) end(b []byte) []byte {
	if s.w == nil && len(b) < squeezeOver {
		return b
	}
	s.take(b)
	s.must(s.w.Close())
	return s.out.Bytes()
}

func (s *squeezer) must(err error) {
	if err != nil {
		panic(fmt.Sprintf("memory cannot be written: %v", err))
	}
}

// unsqueeze is the body of a record as it was before squeeze.
func unsqueeze(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, gzipped) {
		return body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
