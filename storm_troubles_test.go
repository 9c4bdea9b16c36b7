package main

import (
	"sync"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// troubles says what befalls before which of so many keys, while they go on: the link is
// cut, and is back; nothing comes by it for a while, and then all at once; a file is
// imported; a divider is dragged.
func (m *monkey) troubles(keys int) map[int][]func() {
	all := make(map[int][]func())
	lasting := func(begin func() (end func())) {
		from, to := m.random.IntN(keys), m.random.IntN(keys)
		var end func()
		all[min(from, to)] = append(all[min(from, to)], func() { end = begin() })
		all[max(from, to)] = append(all[max(from, to)], func() { end() })
	}
	lasting(m.cut)
	lasting(m.burst)
	for _, short := range []func(){m.bring, m.dragAndPress, m.dragAndPress} {
		at := m.random.IntN(keys)
		all[at] = append(all[at], short)
	}
	return all
}

// cut cuts the link until it is told to end.
func (m *monkey) cut() (end func()) {
	m.note("the link is cut")
	plug := m.network.Unplug()
	return func() {
		m.note("the link is back")
		plug()
	}
}

// burst holds up what comes, until others have written a lot: then it comes at once.
func (m *monkey) burst() (end func()) {
	m.note("nothing comes")
	resume, written := m.network.Stall(), m.others.more(*stormBurst)
	return func() {
		awaitUntil(m.t, written)
		m.note("all comes at once")
		resume()
	}
}

// saved are values of which somebody was told that they are saved, or that they are not. It
// may be used by several goroutines.
type saved struct {
	mu      sync.Mutex
	values  []model.Triple
	checked int
	refused []model.Triple
}

func (s *saved) add(values ...model.Triple) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values = append(s.values, values...)
}

func (s *saved) refuse(values ...model.Triple) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = append(s.refused, values...)
}

// unchecked are those that were not given yet, and all that are refused.
func (s *saved) unchecked() (values, refused []model.Triple) {
	s.mu.Lock()
	defer s.mu.Unlock()
	values = s.values[s.checked:]
	s.checked = len(s.values)
	return values, s.refused
}

// checkSaved: what was said to be saved has been sent. (Whoever removes it again while they
// are offline may have nothing to send.)
func (m *monkey) checkSaved() {
	m.t.Helper()
	sent := m.ledger.by(monkeyName)
	values, refused := m.saved.unchecked()
	for _, t := range values {
		if !sent[t] && !m.tookBack(t) {
			m.fail("%v was said to be saved, and nobody was told", t)
		}
	}
	for _, t := range refused {
		if sent[t] {
			m.fail("%v was in a file of which nothing is imported, and is there", t)
		}
	}
}

// tookBack reports whether the last that happened to a value is that one has removed it.
func (m *monkey) tookBack(t model.Triple) bool {
	page, err := m.clone.History(m.t.Context(), replica.HistoryQuery{Subject: t.S, Property: t.P, Value: t.O, Limit: 1})
	if err != nil {
		m.t.Fatal(err)
	}
	return len(page.Entries) == 1 && page.Entries[0].Author.Self && len(page.Entries[0].Deletes) == 1
}
