package store

import (
	"encoding/binary"
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// upgrade makes a file of version 1 one of the present version. Its log did not
// say enough to be history: a new one begins.
func (s *Store) upgrade(tx *bbolt.Tx) error {
	last := tx.Bucket(bucketLog).Sequence()
	if err := tx.DeleteBucket(bucketLog); err != nil {
		return err
	}
	for _, name := range [][]byte{bucketLog, bucketHistory} {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	t := newTx(s, tx)
	st, ok, err := t.State()
	if err == nil && ok {
		err = t.putCut(st.Time.Ticks(), time.Now())
	}
	return errors.Join(err, t.log.SetSequence(last), t.meta.Delete(keyLogBytes),
		t.meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, formatVersion)))
}
