package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

// The commands about the file of a domain itself.

func newDigestCommand() *cobra.Command {
	return fileCommand(&cobra.Command{
		Use:   "digest DOMAIN",
		Short: "Print a hash of a domain's data: clones that hold the same print the same",
		Long: "Print a hash of all data of a domain and of the transactions that it came from.\n" +
			"Clones that hold the same print the same. That a file is damaged is an error.",
	}, func(cmd *cobra.Command, folder home.Folder, domain model.Domain) error {
		return withChecked(cmd.Context(), folder, domain, func(c checked) error {
			report, err := c.Check(cmd.Context())
			if err != nil {
				return err
			}
			digest, err := c.Digest(cmd.Context())
			if err != nil {
				return err
			}
			if len(report.Faults) > 0 {
				return fmt.Errorf("%s is damaged, and its digest, %s, tells nothing: mld-tui check %s says what is wrong with it", folder.Data(), digest, domain)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), digest)
			return err
		})
	})
}

func newCheckCommand() *cobra.Command {
	return fileCommand(&cobra.Command{
		Use:   "check DOMAIN",
		Short: "Look whether the file of a domain is sound",
		Long: "Look whether the file of a domain is sound: its pages, its indexes, and its journal.\n" +
			"What cannot be told from the file alone is said, and why. What its clone has refused to\n" +
			"take from others is listed too; that is no fault of the file. A file that is sound, but\n" +
			"is of no use any more to its clone, is an error. While the domain is open elsewhere, all\n" +
			"but the pages is looked at. Nothing is changed.",
	}, func(cmd *cobra.Command, folder home.Folder, domain model.Domain) error {
		return withChecked(cmd.Context(), folder, domain, func(c checked) error {
			report, err := c.Check(cmd.Context())
			if err != nil {
				return err
			}
			if err := printLines(cmd, "", report.Faults); err != nil {
				return err
			}
			if len(report.Faults) > 0 {
				return fmt.Errorf("%s is damaged: export what can be read, move it away, and join the domain anew", folder.Data())
			}
			if err := printLines(cmd, "", []string{folder.Data() + " is sound"}); err != nil {
				return err
			}
			if err := printLines(cmd, "not known: ", report.Unknown); err != nil {
				return err
			}
			return errors.Join(printRefusals(cmd, c), standingError(domain, report))
		})
	})
}

// standingError says why a file that is sound is of no use to its clone.
func standingError(domain model.Domain, report replica.Report) error {
	switch {
	case report.Standing == store.Copied:
		return fmt.Errorf("its clone has left the domain, for the file is an old copy, or is used twice, "+
			"and others hold edits of this clone that it does not know of: run mld-tui rescue %s", domain)
	case report.Standing == store.Doubtful:
		return fmt.Errorf("the last change may be missing, for a page was damaged that says which it is: "+
			"open it while others are there, or, if nobody is left, run mld-tui rescue --alone %s", domain)
	case report.Standing == store.Broken:
		return fmt.Errorf("it is damaged where it keeps its clocks, so that its clone has left the domain: run mld-tui rescue %s, "+
			"or, if nobody else is left, export its data and import that into a new domain", domain)
	case report.Unsupported != "":
		return fmt.Errorf("the domain can only be read here: %s", report.Unsupported)
	}
	return nil
}

func printLines(cmd *cobra.Command, prefix string, lines []string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), prefix+line); err != nil {
			return err
		}
	}
	return nil
}

// printRefusals tells what the clone did not take from others.
func printRefusals(cmd *cobra.Command, c checked) error {
	list, err := c.Refusals(cmd.Context())
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "refused from %s, %d times, last at %s: %s\n",
			r.Origin, r.Count, r.Last.Format(time.DateTime), r.Why); err != nil {
			return err
		}
	}
	return nil
}

// checked is a file that can be looked at: of this process, or of another.
type checked interface {
	Digest(ctx context.Context) (string, error)
	Check(ctx context.Context) (replica.Report, error)
	Refusals(ctx context.Context) ([]replica.Refusal, error)
}

// withChecked does something with a file, whoever has it open.
func withChecked(ctx context.Context, folder home.Folder, domain model.Domain, fn func(checked) error) (err error) {
	limited, cancel := context.WithTimeout(ctx, attachTimeout)
	defer cancel()
	c, err := attach(limited, folder, domain)
	if errors.Is(err, owner.ErrNobody) {
		return withFile(folder.Data(), domain, func(s *store.Store) error { return fn(ownFile{s}) })
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return fn(c)
}

// ownFile is a file that this process has for itself.
type ownFile struct{ *store.Store }

// Digest implements checked.
func (f ownFile) Digest(context.Context) (digest string, err error) {
	err = f.View(func(tx *store.Tx) error { digest = tx.Digest().String(); return nil })
	return digest, err
}

// Check implements checked.
func (f ownFile) Check(context.Context) (replica.Report, error) { return f.Examine() }

// Refusals implements checked.
func (f ownFile) Refusals(context.Context) (list []replica.Refusal, err error) {
	err = f.View(func(tx *store.Tx) (err error) {
		list, err = tx.Refusals()
		return err
	})
	return list, err
}

func newCompactCommand() *cobra.Command {
	return fileCommand(&cobra.Command{
		Use:   "compact DOMAIN",
		Short: "Write the file of a domain anew, without the room that deleted data has left",
		Long: "Write the file of a domain anew, without the room that deleted data has left.\n" +
			"The domain must not be open elsewhere. A damaged file is left as it is.",
	}, func(cmd *cobra.Command, folder home.Folder, domain model.Domain) error {
		path := folder.Data()
		before, after, err := store.Compact(path, store.Options{Domain: domain})
		if errors.Is(err, store.ErrLocked) {
			return heldBy(folder, domain, err)
		} else if err == nil {
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s had %d kB and has %d kB: %d kB of what the domain is now, and %d kB of its history\n",
				path, before>>10, after.File>>10, after.State>>10, after.History>>10)
		}
		return err
	})
}

func fileCommand(cmd *cobra.Command, run func(cmd *cobra.Command, folder home.Folder, domain model.Domain) error) *cobra.Command {
	cmd.Args = takes(1, 1)
	flags := addFileFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		domain, c, err := flags.stored(args[0])
		if err != nil {
			return err
		}
		return run(cmd, c.home.Domain(domain), domain)
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
