package home

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"
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
	text, err := os.ReadFile(h.choices())
	if errors.Is(err, fs.ErrNotExist) {
		return Choices{}, nil
	}
	var c Choices
	if err == nil {
		err = toml.NewDecoder(bytes.NewReader(text)).Decode(&c)
	}
	if err != nil {
		return Choices{}, fmt.Errorf("what you chose on the screen is not known, for %s cannot be read: %w", h.choices(), err)
	}
	return c, nil
}

// Choose changes what was chosen, and remembers it. What cannot be read is written anew.
func (h Home) Choose(change func(*Choices)) error {
	c, _ := h.LoadChoices()
	change(&c)
	text, err := toml.Marshal(c)
	if err == nil {
		err = os.MkdirAll(string(h), 0o700)
	}
	if err == nil {
		err = replaceFile(h.choices(), text)
	}
	if err != nil {
		return fmt.Errorf("your choice cannot be remembered: %w", err)
	}
	return nil
}
