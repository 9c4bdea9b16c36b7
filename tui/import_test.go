package tui_test

import (
	"context"
	"errors"
	"testing"

	"github.com/m-ld/mld-tui/model"
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
		done := tui.Imported{Triples: 5678, New: 5678, Undos: 6, File: "~/all.nq"}
		o.Import = func(ctx context.Context, i tui.Import) (tui.Imported, error) {
			if asked = i.File; fail != nil {
				return tui.Imported{}, fail
			}
			plan := tui.ImportPlan{File: "~/all.nq", Triples: 5678, Compared: true, New: done.New, Subjects: 34, There: 12, Undos: done.Undos}
			plan.First = []model.Triple{tuitest.T("pebbles", "name", "Pebbles"), tuitest.T("pebbles", "age", 1), tuitest.T("fred", "nickname", "Freddy")}
			if done.New > 0 && !i.Ask(plan) {
				return done, ctx.Err()
			}
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
		term.Press("enter").See("Import ~/all.nq", "34 subjects, of which 12 are here already; all 5,678 values", "are new.", "▌ Add nothing",
			"“Pebbles”: + name “Pebbles”", "“Pebbles”: + age 1", "Import 5,678 values").DontSee("Importing")
		if s[0] == 120 {
			term.See("“Fred Flintstone”: + nickname “Freddy”", "and 5,675 values more")
		}
		term.Press("down").See("too much for one", "undo: u takes it back in 6 steps.")
		// Nothing is done before the answer, and nothing is begun by another.
		term.Press("esc").DontSee("of which", "Importing").See("Fred")
		term.Press("B").Type("~/all.nq").Press("enter")
		term.PressOnly("y")

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
		term.See("✓ Imported 5,678 values from ~/all.nq: u takes them back in 6 steps.").DontSee("Importing")
		done.Undos = 1
		again := func() *tuitest.Terminal { return term.Press("B").Type("x.nq").Press("enter") }
		again().See("Import 5,678 values").Press("down").See("u takes it back.").Press("y").See("from ~/all.nq. u takes them back.")
		// What was there already is not counted as added, nor can it be taken back.
		done.New = 18
		again().See("18 of 5,678 values").Press("y").See("✓ Imported 18 values from ~/all.nq; 5,660 more were there already. u tak")
		done.New = 0
		again().See("Nothing was added: all 5,678 values of ~/all.nq were there already.").DontSee("takes them back", "✓")
		// What stops in the middle says so.
		fail = errors.New("2000 triples were imported before it stopped: the disk is full; import the file again to go on")
		again().See("✕ 2000 triples were imported before it stopped").Press("esc").DontSee("✕")
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
		if i.Ask(tui.ImportPlan{Triples: 3}) {
			t.Error("nobody agreed")
		}
		close(ended)
		return tui.Imported{}, ctx.Err()
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

// Whoever does not agree has nothing imported, be it that the question just comes.
func TestAnImportIsAgreedTo(t *testing.T) {
	t.Parallel()
	for _, no := range []string{"esc", "n", "enter"} {
		o := options()
		agreed := make(chan bool, 1)
		o.Import = func(ctx context.Context, i tui.Import) (tui.Imported, error) {
			agreed <- i.Ask(tui.ImportPlan{File: "~/a.nq", Triples: 1, Compared: true, New: 1, Subjects: 1, There: 1})
			return tui.Imported{}, ctx.Err()
		}
		term := tuitest.Start(t, sample(t), 40, 12, o)
		term.Press("B").Type("a.nq").Press("enter").See("1 subject, which is here already;", "its one value is new", "Import 1 value").Press(no).DontSee("Import 1 value", "✕")
		if <-agreed {
			t.Errorf("%s agrees", no)
		}
		term.Press("B").See("Import the data")
	}
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
