//go:build !unix

package reference

import "context"

// lockFile does nothing here: two installations at once cost time, but the first complete one takes the name.
func lockFile(context.Context, string) (unlock func(), err error) {
	return func() {}, nil
}
