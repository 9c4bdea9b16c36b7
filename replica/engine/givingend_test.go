package engine

import (
	"errors"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica/control"
)

// TestWhatHasEndedIsNotWaitedFor: where the relay refuses a part of a snapshot, its giving
// ends, and who asked is not said to be silent later.
func TestWhatHasEndedIsNotWaitedFor(t *testing.T) {
	v := newVictim(t)
	v.wait() // The guest that it has met never took what it was offered.
	v.log.Reset()
	effects := v.do(Request{From: "newcomer", MessageID: "n", Payload: control.Request{Snapshot: true, NewClock: true}.Encode()})
	offer := sent[SendReply](t, effects)
	effects = v.do(Reply{From: "newcomer", MessageID: "r", SentMessageID: offer.MessageID, Payload: control.Ack})
	part := sent[SendNotify](t, effects)
	v.do(Acknowledged{Ack: part.Ack, Err: errors.New("too large")})
	if len(v.giving.byReply) > 0 {
		t.Errorf("it goes on to give what was refused: %v", v.giving.byReply)
	}
	v.wait()
	if strings.Contains(v.log.String(), "silent") {
		t.Errorf("who was refused is said to be silent:\n%s", &v.log)
	}
}
