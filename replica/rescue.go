package replica

import (
	"github.com/m-ld/mld-tui/replica/rescue"
	"github.com/m-ld/mld-tui/replica/store"
)

// Rescue plans how to bring over what another file of the domain has, and this clone
// has not; see package rescue. The file must be open, for nobody else to change it.
func (r *Replica) Rescue(from *store.Store) (plan rescue.Plan, err error) {
	err = from.View(func(old *store.Tx) error {
		return r.view(func(now *store.Tx) error {
			plan, err = rescue.Compare(old, now, r.cfg.Domain)
			return err
		})
	})
	return plan, err
}
