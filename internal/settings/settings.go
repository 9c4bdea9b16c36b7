// Package settings reads what a person sets once and for all: a file in TOML,
// and environment variables, which count for more. The flags of the command
// line, which count for most, are laid over the result by whoever has them.
//
// Everything here is a plain value; nothing is kept.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/m-ld/mld-tui/internal/plain"
)

// Settings are the choices of a person. A zero field was not chosen.
type Settings struct {
	// Data is the folder with a folder for each domain.
	Data string `toml:"data"`
	// As is what the person calls themself.
	As string `toml:"as"`
	// Named: they have said so; else As is the name of their account.
	Named bool `toml:"-"`
	// Relays are the relays of every domain that is opened.
	Relays []string `toml:"relay"`
	// ShareAddress is where to listen when a domain is shared: host:port, where
	// an empty host is every interface.
	ShareAddress string `toml:"share-address"`
	// Origins are the web origins whose pages may connect to the relay within.
	Origins []string `toml:"origin"`
	// LogDays and LogMB bound how much is kept of what was changed: days, and
	// megabytes for each domain. Zero leaves it to the program.
	LogDays int `toml:"log-days"`
	LogMB   int `toml:"log-mb"`
	// JournalMB bounds, in megabytes for each domain, what is kept for others to
	// catch up with.
	JournalMB int `toml:"journal-mb"`
	// Saving says when changes are flushed to the disk: see SaveEach. It is that if
	// empty.
	Saving string `toml:"saving"`
	// Theme is the name of how the terminal looks.
	Theme string `toml:"theme"`
	// Mouse says whether the mouse works in the terminal; it does if nil.
	Mouse *bool `toml:"mouse"`
	// Preset is the name of the set of keys to begin with.
	Preset string `toml:"preset"`
	// Bindings are the keys of actions that are not to have the usual ones, in the
	// order of their lines.
	Bindings []Binding `toml:"-"`
	// Path is the file that was read, whether or not it is there.
	Path string `toml:"-"`
	// Lines are where in it each setting is that it has, by name.
	Lines map[string]int `toml:"-"`
}

// What Saving may be. Nobody is told of a change before it is on disk, either way.
const (
	// SaveEach: each change is flushed at once, with what waits already.
	SaveEach = "each"
	// SaveGrouped: changes that follow each other within a few milliseconds are flushed
	// together.
	SaveGrouped = "grouped"
)

// file is what the settings file may hold.
type file struct {
	Settings
	Keys map[string]any `toml:"keys"`
}

// Variables of the environment, each beside the setting that it goes before.
const (
	EnvData         = "MLD_TUI_DATA"
	EnvAs           = "MLD_TUI_AS"
	EnvRelay        = "MLD_TUI_RELAY"
	EnvShareAddress = "MLD_TUI_SHARE_ADDRESS"
	EnvOrigin       = "MLD_TUI_ORIGIN"
	EnvTheme        = "MLD_TUI_THEME"
	EnvConfig       = "MLD_TUI_CONFIG"
)

// Path is where the settings file is, unless a flag says otherwise.
func Path(getenv func(string) string) string {
	if path := getenv(EnvConfig); path != "" {
		return path
	}
	dir := getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) { // The XDG specification ignores relative ones.
		dir = filepath.Join(getenv("HOME"), ".config")
	}
	return filepath.Join(dir, "mld-tui", "config.toml")
}

