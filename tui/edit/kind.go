package edit

import (
	"slices"

	"github.com/m-ld/mld-tui/tui/values"
)

// Typed is the type of value for which a typed text is taken: the one that the person has
// chosen, else the one that values of the property have elsewhere, else the one that the
// text looks like. The zero Typed is of a text, and guesses.
type Typed struct {
	Kind   values.Kind
	chosen bool // by the person
	known  bool // from elsewhere
	// beside is the type of what it comes beside, where isBeside: it is meant as long as the
	// text can be read so.
	beside   values.Kind
	isBeside bool
}

// Guessed reports whether it is the type that the text looks like.
func (t *Typed) Guessed() bool { return !t.chosen && !t.known }

// Guess takes note of another text.
func (t *Typed) Guess(text string, n values.Names) {
	if !t.Guessed() {
		return
	}
	if t.isBeside {
		t.Kind = t.beside
		if _, err := values.Parse(text, t.beside, "", "", n); text == "" || err == nil {
			return
		}
	}
	t.Kind = values.Guess(text, n)
}

// putBeside takes the type that is known for a mere hint: other items of a list are of any
// type. What a text cannot be told to be, a reference or a value of a type of its own, stays so.
func (t *Typed) putBeside() {
	if t.known && t.Kind != values.Reference && t.Kind != values.Custom {
		t.known, t.beside, t.isBeside = false, t.Kind, true
	}
}

// Know says of which type the values are elsewhere.
func (t *Typed) Know(k values.Kind) {
	if t.known = true; !t.chosen {
		t.Kind = k
	}
}

// Forget forgets that: the text is a value of another property.
func (t *Typed) Forget() { t.known = false }

// Next chooses the next of some types, or the one before. After one that was guessed, that
// is text first: who does not agree with a guess means what is typed as it stands.
func (t *Typed) Next(kinds []values.Kind, by int) {
	if wasGuessed := t.Guessed() && t.Kind != values.String; wasGuessed {
		t.Kind = values.String
	} else {
		i := slices.Index(kinds, t.Kind)
		t.Kind = kinds[(i+by+len(kinds))%len(kinds)]
	}
	t.chosen = true
}
