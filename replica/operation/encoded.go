package operation

import (
	"errors"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Version is the version of operations that is written; all from MinVersion are
// read.
const (
	Version    = 5
	MinVersion = 3
)

// zipThreshold is the size in bytes over which the content is zipped.
const zipThreshold = 1024

// maxFused is the most ticks that one operation may cover. Cutting costs time
// for each.
const maxFused = 1 << 20

// ErrSecured is returned, wrapped, for an operation that is encrypted.
var ErrSecured = errors.New("operation is encrypted, which this version cannot read")

// The encodings of the content, in the order in which they are applied.
const (
	encodingJSON = iota
	encodingMsgPack
	encodingGzip
	encodingSecured
)

// Encoded is an operation as it is sent and kept: what it covers is decoded, its
// content is not.
type Encoded struct {
	From      uint64
	Time      clock.Tree
	Principal model.IRI
	Agreed    *Agreed
	// Packed is the whole operation, as it came or will go.
	Packed []byte

	tid      clock.TID
	update   []byte
	encoding []any
	// unpacked is the size of the content before it was zipped, where this clone
	// wrote it.
	unpacked int
}

// TID is the identity of the transaction, worked out once: the one who has e may call it.
func (e *Encoded) TID() clock.TID {
	if e.tid == "" {
		e.tid = e.Time.TID()
	}
	return e.tid
}

// IsReadable reports whether clones take an operation that was just encoded: what
// unpacks to too much, they refuse.
func (e *Encoded) IsReadable(o *Operation) bool {
	values := 0
	for _, tt := range o.Deletes {
		values += reifiedValues + len(tt.TIDs)
	}
	for _, tt := range o.Inserts {
		values += reifiedValues + len(tt.TIDs)
	}
	return values < pack.MaxValues && e.unpacked <= pack.MaxUnzipped
}

// reifiedValues is how many values a reified triple has at most, beside its TIDs.
const reifiedValues = 16

// Encode writes an operation.
func (c Codec) Encode(o *Operation) *Encoded {
	fields := 2
	if len(o.Updates) > 0 {
		fields = 3
	}
	e := &Encoded{From: o.From, Time: o.Time, Principal: o.Principal, Agreed: o.Agreed}
	ids := newBlanks(e.TID())
	const perTriple = 48 // About.
	content := pack.AppendArray(make([]byte, 0, perTriple*(1+len(o.Deletes)+len(o.Inserts))), fields)
	content = c.appendReified(content, o.Deletes, ids)
	if o.IsFusion() {
		content = c.appendReified(content, o.Inserts, ids)
	} else {
		content = c.appendPlain(content, o.Inserts)
	}
	if fields == 3 {
		content = c.appendShared(content, o.Updates, ids)
	}
	e.update, e.encoding = encodeContent(content)
	e.unpacked = len(content)

	b := pack.AppendUint(pack.AppendArray(make([]byte, 0, len(e.update)+64+8*o.Time.Forks()), 7), Version)
	b = o.Time.AppendMsgPack(pack.AppendUint(b, o.From))
	b = pack.AppendValue(pack.AppendBytes(b, e.update), e.encoding)
	if o.Principal == "" {
		b = pack.AppendNil(b)
	} else {
		b = pack.AppendString(b, c.reference(o.Principal))
	}
	if o.Agreed == nil {
		b = pack.AppendNil(b)
	} else {
		b = pack.AppendUint(pack.AppendArray(b, 2), o.Agreed.Tick)
		b = pack.AppendValue(b, o.Agreed.Proof)
	}
	e.Packed = b
	return e
}

func encodeContent(packed []byte) (content []byte, encoding []any) {
	if len(packed) > zipThreshold {
		return pack.Gzip(packed), []any{float64(encodingMsgPack), float64(encodingGzip)}
	}
	return packed, []any{float64(encodingMsgPack)}
}

// Parse reads what an operation covers, and checks its form.
func (c Codec) Parse(packed []byte) (*Encoded, error) {
	r := pack.NewReader(packed)
	parts, isArray, err := r.Array()
	if err != nil {
		return nil, err
	}
	if !isArray || parts < 5 {
		return nil, malformed("an operation is not an array of 5 parts or more")
	}
	version, err := r.Value()
	if err != nil {
		return nil, err
	}
	if version, ok := version.(float64); !ok || !(version >= MinVersion) {
		return nil, malformed("an operation of version %v; versions from %d are understood", version, MinVersion)
	}
	e := &Encoded{Packed: packed}
	if e.From, err = r.Uint(); err != nil {
		return nil, fmt.Errorf("the first tick of an operation: %w", err)
	}
	if e.Time, err = clock.ReadTree(r, c.near); err != nil {
		return nil, err
	}
	if ticks := e.Time.Ticks(); e.From > ticks || ticks-e.From > maxFused {
		return nil, malformed("an operation covers the ticks %d to %d", e.From, ticks)
	}
	rest := make([]any, parts-3)
	for i := range rest {
		if rest[i], err = r.Value(); err != nil {
			return nil, err
		}
	}
	if err := r.End(); err != nil {
		return nil, err
	}
	return e, c.parseRest(e, rest)
}

// parseRest takes the content of an operation, its encodings, its principal and its
// agreement, of which the last two may be missing.
func (c Codec) parseRest(e *Encoded, rest []any) (err error) {
	ok := false
	if e.update, ok = rest[0].([]byte); !ok {
		return malformed("the content of an operation is not bytes")
	}
	if e.encoding, ok = rest[1].([]any); !ok {
		return malformed("the encodings of an operation are not an array")
	}
	if len(rest) > 2 && !absent(rest[2]) {
		principal, ok := rest[2].(string)
		if !ok {
			return malformed("the principal of an operation is not a string")
		}
		e.Principal = c.expand(principal, false)
	}
	if len(rest) > 3 && !absent(rest[3]) {
		e.Agreed, err = parseAgreed(rest[3])
	}
	return err
}

func absent(v any) bool { return v == nil || v == pack.Undefined{} }

func parseAgreed(v any) (*Agreed, error) {
	a, ok := v.([]any)
	if ok && len(a) == 2 {
		if tick, ok := pack.Int(a[0]); ok {
			return &Agreed{tick, a[1]}, nil
		}
	}
	return nil, malformed("the agreement of an operation is not a tick and a proof")
}

// Decode reads the content of an operation.
func (c Codec) Decode(e *Encoded) (*Operation, error) {
	content, err := decodeContent(e.update, e.encoding)
	if err != nil {
		return nil, err
	}
	parts, ok := content.([]any)
	if !ok || len(parts) < 2 {
		return nil, malformed("the content of an operation is not deletes and inserts")
	}
	o := &Operation{From: e.From, Time: e.Time, Principal: e.Principal, Agreed: e.Agreed}
	if o.Deletes, err = c.readReified(parts[0]); err != nil {
		return nil, fmt.Errorf("deletes: %w", err)
	}
	if o.IsFusion() {
		o.Inserts, err = c.readReified(parts[1])
	} else {
		o.Inserts, err = c.readPlain(parts[1], e.TID())
	}
	if err != nil {
		return nil, fmt.Errorf("inserts: %w", err)
	}
	if len(parts) > 2 && !absent(parts[2]) {
		if o.Updates, err = c.readShared(parts[2]); err != nil {
			return nil, fmt.Errorf("updates: %w", err)
		}
	}
	return o, nil
}

func (c Codec) readShared(v any) ([]Shared, error) {
	rs, err := c.reifications(v)
	if err != nil {
		return nil, err
	}
	out := make([]Shared, 0, len(rs))
	for _, r := range rs {
		if !r.has {
			return nil, malformed("an update has no operation")
		}
		out = append(out, Shared{r.triple(), r.op})
	}
	return out, nil
}

// sharedOp takes the operation out of its value object.
func sharedOp(v any) any {
	if m, ok := v.(pack.Map); ok {
		return m.Get("@value")
	}
	return v
}

// maxEncodings is how often content can have been encoded: packed, zipped,
// secured.
const maxEncodings = 3

func decodeContent(b []byte, encoding []any) (any, error) {
	if len(encoding) > maxEncodings {
		return nil, malformed("content that was encoded %d times", len(encoding))
	}
	for i := len(encoding) - 1; i >= 0; i-- {
		kind, ok := pack.Int(encoding[i])
		switch {
		case !ok:
			return nil, malformed("the encoding %v", encoding[i])
		case kind == encodingGzip:
			unzipped, err := pack.Gunzip(b)
			if err != nil {
				return nil, err
			}
			b = unzipped
		case kind == encodingMsgPack && i == 0:
			return pack.Decode(b)
		case kind == encodingSecured:
			return nil, ErrSecured
		case kind == encodingJSON:
			return nil, malformed("JSON is no encoding between clones")
		default:
			return nil, malformed("the encoding %d", kind)
		}
	}
	return nil, malformed("no encoding is named")
}
