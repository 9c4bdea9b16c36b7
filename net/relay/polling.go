package relay

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/m-ld/mld-tui/net/socketio"
)

const (
	// pollBytes is about how much one poll is answered with.
	pollBytes = 4 << 20
	// chunkBytes is how much must get through within a ping time-out: less
	// than that is a client that trickles.
	chunkBytes = 16 << 10
	// nudge is how long a poll is held while the client probes a WebSocket; it
	// waits for the answer before it changes over.
	nudge = 50 * time.Millisecond
)

// poll answers a GET: it waits until there is something for the client.
func (s *session) poll(w http.ResponseWriter, req *http.Request) {
	control := http.NewResponseController(w)
	unlimited(control)
	if problem := s.beginGet(); problem != "" {
		refuse(w, http.StatusBadRequest, codeBadRequest, problem)
		return
	}
	frames, size := s.due(req.Context())
	// The next poll can be here before this one's answer is fully done with.
	s.endGet(control)
	if frames == nil {
		s.answered(control)
		s.end(ReasonLeft, context.Cause(req.Context()))
		return
	}
	err := s.answerPoll(w, control, frames)
	s.answered(control)
	s.out.done(size)
	if err != nil {
		s.end(ReasonLeft, err)
	}
}

// unlimited takes away the limits that the caller's server sets for whole
// requests: polls wait for long and bodies may be large, and have limits of their own.
func unlimited(control *http.ResponseController) {
	// Where there are no deadlines, there are none to take away.
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Time{})
}

func (s *session) beginGet() (problem string) {
	s.mu.Lock()
	overlap := s.polled
	switch {
	case s.ended != "":
		problem = "the session has ended"
	case s.mode == overWebSocket:
		problem = "the session is on WebSocket"
	case overlap:
		problem = "two polls at once"
	default:
		s.polled = true
	}
	s.mu.Unlock()
	if overlap {
		s.end(ReasonProtocol, errors.New(problem))
	}
	return problem
}

func (s *session) endGet(control *http.ResponseController) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.polled, s.answering = false, control
}

// answered says that the connection of the poll belongs to others again.
func (s *session) answered(control *http.ResponseController) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answering == control {
		s.answering = nil
	}
}

var (
	goodbye = []socketio.EnginePacket{{Type: socketio.EngineClose}}
	nothing = []socketio.EnginePacket{{Type: socketio.EngineNoop}}
)

// due waits for what a poll is to be answered with; nil if the client went
// away meanwhile.
func (s *session) due(ctx context.Context) (frames []socketio.EnginePacket, size int64) {
	var impatient <-chan time.Time
	for {
		s.mu.Lock()
		ended, m := s.ended != "", s.mode
		if !ended && m != overWebSocket {
			frames, size = s.out.take(pollBytes)
		}
		s.mu.Unlock()
		switch {
		case ended:
			return goodbye, 0
		case len(frames) > 0:
			return frames, size
		case m == overWebSocket:
			// What woke us was meant for the WebSocket's writer.
			s.out.wake()
			return nothing, 0
		case m == probing && impatient == nil:
			timer := time.NewTimer(nudge)
			defer timer.Stop()
			impatient = timer.C
		}
		select {
		case <-s.out.ready:
		case <-s.modeChange:
		case <-impatient:
			return nothing, 0
		case <-s.done:
		case <-ctx.Done():
			return nil, 0
		}
	}
}

func (s *session) answerPoll(w http.ResponseWriter, control *http.ResponseController, frames []socketio.EnginePacket) error {
	length := len(frames) - 1
	for _, f := range frames {
		if f.Binary {
			length += 1 + base64.StdEncoding.EncodedLen(len(f.Data))
		} else {
			length += f.Size()
		}
		s.relay.counters.bytesOut.Add(uint64(f.Size()))
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=UTF-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(length))
	buffered := bufio.NewWriterSize(&pollWriter{session: s, to: w, control: control}, chunkBytes)
	if err := socketio.WritePayload(buffered, frames); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	err := control.Flush()
	_ = control.SetWriteDeadline(time.Time{})
	return err
}

// pollWriter gives each chunk its own time.
type pollWriter struct {
	session *session
	to      io.Writer
	control *http.ResponseController
}

func (p *pollWriter) Write(b []byte) (int, error) {
	for done := 0; done < len(b); {
		chunk := b[done:min(done+chunkBytes, len(b))]
		select {
		case <-p.session.done:
			// The end has set a last deadline.
		default:
			_ = p.control.SetWriteDeadline(time.Now().Add(p.session.relay.opts.PingTimeout))
		}
		n, err := p.to.Write(chunk)
		done += n
		if err != nil {
			return done, err
		}
		if n == chunkBytes {
			p.session.moved()
		}
	}
	return len(b), nil
}

// post takes what a client sends.
func (s *session) post(w http.ResponseWriter, req *http.Request) {
	control := http.NewResponseController(w)
	s.mu.Lock()
	usable, overlap := s.ended == "" && s.mode != overWebSocket, s.posting != nil
	if usable && !overlap {
		s.posting = control
	}
	s.mu.Unlock()
	switch {
	case !usable:
		refuse(w, http.StatusBadRequest, codeBadRequest, "the session is not on polling any more")
		return
	case overlap:
		refuse(w, http.StatusBadRequest, codeBadRequest, "two posts at once")
		s.end(ReasonProtocol, errors.New("two posts at once"))
		return
	}
	why := ReasonProtocol
	unlimited(control)
	body, err := s.readBody(w, req, control)
	if err == nil {
		s.reading.Lock()
		err = socketio.DecodePayload(body, s.receive)
		s.reading.Unlock()
	} else {
		why = ReasonLeft
	}
	s.mu.Lock()
	s.posting = nil
	s.mu.Unlock()
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		h := w.Header()
		h.Set("Content-Type", "text/html")
		h.Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, "ok") // if it does not arrive, the client ends the session
	case errors.As(err, &tooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, codeBadRequest, "the body is too large")
		s.end(ReasonProtocol, err)
	default:
		refuse(w, http.StatusBadRequest, codeBadRequest, "the body cannot be read or understood")
		s.end(why, err)
	}
}

// readBody reads as much as a client may post, and no slower than a chunk within a ping time-out.
func (s *session) readBody(w http.ResponseWriter, req *http.Request, control *http.ResponseController) ([]byte, error) {
	s.reading.Lock()
	most := int64(strangerBytes)
	if s.joined {
		// Bytes travel as Base64, and several packets may come together.
		most = (s.relay.opts.MaxPayload+socketio.HeaderAllowance)/3*4 + socketio.HeaderAllowance
	}
	s.reading.Unlock()
	limited := http.MaxBytesReader(w, req.Body, most)
	var body bytes.Buffer
	for {
		if s.reason() != "" {
			return nil, errors.New("the session has ended")
		}
		_ = control.SetReadDeadline(time.Now().Add(s.relay.opts.PingTimeout))
		_, err := io.CopyN(&body, limited, chunkBytes)
		if errors.Is(err, io.EOF) {
			_ = control.SetReadDeadline(time.Time{})
			return body.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		s.moved()
	}
}
