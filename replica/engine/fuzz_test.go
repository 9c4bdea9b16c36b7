package engine

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

// FuzzHandle gives a clone messages of hostile peers, in whatever state it is:
// it does not panic, and still takes writes, or says why not.
func FuzzHandle(f *testing.F) {
	seedMessages(f)
	path := filepath.Join(f.TempDir(), "data.mld")
	f.Fuzz(func(t *testing.T, kinds, one, two []byte) {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		s, err := store.Open(path, store.Options{Domain: "test.m-ld.org", NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		e, _, err := Open(s, Config{
			ID: "me", Domain: "test.m-ld.org", Genesis: len(kinds)%2 == 0, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
			Now: time.Now, NewID: func() string { n++; return fmt.Sprint(n) }, Rand: rand.New(rand.NewPCG(1, 2)),
			Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		h := &hostile{e: e, payloads: [][]byte{one, two}}
		for i, kind := range kinds {
			if i == 12 {
				break
			}
			h.do(kind)
		}
		h.write(t)
		e.Close()
		_ = e.Store().Close()
	})
}

// hostile is a peer that answers with anything.
type hostile struct {
	e        *Engine
	payloads [][]byte
	request  string
	timers   []uint64
}

func (h *hostile) handle(events ...Event) {
	for _, effect := range h.e.Handle(events...) {
		switch effect := effect.(type) {
		case SendRequest:
			h.request = effect.MessageID
		case SetTimer:
			h.timers = append(h.timers, effect.Token)
		case Replaced:
			_ = effect.Old.Close()
		case WriteDone:
			effect.Call()
		}
	}
}

// do makes one event; its payload is one of the two, or what would be right.
func (h *hostile) do(kind byte) {
	payload := h.payloads[kind>>7]
	switch kind % 12 {
	case 0:
		h.handle(Connected{}, Presence{})
	case 1:
		h.handle(Connected{}, Presence{IDs: []string{"peer"}})
	case 2:
		h.handle(Disconnected{})
	case 3:
		h.handle(Operation{Payload: payload})
	case 4:
		h.handle(Request{From: "peer", MessageID: "m", Payload: payload})
	case 5:
		h.handle(Reply{From: "peer", MessageID: "m", SentMessageID: h.request, Payload: payload})
	case 6:
		res := control.Response{
			Snapshot: kind&64 == 0, GWC: clock.GenesisGlobal(), Clock: clock.Genesis(), Agreed: clock.Genesis(),
			DataAddress: "data", UpdatesAddress: "updates",
		}
		h.handle(Reply{From: "peer", MessageID: "m", SentMessageID: h.request, Payload: res.Encode()})
	case 7:
		h.handle(Notify{From: "peer", ChannelID: "data", Payload: payload})
	case 8:
		h.handle(Notify{From: "peer", ChannelID: "updates", Payload: payload})
	case 9:
		h.handle(
			Notify{From: "peer", ChannelID: "data", Payload: control.Notification{Next: payload}.Encode()},
			Notify{From: "peer", ChannelID: "updates", Payload: control.Notification{Next: payload}.Encode()},
		)
	case 10:
		complete := control.Notification{Complete: true}.Encode()
		h.handle(
			Notify{From: "peer", ChannelID: "data", Payload: complete}, Notify{From: "peer", ChannelID: "updates", Payload: complete},
		)
	case 11:
		timers := h.timers
		h.timers = nil
		for _, token := range timers {
			h.handle(Timer{Token: token})
		}
	}
}

// write makes sure that the clone still does its work.
func (h *hostile) write(t *testing.T) {
	if h.e.closed {
		return
	}
	triple := model.Triple{S: "http://test.m-ld.org/fred", P: "http://test.m-ld.org/#name", O: model.String("Fred")}
	told, failed := false, error(nil)
	h.handle(Write{
		Change: func(model.Graph) (model.Patch, error) { return model.Patch{Inserts: []model.Triple{triple}}, nil },
		Done:   func(_ Written, err error) { told, failed = true, err },
	})
	if !told {
		t.Fatal("a write is not answered")
	}
	if h.e.has && h.e.state.Unsupported == "" && failed != nil {
		t.Errorf("a write fails: %v", failed)
	}
	err := h.e.Store().View(func(tx *store.Tx) error {
		if failed == nil && !tx.Has(triple) {
			t.Error("a write was acknowledged, and is not there")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// seedMessages has the fuzzer begin with what clones really send.
func seedMessages(f *testing.F) {
	var operations struct {
		Scripted []struct{ Messages []struct{ Bytes []byte } }
	}
	var controls struct {
		Requests, Responses, Notifications, Data []struct{ Bytes []byte }
	}
	for name, into := range map[string]any{"suset.json": &operations, "control.json": &controls} {
		data, err := os.ReadFile("../testdata/vectors/" + name)
		if err != nil {
			f.Fatal(err)
		}
		if err := json.Unmarshal(data, into); err != nil {
			f.Fatal(err)
		}
	}
	for _, s := range operations.Scripted {
		for i := 1; i < len(s.Messages); i++ {
			f.Add([]byte{0, 3, 131, 3}, s.Messages[i-1].Bytes, s.Messages[i].Bytes)
			f.Add([]byte{1, 6 + 84, 9, 10, 3}, s.Messages[i-1].Bytes, s.Messages[i].Bytes)
		}
	}
	for _, r := range controls.Requests {
		f.Add([]byte{0, 4, 4}, r.Bytes, r.Bytes)
	}
	for _, r := range controls.Responses {
		f.Add([]byte{1, 5, 7, 8, 10}, r.Bytes, r.Bytes)
	}
	for _, d := range controls.Data {
		f.Add([]byte{1, 6, 9, 10, 3}, d.Bytes, controls.Notifications[0].Bytes)
	}
}
