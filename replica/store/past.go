package store

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Past is the data as it was after a record of the log. It is made of the present
// data, and of the subjects that were touched since, as they were then, which it has
// in a file of its own: so it takes memory that does not grow with what has changed.
// While it is used, it learns of what is touched further.
//
// Its methods may be called from any goroutine.
type Past struct {
	then   *Store
	number uint64

	mu sync.Mutex
	// known is the number of the last record that it knows of.
	known uint64
	round uint64
}

// The buckets that a Past has besides.
var (
	// bucketTouched has of each subject that was touched: when it was found, and
	// the names under which it is counted now.
	bucketTouched = []byte("touched")
	// bucketHidden counts the touched subjects that there are now, all and by type.
	bucketHidden = []byte("hidden")
)

// ErrNotKept says that the log does not lead from the present to a moment any more.
var ErrNotKept = errors.New("not kept")

// errNewer says that a Past knows more than a state that it is to be read with.
var errNewer = errors.New("the state is older than what is known of it")

// NewPast makes a Past of a domain: the data as it was after the record of a number.
// Its file is at a path; it goes with it, and does not outlive the process.
func NewPast(path string, domain model.Domain, number uint64) (*Past, error) {
	then, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		return nil, err
	}
	// Where an open file can be removed, no crash leaves it behind.
	_ = os.Remove(path)
	err = then.db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket(bucketTouched)
		_, also := tx.CreateBucket(bucketHidden)
		return errors.Join(err, also)
	})
	p := &Past{then: then, number: number, known: number}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// Close ends it, and removes its file. It waits for those who read.
func (p *Past) Close() error {
	err := p.then.Close()
	if gone := os.Remove(p.then.path); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// View reads the past, by a state of the present. The error is ErrNotKept where the
// log does not lead back any more.
func (p *Past) View(ctx context.Context, now *Tx, fn func(*Then) error) error {
	then, err := p.begin(ctx, now)
	if err != nil {
		return err
	}
	defer func() { _ = then.Close() }()
	return p.then.Guard(func() error {
		return fn(&Then{
			now: now, then: then, touched: then.tx.Bucket(bucketTouched), hidden: then.tx.Bucket(bucketHidden), number: p.number,
		})
	})
}

// IsNewer reports whether View failed because the past was read with a newer state
// meanwhile, so that the present must be looked at again.
func IsNewer(err error) bool { return errors.Is(err, errNewer) }

func (p *Past) begin(ctx context.Context, now *Tx) (*Tx, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case now.LastUpdate() < p.known:
		return nil, errNewer
	case now.Marker() > p.number || now.FirstUpdate() > p.known+1:
		return nil, ErrNotKept
	}
	if err := p.learn(ctx, now); err != nil {
		return nil, err
	}
	return p.then.Snapshot()
}

// pastBatch is how many shifts go into one transaction of a Past's file.
const pastBatch = 10_000

// learn takes in the records that it does not know, from the newest back. What was
// touched before stays as it is; what is touched for the first time is copied from
// the present, and what the records did to it is taken back.
func (p *Past) learn(ctx context.Context, now *Tx) (err error) {
	last := now.LastUpdate()
	if last == p.known {
		return nil
	}
	p.round++
	var l *learner
	for number := last; number > p.known; number-- {
		if err = ctx.Err(); err != nil {
			break
		}
		if l == nil {
			tx, begun := p.then.Begin()
			if err = begun; err != nil {
				return err
			}
			l = &learner{
				then: tx, now: now, touched: tx.tx.Bucket(bucketTouched), hidden: tx.tx.Bucket(bucketHidden),
				round: p.round, pending: make(map[model.Triple]Change),
			}
		}
		if err = l.takeBack(number); err != nil {
			break
		}
		if l.shifts >= pastBatch {
			if err = l.commit(); err != nil {
				break
			}
			l = nil
		}
	}
	switch {
	case err != nil && l != nil:
		// What is committed of the round would be taken for known the next time.
		return errors.Join(err, l.then.Close(), p.forget())
	case err != nil:
		return errors.Join(err, p.forget())
	case l != nil:
		if err := l.commit(); err != nil {
			return errors.Join(err, l.then.Close(), p.forget())
		}
	}
	p.known = last
	return nil
}

