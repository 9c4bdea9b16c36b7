package operation

import (
	"math"
	"strconv"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// gathered is what is said of a subject, by property, in the order in which it was said.
type gathered struct {
	id         model.IRI
	properties []valued
	// at finds the properties; nil where they are few.
	at map[model.IRI]int
}

type valued struct {
	name  model.IRI
	first *model.Term
	more  []*model.Term
}

// fewProperties are looked through one by one.
const fewProperties = 16

func (s *gathered) find(property model.IRI) (i int, ok bool) {
	if s.at != nil {
		i, ok = s.at[property]
		return i, ok
	}
	for i := range s.properties {
		if s.properties[i].name == property {
			return i, true
		}
	}
	return 0, false
}

func (s *gathered) add(property model.IRI, value *model.Term) {
	if i, ok := s.find(property); ok {
		s.properties[i].more = append(s.properties[i].more, value)
		return
	}
	s.properties = append(s.properties, valued{name: property, first: value})
	switch n := len(s.properties); {
	case s.at != nil:
		s.at[property] = n - 1
	case n > fewProperties:
		s.at = make(map[model.IRI]int, 2*n)
		for i, p := range s.properties {
			s.at[p.name] = i
		}
	}
}

// roomForProperties is for how many at most memory is asked for at once.
const roomForProperties = 256

// gather has triples by subject, in the order in which those come.
func gather(triples []TripleTIDs) (subjects []*gathered) {
	byID := make(map[model.IRI]*gathered)
	var s *gathered
	var room []valued // for properties, of several subjects at a time
	for i := range triples {
		t := &triples[i].Triple
		if s == nil || s.id != t.S { // Mostly those of a subject follow each other.
			if s = byID[t.S]; s == nil {
				n := 1
				for n < fewProperties && i+n < len(triples) && triples[i+n].Triple.S == t.S {
					n++
				}
				if cap(room)-len(room) < n {
					room = make([]valued, 0, max(n, min(len(triples)-i, roomForProperties)))
				}
				s = &gathered{id: t.S, properties: room[len(room) : len(room) : len(room)+n]}
				room = room[:len(room)+n]
				byID[t.S], subjects = s, append(subjects, s)
			}
		}
		s.add(t.P, &t.O)
	}
	return subjects
}

// appendPlain appends triples as subjects with their properties.
func (c Codec) appendPlain(b []byte, triples []TripleTIDs) []byte {
	subjects := gather(triples)
	b = appendSubjects(b, len(subjects))
	for _, s := range subjects {
		b = pack.AppendMap(b, 1+len(s.properties))
		b = pack.AppendString(pack.AppendString(b, "@id"), c.reference(s.id))
		for _, p := range s.properties {
			b = c.appendKey(b, p.name)
			if len(p.more) > 0 {
				b = pack.AppendArray(b, 1+len(p.more))
			}
			b = c.appendValue(b, p.name, *p.first)
			for _, v := range p.more {
				b = c.appendValue(b, p.name, *v)
			}
		}
	}
	return b
}

// appendSubjects appends the head of so many subjects: one stands by itself, and
// none is an empty object, which the caller need not follow up.
func appendSubjects(b []byte, n int) []byte {
	switch n {
	case 0:
		return pack.AppendMap(b, 0)
	case 1:
		return b
	default:
		return pack.AppendArray(b, n)
	}
}

// blanks numbers the blank nodes of one encoding. The protocol means them to be
// local to it, but the reference keeps them when it fuses operations, and takes
// two triples with one id for one: so they must differ from operation to
// operation.
type blanks struct {
	prefix string
	n      int
}

// newBlanks makes the blank nodes of an operation.
func newBlanks(tid clock.TID) *blanks {
	return &blanks{prefix: blankName.Replace(string(tid)) + "."}
}

// blankName leaves of a TID what may stand in the name of a blank node.
var blankName = strings.NewReplacer("+", "-", "/", "_", "=", "")

func (i *blanks) append(b []byte) []byte {
	i.n++
	return pack.AppendString(pack.AppendString(b, "@id"), "_:"+i.prefix+strconv.Itoa(i.n))
}

// appendReified appends triples with their TIDs, one reification for each.
func (c Codec) appendReified(b []byte, triples []TripleTIDs, ids *blanks) []byte {
	b = appendSubjects(b, len(triples))
	for _, tt := range triples {
		fields := 5
		if len(tt.TIDs) == 0 {
			fields-- // The derived index of a list's slot has no TID.
		}
		b = c.appendReification(pack.AppendMap(b, fields), tt.Triple, ids)
		if len(tt.TIDs) == 0 {
			continue
		}
		b = pack.AppendString(b, "tid")
		if len(tt.TIDs) > 1 {
			b = pack.AppendArray(b, len(tt.TIDs))
		}
		for _, tid := range tt.TIDs {
			b = pack.AppendString(b, string(tid))
		}
	}
	return b
}

// appendShared appends the operations on shared datatypes. The value that the
// triple names is given without its data; the operation must have an id that is
// not empty.
func (c Codec) appendShared(b []byte, updates []Shared, ids *blanks) []byte {
	b = appendSubjects(b, len(updates))
	for _, u := range updates {
		t := u.Triple
		t.O.Data = ""
		b = c.appendReification(pack.AppendMap(b, 5), t, ids)
		b = pack.AppendMap(pack.AppendString(b, "op"), 3)
		b = pack.AppendValue(pack.AppendString(b, "@value"), u.Op)
		b = pack.AppendString(pack.AppendString(b, "@type"), "@json")
		b = pack.AppendString(pack.AppendString(b, "@id"), "\x00")
	}
	return b
}

func (c Codec) appendReification(b []byte, t model.Triple, ids *blanks) []byte {
	b = ids.append(b)
	b = pack.AppendString(pack.AppendString(b, "s"), c.reference(t.S))
	b = pack.AppendString(pack.AppendString(b, "p"), c.reference(t.P))
	return c.appendValue(pack.AppendString(b, "o"), model.RDFObject, t.O)
}

func (c Codec) appendKey(b []byte, p model.IRI) []byte {
	switch p {
	case model.RDFType:
		return pack.AppendString(b, "@type")
	case model.JSONRQLItem:
		return pack.AppendString(b, "@item")
	case model.JSONRQLIndex:
		return pack.AppendString(b, "@index")
	default:
		return pack.AppendString(b, c.property(p))
	}
}

func (c Codec) appendValue(b []byte, p model.IRI, o model.Term) []byte {
	if iri := o.IRI(); o.IsRef() {
		if p == model.RDFType {
			return pack.AppendString(b, c.property(iri))
		}
		b = pack.AppendString(pack.AppendMap(b, 1), "@id")
		return pack.AppendString(b, c.reference(iri))
	}
	if o.Data != "" || o.HasData() {
		return c.appendWithData(b, o)
	}
	switch o.Datatype {
	case model.XSDString:
		if p != model.RDFType { // There a bare string would be a reference.
			return pack.AppendString(b, o.Value)
		}
	case model.XSDBoolean:
		if o.Value == "true" || o.Value == "false" {
			return pack.AppendBool(b, o.Value == "true")
		}
	case model.XSDInteger, model.XSDDouble:
		if f := o.Float(); !math.IsNaN(f) && model.Number(f) == o {
			return pack.AppendNumber(b, f)
		}
	}
	b = pack.AppendString(pack.AppendMap(b, 2), "@value")
	b = pack.AppendString(b, o.Value)
	return pack.AppendString(pack.AppendString(b, "@type"), c.datatype(o.Datatype))
}

// appendWithData appends a literal whose lexical form is only a key for its data.
func (c Codec) appendWithData(b []byte, o model.Term) []byte {
	b = pack.AppendString(pack.AppendMap(b, 3), "@value")
	switch o.Datatype {
	case model.XSDBase64:
		b = pack.AppendBytes(b, []byte(o.Data))
		b = pack.AppendString(pack.AppendString(b, "@type"), "xs:base64Binary")
	case model.RDFJSON:
		b = appendJSON(b, o.Data)
		b = pack.AppendString(pack.AppendString(b, "@type"), "@json")
	default:
		b = appendJSON(b, o.Data)
		b = pack.AppendString(pack.AppendString(b, "@type"), c.datatype(o.Datatype))
	}
	return pack.AppendString(pack.AppendString(b, "@id"), o.Value)
}
