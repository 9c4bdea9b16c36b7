package tui_test

import (
	"context"
	"errors"
	"testing"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestImport(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		o := options()
		fail, asked := errors.New("all.nq: line 3: a dot is missing; nothing was imported"), ""
		goOn := make(chan struct{})
		done := tui.Imported{Triples: 5678, Changes: 6, File: "~/all.nq"}
		o.Import = func(ctx context.Context, i tui.Import) (tui.Imported, error) {
			if asked = i.File; fail != nil {
				return tui.Imported{}, fail
			}
			i.Begun(5678)
			i.Progress(1234)
			select {
			case <-goOn:
			case <-ctx.Done():
				return tui.Imported{}, ctx.Err()
			}
			return done, nil
		}
		term := tuitest.Start(t, c, s[0], s[1], o)
		term.Press(":").Type("import").See("import the data of a file").Press("enter")
		term.See("Import the data of a file", "is added to bedrock", "~ is your own folder")
		term.Type("~/all.nq").Press("enter").See("✕ all.nq: line 3: a dot is missing; nothing was imported", "~/all.nq")
		fail = nil
		term.PressOnly("enter")
		term.See("Importing", "%", "⏎ open")
		if asked != "~/all.nq" {
			t.Errorf("asked for %q", asked)
		}
		// Meanwhile one goes on, but does not leave without a word, nor save or import more.
		for _, step := range [][2]string{
			{"E", "A file is being imported already."},
			{"down", "Importing"},
			{"B", "A file is being imported already."},
			{"q", "q again leaves, and the rest of the file is not imported."},
			{"down", "▌ Dino"},
		} {
			term.PressOnly(step[0])
			term.See(step[1])
		}
		close(goOn)
		term.See("✓ Imported 5,678 values from ~/all.nq, in 6 changes: u takes them back").DontSee("Importing")
		done.Changes = 1
		term.Press("B").Type("x.nq").Press("enter").See("from ~/all.nq. u takes them back.")
		// What stops in the middle says so.
		fail = errors.New("2000 triples were imported before it stopped: the disk is full; import the file again to go on")
		term.Press("B").Type("x.nq").Press("enter").See("✕ 2000 triples were imported before it stopped").Press("esc").DontSee("✕")
		c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = "it is a look only" })
		term.See("read-only").Press("B").See("▲ Read-only: it is a look only.").DontSee("Import the data")
	}
}

// Who has named the wrong file does not wait until it was read.
func TestAnImportThatReadsIsDismissed(t *testing.T) {
	t.Parallel()
	o := options()
	ended := make(chan struct{})
	t.Cleanup(func() { <-ended })
	o.Import = func(ctx context.Context, i tui.Import) (tui.Imported, error) {
		<-ctx.Done()
		i.Begun(3)
		close(ended)
		return tui.Imported{Triples: 3, Changes: 1}, nil
	}
	o.Export = func(context.Context, tui.Export) (tui.Exported, error) {
		return tui.Exported{Triples: 7, File: "f"}, nil
	}
	term := tuitest.Start(t, sample(t), 80, 24, o)
	term.Press("B").Type("huge.jsonld")
	term.PressOnly("enter")
	term.See("reading…")
	term.PressOnly("x", "esc")
	term.DontSee("Import the data", "Imported")
	term.Press("E", "enter").See("✓ Saved all data, 7 values")
}

// Tab completes the names of files as shells do.
func TestFilesAreCompleted(t *testing.T) {
	t.Parallel()
	o := options()
	o.Import = func(context.Context, tui.Import) (tui.Imported, error) { return tui.Imported{}, errors.New("no") }
	var fail error
	o.Files = func(_ context.Context, typed string) ([]string, error) {
		switch typed {
		case "~/d":
			return []string{"~/data/", "~/daten.nq"}, nil
		case "~/data":
			return []string{"~/data/"}, nil
		case "~/data/":
			return []string{"~/data/é1.nq", "~/data/ê2\x1b.nq"}, nil
		}
		return nil, fail
	}
	term := tuitest.Start(t, sample(t), 80, 24, o)
	term.Press("B").See("tab complete").Type("~/d").Press("tab").See("~/dat ", "data/  daten.nq")
	term.Type("a").Press("tab").See("~/data/ ").DontSee("daten.nq")
	term.Press("tab").See("~/data/ ", "é1.nq  ê2")
	term.Type("x").Press("tab").See("✕ there is no file whose name begins so")
	fail = errors.New("there is no folder /x/")
	term.Press("ctrl+u").Type("/x/").Press("tab").See("✕ there is no folder /x/", "/x/").Press("enter").See("✕ no")
}
