package clock_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/replica/clock"
)

// What clocks say of agreements, in a domain in which they are made one after the
// other, each by somebody who knows those before. An agreement voids what is concurrent
// with it, forks included, so that a process can go on whose fork others still know;
// and AnyLt compares totals where one side is unforked. What can be relied upon:
//
//   - Any clock tells whether it knows an agreement. Up to the first that it does not
//     know, both are of one history, in which a process forks once or never; and all
//     later ones know that one.
//   - An agreement tells whether it knows an operation, if it does not know any other
//     agreement that the operation does not. (What comes together with an agreement of
//     a longer history may say that it knows what is void: see
//     TestTicksAloneDoNotTellOneHistoryFromAnother.)
//   - A process tells which of its own operations are known to somebody who knows no
//     fewer agreements.
func TestClocksTellAgreements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newHistory(t)
		for range rapid.IntRange(50, 200).Draw(t, "steps") {
			d.step()
		}
		d.checkAgreements()
		d.checkOperations()
		d.checkOwn()
	})
}

// A process has forked at its tick 5, which then was voided; it went on to 20. Who
// knows that, and nothing of the fork, is not less than who knew the fork.
func TestTicksAloneDoNotTellOneHistoryFromAnother(t *testing.T) {
	before, after := treeOf(t, `[1, [5, [3], 4], 2]`), treeOf(t, `[1, 20, [3]]`)
	if after.AnyLt(before) {
		t.Error("it is told: what relies on a common history can be simpler")
	}
	if !before.AnyLt(after) {
		t.Error("the agreement by the right side is not told")
	}
}

// done is an operation, with its past.
type done struct {
	time   clock.Tree
	by     *member
	agreed bool
	past   map[*done]bool
}

// entry is an operation in the journal of a process.
type entry struct {
	*done
	prev    uint64
	prevTID clock.TID
}

// member is a process of a domain. What it does with its clocks is what the engine
// does.
type member struct {
	time    clock.Tree
	gwc     clock.Global
	known   map[*done]bool
	journal []entry
}

type history struct {
	t          *rapid.T
	members    []*member
	ops        []*done
	agreements []*done
}

func newHistory(t *rapid.T) *history {
	first := &member{time: clock.Genesis(), gwc: clock.GenesisGlobal(), known: make(map[*done]bool)}
	d := &history{t: t, members: []*member{first}}
	d.write(first, false)
	return d
}

func (d *history) step() {
	m := rapid.SampledFrom(d.members).Draw(d.t, "member")
	switch rapid.SampledFrom([]string{"write", "write", "take", "take", "take", "fork", "agree"}).Draw(d.t, "do") {
	case "write":
		d.write(m, false)
	case "take":
		d.take(m, rapid.SampledFrom(d.ops).Draw(d.t, "operation"))
	case "fork":
		d.fork(m)
	case "agree":
		if !slices.ContainsFunc(d.agreements, func(a *done) bool { return !m.known[a] }) {
			d.write(m, true)
		}
	}
}

func (d *history) must(err error) {
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *history) write(m *member, agreed bool) {
	m.time = m.time.Tick()
	o := &done{time: m.time, by: m, agreed: agreed, past: maps.Clone(m.known)}
	d.ops = append(d.ops, o)
	if agreed {
		d.agreements = append(d.agreements, o)
	}
	d.add(m, o)
}

func (d *history) add(m *member, o *done) {
	tid, ok := m.gwc.TID(o.time)
	if !ok {
		d.t.Fatal("a process that has forked goes on")
	}
	m.journal = append(m.journal, entry{o, m.gwc.TicksOf(o.time), tid})
	m.known[o] = true
	var err error
	m.gwc, err = m.gwc.Set(o.time)
	d.must(err)
}

// fork makes a newcomer, at the last public tick.
func (d *history) fork(m *member) {
	if len(d.members) > 8 {
		return
	}
	public, err := m.time.At(m.gwc.TicksOf(m.time))
	d.must(err)
	ours, theirs := public.Fork()
	ticks := m.time.Ticks()
	m.time, err = ours.At(ticks)
	d.must(err)
	d.members = append(d.members, &member{
		time: theirs, gwc: m.gwc, known: maps.Clone(m.known), journal: slices.Clone(m.journal),
	})
}

// take gives a process an operation whose turn it is.
func (d *history) take(m *member, o *done) {
	for a := range m.known {
		if m.known[o] || a.agreed && !o.agreed && !o.past[a] {
			return // It is known, or void.
		}
	}
	for cause := range o.past {
		if !m.known[cause] {
			return
		}
	}
	if o.agreed && !d.rewind(m, o) {
		return
	}
	joined, err := m.time.Join(o.time)
	d.must(err)
	m.time = joined.Tick()
	d.add(m, o)
	m.time = m.time.Tick()
}

// rewind goes back to what an agreement knows; false where the clock of the process
// was forked from what is void.
func (d *history) rewind(m *member, agreement *done) bool {
	time, gwc := m.time, m.gwc
	var kept []entry
	for _, e := range slices.Backward(m.journal) {
		if agreement.past[e.done] {
			kept = append(kept, e)
			continue
		}
		prev, err := e.time.At(e.prev)
		d.must(err)
		gwc, err = gwc.SetTID(prev, e.prevTID)
		d.must(err)
		if path := e.time.Path(); path != "-" && !strings.HasPrefix(time.Path(), path) {
			time, err = time.WithProcess(prev)
			d.must(err)
		} else if fitting, ok := time.Fit(gwc); ok {
			time = fitting
		} else {
			return false
		}
	}
	slices.Reverse(kept)
	m.time, m.gwc, m.journal, m.known = time, gwc, kept, make(map[*done]bool)
	for _, e := range kept {
		m.known[e.done] = true
	}
	return true
}

func (d *history) checkAgreements() {
	for _, a := range d.agreements {
		for _, o := range d.ops {
			if knows := o == a || o.past[a]; o.time.AnyLt(a.time) == knows {
				d.t.Errorf("%s knows the agreement %s: %t", show(o.time), show(a.time), knows)
			}
		}
		for _, m := range d.members {
			if m.time.AnyLt(a.time) == m.known[a] || m.gwc.AnyLt(a.time) == m.known[a] {
				d.t.Errorf("%s knows the agreement %s: %t", show(m.time), show(a.time), m.known[a])
			}
		}
	}
}

func (d *history) checkOperations() {
	for i, a := range d.agreements {
		for _, o := range d.ops {
			if i > 0 && !o.past[d.agreements[i-1]] && !d.agreements[i-1].past[o] && o != d.agreements[i-1] {
				continue // It is of a history that has come to an end before.
			}
			if knows := o == a || a.past[o]; a.time.AnyLt(o.time) == knows {
				d.t.Errorf("the agreement %s knows %s: %t", show(a.time), show(o.time), knows)
			}
		}
	}
}

func (d *history) checkOwn() {
	agreements := func(m *member) (n int) {
		for o := range m.known {
			if o.agreed {
				n++
			}
		}
		return n
	}
	for _, m := range d.members {
		for _, other := range d.members {
			if agreements(other) < agreements(m) {
				continue
			}
			known := m.time.KnownTo(other.gwc)
			for o := range m.known {
				if o.by == m && (o.time.Ticks() <= known) != other.known[o] {
					d.t.Errorf("%s is known to %x: %t", show(o.time), other.gwc.AppendMsgPack(nil), other.known[o])
				}
			}
		}
	}
}

func show(time clock.Tree) string {
	return fmt.Sprintf("%s@%d %x", time.Path(), time.Ticks(), time.AppendMsgPack(nil))
}
