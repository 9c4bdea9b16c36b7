package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/m-ld/mld-tui/model"
)

// Place is where a person was on the screen when they left, for the next time.
type Place struct {
	// Pane is the one that had the keys, Order that of the list.
	Pane  string `toml:"pane,omitempty"`
	Order string `toml:"order,omitempty"`
	// Type and Filter are what was listed.
	Type   model.IRI `toml:"type,omitempty"`
	Filter string    `toml:"filter,omitempty"`
	// Subject and Property are where the person was in the data.
	Subject  model.IRI `toml:"subject,omitempty"`
	Property model.IRI `toml:"property,omitempty"`
}

// maxPlace is the largest file in bytes that is taken for a place.
const maxPlace = 1 << 20

// LoadPlace reads where the person was; nowhere, if that is not known. An error says
// what is wrong with the file, which can do without.
func (f Folder) LoadPlace() (Place, error) {
	info, err := os.Stat(f.place())
	if errors.Is(err, fs.ErrNotExist) {
		return Place{}, nil
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxPlace) {
		err = errors.New("it is not what a screen has left")
	}
	var p Place
	if err == nil {
		_, err = load(f.place(), &p)
	}
	for _, iri := range []model.IRI{p.Type, p.Subject, p.Property} {
		if err == nil && iri != "" && !model.IsAbsoluteIRI(string(iri)) {
			err = fmt.Errorf("%q is no IRI", iri)
		}
	}
	if line := lineOf(err); line > 0 {
		return Place{}, fmt.Errorf("where you were last is not known, for %s, line %d, cannot be read", f.place(), line)
	}
	if err != nil {
		return Place{}, fmt.Errorf("where you were last is not known, for %s cannot be read: %w", f.place(), err)
	}
	return p, nil
}

// SavePlace remembers where the person was.
func (f Folder) SavePlace(p Place) error {
	if err := save(f.place(), p); err != nil {
		return fmt.Errorf("where you are on the screen cannot be remembered: %w", err)
	}
	return nil
}
