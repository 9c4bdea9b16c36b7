package edit

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/values"
)

// Looking says what is looked for.
type Looking uint8

// What can be looked for.
const (
	ForNothing Looking = iota
	ForSubjects
	ForTypes
	ForProperties
	// ForValues: values that the property has elsewhere, each as what an option is Like.
	ForValues
)

// Query asks for what completes a text. Whoever can look for it delivers Options
// with the query's Gen; an answer to an older query is dropped.
type Query struct {
	Gen     uint64
	For     Looking
	Text    string
	Subject model.IRI // the one under edit
	// Property is the one that is to refer to what is looked for.
	Property model.IRI
}

// Option is something that completes what is typed.
type Option struct {
	IRI model.IRI
	// Text is what is typed when it is taken; Name is what people call it, and Note
	// what else they know it by.
	Text, Name, Note string
	// Like is a value that a property has elsewhere, whose type is proposed.
	Like model.Term
	// Usual: it is of a type to which the property refers elsewhere.
	Usual bool
}

// Completion is the list of what completes the text of a field.
type Completion struct {
	gen     uint64
	asked   bool // the query of gen is under way
	fresh   bool // typing asked for another query
	shown   bool
	seen    bool // the options have been on the screen for a while
	options []Option
	chosen  int // -1 for none
	taken   Option
	// saveWhenFound: the person wants to save what is typed, if the answer tells for sure
	// what that is.
	saveWhenFound bool
}

// looking is what completes the field with the cursor.
func (e *Editor) looking() Looking {
	switch {
	case e.Saving:
		return ForNothing
	case e.naming:
		return ForValues
	case e.OnName:
		return ForProperties
	case e.Kind != values.Reference:
		return ForNothing
	case e.property() == model.RDFType:
		return ForTypes
	default:
		return ForSubjects
	}
}

// Wanted is the query that should be asked now; it is told of once.
func (e *Editor) Wanted() (q Query, ok bool) {
	looking := e.looking()
	if looking == ForNothing || !e.list.fresh {
		return Query{}, false
	}
	e.list.gen++
	e.list.fresh, e.list.asked = false, true
	return Query{Gen: e.list.gen, For: looking, Text: e.sought(), Subject: e.Subject, Property: e.property()}, true
}

// sought is the text that what is looked for is to have: none while the value stands as it
// was, for who changes it wants another.
func (e *Editor) sought() string {
	if e.untouched() {
		return ""
	}
	return strings.TrimSpace(e.line().Value())
}

// untouched reports whether a reference stands as it was when the editor opened.
func (e *Editor) untouched() bool {
	return e.Mode == Change && e.Kind == values.Reference && e.Original.IsRef() && !e.Value.Edited()
}

// Deliver brings what completes a text, the best first. It reports whether the
// editor is to be saved now, for the person had asked for it before the answer was
// there, and it is sure what was meant. If it is not, they are asked to look first: what
// is saved is what they have seen, or have named. For that, tell Glanced when the options
// have been on the screen for a while.
func (e *Editor) Deliver(q Query, options []Option) (save bool) {
	c := &e.list
	if q.Gen != c.gen || !c.asked || q.For != e.looking() {
		return false
	}
	if e.naming {
		return e.named(options)
	}
	before, was := c.pick()
	c.asked, c.shown, c.options, c.chosen = false, true, options, -1
	typed := e.sought()
	for i, o := range options {
		if typed != "" && o.Text == typed {
			c.chosen = i
		}
	}
	// Subjects are mostly there already; the names of types and properties are made.
	if c.chosen < 0 && typed != "" && q.For == ForSubjects && len(options) > 0 {
		c.chosen = 0
	}
	now, is := c.pick()
	c.seen = c.seen && was && is && now.IRI == before.IRI
	if !c.saveWhenFound {
		return false
	}
	c.saveWhenFound = false
	return e.sure()
}

// named takes the type of value that the property has elsewhere whose name was entered
// before that was known. It reports whether to save, as Deliver does.
func (e *Editor) named(options []Option) (save bool) {
	e.naming, save = false, e.list.saveWhenFound
	var like []model.Term
	for _, o := range options {
		like = append(like, o.Like)
	}
	e.propose(values.Usual(like))
	e.list.restart(true)
	if e.looking() == ForSubjects && !e.Value.IsEmpty() {
		e.list.saveWhenFound = save // and that is to be found first
		return false
	}
	return save
}

// Glanced tells that the options of a query have been on the screen for long enough to be
// seen.
func (e *Editor) Glanced(q Query) {
	if c := &e.list; c.gen == q.Gen && !c.asked {
		c.seen = true
	}
}

