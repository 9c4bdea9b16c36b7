package engine

import "time"

// timers are the things to do later. A timer that was stopped does nothing when
// its time comes.
type timers struct {
	next uint64
	todo map[uint64]func()
}

func (t *timers) init() { t.todo = make(map[uint64]func()) }

func (t *timers) fire(token uint64) {
	if f, ok := t.todo[token]; ok {
		delete(t.todo, token)
		f()
	}
}

// after does something later, unless the token is stopped.
func (e *Engine) after(d time.Duration, f func()) (token uint64) {
	e.timers.next++
	token = e.timers.next
	e.timers.todo[token] = f
	e.emit(SetTimer{token, d})
	return token
}

func (e *Engine) stop(token uint64) { delete(e.timers.todo, token) }
