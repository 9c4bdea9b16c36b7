package store

import (
	"encoding/binary"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/operation"
)

// maxFaults is how many faults are told.
const maxFaults = 100

type verifier struct {
	*Tx
	Report
	used   map[termID]bool
	counts map[model.IRI]uint64
	types  map[string]bool
	words  map[posting]uint64
}

func (v *verifier) fault(format string, args ...any) {
	if len(v.Faults) < maxFaults {
		v.Faults = append(v.Faults, fmt.Sprintf(format, args...))
	}
}

// triples compares the three orders, and counts what the other indexes should say.
func (v *verifier) triples() {
	v.used, v.counts, v.types = make(map[termID]bool), make(map[model.IRI]uint64), make(map[string]bool)
	v.words = make(map[posting]uint64)
	var digest Digest
	n := 0
	waits := v.waits()
	_ = v.spo.ForEach(func(k, tids []byte) error {
		i := readSPO(k)
		if !i.isWhole() {
			v.fault("a triple has a key that is no triple's")
			return nil
		}
		n++
		for _, id := range []termID{i.s, i.p, i.o} {
			if v.terms.Get(appendID(nil, id)) == nil {
				v.fault("a triple has the term %d, which is missing", id)
				return nil
			}
			v.used[id] = true
		}
		t := v.triple(i)
		digest.Add(t, readTIDs(tids))
		v.counts[t.S]++
		if indexed(t.O) {
			for w := range textWords(t.O.Value) {
				v.words[posting{w, i.s}]++
			}
		}
		if t.P == model.RDFType && t.O.IsRef() {
			v.types[string(v.store.classKey(i.o, t.S))] = true
		}
		if v.isInOrder(v.pos, i.inPOS()) == waits[i] || v.isInOrder(v.osp, i.inOSP()) == waits[i] {
			v.fault("<%s> <%s> %s is not in every order", t.S, t.P, t.O.Key())
		}
		return nil
	})
	for name, bucket := range map[string]bucket{"POS": v.pos, "OSP": v.osp} {
		if got := bucket.Stats().KeyN + len(waits); got != n {
			v.fault("there are %d triples, but %d in the order %s", n, got, name)
		}
	}
	if got := v.Digest(); got != digest {
		v.fault("the digest is %v, and should be %v", got, digest)
	}
}

// waits are the triples that wait to be put into the orders.
func (v *verifier) waits() map[ids]bool {
	all, n := make(map[ids]bool), 0
	for k, b := range v.waitingTriples().after(0) {
		some, ok := readWaitingTriples(unsealed(k, b))
		for _, i := range some {
			all[i] = true
		}
		if n += len(some); !ok || len(all) != n {
			v.fault("what waits to be put in order is not what was written")
		}
	}
	if got := v.waitingTriples().total(); got != n {
		v.fault("%d triples wait to be put in order, and %d are counted", n, got)
	}
	return all
}

func (v *verifier) isInOrder(b bucket, x three) bool { return b.Get(x.append(nil)) != nil }

// termIndex compares the terms with their index, and with what triples use.
func (v *verifier) termIndex() {
	n, names := 0, 0
	_ = v.terms.ForEach(func(k, record []byte) error {
		n++
		id := onlyID(k)
		if _, data := cutTerm(record); len(data) > 0 {
			if _, ok := unsealed(k, record); !ok {
				v.fault("the data of the term %s are not what was written", v.term(id).Key())
			}
		}
		naming := v.store.names(v.term(id))
		if naming {
			names++
		}
		if naming != (v.naming.Get(k) != nil) {
			v.fault("whether %s names subjects is not as it is kept", v.term(id).Key())
		}
		if !v.used[id] {
			v.fault("the term %d is in no triple", id)
		} else if back := v.idOf(v.term(id)); back != id {
			v.fault("the term %s is found as %d, not %d", v.term(id).Key(), back, id)
		}
		return nil
	})
	if got := v.naming.Stats().KeyN; got != names {
		v.fault("%d terms that name subjects are kept, and there are %d", got, names)
	}
	if got := v.termIDs.Stats().KeyN; got != n {
		v.fault("there are %d terms, but %d in their index", n, got)
	}
}

