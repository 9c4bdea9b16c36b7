package socketio_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/net/socketio"
)

func TestDecodeEngine(t *testing.T) {
	for _, c := range []struct {
		text string
		want socketio.EnginePacket
	}{
		{"2probe", socketio.EnginePacket{Type: socketio.EnginePing, Data: []byte("probe")}},
		{"3", socketio.EnginePacket{Type: socketio.EnginePong, Data: []byte{}}},
		{"40", socketio.EnginePacket{Type: socketio.EngineMessage, Data: []byte("0")}},
		{"6", socketio.EnginePacket{Type: socketio.EngineNoop, Data: []byte{}}},
	} {
		got, err := socketio.DecodeEngine([]byte(c.text))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q was read as %+v, %v", c.text, got, err)
		}
		if back := string(got.Text()); back != c.text || got.Size() != len(c.text) {
			t.Errorf("%q was written as %q of %d bytes", c.text, back, got.Size())
		}
	}
	for _, bad := range []string{"", "7", "b", "x", "\x1e"} {
		if p, err := socketio.DecodeEngine([]byte(bad)); !errors.Is(err, socketio.ErrEngine) {
			t.Errorf("%q was read as %+v, %v", bad, p, err)
		}
	}
}

func TestPayloads(t *testing.T) {
	packets := []socketio.EnginePacket{
		{Type: socketio.EngineMessage, Data: []byte("hello")},
		{Type: socketio.EnginePing, Data: []byte{}},
		{Type: socketio.EngineMessage, Binary: true, Data: []byte{1, 2, 3, 4}},
		{Type: socketio.EngineMessage, Binary: true, Data: []byte{}},
		{Type: socketio.EngineMessage, Data: []byte("€")},
	}
	const body = "4hello\x1e2\x1ebAQIDBA==\x1eb\x1e4€"
	var b bytes.Buffer
	if err := socketio.WritePayload(&b, packets); err != nil || b.String() != body {
		t.Errorf("the payload was written as %q, %v", &b, err)
	}
	var got []socketio.EnginePacket
	err := socketio.DecodePayload([]byte(body), func(p socketio.EnginePacket) error {
		got = append(got, p)
		return nil
	})
	if err != nil || !reflect.DeepEqual(got, packets) {
		t.Errorf("the payload was read as %+v, %v", got, err)
	}
	for _, bad := range []string{"", "4a\x1e", "\x1e4a", "b!", "bAQ", "9"} {
		err := socketio.DecodePayload([]byte(bad), func(socketio.EnginePacket) error { return nil })
		if !errors.Is(err, socketio.ErrEngine) {
			t.Errorf("%q gave %v", bad, err)
		}
	}
	stop := errors.New("stop")
	if err := socketio.DecodePayload([]byte(body), func(socketio.EnginePacket) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the visitor's error came as %v", err)
	}
}

// The headers are those that socket.io-parser 4 writes.
var vectors = []struct {
	header      string
	attachments []string
	want        socketio.Packet
}{
	{header: "0", want: socketio.Packet{Type: socketio.Connect}},
	{header: `0{"sid":"x"}`, want: socketio.Packet{Type: socketio.Connect, Data: []byte(`{"sid":"x"}`)}},
	{header: `0/admin,{"token":"1"}`, want: socketio.Packet{Type: socketio.Connect, Namespace: "/admin", Data: []byte(`{"token":"1"}`)}},
	{header: "1", want: socketio.Packet{Type: socketio.Disconnect}},
	{header: `2["present",true]`, want: socketio.Packet{Type: socketio.Event, Data: []byte(`["present",true]`)}},
	{header: `212["a"]`, want: socketio.Packet{Type: socketio.Event, ID: 12, HasID: true, Data: []byte(`["a"]`)}},
	{header: `30[null]`, want: socketio.Packet{Type: socketio.Ack, HasID: true, Data: []byte(`[null]`)}},
	{header: `4{"message":"no"}`, want: socketio.Packet{Type: socketio.ConnectError, Data: []byte(`{"message":"no"}`)}},
	{
		header: `51-["operation",{"_placeholder":true,"num":0}]`, attachments: []string{"\x01\x02"},
		want: socketio.Packet{
			Type: socketio.Event, Data: []byte(`["operation",{"_placeholder":true,"num":0}]`),
			Attachments: [][]byte{{1, 2}},
		},
	},
	{
		header: `52-/x,7["e",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]`, attachments: []string{"a", ""},
		want: socketio.Packet{
			Type: socketio.Event, Namespace: "/x", ID: 7, HasID: true,
			Data:        []byte(`["e",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]`),
			Attachments: [][]byte{[]byte("a"), {}},
		},
	},
	{
		header: `61-3[{"_placeholder":true,"num":0}]`, attachments: []string{"a"},
		want: socketio.Packet{
			Type: socketio.Ack, ID: 3, HasID: true, Data: []byte(`[{"_placeholder":true,"num":0}]`),
			Attachments: [][]byte{[]byte("a")},
		},
	},
}

