package replica

import (
	"context"

	"github.com/m-ld/mld-tui/replica/store"
)

// Digest stands for all data, and the transactions that it came from: clones that
// hold the same have the same. It is read, not worked out.
func (r *Replica) Digest(ctx context.Context) (digest string, err error) {
	err = r.view(func(tx *store.Tx) error {
		digest = tx.Digest().String()
		return ctx.Err()
	})
	return digest, err
}

// Report is what can be told of a clone's file.
type Report = store.Report

// Check looks whether the file is sound, but for the pages of its database, which
// only who has it for itself can look at. It holds one state for as long as it takes,
// which grows with the data.
func (r *Replica) Check(ctx context.Context) (report Report, err error) {
	err = r.view(func(tx *store.Tx) error {
		report = tx.Examine()
		return ctx.Err()
	})
	return report, err
}
