package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

// shortJournal is what those keep who are to come apart.
const shortJournal = 2_000

// together makes some clones of one domain, with short journals.
func together(t *testing.T, n int) *couple {
	t.Helper()
	c := &couple{t: t, now: start}
	for i := range n {
		p := c.add(store.LogBounds{}, shortJournal)
		if i == 0 {
			p.edit(0)
		}
		c.connect(p, true)
		c.pass(10 * time.Second)
	}
	return c
}

// writesMuch writes more than a clone keeps.
func (p *part) writesMuch() {
	for n := range 5 {
		p.replace(n, 20_000) // Too long to be fused.
		p.of.pass(2 * time.Second)
	}
}

// divide has each of some clones write alone what the others can never take.
func (c *couple) divide(parts ...*part) {
	for _, p := range c.parts {
		c.connect(p, false)
	}
	for _, p := range parts {
		p.writesMuch()
	}
}

// oneLeftApart makes two clones that do not fit each other; the one that was the domain
// has gone, and the other is apart.
func oneLeftApart(t *testing.T) (c *couple, gone, apart *part) {
	t.Helper()
	c = together(t, 2)
	gone, apart = c.parts[0], c.parts[1]
	c.divide(gone, apart)
	c.connect(gone, true)
	c.connect(apart, true)
	c.connect(gone, false)
	return c, gone, apart
}

// TestWhoIsLateIsNotTakenForUnfit: one is found to lack what nobody can give it by the
// journal, and gets it a moment later. Who goes by its first answer would be apart, and silent.
func TestWhoIsLateIsNotTakenForUnfit(t *testing.T) {
	c := together(t, 3)
	one, two, three := c.parts[0], c.parts[1], c.parts[2]
	c.divide(one, two)
	c.connect(one, true)
	c.connect(three, true)
	c.pass(10 * time.Second)
	c.connect(two, true)
	if st := two.Status(); !st.Outdated || st.Lost != "" || !two.online {
		t.Errorf("when it has found once that it does not fit, it says %+v", st)
	}
	asked := 0
	c.watch = func(effects []Effect) {
		for _, effect := range effects {
			if request, ok := effect.(SendRequest); ok && request.To != two.cfg.ID {
				asked++
			}
		}
	}
	c.pass(20 * time.Second)
	two.is(true, false, false)
	if asked == 0 {
		t.Error("it has not asked again")
	}
}

// is compares what a clone says of itself.
func (p *part) is(outdated, silo, present bool) {
	p.of.t.Helper()
	st := p.Status()
	lost := strings.HasPrefix(st.Lost, "clone outdated, close it and run mld-tui rescue test.m-ld.org: ")
	if st.Outdated != outdated || st.Silo != silo || p.present != present || lost != outdated || !lost && st.Lost != "" {
		p.of.t.Errorf("%s is present: %t, and says %+v", p.cfg.ID, p.present, st)
	}
}

// TestOneThatIsApartIsTheDomainWhenNobodyElseIsThere: a clone that is outdated waits until
// the others are gone for a while, and is the domain then; and steps back when one comes
// back who was the domain before.
func TestOneThatIsApartIsTheDomainWhenNobodyElseIsThere(t *testing.T) {
	c := together(t, 2)
	one, two := c.parts[0], c.parts[1]
	c.divide(one, two)
	c.connect(one, true)
	one.is(false, true, true)
	c.connect(two, true)
	c.pass(10 * time.Second)
	one.is(false, true, true)
	two.is(true, false, false)

	c.connect(one, false)
	two.is(true, true, false)
	c.pass(2 * time.Second)
	two.is(true, true, false) // The other may come back at once.
	two.edit(1)
	c.pass(3 * time.Second)
	two.is(false, true, true)
	two.edit(2)

	c.connect(one, true)
	c.pass(20 * time.Second)
	one.is(false, true, true)
	two.is(true, false, false)
	if two.steps > 4 || one.steps > 4 {
		t.Errorf("they came and went %d and %d times", one.steps, two.steps)
	}
	c.verify()
}

