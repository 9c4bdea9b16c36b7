package replica

import (
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// run feeds the engine and carries out what it wants, until the clone is stopped.
func (r *Replica) run(e *engine.Engine, effects []engine.Effect) {
	f := &feed{r: r}
	if r.transport != nil {
		f.incoming = r.transport.Events()
	}
	var err error
	var telling *time.Timer
	var saved time.Time
	for ok := true; ok; {
		if ok, err = r.carryOut(e, effects); !ok {
			break
		}
		effects = nil
		runtime.Gosched() // Who was just told of a write may have another, for the same commit.
		telling = r.tell(e, telling)
		r.tellDigests(e)
		if ok = f.wait(saved.Add(r.cfg.Gather)); !ok || len(f.taken) == 0 {
			continue
		}
		given := f.given
		err = e.Store().Guard(func() error {
			effects = e.HandleSome(f.events)
			return nil
		})
		if f.given > given {
			saved = time.Now()
		}
		if err != nil {
			ok = false // The data is damaged: nothing more can be trusted to it.
		}
	}
	if telling != nil {
		telling.Stop()
	}
	e.Close()
	_, has := e.Time()
	r.close(err, has)
}

// carryOut does what the engine wants; ok is false when the clone cannot go on.
func (r *Replica) carryOut(e *engine.Engine, effects []engine.Effect) (ok bool, err error) {
	updated := false
	for _, effect := range effects {
		switch effect := effect.(type) {
		case engine.WriteDone:
			r.publishTicks(e.Status().Ticks) // Who has written sees that time has gone on.
			effect.Call()
		case engine.Updated:
			updated = true
			r.mu.Lock()
			r.latest.add(effect.Update)
			if u := effect.Update; u.Reason == ReasonLocal {
				r.board.Wrote(u.Session, u.Ticks)
			}
			r.mu.Unlock()
		case engine.SetTimer:
			time.AfterFunc(effect.After, func() { r.post(engine.Timer{Token: effect.Token}) })
		case engine.StatusChanged:
		case engine.Replaced:
			r.replace(e.Store(), effect.Old)
			r.mu.Lock()
			r.board.Retell() // A snapshot may have brought another clock.
			r.mu.Unlock()
		case engine.Closed:
			r.publishStatus(e)
			return false, effect.Err
		default:
			if r.transport == nil {
				continue
			}
			if err := r.transport.Send(effect); err != nil {
				r.cfg.Logger.Debug("a message was not sent", "error", err)
			}
		}
	}
	r.publishStatus(e)
	if updated {
		r.mu.Lock()
		close(r.logged)
		r.logged = make(chan struct{})
		r.mu.Unlock()
	}
	return true, nil
}

func (r *Replica) post(ev engine.Event) {
	select {
	case r.events <- ev:
	case <-r.done:
	}
}

// publishStatus makes the engine's status and peers known, if they have changed.
func (r *Replica) publishStatus(e *engine.Engine) {
	now := statusOf(e)
	r.mu.Lock()
	defer r.mu.Unlock()
	others := e.Others()
	r.look(e)
	if now != r.status || r.moved || !slices.Equal(others, r.others) {
		r.others = others
		r.status = now
		r.moved = false
		close(r.statusChanged)
		r.statusChanged = make(chan struct{})
	}
}

// Refresh has whoever watches the status look at it anew, for what they tell beside it,
// such as whether others can join, is otherwise now. It returns at once.
func (r *Replica) Refresh() {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.statusChanged)
	r.statusChanged = make(chan struct{})
}

// publishTicks makes the time known, and leaves the rest of the status for when
// the effects were carried out: a clone is present before it says to be online.
func (r *Replica) publishTicks(ticks uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.status.Ticks != ticks {
		r.status.Ticks = ticks
		close(r.statusChanged)
		r.statusChanged = make(chan struct{})
	}
}

func statusOf(e *engine.Engine) Status {
	st := e.Status()
	return Status{
		Online: st.Online, Outdated: st.Outdated, Silo: st.Silo, Ticks: st.Ticks,
		ReadOnly: st.ReadOnly, Joining: st.Joining, Present: st.Present, Others: len(e.Others()), Lost: st.Lost,
		Refusals: st.Refusals, Conflicts: st.Conflicts, Unsent: st.Unsent,
	}
}

// replace lets readers use the new store, and closes the old one when the last of
// them is done.
func (r *Replica) replace(now, old *store.Store) {
	r.mu.Lock()
	r.store = now
	r.latest = latest{}
	r.mu.Unlock()
	r.closing.Add(1)
	go func() {
		defer r.closing.Done()
		if err := old.Close(); err != nil {
			r.cfg.Logger.Warn("the replaced data could not be closed", "error", err)
		}
	}()
}

// close lets go of the file and the transport. A file that never got any data is
// removed, so that it is not taken for a clone.
func (r *Replica) close(err error, has bool) {
	r.mu.Lock()
	r.err = err
	s := r.store
	r.mu.Unlock()
	r.closing.Add(1) // Before anybody is told, so that Close waits.
	close(r.done)
	if r.transport != nil {
		if err := r.transport.Close(); err != nil {
			r.cfg.Logger.Debug("the transport did not close", "error", err)
		}
	}
	go func() {
		defer r.closing.Done()
		if err := s.Close(); err != nil {
			r.cfg.Logger.Warn("the data could not be closed", "error", err)
		}
		if !has {
			_ = os.Remove(r.cfg.File)
		}
	}()
}
