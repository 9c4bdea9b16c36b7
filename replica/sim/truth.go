package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// The naive model. An SU-Set is a set of pairs: a triple, and the transaction
// that inserted it. An operation adds pairs of its own transaction, and takes away
// pairs that its writer held. As a pair is added by one transaction only, and
// taken away only by those who had it, the order of operations means nothing:
// what is held is what was ever added less what was ever taken away.

// pair is one element of the set.
type pair struct {
	triple model.Triple
	tid    clock.TID
}

// op is an operation that a clone has committed.
type op struct {
	tid    clock.TID
	time   clock.Tree
	by     *clone
	acked  bool
	agreed bool
	// after is how many agreements it knows.
	after   int
	deletes []pair
	inserts []pair
}

func (t *truth) newOp(by *clone, encoded *operation.Encoded, decoded *operation.Operation) *op {
	return &op{
		tid: encoded.Time.TID(), time: encoded.Time, by: by, agreed: encoded.Agreed != nil, after: t.at(encoded.Time).agreed,
		deletes: pairsOf(decoded.Deletes), inserts: pairsOf(decoded.Inserts),
	}
}

func (o *op) String() string { return fmt.Sprintf("%s (%s)", describeTime(o.time), o.by.name) }

// truth is all operations that any clone has committed.
type truth struct {
	ops []*op
	// agreements are those of them that void others.
	agreements []*op
	byTID      map[clock.TID]*op
	inserted   map[model.Triple][]*op
	deleted    map[pair][]*op
}

func newTruth() *truth {
	return &truth{
		byTID: make(map[clock.TID]*op), inserted: make(map[model.Triple][]*op), deleted: make(map[pair][]*op),
	}
}

// bare is a triple without what stands beside its value.
func bare(t model.Triple) model.Triple {
	t.O.Data = ""
	return t
}

func pairsOf(tts []operation.TripleTIDs) (pairs []pair) {
	for _, tt := range tts {
		for _, tid := range tt.TIDs {
			pairs = append(pairs, pair{bare(tt.Triple), tid})
		}
	}
	return pairs
}

// held are the transactions that hold a triple in the past of a time, for the one whose time
// it is: who breaks the law holds what comes of it.
func (t *truth) held(triple model.Triple, time clock.Tree) (tids []clock.TID) {
	then := t.at(time)
	counts := func(o *op) bool {
		return then.counts(o) || o.unlawful() && isOwn(o.time, time) && then.knows(o) && !then.voids(o)
	}
	for _, o := range t.inserted[triple] {
		if counts(o) && !slices.ContainsFunc(t.deleted[pair{triple, o.tid}], counts) {
			tids = append(tids, o.tid)
		}
	}
	return tids
}

// expect is the operation that a transaction must be, by the definition, when it
// is written at a time that its writer's past leads up to.
func (t *truth) expect(p model.Patch, time clock.Tree) (deletes, inserts []pair) {
	stays := make(map[model.Triple]bool)
	for _, triple := range p.Inserts {
		if !stays[bare(triple)] {
			stays[bare(triple)] = true
			inserts = append(inserts, pair{bare(triple), time.TID()})
		}
	}
	goes := make(map[model.Triple]bool)
	for _, triple := range p.Deletes {
		if triple = bare(triple); stays[triple] || goes[triple] {
			continue
		}
		goes[triple] = true
		for _, tid := range t.held(triple, time) {
			deletes = append(deletes, pair{triple, tid})
		}
	}
	return deletes, inserts
}

// add takes an operation that was committed by its writer, and compares it with
// what it must be.
func (t *truth) add(o *op, deletes, inserts []pair) error {
	if other := t.byTID[o.tid]; other != nil {
		return fmt.Errorf("%v and %v have the same TID", o, other)
	}
	if diff := diffPairs(o.deletes, deletes); diff != "" {
		return fmt.Errorf("%v deletes other than what was held: %s%s", o, diff, t.fates(o.deletes, deletes))
	}
	if diff := diffPairs(o.inserts, inserts); diff != "" {
		return fmt.Errorf("%v inserts other than what was written: %s", o, diff)
	}
	t.take(o)
	return nil
}

// addFreely takes an operation that rules have made of what was written, or of
// what came from elsewhere: it may delete what was held, and insert anything.
func (t *truth) addFreely(o *op) error {
	if other := t.byTID[o.tid]; other != nil {
		return fmt.Errorf("%v and %v have the same TID", o, other)
	}
	for _, p := range o.deletes {
		if !slices.Contains(t.held(p.triple, o.time), p.tid) {
			return fmt.Errorf("%v deletes what was not held: %s", o, describePair(p))
		}
	}
	for _, p := range o.inserts {
		if p.tid != o.tid {
			return fmt.Errorf("%v inserts for another: %s", o, describePair(p))
		}
	}
	t.take(o)
	return nil
}

func (t *truth) take(o *op) {
	o.judged()
	t.ops = append(t.ops, o)
	t.byTID[o.tid] = o
	if o.agreed {
		t.agreements = append(t.agreements, o)
		o.by.say("agrees with %v", o)
	}
	for _, p := range o.inserts {
		t.inserted[p.triple] = append(t.inserted[p.triple], o)
	}
	for _, p := range o.deletes {
		t.deleted[p] = append(t.deleted[p], o)
	}
}

// state is what must be held by a clone with a global clock.
func (t *truth) state(gwc clock.Global) (pairs []pair) {
	now := t.atGlobal(gwc)
	for _, o := range t.ops {
		if !now.counts(o) {
			continue
		}
		for _, p := range o.inserts {
			if !slices.ContainsFunc(t.deleted[p], now.counts) {
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

func comparePairs(a, b pair) int {
	return cmp.Or(a.triple.Compare(b.triple), cmp.Compare(a.tid, b.tid))
}

// diffPairs says what one set has, and the other has not; it is empty when they
// are equal.
func diffPairs(got, want []pair) string {
	a, b := slices.Clone(got), slices.Clone(want)
	slices.SortFunc(a, comparePairs)
	slices.SortFunc(b, comparePairs)
	var out []string
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && comparePairs(a[0], b[0]) < 0:
			out = append(out, "+"+describePair(a[0]))
			a = a[1:]
		case len(a) == 0 || comparePairs(a[0], b[0]) > 0:
			out = append(out, "-"+describePair(b[0]))
			b = b[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	const most = 8
	if len(out) > most {
		out = append(out[:most], fmt.Sprintf("and %d more", len(out)-most))
	}
	return strings.Join(out, ", ")
}

// fates says who wrote and deleted what is in one set of pairs only.
func (t *truth) fates(got, want []pair) string {
	var b strings.Builder
	for _, sets := range [][2][]pair{{got, want}, {want, got}} {
		for _, p := range sets[0] {
			if !slices.Contains(sets[1], p) {
				fmt.Fprintf(&b, "\n  %s was inserted by %v, and deleted by %v", describePair(p), t.byTID[p.tid], t.deleted[p])
			}
		}
	}
	return b.String()
}

func describePair(p pair) string {
	short := func(s string) string {
		return strings.TrimPrefix(strings.TrimPrefix(s, string(domain.Vocab())), string(domain.Base()))
	}
	value := short(p.triple.O.Value)
	return fmt.Sprintf("%s %s %.20q %s", short(string(p.triple.S)), short(string(p.triple.P)), value, p.tid)
}
