package main

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// play has the team work: by the clock, or as the person presses keys.
func (d *demonstration) play(o demoOptions) {
	if o.keys == 0 {
		d.team.Play()
		return
	}
	pressed := 0
	d.options.Program = append(d.options.Program, tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.KeyPressMsg); ok {
			if pressed++; pressed%o.keys == 0 {
				d.step()
			}
		}
		return msg
	}))
}

// stepTime bounds how long a key waits for what the team does at it: longer than a busy machine
// takes, for what comes after the key would not be the same each time.
const stepTime = 20 * time.Second

// step has the team do something, and waits until that has come: so each key finds the
// data that it found the last time.
func (d *demonstration) step() {
	ctx, cancel := context.WithTimeout(context.Background(), stepTime)
	defer cancel()
	st, _ := d.Status()
	updates, stop := d.Follow(st.Ticks)
	defer stop()
	changed, err := d.team.Step(ctx)
	if err != nil {
		d.screen.log.Warn("the team could not do what it wanted", "error", err)
	}
	for changed {
		select {
		case u := <-updates:
			// What the person has written just now may come first.
			changed = u.Author.Self
		case <-ctx.Done():
			return
		}
	}
}
