package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/model"
)

func newExportCommand() *cobra.Command {
	var format string
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "export DOMAIN FILE",
		Short: "Write all data of a domain to a file, as JSON-LD or N-Quads",
		Long: "Write all data of a domain to a file: JSON-LD (.jsonld, .json) or N-Quads (.nq, .nt), or - for the standard output.\n" +
			"It is the state of one moment. The file is there only when it is whole.",
		Example: "mld-tui export team.example.org backup.nq",
		Args:    takes(2, 2),
	}
	flags := addDomainFlags(cmd)
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
		c, err := flags.choices()
		if err != nil {
			return err
		}
		p := console{cmd}.purpose("export")
		p.fresh = wait > 0
		a, err := openDomain(cmd.Context(), domain, c, p)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.Close()) }()
		if err := catchUp(cmd.Context(), a, wait, p.say); err != nil {
			return err
		}
		names, err := contextOf(c, domain)
		if err != nil {
			return err
		}
		triples, failed := a.Export(cmd.Context())
		bar, n := newMeter(cmd.ErrOrStderr(), "Exporting", 0), 0
		err = bulk.ToFile(args[1], cmd.OutOrStdout(), func(w io.Writer) error {
			return bulk.Export(names, w, counted(triples, &n, bar), failed, f)
		})
		bar.end()
		if err == nil && args[1] != "-" {
			p.say(fmt.Sprintf("exported %s of %s", countTriples(n), domain))
		}
		return err
	}
	return cmd
}

// counted counts triples as they go by.
func counted(triples iter.Seq[model.Triple], n *int, bar *meter) iter.Seq[model.Triple] {
	return func(yield func(model.Triple) bool) {
		for t := range triples {
			if !yield(t) {
				return
			}
			*n++
			bar.show(*n)
		}
	}
}
