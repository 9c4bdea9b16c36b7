package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

const domain = model.Domain("test.m-ld.org")

// lived is the file of a clone that has written, replaced and deleted, with names,
// types and texts.
func lived(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.mld")
	r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 30 {
		id := domain.Base() + model.IRI(fmt.Sprint("s", n%20))
		if _, err := r.Write(t.Context(), func(g model.Graph) (p model.Patch, err error) {
			for old := range g.Match(model.Pattern{S: id, P: domain.Vocab() + "name"}) {
				p.Deletes = append(p.Deletes, old)
			}
			p.Inserts = []model.Triple{
				{S: id, P: model.RDFType, O: model.Ref(domain.Vocab() + "Thing")},
				{S: id, P: domain.Vocab() + "name", O: model.String(fmt.Sprintf("number %d of many words", n))},
			}
			return p, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// faultsOf are what is found to be wrong with a file.
func faultsOf(t *testing.T, path string) []string {
	t.Helper()
	s, err := store.Open(path, store.Options{Domain: domain, NoSync: true})
	if err != nil {
		return []string{err.Error()}
	}
	defer func() { _ = s.Close() }()
	faults, err := s.Verify()
	if err != nil {
		faults = append(faults, err.Error())
	}
	return faults
}

// TestVerifySeesEveryBucket takes an entry out of each part of a file, and puts one
// in that is not of it, and changes one: whatever it is, that is told, in words, and
// never by a panic.
func TestVerifySeesEveryBucket(t *testing.T) {
	data := lived(t)
	path := filepath.Join(t.TempDir(), "data.mld")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if faults := faultsOf(t, path); len(faults) > 0 {
		t.Fatalf("a whole file has faults: %q", faults)
	}
	var buckets []string
	edit := func(fn func(tx *bbolt.Tx) error) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(fn); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			if k, _ := b.Cursor().First(); k != nil {
				buckets = append(buckets, string(name))
			}
			return nil
		})
	})
	if len(buckets) < 12 {
		t.Fatalf("only %q have anything in them", buckets)
	}
	middle := func(b *bbolt.Bucket) (k, v []byte) {
		c := b.Cursor()
		k, v = c.First()
		for range b.Stats().KeyN / 2 {
			k, v = c.Next()
		}
		return slices.Clone(k), slices.Clone(v)
	}
	for _, name := range buckets {
		for what, damage := range map[string]func(b *bbolt.Bucket) error{
			"lacks an entry": func(b *bbolt.Bucket) error { k, _ := middle(b); return b.Delete(k) },
			"has one too many": func(b *bbolt.Bucket) error {
				k, v := middle(b)
				k[len(k)-1] ^= 0x55
				return b.Put(k, v)
			},
			"has an empty one": func(b *bbolt.Bucket) error { k, _ := middle(b); return b.Put(k, []byte{}) },
			"is empty": func(b *bbolt.Bucket) error {
				c := b.Cursor()
				for k, _ := c.First(); k != nil; k, _ = c.First() {
					if err := b.Delete(k); err != nil {
						return err
					}
				}
				return nil
			},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				empty := false
				edit(func(tx *bbolt.Tx) error {
					b := tx.Bucket([]byte(name))
					_, v := middle(b)
					empty = len(v) == 0
					return damage(b)
				})
				faults := faultsOf(t, path)
				if empty && what == "has an empty one" || name == "meta" && what == "has one too many" {
					return // That changes nothing.
				}
				if len(faults) == 0 {
					t.Error("nothing is found")
				}
				for _, fault := range faults {
					if strings.Contains(fault, "runtime error") && !strings.Contains(fault, "data.mld is damaged") {
						t.Errorf("it is told as %q", fault)
					}
				}
			})
		}
	}
}

// TestABrokenFileIsOnlyRead: a clone whose clocks may not be right says what to do, and
// writes nothing.
func TestABrokenFileIsOnlyRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	if err := os.WriteFile(path, lived(t), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("fused"), []byte{99}) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := replica.Open(replica.Config{Domain: domain, File: path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	_, err = r.Write(t.Context(), func(model.Graph) (model.Patch, error) {
		return model.Patch{Inserts: []model.Triple{{S: domain.Base() + "x", P: domain.Vocab() + "p", O: model.Integer(1)}}}, nil
	})
	if err == nil || !strings.Contains(err.Error(), "mld-tui rescue test.m-ld.org: its file is damaged where it keeps its clocks") {
		t.Errorf("writing to it: %v", err)
	}
	n := 0
	if err := r.Read(t.Context(), func(g model.Graph) error {
		for range g.Match(model.Pattern{}) {
			n++
		}
		return nil
	}); err != nil || n == 0 {
		t.Errorf("it has %d triples, %v", n, err)
	}
}
