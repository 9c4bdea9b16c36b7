package relay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/socketio"
)

// Close codes of the WebSocket. A client comes back after each of them; the
// text is for people.
const (
	closeReplaced = 4001
	goodbyeTime   = 500 * time.Millisecond
)

// acceptWebSocket begins a session that is on WebSocket from its start.
func (s *session) acceptWebSocket(w http.ResponseWriter, req *http.Request) {
	conn, err := s.relay.upgrader.Upgrade(w, req, nil)
	if err != nil {
		// The client was told by Upgrade.
		s.end(ReasonProtocol, err)
		return
	}
	if !s.setMode(overWebSocket, overWebSocket, conn) {
		_ = conn.Close()
		return
	}
	s.runWebSocket(conn)
}

// upgrade tries a WebSocket beside polling, as the client asks, and changes
// over to it. Nothing is lost: what is queued stays queued until the client has
// said that it polls no more.
func (s *session) upgrade(w http.ResponseWriter, req *http.Request) {
	if !s.setMode(polling, probing, nil) {
		refuse(w, http.StatusBadRequest, codeBadRequest, "the session is being upgraded, was upgraded, or has ended")
		return
	}
	conn, err := s.relay.upgrader.Upgrade(w, req, nil)
	if err != nil {
		s.setMode(probing, polling, nil)
		return
	}
	if !s.setMode(probing, probing, conn) {
		_ = conn.Close()
		return
	}
	if err := probe(conn, s.relay.opts.UpgradeTimeout); err != nil {
		// The client goes on polling.
		s.log.Info("upgrade failed", "cause", err)
		s.setMode(probing, polling, nil)
		_ = conn.Close()
		return
	}
	if !s.setMode(probing, overWebSocket, conn) {
		_ = conn.Close()
		return
	}
	s.runWebSocket(conn)
}

// probe answers the client's ping, and waits for its word that it has changed over.
func probe(conn *websocket.Conn, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	conn.SetReadLimit(16)
	if err := conn.SetReadDeadline(deadline); err != nil {
		return err
	}
	for _, step := range []struct{ hear, say string }{{"2probe", "3probe"}, {"5", ""}} {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		if string(text) != step.hear {
			return errors.New("the probe of the WebSocket went wrong")
		}
		if step.say == "" {
			break
		}
		if err := conn.SetWriteDeadline(deadline); err != nil {
			return err
		}
		if err := conn.WriteMessage(websocket.TextMessage, []byte(step.say)); err != nil {
			return err
		}
	}
	return conn.SetReadDeadline(time.Time{})
}

// runWebSocket reads until the session ends, while another goroutine writes.
func (s *session) runWebSocket(conn *websocket.Conn) {
	writing := make(chan struct{})
	go func() {
		defer close(writing)
		s.writeWebSocket(conn)
	}()
	s.readWebSocket(conn)
	<-writing
}

func (s *session) readWebSocket(conn *websocket.Conn) {
	for {
		p, err := s.readFrame(conn)
		if err != nil {
			why := ReasonLeft
			if errors.Is(err, websocket.ErrReadLimit) || errors.Is(err, socketio.ErrEngine) {
				why = ReasonProtocol
			}
			s.end(why, err)
			return
		}
		s.reading.Lock()
		err = s.receive(p)
		s.reading.Unlock()
		if err != nil {
			s.end(ReasonProtocol, err)
			return
		}
		if s.reason() != "" {
			return
		}
	}
}

// readFrame reads one message of the WebSocket, which is one Engine.IO packet.
func (s *session) readFrame(conn *websocket.Conn) (socketio.EnginePacket, error) {
	s.reading.Lock()
	most := int64(strangerBytes)
	if s.joined {
		most = s.decoder.Room() + 1
	}
	s.reading.Unlock()
	conn.SetReadLimit(max(most, 1))
	kind, r, err := conn.NextReader()
	if err != nil {
		return socketio.EnginePacket{}, err
	}
	var data bytes.Buffer
	for {
		_, err := io.CopyN(&data, r, chunkBytes)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return socketio.EnginePacket{}, err
		}
		s.moved()
	}
	if kind == websocket.BinaryMessage {
		return socketio.EnginePacket{Type: socketio.EngineMessage, Binary: true, Data: data.Bytes()}, nil
	}
	return socketio.DecodeEngine(data.Bytes())
}

