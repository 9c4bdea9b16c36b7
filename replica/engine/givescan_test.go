package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestGivingWhatOthersHaveIsBounded: who asks for a rev-up has all that is in the
// journal, but has seen nothing new of this clone, which has not written for long. The
// journal is looked through in as many events as it takes: a write has its turn between.
func TestGivingWhatOthersHaveIsBounded(t *testing.T) {
	const entries = 3 * maxLooks
	s, err := store.Open(filepath.Join(t.TempDir(), "data.mld"), store.Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := Open(s, Config{
		ID: "giver", Domain: "test.m-ld.org", Genesis: true, NetworkTimeout: time.Second, MaxMessage: 1 << 20, Now: time.Now,
		NewID: func() string { return "id" }, Rand: rand.New(rand.NewPCG(1, 2)), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { e.Close(); _ = s.Close() }()
	e.Handle(Connected{}, Presence{})
	// Two others write in turn, each after it has seen what the other wrote: nothing is fused.
	e.begin()
	ours, one := e.state.Time.Fork()
	one, two := one.Fork()
	e.state.Time = must(ours.Join(two))(t)
	e.write()
	e.commit()
	asker := two
	codec := operation.NewCodec("test.m-ld.org")
	var batch []Event
	last := map[bool]uint64{}
	for i := range entries {
		is := i%2 == 0
		who := &one
		if !is {
			who = &two
		}
		*who = must(who.Join(asker))(t).Tick()
		asker = *who
		time := *who
		sub := model.IRI(fmt.Sprint("http://test.m-ld.org/p", i%50))
		op := &operation.Operation{From: time.Ticks(), Time: time, Inserts: operation.Plain(time.TID(), []model.Triple{
			{S: sub, P: "http://test.m-ld.org/#n", O: model.Integer(int64(i % 7))},
		})}
		prev := last[is]
		last[is] = time.Ticks()
		batch = append(batch, Operation{Payload: operation.NewMessage(prev, codec.Encode(op), nil).Payload})
		if len(batch) == 500 {
			e.Handle(batch...)
			batch = nil
		}
	}
	var n int
	_ = e.Store().View(func(tx *store.Tx) error { n = tx.CountEntries(0, entries*2); return nil })
	if n != entries {
		t.Fatalf("%d entries are in the journal", n)
	}
	req := control.Request{Time: asker}
	e.Handle(Request{From: "asker", MessageID: "m", Payload: req.Encode()})
	effects := e.Handle(Reply{From: "asker", MessageID: "r", SentMessageID: "id", Payload: control.Ack})
	events := 1
	for ; e.giving.byReply["id"] != nil && e.giving.byReply["id"].looking != 0; events++ {
		effects = append(effects, e.Handle(Timer{Token: e.giving.byReply["id"].looking})...)
	}
	if events < entries/maxLooks {
		t.Errorf("all %d entries were looked at in %d events", entries, events)
	}
	if n, err := control.ParseNotification(sent[SendNotify](t, effects).Payload); err != nil || !n.Complete {
		t.Errorf("the stream does not end: %v, %v", n, err)
	}
}
