package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

func newWatchCommand() *cobra.Command {
	var after int64
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "watch DOMAIN",
		Short: "Print each change of a domain, as JSON lines, until interrupted",
		Long: "Print each change of a domain, as JSON lines, until interrupted: what was deleted, what was inserted,\n" +
			"and the clone's time, from where --after goes on. \"@reason\" says why, where it is not just that somebody\n" +
			"has written: an agreement has undone what somebody wrote (void), a rule had to repair the data\n" +
			"(resolution), or a clone has broken a rule, and is not followed any more (blocked).",
		Example: "mld-tui watch team.example.org --after 0",
		Args:    takes(1, 1),
	}
	flags := addDomainFlags(cmd).canStart().canShare()
	cmd.Flags().Int64Var(&after, "after", -1, "begin after this time of the clone's; 0 for all that is kept")
	waitFlag(cmd, &wait, 0)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		domain, err := domainArg(args[0])
		if err != nil {
			return err
		}
		c, err := flags.choices()
		if err != nil {
			return err
		}
		p := console{cmd}.purpose("watch")
		p.online = true
		open := func(ctx context.Context) (access, error) { return openDomain(ctx, domain, c, p) }
		h, err := newHandoff(cmd.Context(), open, p.log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, h.Close()) }()
		names, err := contextOf(c, domain)
		if err != nil {
			return err
		}
		return watch(cmd, h, names, after, wait)
	}
	return cmd
}

func watch(cmd *cobra.Command, h *handoff, names *jsonld.Context, after int64, wait time.Duration) error {
	ctx := cmd.Context()
	if st, _ := h.Status(); st.Joining {
		if !h.starts() {
			console{cmd}.say("waiting for somebody who has the data of " + string(h.Domain()))
		}
		if wait > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, wait)
			defer cancel()
		}
		if !awaitStatus(ctx, h, func(st replica.Status) bool { return !st.Joining }) {
			return h.Err()
		}
	}
	if after < 0 {
		st, _ := h.Status()
		after = int64(st.Ticks)
	}
	updates, stop := h.Follow(uint64(after))
	defer stop()
	out := jsonlines.NewWriter(cmd.OutOrStdout())
	for {
		select {
		case u, ok := <-updates:
			if !ok {
				return h.Err()
			}
			body := jsonlines.Told(names, u, updates)
			if u.Reason.IsGap() {
				body["@snapshot"] = true // What was before is not known: read anew.
			}
			if err := out.Write(body); err != nil {
				return fmt.Errorf("the changes cannot be printed: %w", err)
			}
		case <-cmd.Context().Done():
			return nil
		}
	}
}

// starts reports whether this process is starting a new domain: it waits for nobody.
func (h *handoff) starts() bool {
	o, mine := h.present().(*owned)
	return mine && o.starts
}
