package main

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/settings"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/socketio"
)

// domainFlags are the flags of commands that open a domain.
type domainFlags struct {
	data, as, config, context, constraints, shareAddress string
	relays, origins                                      []string
	genesis, share, readOnly                             bool

	cmd *cobra.Command
}

// addFileFlags adds the flags that say where the file of a domain is.
func addFileFlags(cmd *cobra.Command) *domainFlags {
	o := &domainFlags{cmd: cmd}
	f := cmd.Flags()
	f.StringVar(&o.data, "data", "", "folder with the data of all domains")
	f.StringVar(&o.config, "config", "", "settings file (default: ~/.config/mld-tui/config.toml)")
	return o
}

func addDomainFlags(cmd *cobra.Command) *domainFlags {
	o := addFileFlags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&o.relays, "relay", nil, "relay through which to meet the others, by its URL (may be repeated)")
	f.StringVar(&o.as, "as", "", "what you call yourself")
	f.StringVar(&o.context, "context", "", "file with the JSON-LD context for this domain, from now on")
	f.StringVar(&o.constraints, "constraints", "", "file with the rules for this domain's data, from now on; all of its apps must have the same")
	return o
}

// canStart adds the flags of commands that can start a domain.
func (o *domainFlags) canStart() *domainFlags {
	o.cmd.Flags().BoolVar(&o.genesis, "genesis", false, "start a new domain, even though a relay is named")
	return o
}

// canLook adds the flag of commands that can be kept from writing.
func (o *domainFlags) canLook() *domainFlags {
	o.cmd.Flags().BoolVar(&o.readOnly, "read-only", false, "only look: nothing can be changed in this terminal")
	return o
}

// canShare adds the flags of commands that can let others in.
func (o *domainFlags) canShare() *domainFlags {
	f := o.cmd.Flags()
	f.BoolVar(&o.share, "share", false, "let teammates join through this computer, from now on; --share=false ends it")
	f.StringVar(&o.shareAddress, "share-address", "", "where to listen when sharing, host:port (default: everywhere, on a port that is kept)")
	f.StringSliceVar(&o.origins, "origin", nil, "web origin whose pages may connect, or * (may be repeated)")
	return o
}

// choices are what flags, environment and settings say together.
type choices struct {
	settings.Settings

	home home.Home
	// named are the relays that were named now, rather than remembered.
	named []string
	// flagged are those of them that a flag named.
	flagged []string
	// genesis starts a new domain though a relay is named.
	genesis bool
	// share is what the flag says; nil when it was not given.
	share *bool
	// readOnly keeps the terminal from writing.
	readOnly bool
	// renamed: a flag says what the person calls themself.
	renamed bool
	// context is a file with a context to be set, and constraints one with rules.
	context, constraints string
	// usual is what settings and environment say, without flags.
	usual settings.Settings
}

// elsewhere are the choices for another domain than the one that the flags are of.
func (c choices) elsewhere() choices {
	s := c.usual
	s.Data = c.Data
	return choices{Settings: s, home: c.home, named: s.Relays, readOnly: c.readOnly, usual: s}
}

// choices puts together what was chosen: flags go before the environment, and that
// before the settings file.
func (o *domainFlags) choices() (choices, error) {
	path, must := o.config, o.config != ""
	if !must {
		path = settings.Path(os.Getenv)
		must = os.Getenv(settings.EnvConfig) != ""
	}
	s, err := settings.Load(path, must, getenv)
	if err != nil { // Whoever mends the file should know of what only the terminal finds, too.
		_, looks := terminalOptions(choices{Settings: s})
		return choices{}, errors.Join(err, looks)
	}
	usual := s
	set := func(field *string, flag string) {
		if flag != "" {
			*field = flag
		}
	}
	set(&s.Data, o.data)
	if o.as != "" {
		s.As, s.Named = o.as, true
	}
	set(&s.ShareAddress, o.shareAddress)
	if o.relays != nil {
		s.Relays = o.relays
	}
	if o.origins != nil {
		s.Origins = o.origins
	}
	if s.Data, err = absolute(s.Data); err != nil {
		return choices{}, err
	}
	c := choices{Settings: s, home: home.Home(s.Data), named: s.Relays, flagged: o.relays, genesis: o.genesis, readOnly: o.readOnly, context: o.context, constraints: o.constraints, renamed: o.as != "", usual: usual}
	if o.cmd.Flags().Changed("share") {
		c.share = &o.share
	}
	return c, errors.Join(c.home.Check(), c.check())
}

// check refuses what cannot be right, before anything is done.
func (c choices) check() error {
	var faults []error
	for _, relay := range c.named {
		if _, err := socketio.ParseURL(relay); err == nil {
			continue
		} else if c.flagged == nil {
			faults = append(faults, c.at("relay", err))
		} else {
			faults = append(faults, err)
		}
	}
	if err := home.CheckName(c.As); err != nil {
		faults = append(faults, fmt.Errorf("%w: choose another with --as", err))
	}
	return errors.Join(faults...)
}

// in are the choices for one domain, where the person may have called themself otherwise
// than elsewhere. An error is of what is remembered: the choices are good without.
func (c choices) in(folder home.Folder) (choices, error) {
	if c.Named {
		return c, nil
	}
	name, err := folder.LoadName()
	if name != "" {
		c.As, c.Named = name, true
	}
	return c, err
}

// getenv is os.Getenv, with a home even where the environment has none.
func getenv(name string) string {
	v := os.Getenv(name)
	if name == "HOME" && v == "" {
		if u, err := user.Current(); err == nil {
			return u.HomeDir
		}
	}
	return v
}

func absolute(path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok { // Settings files have no shell.
		path = filepath.Join(getenv("HOME"), rest)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", errors.New("the data folder has no full path: name it with --data")
	}
	return path, nil
}

// domainArg reads the name of a domain.
func domainArg(text string) (model.Domain, error) {
	d, err := model.ParseDomain(text)
	if err != nil && strings.Contains(text, "://") {
		return "", fmt.Errorf("%s is a URL: use mld-tui join URL", text)
	}
	return d, err
}

// stored finds a domain that a command names and that has data here.
func (o *domainFlags) stored(name string) (domain model.Domain, c choices, err error) {
	if domain, err = domainArg(name); err != nil {
		return domain, c, err
	}
	if c, err = o.choices(); err != nil {
		return domain, c, err
	}
	if folder := c.home.Domain(domain); !folder.HasData() {
		return domain, c, fmt.Errorf("there is no data of %s in %s: name another --data folder", domain, folder)
	}
	return domain, c, nil
}

// named are the choices for a domain, and its context.
func (o *domainFlags) named(domain model.Domain) (choices, *jsonld.Context, error) {
	c, err := o.choices()
	if err != nil {
		return c, nil, err
	}
	names, err := contextOf(c, domain)
	return c, names, err
}

// contextOf is a domain's context; one that a flag names counts already, though it
// is kept only when the domain is opened.
func contextOf(c choices, domain model.Domain) (*jsonld.Context, error) {
	var user any
	var err error
	if c.context != "" {
		user, err = home.ReadContext(c.context, domain)
	} else {
		user, err = c.home.Domain(domain).Context(domain)
	}
	if err != nil {
		return nil, err
	}
	return jsonld.New(domain, user)
}