// TestThatOneIsApartIsKept: a clone that is apart knows it when it is opened again.
func TestThatOneIsApartIsKept(t *testing.T) {
	c, one, two := oneLeftApart(t)
	two.reopen()
	c.connect(two, true)
	two.is(true, true, false)
	c.pass(5 * time.Second)
	two.is(false, true, true)
	two.reopen()
	c.connect(two, true)
	two.is(true, true, false)
	c.pass(5 * time.Second)
	c.connect(one, true)
	c.pass(20 * time.Second)
	one.is(false, true, true)
	two.is(true, false, false)
}

// TestWhoHasJoinedOneThatWasApart: they are the domain, for those as well who were it
// before.
func TestWhoHasJoinedOneThatWasApart(t *testing.T) {
	c, one, two := oneLeftApart(t)
	c.pass(5 * time.Second)
	steps := two.steps
	three := c.add(store.LogBounds{}, shortJournal)
	c.connect(three, true)
	c.pass(10 * time.Second)
	two.is(false, false, true)
	three.is(false, false, true)
	if two.steps != steps {
		t.Errorf("while another joined, it came and went %d times", two.steps-steps)
	}
	c.connect(one, true)
	c.pass(20 * time.Second)
	one.is(true, false, false)
	two.is(false, false, true)
	three.is(false, false, true)
	if two.digest() != three.digest() {
		t.Error("they differ")
	}
	c.verify()
}

// TestThoseWhoAreApartFindEachOther: two that fit each other, and not the one that was
// there, meet when it has gone; and one that fits neither stays apart, whoever it is that
// comes first.
func TestThoseWhoAreApartFindEachOther(t *testing.T) {
	c := together(t, 4)
	one, two, three, four := c.parts[0], c.parts[1], c.parts[2], c.parts[3]
	c.divide(one, four)
	c.connect(two, true)
	c.connect(three, true)
	two.writesMuch()
	c.connect(two, false)
	three.edit(3)
	c.connect(three, false)
	two.edit(4)

	c.connect(one, true)
	for _, p := range []*part{two, three, four} {
		c.connect(p, true)
		c.pass(10 * time.Second)
		p.is(true, false, false)
	}
	c.connect(one, false)
	c.pass(60 * time.Second)
	present, steps := 0, 0
	for _, p := range []*part{two, three, four} {
		if steps += p.steps; p.present {
			present++
		}
	}
	if present != 2 && !four.present || present == 0 {
		t.Errorf("%d are present", present)
	}
	if two.present != three.present || two.digest() != three.digest() {
		t.Error("two that fit each other have not met")
	}
	if four.present == two.present {
		t.Error("one that does not fit them is present as well, or nobody is")
	}
	c.pass(time.Hour)
	for _, p := range []*part{two, three, four} {
		steps -= p.steps
	}
	if steps != 0 {
		t.Errorf("they went on to come and go: %d times", -steps)
	}
	c.verify()
}

// TestTwoThatAreApartComeForwardAtOnce: both step back, and then one is first.
func TestTwoThatAreApartComeForwardAtOnce(t *testing.T) {
	c := together(t, 3)
	one, two, three := c.parts[0], c.parts[1], c.parts[2]
	c.divide(one, two, three)
	for _, p := range c.parts {
		c.connect(p, true)
		c.pass(10 * time.Second)
	}
	c.connect(one, false)
	before := two.steps + three.steps
	c.emptying = true // Neither hears of the other before it has said that it is there.
	two.handle(Timer{two.forward})
	three.handle(Timer{three.forward})
	c.emptying = false
	c.pass(time.Second)
	if two.present || three.present {
		t.Error("they do not step back")
	}
	c.pass(time.Hour)
	if two.present == three.present {
		t.Errorf("present are %t and %t", two.present, three.present)
	}
	if steps := two.steps + three.steps - before; steps != 5 {
		t.Errorf("they came and went %d times", steps)
	}
	for _, p := range []*part{two, three} {
		p.is(!p.present, p.present, p.present)
	}
}

