package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// withParts is a domain with two people, of whom one has a list of three things to do;
// a list that has an id of its own; and a subject with a generated id.
func withParts() (all []model.Triple) {
	slots := 0
	put := func(id model.IRI, items ...string) {
		all = append(all, model.Triple{S: id, P: model.RDFType, O: model.Ref(model.MeldList)})
		for i, item := range items {
			slots++
			slot := domain.GenID(fmt.Sprint("slot", slots))
			all = append(all, model.Triple{S: id, P: list.Property(fmt.Sprint(2*i+1, "site____________")), O: model.Ref(slot)},
				model.Triple{S: slot, P: model.JSONRQLItem, O: model.String(item)}, model.Triple{S: slot, P: model.JSONRQLIndex, O: model.Integer(int64(i))})
		}
	}
	put(domain.GenID("list"), "milk", "rye bread", "eggs")
	put(domain.Base()+"queue", "first come")
	return append(all,
		model.Triple{S: domain.Base() + "ada", P: domain.Vocab() + "name", O: model.String("Ada")},
		model.Triple{S: domain.Base() + "ada", P: domain.Vocab() + "todo", O: model.Ref(domain.GenID("list"))},
		model.Triple{S: domain.Base() + "noor", P: domain.Vocab() + "name", O: model.String("Noor")},
		model.Triple{S: domain.GenID("thing"), P: domain.Vocab() + "size", O: model.Integer(3)},
	)
}

func putAll(t *testing.T, s *Store, ts []model.Triple) {
	t.Helper()
	changes := make([]Change, len(ts))
	for i, triple := range ts {
		changes[i] = Change{Triple: triple, Derived: true}
	}
	if err := s.Update(func(tx *Tx) error { return tx.Put(changes) }); err != nil {
		t.Fatal(err)
	}
}

