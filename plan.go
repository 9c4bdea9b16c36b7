package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/model"
)

// plan is how a domain is going to be opened.
type plan struct {
	// genesis starts a new domain, if there is no data.
	genesis bool
	// relays are where others are met; none if that is here, or nowhere.
	relays []string
	// share: others meet here.
	share bool
	// words are what a person should know.
	words []string
}

// genesisPatience is how long a new domain waits for the relay that it is to be at
// to say whether there is one of its name.
const genesisPatience = time.Second

// wait is how long a new domain waits to hear of another of its name.
func (p plan) wait() time.Duration {
	if len(p.relays) == 0 {
		return 0
	}
	return genesisPatience
}

// planOpening decides how a domain is opened. That a new domain is started is
// never an accident: only where neither data nor a relay is known, or where it
// was asked for.
func planOpening(domain model.Domain, folder home.Folder, m home.Memory, c choices, p purpose) (plan, error) {
	relays := slices.Clone(c.named)
	for _, r := range m.Relays {
		if !slices.Contains(relays, r) {
			relays = append(relays, r)
		}
	}
	pl := plan{relays: relays, share: m.Share.On && len(c.flagged) == 0}
	if c.share != nil {
		pl.share = *c.share
	}
	hasData := folder.HasData()
	switch {
	case hasData && m.Begun:
		if c.genesis {
			pl.words = append(pl.words, fmt.Sprintf("%s has data here already: --genesis has no effect", domain))
		}
	case p.join && len(relays) == 0 && !pl.share:
		return plan{}, errors.New("no relay is known at which the others could be met: name it with --relay")
	case p.join:
	case c.genesis:
		pl.genesis = true
	case m.Begun && len(relays) == 0:
		return plan{}, fmt.Errorf("the data of %s, which was in %s, is gone: put it back, join a teammate with mld-tui join URL, "+
			"or start anew with --genesis", domain, folder.Data())
	case len(relays) == 0 && !p.create && !hasData:
		return plan{}, fmt.Errorf("there is no data of %s in %s: join a teammate with mld-tui join URL, "+
			"or start the domain with mld-tui %s", domain, c.home, domain)
	case len(relays) == 0:
		pl.genesis = true
	}
	if pl.genesis && !hasData {
		word := "started" // With a relay, it has still to be heard that there is none.
		if len(relays) > 0 {
			word = "starting"
		}
		pl.words = append(pl.words, fmt.Sprintf("%s a new domain, %s", word, domain))
	}
	return pl, nil
}
