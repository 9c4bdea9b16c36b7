package replica

import (
	"sync"

	"github.com/m-ld/mld-tui/replica/store"
)

// Follow gives the updates after a tick of this clone's, in order, those of
// before from the log, and then each as it happens. The channel is closed after
// stop, and when the clone closes. A follower that is slow misses nothing, and
// holds nobody up: it reads the log at its own pace. Where the log does not reach
// back, or a snapshot has replaced the data, it is given an update with
// ReasonSnapshot and no triples, and must read anew.
func (r *Replica) Follow(after uint64) (updates <-chan Update, stop func()) {
	out := make(chan Update)
	stopped := make(chan struct{})
	var once sync.Once
	position := r.positionAfter(after)
	go func() {
		defer close(out)
		for {
			r.mu.Lock()
			logged := r.logged
			r.mu.Unlock()
			next, ok := r.updatesAfter(position)
			if !ok {
				return
			}
			for _, n := range next {
				select {
				case out <- n.update:
					position = n.seq
				case <-stopped:
					return
				case <-r.done:
					return
				}
			}
			if len(next) > 0 {
				continue
			}
			select {
			case <-logged:
			case <-stopped:
				return
			case <-r.done:
				return
			}
		}
	}()
	return out, func() { once.Do(func() { close(stopped) }) }
}

type sequenced struct {
	seq    uint64
	update Update
}

// positionAfter is the place in the log after which to begin.
func (r *Replica) positionAfter(tick uint64) (seq uint64) {
	_ = r.view(func(tx *store.Tx) error {
		seq = tx.LastUpdate()
		for at, u := range tx.Updates() {
			if u.Tick <= tick {
				break
			}
			seq = at - 1
		}
		return nil
	})
	return seq
}

// updatesAfter reads some of the log; ok is false when the clone is closed.
func (r *Replica) updatesAfter(seq uint64) (out []sequenced, ok bool) {
	const most = 256
	err := r.view(func(tx *store.Tx) error {
		for at, u := range tx.UpdatesAfter(seq) {
			if at != seq+1 && len(out) == 0 && seq > 0 {
				out = append(out, sequenced{at - 1, Update{Tick: u.Tick, Time: u.Time, Reason: ReasonSnapshot}})
			}
			if n := len(out); n > 0 && resolves(u, out[n-1].update) {
				out[n-1].update.Resolved = true
			} else if len(out) >= most {
				break
			}
			out = append(out, sequenced{at, updateOf(u)})
		}
		return nil
	})
	return out, err == nil
}

// resolves reports whether an update is what constraints made of the one before.
func resolves(u *store.Update, before Update) bool {
	return u.Reason == ReasonResolution && before.Reason == ReasonRemote && u.Tick == before.Tick+1
}

func updateOf(u *store.Update) Update {
	return Update{
		Tick: u.Tick, TID: string(u.TID), Time: u.Time, Reason: u.Reason,
		Author:  Author{Principal: u.Principal, Process: u.Process, Self: u.Self},
		Deletes: u.Deletes, Inserts: u.Inserts,
	}
}
