package engine

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
	"github.com/m-ld/mld-tui/replica/store"
)

// victim is a clone among hostile peers.
type victim struct {
	t *testing.T
	*Engine
	log    bytes.Buffer
	timers map[uint64]time.Duration
}

// newVictim is a genesis clone that somebody has joined once, so that it has
// forked: its clock is [[2], 0]. It is alone at the relay, and has a name of fred.
func newVictim(t *testing.T) *victim {
	t.Helper()
	v := &victim{t: t, Engine: newEngine(t), timers: make(map[uint64]time.Duration)}
	v.Engine.log = slog.New(slog.NewTextHandler(&v.log, nil))
	v.do(Connected{}, Presence{})
	v.do(Request{From: "guest", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode()})
	for range 2 {
		if _, err := insert(v.Engine, "fred"); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// do handles events, and carries out what a clone's surroundings would.
func (v *victim) do(events ...Event) []Effect {
	v.t.Helper()
	effects := v.Handle(events...)
	for _, effect := range effects {
		switch effect := effect.(type) {
		case SetTimer:
			v.timers[effect.Token] = effect.After
		case WriteDone:
			effect.Call()
		case Replaced:
			_ = effect.Old.Close()
		case Closed:
			v.t.Fatalf("it closed: %v", effect.Err)
		}
	}
	return effects
}

// wait lets all timers run out that are set.
func (v *victim) wait() (effects []Effect) {
	v.t.Helper()
	for _, token := range slices.Sorted(maps.Keys(v.timers)) {
		delete(v.timers, token)
		effects = append(effects, v.do(Timer{Token: token})...)
	}
	return effects
}

// names are the names that a clone holds, with their TIDs.
func (v *victim) names() (all []string) {
	v.t.Helper()
	err := v.Store().View(func(tx *store.Tx) error {
		for tr := range tx.Match(model.Pattern{}) {
			all = append(all, fmt.Sprint(tr.O.Value, tx.TIDs(tr)))
		}
		return nil
	})
	if err != nil {
		v.t.Fatal(err)
	}
	return all
}

// unharmed: the clone still has what it wrote, its own time, and writes and helps.
func (v *victim) unharmed(before []string, at clock.Tree) {
	v.t.Helper()
	if now := v.names(); !slices.Equal(now, before) {
		v.t.Errorf("it holds %v, not %v", now, before)
	}
	if now, _ := v.Time(); now.TicksOf(at) < at.Ticks() {
		v.t.Errorf("its own time went from %d to %d", at.Ticks(), now.TicksOf(at))
	}
	if _, err := insert(v.Engine, "still"); err != nil {
		v.t.Errorf("it does not write any more: %v", err)
	}
	faults, err := v.Store().Verify()
	if err != nil || len(faults) > 0 {
		v.t.Errorf("the file is not sound: %q, %v", faults, err)
	}
	effects := v.do(Request{From: "newcomer", MessageID: "n", Payload: control.Request{Snapshot: true, NewClock: true}.Encode()})
	reply := sent[SendReply](v.t, effects)
	if res, err := control.ParseResponse(reply.Payload); err != nil || res.Rejected != 0 {
		v.t.Errorf("it does not help any more: %+v, %v", res, err)
	}
}

// refusedOnce: it was refused for a reason, logged once, counted, and is in the file.
func (v *victim) refusedOnce(origin, why string, count uint64) {
	v.t.Helper()
	if n := strings.Count(v.log.String(), "was refused"); n != 1 {
		v.t.Errorf("logged %d times:\n%s", n, &v.log)
	}
	if v.Status().Refusals != 1 {
		v.t.Errorf("the status tells of %d", v.Status().Refusals)
	}
	err := v.Store().View(func(tx *store.Tx) error {
		list, err := tx.Refusals()
		if err != nil || len(list) != 1 {
			v.t.Errorf("the file has %+v, %v", list, err)
			return err
		}
		r := list[0]
		if !strings.HasPrefix(r.Origin, origin) || !strings.Contains(r.Why, why) || r.Count != count || r.First.IsZero() || r.Last.Before(r.First) {
			v.t.Errorf("the file has %+v", r)
		}
		return nil
	})
	if err != nil {
		v.t.Error(err)
	}
}

var testCodec = operation.NewCodec("test.m-ld.org")

// guestOperation is an operation of the guest, whose clock is [[2], [n]] or as given.
func guestOperation(t *testing.T, at any, prev uint64, change func(*operation.Operation)) []byte {
	t.Helper()
	tree, err := clock.TreeFromValue(at)
	if err != nil {
		t.Fatal(err)
	}
	op := &operation.Operation{From: tree.Ticks(), Time: tree}
	if change != nil {
		change(op)
	}
	return operation.NewMessage(prev, testCodec.Encode(op), nil).Payload
}

func named(name string) model.Triple {
	return model.Triple{S: "http://test.m-ld.org/" + model.IRI(name), P: "http://test.m-ld.org/#name", O: model.String(name)}
}

// broken is a message with an operation of the guest whose content is not one.
func broken(t *testing.T, content any) []byte {
	t.Helper()
	b := pack.AppendUint(pack.AppendArray(nil, 7), operation.Version)
	b = pack.AppendValue(pack.AppendUint(b, 1), []any{2.0, []any{1.0}})
	b = pack.AppendValue(pack.AppendBytes(b, pack.AppendValue(nil, content)), []any{1.0})
	b = pack.AppendNil(pack.AppendNil(b))
	return operation.NewMessage(0, &operation.Encoded{Packed: b}, nil).Payload
}

// TestOperationsThatAreRefused leave the clone as it was; they are logged once and
// counted.
func TestOperationsThatAreRefused(t *testing.T) {
	blank := pack.Map{{Key: "@id", Value: "_:x"}, {Key: "name", Value: "x"}}
	for name, c := range map[string]struct {
		payload     []byte
		origin, why string
	}{
		"no message":            {[]byte("nonsense"), "the domain", "cannot be read"},
		"nothing":               {nil, "the domain", "cannot be read"},
		"no attribution":        {[]byte{0x81, 0xa4, 'p', 'r', 'e', 'v', 0}, "the domain", "holds no operation"},
		"content of nothing":    {broken(t, nil), "process r", "not deletes and inserts"},
		"a blank subject":       {broken(t, []any{pack.Map{}, blank}), "process r", "blank node"},
		"a value of nothing":    {broken(t, []any{pack.Map{}, pack.Map{{Key: "@id", Value: "x"}, {Key: "p", Value: pack.Map{{Key: "@value", Value: 1.0}}}}}), "process r", "nothing but its value"},
		"its own ticks":         {guestOperation(t, []any{[]any{9.0}, 0.0}, 2, nil), "process l", "never given out"},
		"its ticks as a cause":  {guestOperation(t, []any{9.0, []any{1.0}}, 0, nil), "process r", "never given out"},
		"a fork of its process": {guestOperation(t, []any{[]any{2.0, 0.0, []any{1.0}}, 0.0}, 2, nil), "process lr", "never given out"},
		"a clock of no tree":    {guestOperation(t, []any{}, 0, func(o *operation.Operation) { o.From = 0 }), "", ""},
		"ticks without end":     {guestOperation(t, []any{2.0, []any{float64(1<<52 + 8)}}, 0, nil), "process r", "ticks"},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			before, at := v.names(), v.state.Time
			for range 5 {
				v.do(Operation{Payload: c.payload})
			}
			if c.origin != "" {
				v.do(Presence{}) // Saved at the fourth, and not since.
				v.refusedOnce(c.origin, c.why, 4)
			} else if v.Status().Refusals != 0 {
				t.Errorf("refused: %s", &v.log)
			}
			v.unharmed(before, at)
		})
	}
}

