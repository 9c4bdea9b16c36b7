// Package beside has what is pure worked out on another processor while its caller
// goes on with what must be done in order.
//
// It is for what touches nothing that the caller changes meanwhile, and that takes long
// enough: a goroutine for each small thing would cost more than it saves.
package beside

import "sync"

// many is from how many items on it is worth a goroutine.
const many = 100

// IsWorth reports whether so many items are worth a goroutine.
func IsWorth(items int) bool { return items >= many }

// Begin has fn worked out beside the caller, if it is about many items; else when result
// is asked for, which may be once or never. A panic of fn is one of result.
func Begin[T any](items int, fn func() T) (result func() T) {
	if !IsWorth(items) {
		return fn
	}
	result = sync.OnceValue(fn)
	go func() {
		defer func() { _ = recover() }() // It is for who asks for the result.
		result()
	}()
	return result
}
