package presence

import "testing"

// Who of several users of a clone wrote is told to the others, as often as that is another.
func TestWhoseTurnItWas(t *testing.T) {
	m, you := newMember(t, "me", "you"), newMember(t, "you", "me")
	m.Announce(0, "first", at("x"), 0, m.now)
	m.Announce(3, "second", at("x"), 0, m.now)
	tell := func() (turn map[uint64]uint64) {
		t.Helper()
		m.now = m.now.Add(Interval)
		for _, due := range m.due() {
			m.Acknowledged(due.Ack)
			if _, err := you.Heard("me", due.Payload, you.now); err != nil {
				t.Fatal(err)
			}
		}
		turn = make(map[uint64]uint64)
		seen, _ := you.Seen("me")
		for _, s := range seen {
			turn[s.Seat] = s.Turn
		}
		return turn
	}
	tell()
	m.Wrote("first", 5)
	if due := m.due(); due != nil {
		t.Errorf("that the only one who has written did so is told: %+v", due)
	}
	m.Wrote("second", 8)
	m.Wrote("second", 9)
	if turn := tell(); turn[3] != 8 || turn[0] != 0 {
		t.Errorf("it is the turn of %v", turn)
	}
	m.Wrote("a script's", 12)
	m.Wrote("first", 14)
	if turn := tell(); turn[0] != 14 || turn[3] != 0 {
		t.Errorf("it is the turn of %v", turn)
	}
	for _, c := range []struct {
		tick, seat uint64
		ok         bool
	}{{4, 0, false}, {5, 0, true}, {7, 0, true}, {8, 3, true}, {11, 3, true}, {12, 0, false}, {14, 0, true}, {99, 0, true}} {
		if seat, ok := you.SeatOf("lrl", c.tick); ok != c.ok || ok && seat != c.seat {
			t.Errorf("at %d it was %d, %v", c.tick, seat, ok)
		}
	}
	if _, ok := you.SeatOf("rr", 9); ok {
		t.Error("a turn of another process is known")
	}
	for i := range uint64(3 * maxTurns) { // What it tells is bounded, and so is what is kept.
		m.Wrote([]string{"first", "second"}[i%2], 100+i)
		if i%10 == 0 {
			tell()
		}
	}
	if n := len(you.names.turns["lr"]); n > maxTurns || n < saidTurns {
		t.Errorf("%d turns are kept", n)
	}
}
