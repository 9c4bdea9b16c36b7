package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

const (
	foafName   model.IRI = "http://xmlns.com/foaf/0.1/name"
	schemaName model.IRI = "https://schema.org/name"
	elsewhere            = model.Domain("elsewhere.example.org")
)

// listedBy compares the names by which subjects are listed.
func listedBy(t *testing.T, tx *Tx, want map[model.IRI]string) {
	t.Helper()
	n := 0
	for id, place := range tx.List(ByName, "", "", false) {
		n++
		name, ok := want[id]
		if !ok || place != placeByName(name, id) {
			t.Errorf("%s is listed at %q, and should be as %q", id, place, name)
		}
	}
	if n != len(want) {
		t.Errorf("%d subjects are listed, and not %d", n, len(want))
	}
}

// TestNamesOfOtherVocabularies: a subject is called what any vocabulary calls it; what
// the domain's own calls it goes before.
func TestNamesOfOtherVocabularies(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ada := domain.Base() + "ada"
	said := func(p model.IRI, name string) model.Triple {
		return model.Triple{S: ada, P: p, O: model.String(name)}
	}
	called := func(name, place string) {
		t.Helper()
		sound(t, s)
		if err := s.View(func(tx *Tx) error {
			if got := tx.Label(ada); got != name {
				t.Errorf("it is called %q, and not %q", got, name)
			}
			listedBy(t, tx, map[model.IRI]string{ada: place})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	change := func(is bool, ts ...model.Triple) {
		t.Helper()
		changes := make([]Change, len(ts))
		for i, triple := range ts {
			changes[i] = Change{Triple: triple, Derived: is}
		}
		if err := s.Update(func(tx *Tx) error { return tx.Put(changes) }); err != nil {
			t.Fatal(err)
		}
	}
	change(true, said(domain.Vocab()+"age", "36"), said("urn:nickname", "Addie"))
	called("", "ada")
	change(true, said(schemaName, "Lovelace"))
	called("Lovelace", "lovelace")
	change(true, said(foafName, "Augusta"))
	called("Augusta", "augusta") // Both are of the same rank: the first in order, for all clones.
	change(true, said(domain.Vocab()+"name", "Ada"))
	called("Ada", "ada")
	change(false, said(domain.Vocab()+"name", "Ada"), said(foafName, "Augusta"))
	called("Lovelace", "lovelace")
	change(false, said(schemaName, "Lovelace"))
	called("", "ada")
}

// TestManyPropertiesThatName: whoever makes up properties that could name subjects, by the
// thousand, makes neither the names of others wrong nor those slow to find.
func TestManyPropertiesThatName(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	const many = 5000
	odd, ada := domain.Base()+"odd", domain.Base()+"ada"
	all := []model.Triple{{S: ada, P: domain.Vocab() + "age", O: model.Integer(36)}}
	for n := range many {
		all = append(all, model.Triple{S: odd, P: model.IRI(fmt.Sprintf("urn:of:%d#name", n)), O: model.String(fmt.Sprintf("name %04d", n))})
	}
	all = append(all, model.Triple{S: ada, P: schemaName, O: model.String("Ada")})
	putAll(t, s, all)
	sound(t, s)
	if err := s.View(func(tx *Tx) error {
		listedBy(t, tx, map[model.IRI]string{odd: "name 0", ada: "ada"})
		n := 0
		for range tx.labelsOf(tx.idOf(model.Ref(odd))) {
			n++
		}
		before := tx.naming.Stats().KeyN
		if n != many || before != many+1 {
			t.Errorf("%d of %d properties of the one are found among %d", n, many, before)
		}
		if got := testing.AllocsPerRun(1, func() { tx.Label(ada) }); got > 200 {
			t.Errorf("to find the name of the other allocates %v times", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestAnEarlierFileIsNamed: a file of a version that knew the domain's own names only, and
// only parts that were made here, lists its subjects as one that is written now.
func TestAnEarlierFileIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	now := s.labels
	s.labels = model.Labels{domain.Vocab() + "name", domain.Vocab() + "label"}
	name := func(id, p model.IRI, name string) model.Triple {
		return model.Triple{S: domain.Base() + id, P: p, O: model.String(name)}
	}
	all, slot := []model.Triple{
		name("a", foafName, "Ada"), name("b", foafName, "Betty"), name("b", schemaName, "Barbara"),
		name("c", domain.Vocab()+"name", "Carol"), name("c", foafName, "Aaron"), name("d", domain.Vocab()+"age", "7"),
		{S: elsewhere.GenID("list"), P: model.RDFType, O: model.Ref(model.MeldList)},
		{S: domain.Base() + "d", P: domain.Vocab() + "todo", O: model.Ref(elsewhere.GenID("list"))},
	}, elsewhere.GenID("slot")
	all = append(all, model.Triple{S: slot, P: model.JSONRQLItem, O: model.String("milk")}, model.Triple{S: slot, P: model.JSONRQLIndex, O: model.Integer(0)})
	putAll(t, s, all)
	if err := s.Update(func(tx *Tx) error {
		for _, id := range []model.IRI{slot, elsewhere.GenID("list")} {
			n, was := tx.listed(id)
			if was != partName {
				t.Errorf("%s is listed as %q", id, was)
			}
			if err := tx.relist(id, n, trimName(string(id))); err != nil {
				return err
			}
		}
		listedBy(t, tx, map[model.IRI]string{
			domain.Base() + "a": "a", domain.Base() + "b": "b", domain.Base() + "c": "carol", domain.Base() + "d": "d",
			slot: trimName(string(slot)), elsewhere.GenID("list"): trimName(string(elsewhere.GenID("list"))),
		})
		if err := tx.tx.DeleteBucket(bucketNaming); err != nil {
			return err
		}
		return tx.meta.Put(keyVersion, []byte{0, 0, 0, ownVersion})
	}); err != nil {
		t.Fatal(err)
	}
	s.labels = now
	opensTwice(t, s, path, func(tx *Tx) {
		listedBy(t, tx, map[model.IRI]string{domain.Base() + "a": "ada", domain.Base() + "b": "barbara", domain.Base() + "c": "carol", domain.Base() + "d": "d"})
	})
}
