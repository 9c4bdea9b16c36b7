package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/bulk"
)

func newImportCommand() *cobra.Command {
	var format string
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "import DOMAIN FILE",
		Short: "Add the data of a file, JSON-LD or N-Quads, to a domain",
		Long: "Add the data of a file to a domain: JSON-LD (.jsonld, .json) or N-Quads (.nq, .nt), or - for the standard input.\n" +
			"The file is checked first: if it has a fault, nothing is imported. Graphs become one, and language tags are dropped.\n" +
			"What is there already is left as it is, with its conflicts and its time.\n" +
			"Subjects without an identity are given one by the file's content: to import a file twice adds nothing.",
		Example: "mld-tui import team.example.org people.jsonld",
		Args:    takes(2, 2),
	}
	flags := addDomainFlags(cmd).canStart()
	cmd.Flags().StringVar(&format, "format", "", "format of the file, jsonld or nquads, where its name does not tell")
	waitFlag(cmd, &wait, 3*time.Second)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		domain, err := domainArg(args[0])
		if err != nil {
			return err
		}
		f, err := bulk.ParseFormat(format, args[1])
		if err != nil {
			return err
		}
		c, names, err := flags.named(domain)
		if err != nil {
			return err
		}
		source, err := bulk.Open(names, args[1], cmd.InOrStdin(), f)
		if err != nil {
			return err
		}
		defer source.Close()
		p := console{cmd}.purpose("import")
		p.create, p.fresh = true, wait > 0
		a, err := openDomain(cmd.Context(), domain, c, p)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.Close()) }()
		if err := catchUp(cmd.Context(), a, wait, p.say); err != nil {
			return err
		}
		bar := newMeter(cmd.ErrOrStderr(), "Importing", source.Triples)
		come, err := bulk.Import(cmd.Context(), a, source, bar.show)
		err = cause(a, err)
		bar.end()
		if err == nil {
			said := fmt.Sprintf("imported %s into %s", countTriples(come.New), domain)
			switch there := source.Triples - come.New; {
			case there > 0 && come.New == 0:
				said = fmt.Sprintf("nothing new in it: %s already there, in %s", countTriples(there), domain)
			case there > 0:
				said += fmt.Sprintf("; there already: %d", there)
			}
			p.say(said)
		}
		return err
	}
	return cmd
}

func countTriples(n int) string {
	if n == 1 {
		return "1 triple"
	}
	return fmt.Sprintf("%d triples", n)
}
