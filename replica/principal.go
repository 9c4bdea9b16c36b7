package replica

import (
	"context"

	"github.com/m-ld/mld-tui/model"
)

type principalKey struct{}

// WithPrincipal has what is written with a context claim an identity, in the place
// of that of Config: one clone may have several users, as processes of one machine.
func WithPrincipal(ctx context.Context, principal model.IRI) context.Context {
	return context.WithValue(ctx, principalKey{}, principal)
}

// PrincipalOf is the identity of a context; empty for that of Config.
func PrincipalOf(ctx context.Context) model.IRI {
	principal, _ := ctx.Value(principalKey{}).(model.IRI)
	return principal
}

type earlierKey struct{}

// WithEarlier has an Undo, or a Redo, put back what was made in another session, and has the
// number that it told: see Undone.Earlier.
func WithEarlier(ctx context.Context, number uint64) context.Context {
	return context.WithValue(ctx, earlierKey{}, number)
}

// EarlierOf is the number that a context has from WithEarlier; zero for none.
func EarlierOf(ctx context.Context) uint64 {
	number, _ := ctx.Value(earlierKey{}).(uint64)
	return number
}

// NewSession makes an identity for a session, which is short, for it is kept with each change.
func NewSession() string { return NewID()[:12] }

type sessionKey struct{}

// WithSession has what is written with a context be of a session of a user, in the place of
// that of Config: see Config.
func WithSession(ctx context.Context, session string) context.Context {
	return context.WithValue(ctx, sessionKey{}, session)
}

// SessionOf is the session of a context; empty for that of Config.
func SessionOf(ctx context.Context) string {
	session, _ := ctx.Value(sessionKey{}).(string)
	return session
}