// subjectIndexes compares the lists of subjects, by IRI and by type, and counts.
func (v *verifier) subjectIndexes() {
	n, shown := 0, 0
	_ = v.subjects.ForEach(func(k, count []byte) error {
		n++
		if isListed(count) {
			shown++
		} else {
			s := v.store.readIRI(k)
			for _, class := range v.typesOf(v.idOf(model.Ref(s))) {
				delete(v.types, string(v.store.classKey(class, s)))
			}
		}
		if got, _ := binary.Uvarint(count); got != v.counts[v.store.readIRI(k)] {
			v.fault("<%s> is said to have %d triples, and has %d", v.store.readIRI(k), got, v.counts[v.store.readIRI(k)])
		}
		return nil
	})
	if n != len(v.counts) || v.CountSubjects("") != shown {
		v.fault("there are %d subjects, but %d are kept; %d are listed and %d counted", len(v.counts), n, shown, v.CountSubjects(""))
	}
	byType := make(map[string]int)
	_ = v.Tx.types.ForEach(func(k, _ []byte) error {
		_, s := cutID(k)
		if !v.types[string(k)] {
			v.fault("<%s> is listed under a type that it does not have", v.store.readIRI(s))
		}
		byType[string(k[:len(k)-len(s)])]++
		return nil
	})
	_ = v.Tx.counts.ForEach(func(class, _ []byte) error {
		if string(class) != string(keyAll) && byType[string(class)] == 0 {
			v.fault("subjects are counted of a type that none has")
		}
		return nil
	})
	listed := 0
	for class, count := range byType {
		listed += count
		if got, _ := binary.Uvarint(v.Tx.counts.Get([]byte(class))); got != uint64(count) {
			v.fault("%d subjects of a type are listed, and %d counted", count, got)
		}
	}
	if listed != len(v.types) {
		v.fault("there are %d types of subjects, but %d are listed", len(v.types), listed)
	}
}

// clocks follows the journal from where it begins, and compares what it comes to
// with the clocks.
func (v *verifier) clocks() {
	v.Standing, _ = v.standing()
	st, ok, err := v.State()
	if err != nil {
		v.fault("%v", err)
		return
	}
	if !ok {
		return // A clone that has not joined yet.
	}
	v.Unsupported = st.Unsupported
	codec := operation.NewCodec(v.store.domain)
	gwc, size, entries := st.StartGWC, uint64(0), 0
	reached, readable := make(replay), true
	for tick := uint64(0); ; {
		entry, err := v.EntryAfter(tick)
		if err != nil {
			v.fault("the journal after tick %d: %v", tick, err)
			return
		}
		if entry == nil {
			break
		}
		entries++
		tick = entry.Tick
		size += uint64(len(v.journal.Get(tickKey(tick))) + len(entry.Operation))
		op, err := codec.Parse(entry.Operation)
		var content *operation.Operation
		if err == nil {
			content, err = codec.Decode(op)
		}
		if err != nil {
			v.fault("the operation at tick %d: %v", tick, err)
			readable = false
			continue
		}
		reached.add(content)
		if tick > st.Time.Ticks() {
			v.fault("the journal is at tick %d, and the clock at %d", tick, st.Time.Ticks())
		}
		if entry.TID != op.Time.TID() {
			v.fault("the operation at tick %d has the TID %s, and is kept as %s", tick, op.Time.TID(), entry.TID)
		}
		if gwc, err = gwc.Set(op.Time); err != nil {
			v.fault("the journal at tick %d does not follow on: %v", tick, err)
			return
		}
	}
	if size != v.JournalBytes() {
		v.fault("the journal has %d bytes, and %d are counted", size, v.JournalBytes())
	}
	v.operations(codec, entries)
	if readable { // Else what it comes to is only an echo of that.
		if !st.GWC.SameUnblocked(gwc) { // What a blocked process did last is in no journal.
			v.fault("the journal does not come to what the clock says")
		}
		v.data(reached, st)
	}
}
