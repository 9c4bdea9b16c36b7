package changes

import "github.com/m-ld/mld-tui/model"

// askNames asks what those are called that are in sight: not all of whom changes come, for
// in a flood those are thousands a second, each to be read.
func (p *Pane) askNames() {
	lines := 0
	// A change has two lines at least, one for each subject and value, and one below it;
	// the cursor is in sight, wherever that was before.
	for n := max(min(p.top, p.cursor), p.cursor-p.h/2, 0); n < len(p.items) && (lines < p.h || n <= p.cursor); n++ {
		i := &p.items[n]
		lines += 2
		e := p.feed.entries[i.from]
		switch {
		case e.Reason.IsGap():
		case i.open:
			for _, s := range e.Shifts[:min(len(e.Shifts), openShifts)] {
				p.names.Labels.AskFor(s.Triple)
				lines++
			}
		default:
			for _, part := range p.sumOf(i).parts {
				p.askFor(part)
				lines += 1 + len(part.shifts)
			}
		}
	}
}

func (p *Pane) askFor(of part) {
	p.names.Labels.AskFor(model.Triple{S: of.subject})
	for _, s := range of.shifts {
		p.names.Labels.AskFor(s.Triple)
	}
}
