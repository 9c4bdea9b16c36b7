package store

import (
	"encoding/binary"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
)

// upgrade makes a file of an earlier version one of the present version.
func (s *Store) upgrade(tx *bbolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	if binary.BigEndian.Uint32(meta.Get(keyVersion)) < 2 {
		if err := s.upgradeLog(tx); err != nil {
			return err
		}
	}
	if err := s.upgradeFinding(tx); err != nil {
		return err
	}
	return meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, formatVersion))
}

// upgradeLog: the log of version 1 did not say enough to be history. A new one
// begins.
func (s *Store) upgradeLog(tx *bbolt.Tx) error {
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
	return errors.Join(err, t.log.SetSequence(last), t.meta.Delete(keyLogBytes))
}

// upgradeFinding: up to version 2, subjects were listed by IRI and by type alone.
// All lists of subjects are made anew from the triples, and that by recent change
// from the log.
func (s *Store) upgradeFinding(tx *bbolt.Tx) error {
	for _, name := range [][]byte{
		bucketSubjects, bucketTypes, bucketCounts, bucketNames, bucketByName, bucketRecent, bucketWords, bucketPostings,
	} {
		if tx.Bucket(name) != nil {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
		}
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	t := newTx(s, tx)
	e := newEdits(s)
	flush := func() error {
		err := t.settle(e)
		e = newEdits(s)
		return err
	}
	// A subject's triples follow each other, so that each is settled once.
	var last termID
	c := t.spo.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		i := ids{readID(k), readID(k[idSize:]), readID(k[2*idSize:])}
		if i.s != last && len(e.subjects) >= loadBatch {
			if err := flush(); err != nil {
				return err
			}
		}
		last = i.s
		e.note(model.Triple{S: t.term(i.s).IRI(), P: t.term(i.p).IRI(), O: t.term(i.o)}, i, +1)
	}
	if err := flush(); err != nil {
		return err
	}
	for seq, u := range t.UpdatesAfter(0) {
		subjects, _ := indexOf(u)
		if err := t.touch(seq, subjects); err != nil {
			return err
		}
	}
	return nil
}
