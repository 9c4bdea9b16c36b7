package home

import (
	"fmt"
	"os"
	"path/filepath"
)

// Choices are what a person has chosen on the screen: it holds where the settings say
// nothing of it.
type Choices struct {
	Theme  string `toml:"theme,omitempty"`
	Preset string `toml:"preset,omitempty"`
}

func (h Home) choices() string { return filepath.Join(string(h), "choices.toml") }

// LoadChoices reads what was chosen; nothing, if nothing was. An error says what is wrong
// with the file, which can do without.
func (h Home) LoadChoices() (Choices, error) {
	var c Choices
	if _, err := load(h.choices(), &c); err != nil {
		return Choices{}, fmt.Errorf("what you chose on the screen is not known, for %s cannot be read: %w", h.choices(), err)
	}
	return c, nil
}

// Choose changes what was chosen, and remembers it. What cannot be read is written anew.
func (h Home) Choose(change func(*Choices)) error {
	c, _ := h.LoadChoices()
	change(&c)
	err := os.MkdirAll(string(h), 0o700)
	if err == nil {
		err = save(h.choices(), c)
	}
	if err != nil {
		return fmt.Errorf("your choice cannot be remembered: %w", err)
	}
	return nil
}
