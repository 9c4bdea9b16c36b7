package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// The commands about the file of a domain itself. It must not be open elsewhere.

func newDigestCommand() *cobra.Command {
	return fileCommand(&cobra.Command{
		Use:   "digest DOMAIN",
		Short: "Print a hash of a domain's data: clones that hold the same print the same",
		Long: "Print a hash of all data of a domain and of the transactions that it came from.\n" +
			"Clones that hold the same print the same. The domain must not be open elsewhere.",
	}, func(cmd *cobra.Command, path string, domain model.Domain) error {
		return withFile(path, domain, func(s *store.Store) error {
			return s.View(func(tx *store.Tx) error {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), tx.Digest())
				return err
			})
		})
	})
}

func newCheckCommand() *cobra.Command {
	return fileCommand(&cobra.Command{
		Use:   "check DOMAIN",
		Short: "Look whether the file of a domain is sound",
		Long: "Look whether the file of a domain is sound: its pages, its indexes, and its journal.\n" +
			"What its clone has refused to take from others is listed too; that is no fault of the file.\n" +
			"The domain must not be open elsewhere. Nothing is changed.",
	}, func(cmd *cobra.Command, path string, domain model.Domain) error {
		return withFile(path, domain, func(s *store.Store) error {
			faults, err := s.Verify()
			if err != nil {
				return err
			}
			for _, fault := range faults {
				if _, err := fmt.Fprintln(cmd.OutOrStdout(), fault); err != nil {
					return err
				}
			}
			if len(faults) > 0 {
				return fmt.Errorf("%s is damaged: export what can be read, move it away, and join the domain anew", path)
			}
			if _, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is sound\n", path); err != nil {
				return err
			}
			return printRefusals(cmd.OutOrStdout(), s)
		})
	})
}

// printRefusals tells what the clone did not take from others.
func printRefusals(w io.Writer, s *store.Store) error {
	return s.View(func(tx *store.Tx) error {
		list, err := tx.Refusals()
		if err != nil {
			return err
		}
		for _, r := range list {
			if _, err := fmt.Fprintf(w, "refused from %s, %d times, last at %s: %s\n",
				r.Origin, r.Count, r.Last.Format(time.DateTime), r.Why); err != nil {
				return err
			}
		}
		return nil
	})
}

func newCompactCommand() *cobra.Command {
	return fileCommand(&cobra.Command{
		Use:   "compact DOMAIN",
		Short: "Write the file of a domain anew, without the room that deleted data has left",
		Long: "Write the file of a domain anew, without the room that deleted data has left.\n" +
			"The domain must not be open elsewhere.",
	}, func(cmd *cobra.Command, path string, domain model.Domain) error {
		before, after, err := store.Compact(path, store.Options{Domain: domain})
		if err == nil {
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s had %d kB and has %d kB\n", path, before>>10, after>>10)
		}
		return err
	})
}

func fileCommand(cmd *cobra.Command, run func(cmd *cobra.Command, path string, domain model.Domain) error) *cobra.Command {
	cmd.Args = cobra.ExactArgs(1)
	flags := addDomainFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		domain, err := domainArg(args[0])
		if err != nil {
			return err
		}
		c, err := flags.choices()
		if err != nil {
			return err
		}
		folder := c.home.Domain(domain)
		if !folder.HasData() {
			return fmt.Errorf("there is no data of %s in %s: name another --data folder", domain, folder)
		}
		return run(cmd, folder.Data(), domain)
	}
	return cmd
}

// withFile does something with a file that this process alone has open.
func withFile(path string, domain model.Domain, fn func(*store.Store) error) (err error) {
	s, err := store.Open(path, store.Options{Domain: domain})
	if errors.Is(err, store.ErrLocked) {
		return heldBy(home.Folder(filepath.Dir(path)), domain, err)
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return fn(s)
}
