package operation

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// A reference clone that takes a snapshot between two operations gives them ticks
// in a row, with other causes; and those who help others fuse by ticks alone. What
// is known of such a fusion must be cut from it all the same: else a triple comes
// back that was deleted since.
func TestAFusionAcrossOtherCausesIsCut(t *testing.T) {
	mine, others := clock.Genesis().Fork()
	first := mine.Tick()
	joined, err := first.Join(others.Tick())
	if err != nil {
		t.Fatal(err)
	}
	second := joined.Tick()
	triple := func(value string) model.Triple {
		return model.Triple{S: "http://test.m-ld.org/fred", P: "http://test.m-ld.org/#name", O: model.String(value)}
	}
	plain := func(time clock.Tree, value string) *Operation {
		return &Operation{From: time.Ticks(), Time: time, Inserts: Plain(time.TID(), []model.Triple{triple(value)})}
	}
	prefix := plain(first, "Fred")
	cut, err := Cut(Fuse(prefix, plain(second, "Flintstone")), prefix)
	if err != nil {
		t.Fatal(err)
	}
	if cut.From != second.Ticks() || len(cut.Deletes) != 0 || len(cut.Inserts) != 1 {
		t.Fatalf("what is left begins at %d, deletes %v and inserts %v", cut.From, cut.Deletes, cut.Inserts)
	}
	if got := cut.Inserts[0]; got.Triple != triple("Flintstone") || !slices.Equal(got.TIDs, []clock.TID{second.TID()}) {
		t.Fatalf("what is left inserts %v", got)
	}
}
