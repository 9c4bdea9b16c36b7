package engine

import (
	"errors"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// acknowledged takes the answer to an offer; it reports whether it was one.
func (g *givings) acknowledged(e *Engine, ev Reply) bool {
	one := g.byReply[ev.SentMessageID]
	if one == nil {
		return false
	}
	if one.started || ev.From != one.to {
		return true
	}
	if !control.IsAck(ev.Payload) {
		e.log.Info("an offer to help was declined", "to", one.to)
		g.end(one)
		return true
	}
	one.started = true
	e.setApart("") // It has joined this clone, or fits it.
	e.pump(one)
	return true
}

func (e *Engine) handleAcknowledged(ev Acknowledged) {
	if ev.Ack != 0 && ev.Ack == e.link.outbox.mark { // If it was not delivered, it was taken all the same.
		e.sendPortion()
		return
	}
	sent, ok := e.giving.byAck[ev.Ack]
	if !ok {
		return
	}
	delete(e.giving.byAck, ev.Ack)
	g := sent.giving
	g.inFlight--
	g.bytes -= sent.size
	if ev.Err != nil {
		e.log.Warn("a part of a recovery was refused by the relay", "to", g.to, "error", ev.Err)
		e.giving.end(g)
		return
	}
	e.pump(g)
}

// pump sends as much as the window allows.
func (e *Engine) pump(g *giving) {
	e.waitForAck(g)
	for g.phase != given && (g.inFlight < giveLeast || g.inFlight < giveMost && g.bytes < giveBytes) {
		if e.batch.read >= readBytes {
			e.lookLater(g)
			return
		}
		channel, n, err := e.nextPart(g)
		if errors.Is(err, errLater) {
			e.lookLater(g)
			return
		}
		if err != nil {
			why := "the data could not be read"
			if errors.Is(err, errCut) {
				why = err.Error()
			}
			e.log.Error("a recovery could not be given", "to", g.to, "error", err)
			channel, n = g.updates, control.Notification{Err: why}
			g.phase = given
		}
		e.giving.nextAck++
		payload := n.Encode()
		g.inFlight++
		g.bytes += len(payload)
		e.giving.byAck[e.giving.nextAck] = parcel{g, len(payload)}
		e.emit(SendNotify{To: g.to, ChannelID: channel, Payload: payload, Ack: e.giving.nextAck})
	}
	if g.phase == given && g.inFlight == 0 {
		e.giving.end(g)
	}
}

// nextPart is the next notification, and the channel that it goes to.
func (e *Engine) nextPart(g *giving) (channel string, n control.Notification, err error) {
	if g.phase == givingTriples {
		part, size := g.nextTriples()
		if e.batch.read += size; len(part) > 0 {
			return g.data, control.Notification{Next: e.codec.EncodeTriples(part)}, nil
		}
		g.phase = givingOperations
	}
	if g.phase == givingOperations {
		for len(g.latest) > 0 {
			tid := g.latest[0]
			g.latest = g.latest[1:]
			op, err := e.fusedPast(g.view, tid)
			if err != nil {
				return "", n, err
			}
			if op != nil {
				return g.data, control.Notification{Next: e.codec.EncodeOperation(op)}, nil
			}
		}
		_ = g.view.Close()
		g.view = nil
		g.phase = givingJournal
		return g.data, control.Notification{Complete: true}, nil
	}
	if g.phase == givingJournal {
		m, err := e.nextEntry(g)
		if err != nil || m != nil {
			return g.updates, control.Notification{Next: m}, err
		}
	}
	g.phase = given
	e.noteLate(g)
	if g.until = e.state.Time.Ticks(); g.data == "" && e.rec != nil && e.rec.from == g.to {
		e.rec.given = g.until
	}
	return g.updates, control.Notification{Complete: true}, nil
}

// nextTriples is the next part of the data, and about how many bytes it has.
func (g *giving) nextTriples() (part []operation.TripleTIDs, size int) {
	for tt := range g.cursor.Next(g.view) {
		part = append(part, tt)
		size += len(tt.Triple.S) + len(tt.Triple.P) + len(tt.Triple.O.Value) + len(tt.Triple.O.Data) + 40*len(tt.TIDs)
		if len(part) >= partTriples || size >= partBytes {
			break
		}
	}
	return part, size
}

// errCut is returned where the journal was cut while it was given.
var errCut = errors.New("the journal has become too long, and was cut, before all of it was given: ask again")

// maxLooks is how many entries of the journal are looked at in one event.
const maxLooks = 2000

// errLater is returned where the journal was looked through for long: writes come between.
var errLater = errors.New("there is more to look at")

// lookLater goes on in another event.
func (e *Engine) lookLater(g *giving) {
	if g.looking != 0 {
		return
	}
	g.looking = e.after(0, func() {
		g.looking = 0
		e.pump(g)
	})
}

// nextEntry is the next message of what the journal has and the asker has not seen; nil
// when there is none. What the clerk would fuse, had it had the time, is fused if the asker
// takes that, and nothing in it came and went: so it is less to send, and less to apply.
func (e *Engine) nextEntry(g *giving) ([]byte, error) {
	tx := e.read()
	if tx == nil {
		return nil, e.batch.err
	}
	if e.state.Start > g.tick && g.asker.AnyLtGlobal(e.state.StartGWC) {
		return nil, errCut
	}
	codec := e.codec.Near(g.asker)
	var row run
	for range maxLooks {
		entry, err := tx.EntryAfter(g.tick)
		if err != nil {
			return nil, err
		}
		if entry == nil || len(row.entries) > 0 && !row.mayTake(entry) {
			return e.nextMessage(g, row)
		}
		encoded, err := codec.Parse(entry.Operation)
		if err != nil {
			return nil, err
		}
		e.batch.read += len(entry.Operation)
		lacks := g.asker.AnyLt(encoded.Time)
		if len(row.ops) > 0 && (!lacks || !row.takes(encoded)) {
			return e.nextMessage(g, row)
		}
		if g.tick = entry.Tick; lacks {
			row.add(entry, encoded)
		}
		if len(row.ops) > 0 && (!g.fuses || g.tick <= g.alone) {
			return e.nextMessage(g, row)
		}
	}
	if len(row.ops) == 0 {
		return nil, errLater
	}
	return e.nextMessage(g, row)
}

// nextMessage is the message of a row of entries; nil of none.
func (e *Engine) nextMessage(g *giving, row run) ([]byte, error) {
	if len(row.ops) == 0 {
		return nil, nil
	}
	first := row.entries[0]
	if len(row.ops) > 1 {
		fused, err := e.fuseAll(row.ops)
		if err != nil {
			return nil, err
		}
		if fused != nil {
			encoded := e.codec.Encode(fused)
			if m := operation.NewMessage(first.Prev, encoded, nil); len(m.Payload) <= e.cfg.MaxMessage && encoded.IsReadable(fused) {
				return m.Payload, nil
			}
		}
		g.tick, g.alone = first.Tick, g.tick
	}
	return operation.NewMessage(first.Prev, row.ops[0], first.Attr).Payload, nil
}

// tickFor is the local tick up to which an asker with a time has all that is in
// the journal. That it has seen this clone's operation of a tick mostly says so;
// but not if it has undone since what that operation knew, because of an
// agreement.
func (e *Engine) tickFor(asker clock.Tree) uint64 {
	seen := asker.TicksOf(e.state.Time)
	tx := e.read()
	if seen <= e.state.Start || tx == nil {
		return seen
	}
	entry, err := tx.EntryAfter(seen - 1)
	if err != nil || entry == nil {
		return 0
	}
	op, err := e.codec.Parse(entry.Operation)
	if err != nil || op.Time.Ticks() != entry.Tick || op.From > seen || !isPast(op.Time, e.state.Time) {
		return 0
	}
	if at, err := op.Time.At(seen); err != nil || asker.AnyLt(at) {
		return 0
	}
	return seen
}

// fusedPast is an operation, fused with those that it follows directly, so that
// whoever has it can cut later fusions; nil if it is not known.
func (e *Engine) fusedPast(tx *store.Tx, tid clock.TID) (*operation.Encoded, error) {
	record, ok := tx.Operation(tid)
	if !ok {
		return nil, nil
	}
	first, err := e.codec.Parse(record.Packed)
	if err != nil {
		return nil, err
	}
	last := first
	ops := []*operation.Encoded{first}
	size := len(record.Packed)
	for size < pastBytes && record.PrevTID != "" && record.Prev+1 == first.From {
		if record, ok = tx.Operation(record.PrevTID); !ok {
			break
		}
		before, err := e.codec.Parse(record.Packed)
		if err != nil {
			return nil, err
		}
		if !operation.Contiguous(before, first) {
			break
		}
		first = before
		size += len(record.Packed)
		ops = append([]*operation.Encoded{first}, ops...)
	}
	if len(ops) == 1 {
		return last, nil
	}
	whole, err := e.fuse(ops)
	switch {
	case err != nil:
		return nil, err
	case whole == nil:
		return last, nil
	}
	fused := e.codec.Encode(whole)
	if len(fused.Packed) > e.cfg.MaxMessage {
		return last, nil // No relay would take it.
	}
	return fused, nil
}
