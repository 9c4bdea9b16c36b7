// Package settings reads what a person sets once and for all: a file in TOML,
// and environment variables, which count for more. The flags of the command
// line, which count for most, are laid over the result by whoever has them.
//
// Everything here is a plain value; nothing is kept.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// Settings are the choices of a person. A zero field was not chosen.
type Settings struct {
	// Data is the folder with a folder for each domain.
	Data string
	// As is what the person calls themself.
	As string
	// Named: they have said so; else As is the name of their account.
	Named bool
	// Relays are the relays of every domain that is opened.
	Relays []string
	// ShareAddress is where to listen when a domain is shared: host:port, where
	// an empty host is every interface.
	ShareAddress string
	// Origins are the web origins whose pages may connect to the relay within.
	Origins []string
	// LogDays and LogMB bound how much is kept of what was changed: days, and
	// megabytes for each domain. Zero leaves it to the program.
	LogDays int
	LogMB   int
	// JournalMB bounds, in megabytes for each domain, what is kept for others to
	// catch up with.
	JournalMB int
	// Saving says when changes are flushed to the disk: see SaveEach. It is that if
	// empty.
	Saving string
	// Theme is the name of how the terminal looks.
	Theme string
	// Mouse says whether the mouse works in the terminal; it does if nil.
	Mouse *bool
	// Preset is the name of the set of keys to begin with.
	Preset string
	// Bindings are the keys of actions that are not to have the usual ones, in the
	// order of their lines.
	Bindings []Binding
	// Path is the file that was read, whether or not it is there.
	Path string
	// Lines are where in it each setting is that it has, by name.
	Lines map[string]int
}

// What Saving may be. Nobody is told of a change before it is on disk, either way.
const (
	// SaveEach: each change is flushed at once, with what waits already.
	SaveEach = "each"
	// SaveGrouped: changes that follow each other within a few milliseconds are flushed
	// together.
	SaveGrouped = "grouped"
)

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
// An error has a line for each fault of the file, with its place and what to do; the
// settings are then what could be read.
func Load(path string, must bool, getenv func(string) string) (Settings, error) {
	s, err := read(path, must)
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
		s.Data = defaultData(getenv)
	}
	if s.Named = s.As != ""; !s.Named {
		s.As = userName(getenv)
	}
	return s, err
}

func read(path string, must bool) (Settings, error) {
	var s Settings
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return s, nil
	} else if err != nil {
		return s, fmt.Errorf("the settings cannot be read: %w", err)
	}
	table, faults := ParseTable(path, text)
	s.Lines = table.Lines
	known := s.fields()
	for _, name := range table.Names() {
		value := table.Values[name]
		if action, ok := strings.CutPrefix(name, "keys."); ok {
			b, ok := binding(action, value, table.Fault(name, "").Line)
			if !ok {
				faults = append(faults, table.Fault(name, "a key is written in quotes, as in [\"q\", \"ctrl+c\"]"))
				continue
			}
			s.Bindings = append(s.Bindings, b)
			continue
		}
		to, ok := known[name]
		if top, _, within := strings.Cut(name, "."); within && known[top] != nil {
			faults = append(faults, table.Fault(name, form(top)))
		} else if !ok {
			faults = append(faults, table.Fault(name, fmt.Sprintf("there is no setting %q: use data, as, relay, share-address, origin, "+
				"log-days, log-mb, journal-mb, saving, theme, mouse, preset or keys", name)))
		} else if !assign(to, value) {
			faults = append(faults, table.Fault(name, form(name)))
		} else if what := s.unfit(name); what != "" {
			faults = append(faults, table.Fault(name, what))
		}
	}
	byLine(s.Bindings)
	return s, Faults(faults)
}

// fields are where each setting goes, by its name; keys are a table of their own.
func (s *Settings) fields() map[string]any {
	return map[string]any{
		"data": &s.Data, "as": &s.As, "relay": &s.Relays, "share-address": &s.ShareAddress, "origin": &s.Origins,
		"log-days": &s.LogDays, "log-mb": &s.LogMB, "journal-mb": &s.JournalMB, "saving": &s.Saving,
		"theme": &s.Theme, "mouse": &s.Mouse, "preset": &s.Preset, "keys": &map[string]any{},
	}
}

// assign sets a field to what a file says; ok is false where that is of another kind.
func assign(to, value any) (ok bool) {
	switch to := to.(type) {
	case *string:
		*to, ok = value.(string)
	case *int:
		var n int64
		n, ok = value.(int64)
		*to = int(n)
	case **bool:
		var b bool
		b, ok = value.(bool)
		*to = &b
	case *[]string:
		var list []any
		if list, ok = value.([]any); ok {
			ok = texts(to, list)
		}
	case *map[string]any:
		*to, ok = value.(map[string]any)
	}
	return ok
}

// maxBound keeps days and megabytes within what can be counted.
const maxBound = 100_000

// unfit says why a setting cannot be what it is; empty when it can.
func (s *Settings) unfit(name string) string {
	switch n := (map[string]int{"log-days": s.LogDays, "log-mb": s.LogMB, "journal-mb": s.JournalMB})[name]; {
	case n < 0 || n > maxBound:
		return fmt.Sprintf("%s is %d: use a number from 1 to %d", name, n, maxBound)
	case name == "saving" && s.Saving != "" && s.Saving != SaveEach && s.Saving != SaveGrouped:
		return fmt.Sprintf("saving is %q: use %s or %s", s.Saving, SaveEach, SaveGrouped)
	}
	return ""
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

// defaultData is the XDG data folder: where data is unless somebody says otherwise.
func defaultData(getenv func(string) string) string {
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
