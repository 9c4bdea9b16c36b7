package subjects

import (
	"maps"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
)

// ToggleMark marks the subject under the cursor, or takes its mark away, and goes on
// to the next. Marks stay whatever is listed.
func (p *Pane) ToggleMark() {
	row, ok := p.Selected()
	if !ok {
		return
	}
	if _, marked := p.marks[row.ID]; marked {
		delete(p.marks, row.ID)
	} else {
		p.mark(row)
	}
	p.dirty = true
	p.move(+1)
}

func (p *Pane) mark(row replica.SubjectRow) {
	if p.marks == nil {
		p.marks = make(map[model.IRI]replica.SubjectRow)
	}
	p.marks[row.ID] = row
}

// MostMarked is of how many subjects that are listed it is sure that all are known, so that
// they can be marked.
func (p *Pane) MostMarked() int {
	if !p.filter.IsEmpty() {
		return mostFound - 1
	}
	return p.window()
}

// IsWhole reports whether all that is listed is known, so that it can be marked.
func (p *Pane) IsWhole() bool { return p.loaded && p.atStart && p.atEnd && len(p.rows) < mostFound }

// MarkAll marks all that is listed; where all is marked already, it unmarks them.
func (p *Pane) MarkAll() {
	fresh := false
	for _, r := range p.rows {
		if _, marked := p.marks[r.ID]; !marked {
			fresh = true
			p.mark(r)
		}
	}
	if !fresh {
		for _, r := range p.rows {
			delete(p.marks, r.ID)
		}
	}
	p.dirty = true
}

// Unmark takes marks away: of some subjects, or of all where none are given.
func (p *Pane) Unmark(ids ...model.IRI) {
	if len(ids) == 0 {
		clear(p.marks)
	}
	for _, id := range ids {
		delete(p.marks, id)
	}
	p.dirty = true
}

// Marked are the subjects that are marked, in the order of their ids.
func (p *Pane) Marked() []model.IRI { return slices.Sorted(maps.Keys(p.marks)) }

// Unlisted are the marked subjects that are not listed, as the list is filtered now, in the
// order of their ids.
func (p *Pane) Unlisted() (ids []model.IRI) {
	if len(p.marks) == 0 || !p.Filtered() {
		return nil
	}
	// A search gives all that it lists; of a type there may be more than is held here.
	all := !p.filter.IsEmpty() || p.atStart && p.atEnd
	listed := make(map[model.IRI]bool, len(p.rows))
	for _, r := range p.rows {
		listed[r.ID] = true
	}
	for _, id := range p.Marked() {
		if !listed[id] && (all || !slices.Contains(p.marks[id].Types, p.only)) {
			ids = append(ids, id)
		}
	}
	return ids
}

// foot tells how many of the marked subjects are not listed, and that there is more than is
// on the screen.
func (p *Pane) foot(n int) string {
	more, hidden := p.position(n), len(p.Unlisted())
	if hidden == 0 {
		return more
	}
	s := p.theme.Warning.Render(text.Count(hidden) + " marked not listed")
	if more != "" {
		s += p.theme.Faint.Render(" "+p.theme.Glyph.Dot+" ") + more
	}
	return s
}

// markedWord tells how many are marked.
func (p *Pane) markedWord() string {
	if len(p.marks) == 0 {
		return ""
	}
	return p.theme.Warning.Render(p.theme.Glyph.Check+" "+text.Count(len(p.marks))+" marked") + p.theme.Faint.Render(" "+p.theme.Glyph.Dot+" ")
}
