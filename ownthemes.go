package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/m-ld/mld-tui/internal/settings"
	"github.com/m-ld/mld-tui/themes"
)

// ownThemes reads a person's own themes: the files NAME.toml in the folder "themes"
// beside the settings file. Those that cannot be read are no reason not to start,
// unless they are chosen.
func ownThemes(file string) (own []themes.Theme, broken map[string]error) {
	broken = make(map[string]error)
	if file == "" {
		return nil, broken
	}
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "themes", "*.toml")) // The pattern is sound.
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".toml")
		text, err := os.ReadFile(path)
		if err == nil {
			table, faults := settings.ParseTable(path, text)
			t, unfit := themes.Own(name, table.Values)
			for _, f := range unfit {
				faults = append(faults, table.Fault(f.Name, f.What))
			}
			if err = settings.Faults(faults); err == nil {
				own = append(own, t)
				continue
			}
		}
		broken[name] = err
	}
	return own, broken
}
