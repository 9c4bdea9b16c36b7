package tui_test

import (
	"context"
	"testing"

	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Wherever one types, the window may become of any size, and what was typed is there
// afterwards, with the cursor in it: it is typed on.
func TestResizingLosesNothingThatIsTyped(t *testing.T) {
	t.Parallel()
	o := options()
	o.Export = func(context.Context, tui.Export) (tui.Exported, error) { return tui.Exported{}, nil }
	inSample := func(keys ...string) func(*testing.T) *tuitest.Terminal {
		return func(t *testing.T) *tuitest.Terminal { return fredWith(t, sample(t), "name", o).Press(keys...) }
	}
	inList := func(keys ...string) func(*testing.T) *tuitest.Terminal {
		return func(t *testing.T) *tuitest.Terminal {
			_, term := withList(t, "milk", "bread", "yeast")
			return term.Press(keys...)
		}
	}
	for name, open := range map[string]func(*testing.T) *tuitest.Terminal{
		"the filter of the list":    inSample("1", "/"),
		"the filter of the changes": inSample("3", "f"),
		"a value":                   inSample("e"),
		"another value":             inSample("a"),
		"another property":          inSample("p"),
		"a reference":               inSample("end", "e"),
		"an item of a list":         inList("e"),
		"another item of a list":    inList("a"),
		"the form of a new subject": inSample("n"),
		"the form of a copy":        inSample("N"),
		"the form of another name":  inSample("R"),
		"the form of an export":     inSample("E"),
		"the form of several":       inSample("1", "space", "="),
		"the palette":               inSample(":"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			term := open(t).Type("fl")
			before := term.Screen()
			x, y := term.Cursor()
			for _, size := range [][2]int{{119, 30}, {90, 30}, {90, 14}, {40, 12}, {36, 8}, {20, 5}, {9, 2}, {1, 1}, {160, 50}, {120, 12}, {120, 30}} {
				term.Resize(size[0], size[1])
			}
			if after := term.Screen(); after != before {
				t.Errorf("there was:\n%s\nand there is:\n%s", before, after)
			}
			if xx, yy := term.Cursor(); x != xx || y != yy {
				t.Errorf("the cursor was at %d, %d, and is at %d, %d", x, y, xx, yy)
			}
			term.Type("k").See("flk")
		})
	}
}
