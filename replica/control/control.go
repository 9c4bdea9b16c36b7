// Package control has the messages by which clones recover from each other:
// requests, responses, and the notifications of which a stream is made, with
// their wire form. Protocol page, section 5, "Control messages".
//
// Values are plain, and safe to use from any goroutine. What is parsed comes from
// anybody: it never panics.
package control

import (
	"bytes"
	"fmt"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

const (
	requestSnapshot  = "http://control.m-ld.org/request/snapshot"
	requestRevup     = "http://control.m-ld.org/request/revup"
	responseSnapshot = "http://control.m-ld.org/response/snapshot"
	responseRevup    = "http://control.m-ld.org/response/revup"
	responseRejected = "http://control.m-ld.org/response/rejected"
)

// Ack is the payload with which a requester accepts a response.
var Ack = []byte{0xc0}

// IsAck reports whether a payload is an Ack.
func IsAck(payload []byte) bool { return bytes.Equal(payload, Ack) }

// Request asks another clone for a recovery: a rev-up from Time, or a snapshot,
// with a new clock if the requester has none.
type Request struct {
	Snapshot bool
	NewClock bool
	Time     clock.Tree
	// Apart: who asks for a rev-up is apart from its domain. Fused: it takes what one process
	// did in a row as one operation. The reference knows of neither, and passes over them;
	// without, a request has the very form of the reference's.
	Apart, Fused bool
}

// Encode writes a request.
func (r Request) Encode() []byte {
	var also []string
	if r.Apart && !r.Snapshot {
		also = append(also, "apart")
	}
	if r.Fused && !r.Snapshot {
		also = append(also, "fused")
	}
	b := pack.AppendMap(nil, 2+len(also))
	if r.Snapshot {
		b = appendType(b, requestSnapshot)
		b = pack.AppendBool(pack.AppendString(b, "newClock"), r.NewClock)
	} else {
		b = appendType(b, requestRevup)
		b = r.Time.AppendMsgPack(pack.AppendString(b, "time"))
	}
	for _, key := range also {
		b = pack.AppendBool(pack.AppendString(b, key), true)
	}
	return enclose(b)
}

// ParseRequest reads a request.
func ParseRequest(payload []byte) (Request, error) {
	m, err := open(payload)
	if err != nil {
		return Request{}, err
	}
	switch m.Get("@type") {
	case requestSnapshot:
		newClock, _ := m.Get("newClock").(bool)
		return Request{Snapshot: true, NewClock: newClock}, nil
	case requestRevup:
		time, err := clock.TreeFromValue(m.Get("time"))
		apart, _ := m.Get("apart").(bool)
		fused, _ := m.Get("fused").(bool)
		return Request{Time: time, Apart: apart, Fused: fused}, err
	default:
		return Request{}, fmt.Errorf("%w: a request of the type %v", pack.ErrMalformed, m.Get("@type"))
	}
}

// Response answers a request. Rejected is a status number, or zero; the rest is
// there as the request was one for a snapshot or not.
type Response struct {
	Rejected int
	Snapshot bool
	// GWC is what the answering clone has; zero in a rev-up that it cannot give.
	GWC clock.Global
	// Clock is the requester's new clock, if it asked for one; always given in a
	// snapshot, for the reference fails without.
	Clock  clock.Tree
	Agreed clock.Tree
	// DataAddress and UpdatesAddress are the channels of the notifications.
	DataAddress    string
	UpdatesAddress string
	// Subjects is how many subjects a snapshot has, so that it can be told how far it has
	// come; zero where that is not said. The reference does not know of it, and passes over
	// it; without, a response has the very form of the reference's.
	Subjects int
}

// Encode writes a response.
func (r Response) Encode() []byte {
	switch {
	case r.Rejected != 0:
		b := appendType(pack.AppendMap(nil, 2), responseRejected)
		return enclose(pack.AppendUint(pack.AppendString(b, "status"), uint64(r.Rejected)))
	case r.Snapshot:
		fields := 6
		if r.Subjects > 0 {
			fields++
		}
		b := appendType(pack.AppendMap(nil, fields), responseSnapshot)
		b = r.Clock.AppendMsgPack(pack.AppendString(b, "clock"))
		b = r.GWC.AppendMsgPack(pack.AppendString(b, "gwc"))
		b = r.Agreed.AppendMsgPack(pack.AppendString(b, "agreed"))
		b = pack.AppendString(pack.AppendString(b, "dataAddress"), r.DataAddress)
		b = pack.AppendString(pack.AppendString(b, "updatesAddress"), r.UpdatesAddress)
		if r.Subjects > 0 {
			b = pack.AppendUint(pack.AppendString(b, "subjects"), uint64(r.Subjects))
		}
		return enclose(b)
	default:
		b := appendType(pack.AppendMap(nil, 3), responseRevup)
		b = pack.AppendString(b, "gwc")
		if r.GWC.IsZero() {
			b = pack.AppendNil(b)
		} else {
			b = r.GWC.AppendMsgPack(b)
		}
		return enclose(pack.AppendString(pack.AppendString(b, "updatesAddress"), r.UpdatesAddress))
	}
}

// ParseResponse reads a response.
func ParseResponse(payload []byte) (Response, error) {
	m, err := open(payload)
	if err != nil {
		return Response{}, err
	}
	switch m.Get("@type") {
	case responseRejected:
		status, ok := pack.Int(m.Get("status"))
		if !ok || status == 0 || status > 9999 {
			status = 5003
		}
		return Response{Rejected: int(status)}, nil
	case responseSnapshot:
		return parseSnapshot(m)
	case responseRevup:
		r := Response{}
		if v := m.Get("gwc"); v != nil {
			if r.GWC, err = clock.GlobalFromValue(v); err != nil {
				return Response{}, err
			}
		}
		r.UpdatesAddress, err = address(m, "updatesAddress")
		return r, err
	default:
		return Response{}, fmt.Errorf("%w: a response of the type %v", pack.ErrMalformed, m.Get("@type"))
	}
}

func parseSnapshot(m pack.Map) (Response, error) {
	r := Response{Snapshot: true}
	var err error
	if v := m.Get("clock"); v != nil {
		if r.Clock, err = clock.TreeFromValue(v); err != nil {
			return Response{}, err
		}
	}
	if r.GWC, err = clock.GlobalFromValue(m.Get("gwc")); err != nil {
		return Response{}, err
	}
	if r.Agreed, err = clock.TreeFromValue(m.Get("agreed")); err != nil {
		return Response{}, err
	}
	if r.DataAddress, err = address(m, "dataAddress"); err != nil {
		return Response{}, err
	}
	if n, ok := pack.Int(m.Get("subjects")); ok && n > 0 {
		r.Subjects = int(n)
	}
	r.UpdatesAddress, err = address(m, "updatesAddress")
	return r, err
}

func address(m pack.Map, key string) (string, error) {
	s, ok := m.Get(key).(string)
	if !ok || s == "" {
		return "", fmt.Errorf("%w: a response without %s", pack.ErrMalformed, key)
	}
	return s, nil
}

func appendType(b []byte, name string) []byte {
	return pack.AppendString(pack.AppendString(b, "@type"), name)
}

// enclose wraps a message, which is not signed.
func enclose(enc []byte) []byte {
	b := pack.AppendBytes(pack.AppendString(pack.AppendMap(nil, 2), "enc"), enc)
	return pack.AppendNil(pack.AppendString(b, "attr"))
}

func open(payload []byte) (pack.Map, error) {
	v, err := pack.Decode(payload)
	if err != nil {
		return nil, err
	}
	outer, _ := v.(pack.Map)
	enc, ok := outer.Get("enc").([]byte)
	if !ok {
		return nil, fmt.Errorf("%w: a control message holds nothing", pack.ErrMalformed)
	}
	if v, err = pack.Decode(enc); err != nil {
		return nil, err
	}
	m, ok := v.(pack.Map)
	if !ok {
		return nil, fmt.Errorf("%w: a control message is not a map", pack.ErrMalformed)
	}
	return m, nil
}
