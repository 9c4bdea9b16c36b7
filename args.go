package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// takes has a command take so many arguments, and say what is missing or too much.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		usage := cmd.Root().Name() + " " + cmd.Use
		switch {
		case len(args) < least:
			missing := strings.Fields(cmd.Use)[1+len(args)]
			return fmt.Errorf("%s is missing: write %s", missing, usage)
		case len(args) > most && most == 0:
			return fmt.Errorf("%q is too much: write %s", args[0], usage)
		case len(args) > most:
			return fmt.Errorf("%q is too much: write %s, with quotes around what has spaces", args[most], usage)
		}
		return nil
	}
}
