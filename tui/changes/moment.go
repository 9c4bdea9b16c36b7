package changes

import "slices"

// aside is where one was among the changes before a moment was looked at.
type aside struct {
	feed        feed
	items       []item
	cursor, top int
	filter      Filter
	marks       marks
	named       string
}

// SetPast shows what happened until a moment, from the newest of that on: the pages that are
// wanted from now on are to end there.
func (p *Pane) SetPast() {
	if p.aside == nil {
		p.aside = &aside{
			feed: p.feed, items: slices.Clone(p.items), cursor: p.cursor, top: p.top, filter: p.filter, marks: p.marks, named: p.named,
		}
	}
	p.feed.begin()
	p.dirty = true
}

// SetPresent shows all that has happened again, with the cursor where it was.
func (p *Pane) SetPresent() {
	was := p.aside
	if was == nil {
		return
	}
	p.aside, p.dirty = nil, true
	if !was.feed.loaded || was.filter != p.filter {
		p.feed.begin()
		return
	}
	gen := p.feed.gen + 1 // What is under way is not awaited any more.
	p.feed = was.feed
	p.feed.gen, p.feed.pending, p.feed.wanted = gen, false, wants{newer: true}
	p.items, p.cursor, p.top, p.marks, p.named = was.items, was.cursor, was.top, was.marks, was.named
	p.Redraw()
	p.fetch()
}
