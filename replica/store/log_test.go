package store

import (
	"fmt"
	"hash/fnv"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

var epoch = time.UnixMilli(1_700_000_000_000)

// drawUpdate is a random record at a tick. Subjects begin like each other, for the
// index must not mix them up.
func drawUpdate(rt *rapid.T, tick uint64) *Update {
	u := &Update{
		Tick: tick, TID: clock.TID(fmt.Sprint("t", tick)), Time: epoch.Add(time.Duration(tick) * time.Hour),
		Reason: rapid.SampledFrom([]Reason{ReasonLocal, ReasonRemote, ReasonRemote}).Draw(rt, "reason"),
	}
	u.Self = u.Reason == ReasonLocal
	if rapid.IntRange(0, 30).Draw(rt, "snapshot") == 0 {
		u.Reason = ReasonSnapshot
		return u
	}
	seen := make(map[model.Triple]bool)
	for range rapid.IntRange(0, 4).Draw(rt, "shifts") {
		s := Shift{Triple: model.Triple{
			S: domain.Base() + model.IRI(rapid.SampledFrom([]string{"", "a", "ab", "a\x00\x00", "a\x00b"}).Draw(rt, "s")),
			P: domain.Vocab() + model.IRI(rapid.SampledFrom([]string{"p", "q"}).Draw(rt, "p")),
			O: model.Integer(int64(rapid.IntRange(0, 2).Draw(rt, "o"))),
		}, Was: rapid.Bool().Draw(rt, "was"), Is: rapid.Bool().Draw(rt, "is")}
		if rapid.Bool().Draw(rt, "own") {
			s.Added = []clock.TID{u.TID}
		} else {
			s.Added, s.Removed = []clock.TID{"kQE=", "odd"}, []clock.TID{"kQI="}
		}
		if !seen[s.Triple] {
			seen[s.Triple] = true
			u.Shifts = append(u.Shifts, s)
		}
	}
	return u
}

// TestLogAndItsIndex compares the log with a plain list: what is kept, in order; the
// history of every subject, property and value; and the places of ticks and times.
func TestLogAndItsIndex(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := Options{Domain: domain, NoSync: true, Log: LogBounds{
			Age:   time.Duration(rapid.IntRange(5, 100).Draw(rt, "age")) * time.Hour,
			Bytes: int64(rapid.IntRange(500, 5000).Draw(rt, "bytes")),
		}}
		path := filepath.Join(t.TempDir(), "data.mld")
		s, err := Open(path, o)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		var all []*Update // Number n is at n-1.
		for tick := range uint64(rapid.IntRange(1, 60).Draw(rt, "updates")) {
			u := drawUpdate(rt, tick*2+1)
			all = append(all, u)
			if err := s.Update(func(tx *Tx) error { return tx.AppendUpdate(u) }); err != nil {
				rt.Fatal(err)
			}
		}
		if rapid.Bool().Draw(rt, "compact") {
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
			if _, _, err := Compact(path, o); err != nil {
				rt.Fatal(err)
			}
			if s, err = Open(path, o); err != nil {
				rt.Fatal(err)
			}
		}
		if faults, err := s.Verify(); err != nil || len(faults) > 0 {
			rt.Fatal(faults, err)
		}
		if err := s.View(func(tx *Tx) error { return compareLog(tx, all, o.Log) }); err != nil {
			rt.Fatal(err)
		}
	})
}

