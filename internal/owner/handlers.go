package owner

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

// handler does what a request asks for; the result goes with its end.
type handler func(ctx context.Context, c *session, r request) (body any, err error)

// handlers has what clients can ask for, when they are attached.
var handlers = map[string]struct {
	handle handler
	// ordered requests are done one after the other.
	ordered bool
	// endless requests end when the server closes.
	endless bool
}{
	"digest":    {handle: digest},
	"check":     {handle: check},
	"conflicts": {handle: conflicts},
	"transact":  {handle: transact, ordered: true},
	"patch":     {handle: applyPatch, ordered: true},
	"add":       {handle: add, ordered: true},
	"lacking":   {handle: lacking},
	"undo":      {handle: undo, ordered: true},
	"revert":    {handle: revert, ordered: true},
	"history":   {handle: tellHistory},
	"why":       {handle: why},
	"asof":      {handle: asOf},
	"redo":      {handle: redo, ordered: true},
	"subjects":  {handle: subjects},
	"describe":  {handle: describe},
	"refusals":  {handle: refusals},
	"list":      {handle: listItems},
	"export":    {handle: export},
	"follow":    {handle: follow, endless: true},
	"announce":  {handle: announce},
	"compare":   {handle: compare},
	"share":     {handle: share},
	"unshare":   {handle: unshare},
	"join":      {handle: join},
	"find":      {handle: find},
	"types":     {handle: types},
	"referrers": {handle: referrers},
	"uses":      {handle: uses},
}

// frame is the least time between two statuses.
const frame = 20 * time.Millisecond

// attach greets a client, and tells it of the clone's status from now on.
func (c *session) attach(r request) error {
	if r.Type != "attach" || r.ID == "" || c.jsonld != nil {
		return errors.New(`the first message, and only the first, must be an "attach" with an "id"`)
	}
	ctx, err := jsonld.New(c.server.clone.Domain(), r.Context)
	if err != nil {
		return err
	}
	c.jsonld = ctx
	if c.ctx, err = claiming(c.ctx, r); err != nil {
		return err
	}
	c.ctx = replica.WithSession(c.ctx, cmp.Or(r.Session, replica.NewSession()))
	body := started{CloneID: c.server.clone.ID(), Domain: c.server.clone.Domain()}
	if err := c.send(reply{RequestID: r.ID, Type: typeStarted, Body: body}); err != nil {
		return err
	}
	c.attached = r.ID
	c.all.Add(1)
	go func() {
		defer c.all.Done()
		c.tell()
	}()
	return nil
}

// claiming is a context with which is written as who a request says. It is checked as
// everything is that is to be written.
func claiming(ctx context.Context, r request) (context.Context, error) {
	if r.Principal == "" {
		return ctx, nil
	}
	if err := model.Ref(r.Principal).Check(); err != nil {
		return ctx, err
	}
	return replica.WithPrincipal(ctx, r.Principal), nil
}

// tell tells of each status.
func (c *session) tell() {
	for {
		changed, err := c.tellNow()
		if err != nil {
			return
		}
		for _, wait := range []<-chan struct{}{changed, after(frame)} {
			select {
			case <-wait:
			case <-c.ctx.Done():
				return
			case <-c.server.closing:
				return
			}
		}
	}
}

// tellNow tells of the status as it is now, after which none of before comes any more; changed
// is that of Clone.Status.
func (c *session) tellNow() (changed <-chan struct{}, err error) {
	c.telling.Lock()
	defer c.telling.Unlock()
	st, changed := stateOf(c.server.clone, c.server.host, c.seat.Load())
	of, turns, version := c.server.clone.Names()
	if version != c.named {
		st.Names, st.Turns, c.named = of, turns, version
	}
	return changed, c.send(reply{RequestID: c.attached, Type: typeStatus, Body: st})
}

func after(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}

func transact(ctx context.Context, c *session, r request) (any, error) {
	parsed, err := jrql.ParseJSON(c.jsonld, r.Request)
	if err != nil {
		return nil, err
	}
	switch q := parsed.(type) {
	case *jrql.Query:
		reader, release, err := c.reader(ctx, r)
		if err != nil {
			return nil, err
		}
		defer release()
		return nil, reader.Read(ctx, func(g model.Graph) error {
			for result, err := range q.Results(ctx, g) {
				if err != nil {
					return err
				}
				if err := c.send(reply{RequestID: r.ID, Type: typeNext, Body: q.JSON(result)}); err != nil {
					return err
				}
			}
			return nil
		})
	case *jrql.Update:
		if r.At != nil {
			return nil, errors.New("the past cannot be written to")
		}
		w, err := c.server.clone.Write(ctx, jsonlines.Change(ctx, q, c.server.clone.Domain()))
		return written{w.Tick}, err
	}
	return nil, errors.New("the request neither reads nor writes")
}

