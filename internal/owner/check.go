package owner

import (
	"context"
	"errors"

	"github.com/m-ld/mld-tui/replica"
)

func digest(ctx context.Context, c *session, _ request) (any, error) {
	return c.server.clone.Digest(ctx)
}

// check holds one state of the data for long, as an export does.
func check(ctx context.Context, c *session, _ request) (any, error) {
	select {
	case c.server.exports <- struct{}{}:
		defer func() { <-c.server.exports }()
	default:
		return nil, errors.New("the data is being exported or checked already: try again when that is done")
	}
	return c.server.clone.Check(ctx)
}

// Digest stands for all data of the clone.
func (c *Client) Digest(ctx context.Context) (digest string, err error) {
	a, err := c.ask(ctx, request{Type: "digest"}, nil)
	return digest, decode(a, err, &digest)
}

// Check has the owner look whether its file is sound.
func (c *Client) Check(ctx context.Context) (report replica.Report, err error) {
	a, err := c.ask(ctx, request{Type: "check"}, nil)
	return report, decode(a, err, &report)
}
