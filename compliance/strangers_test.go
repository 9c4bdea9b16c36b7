package compliance_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/engine"
)

// What our clones say to each other beyond the protocol, JavaScript clones hear as well:
// they go on as if nothing were.

// TestDigestsLeaveTheReferenceAlone: two users have the data compared again and again, in a
// domain with a JavaScript clone. It is asked as well, and does not answer.
func TestDigestsLeaveTheReferenceAlone(t *testing.T) {
	const channel = "mld-tui-digest-1"
	c := newColony(t, relaytest.Start(t), jsEngine(t), goEngine(t))
	js := c.members[0]
	anna, bert := c.user("anna0000000000000000", channel, js.ID), c.user("bert0000000000000000", channel, js.ID)
	for range 2 {
		c.edit(2, c.members...)
		c.converge()
		for u, of := range map[user]user{anna: bert, bert: anna} {
			began, before := time.Now(), u.counted.toJS.Load()
			same := func(d replica.Compared) bool { return d.ID == of.ID() && d.Level && d.Same && d.At.After(began) }
			tick := time.NewTicker(20 * time.Millisecond)
			for u.counted.toJS.Load() == before || !slices.ContainsFunc(u.Link().Compared, same) {
				u.Compare()
				select {
				case <-tick.C:
				case <-c.ctx.Done():
					t.Fatalf("%s tells of %+v", u.ID(), u.Link().Compared)
				}
			}
			tick.Stop()
		}
	}
	for _, u := range []user{anna, bert} {
		t.Logf("%s: %d messages, %d of them to the JavaScript clone", u.ID(), u.counted.sent.Load(), u.counted.toJS.Load())
		if u.counted.refused.Load() > 0 {
			t.Errorf("the relay refused %d messages of %s", u.counted.refused.Load(), u.ID())
		}
		if slices.ContainsFunc(u.Link().Compared, func(d replica.Compared) bool { return d.ID == js.ID }) {
			t.Errorf("%s tells of %+v", u.ID(), u.Link().Compared)
		}
	}
	c.await(js, func(s compliance.Status) bool { return s.Online && !s.Outdated })
	c.edit(2, c.members...)
	c.converge()
}

// TestOneThatIsApartLeavesTheReferenceAlone: a clone has edits that nobody can take any more,
// and lacks what the JavaScript clone, who is the domain now, cannot give: it says so, and
// is silent, and asks with a word more than the reference knows. The JavaScript clone answers,
// and goes on.
func TestOneThatIsApartLeavesTheReferenceAlone(t *testing.T) {
	c := newColony(t, relaytest.Start(t), goEngine(t))
	first := c.members[0]
	proxy, err := compliance.NewProxy(strings.TrimPrefix(c.relay, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	var asked atomic.Int64
	answers := make(chan control.Response, 100) // to what it asked as one that is apart
	open := func() (apart user, status func(func(replica.Status) bool)) {
		transport := watch(func(effect engine.Effect) {
			if r, ok := effect.(engine.SendRequest); ok {
				if req, err := control.ParseRequest(r.Payload); err == nil && req.Apart {
					asked.Add(1)
				}
			}
		}, func(ev engine.Event) {
			if r, ok := ev.(engine.Reply); ok && asked.Load() > 0 {
				if res, err := control.ParseResponse(r.Payload); err == nil {
					answers <- res
				}
			}
		})
		apart.Replica = c.open(replica.Config{ID: "apart000000000000000", MaxJournal: 1, NetworkTimeout: 2 * time.Second}, transport, proxy.URI())
		return apart, func(wanted func(replica.Status) bool) {
			t.Helper()
			apart.await(c, func() bool {
				st, _ := apart.Status()
				return wanted(st)
			})
		}
	}
	apart, status := open()
	status(func(st replica.Status) bool { return st.Present && !st.Joining && st.Online && !st.Outdated })
	proxy.Cut()
	status(func(st replica.Status) bool { return !st.Online })
	for i := range 6 { // Too long to be fused, so that each is by itself.
		triple := model.Triple{S: "http://interop.m-ld.org/apart", P: "http://interop.m-ld.org/#says", O: model.String(fmt.Sprint(i, strings.Repeat("x", 9_000)))}
		if err := apart.Patch(c.ctx, model.Patch{Inserts: []model.Triple{triple}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := apart.Close(); err != nil {
		t.Fatal(err)
	}
	c.do(first, object{"@id": "missed", "name": "x"})
	js := c.join(jsEngine(t)) // Its journal begins after that.
	c.await(js, func(s compliance.Status) bool { return s.Online && !s.Outdated })
	c.stop(first)
	c.await(js, func(s compliance.Status) bool { return s.Silo })
	c.do(js, object{"@id": "since", "name": "x"})

	proxy.Heal()
	_, status = open() // It begins with that its journal is cut.
	isApart := func(st replica.Status) bool { return st.Online && st.Outdated && !st.Present && st.Lost != "" }
	status(isApart)
	proxy.Cut()
	status(func(st replica.Status) bool { return !st.Online })
	proxy.Heal() // Now it knows from the beginning that it is apart.
	select {
	case res := <-answers:
		if res.Rejected != 0 {
			t.Errorf("it is answered with %+v", res)
		}
	case <-c.ctx.Done():
		t.Fatalf("it asked %d times as one that is apart, and was not answered", asked.Load())
	}
	status(isApart)

	c.join(goEngine(t))
	c.members = c.members[1:]
	c.edit(3, c.members...)
	c.converge()
	c.await(js, func(s compliance.Status) bool { return s.Online && !s.Outdated && !s.Silo })
	status(isApart)
}
