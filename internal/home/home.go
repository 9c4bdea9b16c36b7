// Package home knows where the data is: a folder with a folder for each domain,
// and what is remembered of a domain beside its data.
//
//	<data>/choices.toml             what was chosen on the screen, for all domains
//	<data>/<domain>/data.mld        the clone's file
//	<data>/<domain>/domain.toml     what is remembered of the domain
//	<data>/<domain>/context.jsonld  the user's JSON-LD context, if there is one
//	<data>/<domain>/constraints.json the rules that the user's clone keeps, if there are any
//	<data>/<domain>/owner.sock      where the process that has the file open listens
//	<data>/<domain>/owner.toml      which process that is
//	<data>/<domain>/screen.toml     where a person was on the screen
//	<data>/<domain>/me.toml         what a person calls themself there
//	<data>/<domain>/log.txt         what it did
//
// Only the process that has the file open should save what is remembered of the domain;
// all may load it. Each terminal saves where its person was, and what they call themself:
// the last one counts.
package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// Home is the folder with all domains.
type Home string

// Folder is the folder of one domain.
type Folder string

// Domain is the folder of a domain; it need not exist.
func (h Home) Domain(d model.Domain) Folder { return Folder(filepath.Join(string(h), string(d))) }

// Domains lists the domains that were opened here.
func (h Home) Domains() ([]model.Domain, error) {
	entries, err := os.ReadDir(string(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("the data folder cannot be read: %w", err)
	}
	var domains []model.Domain
	for _, e := range entries {
		d, err := model.ParseDomain(e.Name())
		if err != nil || !e.IsDir() {
			continue
		}
		if f := h.Domain(d); f.HasData() || exists(f.memory()) {
			domains = append(domains, d)
		}
	}
	return domains, nil
}

// LastUsed is the domain that was opened last; ok is false when there is none.
func (h Home) LastUsed() (last model.Domain, ok bool, err error) {
	domains, err := h.Domains()
	if err != nil {
		return "", false, err
	}
	var when time.Time
	for _, d := range domains {
		m, err := h.Domain(d).Load()
		if err != nil {
			continue // It is told when that domain is opened.
		}
		if !ok || m.Used.After(when) {
			last, when, ok = d, m.Used, true
		}
	}
	if !ok && len(domains) > 0 {
		return domains[0], true, nil
	}
	return last, ok, nil
}

// exists reports whether something is there, even if it cannot be looked at.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil || errors.Is(err, fs.ErrPermission)
}

// Check reports that the folder is none; it need not be there yet.
func (h Home) Check() error {
	info, err := os.Stat(string(h))
	if err == nil && !info.IsDir() || errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("%s is, or is in, a file: name a folder for the data with --data", string(h))
	}
	return nil
}

// Make makes sure that the folder is there, for nobody else to look into.
func (f Folder) Make() error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fmt.Errorf("the folder of the data cannot be made: %w; choose another with --data", err)
	}
	return nil
}

// Data is the clone's file.
func (f Folder) Data() string { return filepath.Join(string(f), "data.mld") }

// HasData reports whether the clone's file is there.
func (f Folder) HasData() bool { return exists(f.Data()) }

// Log is the file for what is not for the screen.
func (f Folder) Log() string { return filepath.Join(string(f), "log.txt") }

func (f Folder) memory() string  { return filepath.Join(string(f), "domain.toml") }
func (f Folder) context() string { return filepath.Join(string(f), "context.jsonld") }
func (f Folder) rules() string   { return filepath.Join(string(f), "constraints.json") }
func (f Folder) note() string    { return filepath.Join(string(f), "owner.toml") }
func (f Folder) name() string    { return filepath.Join(string(f), "me.toml") }
func (f Folder) place() string   { return filepath.Join(string(f), "screen.toml") }

// Socket is where the process listens that has the clone's file open.
func (f Folder) Socket() string { return filepath.Join(string(f), "owner.sock") }
