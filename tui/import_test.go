package tui_test

import (
	"context"
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

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
		done := tui.Imported{Triples: 5678, New: 5678, Changes: 6, File: "~/all.nq"}
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

		term.See("Importing  ██", "█░", "░  21%", "⏎ open")
		if s[0] == 120 {
			term.See("21%  1,234 of 5,678 values")
		}
		if asked != "~/all.nq" {
			t.Errorf("asked for %q", asked)
		}
		// Meanwhile one goes on, but does not leave without a word, nor save or import more.
		for _, step := range [][2]string{
			{"E", "A file is being imported already."},
			{"down", "Importing"},
			{"B", "A file is being imported already."},
			{"q", "The rest of the file is not imported. q again leaves."},
			{"enter", "Importing"},
			{"down", "▌ Dino"},
		} {
			term.PressOnly(step[0])
			term.See(step[1])
		}
		close(goOn)
		term.See("✓ Imported 5,678 values from ~/all.nq, in 6 changes: u takes them back").DontSee("Importing")
		done.Changes = 1
		term.Press("B").Type("x.nq").Press("enter").See("from ~/all.nq. u takes them back.")
		// What was there already is not counted as added, nor can it be taken back.
		done.New = 18
		term.Press("B").Type("x.nq").Press("enter").See("✓ Imported 18 values from ~/all.nq; 5,660 more were there already. u tak")
		done.New = 0
		term.Press("B").Type("x.nq").Press("enter").See("Nothing was added: all 5,678 values of ~/all.nq were there already.").DontSee("takes them back", "✓")
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
		return tui.Imported{Triples: 3, New: 3, Changes: 1}, nil
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

// Whoever ends the reading just when it is done has nothing imported, or is told what was.
func TestAnImportBeginsWhenItsFormIsClosed(t *testing.T) {
	t.Parallel()
	o := options()
	read, written := make(chan struct{}), make(chan struct{})
	o.Import = func(ctx context.Context, i tui.Import) (tui.Imported, error) {
		<-read
		i.Begun(3)
		if ctx.Err() != nil {
			return tui.Imported{}, ctx.Err()
		}
		close(written)
		return tui.Imported{Triples: 3, Changes: 1}, nil
	}
	o.Program = []tea.ProgramOption{tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "esc" {
			close(read)
			select {
			case <-written:
				t.Error("it is written while it can be dismissed")
			case <-time.After(50 * time.Millisecond): // It should not come.
			}
		}
		return msg
	})}
	term := tuitest.Start(t, sample(t), 80, 24, o)
	term.Press("B").Type("huge.jsonld")
	term.PressOnly("enter")
	term.See("reading…").Press("esc").DontSee("Import the data", "Imported")
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
	term.Type("x").Press("tab").See("✕ no file has a name that begins like this")
	fail = errors.New("there is no folder /x/")
	term.Press("ctrl+u").Type("/x/").Press("tab").See("✕ there is no folder /x/", "/x/").Press("enter").See("✕ no")
}
