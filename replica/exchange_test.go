package replica

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
	"github.com/m-ld/mld-tui/replica/store"
)

// linked waits until what a clone tells of its exchange is as wanted.
func (m member) linked(t *testing.T, wanted func(Link) bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !wanted(m.Link()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s tells %+v", m.ID(), m.Link())
		}
	}
}

// TestWhatWasGotFromOthersIsTold: of a snapshot and a rev-up, from whom, how much and
// when; and whose operations were heard.
func TestWhatWasGotFromOthersIsTold(t *testing.T) {
	var b bus
	anna := b.join(t, Config{})
	name := func(s string) model.Patch {
		return model.Patch{Inserts: []model.Triple{{S: iri(s), P: testDomain.Vocab() + "name", O: model.String(s)}}}
	}
	if err := anna.Patch(t.Context(), name("fred")); err != nil {
		t.Fatal(err)
	}
	bert := b.join(t, Config{})
	bert.linked(t, func(l Link) bool {
		got := l.Exchange.Last
		return got.From == anna.ID() && got.Snapshot && got.Triples == 1 && got.Bytes > 0 && !got.Ended.Before(got.Began) && l.Exchange.Getting.From == ""
	})
	bert.plug.set(false)
	if err := anna.Patch(t.Context(), name("wilma")); err != nil {
		t.Fatal(err)
	}
	bert.plug.set(true)
	bert.linked(t, func(l Link) bool {
		got := l.Exchange.Last
		return got.From == anna.ID() && !got.Snapshot && got.Operations == 1 && len(l.Exchange.Heard) > 0 && l.Exchange.Waits == 0
	})
}

// TestDigestsAreCompared: clones tell each other the digests of their data when one is
// asked, and not before.
func TestDigestsAreCompared(t *testing.T) {
	var b bus
	anna, bert := b.join(t, Config{}), b.join(t, Config{})
	if len(anna.Link().Compared)+len(bert.Link().Compared) > 0 {
		t.Error("they are compared though nobody has asked")
	}
	same := func(l Link) bool { return len(l.Compared) == 1 && l.Compared[0].Level && l.Compared[0].Same }
	anna.Compare()
	anna.linked(t, same)
	bert.linked(t, same) // It was told with the question.
	bert.plug.set(false)
	anna.linked(t, func(l Link) bool { return len(l.Compared) == 0 })
}

// compared waits until two clones have compared so.
func compared(t *testing.T, a, b member, level, same bool) {
	t.Helper()
	for _, of := range [][2]member{{a, b}, {b, a}} {
		of[0].linked(t, func(l Link) bool {
			return len(l.Compared) == 1 && l.Compared[0].ID == of[1].ID() && l.Compared[0].Level == level && l.Compared[0].Same == same
		})
	}
}

// TestDataThatDiffersIsTold: of two who have applied the same operations, one has a value
// that nobody wrote, for its file was changed beneath it.
func TestDataThatDiffersIsTold(t *testing.T) {
	var b bus
	anna := b.join(t, Config{})
	insert(t, anna.Replica, triple("fred", "name", "Fred"))
	file := filepath.Join(t.TempDir(), "bert.mld")
	bert := b.join(t, Config{File: file})
	if err := bert.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(file, store.Options{Domain: testDomain})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(func(tx *store.Tx) error {
		tids := tx.TIDs(triple("fred", "name", "Fred"))
		return tx.Put([]store.Change{{Triple: triple("fred", "name", "Alfred"), TIDs: tids}})
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	bert = b.join(t, Config{File: file})
	if got := values(t, bert.Replica, "fred", "name"); !slices.Equal(got, []string{"Alfred", "Fred"}) {
		t.Fatalf("the names are %v", got)
	}
	anna.Compare()
	compared(t, anna, bert, true, false)
}

// TestWhoHasNotHeardAllIsToldSo: who misses operations is not level, be the data the same,
// by chance, or not.
func TestWhoHasNotHeardAllIsToldSo(t *testing.T) {
	var b bus
	anna, bert := b.join(t, Config{}), b.join(t, Config{})
	bert.plug.isDeaf(true)
	name := []model.Triple{triple("fred", "name", "Fred")}
	patch(t, anna.Replica, nil, name)
	anna.Compare()
	compared(t, anna, bert, false, false)
	patch(t, anna.Replica, name, nil)
	bert.Compare()
	compared(t, anna, bert, false, true)
}

// FuzzDigests: what is read of what another clone tells is bounded, and is written as what is
// read again as the same.
func FuzzDigests(f *testing.F) {
	f.Add(digests{seen: "0123456789abcdef0123456789abcdef", digest: strings.Repeat("0f", 32), ask: true}.encode())
	f.Add(digests{seen: "x"}.encode())
	f.Add(pack.AppendValue(nil, pack.Map{{Key: "digest", Value: "00"}, {Key: "seen", Value: []byte("x")}, {Key: "ask", Value: 1.0}, {Key: "more", Value: nil}}))
	f.Add(pack.AppendMap(nil, 0))
	f.Fuzz(func(t *testing.T, payload []byte) {
		d, err := parseDigests(payload)
		if err != nil {
			return
		}
		if again, err := parseDigests(d.encode()); len(d.encode()) <= maxDigest && (err != nil || again != d) {
			t.Errorf("%+v is read again as %+v, %v", d, again, err)
		}
	})
}

// TestHostileDigests: what makes no sense is dropped, and many that are heard are not
// held.
func TestHostileDigests(t *testing.T) {
	var c comparing
	for _, payload := range [][]byte{
		nil, []byte("x"), pack.AppendMap(nil, 0), []byte(strings.Repeat("x", maxDigest+1)), digests{seen: "s", digest: "\x1b[2J"}.encode(), digests{digest: "00"}.encode(),
	} {
		if err := c.hear("a", payload); err == nil {
			t.Errorf("%q was taken", payload)
		}
	}
	for range 10 * maxCompared {
		if err := c.hear("a", digests{seen: "s", digest: "00", ask: true}.encode()); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.heard) > maxCompared {
		t.Errorf("%d are held", len(c.heard))
	}
}
