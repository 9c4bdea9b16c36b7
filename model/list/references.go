package list

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// Unrefer are the triples that go when references do: where what refers is the slot of an
// item, its places, with which a clone takes the slot away. A slot that is left
// without its item is a hole in the list (protocol page, section 11). lists are those that
// lose an item, each once.
func Unrefer(g model.Graph, references []model.Triple) (deletes []model.Triple, lists []model.IRI) {
	for _, t := range references {
		var holders []Slot
		if t.P == model.JSONRQLItem {
			holders = Holders(g, t.S)
		}
		if len(holders) == 0 {
			deletes = append(deletes, t)
		}
		for _, s := range holders {
			deletes = append(deletes, s.Triple())
			if !slices.Contains(lists, s.List) {
				lists = append(lists, s.List)
			}
		}
	}
	return deletes, lists
}
