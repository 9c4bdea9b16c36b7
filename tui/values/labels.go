package values

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// The bounds of what Labels hold, and of what is asked for at once.
const (
	maxLabels = 8192
	maxAsked  = 64
)

// Labels are the names that subjects have in the data, as far as somebody has asked
// for them. Who shows a subject asks (Ask) when it comes; who reads the data takes
// what is wanted (Wanted), and brings it (Deliver). It is used by one goroutine.
type Labels struct {
	known  map[model.IRI]string
	wholes map[model.IRI]model.IRI
	after  map[model.IRI]model.IRI // whose name is a part of one's own
	absent map[model.IRI]bool      // of which nothing is said
	wanted []model.IRI
	queued map[model.IRI]bool // those that are wanted
	taken  map[model.IRI]bool // those that are being read
}

// NewLabels knows no name yet.
func NewLabels() *Labels {
	return &Labels{
		known: make(map[model.IRI]string), wholes: make(map[model.IRI]model.IRI), after: make(map[model.IRI]model.IRI),
		absent: make(map[model.IRI]bool),
		queued: make(map[model.IRI]bool), taken: make(map[model.IRI]bool),
	}
}

// Of is what a subject is called; empty where it has no name, or it is not known.
func (l *Labels) Of(id model.IRI) string {
	if l == nil {
		return ""
	}
	return l.known[id]
}

// LabelIn is what some triples of a subject call it, by the properties that name subjects;
// empty where it has none of them.
func LabelIn(ts []model.Triple, labels model.Labels) string {
	n := model.NewNaming(labels)
	for _, t := range ts {
		n.Take(t)
	}
	return n.Name()
}

// Whole is the list that a subject is a slot of, if that is known.
func (l *Labels) Whole(slot model.IRI) (id model.IRI, ok bool) {
	if l == nil {
		return "", false
	}
	id, ok = l.wholes[slot]
	return id, ok
}

// DeliverWholes brings the lists that some subjects are slots of.
func (l *Labels) DeliverWholes(found map[model.IRI]model.IRI) (changed bool) {
	if len(l.wholes)+len(found) > maxLabels {
		clear(l.wholes)
	}
	for slot, id := range found {
		changed = changed || l.wholes[slot] != id
		l.wholes[slot] = id
		l.Ask(id)
	}
	return changed
}

// Absent reports whether nothing is said of a subject to which something may refer, as far
// as that is known.
func (l *Labels) Absent(id model.IRI) bool { return l != nil && l.absent[id] }

// DeliverAbsent brings whether anything is said of some subjects; true is that nothing is.
func (l *Labels) DeliverAbsent(found map[model.IRI]bool) (changed bool) {
	if len(l.absent)+len(found) > maxLabels {
		clear(l.absent)
	}
	for id, absent := range found {
		changed = changed || l.absent[id] != absent
		if delete(l.absent, id); absent {
			l.absent[id] = true
		}
	}
	return changed
}

// NamedAfter tells after whom some subjects are named, such as a slot after its item: as those
// change, they are asked for again. It is empty for nobody.
func (l *Labels) NamedAfter(others map[model.IRI]model.IRI) {
	if len(l.after)+len(others) > maxLabels {
		clear(l.after)
	}
	for id, other := range others {
		if delete(l.after, id); other != "" {
			l.after[id] = other
		}
	}
}

// Ask asks for the name of a subject, unless it is known.
func (l *Labels) Ask(id model.IRI) {
	if l == nil || l.queued[id] || l.taken[id] || len(l.queued) >= maxLabels {
		return
	}
	if _, ok := l.known[id]; ok {
		return
	}
	l.want(id)
}

func (l *Labels) want(id model.IRI) {
	if !l.queued[id] {
		l.queued[id], l.wanted = true, append(l.wanted, id)
	}
}

// AskFor asks for the subjects that some triples are of, and refer to.
func (l *Labels) AskFor(ts ...model.Triple) {
	for _, t := range ts {
		l.Ask(t.S)
		l.AskValue(t)
	}
}

// AskValue asks for the subject that the value of a triple refers to, if it does.
func (l *Labels) AskValue(t model.Triple) {
	if t.O.IsRef() && t.P != model.RDFType {
		l.Ask(t.O.IRI())
	}
}

// Wanted takes some of the subjects whose names are wanted.
func (l *Labels) Wanted() []model.IRI {
	n := min(len(l.wanted), maxAsked)
	some := slices.Clone(l.wanted[:n])
	l.wanted = l.wanted[n:]
	for _, id := range some {
		delete(l.queued, id)
		l.taken[id] = true
	}
	return some
}

// Deliver brings names, empty ones for subjects that have none; it reports whether one
// is another than before.
func (l *Labels) Deliver(found map[model.IRI]string) (changed bool) {
	if len(l.known)+len(found) > maxLabels {
		clear(l.known) // They are asked for again as they are shown.
	}
	for id, label := range found {
		changed = changed || l.known[id] != label
		l.known[id] = label
		delete(l.taken, id)
	}
	return changed
}

// Changed asks again for the names of the subjects that may have got another, or have gone; and
// of all that are touched for those that were absent, and those that are being read: what comes
// may be the name of before.
func (l *Labels) Changed(renamed, touched func(model.IRI) bool) {
	for id := range l.known {
		if other, ok := l.after[id]; renamed(id) || ok && renamed(other) || l.absent[id] && touched(id) {
			l.want(id)
		}
	}
	for id := range l.taken {
		if other, ok := l.after[id]; touched(id) || ok && touched(other) {
			l.want(id)
		}
	}
}

// Name is what a subject is called: its name, else its short id.
func (n Names) Name(id model.IRI) string {
	if label := n.Labels.Of(id); label != "" {
		return label
	}
	return n.Subject(id)
}

// Shown is a value as it is read where it is not edited: a reference by the name of
// what it refers to.
func (n Names) Shown(t model.Term, property model.IRI) string {
	if t.IsRef() && property != model.RDFType {
		return n.Name(t.IRI())
	}
	return Text(t, property, n)
}