func applyPatch(ctx context.Context, c *session, r request) (any, error) {
	if r.Patch == nil {
		return nil, errors.New("the patch is missing")
	}
	p := model.Patch{Deletes: triples(r.Patch.Deletes), Inserts: triples(r.Patch.Inserts)}
	w, err := c.server.clone.Write(ctx, func(model.Graph) (model.Patch, error) { return p, nil })
	return written{w.Tick}, err
}

func add(ctx context.Context, c *session, r request) (any, error) {
	if r.Patch == nil || len(r.Patch.Deletes) > 0 {
		return nil, errors.New("what to add is missing, or something is to be deleted besides")
	}
	return c.server.clone.Add(ctx, triples(r.Patch.Inserts), r.PartOf)
}

func lacking(ctx context.Context, c *session, r request) (any, error) {
	if r.Patch == nil || len(r.Patch.Deletes) > 0 {
		return nil, errors.New("what may be lacking is missing, or something is to be deleted besides")
	}
	return c.server.clone.Lacking(ctx, triples(r.Patch.Inserts))
}

func subjects(ctx context.Context, c *session, r request) (any, error) {
	var q replica.SubjectsQuery
	if r.Query != nil {
		q = replica.SubjectsQuery(*r.Query)
	}
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	return reader.Subjects(ctx, q)
}

func find(ctx context.Context, c *session, r request) (any, error) {
	if r.Find == nil {
		return nil, errors.New("what to find is missing")
	}
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	more, err := reader.Find(ctx, replica.FindQuery(*r.Find), func(rows []replica.SubjectRow) error {
		return c.send(reply{RequestID: r.ID, Type: typeNext, Body: rows})
	})
	return found{more}, err
}

func types(ctx context.Context, c *session, r request) (any, error) {
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	return reader.Types(ctx)
}

func referrers(ctx context.Context, c *session, r request) (any, error) {
	if r.Referrers == nil {
		return nil, errors.New("what is referred to is missing")
	}
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	return reader.Referrers(ctx, replica.ReferrersQuery(*r.Referrers))
}

func describe(ctx context.Context, c *session, r request) (any, error) {
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	triples, err := reader.Describe(ctx, r.Subject)
	return exact(triples), err
}

func uses(ctx context.Context, c *session, r request) (any, error) {
	triples, err := c.server.clone.Uses(ctx, r.Property, r.Limit)
	return exact(triples), err
}

func listItems(ctx context.Context, c *session, r request) (any, error) {
	if r.List == nil {
		return nil, errors.New("the name of the list is missing")
	}
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	page, err := reader.List(ctx, replica.ListQuery(*r.List))
	return exactList(page), err
}

func refusals(ctx context.Context, c *session, _ request) (any, error) {
	return c.server.clone.Refusals(ctx)
}

// exportChunk is how many triples go in one line.
const exportChunk = 500

func export(ctx context.Context, c *session, r request) (any, error) {
	select {
	case c.server.exports <- struct{}{}:
		defer func() { <-c.server.exports }()
	default:
		return nil, errors.New("the data is being exported already: try again when that is done")
	}
	return nil, c.server.clone.Read(ctx, func(g model.Graph) error {
		var chunk []model.Triple
		flush := func() error {
			defer func() { chunk = chunk[:0] }()
			return c.send(reply{RequestID: r.ID, Type: typeNext, Body: exact(chunk)})
		}
		for t := range bulk.Sorted(g) {
			if chunk = append(chunk, t); len(chunk) == exportChunk {
				if err := errors.Join(ctx.Err(), flush()); err != nil {
					return err
				}
			}
		}
		return flush()
	})
}

func follow(ctx context.Context, c *session, r request) (any, error) {
	updates, stop := c.server.clone.Follow(r.After)
	defer stop()
	for {
		select {
		case u, ok := <-updates:
			if !ok {
				return nil, nil
			}
			body := any(nil)
			if r.Exact {
				body = exactUpdate(u)
			} else {
				body = jsonlines.Update(c.jsonld, replica.Whole(u, updates))
			}
			if err := c.send(reply{RequestID: r.ID, Type: typeUpdated, Body: body}); err != nil {
				return nil, err
			}
		case <-ctx.Done():
			return nil, nil
		case <-c.server.closing:
			return nil, nil
		}
	}
}

// share opens the door; that it is open is told before the answer comes.
func share(ctx context.Context, c *session, _ request) (any, error) {
	url, err := c.server.host.Share(ctx)
	_, lost := c.tellNow()
	return url, cmp.Or(err, lost)
}

// unshare shuts it; that, too, is told first.
func unshare(ctx context.Context, c *session, _ request) (any, error) {
	err := c.server.host.Unshare(ctx)
	_, lost := c.tellNow()
	return nil, cmp.Or(err, lost)
}

func join(_ context.Context, c *session, r request) (any, error) {
	return nil, c.server.host.Join(r.Relay)
}
