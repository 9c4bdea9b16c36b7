package store

import "errors"

// The ways in which a file cannot be opened. They are returned wrapped, with the
// path and what to do.
var (
	// ErrLocked: another process has the file.
	ErrLocked = errors.New("in use by another process")
	// ErrDamaged: the file is not one of ours, or is broken.
	ErrDamaged = errors.New("damaged")
	// ErrVersion: the file has the form of another version of the program.
	ErrVersion = errors.New("of another version")
	// ErrOtherDomain: the file holds the data of another domain.
	ErrOtherDomain = errors.New("holds another domain")
)
