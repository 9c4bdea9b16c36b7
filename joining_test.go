package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/presence"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// lock is a transport that holds back what comes in streams, but for as much as is let
// through.
type lock struct {
	replica.Transport

	out chan engine.Event
	let chan int
}

func newLock(w replica.Transport) *lock {
	l := &lock{w, make(chan engine.Event), make(chan int)}
	go l.run()
	return l
}

// Events implements replica.Transport.
func (l *lock) Events() <-chan engine.Event { return l.out }

func (l *lock) run() {
	defer close(l.out)
	var held, ready []engine.Event
	through := 0
	for {
		var out chan<- engine.Event
		var next engine.Event
		if len(ready) > 0 {
			out, next = l.out, ready[0]
		}
		select {
		case ev, open := <-l.Transport.Events():
			if !open {
				return
			}
			if n, ok := ev.(engine.Notify); ok && n.ChannelID != presence.Channel {
				held = append(held, ev)
			} else {
				ready = append(ready, ev)
			}
		case through = <-l.let:
		case out <- next:
			ready = ready[1:]
		}
		for ; through > 0 && len(held) > 0; through-- {
			ready, held = append(ready, held[0]), held[1:]
		}
	}
}

// Who joins sees at once who gives the data and how much there is, and how it comes in.
func TestOneSeesTheDataCome(t *testing.T) {
	const people = 500 // A part of the stream has 250 triples: fifty of them.
	m := meet(t)
	giver, _ := m.open(opening{name: "Ada", genesis: true, timeout: time.Minute})
	awaitUntil(t, current(giver))
	var patch model.Patch
	for i := range people {
		id := fmt.Sprint("person", i)
		for _, p := range []string{"name", "mail", "town", "team"} {
			patch.Inserts = append(patch.Inserts, tuitest.T(id, p, fmt.Sprint(p, " ", i)))
		}
		patch.Inserts = append(patch.Inserts, tuitest.T(id, "@type", "Person"))
	}
	if err := giver.Patch(t.Context(), patch); err != nil {
		t.Fatal(err)
	}
	tuitest.Start(t, giver, 80, 24, tui.Options{Me: "Ada", Who: who(tuitest.Domain)}).See("1 Subjects")

	var l *lock
	taker, _ := m.open(opening{name: "Ben", timeout: time.Minute, tap: func(w replica.Transport) replica.Transport {
		l = newLock(w)
		return l
	}})
	ben := tuitest.Start(t, taker, 80, 24, tui.Options{Me: "Ben", Who: who(tuitest.Domain)})
	ben.See("Getting the data of "+string(tuitest.Domain)+" from Ada…", "0 of 500 subjects so far", "░    0%")
	l.let <- 3
	ben.See("150 of 500 subjects so far, in ", "█░", " 30%")
	l.let <- 4
	ben.See("350 of 500 subjects so far, in ", "█░", " 70%")
	l.let <- 1 << 20
	ben.See("1 Subjects", " 500 ").DontSee("Getting the data")
}
