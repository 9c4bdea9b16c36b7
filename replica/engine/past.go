package engine

import (
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// publishPast sends the latest operations of processes, as far as they came with a
// snapshot, that a clone with a global clock has not seen. This clone cannot give
// what came before them. Whoever lacks more learns so from them, and then asks for
// a snapshot: else nobody might notice, before that process writes again.
func (e *Engine) publishPast(gwc clock.Global) error {
	tx := e.read()
	if tx == nil {
		return e.batch.err
	}
	for tid := range e.state.GWC.TIDs {
		record, ok := tx.Operation(tid)
		if !ok || record.Tick != 0 {
			continue
		}
		encoded, err := e.codec.Parse(record.Packed)
		if err != nil {
			return err
		}
		if gwc.AnyLt(encoded.Time) && encoded.From > 0 {
			// What was before it, it does not say; at the latest it was the tick before.
			e.emit(SendOperation{operation.NewMessage(encoded.From-1, encoded, nil).Payload})
		}
	}
	return nil
}
