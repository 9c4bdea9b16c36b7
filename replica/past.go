package replica

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// Reader reads the data of a domain: as it is, by a *Replica, or as it was, by a
// *Past.
type Reader interface {
	Domain() model.Domain
	Read(ctx context.Context, fn func(model.Graph) error) error
	Describe(ctx context.Context, id model.IRI) ([]model.Triple, error)
	List(ctx context.Context, q ListQuery) (ListPage, error)
	Subjects(ctx context.Context, q SubjectsQuery) (SubjectsPage, error)
	Find(ctx context.Context, q FindQuery, each func([]SubjectRow) error) (more bool, err error)
	Types(ctx context.Context) ([]TypeCount, error)
	Referrers(ctx context.Context, q ReferrersQuery) (ReferrersPage, error)
	Conflicts(ctx context.Context, q ConflictsQuery) (ConflictsPage, error)
}

var _, _ Reader = (*Replica)(nil), (*Past)(nil)

// Moment is a time in a clone's life: by its ticks or, where Time is set, by the
// clock of its computer.
type Moment struct {
	Tick uint64
	Time time.Time
}

// ErrNotKept is wrapped by errors that say that the data of a moment is not known any
// more.
var ErrNotKept = store.ErrNotKept

// Past is a clone's data as it was at a moment. Its methods may be called from any
// goroutine; reading it costs little more than reading the present, but for the first
// time, when it works its way back through the log.
//
// A Past goes on to be what it is while the clone goes on, until a snapshot replaces
// the clone's data, or more of the log is dropped than it has seen: then its methods
// fail with ErrNotKept.
type Past struct {
	r      *Replica
	past   *store.Past
	moment Moment
}

// AsOf is the data as it was at a moment, after all that happened until then. It must
// be closed before the clone is. The error wraps ErrNotKept where the log does not
// reach back so far, or a snapshot has replaced the data since.
func (r *Replica) AsOf(ctx context.Context, m Moment) (*Past, error) {
	var number uint64
	err := r.view(func(tx *store.Tx) (err error) {
		number, m, err = r.find(tx, m)
		return err
	})
	if err != nil {
		return nil, err
	}
	past, err := store.NewPast(r.cfg.File+".past-"+NewID(), r.cfg.Domain, number)
	if err != nil {
		return nil, err
	}
	p := &Past{r, past, m}
	if err := p.Read(ctx, func(model.Graph) error { return nil }); err != nil {
		return nil, errors.Join(err, past.Close())
	}
	return p, nil
}

// find is the number of the last record up to a moment, and when that was.
func (r *Replica) find(tx *store.Tx, m Moment) (number uint64, at Moment, err error) {
	st, ok, err := tx.State()
	if err != nil {
		return 0, Moment{}, err
	}
	if !ok {
		return 0, Moment{}, model.Errorf(model.StatusUnknown, "this clone has no data yet")
	}
	cut, cutTime, isCut := tx.Cut()
	tooEarly := false
	if m.Time.IsZero() {
		if m.Tick > st.Time.Ticks() {
			return 0, Moment{}, model.Errorf(model.StatusUnknown, "tick %d has not come yet: the clone is at tick %d", m.Tick, st.Time.Ticks())
		}
		number, tooEarly = tx.UpdateAtTick(m.Tick), cut > m.Tick
	} else {
		if m.Time.After(time.Now()) {
			return 0, Moment{}, model.Errorf(model.StatusUnknown, "%s has not come yet", m.Time.Format(time.RFC3339))
		}
		number, tooEarly = tx.UpdateAtTime(m.Time), cutTime.After(m.Time)
	}
	u, err := tx.Update(max(number, tx.Marker()))
	switch {
	case err != nil:
		return 0, Moment{}, err
	case tx.Marker() > number && u != nil:
		return 0, Moment{}, model.Errorf(model.StatusUnknown, "what the data was then is %w: it was replaced by that of another clone at tick %d, %s",
			ErrNotKept, u.Tick, u.Time.Format(time.RFC3339))
	case tx.Marker() > number, isCut && tooEarly && number < tx.FirstUpdate():
		return 0, Moment{}, model.Errorf(model.StatusUnknown, "what the data was then is %w: changes are known from after tick %d, %s",
			ErrNotKept, cut, cutTime.Format(time.RFC3339))
	case u != nil:
		return number, Moment{u.Tick, u.Time}, nil
	default:
		return number, Moment{cut, cutTime}, nil // Both zero where nothing was dropped.
	}
}

