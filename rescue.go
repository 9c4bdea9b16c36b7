package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/rescue"
	"github.com/m-ld/mld-tui/replica/store"
)

func newRescueCommand() *cobra.Command {
	var r rescuer
	cmd := &cobra.Command{
		Use:   "rescue DOMAIN",
		Short: "Bring over to the others the edits that only this file has, and join the domain anew",
		Long: "Bring over to the others the edits that only this file has, and join the domain anew.\n\n" +
			"A file that is an old copy, or was used twice, cannot be written to any more: others would drop what it writes.\n" +
			"Nor can edits reach the others by themselves that lie behind what the journals keep (\"clone outdated\"). This command\n" +
			"gets the domain's present data from the others, and shows which edits of the file they do not have. With --yes, it\n" +
			"writes these again, as new edits, and puts the new file in the place of the old one, which is kept beside it.",
		Example: "mld-tui rescue team.example.org\nmld-tui rescue team.example.org --yes",
		Args:    takes(1, 1),
	}
	flags := addDomainFlags(cmd)
	cmd.Flags().BoolVar(&r.yes, "yes", false, "do it: without, it only shows what it would do")
	cmd.Flags().BoolVar(&r.all, "all", false, "bring over what is uncertain too: triples of this file that the others never had, or have deleted")
	cmd.Flags().BoolVar(&r.alone, "alone", false, "nobody else is left: trust a file that was damaged")
	cmd.Flags().DurationVar(&r.wait, "wait", 30*time.Second, "how long to wait for somebody who has the data")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if r.domain, r.c, err = flags.stored(args[0]); err != nil {
			return err
		}
		r.folder, r.console = r.c.home.Domain(r.domain), console{cmd}
		return withFile(r.folder.Data(), r.domain, func(old *store.Store) error { return r.run(cmd.Context(), old, cmd.OutOrStdout()) })
	}
	return cmd
}

// rescuer brings over what only a file has.
type rescuer struct {
	yes, all, alone bool
	wait            time.Duration
	c               choices
	domain          model.Domain
	folder          home.Folder
	console         console
}

func (r *rescuer) run(ctx context.Context, old *store.Store, out io.Writer) (err error) {
	if r.alone {
		wasDoubtful, err := old.Trust()
		if err == nil && !wasDoubtful {
			err = errors.New("--alone is for a file that was damaged, and waits for others to say what it has: this one does not")
		}
		if err == nil {
			r.console.say(fmt.Sprintf("%s is trusted: it takes edits again", old.Path()))
		}
		return err
	}
	fresh, err := r.join(ctx)
	if err != nil {
		return err
	}
	beside, leave := fresh.folder, sync.OnceValue(fresh.Close)
	defer func() { err = errors.Join(err, leave(), os.RemoveAll(string(beside))) }()
	plan, err := fresh.Rescue(old)
	if err != nil {
		return err
	}
	if err := r.show(out, fresh, plan); err != nil {
		return err
	}
	if !r.yes {
		r.console.say("nothing was changed: with --yes, this is done, and the domain is joined anew; the old file is kept")
		return nil
	}
	if r.all && len(plan.Uncertain) > 0 {
		plan.Edits = append(plan.Edits, model.Patch{Inserts: plan.Uncertain})
	}
	for _, edit := range plan.Edits {
		if err := patchInParts(ctx, fresh, edit); err != nil {
			return fmt.Errorf("not all was brought over, and the old file is still in its place: %w", err)
		}
	}
	if err := leave(); err != nil { // What it still had to send is sent.
		return err
	}
	kept, err := r.replace(beside)
	if err != nil {
		return err
	}
	r.console.say(fmt.Sprintf("%s is joined anew; the old file is %s", r.domain, kept))
	return nil
}

// join joins the domain in a folder of its own, beside the data.
func (r *rescuer) join(ctx context.Context) (fresh *owned, err error) {
	beside := home.Folder(filepath.Join(string(r.folder), "rescue"))
	if err := os.RemoveAll(string(beside)); err != nil {
		return nil, err // What a crash has left.
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(string(beside)))
		}
	}()
	known, err := r.folder.Load()
	if err != nil {
		return nil, err
	}
	if err := beside.Save(home.Memory{Relays: known.Relays, Share: known.Share}); err != nil {
		return nil, err
	}
	p := r.console.purpose("rescue")
	p.fresh, p.online, p.join = true, known.Share.On && len(r.c.flagged) == 0, true
	if fresh, err = openOwn(r.domain, beside, r.c, p); err != nil {
		return nil, err
	}
	if err := catchUp(ctx, fresh, r.wait, p.say); err != nil {
		return nil, errors.Join(err, fresh.Close())
	}
	return fresh, nil
}

// show tells what there is to bring over, as the updates that it makes.
func (r *rescuer) show(out io.Writer, fresh *owned, plan rescue.Plan) error {
	w := jsonlines.NewWriter(out)
	for _, edit := range plan.Edits {
		update := jsonlines.Update(fresh.jsonld, replica.Update{Deletes: edit.Deletes, Inserts: edit.Inserts})
		delete(update, "@ticks") // It has none yet.
		if err := w.Write(update); err != nil {
			return err
		}
	}
	switch n := len(plan.Edits); n {
	case 0:
		r.console.say("the others have all edits of this file")
	case 1:
		r.console.say("1 edit of this file is not with the others")
	default:
		r.console.say(fmt.Sprintf("%d edits of this file are not with the others", n))
	}
	if n := len(plan.Uncertain); n > 0 {
		what := "--all brings them over"
		if r.all {
			what = "they are brought over, too"
		}
		r.console.say(fmt.Sprintf("the others do not have %s of this file either, from before what its journal keeps: they never had them, "+
			"or have deleted them; %s", countTriples(n), what))
	}
	return nil
}

// patchInParts writes an edit, in parts where it is too big for the relays.
func patchInParts(ctx context.Context, a access, p model.Patch) error {
	const most = 1000
	for len(p.Inserts) > most {
		if err := a.Patch(ctx, model.Patch{Inserts: p.Inserts[:most]}); err != nil {
			return err
		}
		p.Inserts = p.Inserts[most:]
	}
	return a.Patch(ctx, p)
}

// replace puts the new file in the place of the old one, and tells how that is
// called now. There is always a file in its place.
func (r *rescuer) replace(beside home.Folder) (kept string, err error) {
	data := r.folder.Data()
	kept = filepath.Join(string(r.folder), time.Now().Format("data-until-2006-01-02T150405.mld"))
	if err := os.Link(data, kept); err != nil { // Not every file system has links.
		if err := os.Rename(data, kept); err != nil {
			return "", err
		}
	}
	if err := os.Rename(beside.Data(), data); err != nil {
		return "", fmt.Errorf("the new file could not be put in the place of the old one, which is %s: %w", kept, err)
	}
	memory, err := r.folder.Load()
	if err != nil {
		return kept, err
	}
	for _, relay := range r.c.flagged {
		memory.AddRelay(relay)
	}
	memory.Begun = true
	return kept, r.folder.Save(memory)
}
