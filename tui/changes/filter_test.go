package changes

import (
	"strings"
	"testing"
	"time"
)

func TestParseFilter(t *testing.T) {
	now := time.Date(2026, time.March, 11, 12, 0, 0, 0, time.UTC)
	for typed, want := range map[string]Filter{
		"":                                       {},
		"  hello   world ":                       {Text: "hello\nworld"},
		`"hello world" you`:                      {Text: "hello world\nyou"},
		"by Ann Lee":                             {By: "Ann Lee"},
		"BY ann Since 10m":                       {By: "ann", Since: now.Add(-10 * time.Minute)},
		"last 2 hours":                           {Since: now.Add(-2 * time.Hour)},
		"of fred prop age":                       {Of: "fred", Property: "age"},
		`"by" by bo`:                             {Text: "by", By: "bo"},
		`of "the one of many"`:                   {Of: "the one of many"},
		`"still typing`:                          {Text: "still typing"},
		"since yesterday 18:00 until noon yabba": {},
		"since yesterday 18:00 until noon":       {Since: time.Date(2026, time.March, 10, 18, 0, 0, 0, time.UTC), Until: now},
	} {
		got, err := ParseFilter(typed, now)
		if want.IsEmpty() && typed != "" {
			if err == nil {
				t.Errorf("%q is %+v", typed, got)
			}
			continue
		}
		want.Typed = typed
		if err != nil || got != want {
			t.Errorf("%q is %+v, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{
		"by ann by bo": "twice", "by": "A name", "x of": "A subject's name", "since": "10m", "since 10 parsecs": "is no time",
		"since 10m until 20m": "the earlier time first",
	} {
		if _, err := ParseFilter(typed, now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