// Load reads the settings file and lays the environment over it. A file that is
// not there is as good as an empty one, unless must says that it was asked for.
// An error names the file, the line and what to do.
func Load(path string, must bool, getenv func(string) string) (Settings, error) {
	s, err := read(path, must)
	if err != nil {
		return Settings{}, err
	}
	s.Path = path
	set := func(field *string, name string) {
		if v := getenv(name); v != "" {
			*field = v
		}
	}
	set(&s.Data, EnvData)
	set(&s.As, EnvAs)
	set(&s.ShareAddress, EnvShareAddress)
	set(&s.Theme, EnvTheme)
	if v := strings.Fields(getenv(EnvRelay)); len(v) > 0 {
		s.Relays = v
	}
	if v := strings.Fields(getenv(EnvOrigin)); len(v) > 0 {
		s.Origins = v
	}
	if s.Data == "" {
		s.Data = DefaultData(getenv)
	}
	if s.Named = s.As != ""; !s.Named {
		s.As = userName(getenv)
	}
	return s, nil
}

func read(path string, must bool) (Settings, error) {
	var s Settings
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return s, nil
	} else if err != nil {
		return s, fmt.Errorf("the settings cannot be read: %w", err)
	}
	if text, err = plain.Text(text); err != nil {
		return s, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	decoder := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	var f file
	if err := decoder.Decode(&f); err != nil {
		return Settings{}, explain(path, err)
	}
	s = f.Settings
	if err := s.checkChoices(path); err != nil {
		return Settings{}, err
	}
	var lines map[string]int
	if s.Lines, lines, err = keyLines(text); err == nil {
		s.Bindings, err = bindings(f.Keys, lines)
	}
	if err != nil {
		return Settings{}, fmt.Errorf("%s, %w", path, err)
	}
	return s, nil
}

// maxBound keeps days and megabytes within what can be counted.
const maxBound = 100_000

func (s Settings) checkChoices(path string) error {
	for _, bound := range []struct {
		name string
		n    int
	}{{"log-days", s.LogDays}, {"log-mb", s.LogMB}, {"journal-mb", s.JournalMB}} {
		if bound.n < 0 || bound.n > maxBound {
			return fmt.Errorf("%s: %s is %d: use a number from 1 to %d", path, bound.name, bound.n, maxBound)
		}
	}
	if s.Saving != "" && s.Saving != SaveEach && s.Saving != SaveGrouped {
		return fmt.Errorf("%s: saving is %q: use %s or %s", path, s.Saving, SaveEach, SaveGrouped)
	}
	return nil
}

// explain says where in the file the fault is.
func explain(path string, err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		e := unknown.Errors[0]
		line, _ := e.Position()
		return fmt.Errorf("%s, line %d: there is no setting %q: use data, as, relay, share-address, origin, log-days, log-mb, journal-mb, saving, theme, mouse, preset or keys",
			path, line, strings.Join(e.Key(), "."))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, column := bad.Position()
		if len(bad.Key()) > 0 && strings.HasPrefix(bad.Error(), "toml: cannot ") {
			return fmt.Errorf("%s, line %d: %s", path, line, form(bad.Key()[0]))
		}
		return fmt.Errorf("%s, line %d, column %d: %s", path, line, column, strings.TrimPrefix(bad.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", path, err)
}

// form says how a setting is written, for one that is written otherwise.
func form(name string) string {
	switch name {
	case "keys":
		return "keys is a table: write [keys], and below it a line for each action, such as app.quit = [\"q\", \"ctrl+c\"]; " +
			"all keys at once are chosen by preset = \"vim\""
	case "relay", "origin":
		return fmt.Sprintf("%s is a list: write %s = [\"http://…\"]", name, name)
	case "log-days", "log-mb", "journal-mb":
		return fmt.Sprintf("%s is a whole number: write %s = 30", name, name)
	case "mouse":
		return "mouse is true or false, without quotes"
	}
	return fmt.Sprintf("%s is a text in quotes: write %s = \"…\"", name, name)
}

// DefaultData is the XDG data folder: where data is unless somebody says otherwise.
func DefaultData(getenv func(string) string) string {
	dir := getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(getenv("HOME"), ".local", "share")
	}
	return filepath.Join(dir, "mld-tui")
}

func userName(getenv func(string) string) string {
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if v := getenv(name); v != "" {
			return v
		}
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "someone"
}
