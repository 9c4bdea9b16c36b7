package bulk

import (
	"context"
	"errors"
	"hash/maphash"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// Plan is what the import of a source will do.
type Plan struct {
	// Triples are in the source.
	Triples int
	// Compared: it was looked up what of it is there already; a source of very many triples
	// is not compared. Then the rest is zero, but for First.
	Compared bool
	// New are the triples that are not there, and Subjects those that they and the others
	// are about, of which so many are There. Slots of lists are no subjects here.
	New, Subjects, There int
	// Undos is how many it will take to take that back; where it is not compared, at least two.
	Undos int
	// First are some of those that are new, or may be.
	First []model.Triple
}

// The bounds of a plan: of more triples it is not looked up what is there, and of so many at
// most it says which they are.
const (
	maxCompared = 200_000
	maxFirst    = 200
)

// Looker tells what is there.
type Looker interface {
	// Lacking tells which triples are not there, and which subjects.
	Lacking(ctx context.Context, triples []model.Triple) (replica.Lacking, error)
}

// Plan tells what Import will do, of a source of any size with little memory.
func (s *Source) Plan(ctx context.Context, l Looker) (Plan, error) {
	p := planner{plan: Plan{Triples: s.Triples, Compared: s.Triples <= maxCompared}, l: l, subjects: make(map[model.IRI]bool), news: make(map[uint64]bool)}
	for t, err := range s.All() {
		if err != nil {
			return Plan{}, err
		}
		if !p.plan.Compared {
			if p.plan.First = append(p.plan.First, t); len(p.plan.First) == maxFirst {
				break
			}
			continue
		}
		size := sizeOf(t)
		if p.bytes+size > maxBatchBytes || len(p.batch) == maxBatchTriples {
			if err := p.look(ctx); err != nil {
				return Plan{}, err
			}
		}
		p.batch = append(p.batch, t)
		p.bytes += size
	}
	if !p.plan.Compared {
		p.plan.Undos = 2
		return p.plan, nil
	}
	err := p.look(ctx)
	p.plan.Undos = (p.parts + maxTogether - 1) / maxTogether
	return p.plan, err
}

type planner struct {
	plan  Plan
	l     Looker
	batch []model.Triple
	bytes int
	// subjects are those that were met, and news the hashes of what is new: a file may say
	// something twice.
	subjects map[model.IRI]bool
	news     map[uint64]bool
	parts    int // that have something new
}

var hashSeed = maphash.MakeSeed()

func (p *planner) look(ctx context.Context) error {
	if len(p.batch) == 0 {
		return nil
	}
	if ctx.Err() != nil {
		return errors.New("it was interrupted")
	}
	l, err := p.l.Lacking(ctx, p.batch)
	if err != nil {
		return err
	}
	lacking := make(map[model.IRI]bool, len(l.Subjects))
	for _, id := range l.Subjects {
		lacking[id] = true
	}
	for _, t := range p.batch {
		if p.subjects[t.S] || t.P == model.JSONRQLItem || t.P == model.JSONRQLIndex {
			continue
		}
		p.subjects[t.S] = true
		p.plan.Subjects++
		if !lacking[t.S] {
			p.plan.There++
		}
	}
	before := p.plan.New
	for _, i := range l.Triples {
		t := p.batch[i]
		hash := maphash.Comparable(hashSeed, t)
		if p.news[hash] {
			continue
		}
		p.news[hash] = true
		if p.plan.New++; len(p.plan.First) < maxFirst {
			p.plan.First = append(p.plan.First, t)
		}
	}
	if p.plan.New > before {
		p.parts++
	}
	p.batch, p.bytes = p.batch[:0], 0
	return nil
}
