package operation

import (
	"encoding/base64"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

func encodeBase64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// readPlain reads triples that stand for themselves, and came with one TID.
func (c Codec) readPlain(v any, tid clock.TID) (out []TripleTIDs, err error) {
	tids := []clock.TID{tid}
	err = c.read(v, func(st statement) error {
		t := model.Triple{S: st.s, P: st.p, O: st.o}
		out = append(out, TripleTIDs{t, tids})
		return checkTriple(t)
	})
	return out, err
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
	var out []*reification
	byID := make(map[model.IRI]*reification)
	var about model.IRI
	var r *reification
	err := c.read(v, func(st statement) error {
		if !isBlank(st.s) {
			return malformed("a reification is not a blank node")
		}
		if st.s != about { // Mostly what is said of one follows each other.
			about = st.s
			if r = byID[st.s]; r == nil {
				r = &reification{}
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
			r.tids = append(r.tids, clock.TID(st.o.Value))
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
