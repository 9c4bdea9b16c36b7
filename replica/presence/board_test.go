package presence

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

var epoch = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

func at(subject string) Presence {
	return Presence{Name: "Fred", Subject: model.IRI("http://ex.org/" + subject), Property: "http://ex.org/#name"}
}

func own() string { return "lr" }

// member is a board with a clock, and what it sends.
type member struct {
	*Board

	t   *testing.T
	now time.Time
}

func newMember(t *testing.T, id string, present ...string) *member {
	m := &member{NewBoard(id), t, epoch}
	m.Connected()
	m.Present(append(present, id))
	return m
}

// due is what is sent now.
func (m *member) due() []engine.SendNotify {
	due, _ := m.Due(m.now, own)
	return due
}

// say announces for the first seat.
func (m *member) say(p Presence, now time.Time) { m.Announce(0, "", p, 0, now) }

// word is a message of one user.
type word struct {
	message
	said
}

func wordOf(t *testing.T, payload []byte) word {
	t.Helper()
	m, err := parse(payload)
	if err != nil || len(m.users) != 1 {
		t.Fatalf("the message is %+v, %v", m, err)
	}
	return word{m, m.users[0]}
}

// one is the only message that is sent now, which the relay takes.
func (m *member) one(to string) word {
	m.t.Helper()
	due := m.due()
	if len(due) != 1 || due[0].To != to || due[0].ChannelID != Channel || !IsAck(due[0].Ack) {
		m.t.Fatalf("%+v is sent, and not one message to %s", due, to)
	}
	m.Acknowledged(due[0].Ack)
	return wordOf(m.t, due[0].Payload)
}

func (m *member) silent() {
	m.t.Helper()
	if due := m.due(); len(due) > 0 {
		m.t.Fatalf("%+v is sent", due)
	}
}

func TestFiveASecondAtMostAndTheLatestInTheEnd(t *testing.T) {
	m := newMember(t, "me", "you")
	sent, last := 0, word{}
	for i := range 1000 { // Ten seconds, a hundred moves in each.
		m.now = epoch.Add(time.Duration(i) * 10 * time.Millisecond)
		m.say(at(fmt.Sprint(i)), m.now)
		for _, notify := range m.due() {
			sent++
			last = wordOf(t, notify.Payload)
			m.Acknowledged(notify.Ack)
		}
	}
	if sent != 50 {
		t.Errorf("%d messages went to one clone in ten seconds, and not 50", sent)
	}
	due, wait := m.Due(m.now, own)
	if len(due) > 0 || wait <= 0 || wait > Interval {
		t.Fatalf("%d messages are due at once, and the wait is %v", len(due), wait)
	}
	m.now = m.now.Add(wait)
	if last = m.one("you"); last.Presence != at("999") {
		t.Errorf("the last word is %+v", last)
	}
	m.silent()
}

func TestTheRelayMustTakeOneBeforeTheNext(t *testing.T) {
	m := newMember(t, "me", "quick", "slow")
	m.say(at("first"), m.now)
	due := m.due()
	if len(due) != 2 || due[0].To != "quick" {
		t.Fatalf("%+v is sent", due)
	}
	m.Acknowledged(due[0].Ack)
	for i := range 100 {
		m.now = m.now.Add(time.Second)
		m.say(at(fmt.Sprint(i)), m.now)
		m.one("quick")
	}
	m.Acknowledged(due[1].Ack)
	m.now = m.now.Add(time.Second)
	if said := m.one("slow"); said.Presence != at("99") || said.idle != time.Second {
		t.Errorf("what was gathered is %+v", said)
	}
}

func TestNothingIsSaidBeforeTheCloneIsListed(t *testing.T) {
	m := &member{NewBoard("me"), t, epoch}
	m.say(at("x"), m.now)
	m.silent()
	m.Connected()
	m.Present([]string{"you"})
	m.silent()
	m.Present([]string{"me", "you"})
	if said := m.one("you"); said.Presence != at("x") || said.process != "lr" {
		t.Errorf("it says %+v", said)
	}
}

