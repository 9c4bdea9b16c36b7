package compliance

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/internal/reference"
)

// Engine is an implementation of m-ld that can run a clone as a process of its own.
type Engine struct {
	// Name is for people.
	Name string
	// Launch starts a process that speaks the protocol of `mld-tui headless`.
	Launch func() (*reference.Process, error)
}

// Names of the engines.
const (
	ReferenceName = "JavaScript"
	GoName        = "Go"
)

// ReferenceEngine is the JavaScript engine, from the directory that [reference.Dir] gave.
func ReferenceEngine(dir string) Engine {
	return Engine{Name: ReferenceName, Launch: func() (*reference.Process, error) {
		return reference.Start(dir, reference.CloneScript)
	}}
}

// DistinctReferenceEngine is [ReferenceEngine], but that no two blank nodes of its operations have one name.
//
// The engine itself numbers them from the start in each process. Where it cuts from a fused operation the part that it
// has already, it takes nodes of one name for one, and deletes are lost. That is seldom, but where clones often stop, and
// all miss something of each other; see the README.
func DistinctReferenceEngine(dir string) Engine {
	return Engine{Name: ReferenceName, Launch: func() (*reference.Process, error) {
		return reference.Start(dir, reference.CloneScript, "--distinct-blank-nodes")
	}}
}

// GoEngine is our own, from a built program.
func GoEngine(program string) Engine {
	return Engine{Name: GoName, Launch: func() (*reference.Process, error) {
		return reference.StartCommand(program, "headless")
	}}
}

// Fault finds a panic or a data race of a Go program in its standard error, and returns it from there on.
func Fault(stderr string) string {
	for _, sign := range []string{"WARNING: DATA RACE", "panic: ", "fatal error: "} {
		if at := strings.Index(stderr, sign); at >= 0 {
			return stderr[at:]
		}
	}
	return ""
}

// Policy chooses the engine of a domain's clones, by the order in which they were first started, from zero. A clone keeps
// its engine, for its data is the engine's own.
type Policy func(position int) Engine

// All gives every clone the same engine.
func All(engine Engine) Policy {
	return func(int) Engine { return engine }
}

// Alternate gives a domain's clones engines by turns.
func Alternate(engines ...Engine) Policy {
	return func(position int) Engine { return engines[position%len(engines)] }
}

// message is a line that a clone process says.
type message struct {
	Type      string          `json:"@type"`
	RequestID string          `json:"requestId"`
	Body      json.RawMessage `json:"body"`
	Err       json.RawMessage `json:"err"`
}

// reason is the message's error in words.
func (m message) reason() string {
	var text string
	if json.Unmarshal(m.Err, &text) == nil {
		return text
	}
	return string(m.Err)
}

// cloneConfig is the configuration of a clone in a start command. Its order is kept for people who read the log.
type cloneConfig struct {
	ID             string   `json:"@id"`
	Domain         string   `json:"@domain"`
	Genesis        bool     `json:"genesis"`
	NetworkTimeout int      `json:"networkTimeout"`
	LogLevel       string   `json:"logLevel,omitempty"`
	IO             ioConfig `json:"io"`
	Constraints    []any    `json:"constraints,omitempty"`
}

type ioConfig struct {
	URI  string         `json:"uri"`
	Opts map[string]any `json:"opts,omitempty"`
}

// merge adds the fields of a JSON object, if any, to the configuration, taking precedence.
func (c cloneConfig) merge(extra []byte) (map[string]json.RawMessage, error) {
	base, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	merged := make(map[string]json.RawMessage)
	for _, object := range [][]byte{base, extra} {
		if len(object) == 0 {
			continue
		}
		if err := json.Unmarshal(object, &merged); err != nil {
			return nil, fmt.Errorf("the configuration of a clone must be a JSON object: %w", err)
		}
	}
	return merged, nil
}

// isRead tells a json-rql read from a write, as the reference does.
func isRead(request []byte) bool {
	var pattern map[string]json.RawMessage
	if json.Unmarshal(request, &pattern) != nil {
		return false
	}
	for _, key := range []string{"@describe", "@select", "@construct"} {
		if _, ok := pattern[key]; ok {
			return true
		}
	}
	return false
}
