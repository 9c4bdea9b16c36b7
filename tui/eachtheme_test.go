package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/themes"
)

// inEachTheme runs a test with each of the built-in themes.
func inEachTheme(t *testing.T, test func(*testing.T, *themes.Theme)) {
	t.Helper()
	for _, name := range themes.Names() {
		t.Run(name, func(t *testing.T) {
			theme, err := themes.ByName(name)
			if err != nil {
				t.Fatal(err)
			}
			test(t, &theme)
		})
	}
}