// deepTime is a clock with a process at the end of many forks.
func deepTime(levels int) []byte {
	b := pack.AppendMap(nil, 3)
	op := pack.AppendUint(pack.AppendArray(nil, 7), operation.Version)
	op = pack.AppendUint(op, 1)
	for range levels {
		op = pack.AppendUint(pack.AppendArray(op, 2), 0)
	}
	op = pack.AppendUint(pack.AppendArray(op, 1), 1)
	op = pack.AppendBytes(op, pack.AppendValue(nil, []any{pack.Map{}, pack.Map{}}))
	op = pack.AppendNil(pack.AppendNil(pack.AppendValue(op, []any{1.0})))
	b = pack.AppendBytes(pack.AppendString(b, "enc"), op)
	b = pack.AppendUint(pack.AppendString(b, "prev"), 0)
	return pack.AppendNil(pack.AppendString(b, "attr"))
}

func TestDeepClocksOfOthers(t *testing.T) {
	for _, levels := range []int{4_500, 9_900, 10_000, 100_000} {
		v := newVictim(t)
		before, at := v.names(), v.state.Time
		v.do(Operation{Payload: deepTime(levels)})
		v.refusedOnce("the domain", "too", 1)
		v.unharmed(before, at)
	}
}

// TestWhatIsReconciled as the reference does it: an operation that skips ticks, one
// that deletes what never was, one that comes again, and one that is empty.
func TestWhatIsReconciled(t *testing.T) {
	v := newVictim(t)
	before, at := v.names(), v.state.Time
	v.do(
		Operation{guestOperation(t, []any{0.0, []any{1.0}}, 0, func(o *operation.Operation) {
			o.Deletes = []operation.TripleTIDs{{Triple: named("nobody"), TIDs: []clock.TID{"never", "was"}}}
		})},
		Operation{guestOperation(t, []any{0.0, []any{900.0}}, 1, nil)},
		Operation{guestOperation(t, []any{0.0, []any{900.0}}, 1, nil)},
		Operation{guestOperation(t, []any{0.0, []any{7.0}}, 1, nil)},
	)
	if v.Status().Refusals != 0 || v.Status().Outdated {
		t.Errorf("%+v\n%s", v.Status(), &v.log)
	}
	guest, err := clock.TreeFromValue([]any{0.0, []any{900.0}})
	if err != nil {
		t.Fatal(err)
	}
	if got := v.state.GWC.TicksOf(guest); got != 900 {
		t.Errorf("of the guest, %d ticks are known", got)
	}
	if now := v.state.Time.Ticks(); now != at.Ticks()+4 { // Two for each of two.
		t.Errorf("the time is %d after %d", now, at.Ticks())
	}
	v.unharmed(before, v.state.Time)
}

