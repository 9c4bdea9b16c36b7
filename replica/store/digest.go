package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// Digest stands for all triples of a clone and their TIDs: clones with the same
// data have the same digest. It is the sum, modulo 2⁶⁴ in each of four lanes, of
// the SHA-256 of every pair of a triple and one of its TIDs, so that it is kept up
// to date by what changes alone. It tells of accidents, not of forgery. Derived
// triples, which have no TIDs, do not count.
type Digest [4]uint64

// String is the digest in hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d.bytes()) }

func (d Digest) bytes() []byte {
	b := make([]byte, 0, sha256.Size)
	for _, lane := range d {
		b = binary.BigEndian.AppendUint64(b, lane)
	}
	return b
}

// Add counts the TIDs of a triple in.
func (d *Digest) Add(t model.Triple, tids []clock.TID) {
	d.each(t, tids, func(lane *uint64, n uint64) { *lane += n })
}

// join counts in what another digest stands for.
func (d *Digest) join(other Digest) {
	for i, n := range other {
		d[i] += n
	}
}

// Remove counts the TIDs of a triple out.
func (d *Digest) Remove(t model.Triple, tids []clock.TID) {
	d.each(t, tids, func(lane *uint64, n uint64) { *lane -= n })
}

func (d *Digest) each(t model.Triple, tids []clock.TID, change func(lane *uint64, n uint64)) {
	if len(tids) == 0 {
		return
	}
	// Each part is led by its length, so that no two triples look alike.
	var space [256]byte
	key := space[:0]
	for _, part := range []string{string(t.S), string(t.P), t.O.Value, string(t.O.Datatype)} {
		key = append(binary.AppendUvarint(key, uint64(len(part))), part...)
	}
	n := len(key)
	for _, tid := range tids {
		key = append(key[:n], tid...)
		sum := sha256.Sum256(key)
		for i := range d {
			change(&d[i], binary.BigEndian.Uint64(sum[8*i:]))
		}
	}
}

var keyDigest = []byte("digest")

// Digest is the digest of the data.
func (t *Tx) Digest() (d Digest) {
	if t.late.digest != nil {
		return *t.late.digest
	}
	b := t.meta.Get(keyDigest)
	for i := range d {
		if len(b) == sha256.Size {
			d[i] = binary.BigEndian.Uint64(b[8*i:])
		}
	}
	return d
}
