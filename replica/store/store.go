package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/m-ld/mld-tui/model"
)

// formatVersion of the file; it rises when older programs could not read it.
const formatVersion = 11

// mmapSize is how much address space the file is given at once: a file that
// outgrows it has to wait for its readers.
const mmapSize = 64 << 30

// lockTimeout is how long Open waits for another process to let go.
const lockTimeout = 300 * time.Millisecond

// Options say how a file is opened.
type Options struct {
	// Domain is the domain that the file must hold.
	Domain model.Domain
	// NoSync leaves out flushing, for simulators and for files that are synced
	// by other means before they count.
	NoSync bool
	// Log bounds the log of updates.
	Log LogBounds
	// Commit, if not nil, is called in the place of each commit, and calls it, or
	// fails: tests record what is saved when, and let the disk fail.
	Commit func(commit func() error) error
}

// Store is an open file.
type Store struct {
	db      *bbolt.DB
	path    string
	domain  model.Domain
	options Options
	labels  model.Labels
	// base and vocab are those of the domain.
	base, vocab string
	// What waits in the file, as it was read last.
	waiting lastRead[waiting]
	words   lastRead[[]shiftedPosting]
	// steps are those of all transactions that have ended.
	steps atomic.Int64
}

// The buckets of the file.
var (
	bucketMeta      = []byte("meta")
	bucketTerms     = []byte("terms")   // id → term
	bucketTermIDs   = []byte("termids") // term, or its hash → id
	bucketSPO       = []byte("spo")     // ids → TIDs
	bucketPOS       = []byte("pos")
	bucketOSP       = []byte("osp")
	bucketWaiting   = []byte("waiting")   // kind, commit → what is not in some indexes yet
	bucketSubjects  = []byte("subjects")  // IRI → number of triples, name
	bucketTypes     = []byte("types")     // type's id, subject's IRI
	bucketNames     = []byte("names")     // name, subject's IRI
	bucketByName    = []byte("byname")    // type's id, name, subject's IRI
	bucketRecent    = []byte("recent")    // number of the last update, subject
	bucketPostings  = []byte("postings")  // word, portion → subjects
	bucketCounts    = []byte("counts")    // type's id, or nothing → number of subjects
	bucketJournal   = []byte("journal")   // local tick → entry
	bucketOps       = []byte("ops")       // TID → operation
	bucketLog       = []byte("log")       // number → update
	bucketHistory   = []byte("history")   // subject, number of the update → what it touches
	bucketUnaware   = []byte("unaware")   // subject, property → what did not know of each other
	bucketUnsettled = []byte("unsettled") // subject, property in conflict
	bucketNaming    = []byte("naming")    // ids of IRIs that, as properties, name subjects

	buckets = [][]byte{
		bucketMeta, bucketTerms, bucketTermIDs, bucketSPO, bucketPOS, bucketOSP, bucketSubjects,
		bucketTypes, bucketCounts, bucketJournal, bucketOps, bucketLog, bucketHistory,
		bucketNames, bucketByName, bucketRecent, bucketPostings, bucketWaiting, bucketUnaware, bucketUnsettled,
		bucketNaming,
	}
)

var (
	keyVersion = []byte("version")
	keyDomain  = []byte("domain")
)

// Open opens the file at path, or makes a new one; none is left where that fails.
func Open(path string, o Options) (*Store, error) {
	_, err := os.Stat(path)
	isNew := errors.Is(err, os.ErrNotExist)
	s, err := open(path, o)
	if err != nil && isNew && !errors.Is(err, ErrLocked) {
		_ = os.Remove(path) // Half of a file would be taken for a damaged one.
	}
	return s, err
}

func open(path string, o Options) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, unusable(path, err)
	}
	if err := precheck(path); err != nil {
		return nil, err
	}
	if err := begin(path, o); err != nil {
		return nil, err
	}
	db, err := openDB(path, o)
	if err != nil {
		return nil, err
	}
	sweep(path)
	o.Log = o.Log.orDefaults()
	s := &Store{
		db: db, path: path, domain: o.Domain, options: o, labels: o.Domain.Labels(),
		base: string(o.Domain.Base()), vocab: string(o.Domain.Vocab()),
	}
	if err := s.Guard(func() error { return s.makeReady(o.Domain) }); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// begin makes a file that is not there yet. It is there only when it is whole: what
// would be left by a full disk, or a crash, could not be told from a damaged file.
func begin(path string, o Options) (err error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return nil // What is wrong with it is found when it is opened.
	}
	f, err := os.CreateTemp(filepath.Dir(path), beginning(path))
	if err != nil {
		return unusable(path, err)
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	if err := f.Close(); err != nil {
		return unusable(path, err)
	}
	db, err := bbolt.Open(f.Name(), 0o600, &bbolt.Options{NoSync: o.NoSync})
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		return unusable(path, err)
	}
	// Another process may have been faster; and where there are no links, the file is
	// made in its place.
	if os.Link(f.Name(), path) == nil && !o.NoSync {
		syncFolder(path)
	}
	return nil
}

// beginning is how the names of files begin that are to become the one at path.
func beginning(path string) string { return "." + filepath.Base(path) + "-" }

// sweep removes what a crash has left of files that were begun. That at path is open, so
// that nobody can still make use of them.
func sweep(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), beginning(path)) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name())) // The next opening tries again.
		}
	}
}

// syncFolder flushes that a file is where it is.
func syncFolder(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // Where folders cannot be flushed, nothing can be done.
		_ = dir.Close()
	}
}