// Who has no data yet is not listed as present, and is told all the same who gives it some:
// once, for it does not see where people go meanwhile.
func TestWhoIsHelpedIsToldWhoHelps(t *testing.T) {
	m := newMember(t, "me", "you")
	m.Asked("newcomer")
	m.silent() // There is nothing to tell.
	m.say(at("fred"), m.now)
	m.Asked("newcomer")
	due := m.due()
	if len(due) != 2 || due[0].To != "newcomer" || due[1].To != "you" || due[0].Ack == due[1].Ack {
		t.Fatalf("%+v is sent", due)
	}
	if w := wordOf(t, due[0].Payload); w.Name != "Fred" || w.ask {
		t.Errorf("it is told %+v", w)
	}
	m.Acknowledged(due[0].Ack)
	m.Acknowledged(due[1].Ack)
	m.now = m.now.Add(Interval)
	m.silent()
	m.say(at("wilma"), m.now)
	m.one("you")
	// As soon as it is listed it is one of the others.
	m.now = m.now.Add(Interval)
	m.Present([]string{"me", "you", "newcomer"})
	m.one("newcomer")
	m.Asked("newcomer")
	m.Asked("me")
	m.now = m.now.Add(Interval)
	m.silent()
	for i := range 10 * MaxOthers {
		m.Asked(fmt.Sprint("one of many ", i))
	}
	if n := len(m.due()); n != MaxOthers {
		t.Errorf("%d are told at once", n)
	}
}

func TestWhoComesIsToldAndWhoLeavesIsForgotten(t *testing.T) {
	m := newMember(t, "me", "you")
	m.say(at("x"), m.now)
	m.one("you")
	m.now = m.now.Add(time.Second)
	m.Present([]string{"me", "other", "you"})
	if said := m.one("other"); said.Presence != at("x") || said.idle != time.Second {
		t.Errorf("the newcomer is told %+v", said)
	}
	word := message{process: "ll", users: []said{{Presence: at("y"), idle: 2 * time.Second, stay: 3 * time.Second}}}.encode()
	if changed, err := m.Heard("you", word, m.now); !changed || err != nil {
		t.Errorf("a word made %v, %v", changed, err)
	}
	seen, process := m.Seen("you")
	if !slices.Equal(seen, []Seen{{at("y"), 0, "", 0, epoch.Add(-time.Second), epoch.Add(-2 * time.Second)}}) || process != "ll" {
		t.Errorf("you are seen at %+v, %q", seen, process)
	}
	if changed, _ := m.Heard("you", word, m.now); changed {
		t.Error("the same word again is a change")
	}
	m.Present([]string{"me", "other"})
	if seen, process := m.Seen("you"); seen != nil || process != "" {
		t.Errorf("you have left and are seen at %+v", seen)
	}
	if name, ok := m.Name("lll"); name != "Fred" || !ok {
		t.Errorf("who has left wrote as %q, %v", name, ok)
	}
	if changed, _ := m.Heard("you", word, m.now); changed || len(m.others) != 1 {
		t.Error("who is not present is believed")
	}
}

// TestWhatAConnectionLostIsAskedFor has one of two clones reconnect so fast that the
// other one sees nobody leave.
func TestWhatAConnectionLostIsAskedFor(t *testing.T) {
	a, b := newMember(t, "a", "b"), newMember(t, "b", "a")
	step := func() { a.now, b.now = a.now.Add(time.Second), b.now.Add(time.Second) }
	hear := func(m *member, from string, said word) {
		if _, err := m.Heard(from, said.encode(), m.now); err != nil {
			t.Fatal(err)
		}
	}
	a.say(at("a"), a.now)
	hear(b, "a", a.one("b"))
	b.say(at("b"), b.now)
	said := b.one("a")
	if said.ask {
		t.Error("b asks whom it has heard")
	}
	hear(a, "b", said)
	step()
	a.silent()
	b.say(at("lost"), b.now)
	b.one("a") // On the connection that breaks.
	a.Disconnected()
	a.silent()
	if seen, _ := a.Seen("b"); seen[0].Presence != at("b") {
		t.Errorf("a lost connection made b's place %+v", seen)
	}
	a.Connected()
	a.Present([]string{"a", "b"})
	step()
	said = a.one("b")
	if !said.ask {
		t.Fatal("a does not ask")
	}
	hear(b, "a", said)
	hear(a, "b", b.one("a"))
	if seen, _ := a.Seen("b"); seen[0].Presence != at("lost") {
		t.Errorf("a sees b at %+v", seen)
	}
	step()
	a.silent()
	b.silent()
}

