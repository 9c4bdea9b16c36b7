package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/keymap"
)

func newKeysCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "keys [PRESET]",
		Short:   "Print all actions by name, with their keys, as lines for the settings file",
		Example: "mld-tui keys\nmld-tui keys vim",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			registry, err := keymap.Preset(append(args, "default")[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), keysFile(registry))
			return err
		},
	}
}

// keysFile is the table "keys" of a settings file, with every action in it.
func keysFile(registry *keymap.Registry) string {
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
		fmt.Fprintf(&b, "%s = [%s]  # %s\n", a.ID, strings.Join(quoted, ", "), a.Title)
	}
	return b.String()
}
