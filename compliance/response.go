package compliance

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
)

// response is one HTTP answer, written by hand: the client takes each chunk as it comes out of its parser for one JSON
// value, so a chunk must leave in one piece, and the moment at which an answer ends decides what the client sees first.
// It may be used from any goroutine. Once the answer has ended, or the client has gone, nothing more is written.
type response struct {
	mu    sync.Mutex
	conn  net.Conn
	began bool
	ended bool
}

// takeOver makes the connection of a request ours. Its body must have been read.
func takeOver(w http.ResponseWriter) (*response, error) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	return &response{conn: conn}, nil
}

const chunkedHeader = "HTTP/1.1 200 OK\r\n" +
	"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

// chunk sends one JSON value.
func (r *response) chunk(value []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writeChunk(value)
}

// finish ends an answer of chunks.
func (r *response) finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writeChunk(nil)
	r.close()
}

// writeChunk sends a value, or the end if it is empty, preceded by the header if that is still to come.
func (r *response) writeChunk(value []byte) {
	if r.ended {
		return
	}
	var out []byte
	if !r.began {
		out = append(out, chunkedHeader...)
		r.began = true
	}
	out = strconv.AppendInt(out, int64(len(value)), 16)
	out = append(out, "\r\n"...)
	out = append(out, value...)
	out = append(out, "\r\n"...)
	if _, err := r.conn.Write(out); err != nil {
		r.close()
	}
}

// answer sends one JSON value as the whole answer.
func (r *response) answer(status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{}`)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	// An answer that began as chunks can only be broken off, which the client takes for the error that it is
	if !r.ended && !r.began {
		_, _ = fmt.Fprintf(r.conn, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
			status, http.StatusText(status), len(body), body)
	}
	r.close()
}

// fail answers with an error, in the form that the client reads.
func (r *response) fail(status int, message string) {
	r.answer(status, map[string]string{"code": http.StatusText(status), "message": message})
}

// failOrFinish ends an answer of chunks if one has begun, and fails otherwise.
func (r *response) failOrFinish(status int, message string) {
	r.mu.Lock()
	began := r.began
	r.mu.Unlock()
	if began {
		r.finish()
	} else {
		r.fail(status, message)
	}
}

// abandon never answers, and waits for the client to go. So does the suite's own orchestrator with what a clone has not
// answered when the suite stops it: specs read in passing, when a clone has started, and nobody expects that to fail.
func (r *response) abandon() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	r.ended = true
	go func() {
		_, _ = io.Copy(io.Discard, r.conn) // Until the client has gone.
		_ = r.conn.Close()
	}()
}

func (r *response) close() {
	if !r.ended {
		r.ended = true
		_ = r.conn.Close()
	}
}
