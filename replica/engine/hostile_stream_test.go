package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// liar is a helper that a clone has asked for a recovery.
type liar struct {
	v       *victim
	request SendRequest
	asked   control.Request
}

// meet has the victim meet others, the first of whom it asks.
func (v *victim) meet(ids ...string) liar {
	v.t.Helper()
	return v.asks(v.do(Presence{IDs: ids}))
}

// asks is the helper that is asked among effects.
func (v *victim) asks(effects []Effect) liar {
	v.t.Helper()
	request := sent[SendRequest](v.t, effects)
	asked, err := control.ParseRequest(request.Payload)
	if err != nil {
		v.t.Fatal(err)
	}
	return liar{v, request, asked}
}

func (l liar) replies(payload []byte) []Effect {
	l.v.t.Helper()
	return l.v.do(Reply{From: l.request.To, MessageID: "r", SentMessageID: l.request.MessageID, Payload: payload})
}

// offers a recovery, of which the victim knows everything.
func (l liar) offers() []Effect {
	l.v.t.Helper()
	return l.replies(control.Response{
		Snapshot: l.asked.Snapshot, GWC: l.v.state.GWC, Clock: l.v.state.Time, Agreed: clock.Genesis(),
		DataAddress: "data", UpdatesAddress: "updates",
	}.Encode())
}

func (l liar) tells(channel string, n control.Notification) []Effect {
	l.v.t.Helper()
	return l.v.do(Notify{From: l.request.To, ChannelID: channel, Payload: n.Encode()})
}

// isRefused: the victim gave the helper up, for a reason that is told, and asks the
// next one, who helps it; it is whole then.
func (v *victim) isRefused(before []string, at clock.Tree, effects []Effect, why string) {
	v.t.Helper()
	list := v.refusals.list
	if len(list) != 1 || !strings.HasPrefix(list[0].Origin, "clone a") || !strings.Contains(list[0].Why, why) {
		v.t.Errorf("refused: %+v\n%s", list, &v.log)
	}
	v.goesOn(before, at, effects)
}

// goesOn with another helper, when it has given one up.
func (v *victim) goesOn(before []string, at clock.Tree, effects []Effect) {
	v.t.Helper()
	honest := func() (l liar, found bool) {
		for _, effect := range effects {
			if r, ok := effect.(SendRequest); ok && r.To == "honest" {
				return v.asks([]Effect{r}), true
			}
		}
		return liar{}, false
	}
	next, found := honest()
	for range 5 {
		if !found {
			effects = v.wait()
			next, found = honest()
		}
	}
	if !found {
		v.t.Fatalf("it does not ask another:\n%s", &v.log)
	}
	if next.asked.Snapshot { // The last that it had thought of.
		next.replies(control.Response{Rejected: StatusRejected}.Encode())
		v.goesOn(before, at, v.wait())
		return
	}
	next.offers()
	next.tells("updates", control.Notification{Complete: true})
	if st := v.Status(); st.Outdated || st.Lost != "" && !strings.Contains(st.Lost, "another domain") {
		v.t.Errorf("it is not whole: %+v\n%s", st, &v.log)
	}
	v.unharmed(before, at)
}

