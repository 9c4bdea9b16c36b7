package store

import (
	"time"

	"github.com/m-ld/mld-tui/replica/pack"
)

// Refusal is something from elsewhere that this clone did not take, because it
// made no sense. The like of it is one Refusal, with a count.
type Refusal struct {
	Kind RefusalKind
	// Origin tells where it came from, as far as that is known: "process" and the
	// path of its clock, "clone" and its id, or, of what came to the whole domain
	// and could not be read, "the domain".
	Origin string
	// Why it was refused.
	Why string
	// First and Last are when it happened by this clone's clock.
	First, Last time.Time
	Count       uint64
}

// RefusalKind tells how grave a refusal is. Each kind has its own place among those that
// are kept, so that who sends nonsense cannot hide what is grave.
type RefusalKind uint8

// The kinds of refusals.
const (
	// RefusedNonsense could not be read, or is no answer to what was asked.
	RefusedNonsense RefusalKind = iota
	// RefusedOperation is an operation of a process that others may have taken.
	RefusedOperation
	// RefusedRule says that others hold, or claim, what must not be: an operation that
	// broke a rule, so that its process is blocked; ticks of this clone's own; another
	// domain of the same name.
	RefusedRule
	// RefusalKinds is how many there are.
	RefusalKinds
)

var keyRefusals = []byte("refusals")

// Refusals are those that are kept, the latest last.
func (t *Tx) Refusals() (out []Refusal, err error) {
	b := t.meta.Get(keyRefusals)
	if b == nil {
		return nil, nil
	}
	v, err := pack.Decode(b)
	list, ok := v.([]any)
	if err != nil || !ok {
		return nil, damaged(t.store.path, "what was refused cannot be read")
	}
	for _, entry := range list {
		a, _ := entry.([]any)
		if len(a) != 5 && len(a) != 6 { // Files of before there were kinds have five.
			return nil, damaged(t.store.path, "what was refused cannot be read")
		}
		var r Refusal
		r.Origin, _ = a[0].(string)
		r.Why, _ = a[1].(string)
		first, _ := pack.Int(a[2])
		last, _ := pack.Int(a[3])
		r.First, r.Last = time.UnixMilli(int64(first)), time.UnixMilli(int64(last))
		r.Count, _ = pack.Int(a[4])
		if len(a) > 5 {
			kind, _ := pack.Int(a[5])
			r.Kind = RefusalKind(min(kind, uint64(RefusalKinds)-1))
		}
		out = append(out, r)
	}
	return out, nil
}

// PutRefusals keeps these, and no others.
func (t *Tx) PutRefusals(list []Refusal) error {
	b := pack.AppendArray(nil, len(list))
	for _, r := range list {
		b = pack.AppendString(pack.AppendString(pack.AppendArray(b, 6), r.Origin), r.Why)
		b = pack.AppendUint(pack.AppendUint(b, uint64(r.First.UnixMilli())), uint64(r.Last.UnixMilli()))
		b = pack.AppendUint(pack.AppendUint(b, r.Count), uint64(r.Kind))
	}
	return t.meta.Put(keyRefusals, b)
}
