package main

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// ledger reads the operations that clones send, and so knows by itself what the data is
// to be: a value is there for as long as an operation has asserted it that no other has
// named as removed (protocol page, section 8). It may be used by several goroutines.
type ledger struct {
	mu    sync.Mutex
	codec operation.Codec
	// asserted and removed are by whom; an edit that is both has been seen by who removed it.
	asserted, removed map[assertion]string
	// told are the transactions of which something was sent, by themselves or with others
	// as one operation.
	told   map[clock.TID]bool
	sent   map[string]int
	faults []error
}

// assertion is a value of one transaction.
type assertion struct {
	triple model.Triple
	tid    clock.TID
}

func newLedger() *ledger {
	return &ledger{
		codec:    operation.NewCodec(tuitest.Domain),
		asserted: make(map[assertion]string), removed: make(map[assertion]string),
		told: make(map[clock.TID]bool), sent: make(map[string]int),
	}
}

// tapped is a transport of which the ledger sees what is sent.
type tapped struct {
	replica.Transport

	ledger *ledger
	who    string
}

// Send implements replica.Transport.
func (t tapped) Send(effect engine.Effect) error {
	switch s := effect.(type) {
	case engine.SendOperation:
		t.ledger.note(t.who, s.Payload)
	case engine.SendNotify: // Who comes back is given what it lacks.
		t.ledger.noteGiven(t.who, s.Payload)
	}
	return t.Transport.Send(effect)
}

// noteGiven reads an operation that is given to one clone.
func (l *ledger) noteGiven(who string, payload []byte) {
	n, err := control.ParseNotification(payload)
	if err != nil || n.Next == nil {
		return // It is somebody's presence, or the end.
	}
	if _, err := l.codec.ParseDatum(n.Next); err != nil { // else a part of a snapshot
		l.note(who, n.Next)
	}
}

func (l *ledger) fault(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = append(l.faults, err)
}

// read reads an operation, and which transactions are in it.
func (l *ledger) read(payload []byte) (op *operation.Operation, of map[clock.TID]bool, err error) {
	msg, err := l.codec.ParseMessage(payload)
	if err != nil {
		return nil, nil, err
	}
	if op, err = l.codec.Decode(msg.Encoded); err != nil {
		return nil, nil, err
	}
	of = make(map[clock.TID]bool)
	for tick := op.From; tick <= op.Time.Ticks(); tick++ {
		time, err := op.Time.At(tick)
		if err != nil {
			return nil, nil, err
		}
		of[time.TID()] = true
	}
	return op, of, nil
}

// note reads an operation. It may be of several transactions of one clone, and leaves out
// what one of them asserted and another removed (protocol page, section 9); and what was
// sent may be sent again, in this form or that.
func (l *ledger) note(who string, payload []byte) {
	op, of, err := l.read(payload)
	if err != nil {
		l.fault(err)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	remove := func(a assertion) {
		if _, known := l.removed[a]; !known {
			l.removed[a] = who
		}
	}
	asserts := make(map[assertion]bool)
	for a := range assertions(op.Inserts) {
		asserts[a] = true
		if _, known := l.asserted[a]; !known {
			l.asserted[a] = who
			if l.told[a.tid] {
				remove(a)
			}
		}
	}
	for a := range assertions(op.Deletes) {
		remove(a)
	}
	if op.IsFusion() {
		for a := range l.asserted {
			if of[a.tid] && !asserts[a] {
				remove(a)
			}
		}
	}
	for tid := range of {
		if !l.told[tid] {
			l.told[tid] = true
			l.sent[who]++
		}
	}
}

// assertions are those that an operation makes, or removes.
func assertions(of []operation.TripleTIDs) iter.Seq[assertion] {
	return func(yield func(assertion) bool) {
		for _, t := range of {
			for _, tid := range t.TIDs {
				if !yield(assertion{t.Triple, tid}) {
					return
				}
			}
		}
	}
}

// of counts the operations that somebody has sent.
func (l *ledger) of(who string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent[who]
}

// by are the values that somebody has asserted.
func (l *ledger) by(who string) map[model.Triple]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make(map[model.Triple]bool)
	for a, by := range l.asserted {
		if by == who {
			all[a.triple] = true
		}
	}
	return all
}

// isPlain leaves out what the rule of lists rewrites by itself at each clone.
func isPlain(t model.Triple) bool {
	return !strings.HasPrefix(string(t.P), "http://json-rql.org/#") && !strings.Contains(string(t.S), "genid") &&
		!strings.HasPrefix(string(t.S), "_:") && (!t.O.IsRef() || !strings.Contains(t.O.Value, "genid") && !strings.HasPrefix(t.O.Value, "_:"))
}

// data is what is to be there.
func (l *ledger) data() []model.Triple {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []model.Triple
	for a := range l.asserted {
		if _, gone := l.removed[a]; !gone && isPlain(a.triple) {
			all = append(all, a.triple)
		}
	}
	slices.SortFunc(all, model.Triple.Compare)
	return slices.Compact(all)
}

// edits tells what has become of what somebody has asserted: it is there, they have
// removed it themself, or another has, who knew of it.
func (l *ledger) edits(who string) (there, taken, byOthers int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for a, by := range l.asserted {
		if by != who {
			continue
		}
		switch remover, gone := l.removed[a]; {
		case !gone:
			there++
		case remover == who:
			taken++
		default:
			byOthers++
		}
	}
	return there, taken, byOthers
}

// check compares a clone's data with what the operations say.
func (l *ledger) check(t *testing.T, r *replica.Replica) {
	t.Helper()
	var has []model.Triple
	if err := r.Read(t.Context(), func(g model.Graph) error {
		has = slices.Collect(g.Match(model.Pattern{}))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	has = slices.DeleteFunc(has, func(t model.Triple) bool { return !isPlain(t) })
	slices.SortFunc(has, model.Triple.Compare)
	want := l.data()
	for _, triple := range want {
		if _, found := slices.BinarySearchFunc(has, triple, model.Triple.Compare); !found {
			t.Errorf("%v was saved, and is lost: nobody who knew of it has removed it", triple)
		}
	}
	for _, triple := range has {
		if _, found := slices.BinarySearchFunc(want, triple, model.Triple.Compare); !found {
			t.Errorf("%v is there, and all who saved it, or others who knew, have removed it", triple)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, err := range l.faults {
		t.Error(err)
	}
}
