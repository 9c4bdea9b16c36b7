package presence

import (
	"fmt"
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
	maxMessage = 4096
)

// maxIdle bounds how long ago somebody did something: it is not known any better
// than that they are away.
const maxIdle = 24 * time.Hour

// Presence is what a user tells the others. The zero value says that nobody is
// there any more.
type Presence struct {
	// Name is what they call themself, of at most MaxName bytes. Nobody vouches
	// for it: whoever is in the domain can call themself anything.
	Name string
	// Subject and Property are where they are; empty for nowhere in particular.
	Subject, Property model.IRI
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
	return p
}

func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200d': // It joins emoji.
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError: // Cf turns the direction of text.
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
	Presence

	// process is the path of the clone's process in the tree clock.
	process string
	// idle is how long ago the user did something. It is not a moment, for clocks
	// differ.
	idle time.Duration
	// ask: the sender has not heard from the other one yet.
	ask bool
}

func (m message) encode() []byte {
	b := pack.AppendMap(nil, 6)
	b = pack.AppendString(pack.AppendString(b, "name"), m.Name)
	b = pack.AppendString(pack.AppendString(b, "subject"), string(m.Subject))
	b = pack.AppendString(pack.AppendString(b, "property"), string(m.Property))
	b = pack.AppendString(pack.AppendString(b, "process"), m.process)
	b = pack.AppendUint(pack.AppendString(b, "idle"), uint64(max(m.idle, 0).Milliseconds()))
	return pack.AppendBool(pack.AppendString(b, "ask"), m.ask)
}

// parse reads a message. What is known of it but makes no sense counts as not said;
// what is not known is passed over.
func parse(payload []byte) (m message, err error) {
	if len(payload) > maxMessage {
		return m, fmt.Errorf("%w: %d bytes of presence", pack.ErrMalformed, len(payload))
	}
	v, err := pack.Decode(payload)
	if err != nil {
		return m, err
	}
	said, ok := v.(pack.Map)
	if !ok {
		return m, fmt.Errorf("%w: presence that is no map", pack.ErrMalformed)
	}
	text := func(key string) string {
		s, _ := said.Get(key).(string)
		return s
	}
	m.Presence = Presence{text("name"), model.IRI(text("subject")), model.IRI(text("property"))}.clean()
	if path := text("process"); isPath(path) {
		m.process = path
	}
	if ms, ok := pack.Int(said.Get("idle")); ok {
		m.idle = time.Duration(min(ms, uint64(maxIdle.Milliseconds()))) * time.Millisecond
	}
	m.ask, _ = said.Get("ask").(bool)
	return m, nil
}

// isPath reports whether s is the path of a process in a tree clock.
func isPath(s string) bool {
	return s == "-" || s != "" && len(s) <= maxProcess && strings.Trim(s, "lr") == ""
}
