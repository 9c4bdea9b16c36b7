package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError says what is wrong with a flag in words, without those of the library that
// read it.
func flagError(cmd *cobra.Command, err error) error {
	said := err.Error()
	if what, _, ok := strings.Cut(said, ": strconv."); ok {
		said = what + ": it takes a number"
	} else if what, _, ok := strings.Cut(said, ": time: "); ok {
		said = what + ": it takes a time such as 300ms, 3s or 2m"
	}
	return fmt.Errorf("%s: see %s --help", said, cmd.CommandPath())
}

// senselessFlags refuses flags with nothing after them, as scripts write them where a
// variable is not set: what is meant is not what there is without the flag. Nor does
// less than no time mean anything.
func senselessFlags(cmd *cobra.Command, _ []string) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch value := f.Value.String(); {
		case err != nil:
		case f.Value.Type() == "string" && strings.TrimSpace(value) == "":
			err = fmt.Errorf("--%s is empty: %s", f.Name, instead(cmd, f))
		case f.Value.Type() == "duration" && strings.HasPrefix(value, "-"):
			err = fmt.Errorf("--%s %s: it is how long, such as 3s, or 0s for not at all", f.Name, value)
		}
	})
	return err
}

// instead says what to write in the place of an empty flag.
func instead(cmd *cobra.Command, f *pflag.Flag) string {
	if f.Name == asOfFlag {
		return "write " + momentForms + ", or leave it out to read now"
	}
	return "write what it is to be, or leave it out: see " + cmd.CommandPath() + " --help"
}

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
