package replica

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
)

// TestWhoKeepsUpIsToldWhatTheLogSays: followers that keep up are given the updates that
// were just saved, and others read them; both are told the same.
func TestWhoKeepsUpIsToldWhatTheLogSays(t *testing.T) {
	r, err := Open(Config{Domain: testDomain, File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	updates, stop := r.Follow(0)
	defer stop()
	var told []Update
	bytes := model.Triple{S: testDomain.Base() + "fred", P: testDomain.Vocab() + "picture", O: model.Bytes([]byte("beside"))}
	fred, wilma := triple("fred", "name", "Fred"), triple("fred", "spouse", "Wilma")
	many := model.Patch{}
	for i := range maxLatest + 1 {
		many.Inserts = append(many.Inserts, triple(fmt.Sprint("s", i), "name", "many"))
	}
	for _, w := range []struct {
		patch   model.Patch
		isQuiet bool // It is there already, and is asserted again: nobody is told.
	}{
		{patch: model.Patch{Inserts: []model.Triple{fred, bytes}}},
		{patch: model.Patch{Inserts: []model.Triple{fred}}, isQuiet: true},
		{patch: model.Patch{Deletes: []model.Triple{fred}, Inserts: []model.Triple{wilma}}},
		{patch: many},
		{patch: model.Patch{Inserts: []model.Triple{fred}}},
		{patch: model.Patch{Inserts: []model.Triple{fred}}, isQuiet: true},
		{patch: model.Patch{Deletes: many.Inserts[:10], Inserts: []model.Triple{triple("barney", "name", "Barney")}}},
	} {
		if err := r.Patch(t.Context(), w.patch); err != nil {
			t.Fatal(err)
		}
		if !w.isQuiet {
			told = append(told, receive(t, updates))
		}
	}
	r.mu.Lock()
	if !r.latest.isKnown || r.latest.after == 0 || len(r.latest.updates) != 2 {
		t.Errorf("%d updates are kept, after %d", len(r.latest.updates), r.latest.after)
	}
	r.mu.Unlock()
	again := func() (read []Update) {
		updates, stop := r.Follow(0)
		defer stop()
		for range told {
			read = append(read, receive(t, updates))
		}
		return read
	}
	if diff := cmp.Diff(told, again()); diff != "" {
		t.Errorf("read partly from the log (-told +read)\n%s", diff)
	}
	r.mu.Lock()
	r.latest = latest{}
	r.mu.Unlock()
	if diff := cmp.Diff(told, again()); diff != "" {
		t.Errorf("read from the log (-told +read)\n%s", diff)
	}
}
