package presence

import (
	"slices"

	"github.com/m-ld/mld-tui/replica/pack"
)

// The bounds of what is told of turns, and of what is remembered of a process.
const (
	saidTurns = 16
	maxTurns  = 256
)

// Turn says who wrote through a clone with several users: from a tick of its process on, it
// was the user in a seat, until the next turn.
type Turn struct{ Tick, Seat uint64 }

// SeatAt is the seat of who wrote at a tick, as far as turns tell.
func SeatAt(turns []Turn, tick uint64) (seat uint64, ok bool) {
	for _, t := range slices.Backward(turns) {
		if t.Tick <= tick {
			return t.Seat, t.Seat != nobody
		}
	}
	return 0, false
}

// Wrote takes note of who wrote something through this clone, at a tick: the user in a
// session, or else nobody in particular. It is told where it is another than before.
func (b *Board) Wrote(session string, tick uint64) {
	seat := uint64(nobody)
	for n, u := range b.own {
		if u.session == session {
			seat = n
		}
	}
	if n := len(b.wrote); n > 0 && b.wrote[n-1].Seat == seat {
		return
	}
	b.wrote = append(b.wrote, Turn{tick, seat})
	b.wrote = b.wrote[max(0, len(b.wrote)-saidTurns):]
	if len(b.wrote) > 1 && len(b.own) > 0 { // Else there is nobody to tell apart, or to tell of.
		b.version++
	}
}

// turn is since when it has been the turn of the user in a seat; zero while it is not theirs.
func turn(turns []Turn, seat uint64) uint64 {
	if n := len(turns); n > 0 && turns[n-1].Seat == seat {
		return turns[n-1].Tick
	}
	return 0
}

// took takes the turns that a process tells.
func (n *names) took(process string, said []Turn) {
	process = Stem(process)
	if _, named := n.of[process]; !named {
		return
	}
	all, changed := n.turns[process], false
	for _, t := range said {
		if len(all) == 0 || t.Tick > all[len(all)-1].Tick {
			all, changed = append(slices.Clip(all), t), true
		}
	}
	if changed {
		n.turns[process] = all[max(0, len(all)-maxTurns):]
		n.version++
	}
}

func appendTurns(b []byte, turns []Turn) []byte {
	b = pack.AppendArray(b, len(turns))
	for _, t := range turns {
		b = pack.AppendUint(pack.AppendUint(pack.AppendArray(b, 2), t.Tick), t.Seat)
	}
	return b
}

func parseTurns(v any) (turns []Turn) {
	all, _ := v.([]any)
	for _, v := range all[:min(len(all), saidTurns)] {
		of, ok := v.([]any)
		if !ok || len(of) != 2 {
			continue
		}
		var t Turn
		t.Tick, _ = pack.Int(of[0])
		t.Seat, _ = pack.Int(of[1])
		turns = append(turns, t)
	}
	return turns
}
