package store

import (
	"encoding/binary"
	"errors"

	"go.etcd.io/bbolt"
)

// unsealedVersion is the version of files without checksums, which are given them
// when they are opened.
const unsealedVersion = 4

// partsVersion is that of files whose lists of subjects have the parts of others, too.
const partsVersion = 5

// orderedVersion is that of files in which nothing waits to be put in order.
const orderedVersion = 6

// wordyVersion is that of files in which no words wait, and each record of triples that do
// begins with their number, that of the records before included.
const wordyVersion = 7

// forgetfulVersion is that of files that do not know of conflicts, and list a subject of
// several names by the first that came.
const forgetfulVersion = 8

// ownVersion is that of files that know names of the domain's own vocabulary and of a few
// others only, and parts whose ids were made in this domain.
const ownVersion = 10

// isLater reports whether files of a version do not have a bucket yet.
func isLater(bucket []byte, version uint32) bool {
	switch string(bucket) {
	case string(bucketWaiting):
		return version <= orderedVersion
	case string(bucketUnaware), string(bucketUnsettled):
		return version <= forgetfulVersion
	case string(bucketNaming):
		return version <= ownVersion
	}
	return false
}

// upgrade makes a file of an earlier version one of this.
func (s *Store) upgrade(version uint32) error {
	if err := s.db.Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return s.Update(func(tx *Tx) error {
		var errs []error
		if version <= ownVersion {
			errs = append(errs, tx.findNaming()) // Which subjects are parts depends on it.
		}
		if version <= unsealedVersion {
			errs = append(errs, tx.giveSeals())
		}
		if version <= partsVersion {
			errs = append(errs, tx.hideParts())
		}
		if version == wordyVersion {
			errs = append(errs, tx.settleCounted())
		}
		if version <= ownVersion {
			errs = append(errs, tx.nameAgain())
		}
		return errors.Join(append(errs, tx.putVersion())...)
	})
}

// settleCounted puts in order what waits in a file of which each record begins with a
// number.
func (t *Tx) settleCounted() error {
	for k, v := range t.waitingTriples().after(0) {
		b, ok := unsealed(k, v)
		_, size := binary.Uvarint(b)
		some, ok := readWaitingTriples(b[max(size, 0):], ok && size > 0)
		if !ok {
			notAsWritten()
		}
		t.unordered = append(t.unordered, some...)
	}
	err := t.waitingTriples().clear()
	t.settleOrders()
	return err
}

// giveSeals gives a file the checksums that it does not have yet.
func (t *Tx) giveSeals() error {
	for _, b := range []bucket{t.log, t.journal, t.ops} {
		if err := reseal(b.Bucket, sealed); err != nil {
			return err
		}
	}
	err := reseal(t.terms.Bucket, func(id, record []byte) []byte {
		if _, data := cutTerm(record); len(data) == 0 {
			return record
		}
		return sealed(id, record)
	})
	if err != nil {
		return err
	}
	for key, b := range map[string]bucket{string(keyLogBytes): t.log, string(keyJournalBytes): t.journal} {
		n := uint64(b.Stats().KeyN)
		t.putMetaUint([]byte(key), t.metaUint([]byte(key))+n*sealSize)
	}
	t.putMetaUint(keyOperations, uint64(t.ops.Stats().KeyN))
	return nil
}

// reseal puts every value of a bucket anew.
func reseal(b *bbolt.Bucket, seal func(key, value []byte) []byte) error {
	var keys [][]byte // A cursor does not bear that what it goes over is changed.
	if err := b.ForEach(func(k, _ []byte) error {
		keys = append(keys, append([]byte(nil), k...))
		return nil
	}); err != nil {
		return err
	}
	for _, k := range keys {
		v := b.Get(k)
		if err := b.Put(k, seal(k, v[:len(v):len(v)])); err != nil {
			return err
		}
	}
	return nil
}
