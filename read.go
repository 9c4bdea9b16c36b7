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

func newReadCommand() *cobra.Command {
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "read DOMAIN [REQUEST|FILE|-]",
		Short: "Read from a domain with json-rql; results are JSON lines",
		Long: "Read from a domain with json-rql: from an argument, a file, or the standard input.\n" +
			"Each result is a line of JSON on the standard output.",
		Example: `mld-tui read team.example.org '{"@describe":"?id","@where":{"@id":"?id","@type":"Task"}}'`,
		Args:    cobra.RangeArgs(1, 2),
	}
	flags := addDomainFlags(cmd)
	waitFlag(cmd, &wait, 3*time.Second)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p := console{cmd}.purpose("read")
		p.fresh = wait > 0
		return transact(cmd, flags, args, wait, p, false)
	}
	return cmd
}

func newWriteCommand() *cobra.Command {
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "write DOMAIN [REQUEST|FILE|-]",
		Short: "Write to a domain with json-rql",
		Long: "Write to a domain with json-rql: from an argument, a file, or the standard input.\n" +
			"For each request a line of JSON tells the clone's time after it.",
		Example: `mld-tui write team.example.org '{"@id":"fred","@type":"Person","name":"Fred"}'`,
		Args:    cobra.RangeArgs(1, 2),
	}
	flags := addDomainFlags(cmd).canStart()
	waitFlag(cmd, &wait, 3*time.Second)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p := console{cmd}.purpose("write")
		p.create, p.fresh = true, wait > 0
		return transact(cmd, flags, args, wait, p, true)
	}
	return cmd
}

// transact does the requests of a command, one after the other.
func transact(cmd *cobra.Command, flags *domainFlags, args []string, wait time.Duration, p purpose, writes bool) (err error) {
	domain, err := domainArg(args[0])
	if err != nil {
		return err
	}
	all, err := requests(args[1:], cmd.InOrStdin())
	if err != nil {
		return err
	}
	c, err := flags.choices()
	if err != nil {
		return err
	}
	names, err := contextOf(c, domain)
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
	if err := catchUp(cmd.Context(), a, wait, p.say); err != nil {
		return err
	}
	for n, request := range all {
		err := cause(a, perform(cmd.Context(), a, request, cmd.OutOrStdout(), writes))
		if err != nil && len(all) > 1 {
			err = inRequest(n, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
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

func perform(ctx context.Context, a access, request json.RawMessage, out io.Writer, writes bool) error {
	tick, err := a.Transact(ctx, request, func(result json.RawMessage) error {
		_, err := fmt.Fprintf(out, "%s\n", result)
		return err
	})
	if err == nil && writes {
		_, err = fmt.Fprintf(out, "{\"@ticks\":%d}\n", tick)
	}
	return err
}
