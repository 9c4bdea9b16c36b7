package presence

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Channel is the id of the channel on which presence is told. A clone ignores
// channels that it does not know (protocol page, section 5), so whoever tells more
// than this version does, in a way that this version would misread, takes another.
const Channel = "mld-tui-presence-1"

// The limits of what is said, in bytes. What is longer is not sent, and not taken.
const (
	MaxName    = 64
	MaxIRI     = 1024
	maxProcess = 512
	maxMessage = 20 << 10
)

// maxUsers is how many users of one clone are told of.
const maxUsers = 8

// maxSpan bounds how long ago something was: it is not known any better than that
// they are away.
const maxSpan = 24 * time.Hour

// Presence is what a user tells the others.
type Presence struct {
	// Name is what they call themself, of at most MaxName bytes. Nobody vouches
	// for it: whoever is in the domain can call themself anything.
	Name string
	// Subject and Property are where they are; empty for nowhere in particular.
	Subject, Property model.IRI
	// Value is the mark of the value where they are, or of the item of a list, by MarkOf;
	// empty where that is not said.
	Value string
	// Editing: they are changing the property, or that value.
	Editing bool
	// View is what their screen lists, and of when.
	View View
}

// clean is p without what cannot be said: a name is cut, and loses what a terminal
// would obey; a place that makes no sense is none.
func (p Presence) clean() Presence {
	p.Name = cleanName(p.Name)
	if !sayable(p.Subject) {
		p.Subject, p.Property = "", ""
	}
	if !sayable(p.Property) {
		p.Property = ""
	}
	if p.Property == "" || !isMark(p.Value) {
		p.Value = ""
	}
	p.Editing = p.Editing && p.Subject != ""
	p.View = p.View.clean()
	return p
}

// unsafe reports whether a terminal may obey a character: Cf turns the direction of text,
// but for what joins emoji.
func unsafe(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == utf8.RuneError
}

func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unsafe(r):
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	for len(name) > MaxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return strings.TrimSpace(name)
}

// sayable reports whether an IRI may be sent and taken.
func sayable(iri model.IRI) bool {
	return len(iri) <= MaxIRI && utf8.ValidString(string(iri)) && model.IsAbsoluteIRI(string(iri)) &&
		!strings.ContainsFunc(string(iri), unicode.IsControl)
}

// message is what one clone tells another.
type message struct {
	// process is the path of the clone's process in the tree clock.
	process string
	// ask: the sender has not heard from the other one yet.
	ask   bool
	users []said
	wrote []Turn
}

// said is what is told of one user.
type said struct {
	seat uint64
	Presence

	// idle is how long ago they did something, and stay for how long they have been
	// at their subject. They are no moments, for clocks differ.
	idle, stay time.Duration
}

// encode leaves out what screens show where the message would be longer than anybody takes.
func (m message) encode() []byte {
	if b := m.encodeWith(true); len(b) <= maxMessage {
		return b
	}
	return m.encodeWith(false)
}

func (m message) encodeWith(views bool) []byte {
	b := pack.AppendMap(nil, 4)
	b = pack.AppendString(pack.AppendString(b, "process"), m.process)
	b = pack.AppendBool(pack.AppendString(b, "ask"), m.ask)
	b = appendTurns(pack.AppendString(b, "wrote"), m.wrote)
	b = pack.AppendArray(pack.AppendString(b, "users"), len(m.users))
	for _, u := range m.users {
		// What a version of before does not know is said where there is something to say.
		n, says := 7, views && u.View != (View{})
		if says {
			n++
		}
		if u.Value != "" {
			n++
		}
		if b = pack.AppendMap(b, n); says {
			b = u.View.append(pack.AppendString(b, "view"))
		}
		if u.Value != "" {
			b = pack.AppendString(pack.AppendString(b, "value"), u.Value)
		}
		b = pack.AppendUint(pack.AppendString(b, "seat"), u.seat)
		b = pack.AppendString(pack.AppendString(b, "name"), u.Name)
		b = pack.AppendString(pack.AppendString(b, "subject"), string(u.Subject))
		b = pack.AppendString(pack.AppendString(b, "property"), string(u.Property))
		b = pack.AppendBool(pack.AppendString(b, "editing"), u.Editing)
		b = pack.AppendUint(pack.AppendString(b, "idle"), uint64(max(u.idle, 0).Milliseconds()))
		b = pack.AppendUint(pack.AppendString(b, "stay"), uint64(max(u.stay, 0).Milliseconds()))
	}
	return b
}

// parse reads a message. What is known of it but makes no sense counts as not said;
// what is not known is passed over, and so are more users than there can be.
func parse(payload []byte) (m message, err error) {
	if len(payload) > maxMessage {
		return m, fmt.Errorf("%w: %d bytes of presence", pack.ErrMalformed, len(payload))
	}
	v, err := pack.Decode(payload)
	if err != nil {
		return m, err
	}
	all, ok := v.(pack.Map)
	if !ok {
		return m, fmt.Errorf("%w: presence that is no map", pack.ErrMalformed)
	}
	if path, _ := all.Get("process").(string); isPath(path) {
		m.process = path
	}
	m.ask, _ = all.Get("ask").(bool)
	m.wrote = parseTurns(all.Get("wrote"))
	users, _ := all.Get("users").([]any)
	for _, v := range users {
		of, ok := v.(pack.Map)
		if !ok || len(m.users) == maxUsers {
			continue
		}
		u := parseUser(of)
		if !slices.ContainsFunc(m.users, func(v said) bool { return v.seat == u.seat }) {
			m.users = append(m.users, u)
		}
	}
	return m, nil
}

func parseUser(of pack.Map) (u said) {
	text := func(key string) string {
		s, _ := of.Get(key).(string)
		return s
	}
	span := func(key string) time.Duration {
		ms, _ := pack.Int(of.Get(key))
		return time.Duration(min(ms, uint64(maxSpan.Milliseconds()))) * time.Millisecond
	}
	u.seat, _ = pack.Int(of.Get("seat"))
	u.Presence = Presence{Name: text("name"), Subject: model.IRI(text("subject")), Property: model.IRI(text("property")), Value: text("value")}
	u.Editing, _ = of.Get("editing").(bool)
	u.View = parseView(of.Get("view"))
	u.Presence = u.clean()
	u.idle, u.stay = span("idle"), span("stay")
	return u
}

// isPath reports whether s is the path of a process in a tree clock.
func isPath(s string) bool {
	return s == "-" || s != "" && len(s) <= maxProcess && strings.Trim(s, "lr") == ""
}
