package tui_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestExport(t *testing.T) {
	t.Parallel()
	o := options()
	type ask struct {
		file    string
		replace bool
	}
	var asked ask
	fail := errors.New("there is no folder /nowhere")
	goOn := make(chan struct{})
	o.Export = func(ctx context.Context, e tui.Export) (tui.Exported, error) {
		asked = ask{e.File, e.Replace}
		if fail != nil {
			return tui.Exported{}, fail
		}
		e.Begun(5678)
		e.Progress(1234)
		select {
		case <-goOn:
		case <-ctx.Done():
			return tui.Exported{}, ctx.Err()
		}
		return tui.Exported{Triples: 5678, File: "/home/fred/all.nq"}, nil
	}
	term := tuitest.Start(t, sample(t), 120, 30, o)
	term.Press(":").Type("to a file").See("save all data to a file").Press("enter")
	term.See("Save all data to a file", "file  bedrock.m-ld.org.jsonld", "~ is your own folder")
	term.Press("enter").See("✕ there is no folder /nowhere")
	fail = fmt.Errorf("~/all.nq %w", fs.ErrExist)
	term.Press("ctrl+u").Type("~/all.nq").Press("enter").See("⏎ again replaces it")
	// Another name is not one that may be replaced.
	term.Type("x").Press("enter").See("⏎ again replaces it")
	if asked != (ask{"~/all.nqx", false}) {
		t.Fatalf("asked for %+v", asked)
	}
	fail = nil
	term.PressOnly("enter")
	term.See("Saving  ███", "░  21%  1,234 of 5,678 subjects", "find")
	if asked != (ask{"~/all.nqx", true}) {
		t.Fatalf("asked for %+v", asked)
	}
	// Meanwhile one goes on, but does not leave without a word, nor save another.
	term.PressOnly("down", "E")
	term.See("▲ A file is being saved already.")
	term.PressOnly("q")
	term.See("The file is not saved. q again leaves.", "Stay here")
	term.PressOnly("enter", "down")
	term.See("▌ Dino", "Saving  ███", "░  21%  1,234 of")
	close(goOn)
	term.Settle().See("✓ Saved all data, 5,678 values, to /home/fred/all.nq.").DontSee("Saving")
}

func TestLeavingEndsAnExport(t *testing.T) {
	t.Parallel()
	o := options()
	ended := make(chan struct{})
	t.Cleanup(func() { <-ended }) // after the terminal has been closed
	o.Export = func(ctx context.Context, e tui.Export) (tui.Exported, error) {
		e.Begun(5678)
		<-ctx.Done()
		close(ended)
		return tui.Exported{}, ctx.Err()
	}
	term := tuitest.Start(t, sample(t), 80, 24, o)
	term.Press("E")
	term.PressOnly("enter")
	term.See("Saving")
	term.PressOnly("q", "q")
	term.Ended()
}
