package operation

import (
	"encoding/base64"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

func encodeBase64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// readPlain reads triples that stand for themselves, and came with one TID.
func (c Codec) readPlain(v any, tid clock.TID) (out []TripleTIDs, err error) {
	tids := []clock.TID{tid}
	const each = 5 // About.
	out = make([]TripleTIDs, 0, each*min(subjects(v), maxRoom))
	err = c.read(v, func(st statement) error {
		t := model.Triple{S: st.s, P: st.p, O: st.o}
		out = append(out, TripleTIDs{t, tids})
		return checkTriple(t)
	})
	return out, err
}

// maxRoom is for how many room is made before they are read: what is said of subjects may
// be nothing.
const maxRoom = 1024

// atOnce is how many reifications are made together.
const atOnce = 64

// subjects counts those that something decoded has.
func subjects(v any) int {
	switch v := v.(type) {
	case []any:
		return len(v)
	case pack.Map:
		return min(len(v), 1) // One that says nothing stands for none.
	}
	return 1
}

// reification gathers what is said of one reified triple.
type reification struct {
	s, p model.IRI
	o    model.Term
	tids []clock.TID
	op   any
	has  bool
}

// reifications gathers statements by the blank node that they are about, in the
// order in which the nodes appear.
func (c Codec) reifications(v any) ([]*reification, error) {
	nodes := min(subjects(v), maxRoom)
	if nodes == 0 {
		return nil, nil // As the deletes of most.
	}
	out := make([]*reification, 0, nodes)
	byID := make(map[model.IRI]*reification, nodes)
	var room []reification // for some that are to come
	var about model.IRI
	var r *reification
	var tids []clock.TID // of a triple before
	err := c.read(v, func(st statement) error {
		if !isBlank(st.s) {
			return malformed("a reification is not a blank node")
		}
		if st.s != about { // Mostly what is said of one follows each other.
			about = st.s
			if r = byID[st.s]; r == nil {
				if len(room) == 0 {
					room = make([]reification, max(1, min(nodes, atOnce)))
				}
				r, room = &room[0], room[1:]
				byID[st.s], out = r, append(out, r)
			}
		}
		switch st.p {
		case model.RDFSubject:
			r.s = st.o.IRI()
		case model.RDFPredicate:
			r.p = st.o.IRI()
		case model.RDFObject:
			r.o = st.o
		case model.MeldTID:
			tid := clock.TID(st.o.Value)
			switch {
			case len(r.tids) > 0:
				r.tids = append(r.tids, tid)
			case len(tids) > 0 && tids[0] == tid: // Triples of one transaction follow each other.
				r.tids = tids
			default:
				r.tids = []clock.TID{tid}
				tids = r.tids
			}
		case model.MeldOp:
			r.op, r.has = sharedOp(st.value), true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, r := range out {
		if err := checkTriple(r.triple()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *reification) triple() model.Triple { return model.Triple{S: r.s, P: r.p, O: r.o} }

// readReified reads reified triples with their TIDs. The same triple in two
// reifications becomes one.
func (c Codec) readReified(v any) ([]TripleTIDs, error) {
	rs, err := c.reifications(v)
	if err != nil {
		return nil, err
	}
	out := make([]TripleTIDs, 0, len(rs))
	var of model.TripleSet
	of.Grow(len(rs))
	for _, r := range rs {
		i, isNew := of.Add(r.triple())
		if !isNew {
			out[i].TIDs = append(out[i].TIDs, r.tids...)
			continue
		}
		out = append(out, TripleTIDs{r.triple(), r.tids})
	}
	return out, nil
}

func isBlank(iri model.IRI) bool { return strings.HasPrefix(string(iri), "_:") }

// checkTriple refuses what would have no place in a graph.
func checkTriple(t model.Triple) error {
	switch {
	case t.S == "" || t.P == "" || t.O.IsZero():
		return malformed("a triple lacks a part")
	case isBlank(t.S) || isBlank(t.P) || t.O.IsRef() && isBlank(t.O.IRI()):
		return malformed("a triple has a blank node")
	case t.O.IsRef() && t.O.Value == "":
		return malformed("a reference is empty")
	}
	return nil
}
