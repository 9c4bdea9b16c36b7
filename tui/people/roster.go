// Package people is who is present, as it is shown: a roster that gives everybody
// initials and a colour of their own, the chips that stand for them on the screen,
// and the dialog that lists them.
//
// Nothing here reads a clock or the clone; a Roster and a Dialog are used by one
// goroutine.
package people

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// IdleAfter is how long somebody does nothing before they count as idle.
const IdleAfter = 3 * time.Minute

// Mark is how a person is known at a glance: by at most two cells of letters, and one
// of the colours of the theme, by its number. The zero value is of nobody.
type Mark struct {
	Initials string
	Colour   int
}

// Person is somebody who is present.
type Person struct {
	Mark

	// ID is theirs for as long as they are present.
	ID string
	// Name is what they are called: what they call themselves, with a tag or a number
	// after it where another calls themself the same. It is empty for a clone without
	// people, such as that of an app.
	Name string
	// Subject and Property are where they are, and Editing whether they change
	// something there.
	Subject, Property model.IRI
	Editing           bool
	// Value is the mark of the value where they are, as of replica.MarkOf; empty where that
	// is not said.
	Value string
	// View is what their screen lists, and of when.
	View replica.View
	// Idle: they have done nothing for a while.
	Idle bool
	// Beside: they share this clone.
	Beside bool
	// Active is when they did something last, and Since when they came to the
	// subject; zero where that is not known.
	Active, Since time.Time

	own            string // what they call themselves
	clone, process string
	seat, turn     uint64
	session        string
}

// maxMarks is how many names are known at most; beyond it, those who are not present
// are forgotten.
const maxMarks = 256

// Roster is who is present. Who was given a mark keeps it while the roster lives.
type Roster struct {
	self  replica.Peer // whose screen it is
	me    string       // what they are called
	marks map[string]Mark
	all   []Person
	gone  []Person // who was present, as they were called last
	known map[string]origin
	stale bool // since Set, a name has become that of several

	// SeatOf is as in replica.Replica; nil where it is never known.
	SeatOf func(replica.Author) (seat uint64, ok bool)
}

// NewRoster makes an empty roster of a person's screen. Nobody else gets their
// initials.
func NewRoster(me string) *Roster {
	r := &Roster{self: replica.Peer{Name: me}, me: me, marks: make(map[string]Mark), known: make(map[string]origin)}
	r.mark(me)
	return r
}

// SetSelf takes who the person of the screen is to the others; it counts at the next Set.
func (r *Roster) SetSelf(self replica.Peer) {
	self.Name = r.self.Name
	r.self = self
}

// CallMe changes what the person of the screen calls themself; it counts at the next Set.
func (r *Roster) CallMe(name string) {
	r.self.Name = name
	r.mark(name)
}

// Me is what the person of the screen is called, here and on all screens.
func (r *Roster) Me() string { return r.me }

// Set takes who is present now. It reports whether there is something new to see.
func (r *Roster) Set(peers []replica.Peer, now time.Time) (changed bool) {
	all := make([]Person, 0, len(peers))
	for _, p := range peers {
		clone := p.ID
		if p.Beside {
			clone = r.self.ID
		}
		all = append(all, Person{
			ID: PeerID(p), own: p.Name, clone: clone, process: p.Process, seat: p.Seat, turn: p.Turn, session: p.Session,
			Subject: p.Subject, Property: p.Property, Value: p.Value, Editing: p.Editing, View: p.View, Idle: idle(p.Active, now),
			Beside: p.Beside, Active: p.Active, Since: p.Since,
		})
	}
	was := r.me
	r.meet(r.self.Name, r.self.Process)
	for _, p := range all {
		if !p.Beside {
			r.meet(p.own, p.process)
		}
	}
	r.stale = false
	r.me = nameAll(all, r.self, r.several)
	for i := range all {
		all[i].Mark = r.mark(all[i].Name)
	}
	slices.SortStableFunc(all, func(a, b Person) int { return a.rank() - b.rank() })
	r.remember(all)
	changed = r.me != was || !slices.Equal(all, r.all)
	r.all = all
	r.forget()
	return changed
}

// rank puts those who do something before those who are idle, and them before clones
// without people.
func (p Person) rank() int {
	switch {
	case p.Name == "":
		return 2
	case p.Idle:
		return 1
	default:
		return 0
	}
}

func idle(active, now time.Time) bool { return !active.IsZero() && now.Sub(active) >= IdleAfter }

