package pack

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"sync"
)

// MaxUnzipped is the most bytes that a gzip may unpack to.
const MaxUnzipped = 16 << 20

// Writers and readers are used again: a new one takes up to a megabyte, however short what
// it is for.
var (
	writers = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed) // A seventh of the time, for a fifth more bytes.
		if err != nil {
			panic(err) // There is such a level.
		}
		return w
	}}
	readers = sync.Pool{New: func() any { return new(gzip.Reader) }}
)

// Gzip compresses b.
func Gzip(b []byte) []byte {
	var buf bytes.Buffer
	w := writers.Get().(*gzip.Writer) //nolint:forcetypeassert // Only writers are in it.
	defer writers.Put(w)
	w.Reset(&buf)
	_, err := w.Write(b)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // A bytes.Buffer does not fail.
	}
	return buf.Bytes()
}

// Gunzip unpacks b, unless it would be larger than MaxUnzipped. It is measured
// first, so that what is too large takes no memory.
func Gunzip(b []byte) ([]byte, error) {
	r := readers.Get().(*gzip.Reader) //nolint:forcetypeassert // Only readers are in it.
	defer readers.Put(r)
	if err := r.Reset(bytes.NewReader(b)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	size, err := io.Copy(io.Discard, io.LimitReader(r, MaxUnzipped+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if size > MaxUnzipped {
		return nil, fmt.Errorf("%w: it unpacks to more than %d bytes", ErrMalformed, MaxUnzipped)
	}
	if err := r.Reset(bytes.NewReader(b)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	unzipped := make([]byte, size)
	if _, err := io.ReadFull(r, unzipped); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return unzipped, nil
}
