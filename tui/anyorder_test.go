package tui_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

var (
	orders    = flag.Uint64("orders", 4, "in how many orders answers come")
	orderKeys = flag.Int("order-keys", 80, "how many random keys are pressed, of each order")
)

// Whatever the order in which answers come, the screen is the same as soon as all is still:
// random keys are pressed in two terminals, each on a clone of its own to which others do
// the same; in the one answers come as they are ready, and in the other in any order.
func TestAnyOrderOfAnswers(t *testing.T) {
	t.Parallel()
	keys := orderKeysOf()
	for seed := range *orders {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			size := sizes[random.IntN(len(sizes))]
			clones := []*tuitest.Clone{sample(t), sample(t)}
			plain := tuitest.Start(t, clones[0], size[0], size[1], options())
			shuffled := tuitest.StartShuffled(t, clones[1], size[0], size[1], options(), seed+1)
			var done []string
			for range *orderKeys {
				if random.IntN(8) == 0 {
					p := othersDo[random.IntN(len(othersDo))]
					for _, c := range clones {
						c.Remote("lr", p)
					}
					done = append(done, fmt.Sprint(p))
				} else {
					k := keys[random.IntN(len(keys))]
					plain.PressOnly(k)
					shuffled.PressOnly(k)
					done = append(done, k)
				}
				if a, b := plain.Settle().Screen(), shuffled.Settle().Screen(); a != b {
					t.Fatalf("after %q the screen is\n%s\nand, where answers come in another order,\n%s", done, a, b)
				}
			}
		})
	}
}

// othersDo is what others do meanwhile: to what is shown and what refers to it.
var othersDo = []model.Patch{
	change("wilma", "name", "Wilma Flintstone", "Wilma Slaghoople"),
	change("fred", "age", 43, 44),
	add(tuitest.T("fred", "knows", tuitest.ID("betty"))),
	add(tuitest.T("bamm", "name", "Bamm-Bamm"), tuitest.T("barney", "child", tuitest.ID("bamm"))),
	remove(tuitest.T("fred", "spouse", tuitest.ID("wilma"))),
}

// orderKeysOf are the keys of most actions, and oftener those of what is done often; not of
// those that end the terminal, nor of those that make ids, which are others each time.
func orderKeysOf() (keys []string) {
	without := []keymap.ID{
		keymap.Quit, keymap.Suspend, keymap.Palette, keymap.NewSubj, keymap.Duplicate, keymap.MakeList, keymap.Paste,
	}
	var never []string
	for _, id := range without {
		a, _ := keymap.Default().Get(id)
		never = append(never, a.Keys...)
	}
	for _, a := range keymap.Default().All() {
		for _, k := range a.Keys {
			if tuitest.Knows(k) && !strings.Contains(k, " ") && !slices.Contains(never, k) {
				keys = append(keys, k)
			}
		}
	}
	for range 8 {
		keys = append(keys, "down", "up", "enter", "enter", "escape", "escape", "1", "2", "d", "D", "e", "u", "ctrl+r")
	}
	return keys
}
