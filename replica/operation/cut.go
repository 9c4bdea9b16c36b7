package operation

import "github.com/m-ld/mld-tui/replica/clock"

// Cut takes away from a fusion what is known of it already: prefix, an operation
// of the same process whose ticks reach into those of o. What is left is the
// part of o that is new. Protocol page, section 9.
func Cut(o, prefix *Operation) (*Operation, error) {
	var all triples
	deletes, inserts := all.set(o.Deletes), all.set(o.Inserts)
	for i := range inserts.each {
		deletes.remove(i)
	}
	seen := all.set(prefix.Inserts)
	for i := range all.items(prefix.Deletes) {
		deletes.remove(i)
	}
	// The TIDs are those of the prefix's own time: the reference fuses operations
	// that took their ticks in a row, although it may have taken a snapshot, and
	// with it other causes, between them.
	before, err := tidsBetween(prefix.Time, prefix.From, min(o.From, prefix.Time.Ticks()+1))
	if err != nil {
		return nil, err
	}
	for i := range deletes.each {
		if before[i.tid] && !seen.has(i) {
			deletes.remove(i)
		}
	}
	end := prefix.Time.Ticks()
	overlap, err := tidsBetween(prefix.Time, max(o.From, prefix.From), end+1)
	if err != nil {
		return nil, err
	}
	for i := range seen.each {
		if overlap[i.tid] && !inserts.remove(i) {
			deletes.add(i)
		}
	}
	cut := &Operation{
		From: end + 1, Time: o.Time,
		Deletes: deletes.tripleTIDs(), Inserts: inserts.tripleTIDs(),
		Principal: o.Principal, Agreed: o.Agreed,
	}
	if o.Agreed != nil && end >= o.Agreed.Tick {
		cut.Agreed = nil
	}
	return cut, nil
}

// tidsBetween are the TIDs of the ticks from (inclusive) to end (exclusive) of
// the process of time.
func tidsBetween(time clock.Tree, from, end uint64) (map[clock.TID]bool, error) {
	tids := make(map[clock.TID]bool)
	for tick := from; tick < end; tick++ {
		t, err := time.At(tick)
		if err != nil {
			return nil, err
		}
		tids[t.TID()] = true
	}
	return tids, nil
}
