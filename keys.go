package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/keymap"
)

func newKeysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "keys [PRESET]",
		Short:   "Print all actions by name, with your keys or those of a preset, as lines for the settings file",
		Example: "mld-tui keys\nmld-tui keys vim",
		Args:    takes(0, 1),
	}
	o := addFileFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		printed, err := o.keysFor(args)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(cmd.OutOrStdout(), printed)
		return err
	}
	return cmd
}

// keysFor are the keys of a preset that is named, else a person's own.
func (o *domainFlags) keysFor(presets []string) (string, error) {
	if len(presets) > 0 {
		registry, err := keymap.Preset(presets[0])
		if err != nil {
			return "", err
		}
		return keysFile(registry, nil), nil
	}
	c, err := o.choices()
	if err == nil {
		c, err = c.withKept()
	}
	var registry *keymap.Registry
	if err == nil {
		registry, err = c.keysOf(c.Preset)
	}
	if err != nil { // Who mends the settings needs the names of all actions.
		about := "# These are the usual keys, not yours, for these cannot be had:\n# " + strings.ReplaceAll(err.Error(), "\n", "\n# ") + "\n"
		return about + keysFile(keymap.Default(), nil), nil
	}
	own := make(map[keymap.ID]bool, len(c.Bindings))
	for _, b := range c.Bindings {
		own[keymap.ID(b.Action)] = true
	}
	preset := c.Preset
	if preset == "" {
		preset = keymap.PresetNames()[0]
	}
	about := fmt.Sprintf("# Your keys: those of the preset %s.\n", preset)
	if len(own) > 0 {
		about = fmt.Sprintf("# Your keys: those of the preset %s, and where it says so, those in %s.\n", preset, forPeople(c.Path))
	}
	return about + keysFile(registry, own), nil
}

// keysFile is the table "keys" of a settings file, with every action in it; own are those
// that have keys of the person's own.
func keysFile(registry *keymap.Registry, own map[keymap.ID]bool) string {
	var b strings.Builder
	b.WriteString("[keys]\n")
	scope := ""
	for _, a := range registry.All() {
		if s := a.Scopes[0].Title(); s != scope {
			scope = s
			fmt.Fprintf(&b, "\n# %s\n", scope)
		}
		quoted := make([]string, len(a.Keys))
		for i, k := range a.Keys {
			quoted[i] = fmt.Sprintf("%q", k)
		}
		yours := ""
		if own[a.ID] {
			yours = "  (your own)"
		}
		fmt.Fprintf(&b, "%s = [%s]  # %s%s\n", a.ID, strings.Join(quoted, ", "), a.Title, yours)
	}
	return b.String()
}
