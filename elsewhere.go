package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
)

// elsewhere is what a screen knows of the other domains on this computer.
type elsewhere struct {
	c choices // for any of them
	// from is the domain in whose place this one is shown; empty for none.
	from model.Domain

	mu   sync.Mutex
	next *screen // is shown when this one has ended
	over bool    // nothing is shown after this one any more
}

// domains are the other domains whose data is on this computer, first the one from which the
// person came, then those that were used last.
func (s *screen) domains(context.Context) ([]tui.Domain, error) {
	all, err := s.others.c.home.Domains()
	if err != nil {
		return nil, err
	}
	var found []tui.Domain
	for _, d := range all {
		if d == s.domain {
			continue
		}
		folder := s.others.c.home.Domain(d)
		one := tui.Domain{Name: d}
		if m, err := folder.Load(); err == nil { // Else it is told when it is opened.
			one.Used = m.Used
		}
		if info, err := os.Stat(folder.Data()); err == nil {
			one.Bytes = info.Size()
		}
		found = append(found, one)
	}
	slices.SortStableFunc(found, func(a, b tui.Domain) int {
		if first := s.others.from; a.Name == first || b.Name == first {
			return map[bool]int{true: -1, false: 1}[a.Name == first]
		}
		return b.Used.Compare(a.Used)
	})
	return found, nil
}

// goTo opens another domain, to be shown when this screen has ended.
func (s *screen) goTo(ctx context.Context, d model.Domain) error {
	next, err := openScreen(ctx, d, s.others.c, &words{say: s.words.say, behind: true})
	if err != nil {
		return err
	}
	next.others.from = s.domain
	s.others.mu.Lock()
	defer s.others.mu.Unlock()
	if s.others.over || ctx.Err() != nil {
		return errors.Join(ctx.Err(), next.Close())
	}
	s.others.next = next
	return nil
}

// runAll shows the domain, and then those to which the person goes from there. It closes all
// of them.
func (s *screen) runAll(ctx context.Context) error {
	for {
		err := s.run(ctx)
		s.others.mu.Lock()
		next := s.others.next
		s.others.over = true
		s.others.mu.Unlock()
		err = errors.Join(err, s.Close())
		if next == nil {
			return err
		}
		if err != nil { // It is of what the person has left.
			next.words.add(string(s.domain) + ": " + err.Error())
		}
		s = next
	}
}
