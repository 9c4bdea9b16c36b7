package jsonld_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model/jsonld"
)

func TestCheckText(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":"ü😀"}`:                    "",
		`"\ud83d\ude00 \\ud83d \u00e9"`: "",
		`"\\\\ud83d"`:                   "",
		"{\n\"a\":\"\xff\"}":            "in line 2, byte 8, there is a byte that is no UTF-8 text, 0xff",
		`"\ud83d"`:                      `in line 1, byte 2, there is half a character, \ud83d, without the other half`,
		`"\ud83d\u0041"`:                "half a character",
		`"\ude00\ud83d"`:                "half a character",
		`"\ud83d\ud83d\ude00"`:          "half a character",
		`"\u`:                           "",
		`\`:                             "",
	} {
		err := jsonld.CheckText([]byte(text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, not %q", text, err, want)
		}
	}
}

func TestExplainJSON(t *testing.T) {
	var v any
	err := jsonld.ExplainJSON(json.Unmarshal([]byte(`{"a":1e400}`), &v))
	if err == nil || err.Error() != "the number 1e400 is out of range: the largest is 1.7976931348623157e308" {
		t.Errorf("it says %v", err)
	}
}
