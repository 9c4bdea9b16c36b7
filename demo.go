package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/demo"
	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/model"
)

// demoOptions are the flags of the demo.
type demoOptions struct {
	listen string
	seed   uint64
	pace   float64
	keys   int
	keep   bool
}

func newDemoCommand() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Look at a made-up domain in which teammates are at work",
		Long: "Look at a made-up domain in which teammates are at work.\n\n" +
			"Noor, Sam and Mira turn an old ferry house into a café. They do not exist, but their clones do: they run in\n" +
			"this process, each with a file of its own, and meet yours at a relay. See what they do, edit with them, undo.\n" +
			"Nothing of your own domains is touched, and all is removed when you leave.\n\n" +
			"They do the same each time; with another --seed, something else. Press S for how a second terminal joins.",
		Example: "mld-tui demo\nmld-tui demo --seed 7 --as Robin",
		Args:    takes(0, 0),
	}
	f := cmd.Flags()
	flags := &domainFlags{cmd: cmd}
	f.StringVar(&flags.as, "as", "", "what you call yourself")
	f.StringVar(&flags.config, "config", "", "settings file")
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "where the relay listens, for further terminals to join: host:port; port 0 takes a free one")
	f.Uint64Var(&o.seed, "seed", 1, "number from which all follows that the teammates do")
	f.Float64Var(&o.pace, "pace", 1, "how many times faster than usual the teammates work")
	f.IntVar(&o.keys, "keys", 0, "have the teammates do something after so many `keys` of yours, not by the clock: so a recording\n"+
		"is the same each time")
	f.BoolVar(&o.keep, "keep", false, "keep the files, and say where they are")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := flags.choices()
		if err != nil {
			return err
		}
		return runDemo(cmd, c, o)
	}
	return cmd
}

// runDemo shows the demo until the person leaves.
func runDemo(cmd *cobra.Command, c choices, o demoOptions) (err error) {
	if !isTerminal(cmd.InOrStdin()) || !isTerminal(cmd.OutOrStdout()) {
		return errors.New("this needs a terminal")
	}
	d, err := startDemo(cmd.Context(), c, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if o.keep {
		defer func() { console{cmd}.say(fmt.Sprintf("the demo's files are in %s", d.folder)) }()
	}
	d.play(o)
	return d.run(cmd.Context())
}

// demonstration is a domain with a team in it, and a person's screen.
type demonstration struct {
	*screen

	folder string
	keep   bool
	relay  *relayServer
	team   *demo.Team
	log    *os.File
}

// startDemo makes all that a demo has; the team begins to work with Play.
func startDemo(ctx context.Context, c choices, o demoOptions) (d *demonstration, err error) {
	if o.pace <= 0 || o.pace > 1000 {
		return nil, fmt.Errorf("%v is no pace: choose one above 0, and up to 1000", o.pace)
	}
	if o.keys < 0 {
		return nil, fmt.Errorf("%d is no number of keys: choose one above 0, or 0 to go by the clock", o.keys)
	}
	d = &demonstration{keep: o.keep}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if d.folder, err = os.MkdirTemp("", "mld-tui-demo-"); err != nil {
		return d, fmt.Errorf("the demo's files have no place: %w", err)
	}
	if d.log, err = os.OpenFile(filepath.Join(d.folder, "team.txt"), os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
		return d, err
	}
	log := slog.New(slog.NewTextHandler(d.log, nil))
	if d.relay, err = startRelay(relayOptions{listen: o.listen}, slog.New(slog.NewTextHandler(io.Discard, nil))); err != nil {
		return d, err
	}
	d.team, err = demo.Assemble(ctx, demo.Options{
		Folder: d.folder, Relay: d.relay.url, Seed: o.seed, Pace: o.pace, Logger: log,
		Principal: func(name string) model.IRI { return principal(demo.Domain, name) },
	})
	if err != nil {
		return d, err
	}
	c.Data, c.home = d.folder, home.Home(d.folder)
	c.Relays, c.named, c.flagged = nil, []string{d.relay.url}, []string{d.relay.url}
	if d.screen, err = openScreen(ctx, demo.Domain, c, &words{say: func(string) {}}); err != nil {
		return d, err
	}
	d.options.Keep = nil // The demo's folder is not that of the next time.
	d.options.Domains = nil
	return d, d.gather(ctx)
}

// gathering is how long the demo's data may take to come.
const gathering = time.Minute

// gather waits until the person's clone is in the domain, has the team write its
// data, and waits until that has come.
func (d *demonstration) gather(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, gathering)
	defer cancel()
	if !awaitStatus(ctx, d, isCurrent) {
		return errors.Join(errors.New("the demo's clones do not find each other"), d.Err(), ctx.Err())
	}
	updates, stop := d.Follow(0)
	defer stop()
	last, err := d.team.Tell(ctx)
	if err != nil {
		return err
	}
	for {
		for len(last) > 0 {
			ts, err := d.Describe(ctx, last[0])
			if err != nil {
				return err
			}
			if len(ts) == 0 {
				break
			}
			last = last[1:]
		}
		if len(last) == 0 {
			return nil
		}
		select {
		case <-updates:
		case <-ctx.Done():
			return fmt.Errorf("the demo's data does not come: %w", ctx.Err())
		}
	}
}

// Close ends it all, and removes the files.
func (d *demonstration) Close() error {
	var all []error
	if d.screen != nil {
		all = append(all, d.screen.Close())
	}
	if d.team != nil {
		all = append(all, d.team.Close())
	}
	if d.relay != nil {
		all = append(all, d.relay.close())
	}
	if d.log != nil {
		all = append(all, d.log.Close())
	}
	if d.folder != "" && !d.keep {
		all = append(all, os.RemoveAll(d.folder))
	}
	return errors.Join(all...)
}