// sure chooses what the typed text means for sure among the options. Else it says what to
// do, and reports false.
func (e *Editor) sure() bool {
	c := &e.list
	if i, ok := certain(strings.TrimSpace(e.Value.Value()), c.options); ok {
		c.chosen = i
		return true
	}
	c.seen = true // once that is said
	e.Err = "it is not clear which of these you mean: choose one and save again"
	if len(c.options) == 0 {
		e.Err = "there is no such subject yet; save again to refer to it anyway"
	}
	return false
}

// guessed reports whether a reference is chosen that the person cannot have seen yet.
func (e *Editor) guessed() bool {
	_, ok := e.choice()
	return ok && e.looking() == ForSubjects && !e.list.seen
}

// restart drops the list; with fresh, another is asked for.
func (c *Completion) restart(fresh bool) { *c = Completion{gen: c.gen, fresh: fresh} }

// Offer is what is shown under the field: the options, and which is chosen (-1 for
// none). It is empty where nothing completes the text.
func (e *Editor) Offer() (options []Option, chosen int) {
	if !e.list.shown || e.looking() == ForNothing || e.Choosing {
		return nil, -1
	}
	return e.list.options, e.list.chosen
}

// Tab is the text that goes into the field by tab; empty for none.
func (e *Editor) Tab() string {
	if o, ok := e.list.offered(e.line().Value()); ok && o.Text != e.line().Value() {
		return o.Text
	}
	return ""
}

// Ready takes the option that is chosen, before what is typed is saved. It reports
// false where an answer is still to come, on which saving waits, and where the person
// must look first.
func (e *Editor) Ready() bool {
	if o, ok := e.choice(); ok && e.OnName {
		e.take(o)
	}
	if e.OnName && e.unknown() {
		e.naming = true
		e.list.restart(true)
	}
	if e.list.waits() {
		e.list.saveWhenFound = e.naming || e.looking() == ForSubjects && e.sought() != ""
		return !e.list.saveWhenFound
	}
	if e.guessed() && !e.sure() {
		return false
	}
	if o, ok := e.choice(); ok {
		e.take(o)
	}
	return true
}

// choice is the option that is chosen for what is typed, if there is one.
func (e *Editor) choice() (Option, bool) {
	if options, i := e.Offer(); !e.list.waits() && i >= 0 && i < len(options) {
		return options[i], true
	}
	return Option{}, false
}

// Meant is the value that saving takes: what is chosen, else what is typed.
func (e *Editor) Meant() string {
	if o, ok := e.choice(); ok && !e.OnName {
		return o.Text
	}
	return e.Value.Value()
}

// pick is the option that is chosen, if one is.
func (c *Completion) pick() (Option, bool) {
	if c.shown && c.chosen >= 0 && c.chosen < len(c.options) {
		return c.options[c.chosen], true
	}
	return Option{}, false
}

// waits reports whether an answer is still to come.
func (c *Completion) waits() bool { return c.asked || c.fresh }

func (e *Editor) take(o Option) {
	if e.line().Value() != o.Text {
		e.line().Replace(o.Text, len(clusters(o.Text)))
	}
	e.list.restart(false)
	e.list.taken = o
	if e.OnName && !o.Like.IsZero() {
		e.kindOf = o.Text
		e.propose(o.Like)
	} else if !e.OnName {
		e.chosen = true // It was guessed that a reference is typed, and one was chosen.
	}
}

// typed notes that the text is another.
func (c *Completion) typed() { c.fresh, c.saveWhenFound, c.taken = true, false, Option{} }

// key takes the keys that choose from the list; it reports whether it was one.
func (c *Completion) key(key string) bool {
	if !c.shown || len(c.options) == 0 {
		return false
	}
	switch key {
	case "down":
		c.chosen = min(c.chosen+1, len(c.options)-1)
	case "up":
		c.chosen = max(c.chosen-1, -1)
	default:
		return false
	}
	return true
}

// offered is what tab takes: what is chosen, else the first that begins as the
// typed text does.
func (c *Completion) offered(typed string) (Option, bool) {
	if !c.shown || c.fresh || c.asked || len(c.options) == 0 {
		return Option{}, false
	}
	if c.chosen >= 0 {
		return c.options[c.chosen], true
	}
	typed = strings.ToLower(strings.TrimSpace(typed))
	i := slices.IndexFunc(c.options, func(o Option) bool { return strings.HasPrefix(strings.ToLower(o.Text), typed) })
	if typed == "" || i < 0 {
		return Option{}, false
	}
	return c.options[i], true
}

func (c *Completion) exact(typed string) (Option, bool) {
	i := slices.IndexFunc(c.options, func(o Option) bool { return o.Text == strings.TrimSpace(typed) })
	if i < 0 {
		return Option{}, false
	}
	return c.options[i], true
}

// OnType tells that the name of a type is typed.
func (e *Editor) OnType() bool { return e.looking() == ForTypes }

// Searched tells that what is typed was looked for.
func (e *Editor) Searched() bool { return e.list.shown && e.sought() != "" }
