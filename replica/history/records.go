package history

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// records reads updates, and remembers some: large ones touch many triples, and are
// asked for with each of them.
type records struct {
	tx   *store.Tx
	read map[uint64]*record
}

// record is an update with its shifts by triple and by subject.
type record struct {
	*store.Update

	triples  map[model.Triple]store.Shift
	subjects map[model.IRI][]store.Shift
}

// maxRead bounds how many updates are remembered.
const maxRead = 64

// at is the update of a number; nil where it is not kept.
func (r *records) at(number uint64) (*record, error) {
	if known := r.read[number]; known != nil {
		return known, nil
	}
	u, err := r.tx.Update(number)
	if err != nil || u == nil {
		return nil, err
	}
	rec := &record{u, make(map[model.Triple]store.Shift, len(u.Shifts)), make(map[model.IRI][]store.Shift)}
	for _, s := range u.Shifts {
		rec.triples[identity(s.Triple)] = s
		rec.subjects[s.Triple.S] = append(rec.subjects[s.Triple.S], s)
	}
	if len(r.read) >= maxRead {
		clear(r.read)
	}
	r.read[number] = rec
	return rec, nil
}
