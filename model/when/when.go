// Package when reads times as people write them: how long ago, a time of day, a
// weekday, a date. It is pure: what time it is now is given.
package when

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Parse reads a time, in the zone of now unless the text names another:
//   - how long ago: 90s, 10m, 2h30m, 3d, 2w, "20 minutes", "2 hours ago";
//   - today's clock: 18:30, 18:30:05, noon;
//   - a day, which begins at midnight, and may have a clock: today, yesterday,
//     monday (the last one), 2026-07-03, "3 Jul", "3 Jul 2026", "yesterday 18:30";
//   - RFC 3339, as 2026-07-03T18:30:00Z.
//
// The error is for the person who typed it.
func Parse(text string, now time.Time) (time.Time, error) {
	words := strings.Fields(strings.ToLower(text))
	if n := len(words); n > 1 && words[n-1] == "ago" {
		words = words[:n-1]
	}
	if ago, ok := duration(strings.Join(words, "")); ok {
		return now.Add(-ago), nil
	}
	if at, err := time.Parse(time.RFC3339Nano, strings.ToUpper(strings.Join(words, ""))); err == nil {
		return at, nil
	}
	if len(words) == 1 {
		if day, clock, both := strings.Cut(words[0], "t"); both {
			if at, ok := dated([]string{day, clock}, now); ok {
				return at, nil
			}
		}
	}
	if at, ok := dated(words, now); ok {
		return at, nil
	}
	return time.Time{}, fmt.Errorf("%q is no time: it looks like 10m, 2h or 3d (ago), 18:30, yesterday, monday, 2026-07-03 or 2026-07-03T18:30", text)
}

var (
	spans = regexp.MustCompile(`^(?:[0-9]+(?:\.[0-9]+)?[a-z]+)+$`)
	span  = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)([a-z]+)`)
)

var units = map[string]time.Duration{
	"ms": time.Millisecond,
	"s":  time.Second, "sec": time.Second, "second": time.Second,
	"m": time.Minute, "min": time.Minute, "minute": time.Minute,
	"h": time.Hour, "hour": time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour,
	"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour,
}

// longest is the longest time ago: 100 years.
const longest = 100 * 366 * 24 * time.Hour

func duration(s string) (sum time.Duration, ok bool) {
	if !spans.MatchString(s) {
		return 0, false
	}
	for _, m := range span.FindAllStringSubmatch(s, -1) {
		n, err := strconv.ParseFloat(m[1], 64)
		unit, known := units[m[2]]
		if !known {
			unit, known = units[strings.TrimSuffix(m[2], "s")]
		}
		if err != nil || !known || n*float64(unit) > float64(longest) {
			return 0, false
		}
		sum += time.Duration(n * float64(unit))
	}
	return sum, sum > 0 && sum <= longest
}

// dated reads a day, a clock, or both.
func dated(words []string, now time.Time) (time.Time, bool) {
	if len(words) == 0 {
		return time.Time{}, false
	}
	last := words[len(words)-1]
	if sinceMidnight, ok := clock(last); ok {
		midnight := now
		if rest := words[:len(words)-1]; len(rest) > 0 {
			if midnight, ok = day(strings.Join(rest, " "), now); !ok {
				return time.Time{}, false
			}
		}
		// By the clock on the wall, also on days that are not of 24 hours.
		y, m, d := midnight.Date()
		return time.Date(y, m, d, 0, 0, int(sinceMidnight/time.Second), 0, now.Location()), true
	}
	return day(strings.Join(words, " "), now)
}

func clock(s string) (time.Duration, bool) {
	if s == "noon" {
		return 12 * time.Hour, true
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if at, err := time.Parse(layout, s); err == nil {
			return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second, true
		}
	}
	return 0, false
}

// day is the midnight at which a day begins.
func day(s string, now time.Time) (time.Time, bool) {
	y, m, d := now.Date()
	at := func(y int, m time.Month, d int) (time.Time, bool) {
		return time.Date(y, m, d, 0, 0, 0, 0, now.Location()), true
	}
	switch s {
	case "today":
		return at(y, m, d)
	case "yesterday":
		return at(y, m, d-1)
	}
	for w := time.Sunday; w <= time.Saturday; w++ {
		if name := strings.ToLower(w.String()); s == name || s == name[:3] {
			return at(y, m, d-(int(now.Weekday())-int(w)+7)%7)
		}
	}
	for _, layout := range []string{"2006-1-2", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return at(t.Date())
		}
	}
	for _, layout := range []string{"2 Jan", "2 January", "Jan 2", "January 2"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if then, _ := at(y, t.Month(), t.Day()); then.After(now) {
			y--
		}
		return at(y, t.Month(), t.Day())
	}
	return time.Time{}, false
}
