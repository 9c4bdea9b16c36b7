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

// squeeze compresses a record behind its head, if it is large.
func squeeze(b []byte) []byte {
	if len(b) < squeezeOver {
		return b
	}
	var out bytes.Buffer
	out.Write(b[:headSize])
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err == nil {
		_, err = w.Write(b[headSize:])
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("memory cannot be written: %v", err))
	}
	return out.Bytes()
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
