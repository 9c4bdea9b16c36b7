package home

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/m-ld/mld-tui/internal/plain"
)

// Constraints are the rules that the user's clone keeps over the domain's data: decoded JSON,
// nil if there are none.
func (f Folder) Constraints() (any, error) {
	v, _, err := readRules(f.rules())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return v, err
}

// SetConstraints makes the rules in a file the user's for the domain, if they are sound.
func (f Folder) SetConstraints(file string, sound func(any) error) error {
	v, text, err := readRules(file)
	if err != nil {
		return err
	}
	if err := sound(v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := f.Make(); err != nil {
		return err
	}
	return replaceFile(f.rules(), text)
}

func readRules(file string) (v any, text []byte, err error) {
	if text, err = os.ReadFile(file); err != nil {
		return nil, nil, fmt.Errorf("the constraints cannot be read: %w", err)
	}
	if text, err = plain.Text(text); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	if err = json.Unmarshal(text, &v); err != nil {
		return nil, nil, fmt.Errorf("%s is not valid JSON: %w", file, describeJSON(text, err))
	}
	return v, text, nil
}
