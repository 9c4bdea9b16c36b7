package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

const domain = model.Domain("test.m-ld.org")

// TestHoldsWhatWasPut compares the store with a plain map through random changes:
// every pattern, the subjects and their number, and that no term is left behind.
func TestHoldsWhatWasPut(t *testing.T) {
	terms := []model.Term{
		model.Ref(domain.Base() + "a"), model.Ref(domain.Vocab() + "T"), model.Ref("http://example.org/x"),
		model.String("a"), model.String(strings.Repeat("long", 100)), model.String("Two  words, two wörds"), model.String(" \x00\xff"), model.Integer(1), model.Boolean(true),
		model.Bytes([]byte{1, 2}), model.Literal("2020-01-01", model.XSDDate),
	}
	rapid.Check(t, func(rt *rapid.T) {
		s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		want := make(map[model.Triple][]clock.TID)
		subject := rapid.Custom(func(rt *rapid.T) model.IRI {
			return domain.Base() + model.IRI(rapid.SampledFrom([]string{"a", "b", "ba", "c"}).Draw(rt, "s"))
		})
		property := rapid.SampledFrom([]model.IRI{
			model.RDFType, domain.Vocab() + "p", "http://example.org/x", domain.Vocab() + "name", domain.Vocab() + "title",
		})
		triple := rapid.Custom(func(rt *rapid.T) model.Triple {
			return model.Triple{S: subject.Draw(rt, "s"), P: property.Draw(rt, "p"), O: rapid.SampledFrom(terms).Draw(rt, "o")}
		})
		tids := rapid.SliceOfN(rapid.SampledFrom([]clock.TID{"kQE=", "kQI=", "odd"}), 0, 2)
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			changes := make(map[model.Triple]Change)
			for range rapid.IntRange(0, 6).Draw(rt, "changes") {
				tr := triple.Draw(rt, "triple")
				changes[tr] = Change{Triple: tr, TIDs: tids.Draw(rt, "tids")}
			}
			var list []Change
			for _, c := range changes {
				list = append(list, c)
				if len(c.TIDs) == 0 {
					delete(want, c.Triple)
				} else {
					want[c.Triple] = c.TIDs
				}
			}
			if err := s.Update(func(tx *Tx) error { return tx.Put(list) }); err != nil {
				rt.Fatal(err)
			}
			example := triple.Draw(rt, "example")
			if err := s.View(func(tx *Tx) error { return compare(tx, want, example) }); err != nil {
				rt.Fatal(err)
			}
			if faults, err := s.Verify(); err != nil || len(faults) > 0 {
				rt.Fatal(faults, err)
			}
		}
	})
}

