package control

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// The vectors were recorded from the reference engine; see the README beside
// them.
type vectors struct {
	Requests, Responses, Notifications []struct {
		JSON  map[string]any
		Attr  any
		Bytes []byte
	}
	Read []struct {
		Direction, Name, As string
		Fields              map[string]any
		Error               bool
		Bytes               []byte
	}
	Ack []byte
}

func readVectors(t testing.TB) (v vectors) {
	t.Helper()
	data, err := os.ReadFile("../testdata/vectors/control.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func tree(t *testing.T, v any) clock.Tree {
	t.Helper()
	tree, err := clock.TreeFromValue(v)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func global(t *testing.T, v any) clock.Global {
	t.Helper()
	if v == nil {
		return clock.Global{}
	}
	gwc, err := clock.GlobalFromValue(v)
	if err != nil {
		t.Fatal(err)
	}
	return gwc
}

// wantRequest is a request as the reference tells it.
func wantRequest(t *testing.T, snapshot bool, fields map[string]any) Request {
	t.Helper()
	if !snapshot {
		return Request{Time: tree(t, fields["time"])}
	}
	newClock, _ := fields["newClock"].(bool)
	return Request{Snapshot: true, NewClock: newClock}
}

func sameTree(a, b clock.Tree) bool { return a.IsZero() && b.IsZero() || a.Equal(b) }

func sameGlobal(a, b clock.Global) bool { return a.IsZero() && b.IsZero() || a.Equal(b) }

func sameRequest(a, b Request) bool {
	return a.Snapshot == b.Snapshot && a.NewClock == b.NewClock && sameTree(a.Time, b.Time)
}

func sameResponse(a, b Response) bool {
	return a.Rejected == b.Rejected && a.Snapshot == b.Snapshot && sameGlobal(a.GWC, b.GWC) &&
		sameTree(a.Clock, b.Clock) && sameTree(a.Agreed, b.Agreed) &&
		a.DataAddress == b.DataAddress && a.UpdatesAddress == b.UpdatesAddress
}

func TestRequestsAreThoseOfTheReference(t *testing.T) {
	for _, v := range readVectors(t).Requests {
		want := wantRequest(t, v.JSON["@type"] == requestSnapshot, v.JSON)
		got, err := ParseRequest(v.Bytes)
		if err != nil || !sameRequest(got, want) {
			t.Errorf("%v is read as %+v, %v", v.JSON, got, err)
		}
		if v.Attr == nil && !bytes.Equal(want.Encode(), v.Bytes) {
			t.Errorf("%v is written as %x, not as %x", v.JSON, want.Encode(), v.Bytes)
		}
	}
}

func TestResponsesAreThoseOfTheReference(t *testing.T) {
	for _, v := range readVectors(t).Responses {
		want := Response{}
		switch v.JSON["@type"] {
		case responseRejected:
			want.Rejected = int(v.JSON["status"].(float64))
		case responseSnapshot:
			want.Snapshot = true
			if _, absent := v.JSON["clock"].(map[string]any); !absent {
				want.Clock = tree(t, v.JSON["clock"])
			}
			want.Agreed = tree(t, v.JSON["agreed"])
			want.DataAddress, _ = v.JSON["dataAddress"].(string)
			fallthrough
		case responseRevup:
			want.GWC = global(t, v.JSON["gwc"])
			want.UpdatesAddress, _ = v.JSON["updatesAddress"].(string)
		}
		got, err := ParseResponse(v.Bytes)
		if err != nil || !sameResponse(got, want) {
			t.Errorf("%v is read as %+v, %v", v.JSON, got, err)
		}
		if want.Snapshot && want.Clock.IsZero() {
			continue // The reference writes what it cannot read; we do not.
		}
		if v.Attr == nil && !bytes.Equal(want.Encode(), v.Bytes) {
			t.Errorf("%v is written as %x, not as %x", v.JSON, want.Encode(), v.Bytes)
		}
	}
}

// How many subjects a snapshot has is said besides.
func TestAResponseSaysHowMuchThereIs(t *testing.T) {
	tried := 0
	for _, v := range readVectors(t).Responses {
		r, err := ParseResponse(v.Bytes)
		if err != nil || !r.Snapshot || r.Clock.IsZero() {
			continue
		}
		if tried++; r.Subjects != 0 {
			t.Errorf("the reference is taken to have said that there are %d subjects", r.Subjects)
		}
		r.Subjects = 60_000
		got, err := ParseResponse(r.Encode())
		if err != nil || !sameResponse(got, r) || got.Subjects != r.Subjects {
			t.Errorf("read again: %+v, %v", got, err)
		}
	}
	if tried == 0 {
		t.Error("there is no response with a snapshot")
	}
}

func TestNotificationsAreThoseOfTheReference(t *testing.T) {
	for _, v := range readVectors(t).Notifications {
		got, err := ParseNotification(v.Bytes)
		if err != nil {
			t.Errorf("%v: %v", v.JSON, err)
			continue
		}
		if next, ok := v.JSON["next"].(map[string]any); ok {
			want, err := base64.StdEncoding.DecodeString(next["$bytes"].(string))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Next, want) || got.Complete || got.Err != "" {
				t.Errorf("%v is read as %+v", v.JSON, got)
			}
		} else if v.JSON["complete"] == true {
			if !got.Complete || got.Next != nil || got.Err != "" {
				t.Errorf("%v is read as %+v", v.JSON, got)
			}
		} else {
			if got.Err == "" || got.Complete || got.Next != nil {
				t.Errorf("%v is read as %+v", v.JSON, got)
			}
			continue // The words of an error are our own.
		}
		if !bytes.Equal(got.Encode(), v.Bytes) {
			t.Errorf("%v is written as %x, not as %x", v.JSON, got.Encode(), v.Bytes)
		}
	}
	if v := readVectors(t); !bytes.Equal(Ack, v.Ack) || !IsAck(v.Ack) || IsAck(nil) || IsAck(append(v.Ack, 0)) {
		t.Errorf("an acknowledgement is %x, not %x", Ack, v.Ack)
	}
}

// Where we refuse what the reference takes.
var stricter = map[string]string{
	"revup at a time without ID": "it does not say whose time it is",
	"snapshot without addresses": "its stream could not be told from others",
}

// Where we take what the reference refuses; what is meant is clear.
var milder = map[string]string{
	"attr undefined":           "nobody is claimed",
	"attr missing":             "nobody is claimed",
	"attr a string":            "nobody is claimed",
	"snapshot without clock":   "one who has a clock needs none; the engine refuses it for others",
	"snapshot with clock null": "the same",
}

func TestReadsWhatTheReferenceReads(t *testing.T) {
	for _, v := range readVectors(t).Read {
		var err error
		var same bool
		if v.Direction == "request" {
			var got Request
			if got, err = ParseRequest(v.Bytes); err == nil && !v.Error && stricter[v.Name] == "" {
				same = sameRequest(got, wantRequest(t, v.As == "SnapshotRequest", v.Fields))
			}
		} else {
			var got Response
			if got, err = ParseResponse(v.Bytes); err == nil && !v.Error && stricter[v.Name] == "" {
				same = sameResponse(got, wantRead(t, v.As, v.Fields))
			}
		}
		switch {
		case v.Error && err == nil && milder[v.Name] == "":
			t.Errorf("%s, %s: is read, and the reference refuses it", v.Direction, v.Name)
		case !v.Error && stricter[v.Name] != "" && err == nil:
			t.Errorf("%s, %s: is read, but %s", v.Direction, v.Name, stricter[v.Name])
		case !v.Error && stricter[v.Name] == "" && (err != nil || !same):
			t.Errorf("%s, %s: is read as something else than %v (%v)", v.Direction, v.Name, v.Fields, err)
		}
	}
}

// wantRead is a response that the reference has read. A status that is none is
// taken for a refusal without a reason.
func wantRead(t *testing.T, as string, fields map[string]any) Response {
	t.Helper()
	r := Response{}
	switch as {
	case "RejectedResponse":
		r.Rejected = 5003
		if status, ok := fields["status"].(float64); ok {
			r.Rejected = int(status)
		}
		return r
	case "SnapshotResponse":
		r.Snapshot = true
		r.Clock, r.Agreed = tree(t, fields["clock"]), tree(t, fields["agreed"])
		r.DataAddress, _ = fields["dataAddress"].(string)
	}
	r.GWC = global(t, fields["gwc"])
	r.UpdatesAddress, _ = fields["updatesAddress"].(string)
	return r
}

// What comes from the network is read or refused; what is read can be written,
// and is then read as the same.
func FuzzControl(f *testing.F) {
	v := readVectors(f)
	for _, r := range v.Requests {
		f.Add(r.Bytes)
	}
	for _, r := range v.Responses {
		f.Add(r.Bytes)
	}
	for _, n := range v.Notifications {
		f.Add(n.Bytes)
	}
	for _, r := range v.Read {
		f.Add(r.Bytes)
	}
	f.Add(enclose(pack.AppendNil(nil)))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if r, err := ParseRequest(payload); err == nil {
			if again, err := ParseRequest(r.Encode()); err != nil || !sameRequest(again, r) {
				t.Errorf("a request is read as %+v, and then as %+v, %v", r, again, err)
			}
		}
		if r, err := ParseResponse(payload); err == nil && (!r.Snapshot || !r.Clock.IsZero()) {
			if again, err := ParseResponse(r.Encode()); err != nil || !sameResponse(again, r) {
				t.Errorf("a response is read as %+v, and then as %+v, %v", r, again, err)
			}
		}
		if n, err := ParseNotification(payload); err == nil {
			again, err := ParseNotification(n.Encode())
			if err != nil || !bytes.Equal(again.Next, n.Next) || again.Complete != n.Complete || again.Err != n.Err {
				t.Errorf("a notification is read as %+v, and then as %+v, %v", n, again, err)
			}
		}
	})
}
