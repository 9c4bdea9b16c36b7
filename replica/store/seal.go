package store

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// The pages of bbolt have no checksums: a bit that the disk turns over is read as it
// is. What is kept in several places, or can be worked out, is compared by Verify; what
// nothing else in the file tells is followed by a checksum (CRC-32C) of its key and its
// value: the records of the log, the entries of the journal, the operations, and the
// data beside terms. The meta bucket has one of all that is in it.

const sealSize = crc32.Size

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealed is a value with the checksum of it and its key.
func sealed(key, value []byte) []byte {
	return binary.BigEndian.AppendUint32(value, sum(key, value))
}

// unsealed is the value that sealed was given; ok is false where the checksum does
// not fit.
func unsealed(key, b []byte) (value []byte, ok bool) {
	if len(b) < sealSize {
		return nil, false
	}
	value, seal := b[:len(b)-sealSize], b[len(b)-sealSize:]
	return value, binary.BigEndian.Uint32(seal) == sum(key, value)
}

func sum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

var keySeal = []byte("seal")

// metaSeal is the checksum of the meta bucket, and of the numbers that other buckets
// give out next.
func (t *Tx) metaSeal() []byte {
	seal := crc32.New(castagnoli)
	write := func(b []byte) {
		_, _ = seal.Write(binary.AppendUvarint(nil, uint64(len(b)))) // It does not fail.
		_, _ = seal.Write(b)
	}
	c := t.meta.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if !bytes.Equal(k, keySeal) {
			write(k)
			write(v)
		}
	}
	for _, b := range []bucket{t.terms, t.log} {
		write(tickKey(b.Sequence()))
	}
	return seal.Sum(nil)
}

func (t *Tx) putMetaSeal() error { return t.meta.Put(keySeal, t.metaSeal()) }

// isSealed reports whether the meta bucket is what was written last.
func (t *Tx) isSealed() bool { return bytes.Equal(t.meta.Get(keySeal), t.metaSeal()) }
