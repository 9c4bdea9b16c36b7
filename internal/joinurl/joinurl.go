// Package joinurl reads and writes the URL by which a teammate joins a domain:
// the URL of a relay with the domain as the last part of its path,
//
//	http://host:port/team.example.org?token=…
//
// All functions are pure.
package joinurl

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/socketio"
)

// Parse takes a join URL apart. The relay's URL keeps the query, with the token
// in it.
func Parse(text string) (domain model.Domain, relay string, err error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme == "" || u.Host == "" {
		return "", "", fmt.Errorf("%q is not a URL to join by: it looks like http://host:port/DOMAIN?token=…", text)
	}
	dir, name := path.Split(strings.TrimSuffix(u.Path, "/"))
	if name == "" {
		return "", "", fmt.Errorf("%s names no domain: write http://host:port/DOMAIN, or use mld-tui DOMAIN --relay URL", u.Redacted())
	}
	if domain, err = model.ParseDomain(name); err != nil {
		return "", "", fmt.Errorf("the end of %s is no domain: %w", u.Redacted(), err)
	}
	if dir == "/" {
		dir = ""
	}
	u.Path, u.RawPath, u.Fragment = dir, "", ""
	if _, err := socketio.ParseURL(u.String()); err != nil {
		return "", "", err
	}
	return domain, u.String(), nil
}

// Format is the URL by which to join a domain through a relay.
func Format(domain model.Domain, relay string) (string, error) {
	u, err := url.Parse(relay)
	if err != nil {
		return "", fmt.Errorf("the relay's URL cannot be read: %w", err)
	}
	dir := strings.TrimSuffix(u.Path, "/")
	dir = strings.TrimSuffix(dir, strings.TrimSuffix(socketio.DefaultPath, "/"))
	u.Path, u.RawPath = dir+"/"+string(domain), ""
	return u.String(), nil
}
