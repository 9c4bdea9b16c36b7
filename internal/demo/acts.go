package demo

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// What the team does. Who has deleted the subject, or made something else of the
// value, is left in peace: then nothing is changed.

// values are the values of a property.
func values(g model.Graph, id, p model.IRI) (ts []model.Triple) {
	for t := range g.Match(model.Pattern{S: id, P: p}) {
		ts = append(ts, t)
	}
	return ts
}

// isThere reports whether a subject is still what it was.
func isThere(g model.Graph, id model.IRI) bool { return len(values(g, id, model.RDFType)) > 0 }

// change sets the one value of a property to another; ok is false where there is
// nothing to change.
func change(id model.IRI, name string, to func(model.Term) (o model.Term, ok bool)) func(model.Graph) model.Patch {
	return func(g model.Graph) (p model.Patch) {
		old := values(g, id, property(name))
		if len(old) != 1 {
			return p
		}
		o, ok := to(old[0].O)
		if !ok || o == old[0].O {
			return p
		}
		return model.Patch{Deletes: old, Inserts: []model.Triple{{S: id, P: property(name), O: o}}}
	}
}

func add(id model.IRI, name string, n float64) func(model.Graph) model.Patch {
	return change(id, name, func(o model.Term) (model.Term, bool) {
		v, err := strconv.ParseFloat(o.Value, 64)
		return model.Number(math.Round(10*(v+n)) / 10), err == nil
	})
}

// workOn writes down hours, and begins a task that was not begun.
func (s *Script) workOn(id model.IRI) func(model.Graph) model.Patch {
	hours := float64(1+s.random.IntN(6)) / 2
	begin := change(id, "status", func(o model.Term) (model.Term, bool) { return model.String(doing), o.Value == toDo })
	spend := add(id, "hours", hours)
	return func(g model.Graph) model.Patch {
		p, q := spend(g), begin(g)
		return model.Patch{Deletes: append(p.Deletes, q.Deletes...), Inserts: append(p.Inserts, q.Inserts...)}
	}
}

// progress takes a task one state further; what is done stays so.
func progress(id model.IRI) func(model.Graph) model.Patch {
	next := map[string]string{toDo: doing, doing: done}
	return change(id, "status", func(o model.Term) (model.Term, bool) {
		to, ok := next[o.Value]
		return model.String(to), ok
	})
}

func toggle(id model.IRI) func(model.Graph) model.Patch {
	return change(id, "urgent", func(o model.Term) (model.Term, bool) { return model.Boolean(o.Value != "true"), true })
}

func postpone(id model.IRI, days int) func(model.Graph) model.Patch {
	return change(id, "due", func(o model.Term) (model.Term, bool) {
		day, err := time.Parse(time.DateOnly, o.Value)
		return model.Literal(day.AddDate(0, 0, days).Format(time.DateOnly), model.XSDDate), err == nil
	})
}

// maxRemarks is how many remarks a task has at most: then the oldest ones have been
// read by everybody.
const maxRemarks = 4

func remark(id model.IRI, text string) func(model.Graph) model.Patch {
	return func(g model.Graph) (p model.Patch) {
		if !isThere(g, id) {
			return p
		}
		t := model.Triple{S: id, P: property("remark"), O: model.String(text)}
		old := values(g, id, t.P)
		if slices.Contains(old, t) {
			return p
		}
		p.Inserts = []model.Triple{t}
		if len(old) >= maxRemarks {
			p.Deletes = old[:1]
		}
		return p
	}
}

// tick is put before a step that is done.
const tick = "✓ "

// checkOff ticks off the first step of a task that is not done.
func checkOff(id model.IRI) func(model.Graph) model.Patch {
	return func(g model.Graph) model.Patch {
		items, _ := list.Items(g, listOf(id, "steps"), 0, 100)
		for _, i := range items {
			if len(i.Values) == 1 && i.Values[0].IsLiteral() && !strings.HasPrefix(i.Values[0].Value, tick) {
				return i.Set(model.String(tick + i.Values[0].Value))
			}
		}
		return model.Patch{}
	}
}

// idea adds a task that nobody had thought of.
func (s *Script) idea(who, n int) Step {
	i := ideas[n]
	id := Domain.Base() + "task/" + model.IRI(i.id)
	hours, due := float64(1+s.random.IntN(8)), time.Date(2026, time.May, 4+s.random.IntN(40), 0, 0, 0, 0, time.UTC)
	return Step{Who: who, Subject: Domain.Base() + "project/" + model.IRI(i.project), Change: func(g model.Graph) (p model.Patch) {
		if isThere(g, id) {
			return p
		}
		w := writer{}
		w.subject("task/"+i.id, "Task")
		w.text("name", i.name)
		w.ref("project", "project/"+i.project)
		w.ref("assignee", "person/"+people[who].id)
		w.text("status", toDo)
		w.number("estimate", hours)
		w.number("hours", 0)
		w.put(property("urgent"), model.Boolean(false))
		w.day("due", due.Format(time.DateOnly))
		return w.now
	}}
}
