package main

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/settings"
	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

func TestTerminalSettings(t *testing.T) {
	o, err := terminalOptions(choices{Settings: settings.Settings{
		As: "Ana", Theme: "plain", Preset: "vim", Bindings: []settings.Binding{{Action: "app.share", Keys: []string{"ctrl+g"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if o.Me != "Ana" || o.Theme == nil || o.Keys.Key(keymap.Share, true) != "ctrl+g" || o.Keys.Key(keymap.DelValue, true) != "d d" {
		t.Errorf("the options are %+v with %q", o, o.Keys.Key(keymap.Share, true))
	}
	for name, s := range map[string]settings.Settings{
		"setting theme":               {Theme: "purple"},
		"setting preset":              {Preset: "nano"},
		`/c.toml:4: there is no acti`: {Path: "/c.toml", Bindings: []settings.Binding{{Action: "app.dance", Keys: []string{"d"}, Line: 4}}},
	} {
		if _, err := terminalOptions(choices{Settings: s}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

func TestNamesOfAuthors(t *testing.T) {
	for _, name := range []string{"Ana", "Ana B. & Co/Söhne", "100%"} {
		p := principal(team, name)
		if err := (model.Triple{S: p, P: model.RDFType, O: model.Ref(p)}).Check(); err != nil {
			t.Errorf("%s makes an identity that cannot be: %v", name, err)
		}
		if got, ok := who(team)(replica.Author{Principal: p}); !ok || got != name {
			t.Errorf("%s came back as %q, %v", name, got, ok)
		}
	}
	for _, p := range []model.IRI{"", "http://elsewhere.org/ana", principalPrefix(team), principalPrefix(team) + "%zz"} {
		if name, ok := who(team)(replica.Author{Principal: p}); ok {
			t.Errorf("%s is called %q", p, name)
		}
	}
}

func TestNamesByAContext(t *testing.T) {
	ctx, err := jsonld.New(team, map[string]any{"s": "http://schema.org/", "label": map[string]any{"@id": "s:name"}, "none": nil})
	if err != nil {
		t.Fatal(err)
	}
	n := contextNamer{ctx}
	for text, iri := range map[string]model.IRI{"label": "http://schema.org/name", "s:age": "http://schema.org/age", "own": team.Vocab() + "own"} {
		if got, err := n.Expand(text, true); err != nil || got != iri {
			t.Errorf("%s is %s, %v", text, got, err)
		}
		if got := n.Compact(iri, true); got != text {
			t.Errorf("%s is shown as %s", iri, got)
		}
	}
	if got, err := n.Expand("fred", false); err != nil || got != team.Base()+"fred" {
		t.Errorf("fred is %s, %v", got, err)
	}
	if got, err := n.Expand("none", true); err == nil {
		t.Errorf("a term that the context takes away is %s", got)
	}
}