// inLists compares the subjects by IRI, by name and by type with what they should be.
func inLists(t *testing.T, s *Store, want, lists []model.IRI) {
	t.Helper()
	if err := s.View(func(tx *Tx) error {
		for _, order := range []Order{ByID, ByName} {
			for class, want := range map[model.IRI][]model.IRI{"": want, model.MeldList: lists} {
				var got []model.IRI
				for s := range tx.List(order, class, "", false) {
					got = append(got, s)
				}
				if slices.Sort(got); !slices.Equal(got, want) || tx.CountSubjects(class) != len(want) {
					t.Errorf("in the order %d, of type %q, are %v, and %d, but not %v", order, class, got, tx.CountSubjects(class), want)
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// sound fails where the check finds a fault.
func sound(t *testing.T, s *Store) {
	t.Helper()
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the check finds %v %v", faults, err)
	}
}

// TestPartsAreInNoList: neither the slots of lists nor lists without an id of their own
// are subjects by themselves; what becomes more than that is one.
func TestPartsAreInNoList(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all := withParts()
	putAll(t, s, all)
	base := []model.IRI{domain.GenID("thing"), domain.Base() + "ada", domain.Base() + "noor", domain.Base() + "queue"}
	inLists(t, s, base, []model.IRI{domain.Base() + "queue"})
	sound(t, s)

	named := model.Triple{S: domain.GenID("list"), P: domain.Vocab() + "name", O: model.String("Shopping")}
	noted := model.Triple{S: domain.GenID("slot2"), P: domain.Vocab() + "note", O: model.String("the dark one")}
	putAll(t, s, []model.Triple{named, noted})
	inLists(t, s, []model.IRI{domain.GenID("list"), domain.GenID("slot2"), domain.GenID("thing"), domain.Base() + "ada", domain.Base() + "noor", domain.Base() + "queue"},
		[]model.IRI{domain.GenID("list"), domain.Base() + "queue"})
	sound(t, s)
	remove := func(ts ...model.Triple) {
		t.Helper()
		changes := make([]Change, len(ts))
		for i, triple := range ts {
			changes[i] = Change{Triple: triple}
		}
		if err := s.Update(func(tx *Tx) error { return tx.Put(changes) }); err != nil {
			t.Fatal(err)
		}
		sound(t, s)
	}
	remove(named, noted)
	inLists(t, s, base, []model.IRI{domain.Base() + "queue"})
	remove(all...)
	inLists(t, s, nil, nil)
}

// TestWhatIsInAListIsFoundInItsOwner: an item of a list is said of who has the list.
func TestWhatIsInAListIsFoundInItsOwner(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	putAll(t, s, withParts())
	for text, want := range map[string]Found{
		"bread":      {ID: domain.Base() + "ada", Name: "Ada", In: "rye bread", Property: domain.Vocab() + "todo"},
		"first come": {ID: domain.Base() + "queue", Name: "queue", In: "first come"},
		"lseq":       {},
	} {
		var got []Found
		if err := s.View(func(tx *Tx) error {
			portions, _ := tx.Find(text, "", func() bool { return false })
			for p := range portions {
				got = append(got, p...)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if want.ID == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || got[0].ID != want.ID || got[0].Name != want.Name || got[0].In != want.In || want.Property != "" && got[0].Property != want.Property {
			t.Errorf("of %q is found %+v, and not %+v", text, got, want)
		}
	}
}

// TestAnEarlierFileIsRelieved: the parts go out of the lists of a file of the version
// before when it is opened.
func TestAnEarlierFileIsRelieved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	putAll(t, s, withParts())
	// As the version before has listed them: all by their names.
	if err := s.Update(func(tx *Tx) error {
		for id := range tx.Subjects() {
			n, name := tx.listed(id)
			if name != partName {
				continue
			}
			name = unnamed + "part"
			if err := tx.relist(id, n, name); err != nil {
				return err
			}
		}
		return tx.meta.Put(keyVersion, []byte{0, 0, 0, partsVersion})
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path, Options{Domain: domain, NoSync: true}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	inLists(t, s, []model.IRI{domain.GenID("thing"), domain.Base() + "ada", domain.Base() + "noor", domain.Base() + "queue"}, []model.IRI{domain.Base() + "queue"})
	sound(t, s)
}

// relist lists a part as other subjects are.
func (t *Tx) relist(s model.IRI, triples int, name string) error {
	e := newEdits(t, 1)
	if err := t.list(e, s, 0, triples, "", name); err != nil {
		return err
	}
	edit := edited{subject: s, id: t.idOf(model.Ref(s))}
	edit.gained = t.typesOf(edit.id)
	if err := t.listTypes(e, &edit, false, "", name); err != nil {
		return err
	}
	for class, n := range e.perType {
		t.count(appendID(nil, class), n)
	}
	t.count(keyAll, 1)
	for b, p := range map[bucket]*pairs{t.subjects: &e.inSubjects, t.names: &e.inNames, t.types: &e.inTypes, t.typeNames: &e.inTypeNames} {
		if err := p.putTo(b); err != nil {
			return err
		}
	}
	return nil
}

// TestWhoseListWasChangedIsRecent: a subject comes up in the list by recent change when a
// part of it changes, in whatever order the log drops its records.
func TestWhoseListWasChangedIsRecent(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true, Log: LogBounds{Age: time.Hour, Bytes: 1 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ada, noor, queue := domain.Base()+"ada", domain.Base()+"noor", domain.Base()+"queue"
	minutes := 0
	change := func(came []model.Triple, after time.Duration) {
		t.Helper()
		minutes += int(after / time.Minute)
		u := &Update{Tick: uint64(minutes), TID: "kQE=", Time: time.Unix(int64(minutes)*60, 0)}
		for _, triple := range came {
			u.Shifts = append(u.Shifts, Shift{Triple: triple, Is: true})
		}
		putAll(t, s, came)
		if err := s.Update(func(tx *Tx) error { return tx.AppendUpdate(u) }); err != nil {
			t.Fatal(err)
		}
		sound(t, s)
	}
	recent := func(want ...model.IRI) {
		t.Helper()
		if err := s.View(func(tx *Tx) error {
			var got []model.IRI
			for s, at := range tx.List(ByRecent, "", "", false) {
				got = append(got, s)
				if tx.PlaceOf(ByRecent, s) != at || tx.TouchedAt(s).IsZero() || !tx.HasHistory(s) {
					t.Errorf("%s is at %s, and said to be at %s", s, at, tx.PlaceOf(ByRecent, s))
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("the last changed are %v, and not %v", got, want)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	name := func(s model.IRI, to string) []model.Triple {
		return []model.Triple{{S: s, P: domain.Vocab() + "name", O: model.String(to)}}
	}
	item := func(n int, to string) []model.Triple {
		return []model.Triple{{S: domain.GenID(fmt.Sprint("slot", n)), P: model.JSONRQLItem, O: model.String(to)}}
	}
	putAll(t, s, withParts())
	change(name(noor, "N."), time.Minute)
	recent(noor)
	change(item(2, "rye"), time.Minute)
	recent(ada, noor)
	change(name(noor, "Noor."), time.Minute)
	recent(noor, ada)
	change(item(1, "cream"), time.Minute)
	change(item(4, "second"), time.Minute)
	recent(queue, ada, noor)
	change(name(ada, "A."), time.Minute)
	change(append(item(3, "more eggs"), name(ada, "Ada.")...), time.Minute)
	recent(ada, queue, noor)
	change(item(3, "no eggs"), time.Minute)
	recent(ada, queue, noor)
	// The log drops what is older than an hour: all but the last two records.
	change(name(noor, "Noor"), 59*time.Minute+30*time.Second)
	change(name(noor, "Noor!"), 2*time.Minute)
	recent(noor)
}
