package model

import "fmt"

// The status numbers of m-ld that the data layer gives. The engine has more of
// its own. Protocol page, section 14.
const (
	// StatusNotAPattern is for a request that neither reads nor writes.
	StatusNotAPattern = 4001
	// StatusUnknown is for what has no number of its own.
	StatusUnknown = 5000
	// StatusBadUpdate is for data that a domain cannot hold.
	StatusBadUpdate = 5001
	// StatusUnsupported is for a pattern that is known but not supported, or
	// that has no meaning.
	StatusUnsupported = 5011
)

// Error is a failure that has a status number of m-ld. Its text is one line
// for a person: the cause and, where it is known, what to do.
type Error struct {
	// Status is one of m-ld's error numbers.
	Status int
	// Message says what is wrong.
	Message string
	// Err is the cause, if there is one.
	Err error
}

// Errorf makes an Error; a %w in the format sets its cause.
func Errorf(status int, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	e := &Error{Status: status, Message: err.Error()}
	if u, ok := err.(interface{ Unwrap() error }); ok {
		e.Err = u.Unwrap()
	}
	return e
}

// Error gives the message alone: whoever shows it decides where the number goes.
func (e *Error) Error() string { return e.Message }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
