package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// storyClone is a clone of this engine that takes part in a story.
type storyClone struct {
	t     *testing.T
	e     *Engine
	where string
	// helped: it has offered a rev-up when it was last asked.
	helped bool
	// outcome is what became of the last message.
	outcome outcome
	// ignored: a message was ignored at once for which the reference first waits
	// for causes, or which it takes for disordered; unbased: the reference has
	// joined the time of an operation that it could not apply.
	ignored, unbased bool
	// followed is what a follower holds who reads the updates, and nothing else.
	followed map[model.Triple]bool
	// effects are those of the last message.
	effects []Effect
}

func newStoryClone(t *testing.T, step storyStep) *storyClone {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "data.mld"), store.Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	var rules []Constraint
	if step.Options.Forbids != "" {
		rules = append(rules, forbidding(step.Options.Forbids))
	}
	n := 0
	e, _, err := Open(s, Config{
		ID: step.Clone, Domain: "test.m-ld.org", Genesis: step.Do == "genesis", Principal: step.Options.Principal,
		Constraints: rules, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
		Now: time.Now, NewID: func() string { n++; return fmt.Sprint(step.Clone, n) }, Rand: rand.New(rand.NewPCG(1, 2)),
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		e.Close()
		_ = e.Store().Close()
	})
	return &storyClone{t: t, e: e, followed: make(map[model.Triple]bool)}
}

func (c *storyClone) at(i int, do string) { c.where = fmt.Sprintf("step %d, %s %s", i, c.e.cfg.ID, do) }

// do takes a step of a story.
func (c *storyClone) do(i int, s *story, step storyStep, clones map[string]*storyClone, faulty bool) {
	c.t.Helper()
	c.at(i, step.Do)
	switch step.Do {
	case "genesis":
	case "write":
		c.write(s, step)
	case "receive":
		c.receive(s, step, faulty)
	case "giveSnapshot":
		c.giveSnapshot(s.Snapshots[step.Snapshot])
	case "getSnapshot":
		c.getSnapshot(s.Snapshots[step.Snapshot], clones[s.Steps[i-1].Clone])
	case "giveRevup":
		c.giveRevup(step, faulty)
	case "fuseJournal":
		c.fuse()
	default:
		c.t.Fatalf("%s: that is not known", c.where)
	}
}

// handle gives events, closes what was replaced, and gives the other effects.
func (c *storyClone) handle(events ...Event) (out []Effect) {
	for _, effect := range c.e.Handle(events...) {
		c.follow(effect)
		switch effect := effect.(type) {
		case Replaced:
			_ = effect.Old.Close()
		case WriteDone:
			effect.Call()
		case Closed:
			c.t.Fatalf("%s: closed: %v", c.where, effect.Err)
		default:
			out = append(out, effect)
		}
	}
	return out
}

// visible are the triples that followers are told of.
func visible(u *store.Update) (gone, come []model.Triple) {
	for _, s := range u.Shifts {
		switch {
		case s.Gone():
			gone = append(gone, s.Triple)
		case s.Come():
			come = append(come, s.Triple)
		}
	}
	return gone, come
}

// follow reads an update, as a follower does.
func (c *storyClone) follow(effect Effect) {
	c.t.Helper()
	told, ok := effect.(Updated)
	if !ok {
		return
	}
	gone, come := visible(told.Update)
	for _, t := range gone {
		if !c.followed[t] {
			c.t.Errorf("%s: a follower is told that %v goes, which was not there", c.where, t)
		}
		delete(c.followed, t)
	}
	for _, t := range come {
		if c.followed[t] {
			c.t.Errorf("%s: a follower is told that %v comes, which was there", c.where, t)
		}
		c.followed[t] = true
	}
	if told.Update.Reason == store.ReasonSnapshot { // He must read anew.
		clear(c.followed)
		for _, tt := range c.triples() {
			c.followed[tt.Triple] = true
		}
	}
}

// run does something with the engine in a batch of its own.
func (c *storyClone) run(f func()) (effects []Effect) {
	c.t.Helper()
	c.e.begin()
	f()
	effects = c.e.commit()
	for _, effect := range effects {
		c.follow(effect)
	}
	return effects
}

func (c *storyClone) message(b []byte) *operation.Message {
	c.t.Helper()
	m, err := c.e.codec.ParseMessage(b)
	if err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	return m
}

