package store

import (
	"fmt"
	"runtime/debug"
)

// Guard runs fn, which works on the file, and turns into an error what a damaged
// file makes of it: bbolt panics on pages that are not what they should be, and
// addresses that are not there are a fault. Everything of one goroutine that
// reads or writes the file should be in a Guard; Update and View are.
func (s *Store) Guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damaged(s.path, fmt.Sprint(p))
		}
	}()
	return fn()
}