// Moment is when the data became what this is: the tick and the time of the last
// change until then; zero before the first.
func (p *Past) Moment() Moment { return p.moment }

// Domain is the domain of the data.
func (p *Past) Domain() model.Domain { return p.r.cfg.Domain }

// Close lets go of it. It waits for those who read.
func (p *Past) Close() error { return p.past.Close() }

func (p *Past) view(ctx context.Context, fn func(*store.Then) error) error {
	for {
		err := p.r.view(func(tx *store.Tx) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return p.past.View(ctx, tx, fn)
		})
		switch {
		case store.IsNewer(err):
			continue
		case errors.Is(err, store.ErrNotKept):
			return model.Errorf(model.StatusUnknown, "what the data was then is %w", err)
		}
		return err
	}
}

// Read calls fn with the data, which does not change while fn reads it. The graph
// must not be used afterwards.
func (p *Past) Read(ctx context.Context, fn func(model.Graph) error) error {
	return p.view(ctx, func(t *store.Then) error { return fn(t) })
}

// Describe is everything that was said of a subject; nothing if it was not known.
func (p *Past) Describe(ctx context.Context, id model.IRI) (triples []model.Triple, err error) {
	err = p.Read(ctx, func(g model.Graph) error {
		triples = slices.Collect(g.Match(model.Pattern{S: id}))
		return nil
	})
	return triples, err
}

// List is a page of the items of a list as it was; see Replica.List.
func (p *Past) List(ctx context.Context, q ListQuery) (page ListPage, err error) {
	err = p.Read(ctx, func(g model.Graph) error {
		page = items(g, q)
		return nil
	})
	return page, err
}

// Subjects is a page of the subjects that there were; see Replica.Subjects. By recent
// change, they are by name: what was changed last before is not known.
func (p *Past) Subjects(ctx context.Context, q SubjectsQuery) (page SubjectsPage, err error) {
	q.Limit = pageLimit(q.Limit)
	err = p.view(ctx, func(t *store.Then) error {
		page, err = subjects(ctx, t, q)
		return err
	})
	return page, err
}

// Find finds the subjects that had all words of a text; see Replica.Find.
func (p *Past) Find(ctx context.Context, q FindQuery, each func([]SubjectRow) error) (more bool, err error) {
	err = p.view(ctx, func(t *store.Then) error {
		more, err = findIn(ctx, t, q, each)
		return err
	})
	return more, err
}

// Types are the types that subjects had; see Replica.Types.
func (p *Past) Types(ctx context.Context) (all []TypeCount, err error) {
	err = p.view(ctx, func(t *store.Then) error {
		all, err = types(ctx, t)
		return err
	})
	return all, err
}

// Referrers is a page of what referred to a subject.
func (p *Past) Referrers(ctx context.Context, q ReferrersQuery) (page ReferrersPage, err error) {
	err = p.view(ctx, func(t *store.Then) error {
		page, err = referrers(ctx, t, q)
		return err
	})
	return page, err
}

// Conflicts is a page of what was in conflict; see Replica.Conflicts. It costs as much as is
// kept of conflicts, those included that are settled now.
func (p *Past) Conflicts(ctx context.Context, q ConflictsQuery) (page ConflictsPage, err error) {
	q.Limit = conflictsLimit(q.Limit)
	err = p.view(ctx, func(t *store.Then) error {
		page, err = conflicts(ctx, t, q)
		return err
	})
	return page, err
}
