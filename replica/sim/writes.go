package sim

import (
	"fmt"
	"iter"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// The vocabulary is small, so that writes collide.
var (
	subjects   = []model.IRI{domain.Base() + "fred", domain.Base() + "wilma", domain.Base() + "dino"}
	properties = []model.IRI{domain.Vocab() + "name", domain.Vocab() + "likes", model.RDFType}
	values     = []model.Term{
		model.String("a"), model.String("b"), model.Integer(1), model.Number(1.5), model.Boolean(true),
		model.Ref(domain.Base() + "fred"), model.Ref(domain.Base() + "dino"),
		model.Bytes([]byte{1, 2, 3}), model.String(strings.Repeat("long ", 80)),
	}
	types = []model.Term{model.Ref(domain.Vocab() + "Flintstone"), model.Ref(domain.Vocab() + "Pet")}
)

func one[T any](w *world, from []T) T { return from[w.rng.IntN(len(from))] }

func (w *world) triple() model.Triple {
	t := model.Triple{S: one(w, subjects), P: one(w, properties)}
	if t.P == model.RDFType {
		t.O = one(w, types)
	} else {
		t.O = one(w, values)
	}
	return t
}

func (w *world) triples(most int) (out []model.Triple) {
	for range 1 + w.rng.IntN(most) {
		out = append(out, w.triple())
	}
	return out
}

// change makes a random transaction.
func (w *world) change(g model.Graph) model.Patch {
	if w.mix.rules && w.chance(0.6) {
		return w.changeRuled(g)
	}
	switch w.rng.IntN(8) {
	case 0, 1:
		return model.Patch{Inserts: w.triples(4)}
	case 2: // Mostly of what is absent.
		return model.Patch{Deletes: w.triples(3)}
	case 3: // Of what is there.
		return model.Patch{Deletes: w.some(g.Match(model.Pattern{}), 0.3)}
	case 4: // Asserted again.
		return model.Patch{Inserts: w.some(g.Match(model.Pattern{}), 0.2)}
	case 5: // Another value of a property, in the place of all.
		t := w.triple()
		return model.Patch{
			Deletes: w.some(g.Match(model.Pattern{S: t.S, P: t.P}), 1), Inserts: []model.Triple{t},
		}
	case 6: // A whole subject.
		return model.Patch{Deletes: w.some(g.Match(model.Pattern{S: one(w, subjects)}), 1)}
	default:
		return model.Patch{
			Deletes: append(w.some(g.Match(model.Pattern{}), 0.2), w.triples(2)...), Inserts: w.triples(3),
		}
	}
}

// some are some of the triples.
func (w *world) some(triples iter.Seq[model.Triple], p float64) (out []model.Triple) {
	for t := range triples {
		if w.chance(p) {
			out = append(out, t)
		}
	}
	return out
}

func (w *world) writer() *clone {
	return w.pick(func(c *clone) bool { return c.up() && c.hasData() && c.sin == nil })
}

func (w *world) writeOne() {
	if c := w.writer(); c != nil {
		c.write(w.change)
	}
}

// writeBurst writes many times in a row.
func (w *world) writeBurst() {
	if c := w.writer(); c != nil {
		for range 2 + w.rng.IntN(12) {
			c.write(w.change)
		}
	}
}

// writeBulk writes more than fits into one part of a snapshot.
func (w *world) writeBulk() {
	if c := w.writer(); c != nil {
		c.write(func(model.Graph) (p model.Patch) {
			for i := range 300 + w.rng.IntN(500) {
				p.Inserts = append(p.Inserts, model.Triple{
					S: domain.Base() + model.IRI(fmt.Sprintf("bulk%d", i/3)), P: properties[0], O: model.Integer(int64(i)),
				})
			}
			return p
		})
	}
}

// insertNew inserts what nobody else does.
func (w *world) insertNew(name string) func(model.Graph) model.Patch {
	return func(model.Graph) model.Patch {
		t := model.Triple{S: domain.Base() + "probe", P: properties[0], O: model.String(w.newID(name))}
		return model.Patch{Inserts: []model.Triple{t}}
	}
}
