package relay

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/net/socketio"
)

// receive deals with one Engine.IO packet from the client. The caller holds
// reading. An error means that the client broke the protocol.
func (s *session) receive(p socketio.EnginePacket) error {
	s.relay.counters.bytesIn.Add(uint64(p.Size()))
	switch p.Type {
	case socketio.EngineMessage:
		packet, complete, err := s.decoder.Message(p)
		if err != nil || !complete {
			return err
		}
		return s.dispatch(packet)
	case socketio.EnginePong:
		s.pong()
	case socketio.EngineClose:
		s.end(ReasonLeft, nil)
	case socketio.EngineNoop:
	default:
		return fmt.Errorf("the Engine.IO packet %q is out of place", byte(p.Type))
	}
	return nil
}

func (s *session) dispatch(p socketio.Packet) error {
	if p.Namespace != socketio.RootNamespace {
		return s.foreign(p)
	}
	switch p.Type {
	case socketio.Connect:
		if s.joined {
			return errors.New("a second CONNECT")
		}
		s.join()
	case socketio.Disconnect:
		s.end(ReasonLeft, nil)
	case socketio.Event:
		if !s.joined {
			return errors.New("an event before CONNECT")
		}
		return s.event(p)
	case socketio.Ack:
		// Nothing that a relay sends asks for one.
	default:
		return fmt.Errorf("the Socket.IO packet %q is out of place", byte(p.Type))
	}
	return nil
}

func (s *session) join() {
	s.joined = true
	s.mu.Lock()
	s.idle.Stop()
	s.mu.Unlock()
	s.log.Info("clone connected", "domain", s.domain.name)
	// The id in the answer is Socket.IO's, which must not give the session's secret away.
	welcome := socketio.Packet{
		Type: socketio.Connect, Namespace: socketio.RootNamespace,
		Data: []byte(`{"sid":"` + secret() + `"}`),
	}
	s.domain.join(s, pack(welcome.Frames()...))
	if s.reason() != "" {
		// It ended meanwhile, perhaps before it was a member.
		s.domain.leave(s)
	}
}

// foreign deals with packets for another namespace than the clones'. There is
// none, and trying again would not help.
func (s *session) foreign(p socketio.Packet) error {
	if p.Type != socketio.Connect {
		return errors.New("a packet for a namespace that was not joined")
	}
	answer := socketio.Packet{
		Type: socketio.ConnectError, Namespace: p.Namespace,
		Data: []byte(`{"message":"Invalid namespace: clones meet on the default one, so give no path in the relay's address"}`),
	}
	s.send(pack(answer.Frames()...))
	return nil
}

func (s *session) event(p socketio.Packet) error {
	m, err := socketio.ParseMessage(p)
	var unknown *socketio.UnknownEventError
	if errors.As(err, &unknown) {
		s.log.Debug("event ignored", "cause", err)
		return nil
	}
	if err != nil {
		return err
	}
	s.relay.counters.messagesIn.Add(1)
	var receiver *session
	refusal := ""
	switch m.Event {
	case socketio.EventPresent:
		s.domain.setPresent(s, m.Present)
	case socketio.EventOperation:
		s.domain.broadcast(s, pack(m.Packet().Frames()...))
	case socketio.EventSend, socketio.EventReply, socketio.EventNotify:
		if m.Params.ToID == "" {
			refusal = m.Event + " needs a toId"
			break
		}
		if receiver = s.domain.member(m.Params.ToID); receiver != nil {
			receiver.send(pack(m.Packet().Frames()...))
		}
	default:
		return fmt.Errorf("a client must not send the event %q", m.Event)
	}
	if p.HasID {
		s.acknowledge(socketio.AckPacket(p.ID, refusal), receiver)
	}
	return nil
}

// acknowledge answers the client, a little later if the receiver has much
// waiting: those who send streams wait for the answer before they go on.
func (s *session) acknowledge(ack socketio.Packet, receiver *session) {
	var once sync.Once
	answer := func() {
		once.Do(func() { s.send(pack(ack.Frames()...)) })
	}
	if receiver == nil || receiver == s {
		answer()
		return
	}
	if !receiver.out.whenMoving(answer) {
		time.AfterFunc(s.relay.opts.AckDelay, answer)
	}
}
