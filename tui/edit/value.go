package edit

import (
	"slices"
	"strings"
	"time"

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

	// Item is the item of a list that is changed; List and At tell where a new one
	// is to be, and Behind the slot behind which it shall stay. All are empty where
	// the value is in no list.
	Item    *replica.ListItem
	List    model.IRI
	At      int
	Behind  model.IRI
	slot    model.IRI // of a new item, once that is known
	removed bool      // others have removed the value, or the item
	// unlisted: others have removed the list from the property.
	unlisted bool

	// Err says why what is typed was refused; Badge, what others did meanwhile.
	Err, Badge string
	// Saving is true while the change is on its way to the disk.
	Saving bool
	ahead  int // how much was typed meanwhile, and waits

	Name  Line // of the property, in AddProperty
	Value Line
	// OnName tells that keys go to Name.
	OnName bool
	// naming: the name is entered, and what values it has elsewhere is not known yet.
	naming bool

	Typed
	custom model.IRI
	kinds  []values.Kind
	// Choosing tells that the types are shown, to choose one.
	Choosing bool
	kindOf   string // the name by which it was found out what type the values have
	draft    *draft // that can be brought back

	list  Completion
	names values.Names
	now   func() time.Time

	// replaces are the values that saving removes: the original, and what
	// others made of it meanwhile.
	replaces []model.Term
	// theirs are those of them that others have put there.
	theirs []model.Term
}

// NewChange opens the editor of a value that there is. A reference is selected
// whole, for one types another rather than a part of it.
func NewChange(t model.Triple, n values.Names, now func() time.Time) *Editor {
	e := &Editor{
		Mode: Change, Subject: t.S, Property: t.P, Original: t.O, names: n, now: now,
		kinds: values.Kinds(), replaces: []model.Term{t.O},
	}
	e.Know(values.KindOf(t.O))
	if e.Kind == values.Custom {
		e.custom = t.O.Datatype
		e.kinds = append(e.kinds, values.Custom)
	}
	e.Value.Set(values.Text(t.O, t.P, n))
	if e.Kind == values.Reference {
		e.Value.anchor = 0
		e.list.restart(true)
	}
	return e
}

// NewAdd opens an editor for one more value of a property; like is a value that
// the property has, whose type is proposed.
func NewAdd(s, p model.IRI, like model.Term, n values.Names, now func() time.Time) *Editor {
	e := &Editor{Mode: AddValue, Subject: s, Property: p, kinds: values.Kinds(), names: n, now: now}
	e.propose(like)
	e.list.restart(true)
	return e
}

// NewProperty opens an editor for a new property.
func NewProperty(s model.IRI, n values.Names, now func() time.Time) *Editor {
	e := &Editor{Mode: AddProperty, Subject: s, kinds: values.Kinds(), OnName: true, names: n, now: now}
	e.list.restart(true)
	return e
}

// propose takes the type of a value, unless the person has chosen one.
func (e *Editor) propose(like model.Term) {
	if like.IsZero() {
		return
	}
	k := values.KindOf(like)
	if k == values.Custom {
		if values.Fixed(like) != "" {
			k = values.String
		} else {
			e.custom = like.Datatype
			if !slices.Contains(e.kinds, values.Custom) {
				e.kinds = append(e.kinds, values.Custom)
			}
		}
	}
	e.Know(k)
}

// property is the property of the value; empty where its name is not typed yet.
func (e *Editor) property() model.IRI {
	if e.Mode != AddProperty {
		return e.Property
	}
	p, _ := e.names.ParseProperty(e.Name.Value())
	return p
}

// KindName is the word for a type.
func (e *Editor) KindName(k values.Kind, n values.Names) string {
	if k == values.Custom {
		return values.TypeName(model.Literal("", e.custom), n)
	}
	return k.Name()
}

// Kinds are the types that can be chosen.
func (e *Editor) Kinds() []values.Kind { return e.kinds }

// Busy reports whether it saves, or waits to do so for what was asked for by Wanted.
func (e *Editor) Busy() bool { return e.Saving || e.list.saveWhenFound }

// CanStop reports whether it can be left though it is Busy: it only looks.
func (e *Editor) CanStop() bool { return !e.Saving }

// Keep is told how many keys and pastes wait until it has saved, which Ahead tells.
func (e *Editor) Keep(n int) { e.ahead = n }

// Ahead is how many keys and pastes wait.
func (e *Editor) Ahead() int { return e.ahead }

