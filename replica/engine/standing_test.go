package engine

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// copyOf closes a clone, copies its file, and opens it again.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.mld")
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

// leaves makes sure that a clone has left the domain, and says what to do.
func (p *pub) leaves(c *seat) {
	p.t.Helper()
	err := p.write(c, "more-of-"+c.id)
	if err == nil || !strings.Contains(err.Error(), "old copy") || !strings.Contains(err.Error(), "mld-tui rescue test.m-ld.org") {
		p.t.Errorf("%s goes on writing: %v", c.id, err)
	}
	if st := c.e.Status(); !strings.Contains(st.ReadOnly, "old copy") {
		p.t.Errorf("the status of %s is %+v", c.id, st)
	}
}

// pair is a domain of two: one that started it, and one whose file a test copies.
func pair(t *testing.T) (p *pub, first, second *seat) {
	p = newPub(t)
	first = p.open("first", filepath.Join(t.TempDir(), "first.mld"), true)
	p.come(first)
	second = p.open("second", filepath.Join(t.TempDir(), "second.mld"), false)
	p.come(second)
	p.pass()
	p.mustWrite(first, "fred")
	p.mustWrite(second, "wilma")
	p.has(first, "fred", "wilma")
	p.has(second, "fred", "wilma")
	return p, first, second
}

// TestOldCopies puts back an old copy of a file, in all the ways in which its clone
// may find out. What others write, it must not drop, nor they what it writes.
func TestOldCopies(t *testing.T) {
	for name, test := range map[string]func(t *testing.T, p *pub, first, second *seat, old string){
		"which has written nothing": func(_ *testing.T, p *pub, _, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.come(c)
			p.leaves(c)
		},
		"which has written as often as was lost": func(_ *testing.T, p *pub, first, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.mustWrite(c, "new1", "new2")
			p.come(c)
			p.leaves(c)
			p.has(c, "new1", "new2")
			p.has(first, "lost1", "lost2")
		},
		"which has written more often than was lost": func(_ *testing.T, p *pub, _, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.mustWrite(c, "new1", "new2", "new3", "new4")
			p.come(c)
			p.leaves(c)
		},
		"and meets the others when they come": func(_ *testing.T, p *pub, first, _ *seat, old string) {
			p.offline(first)
			c := p.open("copy", old, false)
			p.come(c)
			p.mustWrite(c, "alone")
			p.come(first)
			p.pass()
			p.leaves(c)
		},
		"and is opened again": func(t *testing.T, p *pub, _, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.come(c)
			p.shut(c)
			c = p.open("again", old, false)
			p.leaves(c)
			if ids := c.e.Others(); len(ids) > 0 {
				t.Errorf("it sees %v without a connection", ids)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, first, second := pair(t)
			p.shut(second)
			old := copyOf(t, second.path)
			second = p.open("second2", second.path, false)
			p.come(second)
			p.mustWrite(second, "lost1", "lost2")
			p.has(first, "lost1", "lost2")
			p.shut(second)
			test(t, p, first, second, old)
			if st := first.e.Status(); st.ReadOnly != "" {
				t.Errorf("the other is read-only: %s", st.ReadOnly)
			}
			p.mustWrite(first, "after")
		})
	}
}

// TestTwoOfOneFile runs two clones from one file at the same time: at the latest
// when both have written, at least one of them has left.
func TestTwoOfOneFile(t *testing.T) {
	for name, test := range map[string]func(p *pub, first, one, two *seat){
		"one after the other": func(p *pub, _, one, two *seat) {
			p.mustWrite(one, "one")
			_ = p.write(two, "two")
		},
		"at the same time": func(p *pub, _, one, two *seat) {
			// Neither has heard of the other's.
			p.offline(one)
			p.mustWrite(one, "one")
			p.mustWrite(two, "two")
			p.come(one)
		},
		"both, and then a third asks": func(p *pub, first, one, two *seat) {
			p.offline(first)
			p.mustWrite(one, "one")
			p.come(first)
			_ = p.write(two, "two")
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, first, second := pair(t)
			p.shut(second)
			copied := copyOf(t, second.path)
			one, two := p.open("one", second.path, false), p.open("two", copied, false)
			p.come(one)
			p.come(two)
			test(p, first, one, two)
			for range 5 {
				p.pass()
			}
			left := 0
			for _, c := range []*seat{one, two} {
				if c.e.Status().ReadOnly != "" {
					p.leaves(c)
					left++
				}
			}
			if left == 0 {
				t.Error("both go on")
			}
		})
	}
}

