package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

var given = []string{"Ada", "Noor", "Sam", "Ursula", "Octavia", "Stanisław", "Mary", "Alan", "Grace", "Edsger", "Barbara", "Donald"}

// person makes the triples of a subject as people have them.
func person(i int) []Change {
	id := domain.Base() + model.IRI(fmt.Sprintf("person-%06d", i))
	t := func(p string, o model.Term) Change {
		return Change{Triple: model.Triple{S: id, P: domain.Vocab() + model.IRI(p), O: o}, TIDs: []clock.TID{"kQE="}}
	}
	name := fmt.Sprintf("%s %s%s", given[i%len(given)], given[i/7%len(given)], fmt.Sprintf("%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26))
	return []Change{
		{Triple: model.Triple{S: id, P: model.RDFType, O: model.Ref(domain.Vocab() + "Person")}, TIDs: []clock.TID{"kQE="}},
		t("name", model.String(name)),
		t("age", model.Integer(int64(i%90))),
		t("knows", model.Ref(domain.Base()+model.IRI(fmt.Sprintf("person-%06d", i*7%(i+1))))),
		t("note", model.String(fmt.Sprintf("met at the %s in room %d, likes %s", []string{"library", "quarry", "harbour"}[i%3], i%500, given[i%5]))),
	}
}

// people is a store with so many subjects.
func people(tb testing.TB, n int) *Store {
	tb.Helper()
	s, err := Open(filepath.Join(tb.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	for i := 0; i < n; {
		err := s.Update(func(tx *Tx) error {
			var changes []Change
			for range 1000 {
				if i < n {
					changes = append(changes, person(i)...)
					i++
				}
			}
			return tx.Put(changes)
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// BenchmarkLoad loads 100,000 subjects of five triples each, and prints the size of
// the file.
func BenchmarkLoad(b *testing.B) {
	for range b.N {
		s := people(b, 100_000)
		info, err := os.Stat(s.path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/(1<<20), "MB")
		b.ReportMetric(float64(b.Elapsed().Microseconds())/500_000/float64(b.N), "µs/triple")
	}
}

// BenchmarkWrite writes one subject in a transaction.
func BenchmarkWrite(b *testing.B) {
	s := people(b, 20_000)
	i := 20_000
	// What counts here is how many pages a small transaction touches.
	var pages int64
	for b.Loop() {
		tx, err := s.Begin()
		if err == nil {
			err = tx.Put(person(i))
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			b.Fatal(err)
		}
		stats := tx.tx.Stats()
		pages += stats.GetWrite()
		i++
	}
	b.ReportMetric(float64(pages)/float64(i-20_000), "pages/op")
}

// BenchmarkLoader takes a snapshot of 20,000 subjects, 100,000 triples, in the parts in
// which it comes.
func BenchmarkLoader(b *testing.B) {
	s := people(b, 0)
	var parts [][]operation.TripleTIDs
	for i := range 20_000 {
		if i%50 == 0 {
			parts = append(parts, nil)
		}
		for _, c := range person(i) {
			last := &parts[len(parts)-1]
			*last = append(*last, operation.TripleTIDs{Triple: c.Triple, TIDs: c.TIDs})
		}
	}
	for b.Loop() {
		l, err := NewLoader(s)
		for _, part := range parts {
			if err == nil {
				err = l.Add(part)
			}
		}
		if err != nil {
			b.Fatal(err)
		}
		l.Discard()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/100_000/float64(b.N), "µs/triple")
}