func TestPackets(t *testing.T) {
	d := socketio.NewDecoder(socketio.Limits{}) // one for all: it must be left clean by each
	for _, c := range vectors {
		if c.want.Namespace == "" {
			c.want.Namespace = socketio.RootNamespace
		}
		got, complete, err := d.Message(socketio.EnginePacket{Type: socketio.EngineMessage, Data: []byte(c.header)})
		for _, a := range c.attachments {
			if complete || err != nil || !d.Pending() {
				t.Fatalf("%s: complete %v with error %v before its attachments", c.header, complete, err)
			}
			got, complete, err = d.Message(socketio.EnginePacket{Type: socketio.EngineMessage, Binary: true, Data: []byte(a)})
		}
		if len(got.Data) == 0 {
			got.Data = nil
		}
		if err != nil || !complete || d.Pending() || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s was read as %+v, complete %v, %v", c.header, got, complete, err)
			continue
		}
		frames := got.Frames()
		if string(frames[0].Data) != c.header || frames[0].Binary || len(frames) != 1+len(c.attachments) {
			t.Errorf("%s was written as %q with %d frames", c.header, frames[0].Data, len(frames))
		}
		for i, a := range c.attachments {
			if f := frames[i+1]; !f.Binary || string(f.Data) != a {
				t.Errorf("%s: attachment %d was written as %+v", c.header, i, f)
			}
		}
	}
}

func TestBadPackets(t *testing.T) {
	deep := strings.Repeat("[", 1_000_000)
	for name, messages := range map[string][]any{
		"empty":                       {""},
		"unknown type":                {"7[]"},
		"not a digit":                 {"x"},
		"event without data":          {"2"},
		"event with an object":        {`2{"a":1}`},
		"bad JSON":                    {`2["a"`},
		"text after JSON":             {`2["a"]x`},
		"ack without id":              {`3[null]`},
		"disconnect with data":        {`1["a"]`},
		"huge id":                     {`299999999999999999999999["a"]`},
		"no number of attachments":    {`5-["a"]`},
		"no attachments":              {`50-["a"]`},
		"negative attachments":        {`5-1-["a"]`},
		"too many attachments":        {`511-["a"]`},
		"monstrous attachments":       {`599999999999999999999-["a"]`},
		"attachments without dash":    {`51["a"]`},
		"attachment without packet":   {[]byte{1}},
		"text for attachment":         {`51-["a",{"_placeholder":true,"num":0}]`, "2[]"},
		"one attachment too many":     {`51-["a",{"_placeholder":true,"num":0}]`, []byte{1}, []byte{2}},
		"deep JSON":                   {"2" + deep},
		"deep and balanced JSON":      {"2" + deep + strings.ReplaceAll(deep, "[", "]")},
		"deep objects":                {"2" + strings.Repeat(`[{"a":`, 100)},
		"brackets after a string":     {`2["a\"[[[[[[[[[[[[[[[[[[[[[",[[[[[[[[[[[[[[[[[[[["]`},
		"too long":                    {"2[\"" + strings.Repeat("x", 2000) + "\"]"},
		"attachment too long":         {`51-["a",{"_placeholder":true,"num":0}]`, make([]byte, 1000)},
		"attachments too long in all": {`52-["a"]`, make([]byte, 600), make([]byte, 600)},
		"not a message":               {socketio.EnginePing},
	} {
		limit := int64(1000)
		if strings.Contains(name, "deep") {
			limit = 10_000_000
		}
		d := socketio.NewDecoder(socketio.Limits{Bytes: limit})
		var err error
		for _, m := range messages {
			p := socketio.EnginePacket{Type: socketio.EngineMessage}
			switch m := m.(type) {
			case string:
				p.Data = []byte(m)
			case []byte:
				p.Data, p.Binary = m, true
			case socketio.EngineType:
				p.Type = m
			}
			if err == nil {
				_, _, err = d.Message(p)
			}
		}
		if !errors.Is(err, socketio.ErrPacket) {
			t.Errorf("%s gave %v", name, err)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("%s: the error repeats %d characters of it", name, len(err.Error()))
		}
	}
	d := socketio.NewDecoder(socketio.Limits{})
	brackets := `2["` + strings.Repeat("[{", 100) + `\\","\"[[[["]`
	if _, complete, err := d.Message(socketio.EnginePacket{Type: socketio.EngineMessage, Data: []byte(brackets)}); err != nil || !complete {
		t.Errorf("brackets in strings gave %v", err)
	}
}