// TestWhoWasToHelpHasGone: a clone that fits is present at once when nobody else is, but is
// outdated until those who had more have not come back for a while.
func TestWhoWasToHelpHasGone(t *testing.T) {
	c := together(t, 2)
	one, two := c.parts[0], c.parts[1]
	c.connect(one, false)
	two.reopen()
	two.online = true
	two.handle(Connected{})
	two.handle(Presence{IDs: []string{one.cfg.ID}})
	two.handle(Presence{})
	if st := two.Status(); !st.Outdated || !st.Silo || st.Lost != "" || !two.present {
		t.Errorf("it says %+v, and is present: %t", st, two.present)
	}
	c.pass(5 * time.Second)
	two.is(false, true, true)
}

// TestOneThatIsApartAsksAgainWhenSomebodyHasGone: whoever that was may have stood between it
// and one who is still there.
func TestOneThatIsApartAsksAgainWhenSomebodyHasGone(t *testing.T) {
	c := together(t, 2)
	one, two := c.parts[0], c.parts[1]
	c.divide(one, two)
	c.connect(one, true)
	c.connect(two, true)
	two.handle(Presence{IDs: []string{one.cfg.ID, "other"}})
	c.pass(10 * time.Second)
	two.is(true, false, false)
	asked := 0
	c.watch = func(effects []Effect) {
		for _, effect := range effects {
			if request, ok := effect.(SendRequest); ok && request.To == "other" {
				asked++
			}
		}
	}
	if c.pass(5 * time.Second); asked > 0 {
		t.Fatalf("it asks %d times though nothing has changed", asked)
	}
	two.handle(Presence{IDs: []string{"other"}})
	if c.pass(5 * time.Second); asked == 0 {
		t.Error("it does not ask who is still there")
	}
}

// TestJavaScriptClonesAreNotApart: one asks without a word of it, and is not given what
// would take the place of its own edits, but refused; it is present then, and is asked. Its
// first request has the form that the reference knows.
func TestJavaScriptClonesAreNotApart(t *testing.T) {
	c, js, two := oneLeftApart(t)
	c.pass(5 * time.Second)
	two.is(false, true, true)

	first, _ := two.state.Time.At(0)
	ask := func(req control.Request) control.Response {
		t.Helper()
		effects := two.Handle(Request{From: "js", MessageID: "q", Payload: req.Encode()})
		res, err := control.ParseResponse(sent[SendReply](t, effects).Payload)
		if err != nil {
			t.Fatal(err)
		}
		two.do(effects)
		return res
	}
	// One that is apart itself, and one that has seen nothing else, is helped.
	for _, req := range []control.Request{{Time: js.public(), Apart: true}, {Time: first}} {
		if res := ask(req); res.Rejected != 0 || !res.GWC.IsZero() || !two.present {
			t.Errorf("%+v is answered with %+v", req, res)
		}
	}
	if res := ask(control.Request{Time: js.public()}); res.Rejected != StatusOutdated || two.present {
		t.Errorf("it is answered with %+v", res)
	}
	for _, req := range []control.Request{{Time: js.public()}, {Time: js.public(), Apart: true}, {Snapshot: true}, {Snapshot: true, NewClock: true}} {
		if res := ask(req); res.Rejected != StatusOutdated {
			t.Errorf("one that is silent answers %+v", res)
		}
	}
	effects := two.Handle(Presence{IDs: []string{"js"}})
	if req, err := control.ParseRequest(sent[SendRequest](t, effects).Payload); err != nil || !req.Apart || req.Snapshot {
		t.Errorf("it asks %+v (%v)", req, err)
	}
}
