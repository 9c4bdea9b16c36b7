package store_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

var flips = flag.Int("flips", 1500, "how many bits are turned over in a file, one at a time; 0 for one of every byte")

// rich is a small file that has something in every part.
func rich(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.mld")
	if err := os.WriteFile(path, lived(t), 0o600); err != nil {
		t.Fatal(err)
	}
	bytes := model.Bytes([]byte("some bytes that are beside their hash"))
	subject := domain.Base() + "s1"
	r, err := replica.Open(replica.Config{Domain: domain, File: path})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []model.Term{
		bytes, model.String(strings.Repeat("long ", 60)),
		model.Integer(7), model.Literal("5.0E-1", model.XSDDouble), model.Ref("urn:elsewhere"),
	} {
		change := model.Patch{Inserts: []model.Triple{{S: subject, P: domain.Vocab() + "p", O: o}}}
		if _, err := r.Write(t.Context(), func(model.Graph) (model.Patch, error) { return change, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path, store.Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	_, other := clock.Genesis().Fork()
	other = other.Tick()
	past := operation.NewCodec(domain).Encode(&operation.Operation{From: 1, Time: other}).Packed
	at := time.UnixMilli(1_700_000_000_000)
	err = s.Update(func(tx *store.Tx) error {
		if err := tx.Put([]store.Change{{Triple: model.Triple{S: subject, P: model.JSONRQLIndex, O: model.Integer(3)}, Derived: true}}); err != nil {
			return err
		}
		for _, reason := range []store.Reason{store.ReasonSnapshot, store.ReasonVoid, store.ReasonRemote} {
			if err := tx.AppendUpdate(&store.Update{
				Tick: 60, TID: "kQE=", Time: at, Reason: reason, Principal: "http://test.m-ld.org/who", Process: "-01",
				Shifts: []store.Shift{{
					Triple: model.Triple{S: subject, P: domain.Vocab() + "p", O: bytes}, Is: true,
					Removed: []clock.TID{"kQM="}, Added: []clock.TID{"kA==", "kQI="},
				}},
			}); err != nil {
				return err
			}
		}
		held, _ := tx.ValuesOf(subject, domain.Vocab()+"p")
		if err := tx.NoteUnaware(subject, domain.Vocab()+"p", []store.Unaware{{TID: held[0].TIDs[0], Of: held[1].TIDs}}); err != nil {
			return err
		}
		if err := tx.NoteUnaware(subject, domain.Vocab()+"settled", []store.Unaware{{TID: "kQY=", Of: []clock.TID{"kQc="}}}); err != nil {
			return err
		}
		if err := tx.PutPast(other.TID(), past); err != nil {
			return err
		}
		return tx.PutRefusals([]store.Refusal{{Kind: store.RefusedRule, Origin: "clone x", Why: "it made no sense", First: at, Last: at, Count: 3}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Compact(path, store.Options{Domain: domain}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// told is all that a file can be made to say.
func told(s *store.Store) (lines []string, err error) {
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	err = s.View(func(tx *store.Tx) error {
		st, has, err := tx.State()
		say("%x %x %x %x", st.Time.AppendMsgPack(nil), st.GWC.AppendMsgPack(nil), st.Agreed.AppendMsgPack(nil), st.StartGWC.AppendMsgPack(nil))
		say("%d %d %d %q %v %v", st.Start, st.Standing, st.Voided, st.Unsupported, has, tx.Digest())
		if err != nil {
			return err
		}
		var all store.Cursor
		for tt := range all.Next(tx) {
			say("%+v", tt)
			say("%v", slices.Collect(tx.HistoryOf(model.Pattern(tt.Triple), 0)))
			say("%v %v", tx.TIDs(tt.Triple), tx.TouchedAt(tt.Triple.S))
		}
		for tick := uint64(0); ; {
			entry, err := tx.EntryAfter(tick)
			if err != nil {
				return err
			}
			if entry == nil {
				break
			}
			tick = entry.Tick
			say("%+v", entry)
		}
		_, other := clock.Genesis().Fork()
		past, known := tx.Operation(other.Tick().TID())
		say("%d %d %v %t", tx.JournalBytes(), tx.Fused(), past, known)
		for seq, u := range tx.UpdatesAfter(0) {
			say("%d %+v", seq, u)
		}
		cutTick, cutTime, cut := tx.Cut()
		say("%d %d %d %d %d %v %t", tx.Marker(), tx.FirstUpdate(), tx.LastUpdate(), tx.LastOwnUpdate(), cutTick, cutTime, cut)
		for _, order := range []store.Order{store.ByID, store.ByName, store.ByRecent} {
			for _, class := range []model.IRI{"", domain.Vocab() + "Thing"} {
				for s, place := range tx.List(order, class, "", false) {
					say("%d %s %s %s", order, class, s, place)
				}
			}
		}
		types := []string{fmt.Sprint(tx.CountSubjects(""))}
		for class, n := range tx.Types() {
			types = append(types, fmt.Sprint(class, n))
		}
		slices.Sort(types)
		say("%q", types)
		for at, place := range tx.Conflicts("", "") {
			say("%v %s %v", at, place, tx.ConflictAt(at.S, at.P))
		}
		say("%d", tx.CountConflicts())
		refusals, err := tx.Refusals()
		say("%+v", refusals)
		return err
	})
	return lines, err
}

// TestEveryFlippedBitIsNoticed turns over bits of a file, one at a time. Either that
// is told by the check, or by a file that cannot be opened; or it was where nothing is,
// and all that can be read is as it was.
func TestEveryFlippedBitIsNoticed(t *testing.T) {
	data := rich(t)
	path := filepath.Join(t.TempDir(), "data.mld")
	look := func(data []byte) (complaint string, lines []string) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(path, store.Options{Domain: domain, NoSync: true})
		if err != nil {
			return err.Error(), nil
		}
		defer func() { _ = s.Close() }()
		r, err := s.Examine()
		switch {
		case err != nil:
			return err.Error(), nil
		case len(r.Faults) > 0:
			return r.Faults[0], nil
		case r.Standing != store.Sound:
			return "its standing", nil
		}
		lines, err = told(s)
		if err != nil {
			t.Errorf("the check finds nothing, but: %v", err)
		}
		return "", lines
	}
	complaint, whole := look(data)
	if complaint != "" {
		t.Fatalf("a whole file is said to be broken: %s", complaint)
	}
	random := rand.New(rand.NewPCG(1, 2))
	places := random.Perm(len(data))
	if *flips > 0 {
		places = places[:min(*flips, len(places))]
	}
	noticed := 0
	for _, at := range places {
		bit := byte(1) << random.IntN(8)
		flipped := slices.Clone(data)
		flipped[at] ^= bit
		complaint, lines := look(flipped)
		if complaint != "" {
			noticed++
			continue
		}
		if !slices.Equal(lines, whole) {
			t.Errorf("byte %d (%#02x turned to %#02x, in page %d): nothing is said, but what can be read differs:\n%s",
				at, data[at], flipped[at], at/os.Getpagesize(), difference(whole, lines))
		}
	}
	t.Logf("%d of %d flips in %d bytes were noticed; the others changed nothing", noticed, len(places), len(data))
	if noticed < len(places)/20 {
		t.Errorf("only %d of %d were noticed", noticed, len(places))
	}
}

// difference is the first line that differs.
func difference(was, is []string) string {
	for i, line := range was {
		if i >= len(is) {
			return "missing: " + line
		}
		if is[i] != line {
			return "was: " + line + "\nis:  " + is[i]
		}
	}
	return "more: " + strings.Join(is[len(was):], "\n")
}