func TestMessages(t *testing.T) {
	payload := []byte{0, 1, 2}
	for header, m := range map[string]socketio.Message{
		`2["present",true]`:           {Event: "present", Present: true},
		`2["present",false]`:          {Event: "present"},
		`2["presence",[]]`:            {Event: "presence", Presence: []string{}},
		`2["presence",["a","b<>é"]]`:  {Event: "presence", Presence: []string{"a", "b<>é"}},
		`51-["operation",` + ph + `]`: {Event: "operation", Payload: payload},
		`51-["send",{"fromId":"a","toId":"b","messageId":"m"},` + ph + `]`: {
			Event: "send", Params: socketio.Params{FromID: "a", ToID: "b", MessageID: "m"}, Payload: payload,
		},
		`51-["reply",{"fromId":"a","toId":"b","messageId":"m","sentMessageId":"s"},` + ph + `]`: {
			Event: "reply", Params: socketio.Params{FromID: "a", ToID: "b", MessageID: "m", SentMessageID: "s"}, Payload: payload,
		},
		`51-["notify",{"fromId":"a","toId":"b","channelId":"c"},` + ph + `]`: {
			Event: "notify", Params: socketio.Params{FromID: "a", ToID: "b", ChannelID: "c"}, Payload: payload,
		},
	} {
		p := m.Packet()
		if got := string(p.Frames()[0].Data); got != header {
			t.Errorf("%+v was written as %s", m, got)
		}
		if got, err := socketio.ParseMessage(p); err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%s was read as %+v, %v", header, got, err)
		}
	}
	unsorted := socketio.Packet{Type: socketio.Event, Data: []byte(`["presence",["b","a","b"]]`)}
	if m, err := socketio.ParseMessage(unsorted); err != nil || !reflect.DeepEqual(m.Presence, []string{"a", "b"}) {
		t.Errorf("presence was read as %q, %v", m.Presence, err)
	}
}

const ph = `{"_placeholder":true,"num":0}`

func TestBadMessages(t *testing.T) {
	one := [][]byte{{1}}
	for data, attachments := range map[string][][]byte{
		`[]`:                       nil,
		`[1]`:                      nil,
		`["presence"]`:             nil,
		`["presence",null]`:        nil,
		`["presence",[1]]`:         nil,
		`["operation"]`:            one,
		`["operation",` + ph + `]`: nil,
		`["operation","text"]`:     one,
		`["operation",{"num":0}]`:  one,
		`["operation",{"_placeholder":true,"num":1}]`: one,
		`["operation", ` + ph + `]`:                   {{1}, {2}},
		`["send",` + ph + `]`:                         one,
		`["send",null,` + ph + `]`:                    one,
		`["send",{"toId":7},` + ph + `]`:              one,
		`["send",{"toId":"b"}]`:                       one,
		`["notify",{"toId":"b"},{}]`:                  one,
	} {
		p := socketio.Packet{Type: socketio.Event, Data: []byte(data), Attachments: attachments}
		if m, err := socketio.ParseMessage(p); !errors.Is(err, socketio.ErrPacket) {
			t.Errorf("%s was read as %+v, %v", data, m, err)
		}
	}
	var unknown *socketio.UnknownEventError
	if _, err := socketio.ParseMessage(socketio.Packet{Data: []byte(`["hello"]`)}); !errors.As(err, &unknown) || unknown.Event != "hello" {
		t.Errorf("an unknown event gave %v", err)
	}
}

func TestAcknowledgements(t *testing.T) {
	for refusal, header := range map[string]string{"": "37[null]", "no <way>": `37["no <way>"]`} {
		p := socketio.AckPacket(7, refusal)
		if got := string(p.Frames()[0].Data); got != header {
			t.Errorf("%q was written as %s", refusal, got)
		}
		if got, err := socketio.AckRefusal(p); got != refusal || err != nil {
			t.Errorf("%s was read as %q, %v", header, got, err)
		}
	}
	for data, want := range map[string]string{`[]`: "", `[{"a":1}]`: `{"a":1}`} {
		if got, err := socketio.AckRefusal(socketio.Packet{Data: []byte(data)}); got != want || err != nil {
			t.Errorf("%s was read as %q, %v", data, got, err)
		}
	}
}
