package replica

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

// TestWhyOfWhatAnAgreementGaveBack: a value that one deleted, which an agreement undid, is
// held by the transaction that wrote it; that it was given back is told only where nobody
// knows how it had come.
func TestWhyOfWhatAnAgreementGaveBack(t *testing.T) {
	fred := triple("fred", "name", "Fred")
	for name, later := range map[string]bool{"of which one heard": false, "that came with a snapshot": true} {
		t.Run(name, func(t *testing.T) {
			var b bus
			one, two := b.join(t, Config{}), member{}
			if !later {
				two = b.join(t, Config{})
			}
			insert(t, one.Replica, fred)
			if later {
				two = b.join(t, Config{})
			}
			settle(t, one, two)
			two.plug.set(false)
			patch(t, two.Replica, []model.Triple{fred}, nil)
			_, err := one.write(t.Context(), engine.Write{Agree: "agreed", Change: func(model.Graph) (model.Patch, error) {
				return model.Patch{Inserts: []model.Triple{triple("wilma", "name", "Wilma")}}, nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			two.plug.set(true)
			settle(t, one, two)

			entries, _ := all(t, two.Replica, HistoryQuery{Subject: iri("fred")})
			void := slices.IndexFunc(entries, func(e Entry) bool { return e.Reason == ReasonVoid })
			if void != 0 || !slices.Equal(entries[0].Inserts, []model.Triple{fred}) {
				t.Fatalf("an agreement has not given it back: %+v", entries)
			}
			held, err := two.Why(t.Context(), fred)
			if err != nil || len(held) != 1 || held[0].Entry == nil {
				t.Fatalf("it is held by %+v, %v", held, err)
			}
			written, _ := all(t, one.Replica, HistoryQuery{Subject: iri("fred"), Value: fred.O})
			if len(written) != 1 || held[0].TID != written[0].TID {
				t.Errorf("it is held by %s, and was written by %+v", held[0].TID, written)
			}
			want := ReasonRemote
			if later {
				want = ReasonVoid // Since then, it is there again.
			}
			if got := held[0].Entry; got.Reason != want || want == ReasonRemote && got.TID != written[0].TID {
				t.Errorf("it came by %+v, not by one that is %s", *got, want)
			}
		})
	}
}
