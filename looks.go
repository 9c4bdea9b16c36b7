package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/settings"
	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui"
)

// terminalOptions are what the settings say of the terminal. An error has a line for each
// fault of theirs.
func terminalOptions(c choices) (tui.Options, error) {
	o := tui.Options{Me: c.As, ReadOnly: c.readOnly, MouseOff: c.Mouse != nil && !*c.Mouse, Preset: c.Preset, PresetKeys: c.keysOf}
	var noTheme, noKeys error
	o.Theme, o.Themes, noTheme = c.theme()
	o.Keys, noKeys = c.keysOf(c.Preset)
	o.Keep = c.keep
	return o, errors.Join(noTheme, noKeys)
}

// theme is the one that is chosen, nil for what goes by the terminal; and a person's own.
func (c choices) theme() (chosen *themes.Theme, own []themes.Theme, err error) {
	own, broken := ownThemes(c.Path)
	if c.Theme == "" || c.Theme == "auto" {
		return nil, own, nil
	}
	theme, err := themes.ByName(c.Theme)
	for _, t := range own {
		if t.Name == c.Theme {
			theme, err = t, nil
		}
	}
	if fault := broken[c.Theme]; fault != nil {
		err = fault
	} else if err != nil {
		err = c.at("theme", err)
	}
	return &theme, own, err
}

// at is an error of a setting, with its place where it is the file that sets it.
func (c choices) at(setting string, err error) error {
	if line, ok := c.Lines[setting]; ok && !c.over(setting) {
		return settings.Fault{Path: c.Path, Line: line, What: err.Error()}
	}
	return fmt.Errorf("the setting %s: %w", setting, err)
}

// keysOf are the keys of a preset, the usual one if it has no name, with a person's own.
func (c choices) keysOf(preset string) (*keymap.Registry, error) {
	registry := keymap.Default()
	var noPreset error
	if preset != "" {
		if r, err := keymap.Preset(preset); err != nil {
			noPreset = c.at("preset", err)
		} else {
			registry = r
		}
	}
	bindings := make([]keymap.Binding, len(c.Bindings))
	for i, b := range c.Bindings {
		where := fmt.Sprintf("%s:%d", c.Path, b.Line)
		bindings[i] = keymap.Binding{ID: keymap.ID(b.Action), Keys: b.Keys, Where: where}
	}
	registry, err := registry.Override(bindings)
	return registry, errors.Join(noPreset, err)
}

// withKept are the choices with what was chosen on the screen, where the settings do not
// say. An error is of what cannot be had any more: the choices are good without.
func (c choices) withKept() (choices, error) {
	kept, err := c.home.LoadChoices()
	if err != nil {
		return c, err
	}
	with := c
	if c.Theme == "" && kept.Theme != "" {
		with.Theme = kept.Theme
		if _, _, err = with.theme(); err != nil {
			err, with.Theme = fmt.Errorf("the theme that you chose cannot be had: %s", strings.ReplaceAll(err.Error(), "\n", "; ")), ""
		}
	}
	if c.Preset == "" && kept.Preset != "" {
		with.Preset = kept.Preset
		if _, bad := with.keysOf(kept.Preset); bad != nil {
			err, with.Preset = fmt.Errorf("the keys that you chose cannot be had: %s", strings.ReplaceAll(bad.Error(), "\n", "; ")), ""
		}
	}
	return with, err
}

// keep remembers what a person has chosen on the screen, unless the settings say
// otherwise: then it is told where.
func (c choices) keep(choice tui.Choice) (said string, err error) {
	if said = c.decided(choice); said != "" {
		return said, nil
	}
	err = c.home.Choose(func(kept *home.Choices) {
		switch choice.Setting {
		case "theme":
			kept.Theme = choice.Value
		case "preset":
			kept.Preset = choice.Value
		}
	})
	return fmt.Sprintf("From now on it starts with the %s %s.", map[string]string{"theme": "theme", "preset": "keys of"}[choice.Setting], choice.Value), err
}

// environment has the variables that go before settings, by their names.
var environment = map[string]string{
	"theme": settings.EnvTheme, "as": settings.EnvAs, "relay": settings.EnvRelay, "data": settings.EnvData,
	"share-address": settings.EnvShareAddress, "origin": settings.EnvOrigin,
}

// over reports whether the environment goes before what the file says of a setting.
func (c choices) over(setting string) bool {
	env := environment[setting]
	return env != "" && os.Getenv(env) != ""
}

// decided says what to do for the next time where the settings, or the environment, decide
// on a choice; empty where they do not.
func (c choices) decided(choice tui.Choice) string {
	if c.over(choice.Setting) {
		return fmt.Sprintf("For the next time, set %s to %s, or unset it.", environment[choice.Setting], choice.Value)
	}
	if at, ok := c.Lines[choice.Setting]; ok {
		return fmt.Sprintf("For the next time, write %s = %q in line %d of %s.", choice.Setting, choice.Value, at, forPeople(c.Path))
	}
	return ""
}