// TestNoFalseAlarm restarts a clone, kills it before its commits reach anybody,
// and has it hear its own operations again: it stays.
func TestNoFalseAlarm(t *testing.T) {
	p, first, second := pair(t)
	for round := range 5 {
		p.offline(second)
		p.mustWrite(second, "offline"+strconv.Itoa(round))
		p.mustWrite(first, "meanwhile"+strconv.Itoa(round))
		p.shut(second)
		second = p.open("second"+strconv.Itoa(round), second.path, false)
		p.come(second)
		third := p.open("third"+strconv.Itoa(round), filepath.Join(t.TempDir(), "third.mld"), false)
		p.come(third) // From either: both fork.
		p.mustWrite(third, "third"+strconv.Itoa(round))
		p.pass()
		p.has(first, "offline"+strconv.Itoa(round), "third"+strconv.Itoa(round))
		p.has(second, "meanwhile"+strconv.Itoa(round), "third"+strconv.Itoa(round))
		for _, c := range p.seats {
			if c.e != nil && c.e.Status().ReadOnly != "" {
				t.Fatalf("%s: %s", c.id, c.e.Status().ReadOnly)
			}
		}
	}
}

// TestResumesAtAnotherTick: two clones from one file give their operations
// different TIDs.
func TestResumesAtAnotherTick(t *testing.T) {
	p, _, second := pair(t)
	p.shut(second)
	one, two := p.open("one", second.path, false), p.open("two", copyOf(t, second.path), false)
	a, _ := one.e.Time()
	b, _ := two.e.Time()
	if a.Equal(b) {
		t.Errorf("both are at %d", a.Ticks())
	}
	var tids []clock.TID
	for _, c := range []*seat{one, two} {
		p.mustWrite(c, "x")
		now, _ := c.e.Time()
		tids = append(tids, now.TID())
	}
	if tids[0] == tids[1] {
		t.Errorf("two operations have the TID %s", tids[0])
	}
}

// TestOneMessageDoesNotMakeACopy: a message that says of this clone's process what
// the clone has not done is refused, and told; but the clone stays, for nobody else
// holds such an operation.
func TestOneMessageDoesNotMakeACopy(t *testing.T) {
	v := newVictim(t)
	forged := guestOperation(t, []any{[]any{2.0}, 1.0}, 0, nil) // Its tick 2, in another past.
	before, at := v.names(), v.state.Time
	v.do(Operation{Payload: forged})
	v.refusedOnce("process l", "it claims a tick of this clone's own, which this clone has used for something else or not at all", 1)
	if st := v.Status(); st.ReadOnly != "" || !strings.Contains(st.Lost, "an operation of the process l was refused") {
		t.Errorf("%+v", st)
	}
	v.unharmed(before, at)

	p, first, second := pair(t)
	now, _ := second.e.Time()
	early, err := now.At(now.Ticks() - 1) // A tick that was not given out to an operation.
	if err != nil {
		t.Fatal(err)
	}
	op := &operation.Operation{From: early.Ticks(), Time: early}
	p.to(second.id, Operation{Payload: operation.NewMessage(0, testCodec.Encode(op), nil).Payload})
	p.settle()
	for range 5 {
		p.pass()
	}
	if st := second.e.Status(); st.ReadOnly != "" || st.Outdated || st.Refusals != 1 {
		t.Errorf("%+v", st)
	}
	p.mustWrite(second, "still")
	p.has(first, "still")
}
