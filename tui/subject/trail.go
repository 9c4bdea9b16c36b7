package subject

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
	"github.com/m-ld/mld-tui/tui/text"
)

// place is where one was in a subject.
type place struct {
	id     model.IRI
	at     key
	top    int
	name   string    // for the path
	listed bool      // one came to it from the list
	only   model.IRI // the type of the subjects that were listed then; empty for all
}

// maxTrail bounds the places that one can go back to.
const maxTrail = 100

// here is the place where one is.
func (p *Pane) here() place {
	at := place{id: p.id, top: p.top, name: p.name(), listed: p.listed, only: p.only}
	if r, ok := p.Current(); ok {
		at.at = r.key()
	}
	return at
}

// Stay takes note that one works in the subject, to which one can come back then.
func (p *Pane) Stay() { p.stayed = true }

// Show chooses a subject of the list. One that was only looked at in the list is not come
// back to: only where one has worked, and what led on, or was led to, is on the way.
func (p *Pane) Show(id model.IRI, label string) {
	if id == p.id {
		return
	}
	if p.stayed && p.id != "" {
		p.leave()
	}
	p.unless(id)
	p.choose(id, label)
	p.listed, p.stayed = true, false
}

// FollowTo chooses a subject that the present one led to; Back returns.
func (p *Pane) FollowTo(id model.IRI) {
	if id == p.id {
		return
	}
	if p.id != "" {
		p.leave()
	}
	p.choose(id, "")
	p.listed, p.stayed = false, true
}

// Lead chooses a subject to which a change of the past led. Back returns to where one was
// before the first that did.
func (p *Pane) Lead(id model.IRI) {
	n := len(p.trail) - 1
	switch {
	case id == p.id:
		return
	case p.led && !p.stayed && n >= 0 && p.trail[n].id == id:
		p.Back()
		return
	case p.id != "" && (!p.led || p.stayed):
		p.leave()
	}
	p.choose(id, "")
	p.listed, p.stayed, p.led = false, false, true
}

// Rename has a subject that got another id be known by that, here and on the way that one came.
func (p *Pane) Rename(from, to model.IRI) {
	for _, places := range [2][]place{p.trail, p.ahead} {
		for i := range places {
			if places[i].id == from {
				places[i].id = to
			}
		}
	}
	if p.id == from {
		at := p.here()
		p.choose(to, p.label)
		p.want, p.top = &at.at, at.top
	}
}

// FollowToType takes note that one goes on to the subjects of a type, of which this is one;
// Back returns.
func (p *Pane) FollowToType(t model.IRI) {
	if p.id == "" || t == p.listType {
		return
	}
	p.leave()
	p.only, p.listType, p.dirty = t, t, true
	p.listed, p.stayed = true, false
}

// SetListType says of which type the subjects are that are listed; empty for all.
func (p *Pane) SetListType(t model.IRI) {
	if t == p.listType {
		return
	}
	p.listType, p.dirty = t, true
	if n := len(p.trail) - 1; t == "" && n >= 0 && p.trail[n].id == p.id { // One has gone back by another way.
		p.only = p.trail[n].only
		p.trail = p.trail[:n]
	}
}

// SetSought says for what the subjects were searched that are listed, to be marked where the
// values have it; empty for nothing.
func (p *Pane) SetSought(typed string) {
	if typed == p.searched {
		return
	}
	p.searched, p.words, p.dirty = typed, slices.Collect(find.Words(typed)), true
}

// Only is the type of the subjects that were listed when one came here; empty for all.
func (p *Pane) Only() model.IRI { return p.only }

// unless takes a subject that one comes to off the end of the trail: the way to
// something does not lead through it.
func (p *Pane) unless(id model.IRI) {
	if n := len(p.trail); n > 0 && p.trail[n-1].id == id {
		p.trail = p.trail[:n-1]
	}
}

// leave puts where one is on the trail. Where one had been further, is forgotten.
func (p *Pane) leave() {
	p.trail, p.ahead = append(p.trail, p.here()), nil
	if len(p.trail) > maxTrail {
		p.trail = p.trail[1:]
	}
}

// Back returns to where one was before; it reports false where that is nowhere.
func (p *Pane) Back() bool { return p.travel(&p.trail, &p.ahead) }

// Forward goes again to where one came back from.
func (p *Pane) Forward() bool { return p.travel(&p.ahead, &p.trail) }

// travel goes to the last of some places, and puts where one is on others.
func (p *Pane) travel(from, to *[]place) bool {
	n := len(*from) - 1
	if n < 0 {
		return false
	}
	at := (*from)[n]
	*from = (*from)[:n]
	if p.id != "" {
		*to = append(*to, p.here())
	}
	p.choose(at.id, "")
	p.want, p.top = &at.at, at.top
	p.listed, p.stayed, p.only = at.listed, true, at.only
	return true
}

