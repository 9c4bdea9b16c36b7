package home

import "os"

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
	if save(f.note(), Note{Command: command, PID: os.Getpid()}) != nil {
		return func() {}
	}
	return func() { _ = os.Remove(f.note()) }
}

// Signed is the note that is there, if any.
func (f Folder) Signed() (Note, bool) {
	var n Note
	if _, err := load(f.note(), &n); err != nil || n.PID <= 0 {
		return Note{}, false
	}
	return n, true
}
