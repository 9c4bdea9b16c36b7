package presence

import (
	"slices"
	"strings"
)

// maxNames is how many processes are remembered by name; the one that was named first
// is forgotten for another.
const maxNames = 256

// names are what the users of processes called themselves. A process keeps its name
// when it forks, for that adds an 'l' to its path.
type names struct {
	of    map[string]string
	order []string
}

func stem(process string) string { return strings.TrimRight(process, "-l") }

func (n *names) set(process, name string) {
	process = stem(process)
	if _, has := n.of[process]; !has {
		if len(n.order) == maxNames {
			delete(n.of, n.order[0])
			n.order = slices.Delete(n.order, 0, 1)
		}
		n.order = append(n.order, process)
	}
	n.of[process] = name
}

func (n *names) get(process string) (string, bool) {
	name, ok := n.of[stem(process)]
	return name, ok
}
