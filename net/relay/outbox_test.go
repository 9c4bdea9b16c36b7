package relay

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/net/socketio"
)

func text(s string) parcel {
	return pack(socketio.EnginePacket{Type: socketio.EngineMessage, Data: []byte(s)})
}

func show(frames []socketio.EnginePacket) string {
	var all []string
	for _, f := range frames {
		all = append(all, string(f.Text()))
	}
	return strings.Join(all, " ")
}

func TestOutbox(t *testing.T) {
	b := newOutbox(Options{MaxQueueBytes: 20, MaxQueueMessages: 4})
	if frames, size := b.take(100); frames != nil || size != 0 {
		t.Errorf("an empty outbox gave %v", frames)
	}
	for i, fits := range []bool{true, true, true, false} { // 6 bytes each
		if b.put(text(fmt.Sprint("text", i))) != fits {
			t.Errorf("parcel %d: wanted it to fit: %v", i, fits)
		}
	}
	b.hurry(socketio.EnginePacket{Type: socketio.EnginePing})
	frames, size := b.take(12)
	if got := show(frames); got != "2 4text0 4text1" || size != 12 {
		t.Errorf("took %q of %d bytes", got, size)
	}
	if b.put(text("text4")) {
		t.Error("what is being written does not count as waiting")
	}
	select {
	case <-b.ready:
	default:
		t.Error("there is more, but nobody is told")
	}
	b.done(size)
	if !b.put(text("text5")) || b.bytes() != 12 {
		t.Errorf("%d bytes wait", b.bytes())
	}
	// At least one parcel is given, whatever its size.
	if frames, size = b.take(1); show(frames) != "4text2" || size != 6 {
		t.Errorf("took %q of %d bytes", show(frames), size)
	}
	b.done(size)
	for b.put(text("")) {
	}
	if len(b.queue) != 4 {
		t.Errorf("%d messages fit", len(b.queue))
	}
	b.close()
	if !b.put(text("x")) || b.bytes() != 0 {
		t.Error("a closed outbox keeps something")
	}
	b.hurry(socketio.EnginePacket{Type: socketio.EnginePing})
	if frames, _ := b.take(100); frames != nil {
		t.Errorf("a closed outbox gave %v", frames)
	}
	b.done(6)
	if b.bytes() != 0 {
		t.Errorf("a closed outbox counts %d bytes", b.bytes())
	}
}

func TestOutboxTellsWhenItMoves(t *testing.T) {
	b := newOutbox(Options{MaxQueueBytes: 10 * slowBytes, MaxQueueMessages: 100})
	called := 0
	count := func() { called++ }
	if !b.whenMoving(count) || called != 1 {
		t.Error("nothing waits, but it was not called")
	}
	big := text(strings.Repeat("x", slowBytes))
	b.put(big)
	b.put(big)
	if b.whenMoving(count) || called != 1 {
		t.Error("it was called though much waits")
	}
	_, size := b.take(1)
	if called != 1 {
		t.Error("it was called before anything was written")
	}
	b.done(size)
	if b.bytes() <= slowBytes || called != 1 {
		t.Errorf("%d bytes wait and it was called %d times", b.bytes(), called)
	}
	_, size = b.take(1)
	b.done(size)
	if called != 2 {
		t.Errorf("all is written and it was called %d times", called)
	}
	b.put(big)
	b.put(big)
	b.whenMoving(count)
	b.close()
	if called != 3 {
		t.Errorf("it is closed and it was called %d times", called)
	}
}