func (c *storyClone) operation(m *operation.Message) *operation.Operation {
	c.t.Helper()
	op, err := c.e.codec.Decode(m.Encoded)
	if err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	return op
}

// write makes a transaction, and compares the message with that of the reference.
func (c *storyClone) write(s *story, step storyStep) {
	c.t.Helper()
	c.setTime(step.Before)
	if step.Message == nil {
		c.transact(step)
		return
	}
	want := c.message(s.Messages[*step.Message].Bytes)
	wantOp := c.operation(want)
	if len(wantOp.Deletes)+len(wantOp.Inserts) == 0 {
		c.commit(want) // We publish nothing that is empty.
		return
	}
	if want.Time.Ticks() <= c.e.state.Time.Ticks() { // We do not use ticks again.
		if public := c.e.public().Ticks(); want.Prev != public {
			c.t.Errorf("%s: would publish after %d, not %d", c.where, public, want.Prev)
		}
		c.commit(want)
		return
	}
	effects := c.transact(step)
	i := slices.IndexFunc(effects, func(e Effect) bool { _, ok := e.(SendOperation); return ok })
	if i < 0 {
		c.t.Fatalf("%s: nothing was published", c.where)
	}
	got := c.message(effects[i].(SendOperation).Payload)
	gotOp := c.operation(got)
	switch {
	case got.Prev != want.Prev || got.From != want.From || !got.Time.Equal(want.Time) || got.Principal != want.Principal:
		c.t.Errorf("%s: publishes %d to %x after %d, not %d to %x after %d", c.where,
			got.From, got.Time.AppendMsgPack(nil), got.Prev, want.From, want.Time.AppendMsgPack(nil), want.Prev)
	case !cmp.Equal(got.Agreed, want.Agreed):
		c.t.Errorf("%s: agrees %v, not %v", c.where, got.Agreed, want.Agreed)
	case pairsText(gotOp.Deletes) != pairsText(wantOp.Deletes):
		c.t.Errorf("%s: deletes\n%s\nnot\n%s", c.where, pairsText(gotOp.Deletes), pairsText(wantOp.Deletes))
	case pairsText(gotOp.Inserts) != pairsText(wantOp.Inserts):
		c.t.Errorf("%s: inserts\n%s\nnot\n%s", c.where, pairsText(gotOp.Inserts), pairsText(wantOp.Inserts))
	}
}

// setTime spends the ticks that the reference has spent on nothing. Where it has
// taken ticks back, we have not.
func (c *storyClone) setTime(before any) {
	c.t.Helper()
	c.checkTime(before)
	time, err := c.e.state.Time.At(max(c.tree(before).Ticks(), c.e.state.Time.Ticks()))
	if err != nil {
		c.t.Fatal(err)
	}
	c.e.state.Time = time
}

// checkTime compares what the clone has seen of others with the reference. What it
// has seen of blocked processes may be more.
func (c *storyClone) checkTime(want any) {
	c.t.Helper()
	time := c.tree(want)
	ours, err := c.e.state.Time.At(time.Ticks())
	if err != nil || !c.sameTime(ours, time) {
		c.t.Errorf("%s: the time is %x, not %x (%v)", c.where, ours.AppendMsgPack(nil), time.AppendMsgPack(nil), err)
	}
}

func (c *storyClone) sameTime(got, want clock.Tree) bool {
	blocked := false
	for tid := range c.e.state.GWC.TIDs {
		blocked = blocked || tid == clock.BlockedTID
	}
	return got.Equal(want) || c.unbased || blocked && !got.AnyLt(want)
}

func (c *storyClone) transact(step storyStep) []Effect {
	c.t.Helper()
	c.e.link.publishing = true
	return c.handle(Write{
		Agree: fromJSON(step.Agree),
		Change: func(model.Graph) (model.Patch, error) {
			return model.Patch{Deletes: storyTriples(step.Delete), Inserts: storyTriples(step.Insert)}, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				c.t.Errorf("%s: %v", c.where, err)
			}
		},
	})
}

