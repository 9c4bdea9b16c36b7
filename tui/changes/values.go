package changes

// Values are those that the change under the cursor has brought, and then those that it took
// away, or, where it did neither, those that it said once more; of a burst, what it came to.
func (p *Pane) Values() (all []Told) {
	i, ok := p.here()
	if !ok || p.feed.entries[i.from].Reason.IsGap() {
		return nil
	}
	of := parts(p.feed.entries[i.from].Shifts)
	if !i.open {
		if s := sumUp(p.feed.entries[i.from:i.to], openShifts, marks{}, p.names); !s.none {
			of = s.parts
		}
	}
	var went, stay []Told
	for _, part := range of {
		for _, s := range part.shifts {
			switch t := (Told{s, part}); {
			case t.Moved() || t.OfSlot(): // Which value it is, is not told.
			case t.Come():
				all = append(all, t)
			case t.Gone():
				went = append(went, t)
			default:
				stay = append(stay, t)
			}
		}
	}
	if all = append(all, went...); len(all) == 0 {
		all = stay
	}
	return all[:min(len(all), openShifts)]
}