// writeWebSocket writes what is queued, until the session ends. It closes the
// connection, which ends the reader too.
func (s *session) writeWebSocket(conn *websocket.Conn) {
	defer func() { _ = conn.Close() }()
	for {
		select {
		case <-s.done:
			code, text := closeWords(s.reason())
			_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Now().Add(goodbyeTime))
			return
		case <-s.out.ready:
		}
		frames, size := s.out.take(pollBytes)
		if err := s.writeFrames(conn, frames); err != nil {
			why := ReasonLeft
			if netErr := net.Error(nil); errors.As(err, &netErr) && netErr.Timeout() {
				why = ReasonSlow
			}
			s.end(why, err)
			return
		}
		s.out.done(size)
	}
}

// writeFrames writes packets, small ones together: each write takes a system call.
func (s *session) writeFrames(conn *websocket.Conn, frames []socketio.EnginePacket) error {
	room := together.Get().(*[]byte)
	defer together.Put(room)
	b := (*room)[:0]
	flush := func() error {
		if len(b) == 0 {
			return nil
		}
		if err := conn.NetConn().SetWriteDeadline(time.Now().Add(s.relay.opts.PingTimeout)); err != nil {
			return err
		}
		_, err := conn.NetConn().Write(b)
		if len(b) >= chunkBytes {
			s.moved()
		}
		b = b[:0]
		return err
	}
	for _, f := range frames {
		s.relay.counters.bytesOut.Add(uint64(f.Size()))
		large := f.Size() > chunkBytes
		if large || len(b)+f.Size()+maxHeader > cap(b) {
			if err := flush(); err != nil {
				return err
			}
		}
		if large {
			if err := s.writeLarge(conn, f); err != nil {
				return err
			}
			continue
		}
		b = appendFrame(b, f)
	}
	return flush()
}

// together has room for packets that are written together.
var together = sync.Pool{New: func() any { b := make([]byte, 0, 2*chunkBytes); return &b }}

// maxHeader is the most bytes that appendFrame puts before a packet.
const maxHeader = 4

// appendFrame appends a packet of at most chunkBytes as a WebSocket frame of a server
// (RFC 6455, section 5.2). Others may write frames in between, but not within it.
func appendFrame(b []byte, f socketio.EnginePacket) []byte {
	const final, short = 0x80, 126
	kind := byte(websocket.TextMessage)
	if f.Binary {
		kind = websocket.BinaryMessage
	}
	b = append(b, final|kind)
	if n := f.Size(); n < short {
		b = append(b, byte(n))
	} else {
		b = binary.BigEndian.AppendUint16(append(b, short), uint16(n))
	}
	if !f.Binary {
		b = append(b, byte(f.Type))
	}
	return append(b, f.Data...)
}

// writeLarge writes a packet in chunks: each has its own time.
func (s *session) writeLarge(conn *websocket.Conn, f socketio.EnginePacket) error {
	kind, data := websocket.TextMessage, f.Data
	if f.Binary {
		kind = websocket.BinaryMessage
	} else {
		data = f.Text()
	}
	limit := s.relay.opts.PingTimeout
	w, err := conn.NextWriter(kind)
	if err != nil {
		return err
	}
	for len(data) > 0 {
		chunk := data[:min(len(data), 4*chunkBytes)]
		data = data[len(chunk):]
		if err := conn.SetWriteDeadline(time.Now().Add(limit)); err != nil {
			return err
		}
		if _, err := w.Write(chunk); err != nil {
			return err
		}
		s.moved()
	}
	return w.Close()
}

// closeWords gives the close code and its text, in no more than the 123 bytes that fit.
func closeWords(why Reason) (int, string) {
	switch why {
	case ReasonReplaced:
		return closeReplaced, "another connection has the same @id"
	case ReasonShutdown:
		return websocket.CloseGoingAway, "the relay is shutting down"
	case ReasonProtocol:
		return websocket.ClosePolicyViolation, "the message cannot be understood, or is too large"
	case ReasonIdle:
		return websocket.ClosePolicyViolation, "no CONNECT came"
	default:
		return websocket.CloseNormalClosure, string(why)
	}
}
