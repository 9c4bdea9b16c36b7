package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/when"
	"github.com/m-ld/mld-tui/replica"
)

func newHistoryCommand() *cobra.Command {
	var limit int
	var by, since, until string
	cmd := &cobra.Command{
		Use:   "history DOMAIN [SUBJECT [PROPERTY]]",
		Short: "Print what happened to a subject, or to all, from the newest back, as JSON lines",
		Long: "Print what happened to a subject, to one of its properties, or to all, from the newest back: a line\n" +
			"of JSON for each change, with who made it, when, and why. Where older changes are not kept any more,\n" +
			"the last line says so. Times are like 2026-07-03T18:30, 18:30 (today), or 2h (ago).",
		Example: "mld-tui history team.example.org fred name --limit 10",
		Args:    takes(1, 3),
	}
	flags := addDomainFlags(cmd)
	f := cmd.Flags()
	f.IntVar(&limit, "limit", 100, "the most changes to print; 0 for all")
	f.StringVar(&by, "by", "", "only what this person, or process, did")
	f.StringVar(&since, "since", "", "only from this time on")
	f.StringVar(&until, "until", "", "only up to this time")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return withDomain(cmd, flags, args[0], "history", func(ctx context.Context, a access, names *jsonld.Context) (err error) {
			var q replica.HistoryQuery
			if limit < 0 {
				return fmt.Errorf("--limit %d: it is how many changes to print, and 0 for all", limit)
			}
			if len(args) > 1 {
				q.Subject = names.ExpandID(args[1])
			}
			if len(args) > 2 {
				q.Property = propertyOf(names, args[2])
			}
			if q.Since, err = timeArg(since, time.Now()); err != nil {
				return err
			}
			if q.Until, err = timeArg(until, time.Now()); err != nil {
				return err
			}
			if since != "" && until != "" && q.Until.Before(q.Since) {
				return fmt.Errorf("--since %s is later than --until %s: there is nothing between them", since, until)
			}
			return printHistory(ctx, a, names, q, by, limit, cmd.OutOrStdout())
		})
	}
	return cmd
}

// withDomain does something with a domain that has data here.
func withDomain(
	cmd *cobra.Command, flags *domainFlags, name, command string,
	do func(ctx context.Context, a access, names *jsonld.Context) error,
) (err error) {
	domain, err := domainArg(name)
	if err != nil {
		return err
	}
	c, names, err := flags.named(domain)
	if err != nil {
		return err
	}
	a, err := openDomain(cmd.Context(), domain, c, console{cmd}.purpose(command))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return cause(a, do(cmd.Context(), a, names))
}

// propertyOf is the property that a person names.
func propertyOf(names *jsonld.Context, name string) model.IRI {
	p := names.ExpandVocab(name)
	if p == "@type" {
		return model.RDFType
	}
	return p
}

func printHistory(
	ctx context.Context, a access, names *jsonld.Context, q replica.HistoryQuery, by string, limit int, w io.Writer,
) error {
	out, name := jsonlines.NewWriter(w), who(a.Domain())
	for printed := 0; ; {
		page, err := a.History(ctx, q)
		if err != nil {
			return err
		}
		for _, e := range page.Entries {
			person, named := name(e.Author)
			if !named {
				person = e.Author.Tag()
			}
			if by != "" && by != person && by != string(e.Author.Principal) {
				continue
			}
			body := jsonlines.Update(names, e.Update)
			body["@reason"], body["@time"] = e.Reason.String(), e.Time.UTC().Format(timeFormat)
			if e.Reason != replica.ReasonSnapshot {
				body["@by"] = person
			}
			if err := out.Write(body); err != nil {
				return fmt.Errorf("the history cannot be printed: %w", err)
			}
			if printed++; printed == limit {
				return nil
			}
		}
		if page.Next == 0 {
			if page.NotKept {
				return out.Write(map[string]any{
					"@reason": replica.ReasonNotKept.String(), "@ticks": page.CutTick, "@time": page.CutTime.UTC().Format(timeFormat),
				})
			}
			return nil
		}
		q.Before = page.Next
	}
}

// timeFormat is RFC 3339 with the milliseconds that a history has.
const timeFormat = "2006-01-02T15:04:05.000Z07:00"

// momentForms says how a moment is written.
const momentForms = "a tick, such as 42, or a time, such as 2026-07-03T18:30, 18:30 or 2h (ago)"

// momentArg reads a tick or a time.
func momentArg(text string, now time.Time) (replica.Moment, error) {
	if tick, err := strconv.ParseUint(text, 10, 64); err == nil {
		return replica.Moment{Tick: tick}, nil
	}
	at, err := timeArg(text, now)
	if err != nil {
		return replica.Moment{}, fmt.Errorf("%q is no moment: write %s", text, momentForms)
	}
	return replica.Moment{Time: at}, nil
}

// timeArg reads a time, in this place's zone unless it says another; empty gives none.
func timeArg(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return when.Parse(text, now)
}
