package edit

import (
	"errors"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/values"
)

// ErrUnchanged says that saving would change nothing.
var ErrUnchanged = errors.New("nothing was changed")

// Patch is what saving does; with both, what others have put in the place of the
// value stays beside it. ErrUnchanged means that there is nothing to do; any other
// error is for the person who types. newID makes the identity of a slot of a list.
func (e *Editor) Patch(both bool, newID func() model.IRI) (model.Patch, error) {
	property := e.Property
	if e.Mode == AddProperty {
		var err error
		if property, err = e.names.ParseProperty(e.Name.Value()); err != nil {
			return model.Patch{}, err
		}
	}
	term, err := e.term(property)
	if err != nil {
		return model.Patch{}, err
	}
	if !both && e.yields(term) {
		return model.Patch{}, ErrUnchanged
	}
	if e.List != "" {
		return e.checked(e.relisted(e.itemPatch(term, both, newID)))
	}
	var p model.Patch
	for _, old := range e.replaces {
		stays := both && slices.ContainsFunc(e.theirs, old.Same)
		if !stays && !old.Same(term) {
			p.Deletes = append(p.Deletes, model.Triple{S: e.Subject, P: property, O: old})
		}
	}
	p.Inserts = []model.Triple{{S: e.Subject, P: property, O: term}}
	return e.checked(p)
}

func (e *Editor) checked(p model.Patch) (model.Patch, error) {
	if e.Mode == Change && len(p.Deletes) == 0 && e.Badge == "" {
		return model.Patch{}, ErrUnchanged
	}
	return p, p.Inserts[len(p.Inserts)-1].Check()
}

// term is the value that is typed, or chosen for it. A text that nobody touched means the
// original value, even where its common form has lost something.
func (e *Editor) term(property model.IRI) (model.Term, error) {
	typed := e.Value.Value()
	if o, ok := e.choice(); ok && e.Kind == values.Reference && !e.OnName {
		return model.Ref(o.IRI), nil
	}
	if e.Mode == Change && e.Kind == values.KindOf(e.Original) && typed == values.Text(e.Original, property, e.names) {
		return e.Original, nil
	}
	if e.Kind == values.Reference {
		if o := e.list.taken; o.Text != "" && o.Text == typed {
			return model.Ref(o.IRI), nil
		}
	}
	return values.Parse(e.meant(), e.Kind, e.custom, property, e.names)
}

// Yields reports whether saving leaves what others have put in the place of the value: the
// person has typed nothing.
func (e *Editor) Yields() bool {
	if len(e.theirs) == 0 {
		return false
	}
	term, err := e.term(e.Property)
	return err == nil && e.yields(term)
}

// Agrees reports whether others have put in the place of the value just what saving would.
func (e *Editor) Agrees() bool {
	if len(e.theirs) != 1 || e.removed {
		return false
	}
	term, err := e.term(e.Property)
	return err == nil && term.Same(e.theirs[0])
}

func (e *Editor) yields(term model.Term) bool {
	return e.Mode == Change && len(e.theirs) > 0 && !e.removed && !e.Value.Edited() && term.Same(e.Original)
}

// meant is what is typed, with words such as today and an unnamed time zone filled in.
func (e *Editor) meant() string {
	s := values.Word(e.Value.Value(), e.Kind, e.now())
	if e.Kind == values.DateTime && e.Original.Datatype == model.XSDDateTime {
		return values.InZone(s, e.Original.Value)
	}
	return s
}

// Reading is how a typed date or time is understood, in words, and what of it is not; see
// values.Reading.
func (e *Editor) Reading() (words, rest string) {
	if words, rest = values.Reading(e.meant(), e.Kind); rest == "" {
		return words, ""
	}
	// What is not understood is told as it is typed, without what is filled in.
	return values.Reading(values.Word(e.Value.Value(), e.Kind, e.now()), e.Kind)
}

// Remote tells the editor of a change by somebody else. It reports whether the
// value under edit was touched; show makes the text of a value for the badge.
func (e *Editor) Remote(u replica.Update, who string, show func(model.Term) string) bool {
	if e.List != "" {
		item := e.Item != nil && e.remoteItem(u, who, show)
		return e.remoteList(u, who) || item
	}
	if e.Mode != Change {
		return false
	}
	mine := func(t model.Triple) bool { return t.S == e.Subject && t.P == e.Property }
	removed := false
	for _, t := range u.Deletes {
		if mine(t) && slices.ContainsFunc(e.replaces, t.O.Same) {
			removed = true
			e.theirs = slices.DeleteFunc(e.theirs, t.O.Same)
		}
	}
	if !removed {
		return false
	}
	var now *model.Term
	for _, t := range u.Inserts {
		if mine(t) {
			now = &t.O
			e.replaces = append(e.replaces, t.O)
			e.theirs = append(e.theirs, t.O)
		}
	}
	if e.removed = now == nil; !e.removed {
		e.Badge = who + " changed this to " + show(*now)
	} else {
		e.Badge = who + " removed this"
	}
	return true
}

// Gone tells the editor which values its property has now, after a change whose
// details are not known.
func (e *Editor) Gone(now []model.Triple) {
	if e.Mode != Change || e.Badge != "" {
		return
	}
	for _, t := range now {
		if t.P == e.Property && slices.ContainsFunc(e.replaces, t.O.Same) {
			return
		}
	}
	e.removed, e.Badge = true, "this value is gone meanwhile"
}

// Removed reports whether others have removed the value, or the list that it is in.
func (e *Editor) Removed() bool { return e.removed || e.unlisted }

// Theirs is what others have put in the place of the value, which can stay beside it.
func (e *Editor) Theirs() []model.Term { return e.theirs }