// Remember takes note of where the cursor is, before other data of the subject is shown.
func (p *Pane) Remember() {
	at := p.here()
	p.kept = &at
	p.atOnce = nil // It is of now.
}

// Recall takes the cursor back to where it was then, as soon as that is there again, unless
// the person has moved it meanwhile.
func (p *Pane) Recall() {
	at := p.kept
	p.kept = nil
	if at != nil && at.id == p.id && !p.goToKey(at.at) {
		p.want = &at.at
	}
	p.dirty = true
}

// CanGoBack reports whether Back would go anywhere.
func (p *Pane) CanGoBack() bool { return len(p.trail) > 0 }

// CanGoForward reports whether Forward would go anywhere.
func (p *Pane) CanGoForward() bool { return len(p.ahead) > 0 }

// Listed reports whether one came to the subject from the list, not by a reference.
func (p *Pane) Listed() bool { return p.listed }

// called is what a place on the path is called in the data that is shown, where that is
// known, else as it was called when one left it.
func (p *Pane) called(at place) string {
	if label := p.names.Labels.Of(at.id); label != "" && at.id != p.id {
		return label
	}
	return at.name
}

// askForPath asks what the places on the path are called, as far as they are known.
func (p *Pane) askForPath() {
	for _, places := range [2][]place{p.trail, p.ahead} {
		for _, at := range places {
			p.names.Labels.Ask(at.id)
		}
	}
}

// crumb is a place on the line of the path: how many steps it is away, back where
// below zero, and its cells.
type crumb struct{ steps, from, to int }

// after is the place from which one went on to one that is ahead.
func (p *Pane) after(i int) []place {
	if i >= 0 && i+1 < len(p.ahead) {
		return p.ahead[i+1 : i+2]
	}
	return []place{p.here()}
}

// head is the id of the subject and the path that led to it; where there is room for but one of
// them, the path, if there is any.
func (p *Pane) head(w int) []string {
	g := p.theme.Glyph
	id, path := p.theme.Muted.Render(text.Cut(text.Safe(string(p.id), g), w, g)), p.crumbs(w)
	switch {
	case p.h >= lowPane:
		p.pathRow = 1
		return []string{id, path}
	case path != "":
		p.pathRow = 0
		return []string{path}
	default:
		return []string{id}
	}
}

// crumbs is the line of the path, w cells wide: where one came from, where one is,
// and where one can go forward to. What is furthest away is left out first.
func (p *Pane) crumbs(w int) string {
	if len(p.trail)+len(p.ahead) == 0 {
		return ""
	}
	th, g := p.theme, p.theme.Glyph
	sep := " " + g.Crumb + " "
	name := func(s string, most int) string { return text.CutName(text.Safe(s, g), most, g) }
	// of says of which type the subjects are that one went on to.
	of := func(at place, from []place) string {
		if n := len(from); at.only == "" || n > 0 && from[n-1].only == at.only {
			return p.called(at)
		}
		if n := len(from); n > 0 && from[n-1].id == at.id { // One looks at what is of its type.
			return "all of type " + p.names.Type(at.only)
		}
		return p.names.Type(at.only) + ": " + p.called(at)
	}
	now := name(of(p.here(), p.trail), w/2)
	room := w - text.Width(now)
	var before, after []string
	for i, j := len(p.trail)-1, len(p.ahead)-1; i >= 0 || j >= 0; i, j = i-1, j-1 {
		took := false
		for _, side := range []struct {
			places []place
			i      int
			from   []place // those before it
			names  *[]string
		}{{p.trail, i, p.trail[:max(0, i)], &before}, {p.ahead, j, p.after(j), &after}} {
			if side.i < 0 {
				continue
			}
			s := name(of(side.places[side.i], side.from), 24)
			if n := text.Width(s) + text.Width(sep); n+text.Width(g.Ellipsis)+text.Width(sep) <= room {
				*side.names, room, took = append(*side.names, s), room-n, true
			}
		}
		if !took {
			break
		}
	}
	if len(before) < len(p.trail) {
		room -= text.Width(g.Ellipsis) + text.Width(sep)
	}
	now = name(of(p.here(), p.trail), text.Width(now)+max(0, room))
	line, x := "", 0
	put := func(s string, steps int, render func(...string) string) {
		if x > 0 {
			line += th.Faint.Render(sep)
			x += text.Width(sep)
		}
		p.path = append(p.path, crumb{steps, x, x + text.Width(s)})
		line += render(s)
		x += text.Width(s)
	}
	if len(before) < len(p.trail) {
		put(g.Ellipsis, -len(before)-1, th.Faint.Render)
	}
	for i := len(before) - 1; i >= 0; i-- {
		put(before[i], -i-1, th.Muted.Render)
	}
	put(now, 0, th.Accent.Render)
	for i, s := range after {
		put(s, i+1, th.Faint.Render)
	}
	return line
}
