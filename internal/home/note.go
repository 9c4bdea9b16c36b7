package home

import (
	"os"

	"github.com/pelletier/go-toml/v2"
)

// Note says which process has a domain open. It is for error messages only: it
// may be out of date, for a process that is killed leaves it behind.
type Note struct {
	// Command is what it was started to do, such as "headless".
	Command string `toml:"command"`
	// PID is the number of the process.
	PID int `toml:"pid"`
}

// Sign leaves a note of this process; the returned function takes it away. That
// it cannot be written does no harm.
func (f Folder) Sign(command string) (remove func()) {
	text, err := toml.Marshal(Note{Command: command, PID: os.Getpid()})
	if err != nil || replaceFile(f.note(), text) != nil {
		return func() {}
	}
	return func() { _ = os.Remove(f.note()) }
}

// Signed is the note that is there, if any.
func (f Folder) Signed() (Note, bool) {
	text, err := os.ReadFile(f.note())
	if err != nil {
		return Note{}, false
	}
	var n Note
	if err := toml.Unmarshal(text, &n); err != nil || n.PID <= 0 {
		return Note{}, false
	}
	return n, true
}
