package keymap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Registry holds all actions and finds them by key.
type Registry struct {
	actions []Action
	byID    map[ID]int
	byKey   map[Scope]map[string]int
}

// New makes a registry of actions, in the order in which help shows them. It
// fails when two have one id, or when keys conflict.
func New(actions []Action) (*Registry, error) {
	r := &Registry{byID: make(map[ID]int, len(actions))}
	for _, a := range actions {
		if _, twice := r.byID[a.ID]; twice {
			return nil, fmt.Errorf("the action %q is registered twice; give each its own id", a.ID)
		}
		r.byID[a.ID] = len(r.actions)
		a.Keys, a.Scopes = slices.Clone(a.Keys), slices.Clone(a.Scopes)
		r.actions = append(r.actions, a)
	}
	if err := conflictError(r.Conflicts()); err != nil {
		return nil, err
	}
	r.index()
	return r, nil
}

// Default is the registry of the terminal with its own keys.
func Default() *Registry {
	r, err := New(defaults())
	if err != nil {
		panic(err) // the built-in table is wrong: a test would have said so
	}
	return r
}

func (r *Registry) index() {
	r.byKey = make(map[Scope]map[string]int)
	for i, a := range r.actions {
		for _, s := range a.Scopes {
			if r.byKey[s] == nil {
				r.byKey[s] = make(map[string]int)
			}
			for _, k := range a.Keys {
				r.byKey[s][k] = i
			}
		}
	}
}

// alwaysLeaves is the key of all ways out, whatever the settings say: of the program, and of
// what one types into.
const alwaysLeaves = "ctrl+c"

var waysOut = []ID{Quit, Cancel, Dismiss, DropFilter, DropFeed}

// Binding gives an action other keys; none unbinds it.
type Binding struct {
	ID   ID
	Keys []string
	// Where says where that is written, such as "config.toml:3"; an error begins
	// with it. It may be empty.
	Where string
}

func (b Binding) fault(what string) error {
	if b.Where == "" {
		return errors.New(what)
	}
	return fmt.Errorf("%s: %s", b.Where, what)
}

// Override makes a registry in which some actions have other keys: a user's
// settings, or a preset. Whatever keys leave something, ctrl+c does, too. It fails on unknown actions,
// on keys that there are not, and on conflicts, with all of them in one error, a line each.
func (r *Registry) Override(bindings []Binding) (*Registry, error) {
	o := &Registry{actions: slices.Clone(r.actions), byID: r.byID}
	var faults []error
	by := make(map[ID]Binding, len(bindings))
	for _, b := range bindings {
		i, ok := r.byID[b.ID]
		if !ok {
			what := fmt.Sprintf("there is no action %q: mld-tui keys prints the names of all", b.ID)
			if n := r.nearest(b.ID); n != "" {
				what = fmt.Sprintf("there is no action %q: did you mean %q?", b.ID, n)
			}
			faults = append(faults, b.fault(what))
			continue
		}
		keys := make([]string, 0, len(b.Keys)+1)
		for _, k := range b.Keys {
			k, what := normalKey(k)
			if what != "" {
				faults = append(faults, b.fault(what))
			} else if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
		if what := unheard(keys); what != "" {
			faults = append(faults, b.fault(what))
		}
		if what := o.actions[i].typed(keys); what != "" {
			faults = append(faults, b.fault(what))
		}
		if slices.Contains(waysOut, b.ID) && !slices.Contains(keys, alwaysLeaves) {
			keys = append(keys, alwaysLeaves)
		}
		o.actions[i].Keys = keys
		by[b.ID] = b
	}
	for _, c := range o.Conflicts() {
		faults = append(faults, c.fault(by))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	o.index()
	return o, nil
}

// Conflict is a key that would start two actions in one place, or that would be
// waited for as the beginning of another's keys.
type Conflict struct {
	Key    string
	Other  string // the key of the second action
	Scope  Scope
	First  ID
	Second ID
}

// String is the conflict as a sentence.
func (c Conflict) String() string {
	if c.Key != c.Other {
		return fmt.Sprintf("%q of %s and %q of %s begin alike (%s)", c.Key, c.First, c.Other, c.Second,
			strings.ToLower(c.Scope.Title()))
	}
	return fmt.Sprintf("%q means both %s and %s (%s)", c.Key, c.First, c.Second,
		strings.ToLower(c.Scope.Title()))
}

// fault is a conflict as an error that says where both are written, the later one first.
func (c Conflict) fault(by map[ID]Binding) error {
	at, other := by[c.First], by[c.Second]
	what := c.String() + ": give one of them another key"
	switch {
	case at.Where == "":
		at = other
	case other.Where != "":
		what += fmt.Sprintf(" (%s is set at %s)", other.ID, other.Where)
	}
	return at.fault(what)
}

// Conflicts lists the keys that mean two things, in the order of the actions.
// A key of a pane and the same key everywhere are a conflict as well: what a
// key does should not depend on where one looks, unless somebody wants it to.
func (r *Registry) Conflicts() []Conflict {
	var found []Conflict
	for i, a := range r.actions {
		for _, b := range r.actions[i+1:] {
			if s, overlap := commonScope(a, b); overlap {
				for _, k := range a.Keys {
					for _, l := range b.Keys {
						if clash(k, l) {
							found = append(found, Conflict{Key: k, Other: l, Scope: s, First: a.ID, Second: b.ID})
						}
					}
				}
			}
		}
	}
	return found
}

func commonScope(a, b Action) (Scope, bool) {
	for _, s := range a.Scopes {
		for _, t := range b.Scopes {
			if s.Overlaps(t) {
				return max(s, t), true
			}
		}
	}
	return 0, false
}

func conflictError(cs []Conflict) error {
	if len(cs) == 0 {
		return nil
	}
	lines := make([]string, len(cs))
	for i, c := range cs {
		lines[i] = c.String()
	}
	return fmt.Errorf("keys conflict: %s; give one of each pair another key", strings.Join(lines, "; "))
}

// Lookup finds the action of a keystroke, or of a row of them with a space
// between two, in a scope.
func (r *Registry) Lookup(s Scope, key string) (Action, bool) {
	if i, ok := r.byKey[s][key]; ok {
		return r.actions[i], true
	}
	if !s.hidesGlobal() {
		if i, ok := r.byKey[Global][key]; ok {
			return r.actions[i], true
		}
	}
	return Action{}, false
}

// Next are the actions whose keys begin with those that were pressed, in the order
// of the table, each with the keys that are still to come.
func (r *Registry) Next(s Scope, pressed string) []Continuation {
	var found []Continuation
	for _, a := range r.actions {
		if !a.In(s) && (s.hidesGlobal() || !a.In(Global)) {
			continue
		}
		for _, k := range a.Keys {
			if rest, ok := strings.CutPrefix(k, pressed+" "); ok {
				found = append(found, Continuation{a, rest})
			}
		}
	}
	return found
}

// Continuation is an action, and the keys that are missing for it.
type Continuation struct {
	Action
	Rest string
}

// Get finds an action by its id.
func (r *Registry) Get(id ID) (Action, bool) {
	i, ok := r.byID[id]
	if !ok {
		return Action{}, false
	}
	return r.actions[i], true
}

// Key is the first key of an action as it is printed, for sentences such as
// "press n to add one"; empty when it has none.
func (r *Registry) Key(id ID, plain bool) string {
	a, _ := r.Get(id)
	return a.KeyText(plain)
}

// All lists the actions in the order in which they were registered.
func (r *Registry) All() []Action { return slices.Clone(r.actions) }
