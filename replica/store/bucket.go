package store

import "go.etcd.io/bbolt"

// bucket is one of bbolt's in a transaction that counts the keys to which those who go
// through it step. Each has a number of its own, for large ones are filled at once.
type bucket struct {
	*bbolt.Bucket
	steps *int
}

// Cursor is bbolt's, counted.
func (b bucket) Cursor() cursor { return cursor{b.Bucket.Cursor(), b.steps} }

// ForEach is bbolt's, counted.
func (b bucket) ForEach(fn func(k, v []byte) error) error {
	return b.Bucket.ForEach(func(k, v []byte) error {
		*b.steps++
		return fn(k, v)
	})
}

// cursor is one of bbolt's that counts its steps.
type cursor struct {
	*bbolt.Cursor
	steps *int
}

// Next is bbolt's, counted.
func (c cursor) Next() (k, v []byte) {
	*c.steps++
	return c.Cursor.Next()
}

// Prev is bbolt's, counted.
func (c cursor) Prev() (k, v []byte) {
	*c.steps++
	return c.Cursor.Prev()
}
