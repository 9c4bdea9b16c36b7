package people

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/m-ld/mld-tui/replica"
)

// PeerID is the ID that a peer has as a Person.
func PeerID(p replica.Peer) string { return p.ID + "/" + strconv.FormatUint(p.Seat, 10) }

// namesake is one of several who call themselves the same.
type namesake struct {
	clone, process string
	seat           uint64
	called         *string
}

// nameAll tells those apart who call themselves the same, the person of this screen
// included, so that each is called the same on all screens: by what all clones know of
// them, and not by who has seen whom first. Those of different clones have the tag of
// their clone's process after the name, which stays while they do, whoever comes and
// leaves, and where the name is known of others who have left; those who share a clone are
// counted by their seats.
func nameAll(all []Person, self replica.Peer, several func(name string) bool) (me string) {
	me = self.Name
	groups := make(map[string][]namesake)
	if me != "" {
		groups[me] = []namesake{{self.ID, self.Process, self.Seat, &me}}
	}
	for i := range all {
		p := &all[i]
		if p.Name = p.own; p.own != "" {
			groups[p.own] = append(groups[p.own], namesake{p.clone, p.process, p.seat, &p.Name})
		}
	}
	isName := func(s string) bool { return groups[s] != nil } // what people call themselves, which must not be made
	for name, same := range groups {
		if len(same) == 1 && !several(name) {
			continue
		}
		slices.SortStableFunc(same, func(a, b namesake) int {
			return cmp.Or(cmp.Compare(a.clone, b.clone), cmp.Compare(a.seat, b.seat))
		})
		clones := slices.CompactFunc(slices.Clone(same), func(a, b namesake) bool { return a.clone == b.clone })
		tags := make(map[string]int)
		for _, c := range clones {
			tags[c.tag()]++
		}
		next := 1
		for i, n := range same {
			called := name
			if len(clones) > 1 || several(name) && n.process != "" {
				if called = name + " " + n.tag(); tags[n.tag()] > 1 || isName(called) {
					called += "-" + n.cloneTag()
				}
			}
			if i == 0 || same[i-1].clone != n.clone {
				next = 1
			}
			numbered := called
			for ; next > 1; next++ {
				if numbered = fmt.Sprint(called, " ", next); !isName(numbered) {
					break
				}
			}
			next++
			*n.called = numbered
		}
	}
	return me
}

// tag is that of the process, as unnamed authors have it.
func (n namesake) tag() string { return replica.Author{Process: n.process}.Tag() }

func (n namesake) cloneTag() string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(n.clone)) // It does not fail.
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}
