package store

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// filled is a store with some subjects, some of which were deleted again.
func filled(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 20 {
		var changes []Change
		for i := range 200 {
			id := domain.Base() + model.IRI(fmt.Sprint("s", i))
			changes = append(changes,
				Change{Triple: model.Triple{S: id, P: domain.Vocab() + "n", O: model.Integer(int64(round))}, TIDs: []clock.TID{"kQE="}},
				Change{Triple: model.Triple{S: id, P: domain.Vocab() + "n", O: model.Integer(int64(round - 1))}},
				Change{Triple: model.Triple{S: id, P: model.RDFType, O: model.Ref(domain.Vocab() + "T")}, TIDs: []clock.TID{"kQE="}})
		}
		if err := s.Update(func(tx *Tx) error { return tx.Put(changes) }); err != nil {
			t.Fatal(err)
		}
	}
	err = s.Update(func(tx *Tx) error {
		return tx.AppendUpdate(&Update{Tick: 1, TID: "kQE=", Shifts: []Shift{
			{Triple: model.Triple{S: domain.Base() + "s1", P: domain.Vocab() + "n", O: model.Integer(0)}, Is: true},
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// contested makes a conflict.
func contested(tx *Tx) error {
	at := model.Triple{S: domain.Base() + "s2", P: domain.Vocab() + "c"}
	one, two := at, at
	one.O, two.O = model.Integer(1), model.Integer(2)
	if err := tx.Put([]Change{{Triple: one, TIDs: []clock.TID{"kQY="}}, {Triple: two, TIDs: []clock.TID{"kQc="}}}); err != nil {
		return err
	}
	return tx.NoteUnaware(at.S, at.P, []Unaware{{TID: "kQY=", Of: []clock.TID{"kQc="}}})
}

func TestVerifyFindsWhatIsBroken(t *testing.T) {
	for name, breakIt := range map[string]func(tx *Tx) error{
		"nothing": func(*Tx) error { return nil },
		"an order lacks a triple": func(tx *Tx) error {
			tx.settleOrders()
			k, _ := tx.pos.Cursor().First()
			return tx.pos.Delete(k)
		},
		"a triple that waits is lost": func(tx *Tx) error {
			k, _ := tx.waiting.Cursor().First()
			return tx.waiting.Delete(k)
		},
		"what waits is something else": func(tx *Tx) error {
			k, v := tx.waiting.Cursor().First()
			v = bytes.Clone(v)
			v[2]++
			return tx.waiting.Put(k, v)
		},
		"a triple waits that is in order": func(tx *Tx) error {
			k, v := tx.waiting.Cursor().First()
			all, _ := readWaitingTriples(unsealed(k, v))
			return tx.pos.Put(all[0].inPOS().append(nil), nil)
		},
		"a term is missing": func(tx *Tx) error {
			k, _ := tx.terms.Cursor().First()
			return tx.terms.Delete(k)
		},
		"a subject is not listed": func(tx *Tx) error {
			k, _ := tx.subjects.Cursor().First()
			return tx.subjects.Delete(k)
		},
		"a type is not listed": func(tx *Tx) error {
			k, _ := tx.types.Cursor().First()
			return tx.types.Delete(k)
		},
		"a name is not listed": func(tx *Tx) error {
			k, _ := tx.names.Cursor().First()
			return tx.names.Delete(k)
		},
		"a name is another's": func(tx *Tx) error {
			k, v := tx.subjects.Cursor().First()
			return tx.subjects.Put(k, append(v[:1:1], "zzz"...))
		},
		"a type is not listed by name": func(tx *Tx) error {
			k, _ := tx.typeNames.Cursor().First()
			return tx.typeNames.Delete(k)
		},
		"words that wait are lost": func(tx *Tx) error {
			k, _ := tx.waiting.Cursor().Last()
			return tx.waiting.Delete(k)
		},
		"words that wait are something else": func(tx *Tx) error {
			k, v := tx.waiting.Cursor().Last()
			v = bytes.Clone(v)
			v[3]++
			return tx.waiting.Put(k, v)
		},
		"a word is taken back that nobody has": func(tx *Tx) error {
			none := shiftedPosting{posting{"none", 1}, -1}
			return tx.waitingWords().put(1, packWaitingWords([]shiftedPosting{none}))
		},
		"a word is not found": func(tx *Tx) error {
			tx.settleWords()
			k, _ := tx.postings.Cursor().First()
			return tx.postings.Delete(k)
		},
		"a word is found too often": func(tx *Tx) error {
			return tx.postings.Put(posting{"more", 1}.portion(), packPortion([]counted{{1, 1}}))
		},
		"a word is counted too often": func(tx *Tx) error {
			tx.settleWords()
			k, v := tx.postings.Cursor().First()
			return tx.postings.Put(k, append(v[:1:1], 77))
		},
		"a word has no subject": func(tx *Tx) error {
			return tx.postings.Put(posting{"more", 1}.portion(), []byte{})
		},
		"a change is not listed": func(tx *Tx) error {
			k, _ := tx.recent.Cursor().First()
			return tx.recent.Delete(k)
		},
		"a count is off": func(tx *Tx) error { tx.count(keyAll, 1); return nil },
		"the digest is off": func(tx *Tx) error {
			k, _ := tx.spo.Cursor().First()
			return tx.spo.Put(k, packTIDs([]clock.TID{"kQI="}))
		},
		"a conflict is not listed": func(tx *Tx) error {
			k, _ := tx.unsettled.Cursor().First()
			return tx.unsettled.Delete(k)
		},
		"a conflict is listed that is none": func(tx *Tx) error {
			return tx.unsettled.Put(tx.store.propertyKey("urn:s", "urn:p"), []byte{})
		},
		"conflicts are counted that are none": func(tx *Tx) error {
			tx.putMetaUint(keyUnsettled, 2)
			return nil
		},
		"what is kept of a conflict is something else": func(tx *Tx) error {
			k, v := tx.unaware.Cursor().First()
			v = bytes.Clone(v)
			v[3]++
			return tx.unaware.Put(k, v)
		},
		"what is kept of a conflict is lost": func(tx *Tx) error {
			k, _ := tx.unaware.Cursor().First()
			return tx.unaware.Delete(k)
		},
		"a conflict is settled by nobody": func(tx *Tx) error {
			triple := model.Triple{S: domain.Base() + "s2", P: domain.Vocab() + "c", O: model.Integer(1)}
			return tx.Put([]Change{{Triple: triple}})
		},
		"the clock is behind the journal": func(tx *Tx) error {
			if err := tx.PutState(State{
				Time: clock.Genesis(), GWC: clock.GenesisGlobal(), StartGWC: clock.GenesisGlobal(), Agreed: clock.Genesis(),
			}); err != nil {
				return err
			}
			return tx.PutEntry(&Entry{Tick: 5, TID: "kQE=", Operation: []byte{0x90}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := filled(t, filepath.Join(t.TempDir(), "data.mld"))
			defer func() { _ = s.Close() }()
			waits := Change{Triple: model.Triple{S: domain.Base() + "s1", P: domain.Vocab() + "m", O: model.Integer(0)}, TIDs: []clock.TID{"kQE="}}
			if err := s.Update(contested); err != nil {
				t.Fatal(err)
			}
			if err := s.Update(func(tx *Tx) error { return tx.Put([]Change{waits}) }); err != nil {
				t.Fatal(err)
			}
			if err := s.Update(breakIt); err != nil {
				t.Fatal(err)
			}
			faults, err := s.Verify()
			if err != nil {
				t.Fatal(err)
			}
			if (name == "nothing") != (len(faults) == 0) {
				t.Errorf("found %q", faults)
			}
		})
	}
}

func TestCompactKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s := filled(t, path)
	var want Digest
	_ = s.View(func(tx *Tx) error { want = tx.Digest(); return nil })
	if _, _, err := Compact(path, Options{Domain: domain}); err == nil {
		t.Error("a file that is open was compacted")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, after, err := Compact(path, Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	if after.File >= before || after.State+after.History > after.File || after.State == 0 || after.History == 0 {
		t.Errorf("%d bytes became %+v", before, after)
	}
	if s, err = Open(path, Options{Domain: domain}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("afterwards: %q, %v", faults, err)
	}
	_ = s.View(func(tx *Tx) error {
		if got := tx.Digest(); got != want {
			t.Errorf("the digest was %v, and is %v", want, got)
		}
		return nil
	})
}
