package replica

import (
	"iter"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// Follow gives the updates after a tick of this clone's, in order, those of
// before from the log, and then each as it happens. The channel is closed after
// stop, and when the clone closes. A follower that is slow misses nothing, and
// holds nobody up: it reads the log at its own pace. Where the log does not reach
// back so far, it is first given an update with ReasonNotKept, and where a snapshot
// has replaced the data, one with ReasonSnapshot; they have no triples, and the
// follower must read anew (see Reason.IsGap).
func (r *Replica) Follow(after uint64) (updates <-chan Update, stop func()) {
	out := make(chan Update)
	stopped := make(chan struct{})
	var once sync.Once
	position, gap := r.positionAfter(after)
	go func() {
		defer close(out)
		for {
			r.mu.Lock()
			logged := r.logged
			r.mu.Unlock()
			next, last, ok := r.updatesAfter(position)
			if !ok {
				return
			}
			if gap != nil {
				next, gap = append([]sequenced{{position, *gap}}, next...), nil
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
			if position = max(position, last); len(next) > 0 {
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

// positionAfter is the place in the log after which to begin; gap tells of what is
// not kept before that, or is nil.
func (r *Replica) positionAfter(tick uint64) (seq uint64, gap *Update) {
	_ = r.view(func(tx *store.Tx) error {
		seq = tx.UpdateAtTick(tick)
		if cut, at, ok := tx.Cut(); ok && cut > tick && seq < tx.FirstUpdate() {
			gap = &Update{Tick: cut, Time: at, Reason: ReasonNotKept}
		}
		return nil
	})
	return seq, gap
}

// updatesAfter reads some of the log, up to the record last; ok is false when the
// clone is closed.
func (r *Replica) updatesAfter(seq uint64) (out []sequenced, last uint64, ok bool) {
	r.mu.Lock()
	updates, isKept := r.latest.since(seq)
	r.mu.Unlock()
	select {
	case <-r.done:
		return nil, 0, false
	default:
	}
	if isKept {
		out, last = some(updates, seq, nil)
		return out, last, true
	}
	err := r.view(func(tx *store.Tx) error {
		out, last = some(tx.UpdatesAfter(seq), seq, tx.Cut)
		return nil
	})
	return out, last, err == nil
}

// some takes the first of some updates after seq, of which the log has been cut at cut,
// unless that is nil.
func some(updates iter.Seq2[uint64, *store.Update], seq uint64, cut func() (uint64, time.Time, bool)) (out []sequenced, last uint64) {
	const most = 256
	last = seq
	for at, u := range updates {
		if cut != nil && at > last+1 {
			if tick, when, ok := cut(); ok { // Dropped before they were read.
				out = append(out, sequenced{at - 1, Update{Tick: tick, Time: when, Reason: ReasonNotKept}})
			}
		}
		if n := len(out); n > 0 && resolves(u, out[n-1].update) {
			out[n-1].update.Resolved = true
		} else if len(out) >= most {
			break
		}
		last = at
		if u.Visible() {
			out = append(out, sequenced{at, updateOf(u)})
		}
	}
	return out, last
}

// resolves reports whether an update is what constraints made of the one before.
func resolves(u *store.Update, before Update) bool {
	return u.Reason == ReasonResolution && u.Visible() && before.Reason == ReasonRemote && u.Tick == before.Tick+1
}

func updateOf(u *store.Update) Update {
	return Update{
		Tick: u.Tick, TID: string(u.TID), Time: u.Time, Reason: u.Reason,
		Author:  Author{Principal: u.Principal, Process: u.Process, Ticks: u.Ticks, Self: u.Self, Session: u.Session},
		Deletes: u.Deletes, Inserts: u.Inserts,
	}
}