// Age takes note of the time. It reports whether somebody has become idle.
func (r *Roster) Age(now time.Time) (changed bool) {
	for i := range r.all {
		if p := &r.all[i]; p.Idle != idle(p.Active, now) {
			p.Idle, changed = !p.Idle, true
		}
	}
	if changed {
		slices.SortStableFunc(r.all, func(a, b Person) int { return a.rank() - b.rank() })
	}
	return changed
}

// NextIdle is when the next becomes idle who is not; zero for never.
func (r *Roster) NextIdle() (next time.Time) {
	for _, p := range r.all {
		if at := p.Active.Add(IdleAfter); !p.Idle && !p.Active.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// NextMinute is when what is told of somebody in minutes is another; zero for never.
func (r *Roster) NextMinute(now time.Time) (next time.Time) {
	for _, p := range r.all {
		for _, since := range [2]time.Time{p.Active, p.Since} {
			if since.IsZero() || p.Name == "" {
				continue
			}
			if at := since.Add((max(0, now.Sub(since))/time.Minute + 1) * time.Minute); next.IsZero() || at.Before(next) {
				next = at
			}
		}
	}
	return next
}

// All is who is present: first those who do something. It must not be changed.
func (r *Roster) All() []Person { return r.all }

// Find is who has an ID; ok is false where they are not present.
func (r *Roster) Find(id string) (p Person, ok bool) {
	if i := slices.IndexFunc(r.all, func(p Person) bool { return p.ID == id }); i >= 0 {
		return r.all[i], true
	}
	return Person{}, false
}

// MarkOf is the mark of a name, which has one as soon as it is asked for.
func (r *Roster) MarkOf(name string) Mark {
	r.forget()
	return r.mark(name)
}

// forget drops the marks of who is not present, where there are too many.
func (r *Roster) forget() {
	if len(r.marks) <= maxMarks {
		return
	}
	keep := map[string]Mark{r.self.Name: r.marks[r.self.Name], r.me: r.mark(r.me)}
	for _, p := range r.all {
		keep[p.Name] = p.Mark
	}
	r.marks = keep
}

func (r *Roster) mark(name string) Mark {
	if name == "" {
		return Mark{}
	}
	if m, ok := r.marks[name]; ok {
		return m
	}
	taken := make(map[string]bool, len(r.marks))
	var uses [Colours]int
	for of, m := range r.marks {
		taken[m.Initials] = true
		if of != r.me && of != r.self.Name {
			uses[m.Colour]++
		}
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // It does not fail.
	first := int(h.Sum32() % Colours)
	colour := first
	for i := range Colours { // The least used, from a colour on that does not depend on the screen.
		if c := (first + i) % Colours; uses[c] < uses[colour] {
			colour = c
		}
	}
	m := Mark{initials(name, taken), colour}
	r.marks[name] = m
	return m
}

// initials are letters for a name that are not taken: those with which its words
// begin, else its first and another, else its first and a number.
func initials(name string, taken map[string]bool) string {
	words := lettersOf(name)
	var tries []string
	one := "?"
	if len(words) > 0 {
		one = words[0][0]
		for _, w := range slices.Backward(words[1:]) {
			tries = append(tries, one+w[0])
		}
		for _, w := range words {
			for _, l := range w[1:] {
				tries = append(tries, one+l)
			}
		}
	}
	for n := 2; n < 10; n++ {
		tries = append(tries, one+strconv.Itoa(n))
	}
	for n := 10; n < 100; n++ {
		tries = append(tries, strconv.Itoa(n))
	}
	if len(words) == 1 && len(words[0]) == 1 || ansi.StringWidth(one) > 1 {
		tries = slices.Insert(tries, 0, one)
	}
	for _, s := range tries {
		if ansi.StringWidth(s) <= 2 && !taken[s] {
			return s
		}
	}
	return "??"
}

// lettersOf are the letters and digits of each word of a name, as capitals, each with
// the marks that belong to it.
func lettersOf(name string) (words [][]string) {
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("._-@,/+", r)
	}) {
		var letters []string
		for rest := word; rest != ""; {
			c, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
			rest = rest[len(c):]
			if w > 0 && w <= 2 && !strings.ContainsFunc(c, func(r rune) bool { return !unicode.IsPrint(r) && r != '\u200d' }) {
				letters = append(letters, strings.Map(unicode.ToUpper, c))
			}
		}
		if len(letters) > 0 {
			words = append(words, letters)
		}
	}
	return words
}
