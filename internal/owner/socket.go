package owner

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// maxPath is how long the path of a Unix socket may be: macOS takes 103 bytes,
// Linux 107.
const maxPath = 100

// ErrNobody is what Dial says when no process listens.
var ErrNobody = errors.New("no process has the domain open")

// Listen listens on a socket that only this user can connect to. Only the process
// that has the clone's file may call it: what a dead one has left is removed.
func Listen(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("the socket of a former process cannot be removed: %w", err)
	}
	short, remove, err := shorten(path)
	if err != nil {
		return nil, err
	}
	defer remove()
	l, err := net.Listen("unix", short)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", path, err)
	}
	// The path that it knows may be gone soon: it is removed by its real one.
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return &listener{l, path}, nil
}

type listener struct {
	net.Listener
	path string
}

func (l *listener) Close() error {
	// First the name, so that nobody finds a socket that is closed.
	err := os.Remove(l.path)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, l.Listener.Close())
}

// dialSocket connects to an owner. The error is ErrNobody when there is none.
func dialSocket(ctx context.Context, path string) (net.Conn, error) {
	short, remove, err := shorten(path)
	if err != nil {
		return nil, err
	}
	defer remove()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", short)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return nil, ErrNobody
	}
	if err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("the process that has the domain open cannot be reached: %w", err)
	}
	return conn, nil
}

// shorten gives a path that the system takes: it goes through a link to the
// folder, which is needed only while the socket is made or connected to.
func shorten(path string) (short string, remove func(), err error) {
	if len(path) <= maxPath {
		return path, func() {}, nil
	}
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	for _, temp := range []string{os.TempDir(), "/tmp"} {
		dir, err := os.MkdirTemp(temp, "mld-")
		if err != nil {
			continue
		}
		short = filepath.Join(dir, "d", filepath.Base(path))
		if len(short) <= maxPath {
			if err := os.Symlink(folder, filepath.Join(dir, "d")); err == nil {
				return short, func() { _ = os.RemoveAll(dir) }, nil
			}
		}
		_ = os.RemoveAll(dir)
	}
	return "", nil, fmt.Errorf("%s is too long for the name of a socket: choose a shorter --data folder", path)
}
