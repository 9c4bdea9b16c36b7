package sim

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// memory is what a clone held after a record of its log.
type memory struct {
	at      uint64
	digest  store.Digest
	triples int
}

// memorise remembers what the clone holds now, every now and then.
func (b *book) memorise(tx *store.Tx) {
	last := tx.LastUpdate()
	if last < b.nextMemory {
		return
	}
	b.nextMemory = last + last/2 + 8
	m := memory{at: last, digest: tx.Digest()}
	for range tx.Match(model.Pattern{}) {
		m.triples++
	}
	b.memories = append(b.memories, m)
}

// judgePast works back through the log to what the clone held at the earliest and the
// latest moment that it can, and compares that, TIDs included, with what is
// remembered.
func (b *book) judgePast(c *clone, now *store.Tx) error {
	for len(b.memories) > 0 && b.memories[0].at < now.Marker() {
		b.memories = b.memories[1:]
	}
	n := len(b.memories)
	for i, m := range b.memories {
		if i > 0 && i < n-1 {
			continue
		}
		if err := m.judge(filepath.Join(c.w.opts.Dir, c.name+".past"), now); err != nil {
			return fmt.Errorf("as of record %d of the log: %w", m.at, err)
		}
	}
	return nil
}

func (m memory) judge(path string, now *store.Tx) error {
	past, err := store.NewPast(path, domain, m.at)
	if err != nil {
		return err
	}
	defer func() { _ = past.Close() }()
	return past.View(context.Background(), now, func(then *store.Then) error {
		var digest store.Digest
		n := 0
		subjects := make(map[model.IRI]bool)
		for t := range then.Match(model.Pattern{}) {
			n++
			digest.Add(t, then.TIDs(t))
			subjects[t.S] = true
		}
		switch {
		case n != m.triples:
			return fmt.Errorf("there are %d triples, and were %d", n, m.triples)
		case digest != m.digest:
			return fmt.Errorf("the digest is %s, and was %s", digest, m.digest)
		case then.CountSubjects("") != len(subjects):
			return fmt.Errorf("%d subjects are counted, and there are %d", then.CountSubjects(""), len(subjects))
		}
		return nil
	})
}
