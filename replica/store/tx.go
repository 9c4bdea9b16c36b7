package store

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
)

// Tx is one transaction: a state of the file, and, in Update, its changes. It
// belongs to one goroutine, and is a model.Graph.
type Tx struct {
	store *Store
	tx    *bbolt.Tx

	meta, terms, termIDs, spo, pos, osp bucket
	waiting                             bucket
	subjects, types, counts             bucket
	names, typeNames, recent            bucket
	postings                            bucket
	journal, ops, log, history          bucket
	unaware, unsettled, naming          bucket

	// steps are those through each bucket.
	steps [21]int

	// known are the terms that were read already.
	known        map[termID]model.Term
	lastS, lastP recent
	// lookups is at the term that was looked up last, and ids are those that were, in who
	// writes, by lookup key; zero for those that the file does not have.
	lookups *cursor
	ids     map[string]termID
	// late is what is put at the commit.
	late late
	// unordered are triples that were added and are not in the orders POS and OSP yet, and
	// besides what waits for that in the file, once who reads has looked: see orders.go.
	unordered []ids
	besides   *waiting
	// lateWords are the changes of the index of words that wait in the file, once who reads
	// has looked.
	lateWords []shiftedPosting
	hasLate   bool
	// latest are records of the log that LatestOf has read.
	latest map[uint64]*Update
	// oldest is when the oldest record of the log was made, or before, once one was added.
	oldest time.Time
	// behind is what IsBehind tells of what was committed.
	behind bool
	// added is room for what a Put adds, and portion for one.
	added   additions
	portion []counted
}

// maxKnown bounds the terms that a transaction remembers.
const maxKnown = 4096

// maxIDs bounds the ids that a transaction remembers when it puts nothing, and maxRoom the
// triples for which it keeps room.
const (
	maxIDs  = 1 << 13
	maxRoom = 1 << 11
)

// rising is how full pages are left that are full, where most new keys come at the end
// of a bucket, or of a part of it; bbolt leaves others half full.
const rising = 0.9

func newTx(s *Store, tx *bbolt.Tx) *Tx {
	t := &Tx{store: s, tx: tx, known: make(map[termID]model.Term)}
	n := 0
	open := func(name []byte) bucket {
		n++
		return bucket{tx.Bucket(name), &t.steps[n-1]}
	}
	t.meta, t.terms, t.termIDs = open(bucketMeta), open(bucketTerms), open(bucketTermIDs)
	t.spo, t.pos, t.osp = open(bucketSPO), open(bucketPOS), open(bucketOSP)
	t.waiting = open(bucketWaiting)
	t.subjects, t.types, t.counts = open(bucketSubjects), open(bucketTypes), open(bucketCounts)
	t.names, t.typeNames, t.recent = open(bucketNames), open(bucketByName), open(bucketRecent)
	t.postings = open(bucketPostings)
	t.journal, t.ops, t.log, t.history = open(bucketJournal), open(bucketOps), open(bucketLog), open(bucketHistory)
	t.unaware, t.unsettled, t.naming = open(bucketUnaware), open(bucketUnsettled), open(bucketNaming)
	for _, b := range []bucket{t.terms, t.spo, t.pos, t.osp, t.waiting, t.journal, t.log, t.recent} {
		b.FillPercent = rising
	}
	return t
}

// Commit ends what Begin began: its changes are on disk. With an error, they are
// not, or, where the disk took them but could not say that they are safe, they may
// be: the state of the file, read anew, tells what counts until it is closed.
func (t *Tx) Commit() error {
	defer t.ended()
	if err := errors.Join(t.putLate(), t.putMetaSeal()); err != nil {
		return errors.Join(err, t.tx.Rollback())
	}
	t.behind = t.IsBehind()
	if t.store.options.Commit == nil {
		return t.tx.Commit()
	}
	err := t.store.options.Commit(t.tx.Commit)
	if t.tx.DB() != nil { // It was not even tried.
		err = errors.Join(err, t.tx.Rollback())
	}
	return err
}

// Close ends a Snapshot, or gives up what Begin began.
func (t *Tx) Close() error {
	t.ended()
	return t.tx.Rollback()
}

// ended adds what a transaction has stepped to what all have.
func (t *Tx) ended() {
	t.store.steps.Add(int64(t.Steps()))
	t.steps = [21]int{}
}

// Work counts how often the transaction has looked for a key, put or deleted one: a
// measure of what it has cost so far, the same each time.
func (t *Tx) Work() int {
	stats := t.tx.Stats()
	return int(stats.GetCursorCount())
}

// Steps counts the keys to which the transaction has stepped, from one to the next: what
// grows where much is gone through.
func (t *Tx) Steps() (n int) {
	for _, steps := range t.steps {
		n += steps
	}
	return n
}
