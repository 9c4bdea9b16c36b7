package engine

import "github.com/m-ld/mld-tui/replica/operation"

// fuse makes one of operations that follow each other directly; nil where only their
// datatypes can.
func (e *Engine) fuse(encoded []*operation.Encoded) (*operation.Operation, error) {
	ops, err := e.fusible(encoded)
	if ops == nil {
		return nil, err
	}
	return operation.Fuse(ops...), nil
}

// fuseAll is fuse, but gives nil too where something came and went again: whoever is given
// that as one would never hear of it, and nor would their rules.
func (e *Engine) fuseAll(encoded []*operation.Encoded) (*operation.Operation, error) {
	ops, err := e.fusible(encoded)
	if ops == nil {
		return nil, err
	}
	came := 0
	for _, op := range ops {
		came += countTIDs(op.Inserts)
	}
	if fused := operation.Fuse(ops...); countTIDs(fused.Inserts) == came {
		return fused, nil
	}
	return nil, nil
}

func countTIDs(tts []operation.TripleTIDs) (n int) {
	for _, tt := range tts {
		n += len(tt.TIDs)
	}
	return n
}

// fusible decodes operations; it gives nil where only their datatypes can fuse them.
func (e *Engine) fusible(encoded []*operation.Encoded) ([]*operation.Operation, error) {
	ops := make([]*operation.Operation, len(encoded))
	for i := range encoded {
		op, err := e.codec.Decode(encoded[i])
		if err != nil || len(op.Updates) > 0 {
			return nil, err
		}
		ops[i] = op
	}
	return ops, nil
}
