package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/joinurl"
	"github.com/m-ld/mld-tui/net/socketio"
)

// goOnline connects the clone with others, as planned. That others cannot be
// reached is no error: the clone works without.
func (o *owned) goOnline(pl plan, p purpose) error {
	defer o.wire.Begin()
	for i := len(o.c.flagged) - 1; i >= 0; i-- {
		o.memory.AddRelay(o.c.flagged[i])
	}
	if o.c.share != nil || len(o.c.flagged) > 0 {
		o.memory.Share.On = pl.share
	}
	switch {
	case pl.share && p.online:
		_, err := o.host()
		if err != nil && o.c.share != nil || o.embedded == nil {
			return err
		}
		if err != nil { // It was shared before, but that is no reason not to work now.
			p.say(err.Error())
		}
		return o.meetHere()
	case len(pl.relays) > 0 && (p.online || p.fresh || !isBegun(o)):
		return o.redirect(pl.relays)
	case p.online:
		if err := o.embed(); err != nil {
			o.log.Warn("nobody can join", "error", err)
			return nil
		}
		return o.meetHere()
	}
	return nil
}

// meetHere goes to the relay within.
func (o *owned) meetHere() error {
	o.here = true
	return o.redirect([]string{o.embedded.url})
}

// isBegun reports whether a clone has its data.
func isBegun(o *owned) bool {
	st, _ := o.Status()
	return !st.Joining
}

// embed starts the relay within, if it does not run.
func (o *owned) embed() error {
	if o.embedded != nil {
		return nil
	}
	if o.memory.Share.Token == "" {
		o.memory.Share.Token = home.NewToken()
	}
	e, err := startEmbedded(o.memory.Share.Token, o.c.Origins, o.log)
	if err != nil {
		return err
	}
	o.embedded = e
	return nil
}

// host lets others join through the relay within, and gives the URL by which they
// do.
func (o *owned) host() (string, error) {
	if err := o.embed(); err != nil {
		return "", err
	}
	port, err := o.embedded.share(o.c.ShareAddress, o.memory.Share.Port)
	if err != nil {
		return "", err
	}
	o.memory.Share.On, o.memory.Share.Port = true, port
	return joinurl.Format(o.Domain(), o.embedded.sharedURL)
}

// Share implements owner.Host. Where the clone is connected to a relay of others,
// everybody meets there; where that cannot be reached, this process takes over.
func (o *owned) Share(context.Context) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.here && o.Link().Connected {
		return o.theirURL(), nil
	}
	joinURL, err := o.host()
	if err != nil {
		return "", err
	}
	if !o.here {
		err = o.meetHere()
	}
	if err == nil {
		err = o.folder.Save(o.memory)
	}
	o.Refresh() // Other terminals show that others can join.
	return joinURL, err
}

// Unshare implements owner.Host. The relay within begins anew, for this computer only: who
// came in by it is cut off, and keeps the data. Its address is kept for the next time.
func (o *owned) Unshare(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case !o.here && o.Link().Relay != "":
		return fmt.Errorf("teammates meet at %s, and not through this computer: whoever runs that can end it", o.Link().Relay)
	case o.embedded == nil || o.embedded.shared == nil:
		return nil
	}
	old := o.embedded
	o.embedded = nil
	err := o.embed()
	if err != nil {
		o.embedded = old
		return err
	}
	o.memory.Share.On = false
	err = o.meetHere()
	defer o.Refresh()
	return errors.Join(err, old.close(), o.folder.Save(o.memory))
}

// JoinURL implements owner.Host.
func (o *owned) JoinURL() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case !o.here:
		return o.theirURL()
	case o.embedded.shared == nil:
		return ""
	}
	joinURL, err := joinurl.Format(o.Domain(), o.embedded.sharedURL)
	if err != nil {
		return ""
	}
	return joinURL
}

// Hosts reports whether others can join through the relay within, so that they meet no more
// when this process ends.
func (o *owned) Hosts() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.here && o.embedded != nil && o.embedded.shared != nil
}

// theirURL is the URL by which to join through the relay of others; empty if there
// is none.
func (o *owned) theirURL() string {
	connected := o.Link().Relay
	best := ""
	for i, known := range append(o.c.named[:len(o.c.named):len(o.c.named)], o.memory.Relays...) {
		u, err := socketio.ParseURL(known)
		if err != nil {
			continue
		}
		joinURL, err := joinurl.Format(o.Domain(), known)
		u.RawQuery, u.User = "", nil
		if err == nil && (i == 0 || u.String() == connected) {
			best = joinURL
		}
	}
	return best
}

// join remembers another relay, and goes there.
func (o *owned) join(relayURL string) error {
	if _, err := socketio.ParseURL(relayURL); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.memory.AddRelay(relayURL)
	o.memory.Share.On, o.here = false, false
	if err := o.folder.Save(o.memory); err != nil {
		return err
	}
	return o.redirect(o.memory.Relays)
}

// Join implements access.
func (o *owned) Join(_ context.Context, relay string) error { return o.join(relay) }

// hostOf makes an owner.Host of an owned domain.
type hostOf struct{ *owned }

// Join implements owner.Host.
func (h hostOf) Join(relay string) error { return h.join(relay) }
