package engine

import (
	"slices"
	"strings"
	"unicode"

	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// refusals are what this clone did not take from others, because it made no sense:
// logged once, counted after that, and kept in the file. Who sends nonsense without
// end costs a bounded number of records, and a commit each time that a count has
// doubled.
type refusals struct {
	list  []store.Refusal // the latest last
	dirty bool            // it is to be saved
}

// The bounds of what is kept of refusals.
const maxReason = 300

// maxRefusals is how many are kept of each kind: of one that is full, the oldest goes.
var maxRefusals = [store.RefusalKinds]int{store.RefusedNonsense: 15, store.RefusedOperation: 20, store.RefusedRule: 15}

// unread is the origin of what came to the whole domain, and could not be read.
const unread = "the domain"

func processOrigin(m *operation.Message) string { return "process " + m.Time.Path() }

func cloneOrigin(id string) string { return "clone " + printable(id) }

// refusal takes note of something that was refused.
func (e *Engine) refusal(kind store.RefusalKind, origin, why string) {
	rs, now := &e.refusals, e.cfg.Now()
	r := store.Refusal{Kind: kind, Origin: origin, Why: printable(why), First: now}
	i := slices.IndexFunc(rs.list, func(o store.Refusal) bool { return o.Kind == kind && o.Origin == r.Origin && o.Why == r.Why })
	if i >= 0 {
		r = rs.list[i]
		rs.list = slices.Delete(rs.list, i, i+1)
	} else {
		e.log.Error("something from elsewhere was refused", "origin", r.Origin, "because", r.Why)
		rs.makeRoom(kind)
	}
	r.Count++
	r.Last = now
	rs.list = append(rs.list, r)
	rs.dirty = rs.dirty || r.Count&(r.Count-1) == 0
}

// makeRoom drops the oldest of a kind that is full.
func (rs *refusals) makeRoom(kind store.RefusalKind) {
	same := func(r store.Refusal) bool { return r.Kind == kind }
	n := 0
	for _, r := range rs.list {
		if same(r) {
			n++
		}
	}
	for ; n >= maxRefusals[kind]; n-- {
		i := slices.IndexFunc(rs.list, same)
		rs.list = slices.Delete(rs.list, i, i+1)
	}
}

// printable makes a text of any origin fit for a log and a line on a screen.
func printable(s string) string {
	if len(s) > maxReason {
		s = s[:maxReason] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\ufffd'
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// saveRefusals puts them into the batch. A clone that has not joined yet has
// nothing to save, and keeps them in memory.
func (e *Engine) saveRefusals() {
	if !e.refusals.dirty || !e.has || e.batch.err != nil {
		return
	}
	if tx := e.write(); tx != nil {
		e.failed(tx.PutRefusals(e.refusals.list))
	}
}
