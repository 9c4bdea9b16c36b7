package home

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/internal/plain"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Memory is what is remembered of a domain.
type Memory struct {
	// Relays are those by which the domain was joined, the latest first; they
	// may have a token in their query.
	Relays []string `toml:"relay,omitempty"`
	// Share is how the domain is shared from here.
	Share Share `toml:"share"`
	// Used is when the domain was opened last.
	Used time.Time `toml:"used"`
	// Begun: there was data here. If it is missing then, it got lost.
	Begun bool `toml:"begun"`
}

// Share is how a domain is shared from here.
type Share struct {
	// On: others may come in.
	On bool `toml:"on"`
	// Port is the one that teammates know; zero until the first time.
	Port int `toml:"port"`
	// Token is what they pass.
	Token string `toml:"token"`
}

// maxRelays is how many relays of a domain are remembered.
const maxRelays = 8

// AddRelay puts a relay first.
func (m *Memory) AddRelay(url string) {
	m.Relays = slices.DeleteFunc(m.Relays, func(r string) bool { return r == url })
	m.Relays = slices.Insert(m.Relays, 0, url)
	m.Relays = m.Relays[:min(len(m.Relays), maxRelays)]
}

// NewToken makes a token.
func NewToken() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // It does not fail.
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Load reads what is remembered; nothing, if nothing is.
func (f Folder) Load() (Memory, error) {
	var m Memory
	_, err := load(f.memory(), &m)
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread):
		return Memory{}, fmt.Errorf("what is remembered of the domain cannot be read: %w", err)
	case err != nil:
		return Memory{}, fmt.Errorf("%s, line %d, cannot be read: mend it, or remove the file and name the relay again", f.memory(), lineOf(err))
	}
	return m, nil
}

// Save remembers.
func (f Folder) Save(m Memory) error {
	err := f.Make()
	if err == nil {
		err = save(f.memory(), m)
	}
	if err != nil {
		return fmt.Errorf("what is to be remembered of the domain cannot be written: %w", err)
	}
	return nil
}

// Context is the user's JSON-LD context for the domain: decoded JSON, nil if
// there is none.
func (f Folder) Context(d model.Domain) (any, error) {
	text, err := os.ReadFile(f.context())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("the domain's context cannot be read: %w", err)
	}
	return parseContext(f.context(), text, d)
}

// SetContext makes the context in a file the user's for the domain.
func (f Folder) SetContext(file string, d model.Domain) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("the context cannot be read: %w", err)
	}
	if _, err := parseContext(file, text, d); err != nil {
		return err
	}
	if err := f.Make(); err != nil {
		return err
	}
	return replaceFile(f.context(), text)
}

// ReadContext reads a file that is to be the user's context for a domain.
func ReadContext(file string, d model.Domain) (any, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the context cannot be read: %w", err)
	}
	return parseContext(file, text, d)
}

// parseContext reads a context by itself, or in an object as its @context.
func parseContext(file string, text []byte, d model.Domain) (any, error) {
	text, err := plain.Text(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, fmt.Errorf("%s is not valid JSON: %w", file, describeJSON(text, err))
	}
	if object, ok := v.(map[string]any); ok && object["@context"] != nil {
		v = object["@context"]
	}
	if _, err := jsonld.New(d, v); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return v, nil
}

// describeJSON adds the place to a fault of JSON.
func describeJSON(text []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	return fmt.Errorf("%s: %w", plain.Place(text, int(syntax.Offset)-1), err)
}