// forget begins anew: nothing is known.
func (p *Past) forget() error {
	p.known, p.round = p.number, 0
	return p.then.db.Update(func(tx *bbolt.Tx) error {
		names := append(slices.Clone(buckets), bucketTouched, bucketHidden)
		for _, name := range names[1:] { // All but meta.
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketMeta).Delete(keyDigest)
	})
}

// learner takes records in, in one transaction of a Past's file.
type learner struct {
	then, now       *Tx
	touched, hidden *bbolt.Bucket
	round           uint64
	shifts          int
	// pending are triples as they were, to be put together: what changes often is
	// put once.
	pending map[model.Triple]Change
}

// commit puts what is pending; after an error the transaction is to be closed.
func (l *learner) commit() error {
	changes := make([]Change, 0, len(l.pending))
	for _, c := range l.pending {
		changes = append(changes, c)
	}
	if err := l.then.Put(changes); err != nil {
		return err
	}
	return l.then.Commit()
}

func (l *learner) put(c Change) {
	key := c.Triple
	key.O.Data = ""
	l.pending[key] = c
}

// tids are those that a triple had, as far as it is known.
func (l *learner) tids(t model.Triple) []clock.TID {
	key := t
	key.O.Data = ""
	if c, ok := l.pending[key]; ok {
		return slices.Clone(c.TIDs)
	}
	return l.then.TIDs(t)
}

func (l *learner) takeBack(number uint64) error {
	u, err := l.now.Update(number)
	if err != nil {
		return err
	}
	if u == nil {
		return ErrNotKept
	}
	l.shifts += len(u.Shifts)
	subjects := l.then.store.indexOf(u)
	fresh := make(map[model.IRI]bool, len(subjects))
	for _, one := range subjects {
		if fresh[one.subject], err = l.touch(one.subject); err != nil {
			return err
		}
	}
	for _, s := range u.Shifts {
		if !fresh[s.Triple.S] {
			continue
		}
		tids := slices.DeleteFunc(l.tids(s.Triple), func(tid clock.TID) bool { return slices.Contains(s.Added, tid) })
		tids = append(tids, s.Removed...)
		if !s.Was {
			tids = nil
		}
		l.put(Change{Triple: s.Triple, TIDs: tids, Derived: s.Was && len(tids) == 0})
	}
	return nil
}

// touch makes sure that a subject is touched, and tells whether it is so only since
// this round.
func (l *learner) touch(subject model.IRI) (fresh bool, err error) {
	key := l.then.store.history(subject)
	round, names, known := readTouched(l.touched.Get(key))
	if known && round == l.round {
		return true, nil
	}
	if !known {
		for t, tids := range l.now.match(model.Pattern{S: subject}) {
			held := readTIDs(tids)
			l.put(Change{Triple: t, TIDs: held, Derived: len(held) == 0})
			l.shifts++
		}
		round = l.round
	}
	countedNow := namesOf(l.now, subject)
	for _, name := range names {
		if err := l.count(name, -1); err != nil {
			return false, err
		}
	}
	for _, name := range countedNow {
		if err := l.count(name, +1); err != nil {
			return false, err
		}
	}
	l.shifts++
	return !known, l.touched.Put(key, packTouched(round, countedNow))
}

func (l *learner) count(name string, delta int) error {
	key := []byte("n" + name)
	n, _ := binary.Uvarint(l.hidden.Get(key))
	return l.hidden.Put(key, binary.AppendUvarint(nil, n+uint64(delta)))
}

// namesOf are the names under which a subject is counted: its types, and an empty
// one for all.
func namesOf(tx *Tx, subject model.IRI) (names []string) {
	if !tx.is(subject, "") {
		return nil
	}
	names = append(names, "")
	for t := range tx.Match(model.Pattern{S: subject, P: model.RDFType}) {
		if t.O.IsRef() {
			names = append(names, t.O.Value)
		}
	}
	return names
}

func packTouched(round uint64, names []string) []byte {
	b := pack.AppendArray(pack.AppendUint(pack.AppendArray(nil, 2), round), len(names))
	for _, name := range names {
		b = pack.AppendString(b, name)
	}
	return b
}

func readTouched(b []byte) (round uint64, names []string, ok bool) {
	a, ok := decodeArray(b, 2)
	if !ok {
		return 0, nil, false
	}
	round, _ = pack.Int(a[0])
	list, _ := a[1].([]any)
	for _, v := range list {
		name, _ := v.(string)
		names = append(names, name)
	}
	return round, names, true
}
