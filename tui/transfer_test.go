package tui_test

import (
	"context"
	"testing"

	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// How far a file is, is seen as a bar in each size of the window, beside some keys.
func TestTransfersHaveABar(t *testing.T) {
	t.Parallel()
	for _, s := range []struct {
		w, h         int
		saved, added [2]string
	}{
		{120, 30, [2]string{"Saving  ██████░░", "░  25%  100 of 400 subjects"}, [2]string{"Importing  ████░", "░  25%  1,000 of 4,000 values"}},
		{80, 24, [2]string{"Saving  ██████░░", "░  25%"}, [2]string{"Importing  █████░░", "░  25%"}},
		{40, 12, [2]string{"Saving  ███░", "░  25%"}, [2]string{"Importing  ██", "░  25%"}},
	} {
		o := options()
		goOn := make(chan struct{})
		o.Export = func(_ context.Context, e tui.Export) (tui.Exported, error) {
			e.Begun(400)
			e.Progress(100)
			<-goOn
			return tui.Exported{}, nil
		}
		o.Import = func(_ context.Context, i tui.Import) (tui.Imported, error) {
			i.Ask(tui.ImportPlan{Triples: 4000})
			i.Progress(1000)
			<-goOn
			return tui.Imported{}, nil
		}
		term := tuitest.Start(t, sample(t), s.w, s.h, o)
		term.Press("E")
		term.PressOnly("enter")
		term.See(s.saved[0], s.saved[1], "? help")
		goOn <- struct{}{}
		term.Settle().DontSee("Saving").Press("B").Type("all.nq")
		term.PressOnly("enter")
		term.See("4,000 values: too many to tell")
		term.PressOnly("y")
		term.See(s.added[0], s.added[1], "? help")
		goOn <- struct{}{}
		term.Settle().DontSee("Importing")
	}
}
