package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

func newUndoCommand() *cobra.Command {
	var redo bool
	var tick uint64
	cmd := &cobra.Command{
		Use:   "undo DOMAIN",
		Short: "Put back the last change that was made here, as far as others have not changed it since",
		Long: "Put back the last change that was made through this clone: what is still its own to put back, and\n" +
			"nothing that others did since. Each further undo goes one change back; --redo puts an undo back.\n" +
			"A line of JSON tells what was deleted and inserted; what was left, and why, is said beside it.",
		Example: "mld-tui undo team.example.org\nmld-tui undo team.example.org --tick 42",
		Args:    takes(1, 1),
	}
	flags := addDomainFlags(cmd)
	cmd.Flags().BoolVar(&redo, "redo", false, "put back the last undo")
	cmd.Flags().Uint64Var(&tick, "tick", 0, "put back the change at this time of the clone's, whoever made it (see mld-tui history)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if redo && cmd.Flags().Changed("tick") {
			return errors.New("--redo is for the last undo, and --tick for one change: write one of them")
		}
		if cmd.Flags().Changed("tick") && tick == 0 {
			return errors.New("--tick 0 is before everything: mld-tui history tells the ticks of changes")
		}
		return withDomain(cmd, flags, args[0], "undo", func(ctx context.Context, a access, names *jsonld.Context) error {
			undone, err := putBack(ctx, a, redo, tick)
			if err != nil {
				return err
			}
			return sayUndone(console{cmd}, names, undone)
		})
	}
	return cmd
}

func putBack(ctx context.Context, a access, redo bool, tick uint64) (replica.Undone, error) {
	if tick == 0 {
		do := a.Undo
		if redo {
			do = a.Redo
		}
		undone, err := do(ctx)
		if undone.Earlier != 0 { // Who writes this command means whatever was changed last.
			return do(replica.WithEarlier(ctx, undone.Earlier))
		}
		return undone, err
	}
	page, err := a.History(ctx, replica.HistoryQuery{UpTo: tick, Limit: 1})
	switch {
	case err != nil:
		return replica.Undone{}, err
	case len(page.Entries) == 0 && page.NotKept:
		return replica.Undone{}, fmt.Errorf("what happened at tick %d is not kept any more", tick)
	case len(page.Entries) == 0 || page.Entries[0].Tick != tick:
		return replica.Undone{}, fmt.Errorf("nothing was changed at tick %d: mld-tui history %s tells when something was", tick, a.Domain())
	}
	return a.Revert(ctx, page.Entries[0].Number)
}

func sayUndone(c console, names *jsonld.Context, undone replica.Undone) error {
	u := replica.Update{Tick: undone.Tick}
	for _, s := range undone.Shifts {
		switch {
		case s.Gone():
			u.Deletes = append(u.Deletes, s.Triple)
		case s.Come():
			u.Inserts = append(u.Inserts, s.Triple)
		}
	}
	for _, left := range undone.Left {
		what := "deleted, and stays so"
		if left.Inserted {
			what = "inserted, and stays as it is"
		}
		c.say(fmt.Sprintf("%s was %s: %s", describe(names, left.Triple), what, left.Why))
	}
	if err := jsonlines.NewWriter(c.cmd.OutOrStdout()).Write(jsonlines.Update(names, u)); err != nil {
		return errors.Join(errors.New("it is done, but cannot be printed"), err)
	}
	return nil
}

// describe is a triple for people.
func describe(names *jsonld.Context, t model.Triple) string {
	value := t.O.Value
	if t.O.IsRef() {
		value = names.CompactID(t.O.IRI())
	}
	return fmt.Sprintf("%s %s %q", names.CompactID(t.S), names.CompactProperty(t.P, t.O), value)
}