// TestAnswersOfLiars: an answer that is none is refused, and another is asked.
func TestAnswersOfLiars(t *testing.T) {
	foreign, err := clock.GlobalFromValue([]any{7.0, []any{[]any{1.0, "x"}, []any{1.0, "y"}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		payload []byte
		why     string
	}{
		"nonsense":      {[]byte("nonsense"), "an answer"},
		"an early yes":  {control.Ack, "an answer"},
		"another type":  {control.Request{Snapshot: true}.Encode(), "an answer"},
		"no address":    {control.Response{GWC: foreign}.Encode(), "without updatesAddress"},
		"a rejection":   {control.Response{Rejected: 5003}.Encode(), ""},
		"not what for":  {control.Response{Snapshot: true, GWC: foreign, Clock: clock.Genesis(), Agreed: clock.Genesis(), DataAddress: "d", UpdatesAddress: "u"}.Encode(), ""},
		"cannot help":   {control.Response{UpdatesAddress: "x"}.Encode(), ""},
		"a long status": {control.Response{Rejected: 1 << 40}.Encode(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			before, at := v.names(), v.state.Time
			effects := v.meet("a", "honest").replies(c.payload)
			if c.why == "" {
				v.goesOn(before, at, effects)
			} else {
				v.isRefused(before, at, effects, c.why)
			}
		})
	}
}

// TestStreamsOfLiars: a rev-up that is none, or never ends, is given up.
func TestStreamsOfLiars(t *testing.T) {
	known := guestOperation(t, []any{0.0, []any{0.0}}, 0, nil)
	for name, c := range map[string]struct {
		do  func(liar) []Effect
		why string
	}{
		"nonsense": {func(l liar) []Effect {
			return l.v.do(Notify{From: "a", ChannelID: "updates", Payload: []byte("nonsense")})
		}, "a part of a recovery"},
		"no operation": {func(l liar) []Effect {
			return l.tells("updates", control.Notification{Next: []byte("nonsense")})
		}, "a part of a recovery"},
		"an error": {func(l liar) []Effect {
			return l.tells("updates", control.Notification{Err: "no more"})
		}, ""},
		"a death": {func(l liar) []Effect { return l.v.do(Presence{IDs: []string{"honest"}}) }, ""},
		"silence": {func(l liar) []Effect { return l.v.wait() }, ""},
		"no end": {func(l liar) (effects []Effect) {
			for range maxIdle + 1 {
				effects = l.tells("updates", control.Notification{Next: known})
			}
			return effects
		}, "did not end"},
		"another's words": {func(l liar) []Effect {
			l.v.do(Notify{From: "b", ChannelID: "updates", Payload: control.Notification{Complete: true}.Encode()})
			return l.v.wait()
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			before, at := v.names(), v.state.Time
			l := v.meet("a", "honest")
			l.offers()
			effects := c.do(l)
			if v.intake.attached {
				t.Fatal("it takes what came for a recovery")
			}
			if c.why == "" {
				v.goesOn(before, at, effects)
			} else {
				v.isRefused(before, at, effects, c.why)
			}
		})
	}
}

// datum is a part of a snapshot with one triple.
func datum(name string) control.Notification {
	return control.Notification{Next: testCodec.EncodeTriples([]operation.TripleTIDs{{Triple: named(name), TIDs: []clock.TID{"t"}}})}
}

// TestSnapshotsOfLiars: until a snapshot is whole, the clone is as it was.
func TestSnapshotsOfLiars(t *testing.T) {
	for name, c := range map[string]struct {
		offer func(*control.Response)
		do    func(liar) []Effect
		why   string
	}{
		"half of one": {nil, func(l liar) []Effect {
			for i := range 30 {
				l.tells("data", datum(fmt.Sprint(i)))
			}
			return l.v.do(Presence{IDs: []string{"honest"}})
		}, ""},
		"one that repeats": {nil, func(l liar) []Effect {
			for range 1000 {
				l.tells("data", datum("again"))
			}
			return l.v.wait()
		}, ""},
		"nonsense": {nil, func(l liar) []Effect {
			l.tells("data", datum("x"))
			return l.tells("data", control.Notification{Next: []byte{0x80}})
		}, "neither triples nor an operation"},
		"an endless one": {nil, func(l liar) []Effect {
			l.v.rec.stream.load.dataBytes = maxSnapshot - 10
			return l.tells("data", datum("x"))
		}, "a snapshot of more than"},
		"one address": {func(r *control.Response) { r.DataAddress = r.UpdatesAddress }, nil, "one address"},
		"another domain's": {func(r *control.Response) {
			r.GWC, _ = clock.GlobalFromValue([]any{7.0, []any{[]any{1.0, "x"}, []any{1.0, "y"}}})
		}, nil, "another domain"},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			before, at := v.names(), v.state.Time
			// Nobody has the history, so that it asks for a snapshot.
			cannot := control.Response{UpdatesAddress: "x"}.Encode()
			l := v.asks(v.asks(v.meet("a", "honest").replies(cannot)).replies(cannot))
			if !l.asked.Snapshot || l.request.To != "a" {
				t.Fatalf("%s is asked for %+v", l.request.To, l.asked)
			}
			res := control.Response{
				Snapshot: true, GWC: v.state.GWC, Clock: v.state.Time, Agreed: clock.Genesis(), DataAddress: "data", UpdatesAddress: "updates",
			}
			if c.offer != nil {
				c.offer(&res)
			}
			effects := l.replies(res.Encode())
			if c.do != nil {
				effects = c.do(l)
			}
			if c.why == "" {
				v.goesOn(before, at, effects)
			} else {
				v.isRefused(before, at, effects, c.why)
			}
		})
	}
}
