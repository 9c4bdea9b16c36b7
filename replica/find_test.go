package replica

import (
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// syllables are what names and ids are made of, so that many have no more words than few.
var syllables = [10]string{"ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"}

// openNames opens a clone of so many subjects, whose names and ids are of few words.
func openNames(t *testing.T, n int) *Replica {
	t.Helper()
	r := openNew(t)
	word := func(i int) string { return syllables[i/10%10] + syllables[i%10] }
	for from := 0; from < n; from += 1000 {
		var all []model.Triple
		for i := from; i < from+1000; i++ {
			s := iri(fmt.Sprintf("%s/%s/%s", word(i), word(i/100), word(i/10_000)))
			all = append(
				all, model.Triple{S: s, P: model.RDFType, O: model.Ref(testDomain.Vocab() + "Person")},
				model.Triple{S: s, P: testDomain.Vocab() + "name", O: model.String(fmt.Sprintf("%s %s the %s", word(i*3), word(i*7), word(i/100)))},
			)
		}
		insert(t, r, all...)
	}
	return r
}

// TestFindingReadsLittle: what a text needs read does not grow with the domain, be it that
// very many subjects have it or some, in the beginning of a word, inside or nearly. Only
// where next to none has it, all names are gone through for its letters, once.
func TestFindingReadsLittle(t *testing.T) {
	const most = 1500 // for the 200 that are found at most
	for _, size := range []int{1000, 20_000} {
		r := openNames(t, size)
		if page, err := r.Subjects(t.Context(), SubjectsQuery{Limit: 1}); err != nil || page.Total != size {
			t.Fatalf("there are %d subjects, not %d; %v", page.Total, size, err)
		}
		for _, class := range []model.IRI{"", testDomain.Vocab() + "Person"} {
			for text, bound := range map[string]int{
				"b": most, "bac": most, "bace the": most, "the": most, "ceg": most, "egu": most, "bcdi": most,
				"qqqq": most + size, "bace qqqq": most + size,
			} {
				n, found := steps(t, r, FindQuery{Text: text, Type: class, Labels: testDomain.Labels()})
				if n > bound || bound == most && found < 5 {
					t.Errorf("among %d subjects of the type %q, %q has found %d with %d steps, not %d at most", size, class, text, found, n, bound)
				}
			}
		}
	}
}

// steps are those that a search takes through the store.
func steps(t *testing.T, r *Replica, q FindQuery) (n, found int) {
	t.Helper()
	err := r.view(func(tx *store.Tx) error {
		before := tx.Steps()
		_, err := findIn(t.Context(), tx, q, func(rows []SubjectRow) error {
			found += len(rows)
			return nil
		})
		n = tx.Steps() - before
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n, found
}
