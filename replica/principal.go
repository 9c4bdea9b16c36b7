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
