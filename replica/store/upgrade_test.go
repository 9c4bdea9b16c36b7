package store

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// downgrade makes a file what a program of the version before has written.
func downgrade(path string) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		unseal := func(_, v []byte) []byte { return append([]byte{}, v[:len(v)-sealSize]...) }
		meta := tx.Bucket(bucketMeta)
		for key, bucket := range map[string][]byte{string(keyLogBytes): bucketLog, string(keyJournalBytes): bucketJournal, "": bucketOps} {
			b := tx.Bucket(bucket)
			if err := reseal(b, unseal); err != nil {
				return err
			}
			if key != "" {
				n, _ := binary.Uvarint(meta.Get([]byte(key)))
				n -= uint64(sealSize * b.Stats().KeyN)
				if err := meta.Put([]byte(key), binary.AppendUvarint(nil, n)); err != nil {
					return err
				}
			}
		}
		return errors.Join(meta.Delete(keySeal), meta.Delete(keyOperations),
			meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, unsealedVersion)),
			reseal(tx.Bucket(bucketTerms), func(k, v []byte) []byte {
				if _, data := cutTerm(v); len(data) > 0 {
					return unseal(k, v)
				}
				return append([]byte{}, v...)
			}))
	})
	return errors.Join(err, db.Close())
}

// TestAFileWithoutChecksumsIsGivenThem: a file of the version before is whole, and
// says what it said.
func TestAFileWithoutChecksumsIsGivenThem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s, err := Open(path, Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	newChapter(t, s)
	bytes := model.Triple{S: domain.Base() + "s", P: domain.Vocab() + "b", O: model.Bytes([]byte("beside"))}
	if err := s.Update(func(tx *Tx) error {
		return errors.Join(
			tx.Put([]Change{{Triple: bytes, TIDs: []clock.TID{hashed}}}),
			tx.AppendUpdate(&Update{Tick: 9, TID: hashed, Reason: ReasonRemote, Shifts: []Shift{{Triple: bytes, Is: true, Added: []clock.TID{hashed}}}}),
		)
	}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), downgrade(path)); err != nil {
		t.Fatal(err)
	}
	opensTwice(t, s, path, func(tx *Tx) {
		for triple := range tx.Match(model.Pattern{S: bytes.S, P: bytes.P}) {
			if triple != bytes {
				t.Errorf("it has %+v", triple)
			}
		}
		u, err := tx.Update(1)
		if err != nil || len(u.Shifts) != 1 || u.Shifts[0].Triple != bytes {
			t.Errorf("its log has %+v, %v", u, err)
		}
	})
}

// TestBrokenClocksAreRemembered: what the file says of itself is not what was written,
// and stays so whatever is written to it afterwards.
func TestBrokenClocksAreRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s, err := Open(path, Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	newChapter(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keyFused, []byte{7}) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if s, err = Open(path, Options{Domain: domain}); err != nil {
			t.Fatal(err)
		}
		if r, err := s.Examine(); err != nil || r.Standing != Broken {
			t.Errorf("it is said to be %v, %v", r.Standing, err)
		}
		if wasDoubtful, err := s.Trust(); err != nil || wasDoubtful {
			t.Errorf("it was doubtful: %t, %v", wasDoubtful, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAFileThatDoesNotKnowOfConflictsIsTaken: its log says what it said, though not which
// ticks it was of; and a subject that has several names is listed by the one by which all
// clones list it.
func TestAFileThatDoesNotKnowOfConflictsIsTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	named := func(name string) Change {
		return Change{
			Triple: model.Triple{S: domain.Base() + "s", P: domain.Vocab() + "name", O: model.String(name)}, TIDs: []clock.TID{hashed},
		}
	}
	u := &Update{Tick: 9, TID: hashed, Reason: ReasonRemote, Process: "lr", Shifts: []Shift{{Triple: named("Zoe").Triple, Is: true, Added: []clock.TID{hashed}}}}
	if err := s.Update(func(tx *Tx) error {
		if err := errors.Join(tx.Put([]Change{named("Zoe"), named("Ada")}), tx.AppendUpdate(u)); err != nil {
			return err
		}
		k := tickKey(1)
		earlier := sealed(k, packEarlier(u))
		tx.putMetaUint(keyLogBytes, uint64(len(earlier)))
		// So it was listed by a program of that version.
		for _, list := range []bucket{tx.names} {
			if err := errors.Join(list.Delete(s.nameKey(nil, "ada", domain.Base()+"s")), list.Put(s.nameKey(nil, "zoe", domain.Base()+"s"), nil)); err != nil {
				return err
			}
		}
		return errors.Join(
			tx.log.Put(k, earlier), tx.subjects.Put(s.iriKey(nil, domain.Base()+"s"), append([]byte{2}, "zoe"...)),
			tx.tx.DeleteBucket(bucketUnaware), tx.tx.DeleteBucket(bucketUnsettled),
			tx.meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, forgetfulVersion)),
		)
	}); err != nil {
		t.Fatal(err)
	}
	opensTwice(t, s, path, func(tx *Tx) {
		for id, place := range tx.List(ByName, "", "", false) {
			if want := placeByName("ada", id); place != want {
				t.Errorf("it is listed at %q, not %q", place, want)
			}
		}
		got, err := tx.Update(1)
		if err != nil || got.TID != u.TID || got.Process != u.Process || got.Ticks != 0 || len(got.Shifts) != 1 || got.Shifts[0].Triple != u.Shifts[0].Triple {
			t.Errorf("its log has %+v, %v", got, err)
		}
	})
}

// packEarlier is packUpdate of a record with one shift, as it was before records told of
// ticks.
func packEarlier(u *Update) []byte {
	b := pack.AppendString(pack.AppendArray(packHead(u), earliestParts), string(u.TID))
	b = pack.AppendString(pack.AppendString(pack.AppendUint(b, uint64(u.Reason)), string(u.Principal)), u.Process)
	b = pack.AppendUint(pack.AppendBool(b, u.Self), u.Undoes)
	b = pack.AppendArray(pack.AppendUint(pack.AppendBool(b, u.Stacked), u.Before), 1)
	b = appendTriple(pack.AppendArray(b, shiftParts), u.Shifts[0].Triple)
	b = pack.AppendUint(b, flagIs|flagOwn)
	return squeeze(pack.AppendBytes(pack.AppendBytes(b, nil), nil))
}

// opensTwice closes a store of an earlier format, if it is open, and opens it again, twice, for once is to
// bring it up to date: each time it is whole, and look, if any, sees what it has.
func opensTwice(t *testing.T, s *Store, path string, look func(tx *Tx)) {
	t.Helper()
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if s, err = Open(path, Options{Domain: domain, NoSync: true}); err != nil {
			t.Fatal(err)
		}
		if faults, err := s.Verify(); err != nil || len(faults) > 0 {
			t.Errorf("it is not whole: %q, %v", faults, err)
		}
		if look == nil {
			continue
		}
		if err := s.View(func(tx *Tx) error { look(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
