package history

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// renamed says that a change gave another id to a subject that the history is of; empty for
// another change.
func (d *Dialog) renamed(r replica.Renamed) string {
	switch d.about.Subject {
	case r.To:
		if r.To != "" {
			return "renamed from " + d.Names.Subject(r.From)
		}
	case r.From:
		return "renamed to " + d.Names.Subject(r.To)
	case "":
		return "renamed " + d.Names.Subject(r.From) + " to " + d.Names.Subject(r.To)
	}
	return ""
}

// otherID is the one that the subject had before the change under the cursor, or has had
// since; empty where that is no change of its id.
func (d *Dialog) otherID() model.IRI {
	i, ok := d.Selected()
	if !ok || i.Entry == nil || d.about.Subject == "" || d.about.Why {
		return ""
	}
	switch r := i.Entry.Renamed; d.about.Subject {
	case r.To:
		return r.From
	case r.From:
		return r.To
	}
	return ""
}

// former is the id that the subject had before all that its history tells; empty for none.
func (d *Dialog) former() model.IRI {
	if n := len(d.items); n > 0 && d.loaded && d.last.Next == 0 && d.about.Subject != "" {
		if e := d.items[n-1].Entry; e != nil && e.Renamed.To == d.about.Subject {
			return e.Renamed.From
		}
	}
	return ""
}

// goOn shows the history of the same subject by its other id.
func (d *Dialog) goOn() {
	if id := d.otherID(); id != "" {
		d.about.Subject, d.about.Name = id, d.Names.Subject(id)
		d.restart()
	}
}
