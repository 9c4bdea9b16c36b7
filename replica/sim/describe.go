package sim

import (
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/engine"
)

// describe says in a few words what an event is.
func (w *world) describe(ev engine.Event) string {
	switch ev := ev.(type) {
	case engine.Write:
		return "writes"
	case engine.Connected:
		return "is connected"
	case engine.Disconnected:
		return "is disconnected"
	case engine.Presence:
		return fmt.Sprintf("<- present: %s", strings.Join(ev.IDs, " "))
	case engine.Operation:
		return "<- operation " + w.describeOperation(ev.Payload)
	case engine.Request:
		return fmt.Sprintf("<- request %s of %s: %s", ev.MessageID, ev.From, describeRequest(ev.Payload))
	case engine.Reply:
		return fmt.Sprintf("<- reply %s to %s of %s: %s", ev.MessageID, ev.SentMessageID, ev.From, describeReply(ev.Payload))
	case engine.Notify:
		return fmt.Sprintf("<- notify %s of %s: %s", ev.ChannelID, ev.From, w.describeNotify(ev.Payload))
	case engine.Acknowledged:
		return fmt.Sprintf("<- acknowledged %d", ev.Ack)
	case engine.Timer:
		return fmt.Sprintf("timer %d", ev.Token)
	default:
		return fmt.Sprintf("%T", ev)
	}
}

func (w *world) describeEffect(effect engine.Effect) string {
	switch s := effect.(type) {
	case engine.SendPresent:
		return fmt.Sprintf("present: %t", s.Present)
	case engine.SendOperation:
		return "operation " + w.describeOperation(s.Payload)
	case engine.SendRequest:
		return fmt.Sprintf("request %s to %s: %s", s.MessageID, s.To, describeRequest(s.Payload))
	case engine.SendReply:
		return fmt.Sprintf("reply %s to %s of %s: %s", s.MessageID, s.SentMessageID, s.To, describeReply(s.Payload))
	case engine.SendNotify:
		return fmt.Sprintf("notify %s to %s (%d): %s", s.ChannelID, s.To, s.Ack, w.describeNotify(s.Payload))
	default:
		return fmt.Sprintf("%T", effect)
	}
}

// describeTime names a tick of a process: its path and its number.
func describeTime(t clock.Tree) string { return fmt.Sprintf("%s@%d", t.Path(), t.Ticks()) }

func (w *world) describeOperation(payload []byte) string {
	m, err := w.codec.ParseMessage(payload)
	if err != nil {
		return err.Error()
	}
	agreed := ""
	if m.Agreed != nil {
		agreed = fmt.Sprintf(", agreed at %d", m.Agreed.Tick)
	}
	return fmt.Sprintf("%s from %d prev %d %s%s", describeTime(m.Time), m.From, m.Prev, clockJSON(m.Time), agreed)
}

func describeRequest(payload []byte) string {
	r, err := control.ParseRequest(payload)
	switch {
	case err != nil:
		return err.Error()
	case r.Snapshot:
		return fmt.Sprintf("snapshot newClock=%t", r.NewClock)
	default:
		return "revup " + clockJSON(r.Time)
	}
}

func describeReply(payload []byte) string {
	if control.IsAck(payload) {
		return "ack"
	}
	r, err := control.ParseResponse(payload)
	switch {
	case err != nil:
		return err.Error()
	case r.Rejected != 0:
		return fmt.Sprintf("rejected %d", r.Rejected)
	case r.Snapshot:
		return fmt.Sprintf("snapshot clock %s gwc %s", clockJSON(r.Clock), globalJSON(r.GWC))
	case r.GWC.IsZero():
		return "cannot rev up"
	default:
		return "revup gwc " + globalJSON(r.GWC)
	}
}

func (w *world) describeNotify(payload []byte) string {
	n, err := control.ParseNotification(payload)
	switch {
	case err != nil:
		return err.Error()
	case n.Complete:
		return "complete"
	case n.Err != "":
		return "error " + n.Err
	}
	if m, err := w.codec.ParseMessage(n.Next); err == nil {
		return fmt.Sprintf("operation %s from %d prev %d", describeTime(m.Time), m.From, m.Prev)
	}
	d, err := w.codec.ParseDatum(n.Next)
	switch {
	case err != nil:
		return err.Error()
	case d.Operation != nil:
		return fmt.Sprintf("past operation %s from %d", describeTime(d.Operation.Time), d.Operation.From)
	default:
		return fmt.Sprintf("%d triples", len(d.Triples))
	}
}
