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

// markedWord tells how many are marked.
func (p *Pane) markedWord() string {
	if len(p.marks) == 0 {
		return ""
	}
	return p.theme.Warning.Render(p.theme.Glyph.Check+" "+text.Count(len(p.marks))+" marked") + p.theme.Faint.Render(" "+p.theme.Glyph.Dot+" ")
}
