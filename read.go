package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// asOfFlag names the moment to read.
const asOfFlag = "as-of"

func newReadCommand() *cobra.Command {
	var wait time.Duration
	var asOf string
	cmd := &cobra.Command{
		Use:   "read DOMAIN [REQUEST|FILE|-]",
		Short: "Read from a domain with json-rql; results are JSON lines",
		Long: "Read from a domain with json-rql: from an argument, a file, or the standard input, which is read to its end first.\n" +
			"Each result is a line of JSON on the standard output. With --as-of, the data is read as it was here at a\n" +
			"time of the clone's, such as 42, or at a time of day, such as 2026-07-03T18:30, 18:30 (today), or 2h (ago).",
		Example: `mld-tui read team.example.org '{"@describe":"fred"}'`,
		Args:    takes(1, 2),
	}
	flags := addDomainFlags(cmd)
	waitFlag(cmd, &wait, 3*time.Second)
	cmd.Flags().StringVar(&asOf, asOfFlag, "", "read the data as it was at this tick or time")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p := console{cmd}.purpose("read")
		p.fresh = wait > 0 && asOf == ""
		return transact(cmd, flags, args, wait, p, false, asOf)
	}
	return cmd
}

func newWriteCommand() *cobra.Command {
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "write DOMAIN [REQUEST|FILE|-]",
		Short: "Write to a domain with json-rql",
		Long: "Write to a domain with json-rql: from an argument, a file, or the standard input, which is read to its\n" +
			"end first. If one request makes no sense, none is made; else they are, one after the other, and for each\n" +
			"a line of JSON tells the clone's time after it. To write as requests come, use mld-tui headless.",
		Example: `mld-tui write team.example.org '{"@id":"fred","name":"Fred"}'`,
		Args:    takes(1, 2),
	}
	flags := addDomainFlags(cmd).canStart()
	waitFlag(cmd, &wait, 3*time.Second)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p := console{cmd}.purpose("write")
		p.create, p.fresh = true, wait > 0
		return transact(cmd, flags, args, wait, p, true, "")
	}
	return cmd
}

// transact does the requests of a command, one after the other.
func transact(
	cmd *cobra.Command, flags *domainFlags, args []string, wait time.Duration, p purpose, writes bool, asOf string,
) (err error) {
	domain, err := domainArg(args[0])
	if err != nil {
		return err
	}
	all, err := requests(args[1:], cmd.InOrStdin())
	if err != nil {
		return err
	}
	c, names, err := flags.named(domain)
	if err != nil {
		return err
	}
	if err := checkRequests(names, all, writes); err != nil {
		return err
	}
	a, err := openDomain(cmd.Context(), domain, c, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	target := transactor(a)
	if asOf != "" {
		was, failed := openPast(cmd.Context(), a, asOf)
		if failed != nil {
			return cause(a, failed)
		}
		defer func() { err = errors.Join(err, was.Close()) }()
		target = was
	} else if err := catchUp(cmd.Context(), a, wait, p.say); err != nil {
		return err
	}
	for n, request := range all {
		err := cause(a, perform(cmd.Context(), target, request, cmd.OutOrStdout(), writes))
		if left := len(all) - n - 1; writes && left > 0 && isUnread(err) {
			return fmt.Errorf("nobody reads what is printed: the last %d of %d requests are not made", left, len(all))
		}
		if err != nil && len(all) > 1 {
			err = inRequest(n, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// transactor does requests of json-rql: of the present, or of the past.
type transactor interface {
	Transact(ctx context.Context, request json.RawMessage, each func(json.RawMessage) error) (tick uint64, err error)
}

func openPast(ctx context.Context, a access, asOf string) (past, error) {
	m, err := momentArg(asOf, time.Now())
	if err != nil {
		return nil, err
	}
	return a.AsOf(ctx, m)
}

func inRequest(n int, err error) error {
	var known *model.Error
	if errors.As(err, &known) {
		return model.Errorf(known.Status, "request %d: %w", n+1, err)
	}
	return fmt.Errorf("request %d: %w", n+1, err)
}

// checkRequests finds faults before the domain is opened.
func checkRequests(ctx *jsonld.Context, all []json.RawMessage, writes bool) error {
	for n, request := range all {
		parsed, err := jrql.ParseJSON(ctx, request)
		if err != nil && len(all) > 1 {
			err = inRequest(n, err)
		}
		if err != nil {
			return err
		}
		if _, query := parsed.(*jrql.Query); query && writes {
			return errors.New("this request reads: use mld-tui read")
		} else if !query && !writes {
			return errors.New("this request writes: use mld-tui write")
		}
	}
	return nil
}

func perform(ctx context.Context, a transactor, request json.RawMessage, out io.Writer, writes bool) error {
	tick, err := a.Transact(ctx, request, func(result json.RawMessage) error {
		_, err := fmt.Fprintf(out, "%s\n", result)
		return err
	})
	if err == nil && writes {
		if _, err = fmt.Fprintf(out, "{\"@ticks\":%d}\n", tick); err != nil {
			err = fmt.Errorf("it is written, at tick %d, but that cannot be printed: %w", tick, err)
		}
	}
	return err
}
