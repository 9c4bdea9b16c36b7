package model_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// TestANameThatLacksOnlyAnEndingIsToldWhole, so that it can be typed as it is shown.
func TestANameThatLacksOnlyAnEndingIsToldWhole(t *testing.T) {
	for name, like := range map[string]string{
		"garden":    "garden.example.org",
		"my-garden": "my-garden.example.org",
		"team.b":    "team.b.example.org",
		"My Garden": "team.example.org",
		"":          "team.example.org",
	} {
		_, err := model.ParseDomain(name)
		if err == nil {
			t.Errorf("%q was taken for the name of a domain", name)
			continue
		}
		if !strings.HasSuffix(err.Error(), `as in "`+like+`"`) {
			t.Errorf("of %q it says %q, not %s", name, err, like)
		}
		if _, err := model.ParseDomain(like); err != nil {
			t.Errorf("what it tells is no name itself: %v", err)
		}
	}
}