func TestStayingActiveIsToldNowAndThen(t *testing.T) {
	m := newMember(t, "me", "you")
	sent := 0
	for range 60 { // A key press each second, in one place.
		m.say(at("x"), m.now)
		if due := m.due(); len(due) > 0 {
			sent++
			m.Acknowledged(due[0].Ack)
		}
		m.now = m.now.Add(time.Second)
	}
	if sent != 3 {
		t.Errorf("%d messages in a minute in one place, and not 3", sent)
	}
}

func TestEachSeatIsTold(t *testing.T) {
	m := newMember(t, "me", "you")
	m.say(at("x"), m.now)
	m.one("you")
	for seat := range uint64(10) {
		m.Announce(seat+1, "", at(fmt.Sprint(seat)), time.Minute, m.now)
	}
	m.now = m.now.Add(time.Second)
	due := m.due()
	said, err := parse(due[0].Payload)
	if err != nil || len(said.users) != maxUsers || said.users[0].Presence != at("x") || said.users[1].Presence != at("0") {
		t.Fatalf("%+v is told, %v", said, err)
	}
	if u := said.users[1]; u.seat != 1 || u.idle != time.Minute+time.Second || u.stay != time.Second {
		t.Errorf("the second is told as %+v", u)
	}
	if own := m.Own(1); len(own) != 10 || own[0].Seat != 0 || own[1].Seat != 2 {
		t.Errorf("the second sees %+v", own)
	}
	m.Acknowledged(due[0].Ack)
	for seat := range uint64(11) {
		m.Leave(seat)
	}
	m.Leave(99)
	m.now = m.now.Add(time.Second)
	due = m.due()
	if said, err = parse(due[0].Payload); err != nil || len(said.users) != 0 {
		t.Errorf("when all have left, %+v is told, %v", said, err)
	}
}

// TestMovingWithoutAHand has a user's place change though they do nothing, as that of
// one who follows another: they are told of, and still idle.
func TestMovingWithoutAHand(t *testing.T) {
	m := newMember(t, "me", "you")
	m.say(at("x"), m.now)
	m.one("you")
	m.now = m.now.Add(time.Minute)
	m.Announce(0, "", at("y"), time.Minute, m.now)
	if said := m.one("you"); said.Presence != at("y") || said.idle != time.Minute || said.stay != 0 {
		t.Errorf("%+v is told", said.said)
	}
	m.now = m.now.Add(time.Minute)
	m.Announce(0, "", at("y"), 2*time.Minute, m.now)
	m.silent()
}

func TestAnotherClockIsTold(t *testing.T) {
	m := newMember(t, "me", "you")
	m.Retell()
	m.silent() // There is nothing to tell yet.
	m.say(at("x"), m.now)
	m.one("you")
	m.now = m.now.Add(time.Second)
	m.Retell()
	m.one("you")
}

func TestACrowdIsBounded(t *testing.T) {
	ids := make([]string, 0, 5000)
	for i := range cap(ids) {
		ids = append(ids, fmt.Sprintf("clone-%04d", i))
	}
	m := newMember(t, "me", ids...)
	m.say(at("x"), m.now)
	if due := m.due(); len(due) != MaxOthers {
		t.Errorf("%d clones are told", len(due))
	}
	for i, id := range ids {
		word := message{process: "l" + path(i), users: []said{{Presence: Presence{Name: id}}}}.encode()
		m.Present([]string{"me", id})
		if _, err := m.Heard(id, word, m.now); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.others) != 1 || len(m.names.of) != maxNames || len(m.names.order) != maxNames {
		t.Errorf("%d clones and %d names are remembered, in an order of %d", len(m.others), len(m.names.of), len(m.names.order))
	}
	if name, _ := m.Name("l" + path(4999)); name != "clone-4999" {
		t.Errorf("the latest is called %q", name)
	}
	// Those who are known stay so when more come.
	m.Present(append(slices.Clone(ids), "me"))
	if seen, _ := m.Seen("clone-4999"); seen[0].Name == "" {
		t.Error("a crowd drives out who was there")
	}
}

// path is another process for each number.
func path(i int) string {
	b := []byte("rrrrrrrrrrrrr")
	for bit := range 13 {
		if i>>bit&1 == 1 {
			b[bit] = 'l'
		}
	}
	return string(b) + "r"
}