// TestNothingIsKnownOf: replies, notifications and acknowledgements of nothing do
// nothing, and great crowds are borne.
func TestNothingIsKnownOf(t *testing.T) {
	v := newVictim(t)
	before, at := v.names(), v.state.Time
	crowd := make([]string, 100_000)
	for i := range crowd {
		crowd[i] = "stranger" + strconv.Itoa(i)
	}
	began := time.Now()
	v.do(
		Reply{From: "x", MessageID: "a", SentMessageID: "b", Payload: control.Ack},
		Reply{From: "x", MessageID: "a", SentMessageID: "", Payload: []byte("nonsense")},
		Notify{From: "x", ChannelID: "nowhere", Payload: []byte("nonsense")},
		Notify{From: "x", ChannelID: "", Payload: control.Notification{Complete: true}.Encode()},
		Acknowledged{Ack: 77}, Timer{Token: 1 << 40},
		Presence{IDs: crowd}, Presence{IDs: crowd[1:]}, Presence{IDs: append(crowd, "")},
	)
	if took := time.Since(began); took > 20*time.Second { // Not what a machine can do, but what grows with the square.
		t.Errorf("a crowd takes %v", took)
	}
	v.do(Presence{})
	if v.Status().Refusals != 0 {
		t.Errorf("refused: %s", &v.log)
	}
	v.unharmed(before, at)
}
