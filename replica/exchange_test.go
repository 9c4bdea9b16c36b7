package replica

import (
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
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
