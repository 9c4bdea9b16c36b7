package presence

import (
	"slices"
	"strings"
)

// maxNames is how many processes are remembered by name; the one that was named first
// is forgotten for another.
const maxNames = 256

// names are what the users of processes called themselves, and when they wrote. A process keeps its name
// when it forks, for that adds an 'l' to its path.
type names struct {
	of      map[string]string
	turns   map[string][]Turn // of those that have several users
	order   []string
	version uint64
}

// Stem is what stays the same of a process when it forks, which adds an 'l' to its
// path.
func Stem(process string) string { return strings.TrimRight(process, "-l") }

func (n *names) set(process, name string) {
	process = Stem(process)
	if _, has := n.of[process]; !has {
		if len(n.order) == maxNames {
			delete(n.of, n.order[0])
			delete(n.turns, n.order[0])
			n.order = slices.Delete(n.order, 0, 1)
		}
		n.order = append(n.order, process)
	}
	if n.of[process] != name {
		n.of[process] = name
		n.version++
	}
}

func (n *names) get(process string) (string, bool) {
	name, ok := n.of[Stem(process)]
	return name, ok
}
