package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/m-ld/mld-tui/themes"
)

// ownThemes reads a person's own themes: the files NAME.toml in the folder "themes"
// beside the settings file. Those that cannot be read are no reason not to start,
// unless they are chosen.
func ownThemes(settings string) (own []themes.Theme, broken map[string]error) {
	broken = make(map[string]error)
	if settings == "" {
		return nil, broken
	}
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(settings), "themes", "*.toml")) // The pattern is sound.
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".toml")
		text, err := os.ReadFile(path)
		if err == nil {
			var t themes.Theme
			if t, err = themes.Parse(name, text); err == nil {
				own = append(own, t)
				continue
			}
			err = fmt.Errorf("%s, %w", path, err)
		}
		broken[name] = err
	}
	return own, broken
}