// Key gives the editor a key; while it is Busy, whoever has the keys keeps them.
func (e *Editor) Key(k tea.KeyPressMsg) {
	if e.Saving {
		return
	}
	e.list.saveWhenFound = false
	if e.Choosing && e.choose(k.String()) {
		return
	}
	e.Choosing = false
	before := e.line().Value()
	switch {
	case e.list.key(k.String()), e.bringBack(k.String()):
		return
	case !e.OnName && e.special(k):
	case e.line().Key(k):
	default:
		return
	}
	e.changed(before)
}

// changed is to be called after a key.
func (e *Editor) changed(before string) {
	e.Err = ""
	if e.line().Value() != before {
		e.draft = nil
		if !e.OnName {
			e.Guess(e.Value.Value(), e.names)
		}
		if !e.naming {
			e.list.typed()
		}
	}
}

// choose takes the keys with which one chooses a type; it reports whether it was
// one of them.
func (e *Editor) choose(key string) bool {
	by := 1
	switch key {
	case "right", "down":
	case "left", "up":
		by = -1
	default:
		return false
	}
	e.Next(e.kinds, by)
	e.Err = ""
	if !e.OnName {
		e.list.restart(true)
	}
	return true
}

// special takes the keys that mean something else than a letter to some types.
func (e *Editor) special(k tea.KeyPressMsg) bool {
	by := 0
	switch k.String() {
	case "up":
		by = 1
	case "down":
		by = -1
	}
	switch {
	case e.IsSwitch() && by != 0:
		return e.Value.Turn(tea.KeyPressMsg{Code: tea.KeySpace})
	case e.IsSwitch():
		return e.Value.Turn(k)
	case by == 0:
		return false
	}
	now := e.now()
	s, at, ok := values.Step(values.Word(e.Value.Value(), e.Kind, now), e.Kind, e.Value.Position(), by, now)
	if ok {
		e.Value.Replace(s, at)
	}
	return ok
}

// Truth is what is typed, as a boolean.
func (e *Editor) Truth() Truth { return TruthOf(e.Value.Value()) }

// Paste gives the editor pasted text; its line breaks are kept.
func (e *Editor) Paste(s string) {
	if e.Saving {
		return
	}
	before := e.line().Value()
	e.line().Insert(s)
	e.changed(before)
}

// Selected is the text that is selected in the field.
func (e *Editor) Selected() string { return e.line().Selected() }

// Cut removes the text that is selected, and gives it.
func (e *Editor) Cut() string {
	s := e.Selected()
	if e.Saving || s == "" {
		return ""
	}
	e.line().Insert("")
	e.changed("")
	return s
}

// Typing is the text that is typed into now.
func (e *Editor) Typing() *Line { return e.line() }

// Other is the text of the other field, where there are two.
func (e *Editor) Other() *Line {
	if e.OnName {
		return &e.Value
	}
	return &e.Name
}

func (e *Editor) line() *Line {
	if e.OnName {
		return &e.Name
	}
	return &e.Value
}

// Page moves the cursor by a page of a long text, down or, with -1, up.
func (e *Editor) Page(by int) {
	if !e.Saving {
		e.line().Page(by)
	}
}

// Wheel moves the cursor by rows of a text that has several, down or, below zero, up.
func (e *Editor) Wheel(rows int) {
	if !e.Saving {
		e.line().vertical(rows, false)
	}
}

// NextType offers the next type for what is typed, and shows them all.
func (e *Editor) NextType() {
	if !e.Saving {
		e.Choosing = true
		e.choose("right")
	}
}

// NextField goes to the other field, where there are two, and takes what
// completion offers.
func (e *Editor) NextField() {
	if e.Saving {
		return
	}
	if o, ok := e.list.offered(e.line().Value()); ok {
		e.take(o)
		if !e.OnName {
			return
		}
	}
	if e.Mode == AddProperty {
		e.switchField()
	}
}

// EnterOther goes from the name to the value, or back. What one leaves is what was typed, or
// what was chosen from the list, never what the list only offers.
func (e *Editor) EnterOther() {
	if o, ok := e.choice(); ok {
		e.take(o)
	}
	e.switchField()
}

func (e *Editor) switchField() {
	e.naming = e.OnName && e.unknown()
	e.OnName = !e.OnName
	e.list.restart(e.naming || e.line().IsEmpty())
}

// unknown finds out of what type the values of the property are whose name is typed. It
// reports whether that is to be looked for in the data.
func (e *Editor) unknown() bool {
	name := strings.TrimSpace(e.Name.Value())
	if name == e.kindOf {
		return e.naming
	}
	e.kindOf = name
	e.Forget()
	p := e.property()
	if k, ok := e.names.KindOf(p); ok {
		e.Know(k)
		return false
	}
	if o, ok := e.list.exact(name); ok && !o.Like.IsZero() {
		e.propose(o.Like)
		return false
	}
	e.Guess(e.Value.Value(), e.names)
	return p != ""
}
