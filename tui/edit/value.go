package edit

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/values"
)

// Mode says what an Editor makes.
type Mode uint8

// The modes.
const (
	// Change puts a value in the place of another.
	Change Mode = iota
	// AddValue gives a property one more value.
	AddValue
	// AddProperty gives a subject a property, whose name is typed as well.
	AddProperty
)

// Editor is an open editor of one value. It belongs to a subject and property,
// not to a place on the screen, so it outlives whatever happens there.
type Editor struct {
	Mode     Mode
	Subject  model.IRI
	Property model.IRI // not of AddProperty
	Original model.Term

	// Err says why what is typed was refused; Badge, what others did meanwhile.
	Err, Badge string
	// Saving is true while the change is on its way to the disk.
	Saving bool

	Name  Line // of the property, in AddProperty
	Value Line
	// OnName tells that keys go to Name.
	OnName bool

	Kind   values.Kind
	custom model.IRI
	kinds  []values.Kind
	// replaces are the values that saving removes: the original, and what
	// others made of it meanwhile.
	replaces []model.Term
}

// NewChange opens the editor of a value that there is.
func NewChange(t model.Triple, n values.Names) *Editor {
	e := &Editor{
		Mode: Change, Subject: t.S, Property: t.P, Original: t.O,
		Kind: values.KindOf(t.O), kinds: values.Kinds(), replaces: []model.Term{t.O},
	}
	if e.Kind == values.Custom {
		e.custom = t.O.Datatype
		e.kinds = append(e.kinds, values.Custom)
	}
	e.Value.Set(values.Text(t.O, t.P, n))
	return e
}

// NewAdd opens an editor for one more value of a property; like is a value that
// the property has, whose type is proposed.
func NewAdd(s, p model.IRI, like model.Term) *Editor {
	e := &Editor{Mode: AddValue, Subject: s, Property: p, kinds: values.Kinds()}
	e.propose(like)
	return e
}

// NewProperty opens an editor for a new property.
func NewProperty(s model.IRI) *Editor {
	return &Editor{Mode: AddProperty, Subject: s, kinds: values.Kinds(), OnName: true}
}

func (e *Editor) propose(like model.Term) {
	if like.IsZero() {
		return
	}
	if e.Kind = values.KindOf(like); e.Kind == values.Custom {
		if values.Fixed(like) != "" {
			e.Kind = values.String
			return
		}
		e.custom = like.Datatype
		e.kinds = append(e.kinds, values.Custom)
	}
}

// KindName is the word for the type of what is typed.
func (e *Editor) KindName(n values.Names) string {
	if e.Kind == values.Custom {
		return values.TypeName(model.Literal("", e.custom), n)
	}
	return e.Kind.Name()
}

// Key gives the editor a key; it is lost while the editor saves.
func (e *Editor) Key(k tea.KeyPressMsg) {
	if e.Saving {
		return
	}
	switch {
	case e.Kind == values.Boolean && !e.OnName && (k.String() == "space" || k.String() == " "):
		e.toggle()
	case e.line().Key(k):
	default:
		return
	}
	e.Err = ""
}

func (e *Editor) toggle() {
	if t, err := values.Parse(e.Value.Value(), values.Boolean, "", e.Property, values.Names{}); err == nil && t.Value == "true" {
		e.Value.Set("false")
		return
	}
	e.Value.Set("true")
}

// Paste gives the editor pasted text; its line breaks are kept.
func (e *Editor) Paste(s string) {
	if !e.Saving {
		e.line().Insert(s)
		e.Err = ""
	}
}

func (e *Editor) line() *Line {
	if e.OnName {
		return &e.Name
	}
	return &e.Value
}

// NextType offers the next type for what is typed.
func (e *Editor) NextType() {
	if e.Saving {
		return
	}
	i := slices.Index(e.kinds, e.Kind)
	e.Kind = e.kinds[(i+1)%len(e.kinds)]
	e.Err = ""
}

// NextField goes to the other field, where there are two.
func (e *Editor) NextField() {
	if e.Mode == AddProperty {
		e.OnName = !e.OnName
	}
}

// ErrUnchanged says that saving would change nothing.
var ErrUnchanged = errors.New("nothing was changed")

// Patch is what saving does. ErrUnchanged means that there is nothing to do;
// any other error is for the person who types.
func (e *Editor) Patch(n values.Names) (model.Patch, error) {
	property := e.Property
	if e.Mode == AddProperty {
		var err error
		if property, err = n.ParseProperty(e.Name.Value()); err != nil {
			return model.Patch{}, err
		}
	}
	term, err := e.term(property, n)
	if err != nil {
		return model.Patch{}, err
	}
	var p model.Patch
	for _, old := range e.replaces {
		if !old.Same(term) {
			p.Deletes = append(p.Deletes, model.Triple{S: e.Subject, P: property, O: old})
		}
	}
	p.Inserts = []model.Triple{{S: e.Subject, P: property, O: term}}
	if e.Mode == Change && len(p.Deletes) == 0 && e.Badge == "" {
		return model.Patch{}, ErrUnchanged
	}
	if err := p.Inserts[0].Check(); err != nil {
		return model.Patch{}, err
	}
	return p, nil
}

// term is the value that is typed. A text that nobody touched means the
// original value, even where its common form has lost something.
func (e *Editor) term(property model.IRI, n values.Names) (model.Term, error) {
	if e.Mode == Change && e.Kind == values.KindOf(e.Original) &&
		e.Value.Value() == values.Text(e.Original, property, n) {
		return e.Original, nil
	}
	return values.Parse(e.Value.Value(), e.Kind, e.custom, property, n)
}

// Remote tells the editor of a change by somebody else. It reports whether the
// value under edit was touched; show makes the text of a value for the badge.
func (e *Editor) Remote(u replica.Update, who string, show func(model.Term) string) bool {
	if e.Mode != Change {
		return false
	}
	mine := func(t model.Triple) bool { return t.S == e.Subject && t.P == e.Property }
	removed := false
	for _, t := range u.Deletes {
		if mine(t) && slices.ContainsFunc(e.replaces, t.O.Same) {
			removed = true
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
		}
	}
	if now != nil {
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
	e.Badge = "this value is gone meanwhile"
}
