package operation

// Contiguous reports whether b follows a directly: the next tick of the same
// process, with no other cause between, of the same principal, and not across a
// fork. Protocol page, section 9.
func Contiguous(a, b *Encoded) bool {
	if a.Time.Ticks()+1 != b.From || a.Principal != b.Principal {
		return false
	}
	x, err := a.Time.At(b.From)
	if err != nil {
		return false
	}
	y, err := b.Time.At(b.From)
	return err == nil && x.Equal(y)
}

// Fuse makes one operation of contiguous ones, in order; there must be at least
// one. Operations with shared datatypes are fused by their datatypes, and not
// here.
func Fuse(ops ...*Operation) *Operation {
	first, last := ops[0], ops[len(ops)-1]
	if len(ops) == 1 {
		return first
	}
	var all triples
	inserted := 0
	for _, op := range ops {
		inserted += len(op.Inserts)
	}
	all.Grow(inserted)
	deletes, inserts := all.set(first.Deletes), all.growing(first.Inserts, inserted)
	for i := range inserts.each {
		deletes.remove(i)
	}
	agreed := first.Agreed
	for _, next := range ops[1:] {
		for i := range all.set(next.Deletes).each {
			if inserts.remove(i) {
				deletes.remove(i)
			} else {
				deletes.add(i)
			}
		}
		for i := range all.items(next.Inserts) {
			inserts.add(i)
		}
		if next.Agreed != nil {
			agreed = next.Agreed
		}
	}
	return &Operation{
		From: first.From, Time: last.Time,
		Deletes: deletes.tripleTIDs(), Inserts: inserts.tripleTIDs(),
		Principal: last.Principal, Agreed: agreed,
	}
}
