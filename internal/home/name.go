package home

import (
	"fmt"
	"strings"
)

// me is what the file of a person's name holds.
type me struct {
	As string `toml:"as"`
}

// maxName is the longest name in bytes that is taken.
const maxName = 4096

// CheckName says why a text is no name of a person.
func CheckName(name string) error {
	if strings.TrimSpace(name) == "" || len(name) > maxName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		return fmt.Errorf("%q is no name", name)
	}
	return nil
}

// LoadName is what the person has called themself in the domain; empty if they have not.
// An error says what is wrong with the file, which can do without.
func (f Folder) LoadName() (string, error) {
	var m me
	found, err := load(f.name(), &m)
	if found && err == nil {
		err = CheckName(m.As)
	}
	if err != nil {
		return "", fmt.Errorf("what you call yourself here is not known, for %s cannot be read: %w", f.name(), err)
	}
	return m.As, nil
}

// SaveName remembers what the person calls themself in the domain.
func (f Folder) SaveName(name string) error {
	err := f.Make()
	if err == nil {
		err = save(f.name(), me{name})
	}
	if err != nil {
		return fmt.Errorf("what you call yourself cannot be remembered: %w", err)
	}
	return nil
}