// makeReady checks a file that was opened, and makes it ready for use.
func (s *Store) makeReady(domain model.Domain) error {
	mayBeBehind, err := lacksMeta(s.path) // Before the first commit, which writes over it.
	if err == nil {
		err = s.check(domain)
	}
	if err != nil {
		return err
	}
	least := Sound
	if err := s.View(func(tx *Tx) error {
		_, has, err := tx.State()
		switch {
		case !tx.isSealed():
			least = Broken
		case mayBeBehind:
			least = Doubtful
		}
		if err == nil && !has && least != Sound {
			err = damaged(s.path, "its state is missing") // It must not be taken for a new one.
		}
		return err
	}); err != nil || least == Sound {
		return err
	}
	return s.Update(func(tx *Tx) error {
		standing, voided := tx.standing()
		return tx.putStanding(max(standing, least), voided)
	})
}

// openDB turns what bbolt says, or panics with, into our errors.
func openDB(path string, o Options) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damaged(path, p)
		}
	}()
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType, InitialMmapSize: mmapSize,
		NoSync: o.NoSync,
	})
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%s is %w: close the other program, or use another --data folder", path, ErrLocked)
	case errors.As(err, new(*os.PathError)):
		return nil, unusable(path, err)
	default:
		return nil, damaged(path, err)
	}
}

// unusable says that a file cannot be used where it is.
func unusable(path string, err error) error {
	advice := "look after the disk, or use another --data folder"
	switch {
	case errors.Is(err, os.ErrPermission):
		advice = "get the right to read and write it, or use another --data folder"
	case errors.Is(err, syscall.EROFS):
		advice = "it is where nothing can be written: copy it elsewhere, and name that as the --data folder"
	case errors.Is(err, syscall.ENOSPC):
		advice = "make room on the disk"
	}
	return fmt.Errorf("%s cannot be opened: %w; %s", path, err, advice)
}

func damaged(path string, cause any) error {
	return fmt.Errorf("%s is %w (%v): move it away to join the domain anew, or put back a copy",
		path, ErrDamaged, cause)
}

// check makes sure of a file, and makes a new one ready.
func (s *Store) check(domain model.Domain) error {
	var version uint32
	isNew := false
	err := s.db.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if isNew = meta == nil; isNew {
			return nil
		}
		b := meta.Get(keyVersion)
		if len(b) != 4 {
			return damaged(s.path, "it has no version")
		}
		switch version = binary.BigEndian.Uint32(b); {
		case version > formatVersion:
			return fmt.Errorf("%s is %w: get the newest mld-tui", s.path, ErrVersion)
		case version == unsealedVersion && meta.Get(keySeal) != nil:
			return damaged(s.path, "its version cannot be right")
		case version < unsealedVersion:
			return fmt.Errorf("%s is %w, an earlier one: join the domain anew with another --data folder, "+
				"or export its data with the mld-tui that wrote it, and import that", s.path, ErrVersion)
		}
		if had := string(meta.Get(keyDomain)); had != string(domain) {
			return fmt.Errorf("%s %w, %s, not %s: use another --data folder", s.path, ErrOtherDomain, had, domain)
		}
		for _, name := range buckets {
			if tx.Bucket(name) == nil && !isLater(name, version) {
				return damaged(s.path, "a part of it is missing")
			}
		}
		return nil
	})
	switch {
	case isNew:
		err := s.db.Update(func(tx *bbolt.Tx) error { return s.create(tx, domain) })
		if errors.As(err, new(*os.PathError)) {
			return unusable(s.path, err)
		}
		return err
	case err == nil && version < formatVersion:
		return s.upgrade(version)
	}
	return err
}

func (s *Store) create(tx *bbolt.Tx, domain model.Domain) error {
	if k, _ := tx.Cursor().First(); k != nil {
		return damaged(s.path, "it belongs to another program")
	}
	for _, name := range buckets {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	t := newTx(s, tx)
	return errors.Join(t.putVersion(), t.meta.Put(keyDomain, []byte(domain)), t.putMetaSeal())
}

func (t *Tx) putVersion() error {
	return t.meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, formatVersion))
}

// Path is where the file is.
func (s *Store) Path() string { return s.path }

// Close closes the file; it waits for those who read.
func (s *Store) Close() error { return s.db.Close() }

// Update changes the file: all that fn does, or, if fn or the disk fails,
// nothing.
func (s *Store) Update(fn func(*Tx) error) error {
	return s.Guard(func() error {
		tx, err := s.Begin()
		if err != nil {
			return err
		}
		defer func() { _ = tx.Close() }() // Done already, if all is well.
		if err := fn(tx); err != nil {
			return err
		}
		return tx.Commit()
	})
}

// Begin begins an Update that the caller ends with Commit or Close. Nothing else
// can write until then.
func (s *Store) Begin() (*Tx, error) {
	tx, err := s.db.Begin(true)
	if err != nil {
		return nil, err
	}
	return newTx(s, tx), nil
}

// View reads one state of the file. It should be short: pages that are changed
// meanwhile cannot be used again.
func (s *Store) View(fn func(*Tx) error) error {
	return s.Guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			t := newTx(s, tx)
			defer t.ended()
			return fn(t)
		})
	})
}

// Costs are what transactions have cost, the same each time: how often they have looked
// for a key, put or deleted one, to how many keys they have stepped, and how many bytes
// of pages they have written anew.
type Costs struct{ Looks, Steps, Bytes int64 }

// Costs are those of all transactions that have ended.
func (s *Store) Costs() Costs {
	all := s.db.Stats()
	return Costs{Looks: all.TxStats.GetCursorCount(), Steps: s.steps.Load(), Bytes: all.TxStats.GetPageAlloc()}
}

// Snapshot begins a long read of one state, until its Close.
func (s *Store) Snapshot() (*Tx, error) {
	tx, err := s.db.Begin(false)
	if err != nil {
		return nil, err
	}
	return newTx(s, tx), nil
}