func compareLog(tx *Tx, all []*Update, bounds LogBounds) error {
	first := int(tx.FirstUpdate())
	size := 0
	for i := len(all); i >= first; i-- {
		u, err := tx.Update(uint64(i))
		if err != nil {
			return err
		}
		written := *all[i-1]
		written.Sum() // Who reads is given that.
		if got, want := fmt.Sprintf("%+v", u), fmt.Sprintf("%+v", &written); got != want {
			return fmt.Errorf("record %d is %s, not %s", i, got, want)
		}
		size += len(packUpdate(u))
	}
	oldest := all[min(first, len(all))-1]
	if size > int(bounds.Bytes)+200*logDrops || all[len(all)-1].Time.Sub(oldest.Time) > bounds.Age {
		return fmt.Errorf("from %d on, %d bytes are kept", first, size)
	}
	if tick, at, ok := tx.Cut(); ok != (first > 1) || ok && (tick != all[first-2].Tick || !at.Equal(all[first-2].Time)) {
		return fmt.Errorf("the log is cut at %d, %v, %t, before record %d", tick, at, ok, first)
	}
	for _, sub := range []string{"", "a", "ab", "a\x00\x00", "a\x00b", "none"} {
		for _, p := range []model.Pattern{{}, {P: domain.Vocab() + "p"}, {P: domain.Vocab() + "q", O: model.Integer(1)}} {
			p.S = domain.Base() + model.IRI(sub)
			for _, before := range []int{0, first, len(all) / 2, len(all) + 5} {
				var want []uint64
				for i := len(all); i >= first; i-- {
					touches := slices.ContainsFunc(all[i-1].Shifts, func(s Shift) bool { return p.Matches(s.Triple) })
					if touches && (before == 0 || i < before) {
						want = append(want, uint64(i))
					}
				}
				if got := slices.Collect(tx.HistoryOf(p, uint64(before))); !slices.Equal(got, want) {
					return fmt.Errorf("the history of %v before %d is %v, not %v", p, before, got, want)
				}
			}
		}
	}
	for tick := range uint64(2*len(all) + 2) {
		want := uint64(first - 1)
		for i := first; i <= len(all); i++ {
			if all[i-1].Tick <= tick {
				want = uint64(i)
			}
		}
		if got := tx.UpdateAtTick(tick); got != want {
			return fmt.Errorf("tick %d is at record %d, not %d", tick, got, want)
		}
		if got := tx.UpdateAtTime(epoch.Add(time.Duration(tick)*time.Hour + time.Microsecond)); got != want {
			return fmt.Errorf("hour %d is at record %d, not %d", tick, got, want)
		}
	}
	return nil
}

// TestVerifySeesFaultsOfTheLog: an entry of the index that is missing, one too
// many, and a record that is gone.
func TestVerifySeesFaultsOfTheLog(t *testing.T) {
	for name, spoil := range map[string]func(*Tx) error{
		"missing": func(tx *Tx) error {
			k, _ := tx.history.Cursor().First()
			return tx.history.Delete(k)
		},
		"too many": func(tx *Tx) error { return tx.history.Put([]byte("odd"), nil) },
		"gone":     func(tx *Tx) error { return tx.log.Delete(tickKey(2)) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			err = s.Update(func(tx *Tx) error {
				for tick := range uint64(3) {
					shift := Shift{Triple: model.Triple{S: domain.Base() + "a", P: domain.Vocab() + "p", O: model.Integer(int64(tick))}, Is: true}
					if err := tx.AppendUpdate(&Update{Tick: tick, Time: epoch, Reason: ReasonRemote, Shifts: []Shift{shift}}); err != nil {
						return err
					}
				}
				return spoil(tx)
			})
			if err != nil {
				t.Fatal(err)
			}
			if faults, err := s.Verify(); err != nil || len(faults) == 0 {
				t.Errorf("nothing is found: %v", err)
			}
		})
	}
}

// TestTheHashOfTheIndexStays: it is in files.
func TestTheHashOfTheIndexStays(t *testing.T) {
	for _, parts := range [][]string{{}, {""}, {"a"}, {"http://d/#name", "Añil", "\x00\xff"}} {
		h := fnv.New32a()
		for _, part := range parts {
			_, _ = h.Write([]byte(part + "\x00"))
		}
		if got := hashOf(parts...); got != h.Sum32() {
			t.Errorf("%q has the hash %x, not %x", parts, got, h.Sum32())
		}
	}
}
