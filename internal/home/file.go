package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"
)

// load reads what save has written into v; found is false, with no error, where nothing
// was saved. After an error v may have a part of it.
func load(path string, v any) (found bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = toml.Unmarshal(text, v)
	}
	return true, err
}

// lineOf is the line that an error of load is of; zero if it is of none.
func lineOf(err error) int {
	var bad *toml.DecodeError
	if !errors.As(err, &bad) {
		return 0
	}
	line, _ := bad.Position()
	return line
}

// save writes v to a file, whose folder must be there.
func save(path string, v any) error {
	text, err := toml.Marshal(v)
	if err != nil {
		return err
	}
	return replaceFile(path, text)
}

// replaceFile writes a file so that there is always a whole one.
func replaceFile(path string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-") // Only for this user.
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // Gone already, if all is well.
	_, err = temp.Write(text)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