// commit makes an operation as if the clone had written it.
func (c *storyClone) commit(m *operation.Message) {
	c.t.Helper()
	op := c.operation(m)
	e := c.e
	e.begin()
	defer func() {
		for _, effect := range e.commit() {
			c.follow(effect)
		}
	}()
	tx := e.write()
	cs := newChanges(tx)
	time, err := e.state.Time.At(max(m.Time.Ticks(), e.state.Time.Ticks()+1))
	if err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	r := record{message: m, op: op, tick: time.Ticks(), reason: store.ReasonLocal}
	r.update = cs.during(func() { r.removed = cs.apply(op) })
	if _, err := e.journal(tx, cs, r); err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	e.state.Time = time
	if op.Agreed != nil {
		e.state.Agreed = m.Time
	}
}

// receive takes a message, and compares what becomes of it.
func (c *storyClone) receive(s *story, step storyStep, faulty bool) {
	c.t.Helper()
	c.setTime(step.Before)
	c.e.intake.attached = true
	m := c.message(s.Messages[*step.Message].Bytes)
	c.ignored = c.ignored || c.e.ignores(m) && step.Outcome != "accepted"
	var o outcome
	c.effects = c.run(func() { o = c.e.receive(m) })
	c.outcome, c.unbased = o, o == unbased
	got := map[outcome]string{accepted: "accepted", buffered: "buffered", disordered: "disordered", unbased: "unbased"}[o]
	if got != step.Outcome && !faulty && !c.ignored {
		c.t.Errorf("%s: message %d is %q, not %s", c.where, *step.Message, got, step.Outcome)
	}
	if n := c.e.intake.buffer.len(); n != step.Buffered && !faulty && !c.ignored {
		c.t.Errorf("%s: %d messages wait, not %d", c.where, n, step.Buffered)
	}
}

// fuse lets the clerk do all its work.
func (c *storyClone) fuse() {
	c.e.begin()
	c.e.administer()
	c.e.commit()
}

func (c *storyClone) tree(v any) clock.Tree {
	c.t.Helper()
	tree, err := clock.TreeFromValue(v)
	if err != nil {
		c.t.Fatal(err)
	}
	return tree
}

func (c *storyClone) global(v any) clock.Global {
	c.t.Helper()
	gwc, err := clock.GlobalFromValue(v)
	if err != nil {
		c.t.Fatal(err)
	}
	return gwc
}

// triples is all that the clone holds.
func (c *storyClone) triples() (out []operation.TripleTIDs) {
	c.t.Helper()
	err := c.e.Store().View(func(tx *store.Tx) error {
		var cursor store.Cursor
		for tt := range cursor.Next(tx) {
			out = append(out, tt)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

// values are those of all triples, in the order of the triples.
func (c *storyClone) values() (out []string) {
	triples := c.triples()
	slices.SortFunc(triples, func(a, b operation.TripleTIDs) int { return a.Triple.Compare(b.Triple) })
	for _, tt := range triples {
		out = append(out, tt.Triple.O.Value)
	}
	return out
}

// check compares the clone with that of the reference. Own ticks that the
// reference has spent on nothing are left out of account.
func (c *storyClone) check(want *storyState) {
	c.t.Helper()
	for _, tt := range c.triples() {
		if !c.followed[tt.Triple] {
			c.t.Errorf("%s: no follower was told of %v", c.where, tt.Triple)
		}
	}
	if len(c.followed) != len(c.triples()) {
		c.t.Errorf("%s: followers hold %v, which is not there", c.where, c.followed)
	}
	var wanted []operation.TripleTIDs
	for _, t := range want.Triples {
		wanted = append(wanted, operation.TripleTIDs{Triple: t.triple(), TIDs: t.TIDs})
	}
	if got := c.triples(); pairsText(got) != pairsText(wanted) {
		c.t.Errorf("%s: holds\n%s\nnot\n%s", c.where, pairsText(got), pairsText(wanted))
	}
	if !sameGlobal(c.e.state.GWC, want.Gwc) {
		c.t.Errorf("%s: the global clock is %x, not %v", c.where, c.e.state.GWC.AppendMsgPack(nil), want.Gwc)
	}
	if !sameClock(c.e.state.Agreed, want.Agreed) {
		c.t.Errorf("%s: agreed is %x, not %v", c.where, c.e.state.Agreed.AppendMsgPack(nil), want.Agreed)
	}
	c.checkTime(want.Time)
}
