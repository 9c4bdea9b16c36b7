package store

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// bucket is one of bbolt's in a transaction that counts the keys to which those who go
// through it step. Each has a number of its own, for large ones are filled at once.
type bucket struct {
	*bbolt.Bucket
	steps *int
}

// Cursor is bbolt's, counted.
func (b bucket) Cursor() *cursor { return &cursor{Cursor: b.Bucket.Cursor(), steps: b.steps} }

// ForEach is bbolt's, counted.
func (b bucket) ForEach(fn func(k, v []byte) error) error {
	return b.Bucket.ForEach(func(k, v []byte) error {
		*b.steps++
		return fn(k, v)
	})
}

// cursor is one of bbolt's that counts its steps. It goes back over pages of which the
// transaction has deleted all: bbolt's stops there, as at the beginning. So that it knows
// which of the two it is, who goes back begins with Before or Last.
type cursor struct {
	*bbolt.Cursor
	steps *int
	bound []byte // What comes next, going back, is before it.
}

// Next is bbolt's, counted.
func (c *cursor) Next() (k, v []byte) {
	*c.steps++
	return c.Cursor.Next()
}

// Before moves to the last key before a bound.
func (c *cursor) Before(bound []byte) (k, v []byte) {
	c.Seek(bound)
	c.bound = bound
	return c.Prev()
}

// Prev moves to the key before.
func (c *cursor) Prev() (k, v []byte) {
	*c.steps++
	k, v = c.Cursor.Prev()
	for k == nil && c.Bucket().Writable() && c.goesOn() {
		k, v = c.Cursor.Prev()
	}
	c.bound = k
	return k, v
}

// goesOn reports whether there is a key before the bound.
func (c *cursor) goesOn() bool {
	first, _ := c.Bucket().Cursor().First()
	return first != nil && bytes.Compare(first, c.bound) < 0
}

// Last is bbolt's, which in a bucket of which all was deleted would never end.
func (c *cursor) Last() (k, v []byte) {
	if k, _ = c.First(); k != nil {
		k, v = c.Cursor.Last()
	}
	c.bound = k
	return k, v
}