func compare(tx *Tx, want map[model.Triple][]clock.TID, example model.Triple) error {
	for mask := range 8 {
		var p model.Pattern
		if mask&1 != 0 {
			p.S = example.S
		}
		if mask&2 != 0 {
			p.P = example.P
		}
		if mask&4 != 0 {
			p.O = example.O
		}
		got := slices.Collect(tx.Match(p))
		n := 0
		for tr := range want {
			if p.Matches(tr) {
				if n++; !slices.Contains(got, tr) {
					return fmt.Errorf("%v lacks %v", p, tr)
				}
			}
		}
		if n != len(got) {
			return fmt.Errorf("%v: got %d, want %d", p, len(got), n)
		}
	}
	var digest Digest
	for tr, tids := range want {
		digest.Add(tr, tids)
	}
	if got := tx.Digest(); got != digest {
		return fmt.Errorf("digest %v, want %v", got, digest)
	}
	subjects, used := map[model.IRI]int{}, map[model.Term]bool{}
	for tr, tids := range want {
		subjects[tr.S]++
		used[model.Ref(tr.S)], used[model.Ref(tr.P)], used[tr.O] = true, true, true
		if got := tx.TIDs(tr); !slices.Equal(got, tids) {
			return fmt.Errorf("%v: TIDs %v, want %v", tr, got, tids)
		}
	}
	for _, class := range []model.IRI{"", domain.Vocab() + "T"} {
		var sorted []model.IRI
		for s := range subjects {
			if _, ok := want[model.Triple{S: s, P: model.RDFType, O: model.Ref(class)}]; ok || class == "" {
				sorted = append(sorted, s)
			}
		}
		slices.Sort(sorted)
		if n := tx.CountSubjects(class); n != len(sorted) {
			return fmt.Errorf("%d subjects of %q, want %d", n, class, len(sorted))
		}
		if got := byIRI(tx, class, "", false); !slices.Equal(got, sorted) {
			return fmt.Errorf("subjects of %q %v, want %v", class, got, sorted)
		}
		slices.Reverse(sorted)
		if got := byIRI(tx, class, "", true); !slices.Equal(got, sorted) {
			return fmt.Errorf("subjects backwards %v, want %v", got, sorted)
		}
		for i := range sorted {
			if got := byIRI(tx, class, sorted[i], true); !slices.Equal(got, sorted[i+1:]) {
				return fmt.Errorf("subjects before %v: %v, want %v", sorted[i], got, sorted[i+1:])
			}
		}
	}
	if n := tx.terms.Stats().KeyN; n != len(used) {
		return fmt.Errorf("%d terms are kept for %d", n, len(used))
	}
	if a, b := tx.termIDs.Stats().KeyN, tx.terms.Stats().KeyN; a != b {
		return fmt.Errorf("%d terms have %d ids", b, a)
	}
	return nil
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "data.mld")
	s, err := Open(path, Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Domain: domain}); !errors.Is(err, ErrLocked) {
		t.Errorf("opened twice: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Domain: "other.m-ld.org"}); !errors.Is(err, ErrOtherDomain) {
		t.Errorf("another domain: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []uint32{unsealedVersion - 1, formatVersion + 1} {
		other := filepath.Join(dir, "version")
		if s, err = Open(other, Options{Domain: domain}); err == nil {
			err = s.Update(func(tx *Tx) error {
				return tx.meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, version))
			})
			err = errors.Join(err, s.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(other, Options{Domain: domain}); !errors.Is(err, ErrVersion) {
			t.Errorf("version %d: %v", version, err)
		}
		if err := os.Remove(other); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string][]byte{
		"text": []byte("this is not a database, but a text of some length\n"),
		"cut":  whole[:2*os.Getpagesize()],
		"zero": make([]byte, len(whole)),
		"none": {},
	} {
		broken := filepath.Join(dir, name)
		if err := os.WriteFile(broken, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := Open(broken, Options{Domain: domain}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
			if s != nil {
				_ = s.Close()
			}
		}
		if now, err := os.ReadFile(broken); err != nil || string(now) != string(data) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

// TestDamagedPagesAreAnError: whatever page is overwritten, reading and writing end
// in an error or work, and never in a panic.
func TestDamagedPagesAreAnError(t *testing.T) {
	dir := t.TempDir()
	s := filled(t, filepath.Join(dir, "whole.mld"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "whole.mld"))
	if err != nil {
		t.Fatal(err)
	}
	size, failed := os.Getpagesize(), 0
	for page := 2; page < min(len(whole)/size, 60); page++ {
		broken := slices.Clone(whole)
		for i := range size {
			broken[page*size+i] = byte(i*7 + page)
		}
		path := filepath.Join(dir, fmt.Sprint(page))
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := useAll(path); err != nil {
			failed++
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("page %d: %v", page, err)
			}
		}
	}
	if failed == 0 {
		t.Error("no page was missed")
	}
}

// useAll reads all triples of a file, and writes one.
func useAll(path string) error {
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := s.View(func(tx *Tx) error {
		for range tx.Match(model.Pattern{}) {
		}
		return nil
	}); err != nil {
		return err
	}
	return s.Update(func(tx *Tx) error {
		return tx.Put([]Change{{Triple: model.Triple{S: domain.Base() + "a", P: domain.Vocab() + "p", O: model.Integer(1)}, TIDs: []clock.TID{"kQE="}}})
	})
}

// byIRI are the subjects of a list.
func byIRI(tx *Tx, class, from model.IRI, backwards bool) (all []model.IRI) {
	for s := range tx.List(ByID, class, Place(from), backwards) {
		all = append(all, s)
	}
	return all
}
