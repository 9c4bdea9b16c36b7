package tui

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
)

// notice is a word at the foot of the screen, until the next key.
type notice struct {
	text string
	kind noticeKind
}

type noticeKind uint8

const (
	plainNotice noticeKind = iota
	goodNotice
	badNotice
	firstNotice // has hints beside it: nobody knows yet what keys do
)

// warn says at the foot of the screen what went wrong, or why something cannot be done;
// nothing where there is no reason.
func (m *Root) warn(why string) {
	if why != "" {
		m.notice = notice{sentence(why), badNotice}
	}
}

// claim is what a ✓ at the foot of the screen tells of: it stands for as long as nobody else
// has changed that. The line itself stays until the next key.
type claim struct {
	patch model.Patch
	// tick is the clone's time when it was done, or a little after: what came before has not
	// changed it since.
	tick uint64
	// said is the line, once it is on the screen, and denied that it tells of what others
	// have done to what the line before it told of.
	said   string
	denied bool
}

// turned is what a claim tells of, but for some that are gone by now, and others that are
// back.
func (c claim) turned(gone, back []model.Triple) (p model.Patch) {
	p.Inserts = append(without(c.patch.Inserts, gone), back...)
	p.Deletes = append(without(c.patch.Deletes, back), gone...)
	return p
}

// claimed is the claim that a change was made, as soon as it is.
func claimed(c Clone, p model.Patch) claim {
	st, _ := c.Status()
	return claim{patch: p, tick: st.Ticks}
}

// putBackClaim is the claim that an update was put back.
func putBackClaim(u replica.Undone) (c claim) {
	c.tick = u.Tick
	for _, s := range u.Shifts {
		switch {
		case s.Gone():
			c.patch.Deletes = append(c.patch.Deletes, s.Triple)
		case s.Come():
			c.patch.Inserts = append(c.patch.Inserts, s.Triple)
		}
	}
	return c
}

// stand has a claim stand behind the line that is at the foot of the screen now.
func (m *Root) stand(c claim) {
	c.said = m.notice.text
	m.claim = c
}

// contradict looks for who has changed since what the line at the foot of the screen tells of,
// and says that in its place: so it is true, and offers no key that would do nothing. What it
// says then can be contradicted as well.
func (m *Root) contradict(updates []replica.Update) {
	if m.claim.said == "" || m.notice.text != m.claim.said || m.notice.kind != goodNotice && !m.claim.denied {
		m.claim = claim{}
		return
	}
	if m.saved != nil && m.saved.took != "" {
		return // It is told what became of it, when that is known.
	}
	for _, u := range updates {
		who, rule := m.who(u.Author), u.Reason == replica.ReasonResolution
		if u.Tick <= m.claim.tick || who.Self && !rule {
			continue
		}
		gone, back := among(u.Deletes, m.claim.patch.Inserts), among(u.Inserts, m.claim.patch.Deletes)
		if len(gone)+len(back) == 0 {
			continue
		}
		by := who.Name
		if rule {
			by = "a rule"
		}
		m.notice = notice{m.sayDenied(upperFirst(by), gone, back, u.Inserts), badNotice}
		m.claim = claim{patch: m.claim.turned(gone, back), tick: u.Tick, said: m.notice.text, denied: true}
	}
}

// sayDenied says what somebody has done to what the line at the foot of the screen told of.
func (m *Root) sayDenied(by string, gone, back, came []model.Triple) string {
	what := func(t model.Triple) string { return m.names.Property(t.P) + " " + m.valueWord(t) }
	switch {
	case slices.ContainsFunc(slices.Concat(gone, back), ofList):
		return by + " has changed this since."
	case len(gone) == 0 && len(back) == 1:
		return by + " has saved " + what(back[0]) + ": it is there again."
	case len(gone) == 1 && len(back) <= 1:
		t := gone[0]
		if i := slices.IndexFunc(came, func(o model.Triple) bool { return o.S == t.S && o.P == t.P }); i >= 0 {
			return by + " has put " + m.valueWord(came[i]) + " in the place of " + what(t) + " since."
		}
		if len(back) == 0 {
			return by + " has removed " + what(t) + " since."
		}
	}
	return by + " has changed " + text.Plural(len(gone)+len(back), "value", "values") + " of this since."
}

// among are those of some triples that are among others.
func among(ts, others []model.Triple) (both []model.Triple) {
	if len(others) > len(ts) {
		ts, others = others, ts // Only the fewer are hashed.
	}
	if len(others) == 0 {
		return nil
	}
	is := setOf(others)
	for _, t := range ts {
		if _, ok := is[t]; ok {
			both = append(both, t)
		}
	}
	return both
}

// without are those of some triples that are not among others.
func without(ts, others []model.Triple) (rest []model.Triple) {
	not := setOf(others)
	for _, t := range ts {
		if _, ok := not[t]; !ok {
			rest = append(rest, t)
		}
	}
	return rest
}

func setOf(ts []model.Triple) map[model.Triple]struct{} {
	set := make(map[model.Triple]struct{}, len(ts))
	for _, t := range ts {
		set[t] = struct{}{}
	}
	return set
}
